"""Versions of the models in the user's data folder, beside those that are installed: made, compared, promoted, rolled back.

A version is a folder with whole models (`domains`, `attribute`) and `version.json`; it is never changed after it was made. Which one is
in use stands in `in-use.json`: a list, the last name of which counts; an empty list is the installed models. It is replaced in one move,
so that a killed process leaves the old or the new choice.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

INSTALLED: Final = "installed"  # the name of the models that came with the program
IN_USE: Final = "in-use.json"
FACTS: Final = "version.json"


class ModelStoreFault(Exception):
    """What was asked of the versions is not possible. `code` names the message; `facts` fill it in."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the models. `comparison` is what was measured of it against `base`, {} before it was compared."""

    name: str
    made_at: str
    base: str
    lessons: int
    better: bool
    comparison: Mapping[str, Any] = field(default_factory=dict)


def default_folder() -> Path:
    """Folder of the versions in the user's data."""
    from platformdirs import user_data_path

    return user_data_path("gongkai", appauthor=False) / "models"


@dataclass(frozen=True, slots=True)
class ModelStore:
    """The versions below a folder, which need not exist."""

    folder: Path

    def names(self) -> list[str]:
        """Versions in the order in which they were made."""
        found = [p.parent for p in self.folder.glob(f"*/{FACTS}") if not p.parent.name.startswith(".")]
        return [p.name for p in sorted(found, key=lambda p: (self.version(p.name).made_at, p.name))]

    def version(self, name: str) -> Version:
        """What is known of a version. Raises ModelStoreFault `model_unknown`."""
        try:
            raw = json.loads((self.folder / name / FACTS).read_text("utf-8"))
            return Version(raw["name"], raw["made_at"], raw["base"], raw["lessons"], raw["better"], raw["comparison"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelStoreFault("model_unknown", name=name) from error

    def path(self, name: str) -> Path:
        """Folder of a version's models. Raises ModelStoreFault `model_unknown`."""
        return self.folder / self.version(name).name

    def history(self) -> list[str]:
        """Names promoted so far that still count, the one in use last; [] for the installed models."""
        try:
            found = json.loads((self.folder / IN_USE).read_text("utf-8"))
        except (OSError, ValueError):
            return []
        return [str(name) for name in found] if isinstance(found, list) else []

    def in_use(self) -> str:
        """Name of the version in use; INSTALLED when none was promoted, or its folder is gone."""
        names = self.history()
        return names[-1] if names and (self.folder / names[-1] / FACTS).is_file() else INSTALLED

    def promoted(self) -> Path | None:
        """Folder of the models in use, None for the installed ones."""
        name = self.in_use()
        return None if name == INSTALLED else self.folder / name

    def add(self, made: Path, version: Version) -> None:
        """Take over a folder of models as a version; it is moved into place whole. Raises ModelStoreFault `model_exists`."""
        target = self.folder / version.name
        if target.exists():
            raise ModelStoreFault("model_exists", name=version.name)
        self.folder.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".new-", dir=self.folder))
        try:
            shutil.copytree(made, beside / "models")
            _write(beside / "models" / FACTS, _facts(version))
            os.replace(beside / "models", target)
        finally:
            shutil.rmtree(beside, ignore_errors=True)

    def put_comparison(self, name: str, base: str, better: bool, comparison: Mapping[str, Any]) -> None:
        """Write down what was measured of a version against the one in use."""
        known = self.version(name)
        _write(self.folder / name / FACTS, _facts(Version(name, known.made_at, base, known.lessons, better, comparison)))

    def promote(self, name: str) -> None:
        """Put a version into use. Raises ModelStoreFault unless it was measured against the one in use now and is better."""
        found = self.version(name)
        now = self.in_use()
        if now == name:
            raise ModelStoreFault("model_in_use", name=name)
        if not found.comparison or found.base != now:
            raise ModelStoreFault("model_not_compared", name=name, base=now)
        if not found.better:
            raise ModelStoreFault("model_not_better", name=name, base=now)
        _write(self.folder / IN_USE, [*(h for h in self.history() if (self.folder / h / FACTS).is_file()), name])

    def roll_back(self) -> str:
        """Go back to what was in use before; returns its name. Raises ModelStoreFault when the installed models are in use."""
        names = self.history()
        if not names:
            raise ModelStoreFault("model_no_earlier")
        _write(self.folder / IN_USE, names[:-1])
        return self.in_use()


def promoted_models() -> Path | None:
    """Folder of the promoted models in the user's data, None where there are none."""
    return ModelStore(default_folder()).promoted()


def _facts(version: Version) -> dict[str, Any]:
    return {
        "name": version.name, "made_at": version.made_at, "base": version.base, "lessons": version.lessons, "better": version.better,
        "comparison": dict(version.comparison),
    }


def _write(path: Path, content: Any) -> None:
    """Replace a file in one move."""
    handle, name = tempfile.mkstemp(prefix=".", dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump(content, out, ensure_ascii=False, indent=1)
        out.write("\n")
        out.flush()
        os.fsync(out.fileno())
    os.replace(name, path)
