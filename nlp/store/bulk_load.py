"""Many documents at once into the store: what `put_document` writes one by one, by COPY on PostgreSQL and in groups on SQLite.

A store that is empty loses its index of words for the length of the load and gets it back at the end, in one transaction: a load that is
killed leaves the store as it was. Into a store with documents every group is a transaction; a second load goes on where the first ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, islice
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from nlp.store import audit
from nlp.store.documents import Incoming, Standing, put_document, rows_of, searched_text
from nlp.store.duty_counts import count_rows
from nlp.store.search import pieces_of
from nlp.store.store import Store
from nlp.store.tables import analysis, document, duty, search_part, suggestion

GROUP = 500  # documents
_WORDS = "ix_search_part_words"
_ORDER = (document, analysis, suggestion, duty)  # what others point to first
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did so far. `known`: documents that were there with the same kit."""

    documents: int
    known: int


def load(store: Store, arrivals: Iterable[tuple[Incoming, Standing]], kit: str, person: str) -> Iterator[Loaded]:
    """Put documents into the store; tells after every group what was done so far. Originals are not kept."""
    done = known = 0
    arrived = iter(arrivals)
    groups = iter(lambda: tuple(islice(arrived, GROUP)), ())
    with store.read() as connection:
        empty = connection.execute(select(document.c.id).limit(1)).first() is None
    if empty and not store.is_sqlite:
        with store.write() as connection, _without_words(connection):
            for group in groups:
                new = _put(connection, group, kit, person, store.now())
                done, known = done + new, known + len(group) - new
                yield Loaded(done, known)
        return
    for group in groups:
        with store.write() as connection:
            new = _put(connection, group, kit, person, store.now())
        done, known = done + new, known + len(group) - new
        yield Loaded(done, known)


def _put(connection: Connection, group: Sequence[tuple[Incoming, Standing]], kit: str, person: str, at: str) -> int:
    """One group; how many of it were new."""
    stands = set(connection.execute(select(document.c.sha256).where(document.c.sha256.in_([new.sha256 for new, _ in group]))).scalars())
    first = _next_number(connection, document, analysis)
    numbers = count(first)
    rows: dict[Table, list[Row]] = {table: [] for table in _ORDER}
    words: list[tuple[int, str]] = []
    again, seen = 0, set[str]()
    for new, standing in group:
        if new.sha256 in seen:
            continue
        seen.add(new.sha256)
        if new.sha256 in stands:
            again += put_document(connection, new, kit, standing, at)[1]
            continue
        number = next(numbers)
        for table, made in rows_of(number, new, kit, standing, at).items():
            rows[table] += made
        if (searched := searched_text(new.record)) is not None:
            words.append((number, searched))
    for table in _ORDER:
        copy_rows(connection, table, rows[table])
    count_rows(connection, rows[duty])
    copy_words(connection, "document", words)
    fresh = len(rows[document])
    if fresh:
        audit.record(connection, at, person, "load", f"document:{first}-{first + fresh - 1}", {"documents": fresh, "kit": kit})
    return fresh + again


def _next_number(connection: Connection, *tables: Table) -> int:
    """The first number above all that are given; nobody else writes meanwhile."""
    return 1 + max(int(connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()) for table in tables)


def copy_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Write rows of a table in one go; what a row lacks has the default of its column. All rows have a number, or none has."""
    if not rows:
        return
    columns = [column for column in table.columns if column.name != "id" or "id" in rows[0]]
    defaults = [column.default.arg if isinstance(column.default, ScalarElementColumnDefault) else None for column in columns]
    whole = [tuple(row.get(c.name, default) for c, default in zip(columns, defaults, strict=True)) for row in rows]
    if connection.dialect.name == "sqlite":
        names = [column.name for column in columns]
        connection.execute(insert(table), [dict(zip(names, values, strict=True)) for values in whole])
        return
    _copy(connection, table.name, [column.name for column in columns], whole)
    if "id" in rows[0]:
        last = max(row["id"] for row in rows)
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence(:name, 'id'), GREATEST(:last, nextval(pg_get_serial_sequence(:name, 'id'))))"),
            {"name": table.name, "last": last},
        )


def copy_words(connection: Connection, kind: str, contents: Sequence[tuple[int, str]]) -> None:
    """Index texts of things that are not in the index yet."""
    found = [(ref, words) for ref, content in contents for words in pieces_of(content)]
    if not found:
        return
    if connection.dialect.name == "sqlite":
        numbered = list(enumerate(found, _next_number(connection, search_part)))
        connection.execute(insert(search_part), [{"id": n, "kind": kind, "ref": ref} for n, (ref, _) in numbered])
        into = text("INSERT INTO search_words (rowid, words) VALUES (:id, :words)")
        connection.execute(into, [{"id": n, "words": words} for n, (_, words) in numbered])
        return
    connection.execute(text("CREATE TEMPORARY TABLE IF NOT EXISTS words_to_load (ref integer, words text) ON COMMIT DELETE ROWS"))
    _copy(connection, "words_to_load", ["ref", "words"], found)
    connection.execute(
        text("INSERT INTO search_part (kind, ref, words) SELECT :kind, ref, to_tsvector('simple', words) FROM words_to_load"), {"kind": kind}
    )
    connection.execute(text("TRUNCATE words_to_load"))


def _copy(connection: Connection, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    raw: Any = connection.connection.driver_connection
    with raw.cursor() as cursor, cursor.copy(f"COPY {name} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


@contextmanager
def _without_words(connection: Connection) -> Iterator[None]:
    """Inside, the index of words is not kept; it is made anew at the end, several times faster than word by word."""
    connection.execute(text(f"DROP INDEX {_WORDS}"))
    yield
    connection.execute(text(f"CREATE INDEX {_WORDS} ON search_part USING gin (words)"))
