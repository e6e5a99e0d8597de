"""Back-up and restore: one ZIP with every table as JSON lines and every original, checked by hash on the way back.

The format does not depend on the database, so a store moves from SQLite to PostgreSQL by a back-up and a restore.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Integer, Table, func, insert, inspect, select, text

from nlp.store import audit
from nlp.store.counts import count_all
from nlp.store.cycles import cycle_again
from nlp.store.decisions import index_entry
from nlp.store.documents import index_document
from nlp.store.duty_counts import count_duties_again
from nlp.store.engine import StoreFault
from nlp.store.standing import count_standing_again
from nlp.store.store import Store
from nlp.store.tables import blob, decision_count, document, entry, metadata, search_part, session, standing_count

FORMAT = "gongkai.backup/1"
_LEFT_OUT = frozenset({search_part.name, session.name, blob.name})  # rebuilt, ended, kept as files of the archive
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Report:
    """What went into a back-up or came out of it."""

    rows: int
    originals: int


def back_up(store: Store, target: Path) -> Report:
    """Write a back-up of one state of the store; beside its place first, then renamed. Raises OSError."""
    temporary = target.with_name(f".{target.name}.new")
    rows = originals = 0
    try:
        with store.read() as connection, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            manifest: dict[str, Any] = {"format": FORMAT, "made_at": store.now(), "tables": {}}
            for table in _tables():
                count, digest = _write_table(connection, table, archive)
                manifest["tables"][table.name] = {"rows": count, "sha256": digest}
                rows += count
            for sha256 in connection.execute(select(document.c.sha256).where(document.c.kept).order_by(document.c.id)).scalars():
                data = store.blobs.get(connection, sha256)
                if data is None:
                    raise StoreFault("original_missing", sha256=sha256)
                archive.writestr(f"originals/{sha256}", data)
                originals += 1
            archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)
    return Report(rows, originals)


def restore(store: Store, source: Path) -> Report:
    """Fill an empty store from a back-up; all of it or nothing. Raises StoreFault for a store in use or a damaged back-up."""
    try:
        with zipfile.ZipFile(source) as archive, store.write() as connection:
            if connection.execute(select(func.count()).select_from(document)).scalar_one() or audit.lock(connection)[0]:
                raise StoreFault("restore_not_empty")
            manifest = json.loads(archive.read("manifest.json"))
            if manifest["format"] != FORMAT:
                raise StoreFault("backup_format", path=source)
            # a back-up of an earlier version lacks the tables that came later
            rows = sum(_read_table(connection, table, archive, manifest["tables"]) for table in _tables() if table.name in manifest["tables"])
            if decision_count.name not in manifest["tables"]:
                count_all(connection)
            if standing_count.name not in manifest["tables"]:
                count_standing_again(connection)
                cycle_again(connection)
                count_duties_again(connection)
            originals = _read_originals(store, connection, archive)
            _rebuild_search(connection)
            _reset_sequences(connection)
            if (verdict := audit.verify(connection)).broken is not None:
                raise StoreFault("backup_damaged", path=source, part=f"audit {verdict.broken}")
            return Report(rows, originals)
    except (zipfile.BadZipFile, KeyError, json.JSONDecodeError) as error:
        raise StoreFault("backup_damaged", path=source, part=str(error)) from error


def _tables() -> list[Table]:
    return [t for t in metadata.sorted_tables if t.name not in _LEFT_OUT]


def _write_table(connection: Connection, table: Table, archive: zipfile.ZipFile) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    with archive.open(f"tables/{table.name}.jsonl", "w") as file:
        keys = list(table.primary_key.columns)
        for row in connection.execute(select(table).order_by(*keys).execution_options(yield_per=_BATCH)).mappings():
            line = (json.dumps(dict(row), ensure_ascii=False) + "\n").encode()
            digest.update(line)
            file.write(line)
            count += 1
    return count, digest.hexdigest()


def _read_table(connection: Connection, table: Table, archive: zipfile.ZipFile, expected: dict[str, Any]) -> int:
    name = f"tables/{table.name}.jsonl"
    digest = hashlib.sha256()
    with archive.open(name) as check:
        while piece := check.read(1 << 20):
            digest.update(piece)
    if digest.hexdigest() != expected[table.name]["sha256"]:
        raise StoreFault("backup_damaged", path=archive.filename or "", part=name)
    if table.name == "audit_head":
        connection.execute(table.delete())
    count, batch = 0, []
    with archive.open(name) as file:
        for line in file:
            batch.append(json.loads(line))
            count += 1
            if len(batch) == _BATCH:
                connection.execute(insert(table), batch)
                batch = []
    if batch:
        connection.execute(insert(table), batch)
    return count


def _read_originals(store: Store, connection: Connection, archive: zipfile.ZipFile) -> int:
    count = 0
    for sha256 in connection.execute(select(document.c.sha256).where(document.c.kept)).scalars().all():
        data = archive.read(f"originals/{sha256}")
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StoreFault("backup_damaged", path=archive.filename or "", part=f"originals/{sha256}")
        store.blobs.put(connection, sha256, data)
        count += 1
    return count


def _rebuild_search(connection: Connection) -> None:
    for number in connection.execute(select(document.c.id)).scalars().all():
        index_document(connection, number)
    for row in connection.execute(select(entry.c.id, entry.c.fields).where(entry.c.ended_by.is_(None))).all():
        index_entry(connection, row.id, json.loads(row.fields))


def _reset_sequences(connection: Connection) -> None:
    """PostgreSQL gives numbers from a sequence; after rows came in with theirs it must go on behind them."""
    if connection.dialect.name == "sqlite":
        return
    for table in metadata.sorted_tables:
        keys = list(table.primary_key.columns)
        if len(keys) == 1 and isinstance(keys[0].type, Integer) and keys[0].autoincrement is not False:
            found = inspect(connection).get_columns(table.name)
            if any("nextval" in str(c.get("default") or "") for c in found if c["name"] == keys[0].name):
                connection.execute(
                    text(f"SELECT setval(pg_get_serial_sequence('{table.name}', '{keys[0].name}'), "
                         f"GREATEST((SELECT COALESCE(MAX({keys[0].name}), 1) FROM {table.name}), 1))")
                )
