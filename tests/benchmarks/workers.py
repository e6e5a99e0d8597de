"""What guarded workers cost and give: seconds for 1, 2, 4 workers over the same files, the same bytes out, and cold starts.

    python -m tests.benchmarks.workers [COPIES] [--write]

On a machine that does other work too, the clock tells little; `chrt -r 1` before the command (as root) keeps it to this for the half minute.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from nlp.contract import to_json
from nlp.kit import Kit
from nlp.pipeline import analyze
from nlp.types import Source
from nlp.work.paths import tasks_of
from nlp.work.run import analyses, ready_kit
from nlp.work.steps import Task
from tests.benchmarks.report import table, told

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [p.read_text("utf-8") for p in sorted((ROOT / "corpora" / "gold").glob("dev*/*.txt"))]
_WORKERS = (1, 2, 4)
_ROUNDS = 2  # in turn; the better one counts, and all give the same bytes
Cost = tuple[float, float, float, str]  # clock, processor here, processor in workers, hash of what came out


def main(copies: int, write: bool) -> None:
    """Measure and print."""
    starts = _cold_starts()
    kit = ready_kit(None)
    with tempfile.TemporaryDirectory() as name:
        for n in range(copies):
            for i, text in enumerate(TEXTS):
                (Path(name) / f"{i:02}-{n:03}.txt").write_text(f"{text}\n第{n}份\n", "utf-8")
        tasks = tasks_of([Path(name)])[0]
        rounds = [[_direct(tasks, kit), *(_workers(tasks, kit, n) for n in _WORKERS)] for _ in range(_ROUNDS)]
        direct, *others = (min(one) for one in zip(*rounds, strict=True))
        rows = [("no worker", direct), *((f"{n} worker{'s' if n > 1 else ''}", cost) for n, cost in zip(_WORKERS, others, strict=True))]
        single = _single(tasks[0], kit)
    assert len({cost[3] for some in rounds for cost in some[1:]}) == 1, "other bytes"
    shown = [(label, f"{clock:.2f}", f"{direct[0] / clock:.2f}", f"{own:.2f}", f"{other:.2f}", digest[:16]) for label, (clock, own, other, digest) in rows]
    head = ("", "seconds on the clock", "times as fast", "processor, parent", "processor, workers", "hash of the lines")
    text = f"{len(tasks)} documents, {copies * sum(map(len, TEXTS))} characters. The parent makes the lines of JSON; with workers it also links near copies, so that their lines differ from those without.\n\n{table(head, shown)}\n\n"
    told("workers", text + table(("one document", "milliseconds on the clock"), [*single, *starts]), write)


def _cost(lines: Callable[[], Iterable[str]]) -> Cost:
    digest, began, before, own = hashlib.sha256(), time.perf_counter(), _children(), time.process_time()
    for line in lines():
        digest.update(line.encode())
    return time.perf_counter() - began, time.process_time() - own, _children() - before, digest.hexdigest()


def _direct(tasks: list[Task], kit: Kit) -> Cost:
    return _cost(lambda: (to_json(analyze(Source(task.path), kit)) for task in tasks))


def _workers(tasks: list[Task], kit: Kit, workers: int) -> Cost:
    return _cost(lambda: (to_json(result) for _, result in analyses(tasks, kit, workers=workers)))


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _single(task: Task, kit: Kit) -> list[tuple[str, str]]:
    """Median of seven."""
    out = []
    calls: tuple[tuple[str, Callable[[], object]], ...] = (
        ("kit loaded, in this process", lambda: to_json(analyze(Source(task.path), kit))),
        ("kit loaded, in a worker started for it", lambda: [*analyses([task], kit, workers=1)]),
    )
    for label, call in calls:
        times = []
        for _ in range(7):
            began = time.perf_counter()
            call()
            times.append(time.perf_counter() - began)
        out.append((f"{label}, {len(TEXTS[0])} characters", f"{1000 * sorted(times)[3]:.0f}"))
    return out


def _cold_starts() -> list[tuple[str, str]]:
    """`gongkai analyze FILE`: the first with nothing kept, then with what the first one kept."""
    out = []
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "通知.txt"
        path.write_text(TEXTS[0], "utf-8")
        for word in ("nothing kept", "patterns kept", "patterns kept, again"):
            began, before = time.perf_counter(), _children()
            command = [sys.executable, "-m", "cli.main", "analyze", str(path), "--format", "json"]
            subprocess.run(command, cwd=ROOT, env={**os.environ, "XDG_CACHE_HOME": name}, check=True, stdout=subprocess.DEVNULL)
            out.append((f"`gongkai analyze FILE`, {word} (processor {1000 * (_children() - before):.0f})", f"{1000 * (time.perf_counter() - began):.0f}"))
    return out


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("copies", nargs="?", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="also into docs/benchmarks.md")
    given = parser.parse_args()
    main(given.copies, given.write)
