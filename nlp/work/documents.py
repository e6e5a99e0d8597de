"""What a worker does with a path: opens it, goes through the documents in it, reads and analyzes each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from nlp.intake import detect
from nlp.intake.likeness import sketch_of
from nlp.intake.members import expand, failure_of
from nlp.intake.messages import Unreadable
from nlp.intake.reader import load
from nlp.kit import Kit
from nlp.pipeline import analyze
from nlp.types import Analysis, Failure, Limits, Source
from nlp.work.steps import Finished, Started, Step, Task

# What a document gives: the result that crosses to the parent, and the sketch of its text where the parent compares documents.
Result = tuple[Any, bytes | None]


@dataclass(frozen=True, slots=True)
class Documents:
    """The handler of the workers that `gongkai` runs."""

    kit: Kit

    def __call__(self, task: Task) -> Generator[Step, bool, None]:
        """Steps of a path: of the file itself, or of all that lies in it."""
        return steps_of(task, self.kit.limits, self._result)

    def _result(self, item: Source) -> Result:
        result = analyze(item, self.kit)
        return result, sketch_of(result.outline.view.text) if isinstance(result, Analysis) else None


def steps_of(task: Task, limits: Limits, result_of: Callable[[Source], Result], asks: bool = True) -> Generator[Step, bool, None]:
    """Steps of a path, whatever is done with its documents. Without `asks` every document is read, whether its bytes are known or not."""
    for index, item in enumerate(items_of(task, limits)):
        if index < task.skip:
            continue
        if isinstance(item, Failure):
            yield Started(index, item.path, item.case, alone=False, asks=False)
            yield Finished(index, item)
        elif (yield started(index, item, task, asks)):
            yield Finished(index, *result_of(item))


def items_of(task: Task, limits: Limits) -> Generator[Source | Failure, None, None]:
    """The documents of a path under the name that is shown, in order."""
    try:
        if task.fault is not None:
            raise Unreadable(task.fault)
        data = load(Source(task.path), limits)
    except Unreadable as fault:
        yield failure_of(task.shown, fault, task.case, None)
        return
    yield from expand(Source(task.shown, data, task.case), limits)


def started(index: int, item: Source, task: Task, asks: bool = True) -> Started:
    """What the parent must know of a document before it is read."""
    data = item.data or b""
    key = (hashlib.sha256(data).hexdigest(), _ending(item.path))  # the ending is looked at beside the bytes
    try:
        media_type = detect.detect(data).media_type
    except Unreadable:  # the reader says what is wrong with it
        media_type = None
    alone = item.path == task.shown and item.case == task.case
    return Started(index, item.path, item.case, key, media_type, len(data), alone, asks and (task.twin or not alone))


def _ending(path: str) -> str:
    dot = path.rfind(".")
    return path[dot:].lower() if dot > path.rfind("/") else ""
