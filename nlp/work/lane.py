"""One worker as the parent sees it: its process, its messages, what it has in hand and until when."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import shutil
import signal
import tempfile
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from nlp.work.channel import Inbox
from nlp.work.early import take
from nlp.work.guard import resident_bytes
from nlp.work.limits import WorkLimits
from nlp.work.start import FOLDER, start_method
from nlp.work.steps import Started, Task
from nlp.work.worker import Prepare, serve

_HEAD = 64 * 1024  # of a message beyond the limit of its content


def sweep() -> None:
    """Remove folders of workers whose parent was killed before it could."""
    if os.name != "posix":
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER}*-*"):
        number = folder.name.removeprefix(FOLDER).partition("-")[0]
        with contextlib.suppress(OSError, ValueError):
            if folder.lstat().st_uid != os.getuid():
                continue
            try:
                os.kill(int(number), 0)
            except ProcessLookupError:
                shutil.rmtree(folder, ignore_errors=True)


@dataclass(slots=True)
class Lane:
    """A worker. `until` is on the monotonic clock; None while it has nothing in hand or waits for another worker."""

    process: Any
    connection: Connection
    inbox: Inbox
    folder: str
    ready: bool = False
    before: int | None = None
    most: int = 0  # bytes by which it was seen to have grown since it was ready, over one document
    number: int | None = None
    task: Task | None = None
    later: tuple[int, Task] | None = None  # sent already, so that it need not wait for us when it is done with `task`
    current: Started | None = None
    until: float | None = None

    @classmethod
    def start(cls, prepare: Prepare, limits: WorkLimits) -> Lane:
        """A new worker, or the one that was begun early. Raises OSError where the system gives none."""
        if (begun := take()) is not None:
            if begun.serve(prepare, limits):
                return cls(begun.process, begun.connection, Inbox(begun.connection, limits.output + _HEAD), begun.folder)
            begun.end()
        context: Any = multiprocessing.get_context(start_method())
        ours, theirs = context.Pipe()
        folder = tempfile.mkdtemp(prefix=f"{FOLDER}{os.getpid()}-")
        process = context.Process(target=serve, args=(theirs, prepare, limits, folder), name="gongkai-worker", daemon=True)
        try:
            process.start()
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        theirs.close()
        return cls(process, ours, Inbox(ours, limits.output + _HEAD), folder)

    def give(self, number: int, task: Task, until: float) -> bool:
        """Hand it a path; False where it is no longer there."""
        self.number, self.task, self.current, self.until = number, task, None, until
        return self.send(task)

    def give_ahead(self, number: int, task: Task) -> bool:
        """Send it the path that comes after the one in hand; False where it is no longer there."""
        sent = self.send(task)
        self.later = (number, task) if sent else None
        return sent

    def send(self, message: object) -> bool:
        """Send it a message; False where it is no longer there."""
        try:
            self.connection.send_bytes(pickle.dumps(message))
        except OSError:
            return False
        return True

    def free(self, until: float) -> None:
        """The path in hand is done: the one sent after it is in hand now, if there is one."""
        self.number, self.task = self.later or (None, None)
        self.most = 0
        self.current, self.later, self.until = None, None, until if self.task is not None else None

    def resident(self) -> int | None:
        """Bytes of memory it holds."""
        return resident_bytes(self.process.pid)

    def end(self) -> int | None:
        """Stop it with all that it started, and tidy up. Its exit code, negative for a signal."""
        before: int | None = self.process.exitcode
        pid = self.process.pid
        if os.name == "posix":
            for stop in (os.killpg, os.kill):  # its group first: it may not have had the time to make one
                with contextlib.suppress(OSError):
                    if before is None or stop is os.killpg:
                        stop(pid, signal.SIGKILL)
        elif before is None:
            self.process.kill()
        self.process.join()
        self.connection.close()
        self.process.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        return before
