"""Files of folders, and which of them form a case by their names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nlp.work.paths import files_of, tasks_of

CASES = [
    ("a notice and its attachments", ["关于公开的通知.docx", "附件1.xlsx", "附件2：分工表.docx"], {"": [0, 1, 2]}),
    ("numbers before the word", ["通知.pdf", "1.附件1 任务表.xlsx", "02_附件2.xlsx"], {"": [0, 1, 2]}),
    ("the notice in two formats", ["通知.docx", "通知.pdf", "附件.xlsx"], {"": [0, 1, 2]}),
    ("Chinese numbers and other words", ["通知.docx", "附件一.doc", "附表二.xls", "附图三.pdf"], {"": [0, 1, 2, 3]}),
    ("named after their notices", ["甲通知.docx", "甲通知-附件1.xlsx", "乙通知.docx", "乙通知（附件）.xlsx"], {"甲通知.docx": [0, 1], "乙通知.docx": [2, 3]}),
    ("nothing tells whose it is", ["甲通知.docx", "乙通知.docx", "附件1.xlsx"], {}),
    ("no notice", ["附件1.xlsx", "附件2.xlsx"], {}),
    ("no attachment", ["甲通知.docx", "乙通知.docx"], {}),
    ("a matter, no attachment", ["通知.docx", "关于附件管理办法的说明.docx"], {}),
    ("named after another notice", ["甲通知.docx", "乙通知-附件1.xlsx"], {}),
]  # fmt: skip


@pytest.mark.parametrize(("names", "cases"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_cases_by_names(names: list[str], cases: dict[str, list[int]], tmp_path: Path) -> None:
    for name in names:
        (tmp_path / name).write_text("x")
    got = {Path(t.path).name: t.case for t in tasks_of([tmp_path])[0]}
    expected: dict[str, str | None] = dict.fromkeys(names)
    for case, members in cases.items():
        expected |= {names[i]: str(tmp_path / case) if case else str(tmp_path) for i in members}
    assert got == expected


def test_every_folder_is_a_case_of_its_own(tmp_path: Path) -> None:
    for folder in ("一", "二"):
        (tmp_path / folder).mkdir()
        for name in ("通知.docx", "附件1.docx"):
            (tmp_path / folder / name).write_text("x")
    assert [Path(t.case or "").name for t in tasks_of([tmp_path])[0]] == ["一", "一", "二", "二"]


def test_files_that_are_given_one_by_one_form_a_case_too(tmp_path: Path) -> None:
    paths = [tmp_path / "通知.docx", tmp_path / "附件1.docx"]
    assert {t.case for t in tasks_of(paths)[0]} == {str(tmp_path)}


def test_order_hidden_files_and_empty_folders(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", ".hidden/x.txt", ".x.txt", "~$a.docx", "Thumbs.db", "c/__MACOSX/y.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "leer").mkdir()
    tasks, empty = tasks_of([tmp_path, tmp_path / "leer", tmp_path / "b/1.txt"])
    assert [str(Path(t.path).relative_to(tmp_path)) for t in tasks] == ["a.txt", "b/1.txt", "b/2.txt", "b/1.txt"]
    assert empty == [tmp_path / "leer"]


@pytest.mark.skipif(os.name != "posix", reason="links")
def test_a_link_that_is_itself_given_is_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("x")
    os.symlink("in", tmp_path / "weg")
    os.symlink("in/a.txt", tmp_path / "datei.txt")
    assert [t.fault for t in files_of(tmp_path / "weg")] == [None]
    assert [t.fault for t in files_of(tmp_path / "datei.txt")] == [None]
    assert [t.fault for t in files_of(tmp_path)] == ["link", None, "link"]
