"""The folder that a batch writes, so that a run can be killed at any moment and taken up again.

    gongkai-batch.json                 what this folder is
    documents/kit=VERSION/part-N.parquet   errors/kit=VERSION/part-N.parquet
    manifest/kit=VERSION/part-N.json   keys of the documents of a partition, its files with rows and bytes
    .staging/                          of the run that is on now; emptied when the next one begins

A partition is done when its manifest stands; that is written last and at once. A run that begins removes files without one.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from nlp.batch.faults import BatchFault

TABLES = ("documents", "errors")
FORMAT = "gongkai.batch/1"
_MARK = "gongkai-batch.json"
_PATIENCE = 8.0  # seconds


@dataclass(frozen=True, slots=True)
class Staged:
    """A partition that is worked on: its tables wait as files in the staging folder. `rows` and `files` are by table.

    `secret`: rows of the errors that stand for documents with a secrecy mark. `codes`: errors by code.
    """

    number: str
    keys: tuple[str, ...]
    rows: dict[str, int]
    files: dict[str, str]
    codes: dict[str, int]

    @property
    def failed(self) -> int:
        """Documents that could not be read."""
        return sum(n for code, n in self.codes.items() if code != "secret")


class Output:
    """A folder of batches, held by this run alone. Use it through `opened`."""

    def __init__(self, root: Path, kit: str, staging: Path) -> None:
        self.root, self.kit, self.staging = root, kit, staging

    def folder(self, table: str) -> Path:
        """Folder of a table, or of the manifests, for this kit version."""
        return self.root / table / f"kit={self.kit}"

    def done(self) -> set[bytes]:
        """Keys of documents that are done for this kit version."""
        return {bytes.fromhex(key) for _, held in self.whole() for key in held["items"]}

    def tidied(self) -> set[bytes]:
        """Keys of documents that are done, after files that belong to no whole partition were removed."""
        keys: set[bytes] = set()
        kept: set[str] = set()
        for path in self._manifests():
            held = self._whole(path)
            if held is None:
                path.unlink(missing_ok=True)
                continue
            kept.add(path.stem)
            keys.update(bytes.fromhex(key) for key in held["items"])
        for table in TABLES:
            for path in self.folder(table).glob("part-*.parquet"):
                if path.stem not in kept:
                    path.unlink(missing_ok=True)
        for path in self.folder("manifest").glob(".writing-*"):
            path.unlink(missing_ok=True)
        return keys

    def whole(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Manifests all of whose files stand, with what they hold."""
        for path in self._manifests():
            held = self._whole(path)
            if held is not None:
                yield path, held

    def _manifests(self) -> list[Path]:
        return sorted(self.folder("manifest").glob("part-*.json"))

    def _whole(self, path: Path) -> dict[str, Any] | None:
        """A manifest all of whose files stand, else None."""
        try:
            held: dict[str, Any] = json.loads(path.read_bytes())
            for table, file in held["files"].items():
                if (self.folder(table) / f"{path.stem}.parquet").stat().st_size != file["bytes"]:
                    return None
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return held

    def commit(self, staged: Staged) -> int:
        """Put a partition's files in their place, then its manifest; bytes of its files. Raises OSError."""
        name = f"part-{staged.number}"
        files: dict[str, dict[str, int]] = {}
        for table, source in sorted(staged.files.items()):
            target = self.folder(table) / f"{name}.parquet"
            target.parent.mkdir(parents=True, exist_ok=True)
            files[table] = {"rows": staged.rows[table], "bytes": os.stat(source).st_size}
            os.replace(source, target)
            _settle(target.parent)
        manifest = {"format": FORMAT, "kit": self.kit, "partition": staged.number, "rows": staged.rows, "codes": staged.codes,
                    "files": files, "items": list(staged.keys)}
        target = self.folder("manifest") / f"{name}.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(target, json.dumps(manifest, ensure_ascii=False))
        return sum(file["bytes"] for file in files.values())


@contextmanager
def opened(root: Path, kit: str) -> Iterator[Output]:
    """The output folder, made where it is not there. Raises BatchFault where it is something else or another run holds it, OSError."""
    root.mkdir(parents=True, exist_ok=True)
    mark = root / _MARK
    if not mark.exists() and any(not p.name.startswith(".") for p in root.iterdir()):
        raise BatchFault("not_a_batch", path=root)
    with _held(root / ".lock", root):
        if not mark.exists():
            _write_whole(mark, json.dumps({"format": FORMAT}))
        shutil.rmtree(root / ".staging", ignore_errors=True)
        (root / ".staging").mkdir(mode=0o700, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix="run-", dir=root / ".staging"))  # workers of a run before do not know its name
        try:
            yield Output(root, kit, staging)
        finally:
            shutil.rmtree(root / ".staging", ignore_errors=True)


@contextmanager
def _held(path: Path, root: Path) -> Iterator[None]:
    """A lock that ends with this process, by whatever way."""
    with path.open("w") as file:
        until = time.monotonic() + _PATIENCE
        while not _locked(file):  # workers of a run that was killed hold its lock until they notice, a moment later
            if time.monotonic() > until:
                raise BatchFault("in_use", path=root)
            time.sleep(0.1)
        yield


def _locked(file: IO[str]) -> bool:
    try:
        import fcntl
    except ImportError:  # other systems: two runs at once are not told apart
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _write_whole(target: Path, content: str) -> None:
    handle, name = tempfile.mkstemp(prefix=".writing-", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, target)
    finally:
        Path(name).unlink(missing_ok=True)
    _settle(target.parent)


def _settle(folder: Path) -> None:
    """Have the names in a folder on the disk before what comes next, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
