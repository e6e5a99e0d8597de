"""Characters of a page -> lines of text in reading order: blanks by geometry, two-column pages column by column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from statistics import median

from nlp.intake.pdf_glyphs import Glyph

_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_ASCII = re.compile("[!-~]")
_LEFT = itemgetter(1)
_BIGGER = 2.3  # times the size: not a raised letter in the same line, but a sign beside several lines (GB on the cover of a standard)
_COLUMNS = 4  # parts of a row that make a table of a cell
_TOUCHING = 0.12  # share of an em: no blank is narrower


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line as printed: its text, box, and the width of one Han character in it; its column on a page of two (0: the whole width)."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    em: float
    page: int = 0
    column: int = 0

    @property
    def middle(self) -> float:
        """Height of its centre line."""
        return (self.top + self.bottom) / 2


def lines_of(glyphs: Sequence[Glyph], page: int = 0) -> list[TextLine]:
    """Lines of a page or cell from top to bottom; on a page of two columns, the left one first."""
    return _lines(_rows(glyphs), page)


def _lines(rows: Sequence[list[Glyph]], page: int) -> list[TextLine]:
    gutter = _gutter(rows)
    if gutter is None:
        return [_line(row, page) for row in rows]
    out: list[TextLine] = []
    left: list[list[Glyph]] = []
    right: list[list[Glyph]] = []

    def close() -> None:
        out.extend(_line(r, page, 1) for r in left)
        out.extend(_line(r, page, 2) for r in right)
        left.clear()
        right.clear()

    for row in rows:
        a, b = [g for g in row if g.x1 <= gutter], [g for g in row if g.x0 >= gutter]
        if len(a) + len(b) < len(row) or _crosses(a, b):
            close()
            out.append(_line(row, page))
            continue
        if a:
            left.append(a)
        if b:
            right.append(b)
    close()
    return out


def cell_lines(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """Lines of a cell. Where it holds a table without lines of its own (the goods of an invoice), what was broken in a column is put
    behind what it goes on with, the name of a thing before its price; rows of such a table say that they are in columns."""
    rows = _rows(glyphs)
    parts = [_parts(row) for row in rows] if len(rows) > 1 and max(map(len, rows)) >= _COLUMNS else []
    if max(map(len, parts), default=0) < _COLUMNS:
        return _lines(rows, 0)
    out: list[TextLine] = []
    open_row: list[list[Glyph]] = []
    for row, pieces in zip(rows, parts, strict=True):
        homes = [_home(piece, open_row) for piece in pieces] if len(open_row) >= _COLUMNS and len(pieces) <= 2 else [None]
        if all(home is not None for home in homes):
            for piece, home in zip(pieces, homes, strict=True):
                open_row[home or 0] += piece
            out[-1] = replace(out[-1], text=" ".join(_line(part, 0).text for part in open_row))
        else:
            open_row = pieces
            out.append(_line(row, 0, 1 if len(pieces) >= _COLUMNS else 0))
    return out


def _parts(row: Sequence[Glyph]) -> list[list[Glyph]]:
    """Parts of a row that stand apart."""
    wide = 1.1 * max(_em(row), 1.0)
    out = [[row[0]]]
    for a, b in pairwise(row):
        if b.x0 - a.x1 > wide:
            out.append([])
        out[-1].append(b)
    return out


def _home(piece: Sequence[Glyph], row: Sequence[Sequence[Glyph]]) -> int | None:
    """Which part of the row above a piece goes on with: it begins where that begins, or stands in its middle, close below."""
    em = max(_em(piece), 1.0)
    for n, part in enumerate(row):
        left, right = part[0].x0, max(g.x1 for g in part)
        gap = piece[0].top - max(g.bottom for g in part)
        middle = (piece[0].x0 + piece[-1].x1 - left - right) / 2
        if gap < 0.8 * em and (abs(piece[0].x0 - left) < 0.6 * em or abs(middle) < 0.4 * em) and piece[-1].x1 <= right + 0.6 * em:
            return n
    return None


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs by line: those whose centre lines lie within half a character; each row from left to right."""
    rows: list[list[Glyph]] = []
    row: list[Glyph] = []
    middle = size = 0.0
    placed = [((g.top + g.bottom) / 2, g.x0, i) for i, g in enumerate(glyphs)]
    placed.sort()
    for at, _, i in placed:
        g = glyphs[i]
        high = g.bottom - g.top
        small, big = (high, size) if high < size else (size, high)
        near = 0.45 * (small if big > _BIGGER * small else big)
        if row and -near <= at - middle <= near:
            row.append(g)
            if high >= 0.9 * size:
                middle += (at - middle) / len(row)
                if high > size:
                    size = high
        else:
            row = [g]
            rows.append(row)
            middle, size = at, high
    for row in rows:
        row.sort(key=_LEFT)
    return rows


def _em(row: Sequence[Glyph]) -> float:
    """Width of one Han character of a row; from the height where there is none."""
    widths = sorted([g.x1 - g.x0 for g in row if _is_han(g.text)])
    if not widths:
        return max(0.9 * median(g.size for g in row), 1.0)
    half = len(widths) // 2
    return widths[half] if len(widths) % 2 else (widths[half - 1] + widths[half]) / 2


def _line(row: Sequence[Glyph], page: int, column: int = 0) -> TextLine:
    em = max(_em(row), 1.0)
    touching = _TOUCHING * em
    if all(b.x0 - a.x1 <= touching for a, b in pairwise(row)):
        text = "".join([g.text for g in row])
    else:
        gaps = [b.x0 - a.x1 for a, b in pairwise(row) if _is_han(a.text) and _is_han(b.text)]
        usual = max(min(median(gaps), 0.5 * em), 0.0) if len(gaps) >= 4 else 0.0
        out = [row[0].text]
        for a, b in pairwise(row):
            if b.x0 - a.x1 > touching:
                out.append(_blanks(a, b, em, usual))
            out.append(b.text)
        text = "".join(out)
    top, bottom, end = min([g.top for g in row]), max([g.bottom for g in row]), max([g.x1 for g in row])
    return TextLine(text, row[0].x0, end, top, bottom, em, page, column)


def _blanks(a: Glyph, b: Glyph, em: float, usual: float) -> str:
    """Blanks between two characters: words of Latin script by a quarter of an em, Han characters only by a real gap.

    `usual` is the line's own spacing (justified text, spaced-out titles).
    """
    gap = b.x0 - a.x1
    latin = _is_ascii(a.text), _is_ascii(b.text)
    if all(latin):
        return " " if gap > 0.3 * em or (b.spaced and gap > _TOUCHING * em) else ""
    if any(latin):  # 2025 年: word processors set them apart, nobody typed a blank
        return " " if gap > 0.85 * em + usual else ""
    if gap - usual <= (0.35 if b.spaced else 0.42) * em:
        return ""
    return " " if gap < 1.6 * em + usual else "  "


@lru_cache(maxsize=16_384)
def _is_han(text: str) -> bool:
    return bool(_HAN.match(text))


@lru_cache(maxsize=1024)
def _is_ascii(text: str) -> bool:
    return bool(_ASCII.match(text))


# ---------------------------------------------------------------- columns
def _gutter(rows: Sequence[Sequence[Glyph]]) -> float | None:
    """The middle of the gap between two columns of running text; None on a page of one column."""
    if len(rows) < 12:
        return None
    x0, x1 = min(r[0].x0 for r in rows), max(g.x1 for r in rows for g in r[-1:])
    gaps: list[tuple[float, float, int, int]] = []
    for row in rows:
        em = _em(row)
        for i, (a, b) in enumerate(pairwise(row)):
            if b.x0 - a.x1 > 1.2 * em:
                gaps.append((a.x1, b.x0, i + 1, len(row) - i - 1))
    best, count = None, 0
    for step in range(36, 65, 2):
        x = x0 + (x1 - x0) * step / 100
        split = [g for g in gaps if g[0] < x < g[1]]
        if len(split) > count:
            best, count = x, len(split)
    if best is None or count < 10:
        return None
    split = [g for g in gaps if g[0] < best < g[1]]
    crossing = sum(1 for r in rows if any(g.x0 < best < g.x1 for g in r) or _crosses_point(r, best))
    full = sum(1 for g in split if g[2] >= 10 and g[3] >= 8)
    if crossing > 0.35 * len(rows) or full < 0.6 * count:
        return None
    return best


def _crosses_point(row: Sequence[Glyph], x: float) -> bool:
    """Text runs through x without a gap."""
    return any(a.x1 <= x <= b.x0 and b.x0 - a.x1 < 0.8 * max(a.size, 1.0) for a, b in pairwise(row))


def _crosses(a: Sequence[Glyph], b: Sequence[Glyph]) -> bool:
    """A line of the whole width: no real gap at the gutter."""
    return bool(a and b) and b[0].x0 - a[-1].x1 < 0.8 * max(a[-1].size, 1.0)
