"""The ending that an item of a list shares with a later one: 部门 in 财政、审计部门, 人民政府 in 市、县人民政府."""

from __future__ import annotations

import re

from nlp.extract.unit_items import Item
from nlp.extract.unit_kin import is_town, town_head
from nlp.extract.unit_lists import OFFICES, UnitList, named_area
from nlp.extract.unit_names import NameRules
from nlp.extract.unit_pairs import KINDS_OF_BODIES, ORGAN
from nlp.extract.unit_places import PLACE_CLASS, place_head

Range = tuple[int, int]

LEVEL_WORD = re.compile(
    r"(?:各|相关|有关|其他|其它)?(?P<level>地级以上市|地级市|县级市|计划单列市|自治区|自治州|自治县|自治旗|地区|民族乡|直辖市|设区的?市|省辖市|街镇(?!道|办)|镇街(?!道|办)|区县(?!级)(?:（[^（）]{1,6}）)?|县区|乡镇(?=[政人级两]|街道)|[省市县区州盟旗乡镇](?:（[^（）]{1,6}）(?:[县市区](?!场))?)?)(?!级市)"
    r"(?:[两二三四]级|级(?!以))?(?![直属域内外])"
)
EACH_LEVEL = re.compile(r"(?:各|相关|有关|其他|其它)(?:自治区|自治州|地区|直辖市|设区的?市|[省市县区州盟旗])(?:（[^（）]{1,6}）)?\Z")
# 行业主管部门 in 供水、供电行业主管部门; 管理机构 in 开发区、风景名胜区管理机构: an ending with what belongs to it.
_LONG_ENDING = re.compile(
    r"(?:(?:行业|业务)?(?:行政)?主管部门|行政(?:主管|管理|执法)?部门|管理机构|人民(?:法院|检察院)"
    r"|街道办事处|(?:镇|乡|街道|村|社区)(?:人民政府|办事处|村民委员会|居民委员会)?)\Z"
)
_KINDS_OF_OWNERS = frozenset(
    ("国有", "集体", "民营", "私营", "外资", "合资", "公办", "民办", "国有独资", "国有控股", "公立", "民营")
)
_GOVERNMENT = re.compile(r"(?:人民)?政府\Z|管委会\Z|管理委员会\Z|办事处\Z")
_TOWN_GOVERNMENT = re.compile(r"(?:民族乡|镇)(?P<government>(?:人民)?政府)\Z")
_ABBREVIATED = ("执法", "监管", "扶贫办")
_BARE_TOWNS = frozenset(("乡", "民族乡"))


def has_long_stem(text: str, units: UnitList) -> bool:
    """Whether a list names matters in full (市发展改革、人力资源社会保障等部门), so that 部门 is part of each name; not 市国土、住建等部门."""
    return any(
        i.name.kind == "stem" and i.end - i.start - i.name.level > 3 and not text.endswith(_ABBREVIATED, i.start, i.end)
        for i in units.items
    )


def shared_ending(text: str, units: UnitList, at: int, rules: NameRules) -> Range | None:
    """The ending that an item shares with a later one: 部门 in 财政、审计部门, 人民政府 in 市、县人民政府."""
    item = units.items[at]
    if is_town(text, item):
        return town_head(text, units.items[at + 1 :])
    if item.name.kind == "stem" and item.name.area:
        later = next((i for i in units.items[at + 1 :] if i.name.kind != "stem"), None)
        m = _GOVERNMENT.search(text, later.start, later.end) if later else None
        return m.span() if m else None
    if item.name.kind in ("class", "stem") and PLACE_CLASS.match(text[item.start : item.end]):
        head = place_head(text, units.items[at + 1 :])
        if head is not None:
            return head
    if (item.name.kind == "stem" and item.name.shared) or EACH_LEVEL.match(text[item.start : item.end]):
        return _ending_of_level(text, units.items[at + 1 :], rules, each=text[item.start] == "各")
    if text[item.start : item.end].removeprefix("各") in _BARE_TOWNS and at + 1 < len(units.items):  # …和乡、镇人民政府
        return _town_government(text, units.items[at + 1 :])
    if item.name.kind != "stem":
        return None
    last = units.items[-1]
    if text[item.start : item.end] in _KINDS_OF_OWNERS and (near := _next_class_noun(text, units.items[at + 1 :], rules)):
        return near
    if units.etc:
        bare = item.name.level == 0 and units.items[0].name.level == 0  # 市国土 stays as it is written
        bare = bare or has_long_stem(text, units)
        bare = bare or (units.others is not None and units.others[1] - units.others[0] > 2)  # not before 行政主管部门
        return units.others if bare and units.others and text[units.others[0] : units.others[1]].endswith(OFFICES) else None
    full = next(i for i in (*units.items[at + 1 :], last) if i.name.kind != "stem" or i is last)
    if full is not last and full.name.shared and (_is_of_offices(text[full.start : full.end]) or _is_any(text, last)):
        last = full  # 财政、教育部门和县水利局; 建设、施工单位和有关部门
    elif _other_kind(text, units):
        return None
    if last.name.shared and last.name.kind != "stem" and not text.startswith("各", last.start):
        if (long := _LONG_ENDING.search(text, last.start + 2, last.end)) is not None:
            return long.start(), last.end
        suffix = rules.suffix_of(text[last.start : last.end])
        return (last.end - len(suffix.text), last.end) if suffix is not None else None
    return None


def _is_of_offices(word: str) -> bool:
    """Whether a name ends in what earlier ones share: 教育部门; not 各部门."""
    return word.endswith("部门") and not word.startswith("各")


def _is_any(text: str, last: Item) -> bool:
    """Whether a list ends in whoever else is concerned: 建设、施工单位和|有关部门."""
    return last.joined in ("和", "及", "与", "以及") and text.startswith(("有关", "相关", "各", "其他"), last.start)


def _town_government(text: str, following: tuple[Item, ...]) -> Range | None:
    """The government that bare towns share: 人民政府 in (乡、)民族乡、镇人民政府."""
    for town in following:
        if town.joined != "、":
            return None
        if m := _TOWN_GOVERNMENT.match(text, town.start, town.end):
            return m.span("government")
        if text[town.start : town.end] not in _BARE_TOWNS:
            return None
    return None


def _next_class_noun(text: str, following: tuple[Item, ...], rules: NameRules) -> Range | None:
    """The noun of the nearest class of bodies: 企业 in (国有、)集体企业和事业单位."""
    near = next((i for i in following if i.name.kind == "class"), None)
    suffix = rules.suffix_of(text[near.start : near.end]) if near is not None else None
    return (near.end - len(suffix.text), near.end) if near is not None and suffix is not None else None


def _other_kind(text: str, units: UnitList) -> bool:
    """Whether the list goes from departments to a kind of bodies with a description of its own: 公安、消防和物业服务单位."""
    last = units.items[-1]
    if (
        last.name.kind != "class"
        or last.joined not in ("和", "及", "与", "以及")
        or not text.endswith(KINDS_OF_BODIES, 0, last.end)
    ):
        return False
    return last.end - last.start > 5 and any(ORGAN.fullmatch(text, i.start, i.end) for i in units.items)


def _ending_of_level(text: str, following: tuple[Item, ...], rules: NameRules, each: bool = False) -> Range | None:
    """What the next full item has behind its level word: 人民政府 in …、县人民政府. `each`: behind 各, an area is a body itself."""
    later = next((i for i in following if not (i.name.kind == "stem" and i.name.shared)), None)
    if later is None or text.startswith("各", later.start) or later.joined not in ("、", "和", "及", "或", "或者"):
        return None
    if later.name.area:  # 市、县（市）、上城区人民政府
        government = _GOVERNMENT.search(text, later.start, later.end)
        return government.span() if government and government[0].endswith("政府") else None
    if named_area(text, later):  # 市、高明区城市管理部门
        return later.start + later.name.level, later.end
    m = LEVEL_WORD.match(text, later.start, later.end)
    if m is not None and later.end - m.end() < 2 and text[m.end() : later.end] not in ("委",):  # 省、市、乡镇
        return None
    if m is None or m.end() >= later.end:
        return None
    if rules.each.match(text, m.end(), later.end) and (
        each or text[m.end() - 1] == "级"
    ):  # 各县（市）、州级有关部门; but 市、区有关部门
        return None
    keeps = (  # 市、县级指挥机构 -> 市级指挥机构
        text[m.end() - 1] == "级" and text[m.end() - 2] not in "两二三四" and not text.startswith(("人民政府", "政府"), m.end())
    )
    return m.end() - keeps, later.end
