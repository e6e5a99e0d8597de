"""Tables as the privacy stage sees them: heads by column, cells as view ranges; and lists whose head stands in flat text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nlp.types import Cell, Outline, Table, View

_BLANKS = re.compile(r"\s+")
_LONGEST_HEAD = 24
_MOST_HEAD_ROWS = 4
_HAS_NUMBER = re.compile(r"[0-9０-９]{4}")
# 姓名 … 身份证号 … in one line of flat text: the head of a list that has lost its grid
_FLAT_HEAD = re.compile(r"姓名|户主|人员名单")
_FLAT_REACH, _FLAT_HEAD_LENGTH, _LINE_HEAD = 6_000, 80, 160


@dataclass(frozen=True, slots=True)
class Place:
    """A cell in the view."""

    start: int
    end: int
    text: str
    col: int


@dataclass(frozen=True, slots=True)
class PersonTable:
    """A table with heads: head text by column, body rows of cells (each merged cell once a row)."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Place, ...], ...]


def tables_of(outline: Outline, is_head: HeadTest) -> Iterator[PersonTable]:
    """Tables whose heads name something that this stage looks for."""
    for entry in outline.tables:
        made = _read(entry.table, max(entry.headers, _head_rows(entry.table, is_head)), outline.view, is_head)
        if made is not None:
            yield made


@dataclass(frozen=True, slots=True)
class HeadTest:
    """Says whether a head text is one of those that the rules name."""

    pattern: re.Pattern[str]

    @classmethod
    def of(cls, words: Iterable[str]) -> HeadTest:
        """The test for heads that hold one of the words."""
        return cls(re.compile("|".join(map(re.escape, sorted(set(words), key=lambda w: (-len(w), w))))))

    def __call__(self, head: str) -> bool:
        """Whether the head holds a known word."""
        return len(head) <= _LONGEST_HEAD * 3 and self.pattern.search(head) is not None


def _head_rows(table: Table, is_head: HeadTest) -> int:
    """Rows at the top up to the last that has two known heads and no number."""
    last = 0
    for n, row in enumerate(table.cells[:_MOST_HEAD_ROWS]):
        texts = {id(c): _BLANKS.sub("", c.text) for c in row}
        if any(_HAS_NUMBER.search(t) for t in texts.values()):
            break
        if sum(len(t) <= _LONGEST_HEAD and is_head(t) for t in texts.values()) >= 2:
            last = n + 1
    return last


def _read(table: Table, headers: int, view: View, is_head: HeadTest) -> PersonTable | None:
    if not headers or len(table.cells) <= headers or len(table.cells[0]) < 2:
        return None
    heads = tuple(_head(table, headers, col) for col in range(len(table.cells[0])))
    known = [col for col, head in enumerate(heads) if is_head(head)]
    if not known:
        return None
    return PersonTable(heads, tuple(_row(row, view) for row in table.cells[headers:]))


def _head(table: Table, headers: int, col: int) -> str:
    seen: dict[int, str] = {}
    for row in table.cells[:headers]:
        cell = row[col]
        text = _BLANKS.sub("", cell.text)
        wide = len({id(c) for c in row}) == 1 and len(row) > 1
        if len(text) <= _LONGEST_HEAD and not wide:
            seen[id(cell)] = text
    return "".join(seen.values())


def _row(row: Sequence[Cell], view: View) -> tuple[Place, ...]:
    places = []
    done: set[int] = set()
    for col, cell in enumerate(row):
        if id(cell) in done or cell.start >= cell.end:
            continue
        done.add(id(cell))
        a, b = view.locate(cell.start), view.locate(cell.end)
        text = view.text[a:b]
        a += len(text) - len(text.lstrip(" \t"))
        b -= len(text) - len(text.rstrip(" \t\n"))
        if a < b:
            places.append(Place(a, b, view.text[a:b], col))
    return tuple(places)


class HeadsAt:
    """Head text that holds for a view offset: of its table column, or of the flat list in which it stands."""

    def __init__(self, text: str, tables: Sequence[PersonTable], is_head: HeadTest) -> None:
        cells = sorted((p.start, p.end, t.heads[p.col]) for t in tables for row in t.rows for p in row if t.heads[p.col])
        self._starts = [a for a, _, _ in cells]
        self._cells = cells
        self._lists = list(_flat_lists(text, is_head))

    def column(self, start: int) -> str:
        """Head of the table column at an offset, "" outside of tables."""
        at = bisect_right(self._starts, start) - 1
        return self._cells[at][2] if at >= 0 and start < self._cells[at][1] else ""

    def flat(self, start: int) -> str:
        """Heads of the flat list around an offset, "" where there is none."""
        return "".join(head for a, b, head in self._lists if a <= start < b)


def _flat_lists(text: str, is_head: HeadTest) -> Iterator[tuple[int, int, str]]:
    done = 0
    for m in _FLAT_HEAD.finditer(text):
        if m.start() < done:
            continue
        low = max(text.rfind("\n", 0, m.start()) + 1, m.start() - 40)
        head = text[low : m.start() + _FLAT_HEAD_LENGTH]
        number = _HAS_NUMBER.search(head)
        head = head[: number.start()] if number else head.split("\n")[0]
        if "：" in head or "，" in head or "。" in head or not is_head(head.replace(m[0], "", 1)):
            continue
        done = m.start() + _FLAT_HEAD_LENGTH
        yield m.start(), m.start() + _FLAT_REACH, head
