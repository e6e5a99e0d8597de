"""Hostile files: each gets what tests/cases/hostile.tsv says, within its limits, and what lies beside it is read."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from nlp.intake import reader
from nlp.intake.reader import read
from nlp.types import Document, Failure, Limits, Source
from nlp.work.names import shown_path
from nlp.work.paths import tasks_of
from tests.work.fuzzing import warm, watch_sockets
from tests.work.hostile import CASES, GOOD, LIMITS, SECRET, made
from tests.work.reading import codes, read_guarded
from tests.work.seeds import seeds

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="links, pipes and devices as on Linux")
TABLE = [
    line.split("\t") for line in (Path(__file__).parents[1] / "cases" / "hostile.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith(("#", "case\t"))
]  # fmt: skip
NAMES = pytest.mark.parametrize(("case", "gets"), [row[:2] for row in TABLE], ids=[row[0] for row in TABLE])


@pytest.fixture(autouse=True, scope="module")
def _readers() -> None:
    """Load every reader here once, not in the worker of each case."""
    warm(seeds())


def guarded(case: str, folder: Path) -> list[Document | Failure]:
    return [result for _, result in read_guarded(tasks_of([made(case, folder)])[0], LIMITS.get(case))]


def test_every_case_stands_in_the_table() -> None:
    assert [row[0] for row in TABLE] == list(CASES)
    assert all(len(row) == 3 and row[2] for row in TABLE)


@NAMES
def test_a_hostile_file(case: str, gets: str, tmp_path: Path) -> None:
    log = tmp_path.parent / f"{case}-sockets"
    watch_sockets(log)
    results = guarded(case, tmp_path)
    expected = gets.split("|") if "," not in gets else [gets]
    assert codes(results) in expected, [r.message for r in results if isinstance(r, Failure)][:3]
    for result in results:
        if isinstance(result, Failure):
            assert result.message.endswith("。")
            assert "{" not in result.message
        else:
            assert SECRET not in result.text
            assert len(result.text) < 6_000_000
            assert "root:" not in result.text
        path = result.path if isinstance(result, Failure) else result.media.path
        assert path.isprintable()
    assert not log.exists(), log.read_text()
    assert not list(Path("/etc").glob("x.txt"))


@pytest.mark.parametrize("case", [c for c in CASES if c.endswith("-entities")])
def test_entities_are_not_expanded(case: str, tmp_path: Path) -> None:
    assert all(isinstance(r, Failure) or len(r.text) < 1000 for r in guarded(case, tmp_path))


def test_names_are_shown_without_what_nobody_sees(tmp_path: Path) -> None:
    shown = sorted(Path(r.media.path).name for r in guarded("names", tmp_path) if isinstance(r, Document))
    assert shown == sorted(["控�[31m制�.txt", "换�行.txt", "通知�txt.exe", "长" * 83 + ".txt", "旧码通知.txt"])
    assert max(len(os.fsencode(p.name)) for p in tmp_path.iterdir()) == 253


def test_ordinary_paths_are_shown_as_they_are() -> None:
    for path in ("收文/关于 公开（2020）的通知.docx", "C:\\收文\\a.txt", "𠮷.txt", "a" * 400):
        assert shown_path(path) == path


# ---------------------------------------------------------------- files that change
@pytest.fixture
def meddled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Path], object]], Document | Failure]:
    """Reads a file while `change(path)` happens to it, after it was opened and before its bytes are taken."""

    def go(change: Callable[[Path], object]) -> Document | Failure:
        path = tmp_path / "通知.txt"
        path.write_bytes(GOOD)
        looked = []
        plain = os.fstat

        def fstat(descriptor: int) -> os.stat_result:
            found = plain(descriptor)
            if not looked:
                looked.append(descriptor)
                change(path)
            return found

        monkeypatch.setattr(reader.os, "fstat", fstat)
        got = read(Source(str(path)), Limits())
        assert looked
        return got

    return go


@pytest.mark.parametrize("change", [
    lambda p: p.write_bytes(GOOD + b"x"), lambda p: p.write_bytes(b""), lambda p: p.open("ab").write(b"more"),
    lambda p: (p.write_bytes(GOOD[::-1]), os.utime(p, ns=(1, 1))),
], ids=["longer", "emptied", "appended", "rewritten"])  # fmt: skip
def test_a_file_that_changes_while_it_is_read(meddled: Callable[..., Document | Failure], change: Callable[[Path], object]) -> None:
    got = meddled(change)
    assert isinstance(got, Failure)
    assert got.code == "changed"
    assert "被改动" in got.message


def test_a_file_that_vanishes_while_it_is_read_was_read_whole(meddled: Callable[..., Document | Failure]) -> None:
    got = meddled(lambda p: p.unlink())
    assert isinstance(got, Document)
    assert got.text.encode() == GOOD


def test_a_file_replaced_while_it_is_read_is_the_old_one(meddled: Callable[..., Document | Failure], tmp_path: Path) -> None:
    (tmp_path / "neu").write_bytes(b"another")
    got = meddled(lambda p: os.replace(tmp_path / "neu", p))
    assert isinstance(got, Document)
    assert got.text.encode() == GOOD
