"""How long originals are kept: those of closed documents go when the office's days are over. Text, analysis and decisions stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, exists, func, select, update

from nlp.store import audit
from nlp.store.settings import setting_of
from nlp.store.store import Store, stamp
from nlp.store.tables import decision, document, entry

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Outdated:
    """A document whose original goes. `why`: closed (something of it stands in the catalogue) or rejected; `last`: the last decision."""

    id: int
    name: str
    sha256: str
    size: int
    why: str
    last: str


def outdated(connection: Connection, now: datetime) -> list[Outdated]:
    """What would go now, oldest decision first; nothing while the office has set no days."""
    last = select(func.max(decision.c.at)).where(decision.c.document_id == document.c.id).scalar_subquery()
    stands = exists().where(entry.c.document_id == document.c.id, entry.c.ended_by.is_(None))
    found: list[Outdated] = []
    for why, key, condition in (("closed", "keep_closed_days", stands), ("rejected", "keep_rejected_days", ~stands)):
        days = setting_of(connection, key)
        if not days:
            continue
        rows = connection.execute(
            select(document.c.id, document.c.title, document.c.name, document.c.sha256, document.c.size, last.label("last"))
            .where(document.c.state == "done", document.c.kept, condition, last < stamp(now - timedelta(days=days)))
        )
        found += [Outdated(r.id, r.title or r.name, r.sha256, r.size, why, r.last) for r in rows]
    return sorted(found, key=lambda o: (o.last, o.id))


def apply(store: Store, person: str, forget: Callable[[str], None] = lambda sha256: None) -> list[Outdated]:
    """Remove what is outdated, with a record in the audit log for each; returns it. `forget` removes pictures of a file.

    First the store no longer counts on an original, then its bytes go: a process that is killed between leaves bytes that nothing names,
    and the next call removes them.
    """
    done: list[Outdated] = []
    while True:
        with store.write() as connection:
            chosen = outdated(connection, store.clock())[:_BATCH]
            for one in chosen:
                connection.execute(update(document).where(document.c.id == one.id).values(kept=False, removed_at=store.now()))
                audit.record(connection, store.now(), person, "original_removed", f"document:{one.id}", {"sha256": one.sha256, "why": one.why})
        done += chosen
        if len(chosen) < _BATCH:
            break
    with store.write() as connection:
        for sha256 in connection.execute(select(document.c.sha256).where(document.c.removed_at.is_not(None), ~document.c.kept)).scalars().all():
            store.blobs.drop(connection, sha256)
            forget(sha256)
    return done
