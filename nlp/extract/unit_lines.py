"""Units in lines of text: closing brackets, labelled values (also on the lines that follow the label), subjects of duties."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.extract.unit_claims import Claim
from nlp.extract.unit_clauses import ClauseRules, Label, Reading, brackets, is_note, narrowed
from nlp.extract.unit_duties import DutyRules
from nlp.extract.unit_names import NameRules
from nlp.types import Line

# A bare list in brackets says who acts only where it closes a sentence: …集中公示（县财政局）。
_CLOSES = re.compile(r"）?(?=$|[。；\n\t]|（[一二三四五六七八九十0-9]|[0-9]{1,2}[.、]|[一二三四五六七八九十]、)")
_ROSTER = re.compile(r"某|出席|列席|参加|记录|主持|先生|女士")
# The rule for the whole document: the first unit of a list leads.
_FIRST_LEADS = re.compile(
    r"(?:排|列)(?:名)?(?:在)?(?:第一|首)(?:位|个)?的?(?:单位|部门|责任单位)?的?(?:均?为|是|即为)[^，。；）]{0,4}牵头|第一个?(?:责任)?(?:单位|部门)(?:均?为|是)[^，。；）]{0,4}牵头|首个?(?:单位|部门)(?:均?为|是)[^，。；）]{0,4}牵头"
)
_OPEN_END = "、，和及"
LONGEST_VALUE = 400
MOST_VALUE_LINES = 12


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


def first_leads(text: str) -> bool:
    """Whether the document says that the first unit of a list leads.

    >>> first_leads("（责任单位：市发改委、市财政局，排在第一位的为牵头单位，下同）")
    True
    """
    return bool(_FIRST_LEADS.search(text))


def line_claims(text: str, lines: Sequence[Line], rules: LineRules, setting: Setting) -> list[Claim]:
    """Claims of consecutive lines of text, in no particular order."""
    out: list[Claim] = []
    busy = -1  # lines up to this one are values of a label
    for i, line in enumerate(lines):
        start, end = line.start, line.end
        if start >= end:
            continue
        if i > busy:
            closed = brackets(text, start, end)
            fresh: list[int] = []
            for a, b in closed:
                found = _bracket(text, start, a, b, end, rules, setting)
                out += found
                fresh += [b + 1] if found else []
            labelled, busy_lines = _labels(text, lines, i, closed, rules, setting)
            out += labelled
            busy = max(busy, i + busy_lines)
            out += rules.duties.find(text, start, end, setting.directive, tuple(closed), tuple(fresh))
    return out


def _bracket(text: str, line: int, start: int, end: int, line_end: int, rules: LineRules, setting: Setting) -> list[Claim]:
    """Claims of one bracket: it has a role word or a label, or it is a bare list that closes a sentence."""
    content = text[start:end]
    if not 1 < end - start <= LONGEST_VALUE or is_note(content):
        return []
    reading = rules.clauses.read(text, start, end, "bracket", first_leads=setting.first_leads)
    if not reading.claims:
        return []
    if reading.explicit:
        return list(reading.claims)
    if reading.strange or not _CLOSES.match(text, end, line_end) or _ROSTER.search(text, line, start):
        return []
    alone = start - 1 == line and end + 1 >= line_end  # a bracket that is a line of its own
    names = rules.clauses.lists.names
    if not all(_is_plain_unit(c, text, names) for c in reading.claims) or not (
        alone or not _names_itself(text, line, start - 1, rules)
    ):
        return []
    return [Claim(c.start, c.end, c.named, c.role, "bracket", "units:bracket-bare", 0.8) for c in reading.claims]


def _is_plain_unit(claim: Claim, text: str, names: NameRules) -> bool:
    """A unit of its own, or a class with 各 and its like; not a mere kind of bodies (中型企业、小型企业)."""
    name = claim.named.item.name
    if name.kind == "class":
        return bool(names.each.match(text, claim.named.item.start)) or (claim.named.collective and len(claim.named.parts) > 1)
    return name.kind == "known" or name.level > 0 or name.sure


def _names_itself(text: str, line: int, at: int, rules: LineRules) -> bool:
    """Whether the word before a bracket is a unit that the bracket only names (报主管部门（市教育局）), or no sentence stands there."""
    before = text[max(line, at - 14) : at]
    if len(before) < 6:
        return True
    names = rules.clauses.lists.names
    return any(names.name_of(before[i:]) is not None for i in range(max(0, len(before) - 12), len(before) - 1))


def _labels(
    text: str, lines: Sequence[Line], at: int, closed: Sequence[tuple[int, int]], rules: LineRules, setting: Setting
) -> tuple[list[Claim], int]:
    """Claims of labelled values that begin in a line, and how many further lines they take."""
    line = lines[at]
    labels = [x for x in rules.clauses.find_labels(text, line.start, line.end) if not any(a <= x.start < b for a, b in closed)]
    if not labels:
        alone = rules.clauses.label_of(text[line.start : line.end]) if line.end - line.start <= 12 else None
        if alone is None or alone.role is None or alone.rule.endswith("-short"):
            return [], 0
        labels = [Label(alone.role, alone.rule, line.start, line.end)]
    out: list[Claim] = []
    taken = 0
    for i, label in enumerate(labels):
        if label.role is None:
            continue
        stop = labels[i + 1].start if i + 1 < len(labels) else line.end
        value = text[label.end : stop].strip(" 　\t；;，。")
        if not value and i + 1 == len(labels):
            found, taken = _next_lines(text, lines, at, label, rules, setting)
            out += found
            continue
        out += _value(text, label, stop, rules, setting)
        if i + 1 == len(labels) and value[-1:] in _OPEN_END:
            found, taken = _next_lines(text, lines, at, label, rules, setting)
            out += found
    return out, taken


def _value(text: str, label: Label, stop: int, rules: LineRules, setting: Setting) -> list[Claim]:
    """Claims of a value on the label's line: up to the next label, else the end of its sentence."""
    full_stop = text.find("。", label.end, stop)
    end = min(full_stop if full_stop >= 0 else stop, label.end + LONGEST_VALUE)
    reading = _read(text, label.end, end, label, rules, setting)
    if not reading.claims or (reading.strange and not _mostly_units(text, label.end, reading)):
        return []
    return list(narrowed(reading.claims, label.start, max(reading.end, label.end + 1)))


def _next_lines(
    text: str, lines: Sequence[Line], at: int, label: Label, rules: LineRules, setting: Setting
) -> tuple[list[Claim], int]:
    """Claims of the lines behind a label that are lists of units and nothing else."""
    out: list[Claim] = []
    taken = 0
    for line in lines[at + 1 : at + 1 + MOST_VALUE_LINES]:
        if line.end - line.start > LONGEST_VALUE or rules.clauses.find_labels(text, line.start, line.end):
            break
        if rules.clauses.label_of(text[line.start : line.end]) is not None:
            break
        reading = _read(text, line.start, line.end, label, rules, setting)
        if not reading.claims or reading.strange:
            break
        out += narrowed(reading.claims, line.start, reading.end)
        taken += 1
    return out, taken


def _read(text: str, start: int, end: int, label: Label, rules: LineRules, setting: Setting) -> Reading:
    return rules.clauses.read(text, start, end, "label", label, setting.first_leads, glued=True)


def _mostly_units(text: str, start: int, reading: Reading) -> bool:
    """A value with words that were not understood still counts where it begins with its units."""
    first = min(c.named.item.start for c in reading.claims)
    return first - start <= 2
