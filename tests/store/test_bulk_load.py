"""Many documents at once: the same rows as one by one, on every store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

import nlp.store.bulk_load as bulk_load
from nlp.review.queue import Filter, queue, standing_of
from nlp.review.triage import incoming_of, receive
from nlp.store import audit, search
from nlp.store.bulk_load import load
from nlp.store.decisions import Order, confirm
from nlp.store.store import Store, open_store
from nlp.store.tables import analysis, document, duty, search_part, suggestion
from tests.store.records import deadline, entry, record

TODAY = date(2026, 3, 2)
KEPT = (document, analysis, suggestion, duty)


def records(count: int, first: int = 0) -> list[dict[str, Any]]:
    """Records with suggestions, duties, a long text, one with a secrecy mark, one that could not be read."""
    made = [
        record(f"关于公开第{n}批预算的通知\n按月公开财政收支情况。" + "请认真落实。" * (1500 if n == 1 else 1),
               [entry(f"第{n}批财政收支情况"), entry(f"第{n}批财政收支情况"), entry("债务限额", unit=None)],
               deadlines=[deadline("月底前", "2026-03-31"), deadline("及时", None)])
        for n in range(first, first + count)
    ]
    marked = record(f"绝密的通知{first}", [entry("x")])
    marked["metadata"] = marked["metadata"] | {"classification": "机密"}
    failed = {"schema": "gongkai.analysis/1", "source": {"path": f"坏{first}.doc", "sha256": None, "media_type": None, "case": None},
              "error": {"code": "damaged", "message": "文件已损坏"}}
    return [*made, marked, failed, made[0]]


def arrivals(found: list[dict[str, Any]]) -> Iterator[tuple[Any, Any]]:
    return ((incoming_of(one, 0, "command", False), standing_of(one, TODAY)) for one in found)


def rows(store: Store) -> dict[str, list[dict[str, Any]]]:
    """What lies in the tables, without numbers that may differ; every suggestion points to an analysis of its own document."""
    with store.read() as connection:
        astray = select(suggestion.c.id).join(analysis, suggestion.c.analysis_id == analysis.c.id)
        assert not connection.execute(astray.where(suggestion.c.document_id != analysis.c.document_id)).all()
        return {
            table.name: sorted(({k: v for k, v in row._mapping.items() if table is document or k not in ("id", "analysis_id")}
                                for row in connection.execute(select(table))), key=str)
            for table in KEPT
        }


@pytest.fixture
def other(tmp_path: Path, store: Store) -> Iterator[Store]:
    """A store that is filled one by one."""
    opened = open_store(str(tmp_path / "one-by-one.db"), clock=store.clock)
    yield opened
    opened.close()


@pytest.mark.parametrize("before", [0, 2], ids=["empty", "with documents"])
def test_the_same_rows_as_one_by_one(before: int, store: Store, other: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_load, "GROUP", 4)
    held, new = records(before, first=100) if before else [], records(7)
    for one in held:
        receive(store, one, None, "k1", "command", "王敏", TODAY)
        receive(other, one, None, "k1", "command", "王敏", TODAY)
    for one in new:
        receive(other, one, None, "k1", "command", "王敏", TODAY)
    told = list(load(store, arrivals(new), "k1", "王敏"))
    assert [(t.documents, t.known) for t in told] == [(4, 0), (8, 0), (9, 1)]
    assert rows(store) == rows(other)
    for query in ("第3批", "财政收支", "落实", "绝密"):
        with store.read() as one, other.read() as two:
            assert search.find(one, "document", query) == search.find(two, "document", query), query
    with store.read() as connection:
        assert len(queue(connection, TODAY, filter=Filter(text="财政收支"))) == 7 + before
        assert audit.verify(connection).broken is None
        numbers = list(connection.execute(select(search_part.c.id)).scalars())
        assert len(numbers) == len(set(numbers)) > 7  # the long text has several pieces


def test_a_second_load_goes_on_and_people_decide_as_ever(store: Store) -> None:
    list(load(store, arrivals(records(3)), "k1", "王敏"))
    (told,) = load(store, arrivals(records(5)), "k1", "王敏")
    assert (told.documents, told.known) == (3, 5)  # two notices, and the failure, whose file may be mended
    with store.write() as connection:
        row = connection.execute(select(suggestion).order_by(suggestion.c.id.desc()).limit(1)).one()
        done = confirm(connection, Order("request-1", "王敏", store.now()), row.id, row.version, {"deadline": "按季"})
        assert len(done.entries) == 1
    fresh = record("另一份通知\n按年公开。", [entry("决算")])
    assert receive(store, fresh, None, "k1", "command", "王敏", TODAY).new  # numbers go on behind what was loaded
    (again,) = load(store, arrivals(records(3)), "k2", "王敏")
    # a later kit gives a further analysis, or fails again; the secret one and the copy have none to gain
    assert (again.documents, again.known) == (4, 2)
    with store.read() as connection:
        kits = list(connection.execute(select(analysis.c.kit).order_by(analysis.c.id)).scalars())
        assert kits.count("k2") == 3
        assert connection.execute(select(suggestion.c.state).where(suggestion.c.id == row.id)).scalar_one() == "confirmed"


def test_a_load_that_is_killed_leaves_whole_groups(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_load, "GROUP", 3)
    receive(store, record("第一份\n公开。"), None, "k1", "command", "王敏", TODAY)

    def killed() -> Iterator[tuple[Any, Any]]:
        for n, one in enumerate(arrivals(records(9))):
            if n == 7:
                raise KeyboardInterrupt
            yield one

    with pytest.raises(KeyboardInterrupt):
        list(load(store, killed(), "k1", "王敏"))
    with store.read() as connection:
        assert len(connection.execute(select(document.c.id)).all()) == 1 + 6
    list(load(store, arrivals(records(9)), "k1", "王敏"))
    with store.read() as connection:
        assert len(connection.execute(select(document.c.id)).all()) == 1 + 9 + 2
        assert audit.verify(connection).broken is None


def test_the_index_of_words_comes_back(store: Store) -> None:
    if store.is_sqlite:
        pytest.skip("its index is a table of its own")
    from sqlalchemy import text

    def index() -> list[str]:
        with store.read() as connection:
            return list(connection.execute(text("SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_search_part_words'")).scalars())

    before = index()
    with pytest.raises(KeyboardInterrupt):
        list(load(store, _broken(), "k1", "王敏"))
    assert index() == before
    assert len(list(load(store, arrivals(records(2)), "k1", "王敏"))) == 1
    assert index() == before


def _broken() -> Iterator[tuple[Any, Any]]:
    yield next(arrivals(records(1)))
    raise KeyboardInterrupt
