"""The worker's side: takes a path, sends what it finds step by step, until the parent hangs up."""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
from collections import deque
from collections.abc import Callable, Generator
from multiprocessing.connection import Connection

from nlp.work.channel import packed
from nlp.work.guard import enter, resident_bytes
from nlp.work.limits import WorkLimits
from nlp.work.steps import Broken, Ended, Finished, Ready, Started, Step, Task

# A handler gives Started and, where the answer to it is True (it always is where it does not ask), the Finished of that document; and so on.
Handler = Callable[[Task], Generator[Step, bool, None]]
Prepare = Callable[[], Handler]  # called once in a worker, before its first path
_GROWN = 4  # a worker that has kept a quarter of its memory between two paths ends and is replaced


def serve(connection: Connection, prepare: Prepare, limits: WorkLimits, folder: str) -> None:
    """Work for the parent at the other end of `connection`; returns when it is closed."""
    enter(limits, connection.fileno(), folder)
    try:
        handler = prepare()
    except Exception as error:  # told to the parent, whose caller knows what to do about it
        connection.send_bytes(packed(Ready(type(error).__name__, str(error))))
        return
    gc.freeze()  # what was there before the first document is not looked at again
    connection.send_bytes(packed(Ready()))
    before = resident_bytes(os.getpid())
    orders = _Orders(connection)
    with contextlib.suppress(EOFError, OSError):
        while True:
            _work(connection, handler, limits, orders)
            now = resident_bytes(os.getpid())
            retires = before is not None and now is not None and now - before > limits.memory // _GROWN
            connection.send_bytes(packed(Ended(retires)))
            if retires:
                return


class _Orders:
    """What the parent says: paths, the next of them before the one in hand is done, and answers about documents."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._tasks: deque[Task] = deque()

    def task(self) -> Task:
        if not self._tasks:
            self._tasks.append(pickle.loads(self._connection.recv_bytes()))
        return self._tasks.popleft()

    def answer(self) -> bool:
        while isinstance(said := pickle.loads(self._connection.recv_bytes()), Task):
            self._tasks.append(said)
        return bool(said)


def _work(connection: Connection, handler: Handler, limits: WorkLimits, orders: _Orders) -> None:
    steps = handler(orders.task())
    answer: bool | None = None
    current: Started | None = None
    while True:
        try:
            step = next(steps) if answer is None else steps.send(answer)
        except StopIteration:
            return
        except MemoryError:
            step = Broken("MemoryError")
        except Exception as error:  # a fault of ours must not end a batch of forty documents
            step = Broken(f"{type(error).__name__}: {error}")
        answer = None
        _send(connection, step, current, limits)
        if isinstance(step, Started):
            current = step
            answer = orders.answer() if step.asks else True
        if isinstance(step, Broken):
            return


def _send(connection: Connection, step: Step, current: Started | None, limits: WorkLimits) -> None:
    try:
        data = packed(step)
    except MemoryError:
        data = packed(Broken("MemoryError"))
    if len(data) > limits.output and isinstance(step, Finished) and current is not None:
        data = packed(Broken("TooMuch"))
    connection.send_bytes(data)
