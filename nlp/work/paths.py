"""Paths of a call -> tasks: the files of folders in name order, and which of them belong together by their names."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from nlp.intake.members import is_system_file
from nlp.work.names import shown_path
from nlp.work.steps import Task

# 附件1.docx, 附件：任务分工表.xlsx, 附件一 …, 附表2.xls, 通知-附件3.pdf, 通知（附件）.doc, 1.附件：….docx: what stands before it names the notice
_ATTACHMENT = re.compile(
    r"""^(?P<notice>.*?)              # 关于做好…的通知
    [\s_\-—－.．、+＋（(【\[]*          # -
    (?P<word>附件|附表|附图|附录)      # 附件
    [\s]*(?P<number>[0-9０-９一二三四五六七八九十]*)""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"^\s*[0-9０-９]{0,3}[\s.．、_\-（()）]*$")  # 1. before the word is no name of a notice


def files_of(path: Path) -> list[Task]:
    """The file itself, or everything below a folder in name order; hidden and system files left out.

    Links inside a folder are not followed: each becomes a task that fails, so that nothing vanishes and no loop is entered. A
    path that is itself given may be a link.
    """
    if not path.is_dir():
        return [_task(path)]
    tasks: list[Task] = []
    for folder, folders, names in os.walk(path, followlinks=False):
        links = [name for name in folders if os.path.islink(os.path.join(folder, name)) and not name.startswith(".")]
        folders[:] = [name for name in folders if not name.startswith(".") and name not in links and not is_system_file(f"{name}/x")]
        for name in [*names, *links]:
            if not name.startswith(".") and not is_system_file(name):
                tasks.append(_task(Path(folder) / name, link=os.path.islink(os.path.join(folder, name))))
    return sorted(tasks, key=lambda task: Path(task.path))


def _task(path: Path, link: bool = False) -> Task:
    return Task(str(path), shown_path(str(path)), fault="link" if link else None)


def with_cases(tasks: Sequence[Task]) -> list[Task]:
    """The tasks, with the case of those that belong together: a notice and its attachments in one folder.

    An attachment named after a notice (通知.docx, 通知-附件1.xlsx) belongs to that one; where a folder holds one notice and files
    named 附件1 …, all of them form one case. A case has the path of its folder, or of the notice where there are several.
    """
    by_folder: dict[str, list[int]] = {}
    for i, task in enumerate(tasks):
        by_folder.setdefault(os.path.dirname(task.shown), []).append(i)
    out = list(tasks)
    for folder, members in by_folder.items():
        for i, case in _cases(folder, {i: tasks[i] for i in members}).items():
            task = tasks[i]
            out[i] = Task(task.path, task.shown, case, task.skip, task.fault)
    return out


def _cases(folder: str, tasks: dict[int, Task]) -> dict[int, str]:
    stems = {i: os.path.splitext(os.path.basename(t.shown))[0].strip() for i, t in tasks.items()}
    found = {i: m for i, stem in stems.items() if (m := _ATTACHMENT.match(stem)) and _is_attachment(m)}
    notices = {stems[i]: tasks[i].shown for i in reversed(list(tasks)) if i not in found}
    if not found or not notices:
        return {}
    if len(notices) == 1:
        (notice,) = notices
        owners = {i: notice for i, m in found.items() if _named(m) in ("", notice)}
    else:
        owners = {i: _named(m) for i, m in found.items() if _named(m) in notices}
    cases: dict[int, str] = {}
    for notice in set(owners.values()):
        case = (folder or ".") if len(notices) == 1 else notices[notice]
        cases |= {i: case for i, owner in owners.items() if owner == notice}
        cases |= {i: case for i, stem in stems.items() if stem == notice and i not in found}
    return cases


def _is_attachment(match: re.Match[str]) -> bool:
    """Whether the word names the file an attachment, not a matter: 附件1, 附件：…, not 附件管理办法."""
    rest = match.string[match.end() :]
    return bool(match["number"]) or not rest or rest[0] in " ：:．.、，_-—－）)】]（(【[《" or not _named(match)


def _named(match: re.Match[str]) -> str:
    """The notice that an attachment is named after, "" where it names none."""
    return "" if _NUMBER.match(match["notice"]) else match["notice"].strip()


def tasks_of(paths: Iterable[Path]) -> tuple[list[Task], list[Path]]:
    """Tasks of all paths in the order given, and the folders in which nothing was found."""
    tasks: list[Task] = []
    empty: list[Path] = []
    for path in paths:
        found = files_of(path)
        (tasks.extend(found) if found else empty.append(path))
    return with_cases(tasks), empty
