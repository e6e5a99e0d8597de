"""Numbers of a spreadsheet as they are shown: number formats of Excel and WPS, dates among them.

>>> shown(45000.0, 'yyyy"年"m"月"d"日"'), shown(0.125, "0.0%"), shown(-1234.5, "#,##0.00;[Red]-#,##0.00")
('2023年3月15日', '12.5%', '-1,234.50')
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache

from nlp.numerals import write_number

# What the numbered formats mean in a Chinese installation; others below 50 are the same everywhere.
BUILTIN: dict[int, str] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;"¥"-#,##0',
    7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;"¥"-#,##0.00', 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: "#,##0;-#,##0;-", 42: '"¥"#,##0;"¥"-#,##0;"¥"-', 43: "#,##0.00;-#,##0.00;-",
    44: '"¥"#,##0.00;"¥"-#,##0.00;"¥"-', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip

_TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*"?) | [\\!](?P<escaped>.) | _(?P<room>.) | \*(?P<fill>.) | (?P<bracket>\[[^\]]*\]?)
    | (?P<half>AM/PM|A/P|上午/下午) | (?P<general>General|G/通用格式) | (?P<power>E[+-])
    | (?P<date>y+|m+|d+|h+|s+(?:\.0+)?|aaaa?|e+) | (?P<digit>[0\#?]) | (?P<mark>[.,%/@]) | (?P<other>.)""",
    re.I | re.X | re.S,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|=|<|>)\s*(-?[0-9.]+)\]")
_LONGEST = 500
_PRECISE = Context(prec=340)
_WEEKDAYS = "一二三四五六日"
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SMALL, _LARGE = "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Section:
    tokens: tuple[_Token, ...]
    condition: tuple[str, float] | None
    numerals: str  # digits to use instead of 0-9, or ""

    def has(self, kind: str, text: str = "") -> bool:
        return any(t.kind == kind and (not text or t.text == text) for t in self.tokens)


def shown(value: float, code: str, since_1904: bool = False) -> str:
    """A number in a format. What the format cannot mean falls back to the plain number."""
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)
    section, magnitude = _section_for(value, _sections(code[:_LONGEST]))
    if section is None or section.has("general") or section.has("mark", "@"):
        text = general(magnitude)
        if section is None:
            return text
        if section.numerals:
            whole = magnitude == int(magnitude) and 0 <= magnitude < 1e12 and section.numerals == _SMALL
            text = write_number(int(magnitude)) if whole else _in_numerals(text, section.numerals)
        return "".join(text if t.kind == "general" or t.text == "@" else t.text for t in section.tokens if t.kind != "bracket")
    if section.has("date") or section.has("elapsed"):
        return _date(value, section, since_1904)
    if not section.has("digit"):
        return "".join(t.text for t in section.tokens if t.kind == "text")
    try:
        text = _number(magnitude, section)
    except (InvalidOperation, OverflowError, ValueError):
        return general(value)
    return _in_numerals(text, section.numerals) if section.numerals else text


def _in_numerals(text: str, numerals: str) -> str:
    return "".join(numerals[int(c)] if c.isdecimal() and c.isascii() else c for c in text)


def general(value: float) -> str:
    """A number without a format: all digits of an integer, ten of any other.

    >>> general(3.0), general(0.1 + 0.2), general(123456789012345.0)
    ('3', '0.3', '123456789012345')
    """
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.10g}"
    return text.replace("e+", "E+").replace("e-", "E-")


# ---------------------------------------------------------------- sections
@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    tokens: list[_Token] = []
    condition: tuple[str, float] | None = None
    numerals = ""
    for m in _TOKEN.finditer(code):
        kind, text = m.lastgroup or "other", m[0]
        if kind == "other" and text == ";":
            sections.append(_Section(tuple(tokens), condition, numerals))
            tokens, condition, numerals = [], None, ""
            continue
        if kind == "quoted":
            tokens.append(_Token("text", text.strip('"')))
        elif kind == "escaped":
            tokens.append(_Token("text", m["escaped"]))
        elif kind in ("room", "fill"):
            continue
        elif kind == "bracket":
            inner = text.strip("[]")
            if found := _CONDITION.match(text):
                condition = (found[1], float(found[2])) if found[2].count(".") < 2 and found[2] not in ("-", ".") else None
            elif inner.lower().startswith("dbnum"):
                numerals = _LARGE if inner.endswith("2") else _SMALL
            elif inner.startswith("$"):
                tokens.append(_Token("text", inner[1:].partition("-")[0]))
            elif inner and set(inner.lower()) <= set("hms") and len(set(inner.lower())) == 1:
                tokens.append(_Token("elapsed", inner.lower()))
        elif kind == "other":
            tokens.append(_Token("text", text))
        else:
            tokens.append(_Token(kind, text.lower() if kind == "date" else text))
    sections.append(_Section(tuple(tokens), condition, numerals))
    return tuple(sections)


def _section_for(value: float, sections: Sequence[_Section]) -> tuple[_Section | None, float]:
    """The section for a value, and the value to show in it (without its sign where the section writes its own)."""
    if any(s.condition for s in sections[:2]):
        for s in sections[:3]:
            if s.condition is None or _holds(value, *s.condition):
                return s, value
        return None, value
    if len(sections) >= 3 and value == 0:
        return sections[2], value
    if len(sections) >= 2 and value < 0:
        return sections[1], -value
    first = sections[0]
    return (first, value) if first.tokens or len(sections) > 1 else (None, value)


def _holds(value: float, sign: str, limit: float) -> bool:
    return {
        "<": value < limit, "<=": value <= limit, ">": value > limit, ">=": value >= limit, "=": value == limit, "<>": value != limit,
    }[sign]  # fmt: skip


# ---------------------------------------------------------------- numbers
def _number(value: float, section: _Section) -> str:
    tokens = list(section.tokens)
    if any(t.kind == "power" for t in tokens):
        return _scientific(value, tokens)
    slash = next((i for i, t in enumerate(tokens) if t.text == "/" and t.kind == "mark"), None)
    if slash is not None:
        return _fraction(value, tokens, slash)
    point = next((i for i, t in enumerate(tokens) if t.kind == "mark" and t.text == "."), len(tokens))
    places = [i for i, t in enumerate(tokens) if t.kind == "digit"]
    amount = Decimal(repr(value))
    amount = amount.scaleb(2 * sum(t.kind == "mark" and t.text == "%" for t in tokens), _PRECISE)
    last = places[-1]
    thousands = 0
    for t in tokens[last + 1 :]:
        if t.kind != "mark" or t.text != ",":
            break
        thousands += 1
    amount = amount.scaleb(-3 * thousands, _PRECISE)
    decimals = [i for i in places if i > point]
    amount = amount.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP, _PRECISE)
    sign = "-" if amount < 0 else ""
    whole, _, rest = f"{abs(amount):f}".partition(".")
    grouped = any(t.text == "," and places[0] < i < last for i, t in enumerate(tokens) if t.kind == "mark" and i < point)
    head = _whole(whole, [(i, tokens[i]) for i in range(min(point, len(tokens)))], grouped)
    tail: list[str] = []
    kept = len(rest)
    for i in reversed(decimals):  # "#" shows no zeros at the end
        if kept == 0 or tokens[i].text != "#" or rest[kept - 1] != "0":
            break
        kept -= 1
    at = 0
    for i in range(point, len(tokens)):
        t = tokens[i]
        if t.kind == "digit":
            tail.append(rest[at] if at < kept else "")
            at += 1
        elif t.kind == "text" or t.text in ".%":
            tail.append(t.text)
    text = head + "".join(tail)
    return sign + text


def _whole(digits: str, tokens: list[tuple[int, _Token]], grouped: bool) -> str:
    """Digits before the point on their places; places beyond them show zeros or nothing."""
    digits = digits.lstrip("0")
    places = [i for i, t in tokens if t.kind == "digit"]
    out: list[str] = []
    used = 0

    def take(last: bool) -> None:
        nonlocal used
        while used < len(digits):
            if grouped and used and used % 3 == 0:
                out.append(",")
            out.append(digits[len(digits) - 1 - used])
            used += 1
            if not last:
                return

    for i, t in reversed(tokens):
        if t.kind == "digit":
            if used < len(digits):
                take(i == places[0])
            elif t.text == "0":
                if grouped and used and used % 3 == 0:
                    out.append(",")
                out.append("0")
                used += 1
        elif t.kind == "text" or t.text == "%":
            out.append(t.text[::-1])
    if not places:
        take(True)
    return "".join(out)[::-1]


def _scientific(value: float, tokens: list[_Token]) -> str:
    at = next(i for i, t in enumerate(tokens) if t.kind == "power")
    point = next((i for i, t in enumerate(tokens[:at]) if t.text == "." and t.kind == "mark"), at)
    decimals = sum(t.kind == "digit" for t in tokens[point:at])
    width = max(1, sum(t.kind == "digit" for t in tokens[at:]))
    mantissa, _, power = f"{value:.{decimals}E}".partition("E")
    sign = "-" if power.startswith("-") else "+" if tokens[at].text.endswith("+") else ""
    return f"{mantissa}E{sign}{power.lstrip('+-').lstrip('0').zfill(width)}"


def _fraction(value: float, tokens: list[_Token], slash: int) -> str:
    below = "".join(t.text for t in tokens[slash + 1 :] if t.kind == "digit")
    most = 10 ** min(max(len(below), 1), 4) - 1
    part = Fraction(abs(value)).limit_denominator(most)
    whole, rest = divmod(part.numerator, part.denominator)
    sign = "-" if value < 0 else ""
    if not rest:
        return f"{sign}{whole}"
    return f"{sign}{whole} {rest}/{part.denominator}" if whole else f"{sign}{rest}/{part.denominator}"


# ---------------------------------------------------------------- dates
def moment(value: float, since_1904: bool = False) -> datetime.datetime | None:
    """Date and time of a serial number, to the millisecond; None outside the calendar of spreadsheets."""
    if not 0 <= value < 2_958_466:
        return None
    if since_1904:
        base = datetime.datetime(1904, 1, 1)
    else:
        base = datetime.datetime(1899, 12, 31 if value < 60 else 30)
    return base + datetime.timedelta(milliseconds=round(value * 86_400_000))


def _date(value: float, section: _Section, since_1904: bool) -> str:
    at = moment(value, since_1904)
    if at is None:
        return general(value)
    tokens = section.tokens
    parts = [i for i, t in enumerate(tokens) if t.kind in ("date", "elapsed")]
    if not any("." in tokens[i].text for i in parts) and at.microsecond:
        at = (at + datetime.timedelta(microseconds=500_000)).replace(microsecond=0)
    half = any(t.kind == "half" for t in tokens)
    out: list[str] = []
    for i, t in enumerate(tokens):
        if t.kind == "date":
            n = parts.index(i)
            before = tokens[parts[n - 1]].text[0] if n else ""
            after = tokens[parts[n + 1]].text[0] if n + 1 < len(parts) else ""
            minutes = (
                t.text[0] == "m" and len(t.text) <= 2 and (before == "h" or after == "s" or (before == "s" and after == "h"))
            )
            out.append(_part(t.text, at, minutes, half, section.numerals))
        elif t.kind == "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[t.text[0]]
            out.append(str(round(value * 86_400) // unit).zfill(len(t.text)))
        elif t.kind == "half":
            late = at.hour >= 12
            out.append(("下午" if late else "上午") if "午" in t.text else t.text.split("/")[late])
        elif t.kind in ("text", "mark", "digit"):
            out.append(t.text)
    return "".join(out).strip()


def _part(text: str, at: datetime.datetime, minutes: bool, half: bool, numerals: str) -> str:
    """One piece of a date: yyyy, m, aaaa, ss.0 …"""
    kind, width = text[0], len(text)
    if text.startswith("aaa"):
        return ("星期" if width > 3 else "") + _WEEKDAYS[at.weekday()]
    if kind in "ye":
        year = f"{at.year:04d}" if width > 2 or kind == "e" else f"{at.year % 100:02d}"
        return "".join(numerals[int(c)] for c in year) if numerals else year
    if kind == "m" and not minutes and width > 2:
        name = _MONTHS[at.month - 1]
        return name if width == 4 else name[0] if width == 5 else name[:3]
    if kind == "d" and width > 2:
        name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[at.weekday()]
        return name if width > 3 else name[:3]
    if kind == "s":
        whole, _, tenths = text.partition(".")
        rest = f"{at.microsecond:06d}"[: len(tenths)]
        return str(at.second).zfill(min(len(whole), 2)) + (f".{rest}" if tenths else "")
    hour = at.hour % 12 or 12 if half else at.hour
    number = {"m": at.minute if minutes else at.month, "d": at.day, "h": hour}[kind]
    return _spoken(number, numerals) if numerals else str(number).zfill(min(width, 2))


def _spoken(number: int, numerals: str) -> str:
    """A number under sixty in Chinese: 二十一."""
    ten = "拾" if numerals == _LARGE else "十"
    tens, ones = divmod(number, 10)
    if not tens:
        return numerals[ones]
    return (numerals[tens] if tens > 1 or numerals == _LARGE else "") + ten + (numerals[ones] if ones else "")
