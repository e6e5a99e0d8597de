"""Where level and upright lines cross, the cells between the crossings, and which cells hang together in one figure.

The same cells as pdfplumber finds, at a cost that grows with the lines and not with the square of the crossings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

Box = tuple[float, float, float, float]  # x0, top, x1, bottom
Edge = dict[str, Any]  # x0, x1, top, bottom, width, height, and its orientation, "h" or "v"
_Point = tuple[float, float]


class Crossings:
    """Points at which lines meet to within `near`, each with the lines that pass through it."""

    def __init__(self, upright: Iterable[Edge], level: Iterable[Edge], near: float) -> None:
        self._lines: dict[_Point, tuple[set[Box], set[Box]]] = {}
        across = sorted((h["top"], h["x0"], h["x1"], h["bottom"]) for h in level)
        for x, top, bottom, x1 in sorted((v["x0"], v["top"], v["bottom"], v["x1"]) for v in upright):
            line = (x, top, x1, bottom)
            for at, start, end, low in across:
                if top - near <= at <= bottom + near and start - near <= x <= end + near:
                    through = self._lines.setdefault((x, at), (set(), set()))
                    through[0].add(line)
                    through[1].add((start, at, end, low))

    def __len__(self) -> int:
        return len(self._lines)

    def cells(self) -> list[Box]:
        """The smallest cell below and to the right of each crossing, from left to right."""
        down: dict[float, list[_Point]] = defaultdict(list)
        right: dict[float, list[_Point]] = defaultdict(list)
        for point in sorted(self._lines):
            down[point[0]].append(point)
            right[point[1]].append(point)
        found: list[Box] = []
        after: dict[float, int] = defaultdict(int)  # how many crossings of a level line lie left of where we are, or here
        for column in down.values():
            for n, point in enumerate(column):
                after[point[1]] += 1
                rest = right[point[1]][after[point[1]] :]
                if (cell := self._cell(point, column[n + 1 :], rest)) is not None:
                    found.append(cell)
        return found

    def _cell(self, point: _Point, below: Sequence[_Point], beside: Sequence[_Point]) -> Box | None:
        upright, level = self._lines[point]
        reached = [p for p in beside if not level.isdisjoint(self._lines[p][1])]
        if not reached:
            return None
        for low in below:
            through = self._lines[low]
            if upright.isdisjoint(through[0]):
                continue
            for far in reached:
                corner = self._lines.get((far[0], low[1]))
                if corner is not None and not corner[0].isdisjoint(self._lines[far][0]) and not corner[1].isdisjoint(through[1]):
                    return point[0], point[1], far[0], low[1]
        return None


def hanging_together(cells: Sequence[Box]) -> list[list[Box]]:
    """Cells that share corners, two or more, as figures from top to bottom.

    >>> hanging_together([(0, 0, 1, 1), (1, 1, 2, 2), (5, 5, 6, 6)])
    [[(0, 0, 1, 1), (1, 1, 2, 2)]]
    """
    leader = list(range(len(cells)))

    def lead(n: int) -> int:
        while leader[n] != n:
            leader[n] = leader[leader[n]]
            n = leader[n]
        return n

    first: dict[_Point, int] = {}
    for n, (x0, top, x1, bottom) in enumerate(cells):
        for corner in ((x0, top), (x0, bottom), (x1, top), (x1, bottom)):
            leader[lead(n)] = lead(first.setdefault(corner, n))
    figures: dict[int, list[Box]] = defaultdict(list)
    for n, cell in enumerate(cells):
        figures[lead(n)].append(cell)
    return sorted((f for f in figures.values() if len(f) > 1), key=lambda f: min((c[1], c[0]) for c in f))
