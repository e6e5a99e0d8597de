"""The items of the national standard catalogues: 一级事项, 二级事项, what they hold and what they lend a row that they fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nlp.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class StandardItem:
    """One item of a national standard catalogue."""

    domain: str
    parent: str
    item: str
    elements: str
    basis: str
    deadline: str
    iso: str


@dataclass(frozen=True, slots=True)
class Standard:
    """All items, and by domain, 一级事项 and 二级事项."""

    items: tuple[StandardItem, ...]
    by_name: Mapping[tuple[str, str, str], StandardItem]

    @classmethod
    def load(cls, book: Rulebook) -> Standard:
        """Read `catalogue-items.tsv`."""
        items = tuple(
            StandardItem(r["domain"], r["level1"], r["level2"], r["elements"], r["basis"], r["deadline"], r.get("deadline_iso"))
            for r in book.table("catalogue-items")
        )
        return cls(items, {(x.domain, x.parent, x.item): x for x in reversed(items)})
