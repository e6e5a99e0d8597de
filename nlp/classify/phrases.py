"""Finds phrases in a text that is cut into words: the same matches as spaCy's PhraseMatcher, without loading spaCy (a second)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")
_END = ""  # no word is empty


@dataclass(frozen=True, slots=True)
class Phrases(Generic[Value]):
    """A tree of words; where a phrase ends, its value stands under the empty word."""

    tree: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, phrases: Iterable[tuple[Sequence[str], Value]]) -> Phrases[Value]:
        """The tree of phrases, each as its words with a value; of two with the same words the last counts."""
        tree: dict[str, Any] = {}
        for words, value in phrases:
            at = tree
            for word in words:
                at = at.setdefault(word, {})
            if words:
                at[_END] = value
        return cls(tree)

    def find(self, words: Sequence[str]) -> list[tuple[Value, int, int]]:
        """Every phrase in the words, overlapping ones too, as (value, first word, behind its last word), by where it ends.

        >>> Phrases.of([(("公开", "预算"), 1), (("预算",), 2)]).find(["请", "公开", "预算"])
        [(1, 1, 3), (2, 2, 3)]
        """
        found: list[tuple[Value, int, int]] = []
        tree = self.tree
        for first, word in enumerate(words):
            at = tree.get(word)
            end = first
            while at is not None:
                end += 1
                if _END in at:
                    found.append((at[_END], first, end))
                at = at.get(words[end]) if end < len(words) else None
        found.sort(key=lambda match: (match[2], match[1]))
        return found
