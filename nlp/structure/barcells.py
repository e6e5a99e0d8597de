"""Tables whose cells bars part, while line ends stand anywhere: the head on one line, the rows broken over many.

    序号 | 公开内容 | 公开时限 | 公开主体 |        Every cell ends in a bar. Rows are as many cells wide as the head, filled up with
    1 |                                            empty ones at their end, and begin on a new line; else they are told by their running
    机构概况、科室设置 | 20个工作日内 |             numbers. A row that lacks a cell, because the cell above reaches down to it or
    各医院 |                                       because empty ones were dropped, is put into the columns that its cells look like.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from nlp.structure.barplaces import NUMBER, Place, in_columns, placed_in, without_end
from nlp.structure.flattened_heads import LEAST_HEADS, FlattenedRules
from nlp.structure.flattened_rows import Column
from nlp.structure.flattened_upper import Head, is_lower, with_lower_heads
from nlp.structure.lines import Sheet
from nlp.types import Cell, Table

_LONGEST_HEAD = 16
_LEAST_ROWS = 2
_LEAST_SHARE = 0.6
_WIDEST = 24
_FURTHEST, _FURTHEST_OPEN = 3, 12  # lines without a bar between cells, and inside a cell that no bar has closed yet
_WIDER = 6  # cells that rows may have behind the last known head
_BRACKET = re.compile("（[^（）]*）")
_SURE_HEADS = 5  # known heads above a single row


def bar_tables(sheet: Sheet, rules: FlattenedRules) -> list[tuple[Table, range]]:
    """Tables with the pieces that they cover; those with a whole row on each line are left to `tables.py`."""
    found: list[tuple[Table, range]] = []
    n = 0
    while n < len(sheet.pieces):
        made = _table_at(sheet, n, rules) if _may_head(sheet, n, rules) else None
        if made is not None:
            found.append(made)
            n = made[1][-1]
        n += 1
    return found


def _may_head(sheet: Sheet, n: int, rules: FlattenedRules) -> bool:
    """Whether a line begins with a head cell that a bar closes."""
    piece = sheet.pieces[n]
    if piece.block != "text" or n + 1 >= len(sheet.pieces):
        return False
    words = sheet.words(n)
    return "|" in words and rules.kind(words.lstrip("| ").split("|")[0]) is not None


def _table_at(sheet: Sheet, n: int, rules: FlattenedRules) -> tuple[Table, range] | None:
    """The table whose head begins at a line, None where there is none, or where each of its rows stands on a line of its own."""
    last = _last(sheet, n)
    if last <= n + 1:
        return None
    head, known, cells = _head(sheet, _cells(sheet, n, last), rules)
    if head is None:
        return None
    leading = sheet.words(n).startswith("|")
    folded, stopped = _folded(sheet, cells, head.columns, leading)
    if folded:
        rows = in_columns(sheet, folded, head.columns, rules)
        end = folded[-1][-1][1]
        cut_off = not stopped and not sheet.text[sheet.pieces[last].end :].strip(" |\n")
        last = last if cut_off else next(i for i in range(n, last + 1) if sheet.pieces[i].end >= end)
        cut = any(piece.cut for piece in sheet.pieces[n : last + 1])
        whole = not cut and last - n < len(rows) + 2 and all(_same_line(sheet, row) for row in folded)
        least = 1 if known >= _SURE_HEADS else _LEAST_ROWS
        if whole or len(rows) < least:
            return None
    else:
        if sheet.words(n + 1).count("|") >= max(2, sheet.words(n).count("|") - 1):
            return None
        rows = _rows(sheet, cells, head.columns, rules)
        least = _LEAST_ROWS
    filled = sum(sum(c is not None for c in row) > 2 for row in rows)
    if filled < least or filled < _LEAST_SHARE * len(rows):
        return None
    return _table(sheet, [[(c.start, c.end) for c in head.columns], *rows]), range(n, last + 1)


def _head(
    sheet: Sheet, cells: Sequence[Place], rules: FlattenedRules
) -> tuple[Head | None, int, list[Place]]:
    """The head with which the cells begin, how many known words it has, and the cells behind it.

    A numbered table's head may hold a word unknown to us.
    """
    columns: list[Column] = []
    known: set[str] = set()
    opening = next((sheet.text[a:b] for a, b in cells if b > a), "")
    counted = (rules.kind(opening) or ("", "", ""))[1] == "seq"
    for a, b in cells:
        name = "".join(sheet.text[a:b].split())
        kind = rules.kind(name) or rules.kind(_BRACKET.sub("", name))
        if name and kind is None and (
            not counted or NUMBER.fullmatch(name) or is_lower(name) or len(name) > _LONGEST_HEAD or len(columns) > _WIDEST
        ):  # fmt: skip
            break
        if name:
            columns.append(Column(*(kind or ("other", "text", "some")), a, b))
            known |= {name} if kind is not None else set()
    if len(known) < LEAST_HEADS:
        return None, 0, []
    head = with_lower_heads(sheet.text, Head(tuple(columns), False, columns[0].start, columns[-1].end))
    return head, len(known), [c for c in cells if c[0] >= head.end]


def _last(sheet: Sheet, n: int) -> int:
    """The last piece of the table with the head at n: bars stop behind it, or the same head begins again."""
    opening = sheet.words(n).lstrip("| ").split("|")[0].strip()
    last = n
    for i in range(n + 1, len(sheet.pieces)):
        words = sheet.words(i)
        if sheet.pieces[i].block != "text" or i - last > (_FURTHEST if sheet.words(last).endswith("|") else _FURTHEST_OPEN):
            break
        if "|" in words:
            if i > n + 1 and words.lstrip("| ").startswith(opening) and words.lstrip("| ").split("|")[0].strip() == opening:
                break
            last = i
    return last


def _folded(sheet: Sheet, cells: Sequence[Place], columns: Sequence[Column], leading: bool) -> tuple[list[list[Place]], bool]:
    """Rows of the same number of cells, empty ones at their end counted, each on a new line, and whether something else than a row
    ends them; [] where no width comes out.

    `leading`: each row also begins with a bar.
    """
    first = next((n for n, (a, b) in enumerate(cells) if b > a), len(cells))
    width, counted = len(columns), columns[0].holds == "seq"
    for tried in [width, *range(max(LEAST_HEADS, width - 2), width), *range(width + 1, min(width + _WIDER, _WIDEST) + 1)]:
        rows, stopped = _fold(sheet.text, cells[first:], tried, leading, counted)
        if rows and (tried == width or len(rows) > _LEAST_ROWS):
            return rows, stopped
    return [], False


def _fold(text: str, cells: Sequence[Place], width: int, leading: bool, counted: bool) -> tuple[list[list[Place]], bool]:
    rows: list[list[Place]] = []
    at = 0
    while at < len(cells):
        if leading and rows:
            if cells[at][1] > cells[at][0] or not _new_line(text, cells[at][0]):
                return [], False
            at += 1
        if len(cells) - at < width:
            rest = without_end(cells[at:])
            if rows and rest and len(rest) >= _LEAST_SHARE * len(without_end(rows[-1])) and NUMBER.fullmatch(text, *rest[0]):
                rows.append(rest)  # the text breaks off in it
            break
        if cells[at][1] == cells[at][0] or not (leading or _new_line(text, cells[at][0])):
            return [], False
        first = text[slice(*cells[at])]
        if counted and "\n" in first:
            return rows, True  # a line between rows: the number of a page
        if counted and not NUMBER.fullmatch(first.rstrip(".、")):
            return [], False
        rows.append(list(cells[at : at + width]))
        at += width
    return rows, False


def _new_line(text: str, at: int) -> bool:
    """Whether nothing but blanks stands between a line's beginning and an offset."""
    while at > 0 and text[at - 1] in " \t":
        at -= 1
    return at == 0 or text[at - 1] == "\n"


def _same_line(sheet: Sheet, row: Sequence[Place]) -> bool:
    """Whether a row stands on one line."""
    return "\n" not in sheet.text[row[0][0] : row[-1][1]]


def _cells(sheet: Sheet, first: int, last: int) -> list[Place]:
    """What bars close between two pieces, blanks and line ends at the edges dropped; cells may be empty."""
    text, begin, end = sheet.text, sheet.pieces[first].start, sheet.pieces[last].end
    bars = [begin - 1, *(i for i in range(begin, end) if text[i] == "|")]
    bars += [end] if text[bars[-1] + 1 : end].strip() else []
    out: list[Place] = []
    for a, b in pairwise(bars):
        start, stop = a + 1, b
        while start < stop and text[start] in " \t\n":
            start += 1
        while stop > start and text[stop - 1] in " \t\n":
            stop -= 1
        out.append((start, stop))
    return out


def _rows(
    sheet: Sheet, cells: Sequence[Place], columns: Sequence[Column], rules: FlattenedRules
) -> list[list[Place | None]]:
    """Rows of the table, each as wide as its head; [] where the cells do not come out. A row that the text's end cuts off is left out."""
    width = len(columns)
    if columns[0].holds != "seq":
        broken_off = bool(cells) and not sheet.text[cells[-1][1] :].strip(" |\n")
        cells = cells[: len(cells) // width * width] if broken_off and len(cells) > width else cells
        even = len(cells) % width == 0
        return [[c if c[1] > c[0] else None for c in cells[k : k + width]] for k in range(0, len(cells), width)] if even else []
    marks: list[int] = []
    last = -1
    for k, (a, b) in enumerate(cells):
        m = NUMBER.fullmatch(sheet.text[a:b].rstrip(".、"))
        if m is not None and (last < 0 or last < int(m[0]) <= last + 2):
            marks.append(k)
            last = int(m[0])
    found = [without_end(cells[begin:end]) for begin, end in pairwise([*marks, len(cells)])]
    if any(len(row) > width for row in found):
        return []
    most = max((len(row) for row in found), default=0)
    return [
        [c if c[1] > c[0] else None for c in row] if len(row) == width else placed_in(sheet, row, columns, most - len(row), rules)
        for row in found
    ]


def _table(sheet: Sheet, rows: Sequence[Sequence[Place | None]]) -> Table:
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
