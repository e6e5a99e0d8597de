"""Tables with their columns known: catalogue tables and task tables, 同上 and merged cells resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from nlp.draft.builder import Builder
from nlp.draft.cell_types import looks_like, misfits, realigned, widened
from nlp.rulebook import Rulebook
from nlp.types import Cell, Outline, OutlineTable, Section, Span, View
from nlp.view import to_simplified

_MOST_HEAD_ROWS = 4
_LONGEST_HEAD = 14
_BEFORE_TABLE = 60  # characters above a table in which its name is looked for
_BLANK = re.compile(r"\s+")
_BRACKETED = re.compile(r"（.*?）")
_SAME = re.compile(r"^(?:同上|同前|〃|″|\"|同上行|同上述)$")
# a line of its own below a row: another element of its content (【联系方式】, 2.决算表)
_GOES_ON = re.compile(r"\s*(?:【|[●■◆▪•·○-]\s*\S|[（(]?[2-9][）).、．](?![0-9])|[②-⑳])")
_NUMBER = re.compile(r"[0-9]{1,4}")
_NOT_COUNTED = re.compile("[\u4e00-\u9fff]{2}")
_NEGATIVE = re.compile(r"负面清单|不予公开|不公开(?:事项|内容|信息)")
# heads over several columns, and what their under-heads hold
_PARTS: Mapping[str, frozenset[str]] = {
    "item": frozenset({"level1", "level2", "level3"}),
    "audience": frozenset({"audience_all", "audience_specific"}),
    "mode": frozenset({"mode_active", "mode_request"}),
    "level": frozenset({"level_state", "level_province", "level_city", "level_county", "level_township", "level_village"}),
}
# columns in which an empty cell stands for the one above
_CARRIED = frozenset({"level1", "domain", "deadline", "publisher"})

Values = Mapping[str, list[Cell]]


@dataclass(frozen=True, slots=True)
class TableColumns:
    """`draft-columns.tsv`: what a column holds, by its head."""

    names: Mapping[str, str]
    ends: tuple[tuple[str, str], ...]

    @classmethod
    def load(cls, book: Rulebook) -> TableColumns:
        """Read the table."""
        rows = book.table("draft-columns")
        names = {_head(name): row["id"] for row in reversed(rows) for name in row.items("names")}
        ends = [(_head(end), row["id"]) for row in rows for end in row.items("ends")]
        return cls(names, tuple(sorted(ends, key=lambda e: (-len(e[0]), e[0]))))

    def kind(self, head: str) -> str | None:
        """What a column with this head holds."""
        plain = _head(head)
        found = self.names.get(plain) or self.names.get(_BRACKETED.sub("", plain))
        if found or len(plain) > _LONGEST_HEAD:
            return found
        return next((kind for end, kind in self.ends if plain.endswith(end)), None)


def _head(text: str) -> str:
    return _BLANK.sub("", text).replace("(", "（").replace(")", "）").strip("：:")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its columns known. `first`: the first row of data; `channels`: columns that are one channel each, to be ticked."""

    rows: tuple[tuple[Cell, ...], ...]
    first: int
    columns: Mapping[int, str]
    channels: Mapping[int, str]
    section: Section
    negative: bool

    def has(self, *kinds: str) -> bool:
        """Whether one of the columns holds one of these."""
        return any(k in self.columns.values() for k in kinds)

    @property
    def is_catalogue(self) -> bool:
        """Whether every row is a matter to be disclosed (or, in a negative list, not to be)."""
        if not self.has("item", "content", "level1", "level2"):
            return False
        if self.negative:
            return True
        if self.has("task") and not self.has("content", "level2"):
            return False
        strong = [k for k in ("level1", "level2", "content", "mode_active", "audience_all", "channel", "mode") if self.has(k)]
        plain = self.has("item", "content") and self.has("deadline", "publisher") and self.has("content", "channel", "basis")
        return len(strong) >= 2 or plain

    @property
    def is_task_table(self) -> bool:
        """Whether rows are tasks with the bodies that answer for them."""
        return self.has("task", "item") and self.has("publisher", "lead", "support", "deadline")

    def data(self) -> Iterator[tuple[tuple[Cell, ...], Values]]:
        """Rows of data with their cells by kind; heads repeated behind a page break and bands over all columns left out."""
        above: dict[int, Cell] = {}
        heads = {(c.start, c.end) for row in self.rows[: self.first] for c in row}
        texts = {_BLANK.sub("", c.text) for row in self.rows[: self.first] for c in row}
        last: tuple[tuple[Cell, ...], dict[str, list[Cell]]] | None = None
        for row in self._joined():
            filled = [c for c in row if c.text.strip() and (c.start, c.end) not in heads]
            if len({(c.start, c.end) for c in filled}) < 2:
                if last is not None and filled and _GOES_ON.match(filled[0].text):
                    last[1].setdefault("content", []).append(filled[0])
                continue
            if sum(_BLANK.sub("", c.text) in texts for c in filled) * 2 > len(filled):
                continue
            if last is not None:
                yield last
            row = self._aligned(row)
            last = row, self._values(row, above)
        if last is not None:
            yield last

    def _aligned(self, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """A row that lost merged cells, moved right so that its cells stand under the heads that they look like."""
        counted = self.columns.get(0) == "seq" and not (row[0].text.strip() and _NOT_COUNTED.search(row[0].text))
        return realigned(self.columns, row, int(counted))

    def _joined(self) -> Iterator[tuple[Cell, ...]]:
        """Rows of data, the two halves of a row that a line end broke put together."""
        rows = list(self.rows[self.first :])
        n = 0
        while n < len(rows):
            row = rows[n]
            left = _filled_front(row)
            if n + 1 < len(rows) and 0 < left < len(row) and _is_rest(row, left, rows[n + 1]):
                rest = rows[n + 1]
                yield (*row[:left], *rest[: len(row) - left])
                n += 2
                continue
            yield row
            n += 1

    def _values(self, row: tuple[Cell, ...], above: dict[int, Cell]) -> dict[str, list[Cell]]:
        out: dict[str, list[Cell]] = {}
        for c, kind in self.columns.items():
            if c >= len(row):
                continue
            cell = row[c]
            text = cell.text.strip()
            if _SAME.match(text) or (not text and kind in _CARRIED and c in above):
                cell = above.get(c, cell)
            else:
                above[c] = cell
            if cell.text.strip() and all(cell is not other for other in out.get(kind, ())):
                out.setdefault(kind, []).append(cell)
        return out


def _is_rest(row: tuple[Cell, ...], left: int, below: tuple[Cell, ...]) -> bool:
    """Whether a row holds the last cells of the one above, of which only the first `left` are filled."""
    filled = _filled_front(below)
    if any(c.text.strip() for c in (*row[left:], *below[filled:])) or not filled or any(_GOES_ON.match(r[0].text) for r in (row, below)):
        return False
    if left + filled == len(row):
        return True
    limit = "deadline" in looks_like(below[0].text) and not any("deadline" in looks_like(c.text) for c in row[:left])
    return limit and left + filled == len(row) - 1  # a merged cell is lost in front


def _filled_front(row: tuple[Cell, ...]) -> int:
    """How many cells at the start of a row hold text."""
    return next((n for n, c in enumerate(row) if not c.text.strip()), len(row))


def grids_of(builder: Builder, columns: TableColumns) -> Iterator[tuple[OutlineTable, Grid | None]]:
    """The tables of a document, each with its columns; None where no head row is known.

    A table without a head that goes on where the one before it ended (a page break, a line between) has the columns of that one.
    """
    before: Grid | None = None
    for table in sorted(builder.outline.tables, key=lambda t: t.table.start):
        rows = _normalised(builder.outline.view, table.table.cells)
        grid = _grid(builder, table, rows, columns)
        if grid is None and before is not None and _goes_on(before, rows):
            grid = replace(before, rows=rows, first=0)
        before = grid
        yield table, grid


def _normalised(view: View, rows: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[Cell, ...], ...]:
    """Rows with the text of their cells as the view has it: without pinyin notes, with full-width marks."""
    text, locate = view.text, view.locate
    return tuple(tuple(replace(c, text=text[locate(c.start) : locate(c.end)]) if c.text.strip() else c for c in row) for row in rows)


def _goes_on(before: Grid, rows: tuple[tuple[Cell, ...], ...]) -> bool:
    """Whether rows without a head go on from a grid: as wide, the next running number, their cells under the heads that they look like."""
    width = max(len(r) for r in before.rows)
    if not rows or max(len(r) for r in rows) != width or before.columns.get(0) != "seq":
        return False
    numbers = [int(m[0]) for r in before.rows[before.first :] if r and (m := _NUMBER.fullmatch(r[0].text.strip()))]
    first = _NUMBER.fullmatch(rows[0][0].text.strip())
    if first is None or not numbers or int(first[0]) != numbers[-1] + 1:
        return False
    return misfits(before.columns, realigned(before.columns, rows[0], 1)) <= 0


def _unfolded(rows: tuple[tuple[Cell, ...], ...], columns: TableColumns) -> dict[int, str] | None:
    """Columns of a head of two rows whose merged cells were lost: the under-heads (一级事项, 二级事项, 全社会 …) stand at the left.

    None where the second row is no such row.
    """
    if len(rows) < 3:
        return None
    first, second = (_heads(row, columns) for row in rows[:2])
    if not second or len(second) >= len(first):
        return None
    out: dict[int, str] = {}
    column = used = 0
    for kind in first:
        parts = _PARTS.get(kind or "", frozenset())
        before = used
        while used < len(second) and second[used] in parts:
            out[column] = second[used] or ""
            column, used = column + 1, used + 1
        if used == before:
            out |= {column: kind} if kind else {}
            column += 1
    return out if used == len(second) and used >= 2 else None


def _heads(row: tuple[Cell, ...], columns: TableColumns) -> list[str | None]:
    """What the filled cells of a head row stand for, up to the last filled one; [] where an empty cell stands between."""
    texts = [c.text.strip() for c in row]
    while texts and not texts[-1]:
        texts.pop()
    return [columns.kind(text) for text in texts] if texts and all(texts) else []


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table: what its columns hold, columns that are one channel each, and the last head row."""

    kinds: Mapping[int, str]
    channels: Mapping[int, str]
    last: int


def _head_of(
    rows: tuple[tuple[Cell, ...], ...], columns: TableColumns, traditional: bool, labels: tuple[str, ...]
) -> Head | None:
    """The head of a table; None where no row of its first ones is one."""
    kinds: dict[int, str] = {}
    channels: dict[int, str] = {}
    last: int | None = None
    for r, row in enumerate(rows[:_MOST_HEAD_ROWS]):
        heads = [_text_of(cell, traditional) for cell in row]
        found = {c: k for c, head in enumerate(heads) if head and (k := columns.kind(head))}
        filled = len({(c.start, c.end) for c in row if c.text.strip()})
        distinct = len({(row[c].start, row[c].end) for c in found})
        opens = distinct >= 2 and distinct * 2 >= filled
        goes_on = last is not None and distinct > 0 and distinct * 3 >= filled * 2
        if opens or goes_on:
            kinds |= found
            last = r
            channels |= {c: head for c, head in enumerate(heads) if c not in found and head in labels}
        elif last is not None:
            break
    unfolded = _unfolded(rows, columns)
    if unfolded is not None:
        return Head(unfolded, channels, 1)
    return None if last is None else Head(kinds, channels, last)


def has_known_head(outline: Outline, table: OutlineTable, columns: TableColumns) -> bool:
    """Whether a head row of the table is known."""
    return _head_of(table.table.cells, columns, outline.document.media.script == "hant", ()) is not None


def _grid(
    builder: Builder, table: OutlineTable, rows: tuple[tuple[Cell, ...], ...], columns: TableColumns
) -> Grid | None:
    head = _head_of(rows, columns, _is_traditional(builder), builder.channels.labels)
    if head is None:
        return None
    head = Head(widened(head.kinds, rows[head.last + 1 :]), head.channels, head.last)
    section = builder.sections.get(table.section) or builder.outline.sections[0]
    at = builder.outline.view.locate(table.table.start)
    near = builder.sheet.text[max(0, at - _BEFORE_TABLE) : at]
    above = "".join(c.text for row in rows[: head.last + 1] for c in row)
    negative = bool(_NEGATIVE.search((section.title or "") + near.replace("\n", "") + above)) and "除" not in near[-6:]
    return Grid(rows, head.last + 1, head.kinds, head.channels, section, negative)


def _is_traditional(builder: Builder) -> bool:
    return builder.outline.document.media.script == "hant"


def _text_of(cell: Cell, traditional: bool) -> str:
    text = cell.text.strip()
    return to_simplified(text) if traditional else text


def plain(builder: Builder, cell: Cell) -> str:
    """Text of a cell, Simplified, blanks at its ends left out."""
    return _text_of(cell, _is_traditional(builder))


def span_of(builder: Builder, cell: Cell) -> Span:
    """Where a cell stands in the source."""
    return Span(cell.start, cell.end, builder.outline.view.source[cell.start : cell.end])
