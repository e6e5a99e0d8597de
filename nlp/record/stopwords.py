"""`record-stopwords.tsv`: words that tell nothing of a document's matter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.rulebook import Rulebook, literals


@dataclass(frozen=True, slots=True)
class StopRules:
    """Words by use: no keywords, empty headings, clauses that a summary leaves out, and what is cut off at its start."""

    words: frozenset[str]
    headings: frozenset[str]
    skips: re.Pattern[str]
    leads: tuple[str, ...]

    @classmethod
    def load(cls, book: Rulebook) -> StopRules:
        """Read the table."""
        by_use: dict[str, list[str]] = {"word": [], "heading": [], "skip": [], "lead": []}
        for row in book.table("record-stopwords"):
            if row["use"] not in by_use:
                raise row.fault(f"use 应为 {'、'.join(by_use)} 之一，现为“{row['use']}”。")
            by_use[row["use"]] += row.items("words")
        leads = tuple(sorted(by_use["lead"], key=lambda w: (-len(w), w)))
        return cls(frozenset(by_use["word"]), frozenset(by_use["heading"]), re.compile(literals(by_use["skip"])), leads)
