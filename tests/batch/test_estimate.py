"""A dry run: nothing written, the sample the same every time, what is done already left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.batch.estimate import _sampled, estimate
from nlp.batch.inputs import Given
from tests.batch.making import GIVEN


def test_a_dry_run_writes_nothing_and_tells_all_sizes(given: Path, tmp_path: Path) -> None:
    found = estimate(given, tmp_path / "out", workers=2)
    assert not (tmp_path / "out").exists()
    assert (found.documents, found.sampled, found.new, found.workers) == (GIVEN, GIVEN, GIVEN, 2)
    assert found.input_bytes == pytest.approx(sum(p.stat().st_size for p in given.rglob("*.*") if not p.is_symlink()), abs=GIVEN)
    assert found.failed == pytest.approx(3 / GIVEN)
    assert 0 < found.seconds < 60
    assert found.processor_hours == pytest.approx(found.seconds * 2 / 3600)


def test_its_bytes_are_those_of_the_run(given: Path, tmp_path: Path) -> None:
    from nlp.batch.engines import local_engine
    from nlp.batch.run import run_batch

    found = estimate(given, tmp_path / "out")
    told = run_batch(given, tmp_path / "out", local_engine(1))
    assert found.output_bytes == pytest.approx(told.bytes, rel=0.02)


def test_what_is_done_is_left_out(given: Path, whole: Path) -> None:
    found = estimate(given, whole)
    assert (found.documents, found.new, found.seconds, found.output_bytes) == (GIVEN, 0, 0.0, 0)


def test_the_sample_is_the_same_every_time_and_spread() -> None:
    documents = [Given(str(n), b"") for n in range(10_000)]
    count, chosen = _sampled(documents, 50)
    assert (count, chosen) == _sampled(documents, 50)
    assert count == 10_000
    assert len({d.name for d in chosen}) == 50
    assert 3_500 < sum(int(d.name) for d in chosen) / 50 < 6_500
