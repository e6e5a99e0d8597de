"""Memory over many documents: what the program, its parent process and a guarded worker hold, every 1,000 documents.

    python -m tests.benchmarks.memory [DOCUMENTS] [--write]

`parent` keeps what links copies (a sketch a document) and grows by that; `worker` must stay flat. `own` is what a process does not
share with others (private pages), `resident` all that it has in memory.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from nlp.contract import to_json
from nlp.types import Failure
from nlp.work.paths import tasks_of
from nlp.work.run import analyses
from tests.benchmarks.made import documents
from tests.benchmarks.report import table, told

_EVERY = 1_000
Held = dict[str, int]


def main(count: int, write: bool) -> None:
    """Run, print as it goes, then the table."""
    rows: list[tuple[object, ...]] = []
    with tempfile.TemporaryDirectory(prefix="gongkai-memory-") as name:
        for path, data in documents(count):
            (Path(name) / path).write_bytes(data)
        tasks = tasks_of([Path(name)])[0]
        done = failed = characters = 0
        for _, result in analyses(tasks, workers=1):
            done += 1
            failed += isinstance(result, Failure)
            characters += len(result.outline.document.text) if not isinstance(result, Failure) else 0
            to_json(result)
            if done % _EVERY == 0 or done == 100:
                parent, (worker, *_) = held(os.getpid()), [held(pid) for pid in children(os.getpid())]
                rows.append((done, *(f"{place[key] / 1024:.0f}" for place in (worker, parent) for key in ("resident", "own"))))
                print(*rows[-1], failed, characters, flush=True)
    head = ("documents", "worker, resident MB", "worker, own MB", "parent, resident MB", "parent, own MB")
    told("memory", f"{done} documents, {characters} characters, {failed} that cannot be read.\n\n{table(head, rows)}", write)


def held(pid: int) -> Held:
    """KB that a process holds: all in memory, its own (private), and its share of what is shared."""
    found: dict[str, int] = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        key, _, value = line.partition(":")
        found[key] = int(value.split()[0])
    return {"resident": found["Rss"], "own": found["Private_Clean"] + found["Private_Dirty"], "share": found["Pss"]}


def children(pid: int) -> Iterator[int]:
    """Processes that this one started."""
    for thread in Path(f"/proc/{pid}/task").iterdir():
        yield from map(int, (thread / "children").read_text().split())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="?", type=int, default=10_000)
    parser.add_argument("--write", action="store_true", help="also into docs/benchmarks.md")
    given = parser.parse_args()
    main(given.documents, given.write)
