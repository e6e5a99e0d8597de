"""Tables whose cells bars part, while line ends stand anywhere: the head on one line, the rows broken over many.

    序号 | 公开内容 | 公开时限 | 公开主体 |        Every cell ends in a bar. Rows are told by their running numbers, else by
    1 |                                            the number of cells of the head. A row that lacks a cell, because the cell
    机构概况、科室设置 | 20个工作日内 |             above reaches down to it, has an empty one at its end: it is moved to the
    各医院 |                                       columns that its cells look like.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nlp.structure.flattened_heads import LEAST_HEADS, FlattenedRules
from nlp.structure.flattened_rows import Column
from nlp.structure.flattened_upper import Head, is_lower, with_lower_heads
from nlp.structure.lines import Sheet
from nlp.types import Cell, Table

_LONGEST_HEAD = 16
_LEAST_ROWS = 2
_LEAST_SHARE = 0.6
_WIDEST = 24
_FURTHEST = 3  # lines without a bar inside a cell

_Place = tuple[int, int]


def bar_tables(sheet: Sheet, rules: FlattenedRules) -> list[tuple[Table, range]]:
    """Tables with the pieces that they cover; those with a whole row on each line are left to `tables.py`."""
    found: list[tuple[Table, range]] = []
    n = 0
    while n < len(sheet.pieces):
        last = _last(sheet, n) if _may_head(sheet, n, rules) else n
        head, cells = _head(sheet, _cells(sheet, n, last), rules) if last > n + 1 else (None, [])
        rows = _rows(sheet, cells, head.columns, rules) if head is not None else []
        filled = sum(sum(c is not None for c in row) > 2 for row in rows)
        if head is not None and filled >= _LEAST_ROWS and filled >= _LEAST_SHARE * len(rows):
            found.append((_table(sheet, [[(c.start, c.end) for c in head.columns], *rows]), range(n, last + 1)))
            n = last
        n += 1
    return found


def _may_head(sheet: Sheet, n: int, rules: FlattenedRules) -> bool:
    """Whether a line begins with a head cell that a bar closes, and the next line holds no whole row."""
    piece = sheet.pieces[n]
    if piece.block != "text" or n + 1 >= len(sheet.pieces):
        return False
    words = sheet.words(n)
    if "|" not in words:
        return False
    if words.lstrip("| ").split("|")[0].strip() not in rules.kinds:
        return False
    return sheet.words(n + 1).count("|") < max(2, words.count("|") - 1)


def _head(sheet: Sheet, cells: Sequence[_Place], rules: FlattenedRules) -> tuple[Head | None, list[_Place]]:
    """The head with which the cells begin, and the cells behind it. A numbered table's head may hold a word unknown to us."""
    columns: list[Column] = []
    known: set[str] = set()
    opening = next((sheet.text[a:b] for a, b in cells if b > a), "")
    counted = rules.kinds.get(opening, ("", "", ""))[1] == "seq"
    for a, b in cells:
        name = sheet.text[a:b].replace("\n", "")
        if name and name not in rules.kinds and (
            not counted or name == "1" or is_lower(name) or len(name) > _LONGEST_HEAD or len(columns) > _WIDEST
        ):  # fmt: skip
            break
        if name:
            columns.append(Column(*rules.kinds.get(name, ("other", "text", "some")), a, b))
            known |= {name} & set(rules.kinds)
    if len(known) < LEAST_HEADS:
        return None, []
    head = with_lower_heads(sheet.text, Head(tuple(columns), False, columns[0].start, columns[-1].end))
    return head, [c for c in cells if c[0] >= head.end]


def _last(sheet: Sheet, n: int) -> int:
    """The last piece of the table with the head at n: bars stop behind it."""
    last = n
    for i in range(n + 1, len(sheet.pieces)):
        if sheet.pieces[i].block != "text" or i - last > _FURTHEST:
            break
        if "|" in sheet.words(i):
            last = i
    return last


def _cells(sheet: Sheet, first: int, last: int) -> list[_Place]:
    """What bars close between two pieces, blanks and line ends at the edges dropped; cells may be empty."""
    text, begin, end = sheet.text, sheet.pieces[first].start, sheet.pieces[last].end
    bars = [begin - 1, *(i for i in range(begin, end) if text[i] == "|")]
    bars += [end] if text[bars[-1] + 1 : end].strip() else []
    out: list[_Place] = []
    for a, b in pairwise(bars):
        start, stop = a + 1, b
        while start < stop and text[start] in " \t\n":
            start += 1
        while stop > start and text[stop - 1] in " \t\n":
            stop -= 1
        out.append((start, stop))
    return out


def _rows(
    sheet: Sheet, cells: Sequence[_Place], columns: Sequence[Column], rules: FlattenedRules
) -> list[list[_Place | None]]:
    """Rows of the table, each as wide as its head; [] where the cells do not come out. A row that the text's end cuts off is left out."""
    width = len(columns)
    holds = [c.holds for c in columns]
    if holds[0] != "seq":
        broken_off = bool(cells) and not sheet.text[cells[-1][1] :].strip(" |\n")
        cells = cells[: len(cells) // width * width] if broken_off and len(cells) > width else cells
        even = len(cells) % width == 0
        return [[c if c[1] > c[0] else None for c in cells[k : k + width]] for k in range(0, len(cells), width)] if even else []
    marks: list[int] = []
    for k, (a, b) in enumerate(cells):
        if sheet.text[a:b].rstrip(".、") == str(len(marks) + 1):
            marks.append(k)
    out: list[list[_Place | None]] = []
    for begin, end in pairwise([*marks, len(cells)]):
        row = list(cells[begin + 1 : end])
        if len(row) == width - 1 and row[-1][1] > row[-1][0]:
            out.append([cells[begin], *[c if c[1] > c[0] else None for c in row]])
            continue
        while row and row[-1][1] == row[-1][0]:
            row.pop()
        if len(row) >= width:
            return []
        out.append([cells[begin], *_placed(sheet, row, holds[1:], rules)])
    return out


def _placed(sheet: Sheet, row: Sequence[_Place], holds: Sequence[str], rules: FlattenedRules) -> list[_Place | None]:
    """Cells of a row in its columns, moved to the right as far as they look more at home there."""
    costs = [rules.cells.costs(sheet.text[a:b]) if b > a else None for a, b in row]
    room = len(holds) - len(row)

    def cost(shift: int) -> float:
        return sum(c[holds[k + shift]] for k, c in enumerate(costs) if c is not None) + 0.01 * shift

    best = min(range(room + 1), key=cost)
    placed: list[_Place | None] = [c if c[1] > c[0] else None for c in row]
    return [*[None] * best, *placed, *[None] * (room - best)]


def _table(sheet: Sheet, rows: Sequence[Sequence[_Place | None]]) -> Table:
    """The grid; an empty cell stands where the cell before it ends."""
    grid: list[tuple[Cell, ...]] = []
    at = 0
    for r, row in enumerate(rows):
        cells: list[Cell] = []
        for col, place in enumerate(row):
            if place is None:
                cells.append(Cell("", at, at, r, col))
                continue
            span = sheet.view.span(*place)
            at = span.end
            cells.append(Cell(span.quote, span.start, span.end, r, col))
        grid.append(tuple(cells))
    return Table(grid[0][0].start, max(c.end for c in grid[-1]), tuple(grid))
