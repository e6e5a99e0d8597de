"""Automatic numbers of a Word document, restored as text: numbering.xml read and counted the way Word does.

A clerk who lets Word number 一、（一）1. and one who types the numbers must give the same document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from nlp.intake.ooxml import attribute, child, children, local

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_PLACE = re.compile("%([1-9])")
_LABEL_END = "、。．.：:）)】]〕》>―—-①②③④⑤⑥⑦⑧⑨⑩"


# ---------------------------------------------------------------- numbers as text
def chinese(n: int, digits: str = _DIGITS, units: str = "十百千", myriad: str = "万", short_ten: bool = True) -> str:
    """Counting form: 十一, 二十, 一百零一, 一万零二十.

    >>> chinese(11), chinese(20), chinese(101), chinese(10020)
    ('十一', '二十', '一百零一', '一万零二十')
    """
    if n >= 10000:
        high, low = divmod(n, 10000)
        rest = "" if not low else ("零" if low < 1000 else "") + chinese(low, digits, units, myriad, False)
        return chinese(high, digits, units, myriad, short_ten) + myriad + rest
    out, gap = "", False
    for place in (3, 2, 1, 0):
        d = n // 10**place % 10
        if d:
            out += ("零" if gap and out else "") + digits[d] + (units[place - 1] if place else "")
            gap = False
        else:
            gap = True
    return out[1:] if short_ten and out.startswith(digits[1] + units[0]) else out or digits[0]


def _positional(n: int, digits: str) -> str:
    return "".join(digits[int(d)] for d in str(n))


def _counting(n: int) -> str:
    """Word's chineseCounting: 一 … 九十九 counted, from 100 on digit by digit (一〇〇)."""
    return chinese(n) if n < 100 else _positional(n, "○一二三四五六七八九")


def _letters(n: int) -> str:
    """a … z, aa, bb, … as Word counts."""
    return chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1)


def _roman(n: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        out, n = out + letters * (n // value), n % value
    return out


def _circle(n: int) -> str:
    for low, high, base in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if low <= n <= high:
            return chr(base + n - low)
    return str(n)


def _from(first: int, count: int) -> Callable[[int], str]:
    return lambda n: chr(first + n - 1) if 1 <= n <= count else str(n)


def _of(signs: str) -> Callable[[int], str]:
    return lambda n: signs[n - 1] if 1 <= n <= len(signs) else str(n)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda n: f"{n:02d}",
    "numberInDash": lambda n: f"- {n} -",
    "decimalFullWidth": lambda n: str(n).translate({ord("0") + i: 0xFF10 + i for i in range(10)}),
    "decimalFullWidth2": lambda n: str(n).translate({ord("0") + i: 0xFF10 + i for i in range(10)}),
    "decimalEnclosedCircle": _circle,
    "decimalEnclosedCircleChinese": _circle,
    "decimalEnclosedParen": _from(0x2474, 20),
    "decimalEnclosedFullstop": _from(0x2488, 20),
    "chineseCounting": _counting,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": lambda n: chinese(n, myriad="萬"),
    "japaneseCounting": chinese,
    "ideographDigital": lambda n: _positional(n, _DIGITS),
    "japaneseDigitalTenThousand": lambda n: _positional(n, _DIGITS),
    "taiwaneseDigital": lambda n: _positional(n, "○一二三四五六七八九"),
    "chineseLegalSimplified": lambda n: chinese(n, _LEGAL, "拾佰仟", short_ten=False),
    "japaneseLegal": lambda n: chinese(n, _LEGAL_TRADITIONAL, "拾佰仟", "萬", short_ten=False),
    "ideographLegalTraditional": lambda n: chinese(n, _LEGAL_TRADITIONAL, "拾佰仟", "萬", short_ten=False),
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "ideographZodiacTraditional": lambda n: _STEMS[(n - 1) % 10] + _BRANCHES[(n - 1) % 12],
    "ideographEnclosedCircle": _from(0x3280, 10),
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerLetter": _letters,
    "upperRoman": lambda n: _roman(n).upper(),
    "lowerRoman": _roman,
    "none": lambda n: "",
}


def format_number(n: int, fmt: str) -> str:
    """A number in one of Word's number formats; an unknown format counts in Arabic digits."""
    return _FORMATS.get(fmt, str)(n) if 0 < n < 100_000_000 else str(n)


# ---------------------------------------------------------------- numbering.xml
@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list as numbering.xml gives it."""

    fmt: str = "decimal"
    text: str = ""
    start: int = 1
    suffix: str = "tab"
    legal: bool = False
    restart: int | None = None  # None: after any higher level; 0: never; n: only after level n
    style: str | None = None


@dataclass(frozen=True, slots=True)
class NumberRef:
    """What a paragraph or style says of numbering; None where it says nothing. num "0" switches numbering off."""

    num: str | None = None
    level: int | None = None


@dataclass(slots=True)
class Numbering:
    """Counters of one document; `label` must be asked once for every numbered paragraph, in document order."""

    abstract_of: Mapping[str, str]
    levels: Mapping[str, Mapping[int, Level]]
    overrides: Mapping[str, Mapping[int, tuple[int | None, Level | None]]]
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def level_of_style(self, num: str, style: str) -> int | None:
        """The level that a list ties to a paragraph style."""
        levels = self.levels.get(self.abstract_of.get(num, ""), {})
        return next((i for i, level in levels.items() if level.style == style), None)

    def label(self, num: str, ilvl: int) -> str:
        """The number of the next paragraph at a level, with what parts it from the text; "" for a bullet without sign."""
        abstract = self.abstract_of.get(num)
        if abstract is None or not 0 <= ilvl <= 8:
            return ""
        counters = self._counters.setdefault(abstract, {})
        if num not in self._begun:
            self._begun.add(num)
            for i, (start, _) in self.overrides.get(num, {}).items():
                if start is not None:
                    counters.pop(i, None)
        level = self._level(num, abstract, ilvl)
        for i in range(ilvl):
            counters.setdefault(i, self._start(num, abstract, i))
        counters[ilvl] = counters[ilvl] + 1 if ilvl in counters else self._start(num, abstract, ilvl)
        for deeper in [i for i in counters if i > ilvl]:
            restart = self._level(num, abstract, deeper).restart
            if restart is None or (restart and ilvl < restart):
                del counters[deeper]
        if level.fmt == "bullet":
            return _bullet(level)
        text = _PLACE.sub(lambda m: self._shown(num, abstract, int(m[1]) - 1, counters, level.legal), level.text)
        return text + _gap(text, level.suffix) if text.strip() else ""

    def _shown(self, num: str, abstract: str, i: int, counters: Mapping[int, int], legal: bool) -> str:
        level = self._level(num, abstract, i)
        value = counters.get(i, self._start(num, abstract, i))
        return str(value) if legal else format_number(value, level.fmt)

    def _level(self, num: str, abstract: str, i: int) -> Level:
        override = self.overrides.get(num, {}).get(i, (None, None))[1]
        return override or self.levels.get(abstract, {}).get(i) or Level()

    def _start(self, num: str, abstract: str, i: int) -> int:
        start = self.overrides.get(num, {}).get(i, (None, None))[0]
        return self._level(num, abstract, i).start if start is None else start


def _bullet(level: Level) -> str:
    """The sign of a bullet list where it is a character of its own; symbol-font signs lie in the private use area."""
    sign = level.text.strip()
    return f"{sign} " if sign and all(ord(c) < 0xE000 or ord(c) > 0xF8FF for c in sign) and sign not in "noqlu§Øv" else ""


def _gap(label: str, suffix: str) -> str:
    """What stands between number and text: nothing where a typist would type nothing (一、 （一） 1. ①), else one blank."""
    if suffix == "nothing" or label[-1] in _LABEL_END or "\u2460" <= label[-1] <= "\u2473" or "\u2474" <= label[-1] <= "\u249b":
        return ""
    return " "


def read_numbering(root: Any, style_numbers: Mapping[str, NumberRef]) -> Numbering:
    """Numbering of a document from the root of numbering.xml (None: no lists); `style_numbers` resolves numStyleLink."""
    abstract_of: dict[str, str] = {}
    levels: dict[str, dict[int, Level]] = {}
    overrides: dict[str, dict[int, tuple[int | None, Level | None]]] = {}
    links: dict[str, str] = {}
    for element in root if root is not None else ():
        if local(element) == "abstractNum":
            key = attribute(element, "abstractNumId") or ""
            levels[key] = dict(filter(None, map(_read_level, children(element, "lvl"))))
            link = child(element, "numStyleLink")
            if link is not None:
                links[key] = attribute(link, "val") or ""
        elif local(element) == "num":
            num = attribute(element, "numId") or ""
            target = child(element, "abstractNumId")
            abstract_of[num] = (attribute(target, "val") or "") if target is not None else ""
            overrides[num] = dict(filter(None, map(_read_override, children(element, "lvlOverride"))))
    for key, style in links.items():
        target_num = style_numbers.get(style, NumberRef()).num
        linked = abstract_of.get(target_num or "")
        if linked is not None and linked != key and linked in levels:
            for num, abstract in abstract_of.items():
                if abstract == key:
                    abstract_of[num] = linked
    return Numbering(abstract_of, levels, overrides)


def _read_level(element: Any) -> tuple[int, Level] | None:
    ilvl = _integer(attribute(element, "ilvl"))
    if ilvl is None:
        return None
    values = {local(e): attribute(e, "val") for e in element.iter()}
    legal = child(element, "isLgl")
    return ilvl, Level(
        fmt=values.get("numFmt") or "decimal",
        text=values.get("lvlText") or "",
        start=1 if (start := _integer(values.get("start"))) is None else start,
        suffix=values.get("suff") or "tab",
        legal=legal is not None and attribute(legal, "val") not in ("0", "false", "off"),
        restart=_integer(values.get("lvlRestart")),
        style=values.get("pStyle"),
    )


def _read_override(element: Any) -> tuple[int, tuple[int | None, Level | None]] | None:
    ilvl = _integer(attribute(element, "ilvl"))
    if ilvl is None:
        return None
    start, level = child(element, "startOverride"), child(element, "lvl")
    read = _read_level(level) if level is not None else None
    return ilvl, (_integer(attribute(start, "val")) if start is not None else None, read[1] if read else None)


@lru_cache(maxsize=256)
def _integer(value: str | None) -> int | None:
    return int(value) if value is not None and re.fullmatch(r"-?[0-9]{1,9}", value.strip()) else None
