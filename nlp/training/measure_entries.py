"""Drafted catalogue entries against annotated ones: found, resting on an annotated sentence, and the cells of those found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
ALIKE, CELL_ALIKE = 0.35, 0.4
CELLS = {"deadline": "deadline", "unit": "unit", "channel": "channels"}


@dataclass(slots=True)
class EntryTally:
    """Counts of one set. `useful`: entries that are the match of an annotated one or rest on an annotated sentence of their section."""

    there: int = 0
    found: int = 0
    said: int = 0
    useful: int = 0
    cells: dict[str, list[int]] = field(default_factory=lambda: {cell: [0, 0] for cell in CELLS})  # right, of
    faults: list[str] = field(default_factory=list)

    def add(self, name: str, gold: Sequence[Row], said: Sequence[Row]) -> None:
        """Match each annotated entry with the likest drafted one of its section that is still free."""
        free = list(range(len(said)))
        useful: set[int] = set()
        for g in gold:
            self.there += 1
            near = [(_alikeness(g, said[i]), -i) for i in free if _near(g, said[i])]
            best, at = max(near, default=(0.0, 0))
            if best < ALIKE:
                self.faults.append(f"{name}  missed  [{g['section']}] {g['item']}")
                continue
            self.found += 1
            free.remove(-at)
            useful.add(-at)
            self._cells(name, g, said[-at])
        self.said += len(said)
        for i, entry in enumerate(said):
            if i in useful or any(_near(g, entry) and _quote(entry) for g in gold):
                self.useful += 1
            else:
                self.faults.append(f"{name}  extra   [{entry['section']}] {entry['item']}")

    def _cells(self, name: str, g: Row, entry: Row) -> None:
        for cell, key in CELLS.items():
            if not g.get(cell):
                continue
            have = entry.get(key) or ""
            text = "、".join(have) if isinstance(have, list) else have
            good = bool(text) and (dice(g[cell], text) > CELL_ALIKE or squeeze(g[cell]) in squeeze(text) or squeeze(text) in squeeze(g[cell]))
            self.cells[cell][0] += good
            self.cells[cell][1] += 1
            if not good:
                self.faults.append(f"{name}  {cell}  [{g['section']}] {g['item']}: gold {g[cell]!r}, got {text!r}")


def squeeze(text: str) -> str:
    """Text without blanks."""
    return "".join(text.split())


def dice(a: str, b: str) -> float:
    """Dice coefficient of character pairs, 0..1.

    >>> dice("财政收支情况", "财政收支"), dice("财政", "教育")
    (0.75, 0.0)
    """
    x, y = (Counter(t[i : i + 2] for i in range(len(t) - 1)) for t in (squeeze(a), squeeze(b)))
    return 2 * sum((x & y).values()) / max(sum(x.values()) + sum(y.values()), 1)


def _alikeness(g: Row, entry: Row) -> float:
    whole = g["item"] + "".join(g["content"])
    return max(dice(whole, entry["item"] + "".join(entry["content"])), dice(g["item"], entry["item"]))


def _quote(entry: Row) -> str:
    return " ".join(q["quote"] for q in (entry.get("evidence") or {}).get("item", []))


def _near(g: Row, entry: Row) -> bool:
    """Whether an entry stands in the section of an annotated one, or above or below it, and rests on its sentence where it rests on one."""
    a, b = squeeze(g["section"]), squeeze(entry["section"])
    if not (a == b or not a or not b or a.startswith(b + "/") or b.startswith(a + "/")):
        return False
    quote = squeeze(_quote(entry))
    sentence = squeeze(g["quote"])
    return not quote or quote in sentence or sentence in quote or any(quote[i : i + 6] in sentence for i in range(len(quote) - 5))
