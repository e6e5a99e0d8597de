"""What elements of a list share with the one before: the stem of a compound, the tail of a parallel noun, a head that says nothing alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from nlp.draft.hidden import is_hidden

# heads that say nothing alone: 抽查依据、|主体、内容
_BARE_HEADS = frozenset(
    ["依据", "标准", "程序", "条件", "对象", "时限", "期限", "流程", "范围", "方式", "金额", "数量", "规模", "价格", "结果", "主体", "内容",
     "要求", "渠道", "时间", "地点", "地址", "名称", "电话", "办法", "措施", "进度", "目标", "项目", "比例", "额度", "人数", "面积", "决算",
     "指南", "样式", "格式", "来源", "用途", "去向", "流向",
     "人员", "职责", "权限", "职务", "编号"]
)  # fmt: skip
_STEM_HEADS = (_BARE_HEADS | {"事项", "政策", "预算", "姓名"}) - {"电话", "地址"}
_LEAST_STEM, _LEAST_LISTED_STEM, _LEAST_OWNER = 2, 4, 3
_SPECIFIC = re.compile(r"(?:具体|主要|基本|有关|相关)(?=..$)")
# what a stem can be shared by: 退出|情况, 服务|电话
_HEAD = re.compile(
    r"(?:情况|结果|信息|标准|对象|范围|条件|程序|流程|方式|电话|金额|时间|内容|依据|进度|进展|计划|方案|期限|办法|价格|数量|名单|项目)$"
)
_MORE_ACTS = frozenset(
    ["招生", "报名", "录取", "收费", "服务", "建设", "分配", "申领", "办理", "受益", "资助", "培训", "参保", "支出", "拨款", "监督"]
)  # fmt: skip
_LONGEST_OWN = 6
# 项目基本信息|和|招投标: two things, each whole
_TWO_THINGS = re.compile(
    r"(?P<left>[^的和及]{2,}(?:信息|情况|结果|目录|清单|名单|报告|决定|公告|办法|制度|电话|名称|目标|标准|程序|条件|范围|措施))(?:以及|和|及)(?P<right>[^的和及]{3,})"
)
_BOTH_BUDGETS = re.compile(r"(?P<whose>.{2,10})预决算")
# 施工、|监理单位
_PARTIES = frozenset(["施工", "监理", "设计", "勘察", "建设", "检测", "采购", "代理", "总包", "分包"])

# 和, 及, 以及 between two elements, not inside a word (共和, 普及)
AND = re.compile(
    r"以及(?:其他)?|(?:(?<=[需要诉]求)|(?<![总中饱温缓共调柔亲求谦随附暖祥平]))和(?![谐平解好睦约气田县]|政(?![府策务]))|(?<![以涉普顾触危不])及(?!时|格|其|物)"
)
_VERBAL_OWNER = re.compile(r"(?:需要|应当?|须|必须|所)(?!求)")  # 条件、期限、|需要提交的材料|的目录
# elements that own nothing: 收费项目、|收费标准|、收费资金的使用情况
_OWN_ELEMENT = re.compile(
    r"(?:信息|数据|计划|公示|名称|证书|标准|总额|金额|依据|情况|名单|结果|范围|方式|电话|时间|程序|流程|公告书|通知书|清单|方案|规定|价格|数量|期限|条件|对象|公告|报告)$"
)
_MOST_OWNERS, LONGEST_SHARED = 5, 5


def with_stem(parts: Sequence[str], acts: Collection[str]) -> list[str]:
    """Elements with the stem of the one before, where they need it.

    >>> with_stem(["抽查依据", "主体", "内容"], ()), with_stem(["申请材料", "时限"], ())
    (['抽查依据', '抽查主体', '抽查内容'], ['申请材料', '时限'])
    >>> with_stem(["工作机构联系人", "联系方式"], ())
    ['工作机构联系人', '工作机构联系方式']
    >>> with_stem(["保障房建设计划", "分配对象", "退出情况"], {"退出"})
    ['保障房建设计划', '保障房分配对象', '保障房退出情况']
    """
    out: list[str] = []
    stem = ""
    for p in parts:
        told = p.removesuffix("情况")
        bare = told if len(told) > 1 and told in _BARE_HEADS else _SPECIFIC.sub("", p)
        if bare in _BARE_HEADS and (stem or bare == p):
            out.append((stem or "") + (p if bare != told else bare) if stem else p)
            continue
        p = _of_the_same(out[-1], p) if out else p
        stem = _stem_of(p)
        out.append(p)
    return _with_owner(out, acts)


def _stem_of(part: str) -> str:
    """What stands before the head of an element: 抽查|依据."""
    if "的" in part or "、" in part:
        return ""
    head = part[-2:] in _STEM_HEADS
    least = _LEAST_STEM if head else _LEAST_LISTED_STEM if part.endswith("目录") else len(part)
    return part[:-2] if len(part) - 2 >= least or (head and len(part) > 2 and is_hidden(part[0])) else ""


def _of_the_same(before: str, part: str) -> str:
    """工作机构联系人、联系方式: an element that goes on with a word of the one before is of the same owner."""
    at = before.find(part[:2]) if 4 <= len(part) <= _LONGEST_OWN and _HEAD.search(part) else -1
    return before[:at] + part if at >= _LEAST_OWNER and "的" not in before and "、" not in before else part


def _with_owner(parts: list[str], acts: Collection[str]) -> list[str]:
    """保障房建设计划、分配对象、退出情况: acts with their heads are done with what stands before the first."""

    def act(part: str) -> bool:
        return len(part) == 4 and (part[:2] in acts or part[:2] in _MORE_ACTS) and _HEAD.search(part) is not None

    owner = parts[0][:-4]
    if len(parts) < 2 or len(owner) < _LEAST_OWNER or "的" in owner or "、" in owner or owner[-1] == "招" or not act(parts[0][-4:]):
        return parts
    own = [p.removeprefix(parts[0][:-2]) for p in parts[1:]]
    return [parts[0], *(owner + p for p in own)] if all(map(act, own)) else parts


def with_parallel(parts: Sequence[str]) -> list[str]:
    """Things of one kind with what is told of the last.

    >>> with_parallel(["一般公共预算", "基金预算执行情况"]), with_parallel(["饮用水源", "空气质量监测数据"])
    (['一般公共预算执行情况', '基金预算执行情况'], ['饮用水源', '空气质量监测数据'])
    """
    final = parts[-1]
    if len(parts) < 2 or len({p[-2:] for p in parts[:-1]}) != 1 or any(len(p) < 4 or "的" in p for p in parts):
        return list(parts)
    at = final.rfind(parts[0][-2:])
    tail = final[at + 2 :]
    if at < 2 or final[: at + 2] in parts or len(tail) < 4 or not _HEAD.search(tail):
        return list(parts)
    return [*(p + tail for p in parts[:-1]), final]


def parted(parts: Sequence[str]) -> list[str]:
    """Elements with those that are two things parted; the last one is left to whoever reads its head.

    >>> parted(["项目基本信息和招投标", "施工管理"]), parted(["部门预决算"])
    (['项目基本信息', '招投标', '施工管理'], ['部门预算', '部门决算'])
    """
    out: list[str] = []
    for n, p in enumerate(parts):
        two = _TWO_THINGS.fullmatch(p) if n < len(parts) - 1 else None
        budgets = _BOTH_BUDGETS.fullmatch(p)
        if budgets is not None and "的" not in p and "和" not in p:
            out += [f"{budgets['whose']}预算", f"{budgets['whose']}决算"]
        else:
            out += [p] if two is None else [two["left"], two["right"]]
    return out


def with_party(parts: Sequence[str]) -> list[str]:
    """Parties to a work with the noun of the last.

    >>> with_party(["施工", "监理单位"])
    ['施工单位', '监理单位']
    """
    last = parts[-1]
    if not last.endswith("单位") or len(last) != 4:
        return list(parts)
    return [p + "单位" if p in _PARTIES else p for p in parts]


def crosses(before: list[str], owner: str, first: str) -> bool:
    """Whether what stands before 甲、乙的x are more owners of x, not elements of their own, nor more who decide on it."""
    if len(first) > 8 or len(before) > _MOST_OWNERS or any("的" in p for p in before) or _VERBAL_OWNER.match(owner):
        return False
    return not any(_OWN_ELEMENT.search(p) for p in before)


def crossed(parts: list[str]) -> list[str] | None:
    """The owners of 甲、乙的x、y, None for a list of another form."""
    k = next((i for i, p in enumerate(parts) if "的" in p[1:-1]), 0)
    owner, _, first = parts[k].rpartition("的") if parts else ("", "", "")
    after = parts[k + 1 :]
    if not k or not after or not crosses(parts[:k], owner, first) or any("的" in p for p in after):
        return None
    return None if any(len(q) > LONGEST_SHARED for p in [first, *after] for q in AND.split(p)) else [*parts[:k], owner]
