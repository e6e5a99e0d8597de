"""Ruling lines of a PDF page and the cells that they enclose.

The lines come from pdfium's drawing objects, so no second parser has to read the page. Cells are found on the grid of all line
positions: two neighbouring places belong to one cell where no line parts them. Tables without their outer verticals (open left
and right) are closed where their horizontal lines end.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium_c

Box = tuple[float, float, float, float]  # x0, top, x1, bottom
Turn = Callable[
    [float, float, float, float], tuple[float, float, float, float]
]  # left, bottom, right, top -> x0, x1, top, bottom
Matrix = tuple[float, float, float, float, float, float]

_THIN = 3.0  # a filled shape thinner than this is a line
_NEAR = 3.0  # lines nearer than this are one line
_SHORT = 8.0  # shorter lines enclose nothing
_MAX_SHAPES = 20_000
_MAX_DEPTH = 6
_PICTURES = (pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_SHADING)


@dataclass(frozen=True, slots=True)
class Edge:
    """A horizontal or vertical line: `at` is its height or its x, `start`..`end` its extent."""

    flat: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a page draws besides text."""

    edges: tuple[Edge, ...]
    fills: tuple[Edge, ...]  # borders of filled areas: cell shading, where a table has no lines
    pictures: int


def drawing_of(page: Any, turn: Turn) -> Drawing:
    """Lines, borders of filled areas, and the number of pictures of a page; `turn` leads from PDF coordinates to ours."""
    edges: list[Edge] = []
    fills: list[Edge] = []
    pictures = 0
    for n, (shape, matrix) in enumerate(_shapes(page)):
        if n > _MAX_SHAPES:
            break
        if pdfium_c.FPDFPageObj_GetType(shape) in _PICTURES:
            pictures += 1
            continue
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDFPath_GetDrawMode(shape, ctypes.byref(fill), ctypes.byref(stroke))
        for points, closed in _subpaths(shape, matrix, turn):
            if stroke.value:
                edges += _strokes(points, closed)
            elif fill.value:
                _fill(points, edges, fills)
    return Drawing(tuple(edges), tuple(fills), pictures)


def _shapes(page: Any) -> Iterator[tuple[Any, Matrix]]:
    """Paths and pictures of a page, those inside form objects too, each with the matrix that places it."""
    stack: list[tuple[Any, Matrix, int, bool]] = [(page, (1, 0, 0, 1, 0, 0), 0, True)]
    while stack:
        holder, outer, depth, is_page = stack.pop()
        count = pdfium_c.FPDFPage_CountObjects(holder) if is_page else pdfium_c.FPDFFormObj_CountObjects(holder)
        for i in range(min(count, 4 * _MAX_SHAPES)):
            item = pdfium_c.FPDFPage_GetObject(holder, i) if is_page else pdfium_c.FPDFFormObj_GetObject(holder, i)
            if not item:
                continue
            kind = pdfium_c.FPDFPageObj_GetType(item)
            if kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
                stack.append((item, _product(_matrix(item), outer), depth + 1, False))
            elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
                yield item, _product(_matrix(item), outer)
            elif kind in _PICTURES:
                yield item, outer


def _matrix(item: Any) -> Matrix:
    m = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(item, ctypes.byref(m)):
        return (1, 0, 0, 1, 0, 0)
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _subpaths(shape: Any, matrix: Matrix, turn: Turn) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Runs of straight lines of a path as seen on the page; curves end a run."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for i in range(min(pdfium_c.FPDFPath_CountSegments(shape), _MAX_SHAPES)):
        segment = pdfium_c.FPDFPath_GetPathSegment(shape, i)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        pdfium_c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        px, py = a * x.value + c * y.value + e, b * x.value + d * y.value + f
        sx, _, sy, _ = turn(px, py, px, py)
        if kind != pdfium_c.FPDF_SEGMENT_LINETO:
            if len(points) > 1:
                yield points, False
            points = []
        points.append((sx, sy))
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            if len(points) > 1:
                yield points, True
            points = []
    if len(points) > 1:
        yield points, False


def _strokes(points: Sequence[tuple[float, float]], closed: bool) -> list[Edge]:
    """Upright and level lines of a drawn run of points."""
    ring = [*points, points[0]] if closed else points
    out = []
    for (x0, y0), (x1, y1) in itertools.pairwise(ring):
        if abs(y0 - y1) <= 1 and abs(x0 - x1) > 1:
            out.append(Edge(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x0 - x1) <= 1 and abs(y0 - y1) > 1:
            out.append(Edge(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return out


def _fill(points: Sequence[tuple[float, float]], edges: list[Edge], fills: list[Edge]) -> None:
    """A thin filled shape is a line; the borders of a large one may be those of a shaded cell."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if y1 - y0 <= _THIN and x1 - x0 > y1 - y0:
        edges.append(Edge(True, (y0 + y1) / 2, x0, x1))
    elif x1 - x0 <= _THIN:
        edges.append(Edge(False, (x0 + x1) / 2, y0, y1))
    elif len(points) in (4, 5):
        fills += [Edge(True, y0, x0, x1), Edge(True, y1, x0, x1), Edge(False, x0, y0, y1), Edge(False, x1, y0, y1)]


# ---------------------------------------------------------------- lines -> cells
@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruled figure: positions of its columns and rows, and its cells as (row, column, row span, column span)."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, int, int, int], ...]

    @property
    def box(self) -> Box:
        """The whole figure."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


def ruled_figures(edges: Sequence[Edge]) -> list[Ruled]:
    """Figures of at least two rows and columns, biggest first."""
    merged = _merge(edges)
    figures = [f for group in _connected(merged) if (f := _figure(group)) is not None]
    return sorted(figures, key=lambda f: -(f.box[2] - f.box[0]) * (f.box[3] - f.box[1]))


def _merge(edges: Sequence[Edge]) -> list[Edge]:
    """Edges with close positions made one, broken lines joined, short ones dropped."""
    out: list[Edge] = []
    for flat in (True, False):
        line: list[Edge] = []
        for edge in [*sorted((e for e in edges if e.flat is flat), key=lambda e: e.at), None]:
            if line and (edge is None or edge.at - line[-1].at > _NEAR or edge.at - line[0].at > 2 * _NEAR):
                out += _join(line)
                line = []
            if edge is not None:
                line.append(edge)
    return [e for e in out if e.end - e.start >= _SHORT]


def _join(line: list[Edge]) -> list[Edge]:
    at = sum(e.at * (e.end - e.start) for e in line) / max(sum(e.end - e.start for e in line), 1e-6)
    out: list[Edge] = []
    for e in sorted(line, key=lambda e: e.start):
        if out and e.start <= out[-1].end + _NEAR:
            out[-1] = Edge(e.flat, at, out[-1].start, max(out[-1].end, e.end))
        else:
            out.append(Edge(e.flat, at, e.start, e.end))
    return out


def _meet(a: Edge, b: Edge) -> bool:
    return b.start - _NEAR <= a.at <= b.end + _NEAR and a.start - _NEAR <= b.at <= a.end + _NEAR


def _connected(edges: list[Edge]) -> list[list[Edge]]:
    """Groups of lines that touch each other, directly or through others."""
    level, upright = [e for e in edges if e.flat], [e for e in edges if not e.flat]
    if len(level) < 2 or not upright or len(level) * len(upright) > 4_000_000:
        return []
    parent = {id(e): id(e) for e in edges}

    def root(key: int) -> int:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for h in level:
        for v in upright:
            if _meet(h, v):
                parent[root(id(h))] = root(id(v))
    groups: dict[int, list[Edge]] = {}
    for e in edges:
        groups.setdefault(root(id(e)), []).append(e)
    return [g for g in groups.values() if len(g) >= 3]


def _positions(values: Sequence[float]) -> list[float]:
    out: list[float] = []
    for v in sorted(values):
        if not out or v - out[-1] > _NEAR:
            out.append(v)
    return out


def _figure(group: list[Edge]) -> Ruled | None:
    """Cells of one group of lines; None for less than two rows or columns."""
    level, upright = [e for e in group if e.flat], [e for e in group if not e.flat]
    if len(level) < 2 or not upright:
        return None
    ends = [min(e.start for e in level), max(e.end for e in level)]
    xs = _positions([e.at for e in upright])
    xs = ([ends[0]] if ends[0] < xs[0] - 3 * _NEAR else []) + xs + ([ends[1]] if ends[1] > xs[-1] + 3 * _NEAR else [])
    ys = _positions([e.at for e in level])
    if len(xs) < 3 or len(ys) < 3 or len(xs) * len(ys) > 200_000:
        return None
    rows, cols = len(ys) - 1, len(xs) - 1
    right = _walls(upright, xs, ys)
    below = _walls(level, ys, xs)
    cells: list[tuple[int, int, int, int]] = []
    seen = [[False] * cols for _ in range(rows)]
    for r in range(rows):
        for c in range(cols):
            if not seen[r][c]:
                cells.append(_grow(r, c, rows, cols, right, below, seen))
    return Ruled(tuple(xs), tuple(ys), tuple(cells))


def _walls(edges: Sequence[Edge], positions: Sequence[float], across: Sequence[float]) -> set[tuple[int, int]]:
    """(i, k): a line stands at position i along the k-th stretch of the other direction."""
    walls: set[tuple[int, int]] = set()
    for e in edges:
        i = min(range(len(positions)), key=lambda n: abs(positions[n] - e.at))
        for k in range(len(across) - 1):
            middle = (across[k] + across[k + 1]) / 2
            if e.start - _NEAR <= middle <= e.end + _NEAR:
                walls.add((i, k))
    return walls


def _grow(
    r: int, c: int, rows: int, cols: int, right: set[tuple[int, int]], below: set[tuple[int, int]], seen: list[list[bool]]
) -> tuple[int, int, int, int]:
    """The cell that begins in a place: to the right until a line, then down until a line under its whole width."""
    width = 1
    while c + width < cols and (c + width, r) not in right and not seen[r][c + width]:
        width += 1
    height = 1
    while r + height < rows:
        if any((r + height, c + j) in below or seen[r + height][c + j] for j in range(width)):
            break
        if any((c + j, r + height) in right for j in range(1, width)):
            break
        height += 1
    for i in range(height):
        for j in range(width):
            seen[r + i][c + j] = True
    return r, c, height, width
