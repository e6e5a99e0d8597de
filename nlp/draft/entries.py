"""One entry a matter to be disclosed, each field with its evidence.

Sentences with a verb of disclosure, numbered items of a list, rows of a table: each is put together with the unit, deadline,
channel and basis that the document names for it. What the document leaves open is filled from the national standard item or
from the regulation, and `defaults` says so.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.draft import table_rows
from nlp.draft.binding import Binding
from nlp.draft.builder import Builder
from nlp.draft.cells import Channels
from nlp.draft.deadline_cell import Deadlines
from nlp.draft.doubts import DoubtRules, is_no_matter, is_no_phrase
from nlp.draft.field_lines import field_lines
from nlp.draft.grading import is_closed, is_secret
from nlp.draft.levels import Levels
from nlp.draft.lexicon import Lexicon
from nlp.draft.phrases import Range
from nlp.draft.reader import Reader
from nlp.draft.reading import Disclosure
from nlp.draft.sheet import make_sheet
from nlp.draft.spoken import plain_disclosures
from nlp.draft.table_grid import TableColumns
from nlp.draft.unit_cell import names_of
from nlp.draft.verbs import VerbRules
from nlp.rulebook import Rulebook
from nlp.standard import Standard
from nlp.types import Attribute, Deadline, Entry, Label, Outline, SectionLabels, Unit
from nlp.view import to_simplified


@dataclass(frozen=True, slots=True)
class DraftRules:
    """Everything that decides which entries are drafted."""

    lexicon: Lexicon
    verbs: VerbRules
    channels: Channels
    standard: Standard
    columns: TableColumns
    doubts: DoubtRules
    binding: Binding
    levels: Levels

    @classmethod
    def load(cls, book: Rulebook) -> DraftRules:
        """Read the tables and hold the verb and exclusion rows to their examples. Raises RuleError for a fault in one."""
        rules = cls(
            Lexicon.load(book), VerbRules.load(book), Channels.load(book), Standard.load(book), TableColumns.load(book),
            DoubtRules.load(book), Binding.load(book), Levels.load(book),
        )  # fmt: skip
        rules.verbs.check(book, lambda text: [(d.row, text[d.verb[0] : d.verb[1]]) for d in sentence_disclosures(text, rules)])
        return rules


def sentence_disclosures(text: str, rules: DraftRules) -> list[Disclosure]:
    """Disclosures of a plain text, for examples and tests; the text is taken as the view."""
    return plain_disclosures(make_sheet(text), rules.lexicon, rules.verbs)


def draft_entries(
    outline: Outline,
    rules: DraftRules,
    domains: tuple[Label, ...],
    section_domains: tuple[SectionLabels, ...],
    attribute: Attribute,
    units: tuple[Unit, ...],
    deadlines: tuple[Deadline, ...],
) -> tuple[Entry, ...]:
    """Suggested catalogue entries in text order.

    A document with a secrecy mark gives none; one that carries an internal mark gives only those rows of its tables that say
    otherwise themselves. One whose words merely look like something withheld keeps its rows, each for review: an order to disclose
    is none the less in it.
    """
    if outline.metadata.classification or is_secret(attribute):
        return ()
    simplify = {u.name: to_simplified(u.name) for u in units} if outline.document.media.script == "hant" else {}
    builder = Builder.of(
        outline,
        make_sheet(outline.view.text),
        (rules.lexicon, rules.channels, rules.doubts, rules.binding, rules.levels),
        domains,
        {s.section: s.labels for s in section_domains},
        attribute,
        names_of(units, simplify),
        Deadlines.of(outline.view, deadlines),
    )
    tables = table_rows.entries_of_tables(builder, rules.verbs, rules.columns)
    if is_closed(attribute):
        return tuple(e for _, e in tables.rows if e.mode != "不予公开")
    tabled = {e.section for _, e in tables.rows} | _headed_by_cells(outline, tables.taken)
    fields = field_lines(builder, rules.columns, tables.taken)
    read = Reader(builder, rules.verbs, (*tables.taken, *fields.taken), tabled).read()
    made = [
        (d.at, builder.entry(fields.filled(builder, d)))
        for d in read
        if not is_no_matter(d.matter.item, d.matter.content) and not is_no_phrase(rules.lexicon, d.matter.item)
    ]
    merged = sorted([*made, *tables.rows], key=lambda p: p[0])
    unsure = attribute.value == "withheld"
    return tuple(replace(e, needs_review=True) if unsure else e for _, e in merged)


def _headed_by_cells(outline: Outline, taken: Sequence[Range]) -> set[str]:
    """Sections whose heading is a cell of a table: the name of a group of its rows."""
    starts = [a for a, _ in taken]
    out: set[str] = set()
    for section in outline.sections:
        if section.heading is not None and section.path:
            n = bisect_right(starts, section.heading[0]) - 1
            if n >= 0 and section.heading[1] <= taken[n][1]:
                out.add(section.path)
    return out
