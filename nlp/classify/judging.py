"""How like each domain a text is: log odds of the whole, of its best sentence and of what stands above it, many texts at once.

Without a model the votes of the lexicon answer alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.classify.counted import count
from nlp.classify.domain_reading import DomainRules, Reading, read_texts
from nlp.classify.predictor import LinearModel

# Weights of the three views of a section in the log odds; found by grid search over the development documents.
WHOLE, SENTENCE, CONTEXT = 0.40, 0.50, 0.10
SHORTEST_SENTENCE = 8  # characters that a sentence needs to be judged alone
FEWEST_CHARACTERS = 2  # Han characters below which a text says nothing
NOTHING = -9.0  # log odds of such a text
LONGEST_TEXT = 4_000  # characters of one section that are judged; a longer one repeats itself
GROUP = 20_000  # characters that are read together: bounds the memory of a long document

Odds = NDArray[np.float32]
Ranked = list[tuple[str, float]]


def _vote_odds(votes: NDArray[np.float32]) -> list[float]:
    """Log odds from lexicon votes alone: -3 without a vote, above 0 from the second on if they are a third of all votes."""
    total = float(votes.sum()) or 1.0
    return [-3.0 + 2.2 * math.log1p(n) + 3.0 * n / total if n else -4.0 for n in votes.tolist()]


@dataclass(frozen=True, slots=True)
class Judged:
    """Log odds (texts, codes) of texts as wholes and of the best of their sentences, and what was read of them."""

    readings: list[Reading]
    whole: Odds
    best: Odds

    def combined(self, at: int, around: Odds | None) -> Odds:
        """Log odds of one text: whole, best sentence, context."""
        whole = self.whole[at]
        found: Odds = WHOLE * whole + SENTENCE * self.best[at] + CONTEXT * (whole if around is None else around)
        return found


def judge_texts(texts: Sequence[str], rules: DomainRules, model: LinearModel | None, codes: Sequence[str]) -> Judged:
    """Judge texts as wholes and sentence by sentence. A sentence counts where it is long enough and not the only such one."""
    readings, found = read_texts(texts, rules, codes)
    owner, size = found.owner, len(found.owner)
    votes = np.zeros((len(texts), len(codes)), dtype=np.float32)
    np.add.at(votes, owner, found.votes)
    if model is None:
        whole, single = (np.array([_vote_odds(v) for v in cast], dtype=np.float32) for cast in (votes, found.votes))
    else:
        of_texts, of_sentences = count(found, model.weighing.by_kind)
        whole, single = model.odds_of(of_texts, votes), model.odds_of(of_sentences, found.votes)
    empty = np.bincount(owner, weights=found.size, minlength=len(texts)) < FEWEST_CHARACTERS
    whole = np.where(empty[:, None], np.float32(NOTHING), whole)
    best = whole.copy()
    fair = np.flatnonzero(found.size >= SHORTEST_SENTENCE) if size else np.zeros(0, dtype=np.intp)
    if len(fair):
        peak = np.full_like(whole, -np.inf)
        np.maximum.at(peak, owner[fair], single[fair])
        several = np.bincount(owner[fair], minlength=len(texts)) > 1
        best[several] = peak[several]
    return Judged(readings, whole, best)


def ranked_codes(odds: NDArray[np.float32], codes: Sequence[str]) -> Ranked:
    """Codes with their probabilities, best first; equal ones in the order of the codes."""
    p = 1.0 / (1.0 + np.exp(-np.clip(odds.astype(np.float64), -30.0, 30.0)))
    order = np.argsort(-p, kind="stable")
    return [(codes[i], x) for i, x in zip(order.tolist(), p[order].tolist(), strict=True)]


def classify_texts(texts: Sequence[str], rules: DomainRules, model: LinearModel | None) -> list[Ranked]:
    """Codes of texts that stand alone with their probabilities, best first; all codes, no threshold."""
    codes = codes_of(rules, model)
    out = []
    for group in grouped([t[:LONGEST_TEXT] for t in texts]):
        judged = judge_texts(group, rules, model, codes)
        out += [ranked_codes(judged.combined(i, None), codes) for i in range(len(group))]
    return out


def classify_text(text: str, rules: DomainRules, model: LinearModel | None) -> Ranked:
    """`classify_texts` of one text."""
    return classify_texts([text], rules, model)[0]


def codes_of(rules: DomainRules, model: LinearModel | None) -> list[str]:
    """The codes in the order of a model, or of the table without one."""
    return list(rules.names) if model is None else list(model.codes)


def grouped(texts: Sequence[str]) -> Iterator[list[str]]:
    """Texts in groups of some GROUP characters, which are read together."""
    group: list[str] = []
    size = 0
    for text in texts:
        group.append(text)
        size += len(text)
        if size >= GROUP:
            yield group
            group, size = [], 0
    if group:
        yield group
