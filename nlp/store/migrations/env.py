"""Runs the migrations over the connection that `engine.migrate` hands in; there is no other way in."""

from __future__ import annotations

from alembic import context

from nlp.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,  # the caller holds the transaction
)
context.run_migrations()
