"""Originals by the hash of their content: in a folder beside the database, or in the database."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select

from nlp.store.tables import blob


@dataclass(frozen=True, slots=True)
class Blobs:
    """Where originals lie. `folder` None: in the table `blob`."""

    folder: Path | None

    def put(self, connection: Connection, sha256: str, data: bytes) -> None:
        """Keep the bytes; written beside their place, flushed to the disk, then renamed, so that no half file is ever found."""
        if self.folder is None:
            if connection.execute(select(blob.c.sha256).where(blob.c.sha256 == sha256)).first() is None:
                connection.execute(insert(blob).values(sha256=sha256, data=data))
            return
        target = self.path(sha256)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".new-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, target)
        finally:
            Path(name).unlink(missing_ok=True)

    def get(self, connection: Connection, sha256: str) -> bytes | None:
        """The bytes, or None when they are not kept."""
        if self.folder is None:
            found = connection.execute(select(blob.c.data).where(blob.c.sha256 == sha256)).scalar()
            return None if found is None else bytes(found)
        try:
            return self.path(sha256).read_bytes()
        except FileNotFoundError:
            return None

    def drop(self, connection: Connection, sha256: str) -> None:
        """Forget the bytes. In a folder they are gone at once, so the transaction that no longer counts on them must be over."""
        if self.folder is None:
            connection.execute(delete(blob).where(blob.c.sha256 == sha256))
        else:
            self.path(sha256).unlink(missing_ok=True)

    def path(self, sha256: str) -> Path:
        """Place of a file: two letters of its hash, then the hash."""
        assert self.folder is not None
        return self.folder / sha256[:2] / sha256
