"""An original as data: paragraphs with the numbers that a word processor would count, and tables. Every renderer reads this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from nlp.intake.builder import DocumentBuilder
from nlp.intake.grid import Slot, fill
from nlp.intake.numbering import format_number
from nlp.types import Document, Limits

ParagraphKind = Literal["title", "number", "addressees", "body", "signature", "date", "annex"]
ITEM = ("{}、", "（{}）", "{}.", "（{}）")  # 一、 （一） 1. （1）
CHAPTER, ARTICLE = "第{}章", "第{}条"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `level`: 0..3 for 一、（一）1.（1）, counted anew under each parent; "chapter" and "article" run on."""

    text: str
    kind: ParagraphKind = "body"
    level: int | Literal["chapter", "article"] | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a head row; None is a place that the cell above reaches down into. `widths`: shares of the line."""

    rows: tuple[tuple[str | None, ...], ...]
    widths: tuple[int, ...]

    def slots(self) -> list[Slot]:
        """Cells with the rows that each covers."""
        out = []
        for r, row in enumerate(self.rows):
            for c, text in enumerate(row):
                if text is not None:
                    out.append(Slot(text, r, c, self.reach(r, c)))
        return out

    def reach(self, row: int, column: int) -> int:
        """How many rows the cell at a place covers."""
        down = 1
        while row + down < len(self.rows) and self.rows[row + down][column] is None:
            down += 1
        return down


Part = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Original:
    """A document. What a careful reader finds in it stands in tests/cases/originals.tsv."""

    name: str
    parts: tuple[Part, ...]
    script: Literal["hans", "hant"] = "hans"

    @property
    def title(self) -> str:
        """The first title."""
        return next(p.text for p in self.parts if isinstance(p, Paragraph) and p.kind == "title")

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables."""
        return tuple(p for p in self.parts if isinstance(p, Grid))

    def sheet(self) -> Original:
        """What of it fits into a workbook: its last table under the title that stands before it."""
        at = max(i for i, p in enumerate(self.parts) if isinstance(p, Grid))
        title = next(p.text for p in reversed(self.parts[:at]) if isinstance(p, Paragraph) and p.kind == "title")
        return Original(f"{self.name}-sheet", (Paragraph(title, "title"), self.parts[at]), self.script)


@dataclass(slots=True)
class Counter:
    """Counts the numbers of an original, as a word processor does."""

    items: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    chapters: int = 0
    articles: int = 0

    def label(self, paragraph: Paragraph) -> str:
        """The number that stands before a paragraph, "" for none."""
        level = paragraph.level
        if level is None:
            return ""
        if level == "chapter":
            self.chapters += 1
            return CHAPTER.format(format_number(self.chapters, "chineseCounting")) + "　"
        if level == "article":
            self.articles += 1
            self.items = [0, 0, 0, 0]
            return ARTICLE.format(format_number(self.articles, "chineseCounting")) + "　"
        self.items[level] += 1
        self.items[level + 1 :] = [0] * (3 - level)
        n = self.items[level]
        return ITEM[level].format(format_number(n, "chineseCounting") if level < 2 else n)


def numbered(original: Original) -> Iterator[tuple[Part, str]]:
    """Parts in order, each with its text as a reader sees it: number and words ("" for a table)."""
    counter = Counter()
    for part in original.parts:
        yield part, "" if isinstance(part, Grid) else counter.label(part) + part.text


def document_of(original: Original) -> Document:
    """The document that a perfect reader would give."""
    limits = Limits()
    build = DocumentBuilder(limits)
    for part, text in numbered(original):
        if isinstance(part, Grid):
            build.table(fill(part.slots(), len(part.rows), limits.table_cells))
        else:
            build.line(text, "title" if part.kind == "title" else "text")
    return build.build(original.name, "0" * 64, "text/plain")


def many(originals: tuple[Original, ...], times: int) -> Original:
    """All originals one behind the other, `times` over: a long document to measure speed with."""
    return Original("long", tuple(p for _ in range(times) for o in originals for p in o.parts))
