"""The ledger of duties (台账): what is due, when, by whom. Recurring duties are unrolled over the days asked for.

Days are counted first, by the database; only the duties of the page that is shown are read whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, case, func, or_, select

from nlp.review.recurring import days_of
from nlp.store.tables import document, duty

SOON = timedelta(days=7)
LIGHTS = ("red", "yellow", "green", "done")
_LONG_AGO = "2000-01-01"
_NUMBERS = 500  # in one question to the database


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
    """How many duties fall on which day, and how many have which light."""

    by_day: tuple[tuple[date, int], ...]
    lights: tuple[tuple[str, int], ...]

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
    by_day: Counter[date] = Counter()
    lights: Counter[str] = Counter()
    fixed = _of_unit(select(duty.c.due, duty.c.done_at.is_not(None).label("done"), func.count().label("n")).where(*_fixed(asked)), asked)
    for row in connection.execute(fixed.group_by(duty.c.due, duty.c.done_at.is_not(None))):
        day = date.fromisoformat(row.due)
        by_day[day] += row.n
        lights[_light(day, row.done, asked.today)] += row.n
    for row in connection.execute(_again(asked)):
        for day in _times(row, asked):
            by_day[day] += row.n
            lights[_light(day, row.done, asked.today)] += row.n
    return Days(tuple(sorted(by_day.items())), tuple((light, lights[light]) for light in LIGHTS))


def page_of(connection: Connection, asked: Asked, counted: Days, offset: int = 0, limit: int | None = None) -> list[Due]:
    """Duties from the `offset`-th on, by day, then by number. `counted`: what `days` said of the same question."""
    end = counted.total if limit is None else offset + limit
    at, wanted, skipped = 0, set(), 0
    for day, n in counted.by_day:
        if at + n <= offset:
            skipped = at + n
        elif at < end:
            wanted.add(day)
        at += n
    if not wanted:
        return []
    pairs = sorted(_numbers(connection, asked, wanted))[offset - skipped : end - skipped]
    rows = _rows(connection, {number for _, number, _ in pairs})
    return [_due(rows[number], day, recurring, asked.today) for day, number, recurring in pairs]


def by_day(connection: Connection, asked: Asked, most: int) -> dict[date, tuple[int, list[Due]]]:
    """How many duties every day has, and the first of them, at most `most`."""
    pairs: dict[date, list[tuple[int, bool]]] = defaultdict(list)
    for day, number, recurring in _numbers(connection, asked, None):
        pairs[day].append((number, recurring))
    first = {day: sorted(found)[:most] for day, found in pairs.items()}
    rows = _rows(connection, {number for found in first.values() for number, _ in found})
    return {
        day: (len(pairs[day]), [_due(rows[number], day, recurring, asked.today) for number, recurring in found])
        for day, found in first.items()
    }


def by_unit(connection: Connection, asked: Asked) -> list[tuple[str, dict[str, int]]]:
    """How many duties of each light every unit has, those with most overdue first; "" stands for none named."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    fixed = select(duty.c.unit, duty.c.due, duty.c.done_at.is_not(None).label("done"), func.count().label("n")).where(*_fixed(asked))
    for row in connection.execute(_of_unit(fixed, asked).group_by(duty.c.unit, duty.c.due, duty.c.done_at.is_not(None))):
        counted[row.unit or ""][_light(date.fromisoformat(row.due), row.done, asked.today)] += row.n
    for row in connection.execute(_again(asked, duty.c.unit)):
        for day in _times(row, asked):
            counted[row.unit or ""][_light(day, row.done, asked.today)] += row.n
    found = [(unit, {light: lights[light] for light in LIGHTS}) for unit, lights in counted.items()]
    return sorted(found, key=lambda x: (-x[1]["red"], -x[1]["yellow"], -x[1]["green"], x[0]))


def _fixed(asked: Asked) -> list[Any]:
    """Conditions on duties of one day: those done are shown no longer when their day is past."""
    today, last = asked.today.isoformat(), asked.last.isoformat()
    found: list[Any] = [duty.c.rrule.is_(None), duty.c.due <= last, or_(duty.c.done_at.is_(None), duty.c.due >= today)]
    if asked.first is not None:
        found.append(duty.c.due >= asked.first.isoformat())
    return found


def _of_unit(chosen: Any, asked: Asked) -> Any:
    return chosen.where(duty.c.unit.contains(asked.unit, autoescape=True)) if asked.unit else chosen


def _again(asked: Asked, *more: Any) -> Any:
    """Recurring duties, those alike together."""
    since, done = _since(asked), duty.c.done_at.is_not(None).label("done")
    chosen = select(*more, duty.c.rrule, since, done, func.count().label("n")).join(document, duty.c.document_id == document.c.id)
    return _of_unit(chosen.where(duty.c.rrule.is_not(None)), asked).group_by(*more, duty.c.rrule, since, done)


def _since(asked: Asked) -> Any:
    """From when on a rule counts: where it names its days it does not matter when it began, long ago or yesterday."""
    names_days = and_(duty.c.rrule.contains("BY"), duty.c.rrule.not_like("%INTERVAL%"), document.c.written_on <= asked.today.isoformat())
    return case((names_days, _LONG_AGO), else_=document.c.written_on).label("written_on")


def _times(row: Row[Any], asked: Asked) -> tuple[date, ...]:
    """Days of a recurring duty, from today on: what of it was missed nobody can know."""
    first = max(asked.today, asked.first or asked.today)
    start = date.fromisoformat(row.written_on) if row.written_on else asked.today
    return days_of(row.rrule, start, first, asked.last)


def _numbers(connection: Connection, asked: Asked, wanted: set[date] | None) -> Iterable[tuple[date, int, bool]]:
    """(day, number, recurring) of all duties on some days, None: on all."""
    fixed = select(duty.c.id, duty.c.due).where(*_fixed(asked))
    if wanted is not None:
        fixed = fixed.where(duty.c.due >= min(wanted).isoformat(), duty.c.due <= max(wanted).isoformat())
    for row in connection.execute(_of_unit(fixed, asked)):
        yield date.fromisoformat(row.due), row.id, False
    if (asked.last if wanted is None else max(wanted)) < asked.today:
        return
    again = select(duty.c.id, duty.c.rrule, _since(asked)).join(document, duty.c.document_id == document.c.id)
    for row in connection.execute(_of_unit(again.where(duty.c.rrule.is_not(None)), asked)):
        for day in _times(row, asked):
            if wanted is None or day in wanted:
                yield day, row.id, True


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
