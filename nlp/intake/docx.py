"""Word document (.docx) -> Document: body order, numbers restored, each text once.

Own walk over the XML: the usual library gives no automatic numbers, no text boxes and no tracked changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from nlp.intake.builder import DocumentBuilder
from nlp.intake.docx_parts import Parts
from nlp.intake.docx_runs import RunReader
from nlp.intake.docx_styles import Styles, read_number_ref, read_styles, without_table_styles
from nlp.intake.docx_tables import WRAPPERS, cells_of, grid_before, grid_span, is_frame, length_of, merge_of, rows_of
from nlp.intake.furniture import FurnitureRules
from nlp.intake.grid import Slot, fill, join_cell
from nlp.intake.numbering import Numbering, read_numbering
from nlp.intake.ooxml import Package, attribute, child, local
from nlp.types import BlockKind, Limits

_PAGE_NUMBER = re.compile(r"^[\s\-—–·~第页共/|\d]*$")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph as read: its text with number, whether it is part of a stored table of contents, its text boxes."""

    text: str
    contents: bool
    boxes: tuple[Any, ...]
    drawn: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Walk:
    """State of one pass through a document."""

    build: DocumentBuilder
    limits: Limits
    styles: Styles
    numbering: Numbering
    runs: RunReader
    parts: Parts
    carry: str = ""  # text of a paragraph whose mark was deleted: it flows into the next
    in_contents: int = 0
    headers: list[str] = field(default_factory=list)

    # ------------------------------------------------------------ blocks
    def body(self, container: Any) -> None:
        """Everything in a body, cell or text box, in order."""
        for element in self.blocks_of(container):
            match local(element):
                case "p":
                    self.write(self.paragraph(element), element)
                case "altChunk":
                    self.parts.chunk(attribute(element, "id"))
                case _:
                    self.table(element)

    def blocks_of(self, container: Any) -> Iterator[Any]:
        """Paragraphs and tables of a container, wrappers opened."""
        for element in container:
            name = local(element)
            if name in ("p", "tbl", "altChunk"):
                yield element
            elif name in WRAPPERS:
                yield from self.blocks_of(element)
            elif name == "sdt":
                content = child(element, "sdtContent")
                if content is not None:
                    contents = _is_contents_part(element)
                    self.in_contents += contents
                    yield from self.blocks_of(content)
                    self.in_contents -= contents
            elif name == "mc:AlternateContent":
                chosen = child(element, "mc:Choice")
                yield from self.blocks_of(chosen if chosen is not None else element)
            elif name == "mc:Fallback":
                yield from self.blocks_of(element)

    def write(self, paragraph: _Paragraph, element: Any) -> None:
        """Put a paragraph into the document, its text boxes before it."""
        for box in paragraph.boxes:
            self.body(box)
        properties = child(element, "pPr")
        style = _style_of(properties)
        outline = child(properties, "outlineLvl") if properties is not None else None
        level = self.styles.heading_level(style)
        if outline is not None and (value := attribute(outline, "val") or "").isdigit():
            level = int(value) + 1 if int(value) < 9 else None
        kind: BlockKind = "text"
        if paragraph.contents or self.in_contents or self.styles.is_contents(style):
            kind, level = "furniture", None
        elif self.styles.is_title(style):
            kind = "title"
        self.build.line(paragraph.text, kind, level=level)
        for what, key in paragraph.drawn:
            if what == "picture":
                self.parts.picture(key)
            else:
                for text in self.parts.diagram(key):
                    self.build.line(text)

    def paragraph(self, element: Any, in_cell: bool = False) -> _Paragraph:
        """Text of a paragraph with its automatic number. An empty one is counted too; in a cell (序号) its number is the text."""
        properties = child(element, "pPr")
        read = self.runs.paragraph(element)
        text = self.carry + read.text
        mark = child(properties, "rPr") if properties is not None else None
        if mark is not None and (child(mark, "del") is not None or child(mark, "moveFrom") is not None):
            self.carry = text
            return _Paragraph("", read.contents, read.boxes, read.drawn)
        self.carry = ""
        if text.strip() or not read.hidden:
            at = self.styles.number_of(read_number_ref(properties), _style_of(properties), self.numbering)
            label = self.numbering.label(*at) if at is not None else ""
            text = label + text.lstrip() if text.strip() else label.strip() if in_cell else ""
        return _Paragraph(text, read.contents, read.boxes, read.drawn)

    # ------------------------------------------------------------ tables
    def table(self, table: Any) -> None:
        """A data table as a grid; a frame around text as text."""
        rows = [(row, list(cells_of(row))) for row in rows_of(table)]
        widths = [sum(1 for c in cells if merge_of(c) != "continue" and length_of(c)) for _, cells in rows]
        if max(widths, default=0) <= 1 or is_frame([c for _, cells in rows for c in cells], len(rows)):
            for _, cells in rows:
                for cell in cells:
                    if merge_of(cell) != "continue":
                        self.body(cell)
            return
        self.build.table(fill(self.slots(rows), len(rows), self.limits.table_cells))

    def slots(self, rows: list[tuple[Any, list[Any]]]) -> list[Slot]:
        """Cells with their places; a vertical merge makes its first cell longer."""
        placed: list[Slot] = []
        above: dict[int, int] = {}  # column -> index in `placed` of the cell that may be merged downwards
        for r, (row, cells) in enumerate(rows):
            c = grid_before(row)
            for cell in cells:
                width = grid_span(cell)
                merge = merge_of(cell)
                if merge == "continue" and c in above:
                    at = above[c]
                    s = placed[at]
                    placed[at] = Slot(s.text, s.row, s.col, r - s.row + 1, s.col_span)
                elif merge == "across" and placed and placed[-1].row == r:
                    s = placed[-1]
                    placed[-1] = Slot(s.text, s.row, s.col, s.row_span, s.col_span + width)
                else:
                    placed.append(Slot(self.cell(cell), r, c, 1, width))
                    above.pop(c, None)
                    if merge == "restart":
                        above[c] = len(placed) - 1
                c += width
        return placed

    def cell(self, cell: Any) -> str:
        """Text of a cell on one line; a table inside it row by row."""
        lines: list[str] = []
        for element in self.blocks_of(cell):
            if local(element) == "p":
                paragraph = self.paragraph(element, in_cell=True)
                for box in paragraph.boxes:
                    lines.append(self.cell(box))
                lines += paragraph.text.split("\n")
            elif local(element) == "tbl":
                lines += [
                    " ".join(filter(None, (self.cell(c) for c in cells_of(row) if merge_of(c) != "continue")))
                    for row in rows_of(element)
                ]
        return join_cell(lines)


def read_docx(data: bytes, build: DocumentBuilder, rules: FurnitureRules, limits: Limits) -> None:
    """Read a Word document into the builder. Raises Unreadable for damage."""
    _read(data, build, rules, limits, inside=False)


def read_chunk(data: bytes, build: DocumentBuilder, rules: FurnitureRules, limits: Limits) -> None:
    """Read a Word document that another one inserts; what it inserts itself is only reported. Raises Unreadable."""
    _read(data, build, rules, limits, inside=True)


def _read(data: bytes, build: DocumentBuilder, rules: FurnitureRules, limits: Limits, inside: bool) -> None:
    package = Package(data, limits.unpacked_bytes)
    main = package.main_part()
    root = package.xml(main)
    parts = package.related(main)

    def part(kind: str, lighten: Callable[[bytes], bytes] | None = None) -> Any | None:
        return package.xml(parts[kind][0][1], lighten) if kind in parts else None

    styles = read_styles(part("styles", without_table_styles))
    numbering = read_numbering(part("numbering"), {key: style.number for key, style in styles.by_id.items()})
    held = Parts(package, parts, build, rules, limits, inside)
    walk = _Walk(build, limits, styles, numbering, RunReader(styles), held)
    body = child(root, "body") if root is not None else None
    if body is not None:
        walk.body(body)
    build.recognise(rules.classify)
    _write_notes(walk, part("footnotes"), walk.runs.footnotes)
    _write_notes(walk, part("endnotes"), walk.runs.endnotes)
    _write_margins(walk, package, parts)
    runs = walk.runs
    if runs.hidden:
        build.warn("hidden", n=len(runs.hidden), chars=sum(map(len, runs.hidden)), sample=runs.hidden[0][:20])
    if runs.deleted:
        build.warn("revisions", n=runs.deleted)
    elif runs.inserted:
        build.warn("insertions", n=runs.inserted)
    if runs.comments:
        build.warn("comments", n=runs.comments)
    held.warn()


def _write_notes(walk: _Walk, root: Any | None, wanted: list[str]) -> None:
    """Foot- or endnotes that the text refers to, in its order, behind the body."""
    by_id = {attribute(e, "id"): e for e in (root if root is not None else ()) if local(e) in ("footnote", "endnote")}
    for key in wanted:
        if key in by_id:
            walk.build.line(walk.cell(by_id[key]), "note")


def _write_margins(walk: _Walk, package: Package, parts: dict[str, list[tuple[str, str]]]) -> None:
    """Headers and footers once each at the very end, without page numbers."""
    for kind in ("header", "footer"):
        seen: set[str] = set()
        for _, name in parts.get(kind, []):
            root = package.xml(name)
            text = walk.cell(root) if root is not None else ""
            if text and text not in seen and not _PAGE_NUMBER.match(text):
                seen.add(text)
                walk.build.line(text, "header" if kind == "header" else "footer")


def _style_of(properties: Any | None) -> str | None:
    style = child(properties, "pStyle") if properties is not None else None
    return attribute(style, "val") if style is not None else None


def _is_contents_part(sdt: Any) -> bool:
    properties = child(sdt, "sdtPr")
    if properties is None:
        return False
    return any(
        local(e) == "docPartGallery" and "table of contents" in (attribute(e, "val") or "").lower() for e in properties.iter()
    )
