"""A catalogue that the office had: brought in at the desk, compared, decided line by line. On SQLite and on PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from cli import adjust as commands
from nlp.contract import plain, record_of
from nlp.kit import Kit
from nlp.pipeline import analyze
from nlp.review import held
from nlp.review.adjustment import adjust
from nlp.review.catalogue import entries
from nlp.review.catalogue_file import Matter
from nlp.review.catalogue_import import import_rows
from nlp.review.desk.app import DeskOptions, create_app
from nlp.review.held import Comparison
from nlp.review.sources import standard_items, stored_documents
from nlp.review.triage import receive
from nlp.rulebook import Rulebook
from nlp.store.accounts import create
from nlp.store.audit import verify
from nlp.store.decisions import Refused
from nlp.store.office import add_domain
from nlp.store.store import Store
from nlp.store.tables import held_line, suggestion
from nlp.types import Source
from tests.review.desk_client import PASSWORD, sign_in
from tests.review.test_adjustment import HEAD, NOTICE, OLD, ROWS

TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def records(kit: Kit) -> list[tuple[dict[str, Any], bytes]]:
    """A new notice and an old one that has expired, analysed once."""
    return [(plain(record_of(analyze(Source(name, text.encode()), kit))), text.encode()) for name, text in (("新.txt", NOTICE), ("旧.txt", OLD))]


@pytest.fixture(scope="module")
def value_of(kit: Kit) -> Callable[[str], str | None]:
    """Values of time limits."""
    return commands.value_reader(kit)


@pytest.fixture
def filled(store: Store, records: list[tuple[dict[str, Any], bytes]]) -> Store:
    """A store of each kind with both documents."""
    for made, data in records:
        receive(store, made, data, "kit", "command", "test", TODAY)
    return store


def compared(store: Store, kit: Kit, value_of: Callable[[str], str | None]) -> Comparison:
    names = dict(kit.domains.names)
    rows = [Matter(item, parent, (content,), basis, deadline, unit, domain=domain, place=str(n), mode="主动公开", audience="全社会")
            for n, (domain, parent, item, content, basis, deadline, unit) in enumerate(ROWS, 1)]
    codes = {name: code for code, name in names.items()}
    standard = standard_items(Rulebook(), names)
    with store.read() as connection:
        documents, known = stored_documents(connection, names)
    found = adjust(rows, known, documents, standard, "2026-03-02", value_of)
    return Comparison(rows, [codes.get(m.domain or "") for m in rows], standard, codes, found)


def line_of(store: Store, kind: str, item: str) -> Any:
    with store.read() as connection:
        rows = connection.execute(select(held_line).where(held_line.c.kind == kind).order_by(held_line.c.place)).all()
    return next(r for r in rows if (json.loads(r.content).get("advice") or json.loads(r.content)["matter"])["item"] == item)


def items(store: Store) -> list[tuple[str, str | None, str | None]]:
    with store.read() as connection:
        return sorted((e.fields["item"], e.fields["deadline"], e.fields["deadline_value"]) for e in entries(connection))


def test_every_kind_of_line_does_what_it_says(filled: Store, kit: Kit, value_of: Callable[[str], str | None]) -> None:
    store = filled
    made = compared(store, kit, value_of)
    with store.write() as connection:
        number = held.hold(connection, "目录.csv", made, value_of, "王敏", store.now())
    with store.read() as connection:
        found = held.counts(connection, number)
    assert {k: n for (k, _), n in found.items() if k != "missing"} == {"row": 4, "new": 1, "stale": 2, "contradicted": 2}

    def do(kind: str, item: str) -> None:
        with store.write() as connection:
            held.accept(connection, number, line_of(store, kind, item).id, "王敏", store.now())

    do("row", "医疗机构校验结果")
    do("contradicted", "财政收支情况")  # the row is entered as the newer document says
    assert items(store) == [("医疗机构校验结果", "按年", "P1Y"), ("财政收支情况", "按季度", "P3M")]
    assert line_of(store, "row", "财政收支情况").state == "accepted"
    do("stale", "医疗机构校验结果")
    assert [i for i, _, _ in items(store)] == ["财政收支情况"]
    do("new", "空气质量状况")
    do("row", "政府采购中标结果")
    do("contradicted", "政府采购中标结果")  # the entry that stands is changed
    with store.read() as connection:
        by_item = {e.fields["item"]: e for e in entries(connection)}
        assert by_item["政府采购中标结果"].fields["unit"] == "市财政局"
        assert by_item["空气质量状况"].suggestion_id is not None
    (missing,) = [line_of(store, "missing", "采购意向")]
    with store.write() as connection:
        held.accept(connection, number, missing.id, "王敏", store.now())
        with pytest.raises(Refused, match="held_decided"):
            held.accept(connection, number, missing.id, "李强", store.now())
        with pytest.raises(Refused, match="held_incomplete"):
            held.accept(connection, number, line_of(store, "row", "办公用品领用情况").id, "王敏", store.now())
        held.dismiss(connection, number, line_of(store, "row", "办公用品领用情况").id, "王敏", store.now())
    with store.read() as connection:
        assert "采购意向" in {e.fields["item"] for e in entries(connection)}
        assert verify(connection).broken is None


def test_comparing_again_keeps_what_was_decided(filled: Store, kit: Kit, value_of: Callable[[str], str | None]) -> None:
    store = filled
    made = compared(store, kit, value_of)
    with store.write() as connection:
        number = held.hold(connection, "目录.csv", made, value_of, "王敏", store.now())
        held.dismiss(connection, number, line_of_open(connection, "contradicted"), "王敏", store.now())
    with store.read() as connection:
        before = held.counts(connection, number)
        rows, domains = held.rows_of(connection, number)
    assert (rows, domains) == (list(made.rows), list(made.domains))
    with store.write() as connection:
        held.compare_again(connection, number, made, value_of, store.now())
        assert held.counts(connection, number) == before
        none = Comparison(made.rows, made.domains, made.standard, made.codes, type(made.found)(()))
        held.compare_again(connection, number, none, value_of, store.now())
        after = held.counts(connection, number)
    assert {k: v for k, v in after.items() if k[1] != "gone"} == {("row", "open"): 4, ("contradicted", "dismissed"): 1}


def line_of_open(connection: Any, kind: str) -> int:
    return int(connection.execute(select(held_line.c.id).where(held_line.c.kind == kind, held_line.c.state == "open").limit(1)).scalar_one())


def test_a_row_entered_at_the_desk_is_known_to_the_command(filled: Store, kit: Kit, value_of: Callable[[str], str | None]) -> None:
    store = filled
    made = compared(store, kit, value_of)
    with store.write() as connection:
        number = held.hold(connection, "目录.csv", made, value_of, "王敏", store.now())
        assert held.accept_rows(connection, number, "王敏", store.now()) == 3
        assert held.accept_rows(connection, number, "王敏", store.now()) == 0
    done = import_rows(store, made.rows, made.domains, "李强", value_of)
    assert (done.new, done.known, len(done.left)) == (0, 3, 1)


# ---------------------------------------------------------------- the pages
def test_from_upload_to_decisions_over_http(filled: Store, kit: Kit, value_of: Callable[[str], str | None], tmp_path: Path) -> None:
    store = filled
    with store.write() as connection:
        for role in ("clerk", "reviewer", "reader"):
            create(connection, role, role, role, PASSWORD, store.now(), "test")
        add_domain(connection, "内部事务", "open-government", store.now(), "test")
    options = DeskOptions(
        analyse=lambda path: [analyze(Source(str(path)), kit)], kit="kit", domain_names=dict(kit.domains.names), value_of=value_of,
        domain_of=lambda words: None, pictures=tmp_path / "pages",
    )
    client = TestClient(create_app(store, options), follow_redirects=False)
    csrf = sign_in(client, "clerk")
    table = "\n".join(",".join(map(str, row)) for row in (HEAD, *((n, *r, "√", "√") for n, r in enumerate(ROWS, 1))))
    no_table = client.post("/adjust", data={"csrf": csrf}, files={"file": ("通知.txt", NOTICE.encode())})
    assert "没有找到目录表格" in client.get(no_table.headers["location"]).text
    brought = client.post("/adjust", data={"csrf": csrf}, files={"file": ("目录.csv", table.encode("utf-8-sig"))})
    assert brought.headers["location"] == "/adjust/1"
    shown = client.get("/adjust/1").text
    assert "办公用品领用情况" in shown
    assert "没有公开领域" not in shown  # the office's own name of a domain is known
    assert "空气质量状况" in client.get("/adjust/1?kind=new").text
    line = line_of(store, "row", "办公用品领用情况").id
    assert client.post(f"/adjust/1/lines/{line}", data={"csrf": csrf, "verdict": "accept"}).status_code == 303
    told = client.post(f"/adjust/1/lines/{line}", data={"csrf": csrf, "verdict": "dismiss"})
    assert "clerk 已经处理过这一行" in client.get(told.headers["location"]).text
    assert client.post("/adjust/1/import", data={"csrf": csrf}).status_code == 403
    csrf = sign_in(client, "reviewer")
    done = client.post("/adjust/1/import", data={"csrf": csrf})
    assert "已导入 3 行" in client.get(done.headers["location"]).text
    assert client.post("/adjust/1/compare", data={"csrf": csrf}).status_code == 303
    assert client.get("/adjust/9").status_code == 404
    assert "目录.csv" in client.get("/adjust").text
    with store.read() as connection:
        assert {e.fields["domain"] for e in entries(connection) if e.fields["item"] == "办公用品领用情况"} == {"open-government"}
        assert connection.execute(select(suggestion.c.state).where(suggestion.c.item == "空气质量状况")).scalar() == "open"
