"""What is disclosed, as a short item and a list of its elements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.draft.cleaning import clean
from nlp.draft.elements import (
    AS_WELL,
    COMMA,
    LONGEST_LIST,
    RELATED,
    elements_of,
    raw_elements,
    split_head,
)
from nlp.draft.heads import EMPTY_HEAD
from nlp.draft.hidden import BY_LAW_LIST, FIRST_MARK, QUALIFIED, hide, is_hidden, show
from nlp.draft.lexicon import Lexicon
from nlp.draft.naming import owner_name
from nlp.draft.owners import SHORTEST_LEFT, WITHIN
from nlp.draft.sharing import ORGANISE, Enumerated, and_other, at_commas, enumerated_owner

LONGEST_ITEM = 40
_LONGEST_JOINED = 34
_QUANTITY = re.compile(
    r"(?:[0-9一二三四五六七八九十百千万两几]+(?:个|项|类|种|份|批|家|件|名|条)|有关|相关|各类|各项|全部|所有|主要|具体|本(?![园次科院校社组村镇乡县市区地级人])|该|其(?![他它中余])|上述|以上)(?:的)?(?=[\u4e00-\u9fff])"
)
_ENCLOSING = re.compile(
    r"^(?:包括|包含|含|如|即|主要|主要是指|主要是|是指|主要包括|具体包括|主要涉及|涉及|分别为|为|是|有|主要有|重点是|：|公开)+"
)
_OTHER_ONES = re.compile(r"其[他它中余]")
_NAMED_LIST = re.compile(r"(?:清单|名单|目录|名录)$")
_VERBAL = re.compile(r"编印|组织|开展|进行|对|为|使|让|把|将")
# what is no owner: 合同约定|的服务内容, 与群众利益密切相关|的就业、…
_NO_OWNER = re.compile(
    r"(?:决定|制定|审议|实施|补充|作出|规定|要求|相关|有关|关注|关心|约定|提供|购买|举办|设立|建设|确定|缴纳|收取|列入|纳入|发放|承担|负责|涉及|应当[^的]{2,6})$"
)
_SHORT_KIND, _NAMED_KIND, _LONGEST_WHAT = 6, 4, 16
# what is left of a clause at the end of a wider subject (管理人员|随机进行监督), and what opens none
_ADVERBS = re.compile(
    rf"(?<=..)(?:随机|依法|定期|统一|及时|{ORGANISE}|实施|进行|开展)+(?:监督|检查|抽查|监审|考核|评估|评价|检测)*$"
)
_TURNS = re.compile("(?<=..)(?:至少|不少于)?[一二两三四0-9]+次$")  # 各村公开情况检查|一次|，结果…
# 房源信息（坐落、户型、面积、租金标准）: the bracket spells it out
_SPELLED = re.compile(
    r"(?P<name>[^（）、，]{2,20}(?:信息|情况|内容|资料|数据|名单|清单|台账|事项|名册))（(?:主要|具体)?(?:包括|包含|含|即|如)?：?(?P<list>[^（）；。]*、[^（）；。]*?)等?）"
)
_THIN_START = re.compile(r"(?:情况|信息|结果|工作|事项|行为|活动|过程)(?:和|及|以及|、|$)")
_NO_CONTEXT = re.compile(r"依法$|依法应|并|依照|按照|根据|依据|遵照|为(?!民)")
_ASIDE = re.compile(r"(?<=.{4})（[^（）]{8,}）$")  # 项目采购预算|（采购时尚未确定的，可不公开）
_FIELD_OF = re.compile(r"(?<=[^等]{4})(?<!等)(?:领域|方面)(?=信息$)")  # 批准和实施|领域|信息
_EXPLAINED = "解读"
_ASPECT = re.compile(r"(?:背景|依据|目标|任务|范围|内容|亮点|意义|要求|口径|原因|特点|过程|创新点|举措)$")  # 解读|出台背景: of a policy
_RELATIVE = re.compile("需要?|涉及|影响|关系|与|社会|群众|公众|列入|纳入|依法")  # 需要知晓的|方案、措施; not 设施、处理的|工艺、成本
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
    spelled_out = _SPELLED.fullmatch(cleaned[0]) if len(cleaned) == 1 and not extra else None
    if spelled_out is not None:
        cleaned, extra = [spelled_out["name"]], [spelled_out["list"]]
    elements = [e for t in cleaned for e in elements_of(lexicon, _FIELD_OF.sub("", t))]
    spelled = [e for t in extra for e in elements_of(lexicon, clean(_ENCLOSING.sub("", t)))]
    own = _name(lexicon, cleaned)
    item = _named(lexicon, own, heading, context)
    item += suffix if suffix not in item else ""
    content = elements + spelled
    if len(spelled) > 1 and len(elements) <= 1 and not (elements and elements[0] not in item and item not in elements[0]):
        content = spelled
    if suffix:
        aspects = suffix == _EXPLAINED and sum(_ASPECT.search(c) is not None for c in content) * 2 > len(content)
        content = [c if suffix in c or aspects else c + suffix for c in content]
    if context and len(content) == 1 and item != content[0] and item.endswith(content[0]):
        content = [item]  # 抽查|结果: what it is of stands in the item alone
    if not heading and not context and not extra and len(cleaned) == 1:
        item = owner_name(lexicon, cleaned[0], item, elements)
    unique = tuple(dict.fromkeys(c for c in content if c))
    lists = len(elements) > 1 and not extra and all(_NAMED_LIST.search(e) for t in cleaned for e in raw_elements(t))
    item = _ASIDE.sub("", item) if len(item) > LONGEST_ITEM // 2 else item
    return Matter(item[:LONGEST_ITEM], unique or ((item,) if item else ()), _clarity(lexicon, item), lists)


def _named(lexicon: Lexicon, own: str, heading: str | None, context: str | None) -> str:
    """The item: the heading's name, or its own with the wider subject before a short one."""
    if heading:
        return _bare(lexicon, heading)
    wide = _TURNS.sub("", _ADVERBS.sub("", _bare(lexicon, context))) if context and len(own) <= 12 else ""
    if not wide or wide[:4] in own or own in wide or _NO_CONTEXT.match(wide) or _says_again(wide, own):
        return own
    own = own.removeprefix(wide[-2:]) if len(own) > SHORTEST_LEFT else own  # 药品价格|价格变动
    if len(wide) + len(own) > _LONGEST_JOINED:
        before, _, behind = wide.rpartition("的")
        wide = behind if "、" not in behind or _RELATIVE.match(before.rpartition("、")[2]) else wide
        wide = "" if _THIN_START.match(wide) else wide  # 涉及群众切身利益、需要社会广泛知晓的|改革方案
    if len(wide) + len(own) > _LONGEST_JOINED and "、" in wide:
        wide = wide.split("、", 1)[0] + "等"
    return f"{wide}{own}" if 2 <= len(wide) <= _LONGEST_JOINED - len(own) else own


def _says_again(wide: str, own: str) -> bool:
    """Whether an object says its wider subject again in other words: 供热企业生产经营成本, 供热成本."""
    pairs = {own[i : i + 2] for i in range(len(own) - 1)}
    return (
        wide[-2:] in own[1:-1] + own[-1:]
        and not own.startswith(wide[-2:])
        and len(pairs & {wide[i : i + 2] for i in range(len(wide) - 1)}) > 1
    )


def _clarity(lexicon: Lexicon, item: str) -> float:
    if len(item) < 2 or item in lexicon.words["generic"]:
        return 0.3
    return 1.0 if len(item) <= 24 and not _VERBAL.match(item) else 0.7


def _name(lexicon: Lexicon, cleaned: list[str]) -> str:
    """A short noun phrase for object phrases."""
    if not cleaned:
        return ""
    whole = _bare(lexicon, "、".join(cleaned))
    if len(whole) <= LONGEST_LIST and "，" not in whole:
        return whole.removesuffix("等")
    hidden, kept = hide(whole, lexicon.whole, BY_LAW_LIST, QUALIFIED)
    owned = enumerated_owner(hidden)
    if owned is not None:
        return show(_owners_name(owned), kept)
    if kept and is_hidden(hidden[0]) and (bare := _unqualified(lexicon, hidden, kept)):
        return bare
    groups = at_commas(hidden)
    if len(groups) > 1 and len(groups[0]) <= LONGEST_LIST - 2:
        return show(groups[0], kept).removesuffix("等") + "等"
    listed, head = and_other(groups[0]) or split_head(groups[0])
    parts = [p for group in AS_WELL.split(listed) for p in COMMA.split(group) if p]
    if len(parts) <= 1:
        return show(hidden, kept)[:LONGEST_ITEM]
    owner = parts[0].rsplit("的", 1)[0] if "的" in parts[0][1:-1] else ""
    if 2 <= len(owner) <= 20 and sum("的" in p[1:-1] for p in parts) < 2 and not _NO_OWNER.search(owner):
        return show(WITHIN.sub("", owner) + ("情况" if not head or head in EMPTY_HEAD else head), kept)
    if RELATED.match(head or ""):
        return show(head or "", kept)
    shown = parts[0]
    for p in parts[1:]:
        if len(shown) + len(p) + 1 > LONGEST_LIST - 6:
            break
        shown += "、" + p
    short = head and head not in EMPTY_HEAD and len(head) <= _LONGEST_WHAT and len(shown) + len(head) < LONGEST_ITEM - 4
    return show(f"{shown}等{head if short else ''}", kept)


def _owners_name(owned: Enumerated) -> str:
    """重大突发事件的预报、处理情况; for fields with their first one: 教育、文化等方面的政策、措施."""
    kind = owned.kind.rsplit("的", 1)[-1]
    what = owned.what if len(owned.what) <= _LONGEST_WHAT else COMMA.split(owned.what)[0] + "等情况"
    if len(kind) > _SHORT_KIND or (len(kind) >= _NAMED_KIND and not owned.each):
        return f"{kind}的{what}"
    shown = owned.owners[0]
    for owner in owned.owners[1:]:
        if len(shown) + len(owner) + len(what) + len(kind) + 3 > LONGEST_ITEM - 6:
            break
        shown += "、" + owner
    return f"{shown}等{kind}的{what}"


def _unqualified(lexicon: Lexicon, hidden: str, kept: Sequence[str]) -> str:
    """A long list without the qualifier that it opens with: 影响公共安全的|疫情、灾情; "" where it opens with something else."""
    number = ord(hidden[0]) - ord(FIRST_MARK)
    first = kept[number] if number < len(kept) else ""
    return _name(lexicon, [show(hidden[1:], kept)]) if first.endswith("的") and len(hidden) > SHORTEST_LEFT else ""


def _bare(lexicon: Lexicon, text: str) -> str:
    """A phrase without region words, counts and empty tails: 全市公立医院的收费标准 -> 公立医院的收费标准."""
    out = clean(text)
    while len(out) >= 2:
        cut = out if _OTHER_ONES.match(out) else lexicon.region.sub("", out)
        count = _QUANTITY.match(cut) if len(cut) > 6 else None
        cut = cut[count.end() :] if count else cut
        if cut == out or len(cut) < SHORTEST_LEFT:
            break
        out = cut
    return clean(_LIGHT.sub("", out).removesuffix("等"))
