"""PDF -> Document: text by geometry, tables by ruling lines, page furniture aside; pages without usable text by recognition.

pdfium reads the characters and the ruling lines, so a page costs milliseconds. A page goes to recognition when it shows a picture
or drawing and hardly any text, or when its text is none (`pdf_health`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium

from nlp.intake.builder import DocumentBuilder, name_pages
from nlp.intake.furniture import FurnitureRules
from nlp.intake.messages import Unreadable
from nlp.intake.ocr import Recognised, Recognition, grade_of
from nlp.intake.pdf_bulk import check_streams
from nlp.intake.pdf_cells import Figure, TablesUnread, Turn, turned
from nlp.intake.pdf_glyphs import Aside, Glyph, broken_share, glyphs_of, nameless, stand_up, turn_of
from nlp.intake.pdf_health import garbled
from nlp.intake.pdf_lines import lines_of
from nlp.intake.pdf_marks import flattened, notes_of, warn_of_properties
from nlp.intake.pdf_mojibake import as_gbk
from nlp.intake.pdf_pages import Page, set_heads_aside, write_heads, write_pages
from nlp.intake.pdf_pictures import picture_of
from nlp.intake.pdf_rules import Drawing, drawing_of
from nlp.intake.pdf_strokes import Ruling, ruling_of
from nlp.intake.pdf_tables import PageTable, outside, tables_of
from nlp.intake.pdf_unseen import clipped, covered
from nlp.types import Limits, PageQuality

_LEAST_TEXT = 5  # fewer characters than these, beside pictures or drawings: a page without text layer
_FEW_TEXT, _COVERED = 40, 0.5  # so few on a page that a picture covers: a scan with a running head
_BROKEN = 0.05
_SAMPLE = 30
_BETTER = 0.8  # recognition this sure goes before a text layer that is none


def read_pdf(data: bytes, build: DocumentBuilder, rules: FurnitureRules, limits: Limits) -> int:
    """Read a PDF into the builder; returns its number of pages. Raises Unreadable."""
    check_streams(data, limits)
    document = _open(data)
    try:
        count = len(document)
        if count > limits.pages:
            raise Unreadable("too_large", what="页数", found=count, limit=limits.pages)
        reading = _Reading(build, limits, Recognition(limits))
        for i in range(count):
            reading.page(document, i)
        warn_of_properties(document, build)
    finally:
        document.close()
    reading.tell(count)
    heads = set_heads_aside(reading.pages)
    write_pages(reading.pages, build, rules)
    write_heads(heads, build)
    return count


def _open(data: bytes) -> Any:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        # pdfium may tell the fault of the file before; a file that is locked names its dictionary of encryption, uncompressed
        if b"/Encrypt" in data and ("password" in str(error).lower() or "security" in str(error).lower()):
            raise Unreadable("encrypted") from error
        raise Unreadable("damaged", detail="文件结构不完整") from error


@dataclass(slots=True)
class _Place:
    """How a page lies: from PDF coordinates to those of the page as the file shows it, its size, quarters by which it was
    then turned clockwise."""

    turn: Turn
    width: float
    height: float
    quarters: int = 0

    def turned(self, figures: Sequence[Figure]) -> Sequence[Figure]:
        """Figures of the page as shown, on the page as turned."""
        return [turned(f, self.quarters, self.width, self.height) for f in figures] if self.quarters else figures


@dataclass(slots=True)
class _Reading:
    """State of one pass: pages so far, and the numbers of those that need a word."""

    build: DocumentBuilder
    limits: Limits
    recognition: Recognition
    pages: list[Page] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    unruled: list[int] = field(default_factory=list)
    garbled: list[int] = field(default_factory=list)
    outside: list[tuple[int, str]] = field(default_factory=list)
    slanted: list[tuple[int, str]] = field(default_factory=list)
    clipped: list[tuple[int, str]] = field(default_factory=list)
    covered: list[tuple[int, str]] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)
    glyphs: int = 0
    broken: float = 0.0

    def page(self, document: Any, index: int) -> None:
        """Read one page."""
        number = index + 1
        try:
            page = document[index]
        except pdfium.PdfiumError:
            self.failed.append(number)
            self.build.quality(PageQuality(number, "none", "unread", 0.0))
            return
        try:
            page = self.with_notes(document, index, page)
            turn, width, height = turn_of(page)
            drawing, place, aside = drawing_of(page), _Place(turn, width, height), Aside()
            glyphs = glyphs_of(page, aside)
            if len(glyphs) < _FEW_TEXT and (quarters := stand_up(page)):
                place.quarters = quarters
                _, width, height = turn_of(page)
                aside = Aside()
                glyphs = glyphs_of(page, aside)
            glyphs = self.unseen(page, number, drawing, aside, glyphs)
            ruling = ruling_of(page, turn) if glyphs and drawing.ruled else None
            recognised = None
            wanted = _wants_recognition(glyphs, drawing, width * height) or (not _has_han(glyphs) and nameless(page, len(glyphs)))
            if wanted:
                size = (max(width, 1.0), max(height, 1.0))
                recognised = self.recognition.page(
                    number, lambda: picture_of(page, drawing, size, self.limits.image_pixels), size
                )
        finally:
            page.close()
        if recognised is not None and _is_better(recognised, glyphs):
            self.glyphs += len(recognised.glyphs)
            self.build.quality(recognised.quality)
            self.pages.append(recognised.page)
        else:
            self.recognition.take_back(number)
            self.own_text(number, height, glyphs, ruling, place, wanted)
        if self.glyphs > self.limits.text_characters:
            limit = self.limits.text_characters
            raise Unreadable("too_large", what="文字数", found=f"超过{limit}", limit=limit)

    def with_notes(self, document: Any, index: int, page: Any) -> Any:
        """The page with its form fields and stamps drawn on it; its notes are counted."""
        count, first, shows = notes_of(page)
        self.notes += [(index + 1, first)] * count
        return flattened(document, index, page) if shows else page

    def unseen(self, page: Any, number: int, drawing: Drawing, aside: Aside, glyphs: list[Glyph]) -> list[Glyph]:
        """The characters of a page without those that a clip cuts off; what the page hides is noted."""
        for texts, found in ((self.slanted, aside.slanted), (self.outside, aside.outside)):
            if found:
                texts.append((number, "".join(found)))
        if drawing.ruled:  # cells cut their text off
            places, text = clipped(page)
            if places:
                glyphs = glyphs_of(page, None, places)
                self.clipped.append((number, text))
        if drawing.veils and (text := covered(page, drawing.veils)):
            self.covered.append((number, text))
        return as_gbk(glyphs)

    def own_text(
        self, number: int, height: float, glyphs: Sequence[Glyph], ruling: Ruling | None, place: _Place, wanted: bool
    ) -> None:
        """A page by its text layer."""
        share = broken_share(list(glyphs))
        self.glyphs += len(glyphs)
        self.broken += share * len(glyphs)
        if wanted and len(glyphs) < _FEW_TEXT:  # what stands beside its number is a picture
            self.build.quality(PageQuality(number, "none", "unread", 0.0))
        else:
            grade = "poor" if wanted else grade_of(1 - share)
            if wanted and self.recognition.needed[-1:] != [number]:
                self.garbled.append(number)
            self.build.quality(PageQuality(number, "text", grade, round(1 - share, 4), 90 * place.quarters))
        tables: list[PageTable] = []
        if ruling is not None:
            try:
                lines, shades = (place.turned(figures) for figures in ruling.figures(number))
            except TablesUnread:
                self.unruled.append(number)
            else:
                most = self.limits.table_cells
                tables = tables_of(lines, glyphs, number, most) or tables_of(shades, glyphs, number, most)
        self.pages.append(Page(number, height, lines_of(outside(glyphs, tables), number), tables))

    def tell(self, count: int) -> None:
        """Warnings of the whole file. Raises Unreadable where nothing was read."""
        if not self.glyphs:
            raise self.recognition.nothing(count)
        self.recognition.warn(self.build)
        if self.failed:
            self.build.warn("repaired", kind="PDF 文件", detail=f"第{name_pages(self.failed)}页读不出来")
        if self.unruled:
            self.build.warn("tables_unread", pages=name_pages(self.unruled))
        if self.broken > _BROKEN * self.glyphs:
            self.build.warn("broken_fonts", percent=round(100 * self.broken / self.glyphs))
        if self.garbled:
            self.build.warn("garbled", pages=name_pages(self.garbled))
        for code, found in (
            ("ofd_beyond", self.outside),
            ("ofd_watermark", self.slanted),
            ("pdf_clipped", self.clipped),
            ("pdf_covered", self.covered),
            ("ofd_remarks", self.notes),
        ):
            if found:
                pages = name_pages(sorted({p for p, _ in found}))
                self.build.warn(code, pages=pages, n=len(found), sample=found[0][1][:_SAMPLE])


def _wants_recognition(glyphs: Sequence[Glyph], drawing: Drawing, area: float) -> bool:
    """Whether a page shows more than its text layer says."""
    if len(glyphs) < _LEAST_TEXT and (drawing.pictures or drawing.shapes > 10):
        return True
    if len(glyphs) < _FEW_TEXT and drawing.cover > _COVERED * area:
        return True
    return garbled("".join(g.text for g in glyphs))


def _has_han(glyphs: Sequence[Glyph]) -> bool:
    return any("\u3400" <= g.text <= "\u9fff" for g in glyphs)


def _is_better(recognised: Recognised, glyphs: Sequence[Glyph]) -> bool:
    """Whether what was recognised goes before the text layer."""
    found = len(recognised.glyphs)
    return found >= len(glyphs) or (found > 0.5 * len(glyphs) and recognised.quality.score >= _BETTER)
