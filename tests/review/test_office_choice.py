"""What an administrator sets: rules off and on, own names and items, how long originals are kept. Each is obeyed, and on record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from cli.administration import retention as retention_command
from cli.triage import run as triage
from nlp.kit import Kit, load_kit
from nlp.kit_version import kit_version
from nlp.office_choice import OfficeChoice
from nlp.pipeline import analyze
from nlp.review import retention
from nlp.review.sources import standard_items
from nlp.review.triage import receive
from nlp.rulebook import Rulebook, RuleError
from nlp.store import office
from nlp.store.audit import verify
from nlp.store.decisions import Order, confirm, reject
from nlp.store.office import LocalItem, OfficeFault, choice_of
from nlp.store.settings import put_setting
from nlp.store.store import Store, open_store
from nlp.store.tables import analysis, audit, document, suggestion
from nlp.types import Analysis, Source
from tests.kits import whole_kit
from tests.review.desk_client import desk, sign_in
from tests.store.conftest import Clock
from tests.store.records import entry, record

NOTICE = "关于做好信息公开工作的通知\n一、财政信息\n市财政局在每月10日前公布财政收支情况。\n"


def acts(store: Store) -> list[tuple[str, str]]:
    """(action, subject) of the audit log."""
    with store.read() as connection:
        return [(r.action, r.subject) for r in connection.execute(select(audit).order_by(audit.c.seq))]


# ---------------------------------------------------------------- what is chosen speaks
@lru_cache(maxsize=3)
def _kit(choice: OfficeChoice) -> Kit:
    """The kit of a choice: both kinds of store give the same choices."""
    return load_kit(choice=choice)


def _deadlines(text: str, choice: OfficeChoice | None) -> list[tuple[str, str]]:
    found = analyze(Source("a.txt", text.encode()), whole_kit() if choice is None else _kit(choice))
    assert isinstance(found, Analysis)
    return [(d.quote, d.reason.source) for d in found.deadlines]


def test_a_rule_that_is_off_is_silent_and_the_version_shows_it(store: Store) -> None:
    (said,) = _deadlines(NOTICE, None)
    with store.write() as connection:
        office.turn_off(connection, said[1], store.now(), "王敏")
        office.turn_off(connection, said[1], store.now(), "王敏")  # again: nothing
        choice = choice_of(connection)
    assert choice.off == {said[1]}
    assert said[1] not in [source for _, source in _deadlines(NOTICE, choice)]
    assert kit_version(choice=choice).startswith(f"{kit_version()}~1-0.")
    with store.write() as connection:
        office.turn_on(connection, said[1], store.now(), "李强")
        assert choice_of(connection) == OfficeChoice()
    assert kit_version(choice=OfficeChoice()) == kit_version()
    assert acts(store) == [("rule_off", f"rule:{said[1]}"), ("rule_on", f"rule:{said[1]}")]


def test_secrecy_and_personal_information_always_speak(store: Store) -> None:
    for rule in ("classification:mark", "sensitive:resident-id", "columns:item", "nonsense"):
        with pytest.raises(OfficeFault), store.write() as connection:
            office.turn_off(connection, rule, store.now(), "王敏")
    assert acts(store) == []


def test_own_items_and_names_stand_beside_the_national_ones(store: Store) -> None:
    with store.write() as connection:
        office.add_domain(connection, "钱袋子", "budget", store.now(), "王敏")
        office.add_item(connection, LocalItem("budget", "村级财务", "村集体收支流水", "收入;支出", "村民委员会组织法", "每月10日前"), store.now(), "王敏")
        choice = choice_of(connection)
        for twice in (lambda: office.add_domain(connection, " 钱袋子 ", "education", store.now(), "王敏"),
                      lambda: office.add_item(connection, LocalItem("budget", "村级财务", "村集体收支流水"), store.now(), "王敏")):
            with pytest.raises(OfficeFault):
                twice()
    kit = _kit(choice)
    item = kit.draft.standard.by_name["budget", "村级财务", "村集体收支流水"]
    assert (item.basis, item.deadline) == ("村民委员会组织法", "每月10日前")
    assert dict(kit.domains.phrases)["钱袋子"] == ("budget",)
    assert standard_items(Rulebook(choice=choice), kit.domains.names)[-1].item == "村集体收支流水"
    text = "关于财政资金公开的通知\n一、部门资金\n市财政局公布预算单位账户余额。\n"
    with store.write() as connection:
        office.add_item(connection, LocalItem("budget", "单位资金", "预算单位账户余额", "账户;余额", "预算法", "每月10日前"), store.now(), "王敏")
        with_item = choice_of(connection)
    for chosen, parent, deadline in ((choice, None, None), (with_item, "单位资金", "每月10日前")):
        found = analyze(Source("a.txt", text.encode()), _kit(chosen))
        assert isinstance(found, Analysis)
        (row,) = found.entries
        assert row.item == "预算单位账户余额"
        assert row.domain == "budget"
        if parent is not None:
            assert (row.parent_item, row.deadline) == (parent, deadline)
        else:
            assert row.parent_item != "单位资金"
    with store.write() as connection:
        for row in office.local_domains(connection):
            office.drop_domain(connection, row.id, store.now(), "王敏")
        for row in office.local_items(connection):
            office.drop_item(connection, row.id, store.now(), "王敏")
        assert not choice_of(connection)
    assert [a for a, _ in acts(store)] == ["local_domain", "local_item", "local_item", "local_domain_drop", "local_item_drop", "local_item_drop"]


def test_triage_obeys_the_desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place, file = str(tmp_path / "a.db"), tmp_path / "通知.txt"
    file.write_text(NOTICE, "utf-8")
    (said,) = _deadlines(NOTICE, None)
    store = open_store(place)
    with store.write() as connection:
        office.turn_off(connection, said[1], store.now(), "王敏")
        version = kit_version(choice=choice_of(connection))
    assert triage([file], place, date(2026, 3, 2), "json", None, "zh", True) == 0
    with store.read() as connection:
        made = connection.execute(select(analysis.c.kit, analysis.c.record)).one()
    store.close()
    assert made.kit == version
    assert said[1] not in made.record
    capsys.readouterr()


# ---------------------------------------------------------------- its pages
@pytest.fixture
def own(tmp_path: Path) -> Iterator[tuple[Store, TestClient, Clock]]:
    """A desk of the test's own."""
    with desk(tmp_path) as made:
        yield made


def test_the_pages_switch_and_map(own: tuple[Store, TestClient, Clock]) -> None:
    store, client, _ = own
    tried: list[OfficeChoice] = []

    def choose(choice: OfficeChoice) -> tuple[Any, str]:
        tried.append(choice)
        if "deadlines:iso-by" in choice.off:
            raise RuleError("deadlines.tsv 第5行：出错了")
        return (lambda path: []), "kit~1"

    object.__setattr__(client.app.state.options, "choose", choose)  # type: ignore[attr-defined]
    csrf = sign_in(client, "administrator")
    assert "day-by" in client.get("/administration/rules?table=deadlines").text
    assert client.get("/administration/rules?table=sensitive").status_code == 404
    done = client.post("/administration/rules", data={"csrf": csrf, "rule": "deadlines:day-by"})
    assert "已停用" in client.get(done.headers["location"]).text
    assert tried[-1].off == {"deadlines:day-by"}
    broken = client.post("/administration/rules", data={"csrf": csrf, "rule": "deadlines:iso-by"})
    assert "没有保存" in client.get(broken.headers["location"]).text
    with store.read() as connection:
        assert choice_of(connection).off == {"deadlines:day-by"}
    assert client.post("/administration/rules", data={"csrf": csrf, "rule": "deadlines:none"}).status_code == 404
    client.post("/administration/rules", data={"csrf": csrf, "rule": "deadlines:day-by", "on": "1"})
    client.post("/administration/domains", data={"csrf": csrf, "name": "钱袋子", "code": "budget"})
    client.post("/administration/items", data={"csrf": csrf, "domain": "budget", "level1": "村级财务", "level2": "收支流水", "elements": "收入；支出"})
    shown = client.get("/administration/office").text
    assert "钱袋子" in shown
    assert "收入；支出" in shown
    assert client.post("/administration/domains", data={"csrf": csrf, "name": "甲乙", "code": "none"}).status_code == 422
    again = client.post("/administration/domains", data={"csrf": csrf, "name": "钱袋子", "code": "budget"})
    assert "已经有了" in client.get(again.headers["location"]).text
    client.post("/administration/domains/1/drop", data={"csrf": csrf})
    client.post("/administration/items/1/drop", data={"csrf": csrf})
    with store.read() as connection:
        assert choice_of(connection) == OfficeChoice()
        assert verify(connection).broken is None


# ---------------------------------------------------------------- retention
def _closed(store: Store) -> None:
    """Three closed documents, one with an entry, and one that waits."""
    for n, name in enumerate(("入目录", "驳回", "也驳回", "待办"), 1):
        made = record(f"{name}的通知\n内容", [entry(f"事项{n}")])
        receive(store, made, name.encode(), "k", "command", "王敏", date(2026, 3, 2))
    with store.write() as connection:
        rows = connection.execute(select(suggestion).order_by(suggestion.c.id)).all()
        confirm(connection, Order("a-confirm", "王敏", store.now()), rows[0].id, 1, {})
        for row in rows[1:3]:
            reject(connection, Order(f"r-{row.id}", "王敏", store.now()), row.id, 1, "不是公开事项")


def test_originals_go_when_their_days_are_over(store: Store, clock: Clock) -> None:
    _closed(store)
    clock.forward(days=40)
    with store.write() as connection:
        assert retention.outdated(connection, store.clock()) == []  # nothing is set
        put_setting(connection, "keep_rejected_days", 30)
        put_setting(connection, "keep_closed_days", 90)
    with store.read() as connection:
        assert [(o.name, o.why) for o in retention.outdated(connection, store.clock())] == [("驳回的通知", "rejected"), ("也驳回的通知", "rejected")]
    forgotten: list[str] = []
    done = retention.apply(store, "李强", forgotten.append)
    assert sorted(forgotten) == sorted(o.sha256 for o in done)
    clock.forward(days=60)
    assert [o.name for o in retention.apply(store, "李强")] == ["入目录的通知"]
    assert retention.apply(store, "李强") == []
    with store.read() as connection:
        rows = connection.execute(select(document).order_by(document.c.id)).all()
        assert [r.kept for r in rows] == [False, False, False, True]
        assert [store.blobs.get(connection, r.sha256) is None for r in rows] == [True, True, True, False]
        assert connection.execute(select(analysis.c.id)).all() != []
        assert verify(connection).broken is None
    assert acts(store)[-3:] == [("original_removed", "document:2"), ("original_removed", "document:3"), ("original_removed", "document:1")]


def test_retention_at_the_desk_and_by_command(own: tuple[Store, TestClient, Clock], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store, client, clock = own
    csrf = sign_in(client, "administrator")
    with store.write() as connection:
        for row in connection.execute(select(suggestion)).all():
            reject(connection, Order(f"r-{row.id}-x", "王敏", store.now()), row.id, row.version, "重复")
    saved = client.post("/administration/settings", data={
        "csrf": csrf, "has_keep_rejected_days": "1", "keep_rejected_days": "7", "to": "/administration/retention"})
    assert saved.headers["location"] == "/administration/retention"
    assert "没有到期的原件" in client.get("/administration/retention").text
    clock.forward(days=8)
    csrf = sign_in(client, "administrator")
    assert "关于公开预算的通知" in client.get("/administration/retention").text
    assert retention_command(False, str(tmp_path / "desk.db"), "zh") == 0
    assert "1 份原件到期" in capsys.readouterr().err
    told = client.post("/administration/retention", data={"csrf": csrf})
    assert "已删除 1 份原件" in client.get(told.headers["location"]).text
    assert client.get("/documents/1/original").status_code == 404
    assert "原件已按保留规定删除" in client.get("/documents/1").text
    assert retention_command(True, str(tmp_path / "desk.db"), "en") == 0
    assert "0 originals removed" in capsys.readouterr().err
