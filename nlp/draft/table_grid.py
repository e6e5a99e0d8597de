"""Tables with their columns known: catalogue tables and task tables, 同上 and merged cells resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nlp.draft.builder import Builder
from nlp.rulebook import Rulebook
from nlp.types import Cell, OutlineTable, Section, Span
from nlp.view import to_simplified

_MOST_HEAD_ROWS = 4
_LONGEST_HEAD = 14
_BEFORE_TABLE = 60  # characters above a table in which its name is looked for
_BLANK = re.compile(r"\s+")
_BRACKETED = re.compile(r"（.*?）")
_SAME = re.compile(r"^(?:同上|同前|〃|″|\"|同上行|同上述)$")
_NEGATIVE = re.compile(r"负面清单|不予公开|不公开(?:事项|内容|信息)")
# columns in which an empty cell stands for the one above
_CARRIED = frozenset({"level1", "domain"})

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
        for row in self._joined():
            filled = [c for c in row if c.text.strip() and (c.start, c.end) not in heads]
            if len({(c.start, c.end) for c in filled}) < 2:
                continue
            if sum(_BLANK.sub("", c.text) in texts for c in filled) * 2 > len(filled):
                continue
            yield row, self._values(row, above)

    def _joined(self) -> Iterator[tuple[Cell, ...]]:
        """Rows of data, the two halves of a row that a line end broke put together."""
        rows = list(self.rows[self.first :])
        n = 0
        while n < len(rows):
            row = rows[n]
            left = _filled_front(row)
            if n + 1 < len(rows) and 0 < left < len(row) and left == len(row) - _filled_front(rows[n + 1]):
                rest = rows[n + 1]
                if not any(c.text.strip() for c in (*row[left:], *rest[len(row) - left :])):
                    yield (*row[:left], *rest[: len(row) - left])
                    n += 2
                    continue
            yield row
            n += 1

    def _values(self, row: tuple[Cell, ...], above: dict[int, Cell]) -> Values:
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


def _filled_front(row: tuple[Cell, ...]) -> int:
    """How many cells at the start of a row hold text."""
    return next((n for n, c in enumerate(row) if not c.text.strip()), len(row))


def grids_of(builder: Builder, columns: TableColumns) -> Iterator[Grid]:
    """The tables of a document whose columns are known."""
    for table in builder.outline.tables:
        grid = _grid(builder, table, columns)
        if grid is not None:
            yield grid


def _grid(builder: Builder, table: OutlineTable, columns: TableColumns) -> Grid | None:
    rows = table.table.cells
    kinds: dict[int, str] = {}
    channels: dict[int, str] = {}
    last: int | None = None
    for r, row in enumerate(rows[:_MOST_HEAD_ROWS]):
        heads = [plain(builder, cell) for cell in row]
        found = {c: k for c, head in enumerate(heads) if head and (k := columns.kind(head))}
        filled = len({(c.start, c.end) for c in row if c.text.strip()})
        distinct = len({(row[c].start, row[c].end) for c in found})
        opens = distinct >= 2 and distinct * 2 >= filled
        goes_on = last is not None and distinct > 0 and distinct * 3 >= filled * 2
        if opens or goes_on:
            kinds |= found
            last = r
            channels |= {c: head for c, head in enumerate(heads) if c not in found and head in builder.channels.labels}
        elif last is not None:
            break
    if last is None:
        return None
    section = builder.sections.get(table.section) or builder.outline.sections[0]
    at = builder.outline.view.locate(table.table.start)
    near = builder.sheet.text[max(0, at - _BEFORE_TABLE) : at]
    above = "".join(c.text for row in rows[: last + 1] for c in row)
    negative = bool(_NEGATIVE.search((section.title or "") + near.replace("\n", "") + above)) and "除" not in near[-6:]
    return Grid(rows, last + 1, kinds, channels, section, negative)


def plain(builder: Builder, cell: Cell) -> str:
    """Text of a cell, Simplified, blanks at its ends left out."""
    text = cell.text.strip()
    return to_simplified(text) if builder.outline.document.media.script == "hant" else text


def span_of(builder: Builder, cell: Cell) -> Span:
    """Where a cell stands in the source."""
    return Span(cell.start, cell.end, builder.outline.view.source[cell.start : cell.end])
