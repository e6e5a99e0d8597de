"""Cost by length: one document of 10 KB, 100 KB, 1 MB, 10 MB, from its bytes to its line of JSON.

    python -m tests.benchmarks.length [SIZE ...] [--write]

Seconds are of processor time, in a process of its own for each size, whose peak memory is told.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time

from nlp.contract import to_json
from nlp.kit import load_kit
from nlp.pipeline import analyze
from nlp.types import Analysis, Source
from tests.benchmarks.made import ROOT, long_text
from tests.benchmarks.report import table, told

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)


def one(size: int) -> None:
    """Analyse one document and print what it cost, as JSON."""
    kit = load_kit()
    analyze(Source("a.txt", long_text(3_000).encode()), kit)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    data = long_text(size).encode()
    least = float("inf")
    for _ in range(5 if size <= 100_000 else 1):
        began = time.process_time()
        result = analyze(Source("a.txt", data), kit)
        line = to_json(result)
        least = min(least, time.process_time() - began)
    assert isinstance(result, Analysis), result
    print(json.dumps({
        "bytes": len(data), "characters": len(result.outline.document.text), "seconds": least, "json": len(line.encode()),
        "entries": len(result.entries), "before": before, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    }))


def main(sizes: list[int], write: bool) -> None:
    """Every size in a process of its own, then the table."""
    rows: list[tuple[object, ...]] = []
    for size in sizes:
        done = subprocess.run([sys.executable, "-m", "tests.benchmarks.length", "--one", str(size)], check=True, capture_output=True, text=True,
                              cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
        got = json.loads(done.stdout)
        print(got, flush=True)
        rows.append((f"{got['bytes'] / 1000:,.0f} KB", f"{got['characters']:,}", f"{got['entries']:,}", f"{got['seconds']:.2f}",
                     f"{got['characters'] / got['seconds']:,.0f}", f"{got['peak'] / 1024:.0f}", f"{got['json'] / 1e6:.2f}"))
    head = ("document", "characters", "entries", "seconds", "characters a second", "peak memory, MB", "JSON, MB")
    told("length", f"\n\n{table(head, rows)}", write)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--one", type=int, help="one size, in this process")
    parser.add_argument("--write", action="store_true", help="also into docs/benchmarks.md")
    given = parser.parse_args()
    if given.one:
        one(given.one)
    else:
        main(given.sizes, given.write)
