"""What is disclosed, as a short item and a list of its elements, shared heads and modifiers restored.

教育、卫生的经费            ->  教育的经费, 卫生的经费
养老机构的名称、地址        ->  养老机构名称, 养老机构地址
在线监测、项目稽察等执法信息 ->  在线监测信息, 项目稽察信息
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.draft.lexicon import Lexicon
from nlp.draft.sheet import FILL

LONGEST_ITEM = 40
_LONGEST_LIST = 26
# 等 that ends a list, not part of a word (等级, 平等)
_ETC = re.compile(r"(?<![平同高初中优何均劣特])等(?![级次同待于候额值])")
_AND = re.compile(r"以及(?:其他)?|(?<![总中饱温缓共调柔亲求谦随附暖祥平])和(?![谐平解好睦约气田县政])|(?<![以涉普顾触危不涉])及(?!时|格|其|物)")
_LIGHT = re.compile(r"(?:方面|领域|环节|类别)?的?(?:有关|相关|具体|主要|基本)?$")
_EMPTY_HEAD = frozenset({"", "内容", "事项", "方面", "有关事项", "相关内容", "有关内容", "相关事项", "材料", "资料", "要素", "项目", "领域", "方面内容", "具体内容", "重大事项",
                         "主要内容", "各项内容", "环节", "工作", "重要事项", "重点内容", "重点", "关键环节", "关键信息", "基本情况", "全部信息", "数据", "文件"})
_THIN_HEAD = frozenset({"信息", "情况", "有关信息", "相关信息", "有关情况", "相关情况", "执法信息", "具体情况", "工作情况", "工作信息", "政府信息", "政策措施", "行为", "各类信息", "重点信息"})
_QUANTITY = re.compile(r"^(?:[0-9一二三四五六七八九十百千万两几]+(?:个|项|类|种|份|批|家|件|名|条)|有关|相关|各类|各项|全部|所有|主要|具体|本|该|其|上述|以上)(?:的)?(?=[\u4e00-\u9fff])")
_KEEPS_DE = re.compile(r"^(?:对|与|不|被|已|未|经|列入|涉及|由|各|拟|按|向|有|无|在|从|以|为|受|获|社会|群众|公众|市民|反映|影响|关系|使用|承担|完成|违反|符合)|[了过着]$|[0-9]")
_ENCLOSING = re.compile(r"^(?:包括|包含|含|如|即|主要|主要是指|主要是|是指|主要包括|具体包括|主要涉及|涉及|分别为|为|是|有|主要有|重点是|：|公开)+")
_OWN = re.compile(r"^其(?![他它中余次])")
_NAMED_LIST = re.compile(r"(?:清单|名单|目录|名录)$")
_VERBAL = re.compile(r"^(?:编印|组织|开展|进行|对|为|使|让|把|将)")


@dataclass(frozen=True, slots=True)
class Matter:
    """What one entry discloses."""

    item: str
    content: tuple[str, ...]
    clarity: float
    lists: bool = False


def matter_of(lexicon: Lexicon, texts: Sequence[str], extra: Sequence[str] = (), heading: str | None = None,
              context: str | None = None, suffix: str = "") -> Matter:
    """Item and content of object phrases; `extra` spell them out, `heading` names them, `context` is their wider subject.

    `suffix` (解读, 回应) goes behind the item and a content that lacks it.
    """
    cleaned = [clean(t) for t in texts]
    cleaned = [t for t in cleaned if t]
    elements: list[str] = []
    for text in cleaned:
        elements += elements_of(lexicon, text)
    spelled: list[str] = []
    for text in extra:
        spelled += elements_of(lexicon, clean(_ENCLOSING.sub("", text)))
    own = _name(lexicon, cleaned, elements)
    item = own
    if heading:
        item = _bare(lexicon, heading)
    elif context and len(own) <= 12:
        wide = _bare(lexicon, context)
        if wide and wide[:4] not in own and own not in wide and len(wide) + len(own) <= 34:
            item = f"{wide}{own}"
    if suffix and suffix not in item:
        item += suffix
    content = spelled if spelled and (len(elements) <= 1 and len(spelled) > 1) else elements + spelled
    if spelled and content is spelled and elements and elements[0] not in item and item not in elements[0]:
        content = elements + spelled
    if suffix:
        content = [c if suffix in c else c + suffix for c in content]
    unique = tuple(dict.fromkeys(c for c in content if c))
    clarity = 1.0 if 2 <= len(item) <= 24 and not _VERBAL.match(item) else 0.7
    if item in lexicon.words["generic"] or len(item) < 2:
        clarity = 0.3
    lists = len(elements) > 1 and not extra and all(_NAMED_LIST.search(e) for t in cleaned for e in _raw(t))
    return Matter(item[:LONGEST_ITEM], unique or ((item,) if item else ()), clarity, lists)


def clean(text: str) -> str:
    """A phrase without blanks, line ends, list signs and dangling particles."""
    out = re.sub(r"[\s\n\t]+", "", text)
    out = re.sub(r"[■□√☑●◆★]", "", out)
    return out.strip("，、；：。的,;:.|—-") if not out.endswith(("目的", "标的")) else out.strip("，、；：。,;:.|—-")


def elements_of(lexicon: Lexicon, text: str) -> list[str]:
    """Elements of one phrase with shared heads and modifiers restored.

    Splits at 、 and ，outside brackets, and at 和/及/以及 before the last element.
    """
    if not text:
        return []
    hidden, kept = _hide(text)
    listed, head = _split_head(hidden)
    out: list[str] = []
    groups = re.split(r"以及(?:其他)?", listed) if head is None or head in _EMPTY_HEAD or head in _THIN_HEAD or "以及" in listed else [listed]
    for n, group in enumerate(groups):
        last = n == len(groups) - 1
        out += _group(lexicon, group, head if last else None)
    return [_OWN.sub("", _show(e, kept)) for e in out if len(e.strip(FILL)) or FILL in e]


def _raw(text: str) -> list[str]:
    """Elements as they stand, nothing restored."""
    hidden, kept = _hide(text)
    parts = [p for p in re.split(r"[、，]", hidden) if p]
    return [_show(p, kept) for p in parts[:-1] + _split_and(parts[-1])] if parts else []


def _hide(text: str) -> tuple[str, list[str]]:
    """Brackets, titles and quotations replaced by private characters, so that lists inside them stay whole."""
    kept: list[str] = []

    def hide(m: re.Match[str]) -> str:
        kept.append(m[0])
        return chr(0xE000 + len(kept) - 1)

    hidden = re.sub(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|（[^（）]*(?:（[^（）]*）[^（）]*)*）|“[^“”]*”|\"[^\"]*\"|〔[^〔〕]*〕|\[[^\[\]]*\]", hide, text)
    return hidden, kept


def _show(text: str, kept: list[str]) -> str:
    return re.sub(r"[\ue000-\uefff]", lambda m: kept[ord(m[0]) - 0xE000], text)


def _split_head(text: str) -> tuple[str, str | None]:
    """List and head around the last 等: (在线监测、项目稽察, 执法信息); head None where there is no 等."""
    hits = list(_ETC.finditer(text))
    for m in reversed(hits):
        listed, head = text[: m.start()], text[m.end() :]
        if not listed or re.search(r"[、，]", head):
            continue
        head = re.sub(r"^(?:[一二三四五六七八九十0-9两]+[类项个种])?(?:方面|领域|环节)?的?(?:有关|相关)?", "", head)
        if len(head) > 16:
            continue
        return listed, head.strip("的")
    return text, None


def _group(lexicon: Lexicon, text: str, head: str | None) -> list[str]:
    parts = [p for p in re.split(r"[、，]", text) if p]
    if not parts:
        return []
    parts = parts[:-1] + _split_and(parts[-1], lexicon.words["action"])
    if len(parts) == 1 and head:
        return [parts[0] + ("" if head in _EMPTY_HEAD or parts[0].endswith(head) else head)]
    parts = _restore_owner(parts)
    return _restore_head(lexicon, parts, head)


def _split_and(text: str, actions: frozenset[str] = frozenset()) -> list[str]:
    hits = [m for m in _AND.finditer(text) if 2 <= m.start() and len(text) - m.end() >= 2]
    if not hits:
        return [text]
    m = hits[-1]
    left, right = text[: m.start()], text[m.end() :]
    if "的" in right and "的" not in left and len(right) > len(left) + 6:
        return [text]
    # 分配和拨付情况: what stands before 分配 belongs to 拨付 too
    bare = re.match(r"^[\u4e00-\u9fff]{2}(?=情况|信息|结果|方案|标准|计划|程序|办法|名单|$)", right)
    if bare and len(left) > 4 and left[-2:] in actions and bare[0] not in left:
        right = left[:-2] + right
    return [left, right]


def _restore_owner(parts: list[str]) -> list[str]:
    """养老机构的名称、地址 -> 养老机构名称, 养老机构地址; A、B的x、y和z -> A的x、y和z, B的x、y和z."""
    k = next((i for i, p in enumerate(parts) if "的" in p[1:-1]), None)
    if k is None:
        return parts
    owner, first = parts[k].rsplit("的", 1)
    after = parts[k + 1 :]
    if not first or any("的" in p for p in after) or any(len(p) > 14 for p in after):
        return parts
    if k == 0:
        if not after:
            return [parts[0]]
        glue = "的" if _KEEPS_DE.search(owner) or len(owner) > 12 else ""
        return [owner + glue + p for p in [first, *after]]
    before = parts[:k]
    if any("的" in p for p in before) or len(first) > 8 or len(before) > 8:
        return parts
    shared = "、".join([first, *after[:-1]]) + ("和" if after else "") + (after[-1] if after else "")
    return [f"{p}的{shared}" for p in [*before, owner]]


def _restore_head(lexicon: Lexicon, parts: list[str], head: str | None) -> list[str]:
    def headed(p: str) -> bool:
        turned = p.rstrip("".join(chr(c) for c in range(0xE000, 0xE010)))[::-1]
        if p and "\ue000" <= p[-1] <= "\uefff":
            return True
        return bool(lexicon.turned_head.match(turned))

    if head is not None:
        if head in _EMPTY_HEAD:
            return parts
        thin = head in _THIN_HEAD
        tail = re.sub(r"^(?:执法|有关|相关|具体|工作|各类|重点)(?=信息|情况)", "", head) if thin else head
        tail = "情况" if head == "行为" else tail
        return [p if (headed(p) and (thin or p.endswith(head[-2:]))) or (headed(p) and _own_head(p, head)) else p + tail for p in parts]
    final = parts[-1]
    m = re.search(r"(?:情况|信息|结果|方案|标准|计划|程序|办法|名单|清单|目录|决定|报告|数据|政策|公告|指南|流程|方式|条件)$", final)
    if m is None or len(parts) == 1 or len(final) - len(m[0]) < 2:
        return parts
    return [p if headed(p) or p.endswith(m[0]) or len(p) > 14 else p + m[0] for p in parts[:-1]] + [final]


def _own_head(part: str, head: str) -> bool:
    """Whether an element is complete although a specific head follows 等 (检查计划、检查结果等执法信息)."""
    return bool(re.search(r"(?:信息|情况|结果|数据|名单|清单|标准|报告|价格|决定)$", part)) and bool(re.search(r"(?:信息|情况|事项|材料|内容|文件|数据)$", head))


def _name(lexicon: Lexicon, cleaned: list[str], elements: list[str]) -> str:
    """A short noun phrase for object phrases."""
    if not cleaned:
        return ""
    whole = _bare(lexicon, cleaned[0] if len(cleaned) == 1 else "、".join(cleaned))
    if len(whole) <= _LONGEST_LIST and "，" not in whole:
        return re.sub(r"等$", "", whole)
    hidden, kept = _hide(whole)
    listed, head = _split_head(hidden)
    parts = [p for p in re.split(r"[、，]|以及", listed) if p]
    if len(parts) <= 1:
        return _show(hidden, kept)[:LONGEST_ITEM]
    k = next((i for i, p in enumerate(parts) if "的" in p[1:-1]), None)
    if k == 0 and "的" in parts[0]:
        owner = parts[0].rsplit("的", 1)[0]
        if 2 <= len(owner) <= 20:
            return _show(owner, kept) + ("情况" if head in (None, "情况") or head in _EMPTY_HEAD else head)
    shown = parts[0]
    for p in parts[1:]:
        if len(shown) + len(p) + 1 > _LONGEST_LIST - 6:
            break
        shown += "、" + p
    tail = head if head and head not in _EMPTY_HEAD and len(head) <= 10 else ""
    return _show(shown, kept) + "等" + tail


def _bare(lexicon: Lexicon, text: str) -> str:
    """A phrase without region words, counts and empty tails: 全市公立医院的收费标准 -> 公立医院收费标准."""
    out = clean(text)
    while True:
        cut = lexicon.region.sub("", out)
        cut = _QUANTITY.sub("", cut) if len(cut) > 6 else cut
        if cut == out or len(cut) < 2:
            break
        out = cut
    out = re.sub(r"(?:等)?(?:方面|领域|工作|有关问题)(?:的)?(?=信息$)", "", out)
    out = re.sub(r"等$", "", out)
    return clean(out)
