"""Every hostile case read in a guarded worker. Prints what each one got, how long it took and the most memory that any worker held so far.

    python -m tests.benchmarks.hostile [CASE …] [--write]
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from nlp.types import Failure
from nlp.work.paths import tasks_of
from tests.benchmarks.report import table, told
from tests.work.hostile import CASES, LIMITS, made
from tests.work.reading import codes, read_guarded

TABLE = Path(__file__).resolve().parents[1] / "cases" / "hostile.tsv"


def main(chosen: list[str], write: bool) -> None:
    """Run the cases one by one, print a row for each, then the table."""
    what = {row[0]: row[2] for row in (line.split("\t") for line in TABLE.read_text("utf-8").splitlines()) if len(row) == 3}
    rows = []
    for case in chosen or list(CASES):
        with tempfile.TemporaryDirectory() as name:
            path = made(case, Path(name))
            size = path.stat().st_size // 1024 if path.is_file() else 0
            began = time.perf_counter()
            results = [r for _, r in read_guarded(tasks_of([path])[0], LIMITS.get(case))]
            spent = time.perf_counter() - began
        said = next((r.message for r in results if isinstance(r, Failure)), "")
        rows.append([case, what.get(case, ""), f"{size:,}", f"{spent:.2f}", codes(results), said[:90].replace("|", "/")])
        print(*rows[-1], f"{_peak():.0f} MB so far", sep="  ", flush=True)
    head = ["case", "what it is", "KB", "seconds on the clock", "what it gets", "first message"]
    told("hostile", f"{len(rows)} cases; no worker held more than {_peak():.0f} MB.\n\n{table(head, rows)}", write)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    main([a for a in sys.argv[1:] if not a.startswith("-")], "--write" in sys.argv)
