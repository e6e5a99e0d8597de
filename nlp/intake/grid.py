"""Tables as grids: spans spread out, every place of the grid filled, lines inside a cell joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.intake.messages import Unreadable


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell before it has offsets: its text, the place of its upper left corner, how far it reaches."""

    text: str
    row: int
    col: int
    row_span: int = 1
    col_span: int = 1


Grid = tuple[tuple[Slot, ...], ...]

MAX_COLUMNS = 200


def spread(rows: Sequence[Sequence[tuple[str, int, int]]], limit: int) -> Grid:
    """Grid of rows of (text, row span, column span) as in HTML: a cell takes the next free place, spans cover others.

    >>> [[s.text for s in row] for row in spread([[("甲", 2, 1), ("乙", 1, 1)], [("丙", 1, 1)]], 100)]
    [['甲', '乙'], ['甲', '丙']]
    """
    slots: list[Slot] = []
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        c = 0
        for text, row_span, col_span in row:
            while (r, c) in taken:
                c += 1
            if c >= MAX_COLUMNS:
                break
            down = min(row_span if row_span > 0 else len(rows), len(rows) - r)
            across = max(1, min(col_span, MAX_COLUMNS - c))
            while across > 1 and any((r, c + j) in taken for j in range(across)):
                across -= 1
            slots.append(Slot(text, r, c, max(1, down), across))
            taken.update((r + i, c + j) for i in range(max(1, down)) for j in range(across))
            if len(taken) > limit:
                raise Unreadable("too_large", what="表格单元格数", found=f"超过{limit}", limit=limit)
            c += across
    return fill(slots, len(rows), limit)


def fill(slots: Iterable[Slot], height: int, limit: int) -> Grid:
    """Grid of placed slots; free places get empty slots, empty rows and columns fall away."""
    slots = list(slots)
    width = max((s.col + s.col_span for s in slots), default=0)
    if width * height > limit:
        raise Unreadable("too_large", what="表格单元格数", found=width * height, limit=limit)
    places: list[list[Slot | None]] = [[None] * width for _ in range(height)]
    for s in slots:
        for i in range(s.row, min(s.row + s.row_span, height)):
            for j in range(s.col, s.col + s.col_span):
                if places[i][j] is None:
                    places[i][j] = s
    return _shrink([[p or Slot("", i, j) for j, p in enumerate(row)] for i, row in enumerate(places)])


def _shrink(places: list[list[Slot]]) -> Grid:
    """Drop rows without text and columns that add nothing (all their places covered from the left, or empty)."""
    rows = [i for i, row in enumerate(places) if any(s.text for s in row)]
    width = len(places[0]) if places else 0
    cols = [j for j in range(width) if any(places[i][j].text and places[i][j].col == j for i in rows)]
    row_at = {i: n for n, i in enumerate(rows)}
    col_at = {j: n for n, j in enumerate(cols)}
    made: dict[int, Slot] = {}

    def moved(s: Slot) -> Slot:
        if id(s) not in made:
            down = [row_at[i] for i in range(s.row, s.row + s.row_span) if i in row_at]
            across = [col_at[j] for j in range(s.col, s.col + s.col_span) if j in col_at]
            made[id(s)] = Slot(s.text, min(down), min(across), len(down), len(across))
        return made[id(s)]

    return tuple(tuple(moved(places[i][j]) for j in cols) for i in rows)


_POINTED = re.compile(r"[，。；：、！？,;:!?（(《“\-—/]$|[\s]$")
_POINT_FIRST = re.compile(r"^[，。；：、！？,;:!?）)》”%/]")
_BODY_END = "局委办厅部院镇乡道处心站所队社司府校会室科县市区村"  # a piece that ends so is a name of its own
_LATIN_END, _LATIN_START = re.compile(r"[A-Za-z0-9]$"), re.compile(r"^[A-Za-z0-9]")


def join_cell(lines: Iterable[str]) -> str:
    """Lines of a cell on one line: short pieces of one word touch (牵头/单位), the rest keep a blank (县财政局 县教育局).

    >>> join_cell(["牵头", "单位"]), join_cell(["县财政局", "县教育局"]), join_cell(["一、审批；", "二、公示"])
    ('牵头单位', '县财政局 县教育局', '一、审批；二、公示')
    """
    pieces = [" ".join(line.split()) for line in lines]
    pieces = [p for p in pieces if p]
    if not pieces:
        return ""
    short = sum(map(len, pieces)) <= 8 and all(len(p) <= 4 and p[-1] not in _BODY_END for p in pieces[:-1]) and len(pieces) <= 3
    out = [pieces[0]]
    for before, piece in pairwise(pieces):
        words = _LATIN_END.search(before[-1]) and _LATIN_START.match(piece)
        touch = not words and (short or _POINTED.search(before[-1]) or _POINT_FIRST.match(piece) or len(piece) == 1)
        out.append(piece if touch else " " + piece)
    return "".join(out)
