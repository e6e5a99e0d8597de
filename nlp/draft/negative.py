"""Lists of what is not disclosed (除下列信息外，…应当公开：, 下列信息不予公开：), and of who comes on a list (有下列行为之一的，列入失信名单).

Their items are no matters: the first are withheld, the second are conditions of what is published.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum

from nlp.draft.sheet import Sentence, Sheet

_THESE = r"(?:下列|以下|如下|下述)"
_SHOWN = r"(?:公开|公布|公示|公告|披露|发布)"
# 不得公开, 可以不向社会公布, 免予公开, 限制公开
_NOT = (
    r"(?:不(?:得|予|能|宜|应当?|可|对外|向社会|属于|列入|纳入|在|必|作|准|许)*(?:主动|对外|向社会|擅自|随意|予以|进行)*"
    rf"|免[予于除]|禁止|严禁|限制|暂(?:不|缓)予?|延缓|豁免)(?:主动|对外)?{_SHOWN}(?![后期前])"
)
_WITHHELD = re.compile(
    # 除以下信息外，其余政府信息应当公开；除下列情形外，应当在20日内公开
    rf"除(?:(?!还应|也应)[^，。；：]){{0,40}}?{_THESE}[^，。；：]{{0,24}}(?:之外|以外|外)(?!，?(?:还|也|另|同时|并))[^。；：]*{_SHOWN}"
    # 下列政府信息免予公开；凡属下列情况的，不向社会公开
    rf"|{_THESE}(?:(?!除|{_SHOWN})[^。；：]){{0,40}}{_NOT}(?!的[^，。；：]{{0,8}}外)"
    # 不予公开的政府信息包括：
    rf"|^(?:[^，。；：]{{0,16}}[，的])?(?:可以|应当?)?{_NOT}的?[^，。；：]{{0,16}}(?:{_THESE}[^，。；：]{{0,10}}|包括|包含|主要有|主要是|有|为|是|如)?："
)
# 有下列严重失信行为之一的，应当列入严重失信名单
_CONDITION = re.compile(
    # 成员有下列情形之一的，应当更换，并公示新成员：; 禁止下列行为：
    rf"{_THESE}(?:情形|行为|情况)之一(?:(?!公开|公示|公布|公告|发布|解读|回应|披露)[^。；：]){{0,60}}：$"
    rf"|{_THESE}(?:情形|行为|情况)之一[^。；：]{{0,60}}(?:取消|撤销|收回|注销|更换|责令|处罚|终止|吊销|暂停|解除)[^。；：]{{0,60}}：$"
    rf"|{_THESE}(?:情形|行为|情况)之一[^。；：]{{0,40}}(?:将|把)[^。；：]{{2,40}}{_SHOWN}[^，。；：]{{0,8}}：$|(?:不得|禁止|严禁|不准|不允许)(?:有|从事|实施|发生|出现)?{_THESE}[^。；：]{{0,40}}：$"
    rf"|{_THESE}[^。；：，]{{0,12}}(?:行为|义务|规定|纪律)[^。；：]{{0,6}}(?:不得|禁止)[^。；：]{{0,10}}：$|"
    rf"{_THESE}[^，。；：]{{1,24}}(?:之一|情形|行为|情况|条件|信息)的?[^。；：]{{0,40}}"
    r"(?:列入|纳入|记入|计入|归入|移入|认定为|确定为|认定|评定为|载入)[^。；：]{0,24}(?:名单|名录|黑榜|红榜|失信|异常|信用档案|信用记录|联合惩戒)"
)


# 年度报告应当包括下列内容：: what a paper holds, whose disclosure is said elsewhere
_CONTENTS = re.compile(
    r"(?:^|[，。；])[^，。；：]{0,24}(?:报告|年报|申请书?|申请材料|计划|总结|章程|协议|合同|档案|台账|预案|记录|通知书|决定书)(?:的)?(?:主要|基本|具体)?(?:内容)?"
    rf"(?:应当?|须|必须|要)?(?:至少)?(?:包括|包含|载明|具备|写明|记载)(?:{_THESE})?(?:主要)?(?:内容|事项|要素)?：$"
)


class Kind(Enum):
    """What the list behind a sentence holds."""

    WITHHELD = "withheld"
    CONDITIONS = "conditions"
    CONTENTS = "contents"


def negative(text: str) -> Kind | None:
    """What list a sentence or heading opens, None where its items may well be disclosed.

    >>> negative("除下列情形外，其他信息一律公开：")
    <Kind.WITHHELD: 'withheld'>
    >>> negative("除公开下列事项外，还应当公布收费标准。") is None
    True
    """
    if _WITHHELD.search(text):
        return Kind.WITHHELD
    if _CONDITION.search(text):
        return Kind.CONDITIONS
    return Kind.CONTENTS if _CONTENTS.search(text) else None


def without_lists(sheet: Sheet, sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences without such lists: none of a list that is withheld, of conditions only what stands before the colon."""
    out: list[Sentence] = []
    for s in sentences:
        colon = sheet.masked.find("：", s.start, s.end)
        kind = negative(sheet.masked[s.start : s.end if colon < 0 else colon + 1])
        if kind in (None, Kind.CONTENTS):
            out.append(s)
        elif kind is Kind.CONDITIONS:
            out += [s] if colon < 0 else _cut(s, colon)
    return out


def _cut(sentence: Sentence, at: int) -> list[Sentence]:
    """A sentence up to an offset, none where nothing is left."""
    parts = [tuple(c for c in part if c[1] <= at) for part in sentence.parts]
    kept = tuple(p for p in parts if p)
    return [replace(sentence, end=at, parts=kept)] if kept else []
