"""A line with the labels inside it, and what stands before a label: a heading, a run-in heading with its full stop."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.structure.headings import is_heading
from nlp.structure.labels import Candidate

_LEAST_PARTED = 2
SHORT_HEADING = 30


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
    """Whether a first item stands behind the heading with which its line begins: 二、工作任务（一）公示制度…, no （二） in sight."""
    words = text_before(text, row, c)
    opens = row.first is not None and row.first.family == "cn" and row.inside[0].start == c.start
    return opens and is_short(words) and is_heading(words, alone=True) and row.end - c.text_at > SHORT_HEADING


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
