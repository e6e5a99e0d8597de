"""Pages of lines and tables -> the document: what PDF, OFD and pictures have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from nlp.intake.builder import DocumentBuilder
from nlp.intake.furniture import FurnitureRules
from nlp.intake.pdf_flow import Margins, join_lines, margins_of, split_margins
from nlp.intake.pdf_lines import TextLine
from nlp.intake.pdf_tables import PageTable, join_over_pages


@dataclass(slots=True)
class Page:
    """One page as read: its lines outside tables, its tables; height in points."""

    number: int
    height: float
    lines: list[TextLine]
    tables: list[PageTable] = field(default_factory=list)


def set_heads_aside(pages: Sequence[Page]) -> list[tuple[str, str]]:
    """Take running heads and page numbers off the pages; the heads once each as (header or footer, text)."""
    kept, heads = split_margins([p.lines for p in pages], [p.height for p in pages])
    for page, lines in zip(pages, kept, strict=True):
        page.lines = lines
    return heads


def write_heads(heads: Sequence[tuple[str, str]], build: DocumentBuilder) -> None:
    """Running heads at the end of the document."""
    for kind, text in heads:
        build.line(text, "header" if kind == "header" else "footer")


def write_pages(pages: Sequence[Page], build: DocumentBuilder, rules: FurnitureRules) -> None:
    """Paragraphs and tables in reading order; both may run over pages."""
    margins = _margins(pages)
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
        paragraphs += [(p.text, p.page) for p in join_lines(run, margins, rules.is_furniture)]
    classes = rules.classify([p[0] if isinstance(p, tuple) else "" for p in paragraphs])
    for item, kind in zip(paragraphs, classes, strict=True):
        if isinstance(item, PageTable):
            build.table(item.grid, item.page)
        else:
            a, b = rules.trim(item[0]) if kind == "text" else (0, len(item[0]))
            build.line(item[0][a:b], kind, item[1])


def _margins(pages: Sequence[Page]) -> dict[tuple[int, int], Margins | None]:
    """Edges of the running text by page and column."""
    columns = sorted({line.column for page in pages for line in page.lines})
    found: dict[tuple[int, int], Margins | None] = {}
    for column in columns:
        by_page = {page.number: [line for line in page.lines if line.column == column] for page in pages}
        general = margins_of([line for lines in by_page.values() for line in lines])
        found.update({(number, column): margins_of(lines, general) for number, lines in by_page.items()})
    return found


def _runs(pages: Sequence[Page]) -> Iterator[list[TextLine] | PageTable]:
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
