"""Which documents a role is shown at all."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from nlp.review.desk.permissions import sees_secret
from nlp.review.queue import Filter
from nlp.store.settings import setting_of


def hides_secret(connection: Connection, role: str, chosen: Filter) -> Filter:
    """The filter, without documents that carry a classification mark unless the role may see their records."""
    return replace(chosen, secret=sees_secret(role, setting_of(connection, "secret_role")))
