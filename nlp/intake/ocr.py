"""Pages without text of their own, read by recognition: within limits, reported by number where that fails.

The recognition itself comes with the extra `gongkai[ocr]`; without it every page asked for is reported as needing it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import mean

from nlp.intake.builder import DocumentBuilder, name_pages
from nlp.intake.messages import Unreadable
from nlp.intake.ocr_engine import NotInstalled, Picture, engine, installed
from nlp.intake.ofd_paths import figures_of
from nlp.intake.pdf_cells import TablesUnread
from nlp.intake.pdf_glyphs import Glyph
from nlp.intake.pdf_lines import lines_of
from nlp.intake.pdf_pages import Page
from nlp.intake.pdf_tables import PageTable, outside, tables_of
from nlp.types import Limits, PageGrade, PageQuality

_GOOD, _FAIR = 0.95, 0.88  # mean certainty of a page's characters


class NoPicture(Exception):
    """The picture of a page cannot be had; its message says why."""


def check_pixels(count: int, most: int) -> None:
    """Raise NoPicture for a picture of more than `most` pixels."""
    if count > most:
        raise NoPicture(f"图片有{megapixels(count)}像素，上限是{megapixels(most)}")


def megapixels(count: int) -> str:
    """A number of pixels for people: 120百万."""
    return f"{count / 1_000_000:.3g}百万" if count < 100_000_000 else f"{count // 1_000_000}百万"


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page read by recognition: the page, its characters, how well it was read."""

    page: Page
    glyphs: tuple[Glyph, ...]
    quality: PageQuality


@dataclass(slots=True)
class Recognition:
    """The recognised pages of one document, and what must be said of the others."""

    limits: Limits
    read: dict[int, PageQuality] = field(default_factory=dict)
    needed: list[int] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)
    beyond: list[int] = field(default_factory=list)
    lost: dict[int, int] = field(default_factory=dict)  # page -> lines that nobody could read
    failed: dict[str, list[int]] = field(default_factory=dict)
    asked: int = 0

    def page(
        self,
        number: int,
        picture: Callable[[], Picture],
        size: tuple[float, float] | None = None,
        beside: Sequence[Glyph] = (),
    ) -> Recognised | None:
        """Read page `number`; `picture` is asked for only where it will be read, `size` is the page's in points.

        `beside`: characters that the page has besides its picture. None where nothing was read; `warn` then says why.
        """
        if not installed():
            self.needed.append(number)
            return None
        self.asked += 1
        if self.asked > self.limits.ocr_pages:
            self.beyond.append(number)
            return None
        from nlp.intake.ocr_page import read_page

        try:
            found = read_page(picture(), engine(), size)
        except NoPicture as fault:
            self.failed.setdefault(str(fault), []).append(number)
            return None
        except NotInstalled:
            self.needed.append(number)
            return None
        except (ImportError, NameError):
            raise
        except Exception as error:  # pdfium, OpenCV and onnxruntime raise what they like at a bad picture; the other pages go on
            self.failed.setdefault(type(error).__name__, []).append(number)
            return None
        if not found.glyphs:
            self.empty.append(number)
            return None
        quality = PageQuality(number, "ocr", grade_of(found.sure), round(found.sure, 4), found.turned, found.skew)
        self.read[number] = quality
        if found.lost:
            self.lost[number] = found.lost
        glyphs = found.glyphs if found.turned else (*found.glyphs, *_apart(beside, found.glyphs))
        tables = self._tables(glyphs, found.strokes, number)
        lines = lines_of(outside(glyphs, tables), number)
        return Recognised(Page(number, found.height, lines, tables), glyphs, quality)

    def _tables(self, glyphs: tuple[Glyph, ...], strokes: tuple[tuple[float, float, float, float], ...], number: int) -> list[PageTable]:
        if len(strokes) < 3:
            return []
        try:
            return tables_of(figures_of(strokes, number), glyphs, number, self.limits.table_cells)
        except TablesUnread:  # a plan or map
            return []

    def take_back(self, number: int) -> None:
        """Forget a page whose own text is kept after all."""
        self.read.pop(number, None)
        self.lost.pop(number, None)

    def nothing(self, pages: int) -> Unreadable:
        """What to say of a file of which nothing was read."""
        if self.needed:
            return Unreadable("needs_ocr")
        if self.failed:
            return Unreadable("damaged", detail="；".join(self.failed))
        return Unreadable("no_text", detail=f"共{pages}页，没有认出文字" if pages else "没有页面")

    def warn(self, build: DocumentBuilder) -> None:
        """A line for every kind of thing that happened, with the numbers of the pages."""
        if self.needed:
            build.warn("ocr_needed", pages=name_pages(self.needed))
        if self.read:
            percent = int(100 * mean(q.score for q in self.read.values()))
            build.warn("ocr_read", pages=name_pages(sorted(self.read)), percent=percent)
        if poor := sorted(n for n, q in self.read.items() if q.grade == "poor"):
            build.warn("ocr_poor", pages=name_pages(poor))
        if self.lost:
            build.warn("ocr_lost", pages=name_pages(sorted(self.lost)), n=sum(self.lost.values()))
        if self.empty:
            build.warn("ocr_empty", pages=name_pages(self.empty))
        for detail, numbers in self.failed.items():
            build.warn("ocr_failed", pages=name_pages(numbers), detail=detail)
        if self.beyond:
            build.warn("ocr_limit", pages=name_pages(self.beyond), limit=self.limits.ocr_pages)

    def unread(self) -> set[int]:
        """Numbers of the pages asked for and not read."""
        return {*self.needed, *self.empty, *self.beyond, *(n for numbers in self.failed.values() for n in numbers)}


def _apart(glyphs: Sequence[Glyph], others: Sequence[Glyph]) -> list[Glyph]:
    """Those characters that do not stand on one of the others."""
    return [
        g
        for g in glyphs
        if not any(o.x0 < (g.x0 + g.x1) / 2 < o.x1 and o.top < g.middle < o.bottom for o in others)
    ]


def grade_of(sure: float) -> PageGrade:
    """Grade of a page by the certainty or soundness of its characters."""
    return "good" if sure >= _GOOD else "fair" if sure >= _FAIR else "poor"
