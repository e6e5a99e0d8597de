"""Drafts of listed matters: numbered items below a lead-in, and lists that stand in one line with their lead-in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.draft.drafts import Draft
from nlp.draft.lexicon import Lexicon
from nlp.draft.lists import Item, Lead, title_matter
from nlp.draft.making import made_in
from nlp.draft.objects import matter_of
from nlp.draft.phrases import Range
from nlp.draft.reading import Disclosure
from nlp.draft.sheet import Sentence, Sheet
from nlp.draft.subjects import clause_subject
from nlp.types import Section

# 主要是指…, 主要包括…: how an item is spelled out; …，详见附件
_MEANS = re.compile(r"^(?:主要)?(?:是指|指|包括|涉及(?![^。；]{0,60}(?:利益|关心)[^。；]{0,30}的)|涵盖)(?:按照有关规定)?")
_SEE_ANNEX = re.compile(r"[，、（(]?(?:具体)?(?:详见|见)附[件表].*$|[，：]如下.*$")
# 机关为统一认定事实，而订颁之|解释性规定及裁量基准
_ENACTED = re.compile(r"[^。；]{6,80}(?:而|所)[^，。；的之]{2,8}[的之](?P<what>[^，。；的之]{4,30})[。；]?$")
# 项目建设计划，包括项目名称、建设内容: a name and what it holds
_NAME_AND_CONTENT = re.compile(
    r"(?P<name>[^，。；：]{3,30}?)(?:的)?(?:[，：]|(?<=事项|情况|信息|内容|方面)(?=包括|包含|涵盖))(?:其中|具体|主要|重点|应当?|应)*(?:包括|包含|涵盖|含有?|即|如)(?P<content>[^。]{4,})"
)
# 反映|机构设置、职能|等情况的; 涉及群众切身利益的: a class of information whose noun is left out
_REFLECTS = re.compile(r"反映(?P<what>[^。；]{3,60}?)(?:等)?(?:的)?(?:有关|相关|基本)?(?:情况)?的")
_CLASS_OF = re.compile(
    r"(?:涉及|需要?|应当?|其他|其它|与|关系|事关|直接|法律|法规|规章|依照|依据|依法|按照?|国家|上级|属于|有关|群众|公众|社会)[^。；]{3,60}的"
)
_ORDERS_MAKING = re.compile(r"(?:根据|依据|按照?|结合|对照)[^。；]{2,60}，")  # 各单位要|根据监管要求，|编制抽查清单
_EXPLAINED = re.compile(r"(?:政策)?解读")
_CALLED_PUBLIC = re.compile(r"(?<!务)公开$")  # 党务公开 keeps its name
_IN_CHARGE = re.compile(  # 水务部门负责扬尘监管工作
    r"[^，。；、]{2,20}(?:部门|单位|机构|政府|[局委办厅])(?:具体)?负责(?!人)[^。；]*(?:工作|监管|管理|实施|组织|协调|落实)"
)
# 部门预决算。局计财科应按照规定的时间进行公开: what stands behind the name tells who and how
_ORDERS_IT = re.compile(
    r"(?!.*(?:包括|包含|涵盖))[^，。；]{2,30}(?:应当?|要|须)(?:按照|依照|按|在|于)[^。；]*(?:公开|公布|公示|发布)[。；]?$"
)
_CASES = re.compile(r"(?:情形|行为|活动)[。；;，, \n]*$")
# 包括|按季度|更新|本地区接入能力
_KEPT_UP = re.compile(
    r"\s*(?:主要|具体)?(?:包括|包含)?(?P<when>(?:按|逐)(?:年|半年|季|月|周|日)度?|每(?:个)?(?:年|半年|季|月|周|日|天)度?|定期|及时|实时|长期|适时)?(?:向社会|主动|集中)*"
    r"(?:更新|公开|公布|公示|发布|公告|披露)(?:完善)?(?![栏制指目平网工办室股])(?=[^，。；：的]{3})"
)
# labels of a list in one line: （1）, 1., ①, 一是
_LABEL = re.compile(
    r"(?<=[：:；;，,。、 ])(?:[（(][0-9一二三四五六七八九十]{1,3}[）)]|[0-9]{1,2}(?:[.．](?![0-9])|、)|[①-⑳]|[一二三四五六七八九十]是)\s*"
)
_DRAWN_UP = re.compile(r"(?:及时|认真|全面|统一|组织)*(?:编制|制定|制订|梳理|建立|形成|汇总|整理|拟定)")
_ABOUT_WORDS = frozenset({"explain", "respond", "clarify", "speak"})
_MODAL = re.compile(r"(?<![重主需必纲])要(?![素求点闻件])|应当|必须|不得")
_PARTS = re.compile(r"[；;](?=[^；;\s])")
_LONGEST_PART = 60


def listed(sheet: Sheet, lexicon: Lexicon, title: str, section: Section, item: Item, lead: Lead | None) -> Draft | None:
    """The draft of a numbered item, or of the text under a heading such as 公示内容; None where it names nothing."""
    text = sheet.text
    name = text[item.name[0] : item.name[1]] if item.name and lead is not None else None
    phrase = text[item.phrase[0] : item.phrase[1]] if item.phrase else None
    if phrase is not None and phrase.rstrip("。；;，, \n").endswith("的"):
        if lead is None or (lead.said is not None and lead.said.row in _ABOUT_WORDS) or lead.explains:
            return None  # 存在误解误读的: in which case, not what
        phrase = _class_of(phrase.rstrip("。；;，, \n"))
        if phrase is None:
            return None
    if phrase is not None and (_CASES.search(phrase) or _IN_CHARGE.match(phrase)):
        return None  # 国家规定的其他情形
    made = _made(sheet, lexicon, item, lead)
    if made is not None:
        subject, thing = made
        said = lead.said if lead is not None else None
        if said is not None and subject is not None:
            said = replace(said, subject=subject)
        return Draft(
            item.evidence[0], section, matter_of(lexicon, [text[thing[0] : thing[1]]]), said, (item.evidence,), listed=True
        )
    if phrase is not None and (enacted := _ENACTED.match(phrase)) is not None:
        phrase = enacted["what"]
    kept = _KEPT_UP.match(sheet.text, *item.phrase) if item.phrase is not None and phrase is not None else None
    if kept is not None:
        phrase = sheet.text[kept.end() : item.phrase[1]] if item.phrase is not None else phrase
    when = kept.span("when") if kept is not None and kept["when"] else None
    if phrase is not None:
        phrase = _SEE_ANNEX.sub("", _MEANS.sub("", phrase, count=2))
    spelled = _NAME_AND_CONTENT.match(phrase or name or "") if lead is not None and not (name and phrase) else None
    if spelled is not None:
        name, phrase = spelled["name"], spelled["content"]
    if name and phrase and _ORDERS_IT.match(phrase):
        matter = matter_of(lexicon, [_CALLED_PUBLIC.sub("", name)])
    elif name and phrase:
        matter = replace(matter_of(lexicon, [_CALLED_PUBLIC.sub("", name)]), content=matter_of(lexicon, _PARTS.split(phrase)).content)
    elif name or (phrase and lead is not None):
        matter = matter_of(lexicon, _PARTS.split(_CALLED_PUBLIC.sub("", name or phrase or "")))
    elif phrase and section.title and "务公开" in section.title:
        if "、" not in phrase:
            return None
        matter = matter_of(lexicon, [phrase], heading=re.sub(r"的?(?:主要|具体)?(?=内容|事项)", "", section.title.strip("：: ")))
    elif phrase:
        if lead is None and _MODAL.search(phrase):
            return None  # below 公开内容: 各单位要把…作为重点
        matter = matter_of(lexicon, [phrase], heading=title_matter(title) or None)
    else:
        return None
    if len(matter.item) < 2:
        return None
    if lead is not None and lead.explains and not _EXPLAINED.search(matter.item):
        matter = replace(matter, item=f"{matter.item}解读")
    return Draft(item.evidence[0], section, matter, lead.said if lead else None, (item.evidence,), listed=True, when=when)


def _class_of(phrase: str) -> str | None:
    """The information that an item without a noun stands for: 反映机构职能等情况的 -> 机构职能, 涉及群众切身利益的 -> …的信息."""
    reflects = _REFLECTS.fullmatch(phrase)
    if reflects is not None:
        return reflects["what"].replace("，", "、")
    return f"{phrase}信息" if _CLASS_OF.fullmatch(phrase) else None


def _made(sheet: Sheet, lexicon: Lexicon, item: Item, lead: Lead | None) -> tuple[Range | None, Range] | None:
    """The body and the list of an item that orders it to be drawn up: 各单位要|编制|服务事项目录."""
    if lead is None or item.name is not None or item.phrase is None:
        return None
    a, b = item.phrase
    while b > a and sheet.text[b - 1] in "。；;，, \n":
        b -= 1
    return made_of(sheet, lexicon, a, b)


def made_of(sheet: Sheet, lexicon: Lexicon, a: int, b: int) -> tuple[Range | None, Range] | None:
    """The body and the list that a range orders to be drawn up, None where it is no such order."""
    first = sheet.masked.find("，", a, b)
    clause = (a, b if first < 0 else first)
    subject = clause_subject(sheet, lexicon, *clause)
    modal = lexicon.modal.match(sheet.masked, subject[1], b) if subject is not None else None
    if subject is None or modal is None:
        return None
    by_rule = _ORDERS_MAKING.match(sheet.masked, modal.end(), b)
    start = by_rule.end() if by_rule is not None else modal.end()
    stop = sheet.masked.find("，", start, b)
    if not _DRAWN_UP.match(sheet.masked, start, b):
        return None
    thing = made_in(sheet, lexicon, start, b if stop < 0 else stop)
    return None if thing is None else (subject, thing)


def one_item(found: list[Disclosure]) -> list[Disclosure]:
    """The disclosures of a numbered item as one, where the same verb only repeats: 公开…条件，公开…办法."""
    first = found[0] if found else None
    if (
        first is None
        or len(found) < 2
        or any(
            d.row != first.row or d.use != "behind" or d.times or d.channels or d.context or d.evidence != first.evidence
            for d in found
        )
    ):
        return found
    return [replace(first, objects=tuple(r for d in found for r in d.objects), extra=tuple(r for d in found for r in d.extra))]


def under(lead: Disclosure, d: Disclosure) -> Disclosure:
    """A disclosure of a listed item with the unit, channel and audience of the lead-in where it names none."""
    return replace(
        d,
        channels=d.channels or lead.channels,
        subject=d.subject or lead.subject,
        audience=d.audience or lead.audience,
    )


def inline(
    sheet: Sheet, lexicon: Lexicon, section: Section, sentence: Sentence, ds: Sequence[Disclosure]
) -> tuple[list[Draft], list[Disclosure]]:
    """Drafts of a list that stands in one line with its lead-in (下列事项应当公开：1.…；2.…), and the disclosures left over.

    Without labels what stands behind ； is more content of the same disclosure.
    """
    if len(ds) != 1:
        return [], list(ds)
    d = ds[0]
    colon = sheet.masked.find("：", d.verb[1], sentence.end)
    said = "".join(sheet.masked[a:b] for a, b in d.objects)
    if colon < 0 or (d.use != "listed" and not lexicon.lead.search(sheet.masked[sentence.start : colon] + said)):
        return [], [d]
    labels = list(_LABEL.finditer(sheet.text, colon, sentence.end))
    if len(labels) < 2 or labels[0].start() > colon + 2:
        return [], [_with_parts(sheet, sentence, d)]
    ends = [m.start() for m in labels[1:]] + [sentence.end]
    drafts: list[Draft] = []
    for label, end in zip(labels, ends, strict=True):
        place = _trim(sheet, (label.end(), end))
        made = made_of(sheet, lexicon, *place)
        told = d if made is None else replace(d, subject=made[0])
        matter = matter_of(lexicon, [sheet.text[slice(*(place if made is None else made[1]))]])
        if len(matter.item) >= 2:
            drafts.append(Draft(place[0], section, matter, told, (place,), listed=True))
    return drafts, []


def _with_parts(sheet: Sheet, sentence: Sentence, d: Disclosure) -> Disclosure:
    """A listed disclosure with the parts behind ；, each a phrase of its own."""
    parts = [(p[0][0], p[-1][1]) for p in sentence.parts if p[0][0] > d.clause[1]]
    parts = [p for p in parts if all(p[0] < a or p[1] > b for a, b in (*d.objects, *d.extra))]
    if not parts or any(b - a > _LONGEST_PART or _MODAL.search(sheet.masked, a, b) for a, b in parts):
        return d
    return replace(d, extra=(*d.extra, *parts))


def _trim(sheet: Sheet, place: Range) -> Range:
    a, b = place
    while b > a and sheet.text[b - 1] in "；;，, 。":
        b -= 1
    return a, b
