"""Confirming together what is above the office's threshold, with a sample that people look at again."""

from __future__ import annotations

import hashlib
import json

from sqlalchemy import select

from nlp.review.validation import hard_faults
from nlp.store.decisions import Order, confirm
from nlp.store.settings import setting_of
from nlp.store.store import Store
from nlp.store.tables import document, suggestion

SAMPLE, BULK = "sample", "bulk"
_BATCH = 200


def confirm_above(store: Store, person: str) -> tuple[int, int]:
    """Confirm open rows over the threshold that nothing asks to be checked; returns how many, and how many are in the sample.

    Rows of documents with an alarm (withheld, personal data, unsure) are left out, whatever their score. Which rows are sampled
    follows from their keys, so that nobody can choose.
    """
    done = sampled = last = 0
    while True:
        with store.write() as connection:
            threshold, share = setting_of(connection, "bulk_threshold"), setting_of(connection, "bulk_sample")
            rows = connection.execute(
                select(suggestion.c.id, suggestion.c.version, suggestion.c.key, suggestion.c.entry)
                .join(document, suggestion.c.document_id == document.c.id)
                .where(
                    suggestion.c.id > last, suggestion.c.state == "open", suggestion.c.score >= threshold,
                    suggestion.c.needs_review.is_(False), document.c.alarm == 0, document.c.state == "open",
                )
                .order_by(suggestion.c.id)
                .limit(_BATCH)
            ).all()
            if not rows:
                return done, sampled
            for row in rows:
                last = row.id
                if hard_faults(json.loads(row.entry)):
                    continue
                chosen = int(row.key[:8], 16) < share * 0x100000000
                request = hashlib.sha256(f"bulk/{row.id}/{row.version}".encode()).hexdigest()
                confirm(connection, Order(request, person, store.now()), row.id, row.version, {}, SAMPLE if chosen else BULK)
                done, sampled = done + 1, sampled + chosen
