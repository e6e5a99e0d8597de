"""A line with the labels inside it, and what stands before a label: a heading, a run-in heading with its full stop."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.structure.headings import heading_of, is_heading
from nlp.structure.labels import Candidate

_LEAST_PARTED = 2
SHORT_HEADING = 30
_MOST_LABELS = 200  # of one line that are looked through
_SEEN = re.compile(r"\S")
_OPENING = ("line", "stop", "close", "blank")


@dataclass(frozen=True, slots=True)
class InlineRow:
    """A line by its place: its range, the label with which it begins, the candidates inside it."""

    index: int
    start: int
    end: int
    first: Candidate | None
    inside: tuple[Candidate, ...]


def is_short(between: str) -> bool:
    """Whether a text is a short heading: no punctuation."""
    return 1 <= len(between.strip()) <= SHORT_HEADING and not re.search(r"[，。；：！？]", between)


def behind_heading(text: str, row: InlineRow, c: Candidate) -> bool:
    """Whether between the label before it (or the line's start) and this label stands nothing but a short heading."""
    words = text_before(text, row, c).strip()
    labelled = row.first is not None or any(x.start < c.start for x in row.inside[:1])
    return is_short(words) or (labelled and re.search("[。；：！？]", words) is None and is_heading(words, alone=True))


def text_before(text: str, row: InlineRow, c: Candidate) -> str:
    """What stands between a label and the label before it, or the line's start."""
    at = bisect_right(row.inside, c.start - 1, key=lambda x: x.start)
    begin = row.inside[at - 1].text_at if at else row.first.text_at if row.first is not None else row.start
    return text[begin : c.start]


def behind_run_in(text: str, row: InlineRow, c: Candidate) -> bool:
    """Whether before a label stands a labelled heading with its full stop and nothing else: （一）扶贫信息公开。1."""
    words = text_before(text, row, c).rstrip()
    labelled = row.first is not None or any(x.start < c.start for x in row.inside[:1])
    return labelled and words.endswith("。") and is_short(words[:-1]) and is_heading(words[:-1])


def below_chapter(text: str, row: InlineRow, c: Candidate) -> bool:
    """Whether a first item stands behind the heading of its chapter: 二、工作任务（一）公示制度…, no （二） in sight."""
    words, before = text_before(text, row, c), label_before(row, c)
    opens = before is not None and before.family == "cn" and (before is row.first or before.place in (*_OPENING, "colon"))
    return opens and is_short(words) and is_heading(words, alone=True) and row.end - c.text_at > SHORT_HEADING


def label_before(row: InlineRow, c: Candidate) -> Candidate | None:
    """The candidate before this one on its line, None where it is the first."""
    at = bisect_right(row.inside, c.start - 1, key=lambda x: x.start)
    return row.inside[at - 1] if at else row.first


def opens_lone(text: str, row: InlineRow, c: Candidate, following: Mapping[str, int]) -> bool:
    """Whether a label 1 that no 2 follows opens a section: the text breaks off behind it, or （一） below it goes on.

    …提出如下意见：一、公开的内容（一）财务… and …认真落实。一、加强领导。各部门要…; not （主要有两点：一、资金。）.
    """
    if c.family in following or len(row.inside) > _MOST_LABELS:
        return False
    if any(x.family == c.family and x.start > c.start for x in row.inside):
        return False
    behind = next((x for x in row.inside if x.start > c.start), None)
    last = _SEEN.search(text, row.end) is None
    if c.family == "cn":
        if c.place not in (*_OPENING, "colon"):
            return False
        itemed = behind is not None and (behind.family, behind.number) == ("cn-paren", 1)
        if itemed and behind is not None and is_short(words := text[c.text_at : behind.start]) and is_heading(words, alone=True):
            return True
        heading = heading_of(text, c.text_at, row.end, "cn", has_more=False)
        return heading is not None and not heading.alone and (last or following.get("cn-paren") == 1)
    before = label_before(row, c)
    goes_under = before is not None and before.family == "cn-paren" and c.place == "stop" and c.family == "num"
    return goes_under and last and behind is None and _run_in_before(text, row, c)


def _run_in_before(text: str, row: InlineRow, c: Candidate) -> bool:
    """Whether a heading of a clause or two with its full stop is all that stands between a label and the label before it."""
    words = text_before(text, row, c).rstrip()
    return words.endswith("。") and "。" not in words[:-1] and is_heading(words[:-1])


def parted_headings(row: InlineRow) -> bool:
    """Whether the lost line ends of a line show as blanks before its headings."""
    return sum(c.parted for c in row.inside if c.family in ("cn", "article")) >= _LEAST_PARTED


def in_sentence(chain: Sequence[Candidate]) -> bool:
    """Whether a run stands inside a sentence of a line of parted headings: no blank before the members of
    由以下渠道筹措：（一）…；（二）…。"""
    first = chain[0]
    return (
        first.place in ("colon", "comma")
        and not first.parted
        and all(c.place == "semicolon" and not c.parted for c in chain[1:])
    )
