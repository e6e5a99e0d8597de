"""Mutated files through every reader in guarded workers: no crash, no hang, no socket. The long run, 2,000 mutants of every file: make fuzz."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from unittest.mock import patch

import pytest

from nlp.intake.reader import READERS, read
from nlp.types import Document, Failure, Limits, Source
from nlp.work.steps import Task
from tests.benchmarks.fuzz import main, shown
from tests.intake.mutants import Blind
from tests.work.fuzzing import Fuzzing, Report, fuzz, mutated, watch_sockets
from tests.work.reading import Reading, code, read_guarded
from tests.work.rich_seeds import KINDS, rich_seeds
from tests.work.seeds import png, seeds

COUNT = 1_080  # 60 a seed


def test_every_reader_survives_mutated_files(tmp_path: Path) -> None:
    log = tmp_path / "sockets"
    watch_sockets(log)
    report = fuzz(COUNT)
    assert report.bad == []
    assert not log.exists(), log.read_text()
    assert report.total() >= COUNT
    assert set(report.seen) == set(seeds())
    read_at_all = [name for name, counts in report.seen.items() if counts["read"] * 20 < sum(counts.values())]
    assert read_at_all == [], "mutants that nothing can read prove nothing"


def test_there_is_a_seed_for_every_reader() -> None:
    assert len(seeds()) >= 18, "the packages for RAR and 7z are needed here"
    types = {got.media.media_type for name, data in seeds().items() if isinstance(got := read(Source(name, data), Limits()), Document)}
    assert types == {t for t in READERS if not t.startswith("image/")}


def test_the_long_run_has_a_seed_for_every_reader_and_tells_what_is_bad() -> None:
    made = {**seeds(), **rich_seeds()}
    with patch("nlp.intake.ocr.engine", Blind):
        results = {name: read(Source(name, data), Limits()) for name, data in made.items()}
    types = {r.media_type if isinstance(r, Failure) else r.media.media_type for r in results.values()}
    assert types == set(READERS)
    assert {name for name, r in results.items() if isinstance(r, Failure)} == {n for n in made if n.partition(".")[0] in (*KINDS, "scan")}
    report = Report({"a.docx": Counter(read=1, damaged=1, timed_out=1, too_large=1)}, ["a.docx 2 1 #0: timed_out"])
    assert shown(report).splitlines()[2:] == ["| a.docx | docx | 4 | 1 | 1 | 0 | 0 | too_large 1 | 1 |", "| all |  | 4 | 1 | 1 | 0 | 0 | too_large 1 | 1 |"]


def test_the_long_run_fails_where_a_worker_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["fuzz", "a.txt", "--each", "1", "--workers", "1"])
    assert main() == 0
    monkeypatch.setattr(Fuzzing, "_read", lambda *_: os.abort())
    assert main() == 1


def test_mutants_are_the_same_every_time_and_differ_by_number() -> None:
    seed = seeds()["a.docx"]
    assert list(mutated(seed, 20, 5)) == list(mutated(seed, 20, 5)) != list(mutated(seed, 20, 6))


def test_readers_give_the_same_with_networking_refused(tmp_path: Path) -> None:
    """Every reader in a worker, where sockets are refused, against the same call in this process."""
    paths = []
    for name, data in {**seeds(), "a.png": png()}.items():
        (tmp_path / name).write_bytes(data)
        paths.append(tmp_path / name)
    log = tmp_path / "sockets.log"
    watch_sockets(log)
    guarded = read_guarded([Task(str(p), str(p)) for p in paths])
    here = []
    for n, path in enumerate(paths):
        for step in _read_here(Reading(Limits()), Task(str(path), str(path))):
            here.append((n, step))
    assert [(n, code(r)) for n, r in guarded] == [(n, code(r)) for n, r in here]
    assert guarded == here
    assert not log.exists(), log.read_text()


def _read_here(reading: Reading, task: Task) -> list[object]:
    steps, out = reading(task), []
    try:
        step = next(steps)
        while True:
            if hasattr(step, "result"):
                out.append(step.result)
                step = next(steps)
            else:
                step = steps.send(True) if step.key else next(steps)
    except StopIteration:
        return out
