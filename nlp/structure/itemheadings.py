"""The heading of every item of a tree: where its line breaks, what stands below or behind it, what its siblings look like."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from nlp.structure.blanks import first_blank, wide_blank
from nlp.structure.headings import Heading, heading_of, is_heading
from nlp.structure.labels import LAW_FAMILIES, Candidate
from nlp.structure.lines import Piece, Sheet
from nlp.structure.listtitles import titles_of_lists
from nlp.structure.numbering import Item, Tree
from nlp.structure.wrapped import over_lines, wrap_width

_LONGEST_BEFORE_BLANK = 36
_LONGEST_TASK = 40
_POINTS = "、，。；：）"  # before these a blank parts nothing
# （一）考核的对象 全镇各部门。: what names a matter before a single blank
_MATTER = re.compile(
    "(?:对象|内容|范围|时间|地点|方式|方法|形式|原则|目标|要求|条件|标准|程序|流程|依据|机构|职责|期限|时限|主体|渠道|步骤|目的|措施|事项)$"
)
_DUTY_LINE = re.compile("(?:责任|牵头|承办|主办|配合)(?:单位|部门|科室|领导)：|完成(?:时限|时间)：")


def headings_of(sheet: Sheet, pieces: Sequence[Piece], tree: Tree, kept: Sequence[Item]) -> list[Heading | None]:
    """Heading of every kept item, in order."""
    starts = [item.label.start for item in tree.items]
    line_starts = [p.start for p in pieces]
    shared = Counter(item.label.line for item in tree.items)
    ends: dict[int, int] = {}
    for n, item in enumerate(tree.items):
        following = starts[n + 1] if n + 1 < len(starts) else len(sheet.text)
        end = min(pieces[min(item.label.line, len(pieces) - 1)].end, following)
        while end > item.label.text_at and sheet.text[end - 1] in " \t":
            end -= 1
        ends[id(item)] = end
    clauses = {id(i.parent) for i in tree.items if sheet.text[ends[id(i)] - 1 : ends[id(i)]] == "；"}
    width, labelled = wrap_width(sheet, pieces), frozenset(starts)
    out: list[Heading | None] = []
    found: dict[int, Heading | None] = {}
    for item in kept:
        label, end = item.label, ends[id(item)]
        at = bisect_right(starts, label.start)
        behind = starts[at] if at < len(starts) else None
        next_line = bisect_right(line_starts, label.start)
        more_lines = next_line < len(line_starts) and (behind is None or line_starts[next_line] < behind)
        has_more = bool(item.children) or (more_lines and id(item.parent) not in clauses)
        heading = _below_number(sheet, pieces, item) if label.family != "article" and end <= label.text_at else None
        if heading is None and (shared[label.line] > 1 or label.place != "line"):
            heading = _before_blank(sheet, label.text_at, end)
        elif heading is None and label.family not in LAW_FAMILIES:
            heading = _before_wide_blank(sheet, label, end)
        heading = heading or heading_of(sheet.text, label.text_at, end, label.family, has_more)
        if heading is None and more_lines and label.place == "line" and pieces[next_line].start >= end:
            heading = _above_duty(sheet, label.text_at, end, pieces[next_line])
        if heading is not None and id(item.parent) in clauses and sheet.text[heading.end : heading.end + 1] == "。":
            heading = None if _closes_clauses(item, tree, found) else heading
        if width is not None and label.place == "line" and label.line < len(pieces):
            heading = over_lines(sheet, pieces, label.line, label.text_at, label.family, heading, width, labelled)
        found[id(item)] = heading
        out.append(heading)
    return titles_of_lists(sheet.text, kept, out, ends)


def _before_blank(sheet: Sheet, start: int, end: int) -> Heading | None:
    """On a line that lost its line ends: a heading that a blank parts from its text (一、公示时间 3月6日至3月12日。)."""
    at = first_blank(sheet.view, start, min(end, start + _LONGEST_BEFORE_BLANK))
    if at is None or at >= end:
        return None
    phrase = sheet.text[start:at].rstrip()
    stops = "[。；：！？]" if wide_blank(sheet.view, at) else "[，。；：！？]"
    if len(phrase) < 2 or end - at < 4 or re.search(stops, phrase) or not is_heading(phrase, alone=True):
        return None
    return Heading(start, start + len(phrase), at, True)


def _before_wide_blank(sheet: Sheet, label: Candidate, end: int) -> Heading | None:
    """2.3.1  省应急厅  牵头组织扑救。 A blank parts heading and text: one as wide as two, any one behind a decimal number."""
    start, stop = label.text_at, min(end, label.text_at + _LONGEST_BEFORE_BLANK)
    at = first_blank(sheet.view, start, stop)
    if at is None or sheet.text[end - 1] not in "。；" or sheet.text[at] in _POINTS:
        return None
    phrase = sheet.text[start:at].rstrip()
    if not (label.family == "dotted" or wide_blank(sheet.view, at) or (label.place == "line" and _MATTER.search(phrase))):
        return None
    if len(phrase) < 2 or end - at < 4 or re.search("[，。；：！？]", phrase) or not is_heading(phrase, alone=True):
        return None
    return Heading(start, start + len(phrase), at, False)


def _below_number(sheet: Sheet, pieces: Sequence[Piece], item: Item) -> Heading | None:
    """3.1 or 一、 alone on its line, the heading on the next one, as in standards and in texts whose lines were torn."""
    if item.label.line + 1 >= len(pieces) or any(c.label.line <= item.label.line + 1 for c in item.children):
        return None
    below = pieces[item.label.line + 1]
    words = sheet.text[below.start : below.end]
    if len(words) > _LONGEST_BEFORE_BLANK or re.search("[，。；：！？\t|]", words) or not is_heading(words, alone=True):
        return None
    return Heading(below.start, below.end, below.end, True)


def _above_duty(sheet: Sheet, start: int, end: int, below: Piece) -> Heading | None:
    """（一）粮食产量增长3%以上 above a line 责任单位：…: the line is the heading of what is filled in below it, amounts and all."""
    if not 0 < end - start <= _LONGEST_TASK or _DUTY_LINE.match(sheet.text, below.start, below.end) is None:
        return None
    return None if re.search("[。；：！？\t|]", sheet.text[start:end]) else Heading(start, end, end, True)


def _closes_clauses(item: Item, tree: Tree, found: dict[int, Heading | None]) -> bool:
    """Whether an item is the last of clauses that have no headings: （四）处罚决定。 is then none either."""
    siblings = item.parent.children if item.parent is not None else [i for i in tree.items if i.parent is None]
    return len(siblings) > 1 and siblings[-1] is item and all(found.get(id(s)) is None for s in siblings[:-1])
