"""Texts that are nearly the same: a web page and the PDF of one notice, a draft and the final wording.

A text becomes a sketch: the smallest hashes of its overlapping pieces of five characters, blanks and punctuation left out. Two
sketches tell what share of all pieces both texts have (Jaccard), exactly for short texts, within about 0.03 for long ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

_PIECE = 5
_KEPT = 256  # hashes in a sketch
_LOOKED_UP = 24  # of them in the index: texts that share half of their pieces share one of these but once in 10**6
_CROWD = 64  # texts that one hash may name; beyond that it is boilerplate
_SHORTEST = 60  # pieces; shorter texts are alike by chance

# What share of pieces two texts must have in common. Measured on 27 documents and copies made of them (the least of each kind):
# a web page against the pages of a print 0.82, a draft with every tenth sentence changed 0.78, every fifth 0.63; two documents
# that have nothing to do with each other 0.07 at most. Last year's notice is as like as a copy: its head tells them apart.
LIKE = 0.6


def sketch_of(text: str) -> bytes:
    """Sketch of a text; empty for one that is too short to be compared."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    letters = codes[_is_letter(codes)]
    if len(letters) < _SHORTEST + _PIECE:
        return b""
    hashes = np.zeros(len(letters) - _PIECE + 1, dtype=np.uint64)
    for i in range(_PIECE):
        hashes = hashes * np.uint64(0x1_0003) + letters[i : i + len(hashes)]
    mixed = _mix(hashes)
    if len(mixed) > 8 * _KEPT:
        some = np.unique(np.partition(mixed, 4 * _KEPT)[: 4 * _KEPT])
        if len(some) >= _KEPT:
            return some[:_KEPT].tobytes()
    return np.unique(mixed)[:_KEPT].tobytes()


def _is_letter(codes: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Digits, Latin letters and everything from the Han characters up that is no punctuation of full width."""
    digit = (codes >= 0x30) & (codes <= 0x39)
    latin = ((codes | np.uint64(0x20)) >= 0x61) & ((codes | np.uint64(0x20)) <= 0x7A)
    han = (codes >= 0x3400) & (codes < 0xD800) | (codes >= 0x20000)
    return np.asarray(digit | latin | han)


def _mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread hashes evenly (the finaliser of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def similarity(a: bytes, b: bytes) -> float:
    """Share of pieces that two texts have in common, 0..1, by their sketches."""
    if not a or not b:
        return 0.0
    one, other = np.frombuffer(a, dtype=np.uint64), np.frombuffer(b, dtype=np.uint64)
    both = np.union1d(one, other)
    if len(one) == _KEPT or len(other) == _KEPT:  # a full sketch knows only hashes up to its last
        both = both[:_KEPT]
    shared = np.intersect1d(one, other, assume_unique=True)
    return float(np.isin(both, shared, assume_unique=True).sum() / len(both))


@dataclass(slots=True)
class Likes:
    """Sketches seen so far, by the names given to them."""

    _sketches: list[tuple[str, bytes]] = field(default_factory=list)
    _index: dict[int, list[int]] = field(default_factory=dict)

    def add(self, name: str, sketch: bytes) -> None:
        """Remember a text."""
        if not sketch:
            return
        number = len(self._sketches)
        self._sketches.append((name, sketch))
        for value in self._looked_up(sketch):
            named = self._index.setdefault(value, [])
            if len(named) < _CROWD:
                named.append(number)

    def like(self, sketch: bytes, least: float = LIKE) -> list[tuple[str, float]]:
        """Names of texts that share at least `least` of their pieces with this one, most alike first, then in order of arrival."""
        if not sketch:
            return []
        numbers = sorted({n for value in self._looked_up(sketch) for n in self._index.get(value, ())})
        found = [(self._sketches[n][0], similarity(sketch, self._sketches[n][1])) for n in numbers]
        return sorted((pair for pair in found if pair[1] >= least), key=lambda pair: -pair[1])

    @staticmethod
    def _looked_up(sketch: bytes) -> list[int]:
        return [int(v) for v in np.frombuffer(sketch, dtype=np.uint64)[:_LOOKED_UP]]
