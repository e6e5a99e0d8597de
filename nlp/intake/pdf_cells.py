"""Cells of ruled tables, found between the straight lines that a page draws.

Lines drawn a hair out of the straight are straightened, doubled and broken ones joined, and tables without all their outer lines
(open left and right, as in annual reports; open above, below a heading) are closed where their inner lines end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from nlp.intake.crossings import Box, Edge

Turn = Callable[
    [float, float, float, float], tuple[float, float, float, float]
]  # left, bottom, right, top -> x0, x1, top, bottom

_NEAR = 3.0  # lines nearer than this are one: doubled lines, both sides of a thin filled rectangle
_SHORT = 8.0  # shorter lines enclose nothing
_ASKEW = 1.0  # a line may rise so much over its whole length and still be level
_OPEN = 9.0  # lines that reach so far beyond the last vertical have an open column


class TablesUnread(Exception):
    """The lines of a page are too many for a table (a plan, a map); its text may be fine all the same."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A ruled figure: positions of its columns and rows, and its cells as (row, column, row span, column span)."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, int, int, int], ...]

    @property
    def box(self) -> Box:
        """The whole figure."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


# ---------------------------------------------------------------- lines
def merged_edges(edges: Iterable[Edge]) -> list[Edge]:
    """Edges with close positions made one, broken lines joined, short and slanted ones dropped."""
    straight = [s for e in edges if (s := _straight(e)) is not None]
    return [*_merged(straight, "h", ("top", "bottom"), ("x0", "x1")), *_merged(straight, "v", ("x0", "x1"), ("top", "bottom"))]


def _merged(edges: Sequence[Edge], way: str, at: tuple[str, str], span: tuple[str, str]) -> Iterator[Edge]:
    """Edges of one way: neighbours nearer than `_NEAR` lie on the line between them, and are one where they touch."""
    start, end = span
    long, flat = ("width", "height") if way == "h" else ("height", "width")
    lines = sorted((e[at[0]], e[start], e[end]) for e in edges if e["orientation"] == way)
    begin = 0
    for n, line in enumerate(lines, 1):
        if n < len(lines) and lines[n][0] - line[0] <= _NEAR:
            continue
        group, begin = lines[begin:n], n
        place = sum(g[0] for g in group) / len(group)
        joined: list[list[float]] = []
        for _, a, b in sorted(group, key=lambda g: g[1]):
            if joined and a <= joined[-1][1] + _NEAR:
                joined[-1][1] = max(joined[-1][1], b)
            else:
                joined.append([a, b])
        for a, b in joined:
            if b - a >= _SHORT:
                yield {"orientation": way, at[0]: place, at[1]: place, start: a, end: b, long: b - a, flat: 0}


def _straight(edge: Edge) -> Edge | None:
    """The edge as a level or upright one (at first any other line is called upright); None for a slanted one or a dot."""
    if edge["width"] > edge["height"] and edge["height"] <= _ASKEW:
        at = (edge["top"] + edge["bottom"]) / 2
        return {**edge, "orientation": "h", "top": at, "bottom": at, "height": 0}
    if edge["height"] > edge["width"] and edge["width"] <= _ASKEW:
        at = (edge["x0"] + edge["x1"]) / 2
        return {**edge, "orientation": "v", "x0": at, "x1": at, "width": 0}
    return None


def _meet(upright: Edge, level: Edge) -> bool:
    return bool(
        level["x0"] - _NEAR <= upright["x0"] <= level["x1"] + _NEAR
        and upright["top"] - _NEAR <= level["top"] <= upright["bottom"] + _NEAR
    )


def sides(upright: Sequence[Edge], level: Sequence[Edge]) -> list[Edge]:
    """The outer verticals that a table lacks: beside each of its own, where the lines that it meets end."""
    met = [(v, [h for h in level if _meet(v, h)]) for v in upright]
    return _closing(met, upright, ("x0", "x1"), ("top", "bottom"))


def lids(level: Sequence[Edge], upright: Sequence[Edge]) -> list[Edge]:
    """The same for the first and last horizontal line."""
    met = [(h, [v for v in upright if _meet(v, h)]) for h in level]
    return _closing(met, level, ("top", "bottom"), ("x0", "x1"))


def _closing(
    met: Sequence[tuple[Edge, Sequence[Edge]]], lines: Sequence[Edge], at: tuple[str, str], span: tuple[str, str]
) -> list[Edge]:
    """Copies of lines at the outer ends of the lines that they meet; none where a line of the same length stands already."""
    out: list[Edge] = []
    start, end = span
    for line, others in met:
        if len(others) < 2:
            continue
        for place in (min(o[at[0]] for o in others), max(o[at[1]] for o in others)):
            if not any(
                abs(e[at[0]] - place) <= _OPEN and e[start] <= line[start] + _OPEN and e[end] >= line[end] - _OPEN for e in lines
            ):
                out.append({**line, at[0]: place, at[1]: place})
    return out


# ---------------------------------------------------------------- cells
def figure_of(boxes: Sequence[Box]) -> Figure:
    """Cells on the grid of all their borders: a box over several columns or rows is one merged cell.

    Places that no box covers (a line is missing) become cells of their own, side by side in one.

    >>> figure_of([(0, 0, 20, 10), (0, 10, 10, 20), (10, 10, 20, 20)]).cells
    ((0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1))
    """
    xs, ys = sorted({x for b in boxes for x in (b[0], b[2])}), sorted({y for b in boxes for y in (b[1], b[3])})
    col, row = {x: n for n, x in enumerate(xs)}, {y: n for n, y in enumerate(ys)}
    free = {(i, j) for i in range(len(ys) - 1) for j in range(len(xs) - 1)}
    cells: list[tuple[int, int, int, int]] = []
    for x0, top, x1, bottom in boxes:
        cell = (row[top], col[x0], row[bottom] - row[top], col[x1] - col[x0])
        covered = {(cell[0] + i, cell[1] + j) for i in range(cell[2]) for j in range(cell[3])}
        if covered <= free:  # a box around smaller ones adds nothing
            free -= covered
            cells.append(cell)
    return Figure(tuple(xs), tuple(ys), tuple(sorted([*cells, *_gaps(free)])))


def turned(figure: Figure, quarters: int, width: float, height: float) -> Figure:
    """A figure of a page of that size after `quarters` turns clockwise."""
    boxes: list[Box] = [(figure.xs[c], figure.ys[r], figure.xs[c + w], figure.ys[r + h]) for r, c, h, w in figure.cells]
    for _ in range(quarters % 4):
        boxes = [(height - bottom, x0, height - top, x1) for x0, top, x1, bottom in boxes]
        width, height = height, width
    return figure_of(boxes)


def _gaps(free: set[tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Free places as cells of one row each."""
    for _, run in groupby(enumerate(sorted(free)), lambda item: (item[1][0], item[1][1] - item[0])):
        places = [place for _, place in run]
        yield *places[0], 1, len(places)
