"""Groups of a table as sections: rows under 一、财政信息公开 | 1.… | 县财政局 belong to a group that the first column names.

A group counts where the first column numbers at least two of them from 一 on. They are sections only where the text, or the
annex, in which the table stands has no numbered items of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.structure.headings import Heading, heading_of
from nlp.structure.labels import Candidate, NumberingRules
from nlp.structure.lines import Sheet
from nlp.structure.loosenumbers import LOOSE
from nlp.types import Cell, Table

_FAMILIES = ("cn", "cn-paren")
_LEAST = 2
_LONGEST_GROUP = 80


@dataclass(frozen=True, slots=True)
class Group:
    """A numbered cell of a first column: its label and its heading."""

    label: Candidate
    heading: Heading | None


def groups_of(sheet: Sheet, table: Table, rules: NumberingRules) -> list[Group]:
    """The numbered groups of a table, in order; [] where it has none, or not one after another."""
    found: list[Group] = []
    seen: set[int] = set()
    for row in table.cells:
        cell = next((c for c in row if c.text.strip()), None)
        if cell is None or cell.col != 0 or cell.start in seen:
            continue
        seen.add(cell.start)
        start, end = sheet.view.locate(cell.start), sheet.view.locate(cell.end)
        if not start < end <= start + _LONGEST_GROUP:
            continue
        label = next(iter(rules.candidates(sheet.view, start, end, 0)), None)
        if label is None or label.place != "line" or label.family not in _FAMILIES or label.shape == LOOSE:
            continue
        if label.number != len(found) + 1 or (found and found[0].label.family != label.family):
            return []
        heading = heading_of(sheet.text, label.text_at, end, label.family, True)
        found.append(Group(label, heading or (_beside(sheet, row) if label.text_at >= end else None)))
    return found if len(found) >= _LEAST else []


def _beside(sheet: Sheet, row: Sequence[Cell]) -> Heading | None:
    """The heading in the cell beside one that holds the number alone: 一、 | 加强组织领导 | 31."""
    cell = next((c for c in row if c.col > 0 and c.text.strip()), None)
    if cell is None or cell.col > 1:
        return None
    start, end = sheet.view.locate(cell.start), sheet.view.locate(cell.end)
    inside = 1 < end - start <= _LONGEST_GROUP and re.search("[。；：\n]", sheet.text[start:end]) is None
    return Heading(start, end, end, True) if inside else None


def groups_inside(sheet: Sheet, tables: Sequence[Table], begin: int, end: int, rules: NumberingRules) -> list[Group]:
    """Groups of the first table that begins in a view range, and of those that go on from it; none of a second count."""
    out: list[Group] = []
    for table in sorted(tables, key=lambda t: t.start):
        if not begin <= sheet.view.locate(table.start) < end:
            continue
        groups = groups_of(sheet, table, rules)
        if groups and out:
            return []
        out += groups
    return out
