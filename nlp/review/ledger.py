"""The ledger of duties (台账): what is due, when, by whom. Recurring duties are unrolled over the days asked for.

Days are counted first, from the counts that are kept (`nlp.store.duty_counts`); only the duties of the page that is shown are
read whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, case, func, literal, or_, select, union_all

from nlp.review.recurring import days_of
from nlp.store.cycles import rule_of
from nlp.store.tables import document, duty, duty_count

SOON = timedelta(days=7)
LIGHTS = ("red", "yellow", "green", "done")
_NUMBERS = 500  # in one question to the database
_DONE = duty.c.done_at.is_not(None)
_N = duty_count.c


@dataclass(frozen=True, slots=True)
class Due:
    """One duty on one day. `light`: red (past), yellow (within seven days), green, done."""

    duty: int
    document_id: int
    document: str
    section: str
    task: str
    unit: str | None
    due: date
    light: str
    recurring: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the ledger: days from `first` (None: all that is overdue too) to `last`, seen on `today`, of a unit whose name holds `unit`."""

    today: date
    last: date
    first: date | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """How many duties fall on which day, and how many have which light; `cycles`: those of recurring duties that have the day."""

    by_day: tuple[tuple[date, int], ...]
    lights: tuple[tuple[str, int], ...]
    cycles: Mapping[date, tuple[str, ...]]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(n for _, n in self.by_day)


def ledger(connection: Connection, today: date, within: timedelta, unit: str | None = None, past: bool = True) -> list[Due]:
    """Duties due from now on within a span, earliest first; with `past`, those overdue and not done stand before them."""
    asked = Asked(today, today + within, None if past else today, unit)
    return page_of(connection, asked, days(connection, asked))


def days(connection: Connection, asked: Asked) -> Days:
    """Count the duties of every day."""
    counted: Counter[date] = Counter()
    lights: Counter[str] = Counter()
    cycles: dict[date, set[str]] = defaultdict(set)
    fixed = _of_unit(select(_N.due, _N.done, func.sum(_N.n).label("n")).where(*_counted(asked)), asked, _N.unit)
    for row in connection.execute(fixed.group_by(_N.due, _N.done)):
        day, n = date.fromisoformat(row.due), int(row.n)
        counted[day] += n
        lights[_light(day, row.done, asked.today)] += n
    for (_, cycle, later, done), n in _again(connection, asked).items():
        for day in _times(cycle, later, asked):
            counted[day] += n
            lights[_light(day, done, asked.today)] += n
            cycles[day].add(cycle)
    return Days(
        tuple(sorted(counted.items())), tuple((light, lights[light]) for light in LIGHTS),
        {day: tuple(sorted(found)) for day, found in cycles.items()},
    )


def page_of(connection: Connection, asked: Asked, counted: Days, offset: int = 0, limit: int | None = None) -> list[Due]:
    """Duties from the `offset`-th on, by day, then by number. `counted`: what `days` said of the same question."""
    end = counted.total if limit is None else offset + limit
    chosen: list[tuple[date, int, bool]] = []
    at = 0
    for day, n in counted.by_day:
        first, last = max(offset - at, 0), min(end - at, n)
        if first < last:
            chosen += _on_day(connection, asked, day, counted, first, last - first)
        at += n
    return _whole(connection, asked, chosen)


def by_day(connection: Connection, asked: Asked, counted: Days, most: int) -> dict[date, tuple[int, list[Due]]]:
    """How many duties every day has, and the first of them, at most `most`. `counted`: what `days` said of the same question."""
    chosen = [found for day, _ in counted.by_day for found in _on_day(connection, asked, day, counted, 0, most)]
    first: dict[date, list[Due]] = defaultdict(list)
    for due in _whole(connection, asked, chosen):
        first[due.due].append(due)
    return {day: (n, first[day]) for day, n in counted.by_day}


def by_unit(connection: Connection, asked: Asked) -> list[tuple[str, dict[str, int]]]:
    """How many duties of each light every unit has, those with most overdue first; "" stands for none named."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    today, soon = asked.today.isoformat(), (asked.today + SOON).isoformat()
    light = case((_N.done, "done"), (_N.due < today, "red"), (_N.due <= soon, "yellow"), else_="green").label("light")
    lit = _of_unit(select(_N.unit, light, _N.n).where(*_counted(asked)), asked, _N.unit).subquery()
    for row in connection.execute(select(lit.c.unit, lit.c.light, func.sum(lit.c.n).label("n")).group_by(lit.c.unit, lit.c.light)):
        counted[row.unit][row.light] += int(row.n)
    for (unit, cycle, later, done), n in _again(connection, asked).items():
        for name, times in _lights(cycle, later, done, asked):
            counted[unit][name] += n * times
    found = [(unit, {light: lights[light] for light in LIGHTS}) for unit, lights in counted.items() if lights]
    return sorted(found, key=lambda x: (-x[1]["red"], -x[1]["yellow"], -x[1]["green"], x[0]))


def _fixed(asked: Asked) -> list[Any]:
    """Conditions on duties of one day: those done are shown no longer when their day is past."""
    today, last = asked.today.isoformat(), asked.last.isoformat()
    found: list[Any] = [duty.c.rrule.is_(None), duty.c.due <= last, or_(duty.c.done_at.is_(None), duty.c.due >= today)]
    if asked.first is not None:
        found.append(duty.c.due >= asked.first.isoformat())
    return found


def _counted(asked: Asked) -> list[Any]:
    """The same of what `duty_count` says."""
    today, last = asked.today.isoformat(), asked.last.isoformat()
    found: list[Any] = [_N.cycle == "", _N.due <= last, or_(~_N.done, _N.due >= today), _N.n > 0]
    return found if asked.first is None else [*found, _N.due >= asked.first.isoformat()]


def _of_unit(chosen: Any, asked: Asked, unit: Any = duty.c.unit) -> Any:
    return chosen.where(unit.contains(asked.unit, autoescape=True)) if asked.unit else chosen


def _again(connection: Connection, asked: Asked) -> Counter[tuple[str, str, str | None, bool]]:
    """How many recurring duties are alike: unit, cycle, the day before which they have none where that lies among those asked for, done."""
    found: Counter[tuple[str, str, str | None, bool]] = Counter()
    for row in connection.execute(_of_unit(select(_N.unit, _N.cycle, _N.done, _N.n).where(_N.cycle != "", _N.n > 0), asked, _N.unit)):
        found[row.unit, row.cycle, None, row.done] += row.n
    later = _of_unit(select(duty.c.unit, duty.c.cycle, duty.c.since, _DONE.label("done")), asked)
    for row in connection.execute(later.where(duty.c.since > _first(asked).isoformat(), duty.c.rrule.is_not(None))):
        found[row.unit or "", row.cycle, None, row.done] -= 1
        found[row.unit or "", row.cycle, row.since, row.done] += 1
    return +found


def _first(asked: Asked) -> date:
    """Recurring duties are told from today on: what of them was missed nobody can know."""
    return max(asked.today, asked.first or asked.today)


def _times(cycle: str, later: str | None, asked: Asked) -> tuple[date, ...]:
    rule, start = rule_of(cycle, asked.today)
    found = days_of(rule, start, _first(asked), asked.last)
    return found if later is None else tuple(day for day in found if day.isoformat() >= later)


@lru_cache(maxsize=8192)
def _lights(cycle: str, later: str | None, done: bool, asked: Asked) -> tuple[tuple[str, int], ...]:
    """How many days of each light a cycle has."""
    return tuple(Counter(_light(day, done, asked.today) for day in _times(cycle, later, asked)).items())


def _on_day(connection: Connection, asked: Asked, day: date, counted: Days, offset: int, limit: int) -> list[tuple[date, int, bool]]:
    """(day, number, recurring) of duties on a day, by number."""
    on = day.isoformat()
    fixed = select(duty.c.id, literal(0).label("again")).where(*_fixed(asked), duty.c.due == on)
    chosen = _of_unit(fixed, asked)
    if cycles := counted.cycles.get(day):
        again = select(duty.c.id, literal(1)).where(
            duty.c.rrule.is_not(None), duty.c.cycle.in_(cycles), or_(duty.c.since.is_(None), duty.c.since <= on)
        )
        chosen = union_all(chosen, _of_unit(again, asked))
    rows = connection.execute(chosen.order_by("id").limit(limit).offset(offset))
    return [(day, row.id, bool(row.again)) for row in rows]


def _whole(connection: Connection, asked: Asked, chosen: Sequence[tuple[date, int, bool]]) -> list[Due]:
    rows = _rows(connection, {number for _, number, _ in chosen})
    return [_due(rows[number], day, recurring, asked.today) for day, number, recurring in chosen]


def _rows(connection: Connection, numbers: set[int]) -> dict[int, Row[Any]]:
    found: dict[int, Row[Any]] = {}
    ordered = sorted(numbers)
    for at in range(0, len(ordered), _NUMBERS):
        chosen = (
            select(duty, document.c.title, document.c.name).join(document, duty.c.document_id == document.c.id)
            .where(duty.c.id.in_(ordered[at : at + _NUMBERS]))
        )
        found |= {row.id: row for row in connection.execute(chosen)}
    return found


def _due(row: Row[Any], day: date, recurring: bool, today: date) -> Due:
    light = _light(day, row.done_at is not None, today)
    return Due(row.id, row.document_id, row.title or row.name, row.section, row.task or row.quote, row.unit, day, light, recurring)


def _light(day: date, done: bool, today: date) -> str:
    if done:
        return "done"
    return "red" if day < today else "yellow" if day <= today + SOON else "green"


def calendar_file(duties: list[Due], made_at: datetime) -> bytes:
    """An iCalendar file with a whole-day event a duty; `made_at` stamps it, so that the same ledger gives the same bytes."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//gongkai//ledger//ZH")
    calendar.add("version", "2.0")
    for d in duties:
        event = Event()
        event.add("uid", f"duty-{d.duty}-{d.due.isoformat()}@gongkai")
        event.add("dtstamp", made_at)
        event.add("dtstart", d.due)
        event.add("dtend", d.due + timedelta(days=1))
        event.add("summary", f"{d.unit}：{d.task}" if d.unit else d.task)
        event.add("description", f"{d.document} {d.section}".strip())
        calendar.add_component(event)
    return bytes(calendar.to_ical())
