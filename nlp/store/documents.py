"""Documents, their analyses and suggestions in the store."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, func, insert, select, update

from nlp.store import search
from nlp.store.cycles import cycle_again, cycled
from nlp.store.duty_counts import count_document
from nlp.store.spoken import sources_of
from nlp.store.tables import analysis, decision, document, duty, suggestion

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides a document's place in the queue."""

    alarm: int
    due: str | None
    doubt: float


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document as it arrives: its file, and the record of its analysis (or of its failure)."""

    sha256: str
    path: str
    name: str
    size: int
    origin: str
    kept: bool
    case_key: str | None
    record: Record


def find_document(connection: Connection, sha256: str) -> int | None:
    """Number of a document with these bytes, or None."""
    return connection.execute(select(document.c.id).where(document.c.sha256 == sha256)).scalar()


def put_document(connection: Connection, new: Incoming, kit: str, standing: Standing, at: str) -> tuple[int, bool]:
    """Store a document and its analysis; returns its number and whether anything was new.

    The same bytes are one document. A later kit gives it a further analysis: suggestions nobody decided are replaced, decided ones
    stay as they are and are not suggested again.
    """
    known = find_document(connection, new.sha256)
    if known is not None and _has_analysis(connection, known, kit):
        return known, False
    head = {**_head(new.record), **_place(standing)}
    if known is None:
        made = connection.execute(
            insert(document).values(
                sha256=new.sha256, path=new.path, name=new.name, case_key=new.case_key, size=new.size, kept=new.kept,
                origin=new.origin, received_at=at, pending=0, version=1, **head,
            )
        ).inserted_primary_key
        assert made is not None
        number = int(made[0])
    else:
        number = known
        connection.execute(update(document).where(document.c.id == number).values(version=document.c.version + 1, **head))
    if "error" not in new.record:
        _put_analysis(connection, number, new.record, kit, at)
    return number, True


def _has_analysis(connection: Connection, number: int, kit: str) -> bool:
    row = connection.execute(
        select(document.c.state, analysis.c.id).select_from(
            document.outerjoin(analysis, and_(analysis.c.document_id == document.c.id, analysis.c.kit == kit))
        ).where(document.c.id == number)
    ).one()
    return row.id is not None or row.state == "secret"


def _head(record: Record) -> dict[str, Any]:
    if "error" in record:
        return {"media_type": record["source"].get("media_type"), "state": "failed", "error": record["error"]["message"]}
    meta, attribute, domains = record["metadata"], record["attribute"], record["domains"]
    secret = meta["classification"] is not None
    shown: dict[str, Any] = {
        "media_type": record["source"]["media_type"],
        "classification": meta["classification"],
        "attribute": attribute["value"],
        "ground": attribute["ground"],
        "error": None,
        "state": "secret" if secret else "open",
    }
    if not secret:
        shown |= {
            "title": meta["title"],
            "issuer": "、".join(meta["issuer"]) or None,
            "document_number": meta["document_number"],
            "written_on": meta["written_on"],
            "domain": domains[0]["code"] if domains else None,
        }
    return shown


def _place(standing: Standing) -> dict[str, Any]:
    return {"alarm": standing.alarm, "due": standing.due, "doubt": standing.doubt}


def _put_analysis(connection: Connection, number: int, record: Record, kit: str, at: str) -> None:
    secret = record["metadata"]["classification"] is not None
    kept = _reason_only(record) if secret else record
    made = connection.execute(
        insert(analysis).values(document_id=number, kit=kit, made_at=at, record=json.dumps(kept, ensure_ascii=False))
    ).inserted_primary_key
    assert made is not None
    if secret:
        return
    _put_suggestions(connection, number, int(made[0]), record)
    _put_duties(connection, number, record)
    _index(connection, number, record)


def _reason_only(record: Record) -> Record:
    """Of a document with a mark: which bytes, and why nothing else is kept. No path, no quotation: both may tell its content."""
    return {
        "schema": record["schema"],
        "source": {k: record["source"][k] for k in ("sha256", "media_type")},
        "attribute": {k: record["attribute"][k] for k in ("value", "ground")},
    }


def key_of(entry: Record) -> str:
    """The same matter at the same place gives the same key in every analysis."""
    places = [[s["start"], s["end"]] for s in entry["evidence"].get("item", [])]
    said = json.dumps([entry["section"], entry["item"], places], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def _put_suggestions(connection: Connection, number: int, made_by: int, record: Record) -> None:
    known = {row.key: row for row in connection.execute(
        select(suggestion.c.id, suggestion.c.key, suggestion.c.state, suggestion.c.version).where(suggestion.c.document_id == number))}
    stays = _suggested(made_by, record)
    fresh: list[dict[str, Any]] = []
    for key, row in stays.items():
        old = known.get(key)
        if old is None:
            fresh.append({"document_id": number, "key": key, "version": 1, **row})
        elif old.state in ("open", "replaced"):
            connection.execute(update(suggestion).where(suggestion.c.id == old.id).values(version=old.version + 1, **row))
    if fresh:
        connection.execute(insert(suggestion), fresh)
    for key, old in known.items():
        if key not in stays and old.state == "open":
            connection.execute(update(suggestion).where(suggestion.c.id == old.id).values(state="replaced", version=old.version + 1))
    count_pending(connection, number)


def _suggested(made_by: int, record: Record) -> dict[str, dict[str, Any]]:
    """Suggestions of an analysis by their key; of two rows of one sentence that read the same the second adds nothing."""
    found: dict[str, dict[str, Any]] = {}
    for place, entry in enumerate(record["entries"]):
        row = {"analysis_id": made_by, "place": place, "state": "open", **_columns(entry), "sources": _sources(record, entry)}
        found.setdefault(key_of(entry), row)
    return found


def rows_of(number: int, new: Incoming, kit: str, standing: Standing, at: str) -> dict[Table, list[dict[str, Any]]]:
    """Rows of a document that the store does not have, by table: what `put_document` writes, for many documents at once.

    `number` becomes that of the document and of its analysis.
    """
    record = new.record
    secret = "error" not in record and record["metadata"]["classification"] is not None
    suggested = {} if secret or "error" in record else _suggested(number, record)
    head = {
        "id": number, "sha256": new.sha256, "path": new.path, "name": new.name, "case_key": new.case_key, "size": new.size, "kept": new.kept,
        "origin": new.origin, "received_at": at, "pending": len(suggested), "version": 1, **_head(record), **_place(standing),
    }
    rows: dict[Table, list[dict[str, Any]]] = {document: [head]}
    if "error" not in record:
        kept = json.dumps(_reason_only(record) if secret else record, ensure_ascii=False)
        rows[analysis] = [{"id": number, "document_id": number, "kit": kit, "made_at": at, "record": kept}]
        rows[suggestion] = [{"document_id": number, "key": key, "version": 1, **row} for key, row in suggested.items()]
        rows[duty] = [] if secret else _duties(number, record)
    return rows


def searched_text(record: Record) -> str | None:
    """What the full-text index holds of a document; None for nothing."""
    if "error" in record or record["metadata"]["classification"] is not None:
        return None
    head = " ".join(filter(None, (record["metadata"]["title"], record["metadata"]["document_number"])))
    return f"{head}\n{record['text']}"


def _columns(entry: Record) -> dict[str, Any]:
    return {
        "entry": json.dumps(entry, ensure_ascii=False),
        "item": entry["item"],
        "unit": entry["unit"],
        "domain": entry["domain"],
        "mode": entry["mode"],
        "due": entry.get("due"),
        "score": entry["score"],
        "needs_review": entry["needs_review"],
    }


def _sources(record: Record, entry: Record) -> str:
    return json.dumps(sources_of(record, entry), ensure_ascii=False)


def _put_duties(connection: Connection, number: int, record: Record) -> None:
    count_document(connection, number, -1)
    connection.execute(delete(duty).where(duty.c.document_id == number, duty.c.done_at.is_(None)))
    cycle_again(connection, number)  # those done stay, and may count from another day now
    rows = _duties(number, record)
    if rows:
        connection.execute(insert(duty), rows)
    count_document(connection, number, 1)


def _duties(number: int, record: Record) -> list[dict[str, Any]]:
    found = (
        {
            "document_id": number, "section": d["section"], "quote": d["quote"], "kind": d["kind"], "value": d["value"],
            "task": d["task"]["quote"] if d.get("task") else None, "unit": "、".join(d.get("units") or ()) or None,
            "due": d["due"], "rrule": d["rrule"],
        }
        for d in record["deadlines"]
        if d["due"] or d["rrule"]
    )
    return [cycled(row, record["metadata"]["written_on"]) for row in found]


def count_pending(connection: Connection, number: int) -> None:
    """Count anew what waits for a decision; a document without any is done."""
    waiting = connection.execute(
        select(func.count()).select_from(suggestion).where(suggestion.c.document_id == number, suggestion.c.state == "open")
    ).scalar_one()
    connection.execute(update(document).where(document.c.id == number).values(pending=waiting))
    states = {True: "open", False: "done"}
    decided = waiting == 0 and _looked_at(connection, number)
    connection.execute(
        update(document).where(document.c.id == number, document.c.state.in_(("open", "done"))).values(state=states[not decided])
    )


def _looked_at(connection: Connection, number: int) -> bool:
    """Whether a person decided something of the document; one without suggestions stays open until somebody has seen it."""
    return connection.execute(select(decision.c.id).where(decision.c.document_id == number).limit(1)).first() is not None


def latest_analysis(connection: Connection, number: int) -> tuple[str, dict[str, Any]] | None:
    """Kit and record of the latest analysis, or None."""
    row = connection.execute(
        select(analysis.c.kit, analysis.c.record).where(analysis.c.document_id == number).order_by(analysis.c.id.desc()).limit(1)
    ).one_or_none()
    return None if row is None else (row.kit, json.loads(row.record))


def index_document(connection: Connection, number: int) -> None:
    """Put a document's latest analysis into the full-text index; one without text is left out."""
    found = latest_analysis(connection, number)
    if found is not None and "text" in found[1]:
        _index(connection, number, found[1])


def _index(connection: Connection, number: int, record: Record) -> None:
    searched = searched_text(record)
    if searched is not None:
        search.put(connection, "document", number, searched)
