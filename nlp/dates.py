"""Full dates as Chinese documents write them: 2018年9月3日, 二〇一二年五月三日, 2019.5.15, 2019-05-15, 20190515, 9月3日.

Month-only and vaguer expressions are the deadline rules' business; a date here has a day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from nlp.numerals import read_number

# The parts, each with an example. Blanks may stand between them (word processors put them round digits).
ZERO = "0〇零○◯OoＯｏ０"
_HAN_DIGIT = "一二三四五六七八九壹贰叁肆伍陆柒捌玖"
_GAP = "[ \\u3000\\u00a0]{0,4}"
# 2018, １９９８, 二〇一二, 二O一二, 二0一二
YEAR = rf"(?:[12１２][0-9０-９]{{3}}|[12一二壹贰][0-9{ZERO}{_HAN_DIGIT}]{{3}})"
# 9, 09, 12, 九, 十二
MONTH = r"(?:1[0-2]|0?[1-9]|１[０-２]|０?[１-９]|十[一二]?|壹拾[壹贰]?|[一二三四五六七八九])"
# 3, 03, 31, 三, 十三, 二十, 三十一, 廿八
DAY = (
    r"(?:3[01]|[12][0-9]|0?[1-9]|３[０１]|[１２][０-９]|０?[１-９]"
    r"|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅一?|[一二三四五六七八九])"
)

# 2018年9月3日, 二〇一二年五月三日, 2018 年 9 月 3 号
_WRITTEN = re.compile(
    rf"(?<![0-9０-９])(?P<y>{YEAR}){_GAP}年{_GAP}(?P<m>{MONTH}){_GAP}月{_GAP}(?P<d>{DAY}){_GAP}[日号]"
)
# 9月3日, 九月三日: the year is the caller's
_YEARLESS = re.compile(rf"(?<![0-9０-９年个几{_HAN_DIGIT}十])(?P<m>{MONTH}){_GAP}月{_GAP}(?P<d>{DAY}){_GAP}[日号]")
# 2019.5.15, 2019-05-15, 2019/5/15, 2019．5．15
_POINTED = re.compile(
    r"(?<![0-9０-９.\-/])(?P<y>(?:19|20)[0-9]{2})(?P<s>[.\-/．－—])(?P<m>1[0-2]|0?[1-9])(?P=s)(?P<d>3[01]|[12][0-9]|0?[1-9])(?![0-9.\-/])"
)
# 20190515
_COMPACT = re.compile(
    r"(?<![0-9A-Za-z.\-/])(?P<y>(?:19|20)[0-9]{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12][0-9]|3[01])(?![0-9A-Za-z.\-/])"
)
# what no date can do without: 月, or 19 and 20 of a year in digits
_MAYBE = re.compile("月|19|20")


@dataclass(frozen=True, slots=True)
class DateHit:
    """A date in a text: text[start:end] says it."""

    start: int
    end: int
    date: date


def calendar_date(year: int, month: int, day: int) -> date | None:
    """That day, or None where the calendar has none (2月30日)."""
    if not (1 <= month <= 12 and 1 <= year <= 9999 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def month_end(year: int, month: int) -> date:
    """Last day of a month.

    >>> month_end(2024, 2)
    datetime.date(2024, 2, 29)
    """
    return date(year, month, monthrange(year, month)[1])


def find_dates(text: str, year: int | None = None) -> tuple[DateHit, ...]:
    """All full dates in text order, without overlaps; days that do not exist are left out.

    `year` is taken for dates without one (9月3日); without it they are left out.

    >>> [h.date.isoformat() for h in find_dates("二〇一二年五月三日印发，9月3日施行", 2012)]
    ['2012-05-03', '2012-09-03']
    """
    if not _MAYBE.search(text):
        return ()
    hits = [hit for pattern in (_WRITTEN, _POINTED, _COMPACT) for m in pattern.finditer(text) if (hit := _read(m, None))]
    if year is not None:
        ends = {h.end for h in hits}  # a yearless date inside a full one ends with it
        hits += [hit for m in _YEARLESS.finditer(text) if m.end() not in ends and (hit := _read(m, year))]
    return tuple(sorted(hits, key=lambda h: h.start))


def _read(m: re.Match[str], year: int | None) -> DateHit | None:
    """The hit of a match, None where the calendar has no such day or the year is no document's."""
    y = year if year is not None else read_number(m["y"])
    month, day = read_number(m["m"]), read_number(m["d"])
    if y is None or month is None or day is None or not 1900 <= y <= 2199:
        return None
    found = calendar_date(y, month, day)
    return None if found is None else DateHit(m.start(), m.end(), found)
