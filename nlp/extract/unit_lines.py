"""Units in lines of text: closing brackets, labelled values (also on the lines that follow the label), subjects of duties."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.extract.unit_brackets import brackets, is_inside, is_note
from nlp.extract.unit_broken import read_squeezed
from nlp.extract.unit_claims import Claim
from nlp.extract.unit_clauses import ClauseRules, Reading
from nlp.extract.unit_duties import DutyRules
from nlp.extract.unit_labels import Label
from nlp.extract.unit_names import NameRules
from nlp.extract.unit_prefixes import Running
from nlp.types import Line

LONGEST_VALUE = 400
MOST_VALUE_LINES = 12

# A bare list in brackets says who acts only where it closes a sentence: …集中公示（县财政局）。
_CLOSES = re.compile(r"）?(?=$|[。；\n\t]|（[一二三四五六七八九十0-9]|[0-9]{1,2}[.、]|[一二三四五六七八九十]、)")
_ROSTER = re.compile(r"某|出席|列席|参加|记录|主持|先生|女士")
# A heading without a sentence orders nothing: 一、各地自查.
_TITLE = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|[0-9]{1,2}[.、])[^，。；：]{1,20}\Z")
_NUMBER = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|[0-9]{1,2}[.、])\s*")
_DONE = re.compile(r"(?:更新|公开|公布|公示|发布|上传|上报|报送|报备|完成|办结|办理|整改|落实)(?:到位|一次|完毕)?\Z")
_ISSUER = re.compile(r"(?:信息)?(?:发布|公开|制发|编制|起草|填报|报送)(?:机构|机关|单位|部门|主体)：")
_OPEN_END = "、，和及"


@dataclass(frozen=True, slots=True)
class LineRules:
    """Rules for lines of text."""

    clauses: ClauseRules
    duties: DutyRules


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for the whole document: `first_leads` (排在第一位的为牵头单位), `directive` (it gives orders)."""

    first_leads: bool
    directive: bool


def line_claims(text: str, lines: Sequence[Line], rules: LineRules, setting: Setting) -> list[Claim]:
    """Claims of consecutive lines of text, in no particular order."""
    out: list[Claim] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        closed = brackets(text, line.start, line.end)
        fresh: list[int] = []
        for bracket in closed:
            found = _bracket(text, line, bracket, rules, setting)
            out += found
            fresh += [bracket[1] + 1] if found else []
        labelled, taken = _labels(text, lines, at, closed, rules.clauses, setting)
        out += labelled
        directive = setting.directive and not _TITLE.match(text, line.start, line.end)
        out += rules.duties.find(text, line.start, line.end, directive, closed, fresh)
        at += 1 + taken
    return out


def _bracket(text: str, line: Line, bracket: tuple[int, int], rules: LineRules, setting: Setting) -> list[Claim]:
    """Claims of one bracket: it has a role word or a label, or it is a bare list that closes a sentence."""
    start, end = bracket
    if not 1 < end - start <= LONGEST_VALUE or is_note(text[start:end]):
        return []
    reading = rules.clauses.read(text, start, end, "bracket", first_leads=setting.first_leads)
    if reading.explicit or not reading.claims:
        return list(reading.claims)
    if reading.strange or not _CLOSES.match(text, end, line.end) or _ROSTER.search(text, line.start, start):
        return []
    names = rules.clauses.lists.names
    alone = start - 1 == line.start and end + 1 >= line.end  # a bracket that is a line of its own
    if not alone and _names_itself(text[max(line.start, start - 15) : start - 1], names):
        return []
    if not all(_is_unit_of_its_own(c, text, names) or _says_who(c, text, line, bracket) for c in reading.claims):
        return []
    return [replace(c, rule="units:bracket-bare", score=0.8) for c in reading.claims]


def _says_who(claim: Claim, text: str, line: Line, bracket: tuple[int, int]) -> bool:
    """Whether a bracket is one short name of an office straight behind what is done: 每月25日前更新（渣土办）."""
    item = claim.named.item
    if (item.start, item.end) != bracket or not 2 < item.end - item.start <= 6 or text[item.end - 1] not in "办局股科":
        return False
    return item.name.kind == "formed" and _DONE.search(text, line.start, bracket[0] - 1) is not None


def _is_unit_of_its_own(claim: Claim, text: str, names: NameRules) -> bool:
    """A certain unit, or a class with 各 and its like; not a mere kind of bodies (中型企业、小型企业)."""
    name = claim.named.item.name
    if name.kind == "class":
        carried = claim.named.collective and len(claim.named.parts) > 1  # 各 stands before an earlier item
        return carried or names.each.match(text, claim.named.item.start) is not None
    return name.kind == "known" or name.level > 0 or name.sure


def _names_itself(before: str, names: NameRules) -> bool:
    """Whether a unit stands before a bracket that only names it (报主管部门（市教育局）), or no sentence stands there."""
    if len(before) < 6:
        return True
    return any(names.name_of(before[i:]) is not None for i in range(max(0, len(before) - 12), len(before) - 1))


def _labels(
    text: str,
    lines: Sequence[Line],
    at: int,
    closed: Sequence[tuple[int, int]],
    rules: ClauseRules,
    setting: Setting,
) -> tuple[list[Claim], int]:
    """Claims of labelled values that begin in a line, and how many further lines they take."""
    line = lines[at]
    labels = [x for x in rules.labels.find_labels(text, line.start, line.end) if not is_inside(x.start, closed)]
    if line.kind == "label":  # the box above a document: 发布机构：县政府办公室
        labels = [replace(x, role=None) if _ISSUER.match(text, x.start) else x for x in labels]
    if not labels:
        number = _NUMBER.match(text, line.start, line.end)
        begin = number.end() if number else line.start
        if (blank := _after_blank(text, begin, line.end, rules)) is not None:
            return _value(text, blank, line.end, rules, setting), 0
        alone = rules.labels.label_of(text[begin : line.end]) if line.end - begin <= 12 else None
        if alone is None or alone.role is None or alone.rule.endswith("-short"):
            return [], 0
        labels = [replace(alone, start=line.start, end=line.end)]
    out: list[Claim] = []
    stops = [*(label.start for label in labels[1:]), line.end]
    value = ""
    for label, stop in zip(labels, stops, strict=True):
        value = text[label.end : stop].strip(" 　\t；;，。")
        if label is labels[-1] and value and (found := _over_the_end(text, label, stop, lines[at + 1 : at + 2], rules, setting)):
            return out + found, 1
        out += _value(text, label, stop, rules, setting) if label.role is not None and value else []
    if labels[-1].role is None or (value and value[-1] not in _OPEN_END):
        return out, 0
    found, taken = _next_lines(text, lines[at + 1 : at + 1 + MOST_VALUE_LINES], labels[-1], rules, setting)
    return out + found, taken


def _after_blank(text: str, begin: int, end: int, rules: ClauseRules) -> Label | None:
    """A label with a blank instead of its colon before a list that fills the line: 责任单位 城管科、环卫公司."""
    blank = text.find(" ", begin + 4, min(end, begin + 12))
    label = rules.labels.label_of(text[begin:blank]) if blank > 0 else None
    if label is None or label.role is None or label.rule.endswith("-short"):
        return None
    reading = rules.read(text, blank + 1, end, "label", label, glued=True)
    whole = not reading.strange and reading.claims and reading.claims[0].named.item.start == blank + 1
    return replace(label, start=begin, end=blank + 1) if whole else None


def _value(text: str, label: Label, stop: int, rules: ClauseRules, setting: Setting) -> list[Claim]:
    """Claims of a value on the label's line: up to the next label, else the end of its sentence."""
    full_stop = text.find("。", label.end, stop)
    end = min(full_stop if full_stop >= 0 else stop, label.end + LONGEST_VALUE)
    reading = _read(text, label.end, end, label, rules, setting)
    if not reading.claims:
        return []
    begins = min(c.named.item.start for c in reading.claims) - label.end <= 2
    return reading.quoting(label.start, max(reading.end, label.end + 1)) if begins or not reading.strange else []


def _over_the_end(
    text: str, label: Label, stop: int, following: Sequence[Line], rules: ClauseRules, setting: Setting
) -> list[Claim]:
    """Claims of a value whose last name is broken by the end of the line: 责任单位：县发展和改¶革局、县财政局."""
    if label.role is None or not following or text[stop - 1] in "。；）、，" or following[0].end - label.end > LONGEST_VALUE:
        return []
    line = following[0]
    if line.kind != "body" or _NUMBER.match(text, line.start, line.end) or "：" in text[line.start : line.end]:
        return []
    alone = _read(text, label.end, stop, label, rules, setting)
    if not alone.strange:
        return []
    full_stop = text.find("。", line.start, line.end)
    end = full_stop if full_stop >= 0 else line.end
    joined = read_squeezed(text, label.end, end, "label", label, rules, setting.first_leads, Running())
    return joined.quoting(label.start, joined.end) if joined is not None and len(joined.claims) > len(alone.claims) else []


def _next_lines(text: str, lines: Sequence[Line], label: Label, rules: ClauseRules, setting: Setting) -> tuple[list[Claim], int]:
    """Claims of the lines behind a label that are lists of units and nothing else, and how many lines those are."""
    out: list[Claim] = []
    for taken, line in enumerate(lines):
        words = text[line.start : line.end]
        if len(words) > LONGEST_VALUE or rules.labels.label_of(words) or rules.labels.find_labels(text, line.start, line.end):
            return out, taken
        reading = _read(text, line.start, line.end, label, rules, setting)
        if not reading.claims or reading.strange:
            return out, taken
        out += reading.quoting(line.start, reading.end)
    return out, len(lines)


def _read(text: str, start: int, end: int, label: Label, rules: ClauseRules, setting: Setting) -> Reading:
    return rules.read(text, start, end, "label", label, setting.first_leads, glued=True)
