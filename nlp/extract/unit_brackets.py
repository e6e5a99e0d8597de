"""Brackets of a line: where they are, and which of them only explain a word."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

LONGEST_OPEN = 600
LONGEST_INNER = 10
LONGEST_CUT = 200

_MARKS = re.compile(r"[（）【】〔〕\[\]]")
_PAIRS = {"）": "（", "】": "【", "〕": "〔", "]": "["}
# Brackets that explain a word instead of saying who acts: （以下简称…）, （见附件）, （2018年）.
_NOTE = re.compile(
    r"以下|简称|统称|即|如|例如|含|包括|不含|见|详见|附|注|原|曾|联系|电话|试行|暂行|修订|草案|或者?|[0-9]|第|共|下同|除|指|不包括|其中|经|根据"
)


def brackets(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Contents of the outermost closed brackets of text[start:end], in order; a last one left open runs to the end. Linear.

    >>> [ "甲（乙（丙）丁）（戊"[a:b] for a, b in brackets("甲（乙（丙）丁）（戊", 0, 10) ]
    ['乙（丙）丁', '戊']
    """
    open_marks: list[tuple[str, int]] = []
    closed: list[tuple[int, int]] = []
    for m in _MARKS.finditer(text, start, end):
        if m[0] not in _PAIRS:
            open_marks.append((m[0], m.end()))
        elif open_marks and open_marks[-1][0] == _PAIRS[m[0]]:
            opened = open_marks.pop()[1]
            while closed and closed[-1][0] > opened:
                closed.pop()
            closed.append((opened, m.start()))
    if open_marks and closed and open_marks[-1][1] <= closed[-1][1] and _holds_names(text, open_marks[-1][1], end, closed):
        del closed[next(i for i, c in enumerate(closed) if c[0] > open_marks[-1][1]) :]  # （市府办（市数据局）牵头，各县（区）政府
    if open_marks and (not closed or open_marks[-1][1] > closed[-1][1]) and end - open_marks[-1][1] <= LONGEST_OPEN:
        stop = text.find("。", open_marks[-1][1], end - 1)  # 村（社区进行公示。…: a bracket that nobody closed ends with its sentence
        closed.append((open_marks[-1][1], stop if stop > 0 else end))
    return closed


def _holds_names(text: str, at: int, end: int, closed: Sequence[tuple[int, int]]) -> bool:
    """Whether the brackets inside one that was left open are parts of names: short, in a stretch without a full stop."""
    inner = [b - a for a, b in closed if a > at]
    return bool(inner) and max(inner) <= LONGEST_INNER and end - at <= LONGEST_CUT and text.find("。", at, end) < 0


def is_inside(offset: int, closed: Sequence[tuple[int, int]]) -> bool:
    """Whether an offset lies in one of the brackets, which are in order."""
    at = bisect_right(closed, (offset, 1 << 62)) - 1
    return at >= 0 and offset < closed[at][1]


def is_note(content: str) -> bool:
    """Whether a bracket explains a word: （以下简称…）, （见附件）, （2018年）."""
    return _NOTE.match(content) is not None
