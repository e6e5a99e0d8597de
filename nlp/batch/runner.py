"""One partition after the other through guarded workers. Every engine calls `Runner.run`; an engine only chooses where."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any

from nlp.batch.handler import loaded, rows_handler
from nlp.batch.output import Staged
from nlp.batch.partitions import Item, Partition, stamp_of
from nlp.batch.tables import Tables
from nlp.intake.messages import message
from nlp.types import Failure
from nlp.work.limits import WorkLimits
from nlp.work.pool import Pool
from nlp.work.start import FOLDER
from nlp.work.steps import Task

Row = Mapping[str, Any] | Failure
_BAD_ROW = "这一行不是可以读取的文档：要有 path，以及 bytes、base64 或 text"


@dataclass(frozen=True, slots=True)
class Settings:
    """What every partition of a run is worked on with. Paths must be the same wherever a partition may run.

    `kit`: kit version; a runner elsewhere that finds another one refuses. `seconds`: time limit of a document.
    """

    kit: str
    staging: str
    rules: str | None = None
    seconds: float | None = None


class Runner:
    """Guarded workers with a loaded kit, for any number of partitions. Use it in a `with` block. Raises RuleError at its begin."""

    def __init__(self, settings: Settings, workers: int) -> None:
        self._settings = settings
        kit = loaded(Path(settings.rules) if settings.rules else None)
        self._pool = Pool(partial(rows_handler, kit), workers, WorkLimits(settings.seconds))

    def __enter__(self) -> Runner:
        gc.freeze()  # workers are copies of this process: the collector must not touch, and so copy, what they share
        self._pool.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._pool.__exit__(kind, error, trace)
        gc.unfreeze()

    def run(self, given: Partition, done: Callable[[], None] | None = None) -> Staged:
        """Work on a partition and stage its tables; `done` is called after each document that was given. Raises OSError, NotStarted."""
        # The name lets the pool remove what a killed process left; workers see the folder, but open only what is theirs.
        local = Path(tempfile.mkdtemp(prefix=f"{FOLDER}{os.getpid()}-batch-"))
        try:
            with Tables(Path(self._settings.staging), self._settings.kit) as tables:
                for item, member, row in self._rows(given, local, done):
                    tables.add(item.key, member, row)
                rows, files = tables.finish(given.number)
            return Staged(given.number, tuple(item.key for item in given.items), rows, files, dict(sorted(tables.codes.items())))
        finally:
            shutil.rmtree(local, ignore_errors=True)

    def _rows(self, given: Partition, local: Path, done: Callable[[], None] | None) -> Iterator[tuple[Item, int, Row]]:
        readable = [item for item in given.items if item.fault != "bad_row"]
        for item in given.items:
            if item.fault == "bad_row":
                yield item, 0, Failure(item.name, "bad_row", _BAD_ROW, sha256=item.sha256)
        firsts, copies = _copies(readable)
        tasks = [Task(_file_of(item, given.bundle, local), item.name, fault=item.fault) for item in firsts]
        for number, found in groupby(self._pool.results(tasks), key=lambda pair: pair[0]):
            item = firsts[number]
            for member, (_, finished) in enumerate(found):
                row = _checked(finished.result, item)
                yield item, member, row
                for copy in copies.get(item.key, ()):
                    yield copy, member, _checked(_renamed(row, item.name, copy.name), copy)
            if done is not None:
                done()


def _copies(items: list[Item]) -> tuple[list[Item], dict[str, list[Item]]]:
    """Items to be read, and by their key those of the same bytes and ending, which are not read again."""
    first: dict[tuple[str, str], Item] = {}
    copies: dict[str, list[Item]] = {}
    reading: list[Item] = []
    for item in items:
        like = (item.sha256 or item.key, os.path.splitext(item.name)[1].lower())
        if like in first and item.fault is None:
            copies.setdefault(first[like].key, []).append(item)
        else:
            first[like] = item
            reading.append(item)
    return reading, copies


def _file_of(item: Item, bundle: str | None, local: Path) -> str:
    """The file of an item; bytes of a bundle get one."""
    if item.path is not None or bundle is None:
        return item.path or ""
    target = local / item.key
    with open(bundle, "rb") as file:
        file.seek(item.offset)
        target.write_bytes(file.read(item.length))
    return str(target)


def _checked(row: Row, item: Item) -> Row:
    """The row, unless the file is no longer the one whose bytes were known; failures get the hash that a dead worker could not tell."""
    if item.path is not None and item.sha256 is not None:
        own = not isinstance(row, Failure) and row["source"]["path"] == item.name
        if stamp_of(item.path) != item.stamp or (own and not isinstance(row, Failure) and row["source"]["sha256"] != item.sha256):
            return Failure(item.name, "changed", message("changed"), sha256=item.sha256)
    if isinstance(row, Failure) and row.sha256 is None and row.path == item.name:
        return replace(row, sha256=item.sha256)
    return row


def _renamed(row: Row, old: str, new: str) -> Row:
    """The row of the same bytes under another name."""

    def named(path: str | None) -> str | None:
        return new + path[len(old) :] if path is not None and path.startswith(old) else path

    if isinstance(row, Failure):
        return replace(row, path=named(row.path) or "", case=named(row.case))
    source = row["source"]
    return {**row, "source": {**source, "path": named(source["path"]), "case": named(source["case"])}}
