"""Heads of two rows in tables that text draws: the lower row lost its empty cells and slid to the left, under the wrong columns.

序号 | 公开事项 | 公开内容 | 公开对象 | 公开方式 |        The words of the lower row are put below the upper cells that span them.
全社会 | 特定群体 | 主动 | 依申请 |
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.structure.flattened_upper import is_lower, span_words
from nlp.types import Cell, Table

_HIGHEST = 2  # rows from the top that may be the upper row: a title row may stand above it
_LEAST_UPPER = 3
# How the cells of some columns look: grounds, limits, channels
_LOOKS = (
    (re.compile("依据\\Z"), re.compile("《")),
    (re.compile("(?:时限|时间|频次)\\Z"), re.compile("工作日|之日起|[每按][年月季]|[及实即随]时|[长定]期")),
    (re.compile("渠道|载体|形式"), re.compile("[■□√]?(?:政府|部门)?(?:门户)?网站?|公[开示告]栏|公众号|平台")),
)


def aligned_heads(table: Table) -> Table:
    """The table with the words of a slid lower head row in their columns; the same table where there is none."""
    for h in range(min(_HIGHEST, len(table.cells) - 1)):
        upper = [c for c in table.cells[h] if c.text.strip()]
        lower = [c for c in table.cells[h + 1] if c.text.strip()]
        slid = len(lower) >= 2 and lower[0].col == 0 and all(is_lower("".join(c.text.split())) for c in lower)
        if slid and len(upper) >= _LEAST_UPPER:
            return _spread(table, h, upper, lower)
    return table


def _spread(table: Table, h: int, upper: Sequence[Cell], lower: Sequence[Cell]) -> Table:
    """Upper cells moved apart as far as what they span needs, lower ones below them; rows filled up to the new width."""
    tops: list[tuple[int, Cell]] = []
    below: list[tuple[int, Cell]] = []
    at = k = 0
    for cell in upper:
        words = span_words("".join(cell.text.split()))
        taken = 0
        while words is not None and k < len(lower) and words.fullmatch("".join(lower[k].text.split())):
            below.append((at + taken, lower[k]))
            taken, k = taken + 1, k + 1
        tops.append((at, cell))
        at += max(1, taken)
    if k < len(lower) or not below:
        return table
    width = len(table.cells[0])
    if at > width and _shift(upper, tops, table.cells[h + 2 :]) < 0:  # the rows below are no wider than the upper row: only the lower row moves
        first = min(col for col, _ in below)
        tops = [(c.col, c) for c in upper]
        below = [(first + n, c) for n, (_, c) in enumerate(below)]
        at = first + len(below)
    width = max(width, at)
    rows = [
        _row(h, tops, width) if r == h else _row(h + 1, below, width) if r == h + 1 else _row(r, [(c.col, c) for c in row], width)
        for r, row in enumerate(table.cells)
    ]
    return Table(table.start, table.end, tuple(rows))


def _shift(upper: Sequence[Cell], tops: Sequence[tuple[int, Cell]], rows: Sequence[Sequence[Cell]]) -> int:
    """How many cells of the rows stand under their heads where these move apart, less those where they do not."""
    told = 0
    sizes = [sum(bool(c.text.strip()) for c in row) for row in rows]
    rows = [row for row, size in zip(rows, sizes, strict=True) if size == max(sizes)]  # the others lost cells at their left
    for cell, (col, _) in zip(upper, tops, strict=True):
        like = next((like for head, like in _LOOKS if head.search("".join(cell.text.split()))), None)
        if like is not None:
            told += sum(like.search(row[col].text) is not None for row in rows if col < len(row))
            told -= sum(like.search(row[cell.col].text) is not None for row in rows if cell.col < len(row))
    return told or -1


def _row(r: int, cells: Sequence[tuple[int, Cell]], width: int) -> tuple[Cell, ...]:
    """A row of this width; an empty cell stands where the cell before it ends."""
    placed = dict(cells)
    stop = min((c.start for c in placed.values()), default=0)
    out: list[Cell] = []
    for col in range(width):
        cell = placed.get(col)
        out.append(replace(cell, row=r, col=col) if cell is not None else Cell("", stop, stop, r, col))
        stop = out[-1].end
    return tuple(out)
