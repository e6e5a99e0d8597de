"""Figure tables of a PDF page as grids; a table that runs over pages becomes one."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.intake.crossings import Box
from nlp.intake.grid import Grid, Slot, fill, join_cell
from nlp.intake.pdf_cells import Figure
from nlp.intake.pdf_flow import join_text
from nlp.intake.pdf_glyphs import Glyph
from nlp.intake.pdf_lines import cell_lines

# A line of a cell that leaves no more than so many characters of room was broken by the cell: padding on both sides, and what
# would not fit; longer lines may end one earlier, before a mark that must not begin a line.
_ROOM, _ROOM_LONG = 1.9, 2.7


@dataclass(slots=True)
class PageTable:
    """A table: where it stands on its first page, where its columns part, its grid, first and last page."""

    box: Box
    columns: tuple[float, ...]
    grid: Grid
    page: int
    last_page: int


def tables_of(figures: Sequence[Figure], glyphs: Sequence[Glyph], page: int, limit: int) -> list[PageTable]:
    """Data tables among the ruled figures of a page (biggest first), filled with its text, from top to bottom."""
    tables: list[PageTable] = []
    for figure in figures:
        if any(_within(figure.box, t.box) for t in tables):
            continue  # a table inside a cell: its text is the cell's
        inside = _held(figure.box, glyphs)
        by_cell = _by_cell(figure, inside)
        slots = [Slot(cell_text(by_cell[i], _width(figure, cell)), *cell) for i, cell in enumerate(figure.cells)]
        grid = fill(slots, len(figure.ys) - 1, limit)
        if _is_table(grid):
            tables.append(PageTable(figure.box, figure.xs, grid, page, page))
    return sorted(tables, key=lambda t: t.box[1])


def _is_table(grid: Grid) -> bool:
    """Two columns with text at least, and not one cell that holds everything (a framed page)."""
    if not grid or len(grid[0]) < 2:
        return False
    sizes = sorted((len(s.text) for s in {id(s): s for row in grid for s in row}.values()), reverse=True)
    return sum(1 for n in sizes if n) >= 3 and (sizes[0] < 1000 or sizes[0] < 0.8 * sum(sizes))


def _width(figure: Figure, cell: tuple[int, int, int, int]) -> float:
    return figure.xs[cell[1] + cell[3]] - figure.xs[cell[1]]


def _by_cell(figure: Figure, glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs of each cell, by the centre of the glyph."""
    at = {(r + i, c + j): n for n, (r, c, down, across) in enumerate(figure.cells) for i in range(down) for j in range(across)}
    found: list[list[Glyph]] = [[] for _ in figure.cells]
    xs, ys = figure.xs[1:-1], figure.ys[1:-1]
    for g in glyphs:
        found[at[bisect_right(ys, (g.top + g.bottom) / 2), bisect_right(xs, (g.x0 + g.x1) / 2)]].append(g)
    return found


def cell_text(glyphs: Sequence[Glyph], width: float) -> str:
    """Text of a cell on one line: a line that filled the cell runs on into the next, others are set apart."""
    if not glyphs:
        return ""
    pieces: list[str] = []
    full = False
    for line in cell_lines(glyphs):
        if full:
            pieces[-1] = join_text(pieces[-1], line.text)
        else:
            pieces.append(line.text)
        full = width - (line.x1 - line.x0) < (_ROOM_LONG if len(line.text) >= 8 else _ROOM) * line.em and not line.column
    return join_cell(pieces)


def join_over_pages(first: PageTable, second: PageTable) -> PageTable | None:
    """Both as one table where the second goes on with the first on the next page; None where it does not.

    A head row that comes again falls away; a row that the page break cut in two is put together.
    """
    a, b = first.columns, second.columns
    if (
        second.page != first.last_page + 1
        or len(first.grid[0]) != len(second.grid[0])
        or abs((a[-1] - a[0]) - (b[-1] - b[0])) > 12
    ):
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
    """Whether the first row behind a page break goes on with the row before it: no first cell, the rest ends unfinished cells."""
    filled = [j for j, s in enumerate(following) if s.text and s.col == j]
    if not filled or following[0].text or not last[0].text or following[0].row_span > 1:
        return False
    return all(last[j].text and last[j].text[-1] not in "。；！？" and last[j].col == j for j in filled)


def _renumbered(rows: list[list[Slot]]) -> list[list[Slot]]:
    """The same grid with the row numbers of its slots set by where they stand."""
    spans = Counter(key for row in rows for key in {id(s) for s in row})
    made: dict[int, Slot] = {}
    for i, row in enumerate(rows):
        for s in row:
            if id(s) not in made:
                made[id(s)] = Slot(s.text, i, s.col, spans[id(s)], s.col_span)
    return [[made[id(s)] for s in row] for row in rows]


def _texts(row: Sequence[Slot]) -> list[str]:
    return [s.text for s in row]


def _within(inner: Box, outer: Box) -> bool:
    return inner[0] >= outer[0] - 1 and inner[1] >= outer[1] - 1 and inner[2] <= outer[2] + 1 and inner[3] <= outer[3] + 1


def _held(box: Box, glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs whose centre lies in a box."""
    left, top, right, bottom = 2 * (box[0] - 1), 2 * (box[1] - 1), 2 * (box[2] + 1), 2 * (box[3] + 1)
    return [g for g in glyphs if left <= g.x0 + g.x1 <= right and top <= g.top + g.bottom <= bottom]


def outside(glyphs: Sequence[Glyph], tables: Sequence[PageTable]) -> list[Glyph]:
    """Glyphs that stand in no table."""
    left = list(glyphs)
    for table in tables:
        held = set(map(id, _held(table.box, left)))
        left = [g for g in left if id(g) not in held]
    return left
