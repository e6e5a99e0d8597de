"""Logical lines of the outline: pieces, cut again at the labels inside them, each with its kind; and the range of the body."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from nlp.structure.footer import Footer
from nlp.structure.header import Header
from nlp.structure.lines import Sheet
from nlp.structure.sections import Plan
from nlp.types import Line, LineKind, Table


def lines_of(
    sheet: Sheet, header: Header, footer: Footer, plan: Plan, tables: Sequence[Table], drawn: Sequence[tuple[Table, range]]
) -> tuple[Line, ...]:
    """Logical lines: pieces, cut again at the labels inside them, each with its kind."""
    row_of = {i: len(tables) + n for n, (_, covered) in enumerate(drawn) for i in covered}
    spans = sorted((sheet.view.locate(t.start), sheet.view.locate(t.end), n) for n, t in enumerate(tables))
    table_starts = [s[0] for s in spans]
    cuts = list(plan.cuts)
    lines: list[Line] = []
    for i, piece in enumerate(sheet.pieces):
        kind: LineKind = footer.kinds.get(i) or header.kinds.get(i) or ("row" if piece.block == "row" or i in row_of else "body")
        table = row_of.get(i)
        if table is None and piece.block == "row":
            at = bisect_right(table_starts, piece.start) - 1
            table = spans[at][2] if at >= 0 and piece.start < max(spans[at][1], spans[at][0] + 1) else None
        if kind != "body":
            lines.append(Line(piece.start, piece.end, kind, table))
            continue
        edges = [piece.start, *cuts[bisect_right(cuts, piece.start) : bisect_right(cuts, piece.end - 1)], piece.end]
        for begin, end in pairwise(edges):
            while end > begin and sheet.text[end - 1] in " \t":
                end -= 1
            if begin < end:
                lines.append(Line(begin, end, "heading" if begin in plan.headings else "body"))
    return tuple(lines)


def body_range(sheet: Sheet, header: Header, footer: Footer) -> tuple[int, int]:
    """View range that may hold duties: behind the head, up to the colophon."""
    length = len(sheet.text)
    start = sheet.pieces[header.end].start if header.end < len(sheet.pieces) else length
    end = length
    for i in range(len(sheet.pieces) - 1, header.end - 1, -1):
        if footer.kinds.get(i) not in ("colophon", "furniture", "annotation", "signature", "date"):
            break
        if footer.kinds.get(i) in ("colophon", "furniture"):
            end = sheet.pieces[i].start
    return start, max(start, end)
