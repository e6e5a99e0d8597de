"""Cells of a table that a page left one a line, too irregular to be put together again: no line of them begins a numbered item.

    目录名称 ‖ 公开事项 ‖ 内容规范 ‖ 公开主体 ‖ 公开时限 ‖ 组织机构 ‖ 机构职能 ‖ 1.姓名；2.职务。 ‖ 综合科 ‖ …

Told by a run of column heads, each on a line of its own, and by short lines without a full stop behind it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from nlp.structure.labels import NumberingRules
from nlp.structure.lines import Sheet

_LEAST_HEADS = 4
_MOST_UNKNOWN = 2  # words between known heads
_LONGEST_HEAD = 12
_LEAST_CELLS = 6
_LONGEST_CELL = 30
_CELL_SHARE = 0.5
_NUMBERS = ("num", "num-paren", "num-half", "circled", "bare")
_STOPPED = re.compile("[。；：，]")


def loose_cells(sheet: Sheet, is_head: Callable[[str], bool], numbering: NumberingRules) -> tuple[int, frozenset[int]]:
    """The piece with which the table begins, its number of pieces where there is none, and the pieces whose number opens no section."""
    begin, end = _heads(sheet, is_head)
    cells = [i for i in range(end, len(sheet.pieces)) if sheet.pieces[i].block == "text"]
    short = sum(_is_cell(sheet.words(i)) for i in cells)
    if len(cells) < _LEAST_CELLS or short < _CELL_SHARE * len(cells):
        return len(sheet.pieces), frozenset()
    return begin, frozenset(i for i in cells if (label := numbering.at_start(sheet.words(i))) is not None and label.family in _NUMBERS)


def _heads(sheet: Sheet, is_head: Callable[[str], bool]) -> tuple[int, int]:
    """The first run of column heads as a range of pieces, empty at the end of the sheet where there is none."""
    run: list[int] = []
    known = 0
    for i, piece in enumerate(sheet.pieces):
        words = sheet.words(i).replace(" ", "")
        plain = piece.block == "text" and len(words) <= _LONGEST_HEAD and _STOPPED.search(words) is None
        head = plain and is_head(words)
        if head or (plain and run and sum(not is_head(sheet.words(k).replace(" ", "")) for k in run) < _MOST_UNKNOWN):
            run.append(i)
            known += head
            continue
        if known >= _LEAST_HEADS:
            break
        run, known = [], 0
    if known < _LEAST_HEADS:
        return len(sheet.pieces), len(sheet.pieces)
    while run and not is_head(sheet.words(run[-1]).replace(" ", "")):
        run.pop()
    return run[0], run[-1] + 1


def _is_cell(words: str) -> bool:
    return len(words) <= _LONGEST_CELL and "。" not in words[:-1]
