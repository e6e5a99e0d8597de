"""Chinese numerals and numbers, both ways: 二十一 <-> 21, 二〇一二 <-> 2012.

Two ways of writing exist and are told apart by whether a counting word (十百千万亿) occurs: *numbers* (二百零五, 廿一, 两)
and *digit strings* as in years (二〇一二, 二O一二, 一九九八). Financial forms (壹贰叁) and full-width digits are read alike.
"""

from __future__ import annotations

DIGITS = {
    **{c: i for i, c in enumerate("零一二三四五六七八九")},
    **{c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")},
    **dict.fromkeys("〇○◯OoＯｏ", 0),  # all of them occur in dates: 二〇一二, 二○一二, 二O一二
    "两": 2, "俩": 2, "貳": 2, "參": 3, "陸": 6, "弌": 1, "弍": 2, "弎": 3, "幺": 1,
}  # fmt: skip
SMALL_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
BIG_UNITS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
TENS = {"廿": 20, "卄": 20, "卅": 30, "丗": 30, "卌": 40}

_ASCII = {chr(0xFF10 + i): str(i) for i in range(10)}
_WRITTEN = "零一二三四五六七八九"


def read_number(text: str) -> int | None:
    """Value of a number in Chinese or Arabic writing, or None where it is none.

    >>> [read_number(s) for s in ("二十一", "廿一", "两百零五", "二〇一二", "１２", "3万", "十")]
    [21, 21, 205, 2012, 12, 30000, 10]
    """
    text = "".join(_ASCII.get(c, c) for c in text.strip())
    if text.isascii() and text.isdigit():
        return int(text)
    if not text:
        return None
    if not any(c in SMALL_UNITS or c in BIG_UNITS or c in TENS for c in text):
        return read_digits(text)
    return _read_counted(text)


def read_digits(text: str) -> int | None:
    """Value of a string of digits, Chinese, Arabic or mixed (二〇一二, 二0一二); None where another character occurs.

    >>> read_digits("二O一二"), read_digits("二十")
    (2012, None)
    """
    value = 0
    for c in text:
        c = _ASCII.get(c, c)
        digit = int(c) if c.isascii() and c.isdigit() else DIGITS.get(c)
        if digit is None:
            return None
        value = value * 10 + digit
    return value if text else None


def _read_counted(text: str) -> int | None:
    """Value of a number with counting words: 一亿零三百万, 二百五十, 百二十, 廿三, 3万5千."""
    total, section, digit = 0, 0, None
    last_unit = 1
    for c in text:
        if c in TENS:
            if digit is not None:
                return None
            section += TENS[c]
            last_unit = 10
        elif c in SMALL_UNITS:
            section += (1 if digit is None else digit) * SMALL_UNITS[c]
            digit, last_unit = None, SMALL_UNITS[c]
        elif c in BIG_UNITS:
            section += digit or 0
            if section == 0 and total == 0:
                return None
            if BIG_UNITS[c] == 100_000_000:
                total = (total + section) * BIG_UNITS[c]
            else:
                total += section * BIG_UNITS[c]
            section, digit, last_unit = 0, None, BIG_UNITS[c]
        elif c.isascii() and c.isdigit():
            digit = (digit or 0) * 10 + int(c)
        elif c in DIGITS:
            if digit:
                return None
            digit = DIGITS[c]
            if digit == 0:
                last_unit = 1
        else:
            return None
    # 二百五 is 250, 一万二 is 12000: a bare last digit counts in tenths of the unit before it (but 二十五 is 25).
    if digit and last_unit > 10 and text[-1] in DIGITS:
        return total + section + digit * last_unit // 10
    return total + section + (digit or 0)


def write_number(value: int) -> str:
    """Chinese writing of a number from 0 to 9999_9999_9999, in the form of ordinary text.

    >>> [write_number(n) for n in (0, 10, 21, 110, 205, 10_020)]
    ['零', '十', '二十一', '一百一十', '二百零五', '一万零二十']
    """
    if not 0 <= value < 10**12:
        raise ValueError(f"write_number: {value} is outside 0..999999999999")
    if value < 10:
        return _WRITTEN[value]
    out = ""
    gap = False
    for unit, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        part, value = divmod(value, size)
        if part:
            if out and (part < 1000 or gap):
                out += "零"
            out += _write_section(part) + unit
            gap = False
        elif out:
            gap = True
    return out[1:] if out.startswith("一十") else out


def _write_section(value: int) -> str:
    """1..9999 in Chinese."""
    out, gap = "", False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, value = divmod(value, size)
        if digit:
            out += ("零" if gap and out else "") + _WRITTEN[digit] + unit
            gap = False
        else:
            gap = True
    return out


def write_digits(value: int) -> str:
    """Digit-by-digit writing, as in years: 2012 -> 二〇一二."""
    if value < 0:
        raise ValueError(f"write_digits: {value} is negative")
    return "".join("〇" if c == "0" else _WRITTEN[int(c)] for c in str(value))
