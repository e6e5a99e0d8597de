"""When things must be done or published: mentions, then values, then due dates.

    文件公开后3个工作日内发布解读  ->  duration P3D working, anchor 文件公开后
    每年7月17日前和12月20日前      ->  recurring P1Y@07-17, recurring P1Y@12-20
    2017年10月的会议               ->  nothing

Expressions stand in `rules/deadlines.tsv`, neighbourhoods that rule them out in `rules/deadline-contexts.tsv`, word lists in
`rules/deadline-words.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from nlp.extract.deadline_anchors import anchor_date, anchor_of
from nlp.extract.deadline_context import (
    Place,
    Stage,
    announced_report,
    in_title_marks,
    is_coarse,
    is_deadline,
    place_of,
    reports_what_was_done,
    says_must,
)
from nlp.extract.deadline_document import Sections, TimeColumns, stands_under_time_head, times_of, told_times
from nlp.extract.deadline_due import recurrence_rule, resolve_due
from nlp.extract.deadline_lists import (
    Found,
    coming_back,
    firm,
    frequency_beside,
    narrowed,
    shared,
    states_standing_rules,
    with_shared_days,
)
from nlp.extract.deadline_rules import SCORES, DeadlineRules, Mention
from nlp.extract.deadline_values import Value, resolve_value
from nlp.types import Deadline, Line, Outline, Reason
from nlp.workdays import Holidays, HolidaysMissing

__all__ = ["DeadlineRules", "find_deadlines"]

_READ_KINDS = frozenset({"body", "row"})
# where a broken table parts a number from its unit, the line end is no stop: 公示7|个工作日, 10个工作|日内
_BROKEN_SPAN = r"(?<=[0-9作])\n{1,2}(?=个(?:工作日|月)|(?:工作)?日内|工作日|日之?[内前])"
_LINE_GOES_ON = re.compile(_BROKEN_SPAN)
# a sentence or table cell; where a flattened table has no stops, a piece of it that ends at a comma or blank
_SENTENCE = re.compile(rf"(?:[^。！？；\n\t|]|{_BROKEN_SPAN}){{1,1200}}[^。！？；\n\t|， ]{{0,200}}")
# 2025年城乡居民…; not 到2025年, 2025年前, 2025年以来
_CLAUSE_YEAR = re.compile(r"(?<![到至0-9〔\[（《])(20[0-9]{2})年(?!(?:底|末|内|以?前|以来|来|起|后|》|版))")
_NOTICE = re.compile(r"公示|公告|通告")

# Rows of deadlines.tsv that are treated apart: how long a notice stands has no start of its own; some limits have only a start
# directly before them; the start of 会议召开3日前, 召开前3日 has no word for before or after.
_STANDING = frozenset(
    {"notice-stands", "notice-stands-at-least", "notice-kept", "notice-of", "notice-whole", "lasts-at-least", "limit-extended"}
)
_ADJACENT = frozenset(
    {
        "limit-at-most",
        "limit-cut-to",
        "done-in",
        "before-event",
        "before-event-told",
        "before-stated",
        "event-front",
        "event-day-front",
    }
)
_BARE_EVENT = frozenset({"before-event", "before-event-told", "event-front", "event-day-front"})


@dataclass(frozen=True, slots=True)
class _Reading:
    """What stays the same through one document."""

    outline: Outline
    rules: DeadlineRules
    holidays: Holidays
    sections: Sections


def find_deadlines(outline: Outline, rules: DeadlineRules, holidays: Holidays) -> tuple[tuple[Deadline, ...], tuple[str, ...]]:
    """Deadlines in text order, and warnings for people (a due date outside the holiday table).

    Headings, labels, signatures and page furniture are not read; the body of a run-in heading is.
    """
    text = outline.view.text
    reading = _Reading(outline, rules, holidays, Sections(outline.sections))
    reports = reports_what_was_done(outline.metadata.title or announced_report(text), rules)
    times = times_of(outline)
    told = told_times(times, outline.metadata.title)
    columns = TimeColumns(rules)
    out: list[Deadline] = []
    warnings: list[str] = []
    standing = states_standing_rules(outline.metadata.title)
    read_to = outline.body[0]
    for number, line in enumerate(outline.lines):
        start = _reading_start(line, reading.sections)
        if start is None:
            continue
        end = _reading_end(outline, number)
        columns.see(text, line)
        near_year: int | None = None
        under_head = stands_under_time_head(text, line, reading.sections.at(start), rules)
        for m in _SENTENCE.finditer(text, max(start, read_to), min(end, outline.body[1])):
            read_to = m.end()
            in_time_cell = columns.covers(text, line, m.start()) or under_head
            labelled = in_time_cell or rules.cues["time-label"].search(text, *m.span()) is not None
            found = rules.find(text, *m.span(), labelled=labelled)
            if not found:
                continue
            tells = reports and not says_must(m[0]) and not reading.sections.plans(m.start(), rules)
            recurs = not times.year_is_titled and frequency_beside(text, outline.lines, number)
            stage = Stage(told if tells else times, tells, in_time_cell, recurs=recurs, standing=standing)
            kept, near_year = _kept(text, found, m.span(), stage, rules, near_year)
            said = [f for f in kept if _is_said(reading, f, m.end())]
            out += _finished(reading, said, stage, warnings)
    return tuple(out), tuple(dict.fromkeys(warnings))


def _reading_start(line: Line, sections: Sections) -> int | None:
    """Where reading of a line begins: behind the heading where text follows it in a heading line; None for lines not read."""
    if line.kind in _READ_KINDS:
        return line.start
    if line.kind != "heading" or line.end <= line.start:
        return None
    section = sections.at(line.end - 1)
    inside = section.heading is not None and line.start <= section.start and section.text_start < line.end
    return section.text_start if inside else None


def _reading_end(outline: Outline, number: int) -> int:
    """Where reading of a line ends: at its end, or that of the next where the end parts a number from its unit."""
    lines = outline.lines
    end = lines[number].end
    torn = _LINE_GOES_ON.match(outline.view.text, end)
    if torn is not None and number + 1 < len(lines) and lines[number + 1].start == torn.end():
        return lines[number + 1].end
    return end


def _kept(
    text: str, found: list[Mention], sentence: tuple[int, int], stage: Stage, rules: DeadlineRules, near_year: int | None
) -> tuple[list[Found], int | None]:
    """Mentions of one sentence that are deadlines, with values; and the year that dates behind them take."""
    kept: list[Found] = []
    head: Found | None = None  # the last 每年…日前 of the sentence: 每年7月17日前和12月20日前
    firmed = firm(text, found)
    for at, mention in enumerate(firmed):
        place = place_of(text, mention.start, mention.end, sentence)
        year = _year_narrowed(kept, mention) or _year_said(place, mention, stage) or near_year
        value = resolve_value(mention, stage.times, rules.festivals, year)
        again = shared(text, sentence[0], head, mention, value) or coming_back(text, firmed, at, value, kept, stage)
        if again is not None:
            mention = mention.as_rule(replace(mention.rule, kind="recurring", need="sure"))
            value = Value(again)
        if value is None:
            continue
        if is_deadline(mention, value, place, _stage_at(text, mention, sentence, stage), rules):
            kept.append(Found(mention, value, place, stage.in_time_cell))
            if "@" in value.text:
                head = kept[-1]
        if _sets_year(mention, value, place, stage):
            near_year = value.dated.year if value.dated else near_year
    return narrowed(with_shared_days(text, kept)), near_year


def _year_narrowed(kept: list[Found], mention: Mention) -> int | None:
    """The year of a time that ends where a mention begins (2024年底10月前)."""
    dated = kept[-1].value.dated if kept and kept[-1].mention.end == mention.start else None
    return dated.year if dated is not None else None


def _is_said(reading: _Reading, one: Found, sentence_end: int) -> bool:
    """Whether a mention stands in the text, not in a heading, and is not the period that its section's heading names (禁火时间)."""
    text, start = reading.outline.view.text, one.mention.start
    if reading.sections.in_heading(text, start, sentence_end):
        return False
    before, behind = text[text.rfind("\n", 0, start) + 1 : start], text[one.mention.end : one.mention.end + 3].strip(" ）。")
    if before.strip() or (behind and behind[0] != "\n"):
        return True
    heading, cues = reading.sections.at(start).heading, reading.rules.cues
    title = text[slice(*heading)] if heading is not None else ""
    if one.mention.rule.id == "day-on" and not one.in_cell and not cues["time-label"].search(title):
        return False  # the date of a signature that stands in the text
    return not cues["period-title"].search(title)


def _year_said(place: Place, mention: Mention, stage: Stage) -> int | None:
    """The year that stands before a date in its clause (2025年集中缴费期为9月1日至12月31日): this one or the next."""
    said = [int(y) for y in _CLAUSE_YEAR.findall(place.text, place.clause[0], mention.start)]
    year = stage.times.year
    return said[-1] if said and year is not None and year <= said[-1] <= year + 1 else None


def _sets_year(mention: Mention, value: Value, place: Place, stage: Stage) -> bool:
    """Whether a date says which year its paragraph speaks of: a month of a present or later year, not out of a title.

    到2020年 says how far a plan reaches, not of which year it speaks.
    """
    if value.dated is None or not value.own_year or not any(mention.slot(s) for s in ("month", "n", "q", "iso")):
        return False
    if stage.times.year is not None and value.dated.year < stage.times.year:
        return False
    return not in_title_marks(place.text, mention.start, place.sentence)


def _stage_at(text: str, mention: Mention, sentence: tuple[int, int], stage: Stage) -> Stage:
    """The stage, with whether the mention is all that stands in its cell or line."""
    alone = not text[sentence[0] : mention.start].strip() and not text[mention.end : sentence[1]].strip(" ）")
    return replace(stage, alone_in_cell=alone and (stage.in_time_cell or is_coarse(text[mention.start : mention.end])))


def _finished(reading: _Reading, kept: list[Found], stage: Stage, warnings: list[str]) -> Iterator[Deadline]:
    """Findings of one sentence with anchors and due dates."""
    view = reading.outline.view
    anchors = _anchors(kept, reading.sections)
    for one in kept:
        mention, value, kind = one.mention, one.value, one.mention.rule.kind
        if kind == "recurring" and _opens_an_anchor(view.text, mention, anchors):
            continue
        anchor = anchors.get(mention.start)
        due = (None if value.yearless else value.dated) if anchor is None else _due(reading, one, anchor, stage, warnings)
        span = view.span(mention.start, mention.end)
        yield Deadline(
            section=reading.sections.at(mention.start).path,
            start=span.start,
            end=span.end,
            quote=span.quote,
            kind=kind,
            value=value.text,
            calendar=value.calendar if kind == "duration" else None,
            anchor=None if anchor is None else view.span(*anchor).quote,
            due=None if due is None else due.isoformat(),
            rrule=recurrence_rule(value.text, value.weekdays_only) if kind == "recurring" else None,
            reason=Reason(f"deadlines:{mention.rule.id}", SCORES[mention.rule.need]),
        )


def _anchors(kept: list[Found], sections: Sections) -> dict[int, tuple[int, int]]:
    """Anchors of the durations of a sentence, by where these start; a duration without its own takes that of the one before."""
    anchors: dict[int, tuple[int, int]] = {}
    inherited: tuple[int, int] | None = None
    for one in kept:
        start, rule = one.mention.start, one.mention.rule
        if rule.kind != "duration" or rule.id in _STANDING:
            continue
        begin = max(one.place.sentence[0], min(sections.at(start).text_start, start))
        anchor = anchor_of(one.place, start, begin, inherited, rule.id in _ADJACENT, rule.id in _BARE_EVENT)
        if anchor is not None:
            anchors[start] = anchor
        if rule.id not in _ADJACENT:
            inherited = anchor
    return anchors


def _opens_an_anchor(text: str, mention: Mention, anchors: dict[int, tuple[int, int]]) -> bool:
    """Whether a frequency only names the event of a length (每学期开学后1个月内, but not 每月前5个工作日内)."""
    return any(a <= mention.start <= a + 2 and mention.end <= b and text[b - 1] != "前" for a, b in anchors.values())


def _due(reading: _Reading, one: Found, anchor: tuple[int, int], stage: Stage, warnings: list[str]) -> date | None:
    """Due date of a duration whose anchor has a known day; a warning where the holiday table does not reach it."""
    outline, times = reading.outline, stage.times
    text = outline.view.text
    words = text[anchor[0] : anchor[1]]
    before = text[max(one.place.sentence[0], reading.sections.at(anchor[0]).text_start) : anchor[0]]
    announces = _NOTICE.search(outline.metadata.title[-8:]) is not None
    day = anchor_date(words, before, times.written, times.year, announces)
    if day is None:
        return None
    try:
        return resolve_due(day, one.value.text, one.value.calendar, reading.holidays)
    except HolidaysMissing as missing:
        quote = text[one.mention.start : one.mention.end]
        warnings.append(
            f"“{words}{quote}”的到期日未算：{missing.day.isoformat()}不在节假日表内（{missing.first}—{missing.last}年），请人工核定。"
        )
        return None
