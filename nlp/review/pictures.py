"""Pictures of pages: drawn once by a guarded worker, a few pages at a time, and kept by the hash of the file.

The file may be hostile: whatever it does to the worker costs a message and nothing else.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from nlp.review.page_drawing import drawer
from nlp.store.store import Store
from nlp.types import Failure
from nlp.work.limits import WorkLimits
from nlp.work.pool import NotStarted, Pool
from nlp.work.steps import Task

AT_ONCE = 6  # pages that one worker draws
ENDINGS = {"png": "image/png", "jpg": "image/jpeg", "svg": "image/svg+xml"}
DRAWING = WorkLimits(seconds=20.0, memory=768 * 1024**2, output=24 * 1024**2, deaths=3)
READING = WorkLimits(seconds=90.0, memory=2 * 1024**3, output=24 * 1024**2, deaths=3)
FAULT_SECONDS = 600  # how long a fault stands before the page is tried again
MOST_KEPT = 2 * 1024**3  # bytes of all pictures
_SWEEP_EVERY = 200  # pages written between two looks at what is kept

Fetch = Callable[[], bytes | None]


@dataclass(frozen=True, slots=True)
class Shown:
    """A page: its media type and bytes, and where its characters stand (JSON); or, without a picture, why not."""

    media_type: str
    data: bytes
    places: bytes
    fault: str = ""


@dataclass(slots=True)
class Pictures:
    """The pictures in a folder. One worker at a time draws, so that many readers do not take the whole machine."""

    folder: Path
    drawing: WorkLimits = DRAWING
    reading: WorkLimits = READING
    most_kept: int = MOST_KEPT
    clock: Callable[[], float] = time.time
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _written: int = 0

    def page(self, sha256: str, media_type: str, fetch: Fetch, number: int, pages: int) -> Shown:
        """A page (from 1) of a file of `pages` pages; `fetch` gives the file's bytes where they are needed."""
        found = self._kept(sha256, number)
        if found is not None:
            return found
        with self._turn:
            found = self._kept(sha256, number)
            if found is None:
                first = (number - 1) // AT_ONCE * AT_ONCE + 1  # pages next to each other are asked for together
                self._draw(sha256, media_type, fetch, first, min(first + AT_ONCE - 1, pages), reading=False)
                found = self._kept(sha256, number)
        return found or Shown("", b"", b"", "画不出来")

    def places(self, sha256: str, media_type: str, fetch: Fetch, number: int, recognised: bool) -> bytes:
        """Where the characters of a page stand, as JSON; `recognised`: it was read by recognition, which is asked again, once. An empty
        object where nothing is known."""
        known = self._read(sha256, f"{number}.json")
        if not recognised or known not in (None, b""):
            return known or b"{}"
        with self._turn:
            if not self._read(sha256, f"{number}.json") and not self._fault(sha256, f"{number}.json"):
                self._draw(sha256, media_type, fetch, number, number, reading=True)
        return self._read(sha256, f"{number}.json") or b"{}"

    def forget(self, sha256: str) -> None:
        """Remove the pictures of a file."""
        shutil.rmtree(self._place(sha256), ignore_errors=True)

    # ------------------------------------------------------------ drawing
    def _draw(self, sha256: str, media_type: str, fetch: Fetch, first: int, last: int, reading: bool) -> None:
        ending = ".json" if reading else ""
        with _file(fetch) as path:
            if path is None:
                return
            limits = self.reading if reading else self.drawing
            number = first
            try:
                with Pool(partial(drawer, media_type, last, reading), 1, limits) as pool:
                    for _, finished in pool.results([Task(str(path), "", skip=first - 1)]):
                        number = finished.index + 1 if finished.index >= 0 else number + 1
                        self._put(sha256, number, finished.result, ending)
            except (NotStarted, OSError) as error:
                self._write(sha256, f"{number}{ending}.fault", str(error).encode())
        self._sweep()

    def _put(self, sha256: str, number: int, result: Any, ending: str) -> None:
        match result:
            case Failure():
                self._write(sha256, f"{number}{ending}.fault", result.message.encode())
            case ("", b"", bytes() as places):
                self._write(sha256, f"{number}.json", places)
            case (str() as kind, bytes() as data, bytes() as places) if kind in ENDINGS:
                self._write(sha256, f"{number}.json", places)
                self._write(sha256, f"{number}.{kind}", data)
            case _:
                self._write(sha256, f"{number}{ending}.fault", "结果无法辨认".encode())

    # ------------------------------------------------------------ what is kept
    def _place(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def _kept(self, sha256: str, number: int) -> Shown | None:
        for ending, media_type in ENDINGS.items():
            data = self._read(sha256, f"{number}.{ending}")
            if data is not None:
                return Shown(media_type, data, self._read(sha256, f"{number}.json") or b"")
        fault = self._fault(sha256, str(number))
        return None if fault is None else Shown("", b"", b"", fault)

    def _fault(self, sha256: str, name: str) -> str | None:
        """Why a page could not be drawn a short while ago."""
        path = self._place(sha256) / f"{name}.fault"
        try:
            if self.clock() - path.stat().st_mtime > FAULT_SECONDS:
                return None
            return path.read_text("utf-8", "replace")
        except OSError:
            return None

    def _read(self, sha256: str, name: str) -> bytes | None:
        try:
            return (self._place(sha256) / name).read_bytes()
        except OSError:
            return None

    def _write(self, sha256: str, name: str, data: bytes) -> None:
        """Beside its place, then renamed: a reader finds the whole or nothing."""
        place = self._place(sha256)
        place.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".new-", dir=place)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(temporary, place / name)
        self._written += 1

    def _sweep(self) -> None:
        """When too much is kept, the files drawn longest ago go, whole files at a time."""
        if self._written < _SWEEP_EVERY:
            return
        self._written = 0
        held = []
        for place in self.folder.glob("*/*"):
            sizes = [p.stat() for p in place.iterdir() if p.is_file()]
            if sizes:
                held.append((max(s.st_mtime for s in sizes), sum(s.st_size for s in sizes), place))
        total = sum(size for _, size, _ in held)
        for _, size, place in sorted(held, key=lambda x: x[0]):
            if total <= self.most_kept:
                return
            shutil.rmtree(place, ignore_errors=True)
            total -= size


def pictures_beside(store: Store) -> Path | None:
    """The folder for pictures beside the one of the originals; None where originals lie in the database."""
    return None if store.blobs.folder is None else store.blobs.folder.with_suffix(".pages")


def fault_json(fault: str) -> bytes:
    """Places of a page that has none, with the reason."""
    return json.dumps({"fault": fault}, ensure_ascii=False).encode()


@contextmanager
def _file(fetch: Fetch) -> Any:
    """The bytes as a file that a worker can open, gone afterwards; None where there are none."""
    data = fetch()
    if data is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="gongkai-page-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(data)
        yield path
