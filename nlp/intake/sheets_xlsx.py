"""Excel workbook (.xlsx, .xlsm) -> Document: every sheet with what it shows, read part by part from the XML.

Own reading: number formats, hidden rows and formulas without a stored result are needed, and a damaged style part must not
cost the text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import etree

from nlp.intake.builder import DocumentBuilder
from nlp.intake.furniture import FurnitureRules
from nlp.intake.messages import Unreadable
from nlp.intake.ofd_package import OfdPackage, child, children, inside, local, words
from nlp.intake.ooxml import ZIP_FAULTS
from nlp.intake.sheets_formats import BUILTIN, general, shown
from nlp.intake.sheets_table import Sheet, write_sheets
from nlp.types import Limits

XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
_REFERENCE = re.compile(r"^\$?([A-Z]{1,3})\$?([0-9]{1,7})$")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MARGIN_CODE = re.compile(
    r'&(?:"[^"]*"|K[0-9A-F]{6}|[0-9]{1,3}|[BIUSEXY])|&(?P<part>[LCR])|&(?P<field>[PNDTFAZG])|&(?P<and>&)', re.I
)
_PAGE = re.compile(r"第\s*页|共\s*页")  # what is left of 第&P页 共&N页
_BARE = re.compile(r"^[\s第页共/\-—\d]*$")
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_MOST_SHEETS = 1_000


@lru_cache(maxsize=20_000)
def _at(reference: str) -> tuple[int, int] | None:
    """Row and column of a reference, both from 0: AB3 is (2, 27)."""
    m = _REFERENCE.match(reference)
    if m is None:
        return None
    column = 0
    for letter in m[1]:
        column = column * 26 + ord(letter) - 64
    row = int(m[2])
    return (row - 1, column - 1) if 0 < row <= _MOST_ROWS and column <= _MOST_COLUMNS else None


@dataclass(slots=True)
class _Book:
    """What cells refer to."""

    strings: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    since_1904: bool = False

    def number(self, raw: str, style: str | None) -> tuple[str, bool]:
        """A number as shown, and whether its format hides it."""
        try:
            value = float(raw)
        except ValueError:
            return raw, False
        n = int(style) if style and style.isdecimal() and len(style) < 7 else 0
        code = self.formats[n] if n < len(self.formats) else ""
        if not code:
            return general(value), False
        text = shown(value, code, self.since_1904)
        return (text, False) if text else (general(value), True)


def read_xlsx(data: bytes, build: DocumentBuilder, rules: FurnitureRules, limits: Limits) -> None:
    """Read a workbook into the builder. Raises Unreadable."""
    package = OfdPackage(data, limits.unpacked_bytes)
    if package.find("xl/workbook.bin"):
        raise Unreadable("unsupported", media_type=XLSB)
    main = next((t for kind, t, _ in _related(package, "") if kind == "officeDocument"), "xl/workbook.xml")
    root, part = package.xml(main)
    if root is None:
        raise Unreadable("damaged", detail="缺少工作簿结构（workbook.xml）")
    parts = {ident: (kind, target) for kind, target, ident in _related(package, part)}
    by_kind = dict(parts.values())
    settings = child(root, "workbookPr")
    book = _Book(
        _strings(package, by_kind.get("sharedStrings", "xl/sharedstrings.xml"), limits),
        _formats(package, by_kind.get("styles", "xl/styles.xml")),
        settings is not None and settings.get("date1904") in ("1", "true"),
    )
    sheets: list[Sheet] = []
    failed: list[str] = []
    charts: list[str] = []
    cells = 0
    for item in list(inside(child(root, "sheets"), "sheet"))[:_MOST_SHEETS]:
        name = item.get("name") or ""
        ident = next((v for k, v in item.attrib.items() if k.endswith("}id")), "")
        kind, target = parts.get(ident, ("", ""))
        if kind != "worksheet":
            (charts if kind else failed).append(name)
            continue
        sheet = Sheet(name, item.get("state") in ("hidden", "veryHidden"))
        if not _sheet(package, target, sheet, book, limits, cells):
            failed.append(name)
        cells += len(sheet.cells)
        sheets.append(sheet)
    write_sheets(sheets, build, rules, limits)
    for names, why in ((failed, "内容缺失或损坏"), (charts, "是图表或宏表")):
        if names:
            build.warn("sheets_unread", names="、".join(f"“{n}”" for n in names[:20]), detail=why)
    held = [n.rpartition("/")[2] for n in package.names() if n.startswith("xl/embeddings/")]
    if held:
        build.warn("embedded", n=len(held), names="、".join(held[:5]) + ("等" if len(held) > 5 else ""))
    _warn_of_properties(package, build)


def _related(package: OfdPackage, part: str) -> Iterator[tuple[str, str, str]]:
    """Relationships of a part: kind, entry name, id."""
    folder, _, name = part.rpartition("/")
    root, _ = package.xml(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
    for item in children(root, "Relationship"):
        if item.get("TargetMode") != "External":
            found = package.find(item.get("Target") or "", part)
            kind = (item.get("Type") or "").rstrip("/").rpartition("/")[2]
            yield kind, found or "", item.get("Id") or ""


def _read(package: OfdPackage, name: str, handle: Callable[[Any], None], *tags: str) -> bool:
    """Give every element of some names to `handle` as it is parsed, and forget it. False where the part is missing or broken."""
    if not package.find(name):
        return False
    try:
        data = package.bytes(package.find(name) or "")
        events = etree.iterparse(
            io.BytesIO(data),
            events=("end",),
            tag=[f"{{*}}{t}" for t in tags],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        for _, element in events:
            handle(element)
            if local(element) in ("row", "si"):
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except (etree.XMLSyntaxError, *ZIP_FAULTS):
        return False
    return True


# ---------------------------------------------------------------- shared parts
def _strings(package: OfdPackage, name: str, limits: Limits) -> list[str]:
    found: list[str] = []
    size = 0

    def add(element: Any) -> None:
        nonlocal size
        found.append(_text(element))
        size += len(found[-1])
        if size > 4 * limits.text_characters:
            raise Unreadable("too_large", what="文字数", found=f"超过{limits.text_characters}", limit=limits.text_characters)

    _read(package, name, add, "si")
    return found


def _text(element: Any) -> str:
    """Text of a shared or inline string, without its reading aids."""
    out: list[str] = []
    for item in element:
        name = local(item)
        if name == "t":
            out.append(item.text or "")
        elif name == "r":
            out += [t.text or "" for t in children(item, "t")]
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)), "".join(out))


def _formats(package: OfdPackage, name: str) -> list[str]:
    """Format of every cell style; "" for the general one."""
    root, _ = package.xml(name)
    own: dict[str, str] = {}
    for item in inside(child(root, "numFmts"), "numFmt"):
        own[item.get("numFmtId") or ""] = item.get("formatCode") or ""
    found: list[str] = []
    for xf in children(child(root, "cellXfs"), "xf"):
        n = xf.get("numFmtId") or "0"
        code = own.get(n) or (BUILTIN.get(int(n), "") if n.isdecimal() and len(n) < 5 else "")
        found.append("" if code.lower() == "general" else code)
    return found


# ---------------------------------------------------------------- sheets
def _sheet(package: OfdPackage, name: str, sheet: Sheet, book: _Book, limits: Limits, before: int) -> bool:
    """Read one sheet; False where its part is missing or breaks off."""
    row_number = -1

    def handle(element: Any) -> None:
        nonlocal row_number
        kind = local(element)
        if kind == "row":
            given = element.get("r") or ""
            row_number = int(given) - 1 if given.isdecimal() and 0 < len(given) < 8 else row_number + 1
            _row(element, row_number, sheet, book)
            if before + len(sheet.cells) > limits.table_cells:
                limit = limits.table_cells
                raise Unreadable("too_large", what="表格单元格数", found=f"超过{limit}", limit=limit)
        elif kind == "col":
            if element.get("hidden") in ("1", "true") or element.get("width") == "0":
                first, last = element.get("min") or "", element.get("max") or ""
                if first.isdecimal() and last.isdecimal() and len(first + last) < 14:
                    sheet.hidden_columns.append((int(first) - 1, int(last) - 1))
        elif kind == "mergeCell":
            a, _, b = (element.get("ref") or "").partition(":")
            start, end = _at(a), _at(b)
            if start and end and start[0] <= end[0] and start[1] <= end[1] and len(sheet.merges) < limits.table_cells:
                sheet.merges.append((*start, *end))
        elif text := _margin(element.text or ""):
            sheet.margins.append(text)

    whole = _read(package, name, handle, "row", "col", "mergeCell", "oddHeader", "oddFooter")
    for kind, target, _ in _related(package, name):
        root = package.xml(target)[0] if kind in ("comments", "drawing") else None
        if kind == "comments":
            for item in inside(root, "comment"):
                text = "".join(t.text or "" for t in inside(item, "t")).strip()
                sheet.comments += [(item.get("ref") or "", text)] if text else []
        elif kind == "drawing":
            for box in inside(root, "txBody"):
                paragraphs = ["".join(t.text or "" for t in inside(p, "t")) for p in children(box, "p")]
                sheet.boxes += [text for text in paragraphs if text.strip()]
    return whole


def _row(element: Any, number: int, sheet: Sheet, book: _Book) -> None:
    if not 0 <= number < _MOST_ROWS:
        return
    if element.get("hidden") in ("1", "true") or element.get("ht") == "0":
        sheet.hidden_rows.add(number)
    column = -1
    for cell in element:
        if local(cell) != "c":
            continue
        at = _at(cell.get("r") or "")
        column = at[1] if at else column + 1
        if not len(cell):
            continue
        kind = cell.get("t") or "n"
        value = formula = inline = None
        for part in cell:
            name = local(part)
            if name == "v":
                value = part
            elif name == "f":
                formula = part
            elif name == "is":
                inline = part
        raw = (value.text or "") if value is not None else ""
        text = ""
        if kind == "s":
            text = book.strings[int(raw)] if raw.isdecimal() and len(raw) < 9 and int(raw) < len(book.strings) else ""
        elif kind == "inlineStr":
            text = _text(inline) if inline is not None else ""
        elif kind == "b":
            text = "TRUE" if raw == "1" else "FALSE" if raw else ""
        elif kind == "n" and raw:
            text, hides = book.number(raw, cell.get("s"))
            sheet.hidden_cells += [(number, column)] if hides else []
        else:
            text = _ESCAPE.sub(lambda m: chr(int(m[1], 16)), raw)
        if formula is not None and value is None and kind != "str":
            sheet.unread.append((number, column))
        if text.strip():
            sheet.cells[number, column] = text


def _margin(code: str) -> str:
    """Text of a printed header or footer without its codes and page numbers."""
    text = _MARGIN_CODE.sub(lambda m: "  " if m["part"] else "&" if m["and"] else "", code[:2000])
    text = _PAGE.sub(" ", text)
    return "" if _BARE.match(text) else " ".join(text.split())


def _warn_of_properties(package: OfdPackage, build: DocumentBuilder) -> None:
    root, _ = package.xml("docProps/core.xml")
    told = []
    for name, label in (("creator", "作者"), ("lastModifiedBy", "最后修改人")):
        text = words(child(root, name))
        if any("\u4e00" <= c <= "\u9fff" for c in text):
            told.append(f"{label}：{text[:40]}")
    if told:
        build.warn("properties", told="；".join(told))
