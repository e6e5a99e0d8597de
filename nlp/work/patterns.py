"""Compiled patterns kept between runs: compiling the patterns of all rules takes longer than reading a notice.

Only the work of the compiler is kept, by pattern and flags: what a pattern is compiled to cannot depend on anything else but the
version of the interpreter, which is part of the file's name. Where the file is missing, damaged, not ours, or the interpreter
unknown, patterns are compiled as ever.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import re
import sys
import tempfile
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Key = tuple[str | bytes, int]
# what the matching engine takes: flags, code, number of groups, group names by number and numbers by name
Compiled = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
_VERSIONS = ((3, 11), (3, 12), (3, 13))  # their compilers were looked at
_DIGEST = 32
_MOST = 64 * 1024 * 1024
_WORTH_WRITING = 10  # new patterns


def cache_folder() -> Path | None:
    """Where this system keeps what a program may lose; None where it does not say."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "gongkai" if base and os.path.isabs(base) else None


@contextmanager
def kept_patterns(folder: Path | None) -> Iterator[None]:
    """Inside, patterns that were compiled in an earlier run are taken from a file in `folder`; new ones are added to it after."""
    if folder is None or sys.implementation.name != "cpython" or sys.version_info[:2] not in _VERSIONS:
        yield
        return
    import _sre  # type: ignore[import-not-found]

    if isinstance(getattr(re._compiler.compile, "__self__", None), _Kept):  # type: ignore[attr-defined]
        yield  # they are already taken from there
        return
    path = folder / f"patterns-{sys.implementation.cache_tag}-{_sre.MAGIC}-{_sre.CODESIZE}"
    compiler: Any = re._compiler  # type: ignore[attr-defined]
    kept = _Kept(_read(path), compiler)
    plain: Callable[..., Any] = compiler.compile
    compiler.compile = kept.compile
    try:
        yield
    finally:
        compiler.compile = plain
        if kept.new >= _WORTH_WRITING and not _write(path, kept.known):
            _write(path, kept.used)  # what older rules left has grown too large


class _Kept:
    def __init__(self, known: dict[Key, Compiled], compiler: Any) -> None:
        self.known = known
        self.used: dict[Key, Compiled] = {}
        self.new = 0
        self._compiler = compiler
        self._plain: Callable[..., Any] = compiler.compile

    def compile(self, pattern: Any, flags: int = 0) -> Any:
        """As `re` compiles, by what is kept."""
        flags = int(flags)
        if not isinstance(pattern, str | bytes) or flags & re.DEBUG:
            return self._plain(pattern, flags)
        import _sre

        key = (pattern, flags)
        if key not in self.known:
            parsed = self._compiler._parser.parse(pattern, flags)
            code = array("I", self._compiler._code(parsed, flags))
            names: dict[str, int] = dict(parsed.state.groupdict)
            by_number: list[str | None] = [None] * parsed.state.groups
            for name, number in names.items():
                by_number[number] = name
            self.known[key] = (int(flags | parsed.state.flags), code.tobytes(), parsed.state.groups - 1, names, tuple(by_number))
            self.new += 1
        self.used[key] = self.known[key]
        flags, held, groups, names, numbers = self.known[key]
        return _sre.compile(pattern, flags, array("I", held).tolist(), groups, names, numbers)


def _read(path: Path) -> dict[Key, Compiled]:
    try:
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            if os.name == "posix" and (found.st_uid != os.getuid() or found.st_mode & 0o022):
                return {}  # somebody else could have written it
            data = file.read(_MOST)
        if hashlib.sha256(data[_DIGEST:]).digest() != data[:_DIGEST]:
            return {}
        kept: dict[Key, Compiled] = marshal.loads(data[_DIGEST:])
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _write(path: Path, known: dict[Key, Compiled]) -> bool:
    """Write the file, unless it would be too large."""
    data = marshal.dumps(known)
    if len(data) > _MOST - _DIGEST:
        return False
    with contextlib.suppress(OSError):  # a place that cannot be written costs time, nothing else
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".patterns-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(data).digest() + data)
            os.replace(name, path)
        finally:
            Path(name).unlink(missing_ok=True)
    return True
