"""Which words elements of a list share, and where a list really parts: groups at commas, ways of calling in, a body and its parts."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

# 组织 that is no part of a name (慈善组织, 社会组织)
ORGANISE = "(?<!慈善)(?<!社会)(?<!经济)(?<!合作)(?<!自治)(?<!中介)(?<!服务)(?<!行业)(?<!法人)(?<!党)组织"
SHARED_HEAD = re.compile(
    r"(?:情况|信息|结果|方案|标准|计划|程序|办法|名单|名录|名册|清单|目录|决定|报告|数据|政策|公告|指南|流程|方式|条件|价格|安排|时间)$"
)
_WHOLE = re.compile(
    r"(?:制度|目标|文件|规章|条例|预案|账目|费用|电话|章程|收支|职责|职能|名称|依据|途径|渠道|资料|材料|环节|时限|范围|地址|权利|义务)$"
)
# 举报、投诉渠道: a short way of calling in, shared by the acts before it
_CALLING = re.compile(r"(?:举报|投诉|咨询|监督|申诉|求助|报修|报警|信访|维权|查询|预约|救助|申请|受理|救援|报名|急救|值班|服务|报案|抢险|抢修|维修)$")
_CALL_HEAD = re.compile(
    r"(?<=举报|投诉|咨询|监督|申诉|求助|报修|报警|信访|维权|查询|预约|救助|申请|受理|救援|报名|急救|值班|服务|报案|抢险|抢修|维修)(?:渠道|电话|热线|途径|邮箱|信箱|平台|窗口|方式)(?:或者?[^，、]{2,8})?$"
)
# 区政府|及部门…清单: one body, not an element of the list
_BODIES = re.compile(r"(?:政府|党委|管委会|委员会|办事处|局|本级)$")
_ITS_BODIES = re.compile(r"(?:各|其|所属|有关|相关|工作|组成|下属|直属|派出|职能)*(?:部门|单位|机构|乡镇|街道|科室)")
_LONGEST_BODY = 14


# 工资、奖金|分配方案: what is done, shared with the head by what it is done with
_DONE_HEAD = re.compile(
    r"(?P<done>分配|使用|发放|拨付|调整|管理|处理|处置|安置|补偿|征收|收取|缴纳|淘汰|限制|准入|发展|建设|保护|利用)(?:规划|名录|目录|清单|名单|方案|办法|标准|计划|程序|结果|决定)$"
    r"|(?P<sold>出让|转让|拍卖|出租|租赁|承包|流转|招标|中标|采购)(?:结果|情况)$"
)
# 电梯、消防等|专项设施的日常维修单位|的|名称、资质和联系方式
_ENUMERATED = re.compile(
    r"(?P<list>(?=[^，等、]*、)[^，等]*)等(?P<kind>[^、，的]{0,12}(?:的[^、，的]{2,14})?)的(?P<what>[^、，的]{2,16}(?:、[^、，的]{2,16}){0,8}(?:[和及与][^、，的]{2,16})?)"
)
_FIELDS = re.compile(r"(?:各|若干)?(?:行政)?(?:方面|领域|环节|工作|事项|行为)?")
_EXAMPLES = re.compile(r"，(?:其中|具体|主要)?(?:包括|包含|涵盖|(?:例)?如(?!实|期|何|下))")
# A、B以及法律法规规定的其他应当缴纳的|社会保险费的缴纳情况
_AND_OTHER = re.compile(
    r"(?:以及|和|及)[^、，的]{2,16}(?:规定|要求|明确)的其[他它](?:应当?[^、，的]{2,8}的)?(?P<head>[^、，]{3,14})$"
)


@dataclass(frozen=True, slots=True)
class Enumerated:
    """A list of owners that ends with 等, its kind, and what of them is disclosed: 甲、乙等单位的名称、电话."""

    owners: tuple[str, ...]
    kind: str
    what: str

    @property
    def each(self) -> bool:
        """Whether it is disclosed of each owner: these are fields or acts (…等方面的政策和措施), not bodies or things."""
        return _FIELDS.fullmatch(self.kind) is not None


def enumerated_owner(text: str) -> Enumerated | None:
    """A phrase of owners and what of them is disclosed, None where one thing only is (养老、医疗等保险的缴纳情况)."""
    m = _ENUMERATED.fullmatch(text.removesuffix("等"))
    if m is None or not re.search(r"、|[和及与]", m["what"]):
        return None
    return Enumerated(tuple(p for p in m["list"].split("、") if p), m["kind"], m["what"])


def at_commas(text: str) -> list[str]:
    """Groups that a comma parts where 、 parts the elements within.

    >>> at_commas("岗位工资、奖金分配方案，养老、医疗保险缴纳情况")
    ['岗位工资、奖金分配方案', '养老、医疗保险缴纳情况']
    """
    pieces = [p for p in text.split("，") if p] if "，" in text and "、" in text else []
    own = [SHARED_HEAD.search(p) or _WHOLE.search(p) for p in pieces]
    if len(pieces) > 1 and all("的" in p[1:-1] for p in pieces):
        return pieces  # 用户办理新装的流程、时限，办理中审核事项的范围、依据
    return pieces if len(pieces) > 1 and all(own[:-1]) and any("、" in p for p in pieces) else [text]


def with_examples(text: str) -> list[str]:
    """A phrase and what it names as examples behind a comma: 执法行为，包括|征收、强制."""
    return [p for p in _EXAMPLES.split(text) if p]


def head_of(parts: Sequence[str], acts: Collection[str]) -> str | None:
    """The head that the last element shares with those before it: 情况, or 分配方案 with what is done (工资、奖金分配方案)."""
    final = parts[-1]
    done = _DONE_HEAD.search(final)
    if done is not None and len(final) - len(done[0]) >= 2 and not any(p[-2:] in acts for p in parts[:-1]):
        return done[0]
    m = SHARED_HEAD.search(final)
    return m[0] if m is not None and len(final) - len(m[0]) >= 2 else None


def and_other(text: str) -> tuple[str, str] | None:
    """List and head of 甲、乙以及规定的其他丙丁: the head is that of all; None where the phrase is not of that form."""
    m = _AND_OTHER.search(text)
    return (text[: m.start()], m["head"]) if m is not None and "、" in text[: m.start()] else None


def with_call(parts: Sequence[str]) -> list[str] | None:
    """Elements with the way of calling in that a later one names (举报、投诉渠道、地址); None where they share none."""
    at = next((n for n, p in enumerate(parts) if _CALL_HEAD.search(p)), 0)
    call = _CALL_HEAD.search(parts[at])
    if call is None or not at or not _CALLING.search(parts[0]):
        return None
    return [p + call[0] if _CALLING.search(p) else p for p in parts[:at]] + list(parts[at:])


def is_body_with_its_own(left: str, right: str) -> bool:
    """Whether 和 or 及 joins a body and its own parts (区政府|及部门权责清单), not two elements."""
    return bool(_BODIES.search(left) and _ITS_BODIES.match(right)) and len(left) <= _LONGEST_BODY


# what becomes of a plan or a sum: 工作目标及|完成情况; and an act beside it, done with the same: 资金|安排|和使用情况
_ITS_COURSE = re.compile(r"(?:完成|执行|落实|实施|使用|履行|整改|进展|办理|发放|分配)情况")
_ACT_BESIDE = re.compile(r"(?:安排|管理|制定|编制|筹集|征收|拨付|来源)$")
_NO_OWNER = re.compile(r"(?:完成|执行|落实|实施|使用|履行|整改|进展|办理|发放|分配|分解|收支|收入|支出)$|情况$|[的、]")


def its_course(left: str, right: str) -> str | None:
    """The second of two elements with what it is the course of; None where it is whole, or tells of nothing in the first.

    >>> its_course("年度工作目标", "完成情况"), its_course("财政资金安排", "使用情况"), its_course("资金分配", "使用情况")
    ('年度工作目标完成情况', '财政资金使用情况', None)
    """
    if _ITS_COURSE.fullmatch(right) is None or len(left) <= 3 or _NO_OWNER.search(left) or right[:2] in left:
        return None
    act = _ACT_BESIDE.search(left)
    return left + right if act is None else left[: act.start()] + right if act.start() > 1 else None


# 执行|工资分配制度、工资集体协商制度|情况: one verb for all that follow
_VERB_OF_ALL = re.compile(
    r"(?P<verb>[^，、的]{0,4}?(?:执行|缴纳|履行|落实|遵守|使用|享受|参加|发放|收取|订立|签订))(?P<thing>[^，、的]{3,12})"
)
_HEAD_ONLY = re.compile(
    r"的?(?:情况|信息|结果|方案|标准|计划|程序|办法|名单|清单|目录|决定|报告|数据|时间|方式|条件|流程|制度|工作|人|权|费|率|额"
    r"|度)"
)
_ACT_AND = re.compile(
    r"..(?:和|及|与|或者?)(?P<more>[^情信结方标计程办名清目决报数时条流制].{5,})"
)  # 履行|和|企业单方解除劳动合同的情况
_LEAST_OBJECT, _FARTHEST_ACT = 4, 8


def with_object(parts: Sequence[str], acts: Collection[str]) -> list[str]:
    """Acts in a row with the object of the last, and things in a row with the verb of the first.

    >>> with_object(["订立", "履行集体合同情况"], {"订立", "履行"})
    ['订立集体合同情况', '履行集体合同情况']
    >>> with_object(["执行工资分配制度", "工资集体协商制度情况"], {"执行"})
    ['执行工资分配制度情况', '执行工资集体协商制度情况']
    """
    final = parts[-1]
    joined = _ACT_AND.match(final) if final[:2] in acts else None
    if joined is not None and (len(parts) > 1 or joined["more"][:2] in acts):
        parts, final = [*parts[:-1], final[:2], joined["more"]], joined["more"]
    if len(parts) > 1 and all(p in acts for p in parts[:-1]):
        thing = next((final[n + 2 :] for n in range(min(_FARTHEST_ACT, len(final) - 2)) if final[n : n + 2] in acts), "")
        if len(thing) >= _LEAST_OBJECT and not _HEAD_ONLY.match(thing):
            return [*(p + thing for p in parts[:-1]), final]
    first = _VERB_OF_ALL.fullmatch(parts[0]) if len(parts) > 1 and final.endswith("情况") else None
    others = "".join(parts[1:])
    if first is not None and "的" not in others and not any(others[n : n + 2] in acts for n in range(len(others) - 1)):
        return [parts[0] + "情况", *(first["verb"] + p + "情况" for p in parts[1:-1]), first["verb"] + final]
    return list(parts)


def shared_modifiers(parts: Sequence[str], modifiers: Collection[str]) -> list[str]:
    """Modifiers that share the noun of a later one.

    >>> shared_modifiers(["中期", "长期发展规划"], {"中期", "长期"})
    ['中期发展规划', '长期发展规划']
    """
    out = list(parts)
    for n in range(len(out) - 2, -1, -1):
        if out[n] in modifiers:
            own = next((m for m in modifiers if m != out[n] and out[n + 1].startswith(m) and len(out[n + 1]) > len(m) + 1), None)
            out[n] += out[n + 1][len(own) :] if own is not None else ""
    return out


def acts_with_head(parts: Sequence[str], head: str, acts: Collection[str]) -> bool:
    """Whether a list is of bare acts that share the head of the last: 改制、合并、破产|方案."""
    bare = [*parts[:-1], parts[-1].removesuffix(head)]
    return len(bare) > 2 and all(len(p) == 2 for p in bare) and sum(p in acts for p in bare) * 2 >= len(bare)


def levels_joined(parts: list[str]) -> list[str]:
    """乡、镇财务 is one element: a level of one character owns nothing."""
    out: list[str] = []
    for p in parts:
        if out and len(out[-1].rsplit("、", 1)[-1]) == 1 and out[-1][-1] in "省市县区乡镇村组":
            out[-1] += "、" + p
        else:
            out.append(p)
    return out
