"""The desk's pages and decisions through HTTP: confirm, conflict, drafts, upload, steps, export."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from nlp.review.catalogue import entries
from nlp.review.desk.pages_queue import safe_name
from nlp.review.triage import receive
from nlp.store import accounts
from nlp.store.settings import put_setting
from nlp.store.store import Store
from tests.review.desk_client import TEXT, desk, sign_in
from tests.store.conftest import Clock
from tests.store.records import entry, record


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[Store, TestClient, Clock]]:
    """A desk of the test's own."""
    with desk(tmp_path) as made:
        yield made


def _decide(client: TestClient, csrf: str, **asked: object) -> tuple[int, dict[str, object]]:
    body = {"request": f"request-{json.dumps(asked, sort_keys=True, ensure_ascii=False)}"[:60], **asked}
    answer = client.post("/documents/1/decide", json=body, headers={"X-CSRF-Token": csrf})
    return answer.status_code, answer.json()


def _items(store: Store) -> list[str]:
    with store.read() as connection:
        return [e.fields["item"] for e in entries(connection)]


def test_the_document_page_shows_text_and_rows(own: tuple[Store, TestClient, Clock]) -> None:
    _, client, _ = own
    sign_in(client, "clerk")
    page = client.get("/documents/1").text
    assert '<p data-at="10">按月公开财政收支情况、政府采购结果和债务限额。</p>' in page
    assert page.count('class="entry open') == 3
    assert client.get("/documents/99").status_code == 404
    assert "2026-03-20 到期，还有 18 天" in client.get("/").text


def test_confirm_edit_reject_reopen(own: tuple[Store, TestClient, Clock]) -> None:
    store, client, _ = own
    csrf = sign_in(client, "clerk")
    status, answer = _decide(client, csrf, kind="confirm", suggestion=1, version=1)
    assert (status, answer["pending"]) == (200, 2)
    status, _ = _decide(client, csrf, kind="confirm", suggestion=2, version=1, fields={"item": "政府采购中标结果", "unit": "云浦市审计局"})
    assert (status, _items(store)) == (200, ["财政收支情况", "政府采购中标结果"])
    assert _decide(client, csrf, kind="reject", suggestion=3, version=1) == (422, {"message": "请写明理由。"})
    assert _decide(client, csrf, kind="reject", suggestion=3, version=1, reason="重复")[0] == 200
    assert _decide(client, csrf, kind="reopen", suggestion=2, reason="单位不对")[0] == 200
    assert _items(store) == ["财政收支情况"]


def test_a_row_without_a_name_cannot_be_confirmed(own: tuple[Store, TestClient, Clock]) -> None:
    store, client, _ = own
    csrf = sign_in(client, "clerk")
    assert _decide(client, csrf, kind="confirm", suggestion=1, version=1, fields={"item": ""}) == (422, {"message": "没有事项名称"})
    assert _decide(client, csrf, kind="confirm", suggestion=1, version=1, fields={"mode": "随便"})[0] == 422
    assert _decide(client, csrf, kind="publish", suggestion=1, version=1)[0] == 422
    assert _decide(client, csrf, kind="confirm", suggestion=77, version=1)[0] == 404
    assert _items(store) == []


def test_the_second_of_two_people_is_shown_what_stands(own: tuple[Store, TestClient, Clock]) -> None:
    _, client, _ = own
    csrf = sign_in(client, "clerk")
    _decide(client, csrf, kind="confirm", suggestion=1, version=1, fields={"unit": "云浦市审计局"})
    csrf = sign_in(client, "reviewer")
    status, answer = _decide(client, csrf, kind="confirm", suggestion=1, version=1, fields={"unit": "云浦市财政局"}, request="another-one")
    assert status == 409
    assert "clerk 刚刚处理过这一条（已确认）" in str(answer["message"])
    assert answer["fields"]["unit"] == "云浦市审计局"  # type: ignore[index]


def test_a_request_sent_twice_is_one_decision(own: tuple[Store, TestClient, Clock]) -> None:
    store, client, _ = own
    csrf = sign_in(client, "clerk")
    first = _decide(client, csrf, kind="confirm", suggestion=1, version=1, request="the-same-name")[1]
    second = _decide(client, csrf, kind="confirm", suggestion=1, version=1, request="the-same-name")[1]
    assert (first["decision"], second["again"]) == (second["decision"], True)
    assert len(_items(store)) == 1


def test_split_merge_add_and_seen(own: tuple[Store, TestClient, Clock]) -> None:
    store, client, _ = own
    csrf = sign_in(client, "clerk")
    assert _decide(client, csrf, kind="split", suggestion=1, version=1, parts=[{"item": "财政收入"}, {"item": "财政支出"}])[0] == 200
    assert _decide(client, csrf, kind="merge", suggestion=2, version=1, others=[[3, 1]], fields={"item": "采购和债务"})[0] == 200
    assert _decide(client, csrf, kind="add", fields={"item": "补录事项", "domain": "budget", "unit": "云浦市财政局"})[0] == 200
    assert sorted(_items(store)) == sorted(["财政收入", "财政支出", "采购和债务", "补录事项"])
    assert "补录事项" in client.get("/documents/1").text
    assert _decide(client, csrf, kind="seen")[1]["state"] == "done"


def test_what_was_typed_is_kept_for_the_person_who_typed_it(own: tuple[Store, TestClient, Clock]) -> None:
    _, client, _ = own
    csrf = sign_in(client, "clerk")
    typed = {"fields": {"item": "改了一半的名称"}, "base": 1}
    assert client.put("/documents/1/suggestions/1/draft", json=typed, headers={"X-CSRF-Token": csrf}).status_code == 200
    assert "改了一半的名称" in client.get("/documents/1").text
    sign_in(client, "reviewer")
    assert "改了一半的名称" not in client.get("/documents/1").text


def test_two_people_on_one_document_see_each_other(own: tuple[Store, TestClient, Clock]) -> None:
    _, client, clock = own
    csrf = sign_in(client, "clerk")
    assert client.post("/documents/1/here", json={}, headers={"X-CSRF-Token": csrf}).json()["others"] == []
    csrf = sign_in(client, "reviewer")
    assert client.post("/documents/1/here", json={}, headers={"X-CSRF-Token": csrf}).json()["others"] == ["clerk"]
    clock.forward(minutes=2)
    assert client.post("/documents/1/here", json={}, headers={"X-CSRF-Token": csrf}).json()["others"] == []


def test_a_classified_document_is_shown_to_nobody_below_the_named_role(own: tuple[Store, TestClient, Clock]) -> None:
    store, client, clock = own
    made = record("绝密★\n演练", metadata={"title": "演练", "document_number": None, "issuer": [], "written_on": None, "classification": "绝密"})
    receive(store, made, b"x", "kit-1", "command", "test", clock().date())
    sign_in(client, "reviewer")
    assert "涉密" not in client.get("/").text.split("<tbody>")[1]
    assert client.get("/documents/2").status_code == 404
    sign_in(client, "administrator")
    assert "涉密" in client.get("/").text.split("<tbody>")[1]
    assert "演练" not in client.get("/documents/2").text


def test_upload_stores_what_was_sent_and_tells_what_could_not_be_read(tmp_path: Path) -> None:
    with desk(tmp_path) as (store, client, _):
        csrf = sign_in(client, "clerk")
        sent = {"files": ("../../坏<b>.bin", b"\x00\x01", "application/octet-stream")}
        answer = client.post("/upload", data={"csrf": csrf}, files=sent)
        assert answer.status_code == 303
        shown = client.get(answer.headers["location"]).text
        assert "这种格式不能读取" in shown
        assert "<b>" not in shown.split("<table")[0].split("role=\"status\"")[1]
        assert client.post("/upload", data={"csrf": csrf}).status_code == 422
        assert store.engine is not None


@pytest.mark.parametrize(("given", "kept"), [
    ("通知.docx", "通知.docx"), ("../../etc/passwd", "passwd"), ("C:\\文件\\通知.doc", "通知.doc"), ("", "document"), ("..", "document"),
    ("a\u202egnp.exe", "agnp.exe"), ("a\nb.txt", "ab.txt"), ("长" * 300 + ".pdf", "长" * 65 + ".pdf"),
])
def test_names_of_uploads(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_three_steps_by_different_people(own: tuple[Store, TestClient, Clock]) -> None:
    store, client, _ = own
    with store.write() as connection:
        put_setting(connection, "steps", True)
    csrf = sign_in(client, "reviewer")
    _decide(client, csrf, kind="confirm", suggestion=1, version=1)
    told = client.post("/entries/1/advance", data={"csrf": csrf, "request_name": "step-one-same"})
    assert (told.status_code, "这一步须换人" in told.text) == (422, True)
    csrf = sign_in(client, "administrator")
    assert client.post("/entries/1/advance", data={"csrf": csrf, "request_name": "step-one-other"}).status_code == 303
    assert client.get("/catalogue/export.json").json()["rows"] == []
    assert "审核" in client.get("/entries/2").text
    csrf = sign_in(client, "clerk")
    assert client.post("/entries/2/advance", data={"csrf": csrf, "request_name": "step-two-clerk"}).status_code == 403


def test_export_versions_and_comparison(own: tuple[Store, TestClient, Clock]) -> None:
    _, client, _ = own
    csrf = sign_in(client, "reviewer")
    _decide(client, csrf, kind="confirm", suggestion=1, version=1)
    assert client.post("/catalogue/versions", data={"csrf": csrf, "name": "第一版"}).status_code == 303
    assert client.post("/catalogue/versions", data={"csrf": csrf, "name": "第一版"}).status_code == 422
    changed = client.post("/entries/1/change", json={"deadline": "每季度"}, headers={"X-CSRF-Token": csrf, "X-Request-Name": "change-one"})
    assert changed.json() == {"entries": [2]}
    page = client.get("/catalogue/compare", params={"old": "第一版"}).text
    assert "<td>公开时限</td><td>按月</td><td>每季度</td>" in page
    sheet = load_workbook(io.BytesIO(client.get("/catalogue/export.xlsx").content)).active
    assert sheet is not None
    assert any(cell.value == "财政收支情况" for row in sheet.iter_rows() for cell in row)
    for ending in ("docx", "csv", "json"):
        assert client.get(f"/catalogue/export.{ending}", params={"version": "第一版"}).status_code == 200
    assert client.get("/catalogue/export.exe").status_code == 404
    assert client.get("/catalogue", params={"version": "没有"}).status_code == 404


def test_bulk_confirms_only_what_is_sure(own: tuple[Store, TestClient, Clock]) -> None:
    store, client, clock = own
    receive(store, record("不公开的通知", [entry("某事项", score=0.99)], attribute={
        "value": "withheld", "ground": "personal-privacy", "score": 0.9, "needs_review": True}), b"y", "kit-1", "command", "test", clock().date())
    csrf = sign_in(client, "reviewer")
    client.post("/bulk", data={"csrf": csrf})
    assert _items(store) == ["债务限额"]


def test_ledger_statistics_and_audit_pages(own: tuple[Store, TestClient, Clock]) -> None:
    _, client, _ = own
    csrf = sign_in(client, "administrator")
    _decide(client, csrf, kind="confirm", suggestion=1, version=1)
    assert "2026-03-20" in client.get("/ledger").text
    assert "公开预算" in client.get("/ledger", params={"view": "month", "month": "2026-03"}).text
    assert client.get("/ledger", params={"view": "month", "month": "nonsense"}).status_code == 200
    assert b"20260320" in client.get("/ledger.ics").content
    client.post("/duties/1/done", data={"csrf": csrf})
    assert "已办" in client.get("/ledger").text
    assert "100.0%" in client.get("/statistics").text
    assert "✓" in client.get("/audit", params={"check": "true"}).text


def test_settings_are_checked(own: tuple[Store, TestClient, Clock]) -> None:
    _, client, _ = own
    csrf = sign_in(client, "administrator")
    send = {"csrf": csrf, "has_bulk_threshold": "1", "bulk_threshold": "0.9", "has_steps": "1", "steps": "on"}
    assert client.post("/administration/settings", data=send).status_code == 303
    assert client.post("/administration/settings", data={**send, "bulk_threshold": "viel"}).status_code == 422
    assert client.post("/administration/settings", data={**send, "has_index_template": "1", "index_template": "{org}"}).status_code == 422
    assert 'value="0.9"' in client.get("/administration").text
    last = client.post("/administration/accounts/administrator", data={"csrf": csrf, "role": "clerk", "active": "on"})
    assert (last.status_code, "最后一个" in last.text) == (422, True)


def test_the_interface_for_other_systems(own: tuple[Store, TestClient, Clock]) -> None:
    store, client, _ = own
    with store.write() as connection:
        value = accounts.create_token(connection, "办公系统", "clerk", store.now(), "test")
    bearer = {"Authorization": f"Bearer {value}"}
    client.cookies.clear()
    assert client.get("/api/v1/documents/1", headers=bearer).json()["text"] == TEXT
    rows = client.get("/api/v1/documents/1/suggestions", headers=bearer).json()
    assert [r["entry"]["item"] for r in rows] == ["财政收支情况", "政府采购结果", "债务限额"]
    pushed = client.post("/api/v1/documents", headers=bearer, files={"file": ("x.bin", b"\x00")})
    assert (pushed.status_code, pushed.json()["failed"]) == (201, [{"file": "x.bin", "message": "这种格式不能读取"}])
    assert client.get("/api/v1/documents/5", headers=bearer).status_code == 404


def test_the_language_switch(own: tuple[Store, TestClient, Clock]) -> None:
    _, client, _ = own
    sign_in(client, "clerk")
    client.get("/language")
    assert "Queue" in client.get("/").text
    assert "already decided" not in client.get("/documents/1").text


def test_page_pictures_only_of_kept_pdfs(own: tuple[Store, TestClient, Clock]) -> None:
    _, client, _ = own
    sign_in(client, "clerk")
    assert client.get("/documents/1/pages/1").status_code == 404
    original = client.get("/documents/1/original")
    assert original.content == TEXT.encode()
    assert original.headers["content-disposition"].startswith("attachment")
