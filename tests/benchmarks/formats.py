"""The same documents in every format: likeness to the original, findings equal, pages a second beside a peer. Prints; asserts nothing.

    python -m tests.benchmarks.formats [ROUNDS] [--no-scans]

"like" is the least likeness of the text over the originals; "sections" and so on say in how many of them the findings are those
of the original. A page is what fills an A4 page of the PDF. "short" are the originals one by one, "long" is all of them in one
file, ten times over; seconds are of one core's processor time, the best of the rounds. A peer reads the same format alone, where
it is installed; its likeness is taken without line ends, which most peers do not tell.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nlp.kit import Kit, load_kit
from nlp.pipeline import analyze_document
from nlp.types import Document
from tests.benchmarks.format_peers import PEERS
from tests.benchmarks.ocr import worn
from tests.intake.pdf_files import encoded, pdf_of, pictures_of
from tests.originals.formats import FORMATS, Facts, document, facts, likeness, office_files, text_of
from tests.originals.model import Original, document_of, many
from tests.originals.pages import pdf, set_out
from tests.originals.prints import BROWSER, printed
from tests.originals.texts import ORIGINALS
from tests.originals.words import OFFICE

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
    peer: str = ""

    def show(self) -> str:
        equal = "".join(f"{f'{self.equal[what]}/{self.originals}':>10}" for what in FOUND)
        speeds = "".join(f"{_shown(s)}" for s in self.speeds)
        return f"{self.name:18}{self.least:8.4f}{equal}{speeds:20}  {self.peer}"


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

    def peer(self, name: str, files: Sequence[tuple[Original, bytes]], long: tuple[Original, bytes] | None) -> str:
        """The first peer that is installed: its name, likeness without line ends, pages a second."""
        for peer, reader in PEERS.get(name, ()):
            try:
                reader(files[0][1])
            except ImportError:
                continue
            least = min(likeness(_flat(self.expected(o)[0]), _flat(reader(data))) for o, data in files)
            speeds = "".join(f"{_shown(self.speed(group, reader))}" for group in (files, [long] if long else []) if group)
            return f"{peer:14}{least:8.4f} {speeds}"
        return "-"


def _shown(speed: float) -> str:
    return f"{f'{speed:,.1f}' if speed < 10 else f'{speed:,.0f}':>10}"


def _flat(text: str) -> str:
    return "".join(text.split())


def scans(original: Original, seed: int, noisy: bool) -> tuple[str, bytes]:
    """Ending and bytes of a 200-dpi scan of an original: a picture, or a PDF of pictures where it has more pages."""
    pictures = pictures_of(pdf(original))
    if noisy:
        pictures = [worn(p, seed + n, 1.2) for n, p in enumerate(pictures)]
    return ("png", encoded(pictures[0])) if len(pictures) == 1 else ("pdf", pdf_of(pictures))


def main(rounds: int, with_scans: bool) -> None:
    """Print the table."""
    bench = Bench(load_kit(), rounds)
    simplified = tuple(o for o in ORIGINALS if o.script == "hans")
    everything = many(simplified, TIMES)
    print(f"{len(ORIGINALS)} originals, {sum(len(set_out(o).words) for o in ORIGINALS)} pages; the long one has {len(set_out(everything).words)}")
    head = "".join(f"{what:>10}" for what in FOUND)
    print(f"{'format':18}{'like':>8}{head}{'short':>10}{'long':>10}  {'peer':14}{'like':>8} {'short':>10}{'long':>10}")
    for format_ in FORMATS:
        files = [(s, format_.render(s)) for o in ORIGINALS if format_.takes(o) for s in [format_.subject(o)]]
        long = None if format_.sheet else (everything, format_.render(everything))
        print(bench.row(format_.name, format_.ending, files, long).show(), flush=True)
    if OFFICE is None:
        print("LibreOffice (soffice) is not installed: its PDF, .doc, .wps and RTF are left out")
    else:
        with tempfile.TemporaryDirectory() as folder:
            made = office_files((*ORIGINALS, everything), Path(folder))
        for wanted, by_name in made.items():
            files = [(o, by_name[o.name]) for o in ORIGINALS]
            print(bench.row(f"{wanted}, LibreOffice", wanted, files, (everything, by_name[everything.name])).show(), flush=True)
    if BROWSER is None:
        print("no browser (chromium) is installed: its PDF is left out")
    else:
        with tempfile.TemporaryDirectory() as folder:
            by_name = printed((*ORIGINALS, everything), Path(folder))
        files = [(o, by_name[o.name]) for o in ORIGINALS]
        print(bench.row("pdf, browser", "pdf", files, (everything, by_name[everything.name])).show(), flush=True)
    for noisy in (False, True) if with_scans else ():
        made_scans = [(o, *scans(o, n, noisy)) for n, o in enumerate(ORIGINALS)]
        bench.rounds = 1
        name = "scan, noisy" if noisy else "scan, clean"
        print(bench.row(name, "png", [(o, data) for o, _, data in made_scans]).show(), flush=True)


if __name__ == "__main__":
    main(next((int(a) for a in sys.argv[1:] if a.isdigit()), 3), "--no-scans" not in sys.argv)
