"""What a name and an ending of a name are: the values that the recognition of unit names hands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nlp.extract.unit_register import Attach
from nlp.rulebook import Row

KindOfName = Literal["known", "formed", "class", "stem"]


@dataclass(frozen=True, slots=True)
class Suffix:
    """An ending of unit names.

    strong: it suffices alone. limited: "each" counts only behind 各 and its like (地区), "list" only in a list of units (所).
    attaches: names with it take a dropped prefix. is_class: without a name of its own it is a class of bodies (部门).
    shared: items before it may share it (财政、审计部门).
    """

    text: str
    strong: bool
    limited: str
    attaches: bool
    is_class: bool
    shared: bool

    @classmethod
    def of(cls, row: Row) -> Suffix:
        """A row of `units-suffixes.tsv`."""
        limited = row["strength"] if row["strength"] in ("each", "list") else ""
        yes = {column: row[column] == "yes" for column in ("prefix", "class", "shared")}
        return cls(row["suffix"], row["strength"] == "strong", limited, yes["prefix"], yes["class"], yes["shared"])


@dataclass(frozen=True, slots=True)
class Name:
    """What a string is as a unit name. `level` and `party` are lengths of its prefix (市, 市委), 0 where it has none.

    sure: it stands for itself where no list of units is expected. shared: earlier items may share its ending. area: the
    government of an area, whose prefix a list does not carry on.
    """

    kind: KindOfName
    level: int = 0
    party: int = 0
    attach: Attach = "none"
    sure: bool = True
    shared: bool = False
    area: bool = False
