"""The ledger: what is due, with lights; recurring duties unrolled; the calendar file."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from sqlalchemy import select

from nlp.review.ledger import Asked, by_day, by_unit, calendar_file, days, ledger, page_of
from nlp.review.recurring import MOST_TIMES, days_of
from nlp.review.triage import receive
from nlp.store.duty_counts import tick_off
from nlp.store.store import Store
from nlp.store.tables import duty
from tests.store.records import deadline, record

TODAY = date(2026, 3, 2)


@pytest.fixture
def held(store: Store) -> Store:
    """A store with one document of five deadlines."""
    made = record("通知\n内容", deadlines=[
        deadline("2月底前", "2026-02-28"), deadline("3月5日前", "2026-03-05"), deadline("5月底前", "2026-05-31", unit="云浦市教育局"),
        deadline("每月", None, "FREQ=MONTHLY;BYMONTHDAY=10"), deadline("及时", None),
    ])
    receive(store, made, b"x", "k", "command", "王敏", TODAY)
    return store


def test_what_is_due_within_thirty_days(held: Store) -> None:
    with held.read() as connection:
        found = ledger(connection, TODAY, timedelta(days=30))
    assert [(d.due.isoformat(), d.light, d.recurring) for d in found] == [
        ("2026-02-28", "red", False), ("2026-03-05", "yellow", False), ("2026-03-10", "green", True)]


def test_by_unit_and_without_what_is_past(held: Store) -> None:
    with held.read() as connection:
        assert [d.due.isoformat() for d in ledger(connection, TODAY, timedelta(days=120), "教育局")] == ["2026-05-31"]
        assert len(ledger(connection, TODAY, timedelta(days=95), past=False)) == 5  # 5 March, 31 May, the 10th of three months
        assert ledger(connection, TODAY, timedelta(days=30), "财政%") == []


def test_pages_together_are_the_whole(held: Store) -> None:
    asked = Asked(TODAY, TODAY + timedelta(days=95))
    with held.read() as connection:
        counted = days(connection, asked)
        whole = page_of(connection, asked, counted)
        pages = [page_of(connection, asked, counted, n, 2) for n in range(0, counted.total, 2)]
        assert page_of(connection, asked, counted, 6, 2) == []
    assert counted.total == 6
    assert dict(counted.lights) == {"red": 1, "yellow": 1, "green": 4, "done": 0}
    assert [d for page in pages for d in page] == whole
    assert [d.due for d in whole] == sorted(d.due for d in whole)


def test_counted_by_unit_and_by_day(held: Store) -> None:
    with held.write() as connection:
        number = connection.execute(select(duty.c.id).where(duty.c.due == "2026-03-05")).scalar_one()
        assert tick_off(connection, number, "2026-03-01T00:00:00Z", "王敏")
        assert not tick_off(connection, number, "2026-03-02T00:00:00Z", "李强")
    march = Asked(TODAY, date(2026, 3, 31), date(2026, 3, 1))
    with held.read() as connection:
        assert by_unit(connection, Asked(TODAY, TODAY + timedelta(days=95))) == [
            ("云浦市财政局", {"red": 1, "yellow": 0, "green": 3, "done": 1}), ("云浦市教育局", {"red": 0, "yellow": 0, "green": 1, "done": 0})]
        shown = by_day(connection, march, days(connection, march), 1)
        later = Asked(date(2026, 3, 20), date(2026, 3, 31), date(2026, 3, 1))
        late = by_day(connection, later, days(connection, later), 1)
    assert {day.day: (n, [d.light for d in found]) for day, (n, found) in shown.items()} == {5: (1, ["done"]), 10: (1, ["green"])}
    assert late == {}  # done before, and of a recurring duty nobody knows what was missed


@given(
    rule=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]), every=st.integers(1, 5),
    more=st.sampled_from(["", ";BYMONTHDAY=10", ";BYMONTHDAY=-1", ";BYMONTH=3,6,9,12;BYMONTHDAY=-1", ";BYDAY=FR"]),
    start=st.dates(date(2016, 1, 1), date(2026, 6, 1)), length=st.integers(0, 400),
)
@settings(max_examples=150, deadline=None)
def test_a_settled_rule_gives_the_days_of_the_rule_as_it_was(rule: str, every: int, more: str, start: date, length: int) -> None:
    text = f"FREQ={rule};INTERVAL={every}{more if (rule in ('MONTHLY', 'YEARLY') and 'BYDAY' not in more) or ('BYDAY' in more and rule == 'WEEKLY') else ''}"
    last = TODAY + timedelta(days=length)
    plain = rrulestr(text, dtstart=datetime.combine(start, time()))
    expected = [d.date() for d in plain.between(datetime.combine(TODAY, time()), datetime.combine(last, time()), inc=True)][:MOST_TIMES]
    assert list(days_of(text, start, TODAY, last)) == expected


def test_a_duty_of_every_hour_stands_on_a_day_once() -> None:
    assert days_of("FREQ=HOURLY", date(2020, 1, 1), TODAY, TODAY + timedelta(days=2)) == tuple(TODAY + timedelta(days=n) for n in range(3))


def test_the_calendar_file_goes_there_and_back(held: Store) -> None:
    with held.read() as connection:
        found = ledger(connection, TODAY, timedelta(days=30))
    made = calendar_file(found, datetime(2026, 3, 2, tzinfo=UTC))
    assert made == calendar_file(found, datetime(2026, 3, 2, tzinfo=UTC))
    events = Calendar.from_ical(made).walk("VEVENT")
    assert [e.decoded("dtstart") for e in events] == [d.due for d in found]
    assert str(events[0]["summary"]) == "云浦市财政局：公开预算"
