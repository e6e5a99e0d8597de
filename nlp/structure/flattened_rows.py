"""Rows of a flattened table: its atoms put into the columns of its head, in order, at the least cost.

A row goes through the columns from left to right. Each atom costs what its look costs in the column; leaving a column empty
costs, less where blank lines show an empty cell; so does a line break inside a cell. The cheapest way through all atoms is taken
(dynamic programming over columns), so one odd cell spoils its own row only. What stands behind the last row falls out as rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from nlp.structure.flattened_cells import BLANK, GLUED, LINE, Atom

Layout = Literal["cells", "rows", "run"]  # a cell a line; a row a line; all in one run

_REST = 0.6  # an atom behind the table
_TO_REST = 1.0
_UNUSED = 0.5  # a blank line that stands for no empty cell
_SHOWN = 0.1  # an empty cell that a blank line shows
_UNNUMBERED = 2.0  # a row without its number
_NOT_COUNTED = 2.5  # a running number inside a cell
_NARROW = 4  # characters of a wrapped line in a narrow column
_STRAY = 3.0  # a number column that holds something else
_EMPTY = {"upper": 0.0, "merged": 0.1, "often": 0.4, "some": 0.8, "never": 2.0}  # merged: one cell for several rows


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the head: what it is, what it holds, how readily it stays empty; view range of its head cell."""

    kind: str
    holds: str
    empty: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FlatRow:
    """A row: the view range of each column that is filled, whether a group begins with it, and whether it fits its columns.

    `numbered`: it opens with its running number.
    """

    cells: dict[int, tuple[int, int]]
    fresh: bool
    fits: bool
    numbered: bool = False

    @property
    def start(self) -> int:
        """Where its first cell begins."""
        return min(a for a, _ in self.cells.values())

    @property
    def end(self) -> int:
        """Where its last cell ends."""
        return max(b for _, b in self.cells.values())


@dataclass(frozen=True, slots=True)
class _Costs:
    """Costs of empty columns, by the columns between which they lie."""

    columns: tuple[Column, ...]
    layout: Layout
    glued: bool
    counted: bool
    catalogue: bool  # a head of two rows: narrow columns, wrapped lines, merged cells

    def empty(self, between: Sequence[int], shown: int) -> float:
        """Cost of leaving columns empty where `shown` blank lines stand for empty cells."""
        costs = sorted((_EMPTY[self.columns[c].empty] for c in between if self.columns[c].holds != "seq"), reverse=True)
        used = min(shown, len(costs))
        return used * _SHOWN + sum(costs[used:]) + min(shown - used, 3) * _UNUSED

    def within(self, column: Column, atom: Atom) -> float:
        """Cost of going on with the same cell."""
        if atom.open_before:
            return 0.0
        blank_lines = atom.empties * 0.3
        if atom.gap == LINE:
            if self.layout == "rows":
                return 1.5
            if column.holds == "text" and atom.point:
                return 0.1
            if column.holds == "item":
                return 0.2 if atom.end - atom.start < _NARROW else 0.4 if atom.end - atom.start == _NARROW else 1.0
            if column.empty == "merged" or column.kind == "content":
                return blank_lines + (0.3 if column.holds in ("text", "basis", "channel", "time") else 0.6)
            unit = 0.8 if column.kind == "lead" else 0.2
            return blank_lines + (unit if column.holds == "unit" else 0.6)
        if atom.gap == GLUED:
            return 1.0 if column.holds == "unit" and not atom.costs["unit"] else 0.2 if column.holds == "time" else 0.0
        if self.layout == "cells":
            return 0.05
        return (0.3 if atom.gap == BLANK else 0.8) + (0.2 if column.kind == "lead" else 0.0)

    def onward(self, column: Column, atom: Atom) -> float:
        """Cost of a new column at this gap."""
        cost = 1.5 if atom.open_before and atom.gap != GLUED else 0.5 if atom.point else 0.0
        narrow = column.holds in ("text", "basis") and column.kind != "group"
        if self.catalogue and atom.gap == LINE and narrow and atom.end - atom.start <= _NARROW:
            cost += 0.8
        if self.catalogue and atom.gap == LINE and column.holds == "item" and atom.end - atom.start < _NARROW:
            cost += 0.3
        if atom.gap == GLUED and not self.glued:
            cost += 0.5
        elif atom.gap == LINE and self.layout == "rows":
            cost += 1.5
        elif atom.gap == BLANK and self.layout == "cells":
            cost += 0.6
        return cost

    def row(self, atom: Atom) -> float:
        """Cost of a new row at this gap."""
        if atom.number or atom.fresh or atom.begins:
            return 0.0
        if self.layout == "rows":
            return 0.3 if atom.gap == LINE else 3.0
        return _UNNUMBERED if self.counted else 0.2

    def inside(self, column: Column, atom: Atom) -> float:
        """What an atom costs in a column."""
        if column.holds == "seq":
            return 0.0 if atom.number else 99.0
        cost = atom.costs[column.holds]
        if column.kind == "note":
            cost *= 0.5
        return cost + (_NOT_COUNTED if atom.number else 0.0)


def rows_of(atoms: Sequence[Atom], columns: tuple[Column, ...], layout: Layout, glued: bool) -> list[FlatRow]:
    """The rows of a table, in order."""
    costs = _Costs(columns, layout, glued, columns[0].holds == "seq" and any(a.number for a in atoms), is_catalogue(columns))
    return _rows(atoms, columns, _cheapest(atoms, costs))


def _cheapest(atoms: Sequence[Atom], costs: _Costs) -> list[tuple[int, bool]]:
    """For each atom its column and whether it begins a row; column -1 behind the end of the table."""
    width = len(costs.columns)
    rest = width
    infinite = 1e9
    most = 4
    ahead = [
        [[costs.empty(range(a + 1, b), e) for e in range(most)] if b > a else [] for b in range(width)] for a in range(-1, width)
    ]
    wrap = [
        [[costs.empty([*range(a + 1, width), *range(b)], e) for e in range(most)] for b in range(width)] for a in range(-1, width)
    ]
    tail = [[costs.empty(range(a + 1, width), e) for e in range(most)] for a in range(width)]
    best: list[float] = []
    back: list[list[tuple[int, bool]]] = []
    for n, atom in enumerate(atoms):
        e = min(atom.empties, most - 1)
        now = [infinite] * (width + 1)
        came: list[tuple[int, bool]] = [(0, True)] * (width + 1)
        row = costs.row(atom)
        goes_on = not (atom.fresh or atom.begins)
        for c, column in enumerate(costs.columns):
            own, onward = costs.inside(column, atom), costs.onward(column, atom)
            if own > 50:
                continue
            if n == 0:
                now[c] = own + costs.empty(range(c), 0) + (row if c else 0.0)
                continue
            for p in range(width):
                before = best[p]
                if before >= now[c]:
                    continue
                if goes_on and p < c and (cost := before + own + onward + ahead[p + 1][c][e]) < now[c]:
                    now[c], came[c] = cost, (p, False)
                if (
                    goes_on
                    and p == c
                    and column.holds != "seq"
                    and (cost := before + own + costs.within(column, atom)) < now[c]
                ):
                    now[c], came[c] = cost, (p, False)
                if (cost := before + own + row + wrap[p + 1][c][e]) < now[c]:
                    now[c], came[c] = cost, (p, True)
        if n:
            now[rest], came[rest] = best[rest] + _REST, (rest, False)
            for p in range(width):
                if (cost := best[p] + tail[p][e] + _TO_REST) < now[rest]:
                    now[rest], came[rest] = cost, (p, False)
        best = now
        back.append(came)
    at = min(range(width + 1), key=lambda c: best[c] + (tail[c][0] if c < width else 0.0))
    out: list[tuple[int, bool]] = []
    for came in reversed(back):
        before, begins = came[at]
        out.append((at if at < width else -1, begins))
        at = before
    return out[::-1]


def _rows(atoms: Sequence[Atom], columns: tuple[Column, ...], way: Sequence[tuple[int, bool]]) -> list[FlatRow]:
    rows: list[FlatRow] = []
    cells: dict[int, tuple[int, int]] = {}
    wrong: set[int] = set()
    right: set[int] = set()
    fresh = numbered = False
    for atom, (column, begins) in zip(atoms, way, strict=True):
        if (begins or column < 0) and cells:
            rows.append(FlatRow(cells, fresh, _fits(columns, right, wrong), numbered))
            cells, wrong, right, fresh, numbered = {}, set(), set(), False, False
        if column < 0:
            break
        fresh, numbered = fresh or atom.fresh, numbered or atom.begins
        first = cells.get(column, (atom.start, atom.end))[0]
        cells[column] = (first, atom.end)
        if columns[column].holds != "seq":
            cost = atom.costs[columns[column].holds]
            if cost < 0.7:
                right.add(column)
            elif cost >= 2:
                wrong.add(column)
    if cells:
        rows.append(FlatRow(cells, fresh, _fits(columns, right, wrong), numbered))
    return rows


def is_catalogue(columns: tuple[Column, ...]) -> bool:
    """Whether the columns are those of a numbered catalogue, where cells merged over several rows stand once."""
    return columns[0].holds == "seq" and any(c.empty in ("merged", "upper") for c in columns)


def _fits(columns: tuple[Column, ...], right: set[int], wrong: set[int]) -> bool:
    """A row fits where a task and a unit or time stand in their columns, and nothing stands in a column of another kind."""
    strict = {c for c in wrong if columns[c].holds in ("unit", "time", "number")}
    told = any(columns[c].holds in ("text", "item") and columns[c].kind != "note" for c in right)
    return told and (is_catalogue(columns) or any(columns[c].holds in ("unit", "time") for c in right)) and not strict
