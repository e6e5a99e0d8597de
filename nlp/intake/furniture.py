"""Page furniture and label boxes: which lines of a page are not the document, and which carry its metadata.

Shared by all readers; the words stand in `rules/furniture.tsv`. Lines are compared in a squeezed form: without blanks, one form
of colon, bracket and arrow, Latin letters small; so 【关 闭 窗 口】 and [关闭窗口] are one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from nlp.rulebook import Row, Rulebook, check_examples, compile_pattern

LineClass = Literal["text", "furniture", "label"]

_SAME = str.maketrans(
    "：:﹕︰[]［］〔〕〖〗(（)）＞»›→⇒≫｜│丨&",
    "：：：：【】【】【】【】（（））>>>>>>|||&",
)
_NAMED = re.compile(r"\(\?P<[a-z0-9_]+>")

_COLON = re.compile("】?：")  # behind a label's name: 索引号： or 【索引号】：

# Marks that stand between pieces of furniture and mean nothing.
_SEPARATORS = frozenset("【】（）<>|·•：-—_–~/\\、,，.。；;*★☆◆◇■□▲△▼▽●○←↑↓=+`'\"“”《》〈〉！!#√×✕")

_SLOTS = {
    "n": "[0-9][0-9,]{0,9}",
    "rest": ".{0,200}",
    "short": "[^，。；：、]{0,24}",
    "dots": "[.…·．]*",
    "name": "[^，。；：]{1,12}",
    "sizes": "[特超大中小默认正常标准/|·【】]{0,14}",
    # column names parted by arrows, each at most 16 characters; the last one may be missing
    "path": r"[^>，。：|/-]{1,16}(?:[>|/-]+[^>，。：|/-]{1,16}){0,8}>*",
}
LONG = 240  # a line beyond this length is never furniture as a whole
EDGE = 120  # how much of a long line's ends is looked at


@dataclass(frozen=True, slots=True)
class Squeezed:
    """A line without blanks in comparable form; `at[i]` is the place of its character i in the line."""

    text: str
    at: tuple[int, ...]


def comparable(line: str) -> str:
    """A line without blanks in comparable form."""
    return "".join(line.split()).replace("\u200b", "").replace("\ufeff", "").translate(_SAME).lower()


def squeeze(line: str, start: int = 0, end: int | None = None) -> Squeezed:
    """Comparable form of a line or of a part of it."""
    at = tuple(
        i for i in range(start, len(line) if end is None else end) if not line[i].isspace() and line[i] not in "\u200b\ufeff"
    )
    return Squeezed("".join(line[i] for i in at).translate(_SAME).lower(), at)


@dataclass(frozen=True, slots=True)
class Label:
    """A label of the box with its value; offsets in the line. `weak` names count only beside others."""

    name: str
    value: str
    start: int
    end: int
    weak: bool


@dataclass(frozen=True, slots=True)
class FurnitureRules:
    """The compiled table: alternatives by kind."""

    pieces: re.Pattern[str]  # furniture and marks from one end to the other
    piece: re.Pattern[str]  # one of them
    lines: re.Pattern[str]
    heads: re.Pattern[str]
    tails: re.Pattern[str]
    rests: re.Pattern[str]
    labels: re.Pattern[str]
    weak: frozenset[str]

    @classmethod
    def load(cls, book: Rulebook) -> FurnitureRules:
        """Read and check `furniture.tsv`."""
        by_kind: dict[str, list[str]] = {k: [] for k in ("piece", "line", "head", "tail", "rest")}
        strong: list[str] = []
        weak: list[str] = []
        for row in book.table("furniture"):
            kind = row["kind"]
            if kind in ("label", "weak"):
                (strong if kind == "label" else weak).extend(_names(row))
                continue
            if kind not in by_kind:
                raise row.fault(f"kind 只能是 {'、'.join([*by_kind, 'label', 'weak'])}，不能是“{kind}”，请更正。")
            try:
                source = _NAMED.sub("(?:", compile_pattern(_longest_first(row["pattern"]), _SLOTS))
                pattern = re.compile(source)
            except ValueError as error:
                raise row.fault(f"pattern {error}，请更正。") from error
            check_examples(row, _finder(kind, pattern))
            by_kind[kind].append(source)
        names = sorted(strong + weak, key=len, reverse=True)
        piece = f"(?>{'|'.join(by_kind['piece'])})"
        marks = f"[{re.escape(''.join(sorted(_SEPARATORS)))}]"
        whole = by_kind["line"] + by_kind["head"] + by_kind["tail"]
        return cls(
            pieces=re.compile(f"{marks}*+(?:{piece}{marks}*+)++"),
            piece=re.compile(piece),
            lines=re.compile("|".join(whole)),
            heads=re.compile("|".join(by_kind["head"])),
            tails=re.compile(f"(?:{'|'.join(by_kind['tail'])})[】）。|]*$"),
            rests=re.compile("|".join(by_kind["rest"])),
            labels=re.compile("(?:" + "|".join(map(re.escape, names)) + ")"),
            weak=frozenset(weak),
        )

    # ------------------------------------------------------------ furniture
    def is_furniture(self, line: str) -> bool:
        """Whether a line, looked at alone, is nothing but furniture."""
        if len(line) > 4 * LONG:
            return False
        s = comparable(line)
        if not s or len(s) > LONG:
            return False
        return bool(self.pieces.fullmatch(s) or self.lines.fullmatch(s.strip("【】（）|")))

    def trim(self, line: str) -> tuple[int, int]:
        """Range of a line without furniture at its head (breadcrumb) and tail (责任编辑, buttons); the whole line mostly."""
        start, end = 0, len(line)
        if self.heads.match(comparable(line[:EDGE])):
            head = squeeze(line, 0, min(end, EDGE))
            m = self.heads.match(head.text)
            if m and m.end() < len(head.text):
                start = _path_end(line, head.at[m.end() - 1] + 1)
        while True:
            cut = self._tail_start(line, max(start, end - EDGE), end)
            if cut >= end:
                break
            end = cut
        return (start, end) if start < end else (0, len(line))

    def _tail_start(self, line: str, start: int, end: int) -> int:
        """Where the last tail furniture of line[start:end] begins; `end` where there is none."""
        text = comparable(line[start:end])
        m = self.tails.search(text)
        begin = m.start() if m else text.rfind("【") if text.endswith("】") else -1
        if begin < 0 or (m is None and not self.pieces.fullmatch(text, begin)):
            return end
        begin -= m is not None and begin > 0 and text[begin - 1] in "【（"
        return squeeze(line, start, end).at[begin]

    # ------------------------------------------------------------ labels
    def labels_of(self, line: str, cells: bool = False) -> list[Label]:
        """Labels with their values in a line that begins with a label; [] for any other line.

        A name counts before a colon; with `cells` also where it fills a tab-parted cell. Furniture ends a value.
        """
        if len(line) > 4 * LONG or not any(c in line for c in "：:﹕︰\t"):
            return []
        s = squeeze(line)
        marks: list[tuple[int, int, str]] = []  # start, end of "name：" in squeezed text, name
        breaks = {i for i, p in enumerate(s.at) if p and line[p - 1] == "\t"} | {0} if cells else {0}
        for m in self.labels.finditer(s.text):
            colon = _COLON.match(s.text, m.end())
            ends_cell = m.end() == len(s.text) or m.end() in breaks
            if colon or (cells and m.start() in breaks and ends_cell):
                marks.append((m.start(), colon.end() if colon else m.end(), m[0]))
        if not marks or s.text[: marks[0][0]].strip("".join(_SEPARATORS)):
            return []
        stops = [a for a, _, _ in marks] + [len(s.text)]
        found = []
        for i, (_, value_start, name) in enumerate(marks):
            value_end = self._value_end(s.text, value_start, stops[i + 1])
            a = s.at[value_start] if value_start < len(s.at) else len(line)
            b = s.at[value_end - 1] + 1 if value_end > value_start else a
            value = " ".join(line[a:b].split()).strip("|【】[] 　") if name else ""
            found.append(Label(name, value, s.at[marks[i][0]], b, name in self.weak))
        return found

    def _value_end(self, s: str, start: int, end: int) -> int:
        """Where a value ends: at the next label or at the first piece of furniture that runs on to it."""
        for m in self.piece.finditer(s, start, end):
            if self.pieces.fullmatch(s, m.start(), end):
                return m.start()
        return end

    def is_label_line(self, line: str) -> bool:
        """A line of a label box: labels with short values, at least one name that is no everyday word."""
        labels = self.labels_of(line, cells=True)
        return bool(labels) and not all(x.weak for x in labels) and _short(labels)

    # ------------------------------------------------------------ whole documents
    def classify(self, lines: Sequence[str]) -> list[LineClass]:
        """Class of every line of a document (blank lines are text)."""
        out: list[LineClass] = ["text"] * len(lines)
        filled = [i for i, line in enumerate(lines) if line.strip()]
        for i in filled:
            if self.is_furniture(lines[i]):
                out[i] = "furniture"
        self._mark_labels(lines, filled, out)
        self._mark_rest(lines, filled, out)
        return out

    def _mark_labels(self, lines: Sequence[str], filled: list[int], out: list[LineClass]) -> None:
        near = [*filled[:60], *filled[-12:]] if len(filled) > 72 else filled
        for i in near:
            if out[i] == "text" and self.is_label_line(lines[i]):
                out[i] = "label"
        order = {i: n for n, i in enumerate(filled)}
        for step in (1, -1):  # weak names and values on their own line, next to a label line
            for i in near if step == 1 else reversed(near):
                n = order[i] - step
                before = filled[n] if 0 <= n < len(filled) else None
                if out[i] != "text" or before is None or out[before] != "label":
                    continue
                labels = self.labels_of(lines[i], cells=True)
                if labels:
                    if _short(labels):
                        out[i] = "label"
                elif step == 1 and _awaits_value(self.labels_of(lines[before], cells=True)) and _may_be_value(lines[i]):
                    behind = filled[order[i] + 1] if order[i] + 1 < len(filled) else None
                    if behind is not None and self.labels_of(lines[behind]):  # the box goes on: what stands here is a value
                        out[i] = "label"

    def _mark_rest(self, lines: Sequence[str], filled: list[int], out: list[LineClass]) -> None:
        """From 相关阅读 on everything is furniture, where it stands in the second half and no paragraph follows."""
        for n, i in enumerate(filled):
            if n < len(filled) // 2 or out[i] == "label":
                continue
            s = comparable(lines[i]) if len(lines[i]) < 60 else ""
            if self.rests.fullmatch(s) and not any("。" in lines[j] for j in filled[n + 1 :]):
                for j in filled[n:]:
                    out[j] = "furniture"
                return


def _longest_first(pattern: str) -> str:
    """Alternatives by length, so that 分享到 is tried before 分享."""
    return re.sub(r"\[([^\[\]()]*)\]", lambda m: "[" + "|".join(sorted(m[1].split("|"), key=len, reverse=True)) + "]", pattern)


def _names(row: Row) -> list[str]:
    names = [p for p in row["pattern"].strip("[]").split("|") if p]
    if not names:
        raise row.fault("pattern 应当写成 [名称|别名]，请补上。")
    pattern = re.compile("(?:" + "|".join(map(re.escape, names)) + ")：")
    check_examples(row, lambda text: [m[0] for m in [pattern.match(comparable(text))] if m])
    return names


def _finder(kind: str, pattern: re.Pattern[str]) -> Callable[[str], list[str]]:
    """What one row alone finds in an example."""

    def find(text: str) -> list[str]:
        s = comparable(text)
        if kind == "piece":
            rest = "".join(c for c in pattern.sub("", s) if c not in _SEPARATORS)
            return [s] if not rest and pattern.search(s) else []
        if kind in ("line", "rest"):
            return [m[0] for m in [pattern.fullmatch(s)] if m]
        m = pattern.match(s) if kind == "head" else pattern.search(s)
        return [m[0]] if m else []

    return find


def _path_end(line: str, at: int) -> int:
    """A breadcrumb found without blanks may have run into the text behind it: it ends at the first blank after its last arrow."""
    arrow = max(line.rfind(mark, 0, at) for mark in ">＞»›→-")
    for i in range(max(arrow + 1, 0), at):
        if line[i].isspace() and line[arrow + 1 : i].strip():
            return i
    return at


def _short(labels: list[Label]) -> bool:
    return all(len(x.value) <= 80 and "。" not in x.value for x in labels)


def _awaits_value(labels: list[Label]) -> bool:
    return len(labels) == 1 and not labels[0].value


def _may_be_value(line: str) -> bool:
    """A short line behind a label without value; the title of the document is longer or names its subject (关于…)."""
    text = line.strip()
    return len(text) <= 40 and "。" not in text and "关于" not in text


@lru_cache(maxsize=1)
def standard_rules() -> FurnitureRules:
    """The rules of this installation, read once a process."""
    return FurnitureRules.load(Rulebook())
