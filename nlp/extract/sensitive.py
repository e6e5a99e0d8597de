"""Personal information: shapes with their checksums, cues near them, masked forms.

Each kind has one named pattern here and one row in `rules/sensitive.tsv`. The view has ASCII digits, so full-width digits need
no second pattern; digits may be parted by single blanks or hyphens (138 0013 8000).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from nlp.rulebook import Row, Rulebook, check_examples
from nlp.types import Outline, Reason, Sensitive, View

_NO_DIGIT_BEFORE = r"(?<![0-9A-Za-z])"
_NO_DIGIT_BEHIND = r"(?![0-9A-Za-z])"


def _digits(n: int) -> str:
    """n digits that may be parted by single blanks or hyphens."""
    return rf"[0-9](?:[ -]?[0-9]){{{n - 1}}}"


# One pattern a kind; an example of each stands in the rule table.
PATTERNS: dict[str, str] = {
    "resident-id": _NO_DIGIT_BEFORE + r"[1-9](?:[ -]?[0-9]){16}[ -]?[0-9Xx]" + _NO_DIGIT_BEHIND,
    "resident-id-15": _NO_DIGIT_BEFORE + r"[1-9](?:[ -]?[0-9]){14}" + _NO_DIGIT_BEHIND,
    "mobile": r"(?<![0-9A-Za-z.])(?:\+?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}" + _NO_DIGIT_BEHIND,
    "landline-home": r"(?<![0-9])0[0-9]{2,3}[ -]?[0-9]{7,8}(?![0-9])",
    "bank-card": _NO_DIGIT_BEFORE + r"[3-9](?:[ -]?[0-9]){15,18}" + _NO_DIGIT_BEHIND,
    "passport": _NO_DIGIT_BEFORE + r"(?:[EG][0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|[DSP]E?[0-9]{7,8})" + _NO_DIGIT_BEHIND,
    "hk-macao-permit": _NO_DIGIT_BEFORE + r"[CWHM][A-Z]?[0-9]{7,10}" + _NO_DIGIT_BEHIND,
    "plate": r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·. ]?[A-HJ-NP-Z0-9]{4,6}"
    + _NO_DIGIT_BEHIND,
    "email": r"(?<![A-Za-z0-9._%-])[A-Za-z0-9._%-]{2,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}",
    "disability-card": _NO_DIGIT_BEFORE + r"[1-9][0-9]{16}[0-9Xx][1-7][1-4](?:B[0-9])?" + _NO_DIGIT_BEHIND,
    "address-full": r"[\u4e00-\u9fff]{2,24}(?:路|街|巷|村|组|屯|小区|苑|园|里|弄)[\u4e00-\u9fff0-9]{0,12}?"
    r"[0-9]{1,4}(?:号楼|号|组|栋|幢|室)(?:[0-9]{1,4}(?:单元|室|号))*",
    "medical-record": _NO_DIGIT_BEFORE + r"[0-9]{6,12}" + _NO_DIGIT_BEHIND,
    "driver-archive": _NO_DIGIT_BEFORE + r"[0-9]{12}" + _NO_DIGIT_BEHIND,
    "social-security-number": _NO_DIGIT_BEFORE + r"[0-9]{8,12}" + _NO_DIGIT_BEHIND,
}

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_EARLIEST_BIRTH_YEAR = 1880
_LATEST_BIRTH_YEAR = 2100


def is_resident_id(number: str) -> bool:
    """Whether 18 characters are a resident identity number: valid birth date and check character (GB 11643).

    >>> is_resident_id("11010519491231002X"), is_resident_id("110105194912310021")
    (True, False)
    """
    number = number.upper()
    if len(number) != 18 or not number[:17].isdigit():
        return False
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    if not _EARLIEST_BIRTH_YEAR <= year <= _LATEST_BIRTH_YEAR or not _is_date(year, month, day):
        return False
    total = sum(w * int(c) for w, c in zip(_ID_WEIGHTS, number[:17], strict=True))
    return _ID_CHECKS[total % 11] == number[17]


def _is_old_id(number: str) -> bool:
    return len(number) == 15 and number.isdigit() and _is_date(1900 + int(number[6:8]), int(number[8:10]), int(number[10:12]))


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


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


CHECKS: dict[str, Callable[[str], bool]] = {
    "resident-id": is_resident_id,
    "resident-id-15": _is_old_id,
    "bank-card": lambda n: passes_luhn(n) and not is_resident_id(n),
    "disability-card": lambda n: is_resident_id(n[:18]),
}


@dataclass(frozen=True, slots=True)
class SensitiveRule:
    """One kind: its pattern, what to keep when masking, cue words and how near they must stand."""

    kind: str
    pattern: re.Pattern[str]
    head: int
    tail: int
    needs_cue: bool
    reach: int
    cues: tuple[str, ...]
    denies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SensitiveRules:
    """Kinds in the order in which they claim a place."""

    rows: tuple[SensitiveRule, ...]

    @classmethod
    def load(cls, book: Rulebook) -> SensitiveRules:
        """Read and check `sensitive.tsv`. Raises RuleError for a kind without a pattern or a failing example."""
        return cls(tuple(_rule(row) for row in book.table("sensitive")))


def _rule(row: Row) -> SensitiveRule:
    kind = row["id"]
    if kind not in PATTERNS:
        raise row.fault(f"没有名为“{kind}”的类型，可用：{'、'.join(sorted(PATTERNS))}。")
    head, _, tail = row["keep"].partition("+")
    rule = SensitiveRule(
        kind, re.compile(PATTERNS[kind]), int(head), int(tail or 0), row["need"] == "yes", int(row["reach"]),
        row.items("cues"), row.items("denies"),
    )
    check_examples(row, lambda text: [text[a:b] for a, b, _ in _hits(text, rule)])
    return rule


def _hits(text: str, rule: SensitiveRule) -> list[tuple[int, int, str]]:
    """(start, end, number without blanks) of every find of one kind."""
    found = []
    check = CHECKS.get(rule.kind)
    for m in rule.pattern.finditer(text):
        before = text[max(0, m.start() - rule.reach) : m.start()]
        if any(d in before or d in m[0] for d in rule.denies):
            continue
        if rule.needs_cue and not any(c in before for c in rule.cues):
            continue
        bare = re.sub("[ -]", "", m[0])
        if check is None or check(bare):
            found.append((m.start(), m.end(), bare))
    return found


def mask(text: str, head: int, tail: int) -> str:
    """The text with its middle starred.

    >>> mask("11010519491231002X", 4, 4)
    '1101**********002X'
    """
    hidden = len(text) - head - tail
    if hidden <= 0:
        return "*" * len(text)
    return text[:head] + "*" * hidden + (text[-tail:] if tail else "")


def find_sensitive(outline: Outline, rules: SensitiveRules) -> tuple[Sensitive, ...]:
    """Personal information in text order; a place belongs to the first kind of the table that claims it."""
    return find_in_view(outline.view, rules)


def find_in_view(view: View, rules: SensitiveRules) -> tuple[Sensitive, ...]:
    """As `find_sensitive`, for a view alone."""
    taken: list[tuple[int, int]] = []
    out: list[tuple[int, Sensitive]] = []
    for rule in rules.rows:
        for start, end, bare in _hits(view.text, rule):
            if any(a < end and start < b for a, b in taken):
                continue
            taken.append((start, end))
            span = view.span(start, end)
            shown = _mask_email(bare) if rule.kind == "email" else mask(bare, rule.head, rule.tail)
            score = 0.99 if rule.kind in CHECKS else 0.85
            reason = Reason(f"sensitive:{rule.kind}", score)
            kind = "resident-id" if rule.kind == "resident-id-15" else rule.kind
            out.append((start, Sensitive(span.start, span.end, span.quote, kind, shown, reason)))
    return tuple(s for _, s in sorted(out, key=lambda x: x[0]))


def _mask_email(address: str) -> str:
    name, _, domain = address.partition("@")
    return f"{name[:2]}{'*' * max(3, len(name) - 2)}@{domain}"
