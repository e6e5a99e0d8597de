"""The running text of each section: what the stages before call text, without tables and what other readers took."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from nlp.draft.phrases import Range
from nlp.types import Outline

_READ = frozenset({"body", "heading"})
# an excerpt that begins with the lead of its list, taken for a title: 各学校应当公布如下信息：
_LEAD_BEFORE = re.compile(
    r"[^\n]{0,60}(?:应当?|要|须|必须)[^\n]{0,16}(?:公开|公布|公示)[^\n]{0,6}(?:下列|以下|如下)[^\n]{2,8}：\s*\Z"
)


def _without(lines: Sequence[Range], taken: Sequence[Range]) -> list[Range]:
    """What is left of lines where ranges are taken out, in the order of the lines."""
    cuts: list[Range] = []
    for a, b in sorted(taken):
        if cuts and a <= cuts[-1][1]:
            cuts[-1] = (cuts[-1][0], max(cuts[-1][1], b))
        else:
            cuts.append((a, b))
    out: list[Range] = []
    for x, y in lines:
        n = max(bisect_left(cuts, (x,)) - 1, 0)
        while x < y and n < len(cuts) and cuts[n][0] < y:
            a, b = cuts[n]
            if b > x:
                if x < a:
                    out.append((x, a))
                x = max(x, b)
            n += 1
        if x < y:
            out.append((x, y))
    return out


def texts_of(outline: Outline, taken: Sequence[Range]) -> dict[str, list[Range]]:
    """View ranges of running text by section: its own text cut to lines of text inside the body, tables left out."""
    low, high = outline.body
    lead = _LEAD_BEFORE.search(outline.view.text, 0, low)
    lines = [(max(x.start, low), min(x.end, high)) for x in outline.lines if x.kind in _READ and x.end > low and x.start < high]
    if lead is not None:
        lines.insert(0, lead.span())
    lines = _without(lines, taken)
    out: dict[str, list[Range]] = {}
    n = 0
    for section in outline.sections:
        a, b = section.text_start, section.own_end
        while n < len(lines) and lines[n][1] <= a:
            n += 1
        k = n
        while k < len(lines) and lines[k][0] < b:
            start, end = max(a, lines[k][0]), min(b, lines[k][1])
            if end > start:
                out.setdefault(section.path, []).append((start, end))
            k += 1
    return out
