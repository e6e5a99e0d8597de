"""Word documents: every part (body, headers, notes, comments, both copies of text boxes), every run, without touching its format.

Text with tracked changes is read three times: as it stands with all of it, as if accepted, as if rejected; a number may be whole in
one of these only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from nlp.redact.canvas import Canvas, Piece, TableCell
from nlp.redact.finding import Finder
from nlp.redact.parts import PackageFile, local_name, mask_strays, piece_of
from nlp.redact.report import Notice

_TEXT = frozenset({"t", "delText"})
_FIELD = frozenset({"instrText", "delInstrText"})
_SIGNS = {"tab": " ", "ptab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "softHyphen": ""}
_GONE, _NEW = frozenset({"del", "moveFrom"}), frozenset({"ins", "moveTo"})
_PARTS = {
    "document": "body", "header": "header", "footer": "footer", "footnotes": "footnote", "endnotes": "endnote", "comments": "comment",
}  # fmt: skip


def redact_docx(data: bytes, finder: Finder, limit: int, nested: Callable[[bytes, str], bytes | None]) -> tuple[bytes, list[Notice]]:
    """A masked copy of a Word document."""
    package = PackageFile.read(data, limit)
    pieces = _Pieces()
    canvases: list[Canvas] = []
    for name, tree in package.trees.items():
        if _holds_text(tree):
            walk = _Walk(pieces, _part_word(name))
            for reading in ("all", "accepted", "rejected") if pieces.has_changes(tree) else ("all",):
                canvas = Canvas()
                walk.body(tree, canvas, reading)
                canvases.append(canvas)
    for canvas in canvases:
        finder.mark(canvas, "text/plain")
    for canvas in canvases:
        finder.sweep(canvas)
    for piece in pieces.made.values():
        piece.lay_on()
    mask_strays(package, set(pieces.made), finder)
    package.persons(finder)
    package.look_aside(finder, nested)
    return package.write(), package.notices


def _part_word(name: str) -> str:
    stem = name.rpartition("/")[2].rpartition(".")[0].rstrip("0123456789")
    return _PARTS.get(stem, name)


def _holds_text(tree: Any) -> bool:
    return any(local_name(e) == "p" for e in tree.iter(etree.Element))


@dataclass(slots=True)
class _Pieces:
    """One piece for each text element, whatever the reading; elements by id (the trees stay alive as long)."""

    made: dict[int, Piece] = field(default_factory=dict)
    keep: list[Any] = field(default_factory=list)

    def of(self, element: Any, place: str) -> Piece:
        """The piece of an element."""
        if id(element) not in self.made:
            self.keep.append(element)  # lxml proxies must live, or ids repeat
            self.made[id(element)] = piece_of(element, place)
        return self.made[id(element)]

    def has_changes(self, tree: Any) -> bool:
        """Whether a part has tracked changes."""
        return any(local_name(e) in ("del", "ins", "moveFrom", "moveTo", "delText") for e in tree.iter(etree.Element))


@dataclass(slots=True)
class _Walk:
    """One part: where we are, in words."""

    pieces: _Pieces
    part: str
    tables: int = 0
    paragraphs: int = 0

    def body(self, tree: Any, canvas: Canvas, reading: str) -> None:
        """Paragraphs and tables of a part in order, text boxes behind the paragraph that holds them."""
        self.tables = self.paragraphs = 0
        self._blocks(tree, canvas, reading)

    def _blocks(self, container: Any, canvas: Canvas, reading: str) -> None:
        for element in container:
            name = local_name(element)
            if name == "p":
                self._paragraph(element, canvas, reading)
            elif name == "tbl":
                self._table(element, canvas, reading)
            elif name:
                self._blocks(element, canvas, reading)

    def _paragraph(self, element: Any, canvas: Canvas, reading: str) -> None:
        self.paragraphs += 1
        place = f"paragraph:{self.part}:{self.paragraphs}"
        boxes: list[Any] = []
        canvas.line(list(self._runs(element, place, reading, boxes)))
        fields = [self.pieces.of(e, place) for e in _inside(element) if local_name(e) in _FIELD and e.text]
        if fields:
            canvas.line(fields)
        for box in boxes:
            self._blocks(box, canvas, reading)

    def _runs(self, element: Any, place: str, reading: str, boxes: list[Any]) -> Iterator[Piece | str]:
        for child in element:
            name = local_name(child)
            if (reading == "accepted" and name in _GONE) or (reading == "rejected" and name in _NEW):
                continue
            if name in _TEXT:
                if child.text:
                    yield self.pieces.of(child, place)
            elif name in _SIGNS:
                yield _SIGNS[name]
            elif name in ("txbxContent", "txBody", "tbl"):
                boxes.append(child)
            elif name not in _FIELD and name:
                yield from self._runs(child, place, reading, boxes)

    def _table(self, element: Any, canvas: Canvas, reading: str) -> None:
        self.tables += 1
        number = self.tables
        rows: list[list[TableCell]] = []
        boxes: list[Any] = []
        for r, row in enumerate((e for e in _children(element, "tr")), 1):
            cells = []
            for c, cell in enumerate(_children(row, "tc"), 1):
                content: list[Piece | str] = []
                for p in (e for e in cell.iter(etree.Element) if local_name(e) == "p" and _owner(e) is cell):
                    content += [" "] if content else []
                    content += self._runs(p, f"table:{number}:{r}:{c}" if self.part == "body" else f"part:{self.part}", reading, boxes)
                cells.append(TableCell(content, _grid_span(cell)))
            if cells:
                rows.append(cells)
        canvas.table(rows)
        for inner in (e for e in element.iter(etree.Element) if local_name(e) == "tbl" and e is not element and _outer(e) is element):
            self._table(inner, canvas, reading)
        for box in boxes:
            if local_name(box) != "tbl":
                self._blocks(box, canvas, reading)
        for p in (e for e in element.iter(etree.Element) if local_name(e) == "p"):
            fields = [self.pieces.of(e, f"table:{number}") for e in _inside(p) if local_name(e) in _FIELD and e.text]
            if fields:
                canvas.line(fields)


def _inside(paragraph: Any) -> Iterator[Any]:
    """Elements of a paragraph, those of paragraphs inside it left out."""
    for child in paragraph:
        if local_name(child) in ("txbxContent", "txBody"):
            continue
        yield child
        yield from _inside(child)


def _children(element: Any, name: str) -> Iterator[Any]:
    """Rows of a table, cells of a row, also inside content controls and marks of changes."""
    for child in element:
        word = local_name(child)
        if word == name:
            yield child
        elif word in ("sdt", "sdtContent", "ins", "del", "customXml", "smartTag"):
            yield from _children(child, name)


def _owner(element: Any) -> Any:
    """The cell or text box that directly holds a paragraph."""
    return next((a for a in element.iterancestors() if local_name(a) in ("tc", "txbxContent", "txBody")), None)


def _outer(element: Any) -> Any:
    return next((a for a in element.iterancestors() if local_name(a) == "tbl"), None)


def _grid_span(cell: Any) -> int:
    for e in cell.iter(etree.Element):
        if local_name(e) == "gridSpan":
            value = next((v for k, v in e.attrib.items() if k.endswith("val")), "1")
            return max(1, min(int(value), 200)) if value.isdigit() else 1
    return 1
