"""The structure stage: Document and View -> Outline. Calls the parts in order; see each module for what it decides.

pieces (lines.py, cuts.py, gluedheads.py, gluedfeet.py, lawboxes.py, barcells.py with barplaces.py, celllines.py, flattened.py, loosecells.py) ->
head (header.py, contents.py, titleblock.py) -> foot (footer.py, annexes.py) -> labels
(labels.py, inline.py) -> tree (numbering.py, forgotten.py, repairs.py) -> headings (headings.py, itemheadings.py, listtitles.py) ->
sections (sections.py, secondtexts.py, tablegroups.py, issued.py) -> lines (linekinds.py) -> tables (tables.py) -> metadata (metadata.py)
"""

from __future__ import annotations

from dataclasses import dataclass

from nlp.rulebook import Rulebook
from nlp.structure.barcells import bar_tables
from nlp.structure.celllines import as_rows, cell_tables
from nlp.structure.citations import LawRules
from nlp.structure.cuts import CutRules, sheet_of
from nlp.structure.flattened import FlattenedRules, flattened_tables
from nlp.structure.flattened_heads import unread_heads
from nlp.structure.footer import read_footer
from nlp.structure.header import read_header
from nlp.structure.labelbox import LabelRules
from nlp.structure.labels import NumberingRules
from nlp.structure.linekinds import body_range, lines_of
from nlp.structure.loosecells import loose_cells
from nlp.structure.marks import MarkRules
from nlp.structure.metadata import read_metadata
from nlp.structure.numbers import NumberRules, find_numbers
from nlp.structure.organs import OrganRules
from nlp.structure.sections import sections_of
from nlp.structure.tables import TableRules, drawn_tables, table_sections
from nlp.structure.titleblock import HeaderRules
from nlp.structure.titles import TitleRules
from nlp.types import Document, Outline, View


@dataclass(frozen=True, slots=True)
class StructureRules:
    """All tables of the structure stage."""

    numbering: NumberingRules
    numbers: NumberRules
    organs: OrganRules
    titles: TitleRules
    labels: LabelRules
    marks: MarkRules
    laws: LawRules
    tables: TableRules
    flattened: FlattenedRules

    @classmethod
    def load(cls, book: Rulebook) -> StructureRules:
        """Read and check the tables. Raises RuleError for a fault in one of them."""
        return cls(
            NumberingRules.load(book), NumberRules.load(book), OrganRules.load(book), TitleRules.load(book),
            LabelRules.load(book), MarkRules.load(book), LawRules.load(book), TableRules.load(book),
            FlattenedRules.load(book),
        )  # fmt: skip

    def header(self) -> HeaderRules:
        """The tables that head and foot are read with."""
        return HeaderRules(self.titles, self.organs, self.labels, self.marks, self.numbering)


def outline_of(document: Document, view: View, rules: StructureRules) -> Outline:
    """Sections, lines, tables and metadata of a document. Never raises; an empty document has one empty section."""
    sheet = sheet_of(document, view, find_numbers(view, rules.numbers), CutRules(rules.organs, rules.titles, rules.labels))
    by_bars = bar_tables(sheet, rules.flattened)
    sheet = as_rows(sheet, by_bars)
    by_lines = [*by_bars, *cell_tables(sheet, rules.tables.is_head)]
    sheet = as_rows(sheet, by_lines)
    known = [*by_lines, *drawn_tables(sheet)]
    sheet, drawn = flattened_tables(sheet, known, rules.flattened)
    sheet = as_rows(sheet, drawn[len(known) :])
    head = rules.header()
    table, loose = loose_cells(sheet, rules.tables.is_head, rules.numbering)
    header = read_header(sheet, head, table)
    footer = read_footer(sheet, header, head)
    plan = sections_of(sheet, header, footer, drawn, rules.numbering, rules.titles, loose)
    tables = table_sections(view, [*document.tables, *(t for t, _ in drawn)], plan.sections, rules.tables, document.media.script == "hant")
    return Outline(
        document=document,
        view=view,
        lines=lines_of(sheet, header, footer, plan, document.tables, drawn),
        sections=plan.sections,
        tables=tables,
        metadata=read_metadata(sheet, header, footer, head, rules.laws),
        body=body_range(sheet, header, footer),
        warnings=(*plan.warnings, *unread_heads(sheet, {i for _, pieces in drawn for i in pieces}, rules.flattened)),
    )
