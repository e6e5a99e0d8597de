"""Worker processes for documents: one document a worker at a time, results in the order given.

A worker that dies, hangs or takes too much costs the document that it had in hand: a Failure stands in its place, a new worker
goes on with the next. The same results come for any number of workers.
"""

from __future__ import annotations

import atexit
import pickle
import signal
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from multiprocessing.connection import wait
from types import TracebackType

from nlp.intake import detect
from nlp.intake.messages import message
from nlp.types import Failure
from nlp.work.channel import Gone, TooMuch, packed, unpacked
from nlp.work.known import Known, again
from nlp.work.lane import Lane, sweep
from nlp.work.limits import WorkLimits
from nlp.work.steps import Broken, Ended, Finished, Ready, Started, Task
from nlp.work.worker import Prepare

_START = 120.0  # seconds for a worker to load what it needs
_WATCH = 0.05  # seconds between two looks at clocks and memory
# How a process ends that gets no memory: libraries written in C abort, the system kills. Where the worker held much already, that
# was the cause, whoever came first, this end of it or our own watch.
_STARVED = frozenset(-getattr(signal, name, 0) for name in ("SIGABRT", "SIGKILL", "SIGTRAP", "SIGILL", "SIGBUS")) - {0}
_AHEAD = 8  # paths a worker that may be done before the one whose results are awaited


class NotStarted(Exception):
    """A worker could not load what it needs: the name of the fault and its message."""

    def __init__(self, fault: str, message: str) -> None:
        super().__init__(f"{fault}: {message}")
        self.fault = fault
        self.message = message


class Pool:
    """Workers that run what `prepare` gives them. Use it in a `with` block; nothing is left behind when that ends, by whatever way."""

    def __init__(self, prepare: Prepare, workers: int = 1, limits: WorkLimits | None = None) -> None:
        self._prepare = prepare
        self._most = max(workers, 1)
        self._limits = limits or WorkLimits()
        self._lanes: list[Lane] = []
        self._known = Known()
        self._watched = 0.0

    def __enter__(self) -> Pool:
        sweep()
        atexit.register(self.close)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Stop every worker."""
        atexit.unregister(self.close)
        while self._lanes:
            self._lanes.pop().end()

    def results(self, tasks: Sequence[Task]) -> Iterator[tuple[int, Finished]]:
        """What the documents of each path gave, with the number of the path, in the order of the paths. Raises NotStarted."""
        run = _Run(tasks)
        try:
            while run.at < len(tasks):
                self._hand_out(run)
                self._turn(run)
                for result in run.ready():
                    left = time.monotonic()
                    yield result
                    self._put_off(time.monotonic() - left)
                    self._hand_out(run)
                    self._turn(run, 0)
        finally:
            for lane in [lane for lane in self._lanes if lane.task is not None]:
                self._drop(lane)

    def _put_off(self, away: float) -> None:
        """Time in which nobody listened is not the workers': one may wait all the while to be rid of its result."""
        for lane in self._lanes:
            if lane.until is not None:
                lane.until += away

    # ------------------------------------------------------------ what the workers do
    def _hand_out(self, run: _Run) -> None:
        while run.waiting and run.waiting[0][0] < run.at + _AHEAD * self._most:
            lane = next((x for x in self._lanes if x.task is None), None)
            if lane is None:
                if len(self._lanes) >= self._most:
                    self._hand_out_ahead(run)
                    return
                lane = Lane.start(self._prepare, self._limits)
                self._lanes.append(lane)
            number, task = run.waiting.popleft()
            seconds = self._limits.seconds_to_open() if lane.ready else _START
            if not lane.give(number, task, time.monotonic() + seconds):
                run.waiting.appendleft((number, task))
                self._drop(lane, run)

    def _hand_out_ahead(self, run: _Run) -> None:
        """A second path for workers that have but one; none of the last paths, which go to who is free first."""
        for lane in self._lanes:
            if lane.ready and lane.later is None and len(run.waiting) > self._most:
                number, task = run.waiting.popleft()
                if not lane.give_ahead(number, task):  # what it still said is heard before it is known to be gone
                    run.waiting.appendleft((number, task))

    def _turn(self, run: _Run, most: float = _WATCH) -> None:
        """Wait for messages, `most` seconds at the longest, take them, look at clocks and memory."""
        lanes = {lane.connection: lane for lane in self._lanes}
        now = time.monotonic()
        nearest = min((lane.until - now for lane in self._lanes if lane.until is not None), default=most)
        for connection in wait(list(lanes), max(min(nearest, most), 0)):
            lane = lanes[connection]  # type: ignore[index]
            if lane in self._lanes:
                self._listen(lane, run)
        now = time.monotonic()
        if now >= self._watched + _WATCH:
            self._watched = now
            for lane in list(self._lanes):
                if lane.task is not None and lane in self._lanes:
                    self._watch(lane, now, run)

    def _listen(self, lane: Lane, run: _Run) -> None:
        try:
            for data in lane.inbox.messages():
                self._take(lane, unpacked(data), data, run)
                if lane not in self._lanes:
                    return
        except TooMuch:
            self._lose(lane, "too_much_output", run, limit=detect.readable(self._limits.output))
        except Gone:
            self._died(lane, run)
        except (pickle.UnpicklingError, AttributeError, EOFError, IndexError, ImportError, TypeError, ValueError):
            self._lose(lane, "worker_died", run, detail="结果无法辨认")

    def _watch(self, lane: Lane, now: float, run: _Run) -> None:
        held = lane.resident()
        if held is not None and lane.before is not None:
            lane.most = max(lane.most, held - lane.before)
        if lane.most > self._limits.memory:
            self._lose(lane, "too_much_memory", run, limit=detect.readable(self._limits.memory))
        elif lane.until is not None and now > lane.until:
            self._lose(lane, "timed_out", run, seconds=round(self._seconds(lane)))
        elif lane.process.exitcode is not None and not lane.connection.poll():
            self._died(lane, run)

    def _seconds(self, lane: Lane) -> float:
        current = lane.current
        if not lane.ready:
            return _START
        return self._limits.seconds_to_open() if current is None else self._limits.seconds_for(current.media_type, current.size)

    # ------------------------------------------------------------ what they say
    def _take(self, lane: Lane, step: object, data: bytes, run: _Run) -> None:
        now = time.monotonic()
        current = lane.current
        match step:
            case Ready(fault=None) if not lane.ready:
                lane.ready, lane.before, lane.until = True, lane.resident(), now + self._limits.seconds_to_open()
            case Ready(fault=str(fault)) if not lane.ready:
                raise NotStarted(fault, step.message)
            case Started() if current is None and lane.task is not None and step.index < self._limits.items:
                lane.current, lane.most = step, 0
                self._begin(lane, step, run)
            case Finished() if current is not None and step.index == current.index:
                lane.current, lane.until = None, now + self._limits.seconds_to_open()
                self._accept(lane, current, step, data, run)
            case Broken():
                self._fault(lane, step.cause, run)
            case Ended() if current is None and lane.number is not None:
                run.over.add(lane.number)
                if step.retires:
                    self._drop(lane, run)
                else:
                    lane.free(now + self._limits.seconds_to_open())
            case _:
                self._lose(lane, "worker_died", run, detail="结果无法辨认")

    def _begin(self, lane: Lane, step: Started, run: _Run) -> None:
        """Let it read the document, unless identical bytes were read or are being read."""
        if not step.asks:
            lane.until = time.monotonic() + self._limits.seconds_for(step.media_type, step.size)
        elif (before := self._known.get(step.key)) is not None:
            lane.current, lane.until = None, time.monotonic() + self._limits.seconds_to_open()
            self._put(lane, again(unpacked(before), step), run)
            lane.send(False)
        elif self._known.wait_for(step.key, lane):
            lane.until = None
        else:
            lane.until = time.monotonic() + self._limits.seconds_for(step.media_type, step.size)
            lane.send(True)

    def _accept(self, lane: Lane, current: Started, finished: Finished, data: bytes, run: _Run) -> None:
        self._put(lane, finished, run)
        if not current.asks:
            return
        for other in self._known.learn(current.key, data):
            if other in self._lanes and other.current is not None:
                self._begin(other, other.current, run)

    def _put(self, lane: Lane, finished: Finished, run: _Run) -> None:
        assert lane.number is not None
        run.out.setdefault(lane.number, deque()).append(finished)

    # ------------------------------------------------------------ what befalls them
    def _fault(self, lane: Lane, cause: str, run: _Run) -> None:
        """The worker itself reports that it cannot go on with a document."""
        if cause == "MemoryError":
            self._lose(lane, "too_much_memory", run, limit=detect.readable(self._limits.memory))
        elif cause == "TooMuch":
            self._lose(lane, "too_much_output", run, limit=detect.readable(self._limits.output))
        else:
            self._lose(lane, "internal", run, cause=cause)

    def _died(self, lane: Lane, run: _Run) -> None:
        lane.process.join(1)
        code = lane.process.exitcode
        if lane.task is None:
            self._drop(lane, run)
        elif code in _STARVED and lane.most > self._limits.memory // 2:
            self._lose(lane, "too_much_memory", run, limit=detect.readable(lane.most))
        else:
            self._lose(lane, "worker_died", run, detail=_cause(code))

    def _lose(self, lane: Lane, code: str, run: _Run, **facts: object) -> None:
        """End a worker; a Failure stands for what it had in hand, another goes on behind it."""
        number, task, current = lane.number, lane.task, lane.current
        if number is None or task is None:
            self._drop(lane, run)
            return
        if current is None:
            failure = Failure(task.shown, code, message(code, "zh", media_type=None, **facts), case=task.case)
            run.out.setdefault(number, deque()).append(Finished(-1, failure))
            run.over.add(number)
            self._drop(lane, run)
            return
        sha256 = current.key[0] if current.key else None
        failure = Failure(current.path, code, message(code, "zh", media_type=None, **facts), current.media_type, sha256, current.case)
        finished = Finished(current.index, failure)
        self._accept(lane, current, finished, packed(finished), run)
        self._drop(lane, run)
        deaths = run.deaths[number] = run.deaths.get(number, 0) + 1
        if current.alone:
            run.over.add(number)
        elif deaths >= self._limits.deaths:
            failure = Failure(task.shown, "given_up", message("given_up", n=deaths), case=task.case)
            run.out[number].append(Finished(-1, failure))
            run.over.add(number)
        else:
            run.waiting.appendleft((number, replace(task, skip=current.index + 1)))

    def _drop(self, lane: Lane, run: _Run | None = None) -> None:
        """End a worker; what it had not begun yet waits again."""
        if lane in self._lanes:
            self._lanes.remove(lane)
        if run is not None and lane.later is not None:
            run.waiting.appendleft(lane.later)
        self._known.forget(lane)
        lane.end()


def _cause(code: int | None) -> str:
    if code is None:
        return "进程没有回应"
    if code >= 0:
        return f"退出码 {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"信号 {-code}"


class _Run:
    """Where a run over paths stands."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self.waiting = deque(enumerate(tasks))
        self.out: dict[int, deque[Finished]] = {}
        self.over: set[int] = set()
        self.deaths: dict[int, int] = {}
        self.at = 0  # the path whose results are given out

    def ready(self) -> Iterator[tuple[int, Finished]]:
        """Results that nothing before them holds back."""
        while True:
            held = self.out.get(self.at)
            while held:
                yield self.at, held.popleft()
            if self.at not in self.over:
                return
            self.over.discard(self.at)
            self.out.pop(self.at, None)
            self.at += 1
