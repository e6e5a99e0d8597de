"""Phrases over words: what spaCy's PhraseMatcher finds, found without it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from nlp.classify.domain_reading import DomainRules
from nlp.classify.phrases import Phrases
from nlp.rulebook import Rulebook

GOLD = Path(__file__).resolve().parents[2] / "corpora" / "gold"
RULES = DomainRules.load(Rulebook())
TEXTS = [p.read_text("utf-8") for p in sorted(GOLD.glob("dev*/*.txt"))]


def by_spacy(phrases: list[tuple[list[str], tuple[str, ...]]], texts: list[list[str]]) -> list[list[tuple[tuple[str, ...], int, int]]]:
    matcher_module = pytest.importorskip("spacy.matcher")
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    vocab = Vocab()
    matcher = matcher_module.PhraseMatcher(vocab)
    keys = {}
    for words, codes in phrases:
        matcher.add("|".join(codes), [Doc(vocab, words=words)])
        keys[vocab.strings["|".join(codes)]] = codes
    return [sorted((keys[k], a, b) for k, a, b in matcher(Doc(vocab, words=words))) for words in texts]


def test_the_lexicon_over_documents() -> None:
    phrases = [(RULES.segmenter.words(p), codes) for p, codes in RULES.phrases]
    texts = [RULES.segmenter.words(t) for t in TEXTS]
    tree = Phrases.of(phrases)
    found = [sorted(tree.find(words)) for words in texts]
    assert found == by_spacy(phrases, texts)
    assert sum(map(len, found)) > 500


def test_random_words_with_many_overlaps() -> None:
    rng = random.Random(1)
    phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
    for n in range(60):
        phrases[tuple(rng.choice("甲乙丙") for _ in range(rng.randrange(1, 6)))] = (f"c{n}",)
    texts = [[rng.choice("甲乙丙丁") for _ in range(rng.randrange(1, 40))] for _ in range(300)]
    pairs = [(list(words), codes) for words, codes in phrases.items()]
    tree = Phrases.of(pairs)
    assert [sorted(tree.find(words)) for words in texts] == by_spacy(pairs, texts)


def test_nothing_to_find() -> None:
    assert Phrases.of([((), 1)]).find(["甲"]) == []
    assert Phrases.of([(("甲",), 1)]).find([]) == []
    assert Phrases.of([(("甲", "乙"), 1)]).find(["甲"]) == []
