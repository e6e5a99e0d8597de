"""PDF -> Document: text by geometry, tables by ruling lines, page furniture aside.

pdfium reads the characters, so a page costs milliseconds; pdfplumber finds the cells of tables, on pages with ruling lines only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium

from nlp.intake.builder import DocumentBuilder, name_pages
from nlp.intake.furniture import FurnitureRules
from nlp.intake.messages import Unreadable
from nlp.intake.pdf_cells import CellFinder, TablesUnread
from nlp.intake.pdf_flow import join_lines, margins_of, split_margins
from nlp.intake.pdf_glyphs import broken_share, glyphs_of, turn_of
from nlp.intake.pdf_lines import TextLine, lines_of
from nlp.intake.pdf_rules import drawing_of
from nlp.intake.pdf_tables import PageTable, join_over_pages, outside, tables_of
from nlp.types import Limits

_LEAST_TEXT = 5  # fewer characters than these, beside pictures or drawings: a page without text layer
_BROKEN = 0.05


@dataclass(slots=True)
class _Page:
    """One page as read: its lines outside tables, its tables."""

    number: int
    height: float
    lines: list[TextLine]
    tables: list[PageTable] = field(default_factory=list)


def read_pdf(data: bytes, build: DocumentBuilder, rules: FurnitureRules, limits: Limits) -> int:
    """Read a PDF into the builder; returns its number of pages. Raises Unreadable."""
    document = _open(data)
    try:
        count = len(document)
        if count > limits.pages:
            raise Unreadable("too_large", what="页数", found=count, limit=limits.pages)
        pages = _read_pages(document, count, CellFinder(data), build, limits)
    finally:
        document.close()
    bodies, heads = split_margins([p.lines for p in pages], [p.height for p in pages])
    for page, body in zip(pages, bodies, strict=True):
        page.lines = body
    _write(pages, build, rules)
    for kind, text in heads:
        build.line(text, "header" if kind == "header" else "footer")
    return count


def _open(data: bytes) -> Any:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise Unreadable("encrypted") from error
        raise Unreadable("damaged", detail="文件结构不完整") from error


def _read_pages(document: Any, count: int, finder: CellFinder, build: DocumentBuilder, limits: Limits) -> list[_Page]:
    pages: list[_Page] = []
    silent: list[int] = []
    failed: list[int] = []
    unruled: list[int] = []
    glyph_count, broken = 0, 0.0
    for i in range(count):
        try:
            page = document[i]
        except pdfium.PdfiumError:
            failed.append(i + 1)
            continue
        try:
            turn, _, height = turn_of(page)
            glyphs, drawing = glyphs_of(page), drawing_of(page)
        finally:
            page.close()
        if len(glyphs) < _LEAST_TEXT and (drawing.pictures or drawing.shapes > 10):
            silent.append(i + 1)
        glyph_count += len(glyphs)
        broken += broken_share(glyphs) * len(glyphs)
        tables: list[PageTable] = []
        if glyphs and drawing.ruled:
            try:
                lines, shades = finder.figures(i + 1, turn)
            except TablesUnread:
                unruled.append(i + 1)
            else:
                tables = tables_of(lines, glyphs, i + 1, limits.table_cells) or tables_of(
                    shades, glyphs, i + 1, limits.table_cells
                )
        pages.append(_Page(i + 1, height, lines_of(outside(glyphs, tables), i + 1), tables))
        if glyph_count > limits.text_characters:
            raise Unreadable("too_large", what="文字数", found=f"超过{limits.text_characters}", limit=limits.text_characters)
    if not glyph_count:
        raise Unreadable("no_text", detail=f"共{count}页，可能是扫描件" if count else "没有页面")
    if silent:
        build.warn("pages_without_text", pages=name_pages(silent))
    if failed:
        build.warn("repaired", kind="PDF 文件", detail=f"第{name_pages(failed)}页读不出来")
    if unruled:
        build.warn("tables_unread", pages=name_pages(unruled))
    if broken > _BROKEN * glyph_count:
        build.warn("broken_fonts", percent=round(100 * broken / glyph_count))
    return pages


# ---------------------------------------------------------------- pages -> document
def _runs(pages: Sequence[_Page]) -> Iterator[list[TextLine] | PageTable]:
    """Runs of lines and tables in reading order; a run goes on over pages until a table stands between."""
    run: list[TextLine] = []
    for page in pages:
        tables = list(page.tables)
        for line in page.lines:
            while tables and tables[0].box[1] < line.middle:
                if run:
                    yield run
                    run = []
                yield tables.pop(0)
            run.append(line)
        for table in tables:
            if run:
                yield run
                run = []
            yield table
    if run:
        yield run


def _write(pages: Sequence[_Page], build: DocumentBuilder, rules: FurnitureRules) -> None:
    everything = [line for page in pages for line in page.lines]
    general = margins_of(everything)
    by_page = {page.number: margins_of(page.lines, general) for page in pages}
    paragraphs: list[tuple[str, int] | PageTable] = []
    open_table: PageTable | None = None
    for run in _runs(pages):
        if isinstance(run, PageTable):
            joined = join_over_pages(open_table, run) if open_table is not None else None
            if joined is not None:
                paragraphs[-1] = open_table = joined
            else:
                paragraphs.append(run)
                open_table = run
            continue
        open_table = None
        paragraphs += [(p.text, p.page) for p in join_lines(run, by_page, rules.is_furniture)]
    classes = rules.classify([p[0] if isinstance(p, tuple) else "" for p in paragraphs])
    for item, kind in zip(paragraphs, classes, strict=True):
        if isinstance(item, PageTable):
            build.table(item.grid, item.page)
        else:
            a, b = rules.trim(item[0]) if kind == "text" else (0, len(item[0]))
            build.line(item[0][a:b], kind, item[1])
