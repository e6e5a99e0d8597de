"""What the domain model sees of a text: character pieces, jieba words, and the votes of the domain lexicon.

Training and prediction call the same function, so they cannot differ. Digits become one sign and place names are left to the
model's small weights; a text without Han characters has no features.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_BREAKS = re.compile(r"[^\u3400-\u9fff〇#a-z]+")
_HAN_WORD = re.compile(r"^[\u3400-\u9fff〇]{2,}$")


def pieces(text: str) -> list[str]:
    """Runs of Han characters and digit signs, lower case, split at everything else."""
    return [p for p in _BREAKS.split(_DIGITS.sub("#", text.lower())) if p]


def features(text: str, words: Sequence[str], votes: Counter[str]) -> dict[str, float]:
    """Feature counts, names prefixed by kind: "2:" and "3:" character pieces, "w:" words of two and more characters, "r:" lexicon
    votes by domain code.

    >>> sorted(features("财政预算", ["财政", "预算"], Counter({"budget": 2})))
    ['2:政预', '2:财政', '2:预算', '3:政预算', '3:财政预', 'r:budget', 'w:财政', 'w:预算']
    """
    runs = pieces(text)
    counts = Counter("2:" + a + b for run in runs for a, b in pairwise(run))
    counts.update("3:" + run[i : i + 3] for run in runs for i in range(len(run) - 2))
    counts.update("w:" + word for word in words if len(word) > 1 and _HAN_WORD.match(word))
    found: dict[str, float] = dict(counts)
    for code, n in votes.items():
        found["r:" + code] = n
    return found
