"""Large stores on PostgreSQL: the tables that only grow, cut by year, so that old years can be moved, kept apart or vacuumed by themselves.

`analysis` (most of the bytes) and `audit` are only ever added to, and a row says when it was made: they are cut. `document`, `suggestion`,
`decision` and `entry` are not: PostgreSQL would then give up what the store rests on, since a unique index or a foreign key of a cut table
must hold the year too (two standing entries never share a number, a document's bytes are stored once).
For the same reason a cut `analysis` is no longer pointed to by a foreign key; the program is its only writer and never takes one away.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from nlp.store.engine import StoreFault
from nlp.store.store import Store


@dataclass(frozen=True, slots=True)
class _Cut:
    """A table that is cut: by which column, and what must be unique in it besides the year."""

    table: str
    column: str
    key: str
    unique: tuple[str, ...] = ()
    pointed_by: tuple[str, str] | None = None  # table and foreign key that point to it


CUTS = (
    _Cut("analysis", "made_at", "id", ("document_id", "kit"), ("suggestion", "fk_suggestion_analysis_id")),
    _Cut("audit", "at", "seq"),
)


def cut_by_year(store: Store) -> dict[str, list[int]]:
    """Cut what is not cut yet, and give every year that has rows its own part; the years of each table.

    Rows of years without a part lie in a part of their own until this is called again. One transaction, in which nobody else writes.
    Raises StoreFault for SQLite.
    """
    if store.is_sqlite:
        raise StoreFault("store_not_postgresql")
    with store.write() as connection:
        return {cut.table: _cut(connection, cut) for cut in CUTS}


def _cut(connection: Connection, cut: _Cut) -> list[int]:
    whole, rest = cut.table, f"{cut.table}_rest"
    kind = connection.execute(text("SELECT relkind FROM pg_class WHERE oid = CAST(:name AS regclass)"), {"name": whole}).scalar_one()
    if kind in ("r", b"r"):
        _make(connection, cut)
    connection.execute(text(f"ALTER TABLE {whole} DETACH PARTITION {rest}"))
    # a text range: '2026' <= '2026-03-02T…' < '2027'
    found = connection.execute(text(f"SELECT DISTINCT substr({cut.column}, 1, 4) FROM {rest} ORDER BY 1")).scalars()
    for year in map(int, found):
        connection.execute(text(f"CREATE TABLE {whole}_{year} PARTITION OF {whole} FOR VALUES FROM ('{year}') TO ('{year + 1}')"))
    connection.execute(text(f"INSERT INTO {whole} SELECT * FROM {rest}"))
    connection.execute(text(f"TRUNCATE {rest}"))
    connection.execute(text(f"ALTER TABLE {whole} ATTACH PARTITION {rest} DEFAULT"))
    asked = text("SELECT CAST(inhrelid AS regclass)::text FROM pg_inherits WHERE inhparent = CAST(:name AS regclass)")
    parts = connection.execute(asked, {"name": whole})
    return sorted(int(name.rpartition("_")[2]) for name in parts.scalars() if name != rest)


def _make(connection: Connection, cut: _Cut) -> None:
    """The table as it is becomes the part for all years that have none, under a new table that has its name."""
    whole, rest = cut.table, f"{cut.table}_rest"
    if cut.pointed_by is not None:
        connection.execute(text(f"ALTER TABLE {cut.pointed_by[0]} DROP CONSTRAINT {cut.pointed_by[1]}"))
    names = [f"pk_{whole}", *([f"uq_{whole}_{'_'.join(cut.unique)}"] if cut.unique else [])]
    columns = [(cut.key, cut.column), *([(*cut.unique, cut.column)] if cut.unique else [])]
    connection.execute(text(f"ALTER TABLE {whole} RENAME TO {rest}"))
    for name in names:
        connection.execute(text(f"ALTER TABLE {rest} DROP CONSTRAINT {name}"))
    connection.execute(text(f"CREATE TABLE {whole} (LIKE {rest} INCLUDING DEFAULTS) PARTITION BY RANGE ({cut.column})"))
    for name, kind, over in zip(names, ("PRIMARY KEY", "UNIQUE"), columns, strict=False):
        connection.execute(text(f"ALTER TABLE {whole} ADD CONSTRAINT {name} {kind} ({', '.join(over)})"))
    sequence = connection.execute(text("SELECT pg_get_serial_sequence(:name, :key)"), {"name": rest, "key": cut.key}).scalar()
    if sequence is not None:
        connection.execute(text(f"ALTER SEQUENCE {sequence} OWNED BY {whole}.{cut.key}"))
    connection.execute(text(f"ALTER TABLE {whole} ATTACH PARTITION {rest} DEFAULT"))
