"""Which files are asked about before they are read."""

from __future__ import annotations

from pathlib import Path

from nlp.work.steps import Task
from nlp.work.twins import with_twins


def _tasks(folder: Path, **files: str) -> list[Task]:
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_text(content, "utf-8")
    return [Task(str(folder / name.replace("_", ".")), name.replace("_", ".")) for name in files]


def test_only_files_of_one_size_may_be_the_same(tmp_path: Path) -> None:
    tasks = _tasks(tmp_path, a_txt="一二", b_txt="一", c_txt="三四")
    assert [task.twin for task in with_twins(tasks)] == [True, False, True]


def test_beside_an_archive_every_file_may_lie_in_it(tmp_path: Path) -> None:
    tasks = _tasks(tmp_path, a_txt="一二", b_ZIP="一")
    assert [task.twin for task in with_twins(tasks)] == [True, True]


def test_files_that_are_not_there_are_asked_about(tmp_path: Path) -> None:
    gone = [Task(str(tmp_path / name), name) for name in ("x", "y", "nul\0l")]
    assert [task.twin for task in with_twins([*gone, *_tasks(tmp_path, a_txt="一")])] == [True, True, True, False]
