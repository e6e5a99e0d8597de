"""What of the office's own rule tables the administration page shows: its tables with their rows, and its units register."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nlp.model_store import INSTALLED
from nlp.rulebook import RuleError, read_table

REGISTER = "units-register"
MOST_UNITS = 200


@dataclass(frozen=True, slots=True)
class OfficeRules:
    """The folder in use ("" for none), its tables with the number of rows (None: cannot be read), rows of its units register, the name
    of the models in use."""

    folder: str
    tables: tuple[tuple[str, int | None], ...]
    units: tuple[dict[str, str], ...]
    model: str


def office_rules(folder: Path | None, models: Path) -> OfficeRules:
    """Read what stands in the folder now. `models`: folder of the models that the desk started with."""
    tables: list[tuple[str, int | None]] = []
    units: list[dict[str, str]] = []
    for path in sorted(folder.glob("*.tsv")) if folder is not None else []:
        try:
            rows = read_table(path)
        except (RuleError, OSError, ValueError):
            tables.append((path.name, None))
            continue
        tables.append((path.name, len(rows)))
        if path.stem == REGISTER:
            names = ("name", "full", "successor", "since", "until")
            units = [{name: row.get(name) or "" for name in names} for row in rows[:MOST_UNITS]]
    promoted = (models / "version.json").is_file()
    return OfficeRules("" if folder is None else str(folder), tuple(tables), tuple(units), models.name if promoted else INSTALLED)
