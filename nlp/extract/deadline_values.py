"""From the words of a mention to its value.

Values are those of the annotation format: 2018-09-14, P20D, PT24H, P1M, P3M@end, P1Y@07-17, P1W@FR. A date whose year nothing in
the document tells has the month and day only, --09-14 (as in ISO 8601:2000), and falls on no known day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from nlp.dates import calendar_date, month_end
from nlp.extract.deadline_rules import Mention
from nlp.extract.deadline_slots import read_count, read_span, read_weekday
from nlp.numerals import read_number
from nlp.types import Calendar

_FIVE_YEAR_PLANS = {"十": 2005, "一": 2010, "二": 2015, "三": 2020, "四": 2025, "五": 2030, "六": 2035, "七": 2040}
_TOKEN = re.compile(r"\{([a-z_]+2?)\}")
_QUARTER_OF = re.compile(r"P1Y@q([1-4])$")
# 17时, 下午5点半, 9:30
_TIME = re.compile(
    r"(?P<half>上午|下午|中午|晚上|晚|早上|早)?(?P<h>[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
    r"(?:[:：时点](?P<m>[0-5]?[0-9])?(?P<half_past>半)?)"
)
_WEEKDAY_NUMBER = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_NEXT_YEAR = ("明年", "次年", "翌年", "来年", "下年", "下一年")
_LAST_YEAR = ("去年", "上年", "上一年")
_STAND_IN_YEAR = 2000  # for dates of an unknown year; a leap year, so that 2月29日 is a day
_LATE_MONTHS, _EARLY_MONTHS = 11, 3  # in a document of November or December, 1月10日前 means the next January


@dataclass(frozen=True, slots=True)
class Times:
    """What a document says of its own time. `year` is the year that dates without one take."""

    written: date | None
    year: int | None
    year_is_titled: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """Resolved value; `calendar` stands on durations only; `dated` is the day that a date means.

    With `yearless`, only month and day of `dated` are known, and `text` is --MM-DD.
    """

    text: str
    calendar: Calendar | None = None
    dated: date | None = None
    weekdays_only: bool = False
    own_year: bool = False
    yearless: bool = False
    part: str | None = None  # day that a month of a list takes from the end of the list


def resolve_value(mention: Mention, times: Times, festivals: Mapping[str, str], near_year: int | None = None) -> Value | None:
    """Value of a mention, or None where it cannot be resolved (a day that does not exist, 明年底 of an unknown year).

    `near_year` is the year of a dated expression before it in the same paragraph; it goes before the document's own.
    """
    template = mention.rule.value
    if mention.rule.kind in ("immediate", "vague"):
        return Value(template)
    if mention.rule.kind == "duration":
        return _duration(template, mention)
    if mention.rule.kind == "recurring":
        return _recurring(template, mention)
    return _dated(template, mention, times, festivals, near_year)


# ---------------------------------------------------------------- durations and recurrences
def _duration(template: str, mention: Mention) -> Value | None:
    if (bare := template.removeprefix("-")) in ("{span}", "{wd}"):
        length = read_span(mention.slot(bare[1:-1]) or "")
        sign = "-" if bare != template else ""
        return None if length is None else Value(sign + length.iso(), length.calendar)
    body, _, working = template.partition(" ")
    text = _filled(body, mention, pad=False)
    return None if text is None else Value(text, "working" if working else "calendar")


def _recurring(template: str, mention: Mention) -> Value | None:
    if template == "every {span}":
        length = read_span(mention.slot("span") or "")
        return None if length is None or length.count == 0 else Value(length.iso(weeks=True))
    body, _, flag = template.partition(" ")
    text = _filled(body, mention, pad=True)
    if text is None:
        return None
    if m := _QUARTER_OF.match(text):  # P1Y@q1: the end of March
        text = f"P1Y@{3 * int(m[1]):02d}-end"
    if text.startswith("P1Y@") and text.endswith("-end"):
        month = int(text[4:6])
        text = f"P1Y@{month:02d}-{28 if month == 2 else monthrange(2001, month)[1]:02d}"
    return Value(text, weekdays_only=flag == "weekdays") if _possible_point(text) else None


def _possible_point(text: str) -> bool:
    """Whether the fixed point behind @ exists: no P1M@32, no P1Y@02-30."""
    point = text.partition("@")[2]
    if m := re.fullmatch(r"(\d\d)-(\d\d)", point):
        month = int(m[1]) if text.startswith("P1Y") else 1
        return calendar_date(2004, month, int(m[2])) is not None
    return not point.isdigit() or 1 <= int(point) <= 31


def _filled(template: str, mention: Mention, pad: bool) -> str | None:
    """Template with its slots read as numbers, two digits wide where `pad`."""
    out = template
    for token in _TOKEN.findall(template):
        words = mention.slot(token)
        if words is None:
            return None
        name = token.rstrip("2")
        if name in ("w", "wn"):
            text: str | None = read_weekday(words)
        elif name == "clock":
            text = _read_time((mention.slot("time_of_day") or "") + words)
        else:
            number = read_count(words)
            text = None if number is None else f"{number:02d}" if pad and name not in ("q", "n") else str(number)
        if text is None:
            return None
        out = out.replace("{" + token + "}", text, 1)
    return out


def _read_time(words: str) -> str | None:
    """17时 -> 17:00, 下午5点半 -> 17:30."""
    m = _TIME.match(words)
    hour = read_number(m["h"]) if m else None
    if m is None or hour is None:
        return None
    if m["half"] in ("下午", "晚上", "晚") and hour < 12:
        hour += 12
    minute = 30 if m["half_past"] else int(m["m"] or 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 else "23:59"


# ---------------------------------------------------------------- dates
def _dated(template: str, mention: Mention, times: Times, festivals: Mapping[str, str], near: int | None) -> Value | None:
    if template in ("{iso}", "{end_iso}"):
        parts = [int(p) for p in re.split(r"[.\-/]", mention.slot(template[1:-1]) or "0")]
        return _on(calendar_date(*parts) if len(parts) == 3 else None, True)
    if template.startswith("{five_year}"):
        end = _five_year_end(mention.slot("five_year") or "")
        return _on(None if end is None else date(end, 12, 31), True)
    if template.startswith(("{today", "{this", "{next")):
        return _on(_from_written(template, mention, times.written), True)
    said = mention.slot("year2") if "{year2}" in template else mention.slot("year")
    year, own = _year(said or mention.slot("year"), times, near)
    if template.startswith("{docyear}"):
        year = times.year
    if year is None:
        return _without_year(mention, times, festivals) if _of_this_year(said or mention.slot("year")) else None
    rest = template.partition("-")[2]
    if rest == "{festival}":
        return _on(_festival(mention.slot("festival") or "", year, said is None, times, festivals), own)
    filled = _filled(rest, mention, pad=True)
    day = None if filled is None else _day_of(year, filled)
    if day is not None and not own:
        day = _next_if_turned(day, mention, times)
    if day is not None and mention.slot("end_month") and said is None:
        first = read_count(mention.slot("month") or mention.slot("n") or "")
        last = read_count(mention.slot("end_month") or "")
        if first is not None and last is not None and last < first:  # 11月至3月
            day = _day_of(year + 1, filled or "")
    return _on(day, own)


def _of_this_year(words: str | None) -> bool:
    """Whether a date means the document's own year, or one seen from the case (次年): it names none, or says 今年, 本年, 当年."""
    return words is None or words.startswith(("今年", "本年", "当年", "次年", "翌年", "下一年"))


def _without_year(mention: Mention, times: Times, festivals: Mapping[str, str]) -> Value | None:
    """Value of a date in a document of unknown year: --12-31. A festival that moves (春节前) has none."""
    name = mention.slot("festival")
    if name is not None and not all(len(day) == 5 for word, day in festivals.items() if word in name):
        return None
    held = _dated(mention.rule.value, mention, replace(times, year=_STAND_IN_YEAR), festivals, None)
    if held is None or held.dated is None:
        return None
    day = 28 if (held.dated.month, held.dated.day) == (2, 29) and "-end" in mention.rule.value else held.dated.day
    return replace(held, text=f"--{held.dated.month:02d}-{day:02d}", own_year=False, yearless=True)


def _on(day: date | None, own_year: bool) -> Value | None:
    return None if day is None else Value(day.isoformat(), dated=day, own_year=own_year)


def _day_of(year: int, rest: str) -> date | None:
    """09-14, 09-end, q3 of a year."""
    if m := re.fullmatch(r"q([1-4])", rest):
        return month_end(year, 3 * int(m[1]))
    month, _, day = rest.partition("-")
    if not month.isdigit() or not 1 <= int(month) <= 12:
        return None
    return month_end(year, int(month)) if day == "end" else calendar_date(year, int(month), int(day))


def _year(words: str | None, times: Times, near: int | None) -> tuple[int | None, bool]:
    """Year meant by the words of {year}, and whether they name one of their own."""
    if words is None:
        return (near, True) if near is not None else (times.year, False)
    base = times.year
    bare = words.removesuffix("度")
    if bare.startswith(_NEXT_YEAR):
        return (None if base is None else (near or base) + 1), True
    if bare.startswith(_LAST_YEAR):
        return (None if base is None else base - 1), True
    if bare.startswith(("前年", "后年")):
        return (None if base is None else base + (2 if bare[0] == "后" else -2)), True
    number = read_number(bare.removesuffix("年"))
    if number is None:  # 今年, 本年, 当年
        return (near if bare.startswith("当年") and near else base), True
    if number < 100:
        number += 2000
    return (number, True) if 1900 <= number <= 2100 else (None, True)


def _next_if_turned(day: date, mention: Mention, times: Times) -> date | None:
    """A yearless early date in a document of November or December lies in the next year."""
    written = times.written
    if written is None or times.year_is_titled or "{docyear}" in mention.rule.value:
        return day
    early = day.month <= _EARLY_MONTHS and day < written
    if not early or written.month < _LATE_MONTHS or mention.rule.need != "sure":
        return day
    month_ends = day == month_end(day.year, day.month)
    return month_end(day.year + 1, day.month) if month_ends else calendar_date(day.year + 1, day.month, day.day)


def _five_year_end(words: str) -> int | None:
    """Last year of 十三五 (2020), “十四五” (2025)."""
    m = re.search(r"十([一二三四五六七])五", words)
    return _FIVE_YEAR_PLANS[m[1]] if m else None


def _festival(words: str, year: int, yearless: bool, times: Times, festivals: Mapping[str, str]) -> date | None:
    """Day of a festival; without a year the next one after the document was written."""
    name = next((n for n in festivals if n in words), None)
    if name is None:
        return None
    days: list[date] = []
    for part in festivals[name].replace(";", "；").split("；"):
        if len(part) == 5:
            days += [date(y, int(part[:2]), int(part[3:])) for y in (year, year + 1)]
        else:
            days.append(date.fromisoformat(part))
    if yearless and times.written is not None:
        return next((d for d in sorted(days) if d > times.written), None)
    return next((d for d in days if d.year == year), None)


def _from_written(template: str, mention: Mention, written: date | None) -> date | None:
    """本月底, 下月5日, 于25日前, 本周五, 今日: counted from the document's own date."""
    if written is None:
        return None
    if template in ("{today}", "{nextday}"):
        return written + timedelta(days=template == "{nextday}")
    if "week" in template:
        monday = written - timedelta(days=written.weekday())
        ahead = 7 if template.startswith("{next") else 0
        weekday = "SU" if template.endswith("-end") else read_weekday(mention.slot("w") or "")
        return monday + timedelta(days=ahead + _WEEKDAY_NUMBER[weekday])
    year, month = written.year, written.month
    if template.startswith("{next"):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    filled = _filled(template.partition("-")[2], mention, pad=True)
    day = None if filled is None else _day_of(year, f"{month:02d}-{filled}")
    if day is not None and mention.rule.id == "day-of-month-by" and day < written:  # 于5日前 in a letter of the 28th
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        day = _day_of(year, f"{month:02d}-{filled}")
    return day
