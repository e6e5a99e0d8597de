"""Whose the elements of a list are: the owner before 的 restored to each, and what can stand without one."""

from __future__ import annotations

import re

from nlp.draft.hidden import is_hidden
from nlp.draft.lexicon import Lexicon
from nlp.draft.stems import AND, LONGEST_SHARED, crosses

SHORTEST_LEFT = 3  # 全国公报 keeps its 全国
LONGEST_HALF, LONGEST_ELEMENT = 3, 14
WITHIN = re.compile(r"(?:(?<=..)(?:工作|过程|活动)|(?<=...)(?<![高初集其一二三四五六七八九十]))中$")  # 灾后重建中|的补助标准
_LONG_OWNER, _LONGEST_TWICE = 6, 6
# owners that keep their 的: verbs and long ones (列入名录的企业)
_KEEPS_DE = re.compile(
    r"^(?:具有|具备|取得|获得|持有|提供|从事|危害|威胁|损害|破坏|对|与|不|被|已|未|经|列入|涉及|由|各|拟|按|向|有|无|在|从|以|为|受|获|社会|群众|公众|市民|反映|影响|关系|使用|承担|完成|违反|符合)|[了过着]$|(?:针对|存在|涉及)$|[0-9]"
)
_OWNER_NOUN = re.compile(r"(?<=..)(?:款物|资金|款项|物资|经费|补贴|补助|人员|对象|费用|项目|企业|场所|设施|工程|资产|资源)$")
_RECEIVES = re.compile("接受|受理")
_BY_ALL = re.compile(r"(?:讨论决定|审议|讨论通过|下拨|拨付|联合制定)(?:事项)?$")  # 村民会议、村民代表会议讨论决定事项|的实施情况
_PROVIDED = re.compile(r"(?<=..)(?:提供|购买|举办|指定|推荐|委托)$")  # 政府提供的|服务项目、机构名录
# 备案的|募捐方案, 作出的|处罚决定: what was done with it, shared by no element beside it
_DONE_WITH = frozenset(
    ["备案", "作出", "行使", "划定", "确定", "设定", "保留", "取消", "下放", "新增", "出台", "印发", "制定", "形成", "批准", "审定", "获取", "制作"]
)
_ACCOUNTS = ("收支", "债权债务", "债务", "预算", "决算", "预决算", "收入", "支出", "资产")
_NOTICE_OF = re.compile(r"(?:结果|方案|名单)(?:公示|公告|通告)$")  # 出让结果|公示
_ACT_AND_THING = frozenset(["收支", "处罚", "许可", "补偿", "备案", "登记", "补贴", "采购"])


def restore_owner(lexicon: Lexicon, parts: list[str], alone: bool) -> list[str]:
    """养老机构的名称、地址 -> 养老机构名称, 养老机构地址; A、B的x、y和z -> A的x、y和z, B的x、y和z."""
    k = next((i for i, p in enumerate(parts) if "的" in p[1:-1]), None)
    if k is None:
        return parts
    owner, first = parts[k].rsplit("的", 1)
    before, after = parts[:k], [p.removeprefix(owner + "的") for p in parts[k + 1 :]]
    owner = WITHIN.sub("", owner)
    if not first or owner in _DONE_WITH or _PROVIDED.search(owner) or any("的" in p or len(p) > LONGEST_ELEMENT for p in after):
        return parts
    if k == 0:
        glue = "的" if _KEEPS_DE.search(owner) or len(owner) > 12 else ""
        if not after:
            return parts
        return [
            owner + glue + (p.removeprefix(owner[-2:]) if SHORTEST_LEFT < len(p) <= _LONGEST_TWICE and not glue else p) for p in [first, *after]
        ]
    if not crosses(before, owner, first):
        return parts
    noun = _OWNER_NOUN.search(owner)
    if noun is not None and all(len(p) <= LONGEST_HALF + 1 and not _OWNER_NOUN.search(p) and not lexicon.is_body(p) for p in before):
        before = [p + noun[0] for p in before]  # 优抚、救灾|款物|的发放情况
    if after and any(len(q) > LONGEST_SHARED for p in [first, *after] for q in AND.split(p)):
        return parts  # 基建项目、物资的采购、|干部选拔任用
    if not after and _RECEIVES.match(parts[0]) and len(owner) <= LONGEST_HALF:
        return ["、".join(parts[: k + 1])]  # 接受投诉、举报的联系方式
    by_all = _BY_ALL.search(owner) is not None and not any(_BY_ALL.search(p) for p in before)
    if by_all or (not after and len(owner) >= max(map(len, before)) + _LONG_OWNER):
        return ["、".join(parts[: k + 1]), *(owner + "的" + p for p in after)]  # 幼儿园、学校周边禁止摆摊|的区域: one clause says it of all
    if after and alone and headed(lexicon, after[-1]):
        if all(p.endswith(_ACCOUNTS) for p in parts[:k]) and after[-1].endswith("情况"):
            told = [q if q.endswith("情况") else q + "情况" for q in [first, *after]]
            return [*(p + "情况" for p in parts[:k]), *(owner + q for q in told)]  # 财政收支、|专项资金的管理和使用情况
        return [first, *after]  # the item names the owners
    shared = "、".join([first, *after[:-1]]) + (f"和{after[-1]}" if after else "")
    return [f"{p}的{shared}" for p in [*before, owner]]


def headed(lexicon: Lexicon, part: str) -> bool:
    """Whether an element ends with a noun that can stand alone (补助标准), or with something enclosed; an act (变更) does not."""
    if part[-2:] in lexicon.words["action"] and part[-2:] not in _ACT_AND_THING and not _NOTICE_OF.search(part):
        return False
    return is_hidden(part[-1]) or _NOTICE_OF.search(part) is not None or lexicon.turned_head.match(part[::-1]) is not None
