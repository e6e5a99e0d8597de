"""Task tables whose layout was lost: cells one a line, or one after the other on a single line, rows known by their running number.

序号 任务 牵头单位 配合单位 完成时限 1 公开部门决算 县财政局 各预算单位 批复后20日内 2 公开 …
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nlp.draft.lexicon import Lexicon
from nlp.draft.phrases import Range, times_in
from nlp.draft.sheet import Sheet
from nlp.draft.unit_cell import Names, pieces_of

_TOKEN = re.compile(r"[^\s]+")
_END = re.compile(r"(?:注|备注|说明|附件[0-9]*)[：:]?")
_NO_LIMIT = re.compile(r"(?:持续|长期|全年|常年|常态化|贯穿)[\u4e00-\u9fff]{0,6}")
_TIME_WORDS = re.compile(r"[0-9〇一二三四五六七八九十]+(?:个)?(?:工作日|日|天|月|年)|每|季度|年底|月底|实时|及时|随时|[前内]$")
_LEAST_HEADS = 3
_MOST_TOKENS = 40


@dataclass(frozen=True, slots=True)
class FlatRow:
    """One row: the task, its unit cells and its time cell; view offsets. `untimed`: its time cell says that there is no limit."""

    task: Range
    units: tuple[Range, ...]
    time: Range | None
    untimed: bool = False


@dataclass(frozen=True, slots=True)
class FlatTable:
    """A flattened table: the range that it takes, and its rows."""

    place: Range
    rows: tuple[FlatRow, ...]


def flat_tables(
    sheet: Sheet, lexicon: Lexicon, kind: Callable[[str], str | None], names: Names, section: str, start: int, end: int
) -> Iterator[FlatTable]:
    """Flattened task tables in a range of running text."""
    if "序号" not in sheet.text[start:end] and not re.search(r"任务|事项|内容", sheet.text[start:end]):
        return
    tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(sheet.text, start, end)]
    n = 0
    while n < len(tokens):
        heads = 0
        kinds: set[str] = set()
        while n + heads < len(tokens) and heads < 12:
            found = kind(sheet.text[tokens[n + heads][0] : tokens[n + heads][1]])
            if found is None:
                break
            kinds.add(found)
            heads += 1
        if (
            heads < _LEAST_HEADS
            or not kinds & {"task", "item", "content"}
            or not kinds & {"lead", "support", "publisher", "deadline"}
        ):
            n += 1
            continue
        rows, after = _rows(sheet, lexicon, names, section, tokens, n + heads)
        if rows:
            yield FlatTable((tokens[n][0], tokens[after - 1][1]), tuple(rows))
        n = max(after, n + heads)


def _rows(sheet: Sheet, lexicon: Lexicon, names: Names, section: str, tokens: list[Range], at: int) -> tuple[list[FlatRow], int]:
    rows: list[FlatRow] = []
    number = 1
    while at < len(tokens) and _is_number(sheet, tokens[at], number):
        stop = at + 1
        while stop < len(tokens) and not _is_number(sheet, tokens[stop], number + 1) and stop - at < _MOST_TOKENS:
            if _END.match(sheet.text, *tokens[stop]):
                break
            stop += 1
        row = _row(sheet, lexicon, names, section, tokens[at + 1 : stop])
        if row is not None:
            rows.append(row)
        at = stop
        number += 1
    return rows, at


def _is_number(sheet: Sheet, token: Range, number: int) -> bool:
    return sheet.text[token[0] : token[1]].rstrip(".、．") == str(number)


def _row(sheet: Sheet, lexicon: Lexicon, names: Names, section: str, cells: list[Range]) -> FlatRow | None:
    task_end = 0
    units: list[Range] = []
    time: Range | None = None
    untimed = False
    for n, cell in enumerate(cells):
        text = sheet.text[cell[0] : cell[1]]
        glued = _glued_time(sheet, cell) if n else None
        if glued is not None and _is_units(lexicon, names, section, sheet.text[cell[0] : glued]):
            units.append((cell[0], glued))
            time = (glued, cell[1])
        elif n and _is_units(lexicon, names, section, text):
            units.append(cell)
        elif n and _is_time(sheet, cell, text):
            untimed = _NO_LIMIT.match(text) is not None
            time = None if untimed else cell
        elif not units and time is None:
            task_end = n + 1
    if not task_end:
        return None
    return FlatRow((cells[0][0], cells[task_end - 1][1]), tuple(units), time, untimed)


def _glued_time(sheet: Sheet, cell: Range) -> int | None:
    """Where a time begins that ends a cell: 各镇（街道）|每季度."""
    begin = times_in(sheet, *cell).get(cell[1])
    return begin if begin is not None and begin > cell[0] else None


def _is_units(lexicon: Lexicon, names: Names, section: str, text: str) -> bool:
    if "。" in text or len(text) > 120:
        return False
    pieces = pieces_of(text, names, section)
    return bool(pieces) and all(lexicon.is_body(re.sub(r"（.*", "", p)) or names.full(section, p) for p in pieces)


def _is_time(sheet: Sheet, cell: Range, text: str) -> bool:
    if len(text) > 24:
        return False
    return bool(_NO_LIMIT.match(text) or times_in(sheet, *cell) or _TIME_WORDS.search(text))
