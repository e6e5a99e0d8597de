"""The same documents in every format: likeness to the original, findings equal, pages a second beside a peer. Prints; asserts nothing.

    python -m tests.benchmarks.formats [ROUNDS] [--no-scans] [--write]

"like" is the least likeness of the text over the originals; "sections" and so on say in how many of them the findings are those
of the original. A page is what fills an A4 page of the PDF. "short" are the originals one by one, "long" is all of them in one
file, ten times over; seconds are of one core's processor time, the best of the rounds. A peer reads the same format alone, where
it is installed; its likeness is taken without line ends, which most peers do not tell.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from nlp.kit import Kit, load_kit
from nlp.pipeline import analyze_document
from nlp.types import Document
from tests.benchmarks.format_peers import PEERS
from tests.benchmarks.ocr import worn
from tests.benchmarks.report import table, told
from tests.intake.pdf_files import encoded, pdf_of, pictures_of
from tests.originals.formats import FORMATS, Facts, document, facts, likeness, office_files, text_of
from tests.originals.model import Original, document_of, many
from tests.originals.pages import pdf, set_out
from tests.originals.prints import BROWSER, printed
from tests.originals.texts import ORIGINALS
from tests.originals.words import OFFICE

T = TypeVar("T")
FOUND = ("sections", "units", "deadlines", "tables")
TIMES = 10


@dataclass(slots=True)
class Row:
    """One line of the table."""

    name: str
    least: float = 1.0
    equal: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FOUND, 0))
    originals: int = 0
    speeds: list[float] = field(default_factory=list)
    peer: tuple[str, ...] = ("-", "", "", "")

    def cells(self) -> list[str]:
        """The row of the table."""
        equal = [f"{self.equal[what]}/{self.originals}" for what in FOUND]
        speeds = [_shown(s) for s in self.speeds]
        return [self.name, f"{self.least:.4f}", *equal, *speeds, *[""] * (2 - len(speeds)), *self.peer]


class Bench:
    """The originals as they should be read, and the kit that analyses them."""

    def __init__(self, kit: Kit, rounds: int) -> None:
        self.kit, self.rounds = kit, rounds
        self._known: dict[str, tuple[str, Facts]] = {}

    def expected(self, original: Original) -> tuple[str, Facts]:
        """Text and findings of an original."""
        if original.name not in self._known:
            made = document_of(original)
            self._known[original.name] = text_of(made), facts(analyze_document(made, self.kit))
        return self._known[original.name]

    def row(self, name: str, ending: str, files: Sequence[tuple[Original, bytes]], long: tuple[Original, bytes] | None = None) -> Row:
        """Read the files of one format, compare, and measure."""
        row = Row(name, originals=len(files))
        for original, data in files:
            text, findings = self.expected(original)
            got = document(data, f"a.{ending}")
            found = facts(analyze_document(got, self.kit))
            row.least = min(row.least, likeness(text, text_of(got)))
            for what in FOUND:
                row.equal[what] += getattr(found, what) == getattr(findings, what)
        row.speeds = [self.speed(files, lambda data: document(data, f"a.{ending}"))]
        if long is not None:
            row.speeds.append(self.speed([long], lambda data: document(data, f"a.{ending}")))
        row.peer = self.peer(name, files, long)
        return row

    def speed(self, files: Sequence[tuple[Original, bytes]], reader: Callable[[bytes], Document | str]) -> float:
        """Pages a second of processor time."""
        pages = sum(len(set_out(original).words) for original, _ in files)
        least = float("inf")
        for _ in range(self.rounds):
            start = time.process_time()
            for _, data in files:
                reader(data)
            least = min(least, time.process_time() - start)
        return pages / least

    def peer(self, name: str, files: Sequence[tuple[Original, bytes]], long: tuple[Original, bytes] | None) -> tuple[str, ...]:
        """The first peer that is installed: its name, likeness without line ends, pages a second."""
        for peer, reader in PEERS.get(name, ()):
            try:
                reader(files[0][1])
            except ImportError:
                continue
            least = min(likeness(_flat(self.expected(o)[0]), _flat(reader(data))) for o, data in files)
            speeds = [_shown(self.speed(group, reader)) for group in (files, [long] if long else []) if group]
            return (peer, f"{least:.4f}", *speeds, *[""] * (2 - len(speeds)))
        return "-", "", "", ""


def _shown(speed: float) -> str:
    return f"{speed:,.1f}" if speed < 10 else f"{speed:,.0f}"


def _flat(text: str) -> str:
    return "".join(text.split())


def scans(original: Original, seed: int, noisy: bool) -> tuple[str, bytes]:
    """Ending and bytes of a 200-dpi scan of an original: a picture, or a PDF of pictures where it has more pages."""
    pictures = pictures_of(pdf(original))
    if noisy:
        pictures = [worn(p, seed + n, 1.2) for n, p in enumerate(pictures)]
    return ("png", encoded(pictures[0])) if len(pictures) == 1 else ("pdf", pdf_of(pictures))


def rows(bench: Bench, everything: Original, with_scans: bool) -> Iterator[Row | str]:
    """The rows one by one; a line that says why where a format cannot be made here."""
    for format_ in FORMATS:
        files = [(s, format_.render(s)) for o in ORIGINALS if format_.takes(o) for s in [format_.subject(o)]]
        long = None if format_.sheet else (everything, format_.render(everything))
        yield bench.row(format_.name, format_.ending, files, long)
    with tempfile.TemporaryDirectory() as folder:
        made = _made("LibreOffice (soffice)", OFFICE, lambda: office_files((*ORIGINALS, everything), Path(folder)))
    if isinstance(made, str):
        yield made
    else:
        for wanted, by_name in made.items():
            files = [(o, by_name[o.name]) for o in ORIGINALS]
            yield bench.row(f"{wanted}, LibreOffice", wanted, files, (everything, by_name[everything.name]))
    with tempfile.TemporaryDirectory() as folder:
        pages = _made("a browser (chromium)", BROWSER, lambda: printed((*ORIGINALS, everything), Path(folder)))
    if isinstance(pages, str):
        yield pages
    else:
        yield bench.row("pdf, browser", "pdf", [(o, pages[o.name]) for o in ORIGINALS], (everything, pages[everything.name]))
    for noisy in (False, True) if with_scans else ():
        made_scans = [(o, *scans(o, n, noisy)) for n, o in enumerate(ORIGINALS)]
        bench.rounds = 1
        yield bench.row("scan, noisy" if noisy else "scan, clean", "png", [(o, data) for o, _, data in made_scans])


def _made(what: str, there: object, make: Callable[[], T]) -> T | str:
    """What another program makes, or why it makes nothing; it must not cost the rows of other formats."""
    if there is None:
        return f"{what} is not installed: its files are left out"
    try:
        return make()
    except (subprocess.SubprocessError, OSError, StopIteration) as error:
        return f"{what} failed: {error!r}"


def main(rounds: int, with_scans: bool, write: bool) -> None:
    """Print the table."""
    bench = Bench(load_kit(), rounds)
    everything = many(tuple(o for o in ORIGINALS if o.script == "hans"), TIMES)
    sizes = f"{len(ORIGINALS)} originals, {sum(len(set_out(o).words) for o in ORIGINALS)} pages; the long one has {len(set_out(everything).words)}."
    lines: list[list[str]] = []
    remarks: list[str] = []
    for row in rows(bench, everything, with_scans):
        print(row if isinstance(row, str) else "  ".join(row.cells()), flush=True)
        (remarks.append(row) if isinstance(row, str) else lines.append(row.cells()))
    head = ["format", "like", *FOUND, "short, pages/s", "long, pages/s", "peer", "like", "short", "long"]
    told("formats", "\n\n".join([sizes, table(head, lines), *remarks]), write)


if __name__ == "__main__":
    main(next((int(a) for a in sys.argv[1:] if a.isdigit()), 3), "--no-scans" not in sys.argv, "--write" in sys.argv)
