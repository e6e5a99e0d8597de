"""Lists whose items are lines of one section: a lead (事前公示内容：) and labelled lines below it, too deep to be sections of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.draft.drafts import Draft
from nlp.draft.lexicon import Lexicon
from nlp.draft.listed import listed
from nlp.draft.lists import Item, Lead, announces
from nlp.draft.negative import negative
from nlp.draft.phrases import Range
from nlp.draft.reading import Disclosure
from nlp.draft.sheet import Sheet
from nlp.types import Section

# （一）, 1., ①, 一、, - at the start of a line
_LABEL = re.compile(
    r"\s*(?:[（(][0-9一二三四五六七八九十]{1,3}[）)]|[0-9]{1,2}(?:[.．](?![0-9])|、|）|\))|[①-⑳]|[一二三四五六七八九十]{1,3}、|[-—•·●◆■★*▪])\s*(?=[^\s])"
)
# 机构职能：…: an item that its name opens instead of a label
_NAMED = re.compile(r"\s*(?=[\u4e00-\u9fff]{2,12}：[^\s])")
_NAME = re.compile(r"(?P<name>[^，。；：\n]{2,20})[：。](?=[^\s])")
_CLASS = re.compile(r"法律|法规|规章|其他|其它")
_LEAST_ITEMS, _FARTHEST = 2, 60
_LEAST_BARE, _LONGEST_BARE, _NAMING = 3, 60, 0.6  # lines without a label below a heading: how many, how long, share that end with a noun of the list


@dataclass(frozen=True, slots=True)
class Lines:
    """A lead line and the lines of its items without their labels; view ranges."""

    lead: Range
    items: tuple[Range, ...]


def lined_list(sheet: Sheet, ranges: Sequence[Range], found: Sequence[Disclosure]) -> Lines | None:
    """The first list of a section that stands in lines below a lead, None where there is none; `found`: what its sentences disclose."""
    lines = [line for a, b in ranges for line in _lines(sheet.text, a, b)]
    for n, (a, b) in enumerate(lines[:-1]):
        said = sheet.masked[a:b].strip()
        if not said.endswith("：") or negative(said) is not None:
            continue
        spoken = any(a <= d.verb[0] < b for d in found)
        if not announces(said, spoken):
            continue
        label = _LABEL if _LABEL.match(sheet.text, *lines[n + 1]) else _NAMED
        items: list[Range] = []
        for low, high in lines[n + 1 : n + 1 + _FARTHEST]:
            m = label.match(sheet.text, low, high)
            if m is None:
                break
            items.append((m.end(), high))
        if len(items) >= _LEAST_ITEMS:
            return Lines((a, b), tuple(items))
    return None


def headed_list(sheet: Sheet, lexicon: Lexicon, heading: Range, ranges: Sequence[Range]) -> Lines | None:
    """The list below a heading such as 公开内容 where every line is an item: labelled by bullets, or bare lines that name things."""
    lines = [line for a, b in ranges for line in _lines(sheet.text, a, b)][:_FARTHEST]
    labels = [_LABEL.match(sheet.text, *line) for line in lines]
    if len(lines) >= _LEAST_ITEMS and all(labels):
        return Lines(heading, tuple((m.end(), b) for m, (_, b) in zip(labels, lines, strict=True) if m is not None))
    if len(lines) < _LEAST_BARE or any(b - a > _LONGEST_BARE for a, b in lines):
        return None
    ends = [sheet.masked[a:b].strip("。；;，, ") for a, b in lines]
    naming = sum(lexicon.turned_head.match(end[::-1]) is not None for end in ends)
    return Lines(heading, tuple(lines)) if naming >= _NAMING * len(lines) and not any("：" in end for end in ends) else None


def drafts_of_lines(
    sheet: Sheet, lexicon: Lexicon, title: str, section: Section, lines: Lines, found: Sequence[Disclosure]
) -> list[Draft]:
    """The drafts of the items that no verb of their own speaks for; the lead lends unit, limit and channel."""
    said = next((d for d in reversed(found) if lines.lead[0] <= d.verb[0] < lines.lead[1]), None)
    lead = Lead(section.path, said, lines.lead)
    out: list[Draft] = []
    for a, b in lines.items:
        if any(a <= d.verb[0] < b for d in found):
            continue
        name = _NAME.match(sheet.text, a, b)
        if name is not None and sheet.text[name.end() - 1] == "。" and "，" not in sheet.text[name.end() : b]:
            name = None
        if name is None and _CLASS.match(sheet.text, a, b):
            continue
        phrase = (name.end() if name is not None else a, b)
        stop = sheet.masked.find("。", *phrase)
        phrase = (phrase[0], b if stop < 0 else stop)
        item = Item(name.span("name") if name is not None else None, phrase, (a, b))
        bare = replace(section, title=None, heading=None)
        draft = listed(sheet, lexicon, title, bare, item, lead)
        if draft is not None:
            out.append(replace(draft, section=section))
    return out


def _lines(text: str, start: int, end: int) -> list[Range]:
    """The lines of a range that hold anything."""
    out: list[Range] = []
    at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        if text[at:stop].strip():
            out.append((at, stop))
        at = stop + 1
    return out
