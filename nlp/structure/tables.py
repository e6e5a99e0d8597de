"""Tables of the document: their section, their head rows; and tables that plain text draws with pipes or tabs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from nlp.rulebook import Rulebook
from nlp.structure.celllines import spread_heads
from nlp.structure.lines import Sheet
from nlp.structure.tableheads import aligned_heads
from nlp.types import Cell, OutlineTable, Section, Table, View
from nlp.view import to_simplified

_ORDINAL = re.compile(r"[（(]?(?:[0-9]{1,4}|[一二三四五六七八九十]{1,3})[）).、]?\Z")
_RULE_ROW = re.compile(r"[|+\-—━─:=\s]+\Z")
_SPACED_HEAD = re.compile(r"(?:序号|编号|序) +\S+(?: +\S+){1,14}\Z")
_SPACED_ROW = re.compile(r"[0-9]{1,4} +\S+(?: +\S+){0,14}\Z")
_COUNT = re.compile(r"[0-9]{1,3}[.、]?\Z")
_COUNT_BEFORE = re.compile(r"(?P<n>[0-9]{1,3})[.、．](?![0-9])")
_LEAST_REALIGNED = 3
_LONGEST_HEAD_CELL = 16


@dataclass(frozen=True, slots=True)
class TableRules:
    """Words that head a column, from `table-heads.tsv`."""

    heads: frozenset[str]

    @classmethod
    def load(cls, book: Rulebook) -> TableRules:
        """Read the table."""
        return cls(frozenset(name for row in book.table("table-heads") for name in row.items("names")))

    def is_head(self, text: str) -> bool:
        """Whether a cell reads like the head of a column."""
        return text in self.heads or (2 < len(text) <= 10 and text.endswith(_HEAD_ENDINGS))

    def head_rows(self, table: Table, simplified: Callable[[str], str] = str) -> int:
        """How many rows at the top are head: rows of short cells of which a third or more are known column heads.

        A title row (one cell over all columns) before them counts with them. `simplified` turns cells of Traditional documents.
        """
        heads = 0
        for n, row in enumerate(table.rows()[:4]):
            cells = [simplified("".join(c.split())) for c in row]
            filled = [c for c in cells if c]
            if not filled:
                continue
            if len(filled) == 1 and len(row) > 1 and n == 0 and not _ORDINAL.match(filled[0]):
                continue
            known = sum(c in self.heads or (len(c) <= 10 and c.endswith(_HEAD_ENDINGS)) for c in filled)
            if (
                any(len(c) > _LONGEST_HEAD_CELL for c in filled)
                or _ORDINAL.match(filled[0])
                or known * 3 < len(filled)
                or known < 1
            ):
                break
            heads = n + 1
        return heads


_HEAD_ENDINGS = (
    "单位",
    "部门",
    "时限",
    "内容",
    "事项",
    "名称",
    "要求",
    "任务",
    "依据",
    "主体",
    "渠道",
    "方式",
    "时间",
    "备注",
    "标准",
    "序号",
    "类别",
    "金额",
    "数量",
    "姓名",
    "地址",
    "电话",
    "指标",
    "措施",
    "目标",
    "类型",
    "对象",
    "层级",
)


def table_sections(
    view: View, tables: Sequence[Table], sections: Sequence[Section], rules: TableRules, traditional: bool = False
) -> tuple[OutlineTable, ...]:
    """Every table with the section in which it begins and its head rows."""
    starts = [s.start for s in sections]
    out = []
    for table in map(aligned_heads, map(_moved_right, tables)):
        at = view.locate(table.start)
        index = max(0, _last_at_or_before(starts, at))
        headers = rules.head_rows(table, to_simplified) if traditional else rules.head_rows(table)
        out.append(OutlineTable(sections[index].path, table, headers))
    return tuple(out)


def _moved_right(table: Table) -> Table:
    """The table with rows that lost merged cells at their left moved under their heads."""
    grid = [list(row) for row in table.cells]
    if len({len(row) for row in grid}) != 1 or len(grid) < _LEAST_REALIGNED:
        return table
    moved = _realigned(grid)
    return table if moved is grid else Table(table.start, table.end, tuple(tuple(replace(c, row=r) for c in row) for r, row in enumerate(moved)))


def _last_at_or_before(starts: list[int], at: int) -> int:
    from bisect import bisect_right

    return bisect_right(starts, at) - 1


def drawn_tables(sheet: Sheet) -> list[tuple[Table, range]]:
    """Tables that the text draws itself: two or more lines together with pipes, or with the same number of tabs.

    Returns each with the pieces that it covers. Lines inside a table of the document are left to that table.
    """
    found: list[tuple[Table, range]] = []
    n = 0
    while n < len(sheet.pieces):
        last = n
        while last < len(sheet.pieces) and _drawn(sheet, last) and (last == n or sheet.pieces[last].gap <= 1):
            last += 1
        rows = [i for i in range(n, last) if not _RULE_ROW.match(sheet.words(i))]
        if len(rows) < 2:
            begin = rows[0] if rows and rows[0] > n else last  # no row before it can begin a table: rules only
            rows = _spaced_rows(sheet, n)
            last = n + len(rows) if rows else begin
        if len(rows) >= 2:
            found.append((_table_of(sheet, rows), range(n, last)))
        n = max(last, n + 1)
    return found


def _drawn(sheet: Sheet, i: int) -> bool:
    words = sheet.words(i)
    if sheet.pieces[i].block != "text":
        return False
    return words.count("|") >= 2 or words.count("\t") >= 1 or (_RULE_ROW.match(words) is not None and "|" in words)


def _spaced_rows(sheet: Sheet, n: int) -> list[int]:
    """Lines that a head line 序号 镇街 村名 … opens, their columns parted by blanks, each with a number first."""
    if sheet.pieces[n].block != "text" or not _SPACED_HEAD.match(sheet.words(n)):
        return []
    rows = [n]
    for i in range(n + 1, len(sheet.pieces)):
        if sheet.pieces[i].gap > 1 or not _SPACED_ROW.match(sheet.words(i)):
            break
        rows.append(i)
    return rows


def _table_of(sheet: Sheet, rows: list[int]) -> Table:
    """The grid of drawn rows; short rows are filled with empty cells at their end."""
    grid: list[list[Cell]] = []
    for r, i in enumerate(rows):
        piece = sheet.pieces[i]
        words = sheet.words(i)
        mark = next((m for m in "|\t" if m in words), " +")
        edges = [
            piece.start - 1,
            *(piece.start + m.start() for m in re.finditer(re.escape(mark) if mark in "|\t" else mark, words)),
            piece.end,
        ]
        cells: list[Cell] = []
        for a, b in pairwise(edges):
            begin, end = a + 1, b
            while begin < end and sheet.text[begin] in " \t":
                begin += 1
            while end > begin and sheet.text[end - 1] in " \t":
                end -= 1
            span = sheet.view.span(begin, end)
            cells.append(Cell(span.quote, span.start, span.end, r, len(cells)))
        if mark == "|":
            cells = cells[1:] if words.startswith("|") else cells
            cells = cells[:-1] if words.endswith("|") and cells else cells
            cells = [Cell(c.text, c.start, c.end, r, n) for n, c in enumerate(cells)]
        grid.append(cells)
    width = max(len(row) for row in grid)
    for r, row in enumerate(grid):
        stop = row[-1].end if row else 0
        row += [Cell("", stop, stop, r, n) for n in range(len(row), width)]
    grid = _realigned(grid)
    first, final = (
        sheet.view.span(sheet.pieces[rows[0]].start, sheet.pieces[rows[0]].end),
        sheet.view.span(sheet.pieces[rows[-1]].start, sheet.pieces[rows[-1]].end),
    )
    return Table(first.start, final.end, tuple(tuple(row) for row in grid))


def _opened(grid: list[list[Cell]]) -> list[int]:
    """In which of its first columns each row has a cell that the next running number opens (3.更新…), -1 where in none."""
    out: list[int] = []
    last = 0
    for row in grid:
        found = [(n, int(m["n"])) for n, c in enumerate(row[:4]) if (m := _COUNT_BEFORE.match(c.text.strip())) is not None]
        next_one = next(((n, number) for n, number in found if last < number <= last + 2), None)
        out.append(next_one[0] if next_one is not None else -1)
        last = next_one[1] if next_one is not None else last
    return out


def _realigned(grid: list[list[Cell]]) -> list[list[Cell]]:
    """Rows whose cells moved to the left because those merged with the row above were left out; and their heads.

    工作任务 | 要求 | 单位 ||       A row with its running number in the first column, where whole rows have it further right,
    一、… | 1 | 公开… | 县财政局    takes over the cells to its left from the row above. The number may open the cell: 2.修订….
    2 | 修订… | 县民政局 |
    """
    filled = [max((n + 1 for n, c in enumerate(row) if c.text.strip()), default=0) for row in grid]
    width = len(grid[0])
    at = [next((n for n, c in enumerate(row[:4]) if _COUNT.match(c.text.strip())), -1) for row in grid]
    if max(at) < 0:
        at = _opened(grid)
    column = max((a for a, f in zip(at, filled, strict=True) if f == width), default=0)
    if column <= 0 or not any(a == 0 and f + column <= width for a, f in zip(at, filled, strict=True)):
        return grid
    out: list[list[Cell]] = []
    for r, row in enumerate(grid):
        if r == 0 and at[0] < 0 and 2 <= filled[0] < width:
            own = spread_heads(row[: filled[0]], width)
            stop = row[filled[0] - 1].end
            out.append([replace(c, col=n) if c is not None else Cell("", stop, stop, 0, n) for n, c in enumerate(own)])
        elif 0 <= at[r] < column and filled[r] + column - at[r] <= width and out:
            shift = column - at[r]
            moved = [*out[-1][:shift], *(replace(c, col=n + shift) for n, c in enumerate(row[: width - shift]))]
            out.append(moved)
        else:
            out.append(row)
    return out
