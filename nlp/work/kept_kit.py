"""A loaded kit kept between runs: making it out of its tables and models takes longer than reading a notice.

Kept is the kit as it was made, with what its patterns were compiled to. It is taken again only where every file it was made of
(tables, models, and the program's own modules) has the same size and time of change, the file is whole, and nobody but this user can
have written it. Only classes of this program and of numpy's arrays are made out of it. In every other case the kit is made as ever.
"""

from __future__ import annotations

import hashlib
import io
import marshal
import os
import pickle
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp import __version__
from nlp.work.own_files import cache_folder, read_own, write_own
from nlp.work.patterns import Compiled, compiled, engine_tag, kept_patterns, revived

if TYPE_CHECKING:
    from nlp.kit import Kit

_KEY = 32
_LENGTH = 8
_FOREIGN = {
    "builtins": frozenset({"frozenset", "set", "range"}),
    "datetime": frozenset({"date"}),
    "numpy": frozenset({"dtype", "ndarray", "_frombuffer", "_reconstruct"}),
}


def kept_kit(rules: Path | None) -> Kit:
    """The kit of this installation and the office's folder of tables, as `load_kit` gives it. Raises RuleError as that does."""
    folder, tag = cache_folder(), engine_tag()
    if folder is None or tag is None:
        return _made(rules)
    path = folder / f"kit-{_name(rules)}-{tag}"
    key = _key(rules)
    data = read_own(path) if key is not None else None
    kit = _read(data[_KEY:]) if key is not None and data is not None and data[:_KEY] == key else None
    if kit is None:
        kit = _made(rules)
        if key is not None and key == _key(rules):  # nobody changed a file meanwhile
            written = _written(kit)
            if _read(memoryview(written)) is not None:
                write_own(path, key + written)
    return kit


def _made(rules: Path | None) -> Kit:
    from nlp.kit import load_kit

    with kept_patterns(cache_folder(), "rules"):
        return load_kit(rules)


def _name(rules: Path | None) -> str:
    """A name for this installation and folder of tables: each keeps one kit, the last."""
    said = f"{Path(__file__).resolve()}\n{rules.resolve() if rules is not None else ''}"
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _key(rules: Path | None) -> bytes | None:
    """A hash over names, sizes and times of change of all that a kit is made of; None where that cannot be told."""
    from nlp.kit import PACKAGE, models_dir
    from nlp.rulebook import RULES_DIR

    total = hashlib.sha256(__version__.encode())
    try:
        for folder in (PACKAGE, RULES_DIR, models_dir(), *([] if rules is None else [rules])):
            total.update(f"\n{folder}\n".encode())
            for name, size, changed in sorted(_files(folder)):
                total.update(f"{name}\t{size}\t{changed}\n".encode())
    except OSError:
        return None
    return total.digest()


def _files(folder: Path | str, depth: int = 3) -> Iterable[tuple[str, int, int]]:
    """(path, bytes, nanoseconds) of the tables, models and modules under a folder."""
    with os.scandir(folder) as found:
        for entry in found:
            if entry.name.endswith((".py", ".tsv", ".json", ".npz")):
                stat = entry.stat()
                yield entry.path, stat.st_size, stat.st_mtime_ns
            elif depth and "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                yield from _files(entry.path, depth - 1)


def _written(kit: Kit) -> bytes:
    """Length of the patterns, the patterns, the kit."""
    held = io.BytesIO()
    pickler = _Pickler(held, pickle.HIGHEST_PROTOCOL)
    pickler.dump(kit)
    patterns = marshal.dumps(list(pickler.patterns.values()))
    return len(patterns).to_bytes(_LENGTH, "big") + patterns + held.getvalue()


def _read(data: memoryview) -> Kit | None:
    """The kit of `_written`; None where it is none, or holds what it may not."""
    from nlp.kit import Kit

    try:
        stop = _LENGTH + int.from_bytes(data[:_LENGTH], "big")
        patterns = [revived(source, code) for source, code in marshal.loads(data[_LENGTH:stop])]
        kit = _Unpickler(io.BytesIO(data[stop:]), patterns).load()
    except (pickle.UnpicklingError, ValueError, EOFError, TypeError, AttributeError, ImportError, IndexError, KeyError):
        return None
    return kit if isinstance(kit, Kit) else None


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO, protocol: int) -> None:
        super().__init__(file, protocol)
        self.patterns: dict[int, tuple[str | bytes, Compiled]] = {}
        self._numbers: dict[int, int] = {}

    def persistent_id(self, obj: Any) -> int | None:
        """The number of a pattern; None for everything else, which is pickled."""
        if not isinstance(obj, re.Pattern):
            return None
        number = self._numbers.setdefault(id(obj), len(self._numbers))  # the kit holds them: no identity passes on
        if number not in self.patterns:
            self.patterns[number] = (obj.pattern, compiled(obj))
        return number


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, patterns: list[re.Pattern[Any]]) -> None:
        super().__init__(file)
        self._patterns = patterns

    def persistent_load(self, pid: Any) -> re.Pattern[Any]:
        """The pattern of a number."""
        found: re.Pattern[Any] = self._patterns[pid]
        return found

    def find_class(self, module: str, name: str) -> Any:
        """Classes of this program, days and what arrays are made of. Raises UnpicklingError for all else."""
        package = module.partition(".")[0]
        if package == "nlp" and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        elif name in _FOREIGN.get(package, ()):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")
