"""Puts a document together line by line, so that text, blocks and tables cannot disagree about offsets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from nlp.intake.grid import Grid, Slot
from nlp.intake.messages import Unreadable, warning
from nlp.types import Block, BlockKind, Cell, Document, Limits, Media, PageQuality, Table
from nlp.view import script_of

# Never part of a text: control characters (tab and line end excepted), lone surrogates, noncharacters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
BLANKS = " \t\u3000\xa0\u2002\u2003\u2009\u200b\ufeff"


def clean(text: str) -> str:
    """Text with uniform line ends and without characters that no text may hold."""
    return _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text))


class DocumentBuilder:
    """Text so far, with its blocks and tables. Lines are added in reading order; `build` freezes everything."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._parts: list[str] = []
        self._length = 0
        self._cells = 0
        self._blocks: list[Block] = []
        self._tables: list[Table] = []
        self._warnings: list[str] = []
        self._quality: list[PageQuality] = []

    def warn(self, code: str, **facts: object) -> None:
        """Add a warning of the message table, once."""
        text = warning(code, "zh", **facts)
        if text not in self._warnings:
            self._warnings.append(text)

    def quality(self, page: PageQuality) -> None:
        """Add how a page was read."""
        self._quality.append(page)

    def line(self, text: str, kind: BlockKind = "text", page: int | None = None, level: int | None = None) -> None:
        """Add a paragraph; line ends inside part it into blocks, blanks at its ends fall away, empty ones are left out."""
        for piece in clean(text).replace("\t", " ").split("\n"):
            piece = piece.strip(BLANKS)
            if piece:
                start = self._put(piece + "\n")
                self._blocks.append(Block(start, start + len(piece), kind, page, level))

    def raw(self, line: str) -> int:
        """Add a line exactly as it stands, without a block; returns where it starts."""
        return self._put(line + "\n")

    def block(self, start: int, end: int, kind: BlockKind, page: int | None = None) -> None:
        """Add a block over text that `raw` has put in."""
        if end > start:
            self._blocks.append(Block(start, end, kind, page))

    def table(self, grid: Grid, page: int | None = None) -> None:
        """Add a table: one line a row, cells parted by tabs, the text of a merged cell at its first place only."""
        if not grid:
            return
        self._cells += len(grid) * len(grid[0])
        if self._cells > self._limits.table_cells:
            raise Unreadable("too_large", what="表格单元格数", found=self._cells, limit=self._limits.table_cells)
        made: dict[int, Cell] = {}
        start = self._length
        rows: list[tuple[Cell, ...]] = []
        for i, row in enumerate(grid):
            at = self._length
            texts: list[str] = []
            for _j, slot in enumerate(row):
                if id(slot) not in made:
                    text = _one_line(slot)
                    made[id(slot)] = Cell(text, at, at + len(text), slot.row, slot.col, slot.row_span, slot.col_span)
                    texts.append(text)
                else:
                    texts.append("")
                at += len(texts[-1]) + 1
            begin = self._put("\t".join(texts) + "\n")
            if self._length - 1 > begin:
                self._blocks.append(Block(begin, self._length - 1, "row", page))
            rows.append(tuple(made[id(slot)] for slot in grid[i]))
        self._tables.append(Table(start, self._length - 1, tuple(rows), page))

    def recognise(self, classify: Callable[[Sequence[str]], Sequence[BlockKind]]) -> None:
        """Give text blocks the kind that their words tell (page furniture, label lines); the text stays as it is."""
        text = "".join(self._parts)
        plain = [i for i, b in enumerate(self._blocks) if b.kind == "text" and b.level is None]
        kinds = classify([text[self._blocks[i].start : self._blocks[i].end] for i in plain])
        for i, kind in zip(plain, kinds, strict=True):
            if kind != "text":
                self._blocks[i] = replace(self._blocks[i], kind=kind)

    def _put(self, text: str) -> int:
        start = self._length
        self._length += len(text)
        if self._length > self._limits.text_characters:
            raise Unreadable(
                "too_large", what="文字数", found=f"超过{self._limits.text_characters}", limit=self._limits.text_characters
            )
        self._parts.append(text)
        return start

    def build(self, path: str, sha256: str, media_type: str, pages: int | None = None) -> Document:
        """The finished document. Raises Unreadable("no_text") where nothing was read."""
        text = "".join(self._parts)
        if not text.strip():
            raise Unreadable("no_text", detail="没有读到任何文字")
        media = Media(path, sha256, media_type, pages, script_of(text), page_quality=tuple(self._quality))
        return Document(media, text, tuple(self._blocks), tuple(self._tables), tuple(self._warnings))


def _one_line(slot: Slot) -> str:
    return " ".join(clean(slot.text).replace("\t", " ").replace("\n", " ").strip(BLANKS).split(" ")) if slot.text else ""


def name_pages(pages: Iterable[int]) -> str:
    """Page numbers for people: 1-3、7.

    >>> name_pages([1, 2, 3, 7])
    '1-3、7'
    """
    runs: list[tuple[int, int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], page)
        else:
            runs.append((page, page))
    return "、".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
