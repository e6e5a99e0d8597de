"""Restoring what a list leaves out: 市委组织部、宣传部 -> 市委宣传部; 市发改委、人社局 -> 市人社局; 各街道、乡 -> 各乡;
财政、审计部门 -> 财政部门.

Nothing is invented: what is restored stands in the same clause, and a name is the concatenation of view ranges.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nlp.extract.unit_endings import EACH_LEVEL, LEVEL_WORD, Range, has_long_stem, shared_ending
from nlp.extract.unit_items import Item
from nlp.extract.unit_lists import UnitList
from nlp.extract.unit_names import NameRules
from nlp.extract.unit_places import place_head, shares_place, some_of

# 乡镇两级 in 县、乡镇两级政府: how many levels the list names.
_TIERS = re.compile(r"(?P<level>乡镇|镇街|[省市县区州盟旗乡镇村](?:（[^（）]{1,6}）)?)[两二三四五]级")
# 我区停车共享专项工作领导小组: a group, told without whose it is.
_OUR = re.compile(r"我[省市县区镇乡州旗校院局](?!各|有关|相关|属|直)(?=[\u4e00-\u9fff“”]{4,30}(?:小组|指挥部|专班|委员会|联席会议)\Z)")
# 国有农场、林场; 当地乡镇人民政府、林场: a modifier that bare class names share.
_QUALIFIER = re.compile(r"国有(?!资产)|所在(?!地)|当地|属地|事发地|同级|本级")
# 县财政局 in 县财政局预算股、国库股: sections of one body share it.
_PARENT = re.compile(r"[^、]{2,}[局委厅院](?=[^局委厅院]{1,8}[股科处室]\Z)")
_SECTION = re.compile(r"[\u4e00-\u9fff]{1,8}[股科处室]\Z")
# 市、区民政部门: the departments of all districts.
_LOWER = re.compile(r"[县区旗](?:（[^（）]{1,6}）)?(?![级直属域]).*(?:部门|政府|机构)\Z")
# 镇党委、政府; 街道党工委、办事处: one level for both.
_BESIDE_COMMITTEE = frozenset(("政府", "人民政府", "办事处"))
_COMMITTEE = re.compile(r"(?:党委|党工委|[省市县区州盟旗]委)\Z")
# 各乡镇 in 各乡镇党委、政府
_EACH_COMMITTEE = re.compile(
    r"(?P<area>各(?!级)[\u4e00-\u9fff]{1,4}(?:（[^（）]{1,8}）)?|乡镇|镇街|县区|区县|市县|镇村)党(?:工|（工）)?委"
)
# 森林经营单位 in 各乡镇人民政府和森林经营单位: a class with a modifier of its own
_OWN_KIND = re.compile(r"(?!有关|相关|各|其他)[\u4e00-\u9fff]{3,}(?:单位|企业|机构|组织)\Z")
# 各教学单位、职能部门
_GENERAL = re.compile(r"(?:职能|业务|管理|行政|教辅|党政|责任|内设|直属)(?:部门|机构|科室)\Z")
_BELONGS = re.compile(r"[局省市县区镇乡校院厅委州盟旗街道](?:属|直属?|管|级|辖)[\u4e00-\u9fff]")
# 省政府各 in 省政府各部门、直属机构
_GOVERNMENT_EACH = re.compile(r"[\u4e00-\u9fff]{1,8}政府各")
_DIRECT = re.compile(r"(?:直属|所属|派出|特设)(?:特设)?[\u4e00-\u9fff]{0,2}(?:机构|单位|部门|企业)\Z")
_SOME_OF_GOVERNMENT = re.compile(r"(?P<body>[省市县区州旗](?:人民)?政府)(?:有关|相关)(?:部门|单位)")
# 镇人民政府、公安、消防: a town has no such departments of its own.
_TOWNS = frozenset(("镇", "乡", "街道", "乡镇"))
_BRANCH = re.compile(r"[局公司行队](?:[\u4e00-\u9fff]{1,6})?(?:分局|支局|分公司|支公司|分行|支行|大队)\Z")
# Bodies that are no department of a government.
_NO_DEPARTMENT = re.compile("人民法院|人民检察院|法院|检察院|军队|军分区|工会|总工会|妇联|共青团|残联|武警")
# 监察机关 in 县政府信息公开主管部门、监察机关
_STATE_ORGAN = re.compile(r"(?:监察|审计|统计|司法行政|价格主管)机关\Z")
_BARE_TOWN = re.compile(r"(?:[乡镇](?:人民政府|政府|党委)|(?:功能区|园区)?(?:管委会|管理委员会))\Z")
_OTHER_LEVELS = re.compile(r"（[省市县区州盟旗乡镇街道场、]{1,8}）")
_LEVEL_OF_DIRECT = re.compile(r"[省市县区州盟旗镇乡师](?=[直级属](?!以上))")


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
    """Prefixes that a list carries on: level (市), party (市委), each (各), a modifier of departments (各级, 省级), and the body whose
    sections are listed (县财政局)."""

    level: Range | None = None
    party: Range | None = None
    each: Range | None = None
    modifier: Range | None = None
    parent: Range | None = None


def restore(
    text: str, units: UnitList, rules: NameRules, shared: re.Pattern[str], running: Running
) -> tuple[list[Named], Running]:
    """Names of the items of a list, and the prefixes that a further list of the same clause carries on."""
    out: list[Named] = []
    if text.startswith(("各级", "同级", "本级"), units.items[0].start):  # a list of its own: 各级扶贫、民政等部门
        running = Running()
    for i, item in enumerate(units.items):
        if item.joined == "及其":  # 区人民政府及其公安、民政等部门
            running = replace(running, level=None, party=None)
        word = text[item.start : item.end]
        ending = shared_ending(text, units, i, rules)
        others = units.others or (0, 0)
        if (
            units.etc
            and running.level
            and text[running.level[0] : running.level[1]] not in _TOWNS
            and item.name.kind == "stem"
            and not item.name.shared
            and others[1] - others[0] <= 2
            and not has_long_stem(text, units)
        ):
            ending = None  # 市市场监管局牵头，税务、人社等单位配合: 市税务 stays as it is written
        previous = units.items[i - 1] if i else None
        before, prefix = _dropped_prefix(text, item, rules, running, previous, ending)
        if ending and before == running.level and text.startswith(("企业", "公司", "行业"), ending[0]):
            before, prefix = None, 0
        more = _ending_behind(text, units, i, ending, rules)
        endings = tuple(e for e in (ending, more) if e)
        parts = (*((before,) if before else ()), *_own_parts(text, item), *endings)
        levelled = bool(prefix or item.name.level)
        collective = (
            (item.name.kind == "class" and not (prefix and word.endswith(("部门", "机关", *_BESIDE_COMMITTEE))))
            or "各" in word
            or word.startswith("全")
            or "县级以上" in word[:4]
            or (previous is not None and _is_lower_level(text, item, previous))
            or (previous is not None and shares_place(text, item, previous))
            or (item.name.kind == "stem" and ending is not None and place_head(text, units.items[i + 1 :]) == ending)
            or (before is not None and text[before[0]] == "各")
            or (item.name.kind == "stem" and not item.name.shared and ending is not None and not levelled)
        )
        out.append(Named(parts, item, collective, prefix or max(item.name.level, item.name.party)))
        running = _carried(text, item, shared, running)
    return out, running


def _ending_behind(text: str, units: UnitList, at: int, ending: Range | None, rules: NameRules) -> Range | None:
    """What the item shares besides an `ending` that is a bare department: 行政管理部门 in 市和区教育、民政等行政管理部门."""
    item = units.items[at]
    if ending is None or item.name.kind != "stem" or not item.name.shared:
        return None
    later = next((j for j in range(at + 1, len(units.items)) if units.items[j].end == ending[1]), None)
    if later is None or units.items[later].name.kind != "stem":
        return None
    return shared_ending(text, units, later, rules)


def _is_lower_level(text: str, item: Item, previous: Item) -> bool:
    """Whether an item is a class of lower offices behind a bare higher level: 区民政部门 in 市、区民政部门."""
    bare = previous.name.kind == "stem" and previous.name.shared and not previous.name.area
    return bare and item.joined in ("、", "和") and text[previous.end - 1] in "省市州" and _LOWER.match(text, item.start, item.end) is not None


def _own_parts(text: str, item: Item) -> tuple[Range, ...]:
    """The ranges of an item's own words: 乡镇两级政府 in 县、乡镇两级政府 is 乡镇政府."""
    if _OUR.match(text, item.start, item.end):
        return ((item.start + 2, item.end),)
    m = _TIERS.match(text, item.start, item.end) if item.joined else None
    if m is None or m.end() >= item.end:
        return ((item.start, item.end),)
    return (m.start("level"), m.end("level")), (m.end(), item.end)


def _takes_modifier(text: str, item: Item, ending: Range | None, modifier: Range) -> bool:
    """Whether an item shares the modifier before an earlier one: 各级财政、民政部门; 国有农场、林场."""
    word, shared = text[item.start : item.end], text[modifier[0] : modifier[1]]
    if word.startswith((shared, "各", "本", "有关", "相关", "国务院")) or modifier[1] > item.start or "的" in word:
        return False
    if "人民政府" in word[1:-4] and shared not in ("各级", "属地", "当地"):  # 国务院海洋主管部门、沿海县级以上人民政府海洋主管部门
        return False
    if shared.endswith("政府") and _NO_DEPARTMENT.match(word):
        return False
    if shared == "各级" and word.endswith(("银行", "公司", "集团")):  # 各级财政等部门和农业发展银行
        return False
    if shared in ("同级", "本级"):
        return item.name.kind == "stem" and not item.name.shared and ending is not None
    if _QUALIFIER.match(shared):
        return not item.name.level and len(word) <= 3
    if word == "部门" and shared.startswith("各") and shared != "各级":  # 各乡镇（街道）、部门: 各部门
        return False
    return (
        word.endswith("部门")
        or (word.endswith("机关") and shared.startswith("各"))
        or word in ("政府", "人民政府")
        or (shared.startswith("各") and item.name.kind == "known" and item.name.attach == "level")
        or (item.name.kind == "stem" and not item.name.shared and ending is not None)
    )


def _dropped_prefix(
    text: str, item: Item, rules: NameRules, running: Running, previous: Item | None, ending: Range | None
) -> tuple[Range | None, int]:
    """The range to put before an item, and the length of the level or party prefix that this makes."""
    name, word = item.name, text[item.start : item.end]
    if previous is not None and shares_place(text, item, previous) and not word.startswith("各"):  # 各区县、开发区教育局
        return running.each or some_of(text, previous), 0
    if running.each and running.each[1] - running.each[0] > 2:  # 省政府各部门、直属机构
        if word[0] == "各" and _DIRECT.match(word, 1):  # 省政府各部门、各直属机构
            return (running.each[0], running.each[1] - 1), 0
        return (running.each, 0) if _DIRECT.match(word) else (None, 0)
    if previous is not None and _DIRECT.match(word, 2) and (m := _SOME_OF_GOVERNMENT.match(text, previous.start, previous.end)):
        return m.span("body"), 0  # 县政府有关部门、有关直属单位
    if running.parent and running.level and name.kind != "known" and not name.level and _SECTION.match(word):
        return running.parent, running.level[1] - running.level[0]
    if word.startswith(("同级", "本级", "驻", "国务院")):
        return None, 0
    if name.level or (name.kind == "class" and _is_modified(word, rules)):
        return (running.each if _shares_each(text, word, rules, running, previous) else None), 0
    if running.modifier and _takes_modifier(text, item, ending, running.modifier):
        return running.modifier, 0
    if name.kind == "stem" and name.shared:
        return (None if word.startswith("各") else running.each), 0
    if (
        word in _BESIDE_COMMITTEE
        and previous is not None
        and (m := _EACH_COMMITTEE.fullmatch(text, previous.start, previous.end))
    ):
        return (m.start("area"), m.end("area")), 0
    if (
        word in _BESIDE_COMMITTEE
        and running.level
        and previous is not None
        and _COMMITTEE.search(text, previous.start, previous.end)
    ):
        return running.level, running.level[1] - running.level[0]
    if running.level and previous is not None and _STATE_ORGAN.match(word) and item.joined in ("、", "和", "及", "与"):
        return running.level, running.level[1] - running.level[0]
    if _BELONGS.match(word):  # 各科室及局属单位
        return None, 0
    if _OWN_KIND.match(word) and item.joined in ("和", "及", "与"):
        return None, 0
    takes = name.attach == "none" or word == "部门" or (running.level is None and _GENERAL.match(word) is not None)
    if running.each and previous is not None and (name.kind == "class" or word in rules.plain) and takes:
        return running.each, 0
    if name.attach == "party" and running.party:
        return running.party, running.party[1] - running.party[0]
    if (
        name.attach != "none"
        and running.level
        and not (name.kind == "stem" and text[running.level[0] : running.level[1]] in _TOWNS)
    ):
        return running.level, running.level[1] - running.level[0]
    return None, 0


def _is_modified(word: str, rules: NameRules) -> bool:
    """Whether a class name has a modifier of its own: 有关部门, 乡镇政府; not 乡镇."""
    m = rules.each.match(word)
    return m is not None and (m.end() < len(word.partition("（")[0]) or word == "县级市")


def _shares_each(text: str, word: str, rules: NameRules, running: Running, previous: Item | None) -> bool:
    """Whether a level name carries on 各: 县人民政府 in 各市、县人民政府; not 州级有关部门 in 各县（市）、州级有关部门."""
    if running.each is None or previous is None or word.startswith("各"):
        return False
    if word == "县级市":  # 各区、县级市
        return True
    if _BARE_TOWN.match(word) and text.startswith("各", previous.start):  # 各街道办事处、镇人民政府; 各县区人民政府、功能区管委会
        return True
    follows = (previous.name.shared and previous.name.kind == "stem") or EACH_LEVEL.match(text[previous.start : previous.end])
    level = LEVEL_WORD.match(word)
    return bool(follows and level and not rules.each.match(word, level.end()))


def _carried(text: str, item: Item, shared: re.Pattern[str], running: Running) -> Running:
    """The prefixes behind an item. A new explicit prefix changes the running one; an area's government does not."""
    name, word = item.name, text[item.start : item.end]
    level, party, each, modifier, parent = running.level, running.party, running.each, running.modifier, running.parent
    if name.level:
        inside = _PARENT.match(word)
        parent = (item.start, item.start + inside.end()) if inside else None
    m = shared.match(word) if name.kind in ("class", "stem") else _QUALIFIER.match(word)
    if m is not None or (m := _QUALIFIER.match(word)) is not None:
        alone = m[0] == "各" or m.end() >= len(word) or word.startswith("地方金融")
        modifier = None if alone else (item.start, item.start + m.end())
    elif name.level or (name.kind in ("known", "formed") and not (modifier and text[modifier[0] : modifier[1]] == "各级")):
        modifier = None
    if word.startswith("各") and not word.startswith("各级"):
        each = (item.start, item.start + 1)
    elif word.startswith(("相关", "有关")) and EACH_LEVEL.match(word):  # 相关区、县人民政府
        each = (item.start, item.start + 2)
    elif g := _GOVERNMENT_EACH.match(word):
        each = (item.start, item.start + g.end())
    elif name.kind != "class" and not (name.kind == "stem" and name.shared):
        each = None
    if name.level and not name.area and not word.startswith("级以上", name.level):
        if level is None or text[level[0] : level[1]] != word[: name.level]:
            party = None
        if level is None or not _BRANCH.search(word):  # 县公安局、市生态环境局城东分局、财政局: still 县财政局
            level = (item.start, item.start + name.level)
            if bracket := _OTHER_LEVELS.match(text, level[1]):  # 县（市、区）教育、民政等部门
                level = (item.start, bracket.end())
        party = (item.start, item.start + name.party) if name.party else party
    elif not name.level and name.kind != "class" and m is None and _LEVEL_OF_DIRECT.match(word):  # 市直机关工委、总工会
        level = (item.start, item.start + 1)
    return Running(level, party, each, modifier, parent)
