"""The catalogue as a Word table on landscape A4, head rows repeated, with a last column for the reviewer."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from nlp.draft.columns import CatalogueRow, Column, Layout
from nlp.export.catalogue import TITLE

FONT = "宋体"
HEAD_FONT = "黑体"
PAGE_WIDTH_CM, PAGE_HEIGHT_CM, MARGIN_CM = 29.7, 21.0, 1.2
SOURCE_COLUMN = Column("source", "", "来源与依据（供复核）", 24, "review", "left")
CREATED = datetime.datetime(2020, 1, 1)


def write_docx(rows: Sequence[CatalogueRow], path: Path, layout: Layout) -> None:
    """Write the document. Review columns are drawn together into one, since a page has no room for more."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    document = Document()
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(PAGE_WIDTH_CM), Cm(PAGE_HEIGHT_CM)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(MARGIN_CM)
    document.core_properties.title = TITLE
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = CREATED
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(heading.add_run(TITLE), HEAD_FONT, Pt(18))
    columns = [*(c for c in layout.shown(rows) if c.part == "national"), SOURCE_COLUMN]
    table = document.add_table(rows=2 + len(rows), cols=len(columns))
    table.style = "Table Grid"
    table.autofit = False
    widths = _widths(columns)
    grid = [list(r.cells) for r in table.rows]
    _head(table, grid, columns)
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            text = _source_text(row) if column.key == "source" else row.cells[column.key]
            _fill(grid[2 + i][j], text, column.align, Pt(7.5), default=column.key in row.entry.defaults)
    for column, width in zip(table.columns, widths, strict=True):  # the grid: what other programs go by
        column.width = Cm(width)
    for line in grid:
        for cell, width in zip(line, widths, strict=True):
            cell.width = Cm(width)
    _save(document, path)


def _save(document: Any, path: Path) -> None:
    """Save with a constant date on every part: the format is a zip, which would else hold the time of day."""
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for part in made.infolist():
            info = zipfile.ZipInfo(part.filename, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, made.read(part.filename))


def _source_text(row: CatalogueRow) -> str:
    cells = row.cells
    parts = [f"{cells['document']} {cells['section']}".strip(), f"“{cells['quote']}”" if cells["quote"] else ""]
    parts.append(f"领域：{cells['domain']}；可信度 {cells['score']}{'；须复核' if cells['review'] else ''}")
    parts.append(f"缺省：{cells['defaults']}" if cells["defaults"] else "")
    return "\n".join(p for p in parts if p)


def _widths(columns: Sequence[Column]) -> list[float]:
    room = PAGE_WIDTH_CM - 2 * MARGIN_CM
    total = sum(c.width for c in columns)
    return [room * c.width / total for c in columns]


def _head(table: Any, grid: list[list[Any]], columns: Sequence[Column]) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    at = 0
    for group, members in groupby(columns, key=lambda c: c.group or c.key):
        held = list(members)
        if not held[0].group:
            merged = grid[0][at].merge(grid[1][at])
            _fill(merged, held[0].label, "center", Pt(8), bold=True)
        else:
            merged = grid[0][at].merge(grid[0][at + len(held) - 1])
            _fill(merged, group, "center", Pt(8), bold=True)
            for k, column in enumerate(held):
                _fill(grid[1][at + k], column.label, "center", Pt(8), bold=True)
        at += len(held)
    for row in table.rows[:2]:
        mark = OxmlElement("w:tblHeader")
        mark.set(qn("w:val"), "true")
        row._tr.get_or_add_trPr().append(mark)
    for row in table.rows:
        whole = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(whole)


def _fill(cell: Any, text: str, align: str, size: Any, bold: bool = False, default: bool = False) -> None:
    """Fill a cell; a value that law or standard filled is set in grey italics."""
    from docx.enum.table import WD_ALIGN_VERTICAL
    from docx.shared import RGBColor

    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = 1 if align == "center" else 0
    paragraph.paragraph_format.space_after = 0
    run = paragraph.add_run(_printable(text))
    _write(run, HEAD_FONT if bold else FONT, size, bold)
    if default:
        run.font.italic = True
        run.font.color.rgb = RGBColor(0x7A, 0x7A, 0x7A)


def _write(run: Any, font: str, size: Any, bold: bool = False) -> None:
    from docx.oxml.ns import qn

    run.font.size = size
    run.font.bold = bold
    run.font.name = font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _printable(text: str) -> str:
    """Text without the control characters that XML cannot hold."""
    return "".join(c for c in text if c in "\n\t" or ord(c) >= 0x20)
