"""Tables of benchmarks: printed, and on demand put into their place in docs/benchmarks.md with date, versions and machine."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from nlp import __version__
from nlp.work.limits import cores

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"


def table(head: Sequence[object], rows: Sequence[Sequence[object]]) -> str:
    """A table in Markdown; numbers, that is all but the first column, to the right."""
    lines = [head, [" --- ", *[" ---: " for _ in head[1:]]], *rows]
    return "\n".join("| " + " | ".join(str(cell).strip() for cell in line) + " |" for line in lines)


def machine() -> str:
    """Date, versions, processor, memory and how busy it is."""
    model = "unknown processor"
    if (info := Path("/proc/cpuinfo")).exists():
        model = next((line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")), model)
    size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    day = datetime.now(UTC).date().isoformat()
    return f"{day}, gongkai {__version__}, Python {platform.python_version()}, {cores()} cores ({model}), {size:.0f} GB, load {load:.1f} at the end."


def told(name: str, text: str, write: bool) -> None:
    """Print the result of a benchmark; with `write` it replaces what stands between its two marks in docs/benchmarks.md."""
    text = f"{machine()} {text}"
    print(text)
    if not write:
        return
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    before, found, rest = PAGE.read_text("utf-8").partition(begin)
    if not found:
        raise ValueError(f"{PAGE.name} has no mark {begin}")
    PAGE.write_text(f"{before}{begin}\n{text}\n{end}{rest.partition(end)[2]}", "utf-8")
