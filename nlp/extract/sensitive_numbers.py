"""Numbers with check characters, however they are set: in one piece, in groups, over line ends and table cells, glued together.

A *chain* is a run of digit groups with blanks, hyphens, tabs or line ends between them; a number is a window of whole groups whose
characters pass the check. Windows over tabs and line ends, and windows inside longer groups, need a cue: chance would fill them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from nlp.extract.sensitive_checks import (
    SOLE_TRADER,
    birth_date,
    is_bank_card,
    is_credit_code,
    is_issued_id,
    is_old_id,
    is_resident_id,
)

Cued = Callable[[str, int, int, str], bool | None]  # (kind, start, end, number) -> cue, deny, neither


@dataclass(frozen=True, slots=True)
class NumberHit:
    """A number of a kind at text[start:end]."""

    start: int
    end: int
    kind: str
    number: str


@dataclass(frozen=True, slots=True)
class _Group:
    start: int
    end: int
    text: str
    sound: bool  # not glued to a letter, no part of an amount


# 110105 19491231 002X; 6222 0212 3456 7890 128; digits of a form, one a cell
_CHAIN = re.compile(r"[0-9](?:[ \t\n-]{0,3}[0-9]){14,}(?:[ \t\n-]{0,3}[Xx](?![A-Za-z]))?")
_GROUP = re.compile(r"[0-9]+[Xx]?|[Xx]")
# 11010519491231002X41B1: identity number, class, grade, reissue
_DISABILITY = re.compile(
    r"(?<![0-9A-Za-z])[1-9](?:[ \t\n-]?[0-9]){16}[ \t\n-]?[0-9Xx](?P<gap>[ \t\n-]?)[1-7][ \t\n-]?[1-4](?:[ -]?[Bb][0-9]{1,2})?(?![0-9A-Za-z])"
)
# G11010520120101002X
_STUDENT = re.compile(r"(?<![0-9A-Za-z])[GLJgl][ -]?[1-9](?:[ -]?[0-9]){16}[ -]?[0-9Xx](?![0-9A-Za-z])")
# 91370100MA3C12345X, also in groups and broken by a line end or a cell
_CREDIT = re.compile(r"(?<![0-9A-Za-z])[0-9ANYany](?:[ \t\n-]?[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]){17}(?![0-9A-Za-z])")
_CHAINED = ("resident-id", "bank-card", "resident-id-15")
_LENGTHS = {"resident-id": (18, 18), "bank-card": (16, 19), "resident-id-15": (15, 15)}
_CHECKS: dict[str, Callable[[str], bool]] = {"resident-id": is_issued_id, "bank-card": is_bank_card, "resident-id-15": is_old_id}
_HARD = re.compile("[\t\n]")
_LONGEST_GLUED = 80


def find_numbers(text: str, cued: Cued) -> Iterator[NumberHit]:
    """Numbers with check characters, those that hold others first."""
    for kind, pattern in (("disability-card", _DISABILITY), ("student-number", _STUDENT)):
        for m in pattern.finditer(text):
            number = _bare(m[0])
            core = number[1:] if kind == "student-number" else number[:18]
            cue = cued(kind, m.start(), m.end(), number)
            # an age may stand behind an identity number
            apart = _HARD.search(m[0]) is not None or (kind == "disability-card" and m["gap"] != "")
            if is_resident_id(core) and cue is not False and (cue or not apart):
                yield NumberHit(m.start(), m.end(), kind, number)
    credits = list(_credit_codes(text, cued))
    yield from credits
    taken = {h.start for h in credits}
    for chain in _CHAIN.finditer(text):
        yield from _in_chain(text, chain, cued, taken)


def _bare(quote: str) -> str:
    return re.sub(r"[ \t\n-]", "", quote)


def _credit_codes(text: str, cued: Cued) -> Iterator[NumberHit]:
    for m in _CREDIT.finditer(text):
        code = _bare(m[0])
        if not is_credit_code(code):
            continue
        cue = cued("credit-code", m.start(), m.end(), code)
        hard = _HARD.search(m[0]) is not None
        if cue is False or (not cue and (hard or code.isdigit())):
            continue
        yield NumberHit(m.start(), m.end(), "credit-code", code)


def is_sole_traders(code: str) -> bool:
    """Whether a credit code is that of a sole trader, which leads to a person."""
    return code.startswith(SOLE_TRADER)


def _in_chain(text: str, chain: re.Match[str], cued: Cued, taken: set[int]) -> Iterator[NumberHit]:
    groups = _groups(text, chain)
    if any(chain.start() <= t < chain.end() for t in taken) and len(groups) == 1:
        return
    used = bytearray(len(groups))
    digits = "".join(g.text for g in groups)
    starts = [0]
    for g in groups:
        starts.append(starts[-1] + len(g.text))
    group_ending = {at: n for n, at in enumerate(starts[1:])}
    for kind in _CHAINED:
        least, most = _LENGTHS[kind]
        for i, low in enumerate(starts[:-1]):
            ends = [n for size in range(most, least - 1, -1) if (n := group_ending.get(low + size)) is not None]
            for j in _single_first(i, ends):
                number = digits[low : starts[j + 1]]
                if used.find(1, i, j + 1) >= 0 or not _CHECKS[kind](number) or not all(g.sound for g in groups[i : j + 1]):
                    continue
                start, end = groups[i].start, groups[j].end
                cue = cued(kind, start, end, number)
                if cue is False or (not cue and (kind == "resident-id-15" or _HARD.search(text, start, end))):
                    continue
                if kind == "bank-card" and not _is_whole_card(text, groups, i, j, bool(cue)):
                    continue
                used[i : j + 1] = b"\1" * (j + 1 - i)
                yield NumberHit(start, end, kind, number)
                break
    for i, group in enumerate(groups):
        if not used[i] and 18 < len(group.text) <= _LONGEST_GLUED and group.sound:
            yield from _glued(group, cued)


def _groups(text: str, chain: re.Match[str]) -> list[_Group]:
    made = []
    found = [(m.start() + chain.start(), m.end() + chain.start(), m[0]) for m in _GROUP.finditer(chain[0])]
    for start, end, digits in found:
        before, behind = text[max(0, start - 2) : start], text[end : end + 2]
        sound = not (before[-1:].isascii() and before[-1:].isalpha()) and not (behind[:1].isascii() and behind[:1].isalpha())
        if before[-1:] in (".", "/", "_") and before[:1].isdigit():
            sound = False
        if behind[:1] in (".", "/", ",") and behind[1:].isdigit():
            sound = False
        if before[-1:] == "*" or behind[:1] in ("*", "%"):
            sound = False
        made.append(_Group(start, end, digits, sound))
    return made


def _single_first(i: int, ends: list[int]) -> list[int]:
    """Ends in the order to try: the group alone, then the longest window."""
    return [i, *(j for j in ends if j != i)] if i in ends else ends


def _is_whole_card(text: str, groups: Sequence[_Group], i: int, j: int, cue: bool) -> bool:
    """Whether groups i..j are set like one card number: in fours that do not go on, or cued; no identity number gone wrong."""
    sizes = [len(g.text) for g in groups[i : j + 1]]
    if not cue and sum(sizes) == 18 and birth_date("".join(g.text for g in groups[i : j + 1])) is not None:
        return False
    if len(sizes) == 1:
        return True
    fours = all(n == 4 for n in sizes[:-1]) and sizes[-1] <= 4
    if fours and j + 1 < len(groups) and len(groups[j + 1].text) <= 4:
        return sum(sizes) + len(groups[j + 1].text) > 19 or _HARD.search(text, groups[j].end, groups[j + 1].start) is not None
    return cue or fours or (len(sizes) == 2 and sizes[0] in (6, 8, 10, 12))


def _glued(group: _Group, cued: Cued) -> Iterator[NumberHit]:
    """Numbers inside a longer run of digits: an identity number, and a bank card in what is left of it."""
    digits, at = group.text, 0
    while at + 18 <= len(digits):
        number = digits[at : at + 18]
        start = group.start + at
        if number[0] != "0" and is_issued_id(number) and cued("resident-id", start, start + 18, number):
            yield NumberHit(start, start + 18, "resident-id", number)
            at += 18
            for n in (19, 18, 17, 16):
                card = digits[at : at + n]
                if len(card) == n and is_bank_card(card) and cued("bank-card", group.start + at, group.start + at + n, card):
                    yield NumberHit(group.start + at, group.start + at + n, "bank-card", card)
                    at += n
                    break
        else:
            at += 1
