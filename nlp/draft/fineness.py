"""How finely something is published: 按功能分类|公开到项, 专项转移支付|公开到地区. Said of what a sentence before publishes, it is no row."""

from __future__ import annotations

import re

from nlp.draft.phrases import Range
from nlp.draft.reading import Place

_LEVEL = re.compile(
    r"(?:支出)?(?:经济|功能)?(?:性质)?(?:分类)?(?:的)?(?:类、款|款、项|类|款|项|目)级?(?:科目)?(?=$|[，。；、和及])"
    r"|(?:具体|每个|各)?(?:地区|项目|人员|县区|市县|学校|户|人|村组?|(?:区县|镇街|街镇|乡镇|镇村|单位|部门|用途|支出))(?:和(?:具体)?项目)?(?=$|[，。；])"
    r"|基本支出和项目支出(?=$|[，。；])"
)
_TO = re.compile(r"到|至")
# 政府预算|按功能分类, 按照支出经济性质分类|一般公共预算基本支出
_BY_CLASS = re.compile(r"按照?[^，。；、按]{0,8}?(?:功能|经济|性质|用途|来源)(?:性质)?(?:支出)?(?:分类)?")
_BUDGET = re.compile(r"预算|决算|预决算|收支|转移支付")
_LEAST = 3


def tells_how_finely(place: Place) -> bool:
    """Whether a verb says only down to which level something is published that stands published already."""
    masked, verb, own = place.sheet.masked, place.trigger, place.own
    to = _TO.match(masked, verb.end, own[1])
    if to is None or _LEVEL.match(masked, to.end(), own[1]) is None:
        return False
    by = _BY_CLASS.match(masked, place.low, verb.start)
    if by is not None and verb.start - by.end() < _LEAST:
        return True  # 按经济性质分类|公开到款
    before = place.sheet.masked[place.sentence.start : own[0]]
    if _BUDGET.search(before) and place.verbs.quick.search(before):
        return True
    previous = place.previous
    return (
        previous is not None
        and _BUDGET.search(masked, previous.start, previous.end) is not None
        and place.verbs.quick.search(masked, previous.start, previous.end) is not None
    )


def without_classes(masked: str, topic: Range) -> Range:
    """A topic without the classes by which it is told apart: 部门预算|按功能分类."""
    a, b = topic
    by = next((m for m in _BY_CLASS.finditer(masked, a + _LEAST, b) if m.end() == b), None)
    return topic if by is None else (a, by.start())
