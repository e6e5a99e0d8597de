"""Paths of an OFD page: straight strokes for tables, and the ruled figures that they make."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.intake.pdf_cells import Edge, Figure, TablesUnread, figure_of, lids, merged_edges, sides

Stroke = tuple[float, float, float, float]  # x0, top, x1, bottom in points
_Matrix = tuple[float, float, float, float, float, float]

_POINT = 72 / 25.4
_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_MOST_TOKENS = 200_000
_THIN = 3.0  # points: a filled area thinner than this is a line
_SLANT = 1.0
_NEAR = 3.0
_MOST_PAIRS, _MOST_CROSSINGS = 250_000, 3_000


def strokes_of(data: str, m: _Matrix, stroked: bool, filled: bool) -> tuple[list[Stroke], int]:
    """Level and upright strokes of a path, and how many curves it has. A thin filled area is a stroke, a broad one is none."""
    points: list[tuple[float, float]] = []
    lines: list[Stroke] = []
    curves = 0
    start = here = (0.0, 0.0)
    tokens = _TOKEN.findall(data[: 16 * _MOST_TOKENS])[:_MOST_TOKENS]
    i = 0
    while i < len(tokens):
        name = tokens[i].upper()
        count = _OPERANDS.get(name)
        i += 1
        if count is None:
            continue
        values = tokens[i : i + count]
        if len(values) < count or any(v.isalpha() for v in values):
            continue
        i += count
        if name == "C":
            _add(lines, here, start)
            here = start
            continue
        x, y = float(values[-2]), float(values[-1])
        there = ((x * m[0] + y * m[2] + m[4]) * _POINT, (x * m[1] + y * m[3] + m[5]) * _POINT)
        points.append(there)
        if name in "SM":
            start = there
        elif name == "L":
            _add(lines, here, there)
        else:
            curves += 1
        here = there
    if not points:
        return [], 0
    if filled and not curves:
        x0, x1 = min(p[0] for p in points), max(p[0] for p in points)
        top, bottom = min(p[1] for p in points), max(p[1] for p in points)
        if min(x1 - x0, bottom - top) <= _THIN:
            middle_x, middle_y = (x0 + x1) / 2, (top + bottom) / 2
            level = x1 - x0 >= bottom - top
            return [(x0, middle_y, x1, middle_y) if level else (middle_x, top, middle_x, bottom)], 0
    return (lines if stroked else []), curves


def _add(lines: list[Stroke], a: tuple[float, float], b: tuple[float, float]) -> None:
    wide, high = abs(a[0] - b[0]), abs(a[1] - b[1])
    if min(wide, high) <= _SLANT < max(wide, high):
        lines.append((min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])))


def figures_of(strokes: Sequence[Stroke], page: int) -> list[Figure]:
    """Ruled figures of at least two rows and columns, biggest first. Raises TablesUnread for plans and drawings."""
    edges = merged_edges(_edge(s) for s in strokes)
    upright = [e for e in edges if e["orientation"] == "v"]
    level = [e for e in edges if e["orientation"] == "h"]
    if len(level) < 2 or not upright:
        return []
    if len(level) * len(upright) > _MOST_PAIRS:
        raise TablesUnread(page)
    upright, level = [*upright, *sides(upright, level)], [*level, *lids(level, upright)]
    if len(upright) < 2:
        return []
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells  # only pages with lines pay

    crossings = edges_to_intersections([*upright, *level], _NEAR, _NEAR)
    if len(crossings) > _MOST_CROSSINGS:
        raise TablesUnread(page)
    figures = [figure_of(cells) for cells in cells_to_tables(intersections_to_cells(crossings))]
    found = [f for f in figures if len(f.xs) > 2 and len(f.ys) > 2]
    return sorted(found, key=lambda f: -(f.box[2] - f.box[0]) * (f.box[3] - f.box[1]))


def _edge(stroke: Stroke) -> Edge:
    x0, top, x1, bottom = stroke
    return {
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "width": x1 - x0,
        "height": bottom - top,
        "orientation": "h" if x1 - x0 > bottom - top else "v",
    }
