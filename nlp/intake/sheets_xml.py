"""XML spreadsheet of 2003 (an ".xls" that many office systems export) -> Document."""

from __future__ import annotations

import datetime
from typing import Any

from lxml import etree

from nlp.intake.builder import DocumentBuilder
from nlp.intake.furniture import FurnitureRules
from nlp.intake.messages import Unreadable
from nlp.intake.ofd_package import child, children, inside, words
from nlp.intake.sheets_formats import BUILTIN, general, shown
from nlp.intake.sheets_table import Sheet, place, write_sheets
from nlp.types import Limits

_NAMED = {
    "short date": BUILTIN[14],
    "general date": BUILTIN[22],
    "long date": BUILTIN[31],
    "percent": "0.00%",
    "fixed": "0.00",
    "standard": "#,##0.00",
    "currency": BUILTIN[7],
}
_ZERO = datetime.datetime(1899, 12, 30)
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384


def read_xml_sheets(data: bytes, build: DocumentBuilder, rules: FurnitureRules, limits: Limits) -> None:
    """Read an XML spreadsheet into the builder. Raises Unreadable."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("damaged", detail="XML 结构不完整") from error
    if root is None:
        raise Unreadable("damaged", detail="XML 结构不完整")
    if parser.error_log:
        build.warn("repaired", kind="XML 表格", detail="XML 结构不完整")
    formats: dict[str, str] = {}
    for style in inside(child(root, "Styles"), "Style"):
        code = _get(child(style, "NumberFormat"), "Format")
        formats[_get(style, "ID")] = _NAMED.get(code.lower(), code)
    sheets: list[Sheet] = []
    for item in children(root, "Worksheet"):
        sheet = Sheet(_get(item, "Name"), words(next(inside(item, "Visible"), None)).startswith("SheetHidden"))
        _fill(child(item, "Table"), sheet, formats, limits, sum(len(s.cells) for s in sheets))
        sheets.append(sheet)
    write_sheets(sheets, build, rules, limits)


def _fill(table: Any | None, sheet: Sheet, formats: dict[str, str], limits: Limits, before: int) -> None:
    column = -1
    for item in children(table, "Column"):
        column = _next(item, column)
        across = _number(item, "Span")
        if _get(item, "Hidden") == "1":
            sheet.hidden_columns.append((column, column + across))
        column += across
    row = -1
    for line in children(table, "Row"):
        row = _next(line, row)
        if not 0 <= row < _MOST_ROWS:
            continue
        if _get(line, "Hidden") == "1":
            sheet.hidden_rows.add(row)
        at = -1
        for cell in children(line, "Cell"):
            at = _next(cell, at)
            if not 0 <= at < _MOST_COLUMNS:
                continue
            right, down = _number(cell, "MergeAcross"), _number(cell, "MergeDown")
            if right or down:
                sheet.merges.append((row, at, row + down, at + right))
            text = _text(child(cell, "Data"), formats.get(_get(cell, "StyleID"), ""))
            if text.strip():
                sheet.cells[row, at] = text
            comment = child(cell, "Comment")
            if comment is not None and (told := "".join(comment.itertext()).strip()):
                sheet.comments.append((place(row, at), told))
            at += right
        if before + len(sheet.cells) > limits.table_cells:
            raise Unreadable("too_large", what="表格单元格数", found=f"超过{limits.table_cells}", limit=limits.table_cells)


def _text(data: Any | None, code: str) -> str:
    """What a cell shows."""
    if data is None:
        return ""
    raw = "".join(data.itertext())
    kind = _get(data, "Type")
    if kind == "Number":
        try:
            value = float(raw)
        except ValueError:
            return raw
        return shown(value, code) or general(value) if code else general(value)
    if kind == "DateTime":
        try:
            at = datetime.datetime.fromisoformat(raw.strip()[:23])
        except ValueError:
            return raw
        return shown((at.replace(tzinfo=None) - _ZERO) / datetime.timedelta(days=1), code or BUILTIN[14])
    if kind == "Boolean":
        return "TRUE" if raw.strip() == "1" else "FALSE"
    return raw


def _get(element: Any | None, name: str) -> str:
    """Value of an attribute, whatever its prefix."""
    if element is None:
        return ""
    return next((str(v) for k, v in element.attrib.items() if k == name or k.endswith("}" + name)), "")


def _number(element: Any, name: str) -> int:
    value = _get(element, name)
    return min(int(value), _MOST_ROWS) if value.isdecimal() and len(value) < 8 else 0


def _next(element: Any, before: int) -> int:
    """Place of an element: what its index says, else behind the one before."""
    return _number(element, "Index") - 1 if _get(element, "Index") else before + 1
