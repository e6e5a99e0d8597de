"""What the store knows that a catalogue can be held against: documents with their force, and the matters that they name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from nlp.review.catalogue_file import Matter, matter_of
from nlp.rulebook import Rulebook
from nlp.store.spoken import sources_of
from nlp.store.tables import analysis, document, entry, suggestion

_BLANKS = re.compile(r"\s+")
_NAMES = r"《[^》\n]{2,60}》|（[^）\n]{2,40}）"
# what may stand between a citation and the word that ends it: ）、《另一件》（…号）同时废止
_ENDS_AFTER = re.compile(
    rf"""(?:号)?
    (?:[）)〕\]》、和及与]|，(?!《)|以及|等|文件|通知|规定|办法|{_NAMES}|同时|即行|予以|自行|相应|一并|自动|均|即){{0,12}}?
    (?:废止|停止执行|不再执行|失效|作废)""",
    re.VERBOSE,
)
# 废止下列文件：1.《一件》（…号）、‖《另一件》
_ENDS_BEFORE = re.compile(
    r"""(?:废止|取代|代替|替代)(?:了|原)?(?:下列文件|以下文件)?[：:]?(?:\s*\d{1,2}[.、．])?
    (?:《[^》\n]{2,60}》(?:（[^）\n]{2,40}）)?[、和及，])*$""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Repeal:
    """A document that another one puts out of force, with the words that do."""

    title: str | None
    document_number: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document of the store: how people name it, what it says of its own force, what it repeals. Dates are ISO."""

    id: int
    title: str
    document_number: str | None
    written_on: str
    validity: str | None
    valid_until: str | None
    repeals: tuple[Repeal, ...]

    @property
    def source(self) -> str:
        """Title and number."""
        return f"《{self.title}》" + (f"（{self.document_number}）" if self.document_number else "")


@dataclass(frozen=True, slots=True)
class Known:
    """A matter that a document names. `says`: the fields that the document itself fills, with the rule that read them; `date` is ISO, ""
    where the document has none."""

    matter: Matter
    document: int | None
    source: str
    date: str
    confirmed: bool
    says: Mapping[str, str]


def stored_documents(connection: Connection, names: Mapping[str, str]) -> tuple[list[StoredDocument], list[Known]]:
    """Documents of the store without classification mark, oldest first, and their matters: open suggestions and standing entries."""
    latest = select(func.max(analysis.c.id)).group_by(analysis.c.document_id)
    chosen = (
        select(document.c.id, document.c.title, document.c.name, document.c.document_number, document.c.written_on, analysis.c.record)
        .join(analysis, analysis.c.document_id == document.c.id)
        .where(analysis.c.id.in_(latest), document.c.state.in_(("open", "done")))
        .order_by(document.c.written_on.is_(None), document.c.written_on, document.c.id)
    )
    documents: list[StoredDocument] = []
    known: list[Known] = []
    for row in connection.execute(chosen.execution_options(yield_per=100)).all():
        record = json.loads(row.record)
        found = _document(row, record)
        documents.append(found)
        known += _matters(connection, found, record, names)
    return documents, known


def _document(row: Any, record: Mapping[str, Any]) -> StoredDocument:
    meta = record["metadata"]
    own = record.get("record") or {}
    return StoredDocument(
        row.id, row.title or row.name, row.document_number, row.written_on or "", own.get("validity"), meta.get("valid_until"),
        tuple(repeals_of(record["text"], meta.get("citations") or ())),
    )


def repeals_of(text: str, cited: Iterable[Mapping[str, Any]]) -> Iterator[Repeal]:
    """Citations of a text that it puts out of force."""
    for citation in cited:
        start, end = citation["span"]["start"], citation["span"]["end"]
        after = _ENDS_AFTER.match(text[end : end + 120])
        if after or _ENDS_BEFORE.search(text[max(start - 60, 0) : start]):
            quote = text[start : end + (after.end() if after else 0)]
            yield Repeal(citation.get("title"), citation.get("document_number"), _BLANKS.sub("", quote))


def _matters(connection: Connection, found: StoredDocument, record: Mapping[str, Any], names: Mapping[str, str]) -> list[Known]:
    standing = {
        e.suggestion_id: json.loads(e.fields)
        for e in connection.execute(
            select(entry.c.suggestion_id, entry.c.fields)
            .where(entry.c.document_id == found.id, entry.c.ended_by.is_(None), entry.c.suggestion_id.is_not(None)).order_by(entry.c.id.desc())
        )
    }
    rows = connection.execute(
        select(suggestion.c.id, suggestion.c.entry, suggestion.c.state).where(suggestion.c.document_id == found.id)
        .order_by(suggestion.c.place)
    )
    out = []
    for row in rows:
        if row.state != "open" and row.id not in standing:
            continue
        suggested = json.loads(row.entry)
        fields = standing.get(row.id, suggested)
        says = {f: rule for f, rule in sources_of(record, suggested) if not rule.startswith("default:") and suggested["evidence"].get(f)}
        says |= {f: "person" for f in ("deadline", "unit") if fields.get(f) != suggested.get(f)}
        out.append(Known(matter_of(fields, names, str(row.id)), found.id, found.source, found.written_on, row.id in standing, says))
    return out


def standard_items(book: Rulebook, names: Mapping[str, str]) -> Sequence[Matter]:
    """Items of the national standards as matters, `domain` by name, in the order of their table."""
    return [
        Matter(
            item=row["level2"], parent_item=row["level1"], content=tuple(row.items("elements")), basis=row["basis"] or None,
            deadline=row["deadline"] or None, unit=row["publisher"] or None, domain=names.get(row["domain"], row["domain"]),
        )
        for row in book.table("catalogue-items")
    ]
