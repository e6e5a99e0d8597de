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


def plain_text(text: str) -> str:
    """A text in lower case with every number as one sign."""
    return _DIGITS.sub("#", text.lower())


def pieces(text: str) -> list[str]:
    """Runs of Han characters and digit signs, lower case, split at everything else."""
    return [p for p in _BREAKS.split(plain_text(text)) if p]


def features(text: str, words: Sequence[str], votes: Counter[str]) -> dict[str, float]:
    """Feature counts, names prefixed by kind: "1:" characters, "2:" and "3:" character pieces, "w:" words of two and more characters,
    "r:" lexicon votes by domain code.

    >>> sorted(features("财政预", ["财政", "预"], Counter({"budget": 2})))
    ['1:政', '1:财', '1:预', '2:政预', '2:财政', '3:财政预', 'r:budget', 'w:财政']
    """
    runs = pieces(text)
    counts = Counter("1:" + a for run in runs for a in run)
    counts.update("2:" + a + b for run in runs for a, b in pairwise(run))
    counts.update("3:" + run[i : i + 3] for run in runs for i in range(len(run) - 2))
    found: dict[str, float] = {**counts, **word_features(words)}
    for code, n in votes.items():
        found["r:" + code] = n
    return found


def word_features(words: Sequence[str]) -> dict[str, float]:
    """The "w:" features alone.

    >>> word_features(["财政", "预", "财政"])
    {'w:财政': 2}
    """
    return dict(Counter("w:" + word for word in words if len(word) > 1 and _HAN_WORD.match(word)))
