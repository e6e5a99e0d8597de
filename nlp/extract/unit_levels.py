"""The level prefix of a unit name: 市 in 市教育局, 奎屯市 in 奎屯市教育局, 市委 in 市委宣传部, none in 市场监督管理局."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from nlp.extract.unit_register import Body
from nlp.extract.unit_words import HAN, alternatives, words_of
from nlp.rulebook import Row

# A place does not hold the name of a unit: not 市公安局城中|区….
_NO_PLACE = re.compile(r"[局厅委办处院部科送报]|提交|中心|公司|银行|部门|单位|机关|机构|政府|和|与|及|各|级|有关|相关")
_NUMBER = re.compile(r"第?[0-9〇一二三四五六七八九十百]+\Z")


@dataclass(frozen=True, slots=True)
class Prefix:
    """Lengths of the level prefix (市) and of the party prefix (市委) of a name; 0 where it has none."""

    level: int = 0
    party: int = 0

    @property
    def size(self) -> int:
        """Length of what stands before the body."""
        return max(self.level, self.party)


@dataclass(frozen=True, slots=True)
class LevelRules:
    """Level words (市, 自治区, 师), words that only begin like one (市场, 乡村), and the party committees of levels."""

    words: tuple[str, ...]
    firsts: frozenset[str]
    traps: frozenset[str]
    guarded_traps: tuple[tuple[str, tuple[str, ...]], ...]
    party: re.Pattern[str]

    @classmethod
    def load(cls, rows: Iterable[Row]) -> LevelRules:
        """Read the kinds `level` and `trap` of `units-words.tsv`."""
        rows = tuple(rows)
        words = tuple(sorted((r["word"] for r in words_of(rows, "level")), key=len, reverse=True))
        traps = words_of(rows, "trap")
        return cls(
            words=words,
            firsts=frozenset(w[0] for w in words),
            traps=frozenset(r["word"] for r in traps if not r.get("unless")),
            guarded_traps=tuple((r["word"], r.items("unless")) for r in traps if r.get("unless")),
            # 市委, 自治区党委, 街道党工委; 市纪委 (whose departments are no 市委 departments); not 市委托
            party=re.compile(
                rf"(?P<level>(?:[{HAN}]{{2,8}}?)?{alternatives(words)})(?P<party>党委|党工委|纪?委)(?!员|托|办局|政府|派)"
            ),
        )

    def is_trap(self, text: str, at: int) -> bool:
        """Whether the level word at `at` is part of another word: 市场, 乡村, 社区; not 省 before 市场监管厅."""
        if text[at + 1 : at + 3] in self.traps:
            return False
        if text[at : at + 2] in self.traps or text[at : at + 3] in self.traps or (at and text[at - 1 : at + 1] in self.traps):
            return True
        return any(
            text.startswith(word, at) and not text.startswith(tuple(word + u for u in unless), at)
            for word, unless in self.guarded_traps
        )

    def party_prefix(self, name: str, is_body: Callable[[str], bool]) -> Prefix | None:
        """Prefix of a name that begins with a party committee, or None; `is_body` says whether the rest can be a body."""
        m = self.party.match(name)
        if m is None or self.is_trap(name, m.end("level") - 1) or _NO_PLACE.search(m["level"][:-1]):
            return None
        if m.end() < len(name) and not is_body(name[m.end() :]):
            return None
        return Prefix(m.end("level"), 0 if m["party"] == "纪委" else m.end())

    def level_prefix(self, name: str, bodies: Mapping[str, Body], is_body: Callable[[str], bool]) -> Prefix:
        """Level prefix of a name: the first before a known body, else the first before what can be a body."""
        best = 0
        for at, char in enumerate(name):
            level = next((w for w in self.words if name.startswith(w, at)), None) if char in self.firsts else None
            if level is None:
                continue
            rest = name[at + len(level) :]
            known = rest in bodies
            if not rest or not _can_be_place(name[:at], level) or (not known and len(level) < 3 and self.is_trap(name, at)):
                continue
            if known:
                return Prefix(at + len(level))
            if not best and is_body(rest):
                best = at + len(level)
        return Prefix(best)


def _can_be_place(place: str, level: str) -> bool:
    """Whether the words before a level word can be its place: 奎屯|市, 沙|县, 第八|师, or nothing at all."""
    if not place:
        return True
    if len(place) < 2 and level != "县" and not (level in "师团" and _NUMBER.match(place)):
        return False
    return _NO_PLACE.search(place) is None
