"""Compiled patterns kept between runs: compiling the patterns of all rules takes longer than reading a notice.

Only the work of the compiler is kept, by pattern and flags: what a pattern is compiled to cannot depend on anything else but the
version of the interpreter, which is part of the file's name. Where the file is missing, damaged, not ours, or the interpreter
unknown, patterns are compiled as ever.
"""

from __future__ import annotations

import marshal
import re
import sys
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nlp.work.own_files import read_own, write_own

Key = tuple[str | bytes, int]
# what the matching engine takes: flags, code, number of groups, group names by number and numbers by name
Compiled = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
_VERSIONS = ((3, 11), (3, 12), (3, 13))  # their compilers were looked at
_WORTH_WRITING = 10  # new patterns
_MOST_LEFT = 4  # times as many kept as used: the rest belongs to rules that have changed


def engine_tag() -> str | None:
    """Which matching engine the kept work is for; None for an interpreter whose compiler was not looked at."""
    if sys.implementation.name != "cpython" or sys.version_info[:2] not in _VERSIONS:
        return None
    import _sre  # type: ignore[import-not-found]

    return f"{sys.implementation.cache_tag}-{_sre.MAGIC}-{_sre.CODESIZE}"


@contextmanager
def kept_patterns(folder: Path | None, part: str = "modules") -> Iterator[None]:
    """Inside, patterns that were compiled in an earlier run are taken from a file in `folder`; new ones are added to it after.

    part: which file; those of the rules are many and stand apart, for with a kept kit nobody needs them.
    """
    tag = engine_tag()
    now = getattr(re._compiler.compile, "__self__", None)  # type: ignore[attr-defined]
    if folder is None or tag is None or (isinstance(now, Kept) and now.part == part):
        yield  # cannot be kept, or they are already taken from there
        return
    path = folder / f"patterns-{part}-{tag}"
    compiler: Any = re._compiler  # type: ignore[attr-defined]
    kept = Kept(part, _read(path))
    plain: Callable[..., Any] = compiler.compile
    compiler.compile = kept.compile
    try:
        yield
    finally:
        compiler.compile = plain
        if kept.new >= _WORTH_WRITING and (len(kept.known) > _MOST_LEFT * len(kept.used) or not write_own(path, marshal.dumps(kept.known))):
            write_own(path, marshal.dumps(kept.used))  # what older rules left has grown too large


def compiled(pattern: re.Pattern[Any]) -> Compiled:
    """What a pattern was compiled to; compiles it again where that is not kept."""
    compiler: Any = re._compiler  # type: ignore[attr-defined]
    now = getattr(compiler.compile, "__self__", None)
    kept = now if isinstance(now, Kept) else Kept("", {})
    return kept.code(pattern.pattern, pattern.flags & ~int(re.UNICODE) if isinstance(pattern.pattern, str) else pattern.flags)


def revived(source: str | bytes, code: Compiled) -> re.Pattern[Any]:
    """The pattern of a source and what it was compiled to."""
    import _sre

    flags, held, groups, names, numbers = code
    made: re.Pattern[Any] = _sre.compile(source, flags, array("I", held).tolist(), groups, names, numbers)
    return made


class Kept:
    """Stands for the compiler of `re` and remembers its work. `used`: what was asked for, `new`: how much of it was not known."""

    def __init__(self, part: str, known: dict[Key, Compiled]) -> None:
        self.part = part
        self.known = known
        self.used: dict[Key, Compiled] = {}
        self.new = 0
        self._compiler: Any = re._compiler  # type: ignore[attr-defined]
        self._plain: Callable[..., Any] = self._compiler.compile

    def compile(self, pattern: Any, flags: int = 0) -> Any:
        """As `re` compiles, by what is kept."""
        flags = int(flags)
        if not isinstance(pattern, str | bytes) or flags & re.DEBUG:
            return self._plain(pattern, flags)
        return revived(pattern, self.code(pattern, flags))

    def code(self, pattern: str | bytes, flags: int) -> Compiled:
        """What a pattern is compiled to. `flags` is a plain number: a RegexFlag cannot be kept."""
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
        return self.known[key]


def _read(path: Path) -> dict[Key, Compiled]:
    data = read_own(path)
    if data is None:
        return {}
    try:
        kept: dict[Key, Compiled] = marshal.loads(data)
    except (ValueError, EOFError, TypeError):
        return {}
    return kept if isinstance(kept, dict) else {}
