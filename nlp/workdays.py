"""Statutory working days: weekends, public holidays and make-up working days (调休) of mainland China.

The days come from the package chinese_calendar, which carries the State Council's yearly notices
(国务院办公厅关于部分节假日安排的通知). The notice for a year appears in the November before it; a year without notice is
never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta


class HolidaysMissing(LookupError):
    """A day whose year is not in the holiday table. `day` is that day, `first` and `last` the years that the table holds."""

    def __init__(self, day: date, first: int, last: int) -> None:
        super().__init__(f"节假日表只有{first}—{last}年，算不出{day.isoformat()}是否为工作日；国务院公布该年放假安排后请更新节假日表。")
        self.day, self.first, self.last = day, first, last

    def __reduce__(self) -> tuple[type[HolidaysMissing], tuple[date, int, int]]:
        return HolidaysMissing, (self.day, self.first, self.last)


def _notices() -> tuple[frozenset[date], frozenset[date]]:
    """Days off and make-up working days of all announced years."""
    from chinese_calendar.constants import holidays, workdays

    return frozenset(holidays), frozenset(workdays)


@dataclass(frozen=True, slots=True)
class Holidays:
    """Days off and make-up working days of whole years; picklable.

    >>> Holidays().add_working_days(date(2024, 9, 30), 3)
    datetime.date(2024, 10, 10)
    """

    days_off: frozenset[date] = field(default_factory=lambda: _notices()[0])
    make_up_days: frozenset[date] = field(default_factory=lambda: _notices()[1])

    @property
    def years(self) -> tuple[int, int]:
        """First and last year of the table."""
        return min(self.days_off).year, max(self.days_off).year

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on that day. Raises HolidaysMissing outside the table's years."""
        first, last = self.years if self.days_off else (9999, 0)
        return self._works(day, first, last)

    def _works(self, day: date, first: int, last: int) -> bool:
        if not first <= day.year <= last:
            raise HolidaysMissing(day, first, last)
        return day in self.make_up_days or (day.weekday() < 5 and day not in self.days_off)

    def add_working_days(self, start: date, count: int) -> date:
        """The `count`-th working day after `start`; `start` itself is not counted (the day of the event, 民法典 第二百零一条).

        A count of 0 gives `start`, a negative one counts backwards. Raises HolidaysMissing when a day outside the table
        would have to be looked at, also where that day could be a weekend.
        """
        first, last = self.years if self.days_off else (9999, 0)
        step = timedelta(days=1 if count >= 0 else -1)
        day, left = start, abs(count)
        while left:
            day += step
            left -= self._works(day, first, last)
        return day
