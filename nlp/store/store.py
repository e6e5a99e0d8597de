"""A store: its engine, its originals, its clock. Reading and writing go through `read()` and `write()` only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select
from sqlalchemy.exc import DatabaseError, OperationalError

from nlp.store import audit
from nlp.store.blobs import Blobs
from nlp.store.engine import WRITES, StoreFault, is_current, migrate, open_engine
from nlp.store.tables import document

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time of the machine, in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """ISO 8601 in UTC to the second.

    >>> stamp(datetime(2026, 3, 2, 8, 15, tzinfo=UTC))
    '2026-03-02T08:15:00Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Store:
    """An open store. `now` is the clock of everything written here; stages of the analysis know no clock."""

    engine: Engine
    blobs: Blobs
    clock: Clock

    @property
    def is_sqlite(self) -> bool:
        """Whether the store is a file of SQLite."""
        return self.engine.dialect.name == "sqlite"

    def now(self) -> str:
        """Time stamp for what is written."""
        return stamp(self.clock())

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the store."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction of the one writer: all of it is kept, or nothing."""
        with self.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            audit.lock(connection)
            yield connection

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


def open_store(place: str, originals: Path | None = None, clock: Clock = utc_now) -> Store:
    """Open the store at a URL or a path, making or updating its schema.

    `originals`: folder for the originals; by default the folder `NAME.files` beside a file of SQLite, and the database itself
    for PostgreSQL. Raises StoreFault with a code of `cli.messages`.
    """
    engine = open_engine(place)
    try:
        if not is_current(engine):
            migrate(engine)
        with engine.connect() as connection:
            if not inspect(connection).has_table("audit_head"):
                raise StoreFault("store_foreign", url=place)
            connection.execute(select(document.c.id).limit(1)).all()
    except StoreFault:
        engine.dispose()
        raise
    except (OperationalError, DatabaseError) as error:
        engine.dispose()
        raise StoreFault("store_open", url=place, reason=str(error.orig).strip()) from error
    folder = originals
    if folder is None and engine.dialect.name == "sqlite" and engine.url.database:
        file = Path(engine.url.database)
        folder = file.with_name(file.stem + ".files")
    return Store(engine, Blobs(folder), clock)
