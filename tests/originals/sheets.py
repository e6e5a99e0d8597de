"""The table of an original as workbook (.xlsx, .xls) and as separated values, its title above it."""

from __future__ import annotations

import csv
import io

import xlsxwriter
import xlwt

from tests.originals.model import Grid, Original


def _parts(original: Original) -> tuple[str, Grid]:
    return original.title, original.grids[-1]


def xlsx(original: Original) -> bytes:
    """A workbook with the title merged across, numbers as numbers."""
    title, grid = _parts(original)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Sheet1")
        sheet.merge_range(0, 0, 0, len(grid.widths) - 1, title)
        for slot in grid.slots():
            value = int(slot.text) if slot.text.isdigit() else slot.text
            if slot.row_span > 1:
                sheet.merge_range(slot.row + 1, slot.col, slot.row + slot.row_span, slot.col, value)
            else:
                sheet.write(slot.row + 1, slot.col, value)
    return out.getvalue()


def xls(original: Original) -> bytes:
    """The same in the old format."""
    title, grid = _parts(original)
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    sheet.write_merge(0, 0, 0, len(grid.widths) - 1, title)
    for slot in grid.slots():
        value = int(slot.text) if slot.text.isdigit() else slot.text
        sheet.write_merge(slot.row + 1, slot.row + slot.row_span, slot.col, slot.col, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def values(original: Original) -> bytes:
    """Separated values in GB18030, as spreadsheets here save them; a merged cell leaves its lower places empty."""
    title, grid = _parts(original)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([title] + [""] * (len(grid.widths) - 1))
    writer.writerows([[text or "" for text in row] for row in grid.rows])
    return out.getvalue().encode("gb18030")
