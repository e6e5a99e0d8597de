"""How rare words are in Chinese text: jieba's table of inverse document frequencies, kept as one block of sorted lines.

A few dozen of its 270,000 words are looked up for a document. A dictionary of them all takes 40 MB and longer to make than the
document takes to read; the block takes 6 MB, is shared by worker processes and loads as fast as the disk.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate, groupby
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WordWeights:
    r"""`lines`: "\nword weight" for each word, sorted by bytes, and a last "\n". `first`: where the lines of a first character stand,
    as offsets of the line breaks before the first and behind the last of them.

    >>> weights = WordWeights.of({"公开": "4.5", "公": "3", "信息": "5.25"})
    >>> weights.get("公", 9.0), weights.get("信息", 9.0), weights.get("公开栏", 9.0), WordWeights.of({}).get("公", 9.0)
    (3.0, 5.25, 9.0, 9.0)
    """

    lines: bytes
    first: Mapping[str, tuple[int, int]]

    @classmethod
    def of(cls, weights: dict[str, str]) -> WordWeights:
        """The block of words and their weights (decimal numbers as text)."""
        return cls._of([f"{word} {weight}".encode() for word, weight in weights.items()])

    @classmethod
    def _of(cls, lines: Iterable[bytes]) -> WordWeights:
        ordered = sorted(line for line in lines if line)
        ends = [0, *accumulate(len(line) + 1 for line in ordered)]
        first: dict[str, tuple[int, int]] = {}
        for initial, group in groupby(range(len(ordered)), lambda n: ordered[n][:4].decode(errors="ignore")[:1]):
            members = list(group)
            first[initial] = (ends[members[0]], ends[members[-1] + 1])
        return cls(b"\n" + b"".join(line + b"\n" for line in ordered), first)

    @classmethod
    def installed(cls) -> WordWeights:
        """What jieba ships; no word where its table is not installed."""
        spec = importlib.util.find_spec("jieba")
        places = list(spec.submodule_search_locations or ()) if spec else []
        table = Path(places[0]) / "analyse" / "idf.txt" if places else None
        if table is None or not table.exists():
            return cls._of(())
        return cls._of(table.read_bytes().splitlines())

    def get(self, word: str, unknown: float) -> float:
        """The weight of a word, or `unknown`."""
        wanted = word.encode() + b" "
        low, high = self.first.get(word[:1], (0, 0))  # a line break stands at both; the wanted line, if any, between them
        while low < high:
            begin = self.lines.rfind(b"\n", low, (low + high) // 2 + 1) + 1
            end = self.lines.find(b"\n", begin)
            if self.lines.startswith(wanted, begin):
                return float(self.lines[begin + len(wanted) : end])
            if self.lines[begin:end] < wanted:
                low = end
            else:
                high = begin - 1
        return unknown
