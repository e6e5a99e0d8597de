"""Heads of flattened tables: known column words side by side, between them nothing but blanks, line ends or an unknown word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from nlp.rulebook import Rulebook
from nlp.structure.flattened_cells import GLUED, CellRules, gap_before
from nlp.structure.flattened_rows import Column
from nlp.structure.flattened_upper import Head, with_lower_heads
from nlp.structure.lines import Sheet
from nlp.view import HAN

LEAST_HEADS = 3
_NEAR, _SHOWN, _MOST_WARNINGS = 60, 10, 5
TABLE_NAME = re.compile(r"[表册单录案](?:（[^（）]{1,12}）)?\Z")  # 重点任务分解表, 任务清单（2021年）
_HAS_HEAD = re.compile("单位|部门|主体|科室|处室|股室|时限|完成时间|公开时间")
_UNKNOWN_HEAD = re.compile(rf"[{HAN}A-Za-z/]{{2,8}}(?:（[^（）\n]{{1,12}}）)?")
_REST, _FRONT = re.compile(rf"[{HAN}]{{1,5}}\s+"), re.compile(rf"\s+[{HAN}]{{1,5}}")
_HEAD_NOTE = re.compile(r"\s*（(?![0-9一二三四五六七八九十]{1,3}）)[^（）\n]{1,14}）")
_HEAD_TAIL = re.compile(rf"\s*(?P<w>{_UNKNOWN_HEAD.pattern})\s*(?=1(?![0-9]))")  # the last head before the number 1


_UNBROKEN = re.compile(r"\S+")
_HOLDS = ("seq", "text", "unit", "time", "number", "channel", "person", "tick", "basis", "item")


@dataclass(frozen=True, slots=True)
class FlattenedRules:
    """Head words by what their column is, and how cells of each kind look."""

    heads: re.Pattern[str]
    kinds: Mapping[str, tuple[str, str, str]]
    cells: CellRules

    @classmethod
    def load(cls, book: Rulebook) -> FlattenedRules:
        """Read `table-columns.tsv`. Raises RuleError for a kind of cell or emptiness that does not exist."""
        kinds: dict[str, tuple[str, str, str]] = {}
        for row in book.table("table-columns"):
            if row["holds"] not in _HOLDS:
                raise row.fault(f"holds 只能是 {'、'.join(_HOLDS)}，请改正。")
            if row["empty"] not in ("often", "some", "never"):
                raise row.fault("empty 只能是 often、some、never，请改正。")
            for name in row.items("names"):
                kinds.setdefault(name, (row["id"], row["holds"], row["empty"]))
        words = "|".join(map(_broken, sorted(kinds, key=len, reverse=True)))
        return cls(re.compile(words), kinds, CellRules.load(book))

    def kind(self, name: str) -> tuple[str, str, str] | None:
        """Column, what it holds and how readily it stays empty, for a head cell, also one that blanks break (公开 时限)."""
        return self.kinds.get("".join(name.split()))

    def words(self, text: str, start: int = 0) -> Iterator[tuple[int, int]]:
        """Head words in order; one that a blank breaks counts whole, unless its parts are heads themselves (任务¶内容)."""
        for m in self.heads.finditer(text, start):
            parts = [(m.start() + p.start(), m.start() + p.end()) for p in _UNBROKEN.finditer(m[0])]
            whole = len(parts) == 1 or any(text[a:b] not in self.kinds for a, b in parts)
            yield from [m.span()] if whole else parts


def _broken(word: str) -> str:
    """A pattern for a head word, blanks or a line end allowed in one place or more: 公开¶时限, 序 号."""
    return "[ \n]?".join(map(re.escape, word))


def heads_of(sheet: Sheet, rules: FlattenedRules) -> list[Head]:
    """Runs of head words with nothing but blanks, line ends or an unknown head between them."""
    text = sheet.text
    if not _HAS_HEAD.search(text):
        return []
    out: list[Head] = []
    run: list[Column] = []
    known: list[str] = []
    glued = 0
    end = -1

    def close() -> None:
        if run and len(set(known)) >= LEAST_HEADS and _is_head(sheet, run):
            out.append(Head(tuple(run), glued * 2 > len(run) - 1, run[0].start, end))

    for start, stop in rules.words(text):
        name = "".join(text[start:stop].split())
        kind = rules.kinds[name]
        between = text[end:start] if run else ""
        begin = end + len(between) - len(between.lstrip())
        close_by = gap_before(sheet.view, start)[0] == GLUED
        if run and not close_by and _REST.fullmatch(between) and not TABLE_NAME.search(between.rstrip()):  # 公开内容|范围: a longer cell
            end += len(between.rstrip())
            run[-1], between = replace(run[-1], end=end), ""
        if run and close_by and _FRONT.fullmatch(between) and kind[1] != "seq" and gap_before(sheet.view, begin)[0] != GLUED:
            start, between, close_by = begin, "", False  # 相应|领域
        if run and not between.strip() and kind[1] != "seq":
            glued += close_by
        elif (
            run and len(between) <= 14 and kind[1] != "seq" and _UNKNOWN_HEAD.fullmatch(between.strip())
            and not TABLE_NAME.search(between.strip()) and (gap_before(sheet.view, begin)[0] == GLUED) == close_by
        ):  # fmt: skip
            glued += 2 * close_by
            run.append(Column("other", "text", "some", begin, begin + len(between.strip())))
        else:
            close()
            run, known, glued = [], [], 0
        note = _HEAD_NOTE.match(text, stop)
        end = note.end() if note is not None else stop
        known.append(name)
        run.append(Column(*kind, start, end))
    close()
    return [_with_tail(sheet, with_lower_heads(text, h)) for h in out]


def _is_head(sheet: Sheet, run: Sequence[Column]) -> bool:
    """A head begins behind a blank, a line end or the table's name; it has a text column and one of units or times."""
    holds = {c.holds for c in run}
    before = sheet.text[max(0, run[0].start - 1) : run[0].start]
    begins = run[0].kind == "seq" or before in ("", "表", "）", "：") or gap_before(sheet.view, run[0].start)[0] != GLUED
    return begins and "text" in holds and bool(holds & {"unit", "time"}) and run[0].holds in ("seq", "text")


def _with_tail(sheet: Sheet, head: Head) -> Head:
    """The head with unknown words behind it, where the number 1 follows them: … 实施单位 受益户|1."""
    if head.columns[0].holds != "seq":
        return head
    m = _HEAD_TAIL.match(sheet.text, head.end)
    if m is None:
        return head
    column = Column("other", "text", "some", m.start("w"), m.end("w"))
    return Head((*head.columns, column), head.glued, head.start, m.end("w"))


def unread_heads(sheet: Sheet, covered: set[int], rules: FlattenedRules) -> tuple[str, ...]:
    """A warning for every line 序号 … that begins a table, as the next column word shows, and that no table covers."""
    out: list[str] = []
    for n, piece in enumerate(sheet.pieces):
        if n in covered or piece.block == "row" or not sheet.text.startswith("序号", piece.start):
            continue
        behind = sheet.text[piece.start + 2 : piece.start + 2 + _NEAR].split()
        if behind and sum(word.strip("|") in rules.kinds for word in behind[:6]) >= 1 and "：" not in behind[0]:
            shown = "".join(sheet.text[piece.start : piece.start + _SHOWN].split())
            out.append(f"“{shown}…”处像是表格，但表头残缺，没能还原，已按普通文字读入，请对照原件。")
    return tuple(out[:_MOST_WARNINGS])
