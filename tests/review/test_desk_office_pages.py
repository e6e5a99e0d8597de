"""Pages in words: statistics, administration, the form of an entry; nothing that a browser asks for is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from nlp.review.desk.app import DeskOptions, create_app
from nlp.review.desk.office_rules import office_rules
from nlp.review.desk.texts import WORDS
from nlp.store import decisions
from nlp.store.decisions import Order
from nlp.store.store import Store
from nlp.store.tables import entry, suggestion
from tests.review.desk_client import DOMAINS, desk, no_analysis, sign_in
from tests.store.conftest import Clock

KINDS = ("confirm", "edit", "reject", "add", "split", "merge", "withdraw", "reopen", "change", "review", "issue", "seen")


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[Store, TestClient, Clock]]:
    """A desk of the test's own."""
    with desk(tmp_path) as made:
        yield made


def _confirm(store: Store, item: str = "财政收支情况", **fields: str) -> int:
    with store.write() as connection:
        row = connection.execute(suggestion.select().where(suggestion.c.item == item)).one()
        return decisions.confirm(connection, Order(f"confirm-{row.id}", "王敏", store.now()), row.id, row.version, fields).entries[0]


def test_every_kind_of_decision_and_state_has_words() -> None:
    for name in (*(f"kind_{k}" for k in KINDS), "state_open", "state_done", "state_failed", "state_secret"):
        zh, en = WORDS[name]
        assert zh
        assert zh != en
        assert not zh.isascii()


def test_statistics_speak_in_words(own: tuple[Store, TestClient, Clock]) -> None:
    store, client, _ = own
    _confirm(store, deadline="按季", deadline_value="P3M")
    sign_in(client, "clerk")
    page = client.get("/statistics").text
    for words in ("待办", "修改后确认", "公开时限", "时限取值", "常被改动或驳回的规则"):
        assert words in page
    for raw in (">edit<", ">open<", ">deadline_value<"):
        assert raw not in page
    client.cookies.set("gongkai_lang", "en")
    assert "confirmed after a change" in client.get("/statistics").text


def test_the_form_of_an_entry_makes_a_further_version(own: tuple[Store, TestClient, Clock]) -> None:
    store, client, _ = own
    number = _confirm(store)
    csrf = sign_in(client, "clerk")
    page = client.get(f"/entries/{number}").text
    assert 'name="deadline" maxlength="500" autocomplete="off" value="按月"' in page
    assert '<option value="budget" selected>' in page
    headers = {"X-CSRF-Token": csrf, "Accept": "application/json", "X-Request-Name": "form-of-entry-1"}
    same = client.post(f"/entries/{number}/change", json={}, headers=headers)
    assert (same.status_code, same.json()["message"]) == (422, "没有改动。")
    done = client.post(f"/entries/{number}/change?reason=改时限", json={"deadline": "每月5日前", "content": ["一项\x00", " "]}, headers=headers)
    assert done.status_code == 200
    (fresh,) = done.json()["entries"]
    later = client.get(f"/entries/{fresh}").text
    assert "每月5日前" in later
    assert "改时限" in later
    assert "修改条目" in later
    with store.read() as connection:
        assert '"content": ["一项"]' in connection.execute(entry.select().where(entry.c.id == fresh)).one().fields
    assert client.post(f"/entries/{number}/change", json={"unit": "市审计局"}, headers={**headers, "X-Request-Name": "form-of-entry-2"}).status_code == 409
    assert 'id="change"' not in client.get(f"/entries/{number}").text  # an ended version is not edited
    sign_in(client, "reader")
    assert 'id="change"' not in client.get(f"/entries/{fresh}").text


def test_what_a_browser_asks_for_is_there(own: tuple[Store, TestClient, Clock]) -> None:
    _, client, _ = own
    assert 'rel="icon" href="/static/favicon.svg"' in client.get("/login").text
    icon = client.get("/static/favicon.svg")
    assert (icon.status_code, icon.headers["content-type"]) == (200, "image/svg+xml")
    assert client.get("/static/entry.js").status_code == 200


def test_an_empty_ledger_and_catalogue_say_so_in_their_own_words(own: tuple[Store, TestClient, Clock]) -> None:
    _, client, _ = own
    sign_in(client, "clerk")
    assert "这段时间没有到期事项" in client.get("/ledger?unit=没有这个单位").text
    assert "没有这样的条目" in client.get("/catalogue").text


def test_administration_names_rules_and_models_in_use(own: tuple[Store, TestClient, Clock], tmp_path: Path) -> None:
    store, client, _ = own
    sign_in(client, "administrator")
    assert "没有使用本单位规则表" in client.get("/administration").text
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "units-register.tsv").write_text("id\tname\tfull\tsuccessor\tsince\tuntil\tnote\nr1\t市大数据局\t云浦市大数据管理局\t\t2019-03-01\t\t\n", "utf-8")
    (folder / "broken.tsv").write_bytes(b"\xff\xfe")
    found = office_rules(folder, tmp_path / "models")
    assert found.tables == (("broken.tsv", None), ("units-register.tsv", 1))
    app = create_app(store, DeskOptions(analyse=no_analysis, kit="kit-9", domain_names=DOMAINS, rules=folder))
    with TestClient(app, follow_redirects=False) as other:
        sign_in(other, "administrator")
        page = other.get("/administration").text
    for words in ("云浦市大数据管理局", "kit-9", "installed", "units-register.tsv"):
        assert words in page


@pytest.mark.parametrize("path", ["/documents/{}", "/entries/{}", "/documents/{}/original", "/documents/1/pages/{}", "/next?after={}", "/audit?before={}"])
@pytest.mark.parametrize("number", ["99999999999999999999", "-1"])
def test_numbers_that_no_database_holds_are_refused(own: tuple[Store, TestClient, Clock], path: str, number: str) -> None:
    _, client, _ = own
    sign_in(client, "administrator")
    assert client.get(path.format(number)).status_code in (404, 422)


def test_an_address_with_a_nul_is_refused(own: tuple[Store, TestClient, Clock]) -> None:
    _, client, _ = own
    sign_in(client, "clerk")
    for path in ("/catalogue?unit=a%00", "/?q=%00", "/ledger?unit=%00"):
        assert client.get(path).status_code == 404
