"""The record of a document: each field with the places where it was read, or with what it follows from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nlp.record.index_number import FIELD as INDEX
from nlp.record.index_number import Office
from nlp.record.keywords import KeywordRules, extracted_keywords, stated_keywords
from nlp.record.reading import Range, Reading, read_outline
from nlp.record.stopwords import StopRules
from nlp.record.summary import summarize
from nlp.record.themes import ThemeRules, classify_theme
from nlp.record.validity import ValidityRules, force_of, validity_of
from nlp.rulebook import Rulebook
from nlp.types import Attribute, AttributeValue, Disclosure, DocumentRecord, Label, Outline, Sensitive, Span, Theme
from nlp.words import Segmenter

OTHER = "其他"
CLASSIFIED = "带有密级标志，不列出"
_STATES: Mapping[str, Disclosure] = {"active": "主动公开", "on_request": "依申请公开", "withheld": "不予公开"}
_PROPOSED: Mapping[AttributeValue, Disclosure] = {
    "active": "主动公开",
    "on_request": "依申请公开",
    "partial": "部分公开",
    "withheld": "不予公开",
    "undecided": "未定",
}
_NOT_STATED = {
    "document_number": "文中没有文号",
    "issuer": "文中没有发布机构",
    "written_on": "文中没有成文日期",
    "published_on": "文中没有公开日期",
}

_TITLED = re.compile("^《([^《》]+)》$")  # a title that stands in brackets as a whole

Evidence = dict[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class RecordRules:
    """Tables of the record: themes, genres by kind of document, validity, stop words, and the office's 索引号."""

    themes: ThemeRules
    genres: Mapping[str, str]
    validity: ValidityRules
    stop: StopRules
    keywords: KeywordRules
    office: Office

    @classmethod
    def load(cls, book: Rulebook) -> RecordRules:
        """Read the `record-*` tables. Raises RuleError for a fault in one."""
        themes, stop = ThemeRules.load(book), StopRules.load(book)
        genres = {kind: row["genre"] for row in book.table("record-genres") for kind in row.items("kinds")}
        return cls(themes, genres, ValidityRules.load(book), stop, KeywordRules.of(stop, themes, Segmenter.of_lexicon(book)), Office.load(book))


def make_record(
    outline: Outline,
    rules: RecordRules,
    domains: Sequence[Label] = (),
    attribute: Attribute | None = None,
    sensitive: Sequence[Sensitive] = (),
    as_of: date | None = None,
) -> DocumentRecord:
    """The record of a document. `as_of`: the day for which 有效性 is asked; None leaves it unknown where the text does not state it.

    Summary and keywords take nothing that overlaps `sensitive`. A document with a secrecy mark gives a record without title,
    themes, summary and keywords.
    """
    metadata = outline.metadata
    reading = read_outline(outline)
    evidence: Evidence = {}
    defaults: dict[str, str] = {}
    number = metadata.document_number and reading.simplified(metadata.evidence.get("document_number", ()), metadata.document_number)
    issuers = _issuers(reading)
    for name in ("document_number", "issuer", "written_on", "published_on"):
        if getattr(metadata, name):
            evidence[name] = metadata.evidence.get(name, ())
        else:
            defaults[name] = _NOT_STATED[name]
    validity, places, why = validity_of(reading, rules.validity, force_of(reading), as_of)
    evidence["validity"] = places
    if why is not None:
        defaults["validity"] = why
    disclosure = _disclosure(outline, attribute, evidence, defaults)
    withheld = metadata.classification is not None
    title = None if withheld else _TITLED.sub(r"\1", reading.title.text or metadata.title) or None
    genre = rules.genres.get(metadata.document_type or "", OTHER)
    if metadata.document_type is None:
        defaults["genre"] = "标题中没有文种"
    else:
        evidence["genre"] = metadata.evidence.get("title", ())[-1:]
    themes, summary, words = _told(reading, rules, issuers, domains, sensitive, evidence, defaults, withheld)
    if title is not None:
        evidence["title"] = metadata.evidence.get("title", ())
    elif not withheld:
        defaults["title"] = "文中没有标题"
    record = DocumentRecord(
        index_number=metadata.index_number,
        title=title,
        document_number=number,
        issuer=issuers,
        written_on=metadata.written_on,
        published_on=metadata.published_on,
        themes=themes,
        genre=genre,
        validity=validity,
        disclosure=disclosure,
        summary=summary,
        keywords=words,
        withheld=withheld,
        evidence=evidence,
        defaults=defaults,
    )
    if metadata.index_number:
        evidence[INDEX] = metadata.evidence.get(INDEX, ())
    else:
        defaults[INDEX] = CLASSIFIED if withheld else rules.office.compose(record, None)[1]
    return record


def _disclosure(outline: Outline, attribute: Attribute | None, evidence: Evidence, defaults: dict[str, str]) -> Disclosure:
    """What the document declares of itself, else what the classifier proposes."""
    metadata = outline.metadata
    if metadata.classification is not None:
        evidence["disclosure"] = metadata.evidence.get("classification", ())
        return "不予公开"
    if attribute is None:
        declared = metadata.declared_attribute
        evidence["disclosure"] = metadata.evidence.get("declared_attribute", ())
        return _STATES[declared] if declared else "未定"
    proposed = _PROPOSED[attribute.value]
    if metadata.declared_attribute is not None and _STATES[metadata.declared_attribute] == proposed:
        evidence["disclosure"] = metadata.evidence.get("declared_attribute", ())
        return proposed
    evidence["disclosure"] = tuple(Span(c.start, c.end, c.quote) for c in attribute.evidence[:3])
    defaults["disclosure"] = f"系统建议，可信度{attribute.score:.2f}"
    return proposed


def _told(
    reading: Reading,
    rules: RecordRules,
    issuers: tuple[str, ...],
    domains: Sequence[Label],
    sensitive: Sequence[Sensitive],
    evidence: Evidence,
    defaults: dict[str, str],
    withheld: bool,
) -> tuple[tuple[Theme, ...], str | None, tuple[str, ...]]:
    """Themes, summary and keywords: the fields that tell what a document says."""
    if withheld:
        defaults.update(dict.fromkeys(("title", "themes", "summary", "keywords"), CLASSIFIED))
        return (), None, ()
    themes = _themes(reading, rules, domains, evidence, defaults)
    locate = reading.outline.view.locate
    hidden: list[Range] = [(locate(s.start), locate(s.end)) for s in sensitive]
    found = stated_keywords(reading)
    stated = bool(found)
    if not found:
        found = extracted_keywords(reading, rules.keywords, issuers, hidden)
        defaults["keywords"] = "从标题和正文摘取" if found else "正文中没有可作主题词的词"
    words = tuple(dict.fromkeys(w for w, _ in found))
    evidence["keywords"] = tuple(reading.span(p) for _, p in found)
    useful = words if not stated else tuple(w for w in words if len(w) > 2)
    text, pieces = summarize(reading, rules.stop, useful, issuers, hidden)
    evidence["summary"] = tuple(reading.span(p) for p in pieces)
    defaults["summary"] = "摘自原文" if text else "正文中没有可摘的语句"
    return themes, text, words


def _themes(
    reading: Reading, rules: RecordRules, domains: Sequence[Label], evidence: Evidence, defaults: dict[str, str]
) -> tuple[Theme, ...]:
    """The class that the document states, where it is one of the list; else those that its words speak for."""
    value = reading.outline.metadata.theme
    stated = rules.themes.stated(reading.simplified(reading.outline.metadata.evidence.get("theme", ()), value)) if value else None
    if stated is not None:
        evidence["themes"] = reading.outline.metadata.evidence.get("theme", ())
        return (Theme(stated.code, stated.name, 1.0),)
    found = classify_theme(reading, rules.themes, domains)
    evidence["themes"] = tuple(reading.span(p) for p in found.places)
    also = f"；文中所列“{value}”不在主题分类表中" if value else ""
    if not found.found:
        defaults["themes"] = "没有说明主题的词" + also
        return (Theme("22", OTHER, 0.0),)
    defaults["themes"] = f"按标题和正文用词判断，可信度{found.found[0].score:.2f}{also}"
    return found.found


def _issuers(reading: Reading) -> tuple[str, ...]:
    """Names of the issuers as they stand in the view."""
    metadata = reading.outline.metadata
    spans = metadata.evidence.get("issuer", ())
    if len(spans) != len(metadata.issuer):
        return metadata.issuer
    return tuple(reading.simplified((s,), name).replace(" ", "") for s, name in zip(spans, metadata.issuer, strict=True))
