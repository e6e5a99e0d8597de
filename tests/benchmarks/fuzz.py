"""Mutated files through every reader in guarded workers. Prints what became of them; exit status 1 where a worker was lost or a socket asked for.

    python -m tests.benchmarks.fuzz [--each 2000] [--number 1] [--workers 2] [--write] [a.docx …]

Every reader gets the mutants of a small file, and most those of a whole document as well. A mutant is "bad" where its worker died,
hung (ten seconds), took too much memory or output, or broke with a fault of the program instead of a typed error.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from nlp.work.limits import cores
from tests.benchmarks.report import table, told
from tests.work.fuzzing import Report, fuzz, watch_sockets
from tests.work.rich_seeds import rich_seeds
from tests.work.seeds import seeds

_COMMON = ("read", "damaged", "not_a_document", "no_text")


def shown(report: Report) -> str:
    """The report as a table: seed, mutants, what they got."""
    rows: list[list[object]] = []
    total: Counter[str] = Counter()
    for name, counts in sorted(report.seen.items(), key=lambda item: (item[0].partition(".")[2], item[0])):
        rows.append(_row(name, counts))
        total += counts
    rows.append(_row("all", total))
    return table(["mutants of", "read by", "files", *_COMMON, "other typed errors", "bad"], rows)


def _row(name: str, counts: Counter[str]) -> list[object]:
    bad = sum(n for code, n in counts.items() if Report.is_bad(code))
    others = sorted(code for code in counts if code not in _COMMON and not Report.is_bad(code))
    return [
        name, name.rpartition(".")[2] if "." in name else "", f"{counts.total():,}", *(f"{counts[code]:,}" for code in _COMMON),
        ", ".join(f"{code} {counts[code]}" for code in others) or "0", bad,
    ]  # fmt: skip


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="seeds, such as a.docx (default: all)")
    parser.add_argument("--each", type=int, default=2_000, help="mutants of every seed")
    parser.add_argument("--number", type=int, default=1, help="random number: another one, other mutants")
    parser.add_argument("--workers", type=int, default=cores())
    parser.add_argument("--write", action="store_true", help="also into docs/benchmarks.md")
    chosen = parser.parse_args()
    made = {name: data for name, data in {**seeds(), **rich_seeds()}.items() if not chosen.names or name in chosen.names}
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "sockets"
        watch_sockets(log)
        report = fuzz(chosen.each * len(made), chosen.workers, chosen.number, made)
        sockets = len(log.read_text().splitlines()) if log.exists() else 0
    facts = f"{report.total():,} files in {report.seconds:.0f} s with {chosen.workers} workers; bad: {len(report.bad)}; sockets asked for: {sockets}."
    told("fuzz", f"{facts}\n\n{shown(report)}", chosen.write)
    for line in report.bad:
        print("   ", line)
    return 1 if report.bad or sockets or report.total() < chosen.each * len(made) else 0


if __name__ == "__main__":
    sys.exit(main())
