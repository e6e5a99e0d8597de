"""Ruling lines of a picture: the straight strokes that make tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.intake.ofd_paths import Stroke
from nlp.intake.pdf_glyphs import Glyph

_FINE = 2.0  # pixels a point at which lines are looked for
_LEVEL, _UPRIGHT = 24.0, 17.0  # points: shorter strokes belong to characters
_THICK = 4.5
_BREAK = 3.0  # points that a worn line may miss
_SMOOTH = 2.0  # points along a line over which its brightness is averaged
_PALE = 18  # levels by which a line is darker than what is around it
_MOST = 4_000
_INSIDE = 0.2  # sizes of a character from its edge: a line farther in is part of it
_LONG = 4.0  # sizes: a longer line is none


def strokes_of(grey: npt.NDArray[np.uint8], points: float) -> list[Stroke]:
    """Level and upright strokes of an upright grey picture, in points; `points` is the size of a pixel."""
    import cv2

    scale = min(1.0, _FINE * points)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    pixel = points / scale
    return [*_along(small, pixel, _LEVEL, True), *_along(small, pixel, _UPRIGHT, False)]


def _along(grey: Any, pixel: float, least: float, level: bool) -> list[Stroke]:
    """Strokes of one direction: what is left of the ink where it runs on for `least` points, small breaks closed.

    The picture is first smoothed along the lines, so noise goes and lines stay.
    """
    import cv2

    reach = 2 * round(_SMOOTH / 2 / pixel) + 1
    even = cv2.blur(grey, (reach, 1) if level else (1, reach))
    ink = cv2.adaptiveThreshold(even, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 2 * round(7 / pixel) + 1, _PALE)

    def brush(length: float) -> Any:
        n = max(3, round(length / pixel))
        return np.ones((1, n) if level else (n, 1), np.uint8)

    thick = cv2.dilate(ink, np.ones((2, 1) if level else (1, 2), np.uint8))  # a line half a degree askew steps aside
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, brush(0.6 * least))
    runs = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, brush(_BREAK))
    count, _, facts, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    out: list[Stroke] = []
    for x, y, width, height, _area in facts[1 : min(count, _MOST)].tolist():
        length, across = (width, height) if level else (height, width)
        if length * pixel < least or across * pixel > max(_THICK, 0.012 * length * pixel):
            continue
        if level:
            middle = (y + height / 2) * pixel
            out.append((x * pixel, middle, (x + width) * pixel, middle))
        else:
            middle = (x + width / 2) * pixel
            out.append((middle, y * pixel, middle, (y + height) * pixel))
    return out


def rules_among(strokes: Sequence[Stroke], glyphs: Sequence[Glyph]) -> list[Stroke]:
    """The strokes that are no parts of characters."""
    rows: dict[int, list[Glyph]] = {}
    for g in glyphs:
        for row in range(int(g.top // 20), int(g.bottom // 20) + 1):
            rows.setdefault(row, []).append(g)
    out: list[Stroke] = []
    for x0, top, x1, bottom in strokes:
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        near = {id(g): g for row in range(int(top // 20), int(bottom // 20) + 1) for g in rows.get(row, ())}.values()
        if not any(
            max(x1 - x0, bottom - top) < _LONG * g.size
            and (
                (g.top + _INSIDE * g.size < y < g.bottom - _INSIDE * g.size and g.x0 < x1 and x0 < g.x1)
                if x1 > x0
                else (g.x0 + 0.1 * g.size < x < g.x1 - 0.1 * g.size and g.top < y < g.bottom)
            )
            for g in near
        ):
            out.append((x0, top, x1, bottom))
    return out
