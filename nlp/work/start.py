"""How workers start on this system, and where they keep temporary files."""

from __future__ import annotations

import multiprocessing
import os
import threading

FOLDER = "gongkai-worker-"  # then the number of the parent


def start_method() -> str:
    """How a worker starts here: as a copy of this process where that is safe (Linux, no other threads), else from nothing."""
    forks = "fork" in multiprocessing.get_all_start_methods() and os.uname().sysname == "Linux" if os.name == "posix" else False
    return "fork" if forks and threading.active_count() == 1 else "spawn"
