"""What a place in the text says of a unit: a claim, before claims of one section are put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nlp.extract.unit_prefixes import Named
from nlp.types import Role

Where = Literal["bracket", "label", "table", "text"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A unit in a responsibility clause: the clause's view range (the quote), the role, where it stood, the rule that read it."""

    start: int
    end: int
    named: Named
    role: Role
    where: Where
    rule: str
    score: float
