"""Signs of `disclosure-signs.tsv`: word patterns that are looked for at the start or end of a phrase or inside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from nlp.rulebook import Row, Rulebook, check_examples, compile_pattern

Range = tuple[int, int]
_PLACES = ("start", "end", "inside")
_BEFORE, _BEHIND = 4, 6


@dataclass(frozen=True, slots=True)
class Sign:
    """One row: where it is looked for, its pattern, and the words that take it back."""

    where: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None

    def find(self, text: str, start: int, end: int) -> Range | None:
        """Where the sign stands in text[start:end], or None."""
        if self.where == "start":
            m = self.pattern.match(text, start, end)
            return m.span() if m is not None and not self._taken_back(text, m.start(), m.end(), start, end) else None
        for m in self.pattern.finditer(text, start, end):
            if not self._taken_back(text, m.start(), m.end(), start, end):
                return m.span()
        return None

    def _taken_back(self, text: str, at: int, stop: int, start: int, end: int) -> bool:
        if self.unless is None:
            return False
        low, high = max(start, at - _BEFORE), min(end, stop + _BEHIND)
        return any(m.start() < stop and m.end() > at for m in self.unless.finditer(text, low, high))


@dataclass(frozen=True, slots=True)
class Signs:
    """All signs by name."""

    signs: Mapping[str, Sign]

    @classmethod
    def load(cls, book: Rulebook) -> Signs:
        """Read the table and hold every row to its examples. Raises RuleError for a row that cannot be."""
        signs: dict[str, Sign] = {}
        for row in book.table("disclosure-signs"):
            signs[row["id"]] = sign = _sign(row)
            check_examples(row, lambda text, s=sign: [text[slice(*hit)] for hit in [s.find(text, 0, len(text))] if hit])  # type: ignore[misc]
        return cls(signs)

    def find(self, name: str, text: str, start: int = 0, end: int | None = None) -> Range | None:
        """Where the sign stands in text[start:end], or None."""
        return self.signs[name].find(text, start, len(text) if end is None else end)

    def has(self, name: str, text: str) -> bool:
        """Whether a text shows the sign."""
        return self.signs[name].find(text, 0, len(text)) is not None


def _sign(row: Row) -> Sign:
    if row["where"] not in _PLACES:
        raise row.fault(f"where 只能是 {'、'.join(_PLACES)} 之一。")
    try:
        source = re.sub(r"\(\?P<any[0-9]*>", "(?:", compile_pattern(row["pattern"], {"any": "[^，。；：、 ]{0,12}?"}))
    except ValueError as error:
        raise row.fault(f"pattern 写法有误：{error}。") from error
    unless = "|".join(re.escape(w) for w in sorted(row.items("unless"), key=lambda w: (-len(w), w)))
    end = "$" if row["where"] == "end" else ""
    return Sign(row["where"], re.compile(f"(?:{source}){end}"), re.compile(unless) if unless else None)
