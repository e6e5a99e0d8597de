"""Whose deadline it is, and for what: each deadline with its responsible units and its task.

    市财政局要在每月10日前公开财政收支情况。          ->  市财政局; 公开财政收支情况
    3个工作日内发布解读材料。（市发改委、财政局负责）   ->  市发改委, 市财政局; 发布解读材料

The unit is the subject of the deadline's own sentence; else the responsibility clause that closes its stretch of the section;
else the last one named before it in the section; else the clause of the section above. The task is what follows the deadline in
its clause; else what stands before it there; else the next clause, else an earlier one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from nlp.clauses import clause_at, clauses
from nlp.types import Deadline, Outline, Section, Span, Unit

_SHORTEST_BEHIND, _SHORTEST_BEFORE, _LONGEST_TASK = 2, 4, 80
_STOPS = "。！？；\n\t"
_FARTHEST = 300  # characters around a deadline in which its sentence is looked for
# words that lean on a time and are no part of the task: 公示时间不少于|7日
_LEANS = re.compile(
    r"(?:并且?|应当?|须|要|必须|请|将|在|于|自|从|为|按照?|最迟|原则上|务必|不?得?(?:晚于|迟于|早于|超过|少于|低于)|少于|一般|不少|至少|提前)+$"
)
# a span that measures what stands before it: 公示时间不少于|7日, 过渡期限不超过|24个月, 公示期为|5天
_MEASURES = re.compile(r"(?:期限?|时间|时长|有效期)(?:内|限)?(?:为|共|是|不?得?(?:少于|低于|超过|短于|长于)|一般|至少|原则上)*$")
_FRONT = re.compile(r"(?:以?[前内中]|之?前|起|后)?[，、：\s]*(?:要|应当?|须|必须|将|由|分别)*")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]?$|^[^（）()]*[）)]")
_BRACKETED = re.compile(r"[（(][^（）()\n]*$")


@dataclass(frozen=True, slots=True)
class _Mention:
    """One responsibility clause: view range of its quote and the units that it names."""

    start: int
    end: int
    units: tuple[Unit, ...]


def with_owners(outline: Outline, deadlines: Sequence[Deadline], units: Sequence[Unit]) -> tuple[Deadline, ...]:
    """The deadlines with `units` (names, leads first) and `task` filled where the text tells them."""
    if not deadlines:
        return ()
    by_section: dict[str, list[_Mention]] = {}
    for mention, path in _mentions(outline, units):
        by_section.setdefault(path, []).append(mention)
    sections = {s.path: s for s in outline.sections}
    out = []
    for d in deadlines:
        section = sections[d.section]
        at = outline.view.locate(d.start)
        end = max(outline.view.locate(d.end), at + 1)
        sentence = _sentence(outline, section, at)
        owners = _owners(outline, section, sentence, at, by_section)
        out.append(replace(d, units=_names(owners), task=_task(outline, sentence, at, end)))
    return tuple(out)


def _mentions(outline: Outline, units: Sequence[Unit]) -> Iterator[tuple[_Mention, str]]:
    """Responsibility clauses in text order with their sections; rows of one clause together."""
    groups: dict[tuple[str, int, int], list[Unit]] = {}
    for u in units:
        groups.setdefault((u.section, u.start, u.end), []).append(u)
    for (path, start, end), rows in sorted(groups.items(), key=lambda g: (g[0][1], g[0][2])):
        yield _Mention(outline.view.locate(start), outline.view.locate(end), tuple(rows)), path


def _sentence(outline: Outline, section: Section, at: int) -> tuple[int, int]:
    """View range of the sentence, or of the table cell, that holds a view offset."""
    text = outline.view.text
    far = max(section.start, at - _FARTHEST)
    low = max(far, *(text.rfind(stop, far, at) + 1 for stop in _STOPS))
    ends = [text.find(stop, at, at + _FARTHEST) for stop in _STOPS]
    return low, min([*(e for e in ends if e >= 0), at + _FARTHEST, len(text)])


def _owners(
    outline: Outline, section: Section, sentence: tuple[int, int], at: int, by_section: dict[str, list[_Mention]]
) -> tuple[Unit, ...]:
    text = outline.view.text
    own = by_section.get(section.path, [])
    subject = [m for m in own if sentence[0] <= m.start <= at]
    if subject:
        return _with_lead(subject)
    named = [u for m in own for u in m.units if _acts(text, u.name, sentence[0], at)]
    if named:
        return tuple(named)
    line = (text.rfind("\n", 0, at) + 1, _end(text, at))
    row = [m for m in own if "\t" in text[line[0] : line[1]] and line[0] <= m.start < line[1]]
    if row:
        return tuple(u for m in row for u in m.units)
    behind = own[bisect_left([m.start for m in own], at) :]
    if behind:
        return behind[0].units
    if own:
        return own[-1].units
    path = section.path
    while "/" in path:
        path = path.rsplit("/", 1)[0]
        if path in by_section:
            return by_section[path][0].units
    return ()


def _with_lead(subject: Sequence[_Mention]) -> tuple[Unit, ...]:
    """The last clause of a sentence, with the one that leads it where it only supports: 县住建局牵头，县财政局配合."""
    last = subject[-1].units
    if any(u.role != "support" for u in last):
        return last
    lead = next((m.units for m in reversed(subject[:-1]) if any(u.role == "lead" for u in m.units)), ())
    return (*lead, *last)


def _acts(text: str, name: str, low: int, high: int) -> bool:
    """Whether a unit stands, outside brackets, before a deadline in its sentence."""
    at = text.find(name, low, high)
    return at >= 0 and not _BRACKETED.search(text, low, at)


def _end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


def _names(units: Iterable[Unit]) -> tuple[str, ...]:
    """Names of a clause's units, those that lead before those that support; checkers only where nobody does the work."""
    order = {"lead": 0, "support": 1, "supervise": 2}
    ranked = sorted(units, key=lambda u: order[u.role])
    doing = [u for u in ranked if u.role != "supervise"]
    return tuple(dict.fromkeys(u.name for u in doing or ranked))


def _task(outline: Outline, sentence: tuple[int, int], at: int, end: int) -> Span | None:
    """What is to be done by then: the words behind the deadline in its clause, else those before it, else the nearest clause."""
    text = outline.view.text
    own = clause_at(text, at, *sentence)
    front = _FRONT.match(text, end, max(end, own[1]))
    behind = (front.end() if front is not None else end, max(own[1], end))
    around = clauses(text, *sentence)
    later = [(r, _SHORTEST_BEHIND) for r in around if r[0] >= behind[1]]
    earlier = [(r, _SHORTEST_BEFORE) for r in reversed(around) if r[1] <= own[0]]
    before = ((own[0], at), _SHORTEST_BEFORE)
    measured = [before] if _MEASURES.search(text, own[0], at) else []
    for (a, b), least in [*measured, (behind, _SHORTEST_BEHIND), *later[:1], before, *earlier]:
        low, high = _trimmed(text, a, b)
        if high - low >= least:
            return outline.view.span(low, min(high, low + _LONGEST_TASK))
    return None


def _trimmed(text: str, a: int, b: int) -> tuple[int, int]:
    """A range without stops at its ends, brackets that it cuts, and words that lean on the time."""
    while a < b and (text[b - 1].isspace() or text[b - 1] in "，、：；。"):
        b -= 1
    aside = _ASIDE.search(text, a, b)
    if aside is not None:
        a, b = (a, aside.start()) if aside.end() == b and aside.start() > a else (aside.end(), b)
    leaning = _LEANS.search(text, a, b)
    b = leaning.start() if leaning is not None else b
    while a < b and (text[a].isspace() or text[a] in "，、：；。"):
        a += 1
    return a, b
