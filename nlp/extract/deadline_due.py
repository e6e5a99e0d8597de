"""What follows from a value: its recurrence rule, and the last day on which a duration is met."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from nlp.types import Calendar
from nlp.workdays import Holidays

_ISO_SPAN = re.compile(r"(-?)P(T?)(\d+)([DWMYH])$")
_ISO_CLOCK = re.compile(r"(-?)PT(\d+)([HM])$")
_BEFORE_END = re.compile(r"end-P(\d+)D$")
_FREQUENCIES = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY", "H": "HOURLY"}


def recurrence_rule(value: str, weekdays_only: bool = False) -> str | None:
    """RFC 5545 recurrence of a value, None where it is none.

    >>> recurrence_rule("P3M@end"), recurrence_rule("P1Y@07-17")
    ('FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1', 'FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=17')
    """
    if weekdays_only:
        return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    body, _, point = value.partition("@")
    m = _ISO_SPAN.match(body)
    if m is None:
        return None
    every = int(m[3])
    freq = _FREQUENCIES[m[4]] if not (m[2] and m[4] == "M") else "MINUTELY"
    if not point:
        if body == "P10D":  # 每旬
            return "FREQ=MONTHLY;BYMONTHDAY=10,20,-1"
        return f"FREQ={freq}" + (f";INTERVAL={every}" if every > 1 else "")
    if ":" in point:
        hour, minute = point.split(":")
        return f"FREQ=DAILY;BYHOUR={int(hour)};BYMINUTE={int(minute)}"
    if freq == "WEEKLY":
        return f"FREQ=WEEKLY;BYDAY={point}"
    if early := _BEFORE_END.match(point):  # 每季度末前5日: five days before the last day
        month, day, month_day = "", "end", -1 - int(early[1])
    else:
        month, _, day = point.rpartition("-")
        month_day = -1 if day == "end" else int(day)
    if freq == "YEARLY":
        if month == "02" and month_day == 28:
            month_day = -1
        return f"FREQ=YEARLY;BYMONTH={int(month)};BYMONTHDAY={month_day}"
    if every == 1:
        return f"FREQ=MONTHLY;BYMONTHDAY={month_day}"
    within = int(month) if month else every if day == "end" else 1
    months = ",".join(str(start + within) for start in range(0, 12, every))
    return f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={month_day}"


def resolve_due(anchor: date, value: str, calendar: Calendar | None, holidays: Holidays) -> date | None:
    """Last day on which a duration is met, or None where `value` names no length.

    The anchor's own day is not counted. With calendar "working", weekends and holidays are skipped and make-up working days
    (调休) counted. Months and years end on the day with the anchor's number, else on the month's last day. Hours count as
    whole days only (24小时 is the next day, 5小时 the same one), for the hour of the event is not known. A value with a minus
    (提前7日) is counted back from the anchor.

    Raises HolidaysMissing for a working day outside the holiday table: no guessing.

    >>> resolve_due(date(2024, 9, 30), "P3D", "working", Holidays())
    datetime.date(2024, 10, 10)
    >>> resolve_due(date(2024, 1, 31), "P1M", "calendar", Holidays())
    datetime.date(2024, 2, 29)
    """
    if m := _ISO_CLOCK.match(value):
        return anchor + _signed(m[1], 1) * timedelta(days=int(m[2]) // (24 if m[3] == "H" else 1440))
    body = _ISO_SPAN.match(value)
    if body is None:
        return None
    count, unit = _signed(body[1], int(body[3])), body[4]
    try:
        if unit == "D":
            return holidays.add_working_days(anchor, count) if calendar == "working" else anchor + timedelta(days=count)
        months = anchor.month - 1 + (count if unit == "M" else 12 * count)
        year, month = anchor.year + months // 12, months % 12 + 1
        return date(year, month, min(anchor.day, monthrange(year, month)[1]))
    except (OverflowError, ValueError):
        return None


def _signed(sign: str, count: int) -> int:
    return -count if sign else count
