"""What guarded workers cost and give: seconds for 1, 2, 4 workers over the same files, the same bytes out, and cold starts.

    python -m tests.benchmarks.workers [COPIES]
"""

from __future__ import annotations

import hashlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from nlp.contract import to_json
from nlp.kit import load_kit
from nlp.pipeline import analyze
from nlp.types import Source
from nlp.work.limits import cores
from nlp.work.paths import tasks_of
from nlp.work.run import analyses

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [p.read_text("utf-8") for p in sorted((ROOT / "corpora" / "gold").glob("dev*/*.txt"))]


def main(copies: int) -> None:
    """Measure and print."""
    print(f"{cores()} processors, load {os.getloadavg()[0]:.1f}")
    _cold_starts()
    kit = load_kit()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for n in range(copies):
            for i, text in enumerate(TEXTS):
                (folder / f"{i:02}-{n:03}.txt").write_text(f"{text}\n第{n}份\n", "utf-8")
        tasks = tasks_of([folder])[0]
        sources = [Source(task.path) for task in tasks]
        print(f"\n{len(tasks)} documents, {copies * sum(map(len, TEXTS))} characters")
        began, used = time.perf_counter(), time.process_time()
        for source in sources:
            to_json(analyze(source, kit))
        direct = time.perf_counter() - began
        print(f"no worker    {direct:7.2f} s  {time.process_time() - used:7.2f} s of processor")
        for workers in (1, 2, 4):
            digest, began, before = hashlib.sha256(), time.perf_counter(), _children()
            used = time.process_time()
            for _, result in analyses(tasks, kit, workers=workers):
                digest.update(to_json(result).encode())
            spent = time.perf_counter() - began
            cpu = _children() - before + time.process_time() - used
            print(f"{workers} worker(s)  {spent:7.2f} s  {cpu:7.2f} s of processor  {direct / spent:5.2f} times as fast  {digest.hexdigest()[:16]}")
        one = tasks[:1]
        for label, call in (("direct", lambda: to_json(analyze(sources[0], kit))), ("in a worker", lambda: [*analyses(one, kit, workers=1)])):
            times = []
            for _ in range(7):
                began = time.perf_counter()
                call()
                times.append(time.perf_counter() - began)
            print(f"one document, kit loaded, {label:12} {1000 * sorted(times)[3]:6.1f} ms")


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _cold_starts() -> None:
    """`gongkai analyze FILE`: the first with nothing kept, then with what the first one kept."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "通知.txt"
        path.write_text(TEXTS[0], "utf-8")
        for n in range(4):
            began, before = time.perf_counter(), _children()
            command = [sys.executable, "-m", "cli.main", "analyze", str(path), "--format", "json"]
            environment = {**os.environ, "XDG_CACHE_HOME": name}
            subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
            word = "nothing kept " if n == 0 else "patterns kept"
            print(f"cold start, {word}  {time.perf_counter() - began:5.2f} s  {_children() - before:5.2f} s of processor")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6)
