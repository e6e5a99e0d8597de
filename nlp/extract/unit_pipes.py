"""Tables whose cells came out one a line between lines of bars: |, 责任部门, |, |, 公开决算, |, 财政所, |.

Two bars in a row part the rows. Cells are counted from the right, for cells that span several rows are missing on the left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.extract.unit_claims import Claim
from nlp.extract.unit_clauses import ClauseRules
from nlp.extract.unit_labels import Label
from nlp.extract.unit_lines import Setting
from nlp.types import Line

LEAST_BARS = 4
MOST_HEADS = 12

Row = list[Line]


def pipe_claims(text: str, lines: Sequence[Line], rules: ClauseRules, setting: Setting) -> tuple[list[Claim], set[int]]:
    """Claims of such tables among all lines of a document, and the starts of the lines that they take."""
    out: list[Claim] = []
    taken: set[int] = set()
    heads: tuple[Label | None, ...] = ()
    for row in _rows(text, lines):
        labels = tuple(rules.labels.label_of(text[x.start : x.end]) if x.end - x.start <= 40 else None for x in row)
        if len(row) >= 2 and sum(label is not None for label in labels) >= 2 and len(row) <= MOST_HEADS:
            heads = labels if any(label is not None and label.role is not None for label in labels) else ()
            taken.update(x.start for x in row)
            continue
        if not heads or len(row) > len(heads):
            continue
        for line, label in zip(row, heads[len(heads) - len(row) :], strict=True):
            taken.add(line.start)
            if label is not None and label.role is not None:
                reading = rules.read(text, line.start, line.end, "table", label, setting.first_leads, glued=True)
                found = [] if reading.strange and line.end - line.start > 40 else reading.quoting(line.start, line.end)
                out += [replace(c, rule=f"units-labels:{label.rule}", score=0.75) for c in found]
    return out, taken


def _rows(text: str, lines: Sequence[Line]) -> Iterator[Row]:
    """The rows of all runs of lines in which lines of bars part the cells."""
    bars = [text[x.start : x.end].strip() == "|" for x in lines]
    if sum(bars) < LEAST_BARS:
        return
    row: Row = []
    for i, line in enumerate(lines):
        if bars[i]:
            if i and bars[i - 1] and row:
                yield row
                row = []
        elif i and not bars[i - 1]:
            row = []  # two lines of text in a row: no such table
        else:
            row.append(line)
    if row and bars[-1]:
        yield row
