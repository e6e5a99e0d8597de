"""Lists of units in a text: 市发改委、人社局、财政局等部门, 各街道、乡, 街道（乡）及各相关部门和单位.

A list is read forwards from a place where one may begin. It ends where no further unit follows; what stands behind it (a verb, 等部门)
decides elsewhere whether it means anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from nlp.extract.unit_names import _NAME_RUN, HAN, LONGEST_NAME, Name, NameRules, alternative_in_brackets, guarded, words_of
from nlp.rulebook import Row, Rulebook
from nlp.types import Role

_SEPARATOR = re.compile(r"[、/／+＋]|以及|及其|及|和|与|或者?|暨")
_COMMA = re.compile(r"，(?:以及|及|和)?")
_BLANK = re.compile(r"[ \t\n]*(?:[、，/／；]|以及|及其|及|和|与)?[ \t\n]*")
# 等部门, 等有关部门, 等8个部门, 等部门和单位; the words after 等 can serve as the shared suffix of bare stems.
_AND_OTHERS = re.compile(
    r"等(?:[0-9一二三四五六七八九十两]{0,3}个?)(?:市|县|区|省)?(?:直|级|各|有关|相关|职能|行政|主管|监管|执法|行业|成员|责任|业务|驻[^，。]{1,2}){0,4}"
    r"(?P<noun>部门|单位|机构|机关|企业|乡镇街道|镇街|乡镇|镇（街道）|乡镇（街道）|街道|镇|乡|地区|地|方面|科室|处室|院系|学校)?"
    r"(?:(?:和|及|、|与)(?:有关|相关|各)?(?:单位|部门|企业|机构))?"
)
_NEXT_UNIT = re.compile(rf"[省市县区州盟旗镇乡师各][{HAN}]")
# The ending belongs to the next word: 户籍所|在地, 处|于, 大部|分.
_INSIDE_WORD = re.compile(
    r"(?<=所)[在属有需涉持辖处得用做列指产附]|(?<=处)于|(?<=部)分|(?<=社)会|(?<=[县市区])[级直属]|(?<=科)学"
)
_NEXT_LEVEL = re.compile(r"[省市县区州盟旗镇乡各]")
_LOOSE = re.compile(rf"(?P<stem>[{HAN}]{{2,8}}?)(?=[、和及与]|等)")
_LEVEL_ALONE = re.compile(
    r"(?P<level>各?(?:自治区|自治州|地区|直辖市|设区的?市|[省市县区州盟旗乡镇])级?(?:（[市区县旗场、街道乡镇]{1,6}）)?)(?=[、和及或])"
)


@dataclass(frozen=True, slots=True)
class Item:
    """A unit as it stands in the text: view range, what it is, and the role that a sign behind it gives (市发改委（牵头））."""

    start: int
    end: int
    name: Name
    joined: str = ""  # the separator before it
    sign: Role | None = None


@dataclass(frozen=True, slots=True)
class UnitList:
    """Items of one list; `end` is behind 等部门 where it has that, `others` its noun as a view range (or None).

    `sure`: its first unit is known, or formed with an ending that common words do not share.
    """

    items: tuple[Item, ...]
    end: int
    etc: bool = False
    sure: bool = True
    others: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ListRules:
    """How lists are read: `free` and `glued` match where a name can end."""

    names: NameRules
    free: re.Pattern[str]
    glued: re.Pattern[str]
    signs: Mapping[str, Role]

    @classmethod
    def load(cls, book: Rulebook, names: NameRules, verbs: Iterable[Row], roles: Iterable[Row]) -> ListRules:
        """Build the patterns from the verb and role tables."""
        words = book.table("units-words")
        stop = r"[、，；。：:！？\s（）“”《》〈〉【】\[\]〔〕/／+＋—…|]|及其?|以及|和|与|或|等|暨"
        last = f"(?<=[{re.escape(names.last)}])"
        verbs, roles = tuple(verbs), tuple(roles)
        role_words = guarded(roles)
        protected = "|".join(re.escape(r["word"]) for r in words_of(words, "joined"))
        joined = f"(?<!{protected.replace('|', ')(?<!')})" if protected else ""
        stop_free = stop.replace("|和|与", f"|{joined}和|{joined}与")
        return cls(
            names=names,
            free=re.compile(f"{last}(?=$|{stop_free}|{guarded(verbs)}|{role_words})"),
            glued=re.compile(f"{last}(?=$|{stop}|{role_words}|[0-9省市县区州盟旗镇乡各])"),
            signs={r["word"]: r["role"] for r in words_of(words, "sign")},  # type: ignore[misc]
        )

    # ------------------------------------------------------------ one item
    def read_item(self, text: str, at: int, limit: int, weak: bool, glued: bool = False, listed: bool = False) -> Item | None:
        """The unit that begins at `at`, or None. Of several ends the first that makes a name, or a longer one that is known.

        `weak`: endings that common words share do; `listed`: this is a place for units.
        """
        names = self.names
        if m := names.relative.match(text, at, min(limit, at + 60)):
            return Item(at, m.end(), Name("class", shared=True))
        run = _NAME_RUN.match(text, at, min(limit, at + LONGEST_NAME))
        if run is None or text[at] in "（“":
            return None
        best: Item | None = None
        ends = self.glued if glued else self.free
        for m in ends.finditer(text, at + 1, run.end()):
            end = m.start()
            candidate = text[at:end]
            if candidate.count("（") != candidate.count("）") or _INSIDE_WORD.match(text, end):
                continue
            if best is not None and "（" in text[best.end : end] and not self._alternatives(text, best.end):
                break
            name = names.name_of(candidate, weak, listed or (weak and at > 0 and text[at - 1] in "、和及与"))
            if name is None or name.kind == "stem" or not (weak or name.sure):
                continue
            if glued and end < limit and _NEXT_LEVEL.match(text, end) and not self._ends_here(text, end, limit, name):
                continue
            if best is None or name.kind == "known" or text[best.end] == "（":
                best = Item(at, end, name)
        if best is None or best.end >= limit or text[best.end] != "（":
            return best
        return self._with_brackets(text, best, limit)

    def _ends_here(self, text: str, at: int, limit: int, name: Name) -> bool:
        """Whether a name with nothing behind it but another unit ends: 县财政局|县教育局, not 各乡|镇."""
        if name.kind == "class":
            return False
        following = self.read_item(text, at, limit, True)
        return following is not None and (following.name.level > 0 or text[at] == "各")

    def _alternatives(self, text: str, at: int) -> bool:
        close = text.find("）", at, at + 16)
        return close > 0 and text[at + 1 : close] not in self.signs and alternative_in_brackets(text[at + 1 : close], self.names)

    def _with_brackets(self, text: str, item: Item, limit: int) -> Item:
        """Take a bracket behind the name into it (各单位（部门）, 市卫健委（爱卫办）) or read it as a sign (（牵头））."""
        close = text.find("）", item.end, min(limit, item.end + 18))
        if close < 0:
            return item
        content = text[item.end + 1 : close]
        if (sign := self.signs.get(content)) is not None:
            return replace(item, sign=sign)
        return replace(item, end=close + 1) if self._alternatives(text, item.end) else item

    def stem_at(self, text: str, at: int, limit: int) -> Item | None:
        """A unit without its ending: 市国土 in 市国土、住建等部门, 财政 in 财政、审计部门, 市 in 市、县人民政府."""
        if m := _LEVEL_ALONE.match(text, at, limit):
            return Item(at, m.end(), Name("stem", attach="none", shared=True))
        if m := _LOOSE.match(text, at, min(limit, at + 12)):
            name = self.names.name_of(m["stem"], expected=True)
            if name is None:
                bad = (
                    self.names.not_inside.search(m["stem"])
                    or self.names.not_first.match(m["stem"])
                    or self.names.no_unit.search(m["stem"])
                )
                return None if bad else Item(at, m.end(), Name("stem", attach="level", sure=False))
            return Item(at, m.end(), name)
        return None

    def _plain_at(self, text: str, at: int, limit: int) -> Item | None:
        """A bare class name further down a list: 乡 in 各街道、乡."""
        m = self.free.search(text, at + 1, min(limit, at + 4))
        return Item(at, m.start(), Name("class")) if m and text[at : m.start()] in self.names.plain else None

    # ------------------------------------------------------------ a list
    def read_list(
        self, text: str, at: int, limit: int, listed: bool = False, glued: bool = False, commas: bool = True
    ) -> UnitList | None:
        """The list of units that begins at `at`, or None. `listed`: in a responsibility clause, label or table, where units are
        expected; `glued`: also with nothing between the units (县财政局县教育局)."""
        items: list[Item] = []
        end = at
        etc, others, sure = False, None, True
        joined = ""
        while at < limit:
            item = self.read_item(text, at, limit, listed or bool(items), glued, listed)
            if item is None and items:
                item = self._plain_at(text, at, limit)
            elif item is None and not listed:
                item = self.read_item(text, at, limit, True)
                sure = item is None or item.name.level > 0
            if item is None and not etc and not joined.startswith("，"):
                item = self.stem_at(text, at, limit)
            if item is None:
                break
            item = replace(item, joined=joined)
            merged = items and self._merge(text, items[-1], item)
            if merged:
                items[-1] = merged
            else:
                items.append(item)
            end = at = item.end
            if item.sign is not None:
                end = at = text.index("）", at) + 1
            if m := _AND_OTHERS.match(text, at, limit):
                etc, end, at = True, m.end(), m.end()
                others = m.span("noun") if m["noun"] else None
            separator = (
                _SEPARATOR.match(text, at, limit)
                or (commas and _COMMA.match(text, at, limit))
                or (glued and _BLANK.match(text, at, limit))
            )
            if not separator or (not separator[0] and not (glued and _NEXT_UNIT.match(text, at, limit))):
                break
            joined = separator[0]
            at = separator.end()
            if m := _AND_OTHERS.match(text, at, limit):  # 甲、乙、等部门
                at = m.end()
        done = self._finished(text, items, end, etc, others, listed)
        return done if done is None or sure else replace(done, sure=False)

    def _merge(self, text: str, before: Item, item: Item) -> Item | None:
        """One modifier for two class names is one unit: 各相关部门和单位, 各有关单位、部门; not 各街道、乡."""
        word = text[item.start : item.end]
        if before.name.kind != "class" or word not in self.names.plain or item.joined not in ("和", "及", "与", "、"):
            return None
        first = text[before.start : before.end]
        modified = (
            (len(first) > 3
            and first[:1] == "各"
            and not first.startswith("各级"))
            or (not first.startswith("各")
            and self.names.each.match(first))
        )
        if word in ("部门", "单位", "企业", "机构", "机关", "组织", "团体") and (item.joined in ("和", "及", "与") or modified):
            if first.endswith(("部门", "单位", "企业", "机构", "机关", "组织", "团体", "部委", "科室", "处室")):
                return replace(before, end=item.end)
        return None

    def _finished(
        self, text: str, items: list[Item], end: int, etc: bool, others: tuple[int, int] | None, listed: bool
    ) -> UnitList | None:
        """The list if its bare stems can be units: an ending follows that they share, or 等部门, or the list is expected."""
        if not items:
            return None
        last = items[-1]
        noun = text[others[0] : others[1]] if others else ""
        whole = text[last.start : last.end] in self.names.suffixes
        covered = (
            (etc
            and noun in ("部门", "单位", "机构", "机关", "企业"))
            or (last.name.shared
            and last.name.kind != "stem"
            and not whole)
        )
        covered = covered and (etc or not self.names.each.match(text, last.start, last.end))
        kept: list[Item] = []
        for i, item in enumerate(items):
            bare = item.name.kind == "stem"
            if bare and item.name.shared and not self._shares_level(text, items, i):
                return None if not kept else self._cut(kept)
            known = text[item.start : item.end] in self.names.stems or item.name.level > 0
            if bare and not item.name.shared and not covered and not (listed and known and (item.name.level > 0 or kept)):
                return None if not kept else self._cut(kept)
            if item.joined == "及其" and text[item.start : item.end] in ("部门", "工作部门", "所属部门", "所属单位"):
                continue
            kept.append(item)
        return UnitList(tuple(kept), end, etc, others=others)

    def _cut(self, kept: list[Item]) -> UnitList:
        return UnitList(tuple(kept), kept[-1].end)

    def _shares_level(self, text: str, items: list[Item], at: int) -> bool:
        """市、县人民政府: a later item is a level word with the ending that they share."""
        later = next((i for i in items[at + 1 :] if not (i.name.kind == "stem" and i.name.shared)), None)
        if later is None:
            return False
        word = text[later.start : later.end]
        return (
            bool(re.match(r"各?(?:自治区|自治州|地区|直辖市|设区的?市|[省市县区州盟旗乡镇])(?:（[^（）]{1,6}）)?[^，。]", word))
            and len(word) > 1
        )
