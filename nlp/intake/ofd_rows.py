"""Tables whose rows no line parts (lists of goods, of names): a column of serial numbers tells where each row begins."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.intake.pdf_cells import Figure
from nlp.intake.pdf_glyphs import Glyph
from nlp.intake.pdf_lines import TextLine, lines_of

_LEAST = 3  # numbers in a column
_SAME = 0.35  # share of a character by which two lines of one row may differ in height


def split_rows(figure: Figure, glyphs: Sequence[Glyph]) -> Figure:
    """The figure with a row of its own for every serial number that stands with others in one cell."""
    cuts: dict[int, list[float]] = {}
    by_row: dict[int, list[Glyph]] = {}
    for row, col, down, across in figure.cells:
        if down == 1 and across == 1 and row not in cuts:
            if row not in by_row:
                by_row[row] = _across(figure, row, glyphs)
            inside = _inside(figure, col, by_row[row])
            if sum(g.text.isdecimal() for g in inside) < _LEAST:
                continue
            lines = lines_of(inside)
            found = _starts(lines)
            others = lines_of(_beside(figure, col, by_row[row])) if found else []
            if found and sum(_stands_beside(line, others) for line in found) >= 0.8 * len(found):
                end = found[-1]
                feet = [line for line in lines if line.top > end.middle]  # 小计, 合计 below the numbers
                cuts[row] = [line.top - 0.2 * line.em for line in [*found[1:], *feet]]
    return _cut(figure, cuts) if cuts else figure


def _across(figure: Figure, row: int, glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Characters at the height of a row."""
    top, bottom = 2 * figure.ys[row], 2 * figure.ys[row + 1]
    return [g for g in glyphs if top <= g.top + g.bottom <= bottom]


def _inside(figure: Figure, col: int, glyphs: Sequence[Glyph]) -> list[Glyph]:
    x0, x1 = figure.xs[col], figure.xs[col + 1]
    return [g for g in glyphs if x0 <= (g.x0 + g.x1) / 2 <= x1]


def _beside(figure: Figure, col: int, glyphs: Sequence[Glyph]) -> list[Glyph]:
    x0, x1, end = figure.xs[col], figure.xs[col + 1], figure.xs[-1]
    return [g for g in glyphs if x1 < (g.x0 + g.x1) / 2 <= end and g.x0 > x0]


def _starts(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines that count up by one from the first line on; none where too few do."""
    found: list[TextLine] = []
    for line in lines:
        if not (line.text.isdecimal() and len(line.text) <= 5):
            break
        if found and int(line.text) != int(found[-1].text) + 1:
            break
        found.append(line)
    return found if len(found) >= _LEAST else []


def _stands_beside(line: TextLine, others: Sequence[TextLine]) -> bool:
    return any(abs(o.middle - line.middle) <= _SAME * line.em for o in others)


def _cut(figure: Figure, cuts: dict[int, list[float]]) -> Figure:
    """The figure with rows cut at some heights; cells that reach over a cut row reach over all its parts."""
    ys: list[float] = []
    first: list[int] = []  # row before -> its first row now
    for row, top in enumerate(figure.ys):
        first.append(len(ys))
        ys.append(top)
        if row < len(figure.ys) - 1:
            ys += [y for y in cuts.get(row, []) if top < y < figure.ys[row + 1]]
    cells: list[tuple[int, int, int, int]] = []
    for row, col, down, across in figure.cells:
        start, end = first[row], first[row + down]
        if down == 1:
            cells += [(r, col, 1, across) for r in range(start, end)]
        else:
            cells.append((start, col, end - start, across))
    return Figure(figure.xs, tuple(ys), tuple(sorted(cells)))
