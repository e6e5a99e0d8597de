"""A million entries on PostgreSQL: how fast they are loaded by COPY, how large they are, how fast the desk's pages answer.

    python -m tests.benchmarks.store_load [--documents 100000] [--entries 10] [--db URL] [--write]

Without --db a throw-away cluster with the settings that PostgreSQL comes with. Documents of ten years; what only grows is cut by year.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text

from nlp.review.queue import standing_of
from nlp.review.triage import incoming_of, receive
from nlp.store.bulk_load import copy_rows, copy_words, load
from nlp.store.counts import count_all
from nlp.store.cycles import cycle_again
from nlp.store.duty_counts import count_duties_again
from nlp.store.standing import count_standing_again
from nlp.store.store import Store, open_store
from nlp.store.tables import analysis, decision, document, duty, entry, suggestion
from nlp.store.years import cut_by_year
from tests.benchmarks import desk_load
from tests.benchmarks.report import table, told

_GROUP = 2_000
_YEARS = range(2017, 2027)
_LINES = 12  # of a document
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def rows(numbers: range, per: int, chance: random.Random) -> tuple[dict[Any, list[dict[str, Any]]], list[tuple[int, str]], list[tuple[int, str]]]:
    """Rows of made documents by table, and what is searched of documents and of entries."""
    texts = {n: "\n".join(desk_load._text(n, chance).split("\n")[:_LINES]) for n in numbers}
    made = [desk_load._suggestion(n, i, per, chance) for n in numbers for i in range(per)]
    when = {n: f"{_YEARS[n % len(_YEARS)]}-03-02T08:00:00Z" for n in numbers}
    out: dict[Any, list[dict[str, Any]]] = {
        document: [desk_load._document(n, when[n], chance) for n in numbers],
        analysis: [{"id": n, "document_id": n, "kit": "k", "made_at": when[n], "record": desk_load._record(n, texts[n])} for n in numbers],
        suggestion: made,
        decision: [{"id": r["id"], "request": str(r["id"]), "at": when[r["document_id"]], "person": "王敏", "kind": "confirm", "document_id": r["document_id"],
                    "suggestion_id": r["id"], "after": r["entry"], "changed": "[]", "kit": "k"} for r in made],
        entry: [{"id": r["id"], "key": f"{r['id']:036d}", "document_id": r["document_id"], "suggestion_id": r["id"], "made_by": r["id"], "step": "issued",
                 "fields": r["entry"], "item": r["item"], "unit": r["unit"], "domain": r["domain"], "mode": "主动公开"} for r in made],
        duty: [desk_load._duty(n, chance) for n in numbers for _ in range(desk_load.DUTIES)],
    }
    return out, list(texts.items()), [(r["id"], f"{r['item']} {r['unit']}") for r in made]


def fill(store: Store, documents: int, per: int) -> list[tuple[str, float]]:
    """Load everything in one transaction, the index of words last; what took how many seconds."""
    chance, took = random.Random(7), {"making rows": 0.0, "COPY of rows": 0.0, "COPY and cutting of words": 0.0}
    with store.write() as connection:
        connection.execute(text("DROP INDEX ix_search_part_words"))
        for start in range(1, documents + 1, _GROUP):
            began = time.monotonic()
            found, texts, items = rows(range(start, min(start + _GROUP, documents + 1)), per, chance)
            made = time.monotonic()
            for name, some in found.items():
                copy_rows(connection, name, some)
            copied = time.monotonic()
            copy_words(connection, "document", texts)
            copy_words(connection, "entry", items)
            for what, seconds in zip(took, (made - began, copied - made, time.monotonic() - copied), strict=True):
                took[what] += seconds
            if start // _GROUP % 10 == 0:
                print(start, {k: round(v) for k, v in took.items()}, flush=True)
        began = time.monotonic()
        connection.execute(text("CREATE INDEX ix_search_part_words ON search_part USING gin (words)"))
        took["index of words"] = time.monotonic() - began
        began = time.monotonic()
        count_all(connection)
        count_standing_again(connection)
        cycle_again(connection)
        count_duties_again(connection)
        took["counts of decisions, entries, cycles of duties"] = time.monotonic() - began
    began = time.monotonic()
    cut_by_year(store)
    took["cutting by year"] = time.monotonic() - began
    began = time.monotonic()
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    took["VACUUM ANALYZE"] = time.monotonic() - began
    return list(took.items())


def beside(store: Store, other: Store, count: int) -> list[tuple[str, str]]:
    """The same made records one by one and by COPY, into empty stores: documents a second."""
    from tests.store.records import deadline, record
    from tests.store.records import entry as made_entry

    chance = random.Random(8)
    records = [record(desk_load._text(n, chance), [made_entry(f"第{n}号之{i}") for i in range(10)], deadlines=[deadline("月底前", "2026-03-31")])
               for n in range(count)]
    began = time.monotonic()
    for one in records:
        receive(store, one, None, "k", "command", "王敏", NOW.date())
    single = time.monotonic() - began
    began = time.monotonic()
    list(load(other, ((incoming_of(one, 0, "command", False), standing_of(one, NOW.date())) for one in records), "k", "王敏"))
    together = time.monotonic() - began
    return [("one by one", f"{count / single:,.0f}"), ("gongkai store load", f"{count / together:,.0f}")]


@contextmanager
def cluster() -> Iterator[str]:
    """URL of a throw-away cluster, reached by a socket in its own folder."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="gk-pg-"))
    as_user: list[str] = []
    if os.getuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres")
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]

    def run(*words: str) -> None:
        subprocess.run([*as_user, *words], check=True, stdout=subprocess.DEVNULL, cwd=folder, env={**os.environ, "LC_ALL": "C.UTF-8"})

    run(str(programs / "initdb"), "-D", f"{folder}/data", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-U", "desk")
    run(str(programs / "pg_ctl"), "-D", f"{folder}/data", "-w", "-l", f"{folder}/log", "-o",
        f"-c listen_addresses='' -c unix_socket_directories='{folder}'", "start")
    try:
        yield f"postgresql://desk@/postgres?host={folder}"
    finally:
        run(str(programs / "pg_ctl"), "-D", f"{folder}/data", "-m", "fast", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def database(url: str, name: str) -> Store:
    """A new database of the cluster, as a store."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
    return open_store(url.replace("/postgres?", f"/{name}?"), clock=lambda: NOW)


def main(documents: int, per: int, times: int, write: bool, url: str) -> None:
    """Load, measure, print."""
    speeds = beside(database(url, "single"), database(url, "together"), 1_000)
    store = database(url, "load")
    took = fill(store, documents, per)
    with store.read() as connection:
        version = connection.execute(text("SHOW server_version")).scalar_one()
        size = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        sizes = [(row.name, f"{row.n:,}", f"{row.bytes / 2**20:,.0f}") for row in connection.execute(text(
            "SELECT c.relname AS name, CAST(c.reltuples AS bigint) AS n, pg_total_relation_size(c.oid) AS bytes FROM pg_class c"
            " WHERE c.relkind = 'r' AND c.relnamespace = CAST('public' AS regnamespace) ORDER BY 3 DESC LIMIT 8"))]
    print(took, size, flush=True)
    pages = [(name, f"{median:.0f}", f"{high:.0f}" if high else "") for name, median, high in desk_load.measure(store, times, exports=False)]
    store.close()
    parts = [
        table(("loading", "seconds on the clock"), [(name, f"{seconds:,.0f}") for name, seconds in took]),
        table(("1,000 documents of 40 lines and 10 suggestions", "documents a second"), speeds),
        table(("largest tables", "rows", "MB with indexes"), sizes),
        table(("page", "median, ms", "95th percentile, ms"), pages),
    ]
    head = f"PostgreSQL {version}, {documents:,} documents, {documents * per:,} entries, {size / 2**30:.1f} GB; each page {times} times, in one process."
    told("store", head + "\n\n" + "\n\n".join(parts), write)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--entries", type=int, default=10)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--db", help="URL of a database in a cluster that stands; databases are made beside it")
    parser.add_argument("--write", action="store_true", help="also into docs/benchmarks.md")
    given = parser.parse_args()
    if given.db:
        main(given.documents, given.entries, given.times, given.write, given.db)
    else:
        with cluster() as made_here:
            main(given.documents, given.entries, given.times, given.write, made_here)
