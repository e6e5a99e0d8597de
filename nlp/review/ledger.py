"""The ledger of duties (台账): what is due, when, by whom. Recurring duties are unrolled over the days asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr
from sqlalchemy import Connection, select

from nlp.store.tables import document, duty

SOON = timedelta(days=7)
MOST_TIMES = 400  # of one recurring duty in a span


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


def ledger(connection: Connection, today: date, within: timedelta, unit: str | None = None, past: bool = True) -> list[Due]:
    """Duties due from now on within a span, earliest first; with `past`, those overdue and not done stand before them."""
    chosen = (
        select(duty, document.c.title, document.c.name, document.c.written_on)
        .join(document, duty.c.document_id == document.c.id)
        .order_by(duty.c.id)
    )
    if unit:
        chosen = chosen.where(duty.c.unit.contains(unit, autoescape=True))
    found: list[Due] = []
    for row in connection.execute(chosen):
        for day, recurring in _days(row.due, row.rrule, row.written_on, today, today + within):
            if day > today + within or (day < today and not past):
                continue
            light = "done" if row.done_at else "red" if day < today else "yellow" if day <= today + SOON else "green"
            if light == "done" and day < today:
                continue
            found.append(
                Due(
                    row.id, row.document_id, row.title or row.name, row.section, row.task or row.quote, row.unit, day, light, recurring
                )
            )
    return sorted(found, key=lambda d: (d.due, d.duty))


def _days(due: str | None, rrule: str | None, written_on: str | None, first: date, last: date) -> Iterator[tuple[date, bool]]:
    """The days of a duty: its due date, and the times of a recurring one between two days."""
    if rrule:
        start = datetime.combine(date.fromisoformat(written_on) if written_on else first, time())
        for n, moment in enumerate(rrulestr(rrule, dtstart=start).xafter(datetime.combine(first, time()), inc=True)):
            if moment.date() > last or n >= MOST_TIMES:
                return
            yield moment.date(), True
    elif due:
        yield date.fromisoformat(due), False


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
