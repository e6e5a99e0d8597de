"""The version of a kit: a hash over everything that decides an answer except the code, which the package version stands for."""

from __future__ import annotations

import hashlib
from pathlib import Path

from nlp import __version__
from nlp.kit import models_dir
from nlp.office_choice import OfficeChoice
from nlp.rulebook import RULES_DIR


def kit_version(office_rules: Path | None = None, models: Path | None = None, choice: OfficeChoice | None = None) -> str:
    """"0.1.0+" and 16 hexadecimal digits over rule tables (the office's too) and the models' heads, which hold their weights' hash; what the
    office chose at its desk stands behind it (`OfficeChoice.mark`)."""
    total = hashlib.sha256()
    folders = [RULES_DIR] if office_rules is None else [RULES_DIR, office_rules]
    files = [p for folder in folders for p in sorted(folder.glob("*.tsv"))]
    files += sorted((models or models_dir()).glob("*/model.json"))
    for path in files:
        total.update(f"{path.parent.name}/{path.name}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return f"{__version__}+{total.hexdigest()[:16]}{choice.mark if choice is not None else ''}"
