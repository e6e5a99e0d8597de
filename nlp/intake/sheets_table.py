"""Sheets -> Document: each a heading line and its tables, title rows and notes as lines, what is hidden named in warnings."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from nlp.intake.builder import DocumentBuilder, clean, name_pages
from nlp.intake.furniture import FurnitureRules
from nlp.intake.grid import Slot, fill, join_cell
from nlp.intake.messages import Unreadable
from nlp.types import Limits

_DEFAULT = re.compile(r"^(?:sheet|工作表|表|book|列表)[\s_-]*[0-9]*(?: ?\([0-9]+\))?$", re.I)
# 填报单位：  单位：万元  日期： in the row between title and head
_FACT = re.compile(r"^[（(]?(?:填报|填表|编制|编报|制表|报送|申报|主管|金额|计量|联系|统计|截[至止])?[^。：:，]{0,8}[：:]")
_NOTE = re.compile(r"^(?:注[：:\s1-9]|说明|备注[：:]|填表|填报|制表|审核|数据来源|资料来源|数据库|联系人|单位负责人|[*※])")
_SHOWN = 5
_SAMPLE = 30

Merge = tuple[int, int, int, int]  # first row, first column, last row, last column


@dataclass(slots=True)
class Sheet:
    """A sheet as read: texts by (row, column), both from 0, and what belongs to it."""

    name: str
    hidden: bool = False
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)  # first and last
    hidden_cells: list[tuple[int, int]] = field(default_factory=list)  # their format shows nothing
    comments: list[tuple[str, str]] = field(default_factory=list)  # place, text
    boxes: list[str] = field(default_factory=list)  # texts of shapes
    margins: list[str] = field(default_factory=list)  # printed header and footer
    unread: list[tuple[int, int]] = field(default_factory=list)  # formulas without result


def place(row: int, column: int) -> str:
    """Name of a cell: (2, 27) is AB3."""
    return f"{letters(column)}{row + 1}"


def letters(column: int) -> str:
    """Name of a column: 0 is A, 27 is AB."""
    out = ""
    column += 1
    while column > 0:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


def write_sheets(sheets: Sequence[Sheet], build: DocumentBuilder, rules: FurnitureRules, limits: Limits) -> None:
    """All sheets into the builder, in the order of the workbook."""
    filled = [s for s in sheets if any(text.strip() for text in s.cells.values()) or s.boxes]
    for n, sheet in enumerate(filled):
        pieces = _pieces(sheet, limits)
        titled = bool(pieces) and isinstance(pieces[0], str) and "：" not in pieces[0][:10]
        if sheet.name:
            bare = _DEFAULT.match(sheet.name) or (titled and n == 0) or (len(filled) == 1 and titled)
            build.line(sheet.name, "furniture" if bare else "text", level=None if bare else 1)
        for piece in pieces:
            if isinstance(piece, str):
                build.line(piece)
            else:
                build.table(fill(piece, 1 + max(s.row + s.row_span - 1 for s in piece), limits.table_cells))
        for text in sheet.boxes:
            build.line(text, "note")
    build.recognise(rules.classify)
    seen: set[str] = set()
    for sheet in filled:
        for text in sheet.margins:
            if text not in seen:
                seen.add(text)
                build.line(text, "header")
    _warn(sheets, filled, build)


# ---------------------------------------------------------------- rows -> pieces
def _pieces(sheet: Sheet, limits: Limits) -> list[str | list[Slot]]:
    """Lines and tables of a sheet from top to bottom."""
    if sum(map(len, sheet.cells.values())) > 4 * limits.text_characters:  # one long shared string in every cell
        raise Unreadable("too_large", what="文字数", found=f"超过{limits.text_characters}", limit=limits.text_characters)
    covered = _covered(sheet.merges, sheet.cells)
    texts = {
        at: text
        for at, raw in sheet.cells.items()
        if at not in covered and (text := join_cell(clean(raw).replace("\t", " ").split("\n")))
    }
    if len(texts) > limits.table_cells:
        raise Unreadable("too_large", what="表格单元格数", found=len(texts), limit=limits.table_cells)
    spans = {(m[0], m[1]): m for m in sheet.merges if (m[0], m[1]) in texts}
    by_row: dict[int, dict[int, str]] = {}
    for (r, c), text in texts.items():
        by_row.setdefault(r, {})[c] = text
    pieces: list[str | list[Slot]] = []
    for region in _regions(sorted(by_row), by_row, spans):
        pieces += _region(region, by_row, spans)
    return pieces


def _covered(merges: Iterable[Merge], cells: dict[tuple[int, int], str]) -> set[tuple[int, int]]:
    """Places with text of their own below a merged cell: what nobody sees. Looked up from the cells, however large a merge is."""
    found: set[tuple[int, int]] = set()
    large = [m for m in merges if m[0] != m[2] or m[1] != m[3]]
    by_row: dict[int, list[int]] = {}
    for r, c in cells:
        by_row.setdefault(r, []).append(c)
    for a, b, c, d in large:
        rows = range(a, c + 1) if c - a < len(by_row) else [r for r in by_row if a <= r <= c]
        for r in rows:
            found.update((r, col) for col in by_row.get(r, ()) if b <= col <= d and (r, col) != (a, b))
    return found


def _regions(rows: list[int], by_row: dict[int, dict[int, str]], spans: dict[tuple[int, int], Merge]) -> list[list[int]]:
    """Rows cut at blank rows where a new title stands behind them; other blank rows are only room."""
    regions: list[list[int]] = []
    reach = -1  # last row that a merged cell above covers
    for n, r in enumerate(rows):
        blank = bool(regions) and r > rows[n - 1] + 1 and r > reach + 1
        titled = len(by_row[r]) == 1 and n + 1 < len(rows) and any(len(by_row[x]) > 1 for x in rows[n + 1 : n + 4])
        after_table = bool(regions) and any(len(by_row[x]) > 1 for x in regions[-1])
        if not regions or (blank and titled and after_table and _is_title(r, by_row, spans)):
            regions.append([])
        regions[-1].append(r)
        reach = max([reach, *(spans[r, c][2] for c in by_row[r] if (r, c) in spans)])
    return regions


def _is_title(r: int, by_row: dict[int, dict[int, str]], spans: dict[tuple[int, int], Merge]) -> bool:
    """A lone cell at the left or merged across: a title, not a value that stands alone."""
    ((c, text),) = by_row[r].items()
    return ((r, c) in spans and spans[r, c][3] > c) or (len(text) >= 6 and not text.replace(".", "").isdigit())


def _region(rows: list[int], by_row: dict[int, dict[int, str]], spans: dict[tuple[int, int], Merge]) -> list[str | list[Slot]]:
    """Title rows, one table, notes."""
    width = len({c for r in rows for c in by_row[r]})
    first, last = 0, len(rows)
    if all(len(by_row[r]) == 1 for r in rows) and len({c for r in rows for c in by_row[r]}) == 1:
        return [next(iter(by_row[r].values())) for r in rows]  # a sheet of text
    while first < last and _leads(rows[first], by_row, width):
        first += 1
    first = _back(rows, first, spans)
    while last > first and _trails(rows[last - 1], by_row, spans, width):
        last -= 1
    out: list[str | list[Slot]] = [_joined(by_row[r]) for r in rows[:first]]
    if last > first:
        out.append(_slots(rows[first:last], by_row, spans))
    return [*out, *(_joined(by_row[r]) for r in rows[last:])]


def _leads(r: int, by_row: dict[int, dict[int, str]], width: int) -> bool:
    cells = list(by_row[r].values())
    if len(cells) == 1:
        return True
    return len(cells) <= max(1, width // 2) and all(_FACT.match(text) for text in cells)


def _back(rows: list[int], first: int, spans: dict[tuple[int, int], Merge]) -> int:
    """A cell that reaches down into the table is its head, no title."""
    for n in range(first):
        if any(r == rows[n] and first < len(rows) and m[2] >= rows[first] for (r, _), m in spans.items()):
            return n
    return first


def _trails(r: int, by_row: dict[int, dict[int, str]], spans: dict[tuple[int, int], Merge], width: int) -> bool:
    cells = by_row[r]
    c, text = next(iter(cells.items()))
    if len(cells) > 1:
        return len(cells) <= max(1, width // 2) and all(_FACT.match(t) and _NOTE.match(t) for t in cells.values())
    across = (r, c) in spans and spans[r, c][3] - c + 1 >= max(2, width * 2 // 3)
    return bool(_NOTE.match(text)) or (across and len(text) > 12)


def _joined(cells: dict[int, str]) -> str:
    return "  ".join(text for _, text in sorted(cells.items()))


def _slots(rows: list[int], by_row: dict[int, dict[int, str]], spans: dict[tuple[int, int], Merge]) -> list[Slot]:
    """Cells of a table on the grid of its filled rows and columns."""
    row_at = {r: n for n, r in enumerate(rows)}
    columns = sorted({c for r in rows for c in by_row[r]})
    column_at = {c: n for n, c in enumerate(columns)}
    out: list[Slot] = []
    for r in rows:
        for c, text in sorted(by_row[r].items()):
            m = spans.get((r, c))
            down = across = 1
            if m is not None:
                down = bisect_right(rows, m[2]) - row_at[r]
                across = bisect_right(columns, m[3]) - column_at[c]
            out.append(Slot(text, row_at[r], column_at[c], down, across))
    return out


# ---------------------------------------------------------------- warnings
def _warn(sheets: Sequence[Sheet], filled: Sequence[Sheet], build: DocumentBuilder) -> None:
    names = [s.name for s in filled if s.hidden]
    if names:
        build.warn("sheets_hidden", names="、".join(f"“{n}”" for n in names[:20]))
    for sheet in sheets:
        name = sheet.name or "CSV"
        used_rows = {r for (r, _), text in sheet.cells.items() if text.strip()}
        used_columns = {c for (_, c), text in sheet.cells.items() if text.strip()}
        rows = sorted(r + 1 for r in sheet.hidden_rows if r in used_rows)
        columns = [letters(c) for c in sorted(used_columns) if any(a <= c <= b for a, b in sheet.hidden_columns)]
        places = [f"第{name_pages(rows)}行"] if rows else []
        places += [f"{'、'.join(columns)}列"] if columns else []
        places += [f"单元格{_places(sheet.hidden_cells)}"] if sheet.hidden_cells else []
        if places:
            build.warn("cells_hidden", sheet=name, places="、".join(places))
        if sheet.comments:
            at = "、".join(where for where, _ in sheet.comments[:_SHOWN]) + ("等" if len(sheet.comments) > _SHOWN else "")
            sample = " ".join(sheet.comments[0][1].split())[:_SAMPLE]
            build.warn("cell_comments", sheet=name, n=len(sheet.comments), places=at, sample=sample)
        if sheet.unread:
            build.warn("formulas_unread", sheet=name, n=len(sheet.unread), place=place(*sheet.unread[0]))


def _places(cells: Sequence[tuple[int, int]]) -> str:
    return "、".join(place(*c) for c in cells[:_SHOWN]) + ("等" if len(cells) > _SHOWN else "")
