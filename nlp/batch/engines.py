"""Where partitions run. An engine takes them one by one, and gives each back staged, or lost, in any order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from nlp.batch.output import Staged
from nlp.batch.partitions import Partition
from nlp.batch.runner import Runner, Settings


@dataclass(frozen=True, slots=True)
class Lost:
    """A partition that the engine gave up after its retries; it is not done, and the next run takes it up."""

    number: str
    documents: int
    reason: str


Engine = Callable[[Iterator[Partition], Settings], Iterator[Staged | Lost]]


def local_engine(workers: int) -> Engine:
    """This process and its guarded workers, one partition after the other."""

    def engine(partitions: Iterator[Partition], settings: Settings) -> Iterator[Staged | Lost]:
        with ExitStack() as stack:
            runner: Runner | None = None
            for partition in partitions:
                if runner is None:  # where nothing is new, nothing is loaded
                    runner = stack.enter_context(Runner(settings, workers))
                yield runner.run(partition)

    return engine
