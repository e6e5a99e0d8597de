"""Paths of an OFD page: straight strokes for tables, and the ruled figures that they make."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.intake.crossings import Box, Crossings, Edge, hanging_together
from nlp.intake.ofd_geometry import POINT, Matrix
from nlp.intake.ofd_operators import operations
from nlp.intake.pdf_cells import Figure, TablesUnread, figure_of, lids, merged_edges, sides

Stroke = tuple[float, float, float, float]  # x0, top, x1, bottom in points

_THIN = 3.0  # points: a filled area thinner than this is a line
_SLANT = 1.0
_NEAR = 3.0
_FEW_PAIRS, _MOST_PAIRS, _MOST_CROSSINGS = 1_500, 250_000, 3_000


def strokes_of(data: str, m: Matrix, stroked: bool, filled: bool) -> tuple[list[Stroke], int]:
    """Level and upright strokes of a path, and how many curves it has. A thin filled area is a stroke, a broad one is none."""
    shapes: list[list[tuple[float, float]]] = []
    lines: list[Stroke] = []
    curves = 0
    start = here = (0.0, 0.0)
    for name, values in operations(data):
        if name == "C":
            _add(lines, here, start)
            here = start
            continue
        x, y = values[-2], values[-1]
        there = ((x * m[0] + y * m[2] + m[4]) * POINT, (x * m[1] + y * m[3] + m[5]) * POINT)
        if name in "SM" or not shapes:
            shapes.append([])
        shapes[-1].append(there)
        if name in "SM":
            start = there
        elif name == "L":
            _add(lines, here, there)
        else:
            curves += 1
        here = there
    if filled and not curves:  # some makers draw all lines of a table as one path of thin areas
        thin = [stroke for shape in shapes if (stroke := _thin(shape)) is not None]
        if len(thin) == len(shapes):
            return thin, 0
        return (lines if stroked else thin), 0
    return (lines if stroked else []), curves


def _thin(shape: Sequence[tuple[float, float]]) -> Stroke | None:
    """A filled area as the stroke along its middle; None where it is broad."""
    x0, x1 = min(p[0] for p in shape), max(p[0] for p in shape)
    top, bottom = min(p[1] for p in shape), max(p[1] for p in shape)
    if min(x1 - x0, bottom - top) > _THIN:
        return None
    middle_x, middle_y = (x0 + x1) / 2, (top + bottom) / 2
    return (x0, middle_y, x1, middle_y) if x1 - x0 >= bottom - top else (middle_x, top, middle_x, bottom)


def _add(lines: list[Stroke], a: tuple[float, float], b: tuple[float, float]) -> None:
    (x0, top), (x1, bottom) = a, b
    if x0 > x1:
        x0, x1 = x1, x0
    if top > bottom:
        top, bottom = bottom, top
    if x1 - x0 <= _SLANT < bottom - top or bottom - top <= _SLANT < x1 - x0:
        lines.append((x0, top, x1, bottom))


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
    figures = [figure_of(cells) for cells in _groups_of_cells(upright, level, page)]
    found = [f for f in figures if len(f.xs) > 2 and len(f.ys) > 2]
    return sorted(found, key=lambda f: -(f.box[2] - f.box[0]) * (f.box[3] - f.box[1]))


def _groups_of_cells(upright: Sequence[Edge], level: Sequence[Edge], page: int) -> Sequence[Sequence[Box]]:
    """Cells between the lines, those of a figure together: by pdfplumber, and where many lines cross, at which its cost grows with the
    square of the crossings, by the same steps over sorted lines."""
    if len(upright) * len(level) <= _FEW_PAIRS:
        from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells  # only pages with lines pay

        groups: list[list[Box]] = cells_to_tables(intersections_to_cells(edges_to_intersections([*upright, *level], _NEAR, _NEAR)))
        return groups
    crossings = Crossings(upright, level, _NEAR)
    if len(crossings) > _MOST_CROSSINGS:
        raise TablesUnread(page)
    return hanging_together(crossings.cells())


def _edge(stroke: Stroke) -> Edge:
    x0, top, x1, bottom = stroke
    return {
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
        "orientation": "h" if x1 - x0 > bottom - top else "v",
    }
