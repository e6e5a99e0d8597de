"""Statistics: decisions are counted as they are made; the counts are those of counting everything anew."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from nlp.review.statistics import statistics
from nlp.review.triage import receive
from nlp.store.counts import count_all, percent_of
from nlp.store.decisions import Order, Refused, add, change, confirm, reject, reopen, split
from nlp.store.store import Store
from nlp.store.tables import decision_count, field_count, suggestion
from tests.store.records import entry, record

ITEMS = (("财政收支情况", 0.9, "budget"), ("政府采购结果", 0.55, "government-procurement"), ("债务限额", 0.97, "budget"), ("预算公开", 0.905, "budget"))


@pytest.fixture
def decided(store: Store) -> Store:
    """A store with decisions of many kinds."""
    made = record("通知\n内容", [entry(item, score=score, domain=domain) for item, score, domain in ITEMS])
    receive(store, made, b"x", "kit-1", "command", "test", date(2026, 3, 2))
    with store.write() as connection:
        rows = {r.item: r for r in connection.execute(select(suggestion))}

        def order(name: str) -> Order:
            return Order(name, "王敏", store.now())

        confirm(connection, order("a"), rows["财政收支情况"].id, 1, {})
        number = confirm(connection, order("b"), rows["政府采购结果"].id, 1, {"unit": "云浦市审计局", "deadline": "按季"}).entries[0]
        reject(connection, order("c"), rows["债务限额"].id, 1, "重复")
        split(connection, order("d"), rows["预算公开"].id, 1, [{"item": "甲"}, {"item": "乙"}])
        change(connection, order("e"), number, {"deadline": "按年"})
        add(connection, order("f"), None, entry("补录"))
        reopen(connection, order("g"), rows["债务限额"].id, "再看")
        confirm(connection, order("a"), rows["财政收支情况"].id, 1, {})  # the same request again counts once
    return store


def test_figures_of_what_was_decided(decided: Store) -> None:
    with decided.read() as connection:
        found = statistics(connection)
    assert dict(found.kinds) == {"confirm": 1, "edit": 1, "reject": 1, "split": 1, "change": 1, "add": 1, "reopen": 1}
    assert (found.total.n, found.total.accepted, found.total.edited) == (4, 1, 2)
    assert [(a.name, a.n, a.accepted) for a in found.domains] == [("budget", 3, 1), ("government-procurement", 1, 0)]
    assert [(a.name, a.n) for a in found.kits] == [("kit-1", 4)]
    assert found.fields == (("deadline", 2), ("unit", 1))
    assert [(b.low, b.n, round(b.mean, 3), round(b.accepted, 2)) for b in found.bins] == [(0.5, 1, 0.55, 0.0), (0.9, 3, 0.925, 0.33)]


def test_counting_everything_anew_changes_nothing(decided: Store) -> None:
    columns = [c for c in decision_count.c if c.name not in ("id", "score")]

    def stored() -> tuple[list[object], list[object], float]:
        with decided.read() as connection:
            rows = sorted(tuple(r) for r in connection.execute(select(*columns)))
            total = sum(connection.execute(select(decision_count.c.score)).scalars())
            return rows, sorted(tuple(r) for r in connection.execute(select(field_count))), round(total, 6)  # type: ignore[return-value]

    before = stored()
    with decided.write() as connection:
        count_all(connection)
    assert stored() == before
    assert len(before[0]) == 7


def test_a_refused_decision_is_not_counted(decided: Store) -> None:
    with decided.read() as connection:
        before = statistics(connection)
    with pytest.raises(Refused), decided.write() as connection:
        reject(connection, Order("z", "王敏", decided.now()), 1, 1, " ")
    with decided.read() as connection:
        assert statistics(connection) == before


@pytest.mark.parametrize(("score", "percent"), [(0.0, 0), (0.905, 91), (0.1249, 12), (0.125, 13), (1.0, 100)])
def test_hundredths(score: float, percent: int) -> None:
    assert percent_of(score) == percent
