"""Lists of units in a text: 市发改委、人社局、财政局等部门, 各街道、乡, 街道（乡）及各相关部门和单位.

A list is read forwards from a place where one may begin, and ends where no further unit follows. What stands behind it (a verb,
等部门) decides elsewhere whether it means anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.extract.unit_forms import Name
from nlp.extract.unit_items import Item, ItemRules
from nlp.extract.unit_kin import first_of_kind, group_at, is_town, like_before, next_of_kind, town_at, town_head
from nlp.extract.unit_names import NameRules
from nlp.extract.unit_places import place_head

MOST_ITEMS = 120  # real lists have some sixty units at most; what follows is read as another list

_SEPARATOR = re.compile(r"[、/／+＋]|以及|及其(?!他|它)|及|和|与|或者?|暨")
_COMMA = re.compile(r"，(?:以及|及|和)?")
_BLANK = re.compile(r"[ \t\n]*(?:[、，/／；]|以及|及其|及|和|与)?[ \t\n]*")
_NEXT_UNIT = re.compile(r"[省市县区州盟旗镇乡师各][\u4e00-\u9fff]")
# 等部门, 等有关部门, 等8个部门, 等部门和单位; the noun behind 等 can serve as the ending of bare stems.
_AND_OTHERS = re.compile(
    r"等[0-9一二三四五六七八九十两]{0,3}个?(?:市|县|区|省)?"
    r"(?:(?!(?:(?:行业|业务)?(?:行政)?主管|行政(?:管理|执法)?)部门)"
    r"(?:(?:执法|管理|监管|监督)(?:和|与|及)(?:执法|管理|监管|监督|服务)|直|级|各|政府|国家|有关|相关|重点|职能|行政|主管|监管|执法|行业|成员|责任|业务|驻[^，。]{1,2}|[\u4e00-\u9fff]{2,6}领域的?)){0,4}"
    r"(?:公共机构|公共(?:企事业)?单位|企?事业单位|(?:教育|培训|医疗|医疗卫生|养老|托育|科研|文化){1,2}(?=机构|单位|组织|企业|部门))?(?P<noun>(?:(?:行业|业务)?(?:行政)?主管|行政(?:管理|执法)?)?部门|单位|机构|机关|企业|乡镇街道|镇街|乡镇|群团组织|群团|(?:人民|群众|社会)?团体|社会组织|组织|镇（街道）"
    r"|乡镇（街道）|街道|镇|乡|地区|地|方面|科室|处室|院系|学校)?"
    r"(?:（(?:单位|部门|企业|机构)）)?(?:(?:和|及|、|与)(?:有关|相关|各)?(?:单位|部门|企业|机构|(?:人民|群众|社会)团体|社会组织|群团组织))?"
)
_EACH_NEXT = re.compile(r"(?=各[^级自种类项位个])")
_ONE_EXAMPLE = re.compile(r"等(?:政府)?(?:公共机构|公共(?:企事业)?单位|企?事业单位)")
_LEVEL_NAME = re.compile(
    r"(?:各|相关|有关)?(?:自治区|自治州|自治县|自治旗|地区|民族乡|直辖市|地级以上市|计划单列市|设区的?市|街镇|镇街|[省市县区州盟旗乡镇])(?:（[^（）]{1,6}）)?[^，。]"
)
_SOME_AREAS = re.compile(r"各(?:有关|相关)(?:县级市|[省市县区州盟旗镇乡]|乡镇|街道)\Z")
_AREAS = re.compile(r"(?:县级市|[市县区州盟旗镇乡]|乡镇|街道|开发区|管委会)\Z")
# 广播、电视、报刊等|新闻媒体: examples of a class of bodies, which is the unit.
_EXAMPLES = re.compile(
    r"(?:[\u4e00-\u9fff]{2,12}、){0,8}[\u4e00-\u9fff]{2,12}?(?<![高中初同平对优均相])(?P<etc>等)(?:各类|各种|相关|有关)?(?=[\u4e00-\u9fff]{2})"
)
_OWN_EACH = re.compile(r"\A[本我全][省市县区州镇乡]各")
_MEDIA = re.compile(r"媒体(?=应当|必须|[要应须]|负责)")
# Nouns that bare stems can take as their ending, and that one modifier can govern in pairs (各相关部门和单位).
OFFICES = ("部门", "单位", "机构", "机关", "企业")
_PAIRED = (*OFFICES, "组织", "团体")
_GROUPS = ("团体", "组织")
_PAIR_FIRST = (*_PAIRED, "部委", "科室", "处室")
# 及其部门: offices of the unit before, no row of their own.
_ITS_OWN = frozenset(("部门", "常务委员会", "常委会", "工作部门", "所属部门", "所属单位"))


@dataclass(frozen=True, slots=True)
class UnitList:
    """Items of one list. `end` is behind 等部门 where it has that (`etc`), `others` its noun as a view range.

    `sure`: its first unit is known, or formed with an ending that common words do not share.
    """

    items: tuple[Item, ...]
    end: int
    etc: bool = False
    others: tuple[int, int] | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class ListRules:
    """How lists are read."""

    items: ItemRules

    @property
    def names(self) -> NameRules:
        """The vocabulary of unit names."""
        return self.items.names

    def read_list(
        self, text: str, at: int, limit: int, listed: bool = False, glued: bool = False, commas: bool = True
    ) -> UnitList | None:
        """The list of units that begins at `at`, or None.

        `listed`: in a responsibility clause, label or table, where units are expected; `glued`: also with nothing but a blank
        between the units; `commas`: commas part units too.
        """
        found: list[Item] = []
        end, etc, sure, joined = at, False, True, ""
        others: tuple[int, int] | None = None
        committee = max(text.find("管委会", at, min(limit, at + 90)), text.find("管理委员会", at, min(limit, at + 90)))
        while at < limit and len(found) < MOST_ITEMS:
            zone = self.items.zone_at(text, at, limit) if committee > at else None
            if zone is None and (text[at] in "各相有" or "、" in text[at + 2 : at + 11]):
                zone = first_of_kind(text, at, limit) or self._town(text, at, limit)
                zone = zone or (None if found else group_at(text, at, limit, self._is_other))
            item = zone or self.items.read(text, at, limit, True, glued, listed)
            if item is None and found:
                item = self.items.plain_at(text, at, limit) or next_of_kind(text, found, joined, at, limit)
                item = item or like_before(text, found, joined, at, limit)
            elif item is not None and not (zone or found or listed):  # what stands for itself goes before what only may be a name
                strict = self.items.read(text, at, limit, False, glued)
                sure = strict is not None or item.name.level > 0
                item = strict or item
            if item is None and not listed and (not found or joined.startswith("，")):
                item = (None if found else self.items.subject_at(text, at, limit)) or self._named_by_examples(text, at, limit)
            if item is None and found and not listed and joined in ("和", "及", "或", "或者", "以及"):
                item = self.items.described_at(text, at, limit)
            beside_each = joined == "、" and text.startswith("各", found[-1].start)  # 市商务局等，各县、|市、区政府
            if item is None and (beside_each or not etc) and not joined.startswith("，"):
                item = self.items.stem_at(text, at, limit)
            if item is None or (joined.startswith("，") and text.startswith(("为", "是", "："), item.end)):
                break  # 牵头单位为市住建局，配合单位为…
            self._add(text, found, replace(item, joined=joined))
            end = at = text.index("）", item.end) + 1 if item.sign is not None else item.end
            example = _ONE_EXAMPLE.match(text, at, limit) if len(found) == 1 and item.name.kind == "class" and not etc else None
            if example is not None:  # 党政机关等公共机构
                found[0] = replace(found[0], end=example.end())
                end = at = example.end()
            elif m := _AND_OTHERS.match(text, at, limit):
                etc, end, at = True, m.end(), m.end()
                others = m.span("noun") if m["noun"] else None
            separator = _separator(text, at, limit, glued, commas) or self._next_class(text, found, at, limit)
            if separator is None:
                break
            joined, at = separator[0], separator.end()
            if m := _AND_OTHERS.match(text, at, limit):  # 甲、乙、等部门
                at = m.end()
        done = self._finished(text, UnitList(tuple(found), end, etc, others), listed) if found else None
        return done if done is None or sure else replace(done, sure=False)

    def _town(self, text: str, at: int, limit: int) -> Item | None:
        """城关 in 城关、河湾、柳林镇人民政府; not 财政 in 财政、城关镇人民政府."""
        town = town_at(text, at, limit)
        word = text[town.start : town.end] if town is not None else ""
        return town if word and self.items.may_be_place(word) and not self._is_other(word) else None

    def _is_other(self, word: str) -> bool:
        """Whether a word is a unit of its own, or the name of a department without its ending."""
        return word in self.names.stems or self.names.name_of(word, weak=True, listed=True) is not None

    def _next_class(self, text: str, found: Sequence[Item], at: int, limit: int) -> re.Match[str] | None:
        """The empty separator in 各地|各部门, 各地区|各有关部门."""
        first = text[found[-1].start : found[-1].end]
        return _EACH_NEXT.match(text, at, limit) if first.startswith("各") and found[-1].name.kind == "class" else None

    def _named_by_examples(self, text: str, at: int, limit: int) -> Item | None:
        """The class of bodies behind its examples: 新闻媒体 in 广播、电视、报刊等新闻媒体; 部门 is no class of its own."""
        m = _EXAMPLES.match(text, at, min(limit, at + 60)) if text.find("等", at, min(limit, at + 60)) > 0 else None
        if m is not None and self.items.names.not_first.match(m[0][2:] if m[0][0] in "本我" else m[0]):
            return None  # 规范甲、乙等办学模式学校
        item = self.items.read(text, m.end(), limit, weak=True) if m else None
        if m is not None and (media := _MEDIA.match(text, m.end(), limit)):
            return Item(m.end(), media.end(), Name("class"))
        if m is None or item is None or item.name.kind != "class":
            return None
        others = _AND_OTHERS.match(text, m.start("etc"), limit)
        if others is not None and others["noun"] and others.end() >= item.end:
            return None
        return item if not self.items.names.each.match(text, item.start) else None

    def _add(self, text: str, found: list[Item], item: Item) -> None:
        """Append an item, or take it into the one before: one modifier for two class names is one unit (各有关单位、部门)."""
        before = found[-1] if found else None
        if before is not None and self._is_pair(text, before, item):
            found[-1] = replace(before, end=item.end)
        else:
            found.append(item)

    def _is_pair(self, text: str, before: Item, item: Item) -> bool:
        """各相关部门和单位, 各有关单位、部门; not 各街道、乡, not 各部门、单位."""
        first, word = text[before.start : before.end], text[item.start : item.end]
        if first.startswith(("其他", "其它")) and item.joined in ("和", "及", "与") and first.endswith(_GROUPS) and word.endswith(_GROUPS):
            return before.name.kind == item.name.kind == "class" and not word.startswith(("各", "有关", "相关", "其"))
        if _SOME_AREAS.match(first) and _AREAS.match(word):  # 各有关区、县级市
            return True
        if before.name.kind != "class" or word not in _PAIRED or not first.endswith(_PAIR_FIRST):
            return False
        if item.joined in ("和", "及", "与"):
            return True
        first = _OWN_EACH.sub("各", first)
        if first.startswith("各"):
            return item.joined == "、" and len(first) > 3 and not first.startswith("各级")
        return item.joined == "、" and self.names.each.match(first) is not None

    def _finished(self, text: str, units: UnitList, listed: bool) -> UnitList | None:
        """The list as far as its bare stems can be units: an ending follows that they share, or 等部门, or units are expected."""
        covered = self._has_shared_ending(text, units)
        kept: list[Item] = []
        for i, item in enumerate(units.items):
            word = text[item.start : item.end]
            if item.name.kind == "stem":
                if item.name.shared and units.etc and _is_bare_stem(units.items[i + 1 :]):
                    continue  # 市 in 市、县（市、区）教育等部门: what both share is in two places
                if is_town(text, item):
                    good = town_head(text, units.items[i + 1 :]) is not None
                elif item.name.shared:
                    good = _shares_level(text, units.items[i + 1 :])
                else:
                    known = item.name.level > 0 or (bool(kept) and word in self.names.stems)
                    good = covered or (listed and known) or self._shares_next(text, units.items[i + 1 :])
                if not good:
                    return UnitList(tuple(kept), kept[-1].end) if kept else None
            if item.joined != "及其" or word not in _ITS_OWN:
                kept.append(item)
        return replace(units, items=tuple(kept))

    def _shares_next(self, text: str, following: Sequence[Item]) -> bool:
        """Whether the next full name has an ending to share: 部门 in (财政、)教育部门和县水利局."""
        later = next((i for i in following if i.name.kind != "stem"), None)
        if later is None or not later.name.shared or text.startswith("各", later.start):
            return False
        word = text[later.start : later.end]
        plain = word in self.names.suffixes or self.names.each.match(word) is not None
        return later.joined in ("、", "和", "与") and word.endswith("部门") and not plain

    def _has_shared_ending(self, text: str, units: UnitList) -> bool:
        """Whether the list ends in 等部门, or in a name whose ending the items before can share (审计部门)."""
        if units.etc:
            return units.others is not None and text[units.others[0] : units.others[1]].endswith(OFFICES)
        last = units.items[-1]
        word = text[last.start : last.end]
        if not last.name.shared or last.name.kind == "stem" or word in self.names.suffixes:
            return False
        return self.names.each.match(word) is None


def _separator(text: str, at: int, limit: int, glued: bool, commas: bool) -> re.Match[str] | None:
    """What parts two units at a place; in a glued list also blanks, or nothing where the next unit plainly begins."""
    m = _SEPARATOR.match(text, at, limit) or (_COMMA.match(text, at, limit) if commas else None)
    if m is None and glued:
        m = _BLANK.match(text, at, limit)
        if m is not None and not m[0] and not _NEXT_UNIT.match(text, at, limit):
            return None
    return m


def named_area(text: str, item: Item) -> bool:
    """Whether an item is the department of a named county or district: 高明区城市管理部门."""
    level = item.name.level
    return level > 2 and item.end - item.start > level + 2 and text[item.start + level - 1] in "县区旗" and item.name.shared


def _is_bare_stem(following: Sequence[Item]) -> bool:
    """Whether the next item that is more than a level word lacks its ending and has no level of its own."""
    later = next((i for i in following if not (i.name.kind == "stem" and i.name.shared)), None)
    return later is not None and later.name.kind == "stem" and later.name.level == 0


def _shares_level(text: str, following: Sequence[Item]) -> bool:
    """市、县人民政府: a later item is a level word with the ending that they share; 鹿城区、瑞安市人民政府: an area's government."""
    later = next((i for i in following if not (i.name.kind == "stem" and i.name.shared)), None)
    if later is not None and later.name.area and later.name.kind != "stem" and text.endswith("政府", later.start, later.end):
        return True
    if later is not None and later.name.kind != "stem" and text.endswith(("区管委会", "区管理委员会"), later.start, later.end):
        return True
    if (later is not None and named_area(text, later)) or place_head(text, following) is not None:
        return True
    return later is not None and _LEVEL_NAME.match(text, later.start, later.end) is not None
