"""When things must be done or published: mentions, then values, then due dates.

    文件公开后3个工作日内发布解读  ->  duration P3D working, anchor 文件公开后
    每年7月17日前和12月20日前      ->  recurring P1Y@07-17, recurring P1Y@12-20
    2017年10月的会议               ->  nothing

Expressions stand in `rules/deadlines.tsv`, neighbourhoods that rule them out in `rules/deadline-contexts.tsv`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from nlp.extract.deadline_anchors import anchor_date, anchor_of
from nlp.extract.deadline_context import (
    Place,
    Stage,
    in_title_marks,
    is_coarse,
    is_deadline,
    is_time_head,
    place_of,
    reports_what_was_done,
)
from nlp.extract.deadline_rules import SCORES, DeadlineRules, Mention
from nlp.extract.deadline_slots import read_count
from nlp.extract.deadline_values import Times, Value, recurrence_rule, resolve_due, resolve_value
from nlp.types import Deadline, Line, Outline, Reason, Section
from nlp.workdays import Holidays, HolidaysMissing

__all__ = ["DeadlineRules", "find_deadlines"]

_READ_KINDS = frozenset({"body", "row"})
# a sentence or table cell; where a flattened table has no stops, a piece of it that ends at a comma or blank
_SENTENCE = re.compile(r"[^。！？；\n\t|]{1,1200}[^。！？；\n\t|， ]{0,200}")
_LIST_JOINT = re.compile(r"(?:[、和及与或，]|以及)$")
_TITLE_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?=年)")
_CITED_YEAR = re.compile(r"[〔\[（【]((?:19|20)[0-9]{2})[〕\]）】]|(?<![到至0-9])((?:19|20)[0-9]{2})年(?![底末前])")
_PLAN_WORDS = re.compile(r"计划|要点|方案|安排|任务|分工|意见|通知")
_NOTICE = re.compile(r"公示|公告|通告")
# how long a notice stands has no start of its own
_STANDING = frozenset({"notice-stands", "notice-stands-at-least", "notice-of", "notice-whole", "limit-extended"})
_ADJACENT = frozenset({"limit-at-most", "limit-cut-to", "done-in", "in-advance"})


@dataclass(frozen=True, slots=True)
class _Found:
    """A kept mention with its value and place."""

    mention: Mention
    value: Value
    place: Place


def find_deadlines(outline: Outline, rules: DeadlineRules, holidays: Holidays) -> tuple[tuple[Deadline, ...], tuple[str, ...]]:
    """Deadlines in text order, and warnings for people (a due date outside the holiday table).

    Headings, labels, signatures and page furniture are not read; the body of a run-in heading is.
    """
    text = outline.view.text
    times = _times_of(outline)
    reports = reports_what_was_done(outline.metadata.title, rules)
    sections = _Sections(outline.sections)
    heads = _TimeColumns(rules)
    out: list[Deadline] = []
    warnings: list[str] = []
    for line in outline.lines:
        if line.kind not in _READ_KINDS:
            continue
        heads.see(text, line)
        start, end = max(line.start, outline.body[0]), min(line.end, outline.body[1])
        near_year: int | None = None
        for sentence in _sentences(text, start, end):
            in_time_cell = heads.covers(text, line, sentence)
            found = rules.find(text, *sentence, labelled=in_time_cell or rules.cues["time-label"].search(text, *sentence) is not None)
            if not found:
                continue
            stage = Stage(times, reports and not sections.plans(sentence[0], rules), in_time_cell)
            kept = _kept(text, found, sentence, stage, rules, near_year)
            near_year = next((f.value.dated.year for f in reversed(kept) if f.value.dated and f.value.own_year), near_year)
            kept = [f for f in kept if not sections.in_heading(f.mention.start)]
            out += _finished(outline, kept, times, holidays, sections, warnings)
    return tuple(out), tuple(dict.fromkeys(warnings))


# ---------------------------------------------------------------- the document's own time
def _times_of(outline: Outline) -> Times:
    """Date and year of the document: its signature, else a year in its title, else publication, else the latest year cited."""
    data = outline.metadata
    written = next((d for d in map(_iso, (data.written_on, data.printed_on, data.published_on)) if d), None)
    titled = [int(y) for y in _TITLE_YEAR.findall(data.title)]
    signed = _iso(data.written_on)
    if signed is not None:
        ahead = signed.year + 1 in titled and signed.month >= 11 and _PLAN_WORDS.search(data.title) is not None
        return Times(signed, signed.year + 1, True) if ahead else Times(signed, signed.year)
    if titled:
        return Times(written if written is not None and written.year == titled[-1] else None, titled[-1], True)
    if written is not None:
        return Times(written, written.year)
    cited = [int(a or b) for a, b in _CITED_YEAR.findall(outline.view.text)]
    return Times(None, max((y for y in cited if 1990 <= y <= 2050), default=None))


def _iso(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


# ---------------------------------------------------------------- where to read
class _Sections:
    """Sections by offset, heading ranges, and which parts of a report are about plans."""

    def __init__(self, sections: tuple[Section, ...]) -> None:
        self._sections = sections
        self._starts = [s.start for s in sections]
        self._titles = {s.path: s.title or "" for s in sections}

    def at(self, offset: int) -> Section:
        return self._sections[max(bisect_right(self._starts, offset) - 1, 0)]

    def in_heading(self, offset: int) -> bool:
        heading = self.at(offset).heading
        return heading is not None and heading[0] <= offset < heading[1]

    def plans(self, offset: int, rules: DeadlineRules) -> bool:
        """Whether the section, or one above it, is headed 下一步打算 or the like."""
        path = self.at(offset).path
        while path:
            if rules.cues["plan-section"].search(self._titles.get(path, "")):
                return True
            path = path.rpartition("/")[0]
        return False


class _TimeColumns:
    """Which cells of a table row stand under a head such as 完成时限."""

    def __init__(self, rules: DeadlineRules) -> None:
        self._rules = rules
        self._heads: dict[int | None, tuple[int, frozenset[int]]] = {}

    def see(self, text: str, line: Line) -> None:
        """Remember the head row of a table."""
        if line.kind != "row" or line.table in self._heads:
            return
        cells = text[line.start : line.end].split("\t")
        columns = frozenset(i for i, cell in enumerate(cells) if is_time_head(cell, self._rules))
        if columns and len(cells) > 1:
            self._heads[line.table] = (len(cells), columns)

    def covers(self, text: str, line: Line, sentence: tuple[int, int]) -> bool:
        """Whether a sentence lies in a cell of a time column."""
        head = self._heads.get(line.table) if line.kind == "row" else None
        if head is None:
            return False
        row = text[line.start : line.end]
        return row.count("\t") + 1 == head[0] and row.count("\t", 0, sentence[0] - line.start) in head[1]


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences and table cells of a line."""
    return (m.span() for m in _SENTENCE.finditer(text, start, end))


# ---------------------------------------------------------------- mentions to findings
def _kept(
    text: str, found: list[Mention], sentence: tuple[int, int], stage: Stage, rules: DeadlineRules, near_year: int | None
) -> list[_Found]:
    """Mentions of one sentence that are deadlines, with values."""
    kept: list[_Found] = []
    head: _Found | None = None  # the last 每年…日前 of the sentence: 每年7月17日前和12月20日前
    firm = [m.rule.need == "sure" for m in found]
    for at in range(len(found) - 2, -1, -1):  # 6月底和12月底前: 前 holds for both
        if firm[at + 1] and found[at + 1].rule.kind == "date" == found[at].rule.kind and _joined(text, found[at], found[at + 1]):
            firm[at] = True
    for mention, is_firm in zip(found, firm, strict=True):
        value = resolve_value(mention, stage.times, rules.festivals, near_year)
        shared = _shared(text, head, mention, value)
        if shared is not None:
            mention = Mention(mention.start, mention.end, replace(mention.rule, kind="recurring", need="sure"), mention.slots)
            value = Value(shared)
        if value is None:
            continue
        if is_firm and mention.rule.need == "plan":
            mention = Mention(mention.start, mention.end, replace(mention.rule, need="sure"), mention.slots)
        place = place_of(text, mention.start, mention.end, sentence)
        alone = not text[sentence[0] : mention.start].strip() and not text[mention.end : sentence[1]].strip(" ）")
        here = replace(stage, alone_in_cell=alone and (stage.in_time_cell or is_coarse(text[mention.start : mention.end])))
        if is_deadline(mention, value, place, here, rules):
            one = _Found(mention, value, place)
            kept.append(one)
            if value.dated is not None and value.own_year:
                near_year = value.dated.year
            if "@" in value.text:
                head = one
        elif mention.rule.kind == "date" and value.own_year and value.dated and not in_title_marks(text, mention.start, sentence):
            near_year = near_year if stage.times.year is None or value.dated.year < stage.times.year else value.dated.year
    return kept


def _joined(text: str, first: Mention, second: Mention) -> bool:
    """Whether two mentions are a list (6月底、12月底前)."""
    between = text[first.end : second.start]
    return len(between) <= 2 and _LIST_JOINT.search(between) is not None


def _shared(text: str, head: _Found | None, mention: Mention, value: Value | None) -> str | None:
    """Recurring value of a mention that shares the 每年 or 每月 of `head`, else None."""
    if head is None:
        return None
    period, _, point = head.value.text.partition("@")
    joined = _joined(text, head.mention, mention)
    if period == "P1Y" and value is not None and value.dated is not None and not mention.slot("year"):
        return f"P1Y@{value.dated.month:02d}-{value.dated.day:02d}" if joined or mention.rule.need == "sure" else None
    if period == "P1M" and joined and mention.rule.id == "month-end-bare-by":
        return "P1M@end"
    if period == "P1M" and joined and mention.rule.id == "day-of-month-list":
        day = read_count(mention.slot("day") or "")
        return None if day is None else f"P1M@{day:02d}"
    if period == "P1W" and joined and mention.rule.id in ("weekday-list", "weekday-number-list") and value is not None:
        return value.text
    return None


def _finished(
    outline: Outline, kept: list[_Found], times: Times, holidays: Holidays, sections: _Sections, warnings: list[str]
) -> Iterator[Deadline]:
    """Findings of one sentence with anchors and due dates."""
    anchors = _anchors(kept, sections)
    for one in kept:
        mention, value = one.mention, one.value
        anchor = anchors.get(mention.start)
        if mention.rule.kind == "recurring" and any(a <= mention.start <= a + 2 and mention.end <= b for a, b in anchors.values()):
            continue  # 每学期开学后1个月内: the event, not a frequency of its own
        span = outline.view.span(mention.start, mention.end)
        due = value.dated
        if anchor is not None:
            due = _due(outline, one, anchor, times, holidays, warnings)
        yield Deadline(
            section=sections.at(mention.start).path,
            start=span.start,
            end=span.end,
            quote=span.quote,
            kind=mention.rule.kind,
            value=value.text,
            calendar=value.calendar if mention.rule.kind == "duration" else None,
            anchor=None if anchor is None else outline.view.span(*anchor).quote,
            due=None if due is None else due.isoformat(),
            rrule=recurrence_rule(value.text, value.weekdays_only) if mention.rule.kind == "recurring" else None,
            reason=Reason(f"deadlines:{mention.rule.id}", SCORES[mention.rule.need]),
        )


def _anchors(kept: list[_Found], sections: _Sections) -> dict[int, tuple[int, int]]:
    """Anchors of the durations of a sentence, by where these start; a duration without its own takes that of the one before."""
    anchors: dict[int, tuple[int, int]] = {}
    inherited: tuple[int, int] | None = None
    for one in kept:
        start, rule = one.mention.start, one.mention.rule
        if rule.kind != "duration" or rule.id in _STANDING:
            continue
        begin = max(one.place.sentence[0], min(sections.at(start).text_start, start))
        inherited = anchor_of(one.place, start, begin, inherited, rule.id in _ADJACENT)
        if inherited is not None:
            anchors[start] = inherited
    return anchors


def _due(
    outline: Outline, one: _Found, anchor: tuple[int, int], times: Times, holidays: Holidays, warnings: list[str]
) -> date | None:
    """Due date of a duration whose anchor has a known day; a warning where the holiday table does not reach it."""
    text = outline.view.text
    words = text[anchor[0] : anchor[1]]
    before = text[place_of(text, anchor[0], anchor[1], one.place.sentence).clause[0] : anchor[0]]
    announces = _NOTICE.search(outline.metadata.title[-8:]) is not None
    day = anchor_date(words, before, times.written, times.year, announces)
    if day is None:
        return None
    try:
        return resolve_due(day, one.value.text, one.value.calendar, holidays)
    except HolidaysMissing as missing:
        quote = text[one.mention.start : one.mention.end]
        warnings.append(
            f"“{words}{quote}”的到期日未算：{missing.day.isoformat()}不在节假日表内（{missing.first}—{missing.last}年），请人工核定。"
        )
        return None
