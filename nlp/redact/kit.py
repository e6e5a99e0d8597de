"""The rules that masking needs: reading, structure, privacy; no models and none of the stages that draft."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from nlp.extract.sensitive import SensitiveRules
from nlp.intake.furniture import FurnitureRules
from nlp.rulebook import RULES_DIR, Rulebook
from nlp.structure.outline import StructureRules
from nlp.types import Limits
from nlp.view import ScriptRules


@dataclass(frozen=True, slots=True)
class RedactKit:
    """Rules and limits of one run."""

    furniture: FurnitureRules
    script: ScriptRules
    structure: StructureRules
    sensitive: SensitiveRules
    limits: Limits = field(default_factory=Limits)


def load_redact_kit(office_rules: Path | None = None) -> RedactKit:
    """The rules of this installation, an office's own rows before ours. Raises RuleError for a fault in a table."""
    book = Rulebook((RULES_DIR,) if office_rules is None else (RULES_DIR, office_rules))
    return RedactKit(FurnitureRules.load(book), ScriptRules.load(book), StructureRules.load(book), SensitiveRules.load(book))
