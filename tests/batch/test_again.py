"""Documents that failed, tried again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import nlp.batch.handler as handler
from nlp.batch.engines import local_engine
from nlp.batch.output import Output
from nlp.batch.run import run_batch
from nlp.kit import Kit
from nlp.types import Analysis, Failure, Source
from tests.batch.making import DOCUMENTS, rows, tables

POOR = ("通知00.txt", "下/通知03.txt", "包.zip!/b.txt")  # one of an archive among them


@pytest.fixture
def failed(given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Output of a run in which some documents failed that could be read."""
    plain = handler.analyze

    def analyze(source: Source, kit: Kit) -> Analysis | Failure:
        return Failure(source.path, "timed_out", "x", "text/plain") if source.path in POOR else plain(source, kit)

    with monkeypatch.context() as patch:
        patch.setattr(handler, "analyze", analyze)
        run_batch(given, tmp_path / "out", local_engine(1), size=5)
    return tmp_path / "out"


def test_documents_that_failed_are_tried_again_when_asked_for(failed: Path, given: Path, whole: Path) -> None:
    assert len(rows(failed, "documents")) == DOCUMENTS + 3 - len(POOR)
    assert run_batch(given, failed, local_engine(1), size=5).partitions == 0
    told = run_batch(given, failed, local_engine(1), size=5, retry_failed=True)
    # three that cannot be read, and the three above, one of them an archive of two
    assert (told.retried, told.documents, told.failed, told.secret) == (6, 4, 3, 0)
    assert tables(failed) == tables(whole)
    assert run_batch(given, failed, local_engine(1), size=5).partitions == 0


def test_where_nothing_failed_nothing_is_touched(whole: Path, given: Path, tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    shutil.copy(given / "通知00.txt", source)
    shutil.copy(given / "密室方案.txt", source)
    run_batch(source, tmp_path / "out", local_engine(1))
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("part-*")}
    told = run_batch(source, tmp_path / "out", local_engine(1), retry_failed=True)
    assert (told.retried, told.partitions, told.known) == (0, 0, 2)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("part-*")} == before


@pytest.mark.parametrize("step", range(3))
def test_a_run_that_is_killed_while_it_takes_them_out_loses_nothing(
    step: int, failed: Path, given: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = 0
    plain = Output.commit

    def commit(self: Output, staged: object) -> int:
        nonlocal count
        if count == step:
            raise KeyboardInterrupt
        count += 1
        return plain(self, staged)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Output, "commit", commit)
        with pytest.raises(KeyboardInterrupt):
            run_batch(given, failed, local_engine(1), size=5, retry_failed=True)
    run_batch(given, failed, local_engine(1), size=5, retry_failed=True)
    assert tables(failed) == tables(whole)
