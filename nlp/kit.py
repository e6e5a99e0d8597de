"""One frozen, picklable bundle of everything that decides an answer: rules, models, calendar, limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from nlp.classify.attribute import AttributeRules
from nlp.classify.domain_reading import DomainRules
from nlp.classify.predictor import LinearModel, ModelFault, load_model
from nlp.draft.entries import DraftRules
from nlp.extract.deadlines import DeadlineRules
from nlp.extract.sensitive import SensitiveRules
from nlp.extract.units import UnitRules
from nlp.intake.furniture import FurnitureRules
from nlp.office_choice import OfficeChoice
from nlp.record.record import RecordRules
from nlp.rulebook import RULES_DIR, Rulebook
from nlp.structure.outline import StructureRules
from nlp.types import Limits
from nlp.view import ScriptRules
from nlp.workdays import Holidays

PACKAGE = Path(__file__).parent


def installed_models() -> Path:
    """Models that came with the program: inside the installed package, else beside it in a checkout."""
    installed = PACKAGE / "_models"
    return installed if installed.is_dir() else PACKAGE.parent / "models"


def models_dir() -> Path:
    """Where the models lie: those that the user promoted, else those that came with the program."""
    from nlp.model_store import promoted_models

    return promoted_models() or installed_models()


@dataclass(frozen=True, slots=True)
class Kit:
    """Rules, models, calendar and limits of one run. Same bytes, same kit, same JSON.

    as_of: the day for which the validity of documents is asked; without one it is unknown where they do not state it.
    """

    furniture: FurnitureRules
    script: ScriptRules
    structure: StructureRules
    deadlines: DeadlineRules
    units: UnitRules
    sensitive: SensitiveRules
    domains: DomainRules
    attribute: AttributeRules
    draft: DraftRules
    holidays: Holidays
    domain_model: LinearModel | None
    attribute_model: LinearModel | None = None
    record: RecordRules | None = None
    as_of: date | None = None
    limits: Limits = field(default_factory=Limits)
    warnings: tuple[str, ...] = ()


def load_kit(
    office_rules: Path | None = None, models: Path | None = None, limits: Limits | None = None, as_of: date | None = None,
    choice: OfficeChoice | None = None,
) -> Kit:
    """The kit of this installation; `office_rules` is a folder of the office's own tables, whose rows go before ours; `choice` is what the
    office chose at its desk.

    A missing or altered model is no error: rules answer alone and every analysis carries a warning. Raises RuleError for a
    fault in a rule table.
    """
    book = Rulebook((RULES_DIR,) if office_rules is None else (RULES_DIR, office_rules), choice or OfficeChoice())
    found: dict[str, LinearModel] = {}
    faults: list[str] = []
    for name in ("domains", "attribute"):
        try:
            found[name] = load_model((models or models_dir()) / name)
        except ModelFault as fault:
            faults.append(str(fault))
    return Kit(
        furniture=FurnitureRules.load(book),
        script=ScriptRules.load(book),
        structure=StructureRules.load(book),
        deadlines=DeadlineRules.load(book),
        units=UnitRules.load(book),
        sensitive=SensitiveRules.load(book),
        domains=DomainRules.load(book),
        attribute=AttributeRules.load(book),
        draft=DraftRules.load(book),
        holidays=Holidays(),
        domain_model=found.get("domains"),
        attribute_model=found.get("attribute"),
        record=RecordRules.load(book),
        as_of=as_of,
        limits=limits or Limits(),
        warnings=tuple(faults),
    )
