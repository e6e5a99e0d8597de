"""What a text gives the domain classifier: its words, the lexicon's finds, its features sentence by sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Any

from nlp.classify.disclosure_words import WorkHeads
from nlp.classify.features import features
from nlp.clauses import sentences
from nlp.rulebook import Rulebook
from nlp.words import Segmenter


@dataclass(frozen=True, slots=True)
class DomainRules:
    """Domain names by code, lexicon phrases by code, the segmenter that knows the phrases."""

    names: Mapping[str, str]
    phrases: tuple[tuple[str, tuple[str, ...]], ...]  # (phrase, codes)
    heads: WorkHeads = field(default_factory=lambda: WorkHeads(()))
    segmenter: Segmenter = field(default_factory=Segmenter)

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
        return cls(names, phrases, WorkHeads.load(book), Segmenter(tuple(p for p, _ in phrases)))


@lru_cache(maxsize=4)
def _matcher(
    phrases: tuple[tuple[str, tuple[str, ...]], ...], segmenter: Segmenter
) -> tuple[Any, Any, dict[int, tuple[str, ...]]]:
    """spaCy vocabulary and PhraseMatcher over the lexicon, words cut by the same segmenter; codes by match key."""
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    vocab = Vocab()
    matcher = PhraseMatcher(vocab)
    keys = {}
    for phrase, codes in phrases:
        matcher.add("|".join(codes), [Doc(vocab, words=segmenter.words(phrase))])
        keys[vocab.strings["|".join(codes)]] = codes
    return vocab, matcher, keys


def read_words(text: str, rules: DomainRules) -> tuple[list[str], list[tuple[int, int, tuple[str, ...]]]]:
    """Words of a text and its lexicon hits as (start, end, codes): phrases on word borders, longest first, without overlap."""
    from spacy.tokens import Doc

    words = rules.segmenter.words(text)
    if not words:
        return [], []
    vocab, matcher, keys = _matcher(rules.phrases, rules.segmenter)
    matches = matcher(Doc(vocab, words=words))
    matches.sort(key=lambda m: (m[1] - m[2], m[1]))
    taken: set[int] = set()
    kept = []
    for key, first, last in matches:
        if first not in taken and last - 1 not in taken:
            taken.update(range(first, last))
            kept.append((first, last, keys[key]))
    kept.sort()
    starts = [0, *accumulate(map(len, words))]
    return words, [(starts[first], starts[last], codes) for first, last, codes in kept]


def text_features(text: str, rules: DomainRules) -> dict[str, float]:
    """Features of one text, as the model is trained on them."""
    words, hits = read_words(text, rules)
    return features(text, words, Counter(code for _, _, codes in hits for code in codes))


@dataclass(frozen=True, slots=True)
class Reading:
    """A text read once: features of every sentence (their sum is `text_features` of the whole, since no piece or word crosses a
    sentence end) and the lexicon hits as (start, end, codes)."""

    text: str
    parts: tuple[Mapping[str, float], ...]
    hits: tuple[tuple[int, int, tuple[str, ...]], ...]


def read_text(text: str, rules: DomainRules) -> Reading:
    """Segment and match a text once and share the finds out to its sentences."""
    ranges = sentences(text, 0, len(text))
    words, hits = read_words(text, rules)
    held: list[list[str]] = [[] for _ in ranges]
    votes: list[Counter[str]] = [Counter() for _ in ranges]
    starts = [a for a, _ in ranges]
    at = i = 0
    for word in words:
        while i + 1 < len(starts) and starts[i + 1] <= at:
            i += 1
        if ranges:
            held[i].append(word)
        at += len(word)
    for start, _, codes in hits:
        votes[max(bisect_right(starts, start) - 1, 0)].update(codes)
    parts = tuple(features(text[a:b], w, v) for (a, b), w, v in zip(ranges, held, votes, strict=True))
    return Reading(text, parts, tuple(hits))
