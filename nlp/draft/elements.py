"""The elements of what is disclosed, shared heads and modifiers restored.

教育、卫生的经费            ->  教育的经费, 卫生的经费
养老机构的名称、地址        ->  养老机构名称, 养老机构地址
在线监测、项目稽察等执法信息 ->  在线监测信息, 项目稽察信息
"""

from __future__ import annotations

import re

from nlp.draft.heads import CLASS_FRONT, EMPTY_END, EMPTY_HEAD, OF_CLASS, THIN_FRONT, THIN_HEAD, THINGS_OF, TOLD_OF
from nlp.draft.hidden import BY_LAW_LIST, QUALIFIED, hide, show
from nlp.draft.lexicon import Lexicon
from nlp.draft.owners import LONGEST_ELEMENT, LONGEST_HALF, headed, restore_owner
from nlp.draft.sharing import (
    SHARED_HEAD,
    acts_with_head,
    and_other,
    at_commas,
    enumerated_owner,
    head_of,
    is_body_with_its_own,
    its_course,
    levels_joined,
    shared_modifiers,
    with_call,
    with_examples,
    with_object,
)
from nlp.draft.sheet import FILL
from nlp.draft.stems import AND, parted, with_parallel, with_party, with_stem

LONGEST_LIST, _LONGEST_HEAD = 26, 16
_ETC = re.compile(r"(?<![平同高初中优何均劣特])等(?![级次同待于候额值])")  # 等 that ends a list, not 等级, 平等
AS_WELL = re.compile(r"以及(?:其他)?")
COMMA = re.compile(r"[、，]")
_KINDS_OF = re.compile(r"(?:[一二三四五六七八九十0-9两]+[类项个种])?(?:方面|领域|环节)?的?(?:有关|相关)?")  # 等|8类|信息
_WITH = re.compile("(?<=..)与")  # 利用|与|处置信息
_AFTER_ACT = re.compile(r"情况|信息|结果|方案|标准|计划|程序|办法")
_KIND_OF_THING = re.compile(  # whole before 等服务标识
    r"(?:标志|标识|标线|牌|卡|簿|册|证|费|税|金|款|券|率|量|人|员|户|者|库|场|站|路|线|车|房|楼|室|厅)$"
)
_BARE_ACTION = re.compile(r"[\u4e00-\u9fff]{2}(?=的?(?:情况|信息|结果|方案|标准|计划|程序|办法|名单)|$)")
_ITS = re.compile(r"其(?![他它中余次])")
_PLAIN_HEADS = frozenset(
    ["渠道", "价格", "标准", "依据", "程序", "条件", "对象", "金额", "时间", "地点", "时限", "范围",
     "方式", "数量", "名称", "地址", "电话", "流程", "期限", "规模"]
)  # fmt: skip
_INSURED = re.compile("(?:基本)?(?:养老|医疗|失业|工伤|生育)")
_INSURANCE = re.compile("(?:养老|医疗|失业|工伤|生育)(?P<more>保险.*)$")
_ROLL = re.compile("(?:名册|名录|名单)$")
_ADMINISTRATIVE = re.compile("(?:许可|处罚|强制|征收|确认|裁决|给付|检查)$")
_PLANS = ("规划", "条例", "公约", "章程", "纲要")
_PAPERS = frozenset(["数据", "报告", "报表", "名单", "清单", "目录", "名录", "说明", "结果", "图表"])
_SHARED_HEADS = _PLAIN_HEADS | {"项目", "事项"}
_LEAST_HEADED = 4
# 村民会议、村民代表会议认为应当公开的其他事项: one matter, whoever says so
_OTHER_MATTERS = re.compile(
    r"(?:认为|规定|要求|决定)(?:需要|应当|应该|必须|要)?(?:予以|向[^，。；、]{2,6})?公[开布]的(?:其他|其它|有关)(?:事项|内容|信息)$"
)
_WHERE_NOT = re.compile(
    r"(?:禁止|限制)[^，。；]{2,30}等[^，。；的]{2,10}的[^，。；、和]{2,8}|(?:禁止|限制)[^，。；的]{2,16}、[^，。；的、]{2,8}的[^，。；的]{2,12}"
    r"|(?:禁止|限制)[^，。；、的]{2,12}的[^，。；]{2,24}(?:目录|名录|清单)"
)  # 禁止游泳、滑冰等水上活动的水域
# 污染程度、施工时间等相关情况|和|环境保护措施: a further matter behind the head of a list
_BESIDE_LIST = re.compile(
    r"(?P<list>[^等（）]+、[^等（）]+等(?:有关|相关|具体|基本)*(?:情况|信息|内容|事项|资料))(?:和|及|以及)(?P<more>[^、，和及等的]{4,14})"
)
# 招生考试、教育收费等|与群众利益密切相关的信息
RELATED = re.compile(r"(?:与|涉及|关系|事关|直接关系)[^，。；]{3,16}的[^，。；的]{2,6}$")


def elements_of(lexicon: Lexicon, text: str) -> list[str]:
    """Elements of one phrase with shared heads and modifiers restored.

    Splits at 、 and ，outside brackets, and at 和/及/以及 before the last element.
    """
    if not text:
        return []
    if "、" in text and (_OTHER_MATTERS.search(text) or _WHERE_NOT.fullmatch(text)):
        return [text]
    beside = _BESIDE_LIST.fullmatch(text)
    if beside is not None:
        return [*elements_of(lexicon, beside["list"]), *elements_of(lexicon, beside["more"])]
    hidden, kept = hide(text, lexicon.whole, BY_LAW_LIST, QUALIFIED)
    owned = _owned(lexicon, hidden)
    if owned is not None:
        return [show(e, kept) for e in owned]
    listed, head = and_other(hidden) or split_head(hidden)
    groups = [g for part in AS_WELL.split(listed) for piece in with_examples(part) for g in at_commas(piece)]
    out: list[str] = []
    for n, group in enumerate(groups):
        last = n == len(groups) - 1
        several = _owned(lexicon, group) if len(groups) > 1 else None
        out += several if several is not None else _group(lexicon, group, head if last else None, len(groups) == 1)
    shown = [show(e, kept) for e in out]
    return [e[1:] if _ITS.match(e) else e for e in shown if e.strip(FILL) or FILL in e]


def _owned(lexicon: Lexicon, text: str) -> list[str] | None:
    """Elements of 甲、乙等单位的名称、电话; None for a phrase of another form."""
    owned = enumerated_owner(text)
    if owned is None:
        return None
    return [f"{o}的{owned.what}" for o in owned.owners] if owned.each else _group(lexicon, owned.what, None)


def raw_elements(text: str) -> list[str]:
    """Elements as they stand, nothing restored."""
    hidden, kept = hide(text)
    parts = [p for p in COMMA.split(hidden) if p]
    return [show(p, kept) for p in parts[:-1] + _split_and(parts[-1], frozenset())] if parts else []


def split_head(text: str) -> tuple[str, str | None]:
    """List and head around the last 等: (在线监测、项目稽察, 执法信息); head None where there is no 等."""
    for m in reversed(list(_ETC.finditer(text))):
        listed, head = text[: m.start()], text[m.end() :]
        if not listed or COMMA.search(head):
            continue
        kind = _KINDS_OF.match(head)
        head = head[kind.end() :] if kind else head
        if len(head) <= _LONGEST_HEAD:
            return listed.removeprefix("涉及") if "的" in head else listed, head.strip("的")
    return text, None


def _group(lexicon: Lexicon, text: str, head: str | None, alone: bool = False) -> list[str]:
    """Elements of a list; `alone`: it is the whole phrase, so that the item names what owns them."""
    parts = parted([p for p in COMMA.split(text) if p])
    if not parts:
        return []
    last = _split_and(parts[-1], lexicon.words["action"])
    if (
        len(last) > 1
        and len(twice := _split_and(last[0], frozenset())) > 1
        and all(headed(lexicon, p) and "的" not in p for p in twice)
    ):
        last[:1] = twice  # 纪要|和|方案|及|结论
    parts = levels_joined(parts[:-1] + last)
    if len(parts) == 1 and head and not alone and head in THIN_HEAD and headed(lexicon, parts[0]):
        return parts
    if len(parts) == 1 and head:
        return [parts[0] + ("" if head in EMPTY_HEAD or parts[0].endswith(head) else head)]
    acts = lexicon.words["action"]
    insured = _INSURANCE.search(parts[-1])
    if insured is not None:  # 养老、医疗|保险费缴纳情况
        parts = [p + insured["more"] if _INSURED.fullmatch(p) else p for p in parts]
    parts = with_party(shared_modifiers(with_object(parts, acts), lexicon.words["modifier"]))
    parts = with_parallel(with_stem(parts, acts))
    return _restore_head(lexicon, restore_owner(lexicon, _same_owner(lexicon, parts), alone), head)


def _split_and(text: str, actions: frozenset[str]) -> list[str]:
    """The two elements round the last 和, or the text; 财政专项资金分配和拨付情况 gives the second its owner."""
    m = next((m for m in reversed(list(AND.finditer(text))) if m.start() >= 2 and len(text) - m.end() >= 2), None)
    m = m or next((m for m in _WITH.finditer(text) if text[m.start() - 2 : m.start()] in actions and text[m.end() : m.end() + 2] in actions), None)
    m = m or next((m for m in _WITH.finditer(text) if text[m.start() - 2 : m.start()] in _SHARED_HEADS and text[m.end() :] in _PLAIN_HEADS), None)
    if m is None:
        return [text]
    left, right = text[: m.start()], text[m.end() :]
    if is_body_with_its_own(left, right):
        return [text]
    if "的" in right and "的" not in left and len(right) > len(left) + 6 and not right.startswith(("其他", "其它")):
        return [text]
    if right.endswith(_PLANS) and not (SHARED_HEAD.search(left) or left.endswith(_PLANS) or "、" in left):
        return [text]  # 户外广告和牌匾标识|专项规划
    if right in _PLAIN_HEADS and len(left) >= _LEAST_HEADED and not re.search("[的、]", left) and left[-2:] in _SHARED_HEADS - {"电话"}:
        return [left, left[:-2] + right]  # 采购渠道和价格
    if right in _PAPERS and left[-2:] in _PAPERS and len(left) >= _LEAST_HEADED and not re.search("[的、]", left):
        return [left, left[:-2] + right]  # 产业发展数据和报告
    bare = _BARE_ACTION.match(right)
    course = its_course(left, right)
    if course is not None:
        right = course
    elif bare and len(left) > 4 and left[-2:] in actions - {"公示"} and bare[0] not in left:
        right = left[:-2] + right
    return [left, right]


def _same_owner(lexicon: Lexicon, parts: list[str]) -> list[str]:
    """会费收缴、使用情况 -> 会费收缴, 会费使用情况: acts in a row are done with what stands before the first."""
    actions, first = lexicon.words["action"], parts[0]
    if len(parts) < 2 or len(first) < 4 or first[-2:] not in actions or "的" in first:
        return parts
    acts = [
        p[:2] in actions and (len(p) == 2 or (n == len(parts) - 2 and _AFTER_ACT.fullmatch(p, 2)))
        for n, p in enumerate(parts[1:])
    ]
    return [first, *(first[:-2] + p for p in parts[1:])] if all(acts) else parts


def _restore_head(lexicon: Lexicon, parts: list[str], head: str | None) -> list[str]:
    """审批、核准等信息 -> 审批信息, 核准信息; 企业产能、资金分配情况 -> 企业产能情况, 资金分配情况."""
    if head is not None:
        head = OF_CLASS.sub("", head)
        of_kinds = head not in THIN_HEAD and head.startswith(("各类", "各项", "各种"))
        if head in EMPTY_HEAD or EMPTY_END.search(head) or RELATED.match(head) or of_kinds:
            return parts
        if THINGS_OF.fullmatch(head):
            return [p + head for p in parts]
        acted = sum(p[-2:] in lexicon.words["action"] for p in parts)
        thin = head in THIN_HEAD and not (head == "执法信息" and acted * 2 < len(parts))  # 反垄断、网络安全等领域|执法信息
        if head == "执法信息" and not thin:
            return [p + head for p in parts]
        if head.startswith("费用") and all(len(p) <= 2 for p in parts):
            return [p.removesuffix("费") + "费" + head[2:] for p in parts]  # 水、电等|费用收缴情况
        tail = "情况" if head == "行为" else THIN_FRONT.sub("", head) if thin else CLASS_FRONT.sub("", head)
        told = TOLD_OF.search(head) is not None  # 行政处罚、行政检查等决定信息: of an act it is the information
        own = told and not thin  # 机构设置、规章制度等学校概况信息: things stay as they are
        takes = [
            not (_whole(lexicon, p, told) or p.endswith(head[-2:]) or (own and p[-2:] not in lexicon.words["action"] and len(p) > 3))
            for p in parts
        ]
        short = len(parts) > 2 and all(takes[1:]) and all(len(p) <= LONGEST_HALF for p in parts[1:])
        if own and short and not headed(lexicon, parts[0]):
            takes[0] = True  # 职工|养老、医疗等|保险缴费情况
        if thin and sum(takes) == 1 and len(parts) > 2 and parts[takes.index(True)][-2:] not in lexicon.words["action"]:
            return parts  # 执法机关、执法对象、执法结论等|信息
        if own and sum(takes) * 2 < len(parts):
            return parts  # 环境空气、地表水、近岸海域等|环境监测信息: all or none
        plain = [p for p, take in zip(parts, takes, strict=True) if not take]
        if thin and any(takes) and len(parts) > 2 and all(len(p) == 2 and p not in _PLAIN_HEADS for p in plain):
            takes = [True] * len(parts)  # 家庭人口、收入、住房等|情况
        if any(takes) and acted == len(parts) > 2:
            takes = [not p.endswith(head[-2:]) for p in parts]  # 行政处罚、行政强制等|职权范围: acts in a row are alike
        return [p + (tail.removeprefix(p[:2]) or tail) if take else p for p, take in zip(parts, takes, strict=True)]  # 行政处罚等|行政结果
    final = parts[-1]
    calls = with_call(parts)
    if calls is not None:
        return calls
    roll = _ROLL.search(final)
    if roll is not None and len(parts) > 1 and all(map(lexicon.is_body, parts[:-1])):
        return [*(p + roll[0] for p in parts[:-1]), final]  # 鉴定机构、鉴定人|名册
    shared_body = _body_of(lexicon, parts)
    if shared_body is not None:
        return [p + final[shared_body:] if lexicon.is_body(p) else p for p in parts[:-1]] + [final]
    shared = head_of(parts, lexicon.words["action"]) if len(parts) > 1 else None
    if shared is None:
        return parts
    if acts_with_head(parts, shared, lexicon.words["action"]):
        return [p + shared for p in parts[:-1]] + [final]
    if any(headed(lexicon, p) for p in parts[1:-1]):  # 特长生招生学校、项目、计划和录取结果: only an act takes the head
        acts = lexicon.words["action"]
        return [p + shared if p[-2:] in acts and not headed(lexicon, p) else p for p in _half_joined(parts[:-1], lexicon)] + [
            final
        ]
    of_acts = shared in ("信息", "情况") and _ADMINISTRATIVE.search(final.removesuffix(shared)) is not None  # 行政许可、行政处罚|信息
    stand_alone = [headed(lexicon, p) and not (of_acts and _ADMINISTRATIVE.search(p)) for p in parts[:-1]]
    return [p if whole or len(p) > LONGEST_ELEMENT else p + shared for p, whole in zip(parts[:-1], stand_alone, strict=True)] + [final]


def _whole(lexicon: Lexicon, part: str, told: bool) -> bool:
    """Whether an element says by itself what it is; `told`: the head behind 等 is the information on it."""
    if told and part[-2:] in lexicon.words["action"]:
        return False
    return headed(lexicon, part) or (not told and _KIND_OF_THING.search(part) is not None)


def _half_joined(parts: list[str], lexicon: Lexicon) -> list[str]:
    """体育、艺术特长生招生学校 is one element: the first word is but half of a name."""
    first = parts[0]
    whole = len(first) > LONGEST_HALF or len(parts) < 2 or first[-2:] in lexicon.words["action"] or headed(lexicon, first)
    if whole or len(parts[1]) < LONGEST_HALF + len(first) or headed(lexicon, parts[1][: len(first)]):
        return parts
    return [f"{first}、{parts[1]}", *parts[2:]]


def _body_of(lexicon: Lexicon, parts: list[str]) -> int | None:
    """Where the body ends with which the last of a row of bodies begins: 业主大会、业主委员会|工作经费使用情况."""
    if len(parts) < 2 or not lexicon.is_body(parts[-2]) or lexicon.is_body(parts[-1]):
        return None
    final = parts[-1]
    return next((n for n in range(len(final) - 4, 2, -1) if lexicon.is_body(final[:n])), None)
