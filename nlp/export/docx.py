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
from nlp.export.catalogue import TITLE, Records, Rows
from nlp.export.records import RECORDS_TITLE, RecordColumn, RecordRow, record_columns
from nlp.rulebook import Rulebook

FONT = "宋体"
HEAD_FONT = "黑体"
PAGE_WIDTH_CM, PAGE_HEIGHT_CM, MARGIN_CM = 29.7, 21.0, 1.2
CELL_MARGIN = 40  # twentieths of a point
HEAD_COLOUR = "E7ECF4"
SOURCE_COLUMN = Column("source", "", "来源与依据（供复核）", 32, "review", "left")
CREATED = datetime.datetime(2020, 1, 1)


def write_docx(rows: Rows, path: Path, layout: Layout, records: Records = None) -> None:
    """Write the document. Review columns are drawn together into one, since a page has no room for more; the documents' own
    records follow on a new page."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    document = Document()
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(PAGE_WIDTH_CM), Cm(PAGE_HEIGHT_CM)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(MARGIN_CM)
    document.core_properties.title = TITLE
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = CREATED
    if rows is not None:
        _heading(document, TITLE)
        _catalogue_table(document, rows, layout)
    if records is not None:
        _heading(document, RECORDS_TITLE, new_page=rows is not None)
        _record_table(document, records)
    _save(document, path)


def _heading(document: Any, title: str, new_page: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.paragraph_format.page_break_before = new_page
    _write(heading.add_run(title), HEAD_FONT, Pt(18))


def _catalogue_table(document: Any, rows: Sequence[CatalogueRow], layout: Layout) -> None:
    from docx.shared import Pt

    columns = [*(c for c in layout.shown(rows) if c.part == "national"), SOURCE_COLUMN]
    table, grid = _table(document, 2 + len(rows), [c.width for c in columns])
    _head(table, grid, columns)
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            text = _source_text(row) if column.key == "source" else row.cells[column.key]
            _fill(grid[2 + i][j], text, column.align, Pt(7.5), default=row.is_default(column.key))
        if note := row.cells.get("note"):
            _remark(grid[2 + i][-1], note, Pt(7.5))


def _record_table(document: Any, records: Sequence[RecordRow]) -> None:
    from docx.shared import Pt

    columns = [c for c in record_columns(Rulebook()) if c.part == "record"]
    source = RecordColumn("source", "来源与缺项原因（供复核）", 26, "review", "left")
    table, grid = _table(document, 1 + len(records), [*(c.width for c in columns), source.width])
    for cell, column in zip(grid[0], [*columns, source], strict=True):
        _fill(cell, column.label, "center", Pt(8), bold=True)
    for line, row in zip(grid[1:], records, strict=True):
        for cell, column in zip(line, columns, strict=False):
            _fill(cell, row.cells[column.key], column.align, Pt(7.5))
        _fill(line[-1], "\n".join(t for t in (row.cells["document"], row.cells["note"]) if t), "left", Pt(7))
    _repeat(table, 1)


def _table(document: Any, height: int, widths: Sequence[float]) -> tuple[Any, list[list[Any]]]:
    """An empty table over the width of the page, columns in the given proportions, and its cells."""
    from docx.shared import Cm

    table = document.add_table(rows=height, cols=len(widths))
    table.style = "Table Grid"
    table.autofit = False
    _narrow_margins(table)
    room = PAGE_WIDTH_CM - 2 * MARGIN_CM
    own = [Cm(room * w / sum(widths)) for w in widths]
    grid = [list(r.cells) for r in table.rows]
    for column, width in zip(table.columns, own, strict=True):  # the grid: what other programs go by
        column.width = width
    for line in grid:
        for cell, width in zip(line, own, strict=True):
            cell.width = width
    return table, grid


def _narrow_margins(table: Any) -> None:
    """Little room left and right of a cell's text: the columns of ticks are narrow."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        own = OxmlElement(f"w:{side}")
        own.set(qn("w:w"), str(CELL_MARGIN))
        own.set(qn("w:type"), "dxa")
        margins.append(own)
    table._tbl.tblPr.append(margins)


def _shade(cell: Any) -> None:
    """The ground of a head cell."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    ground = OxmlElement("w:shd")
    ground.set(qn("w:val"), "clear")
    ground.set(qn("w:fill"), HEAD_COLOUR)
    cell._tc.get_or_add_tcPr().append(ground)


def _repeat(table: Any, heads: int) -> None:
    """Head rows again on every page; no row is cut by the end of a page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for row in table.rows[:heads]:
        mark = OxmlElement("w:tblHeader")
        mark.set(qn("w:val"), "true")
        row._tr.get_or_add_trPr().append(mark)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _remark(cell: Any, note: str, size: Any) -> None:
    """A contradiction among documents, in red below what stands in a cell."""
    from docx.shared import RGBColor

    paragraph = cell.add_paragraph()
    paragraph.paragraph_format.space_after = 0
    run = paragraph.add_run(_printable("备注：" + note))
    _write(run, FONT, size, bold=True)
    run.font.color.rgb = RGBColor(0xA3, 0x00, 0x1B)


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


def _head(table: Any, grid: list[list[Any]], columns: Sequence[Column]) -> None:
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
    _repeat(table, 2)


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
    if bold:
        _shade(cell)
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
