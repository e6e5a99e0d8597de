"""The audit log: every record holds the hash of the one before, so that a changed, missing or inserted record is found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from nlp.store.tables import audit, audit_head

FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class Verdict:
    """Result of a check. `broken` is the number of the first record at fault, None when all hold; `cause` says what is wrong."""

    records: int
    head: str
    broken: int | None = None
    cause: str | None = None  # changed, missing, unknown_end


def digest(previous: str, seq: int, at: str, person: str, action: str, subject: str, facts: str) -> str:
    """SHA-256 over the record and the hash of the one before it.

    >>> digest(FIRST, 1, "2026-03-02T08:15:00Z", "王敏", "confirm", "entry:7", "{}")[:12]
    'fe72504a3f84'
    """
    return hashlib.sha256(json.dumps([previous, seq, at, person, action, subject, facts], ensure_ascii=False).encode()).hexdigest()


def lock(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last record; other writers wait from here to the end of the transaction."""
    row = connection.execute(select(audit_head.c.seq, audit_head.c.hash).where(audit_head.c.id == 1).with_for_update()).one()
    return row.seq, row.hash


def record(connection: Connection, at: str, person: str, action: str, subject: str, facts: Mapping[str, object]) -> None:
    """Add a record. `facts` hold no content of documents, only what happened to what."""
    seq, previous = lock(connection)
    seq += 1
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    found = digest(previous, seq, at, person, action, subject, text)
    row = {"seq": seq, "at": at, "person": person, "action": action, "subject": subject, "facts": text}
    connection.execute(insert(audit).values(**row, previous=previous, hash=found))
    connection.execute(update(audit_head).where(audit_head.c.id == 1).values(seq=seq, hash=found))


def verify(connection: Connection) -> Verdict:
    """Read the whole log and recompute every hash."""
    head = connection.execute(select(audit_head.c.seq, audit_head.c.hash).where(audit_head.c.id == 1)).one_or_none()
    expected, previous = 1, FIRST
    for row in connection.execute(select(audit).order_by(audit.c.seq).execution_options(yield_per=1000)):
        if row.seq != expected:
            return Verdict(expected - 1, previous, expected, "missing")
        made = digest(previous, row.seq, row.at, row.person, row.action, row.subject, row.facts)
        if row.previous != previous or row.hash != made:
            return Verdict(expected - 1, previous, row.seq, "changed")
        expected, previous = expected + 1, row.hash
    if head is None or head.seq > expected - 1:
        return Verdict(expected - 1, previous, expected, "missing")
    if (head.seq, head.hash) != (expected - 1, previous):
        return Verdict(expected - 1, previous, head.seq, "unknown_end")
    return Verdict(expected - 1, previous)
