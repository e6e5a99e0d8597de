"""Mutated files for every reader, read in guarded workers: none crashes, hangs or opens a socket.

A worker gets one seed and makes its mutants itself, so that a crash costs one mutant and the rest goes on.
"""

from __future__ import annotations

import io
import os
import random
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from unittest.mock import patch

from nlp.intake import ocr
from nlp.intake.members import expand
from nlp.intake.reader import read
from nlp.types import Document, Failure, Limits, Source
from nlp.work.limits import WorkLimits
from nlp.work.pool import Pool
from nlp.work.steps import Finished, Started, Step, Task
from tests.intake.mutants import LIMITS, Blind, mutants
from tests.work.reading import MB
from tests.work.seeds import seeds

BAD = ("timed_out", "too_much_memory", "too_much_output", "worker_died", "internal", "given_up")
_LARGEST = 2 * MB  # of a mutant, before it is doubled once more
HARSH = (b"4294967295", b"-1", b"0", b"999999999999", b"<", b">", b"&", b"\"", b"\0", b"NaN", b"1e308", "很".encode())


def mutated(seed: bytes, count: int, number: int) -> Iterator[bytes]:
    """`count` mutants of a file: of its bytes, of a member of a package packed again, of its numbers and tags. The same each time."""
    rng = random.Random(number)
    raw = mutants(seed, count, number)
    for plain in raw:
        match rng.randrange(3):
            case 0:
                yield plain
            case 1:
                yield _inside(seed, rng) if seed.startswith(b"PK") else _words(seed, rng)
            case _:
                yield _inside(seed, rng, _words) if seed.startswith(b"PK") else _words(seed, rng)


def _inside(seed: bytes, rng: random.Random, change: object = None) -> bytes:
    with zipfile.ZipFile(io.BytesIO(seed)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    name = rng.choice(sorted(files))
    if files[name]:
        files[name] = _words(files[name], rng) if change is not None else next(mutants(files[name], 1, rng.randrange(10**9)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for member, data in files.items():
            archive.writestr(member, data)
    return out.getvalue()


def _words(data: bytes, rng: random.Random) -> bytes:
    """Pieces between brackets, quotes and blanks exchanged, doubled, dropped or made harsh."""
    import re

    pieces = re.split(rb"([<>\"'/ \r\n={}\\;,]+)", data)
    if len(pieces) < 3:  # a picture: cut anywhere
        pieces = [data[n : n + 64] for n in range(0, len(data), 64)]
    for _ in range(rng.choice((1, 1, 2, 4))):
        if sum(map(len, pieces)) > _LARGEST:
            break
        at = rng.randrange(len(pieces))
        match rng.randrange(5):
            case 0:
                pieces[at] = rng.choice(HARSH)
            case 1:
                pieces[at] = pieces[at] * rng.choice((2, 50))
            case 2:
                pieces[at] = b""
            case 3:
                other = rng.randrange(len(pieces))
                pieces[at], pieces[other] = pieces[other], pieces[at]
            case _:
                end = min(len(pieces), at + rng.randrange(2, 12))
                pieces[at:end] = pieces[at:end] * rng.choice((2, 40))
    return b"".join(pieces)


@dataclass(frozen=True)
class Fuzzing:
    """The handler: a path "a.docx 120 7" is 120 mutants of that seed, random number 7."""

    seeds: dict[str, bytes]
    limits: Limits

    def __call__(self, task: Task) -> Generator[Step, bool, None]:
        ocr.engine = Blind  # in the worker's own copy
        name, count, number = task.path.split(" ")
        for index, data in enumerate(mutated(self.seeds[name], int(count), int(number))):
            if index < task.skip:
                continue
            yield Started(index, f"{task.path} #{index}", alone=False)
            yield Finished(index, Failure(f"{task.path} #{index}", self._read(name, data), ""))

    def _read(self, name: str, data: bytes) -> str:
        """What happens to a mutant, its members included."""
        got = read(Source(name, data), self.limits)
        for _, item in zip(range(20), expand(Source(name, data), self.limits), strict=False):
            if isinstance(item, Source) and item.path != name:
                read(item, self.limits)
        if isinstance(got, Document):
            return "read"
        return "broken message" if "{" in got.message else got.code


@dataclass
class Report:
    """What came of a run."""

    seen: dict[str, Counter[str]] = field(default_factory=dict)
    bad: list[str] = field(default_factory=list)  # "a.docx 120 7 #33: timed_out"
    seconds: float = 0.0

    def total(self) -> int:
        """Mutants read."""
        return sum(sum(c.values()) for c in self.seen.values())

    @staticmethod
    def is_bad(code: str) -> bool:
        """Whether a mutant that got this cost a worker, or more than a typed error may."""
        return code in BAD or code == "broken message"


def fuzz(count: int, workers: int = 2, number: int = 1, made: Mapping[str, bytes] | None = None) -> Report:
    """Read `count` mutants shared out among some files by name (the small seeds, where none are given)."""
    made = dict(seeds() if made is None else made)
    each = -(-count // len(made))
    tasks = [Task(f"{name} {part} {number + n}", name) for name in made for n, part in enumerate(_parts(each))]
    report, began = Report(), time.monotonic()
    warm(made)
    with Pool(partial(Fuzzing, made, LIMITS), workers, WorkLimits(seconds=10, memory=800 * MB, deaths=1000)) as pool:
        for at, finished in pool.results(tasks):
            got: Failure = finished.result
            name = tasks[at].path.split(" ")[0]
            report.seen.setdefault(name, Counter())[got.code] += 1
            if Report.is_bad(got.code):
                report.bad.append(f"{got.path}: {got.code} {got.message}")
    report.seconds = time.monotonic() - began
    return report


def warm(made: dict[str, bytes]) -> None:
    """Load every reader before workers are copied from this process."""
    with patch("nlp.intake.ocr.engine", Blind):
        for name, data in made.items():
            read(Source(name, data), LIMITS)


def _parts(count: int, most: int = 500) -> list[int]:
    return [min(most, count - at) for at in range(0, count, most)]


def watch_sockets(log: Path) -> None:
    """Write a line to `log` for every socket that is asked for in this process or a worker copied from it."""

    def note(event: str, _: object) -> None:
        if event in ("socket.__new__", "socket.connect", "socket.getaddrinfo") and os.getpid() != parent:
            with suppress(FileNotFoundError), open(log, "a") as file:  # a hook stays for good, the folder of a test does not
                file.write(event + "\n")

    parent = os.getpid()
    sys.addaudithook(note)
