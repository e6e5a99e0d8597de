"""Table rows of an RTF file: cells with their right edges, put on one grid when the table ends."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from nlp.intake.builder import DocumentBuilder
from nlp.intake.grid import MAX_COLUMNS, Slot, fill, join_cell
from nlp.types import Limits

_TWIPS = 40  # edges closer than this (0.7 mm) are the same line
_LAYOUT_CELL, _LAYOUT_PARAGRAPHS = 600, 5  # a cell of this size in a small table: the table is the page, not data


@dataclass(frozen=True, slots=True)
class _Definition:
    """One cell as \\trowd defines it: right edge, and whether it is covered from above or from the left."""

    edge: int
    from_above: bool = False
    from_left: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[tuple[str | TableRows, ...], ...]  # paragraphs and tables by cell
    definitions: tuple[_Definition, ...]


@dataclass(slots=True)
class TableRows:
    """Rows so far. `open`: paragraphs and tables of the cell that is being read."""

    rows: list[_Row] = field(default_factory=list)
    open: list[str | TableRows] = field(default_factory=list)
    _cells: list[tuple[str | TableRows, ...]] = field(default_factory=list)
    _definitions: list[_Definition] = field(default_factory=list)
    _above: bool = False
    _left: bool = False

    def define(self, word: str, number: int | None) -> None:
        """A word of a row definition."""
        if word == "trowd":
            self._definitions, self._above, self._left = [], False, False
        elif word == "clvmrg":
            self._above = True
        elif word == "clmrg":
            self._left = True
        elif word == "cellx":
            self._definitions.append(_Definition(number or 0, self._above, self._left))
            self._above = self._left = False

    def cell(self, text: str) -> None:
        """The end of a cell, with its last paragraph."""
        self._cells.append((*self.open, text))
        self.open = []

    def row(self) -> None:
        """The end of a row."""
        if self.open:
            self._cells.append(tuple(self.open))
            self.open = []
        if self._cells:
            self.rows.append(_Row(tuple(self._cells), tuple(self._definitions)))
            self._cells = []

    def lines(self) -> list[str]:
        """The table inside a cell: one line a row."""
        return [" ".join(filter(None, (_text_of(cell) for cell in row.cells))) for row in self.rows]

    def write(self, build: DocumentBuilder, limits: Limits) -> None:
        """The rows as a table, or as text where the table only frames it."""
        texts = [[_text_of(cell) for cell in row.cells] for row in self.rows]
        filled = max((sum(1 for t in row if t) for row in texts), default=0)
        if filled <= 1 or self._is_frame(texts):
            for part in (part for row in self.rows for cell in row.cells for part in cell):
                part.write(build, limits) if isinstance(part, TableRows) else build.line(part)
            return
        build.table(fill(self._slots(texts), len(texts), limits.table_cells))

    def _is_frame(self, texts: list[list[str]]) -> bool:
        sizes = [
            (len(text), sum(1 for part in cell if isinstance(part, TableRows) or part.strip()))
            for row, own in zip(texts, self.rows, strict=True)
            for text, cell in zip(row, own.cells, strict=True)
        ]
        size, paragraphs = max(sizes)
        total = sum(s for s, _ in sizes)
        return len(texts) <= 3 and size >= _LAYOUT_CELL and size >= 0.6 * total and paragraphs >= _LAYOUT_PARAGRAPHS

    def _slots(self, texts: list[list[str]]) -> list[Slot]:
        edges: list[int] = []
        for edge in sorted({d.edge for row in self.rows for d in row.definitions[: len(row.cells)]}):
            if not edges or edge - edges[-1] > _TWIPS:
                edges.append(edge)
        known = len(edges) <= MAX_COLUMNS
        slots: list[Slot] = []
        above: dict[int, int] = {}  # column -> index in `slots` of the cell that may reach further down
        for r, (row, cells) in enumerate(zip(self.rows, texts, strict=True)):
            col = 0
            for i, text in enumerate(cells[:MAX_COLUMNS]):
                d = row.definitions[i] if known and i < len(row.definitions) else None
                end = max(bisect_left(edges, d.edge - _TWIPS) + 1, col + 1) if d is not None else col + 1
                if d is not None and d.from_above and col in above:
                    s = slots[above[col]]
                    slots[above[col]] = Slot(s.text, s.row, s.col, r - s.row + 1, s.col_span)
                elif d is not None and d.from_left and slots and slots[-1].row == r:
                    s = slots[-1]
                    slots[-1] = Slot(s.text, s.row, s.col, s.row_span, s.col_span + end - col)
                else:
                    slots.append(Slot(text, r, col, 1, end - col))
                    above[col] = len(slots) - 1
                col = end
        return slots


def _text_of(cell: tuple[str | TableRows, ...]) -> str:
    """Text of a cell on one line."""
    lines: list[str] = []
    for part in cell:
        lines += part.lines() if isinstance(part, TableRows) else part.split("\n")
    return join_cell(lines)
