"""Excel workbooks: cells of all sheets (hidden ones too), numbers as well as texts, formulas, comments, names, headers, charts.

The package is edited part by part, so that pictures, charts and formats stay as they are; a number that is masked becomes text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from nlp.redact.canvas import Canvas, Piece, TableCell
from nlp.redact.finding import Finder
from nlp.redact.parts import PackageFile, local_name, mask_strays, piece_of
from nlp.redact.report import Notice

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_WHOLE = re.compile(r"-?[0-9]+(?:\.0+)?(?:[eE]\+?[0-9]+)?|-?[0-9]\.[0-9]+[eE]\+?[0-9]+")
_MOST_CELLS = 400_000


def redact_xlsx(data: bytes, finder: Finder, limit: int, nested: Callable[[bytes, str], bytes | None]) -> tuple[bytes, list[Notice]]:
    """A masked copy of a workbook."""
    package = PackageFile.read(data, limit)
    book = _Book(package)
    canvases = book.canvases()
    for canvas in canvases:
        finder.mark(canvas, "text/plain")
    for canvas in canvases:
        finder.sweep(canvas)
    for piece in book.pieces():
        piece.lay_on()
    mask_strays(package, book.done, finder)
    package.persons(finder)
    package.look_aside(finder, nested)
    return package.write(), package.notices


def canvases_of(data: bytes, limit: int) -> list[Canvas]:
    """The sheets of a workbook, for reading the copy again."""
    return _Book(PackageFile.read(data, limit)).canvases()


class _Book:
    """Shared strings and sheets as pieces."""

    def __init__(self, package: PackageFile) -> None:
        self._package = package
        self.done: set[int] = set()
        self._keep: list[Any] = []
        self._all: list[Piece] = []
        self._shared: list[list[Piece]] = []
        for name, tree in package.trees.items():
            if name.rpartition("/")[2].lower() == "sharedstrings.xml":
                self._shared = [self._texts(si, "shared") for si in tree if local_name(si) == "si"]

    def pieces(self) -> list[Piece]:
        """Every piece once."""
        return list({id(p): p for p in self._all}.values())

    def canvases(self) -> list[Canvas]:
        """One canvas a sheet, and one for the shared strings that no sheet shows any more."""
        made = []
        names = self._sheet_names()
        used: set[int] = set()
        for name, tree in self._package.trees.items():
            if local_name(tree) == "worksheet":
                canvas = Canvas()
                canvas.table(self._rows(tree, names.get(name, name), used))
                made.append(canvas)
        rest = Canvas()
        for i, pieces in enumerate(self._shared):
            if i not in used and pieces:
                rest.line(pieces)
        return [*made, rest]

    def _sheet_names(self) -> dict[str, str]:
        relations = self._package.trees.get("xl/_rels/workbook.xml.rels")
        book = self._package.trees.get("xl/workbook.xml")
        if relations is None or book is None:
            return {}
        targets = {e.get("Id"): "xl/" + (e.get("Target") or "").removeprefix("/xl/").removeprefix("xl/") for e in relations}
        found = {}
        for sheet in (e for e in book.iter(etree.Element) if local_name(e) == "sheet"):
            key = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), None)
            found[targets.get(key, "")] = sheet.get("name") or ""
        return found

    def _texts(self, element: Any, place: str) -> list[Piece]:
        """Text runs of a string item; phonetic readings are parts of their own."""
        found = []
        for t in element.iter(etree.Element):
            if local_name(t) == "t" and t.text and not any(local_name(a) == "rPh" for a in t.iterancestors()):
                found.append(self._piece(t, place))
        return found

    def _piece(self, element: Any, place: str) -> Piece:
        self.done.add(id(element))
        self._keep.append(element)
        piece = piece_of(element, place)
        self._all.append(piece)
        return piece

    def _rows(self, tree: Any, sheet: str, used: set[int]) -> list[list[TableCell]]:
        grid: dict[int, dict[int, list[Piece]]] = {}
        count = 0
        for cell in (e for e in tree.iter(etree.Element) if local_name(e) == "c"):
            m = _REFERENCE.fullmatch(cell.get("r") or "")
            if m is None:
                continue
            row, col = int(m[2]), _column(m[1])
            content = self._cell(cell, f"sheet:{sheet}:{m[0]}", used)
            if content and count < _MOST_CELLS:
                grid.setdefault(row, {})[col] = content
                count += 1
        columns = sorted({c for row in grid.values() for c in row})
        return [[TableCell(row.get(c, ())) for c in columns] for _, row in sorted(grid.items())]

    def _cell(self, cell: Any, place: str, used: set[int]) -> list[Piece]:
        kind = cell.get("t") or "n"
        value = next((e for e in cell if local_name(e) == "v"), None)
        if kind == "inlineStr":
            return self._texts(cell, place)
        if value is None or not value.text:
            return []
        if kind == "s":
            index = int(value.text) if value.text.isdigit() else -1
            if not 0 <= index < len(self._shared):
                return []
            used.add(index)
            for piece in self._shared[index]:
                if piece.place == "shared":
                    piece.place = place
            return self._shared[index]
        if kind in ("str", "d"):
            return [self._piece(value, place)]
        return [self._number(cell, value, place)] if kind == "n" else []

    def _number(self, cell: Any, value: Any, place: str) -> Piece:
        shown = _digits(value.text)
        self.done.add(id(value))
        self._keep.append(value)

        def put(new: str) -> None:
            formula = next((e for e in cell if local_name(e) == "f"), None)
            if formula is not None:
                cell.remove(formula)  # it would give the number again
            cell.remove(value)
            cell.set("t", "inlineStr")
            namespace = cell.tag.rpartition("}")[0] + "}"
            text = etree.SubElement(etree.SubElement(cell, f"{namespace}is"), f"{namespace}t")
            text.text = new
            self.done.add(id(text))
            self._keep.append(text)

        piece = Piece(shown, put, place)
        self._all.append(piece)
        return piece


def _digits(value: str) -> str:
    """A stored number as its cell shows it: 1.3800138E10 -> 13800138000."""
    if _WHOLE.fullmatch(value) and abs(float(value)) < 1e19 and float(value) == int(float(value)):
        return value if value.isdigit() else str(int(float(value)))
    return value


def _column(letters: str) -> int:
    number = 0
    for c in letters:
        number = number * 26 + ord(c) - 64
    return number
