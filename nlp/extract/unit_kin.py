"""Bodies that only their neighbours in a list show to be bodies: 站、所 in 各办、站、所; 城关 in 城关、河湾、柳林镇人民政府."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from nlp.extract.unit_forms import Name
from nlp.extract.unit_items import Item
from nlp.extract.unit_words import HAN

FARTHEST = 90

_AREAS = ("区", "县", "市", "旗", "镇", "乡", "街道", "场")
# 办, 站, 所: short words for offices of one house, behind 各 or beside each other.
_SHORT = (
    r"(?:办公?室?|股室|科室|处室|站所|中心|大队|中队|支队|窗口|支部|站|所|科|室|股|队|处|系|部|院|局|组|班|馆|连|营|园|厂|段|会)"
    r"(?=[、，；。）\n]|\Z|及|和|与|以及|等|要(?![求素])|应(?![急用届])|须|必须|负责|按|根据|结合|在|对|将|于|可以|每|都|均|要|密切|积极|认真|具体|牵头|配合|协助|落实)"
)
_SHORT_NEXT = re.compile(_SHORT)
_OFFICE_ENDS = frozenset("处科室股站所办")
_OFFICE = re.compile(
    rf"(?![各其本该相有此全])(?:(?![的和与及或、])[{HAN}]){{1,6}}?[处科室股站所办](?<!好处)(?<!到处)(?<!之处)(?<!查处)(?<!惩处)(?<!场所)(?<!教室)(?<!承办)(?<!主办)(?<!交办)"
    r"(?=[、，；。）\n]|\Z|和|及|与|等|负责|牵头|配合|协助|落实|要(?![求素])|应(?![急用届])|须|必须|按|分别|共同)"
)
# 相关站、所、中心: one modifier for all of them is one class.
_SOME_SHORT = re.compile(rf"(?:相关|有关){_SHORT}(?:(?:、|和|及|与){_SHORT}){{1,8}}")
# 各级|各部门
_ALL_LEVELS = re.compile(r"各级(?=各(?:部门|单位|有关|相关|责任|成员|企事业|地))")
# 城关 in 城关、河湾、柳林镇人民政府; the governments of towns and streets that share the word for their kind.
_TOWN_HEAD = r"(?:街道办事处|街道办|街道|办事处|[镇乡](?:人民政府|政府|党委)?)"
_TOWN_END = re.compile(rf"{_TOWN_HEAD}\Z")
_TOWNS = re.compile(
    rf"(?![各本全有相])[{HAN}]{{2,3}}(?<![区县市旗镇乡道村])(?=(?:、(?!各|相关|有关)[{HAN}]{{2,3}}){{0,14}}(?:、|和|及|与)(?!各|相关|有关)[{HAN}]{{2,3}}(?P<head>{_TOWN_HEAD})(?![{HAN}]{{0,2}}[镇乡道]|[村级企办]))"
)


# 校务公开、信息公开工作领导小组: one group for several tasks.
_GROUP = re.compile(
    rf"(?![各由请在对把将与和及]|[有相]关)[{HAN}]{{2,10}}(?:、(?![省市县区镇乡各本])[{HAN}]{{2,10}}?){{1,3}}?"
    r"(?:(?:领导|协调|工作|监督|专项|推进|评议|督导)+小组|领导组|指挥部|联席会议|工作(?:专班|委员会|办公室))(?:办公室|办(?![理法事公]))?"
)


def group_at(text: str, at: int, limit: int, is_other: Callable[[str], bool]) -> Item | None:
    """A group whose name holds several tasks, parted as units are; `is_other` says whether a piece is a unit of its own."""
    if not any(word in text[at : at + FARTHEST] for word in ("小组", "领导组", "指挥部", "联席会议", "专班", "委员会", "办公室")):
        return None
    m = _GROUP.match(text, at, min(limit, at + FARTHEST))
    if m is None or any(is_other(piece) for piece in m[0].split("、")[:-1]):
        return None
    return Item(at, m.end(), Name("formed", level=1 if text[at] in "省市县区镇乡校院局" else 0))


def next_of_kind(text: str, found: Sequence[Item], joined: str, at: int, limit: int) -> Item | None:
    """A further short word for offices behind 各 and one of them: 站 in 各办、站、所、中心."""
    before = found[-1]
    if joined not in ("、", "和", "及", "与") or before.name.kind != "class" or not text.startswith("各", found[0].start):
        return None
    if before.end - before.start > 4 or (m := _SHORT_NEXT.match(text, at, limit)) is None:
        return None
    return Item(at, m.end(), Name("class"))


def like_before(text: str, found: Sequence[Item], joined: str, at: int, limit: int) -> Item | None:
    """A further office of one house whose name nobody knows, by the ending that it shares: 后基处 in 财务处、后基处、教务处."""
    before = found[-1]
    if joined not in ("、", "和", "及", "与") or before.name.kind not in ("known", "formed") or text[before.end - 1] not in _OFFICE_ENDS:
        return None
    m = _OFFICE.match(text, at, limit)
    return Item(at, m.end(), Name("formed")) if m is not None and text[m.end() - 1] == text[before.end - 1] else None


def first_of_kind(text: str, at: int, limit: int) -> Item | None:
    """Several short words under one modifier (相关站、所、中心), or 各级 before 各部门."""
    if text[at] not in "各相有":
        return None
    m = _ALL_LEVELS.match(text, at, limit) if text[at] == "各" else _SOME_SHORT.match(text, at, limit)
    return Item(at, m.end(), Name("class")) if m is not None else None


def town_at(text: str, at: int, limit: int) -> Item | None:
    """A town that shares the word for its kind with a later one: 城关 in 城关、河湾、柳林镇人民政府."""
    if "、" not in text[at + 2 : at + 4] and "和" not in text[at + 2 : at + 4]:
        return None
    near = text[at : at + FARTHEST]
    if "镇" not in near and "乡" not in near and "街道" not in near and "办事处" not in near:
        return None
    m = _TOWNS.match(text, at, min(limit, at + FARTHEST))
    return Item(at, m.end(), Name("stem", shared=True, area=True)) if m is not None else None


def is_town(text: str, item: Item) -> bool:
    """Whether an item is a bare town (城关) that needs the word for its kind."""
    return item.name.kind == "stem" and item.name.area and not text.endswith(_AREAS, item.start, item.end)


def town_head(text: str, following: Sequence[Item]) -> tuple[int, int] | None:
    """The word for its kind at the end of the next full name: 镇人民政府 in (河湾、)柳林镇人民政府."""
    later = next((i for i in following if i.name.kind != "stem"), None)
    m = _TOWN_END.search(text, later.start + 2, later.end) if later is not None else None
    return m.span() if m is not None else None
