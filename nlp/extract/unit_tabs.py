"""Tables typed with tabs whose head was not taken for one: 序号→任务→负责部门 on a line of text, and the rows below it.

A sheet pasted as text falls into pieces where a row has other cells than the rest (a heading of a group, a sum); the head
then stands over all of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from nlp.extract.unit_claims import Claim
from nlp.extract.unit_clauses import ClauseRules
from nlp.extract.unit_labels import Label
from nlp.extract.unit_lines import Setting
from nlp.types import Line

LEAST_CELLS = 3
# Lines without a tab that may stand within such a table: the further lines of a long cell.
MOST_PLAIN = 3
LONGEST_CELL = 200


def tab_claims(text: str, lines: Sequence[Line], rules: ClauseRules, setting: Setting) -> list[Claim]:
    """Claims of such tables among consecutive lines; tables whose own first row is the head are not read here."""
    out: list[Claim] = []
    heads: tuple[Label | None, ...] = ()
    plain = 0
    for line in lines:
        if text.find("\t", line.start, line.end) < 0:
            plain += 1
            heads = heads if plain <= MOST_PLAIN else ()
            continue
        plain = 0
        cells = _cells(text, line)
        if (found := _heads(text, cells, rules)) is not None:
            heads = found if line.table is None else ()
            continue
        if len(cells) == len(heads):
            out += _row(text, cells, heads, rules, setting)
    return out


def _cells(text: str, line: Line) -> list[tuple[int, int]]:
    """View ranges of the cells of a line."""
    out, at = [], line.start
    for words in text[line.start : line.end].split("\t"):
        out.append((at, at + len(words)))
        at += len(words) + 1
    return out


def _heads(text: str, cells: Sequence[tuple[int, int]], rules: ClauseRules) -> tuple[Label | None, ...] | None:
    """The labels of a head row: two at least, one of them for units; None for any other row."""
    if len(cells) < LEAST_CELLS or any(b - a > 40 for a, b in cells):
        return None
    labels = tuple(rules.labels.label_of(text[a:b]) for a, b in cells)
    known = [label for label in labels if label is not None]
    return labels if len(known) >= 2 and any(label.role is not None for label in known) else None


def _row(
    text: str, cells: Sequence[tuple[int, int]], heads: Sequence[Label | None], rules: ClauseRules, setting: Setting
) -> list[Claim]:
    """Claims of the cells below the labels for units."""
    out: list[Claim] = []
    for (a, b), label in zip(cells, heads, strict=True):
        if label is not None and label.role is not None and 1 < b - a <= LONGEST_CELL:
            reading = rules.read(text, a, b, "table", label, setting.first_leads, glued=True)
            out += reading.quoting(a, b) if not reading.strange else []
    return out
