"""A long run of mutated files through every reader. Prints what became of them; exit status 1 where a worker was lost.

    python -m tests.benchmarks.fuzz --count 20000 [--number 1] [--workers 2] [a.docx …]
"""

from __future__ import annotations

import argparse
import sys

from nlp.work.limits import cores
from tests.work.fuzzing import fuzz


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="seeds, such as a.docx (default: all)")
    parser.add_argument("--count", type=int, default=20_000, help="mutants in all")
    parser.add_argument("--number", type=int, default=1, help="random number: another one, other mutants")
    parser.add_argument("--workers", type=int, default=cores())
    chosen = parser.parse_args()
    report = fuzz(chosen.count, chosen.workers, chosen.number, tuple(chosen.names))
    for name, counts in report.seen.items():
        print(f"{name:10} {sum(counts.values()):6}  " + "  ".join(f"{code} {n}" for code, n in counts.most_common()))
    print(f"{report.total()} files in {report.seconds:.0f} s; workers lost: {len(report.bad)}")
    for line in report.bad:
        print("   ", line)
    return 1 if report.bad else 0


if __name__ == "__main__":
    sys.exit(main())
