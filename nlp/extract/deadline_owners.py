"""Whose deadline it is, and for what: each deadline with its responsible units and its task.

    市财政局要在每月10日前公开财政收支情况。          ->  市财政局; 公开财政收支情况
    3个工作日内发布解读材料。（市发改委、财政局负责）   ->  市发改委, 市财政局; 发布解读材料

The unit is the subject of the deadline's own sentence; else the responsibility clause that closes its stretch of the section;
else the last one named before it in the section; else the clause of the section above. Tasks are found by `deadline_tasks`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from nlp.extract.deadline_tasks import Tasks, broken_row
from nlp.types import Deadline, Outline, Section, Unit

_STOPS = "。！？；\n\t|"
_FARTHEST = 300  # characters around a deadline in which its sentence is looked for
_LONGEST_ROW = 4_000  # of a table; a longer line is prose
_CELLS = re.compile(r"[\t|]")
_IN_CELL = re.compile(r"[、，；/]| {2,}")
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
    times = [(at := outline.view.locate(d.start), max(outline.view.locate(d.end), at + 1)) for d in deadlines]
    tasks = Tasks(outline, times)
    out = []
    for d, (at, end) in zip(deadlines, times, strict=True):
        section = sections[d.section]
        sentence = _sentence(outline, section, at)
        owners = _names(_owners(outline, section, sentence, at, by_section))
        out.append(replace(d, units=owners, task=tasks.of(sentence, at, end, owners, section.heading)))
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
    cells = broken_row(text, at, section.text_start)
    in_cells = [m for m in own if cells is not None and cells[0] <= m.start < cells[1]]
    if in_cells:
        return tuple(u for m in in_cells for u in m.units)
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
    if again := _in_row_again(text, line, own):
        return again
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


def _in_row_again(text: str, line: tuple[int, int], own: Sequence[_Mention]) -> tuple[Unit, ...]:
    """Units of the section that make up a cell of a table row: a unit has one clause a section, though many rows name it."""
    if not own or line[1] - line[0] > _LONGEST_ROW:
        return ()
    by_name = {name: u for m in own for u in m.units for name in (u.quote.strip(), u.name)}
    cells = _CELLS.split(text[line[0] : line[1]])
    for cell in cells if len(cells) > 1 else ():
        found = [by_name.get(part.strip()) for part in _IN_CELL.split(cell)]
        units = tuple(u for u in found if u is not None)
        if units and len(units) == len(found):
            return units
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
