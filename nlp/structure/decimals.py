"""Decimal numbers inside a line: 1.总则 1.1目的 … 1.2范围 … 2.职责 2.1… of a plan that lost its line ends.

One decimal number proves nothing (1.5 may be an amount). A walk does: every number is the next one on its level, or the first
below the last one, behind a full stop or a blank.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.structure.headings import is_heading
from nlp.structure.inlineplaces import is_short
from nlp.structure.labels import Candidate
from nlp.view import HAN

_FIRM = frozenset(("stop", "close", "blank", "line"))
_LEAST = 2  # decimals of a walk
_CHAPTER = re.compile(f"(?<![0-9.第])(?P<n>[0-9]{{1,2}}) +(?P<heading>[{HAN}、]{{2,16}}) *\\Z")
_LONGEST_CHAPTER = 24


def decimal_labels(text: str, first: Candidate | None, inside: Sequence[Candidate]) -> list[Candidate]:
    """The labels 1. 1.1 1.2 2. … of a line in their order, [] where fewer than two decimals follow each other.

    One is enough where it is the first below the line's own number and nothing but a heading stands between (1.总则 1.1目的 …).
    `first` is the label at the start of the line, if it has one; it is not returned.
    """
    walk: list[Candidate] = []
    at: tuple[int, ...] = _number(first) if first is not None else ()
    for c in inside:
        if c.family not in ("num", "dotted") or c.place not in _FIRM:
            continue
        number = _number(c)
        if not number:
            continue
        follows = _follows(at, number)
        if number[1:] == (1,) and (not at or not follows):
            outer = _heading_before(text, c, number) if _follows(at[:1], number[:1]) else None
            walk += [outer] if outer is not None else []
            follows = follows or outer is not None
        if not follows:
            continue
        walk.append(c)
        at = number
    decimals = sum(c.family == "dotted" for c in walk)
    return walk if decimals >= _LEAST or (first is not None and decimals and _opens_below(text, first, walk[0])) else []


def _heading_before(text: str, c: Candidate, number: tuple[int, ...]) -> Candidate | None:
    """The label of a chapter that only a blank parts from its heading, right before its first section: 2  组织体系|2.1 …"""
    m = _CHAPTER.search(text, max(0, c.start - _LONGEST_CHAPTER), c.start)
    if m is None or int(m["n"]) != number[0] or not is_heading(m["heading"], alone=True):
        return None
    at, behind = m.start("n"), m.start("heading")
    return replace(c, start=at, end=m.end("n"), text_at=behind, family="bare", shape="bare", rank=None, number=number[0], name=m["n"])


def _opens_below(text: str, first: Candidate, inner: Candidate) -> bool:
    """Whether a decimal number is the first below the number of its line, a blank behind that one's heading."""
    heading = text[first.text_at : inner.start].strip()
    return _number(inner) == (*_number(first), 1) and inner.place == "blank" and is_short(heading) and is_heading(heading, alone=True)


def _number(c: Candidate) -> tuple[int, ...]:
    """1.2 -> (1, 2); () for labels of other families."""
    if c.family not in ("num", "dotted", "bare"):
        return ()
    return tuple(int(part) for part in c.name.split(".") if part.isdigit())


def _follows(at: tuple[int, ...], number: tuple[int, ...]) -> bool:
    """Whether a number may come next: the first below `at`, or the next one on its level or on an outer one."""
    if not at:
        return number == (1,) or number == (1, 1)
    if number == (*at, 1):
        return True
    level = len(number)
    return level <= len(at) and number[:-1] == at[: level - 1] and number[-1] == at[level - 1] + 1
