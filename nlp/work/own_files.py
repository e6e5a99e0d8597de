"""Files that a program keeps for itself between runs and can do without: found damaged, or not written by this user, they are not there."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
from pathlib import Path

_HEAD = 32
MOST = 64 * 1024 * 1024


def cache_folder() -> Path | None:
    """Where this system keeps what a program may lose; None where it does not say."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "gongkai" if base and os.path.isabs(base) else None


def read_own(path: Path) -> memoryview | None:
    """What `write_own` wrote; None where the file is missing, damaged (checksum), or somebody else could have written it."""
    try:
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            if os.name == "posix" and (found.st_uid != os.getuid() or found.st_mode & 0o022):
                return None
            data = memoryview(file.read(MOST + _HEAD))
    except OSError:
        return None
    whole = len(data) > _HEAD and hashlib.sha256(data[_HEAD:]).digest() == data[:_HEAD]
    return data[_HEAD:] if whole else None


def write_own(path: Path, data: bytes) -> bool:
    """Write the file at once or not at all; False where it would be too large. A place that cannot be written costs time, nothing else."""
    if len(data) > MOST:
        return False
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".kept-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(data).digest())
                file.write(data)
            os.replace(name, path)
        finally:
            Path(name).unlink(missing_ok=True)
    return True
