"""The table of contents: calls the stages in order. The only file that knows the order."""

from __future__ import annotations

from nlp.classify.attribute import classify_attribute, section_attributes
from nlp.classify.domains import classify_domains, with_own_domains
from nlp.draft.entries import draft_entries
from nlp.draft.placing import place_entries
from nlp.draft.reasons import draft_warnings
from nlp.extract.deadline_owners import with_owners
from nlp.extract.deadlines import find_deadlines
from nlp.extract.sensitive import find_sensitive
from nlp.extract.units import find_units
from nlp.intake.reader import read
from nlp.kit import Kit
from nlp.record.record import make_record
from nlp.structure.outline import outline_of
from nlp.types import Analysis, Document, Failure, Source
from nlp.view import build_view


def analyze(source: Source, kit: Kit) -> Analysis | Failure:
    """Everything gongkai can say of one file, or a Failure that says why it cannot be read. Deterministic."""
    document = read(source, kit.limits, kit.furniture)
    if isinstance(document, Failure):
        return document
    return analyze_document(document, kit)


def analyze_document(document: Document, kit: Kit) -> Analysis:
    """The stages behind intake: structure, classify, extract, draft."""
    view = build_view(document, kit.script)
    outline = outline_of(document, view, kit.structure)
    domains, section_domains, domain_warnings = classify_domains(outline, kit.domains, kit.domain_model)
    said, deadline_warnings = find_deadlines(outline, kit.deadlines, kit.holidays)
    units = find_units(outline, kit.units)
    deadlines = with_owners(outline, said, units)
    sensitive = find_sensitive(outline, kit.sensitive)
    judged = classify_attribute(outline, kit.attribute, section_domains, sensitive, kit.attribute_model)
    by_section, attribute = section_attributes(outline, judged, kit.attribute, sensitive)
    drafted = draft_entries(outline, kit.draft, domains, section_domains, attribute, units, deadlines)
    drafting_warnings = draft_warnings(outline, kit.draft.verbs, kit.draft.columns, attribute, drafted)
    owned = with_own_domains(drafted, section_domains, kit.domains, kit.domain_model)
    entries = place_entries(owned, outline, domains, section_domains, kit.draft.standard, kit.draft.doubts, kit.domains.items)
    return Analysis(
        outline=outline,
        domains=domains,
        section_domains=section_domains,
        attribute=attribute,
        units=units,
        deadlines=deadlines,
        sensitive=sensitive,
        entries=entries,
        section_attributes=by_section,
        record=make_record(outline, kit.record, domains, attribute, sensitive, kit.as_of) if kit.record else None,
        warnings=(*document.warnings, *outline.warnings, *kit.warnings, *domain_warnings, *deadline_warnings, *drafting_warnings),
    )
