"""A store of each kind: SQLite in a folder of the test, PostgreSQL in a cluster of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import pytest

from nlp.store.store import Store, open_store, utc_now

NOW = datetime(2026, 3, 2, 8, 15, tzinfo=UTC)


class Clock:
    """A clock that a test sets."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **length: float) -> None:
        """Let time pass."""
        self.at += timedelta(**length)


@pytest.fixture
def clock() -> Clock:
    """Monday, 2 March 2026."""
    return Clock()


def _postgres_programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """URL of a throw-away cluster without password, reached by a socket in its own folder."""
    programs = _postgres_programs()
    if programs is None:
        assert not os.environ.get("CI"), "PostgreSQL is missing; .ci/run installs it"
        pytest.skip("PostgreSQL is not installed on this machine")
    folder = Path(tempfile.mkdtemp(prefix="gk-pg-"))
    data, as_user = folder / "data", []
    if os.getuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres")
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}

    def run(*words: str) -> None:
        subprocess.run([*as_user, *words], check=True, capture_output=True, cwd=folder, env=environment)

    run(str(programs / "initdb"), "-D", str(data), "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "--no-sync", "-U", "desk")
    run(str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o",
        f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off", "start")
    try:
        yield f"postgresql://desk@/postgres?host={folder}"
    finally:
        run(str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """An empty store of each kind."""
    if request.param == "sqlite":
        opened = new_store(tmp_path / "desk.db", clock)
    else:
        url = request.getfixturevalue("postgres")
        opened = open_store(_fresh_database(url, _empty_database(url)), clock=clock)
    yield opened
    opened.close()


def new_store(place: Path, clock: Callable[[], datetime] = utc_now) -> Store:
    """An empty store of SQLite: a copy of the one that the migrations made first, which takes a tenth of their time."""
    place.write_bytes(_empty_file())
    return open_store(str(place), clock=clock)


@lru_cache(maxsize=1)
def _empty_file() -> bytes:
    with tempfile.TemporaryDirectory(prefix="gk-store-") as folder:
        place = Path(folder) / "desk.db"
        open_store(str(place)).close()
        return place.read_bytes()


@lru_cache(maxsize=1)
def _empty_database(url: str) -> str:
    """Name of a database that holds an empty store."""
    place = _fresh_database(url)
    open_store(place).close()
    return place.removeprefix(url.split("postgres?")[0]).split("?")[0]


def _fresh_database(url: str, like: str = "template1") -> str:
    import uuid

    import psycopg

    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
    return url.replace("/postgres?", f"/{name}?")
