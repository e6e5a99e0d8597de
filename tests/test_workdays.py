"""Working days: holidays, make-up days, the edges of the table."""

import pickle
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.workdays import Holidays, HolidaysMissing

HOLIDAYS = Holidays()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2024-10-01", False), ("2024-10-07", False), ("2024-10-08", True),  # National Day
        ("2024-10-12", True), ("2024-09-29", True),  # Saturday and Sunday that are made up
        ("2024-10-13", False), ("2024-10-11", True),
        ("2020-01-31", False), ("2020-02-03", True),  # the prolonged Spring Festival of 2020
        ("2020-02-29", False), ("2026-02-28", True),
        ("2004-01-17", True), ("2026-12-31", True),
    ],
)  # fmt: skip
def test_working_days(day: str, works: bool) -> None:
    assert HOLIDAYS.is_working_day(date.fromisoformat(day)) is works


@pytest.mark.parametrize("day", ["2003-12-31", "2027-01-01"])
def test_a_year_without_notice_is_not_guessed(day: str) -> None:
    with pytest.raises(HolidaysMissing, match="节假日表只有2004—2026年") as caught:
        HOLIDAYS.is_working_day(date.fromisoformat(day))
    assert (caught.value.day, caught.value.first, caught.value.last) == (date.fromisoformat(day), 2004, 2026)


def test_the_day_of_the_event_is_not_counted() -> None:
    assert HOLIDAYS.add_working_days(date(2024, 9, 30), 3) == date(2024, 10, 10)
    assert HOLIDAYS.add_working_days(date(2024, 9, 30), 0) == date(2024, 9, 30)


def test_counting_backwards() -> None:
    assert HOLIDAYS.add_working_days(date(2024, 10, 8), -1) == date(2024, 9, 30)


def test_counting_out_of_the_table() -> None:
    with pytest.raises(HolidaysMissing):
        HOLIDAYS.add_working_days(date(2026, 12, 20), 20)


def test_an_empty_table_knows_no_day() -> None:
    with pytest.raises(HolidaysMissing):
        Holidays(frozenset(), frozenset()).is_working_day(date(2024, 1, 2))


def test_holidays_and_their_error_can_be_sent_to_a_worker() -> None:
    assert pickle.loads(pickle.dumps(HOLIDAYS)) == HOLIDAYS
    error = pickle.loads(pickle.dumps(HolidaysMissing(date(2027, 1, 1), 2004, 2026)))
    assert error.day == date(2027, 1, 1)


DAYS = st.dates(date(2004, 1, 1), date(2025, 6, 30))


@given(DAYS, st.integers(0, 60))
def test_the_day_found_is_a_working_day_with_as_many_before_it(start: date, count: int) -> None:
    end = HOLIDAYS.add_working_days(start, count)
    between = [start + timedelta(days=i + 1) for i in range((end - start).days)]
    assert sum(map(HOLIDAYS.is_working_day, between)) == count
    assert count == 0 or HOLIDAYS.is_working_day(end)


@given(DAYS, DAYS, st.integers(0, 40))
def test_a_later_start_is_never_due_earlier(a: date, b: date, count: int) -> None:
    first, second = sorted((a, b))
    assert HOLIDAYS.add_working_days(first, count) <= HOLIDAYS.add_working_days(second, count)
