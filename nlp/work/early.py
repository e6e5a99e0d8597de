"""A worker begun before the program itself is loaded: for one document, loading is most of the time, and two processors share it.

It loads what every document needs and waits to be told its work by the pool. Where nobody does (wrong usage, several documents),
`drop` or the end of the program ends it.
"""

from __future__ import annotations

import atexit
import contextlib
import multiprocessing
import os
import pickle
import shutil
import signal
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from nlp.work.guard import die_with_parent
from nlp.work.limits import WorkLimits
from nlp.work.start import FOLDER, start_method

if TYPE_CHECKING:
    from nlp.work.worker import Handler, Prepare


@dataclass(frozen=True, slots=True)
class Begun:
    """A process that waits for its work at the other end of `connection`; `folder` is its place for temporary files."""

    process: Any
    connection: Connection
    folder: str

    def serve(self, prepare: object, limits: WorkLimits) -> bool:
        """Tell it its work; False where it is no longer there."""
        try:
            self.connection.send_bytes(pickle.dumps((prepare, limits)))
        except OSError:
            return False
        return True

    def end(self) -> None:
        """Stop it and tidy up."""
        self.process.kill()
        self.process.join()
        self.connection.close()
        shutil.rmtree(self.folder, ignore_errors=True)


_waiting: list[Begun] = []  # at most one


def begin() -> None:
    """Begin a worker, where the system can copy this process; call it before anything else is loaded."""
    if _waiting or start_method() != "fork":
        return
    context: Any = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    folder = tempfile.mkdtemp(prefix=f"{FOLDER}{os.getpid()}-")
    process = context.Process(target=_wait, args=(ours, theirs, folder), name="gongkai-worker", daemon=True)
    try:
        process.start()
    except OSError:  # the pool will say so, if it cannot start one either
        shutil.rmtree(folder, ignore_errors=True)
        return
    theirs.close()
    _waiting.append(Begun(process, ours, folder))
    atexit.register(drop)


def take() -> Begun | None:
    """The worker that waits, once; None where none does."""
    return _waiting.pop() if _waiting else None


def drop() -> None:
    """End the worker that waits, if one does."""
    if begun := take():
        begun.end()


def _wait(parent: Connection, connection: Connection, folder: str) -> None:
    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    die_with_parent()
    parent.close()
    from nlp.work.own_files import cache_folder
    from nlp.work.patterns import kept_patterns

    with ExitStack() as stack:
        stack.enter_context(kept_patterns(cache_folder()))
        import nlp.pipeline  # noqa: F401
        from nlp.rulebook import Rulebook
        from nlp.words import Segmenter
        from nlp.work.worker import serve

        Segmenter.of_lexicon(Rulebook()).words("公开")
        try:
            prepare, limits = pickle.loads(connection.recv_bytes())
        except (EOFError, OSError):
            return
        serve(connection, partial(_prepared, stack, prepare), limits, folder)


def _prepared(stack: ExitStack, prepare: Prepare) -> Handler:
    with stack:  # patterns are kept as soon as all are known: a worker ends by being killed
        return prepare()
