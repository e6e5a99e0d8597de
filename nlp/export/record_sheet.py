"""The sheet of the documents' own records: landscape A4, head repeated, review columns right of the printed area."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from nlp.export.catalogue import is_formula_like
from nlp.export.records import RECORDS_TITLE, RecordColumn, RecordRow, record_columns
from nlp.rulebook import Rulebook

LINE_HEIGHT = 12.8
MOST_HEIGHT = 400.0
HEAD_ROWS = 2  # title, column head
_UNSURE = frozenset({"未定", "未知"})


def write_record_sheet(sheet: Any, records: Sequence[RecordRow], formats: dict[str, Any]) -> None:
    """Fill a worksheet with records; texts are stored as texts."""
    columns = record_columns(Rulebook())
    printed = sum(c.part == "record" for c in columns)
    sheet.set_row(0, 34)
    sheet.merge_range(0, 0, 0, printed - 1, RECORDS_TITLE, formats["title"])
    sheet.merge_range(0, printed, 0, len(columns) - 1, "供复核（不随目录打印）", formats["review-title"])
    sheet.set_row(1, 24)
    for j, column in enumerate(columns):
        sheet.write_string(1, j, column.label, formats["head" if column.part == "record" else "review-head"])
        sheet.set_column(j, j, column.width)
    for i, row in enumerate(records):
        at = HEAD_ROWS + i
        for j, column in enumerate(columns):
            text = row.cells[column.key]
            if column.key == "seq":
                sheet.write_number(at, j, float(text), formats["seq"])
            else:
                sheet.write_string(at, j, text, formats[_shape(column, text)])
        sheet.set_row(at, height_of((row.cells[c.key], c.width) for c in columns))
    last = max(HEAD_ROWS + len(records) - 1, HEAD_ROWS)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1, HEAD_ROWS - 1)
    sheet.print_area(0, 0, last, printed - 1)
    sheet.freeze_panes(HEAD_ROWS, 3)
    sheet.autofilter(HEAD_ROWS - 1, 0, last, len(columns) - 1)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.hide_gridlines(2)


def _shape(column: RecordColumn, text: str) -> str:
    if text in _UNSURE:
        return "warn"
    return column.align + ("-quoted" if is_formula_like(text) else "")


def height_of(cells: Iterable[tuple[str, float]]) -> float:
    """Row height in points that shows every line of the fullest cell, from texts with column widths; a Han character is two wide."""
    lines = 1.0
    for text, width in cells:
        units = max(1.0, width - 1)
        lines = max(lines, sum(max(1, -(-_width(t) // units)) for t in text.split("\n")))
    return min(MOST_HEIGHT, lines * LINE_HEIGHT + 6)


def _width(text: str) -> int:
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)
