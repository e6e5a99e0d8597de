"""The text below the head of a flattened table: how far it reaches, its layout, its group headings and running numbers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise

from nlp.structure.flattened_cells import BLANK, GLUED, LINE, Atom, gap_before, is_measured, is_time, marked_open, tokens_of
from nlp.structure.flattened_heads import TABLE_NAME, FlattenedRules
from nlp.structure.flattened_points import NO_TASK, cut_at, points_of, row_parts
from nlp.structure.flattened_rows import Layout
from nlp.structure.flattened_upper import Head
from nlp.structure.lines import Sheet

_STOP = re.compile(
    r"附(?:件|表|录)(?:下载)? ?[0-9一二三四五六七八九十]{0,3}(?:[：: ]|\Z)|（(?:此件|联系人|本文)|抄送|主办："
    r"|责任编辑|上一篇|下一篇|扫一扫|打印|关闭窗口"
)
_NOTES = re.compile(r"(?:备 ?注|附 ?注|注|说 ?明)(?:[：:]|[0-9]+[.、：:])")
_NOTES_INSIDE = re.compile(r"(?:备注|附注|注|说明)：")
_NOTE_ITEM = re.compile(r"(?:[0-9]{1,2}[.、]|（[0-9]{1,2}）)")
GROUP = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十]{1,2}(?:部分|类)[：:、 ]?)\S"
)
_LONGEST_GROUP = 40
_WHOLE_DATE = re.compile(r"[0-9〇○零一二]{4}年[0-9一二三四五六七八九十]{1,2}月[0-9一二三四五六七八九十]{1,3}日\Z")
_PAGE = re.compile(r"(?:[-—–] ?[0-9]{1,3} ?[-—–]|第[0-9]{1,3}页(?:[，/ ]?共[0-9]{1,3}页)?)\Z|（?续表?）?\Z")
_COUNT = re.compile(r"[（(]?(?P<n>[0-9]{1,3})[)）]?[.、．]?\Z")
_COUNT_BEFORE = re.compile(r"(?P<n>[0-9]{1,3})[.、．]?(?=[^0-9.、．\-%])")
_NO_COST = {"text": 0.0, "unit": 0.0, "time": 0.0, "number": 0.0, "channel": 0.0, "person": 0.0, "tick": 0.0, "basis": 0.0, "item": 0.0}


class Region:
    """The text below a head, up to where the table may end."""

    def __init__(
        self, sheet: Sheet, starts: Sequence[int], head: Head, again: Sequence[Head], limit: int, rules: FlattenedRules
    ) -> None:
        """`starts`: beginnings of all pieces; `again`: heads that repeat this one; `limit`: where the next thing begins."""
        self.sheet, self.head, self.again, self.limit, self.rules = sheet, head, again, limit, rules
        self.layout: Layout = "run"
        self.first = max(0, bisect_right(starts, head.end - 1) - 1)
        before = bisect_right(starts, head.start) - 2
        self.title = sheet.words(before) if before >= 0 and TABLE_NAME.search(sheet.words(before)) else ""

    def ends(self) -> tuple[int, int]:
        """Where the rows end at the latest, and where the notes below them do."""
        sheet = self.sheet
        n, end = self.first, self.head.end
        while n < len(sheet.pieces) and sheet.pieces[n].start < self.limit:
            piece, words = sheet.pieces[n], sheet.words(n)
            if n > self.first and (piece.block != "text" or _STOP.match(words) or self._signed(n)):
                break
            if n > self.first and _NOTES.match(words):
                return end, self._notes(n)
            inside = _NOTES_INSIDE.search(sheet.text, max(piece.start + 1, self.head.end), min(piece.end, self.limit))
            if inside is not None and gap_before(sheet.view, inside.start())[0] != GLUED:
                return inside.start(), piece.end
            end = min(piece.end, self.limit)
            n += 1
        return end, end

    def _signed(self, n: int) -> bool:
        """Whether a signature stands here: a body alone, then a whole date."""
        after = self.sheet.words(n + 1) if n + 1 < len(self.sheet.pieces) else ""
        return _WHOLE_DATE.match(after) is not None and self.rules.cells.is_units(self.sheet.words(n))

    def _notes(self, n: int) -> int:
        """The end of notes that begin at a piece: 备注：1.… and the numbered lines below it."""
        sheet = self.sheet
        while n + 1 < len(sheet.pieces) and _NOTE_ITEM.match(sheet.words(n + 1)) and sheet.pieces[n + 1].block == "text":
            n += 1
        return sheet.pieces[n].end

    def atoms(self, end: int) -> list[Atom]:
        """Atoms in order, running numbers marked; sets the layout."""
        sheet, text = self.sheet, self.sheet.text
        tokens = list(tokens_of(sheet.view, self.head.end, end))
        tokens = self._without_repeats(tokens)
        gaps = [gap_before(sheet.view, a) for a, _ in tokens]
        self.layout = self._layout_of(tokens, gaps)
        points = self._points(tokens)
        if points:
            tokens = cut_at(tokens, sorted(points))
            gaps = [gap_before(sheet.view, a) for a, _ in tokens]
        usual = _usual([n for g, n in gaps if g == LINE])
        headings = self._headings(tokens, gaps) | {i for i, (a, _) in enumerate(tokens) if points.get(a) == "group"}
        again = {i for i, (a, _) in enumerate(tokens) if points.get(a) == "again"}
        split: list[tuple[int, int, int, int, bool]] = []
        fresh = False
        for i, ((a, b), (gap, lines)) in enumerate(zip(tokens, gaps, strict=True)):
            if i in headings:
                fresh = True
            if i in headings or i in again:
                continue
            empties = max(0, lines // usual - 1) if gap == LINE and self.layout == "cells" else 0
            if points and gap == BLANK and a not in points:
                empties = 1  # cells are glued: a blank is what is left of an empty one
            split.append((a, b, gap, empties, fresh))
            fresh = False
        counts = self._counts(split)
        places = sorted(counts)
        atoms: list[Atom] = []
        for a, b, gap, empties, first in split:
            begin = a
            number = counts.get(a)
            if number is not None:
                atoms.append(Atom(a, number, gap, empties, _NO_COST, True, first))
                begin, gap, empties, first = number, GLUED, 0, False
            for x, y in row_parts(text, begin, b, self.rules.cells) if points else self._parts(begin, b, counts, places):
                if x in counts and x != a:
                    atoms.append(Atom(x, counts[x], GLUED, 0, _NO_COST, True, False))
                    x, gap = counts[x], GLUED
                if x < y:
                    after_number = bool(atoms) and atoms[-1].number and atoms[-1].end == x
                    atoms.append(
                        Atom(
                            x,
                            y,
                            LINE if after_number and self.layout == "cells" else gap,
                            empties,
                            self.rules.cells.costs(text[x:y]) | (NO_TASK if points and x > begin else {}),
                            False,
                            first,
                            x in points,
                        )
                    )
                gap, empties, first = GLUED, 0, False
        return marked_open(text, atoms)

    def _points(self, tokens: Sequence[tuple[int, int]]) -> dict[int, str]:
        """Where rows begin by numbers inside their first cells, where no column holds them (`points_of`)."""
        if not tokens or self.layout != "run" or not self.head.glued or any(c.holds == "seq" for c in self.head.columns):
            return {}
        return points_of(self.sheet.text, tokens[0][0], tokens[-1][1], self.rules.cells)

    def _parts(self, begin: int, end: int, counts: Mapping[int, int], places: Sequence[int]) -> list[tuple[int, int]]:
        """Parts of a token: cut at running numbers and, where cells may be glued, at units and times."""
        text = self.sheet.text
        within = places[bisect_right(places, begin) : bisect_left(places, end)] if self.layout != "cells" else []
        edges = [begin, *within, end]
        out: list[tuple[int, int]] = []
        holds = {c.holds for c in self.head.columns}
        numbers = "number" in holds and self.head.glued
        catalogue = self.head.glued and bool(holds & {"basis", "channel"})
        for a, b in pairwise(edges):
            low = counts.get(a, a)
            if self.layout == "cells" or low >= b or self.rules.cells.is_whole(text, low, b):
                out.append((a, b))
                continue
            parts = self.rules.cells.split(text, low, b, numbers, catalogue)
            out += [(a, parts[0][1]), *parts[1:]]
        return out

    def _without_repeats(self, tokens: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Tokens without the head repeated behind a page break, the table's name before it and page numbers."""
        text = self.sheet.text
        heads = [(h.start, h.end) for h in self.again]
        out: list[tuple[int, int]] = []
        k = 0
        skip = -1
        for a, b in tokens:
            if a < skip:
                continue
            while k < len(heads) and heads[k][1] <= a:
                k += 1
            if k < len(heads) and heads[k][0] < b:
                if out and a <= heads[k][0] and TABLE_NAME.search(text[out[-1][0] : out[-1][1]]):
                    out.pop()
                if heads[k][1] < b:
                    out.append((heads[k][1], b))
                continue
            if gap_before(self.sheet.view, a)[0] == LINE:
                line = text[a : self._line_end(a)]
                if line == self.title or _PAGE.match(line):
                    skip = a + len(line)
                    continue
            out.append((a, b))
        return out

    def _layout_of(self, tokens: Sequence[tuple[int, int]], gaps: Sequence[tuple[int, int]]) -> Layout:
        text = self.sheet.text
        lines = [i for i, (g, _) in enumerate(gaps) if g == LINE or i == 0]
        if len(lines) < 3:
            return "run"
        counted = self.head.columns[0].holds == "seq"
        full = sum(b - a > 1 for a, b in pairwise([*lines, len(tokens)]))
        begins = sum(bool(_COUNT_BEFORE.match(text, tokens[i][0]) or _COUNT.match(text[slice(*tokens[i])])) for i in lines)
        if full * 2 > len(lines) and (begins * 2 >= len(lines) or not counted):
            return "rows"
        if self.head.glued and begins * 2 >= len(lines) and len(lines) > 2 and full * 3 < len(lines):
            glued_rows = sum(not _COUNT.match(text[slice(*tokens[i])]) for i in lines)
            return "rows" if glued_rows * 2 > len(lines) else "cells"
        return "cells" if full * 2 <= len(lines) else "run"

    def _headings(self, tokens: Sequence[tuple[int, int]], gaps: Sequence[tuple[int, int]]) -> set[int]:
        """Tokens of group headings: a line 一、抓项目、扩投资, or such a run before a running number."""
        text = self.sheet.text
        out: set[int] = set()
        for i, (a, _) in enumerate(tokens):
            if gaps[i][0] == GLUED or not GROUP.match(text, a):
                continue
            last = i
            if self.layout != "run":
                end = self._line_end(a)
                while last + 1 < len(tokens) and tokens[last + 1][1] <= end:
                    last += 1
                follows = last - i < 2
            else:
                follows = i + 1 < len(tokens) and _COUNT_BEFORE.match(text, tokens[i + 1][0]) is not None
            if follows and tokens[last][1] - a <= _LONGEST_GROUP and text[tokens[last][1] - 1] not in "。；，":
                out.update(range(i, last + 1))
        return out

    def _line_end(self, at: int) -> int:
        end = self.sheet.text.find("\n", at)
        return end if end >= 0 else len(self.sheet.text)

    # ------------------------------------------------------------ running numbers
    def _counts(self, split: Sequence[tuple[int, int, int, int, bool]]) -> dict[int, int]:
        """Where running numbers begin -> where they end: the best chain 1, 2, 3 … through all numbers that may be one."""
        if self.head.columns[0].holds != "seq":
            return {}
        found: list[tuple[int, int, int, float, bool]] = []  # start, end, value, score, a group begins
        for a, b, gap, _, fresh in split:
            found += [(s, e, v, score, fresh and s == a) for s, e, v, score in self._candidates(a, b, gap)]
        best: dict[int, tuple[float, int]] = {}
        back: list[int] = []
        scores: list[float] = []
        for n, (_, _, value, score, fresh) in enumerate(found):
            ways = [(0.0 if value == 1 else -3.0 * min(value, 3), -1)]
            if (one := best.get(value - 1)) is not None:
                ways.append((one[0] + 1.5, one[1]))
            if (two := best.get(value - 2)) is not None:
                ways.append((two[0] + 0.2, two[1]))
            if (same := best.get(value)) is not None:
                ways.append((same[0] - 0.5, same[1]))
            if value == 1 and fresh and (top := max(best.values(), default=None)) is not None:
                ways.append((top[0] + 1.0, top[1]))
            top_score, before = max(ways)
            scores.append(top_score + score)
            back.append(before)
            if value not in best or best[value][0] < scores[-1]:
                best[value] = (scores[-1], n)
        at = max(range(len(found)), key=scores.__getitem__, default=-1)
        out: dict[int, int] = {}
        while at >= 0:
            out[found[at][0]] = found[at][1]
            at = back[at]
        from_one = any(_COUNT.match(self.sheet.text[a:b]) and int(re.sub(r"[^0-9]", "", self.sheet.text[a:b])) == 1 for a, b in out.items())
        return out if from_one or self.layout != "cells" else self._excerpt(split) or out

    def _excerpt(self, split: Sequence[tuple[int, int, int, int, bool]]) -> dict[int, int]:
        """Numbers alone on their lines that rise but are no count: 3, 68, 69, the tasks of one body out of a longer table."""
        text, out, last = self.sheet.text, {}, 0
        if any(c.holds == "number" for c in self.head.columns):
            return {}
        for a, b, gap, _, _ in split:
            alone = _COUNT.match(text[a:b]) if gap == LINE else None
            if alone is not None and int(alone["n"]) > last:
                out[a], last = b, int(alone["n"])
        return out if len(out) > 1 else {}

    def _candidates(self, a: int, b: int, gap: int) -> list[tuple[int, int, int, float]]:
        """Numbers of a token that may count rows, with how likely that is."""
        text = self.sheet.text
        alone = _COUNT.match(text[a:b])
        if alone is not None:
            return [(a, b, int(alone["n"]), 1.5 if self.layout != "rows" or gap == LINE else -0.5)]
        out: list[tuple[int, int, int, float]] = []
        first = _COUNT_BEFORE.match(text, a, b)
        if first is not None and (self.layout != "rows" or gap == LINE):
            out.append(
                (
                    a,
                    first.end(),
                    int(first["n"]),
                    -2.0 if is_measured(text, first.end()) else 0.5 if self.layout != "cells" else -0.5,
                )
            )
        if self.layout != "run" or (not self.head.glued and b - a < 4):
            return out
        amounts = self.head.columns[-1].holds == "number" or self.head.columns[-1].kind == "other"
        for m in re.finditer(r"(?<![0-9.第〔\[－—\-])[0-9]{1,6}(?![0-9.%％月日]|年(?!度))", text[a:b]):
            if a + m.start() == a and first is not None:
                continue
            end = a + m.end()
            score = (-1.5 if is_measured(text, end) else 0.0) + self._closed_before(a + m.start())
            if len(m[0]) <= 3:
                out.append((a + m.start(), end, int(m[0]), score))
            if amounts:
                out += [(end - k, end, int(m[0][-k:]), score) for k in range(1, min(len(m[0]), 4)) if m[0][-k] != "0"]
        return out

    def _closed_before(self, at: int) -> float:
        """Whether what ends before a glued number may be the last cell of a row: a time, a unit, a stop."""
        before = self.sheet.text[max(self.head.end, at - 12) : at]
        if is_time(before[-6:]) or before[-1:] in "。；" or self.rules.cells.ending.search(before):
            return 0.8
        return -0.8


def _usual(lines: Sequence[int]) -> int:
    """How many line ends commonly part two cells."""
    return max(1, sorted(lines)[len(lines) // 2]) if lines else 1
