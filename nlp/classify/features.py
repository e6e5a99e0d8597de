"""What the domain model sees of a text: character pieces, jieba words, and the votes of the domain lexicon.

Training and prediction call the same function, so they cannot differ. Digits become one sign and place names are left to the
model's small weights; a text without Han characters has no features.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_BREAKS = re.compile(r"[^\u3400-\u9fff〇#a-z]+")
_HAN_WORD = re.compile(r"^[\u3400-\u9fff〇]{2,}$")


def pieces(text: str) -> list[str]:
    """Runs of Han characters and digit signs, lower case, split at everything else."""
    return [p for p in _BREAKS.split(_DIGITS.sub("#", text.lower())) if p]


def features(text: str, words: Sequence[str], votes: Counter[str]) -> dict[str, float]:
    """Feature counts, names prefixed by kind: "2:" and "3:" character pieces, "w:" words of two and more characters,
    "r:" lexicon votes by domain code.

    >>> sorted(features("财政预算", ["财政", "预算"], Counter({"budget": 2})))
    ['2:政预', '2:财政', '2:预算', '3:政预算', '3:财政预', 'r:budget', 'w:财政', 'w:预算']
    """
    counts: dict[str, float] = {}
    for piece in pieces(text):
        for i in range(len(piece) - 1):
            key = "2:" + piece[i : i + 2]
            counts[key] = counts.get(key, 0.0) + 1.0
            if i + 3 <= len(piece):
                key = "3:" + piece[i : i + 3]
                counts[key] = counts.get(key, 0.0) + 1.0
    for word in words:
        if _HAN_WORD.match(word):
            key = "w:" + word
            counts[key] = counts.get(key, 0.0) + 1.0
    for code, n in votes.items():
        counts["r:" + code] = float(n)
    return counts
