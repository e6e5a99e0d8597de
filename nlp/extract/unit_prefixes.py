"""Restoring what a list leaves out: 市委组织部、宣传部 -> 市委宣传部; 市发改委、人社局 -> 市人社局; 各街道、乡 -> 各乡; 财政、审计部门 -> 财政部门.

Nothing is invented: what is restored stands in the same clause, and a name is the concatenation of view ranges.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.extract.unit_lists import Item, UnitList
from nlp.extract.unit_names import NameRules

Range = tuple[int, int]

_LEVEL_WORD = re.compile(
    r"各?(?P<level>自治区|自治州|地区|直辖市|设区的?市|[省市县区州盟旗乡镇](?:（[^（）]{1,6}）)?)(?:级(?!以))?(?![直属域内外])"
)
_EACH_LEVEL = re.compile(r"各(?:自治区|自治州|地区|直辖市|设区的?市|[省市县区州盟旗])(?:（[^（）]{1,6}）)?\Z")
_LEVEL_OF_DIRECT = re.compile(r"[省市县区州盟旗镇乡师](?=[直级属])")


@dataclass(frozen=True, slots=True)
class Named:
    """A unit with its name as view ranges; `prefix` is the length of the level or party prefix of that name."""

    parts: tuple[Range, ...]
    item: Item
    collective: bool
    prefix: int

    def text(self, view_text: str) -> str:
        """The name in the view's Simplified text."""
        return "".join(view_text[a:b] for a, b in self.parts)


@dataclass(frozen=True, slots=True)
class Running:
    """Prefixes that a list carries on: level (市), party (市委), each (各) and a modifier of departments (各级, 省级)."""

    level: Range | None = None
    party: Range | None = None
    each: Range | None = None
    modifier: Range | None = None


def restore(
    text: str, units: UnitList, rules: NameRules, shared: re.Pattern[str], running: Running
) -> tuple[list[Named], Running]:
    """Names of the items of a list, and the prefixes that a further list of the same clause carries on."""
    out: list[Named] = []
    for i, item in enumerate(units.items):
        word = text[item.start : item.end]
        parts: tuple[Range, ...] = ((item.start, item.end),)
        tail = _shared_ending(text, units, i, rules)
        if tail is not None:
            parts = (*parts, tail)
        before, prefix = _dropped_prefix(text, item, word, rules, running, units.items[i - 1] if i else None)
        if before is not None:
            parts = (before, *parts)
        collective = (
            item.name.kind == "class" or "各" in word or word.startswith("全") or (before is not None and text[before[0]] == "各")
        )
        if item.name.kind == "stem" and not item.name.shared and tail is not None:
            collective = prefix == 0 and item.name.level == 0
        if item.name.kind == "class" and before is not None and prefix and word.endswith("部门"):
            collective = False
        out.append(Named(parts, item, collective, prefix or max(item.name.level, item.name.party)))
        running = _carried(text, item, word, shared, running)
    return out, running


def _dropped_prefix(
    text: str, item: Item, word: str, rules: NameRules, running: Running, previous: Item | None
) -> tuple[Range | None, int]:
    """The range to put before an item, and the length of the level or party prefix that this makes."""
    name = item.name
    if name.level or (name.kind == "class" and rules.each.match(word)):
        follows = previous is not None and (
            (previous.name.shared and previous.name.kind == "stem") or _EACH_LEVEL.match(text[previous.start : previous.end])
        )
        level = _LEVEL_WORD.match(word)
        if running.each and follows and not word.startswith("各") and level and not rules.each.match(word, level.end()):
            return running.each, 0
        return None, 0
    if running.modifier and (word.endswith("部门") or word in ("政府", "人民政府")):
        return running.modifier, 0
    if name.kind == "stem" and name.shared:
        return (running.each, 0) if running.each and not word.startswith("各") else (None, 0)
    if running.each and previous is not None and (name.kind == "class" or word in rules.plain) and name.attach == "none":
        return running.each, 0
    if name.attach == "party" and running.party:
        return running.party, running.party[1] - running.party[0]
    if name.attach != "none" and running.level:
        return running.level, running.level[1] - running.level[0]
    return None, 0


def _shared_ending(text: str, units: UnitList, at: int, rules: NameRules) -> Range | None:
    """The ending that an item shares with a later one: 部门 in 财政、审计部门, 人民政府 in 市、县人民政府."""
    item = units.items[at]
    word = text[item.start : item.end]
    if (item.name.kind == "stem" and item.name.shared) or _EACH_LEVEL.match(word):
        for later in units.items[at + 1 :]:
            if later.name.kind == "stem" and later.name.shared:
                continue
            m = _LEVEL_WORD.match(text, later.start, later.end)
            own = m is not None and rules.each.match(text, m.end(), later.end)
            if (
                m
                and not own
                and m.end() < later.end
                and not text.startswith("各", later.start)
                and later.joined in ("、", "和", "及", "或", "或者")
            ):
                return m.end(), later.end
            return None
        return None
    if item.name.kind != "stem":
        return None
    last = units.items[-1]
    if units.etc and units.others and item.name.level == 0 and units.items[0].name.level == 0:
        noun = text[units.others[0] : units.others[1]]
        return units.others if noun in ("部门", "单位", "机构", "机关", "企业") else None
    if not units.etc and last.name.shared and last.name.kind != "stem" and not text.startswith("各", last.start):
        suffix = rules.suffix_of(text[last.start : last.end])
        return (last.end - len(suffix.text), last.end) if suffix is not None else None
    return None


def _carried(text: str, item: Item, word: str, shared: re.Pattern[str], running: Running) -> Running:
    """What an item adds to the prefixes carried on. A new explicit prefix changes the running one; an area's government does not."""
    name = item.name
    level, party, each, modifier = running.level, running.party, running.each, running.modifier
    if m := shared.match(word):
        modifier = (item.start, item.start + m.end()) if m[0] != "各" and m.end() < len(word) else None
    elif name.level or name.kind in ("known", "formed"):
        modifier = None
    if word.startswith("各") and not word.startswith("各级"):
        each = (item.start, item.start + 1)
    elif name.kind != "class" and not (name.kind == "stem" and name.shared):
        each = None
    if name.level and not name.area:
        if level is None or text[level[0] : level[1]] != text[item.start : item.start + name.level]:
            party = None
        level = (item.start, item.start + name.level)
        if name.party:
            party = (item.start, item.start + name.party)
    elif not name.level and (m := _LEVEL_OF_DIRECT.match(word)) and name.kind != "class":
        level = (item.start, item.start + 1)
    return Running(level, party, each, modifier)


def names_of(named: Sequence[Named], view_text: str) -> list[str]:
    """Names of units in the view's text, for messages and tests."""
    return [n.text(view_text) for n in named]
