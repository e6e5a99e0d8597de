"""What a text gives the domain classifier: its words, the lexicon's finds, its features sentence by sentence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

import numpy as np

from nlp.caching import by_identity
from nlp.classify.counted import Hit, Sentences, plain_of, size_of, votes_of
from nlp.classify.disclosure_words import WorkHeads
from nlp.classify.features import features
from nlp.classify.houses import Houses
from nlp.classify.items import ItemRules
from nlp.classify.matters import Matters
from nlp.classify.phrases import Phrases
from nlp.clauses import sentences
from nlp.rulebook import Rulebook
from nlp.words import Segmenter


@dataclass(frozen=True, slots=True)
class DomainRules:
    """Domain names by code, lexicon phrases by code, the segmenter that knows the phrases."""

    names: Mapping[str, str]
    phrases: tuple[tuple[str, tuple[str, ...]], ...]  # (phrase, codes)
    heads: WorkHeads = field(default_factory=lambda: WorkHeads(()))
    houses: Houses = field(default_factory=Houses)
    segmenter: Segmenter = field(default_factory=Segmenter)
    items: ItemRules | None = None
    matters: Matters = field(default_factory=Matters)

    @classmethod
    def load(cls, book: Rulebook) -> DomainRules:
        """Read `domains.tsv` and `domain-lexicon.tsv`; a phrase may vote for several codes."""
        names = {row["id"]: row["name"] for row in book.table("domains")}
        by_phrase: dict[str, list[str]] = {}
        for row in book.table("domain-lexicon"):
            if row["code"] not in names:
                raise row.fault(f"没有代码为“{row['code']}”的领域，可用代码见 domains.tsv。")
            for phrase in row.items("phrases"):
                codes = by_phrase.setdefault(phrase, [])
                if row["code"] not in codes:
                    codes.append(row["code"])
        phrases = tuple(sorted((p, tuple(c)) for p, c in by_phrase.items()))
        return cls(names, phrases, WorkHeads.load(book), Houses.load(book), Segmenter.of_lexicon(book),
                   ItemRules.load(book), Matters.load(book))


@by_identity(8)
@lru_cache(maxsize=4)
def _matcher(phrases: tuple[tuple[str, tuple[str, ...]], ...], segmenter: Segmenter) -> Phrases[tuple[str, ...]]:
    """The lexicon as a tree of words, cut by the same segmenter, with the codes of each phrase."""
    return Phrases.of((segmenter.words(phrase), codes) for phrase, codes in phrases)


def read_words(text: str, rules: DomainRules) -> tuple[list[str], list[Hit]]:
    """Words of a text and its lexicon hits as (start, end, codes): phrases on word borders, longest first, without overlap."""
    words = rules.segmenter.words(text)
    if not words:
        return [], []
    matches = _matcher(rules.phrases, rules.segmenter).find(words)
    matches.sort(key=lambda m: (m[1] - m[2], m[1]))
    taken: set[int] = set()
    kept = []
    for codes, first, last in matches:
        if first not in taken and last - 1 not in taken:
            taken.update(range(first, last))
            kept.append((first, last, codes))
    kept.sort()
    starts = [0, *accumulate(map(len, words))]
    return words, [(starts[first], starts[last], codes) for first, last, codes in kept]


def text_features(text: str, rules: DomainRules) -> dict[str, float]:
    """Features of one text, as the model is trained on them."""
    words, hits = read_words(text, rules)
    return features(text, words, Counter(code for _, _, codes in hits for code in codes))


@dataclass(frozen=True, slots=True)
class Reading:
    """A text read once: its sentences as ranges and its lexicon hits as (start, end, codes)."""

    text: str
    sentences: tuple[tuple[int, int], ...]
    hits: tuple[Hit, ...]
    longest: tuple[str, ...] = ()  # words of two and more characters of the longest sentence, the first of equals


def read_texts(texts: Sequence[str], rules: DomainRules, codes: Sequence[str]) -> tuple[list[Reading], Sentences]:
    """Segment and match many texts at once and share the finds out to the texts and their sentences.

    What is counted of a sentence adds up to `text_features` of its text, since no piece or word crosses a sentence end.
    """
    joined = "\n".join(texts)
    words, hits = read_words(joined, rules)
    begins = [0, *accumulate(len(t) + 1 for t in texts)]
    ranges = [tuple(sentences(t, 0, len(t))) for t in texts]
    owner = [i for i, found in enumerate(ranges) for _ in found]
    starts = [begins[i] + a for i, found in enumerate(ranges) for a, _ in found]
    plain = plain_of([t[a:b] for t, found in zip(texts, ranges, strict=True) for a, b in found])
    own_hits: list[list[Hit]] = [[] for _ in texts]
    for start, end, spoken in hits:
        i = bisect_right(begins, start) - 1
        own_hits[i].append((start - begins[i], end - begins[i], spoken))
    placed = _places([0, *accumulate(map(len, words))][:-1], starts)
    longest = _words_of_longest(words, placed, ranges)
    votes = votes_of(hits, _places([h[0] for h in hits], starts), codes, len(owner))
    read = [Reading(t, r, tuple(h), w) for t, r, h, w in zip(texts, ranges, own_hits, longest, strict=True)]
    spoken_words = tuple((s, w) for s, w in zip(placed, words, strict=True) if len(w) > 1) if starts else ()
    return read, Sentences(len(texts), np.array(owner, dtype=np.int64), plain, spoken_words, votes, size_of(plain))


def _words_of_longest(
    words: Sequence[str], placed: Sequence[int], ranges: Sequence[Sequence[tuple[int, int]]]
) -> list[tuple[str, ...]]:
    """By text the words of its longest sentence; `placed`: the sentence of each word, ascending, counted over all texts."""
    out: list[tuple[str, ...]] = []
    before = 0
    for found in ranges:
        if found:
            number = before + max(range(len(found)), key=lambda i: found[i][1] - found[i][0])
            own = words[bisect_left(placed, number) : bisect_right(placed, number)]
            out.append(tuple(w for w in own if len(w) > 1))
        else:
            out.append(())
        before += len(found)
    return out


def read_text(text: str, rules: DomainRules) -> Reading:
    """One text read alone."""
    return read_texts([text], rules, list(rules.names))[0][0]


def _places(offsets: Sequence[int], starts: Sequence[int]) -> list[int]:
    """The sentence in which each offset lies."""
    found: list[int] = np.maximum(np.searchsorted(starts, offsets, "right") - 1, 0).tolist()
    return found
