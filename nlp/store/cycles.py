"""Which days a recurring duty has, said in a form that no longer depends on how long ago it began: the duties of many documents share the
few cycles that there are, so that the ledger unrolls each once and the database finds all duties of one by an index."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Connection, MetaData, String, Table, Text, func, insert, select, update

from nlp.store.tables import document, duty

EPOCH = date(2000, 1, 1)
_PART = re.compile(r"([A-Z]+)=([^;]+)")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FIXED = ("BYMONTHDAY", "BYDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS")
_UNMOVED = frozenset({"COUNT", "UNTIL", "BYSETPOS", "BYWEEKNO", "BYYEARDAY"})
_OF_A_DAY = ("HOURLY", "MINUTELY", "SECONDLY")
_MAP = Table(  # for the length of a transaction
    "cycle_to_set", MetaData(), Column("rrule", Text, primary_key=True), Column("since", String(10), primary_key=True), Column("cycle", Text),
    prefixes=["TEMPORARY"],
)


def cycle_of(rrule: str, since: str | None) -> str:
    """A rule and the day near EPOCH from which it counts. Nothing behind the @: it counts from the day on which the ledger is looked at.

    >>> cycle_of("FREQ=MONTHLY;INTERVAL=3", "2019-05-17")
    'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=17@1999-11-01'
    >>> cycle_of("FREQ=MONTHLY;BYMONTHDAY=10", None), cycle_of("FREQ=MONTHLY", None)
    ('FREQ=MONTHLY;BYMONTHDAY=10@2000-01-01', 'FREQ=MONTHLY@')
    """
    parts = _parts(rrule)
    names_days = any(name in parts for name in _FIXED) and not {"INTERVAL", "COUNT", "UNTIL"} & parts.keys()
    if since is None and not names_days:
        return f"{rrule}@"
    start = EPOCH if since is None else date.fromisoformat(since)
    rule, begin = _moved(rrule, start, EPOCH)
    if names_days and (rule, begin) == (rrule, start):
        begin = EPOCH
    return f"{rule}@{begin.isoformat()}"


def rule_of(cycle: str, today: date) -> tuple[str, date]:
    """Rule and first day of a cycle."""
    rule, _, begin = cycle.rpartition("@")
    return rule, date.fromisoformat(begin) if begin else today


def settled(rrule: str, start: date, first: date) -> tuple[str, date]:
    """A rule and a beginning near `first` that give the same days from then on; as given when it is one of a kind we do not move.

    >>> settled("FREQ=MONTHLY;INTERVAL=3", date(2019, 5, 17), date(2026, 3, 2))
    ('FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=17', datetime.date(2026, 2, 1))
    """
    if start >= first and _parts(rrule).get("FREQ") not in _OF_A_DAY:
        return rrule, start
    return _moved(rrule, start, first)


def _moved(rrule: str, start: date, first: date) -> tuple[str, date]:
    """The same, also back to a day before `start`: then it gives days before `start` too."""
    parts = _parts(rrule)
    every, kind = int(parts.get("INTERVAL", 1)), parts.get("FREQ", "")
    if kind in _OF_A_DAY:  # a duty of every hour stands on every day once
        return "FREQ=DAILY", min(start, first)
    if every < 1 or _UNMOVED & parts.keys():
        return rrule, start
    fixed = any(name in parts for name in _FIXED)
    if kind == "DAILY":
        steps = (first - start).days // every
        return rrule, start + timedelta(days=steps * every)
    if kind == "WEEKLY":
        monday = start - timedelta(days=start.weekday())
        steps = (first - monday).days // 7 // every
        return rrule + ("" if fixed else f";BYDAY={_WEEKDAYS[start.weekday()]}"), monday + timedelta(weeks=steps * every)
    if kind == "MONTHLY":
        months = (first.year - start.year) * 12 + first.month - start.month
        moved = start.year * 12 + start.month - 1 + months // every * every
        return rrule + ("" if fixed else f";BYMONTHDAY={start.day}"), date(moved // 12, moved % 12 + 1, 1)
    if kind == "YEARLY" and "BYDAY" not in parts:
        more = "" if "BYMONTH" in parts or fixed else f";BYMONTH={start.month}"
        more += "" if fixed else f";BYMONTHDAY={start.day}"
        return rrule + more, date(start.year + (first.year - start.year) // every * every, 1, 1)
    return rrule, start


@lru_cache(maxsize=512)
def _parts(rrule: str) -> Mapping[str, str]:
    return dict(_PART.findall(rrule))


def cycled(row: Mapping[str, Any], written_on: str | None) -> dict[str, Any]:
    """A row of `duty` with its cycle, by the day on which its document was written; without one where it does not recur."""
    rrule = row.get("rrule")
    return {**row, "cycle": cycle_of(rrule, written_on) if rrule else None, "since": written_on if rrule else None}


def cycle_again(connection: Connection, number: int | None = None) -> None:
    """Set the cycles of the recurring duties of a document, or of all: after its date changed, or rows came in by other means."""
    chosen = select(duty.c.rrule, document.c.written_on).join(document, duty.c.document_id == document.c.id).where(duty.c.rrule.is_not(None))
    of_one = [duty.c.document_id == number] if number is not None else []
    pairs = connection.execute(chosen.where(*of_one).distinct()).all()
    if not pairs:
        return
    _MAP.create(connection)
    connection.execute(insert(_MAP), [{"rrule": r.rrule, "since": r.written_on or "", "cycle": cycle_of(r.rrule, r.written_on)} for r in pairs])
    recurring = update(duty).where(duty.c.rrule.is_not(None), *of_one)
    written = select(document.c.written_on).where(document.c.id == duty.c.document_id)
    connection.execute(recurring.values(since=written.correlate(duty).scalar_subquery()))
    cycle = select(_MAP.c.cycle).where(_MAP.c.rrule == duty.c.rrule, _MAP.c.since == func.coalesce(duty.c.since, ""))
    connection.execute(recurring.values(cycle=cycle.correlate(duty).scalar_subquery()))
    _MAP.drop(connection)
