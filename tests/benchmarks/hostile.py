"""Every hostile case read in a guarded worker. Prints what each one got, how long it took and the most memory that any worker held so far.

    python -m tests.benchmarks.hostile [CASE…]
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from nlp.types import Failure
from nlp.work.paths import tasks_of
from tests.work.hostile import CASES, LIMITS, made
from tests.work.reading import codes, read_guarded


def main(chosen: list[str]) -> None:
    """Run the cases one by one and print a row for each."""
    print(f"{'case':22} {'KB':>7} {'s':>6} {'MB':>6}  result; first message")
    for case in chosen or list(CASES):
        with tempfile.TemporaryDirectory() as name:
            path = made(case, Path(name))
            size = path.stat().st_size // 1024 if path.is_file() else 0
            began = time.perf_counter()
            results = [r for _, r in read_guarded(tasks_of([path])[0], LIMITS.get(case))]
            spent = time.perf_counter() - began
            said = next((r.message for r in results if isinstance(r, Failure)), "")
            print(f"{case:22} {size:7} {spent:6.2f} {_peak():6.0f}  {codes(results)}; {said[:90]}", flush=True)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1:])
