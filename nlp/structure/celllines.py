"""Tables of which every cell stands on a line of its own, between lines that hold nothing but a pipe.

    |                A row begins and ends with a pipe, so two pipes part two rows. A row with fewer cells than the head
    工作任务          lacks those on its left: they are merged with the row above.
    |
    责任部门
    |

Where single pipes part all cells, rows are told by the running numbers in them, or by the number of head cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from nlp.structure.lines import Sheet
from nlp.types import Cell, Table

_T = TypeVar("_T")
_LEAST_ROWS = 3
_LEAST_SHARE = 0.6
_WIDEST = 20
_MOST_LINES = 3  # of a cell behind its first one


@dataclass(slots=True)
class _Row:
    """Cells of a row as ranges of pieces; None for a cell that a head does not name."""

    cells: list[tuple[int, int] | None]


def cell_tables(sheet: Sheet, is_head: Callable[[str], bool]) -> list[tuple[Table, range]]:
    """Tables with one cell a line, each with the pieces that it covers; `is_head` knows words of column heads."""
    found: list[tuple[Table, range]] = []
    n = 0
    while n < len(sheet.pieces):
        if not _pipe(sheet, n):
            n += 1
            continue
        rows, last = _rows(sheet, n)
        first = n
        width = _width(rows)
        if not width and (stream := _stream(sheet, n, is_head)) is not None:
            rows, first, last = stream
            width = max(len(r.cells) for r in rows)
        if width and sheet.pieces[n].block == "text":
            found.append((_table(sheet, rows, width), range(first, last)))
        n = max(last, n + 1)
    return found


def _stream(sheet: Sheet, n: int, is_head: Callable[[str], bool]) -> tuple[list[_Row], int, int] | None:
    """Rows of cells that single pipes part, from the first known head on; the pieces that they cover."""
    first = n - 1 if n and is_head(sheet.words(n - 1)) else n
    cells: list[tuple[int, int]] = []
    i = first
    while i < len(sheet.pieces) and sheet.pieces[i].block == "text":
        if _pipe(sheet, i):
            i += 1
            continue
        if i > first and not _pipe(sheet, i - 1):
            if not cells or not any(_pipe(sheet, k) for k in range(i + 1, min(i + 1 + _MOST_LINES, len(sheet.pieces)))):
                break
            cells[-1] = (cells[-1][0], i)  # a second line of the same cell
        else:
            cells.append((i, i))
        i += 1
    width = next((k for k, (a, b) in enumerate(cells) if a != b or not is_head(sheet.words(a))), 0)
    if width < 2:
        return None
    rows = _numbered(sheet, cells, width) or _even(cells, width, i >= len(sheet.pieces))
    return (rows, first, i) if len(rows) >= _LEAST_ROWS else None


def _numbered(sheet: Sheet, cells: Sequence[tuple[int, int]], width: int) -> list[_Row]:
    """Rows told by running numbers 1 2 3 …; the same count of cells follows each, what is left over begins the next row."""
    marks: list[int] = []
    for k in range(width, len(cells)):
        if re.fullmatch(f"{len(marks) + 1}[.、]?", sheet.words(cells[k][0])):
            marks.append(k)
    if len(marks) < _LEAST_ROWS - 1:
        return []
    tail = min(b - a - 1 for a, b in pairwise(marks))
    most = max([marks[0] - width, *(b - a - 1 - tail for a, b in pairwise(marks))])
    if tail < 1 or most > 3:
        return []
    rows, begin = [], width
    for mark in marks:
        rows.append(_Row(list(cells[begin : mark + 1 + tail])))
        begin = mark + 1 + tail
    return [_Row(spread_heads(list(cells[:width]), most + 1 + tail)), *rows]


def spread_heads(heads: list[_T], width: int) -> list[_T | None]:
    """Heads of a row that is shorter than the table: the last ones keep to the right, the first stands at the left.

    >>> spread_heads(["任务", "要求", "单位"], 5)
    ['任务', None, None, '要求', '单位']
    """
    return list(heads) if len(heads) >= width else [heads[0], *[None] * (width - len(heads)), *heads[1:]]


def _even(cells: Sequence[tuple[int, int]], width: int, cut_off: bool) -> list[_Row]:
    """Rows of as many cells as the head has, where that comes out even; `cut_off`: the last row may be broken off."""
    cells = cells[: len(cells) // width * width] if cut_off else cells
    return [_Row(list(cells[k : k + width])) for k in range(0, len(cells), width)] if len(cells) % width == 0 else []


def as_rows(sheet: Sheet, tables: list[tuple[Table, range]]) -> Sheet:
    """The sheet with the pieces of these tables marked as rows, so that no part of the head or foot is looked for in them."""
    covered = {i for _, pieces in tables for i in pieces}
    if not covered:
        return sheet
    return replace(sheet, pieces=tuple(replace(p, block="row") if i in covered else p for i, p in enumerate(sheet.pieces)))


def _pipe(sheet: Sheet, i: int) -> bool:
    piece = sheet.pieces[i]
    return piece.end - piece.start <= 3 and not sheet.words(i).strip("| ")


def _rows(sheet: Sheet, begin: int) -> tuple[list[_Row], int]:
    """Rows from piece `begin` (a pipe) on, and the first piece behind them."""
    rows = [_Row([])]
    i = begin + 1
    while i < len(sheet.pieces):
        if _pipe(sheet, i):
            if _pipe(sheet, i - 1) and rows[-1].cells:
                rows.append(_Row([]))
        elif _pipe(sheet, i - 1):
            closed = rows[-1].cells and len(rows) > 1 and len(rows[-1].cells) >= max(len(r.cells) for r in rows[:-1])
            if closed or len(rows[-1].cells) >= _WIDEST:
                break  # a whole row, and no pipe opens another one
            rows[-1].cells.append((i, i))
        elif (open_cell := rows[-1].cells[-1]) is not None:
            rows[-1].cells[-1] = (open_cell[0], i)
        i += 1
    return [r for r in rows if r.cells], i


def _width(rows: list[_Row]) -> int:
    """Columns of the table, 0 where the rows are none: too few, or of all lengths."""
    if len(rows) < _LEAST_ROWS:
        return 0
    width = len(rows[0].cells)
    regular = sum(width - 2 <= len(r.cells) <= width for r in rows)
    return width if width >= 2 and regular >= _LEAST_SHARE * len(rows) else 0


def _table(sheet: Sheet, rows: list[_Row], width: int) -> Table:
    """The grid; cells missing on the left of a row are those of the row above."""
    grid: list[tuple[Cell, ...]] = []
    for r, row in enumerate(rows):
        own = row.cells[:width]
        offset = width - len(own)
        cells = list(grid[-1][:offset]) if grid else []
        for col, place in enumerate(own, start=offset):
            if place is None:
                stop = cells[-1].end if cells else 0
                cells.append(Cell("", stop, stop, r, col))
                continue
            first, last = place
            span = sheet.view.span(sheet.pieces[first].start, sheet.pieces[last].end)
            cells.append(Cell(span.quote, span.start, span.end, r, col))
        grid.append(tuple(cells))
    return Table(grid[0][0].start, grid[-1][-1].end, tuple(grid))
