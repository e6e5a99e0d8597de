"""Lists that name their own matter: 村务公开的内容：…, 扶贫资金公告主要包括…; articles of a chapter headed 公开内容."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from nlp.draft.drafts import Draft
from nlp.draft.lexicon import Lexicon
from nlp.draft.lists import is_matter_title
from nlp.draft.objects import matter_of
from nlp.draft.phrases import Range
from nlp.draft.reading import Disclosure
from nlp.draft.sheet import Sentence, Sheet, sentences_of
from nlp.types import Section

# 村务公开的内容：…, 扶贫资金公告主要包括…
_NAMED_CONTENT = re.compile(
    r"(?P<what>[\u4e00-\u9fff]{2,16}?)(?:的)?(?:公告公示|公示公告|公告、公示|公示、公告|公开|公示|公告|公布|披露)(?:的)?(?P<noun>(?:主要|具体|基本|重点)?(?:内容|事项|信息)?)"
    r"(?:主要|具体|应当|应|要|一般)*(?:包括|包含|涵盖|有：|为：|是：|：)(?:：)?(?:以下[^：，。]{0,8}：)?"
)
# 公示的行政许可信息主要包括许可决定书和证照
_SHOWN_CONTENT = re.compile(
    r"(?:(?P<who>[^，。；：]{2,24}?)(?=应|须|需|要|主动))?(?:应当?|须|需要?|要)?(?:主动|重点|依法|向社会)*(?:公开|公示|公布|披露)的(?P<what>[^，。；、：]{3,16}?信息)(?P<noun>)(?:主要|具体|应当|应|一般)*(?:包括|包含|涵盖)(?:：)?"
)
# 重大决策事项。主要包括企业改革方案、…
_RUN_IN = re.compile(
    r"(?P<name>[^，。；：\n]{3,24})[。：\n ]+(?:其|其中)?(?:主要|具体|一般)?(?:内容)?(?:包括|包含|涵盖|有|是指)(?:：)?"
)
_SEVERAL = re.compile(r"[、，；和及].")
_COLUMN = re.compile(r"(?<=..)(?:信息)?(?:公开|公示)?(?:专栏|专区|专题|栏)$")  # 补贴信息公开专栏|公开内容为：
_POINT = re.compile(
    r"^(?:主要|具体)?(?:有|包括|包含|为|是)?[：:]?\s*(?:[0-9]{1,2}[、.．]|[（(][0-9一二三四五六七八九十]{1,3}[）)]|[①-⑳])?\s*"
)
# 1.招生计划；2.收费标准；3.…, in one line below 公开内容
_LABELLED = re.compile(r"(?:^|(?<=[；;。：:，,\s]))[（(]?(?P<n>[0-9]{1,2})(?:、|[.．](?![0-9])|[)）]、?)\s*")
_ENDS_ITEM = re.compile(r"[；;。，,\s]+$")
_LONGEST_LEAD, _LONGEST_ITEM = 12, 160
_CALLED_PUBLIC = re.compile(r"(?<=[^务开]{2})公开$")  # 重大决策|公开
_LEAST_BEHIND = 6
_LEAST_PARTS = 3


def named_content(sheet: Sheet, lexicon: Lexicon, section: Section, sentence: Sentence, last: Draft | None) -> list[Draft]:
    """The draft of a sentence such as 村务公开的内容：…; none where `last` names the same matter."""
    m = _NAMED_CONTENT.match(sheet.masked, sentence.start, sentence.end) or _SHOWN_CONTENT.match(
        sheet.masked, sentence.start, sentence.end
    )
    if m is None or m.end() + _LEAST_BEHIND > sentence.end:
        return []
    what, listed = _COLUMN.sub("", m["what"]), sheet.masked[m.end() : sentence.end]
    if not _SEVERAL.search(listed) or (not m["noun"] and (what.endswith("务") or what in lexicon.words["generic"])):
        return []
    if last is not None and (what in last.matter.item or last.matter.item in what):
        return []
    name = f"{what}公开内容" if what.endswith(("务", "信息", "政府", "社区", "村", "单位", "本镇", "医院", "学校")) else what
    parts = re.split("[；;]", sheet.text[m.end() : sentence.end])
    matter = matter_of(lexicon, parts[:1], parts[1:], heading=name)
    who = m.span("who") if "who" in m.groupdict() and m["who"] and lexicon.is_body(m["who"]) else None
    place = (sentence.start, sentence.end)
    said = None if who is None else Disclosure(place, place, m.span("what"), "open", 0.8, "listed", (), subject=who)
    return [Draft(sentence.start, section, matter, said, (place,), listed=True)] if len(matter.item) > 1 else []


def named_by_title(sheet: Sheet, lexicon: Lexicon, section: Section, ranges: Sequence[Range]) -> list[Draft]:
    """第五条 行政处罚公示内容：案件名称、…: the title is the front of the sentence that lists."""
    if section.heading is None or not ranges:
        return []
    whole = sentences_of(sheet, section.heading[0], ranges[0][1])
    return named_content(sheet, lexicon, section, whole[0], None) if whole else []


def enumerated(sheet: Sheet, lexicon: Lexicon, section: Section, sentence: Sentence) -> list[Draft]:
    """The draft of a list that stands in one line below a heading such as 村务公开内容: 主要有：1、…；2、…."""
    title = re.sub(r"\s|[：:]", "", section.title or "")
    if len(sentence.parts) < _LEAST_PARTS or not title:
        return []
    parts = [_CALLED_PUBLIC.sub("", _POINT.sub("", sheet.text[p[0][0] : p[-1][1]])) for p in sentence.parts]
    matter = matter_of(lexicon, parts[:1], parts[1:], heading=re.sub(r"的?(?:主要|具体)?(?=内容|事项)", "", title))
    return [Draft(sentence.start, section, matter, None, ((sentence.start, sentence.end),), listed=True)]


def numbered_in_line(sheet: Sheet, lexicon: Lexicon, section: Section, ranges: Sequence[Range]) -> list[Draft]:
    """A draft for each of the numbered items that stand in one line below a heading such as 公开内容: 1.招生计划；2.收费标准；3.…."""
    if not is_matter_title(section.title) or len(ranges) != 1:
        return []
    a, b = ranges[0]
    labels: list[re.Match[str]] = []
    for m in _LABELLED.finditer(sheet.text, a, b):
        if int(m["n"]) == len(labels) + 1:
            labels.append(m)
    if len(labels) < _LEAST_PARTS or labels[0].start() - a > _LONGEST_LEAD or "\n" in sheet.text[a : labels[-1].start()].strip():
        return []
    drafts: list[Draft] = []
    for m, end in zip(labels, [*(m.start() for m in labels[1:]), b], strict=True):
        said = sheet.text[m.end() : end]
        if m is labels[-1]:
            said = said.partition("。")[0].partition("\n")[0]
        said = _ENDS_ITEM.sub("", said)
        if len(said) > _LONGEST_ITEM or "。" in said:
            return []
        matter = matter_of(lexicon, [_CALLED_PUBLIC.sub("", said)])
        if len(matter.item) > 1:
            drafts.append(Draft(m.end(), section, matter, None, ((m.end(), m.end() + len(said)),), listed=True))
    return drafts


def article(
    sheet: Sheet, lexicon: Lexicon, by_path: Mapping[str, Section], section: Section, sentences: Sequence[Sentence]
) -> list[Draft]:
    """第五条 重大决策事项。主要包括…, in a chapter headed 公开内容."""
    above = by_path.get(section.path.rpartition("/")[0]) if "/" in section.path else None
    if above is None or above.kind != "chapter" or not is_matter_title(above.title) or not sentences or section.kind != "article":
        return []
    start = section.heading[0] if section.heading else sentences[0].start
    m = _RUN_IN.match(sheet.masked, start, sentences[-1].end)
    if m is None:
        return []
    matter = matter_of(lexicon, [sheet.text[m.start("name") : m.end("name")]])
    content = matter_of(lexicon, re.split("[；;。]", sheet.text[m.end() : sentences[-1].end])).content
    if len(matter.item) < 2 or not content:
        return []
    return [Draft(m.start(), section, replace(matter, content=content), None, ((m.start(), sentences[-1].end),), listed=True)]
