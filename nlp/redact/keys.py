"""Many exact strings looked for at once: by their first character, then by slices in a set. Linear in the text, whatever their number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator


class KeySet:
    """Strings to find in texts.

    >>> [m for m in KeySet(["138", "1380"]).find("x1380138")]
    [(1, 5), (5, 8)]
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = frozenset(k for k in keys if k)
        lengths: dict[str, set[int]] = defaultdict(set)
        for key in self._keys:
            lengths[key[0]].add(len(key))
        self._lengths = {c: sorted(found, reverse=True) for c, found in lengths.items()}
        self._first = re.compile("[" + "".join(map(re.escape, sorted(lengths))) + "]") if lengths else None

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where one stands, longest first, without overlaps."""
        at = 0
        while self._first is not None and (m := self._first.search(text, at)):
            at = m.start() + 1
            for length in self._lengths[m[0]]:
                if m.start() + length <= len(text) and text[m.start() : m.start() + length] in self._keys:
                    yield m.start(), m.start() + length
                    at = m.start() + length
                    break
