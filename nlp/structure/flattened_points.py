"""Rows of a flattened table that no column counts: the first cell of each opens with the next running number.

    …办事处2.发布减税清单，解读政策。区税务局区财政局，各街道二、公开投资项目3.…

The numbers, and the group headings glued before them, say where rows begin; the cells of a row are told from its end.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from nlp.structure.flattened_cells import CellRules, is_time

# 2.公布清单, with group headings glued before it: 二、公开减税政策5.发布清单, 一、深化公开（一）公开规划1.公布规划
_POINT = re.compile(
    r"(?<![0-9.第〔（(年月])(?P<group>(?<![一二三四五六七八九十])[一二三四五六七八九十]{1,3}、[^。；，、：\n0-9]{2,38}?)?"
    r"(?P<sub>（[一二三四五六七八九十]{1,3}）[^。；，：\n0-9（）]{2,38}?)?"
    r"(?<![0-9.第〔（(])(?P<n>[0-9]{1,2})[.、．](?![0-9])"
)
NO_TASK = {"text": 3.0, "item": 3.0}  # of units and times that end a row whose first cell opens with its number
_STOP = re.compile("[。；]|(?<=[\u4e00-\u9fff])\\.")  # also the half-width one behind a character
_LEAST_POINTS = 4
_SHARE_TOLD = 0.6  # of the rows end in units


def points_of(text: str, begin: int, end: int, cells: CellRules) -> dict[int, str]:
    """Where rows begin in a run of text, and group headings glued before them: offset -> "row", "group", or "again" for a heading
    that stands once more behind a page break. Empty where too few of the rows end in units.
    """
    found: list[re.Match[str]] = []
    points = list(_POINT.finditer(text, begin, end))
    latest = {int(m["n"]): i for i, m in enumerate(points)}
    last = 0
    for i, m in enumerate(points):
        number = int(m["n"])
        forgotten = last > 0 and number == last + 2 and latest.get(last + 1, -1) < i  # 27. and then 29.
        if number == last + 1 or forgotten:
            found.append(m)
            last = number
    rows = [row_parts(text, a.end(), b.start(), cells) for a, b in pairwise(found)]
    told = sum(any(cells.is_units(text[slice(*part)].strip()) for part in row[1:]) for row in rows)
    if len(found) < _LEAST_POINTS or told < _SHARE_TOLD * len(rows):
        return {}
    out: dict[int, str] = {}
    heading = None
    for m in found:
        if m["group"]:
            out[m.start("group")] = "again" if m["group"] == heading else "group"
            heading = m["group"]
        if m["sub"]:
            out[m.start("sub")] = "group"
        out[m.start("n")] = "row"
    return out


def row_parts(text: str, begin: int, end: int, cells: CellRules) -> list[tuple[int, int]]:
    """Cells of such a row: all up to the units and times at its end is one (为各类市场主体|规范发展)."""
    parts = cells.split(text, begin, end, False)
    n = len(parts)
    while n > 1 and _ends_row(text[slice(*parts[n - 1])].rstrip(), cells):
        n -= 1
    first = parts[n - 1][1]
    stop = max((m.end() for m in _STOP.finditer(text, begin, first)), default=begin)
    if begin < stop < first and cells.is_units(text[stop:first].strip()):  # 统一公布目录。法规科、各业务科室
        return [(begin, stop), (stop, first), *parts[n:]]
    return [(begin, first), *parts[n:]]


def _ends_row(cell: str, cells: CellRules) -> bool:
    """Whether a cell holds units or a time and no end of a sentence: not 张榜.县农业局."""
    return _STOP.search(cell) is None and (cells.is_units(cell) or is_time(cell))


def cut_at(tokens: Sequence[tuple[int, int]], places: Sequence[int]) -> list[tuple[int, int]]:
    """Tokens cut at sorted offsets."""
    out: list[tuple[int, int]] = []
    for a, b in tokens:
        inside = places[bisect_right(places, a) : bisect_left(places, b)]
        out += pairwise([a, *inside, b])
    return out
