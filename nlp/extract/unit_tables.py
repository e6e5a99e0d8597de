"""Units in tables: a head cell (牵头单位, 责任科室) gives the role of its column, a label cell that of the cell beside it."""

from __future__ import annotations

import re

from nlp.extract.unit_broken import has_stem, read_squeezed
from nlp.extract.unit_claims import Claim
from nlp.extract.unit_clauses import ClauseRules
from nlp.extract.unit_labels import Label
from nlp.extract.unit_lines import Setting
from nlp.extract.unit_prefixes import Running
from nlp.types import Cell, Outline, OutlineTable

MOST_HEAD_ROWS = 4
# The box of labels above a document (索引号 | … | 发布机构 | …), as a table.
_BOX = re.compile(r"(?:索引号|组配分类|信息分类|主题分类|发文字号|文号|有效性|发布机构|发布日期|成文日期)：?")
LEAST_BOX = 3


def table_claims(outline: Outline, text: str, rules: ClauseRules, setting: Setting) -> list[Claim]:
    """Claims of all tables of a document, whose view text is given; the quote is the cell."""
    out: list[Claim] = []
    for table in outline.tables:
        out += _one_table(outline, text, table, rules, setting)
    return out


def _one_table(outline: Outline, text: str, table: OutlineTable, rules: ClauseRules, setting: Setting) -> list[Claim]:
    rows = table.table.cells
    if sum(_BOX.fullmatch(row[0].text.replace(" ", "")) is not None for row in rows if row) >= LEAST_BOX:
        return []
    columns: dict[int, Label] = {}
    seen: set[tuple[int, int]] = set()
    out: list[Claim] = []
    for r, row in enumerate(rows):
        labels = {c: rules.labels.label_of(_words(outline, text, cell)) for c, cell in enumerate(row) if cell.text.strip()}
        heads = {c: label for c, label in labels.items() if label is not None}
        beside = _beside(row, heads, columns, r, table)
        if beside:
            out += [
                claim
                for cell, label in beside
                if _new(cell, seen)
                for claim in _cell(outline, text, cell, label, rules, setting, Running())[0]
            ]
            continue
        if (heads and (len(heads) >= 2 or len(labels) == len(heads) or r < max(table.headers, 1)) and r < MOST_HEAD_ROWS) or len(
            heads
        ) >= 3:
            columns |= heads  # a second head row, or the head repeated behind a page break
            continue
        running = Running()
        if (shifted := _shifted(row, columns)) is not None and _new(row[shifted[0]], seen):
            out += _moved(outline, text, row[shifted[0]], shifted[1], rules, setting)
            continue
        back = _set_back(outline, text, row, columns, rules, setting)
        for c, cell in enumerate(row):
            label = columns.get(c + back)
            if label is None or label.role is None or not _new(cell, seen):
                continue
            found, running = _cell(outline, text, cell, label, rules, setting, running)
            out += found
    return out


def _words(outline: Outline, text: str, cell: Cell) -> str:
    """The cell's words in the view (Simplified); the cell itself holds the document's script."""
    return text[outline.view.locate(cell.start) : outline.view.locate(cell.end)] or cell.text


def _new(cell: Cell, seen: set[tuple[int, int]]) -> bool:
    """Whether a (merged) cell is met for the first time; empty cells never are."""
    key = (cell.start, cell.end)
    if cell.start >= cell.end or key in seen:
        return False
    seen.add(key)
    return True


def _beside(
    row: tuple[Cell, ...], heads: dict[int, Label], columns: dict[int, Label], at: int, table: OutlineTable
) -> list[tuple[Cell, Label]]:
    """Label cells with their value in the next cell: 责任单位 | 市教育局. None where the row is a head."""
    found = []
    for c, label in heads.items():
        after = next((k for k in range(c + 1, len(row)) if row[k] is not row[c]), None)
        if after is not None and after not in heads and row[after].text.strip() and label.role is not None:
            found.append((row[after], label))
    alone = [c for c in range(len(row)) if c not in heads and row[c].text.strip()]
    return found if found and len(alone) <= len(heads) and not (at == 0 and len(heads) >= 3) else []


def _set_back(
    outline: Outline, text: str, row: tuple[Cell, ...], columns: dict[int, Label], rules: ClauseRules, setting: Setting
) -> int:
    """1 where the cells of a row stand one column too far left: its last role column is empty, and the cell before the first
    one is a list of units and nothing else (2 | 完善清单。 | 县财政局 | 各镇 | | 3月 under a head of six cells); else 0."""
    roles = sorted(c for c, label in columns.items() if label.role is not None)
    if len(roles) < 2 or roles[0] < 2 or roles[-1] >= len(row) or row[roles[-1]].text.strip() or not row[roles[0]].text.strip():
        return 0
    cell = row[roles[0] - 1]
    start, end = outline.view.locate(cell.start), outline.view.locate(cell.end)
    if not 2 <= end - start <= 120:
        return 0
    reading = rules.read(text, start, end, "table", columns[roles[0]], setting.first_leads, glued=True)
    return 1 if reading.claims and not reading.strange else 0


def _shifted(row: tuple[Cell, ...], columns: dict[int, Label]) -> tuple[int, Label] | None:
    """The last filled cell of a row that lacks cells on the left (they span rows), with the label of the one role column."""
    roles = [(c, label) for c, label in columns.items() if label.role is not None]
    filled = [c for c, cell in enumerate(row) if cell.text.strip()]
    if len(roles) != 1 or not filled or max(columns) != roles[0][0] or filled != list(range(len(filled))):
        return None
    return (filled[-1], roles[0][1]) if 1 < len(filled) <= roles[0][0] else None


def _moved(outline: Outline, text: str, cell: Cell, label: Label, rules: ClauseRules, setting: Setting) -> list[Claim]:
    """Claims of a shifted cell, if it is a list of units and nothing else."""
    start, end = outline.view.locate(cell.start), outline.view.locate(cell.end)
    reading = rules.read(text, start, end, "table", label, setting.first_leads, glued=True) if end - start <= 60 else None
    return reading.quoting(start, end) if reading is not None and not reading.strange else []


def _cell(
    outline: Outline, text: str, cell: Cell, label: Label, rules: ClauseRules, setting: Setting, running: Running
) -> tuple[list[Claim], Running]:
    """Claims of one cell, and the prefixes that the row carries on to its next column."""
    start, end = outline.view.locate(cell.start), outline.view.locate(cell.end)
    while end > start and text[end - 1] in " \n\t":
        end -= 1
    reading = rules.read(text, start, end, "table", label, setting.first_leads, running, glued=True)
    if re.search(r"\s", text[start:end]) and (reading.strange or not reading.claims or has_stem(reading)):
        reading = read_squeezed(text, start, end, "table", label, rules, setting.first_leads, running) or reading
    return reading.quoting(start, end), reading.running
