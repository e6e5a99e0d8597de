"""What arrives goes into the store: original, analysis, suggestions, its place in the queue."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from nlp.review.queue import standing_of
from nlp.store import audit
from nlp.store.documents import Incoming, find_document, put_document
from nlp.store.settings import setting_of
from nlp.store.store import Store

REASON_NOT_KEPT = "classification"


@dataclass(frozen=True, slots=True)
class Received:
    """What came of it: the document's number, and whether it is new here."""

    document: int
    new: bool
    secret: bool


def receive(store: Store, record: Mapping[str, Any], data: bytes | None, kit: str, origin: str, person: str, today: date) -> Received:
    """Put one analysed document (or a failure) into the store.

    `record` is the JSON record of the contract as a dict, `data` the original bytes (None: they are not kept). The same bytes are
    stored once; the same bytes with the same kit change nothing. Of a document with a classification mark only hash and reason are
    kept, unless the office's setting `keep_secret` says otherwise.
    """
    secret = "error" not in record and record["metadata"]["classification"] is not None
    at = store.now()
    with store.write() as connection:
        keep = data is not None and (not secret or setting_of(connection, "keep_secret"))
        incoming = incoming_of(record, 0 if data is None else len(data), origin, keep)
        known = find_document(connection, incoming.sha256) is not None
        if keep and data is not None and not known:
            store.blobs.put(connection, incoming.sha256, data)
        number, new = put_document(connection, incoming, kit, standing_of(record, today), at)
        if new:
            facts = {"sha256": incoming.sha256, "kit": kit, "origin": origin, "not_kept": REASON_NOT_KEPT if secret and not keep else None}
            audit.record(connection, at, person, "receive", f"document:{number}", facts)
    return Received(number, new, secret)


def incoming_of(record: Mapping[str, Any], size: int, origin: str, kept: bool) -> Incoming:
    """A document as the store takes it in, of the record of its analysis or of its failure."""
    source = record["source"]
    secret = "error" not in record and record["metadata"]["classification"] is not None
    sha256 = source["sha256"] or hashlib.sha256(f"{source['path']}\0{record['error']['code']}".encode()).hexdigest()
    incoming = Incoming(
        sha256=sha256, path=source["path"], name=PurePath(source["path"]).name if not secret else sha256[:12], size=size, origin=origin, kept=kept,
        case_key=source.get("case"), record=record,
    )
    return _without_content(incoming) if secret else incoming


def _without_content(incoming: Incoming) -> Incoming:
    """A document with a mark: not even its path (which may be its title) is written down."""
    from dataclasses import replace

    return replace(incoming, path=incoming.name, case_key=None)
