"""What an office chose at its desk: rules that are to be silent, and rows of its own beside the tables."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

Cells = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OfficeChoice:
    """`off`: rules by table and row ("deadlines:monthly"); `rows`: (table, cells by column)."""

    off: frozenset[str] = frozenset()
    rows: tuple[tuple[str, Cells], ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was chosen."""
        return bool(self.off or self.rows)

    @property
    def mark(self) -> str:
        """What a version shows of it: "" for nothing, else how many rules are off, how many rows are added, and a hash over both.

        >>> OfficeChoice(frozenset({"deadlines:monthly"})).mark
        '~1-0.5f58c1'
        """
        if not self:
            return ""
        said = json.dumps([sorted(self.off), sorted(self.rows)], ensure_ascii=False)
        return f"~{len(self.off)}-{len(self.rows)}.{hashlib.sha256(said.encode()).hexdigest()[:6]}"
