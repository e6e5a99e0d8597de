"""The days of recurring duties. A rule is first brought into a form that no longer depends on how long ago it began, so that the duties of
many documents share the few rules that there are, and each is unrolled once."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from dateutil.rrule import rrulestr

MOST_TIMES = 400  # of one recurring duty in a span
_PART = re.compile(r"([A-Z]+)=([^;]+)")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FIXED = ("BYMONTHDAY", "BYDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS")


@lru_cache(maxsize=32_768)
def days_of(rrule: str, start: date, first: date, last: date) -> tuple[date, ...]:
    """Days of a rule from `first` to `last`, both counted, none before `start`; at most MOST_TIMES.

    >>> days_of("FREQ=MONTHLY;BYMONTHDAY=10", date(2019, 5, 1), date(2026, 3, 2), date(2026, 4, 30))
    (datetime.date(2026, 3, 10), datetime.date(2026, 4, 10))
    """
    rule, begin = settled(rrule, start, first)
    return tuple(day for day in _unrolled(rule, begin, first, last) if day >= start)


def settled(rrule: str, start: date, first: date) -> tuple[str, date]:
    """A rule and a beginning near `first` that give the same days from then on; as given when it is one of a kind we do not move.

    >>> settled("FREQ=MONTHLY;INTERVAL=3", date(2019, 5, 17), date(2026, 3, 2))
    ('FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=17', datetime.date(2026, 2, 1))
    """
    parts = _parts(rrule)
    every, kind = int(parts.get("INTERVAL", 1)), parts.get("FREQ", "")
    if kind in ("HOURLY", "MINUTELY", "SECONDLY"):  # a duty of every hour stands on every day once
        return "FREQ=DAILY", start
    if start >= first or every < 1 or {"COUNT", "UNTIL", "BYSETPOS", "BYWEEKNO", "BYYEARDAY"} & parts.keys():
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
def _parts(rrule: str) -> dict[str, str]:
    return dict(_PART.findall(rrule))


@lru_cache(maxsize=4096)
def _unrolled(rrule: str, begin: date, first: date, last: date) -> tuple[date, ...]:
    found: list[date] = []
    times = rrulestr(rrule, dtstart=datetime.combine(begin, time())).xafter(datetime.combine(first, time()), inc=True)
    for n, moment in enumerate(times):
        if moment.date() > last or n >= MOST_TIMES:
            break
        found.append(moment.date())
    return tuple(found)
