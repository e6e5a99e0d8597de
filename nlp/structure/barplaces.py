"""The columns in which the cells of a row stand that lost some, where bars part the cells: those that they look most like."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.structure.flattened_heads import FlattenedRules
from nlp.structure.flattened_rows import Column
from nlp.structure.lines import Sheet

_MERGED, _EMPTY, _BEHIND = 0.05, 0.3, 0.25  # cost of a column left empty: a cell merged with the one above, inside a row, at its end
_MOST_LOST = 3
_SHORT_NAME, _LONGEST_NAME, _LONG_NAME = 8, 30, 0.6  # characters of a name of a matter; the cost of a long one
NUMBER = re.compile("[0-9]{1,3}")
_LIMIT, _GROUND, _SAID = re.compile("工作日以?内|之日起[^，。]{0,12}内"), re.compile("《|[法例定见知号]|文件|政策|√"), 0.4
_STOPPED, _FIRST_POINT, _POINT = re.compile("[。；]"), re.compile("1[.、．](?![0-9])|[●①]"), 0.2

Place = tuple[int, int]


def in_columns(
    sheet: Sheet, folded: Sequence[Sequence[Place]], columns: Sequence[Column], rules: FlattenedRules
) -> list[list[Place | None]]:
    """Rows in the columns of their head; as they stand where empty cells inside them show that none was dropped."""
    rows = [without_end(row) for row in folded]
    width = len(columns)
    kept = all(len(r) <= width for r in rows) and any(b == a for row in rows for a, b in row)
    most = max(len(r) for r in rows)
    out: list[list[Place | None]] = []
    for row in rows:
        as_is: list[Place | None] = [*(c if c[1] > c[0] else None for c in row), *[None] * (width - len(row))]
        moved = placed_in(sheet, row[:width], columns, most - len(row), rules)
        better = not kept or _misfit(sheet, moved, columns, rules) + 1 < _misfit(sheet, as_is, columns, rules)
        out.append(moved if better else as_is)
    return out


def _misfit(sheet: Sheet, row: Sequence[Place | None], columns: Sequence[Column], rules: FlattenedRules) -> float:
    """What the cells of a row cost in their columns."""
    told = [(c.holds, sheet.text[slice(*place)]) for c, place in zip(columns, row, strict=True) if place is not None and c.holds != "seq"]
    return sum(rules.cells.costs(text)[holds] for holds, text in told)


def without_end(row: Sequence[Place]) -> list[Place]:
    """A row without the empty cells at its end."""
    end = len(row)
    while end and row[end - 1][1] == row[end - 1][0]:
        end -= 1
    return list(row[:end])


def placed_in(
    sheet: Sheet, row: Sequence[Place], columns: Sequence[Column], lost: int, rules: FlattenedRules
) -> list[Place | None]:
    """Cells of a row in its columns, in order, where they look most at home. `lost`: how many cells fewer than others it has.

    As many columns at the left, behind the running number, are readily left empty: their cells are merged with those above.
    """
    text, width = sheet.text, len(columns)
    first = int(columns[0].holds == "seq")
    costs = [_costs(text[a:b], rules) if b > a else None for a, b in row]
    lost = lost if lost <= _MOST_LOST else 1  # a row that is cut off

    told = any(c.kind == "content" for c in columns)
    holds = ["item" if told and c.kind == "item" else "group" if told and c.kind == "group" else c.holds for c in columns]

    def skip(c: int) -> float:
        if first <= c < first + lost:
            return _MERGED * (1 + c - first)
        return _MERGED if columns[c].holds == "tick" else _EMPTY + (_SAID / 2 if columns[c].kind == "content" else 0.0)

    best = [[0.0] * (width + 1) for _ in range(len(row) + 1)]  # cells k on, columns c on
    for c in range(width - 1, -1, -1):
        best[len(row)][c] = best[len(row)][c + 1] + min(skip(c), _BEHIND)
    for k in range(len(row) - 1, -1, -1):
        best[k][width] = 99.0 * (len(row) - k)
        own = costs[k]
        for c in range(width - 1, -1, -1):
            here = (own[holds[c]] if own is not None else _EMPTY) + best[k + 1][c + 1]
            best[k][c] = min(here, skip(c) + best[k][c + 1])
    out: list[Place | None] = []
    k = 0
    for c in range(width):
        own = costs[k] if k < len(row) else None
        here = (own[holds[c]] if own is not None else _EMPTY) + best[k + 1][c + 1] if k < len(row) else 1e9
        if k < len(row) and here <= skip(c) + best[k][c + 1]:
            out.append(row[k] if own is not None else None)
            k += 1
        else:
            out.append(None)
    return out


def _costs(text: str, rules: FlattenedRules) -> dict[str, float]:
    """What a cell costs in a column; bars tell that a long name is one cell, so it costs less than in a run of text."""
    costs = rules.cells.costs(text)
    name = min(costs["item"], _LONG_NAME) if len(text) <= _LONGEST_NAME and not _STOPPED.search(text) else costs["item"]
    name += _POINT if _FIRST_POINT.match(text) else 0.0
    if _LIMIT.search(text):
        costs = costs | {"time": min(costs["time"], _SAID), "text": costs["text"] + _SAID}
    if not _GROUND.search(text):
        costs = costs | {"basis": costs["basis"] + _SAID}
    group = costs["text"] + (_LONG_NAME if len(text) > _SHORT_NAME else 0.0)
    return costs | {"seq": 0.0 if NUMBER.match(text) else 9.0, "item": name, "group": group}
