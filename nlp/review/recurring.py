"""The days of recurring duties. A rule is first brought into a form that no longer depends on how long ago it began (`nlp.store.cycles`),
so that the duties of many documents share the few rules that there are, and each is unrolled once."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache

from dateutil.rrule import rrulestr

from nlp.store.cycles import settled

MOST_TIMES = 400  # of one recurring duty in a span


@lru_cache(maxsize=32_768)
def days_of(rrule: str, start: date, first: date, last: date) -> tuple[date, ...]:
    """Days of a rule from `first` to `last`, both counted, none before `start`; at most MOST_TIMES.

    >>> days_of("FREQ=MONTHLY;BYMONTHDAY=10", date(2019, 5, 1), date(2026, 3, 2), date(2026, 4, 30))
    (datetime.date(2026, 3, 10), datetime.date(2026, 4, 10))
    """
    rule, begin = settled(rrule, start, first)
    return tuple(day for day in _unrolled(rule, begin, first, last) if day >= start)


@lru_cache(maxsize=4096)
def _unrolled(rrule: str, begin: date, first: date, last: date) -> tuple[date, ...]:
    found: list[date] = []
    times = rrulestr(rrule, dtstart=datetime.combine(begin, time())).xafter(datetime.combine(first, time()), inc=True)
    for n, moment in enumerate(times):
        if moment.date() > last or n >= MOST_TIMES:
            break
        found.append(moment.date())
    return tuple(found)
