"""Tables that lost their grid on the way through a web page: one cell a line, all cells in one run, or columns parted by blanks.

A head is three or more known column words side by side (flattened_heads.py): 序号 工作任务 牵头单位 配合单位 完成时限. What
follows (flattened_region.py) is cut into atoms (flattened_cells.py), the running numbers are told from other numbers by their
sequence, and the atoms are put into the columns (flattened_rows.py). Where fewer than two rows fit their columns, or less than
60 % of them, the text stays as it is.
Group headings (一、抓项目) between rows stay headings: each group gives a table of its own, with the head repeated.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from nlp.structure.flattened_heads import FlattenedRules, heads_of
from nlp.structure.flattened_region import GROUP, Region
from nlp.structure.flattened_rows import FlatRow, is_catalogue, rows_of
from nlp.structure.flattened_upper import Head
from nlp.structure.lines import Piece, Sheet
from nlp.types import Cell, Table

__all__ = ["FlattenedRules", "flattened_tables"]

LEAST_ROWS = 2
_SURE_WIDTH = 8  # columns of a head of two rows, below which a single row is enough
_LEAST_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class _Found:
    """A table with the view ranges of its lines, group by group; a group without rows is the head alone."""

    head: Head
    groups: tuple[tuple[FlatRow, ...], ...]
    covered: tuple[tuple[int, int], ...]


def flattened_tables(
    sheet: Sheet, drawn: Sequence[tuple[Table, range]], rules: FlattenedRules
) -> tuple[Sheet, list[tuple[Table, range]]]:
    """The sheet with flattened tables cut out, and all tables that the text draws with the pieces that they cover.

    `drawn` are those found already; their pieces are renumbered where a cut moves them.
    """
    taken = [(sheet.pieces[r[0]].start, sheet.pieces[r[-1]].end) for _, r in drawn]
    found = _find(sheet, sorted(taken), rules)
    if not found:
        return sheet, list(drawn)
    cuts = sorted({at for table in found for place in table.covered for at in place} | {
        row.start for table in found for group in table.groups for row in group
    })  # fmt: skip
    sheet = replace(sheet, pieces=tuple(_cut(sheet, cuts)))
    starts = [p.start for p in sheet.pieces]
    out = [(t, _pieces(starts, *place)) for (t, _), place in zip(drawn, taken, strict=True)]
    for table in found:
        for rows, place in zip(table.groups, table.covered, strict=True):
            out.append((_table_of(sheet, table.head, rows, place), _pieces(starts, *place)))
    return sheet, out


def _pieces(starts: list[int], begin: int, end: int) -> range:
    return range(bisect_right(starts, begin) - 1, bisect_right(starts, end - 1))


def _cut(sheet: Sheet, cuts: list[int]) -> list[Piece]:
    """Pieces cut at sorted view offsets, blanks at the edges dropped."""
    out: list[Piece] = []
    for piece in sheet.pieces:
        inside = cuts[bisect_right(cuts, piece.start) : bisect_right(cuts, piece.end - 1)]
        first = True
        for begin, end in pairwise([piece.start, *inside, piece.end]):
            while begin < end and sheet.text[begin] in " \t":
                begin += 1
            while end > begin and sheet.text[end - 1] in " \t":
                end -= 1
            if begin < end:
                out.append(Piece(begin, end, piece.block, piece.gap if first else 0, piece.cut if first else True))
                first = False
    return out


def _table_of(sheet: Sheet, head: Head, rows: Sequence[FlatRow], place: tuple[int, int]) -> Table:
    """The grid: the head, then the rows; empty cells stand where the cell before them ends."""
    view = sheet.view
    grid = [tuple(_cell(sheet, c.start, c.end, 0, n) for n, c in enumerate(head.columns))]
    for r, row in enumerate(rows, 1):
        cells: list[Cell] = []
        at = view.span(row.start, row.start).start
        for n in range(len(head.columns)):
            place_of = row.cells.get(n)
            cell = _cell(sheet, *place_of, r, n) if place_of is not None else Cell("", at, at, r, n)
            at = cell.end
            cells.append(cell)
        grid.append(tuple(cells))
    first, last = place[0], max((row.end for row in rows), default=place[1])
    span = view.span(first, last)
    return Table(span.start, span.end, tuple(grid))


def _cell(sheet: Sheet, start: int, end: int, row: int, col: int) -> Cell:
    span = sheet.view.span(start, end)
    return Cell(span.quote, span.start, span.end, row, col)


# ---------------------------------------------------------------- one table
def _find(sheet: Sheet, taken: Sequence[tuple[int, int]], rules: FlattenedRules) -> list[_Found]:
    """All tables; `taken` are the ranges of those drawn already, in order."""
    begins = [a for a, _ in taken]
    heads = [h for h in heads_of(sheet, rules) if not _touches(taken, begins, h)]
    starts = [p.start for p in sheet.pieces]
    out: list[_Found] = []
    n = 0
    while n < len(heads):
        again = n + 1
        while again < len(heads) and heads[again].same(heads[n]):
            again += 1
        limits = [*(h.start for h in heads[n + 1 : again + 1]), len(sheet.text)]
        last = limits[again - n - 1]
        found = _table(sheet, starts, heads[n], heads[n + 1 : again], _before(begins, heads[n].end, last), rules)
        tries = [found] if found is not None or again == n + 1 else [
            _table(sheet, starts, h, (), _before(begins, h.end, stop), rules)
            for h, stop in zip(heads[n:again], limits, strict=False)
        ]  # fmt: skip
        out += [t for t in tries if t is not None]
        done = out[-1].covered[-1][1] if out else 0
        n = again
        while n < len(heads) and heads[n].start < done:
            n += 1
    return out


def _touches(taken: Sequence[tuple[int, int]], begins: list[int], head: Head) -> bool:
    at = bisect_right(begins, head.end - 1) - 1
    return at >= 0 and taken[at][1] > head.start


def _before(begins: list[int], at: int, limit: int) -> int:
    """The limit, or the next drawn table before it."""
    n = bisect_right(begins, at - 1)
    return min(limit, begins[n]) if n < len(begins) else limit


def _table(
    sheet: Sheet, starts: Sequence[int], head: Head, again: Sequence[Head], limit: int, rules: FlattenedRules
) -> _Found | None:
    """The table below a head, None where the text does not fit it."""
    region = Region(sheet, starts, head, again, limit, rules)
    end, notes_end = region.ends()
    atoms = region.atoms(end)
    least = 1 if is_catalogue(head.columns) and len(head.columns) >= _SURE_WIDTH else LEAST_ROWS
    if len(atoms) < 2 * LEAST_ROWS:
        return None
    rows = rows_of(atoms, head.columns, region.layout, head.glued)
    while rows and not rows[-1].fits and not _counted(rows[-1], head):
        rows.pop()
    if rows and head.glued and head.columns[0].holds == "seq" and 0 not in rows[0].cells:
        return None  # words that no head knows stand before the number 1
    fit = sum(row.fits for row in rows)
    if fit < least or fit < _LEAST_SHARE * len(rows):
        return None
    whole = atoms[-1].end <= rows[-1].end and GROUP.match(sheet.text[atoms[-1].end : end].lstrip()) is None  # the heading of another table
    return _grouped(head, rows, notes_end if whole else rows[-1].end)


def _counted(row: FlatRow, head: Head) -> bool:
    return row.numbered or (head.columns[0].holds == "seq" and 0 in row.cells and len(row.cells) > 1)


def _grouped(head: Head, rows: Sequence[FlatRow], end: int) -> _Found:
    """Rows cut at group headings; each group covers its text up to the next heading."""
    groups: list[tuple[FlatRow, ...]] = []
    number = 0
    keys = []
    for row in rows:
        number += row.fresh
        keys.append(number)
    for _, part in groupby(zip(keys, rows, strict=True), key=lambda p: p[0]):
        groups.append(tuple(r for _, r in part))
    if rows[0].fresh:
        groups.insert(0, ())
    covered = [(group[0].start, group[-1].end) if group else (head.start, head.end) for group in groups]
    covered[0] = (head.start, covered[0][1])
    covered[-1] = (covered[-1][0], max(end, covered[-1][1]))
    return _Found(head, tuple(groups), tuple(covered))
