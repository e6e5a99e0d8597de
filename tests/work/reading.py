"""Workers that read without analyzing, for hostile and for mutated files."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from nlp.intake.reader import read
from nlp.types import Document, Failure, Limits
from nlp.work.documents import steps_of
from nlp.work.limits import WorkLimits
from nlp.work.pool import Pool
from nlp.work.steps import Step, Task

MB = 1024 * 1024


@dataclass(frozen=True)
class Reading:
    """The handler: every document of a path, read."""

    limits: Limits

    def __call__(self, task: Task) -> Generator[Step, bool, None]:
        return steps_of(task, self.limits, lambda item: (read(item, self.limits), None))


def read_guarded(
    tasks: Sequence[Task], limits: Limits | None = None, work: WorkLimits | None = None, workers: int = 1
) -> list[tuple[int, Document | Failure]]:
    """What each path gave, read in guarded workers."""
    with Pool(partial(Reading, limits or Limits()), workers, work or WorkLimits(seconds=20, memory=700 * MB)) as pool:
        return [(n, f.result) for n, f in pool.results(tasks)]


def code(result: Document | Failure) -> str:
    """"read", or the code of the failure."""
    return result.code if isinstance(result, Failure) else "read"


def codes(results: Iterable[Document | Failure]) -> str:
    """Codes of a path in order, repeats with their count: read, unsafe_member*2."""
    runs: list[list[object]] = []
    for result in results:
        if runs and runs[-1][0] == code(result):
            runs[-1][1] = int(str(runs[-1][1])) + 1
        else:
            runs.append([code(result), 1])
    return ", ".join(str(c) if n == 1 else f"{c}*{n}" for c, n in runs)
