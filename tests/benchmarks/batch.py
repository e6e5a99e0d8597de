"""What a batch costs: the figures behind docs/scale.md. Processor time is what counts; the clock also tells how busy the machine was.

    python -m tests.benchmarks.batch [COPIES]
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from nlp.batch.engines import local_engine
from nlp.batch.inputs import documents_in
from nlp.batch.output import Output, Staged
from nlp.batch.partitions import identified, partitions_of
from nlp.batch.run import run_batch
from nlp.batch.runner import Runner, Settings
from nlp.kit_version import kit_version
from nlp.types import Limits
from nlp.work.guard import resident_bytes
from nlp.work.limits import cores

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [p.read_text("utf-8") for p in sorted((ROOT / "corpora" / "gold").glob("dev*/*.txt"))]


def main(copies: int) -> None:
    """Measure and print."""
    print(f"{cores()} processors, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "in"
        source.mkdir()
        for n in range(copies):
            for i, text in enumerate(TEXTS):
                (source / f"{i:02}-{n:03}.txt").write_text(f"{text}\n第{n}份\n", "utf-8")
        count = copies * len(TEXTS)
        print(f"{count} documents, {copies * sum(map(len, TEXTS)) // count} characters each on the average")
        for workers in (1, 2):
            with measured(f"batch, {workers} worker(s), with the start", count):
                told = run_batch(source, folder / f"out{workers}", local_engine(workers))
        print(f"{'output':44}{told.bytes / count:10.0f} bytes a document")
        with measured("second run, nothing new", count):
            run_batch(source, folder / "out1", local_engine(1))
        _parts(source, folder, count)
    _scan(20_000)
    _manifests(200, 500)


@contextmanager
def measured(label: str, count: int) -> Iterator[None]:
    """Print clock and processor time of a block, a document."""
    began, own, children = time.perf_counter(), time.process_time(), _children()
    yield
    clock, own, children = time.perf_counter() - began, time.process_time() - own, _children() - children
    print(f"{label:44}{clock:8.2f} s  processor: {own:7.2f} s here, {children:7.2f} s in workers"
          f"  {1000 * (own + children) / count:9.3f} ms a document", flush=True)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _parts(source: Path, folder: Path, count: int) -> None:
    """The start, then one partition: what the parent does, and what it and a worker hold."""
    staging = folder / "staging"
    staging.mkdir()
    settings = Settings(kit_version(), str(staging))
    with measured("loading the kit", 1):
        runner = Runner(settings, 1)
    (partition,) = partitions_of(documents_in(source), set(), count, Limits(), str)
    held: list[int | None] = []
    peek: Callable[[], None] = lambda: held.append(resident_bytes(runner._pool._lanes[0].process.pid))  # noqa: E731
    with runner:
        own = time.process_time()
        staged: Staged = runner.run(partition, peek)
        own = time.process_time() - own
    print(f"{'the parent of the workers':44}{1000 * own / count:10.2f} ms a document (takes rows, writes Parquet)")
    worker, parent = max(x or 0 for x in held), resident_bytes(os.getpid()) or 0
    print(f"{'memory':44}{parent >> 20:6} MB parent, {worker >> 20} MB worker (shared pages counted in both)")
    assert staged.rows["documents"] == count


def _scan(count: int) -> None:
    """Listing, reading and hashing files of 4 KB that are in the page cache; memory of what is known."""
    with tempfile.TemporaryDirectory() as name:
        for n in range(count):
            folder = Path(name) / f"{n // 1000:03}"
            folder.mkdir(exist_ok=True)
            (folder / f"{n}.txt").write_bytes(n.to_bytes(8, "big") * 512)
        with measured("listing and hashing, files of 4 KB", count):
            keys = {bytes.fromhex(identified(given, Limits())[0].key) for given in documents_in(Path(name))}
        print(f"{'memory of what is known':44}{(sys.getsizeof(keys) + sum(map(sys.getsizeof, keys))) / count:10.0f} bytes a document")
        big = os.urandom(64 << 20)
        path = Path(name) / "big"
        path.write_bytes(big)
        began = time.process_time()
        identified(next(g for g in documents_in(Path(name)) if g.name == "big"), Limits())
        print(f"{'hashing a large file':44}{64 / (time.process_time() - began):10.0f} MB a second of processor")


def _manifests(partitions: int, size: int) -> None:
    """Committing partitions, and reading what is done at the begin of the next run."""
    with tempfile.TemporaryDirectory() as name:
        output = Output(Path(name), "k", Path(name))
        with measured("committing (manifest only)", partitions * size):
            for n in range(partitions):
                keys = tuple(f"{n * size + i:032x}" for i in range(size))
                output.commit(Staged(f"{n:016x}", keys, {}, {}, {}))
        with measured("reading manifests", partitions * size):
            assert len(output.tidied()) == partitions * size
        total = sum(p.stat().st_size for p in Path(name).rglob("*.json"))
        print(f"{'manifests':44}{total / partitions / size:10.1f} bytes a document")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
