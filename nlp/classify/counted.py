"""Many texts counted at once: which columns of the model stand in each text and in each of its sentences, and how often.

The same features as `features.features`, which the trainer uses (a test holds the two against each other); here the characters of all
texts of a document lie in one array, so that the work in Python is by word and not by piece.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nlp.classify.features import plain_text
from nlp.classify.predictor import Columns, Counts

Hit = tuple[int, int, tuple[str, ...]]  # start, end, codes of a phrase of the lexicon
_LOW, _HIGH = 0x3400, 0x9FFF
_GRAM_BITS = 16


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of many texts: their characters, of which text each is, its words, its votes.

    words: (sentence, word). votes: (sentence, code). size: Han characters by sentence.
    """

    texts: int
    owner: NDArray[np.int64]
    plain: tuple[str, ...]
    words: tuple[tuple[int, str], ...]
    votes: NDArray[np.float32]
    size: NDArray[np.intp]


def size_of(plain: Sequence[str]) -> NDArray[np.intp]:
    """Han characters of each sentence."""
    codes, owner = _characters(plain)
    return np.bincount(owner[(codes >= _LOW) & (codes <= _HIGH)], minlength=len(plain)).astype(np.intp)


def count(sentences: Sentences, columns: Columns) -> tuple[Counts, Counts]:
    """Columns and counts of the whole texts and of the sentences."""
    at, owner = _pieces(sentences.plain, columns)
    known = [(s, c) for s, word in sentences.words if (c := columns.words.get(word)) is not None]
    if known:
        more = np.array(known, dtype=np.int64)
        at, owner = np.concatenate([at, more[:, 1]]), np.concatenate([owner, more[:, 0]])
    width = columns.width
    return _summed(sentences.owner[owner] * width + at, width), _summed(owner * width + at, width)


def _summed(keys: NDArray[np.int64], width: int) -> Counts:
    found, times = np.unique(keys, return_counts=True)
    return Counts(found // width, found % width, times.astype(np.float32))


def _pieces(plain: Sequence[str], columns: Columns) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(column, sentence) of every known run of one, two and three characters; no run crosses a sentence end or a stop."""
    codes, owner = _characters(plain)
    good = _piecable()[codes]
    key = np.where(good, codes, 0).astype(np.int64)
    at: list[NDArray[np.int64]] = []
    of: list[NDArray[np.int64]] = []
    for length, grams in columns.grams.items():
        if len(key) < length or not len(grams.keys):
            continue
        wanted, fine = key[: len(key) - length + 1].copy(), good[: len(key) - length + 1].copy()
        for step in range(1, length):
            wanted = (wanted << _GRAM_BITS) | key[step : len(key) - length + 1 + step]
            fine &= good[step : len(key) - length + 1 + step]
        places = np.flatnonzero(fine)
        wanted = wanted[places]
        found = np.minimum(np.searchsorted(grams.keys, wanted), len(grams.keys) - 1)
        hit = grams.keys[found] == wanted
        at.append(grams.columns[found[hit]])
        of.append(owner[places[hit]])
    if not at:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    return np.concatenate(at), np.concatenate(of)


def _characters(plain: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Code points of all sentences, each closed by a line end, and the sentence of each."""
    text = "\n".join((*plain, ""))
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    lengths = np.fromiter((len(p) + 1 for p in plain), dtype=np.int64, count=len(plain))
    return np.minimum(codes, 0xFFFF), np.repeat(np.arange(len(plain), dtype=np.int64), lengths)


@lru_cache(maxsize=1)
def _piecable() -> NDArray[np.bool_]:
    """Which code points make pieces."""
    good = np.zeros(0x10000, dtype=bool)
    good[_LOW : _HIGH + 1] = True
    good[[ord("〇"), ord("#")]] = True
    good[ord("a") : ord("z") + 1] = True
    return good


def votes_of(hits: Sequence[Hit], sentence_of: Sequence[int], codes: Sequence[str], sentences: int) -> NDArray[np.float32]:
    """Votes of the lexicon's hits by sentence and code."""
    place: Mapping[str, int] = {c: i for i, c in enumerate(codes)}
    cast = np.zeros((sentences, len(codes)), dtype=np.float32)
    tally = Counter((s, place[c]) for (_, _, spoken), s in zip(hits, sentence_of, strict=True) for c in spoken if c in place)
    for (s, c), n in tally.items():
        cast[s, c] = n
    return cast


def plain_of(texts: Sequence[str]) -> tuple[str, ...]:
    """The texts as their pieces are taken: lower case, numbers as one sign."""
    return tuple(plain_text(t) for t in texts)
