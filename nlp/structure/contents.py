"""Tables of contents at the head of a text: the numbered headings, or the titles of a gazette, that are listed before they stand."""

from __future__ import annotations

import re

from nlp.structure.labels import NumberingRules
from nlp.structure.lines import Sheet
from nlp.structure.titleblock import HeaderRules

_ABOUT = re.compile("关于|印发|转发")
_SENTENCE = re.compile(r"[。；！？]")
_LONGEST_LINE = 110
_LISTED_NUMBER = re.compile(r"(?:（[^（）]*[0-9]+号?）|[….·]+ ?[0-9]+|（[0-9]+）)\Z")  # …的通知（某政〔2018〕12号）, …的通知……3
_LONGEST_RUBRIC = 14  # 市政府文件, 人事任免
_LEAST_LISTED = 2


def contents_end(sheet: Sheet, i: int, rules: HeaderRules) -> int:
    """The first piece behind the table of contents that is headed at i: where its first label stands again, or its first title."""
    if (listed := _titles_end(sheet, i, rules)) > i + 1:
        return listed
    first = None
    for j in range(i + 1, min(i + 400, len(sheet.pieces))):
        words = sheet.words(j)
        label = rules.numbering.at_start(words)
        if first is None:
            first = label
        elif label is not None and (label.family, label.name) == (first.family, first.name):
            return j
        if len(words) > 80 or _SENTENCE.search(words):
            break
    return i + 1


def _titles_end(sheet: Sheet, i: int, rules: HeaderRules) -> int:
    """The first piece behind the titles of a gazette that are listed below piece i: where one of them stands again, or they end."""
    seen: set[str] = set()
    end = i + 1
    for j in range(i + 1, len(sheet.pieces)):
        if sheet.pieces[j].end - sheet.pieces[j].start > _LONGEST_LINE:
            break
        words = _LISTED_NUMBER.sub("", sheet.words(j).replace(" ", ""))
        whole = _ABOUT.search(words) is not None and rules.titles.ends_title(words)
        if words in seen:
            end = j
            break
        if not (whole or len(words) <= _LONGEST_RUBRIC) or sheet.pieces[j].block == "row":
            break
        seen |= {words} if whole else set()
        end = j + 1 if whole else end
    return end if len(seen) >= _LEAST_LISTED else i + 1


def outline_end(sheet: Sheet, i: int, numbering: NumberingRules) -> int:
    """The first piece behind the headings that are listed below piece i."""
    j = i + 1
    while j < len(sheet.pieces) and len(sheet.words(j)) <= _LONGEST_LINE and numbering.at_start(sheet.words(j)) is not None:
        j += 1
    return j
