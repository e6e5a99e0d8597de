"""Engines: a file of SQLite in WAL mode, or a PostgreSQL database by URL; the schema is brought up to date on opening."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_MS = 20_000
WRITES = "gongkai_writes"  # execution option: begin as a writer


class StoreFault(Exception):
    """The store cannot be used. `code` names the message; `facts` fill it in."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


def url_of(place: str) -> str:
    """A database URL: as given, or SQLite for a path of a file."""
    return place if "://" in place else f"sqlite:///{place}"


def open_engine(place: str) -> Engine:
    """An engine for a URL or a file; folders of a file are made. Raises StoreFault `store_url` or `store_open`."""
    try:
        url = make_url(url_of(place))
    except ArgumentError as error:
        raise StoreFault("store_url", url=place) from error
    if url.get_backend_name() == "sqlite":
        if url.database and url.database != ":memory:":
            try:
                Path(url.database).parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise StoreFault("store_open", url=place, reason=error.strerror or error) from error
        engine = create_engine(url)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if url.get_backend_name() != "postgresql":
        raise StoreFault("store_url", url=url.render_as_string(hide_password=True))
    try:
        return create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    except ImportError as error:
        raise StoreFault("store_driver") from error


def _prepare_sqlite(connection: sqlite3.Connection, record: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, so that a writer takes its lock at once
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def migrate(engine: Engine) -> None:
    """Bring the schema to the latest version; nothing happens when it is."""
    from alembic import command

    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        command.upgrade(_alembic(connection), "head")


def is_current(engine: Engine) -> bool:
    """Whether the schema is the one of this version."""
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        return found == ScriptDirectory.from_config(_alembic(connection)).get_current_head()


def _alembic(connection: Connection) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
