"""Check characters of identity numbers, bank cards and credit codes, and what a resident number says of its holder."""

from __future__ import annotations

from datetime import date

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: no I O S V Z
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_EARLIEST_BIRTH_YEAR = 1880
_LATEST_BIRTH_YEAR = 2100

# First two digits of the area codes in use (GB/T 2260): provinces, Taiwan, Hong Kong, Macao, residence permits of the three.
PROVINCES = frozenset(
    (
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44",
        "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83",
    )
)
# Registering department and category of credit codes as they are issued.
_CODE_HEADS = frozenset(
    (
        "11", "12", "13", "19", "21", "29", "31", "32", "33", "34", "35", "39", "41", "49", "51", "52", "53", "54", "59",
        "61", "62", "69", "71", "72", "79", "81", "89", "91", "92", "93", "A1", "A9", "N1", "N2", "N3", "N9", "Y1",
    )
)
SOLE_TRADER = "92"


def is_resident_id(number: str) -> bool:
    """Whether 18 characters are a resident identity number: valid birth date and check character (GB 11643).

    >>> is_resident_id("11010519491231002X"), is_resident_id("110105194912310021")
    (True, False)
    """
    number = number.upper()
    if len(number) != 18 or not (number[:17].isascii() and number[:17].isdigit()) or birth_date(number) is None:
        return False
    total = sum(w * int(c) for w, c in zip(_ID_WEIGHTS, number[:17], strict=True))
    return _ID_CHECKS[total % 11] == number[17]


def is_issued_id(number: str) -> bool:
    """As `is_resident_id`, and the area is one in use; 9 begins the identity number of a foreign permanent resident."""
    return (number[:2] in PROVINCES or number[:1] == "9") and is_resident_id(number)


def birth_date(number: str) -> date | None:
    """Birth date that an 18-character number says, None where it says none."""
    year = int(number[6:10])
    if not _EARLIEST_BIRTH_YEAR <= year <= _LATEST_BIRTH_YEAR:
        return None
    return day_of(year, int(number[10:12]), int(number[12:14]))


def is_old_id(number: str) -> bool:
    """Whether 15 digits can be a resident number of the first kind: area in use, valid birth date of the 20th century."""
    if len(number) != 15 or not number.isdigit() or number[:2] not in PROVINCES:
        return False
    return day_of(1900 + int(number[6:8]), int(number[8:10]), int(number[10:12])) is not None


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def passes_luhn(number: str) -> bool:
    """Whether a digit string passes the Luhn check of bank cards (ISO/IEC 7812).

    >>> passes_luhn("6222021234567890128"), passes_luhn("6222021234567890129")
    (True, False)
    """
    total = 0
    for i, c in enumerate(reversed(number)):
        d = int(c) * (2 if i % 2 else 1)
        total += d - 9 if d > 9 else d
    return bool(number) and total % 10 == 0


def is_bank_card(number: str) -> bool:
    """16 to 19 digits of a card issuer (3 to 6) that pass the Luhn check and are not all alike."""
    return 16 <= len(number) <= 19 and number.isdigit() and number[0] in "3456" and len(set(number)) > 2 and passes_luhn(number)


def is_credit_code(code: str) -> bool:
    """Whether 18 characters are a unified social credit code: department, area in use, check character (GB 32100).

    >>> is_credit_code("91350100M000100Y43"), is_credit_code("91350100M000100Y44")
    (True, False)
    """
    code = code.upper()
    if len(code) != 18 or code[:2] not in _CODE_HEADS or not (code[2:8].isascii() and code[2:8].isdigit()):
        return False
    if code[2:4] not in PROVINCES and code[2:4] not in ("10", "99"):
        return False
    values = [_CODE_SIGNS.find(c) for c in code]
    if min(values) < 0:
        return False
    total = sum(w * v for w, v in zip(_CODE_WEIGHTS, values[:17], strict=True))
    return (31 - total % 31) % 31 == values[17]


_VIN_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def is_vehicle_number(number: str) -> bool:
    """Whether 17 characters are a vehicle identification number with a right check character (GB 16735).

    >>> is_vehicle_number("1M8GDM9AXKP042788")
    True
    """
    number = number.upper()
    values = [int(c) if c.isdigit() else _VIN_VALUES.get(c, -1) for c in number]
    if len(number) != 17 or min(values) < 0:
        return False
    check = sum(w * v for w, v in zip(_VIN_WEIGHTS, values, strict=True)) % 11
    return number[8] == ("X" if check == 10 else str(check))
