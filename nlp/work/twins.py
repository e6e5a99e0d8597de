"""Which files of a run may hold the same bytes: only their workers ask the parent, and so wait for it, before they read."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from nlp.work.steps import Task

# What may hold copies of any file of the run; told by the ending only: a wrong guess costs a second reading, never a result.
_CONTAINERS = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".eml", ".msg", ".mbox")


def with_twins(tasks: Sequence[Task]) -> list[Task]:
    """The tasks, marked by whether another file of them has the same size, or lies in a container."""
    if any(task.shown.lower().endswith(_CONTAINERS) for task in tasks):
        return [replace(task, twin=True) for task in tasks]
    sizes = [_size(task.path) for task in tasks]
    seen = Counter(sizes)
    return [replace(task, twin=seen[size] > 1) for task, size in zip(tasks, sizes, strict=True)]


def _size(path: str) -> int | None:
    try:
        return os.stat(path).st_size
    except (OSError, ValueError):
        return None
