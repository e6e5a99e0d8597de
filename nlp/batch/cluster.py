"""The engine `dask`: partitions on the workers of a dask.distributed cluster, one that stands already or one on this machine.

Ours is only what goes in and what comes out. Which worker takes a partition, what happens when one dies or is slow, and how much
waits where, is the scheduler's. Input and output folder must be on storage that all workers see under the same path.
"""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import dask
from distributed import Client, LocalCluster, WorkerPlugin, as_completed, get_worker

from nlp.batch.engines import Engine, Lost
from nlp.batch.faults import BatchFault
from nlp.batch.output import Staged
from nlp.batch.partitions import Partition
from nlp.batch.runner import Settings
from nlp.batch.service import Service
from nlp.rulebook import RuleError

RETRIES = 3
_AHEAD = 2  # partitions handed to the scheduler for every thread of a worker
_SECONDS = 20  # to find a scheduler


class Services(WorkerPlugin):
    """The runners of a worker: one for each thread that is at work, kept for the next partition."""

    def __init__(self, settings: Settings) -> None:
        self.name = f"gongkai-{Path(settings.staging).name}"
        self._settings = settings

    def setup(self, worker: Any) -> None:
        """Called on every worker, also on one that joins later."""
        self._idle: queue.SimpleQueue[Service] = queue.SimpleQueue()

    def teardown(self, worker: Any) -> None:
        """End what is at rest; what is at work ends when its thread is done."""
        while not self._idle.empty():
            self._idle.get().close()

    def run(self, partition: Partition) -> Staged:
        """Work on a partition."""
        try:
            service = self._idle.get_nowait()
        except queue.Empty:
            service = Service(self._settings)
        try:
            staged = service.run(partition)
        except BaseException:
            service.close()
            raise
        self._idle.put(service)
        return staged


def work(name: str, partition: dict[str, Any]) -> Staged | BatchFault | RuleError:
    """What the scheduler hands to a worker. A fault that every worker has is a result: the scheduler must not try it again."""
    plugin: Any = get_worker().plugins[name]
    try:
        staged: Staged = plugin.run(Partition.unpacked(partition))
    except (BatchFault, RuleError) as fault:
        return fault
    return staged


def dask_engine(scheduler: str | None, workers: int) -> Engine:
    """The workers of the cluster at `scheduler`; without one, `workers` processes on this machine for the length of the run."""

    def engine(partitions: Iterator[Partition], settings: Settings) -> Iterator[Staged | Lost]:
        with ExitStack() as stack:
            client: Client | None = None
            for partition in partitions:
                if client is None:  # where nothing is new, no cluster starts
                    client = stack.enter_context(_client(scheduler, workers))
                    flow = _Flow(client, Services(settings))
                    stack.callback(flow.close)
                while flow.full():
                    yield flow.next()
                flow.submit(partition)
            while client is not None and flow.waiting:
                yield flow.next()

    return engine


class _Flow:
    """Partitions that are with the scheduler."""

    def __init__(self, client: Client, plugin: Services) -> None:
        client.register_plugin(plugin)
        self._client, self._plugin = client, plugin
        self._futures = as_completed()
        self._documents: dict[str, int] = {}

    @property
    def waiting(self) -> int:
        return len(self._documents)

    def full(self) -> bool:
        threads: int = sum(self._client.nthreads().values())
        return self.waiting >= _AHEAD * max(threads, 1)

    def submit(self, partition: Partition) -> None:
        key = f"{self._plugin.name}-{partition.number}"
        self._documents[key] = len(partition.items)
        self._futures.add(self._client.submit(work, self._plugin.name, partition.packed(), key=key, retries=RETRIES, pure=False))

    def next(self) -> Staged | Lost:
        future = next(self._futures)
        documents = self._documents.pop(future.key)
        error = future.exception()
        if error is None:
            result: Staged | BatchFault | RuleError = future.result()
            if isinstance(result, Staged):
                return result
            raise result
        return Lost(str(future.key).rpartition("-")[2], documents, f"{type(error).__name__}: {error}")

    def close(self) -> None:
        self._futures.clear()
        self._client.unregister_worker_plugin(self._plugin.name)


@contextmanager
def _client(scheduler: str | None, workers: int) -> Iterator[Client]:
    with ExitStack() as stack:
        if scheduler is None:
            stack.enter_context(dask.config.set({"distributed.admin.low-level-log-length": 100}))
            cluster = stack.enter_context(LocalCluster(
                n_workers=workers, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None, silence_logs=40,
            ))
            yield stack.enter_context(Client(cluster))
            return
        try:
            client = stack.enter_context(Client(scheduler, timeout=_SECONDS))
        except (OSError, ValueError) as error:
            raise BatchFault("no_scheduler", address=scheduler, reason=error) from error
        yield client
