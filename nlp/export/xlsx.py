"""The catalogue as a workbook that prints on landscape A4 like the table an office publishes."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from nlp.draft.columns import CatalogueRow, Column, Layout
from nlp.export.catalogue import TITLE, Records, Rows, columns_of, is_formula_like
from nlp.export.record_sheet import height_of, write_record_sheet
from nlp.export.records import RECORDS_SHEET

FONT = "宋体"
REVIEW_TITLE = "供复核：来源与依据（不随目录打印；灰色斜体为缺省值，非原文）"
HEAD_ROWS = 3  # title, group head, column head
# The file's own creation date: a constant, so that the same rows give the same bytes.
CREATED = datetime.datetime(2020, 1, 1)


def write_xlsx(rows: Rows, path: Path, layout: Layout, records: Records = None) -> None:
    """Write the workbook: title, two-row merged head frozen and repeated on every page, one row an entry, review columns right of
    the printed area; on a second sheet the documents' own records. Texts are stored as texts: no cell can run as a formula."""
    import xlsxwriter

    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": TITLE, "created": CREATED})
    formats = _formats(book)
    if rows is not None:
        _catalogue_sheet(book.add_worksheet("公开目录"), rows, columns_of(rows, layout), formats)
    if records is not None:
        write_record_sheet(book.add_worksheet(RECORDS_SHEET), records, formats)
    book.close()


def _catalogue_sheet(sheet: Any, rows: Sequence[CatalogueRow], columns: Sequence[Column], formats: dict[str, Any]) -> None:
    national = [c for c in columns if c.part == "national"]
    sheet.set_row(0, 34)
    sheet.merge_range(0, 0, 0, len(national) - 1, TITLE, formats["title"])
    if len(columns) - len(national) > 1:
        sheet.merge_range(0, len(national), 0, len(columns) - 1, REVIEW_TITLE, formats["review-title"])
    _head(sheet, columns, formats)
    for i, row in enumerate(rows):
        at = HEAD_ROWS + i
        for j, column in enumerate(columns):
            text = row.cells.get(column.key, "")
            if column.key in ("seq", "score"):
                sheet.write_number(at, j, float(text), formats["seq" if column.key == "seq" else "score"])
            else:
                sheet.write_string(at, j, text, formats[_shape(row, column, text)])
        sheet.set_row(at, row_height(row, columns))
    for j, column in enumerate(columns):
        sheet.set_column(j, j, column.width)
    _print_setup(sheet, len(rows), len(national), len(columns))


def _shape(row: CatalogueRow, column: Column, text: str) -> str:
    """Name of a cell's format: marked where a person must look, grey where the value is a default."""
    shape = column.align
    if text and column.key in ("review", "note"):
        shape = "warn" if column.key == "review" else "warn-left"
    default = "-default" if row.is_default(column.key) else ""
    return shape + default + ("-quoted" if is_formula_like(text) else "")


def _head(sheet: Any, columns: Sequence[Column], formats: dict[str, Any]) -> None:
    at = 0
    for group, members in groupby(columns, key=lambda c: (c.group, c.part, c.key if not c.group else "")):
        held = list(members)
        style = formats["head" if group[1] == "national" else "review-head"]
        if not group[0]:
            sheet.merge_range(1, at, 2, at, held[0].label, style)
        else:
            if len(held) > 1:
                sheet.merge_range(1, at, 1, at + len(held) - 1, group[0], style)
            else:
                sheet.write_string(1, at, group[0], style)
            for k, column in enumerate(held):
                sheet.write_string(2, at + k, column.label, style)
        at += len(held)
    sheet.set_row(1, 22)
    sheet.set_row(2, 34)


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": FONT, "font_size": 9, "text_wrap": True, "valign": "vcenter", "border": 1}
    made = {
        "title": {"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter"},
        "review-title": {"font_name": FONT, "font_size": 10, "align": "left", "valign": "vcenter", "font_color": "#666666"},
        "head": {**base, "bold": True, "align": "center", "bg_color": "#E7ECF4", "font_name": "黑体"},
        "review-head": {**base, "bold": True, "align": "center", "bg_color": "#F3EFE3", "font_name": "黑体"},
        "center": {**base, "align": "center"},
        "left": {**base, "align": "left"},
        "warn": {**base, "align": "center", "bg_color": "#FBE3D6", "bold": True},
        "warn-left": {**base, "align": "left", "bg_color": "#FBE3D6"},
        "seq": {**base, "align": "center", "num_format": "0"},
        "score": {**base, "align": "center", "num_format": "0.00"},
    }
    for name in ("center", "left"):
        made[name + "-default"] = {**made[name], "italic": True, "font_color": "#7A7A7A"}
    for name in ("center", "left", "center-default", "left-default", "warn-left"):
        made[name + "-quoted"] = {**made[name], "quote_prefix": True}
    return {name: book.add_format(props) for name, props in made.items()}


def row_height(row: CatalogueRow, columns: Sequence[Column]) -> float:
    """Height in points that shows every line of the row's fullest cell; the quote may be cut on screen, the row stays readable."""
    return height_of((row.cells.get(c.key, ""), c.width) for c in columns if c.key != "quote")


def _print_setup(sheet: Any, rows: int, national: int, columns: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1, HEAD_ROWS - 1)
    sheet.print_area(0, 0, max(HEAD_ROWS + rows - 1, HEAD_ROWS), national - 1)
    sheet.freeze_panes(HEAD_ROWS, 3)
    sheet.autofilter(HEAD_ROWS - 1, 0, max(HEAD_ROWS + rows - 1, HEAD_ROWS), columns - 1)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.hide_gridlines(2)
