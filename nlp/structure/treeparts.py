"""What a tree of labels is made of: its items, the lists open while it grows, the gaps in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.structure.labels import Candidate


@dataclass(slots=True)
class Item:
    """A numbered item of the tree under construction."""

    label: Candidate
    name: str
    parent: Item | None
    children: list[Item] = field(default_factory=list)

    def path(self) -> tuple[str, ...]:
        """Names from the outermost item to this one."""
        names: list[str] = []
        at: Item | None = self
        while at is not None:
            names.append(at.name)
            at = at.parent
        return tuple(reversed(names))


@dataclass(slots=True)
class OpenList:
    """An open list: `typed` is the last number as typed, `shift` what was added to it because an earlier one was repeated."""

    family: str
    shape: str
    typed: int
    shift: int
    item: Item

    @property
    def number(self) -> int:
        """The number that the last item should have."""
        return self.typed + self.shift


@dataclass(frozen=True, slots=True)
class Gap:
    """A number that nobody typed: between `before` (None at the start of a list) and `after`; `numbers` are missing."""

    parent: Item | None
    before: Item | None
    after: Item
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """Items in text order, the gaps in their lists, and what was repaired (label, wrong name, right name)."""

    items: tuple[Item, ...]
    gaps: tuple[Gap, ...]
    renamed: tuple[tuple[Candidate, str, str], ...]
