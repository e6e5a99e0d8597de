"""Analysis <-> JSON: the record that `gongkai analyze --format json` prints, and its JSON Schema.

The schema is generated from the types below by pydantic, so a field cannot be in one and not in the other. Spans in a record are
source offsets: `text[start:end] == quote`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import lru_cache
from typing import Any, Literal

from nlp.types import (
    SCHEMA,
    Analysis,
    Attribute,
    Deadline,
    DocumentRecord,
    Entry,
    Failure,
    Label,
    Media,
    Metadata,
    SectionAttribute,
    SectionItem,
    Sensitive,
    Unit,
)


@dataclass(frozen=True, slots=True)
class SectionRecord:
    """A numbered heading or item; source offsets from its label to the end of its last descendant."""

    path: str
    title: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TableRecord:
    """A table by rows; a vertical merge repeats its text, a horizontal one stands in its first column."""

    section: str
    rows: list[list[str]]
    start: int
    end: int
    headers: int


@dataclass(frozen=True, slots=True)
class SectionDomainsRecord:
    """Domain codes of a section, best first, with their scores; the item of the national catalogues that it is about, if one fits."""

    section: str
    codes: list[str]
    scores: list[float]
    item: SectionItem | None = None


@dataclass(frozen=True, slots=True)
class AnalysisRecord:
    """One analysis as JSON."""

    schema: Literal["gongkai.analysis/1"]
    source: Media
    text: str
    metadata: Metadata
    sections: list[SectionRecord]
    tables: list[TableRecord]
    domains: list[Label]
    section_domains: list[SectionDomainsRecord]
    attribute: Attribute
    units: list[Unit]
    deadlines: list[Deadline]
    sensitive: list[Sensitive]
    entries: list[Entry]
    warnings: list[str] = field(default_factory=list)
    section_attributes: list[SectionAttribute] = field(default_factory=list)
    record: DocumentRecord | None = None


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What is known of a file that could not be read."""

    path: str
    sha256: str | None
    media_type: str | None
    case: str | None = None


@dataclass(frozen=True, slots=True)
class ErrorRecord:
    """Why a file could not be read: a stable code and a message for people."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class FailureRecord:
    """A document that could not be read, in its place in the stream."""

    schema: Literal["gongkai.analysis/1"]
    source: SourceRecord
    error: ErrorRecord


def record_of(result: Analysis | Failure) -> AnalysisRecord | FailureRecord:
    """The JSON record of a result; offsets become source offsets."""
    if isinstance(result, Failure):
        source = SourceRecord(result.path, result.sha256, result.media_type, result.case)
        return FailureRecord(SCHEMA, source, ErrorRecord(result.code, result.message))
    outline, view = result.outline, result.outline.view
    sections = []
    for s in outline.sections:
        if s.path:
            span = view.span(s.start, s.end)
            sections.append(SectionRecord(s.path, s.title, span.start, span.end))
    return AnalysisRecord(
        schema=SCHEMA,
        source=outline.document.media,
        text=outline.document.text,
        metadata=outline.metadata,
        sections=sections,
        tables=[TableRecord(t.section, t.table.rows(), t.table.start, t.table.end, t.headers) for t in outline.tables],
        domains=list(result.domains),
        section_domains=[
            SectionDomainsRecord(s.section, [x.code for x in s.labels], [x.score for x in s.labels], s.item)
            for s in result.section_domains
        ],
        attribute=result.attribute,
        units=list(result.units),
        deadlines=list(result.deadlines),
        sensitive=list(result.sensitive),
        entries=list(result.entries),
        warnings=list(result.warnings),
        section_attributes=list(result.section_attributes),
        record=result.record,
    )


@lru_cache(maxsize=256)
def _names(cls: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(cls))


_AS_IT_IS = frozenset({str, int, bool, type(None)})  # kinds of most values, told apart before anything else is asked


def plain(value: Any) -> Any:
    """Dataclasses to dicts, tuples to lists, scores to four decimals; everything else as it is."""
    kind = type(value)
    if kind in _AS_IT_IS:
        return value
    if kind is float:
        return round(value, 4)
    if isinstance(value, (list, tuple)):
        return [v if type(v) in _AS_IT_IS else plain(v) for v in value]
    if is_dataclass(kind):
        own = [(name, getattr(value, name)) for name in _names(kind)]
        return {name: v if type(v) in _AS_IT_IS else plain(v) for name, v in own}
    if isinstance(value, Mapping):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, float):
        return round(value, 4)
    return value


def to_json(result: Analysis | Failure) -> str:
    """One line of JSON, keys in the order of the contract, Chinese not escaped."""
    return json.dumps(plain(record_of(result)), ensure_ascii=False, separators=(", ", ": "))


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a line of `gongkai analyze --format json`: an analysis or a failure."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(AnalysisRecord | FailureRecord).json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA, **schema}
