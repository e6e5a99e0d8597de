"""The straight lines that a PDF page draws, read with pdfium: ruling lines of tables, and the edges of shaded cells."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium_c

from nlp.intake.ofd_paths import Stroke, figures_of
from nlp.intake.pdf_cells import Figure, TablesUnread, Turn
from nlp.intake.pdf_rules import Matrix, items_of, times

_THIN = 3.0  # points: a filled area thinner than this is a line
_SLANT = 1.0
_MOST = 60_000  # points of paths; maps and plans have more
_Point = tuple[float, float]


@dataclass(slots=True)
class Ruling:
    """Strokes of a page as read: those drawn as lines, and the sides of filled areas."""

    lines: list[Stroke] = field(default_factory=list)
    shades: list[Stroke] = field(default_factory=list)
    dense: bool = False  # a drawing of too many lines

    def figures(self, number: int) -> tuple[list[Figure], list[Figure]]:
        """Figures of lines and figures of shaded areas, biggest first. Raises TablesUnread for plans and drawings."""
        if self.dense:
            raise TablesUnread(number)
        found = figures_of(self.lines, number)
        try:
            return found, [] if found else figures_of(self.shades, number)
        except TablesUnread:  # a picture made of many areas
            return found, []


def ruling_of(page: Any, turn: Turn) -> Ruling:
    """Strokes of a page; `turn` leads from PDF coordinates to those of the page as read."""
    ruling = Ruling()
    left = _MOST
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    own = pdfium_c.FS_MATRIX()
    for item, kind, outer in items_of(page):
        if kind != pdfium_c.FPDF_PAGEOBJ_PATH:
            continue
        count = pdfium_c.FPDFPath_CountSegments(item)
        left -= max(count, 1)
        if left < 0:
            ruling.dense = True
            return ruling
        pdfium_c.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
        if not (fill.value or stroke.value) or not pdfium_c.FPDFPageObj_GetMatrix(item, ctypes.byref(own)):
            continue
        m = own.a, own.b, own.c, own.d, own.e, own.f
        for shape in _shapes(item, count, m if outer is None else times(m, outer), turn):
            _add(ruling, shape, bool(stroke.value))
    return ruling


def _shapes(item: Any, count: int, m: Matrix, turn: Turn) -> list[list[_Point | None]]:
    """The points of each part of a path; None stands before a point that a curve leads to."""
    shapes: list[list[_Point | None]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    curve = 0
    for i in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(item, i)
        if not segment or not pdfium_c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        a, b = x.value * m[0] + y.value * m[2] + m[4], x.value * m[1] + y.value * m[3] + m[5]
        at, _, top, _ = turn(a, b, a, b)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO or not shapes:
            shapes.append([(at, top)])
            continue
        if kind == pdfium_c.FPDF_SEGMENT_BEZIERTO:
            curve = (curve + 1) % 3  # two points that lead it, one where it ends
            if curve:
                continue
            shapes[-1].append(None)
        shapes[-1].append((at, top))
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            shapes[-1].append(shapes[-1][0])
    return shapes


def _add(ruling: Ruling, shape: Sequence[_Point | None], stroked: bool) -> None:
    points = [p for p in shape if p is not None]
    x0, x1 = min(p[0] for p in points), max(p[0] for p in points)
    top, bottom = min(p[1] for p in points), max(p[1] for p in points)
    if not stroked and min(x1 - x0, bottom - top) <= _THIN:
        across, down = (x0 + x1) / 2, (top + bottom) / 2
        ruling.lines.append((x0, down, x1, down) if x1 - x0 >= bottom - top else (across, top, across, bottom))
        return
    strokes = [_stroke(a, b) for a, b in pairwise(shape) if a is not None and b is not None]
    straight = [s for s in strokes if min(s[2] - s[0], s[3] - s[1]) <= _SLANT < max(s[2] - s[0], s[3] - s[1])]
    if stroked:
        ruling.lines += straight
    elif len(straight) >= 4 and len(points) == len(shape):  # an area with straight sides; its last side need not be drawn
        ruling.shades += straight
    elif len(straight) == 3 and len(points) == 4:
        ruling.shades += [*straight, _stroke(points[-1], points[0])]


def _stroke(a: _Point, b: _Point) -> Stroke:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])
