"""The confirmed catalogue: its standing entries, its named versions, its rows for export."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, cast

from sqlalchemy import Connection, func, insert, or_, select

from nlp.draft.columns import CatalogueRow, Layout, row_of
from nlp.rulebook import Rulebook
from nlp.store import audit, search
from nlp.store.decisions import Refused
from nlp.store.tables import catalogue_version, decision, document, entry, standing_count
from nlp.types import Entry, Span

_FIELDS = tuple(f.name for f in fields(Entry))
_LISTS = ("content", "channels", "level")
EDITABLE = (
    "item", "parent_item", "content", "basis", "deadline", "deadline_value", "unit", "supervision", "channels", "audience",
    "mode", "level", "domain",
)


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """An entry as it stands: its numbers, its step, who decided last, its fields, the file it came from."""

    id: int
    key: str
    step: str
    index_number: str | None
    person: str
    at: str
    document_id: int | None
    document: str | None
    suggestion_id: int | None
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """What of the catalogue to show; None: everything. `version`: a named version instead of what stands now."""

    domain: str | None = None
    unit: str | None = None
    step: str | None = None
    text: str | None = None
    version: str | None = None


def entries(connection: Connection, filter: EntryFilter | None = None, limit: int | None = None, offset: int = 0) -> list[CatalogueEntry]:
    """Entries by domain, then age. Raises Refused for a version that does not exist."""
    whole = (
        select(entry, decision.c.person, decision.c.at, document.c.name)
        .join(decision, entry.c.made_by == decision.c.id)
        .outerjoin(document, entry.c.document_id == document.c.id)
        .order_by(entry.c.domain, entry.c.id)
    )
    if limit is None:
        chosen = _filtered(connection, whole, filter or EntryFilter()).offset(offset)
    else:  # numbers are chosen first, from an index alone; only the rows of the page are read whole
        chosen = whole.where(entry.c.id.in_(_numbers(connection, filter or EntryFilter(), limit, offset)))
    return [
        CatalogueEntry(
            r.id, r.key, r.step, r.index_number, r.person, r.at, r.document_id, r.name, r.suggestion_id, json.loads(r.fields)
        )
        for r in connection.execute(chosen)
    ]


def entry_count(connection: Connection, filter: EntryFilter | None = None) -> int:
    """How many entries the filter lets through."""
    filter = filter or EntryFilter()
    if _is_counted(filter):
        return sum(n for _, n in _by_domain(connection, filter))
    return int(connection.execute(_filtered(connection, select(func.count()).select_from(entry), filter)).scalar_one())


def entry_total(connection: Connection, filter: EntryFilter) -> search.Total:
    """The same for a page: of a search for words counted up to a bound."""
    if not (filter.text and filter.text.strip()):
        return search.Total(entry_count(connection, filter))
    return search.total(connection, _filtered(connection, select(entry.c.id), filter))


def _is_counted(filter: EntryFilter) -> bool:
    """Whether `standing_count` tells how many entries a filter lets through."""
    return filter.version is None and not (filter.text and filter.text.strip())


def _by_domain(connection: Connection, filter: EntryFilter) -> list[tuple[str, int]]:
    """How many standing entries every domain has, in the order of the catalogue."""
    chosen = select(standing_count.c.domain, func.sum(standing_count.c.n)).group_by(standing_count.c.domain).order_by(standing_count.c.domain)
    return [(domain, int(n)) for domain, n in connection.execute(chosen.where(*_same(standing_count.c, filter))) if n]


def _numbers(connection: Connection, filter: EntryFilter, limit: int, offset: int) -> Any:
    """Numbers of the entries of a page. Domains before it are skipped by their counts."""
    chosen = _filtered(connection, select(entry.c.id), filter)
    if not _is_counted(filter):
        return chosen.order_by(entry.c.domain, entry.c.id).limit(limit).offset(offset).scalar_subquery()
    found: list[int] = []
    at = 0
    for domain, n in _by_domain(connection, filter):
        skipped, wanted = max(offset - at, 0), limit - len(found)
        if skipped < n and wanted > 0:
            found += connection.execute(chosen.where(entry.c.domain == domain).order_by(entry.c.id).limit(wanted).offset(skipped)).scalars()
        at += n
    return found


def _same(columns: Any, filter: EntryFilter) -> list[Any]:
    """Conditions on domain, unit and step."""
    found = [columns.domain == filter.domain] if filter.domain else []
    found += [columns.unit.contains(filter.unit, autoescape=True)] if filter.unit else []
    return found + ([columns.step == filter.step] if filter.step else [])


def _filtered(connection: Connection, chosen: Any, filter: EntryFilter) -> Any:
    if filter.version is None:
        chosen = chosen.where(entry.c.ended_by.is_(None))
    else:
        last = connection.execute(
            select(catalogue_version.c.last_decision).where(catalogue_version.c.name == filter.version)
        ).scalar()
        if last is None:
            raise Refused("no_version", name=filter.version)
        chosen = chosen.where(entry.c.made_by <= last, or_(entry.c.ended_by.is_(None), entry.c.ended_by > last))
    chosen = chosen.where(*_same(entry.c, filter))
    if filter.text and filter.text.strip():
        chosen = chosen.where(*search.holding(connection, "entry", filter.text, entry.c.id))
    return chosen


def name_version(connection: Connection, name: str, note: str | None, person: str, at: str) -> int:
    """Give what stands now a name, so that it can be exported and compared later. Returns its number of issued entries."""
    if connection.execute(select(catalogue_version.c.id).where(catalogue_version.c.name == name)).first() is not None:
        raise Refused("version_exists", name=name)
    last = connection.execute(select(func.max(decision.c.id))).scalar() or 0
    connection.execute(insert(catalogue_version).values(at=at, person=person, name=name, note=note, last_decision=last))
    audit.record(connection, at, person, "version", f"version:{name}", {"last_decision": last})
    return entry_count(connection, EntryFilter(version=name, step="issued"))


def entry_of(stored: Mapping[str, Any]) -> Entry:
    """The entry of its stored fields; what a hand-made one lacks has the value of nothing said."""
    given: dict[str, Any] = {
        "section": "", "parent_item": None, "content": (), "basis": None, "deadline": None, "deadline_value": None, "unit": None,
        "supervision": None, "channels": (), "audience": "全社会", "mode": "主动公开", "level": (), "score": 1.0,
        "needs_review": False, "evidence": {}, "defaults": {},
    } | {k: v for k, v in stored.items() if k in _FIELDS}
    for name in _LISTS:
        given[name] = tuple(given[name])
    given["evidence"] = {k: tuple(Span(s["start"], s["end"], s["quote"]) for s in spans) for k, spans in given["evidence"].items()}
    return Entry(**cast(Any, given))


def rows(found: Sequence[CatalogueEntry], names: Mapping[str, str], layout: Layout | None = None) -> list[CatalogueRow]:
    """Rows of the national layout, by domain in the order of the domain table."""
    layout = layout or Layout.load(Rulebook())
    order = {code: i for i, code in enumerate(names)}
    sorted_entries = sorted(found, key=lambda e: (order.get(e.fields["domain"], len(order)), e.id))
    return [
        row_of(n, e.document or "人工录入", entry_of(e.fields), names, layout)
        for n, e in enumerate((e for e in sorted_entries if e.fields["mode"] != "不予公开"), 1)
    ]
