"""Ruled tables of a PDF page as grids; a table that runs over pages becomes one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nlp.intake.grid import Grid, Slot, fill, join_cell
from nlp.intake.pdf_flow import join_text
from nlp.intake.pdf_glyphs import Glyph
from nlp.intake.pdf_lines import lines_of

Box = tuple[float, float, float, float]  # x0, top, x1, bottom

_SNAP = 3.0  # edges nearer than this are one
_PADDING = 1.9  # a line of a cell that leaves no more than this many characters of room was broken by the cell


@dataclass(slots=True)
class PageTable:
    """A table: where it stands on its first page, where its columns part, its grid, first and last page."""

    box: Box
    columns: tuple[float, ...]
    grid: Grid
    page: int
    last_page: int


def find_tables(page: Any, glyphs: Sequence[Glyph], number: int, limit: int) -> list[PageTable]:
    """Data tables of a page by its ruling lines (`page` is pdfplumber's); frames with one row or column are no tables."""
    tables: list[PageTable] = []
    boxes: list[Box] = []
    for found in sorted(page.find_tables(), key=lambda t: -(t.bbox[2] - t.bbox[0]) * (t.bbox[3] - t.bbox[1])):
        box: Box = tuple(found.bbox)
        if any(_within(box, outer) for outer in boxes):
            continue  # a table inside a cell: its text is the cell's
        inside = [g for g in glyphs if _holds(box, g)]
        table = _table(list(found.cells), inside, box, number, limit)
        if table is not None:
            tables.append(table)
            boxes.append(box)
    return sorted(tables, key=lambda t: t.box[1])


def _table(cells: list[Box], glyphs: Sequence[Glyph], box: Box, number: int, limit: int) -> PageTable | None:
    xs, ys = _edges([c[0] for c in cells] + [c[2] for c in cells]), _edges([c[1] for c in cells] + [c[3] for c in cells])
    if len(xs) < 3 or len(ys) < 3:
        return None
    in_cell = _by_cell(cells, glyphs)
    slots = []
    for i, (x0, top, x1, bottom) in enumerate(cells):
        row, col = _nearest(ys, top), _nearest(xs, x0)
        text = cell_text(in_cell[i], x1 - x0)
        slots.append(Slot(text, row, col, max(1, _nearest(ys, bottom) - row), max(1, _nearest(xs, x1) - col)))
    grid = fill(slots, len(ys) - 1, limit)
    if len(grid) < 2 and len(glyphs) > 200 or not grid or len(grid[0]) < 2:
        return None
    return PageTable(box, tuple(xs), grid, number, number)


def _by_cell(cells: list[Box], glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs of each cell, by the centre of the glyph."""
    found: list[list[Glyph]] = [[] for _ in cells]
    order = sorted(range(len(cells)), key=lambda i: cells[i][1])
    tops = [cells[i][1] for i in order]
    tallest = max((c[3] - c[1] for c in cells), default=0.0)
    for g in glyphs:
        x, y = (g.x0 + g.x1) / 2, g.middle
        at = bisect_left(tops, y) - 1
        while at >= 0 and y - tops[at] <= tallest:
            i = order[at]
            if cells[i][0] <= x <= cells[i][2] and y <= cells[i][3]:
                found[i].append(g)
                break
            at -= 1
    return found


def cell_text(glyphs: Sequence[Glyph], width: float) -> str:
    """Text of a cell on one line: a line that filled the cell runs on into the next, others are set apart."""
    if not glyphs:
        return ""
    pieces: list[str] = []
    full = False
    for line in lines_of(glyphs):
        if full:
            pieces[-1] = join_text(pieces[-1], line.text)
        else:
            pieces.append(line.text)
        full = width - (line.x1 - line.x0) < _PADDING * line.em
    return join_cell(pieces)


def join_over_pages(first: PageTable, second: PageTable) -> PageTable | None:
    """Both as one table where the second goes on with the first on the next page; None where it does not.

    A head row that comes again falls away; a row that the page break cut in two is put together.
    """
    a, b = first.columns, second.columns
    if second.page != first.last_page + 1 or len(first.grid[0]) != len(second.grid[0]) or abs((a[-1] - a[0]) - (b[-1] - b[0])) > 12:
        return None
    if len(a) == len(b) and any(abs(x - y) > 8 for x, y in zip(a, b, strict=True)):
        return None
    heads = 0
    while heads < min(3, len(second.grid), len(first.grid)) and _texts(first.grid[heads]) == _texts(second.grid[heads]):
        heads += 1
    rows = [list(row) for row in first.grid]
    rest = list(second.grid[heads:])
    if rest and _is_cut_off(first.grid[-1], rest[0]):
        for j, piece in enumerate(rest[0]):
            above = rows[-1][j]
            if piece.text and piece.col == j:
                longer = Slot(join_text(above.text, piece.text), above.row, above.col, above.row_span, above.col_span)
                rows = [[longer if s is above else s for s in row] for row in rows]
        rest, heads = rest[1:], heads + 1
    made: dict[int, Slot] = {}
    for row in rest:
        for s in row:
            if id(s) not in made:
                top = max(s.row, heads)
                made[id(s)] = Slot(s.text, len(first.grid) + top - heads, s.col, s.row_span - (top - s.row), s.col_span)
        rows.append([made[id(s)] for s in row])
    if rest and len(rows) > len(first.grid):
        rows = _renumbered(rows)
    return PageTable(first.box, first.columns, tuple(map(tuple, rows)), first.page, second.last_page)


def _is_cut_off(last: Sequence[Slot], following: Sequence[Slot]) -> bool:
    """The first row behind a page break goes on with the row before it: no first cell, and what it holds is an unfinished cell's end."""
    filled = [j for j, s in enumerate(following) if s.text and s.col == j]
    if not filled or following[0].text or not last[0].text or following[0].row_span > 1:
        return False
    return all(last[j].text and last[j].text[-1] not in "。；！？" and last[j].col == j for j in filled)


def _renumbered(rows: list[list[Slot]]) -> list[list[Slot]]:
    """The same grid with the row numbers of its slots set by where they stand."""
    made: dict[int, Slot] = {}
    for i, row in enumerate(rows):
        for s in row:
            if id(s) not in made:
                span = sum(1 for other in rows[i:] if any(o is s for o in other))
                made[id(s)] = Slot(s.text, i, s.col, span, s.col_span)
    return [[made[id(s)] for s in row] for row in rows]


def _texts(row: Sequence[Slot]) -> list[str]:
    return [s.text for s in row]


def _edges(values: list[float]) -> list[float]:
    """Distinct edges in order."""
    out: list[float] = []
    for v in sorted(values):
        if not out or v - out[-1] > _SNAP:
            out.append(v)
    return out


def _nearest(edges: Sequence[float], value: float) -> int:
    at = bisect_left(edges, value)
    if at == len(edges):
        return len(edges) - 1
    return at if at == 0 or edges[at] - value <= value - edges[at - 1] else at - 1


def _within(inner: Box, outer: Box) -> bool:
    return inner[0] >= outer[0] - 1 and inner[1] >= outer[1] - 1 and inner[2] <= outer[2] + 1 and inner[3] <= outer[3] + 1


def _holds(box: Box, g: Glyph) -> bool:
    return box[0] - 1 <= (g.x0 + g.x1) / 2 <= box[2] + 1 and box[1] - 1 <= g.middle <= box[3] + 1


def outside(glyphs: Sequence[Glyph], tables: Sequence[PageTable]) -> list[Glyph]:
    """Glyphs that stand in no table."""
    return [g for g in glyphs if not any(_holds(t.box, g) for t in tables)]
