"""What is disclosed, as a short item and a list of its elements, shared heads and modifiers restored.

教育、卫生的经费            ->  教育的经费, 卫生的经费
养老机构的名称、地址        ->  养老机构名称, 养老机构地址
在线监测、项目稽察等执法信息 ->  在线监测信息, 项目稽察信息
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.draft.hidden import hide, is_hidden, show
from nlp.draft.lexicon import Lexicon
from nlp.draft.sharing import SHARED_HEAD, at_commas, is_body_with_its_own, with_call
from nlp.draft.sheet import FILL

LONGEST_ITEM = 40
_LONGEST_JOINED = 34
_SHORTEST_LEFT = 3  # 全国公报 keeps its 全国
_LONGEST_LIST, _LONGEST_HEAD, _LONGEST_ELEMENT = 26, 16, 14
_ETC = re.compile(r"(?<![平同高初中优何均劣特])等(?![级次同待于候额值])")  # 等 that ends a list, not 等级, 平等
# 和, 及, 以及 between two elements, not inside a word (共和, 普及)
_AND = re.compile(
    r"以及(?:其他)?|(?<![总中饱温缓共调柔亲求谦随附暖祥平])和(?![谐平解好睦约气田县政])|(?<![以涉普顾触危不])及(?!时|格|其|物)"
)
_AS_WELL = re.compile(r"以及(?:其他)?")
_COMMA = re.compile(r"[、，]")
_KINDS_OF = re.compile(r"(?:[一二三四五六七八九十0-9两]+[类项个种])?(?:方面|领域|环节)?的?(?:有关|相关)?")  # 等|8类|信息
# heads behind 等 that add nothing to the elements, and those that add themselves only to verbal nouns
_EMPTY_HEAD = frozenset(
    [
        "内容", "事项", "方面", "有关事项", "相关内容", "有关内容", "相关事项", "材料", "资料",
        "要素", "项目", "领域", "方面内容", "具体内容", "重大事项", "主要内容", "各项内容", "环节",
        "工作", "重要事项", "重点内容", "重点", "关键环节", "关键信息", "基本情况", "全部信息", "数据",
        "文件",
    ]
) | {""}  # fmt: skip
_THIN_HEAD = frozenset(
    [
        "信息",
        "情况",
        "有关信息",
        "相关信息",
        "有关情况",
        "相关情况",
        "执法信息",
        "具体情况",
        "工作情况",
        "工作信息",
        "政府信息",
        "政策措施",
        "行为",
        "各类信息",
        "重点信息",
    ]
)
_THIN_FRONT = re.compile(r"(?:执法|有关|相关|具体|工作|各类|重点)(?=信息|情况)")
_COMPLETE = re.compile(r"(?:信息|情况|结果|数据|名单|清单|标准|报告|价格|决定)$")
_CLASS = re.compile(r"(?:信息|情况|事项|材料|内容|文件|数据)$")
_BARE_ACTION = re.compile(r"[\u4e00-\u9fff]{2}(?=情况|信息|结果|方案|标准|计划|程序|办法|名单|$)")
_QUANTITY = re.compile(
    r"(?:[0-9一二三四五六七八九十百千万两几]+(?:个|项|类|种|份|批|家|件|名|条)|有关|相关|各类|各项|全部|所有|主要|具体|本|该|其(?![他它中余])|上述|以上)(?:的)?(?=[\u4e00-\u9fff])"
)
# owners that keep their 的: verbs and long ones (列入名录的企业)
_KEEPS_DE = re.compile(
    r"^(?:对|与|不|被|已|未|经|列入|涉及|由|各|拟|按|向|有|无|在|从|以|为|受|获|社会|群众|公众|市民|反映|影响|关系|使用|承担|完成|违反|符合)|[了过着]$|[0-9]"
)
_ENCLOSING = re.compile(
    r"^(?:包括|包含|含|如|即|主要|主要是指|主要是|是指|主要包括|具体包括|主要涉及|涉及|分别为|为|是|有|主要有|重点是|：|公开)+"
)
_ITS = re.compile(r"其(?![他它中余次])")
_OTHER_ONES = re.compile(r"其[他它中余]")
_VERBAL_OWNER = re.compile(r"(?:需要|应当?|须|必须|所)(?!求)")  # 条件、期限、|需要提交的材料|的目录
_NAMED_LIST = re.compile(r"(?:清单|名单|目录|名录)$")
_VERBAL = re.compile(r"编印|组织|开展|进行|对|为|使|让|把|将")
# 经人民代表大会批准的|政府预算
_APPROVED = re.compile(
    r"^(?:依法)?(?:报)?经(?![济营费贸])[^，。；]{0,30}?(?:批准|通过|批复|审核|审定|核准|同意|审查|备案|确认|审议|批复同意|授权)(?:后)?的(?=[\u4e00-\u9fff]{3})"
)
# 本法第二十三条、第二十四条规定的|村民会议决定事项
_BY_LAW = re.compile(
    r"^(?:本(?:法|条例|办法|规定|细则|制度|章程)|前款|上款|前条)?第[一二三四五六七八九十百0-9]+[条款项](?:(?:、|和|至|及)?第[一二三四五六七八九十百（）0-9]+[条款项])*"
    r"(?:所)?(?:规定|列|明确|列举)的(?=[\u4e00-\u9fff]{3})"
    r"|^按照?[^，。；]{2,30}(?:规定|标准|程序|权限|要求)[^，。；]{0,14}的(?=[^的，。；、]{3,12}$)"
    r"|^属于(?!主动公开|政府)(?=[^，。；]{5})"
)
# elements that own nothing: 收费项目、|收费标准|、收费资金的使用情况
_OWN_ELEMENT = re.compile(
    r"(?:名称|证书|标准|总额|金额|依据|情况|名单|结果|范围|方式|电话|时间|程序|流程|公告书|通知书|清单|方案|规定|价格|数量|期限|条件|对象|公告|报告)$"
)
# 备案的|募捐方案, 作出的|处罚决定: what was done with it, shared by no element beside it
_DONE_WITH = frozenset(
    ["备案", "作出", "保留", "取消", "下放", "新增", "出台", "印发", "制定", "形成", "批准", "审定", "获取", "制作"]
)
_OPENS_LAW = frozenset("本前上第按属")  # what _BY_LAW can begin with
_DROPPED, _ENDS = re.compile(r"[\s■□√☑●◆★]+"), "，、；：。,;:.|—-"
# 招生考试、教育收费等|与群众利益密切相关的信息
_RELATED = re.compile(r"(?:与|涉及|关系|事关|直接关系)[^，。；]{3,16}的[^，。；的]{2,6}$")
_LIGHT = re.compile(r"(?:等)?(?:方面|领域|工作|有关问题)(?:的)?(?=信息$)")


@dataclass(frozen=True, slots=True)
class Matter:
    """What one entry discloses. `clarity` (0..1) says how well the item names it; `lists`: separately named lists (…清单、…清单)."""

    item: str
    content: tuple[str, ...]
    clarity: float
    lists: bool = False


def matter_of(
    lexicon: Lexicon,
    texts: Sequence[str],
    extra: Sequence[str] = (),
    heading: str | None = None,
    context: str | None = None,
    suffix: str = "",
) -> Matter:
    """Item and content of object phrases; `extra` spell them out, `heading` names them, `context` is their wider subject.

    `suffix` (解读, 回应) goes behind the item and every element that lacks it.
    """
    cleaned = [c for t in texts if (c := clean(t))]
    elements = [e for t in cleaned for e in elements_of(lexicon, t)]
    spelled = [e for t in extra for e in elements_of(lexicon, clean(_ENCLOSING.sub("", t)))]
    own = _name(lexicon, cleaned)
    item = _named(lexicon, own, heading, context)
    item += suffix if suffix not in item else ""
    content = elements + spelled
    if len(spelled) > 1 and len(elements) <= 1 and not (elements and elements[0] not in item and item not in elements[0]):
        content = spelled
    if suffix:
        content = [c if suffix in c else c + suffix for c in content]
    unique = tuple(dict.fromkeys(c for c in content if c))
    lists = len(elements) > 1 and not extra and all(_NAMED_LIST.search(e) for t in cleaned for e in _raw(t))
    return Matter(item[:LONGEST_ITEM], unique or ((item,) if item else ()), _clarity(lexicon, item), lists)


def _named(lexicon: Lexicon, own: str, heading: str | None, context: str | None) -> str:
    """The item: the heading's name, or its own with the wider subject before a short one."""
    if heading:
        return _bare(lexicon, heading)
    wide = _bare(lexicon, context) if context and len(own) <= 12 else ""
    if not wide or wide[:4] in own or own in wide:
        return own
    if len(wide) + len(own) > _LONGEST_JOINED:
        wide = wide.rsplit("的", 1)[-1]  # 涉及群众切身利益、需要社会广泛知晓的|改革方案
    if len(wide) + len(own) > _LONGEST_JOINED and "、" in wide:
        wide = wide.split("、", 1)[0] + "等"
    return f"{wide}{own}" if 2 <= len(wide) <= _LONGEST_JOINED - len(own) else own


def _clarity(lexicon: Lexicon, item: str) -> float:
    if len(item) < 2 or item in lexicon.words["generic"]:
        return 0.3
    return 1.0 if len(item) <= 24 and not _VERBAL.match(item) else 0.7


def clean(text: str) -> str:
    """A phrase without blanks, line ends, list signs and dangling particles.

    >>> clean("■ 收支情况 、")
    '收支情况'
    """
    out = _DROPPED.sub("", text)
    if "经" in out[:5]:
        out = _APPROVED.sub("", out)
    if out[:1] in _OPENS_LAW:
        out = _BY_LAW.sub("", out)
    return out.strip(_ENDS if out.endswith(("目的", "标的")) else _ENDS + "的")


def elements_of(lexicon: Lexicon, text: str) -> list[str]:
    """Elements of one phrase with shared heads and modifiers restored.

    Splits at 、 and ，outside brackets, and at 和/及/以及 before the last element.
    """
    if not text:
        return []
    hidden, kept = hide(text)
    listed, head = _split_head(hidden)
    groups = [g for part in _AS_WELL.split(listed) for g in at_commas(part)]
    out: list[str] = []
    for n, group in enumerate(groups):
        out += _group(lexicon, group, head if n == len(groups) - 1 else None)
    shown = [show(e, kept) for e in out]
    return [e[1:] if _ITS.match(e) else e for e in shown if e.strip(FILL) or FILL in e]


def _raw(text: str) -> list[str]:
    """Elements as they stand, nothing restored."""
    hidden, kept = hide(text)
    parts = [p for p in _COMMA.split(hidden) if p]
    return [show(p, kept) for p in parts[:-1] + _split_and(parts[-1], frozenset())] if parts else []


def _split_head(text: str) -> tuple[str, str | None]:
    """List and head around the last 等: (在线监测、项目稽察, 执法信息); head None where there is no 等."""
    for m in reversed(list(_ETC.finditer(text))):
        listed, head = text[: m.start()], text[m.end() :]
        if not listed or _COMMA.search(head):
            continue
        kind = _KINDS_OF.match(head)
        head = head[kind.end() :] if kind else head
        if len(head) <= _LONGEST_HEAD:
            return listed.removeprefix("涉及") if "的" in head else listed, head.strip("的")
    return text, None


def _group(lexicon: Lexicon, text: str, head: str | None) -> list[str]:
    parts = [p for p in _COMMA.split(text) if p]
    if not parts:
        return []
    parts = parts[:-1] + _split_and(parts[-1], lexicon.words["action"])
    if len(parts) == 1 and head:
        return [parts[0] + ("" if head in _EMPTY_HEAD or parts[0].endswith(head) else head)]
    return _restore_head(lexicon, _restore_owner(parts), head)


def _split_and(text: str, actions: frozenset[str]) -> list[str]:
    """The two elements round the last 和, or the text; 财政专项资金分配和拨付情况 gives the second its owner."""
    m = next((m for m in reversed(list(_AND.finditer(text))) if m.start() >= 2 and len(text) - m.end() >= 2), None)
    if m is None:
        return [text]
    left, right = text[: m.start()], text[m.end() :]
    if is_body_with_its_own(left, right):
        return [text]
    if "的" in right and "的" not in left and len(right) > len(left) + 6:
        return [text]
    bare = _BARE_ACTION.match(right)
    if bare and len(left) > 4 and left[-2:] in actions and bare[0] not in left:
        right = left[:-2] + right
    return [left, right]


def _restore_owner(parts: list[str]) -> list[str]:
    """养老机构的名称、地址 -> 养老机构名称, 养老机构地址; A、B的x、y和z -> A的x、y和z, B的x、y和z."""
    k = next((i for i, p in enumerate(parts) if "的" in p[1:-1]), None)
    if k is None:
        return parts
    owner, first = parts[k].rsplit("的", 1)
    before, after = parts[:k], parts[k + 1 :]
    if not first or owner in _DONE_WITH or any("的" in p or len(p) > _LONGEST_ELEMENT for p in after):
        return parts
    if k == 0:
        glue = "的" if _KEEPS_DE.search(owner) or len(owner) > 12 else ""
        return [owner + glue + p for p in [first, *after]] if after else parts
    if len(first) > 8 or len(before) > 8 or any("的" in p for p in before) or _VERBAL_OWNER.match(owner):
        return parts
    if any(_OWN_ELEMENT.search(p) for p in before):
        return parts
    shared = "、".join([first, *after[:-1]]) + (f"和{after[-1]}" if after else "")
    return [f"{p}的{shared}" for p in [*before, owner]]


def _restore_head(lexicon: Lexicon, parts: list[str], head: str | None) -> list[str]:
    """审批、核准等信息 -> 审批信息, 核准信息; 企业产能、资金分配情况 -> 企业产能情况, 资金分配情况."""
    if head is not None:
        if head in _EMPTY_HEAD:
            return parts
        thin = head in _THIN_HEAD
        tail = "情况" if head == "行为" else _THIN_FRONT.sub("", head) if thin else head
        return [p if _headed(lexicon, p) and (thin or p.endswith(head[-2:]) or _own_head(p, head)) else p + tail for p in parts]
    final = parts[-1]
    calls = with_call(parts)
    if calls is not None:
        return calls
    m = SHARED_HEAD.search(final)
    if m is None or len(parts) == 1 or len(final) - len(m[0]) < 2:
        return parts
    return [p if _headed(lexicon, p) or len(p) > _LONGEST_ELEMENT else p + m[0] for p in parts[:-1]] + [final]


def _headed(lexicon: Lexicon, part: str) -> bool:
    """Whether an element ends with a noun that can stand alone (补助标准), or with something enclosed."""
    return is_hidden(part[-1]) or lexicon.turned_head.match(part[::-1]) is not None


def _own_head(part: str, head: str) -> bool:
    """Whether an element is complete although a specific head follows 等 (检查计划、检查结果等执法信息)."""
    return _COMPLETE.search(part) is not None and _CLASS.search(head) is not None


def _name(lexicon: Lexicon, cleaned: list[str]) -> str:
    """A short noun phrase for object phrases."""
    if not cleaned:
        return ""
    whole = _bare(lexicon, "、".join(cleaned))
    if len(whole) <= _LONGEST_LIST and "，" not in whole:
        return whole.removesuffix("等")
    hidden, kept = hide(whole)
    listed, head = _split_head(hidden)
    parts = [p for group in _AS_WELL.split(listed) for p in _COMMA.split(group) if p]
    if len(parts) <= 1:
        return show(hidden, kept)[:LONGEST_ITEM]
    owner = parts[0].rsplit("的", 1)[0] if "的" in parts[0][1:-1] else ""
    if 2 <= len(owner) <= 20:
        return show(owner, kept) + ("情况" if not head or head in _EMPTY_HEAD else head)
    if _RELATED.match(head or ""):
        return show(head or "", kept)
    shown = parts[0]
    for p in parts[1:]:
        if len(shown) + len(p) + 1 > _LONGEST_LIST - 6:
            break
        shown += "、" + p
    return show(shown, kept) + "等" + (head if head and head not in _EMPTY_HEAD and len(head) <= 10 else "")


def _bare(lexicon: Lexicon, text: str) -> str:
    """A phrase without region words, counts and empty tails: 全市公立医院的收费标准 -> 公立医院的收费标准."""
    out = clean(text)
    while len(out) >= 2:
        cut = out if _OTHER_ONES.match(out) else lexicon.region.sub("", out)
        count = _QUANTITY.match(cut) if len(cut) > 6 else None
        cut = cut[count.end() :] if count else cut
        if cut == out or len(cut) < _SHORTEST_LEFT:
            break
        out = cut
    return clean(_LIGHT.sub("", out).removesuffix("等"))
