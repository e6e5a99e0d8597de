"""Catalogue tables whose cells stand one a line with some of them missing: rows are known by the cells with which they end.

    公开事项 ‖ 公开内容 ‖ 内容规范 ‖ 公开主体 ‖ 公开时限 ‖ 公开形式 ‖ 机构职能 ‖ 领导信息、内设机构 ‖ 办公室 ‖ 20个工作日内 ‖ 政府网站 ‖ …
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nlp.draft.cell_types import looks_like
from nlp.draft.phrases import Range
from nlp.draft.sheet import Sheet

_LINE = re.compile(r"[^\n]+")
_LIMIT_HEAD = re.compile(r"时限|频次|时间|期限|周期")
_LEAST_LINES = 10
_LEAST_HEADS, _MOST_UNKNOWN, _LONGEST_HEAD = 4, 2, 14
_LEAST_ROWS, _LEAST_TYPED, _MOST_FRONT, _LONGEST_NAME = 2, 2, 12, 16
_MATTERS = frozenset({"item", "content", "level1", "level2", "level3"})
_ENDS = frozenset({"publisher", "lead", "deadline", "channel", "audience", "mode"})
_AUDIENCE = re.compile(r"(?:全社会|社会公众|面向社会|社会|公众|特定(?:群体|对象|人群|群众))")
_MODE = re.compile(r"(?:主动|依申请)(?:公开)?")
# what stands in columns that say nothing of the row: 五公开, numbers
_IDLE = re.compile(r"(?:决策|执行|管理|服务|结果)公开|[0-9]{1,3}[.、]?|/|—+|-+")
_NO_NAME = re.compile(r"[，。；]|^公开|^[0-9]{1,2}[.、．]|^需")
_OPENS = re.compile(r"(?:主动|应当?|需要?)*公开(?=[^，。；]{2})")


@dataclass(frozen=True, slots=True)
class LooseRow:
    """One row: the cell that names it, that of its content (the same where it has one only) and its typed cells; view offsets."""

    name: Range
    content: Range
    cells: dict[str, Range]


@dataclass(frozen=True, slots=True)
class LooseTable:
    """The range that such a table takes, and its rows."""

    place: Range
    rows: tuple[LooseRow, ...]


def loose_table(sheet: Sheet, kind: Callable[[str], str | None], start: int, end: int) -> LooseTable | None:
    """The table of this form in a range of running text, None where there is none."""
    if sheet.text.count("\n", start, end) < _LEAST_LINES or _LIMIT_HEAD.search(sheet.text, start, end) is None:
        return None
    lines = [_stripped(sheet, *m.span()) for m in _LINE.finditer(sheet.text, start, end)]
    lines = [(a, b) for a, b in lines if b > a]
    texts = [sheet.text[a:b] for a, b in lines]
    first, after, tail = _heads(texts, kind)
    if not tail:
        return None
    rows: list[LooseRow] = []
    front, n = after, after
    while n < len(lines):
        found = _typed(texts, n, tail)
        if len(found) < _LEAST_TYPED:
            n += 1
            continue
        row = _row(sheet, lines, texts, range(front, n), {k: lines[i] for k, i in found.items()})
        if row is not None:
            rows.append(row)
        front = n = max(found.values()) + 1
    return LooseTable((lines[first][0], lines[front - 1][1]), tuple(rows)) if len(rows) >= _LEAST_ROWS else None


def _stripped(sheet: Sheet, a: int, b: int) -> Range:
    text = sheet.text
    while a < b and text[a] in " \t":
        a += 1
    while b > a and text[b - 1] in " \t":
        b -= 1
    return a, b


def _heads(texts: Sequence[str], kind: Callable[[str], str | None]) -> tuple[int, int, tuple[str, ...]]:
    """Where the run of heads begins, where it ends, and the kinds of its last columns; these () where there is no such run."""
    n = 0
    while n < len(texts):
        kinds: list[str | None] = []
        unknown = 0
        while n + len(kinds) < len(texts) and len(texts[n + len(kinds)]) <= _LONGEST_HEAD:
            found = kind(texts[n + len(kinds)])
            unknown = 0 if found else unknown + 1
            if (not found and not kinds) or unknown > _MOST_UNKNOWN:
                break
            kinds.append(found)
        while kinds and kinds[-1] is None:
            kinds.pop()
        known = [k for k in kinds if k]
        if len(known) >= _LEAST_HEADS and _MATTERS & {*known} and "deadline" in known:
            at = next((i for i in range(len(kinds)) if all(k in _ENDS for k in kinds[i:])), len(kinds))
            tail = tuple(k for k in kinds[at:] if k)
            if "deadline" in tail and len(tail) >= _LEAST_TYPED:
                return n, n + len(kinds), tail
        n += max(len(kinds), 1)
    return 0, 0, ()


def _typed(texts: Sequence[str], at: int, tail: Sequence[str]) -> dict[str, int]:
    """The typed cells of a row from a line on, in the order of the heads; a limit must be among them."""
    found: dict[str, int] = {}
    n = at
    for k in tail:
        if n < len(texts) and _fits(k, texts[n]):
            found[k] = n
            n += 1
    return found if "deadline" in found else {}


def _fits(kind: str, text: str) -> bool:
    if kind == "audience":
        return _AUDIENCE.fullmatch(text) is not None
    if kind == "mode":
        return _MODE.fullmatch(text) is not None
    looks = looks_like(text)
    if kind == "deadline":
        return "deadline" in looks and "。" not in text
    return ("body" if kind in ("publisher", "lead") else kind) in looks and len(text) <= 30


def _row(sheet: Sheet, lines: Sequence[Range], texts: Sequence[str], front: range, cells: dict[str, Range]) -> LooseRow | None:
    """A row out of the lines before its typed cells: names first, then its content."""
    kept = [i for i in front if not _IDLE.fullmatch(texts[i])]
    if not kept or len(kept) > _MOST_FRONT:
        return None
    split = next((n for n, i in enumerate(kept) if len(texts[i]) > _LONGEST_NAME or "、" in texts[i] or _NO_NAME.search(texts[i])), len(kept))
    name = kept[split - 1] if split else kept[0]
    content = kept[split] if split < len(kept) else kept[-1]
    if split == len(kept) > 1:
        name = kept[-2]
    a, b = lines[content]
    opens = _OPENS.match(sheet.text, a, b)
    return LooseRow(lines[name], (opens.end() if opens is not None else a, b), cells)
