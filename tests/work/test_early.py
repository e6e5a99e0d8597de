"""A worker begun before the program is loaded gives what any other gives, and is never left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nlp.contract import to_json
from nlp.types import Analysis
from nlp.work import early
from nlp.work.limits import WorkLimits
from nlp.work.run import analyses
from nlp.work.start import start_method
from nlp.work.steps import Task

pytestmark = pytest.mark.skipif(start_method() != "fork", reason="workers are not copies of their parent on this system")


@pytest.fixture(autouse=True)
def copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers are copies of this process, also where a test before left a thread."""
    monkeypatch.setattr("nlp.work.early.start_method", lambda: "fork")
    monkeypatch.setattr("nlp.work.lane.start_method", lambda: "fork")



@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "通知.txt"
    path.write_text("柳河县财政局关于公开预算的通知\n各乡镇人民政府：\n一、公开时间。预算批准后20日内公开。\n柳河县财政局\n2023年3月1日\n", "utf-8")
    return path


def _lines(notice: Path) -> list[str]:
    found = [result for _, result in analyses([Task(str(notice), str(notice))])]
    assert all(isinstance(one, Analysis) for one in found)
    return [to_json(one) for one in found]


def test_the_answer_is_that_of_any_worker(notice: Path) -> None:
    plain = _lines(notice)
    early.begin()
    assert _lines(notice) == plain
    assert early.take() is None


def test_beginning_twice_begins_one() -> None:
    early.begin()
    early.begin()
    begun = early.take()
    assert begun is not None
    assert early.take() is None
    begun.end()


def test_dropping_leaves_nothing() -> None:
    early.begin()
    begun = early.take()
    assert begun is not None
    pid, folder = begun.process.pid, begun.folder
    begun.end()
    assert not Path(folder).exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_dead_one_is_replaced(notice: Path) -> None:
    early.begin()
    begun = early.take()
    assert begun is not None
    begun.process.kill()
    begun.process.join()
    assert not begun.serve(None, WorkLimits())
    early._waiting.append(begun)
    assert len(_lines(notice)) == 1
    assert not Path(begun.folder).exists()


@pytest.mark.parametrize("arguments", [["analyze", "{file}", "--no-such-option"], ["analyze", "{file}", "-f", "spacy"], ["analyze", "{file}", "-f", "json", "-q"]])
def test_the_command_leaves_no_process_and_no_folder(arguments: list[str], notice: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    made = [part.format(file=notice) for part in arguments]
    subprocess.run([sys.executable, "-m", "cli.start", *made], capture_output=True, timeout=120, env=os.environ | {"TMPDIR": str(temporary)})
    assert list(temporary.iterdir()) == []
