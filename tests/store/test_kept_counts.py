"""What is kept of counts, after any run of changes, is what counting gives; and the schema goes back and forth with what it holds."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, select, update

from nlp.review.catalogue import EntryFilter, entries, entry_count
from nlp.review.ledger import LIGHTS, Asked, by_day, by_unit, days, page_of
from nlp.review.queue import standing_of
from nlp.review.retention import apply
from nlp.review.triage import incoming_of, receive
from nlp.store import decisions
from nlp.store.backup import back_up, restore
from nlp.store.bulk_load import load
from nlp.store.cycles import cycle_again, cycle_of
from nlp.store.decisions import Conflict, Order, Refused
from nlp.store.duty_counts import count_duties_again, tick_off
from nlp.store.engine import WRITES, _alembic, migrate
from nlp.store.settings import put_setting
from nlp.store.standing import count_standing_again
from nlp.store.store import Store, open_store
from nlp.store.tables import document, duty, duty_count, standing_count, suggestion
from nlp.store.tables import entry as entry_table
from tests.store.conftest import Clock, _fresh_database, new_store
from tests.store.records import deadline, entry, record

TODAY = date(2026, 3, 2)
UNITS = ("云浦市财政局", "云浦市教育局", "")
DOMAINS = ("budget", "education")
RULES = ("FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=10", "FREQ=MONTHLY;INTERVAL=3", "FREQ=YEARLY", "FREQ=WEEKLY;BYDAY=FR", "FREQ=WEEKLY;INTERVAL=2",
         "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31", "FREQ=DAILY;INTERVAL=9", "FREQ=YEARLY;INTERVAL=2;BYMONTH=3,6;BYMONTHDAY=-1")
PHASES = (Phase.explicit, Phase.generate)  # a store is made for every example: a long run that fails is told as it is
ACTS = st.lists(
    st.tuples(st.sampled_from(("receive", "load", "again", "confirm", "edit", "reject", "split", "merge", "reopen", "add", "change", "withdraw", "advance",
                               "tick", "retention", "steps")), st.integers(0, 1_000_000)),
    min_size=8, max_size=24,
)


def _record(n: int, dated: int) -> dict[str, Any]:
    """The n-th document; another date and other deadlines each time that it is analysed."""
    dues = [deadline("前", (TODAY + timedelta(days=(n * 7 + dated * 3 + i) % 60 - 20)).isoformat(), unit=UNITS[(n + i) % 3]) for i in range(2)]
    again = [deadline("每", None, RULES[(n + dated + i) % len(RULES)], UNITS[(n + i) % 3]) for i in range(3)]
    made = record(f"通知{n}\n内容", [entry(f"事项{n}之{i}", unit=UNITS[i % 3] or None, domain=DOMAINS[(n + i) % 2]) for i in range(4)], deadlines=dues + again)
    written = None if dated % 4 == 3 else (TODAY + timedelta(days=dated * 37 % 90 - 70)).isoformat()
    made["metadata"]["written_on"] = written
    return made


class _Desk:
    """Does to a store what people do, by numbers drawn by chance."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store, self.clock, self.done, self.documents = store, clock, 0, 0
        with store.write() as connection:
            for key in ("keep_closed_days", "keep_rejected_days"):
                put_setting(connection, key, 1)

    def do(self, act: str, n: int) -> None:
        """One act; one that is not possible changes nothing."""
        self.done += 1
        self.clock.forward(days=1)
        if act in ("receive", "load", "again"):
            self._bring(act, n)
        elif act == "retention":
            apply(self.store, "王敏")
        else:
            try:
                with self.store.write() as connection:
                    self._decide(connection, act, n, Order(f"act-{self.done}", ("王敏", "李强", "陈静")[self.done % 3], self.store.now()))
            except (Refused, Conflict):
                pass

    def _bring(self, act: str, n: int) -> None:
        if act != "again":
            self.documents += 1
        made = _record(n % max(self.documents, 1) if act == "again" else self.documents - 1, n if act == "again" else 0)
        if act == "load":
            list(load(self.store, [(incoming_of(made, 0, "command", False), standing_of(made, TODAY))], f"k{self.done}", "王敏"))
        else:
            receive(self.store, made, made["text"].encode(), f"k{self.done}", "command", "王敏", TODAY)

    def _decide(self, connection: Any, act: str, n: int, order: Order) -> None:
        rows = connection.execute(select(suggestion).order_by(suggestion.c.id)).all()
        stands = connection.execute(select(entry_table).where(entry_table.c.ended_by.is_(None)).order_by(entry_table.c.id)).all()
        duties = connection.execute(select(duty.c.id).order_by(duty.c.id)).scalars().all()
        fields = {"unit": UNITS[n % 3] or None, "domain": DOMAINS[n % 2]}
        if act == "steps":
            put_setting(connection, "steps", bool(n % 2))
        elif act == "add":
            decisions.add(connection, order, None, {"item": f"人工{n}", "mode": "主动公开", **fields})
        elif act == "tick" and duties:
            tick_off(connection, duties[n % len(duties)], order.at, order.person)
        elif act in ("change", "withdraw", "advance") and stands:
            one = stands[n % len(stands)].id
            if act == "change":
                decisions.change(connection, order, one, fields)
            elif act == "withdraw":
                decisions.withdraw(connection, order, one, "重复")
            else:
                decisions.advance(connection, order, one)
        elif act in ("confirm", "edit", "reject", "split", "merge", "reopen") and rows:
            row, other = rows[n % len(rows)], rows[(n + 1) % len(rows)]
            if act in ("confirm", "edit"):
                decisions.confirm(connection, order, row.id, row.version, fields if act == "edit" else {})
            elif act == "reject":
                decisions.reject(connection, order, row.id, row.version, "不属于公开事项")
            elif act == "split":
                decisions.split(connection, order, row.id, row.version, [fields, {"item": "另一项"}])
            elif act == "merge":
                decisions.merge(connection, order, [(row.id, row.version), (other.id, other.version)], fields)
            else:
                decisions.reopen(connection, order, row.id, "再看")


def _kept(store: Store) -> tuple[list[Any], list[Any], list[Any]]:
    with store.read() as connection:
        c, d = standing_count.c, duty_count.c
        return (
            sorted(tuple(r) for r in connection.execute(select(c.domain, c.unit, c.step, c.n).where(c.n != 0))),
            sorted(tuple(r) for r in connection.execute(select(d.unit, d.due, d.cycle, d.done, d.n).where(d.n != 0))),
            sorted(tuple(r) for r in connection.execute(select(duty.c.id, duty.c.cycle, duty.c.since).where(duty.c.rrule.is_not(None)))),
        )


def _anew(store: Store) -> None:
    with store.write() as connection:
        count_standing_again(connection)
        cycle_again(connection)
        count_duties_again(connection)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@settings(max_examples=4, deadline=None, database=None, phases=PHASES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_kept_counts_are_the_counts(kind: str, acts: list[tuple[str, int]], request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    tmp = tmp_path_factory.mktemp("desk")
    clock = Clock()
    store = new_store(tmp / "a.db", clock) if kind == "sqlite" else open_store(_fresh_database(request.getfixturevalue("postgres")), clock=clock)
    desk = _Desk(store, clock)
    for act, n in [("receive", 0), ("load", 0), ("confirm", 1), ("again", 3), *acts]:
        desk.do(act, n)
    kept = _kept(store)
    _catalogue_is_plain(store)
    _ledger_is_plain(store)
    _anew(store)
    assert _kept(store) == kept
    back_up(store, tmp / "b.zip")
    fresh = new_store(tmp / "fresh.db")
    restore(fresh, tmp / "b.zip")
    assert _kept(fresh) == kept
    fresh.close()
    store.close()


def _catalogue_is_plain(store: Store) -> None:
    with store.read() as connection:
        rows = connection.execute(select(entry_table).where(entry_table.c.ended_by.is_(None))).all()
        for chosen in (EntryFilter(), EntryFilter(domain="budget"), EntryFilter(unit="教育"), EntryFilter("education", "财政局"), EntryFilter(step="issued")):
            fit = sorted((r.domain, r.id) for r in rows if (not chosen.domain or r.domain == chosen.domain)
                         and (not chosen.unit or chosen.unit in (r.unit or "")) and (not chosen.step or r.step == chosen.step))
            assert entry_count(connection, chosen) == len(fit)
            paged = [e.id for at in range(0, len(fit) + 2, 3) for e in entries(connection, chosen, 3, at)]
            assert paged == [number for _, number in fit]


def _ledger_is_plain(store: Store) -> None:
    """Against duties unrolled one by one from the dates of their documents."""
    with store.read() as connection:
        held = connection.execute(select(duty, document.c.written_on).join(document, duty.c.document_id == document.c.id)).all()
        for asked in (Asked(TODAY, TODAY + timedelta(days=70)), Asked(TODAY, date(2026, 3, 31), date(2026, 3, 1)),
                      Asked(TODAY, date(2026, 5, 31), date(2026, 5, 1)), Asked(TODAY, TODAY + timedelta(days=40), unit="财政")):
            plain = sorted(found for row in held if (asked.unit or "") in (row.unit or "") for found in _plain(row, asked))
            counted = days(connection, asked)
            shown = page_of(connection, asked, counted)
            assert [(d.due, d.duty, d.light, d.unit or "") for d in shown] == plain
            assert counted.by_day == tuple(sorted(Counter(day for day, *_ in plain).items()))
            assert dict(counted.lights) == {light: sum(found[2] == light for found in plain) for light in LIGHTS}
            assert [d for at in range(0, len(plain), 7) for d in page_of(connection, asked, counted, at, 7)] == shown
            assert {day: n for day, (n, _) in by_day(connection, asked, counted, 2).items()} == dict(counted.by_day)
            units = {name: sum(lights.values()) for name, lights in by_unit(connection, asked)}
            assert units == dict(Counter(unit for *_, unit in plain))


def _plain(row: Any, asked: Asked) -> list[tuple[date, int, str, str]]:
    done, first = row.done_at is not None, max(asked.today, asked.first or asked.today)
    if row.rrule is None:
        due = date.fromisoformat(row.due)
        out = [due] if (asked.first or due) <= due <= asked.last and (not done or due >= asked.today) else []
    else:
        start = date.fromisoformat(row.written_on) if row.written_on else asked.today
        every = rrulestr(row.rrule, dtstart=_noon(start))
        out = [d.date() for d in every.between(_noon(max(first, start)), _noon(asked.last), inc=True)]
    lights = {day: "done" if done else "red" if day < asked.today else "yellow" if day <= asked.today + timedelta(days=7) else "green" for day in out}
    return [(day, row.id, lights[day], row.unit or "") for day in out]


def _noon(day: date) -> Any:
    from datetime import datetime, time

    return datetime.combine(day, time())


@given(rule=st.sampled_from(RULES), start=st.dates(date(2003, 1, 1), date(2027, 1, 1)), more=st.integers(0, 60))
@settings(max_examples=150, deadline=None)
def test_a_cycle_gives_the_days_of_the_rule_from_its_beginning_on(rule: str, start: date, more: int) -> None:
    from nlp.review.recurring import days_of
    from nlp.store.cycles import rule_of

    first = TODAY + timedelta(days=more)
    last = first + timedelta(days=300)
    plain = [d.date() for d in rrulestr(rule, dtstart=_noon(start)).between(_noon(first), _noon(last), inc=True)]
    found = days_of(*rule_of(cycle_of(rule, start.isoformat()), TODAY), first, last)
    assert [day for day in found if day >= start] == plain


def test_the_schema_goes_back_and_forth(store: Store) -> None:
    from alembic import command

    for n in range(3):
        receive(store, _record(n, n), b"x", "k", "command", "王敏", TODAY)
    with store.write() as connection:
        decisions.confirm(connection, Order("a", "王敏", store.now()), 1, 1, {})
        connection.execute(update(duty).where(duty.c.id == 1).values(done_at=store.now(), done_by="王敏"))
    _anew(store)
    kept = _kept(store)
    with store.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        command.downgrade(_alembic(connection), "0002")
    seen = inspect(store.engine)
    assert not {"standing_count", "duty_count"} & set(seen.get_table_names())
    assert {"cycle", "since"}.isdisjoint(c["name"] for c in seen.get_columns("duty"))
    migrate(store.engine)
    assert _kept(store) == kept
    assert kept[0] == [("budget", "云浦市财政局", "issued", 1)]
