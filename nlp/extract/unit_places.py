"""Kinds of places that stand for their offices: 各区县、开发区教育局 is 各区县教育局 and 各开发区教育局."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.extract.unit_items import Item

# 区县 in 区县、开发区教育局: places whose departments share the ending.
PLACE_CLASS = re.compile(
    r"(?:各|有关|相关|所属|下辖)*(?:(?:区县|县区|市县|县市区?|区市县|市县区|旗县区?|[县市区旗](?:（[市县区旗、]{1,6}）[区县]?)?|开发区|高新区|经开区|新区|园区|功能区"
    r"|示范区|管委会))\Z"
)
PLACE_HEAD = re.compile(
    r"(?:各|有关|相关)?(?:开发区|高新区|经开区|新区|园区|功能区|示范区|管委会)(?![管党].{0,3}委)(?=[\u4e00-\u9fff]{2,12}(?:局|部门)\Z)"
)
# 相关 in 相关区县、开发区
_SOME = re.compile("有关|相关|所属|下辖")


def place_head(text: str, following: Sequence[Item]) -> tuple[int, int] | None:
    """The department that several kinds of places share: 教育局 in (区县、)开发区教育局."""
    for item in following:
        if m := PLACE_HEAD.match(text[item.start : item.end]):
            return (item.start + m.end(), item.end) if item.joined in ("、", "和", "及", "与") else None
        if item.joined != "、" or not PLACE_CLASS.match(text[item.start : item.end]):
            return None
    return None


def shares_place(text: str, item: Item, previous: Item) -> bool:
    """Whether an item is one of several kinds of places, or the department that they share: 开发区教育局 behind 各区县."""
    word = text[item.start : item.end]
    alike = PLACE_HEAD.match(word) or (PLACE_CLASS.match(word) and item.name.kind == "class")
    return (
        item.joined in ("、", "和", "及", "与") and bool(alike) and bool(PLACE_CLASS.match(text[previous.start : previous.end]))
    )


def some_of(text: str, item: Item) -> tuple[int, int] | None:
    """The modifier that a further kind of places shares: 相关 in 相关区县(、开发区)."""
    m = _SOME.match(text, item.start, item.end)
    return m.span() if m is not None else None
