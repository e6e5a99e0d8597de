"""The ledger: what is due, with lights; recurring duties unrolled; the calendar file."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from icalendar import Calendar

from nlp.review.ledger import calendar_file, ledger
from nlp.review.triage import receive
from nlp.store.store import Store, open_store
from tests.store.records import deadline, record

TODAY = date(2026, 3, 2)


def _store(tmp_path: Path) -> Store:
    store = open_store(str(tmp_path / "a.db"))
    made = record("通知\n内容", deadlines=[
        deadline("2月底前", "2026-02-28"), deadline("3月5日前", "2026-03-05"), deadline("5月底前", "2026-05-31", unit="云浦市教育局"),
        deadline("每月", None, "FREQ=MONTHLY;BYMONTHDAY=10"), deadline("及时", None),
    ])
    receive(store, made, b"x", "k", "command", "王敏", TODAY)
    return store


def test_what_is_due_within_thirty_days(tmp_path: Path) -> None:
    with _store(tmp_path).read() as connection:
        found = ledger(connection, TODAY, timedelta(days=30))
    assert [(d.due.isoformat(), d.light, d.recurring) for d in found] == [
        ("2026-02-28", "red", False), ("2026-03-05", "yellow", False), ("2026-03-10", "green", True)]


def test_by_unit_and_without_what_is_past(tmp_path: Path) -> None:
    with _store(tmp_path).read() as connection:
        assert [d.due.isoformat() for d in ledger(connection, TODAY, timedelta(days=120), "教育局")] == ["2026-05-31"]
        assert len(ledger(connection, TODAY, timedelta(days=95), past=False)) == 5  # 5 March, 31 May, the 10th of three months
        assert ledger(connection, TODAY, timedelta(days=30), "财政%") == []


def test_the_calendar_file_goes_there_and_back(tmp_path: Path) -> None:
    with _store(tmp_path).read() as connection:
        found = ledger(connection, TODAY, timedelta(days=30))
    made = calendar_file(found, datetime(2026, 3, 2, tzinfo=UTC))
    assert made == calendar_file(found, datetime(2026, 3, 2, tzinfo=UTC))
    events = Calendar.from_ical(made).walk("VEVENT")
    assert [e.decoded("dtstart") for e in events] == [d.due for d in found]
    assert str(events[0]["summary"]) == "云浦市财政局：公开预算"
