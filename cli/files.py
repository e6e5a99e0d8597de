"""Writing results so that nothing partial is ever left: beside the target, then renamed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def write_whole(target: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a temporary file in the target's folder, then rename it over the target; on an error nothing stays.

    Raises OSError when the folder cannot be written.
    """
    handle, name = tempfile.mkstemp(prefix=".gongkai-", suffix=target.suffix, dir=target.parent or Path("."))
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
