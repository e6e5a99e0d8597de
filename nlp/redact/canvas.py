"""The text of a file as the privacy stage reads it, each character tied to the piece of the file that it came from.

A format reads its file into pieces (a run, a text node, a cell) and lines and tables of pieces; masks are laid on characters and
come back to the pieces, so that formatting and everything else in the file stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from nlp.types import Block, Cell, Document, Media, Table


@dataclass(slots=True, eq=False)
class Piece:
    """A stretch of text in the file: `put` writes its new text back; `place` says in words where it stands."""

    text: str
    put: Callable[[str], None]
    place: str
    marks: dict[int, str] = field(default_factory=dict)

    def mark(self, at: int, sign: str) -> None:
        """Replace one character when the masks are laid on; a star wins over other signs."""
        if self.marks.get(at) != "*":
            self.marks[at] = sign

    def lay_on(self) -> bool:
        """Write the masked text back; whether anything changed."""
        if not self.marks:
            return False
        signs = list(self.text)
        for at, sign in self.marks.items():
            signs[at] = sign
        self.put("".join(signs))
        return True


Content = Sequence[Piece | str]  # strings part pieces: a tab, a line break


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell before it has its place in the grid."""

    content: Content
    col_span: int = 1
    row_span: int = 1


class Canvas:
    """Lines and tables of pieces, joined to one text."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.where: list[tuple[Piece, int] | None] = []
        self._blocks: list[Block] = []
        self._tables: list[Table] = []
        self._pieces: dict[int, Piece] = {}

    @property
    def text(self) -> str:
        """Everything so far."""
        if len(self._parts) > 1:
            self._parts = ["".join(self._parts)]
        return self._parts[0] if self._parts else ""

    @property
    def pieces(self) -> list[Piece]:
        """Every piece once."""
        return list(self._pieces.values())

    def _add(self, content: Content) -> tuple[int, int]:
        start = self._length
        for item in content:
            if isinstance(item, str):
                self._plain(item)
                continue
            self._pieces[id(item)] = item
            shown = item.text.replace("\n", " ").replace("\r", " ").replace("\t", " ")
            self._parts.append(shown)
            self._length += len(shown)
            self.where += [(item, i) for i in range(len(shown))]
        return start, self._length

    def _plain(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        self.where += [None] * len(text)

    def line(self, content: Content) -> None:
        """A paragraph."""
        start, end = self._add(content)
        if end > start:
            self._blocks.append(Block(start, end))
        self._plain("\n")

    def table(self, rows: Sequence[Sequence[TableCell]]) -> None:
        """A table; a merged cell stands in every place that it covers."""
        if not rows:
            return
        begin = self._length
        placed: dict[tuple[int, int], Cell] = {}
        width = 1
        for r, row in enumerate(rows):
            col, row_start = 0, self._length
            for n, cell in enumerate(row):
                while (r, col) in placed:
                    col += 1
                if n:
                    self._plain("\t")
                start, end = self._add(cell.content)
                made = Cell(self._parts_from(start), start, end, r, col, cell.row_span, cell.col_span)
                for i in range(max(1, min(cell.row_span, len(rows) - r))):
                    for j in range(max(1, cell.col_span)):
                        placed.setdefault((r + i, col + j), made)
                col += max(1, cell.col_span)
                width = max(width, col)
            if self._length > row_start:
                self._blocks.append(Block(row_start, self._length, "row"))
            self._plain("\n")
        cells = tuple(
            tuple(placed.get((r, c)) or Cell("", self._length, self._length, r, c) for c in range(width)) for r in range(len(rows))
        )
        self._tables.append(Table(begin, max(begin, self._length - 1), cells))

    def _parts_from(self, start: int) -> str:
        tail: list[str] = []
        length = self._length
        for part in reversed(self._parts):
            if length <= start:
                break
            tail.append(part)
            length -= len(part)
        return "".join(reversed(tail))

    def document(self, media: Media) -> Document:
        """The canvas as a document for the stages."""
        return Document(media, self.text, tuple(self._blocks), tuple(self._tables))

    def mark(self, start: int, signs: str) -> str:
        """Lay signs over the text from `start` on where they differ from it; returns the place of the first piece in words."""
        place = ""
        for i, sign in enumerate(signs):
            spot = self.where[start + i]
            if spot is None:
                continue
            piece, at = spot
            place = place or piece.place
            if piece.text[at] != sign and piece.text[at] not in "\n\r\t":
                piece.mark(at, sign)
        return place
