"""Excel 97-2003 and WPS workbook (.xls, .et) -> Document, by xlrd."""

from __future__ import annotations

import io
from typing import Any

import xlrd

from nlp.intake.builder import DocumentBuilder
from nlp.intake.furniture import FurnitureRules
from nlp.intake.messages import Unreadable
from nlp.intake.sheets_formats import BUILTIN, general, shown
from nlp.intake.sheets_table import Sheet, place, write_sheets
from nlp.types import Limits

_LOCALE = range(14, 59)  # numbered formats that mean another thing in a Chinese installation


def read_xls(data: bytes, build: DocumentBuilder, rules: FurnitureRules, limits: Limits) -> None:
    """Read a workbook into the builder. Raises Unreadable."""
    book = _open(data)
    sheets: list[Sheet] = []
    failed: list[str] = []
    cells = 0
    for n, name in enumerate(book.sheet_names()):
        try:
            source = book.sheet_by_index(n)
        except Exception:  # the parser throws anything at a broken sheet; the others may be fine
            failed.append(name)
            continue
        sheet = _sheet(book, source, limits, cells)
        cells += len(sheet.cells)
        sheets.append(sheet)
        book.unload_sheet(n)
    if failed and not sheets:
        raise Unreadable("damaged", detail="工作表读不出来")
    write_sheets(sheets, build, rules, limits)
    if failed:
        build.warn("sheets_unread", names="、".join(f"“{n}”" for n in failed[:20]), detail="内容损坏")
    author = str(getattr(book, "user_name", "") or "").strip()
    if any("\u4e00" <= c <= "\u9fff" for c in author):
        build.warn("properties", told=f"最后修改人：{author[:40]}")


def _open(data: bytes) -> Any:
    try:
        return xlrd.open_workbook(
            file_contents=data, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
        )
    except Exception as error:  # the parser throws anything at a broken file
        if "encrypted" in str(error).lower():
            raise Unreadable("encrypted") from error
    try:  # a damaged part for looks: values at least
        return xlrd.open_workbook(
            file_contents=data, on_demand=True, ragged_rows=True, logfile=io.StringIO(), ignore_workbook_corruption=True
        )
    except Exception as error:
        if "encrypted" in str(error).lower():
            raise Unreadable("encrypted") from error
        raise Unreadable("damaged", detail="工作簿结构不完整") from error


def _sheet(book: Any, source: Any, limits: Limits, before: int) -> Sheet:
    sheet = Sheet(source.name, source.visibility != 0)
    for r in range(source.nrows):
        for c in range(source.row_len(r)):
            kind, value = source.cell_type(r, c), source.cell_value(r, c)
            text = ""
            if kind == xlrd.XL_CELL_TEXT:
                text = value
            elif kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
                text = shown(value, _format(book, source, r, c, kind), bool(book.datemode))
                if not text:
                    text = general(value)
                    sheet.hidden_cells.append((r, c))
            elif kind == xlrd.XL_CELL_BOOLEAN:
                text = "TRUE" if value else "FALSE"
            elif kind == xlrd.XL_CELL_ERROR:
                text = xlrd.error_text_from_code.get(value, "")
            if text.strip():
                sheet.cells[r, c] = text
        if before + len(sheet.cells) > limits.table_cells:
            raise Unreadable("too_large", what="表格单元格数", found=f"超过{limits.table_cells}", limit=limits.table_cells)
    sheet.merges = [(a, c, b - 1, d - 1) for a, b, c, d in source.merged_cells if b > a and d > c]
    sheet.hidden_rows = {r for r, info in source.rowinfo_map.items() if info.hidden or info.height == 0}
    sheet.hidden_columns = [(c, c) for c, info in source.colinfo_map.items() if info.hidden or info.width == 0]
    for (r, c), note in sorted(source.cell_note_map.items()):
        if text := str(note.text or "").strip():
            sheet.comments.append((place(r, c), text))
    return sheet


def _format(book: Any, source: Any, r: int, c: int, kind: int) -> str:
    """Number format of a cell; a plain date where styles could not be read."""
    if not book.formatting_info:
        return BUILTIN[14] if kind == xlrd.XL_CELL_DATE else "General"
    key = book.xf_list[source.cell_xf_index(r, c)].format_key
    found = book.format_map.get(key)
    if key in _LOCALE and key in BUILTIN and (found is None or key in (14, 22) or key >= 27):
        return BUILTIN[key]
    return found.format_str if found is not None else "General"
