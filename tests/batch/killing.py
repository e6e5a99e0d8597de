"""A batch on a real cluster of two worker processes, one of which is killed on the way: `python -m tests.batch.killing IN OUT`.

Prints what happened, line by line.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from distributed import Client, LocalCluster

from nlp.batch.cluster import dask_engine
from nlp.batch.engines import Lost
from nlp.batch.output import Staged
from nlp.batch.partitions import Partition
from nlp.batch.run import run_batch
from nlp.batch.runner import Settings


def main(source: Path, target: Path) -> None:
    began = time.monotonic()

    def say(message: str) -> None:
        print(f"{time.monotonic() - began:5.1f} s  {message}", flush=True)

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=50) as cluster,
        Client(cluster) as client,
    ):
        before = client.run(os.getpid)
        say(f"workers {sorted(before.values())}")
        plain = dask_engine(cluster.scheduler_address, 2)

        def engine(partitions: Iterator[Partition], settings: Settings) -> Iterator[Staged | Lost]:
            for n, result in enumerate(plain(partitions, settings)):
                assert isinstance(result, Staged), result
                say(f"partition {result.number} came back, {len(result.keys)} documents")
                yield result
                if n == 0:
                    busy = next((address for address, keys in client.processing().items() if keys), min(before))
                    os.kill(before[busy], signal.SIGKILL)
                    say(f"killed worker {before[busy]} with {len(client.processing()[busy])} partitions in hand")

        told = run_batch(source, target, engine, size=2)
        after = client.run(os.getpid)
        say(f"workers {sorted(after.values())}")
        assert not set(before.values()) <= set(after.values())
        say(f"{told.documents} documents, {told.failed} failed, {told.secret} secret, {len(told.lost)} partitions lost")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
