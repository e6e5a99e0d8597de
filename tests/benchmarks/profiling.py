"""Where the time goes: the samples through the whole analysis under the profiler, by stage and by function.

    python -m tests.benchmarks.profiling [ROUNDS] [--write] [--name NAME]

Seconds are of processor time and inflated by the profiler; what counts is the share. The line by stage is measured without it.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from collections import defaultdict
from pathlib import Path

from nlp.intake.reader import read
from nlp.pipeline import analyze_document
from nlp.types import Document, Source
from nlp.work.run import ready_kit
from tests.benchmarks.made import ROOT, SAMPLES
from tests.benchmarks.report import table, told

_MOST = 15  # functions


def main(rounds: int, write: bool, name: str) -> None:
    """Profile and print."""
    kit = ready_kit(None)
    paths = [*sorted(SAMPLES.iterdir()), *sorted((ROOT / "corpora" / "gold" / "dev").glob("*.txt"))]
    found = [read(Source(str(path)), kit.limits, kit.furniture) for path in paths]
    documents = [one for one in found if isinstance(one, Document)]
    characters = rounds * sum(len(one.text) for one in documents)

    def run() -> None:
        for _ in range(rounds):
            for one in documents:
                analyze_document(one, kit)

    began = time.process_time()
    run()
    plain = time.process_time() - began
    profile = cProfile.Profile(time.process_time)
    profile.runcall(run)
    stats = pstats.Stats(profile)
    total: float = stats.total_tt  # type: ignore[attr-defined]
    parts: dict[str, float] = defaultdict(float)
    functions: list[tuple[float, int, str]] = []
    for (file, _line, function), (_, calls, own, _, _) in stats.stats.items():  # type: ignore[attr-defined]
        place = Path(file)
        where = _package(place)
        parts[where] += own
        label = f"{'/'.join(place.parts[-2:])}:{function}" if where.startswith("nlp") else f"{function} ({where})"
        functions.append((own, calls, label))
    by_part = [(part, f"{100 * own / total:.1f} %") for part, own in sorted(parts.items(), key=lambda x: -x[1]) if own > total / 200]
    top = [(label.replace("|", "\\|"), f"{calls:,}", f"{100 * own / total:.1f} %") for own, calls, label in sorted(functions, reverse=True)[:_MOST]]
    text = (f"{len(documents)} documents, {characters:,} characters: {characters / plain:,.0f} characters a second without the profiler, all stages"
            f" behind reading.\n\n{table(('time of their own, by package', 'share'), by_part)}\n\n{table(('function', 'calls', 'share'), top)}")
    told(name, text, write)


def _package(place: Path) -> str:
    parts = place.parts
    if "nlp" in parts:
        at = len(parts) - 1 - parts[::-1].index("nlp")
        return "/".join(parts[at : at + 2]).removesuffix(".py")
    if str(place).startswith(("~", "<")):
        return "built in"
    return parts[parts.index("site-packages") + 1] if "site-packages" in parts else "standard library"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rounds", nargs="?", type=int, default=3)
    parser.add_argument("--name", default="profile", help="mark in docs/benchmarks.md")
    parser.add_argument("--write", action="store_true", help="also into docs/benchmarks.md")
    given = parser.parse_args()
    main(given.rounds, given.write, given.name)
