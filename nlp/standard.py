"""The nearest item of the national standard catalogues, for 一级事项, defaults and the domain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from nlp.rulebook import Rulebook

GOOD = 0.6  # counted on drafted rows of unseen documents: below it more matches were wrong than right
_SAME_NAME = 0.78  # an item of another domain counts only when its name is nearly the same
_OTHER_DOMAIN = 0.15
_COMMON = 60  # a pair of characters in more items than this tells nothing
_SCORED, _LONGEST_CONTENT = 8, 80
_NOISE = re.compile(r"(?:情况|信息|有关|相关|工作|公开|公示|公布|以及|等|的|和|及|、|进展)")


@dataclass(frozen=True, slots=True)
class StandardItem:
    """One item of a national standard catalogue."""

    domain: str
    parent: str
    item: str
    elements: str
    basis: str
    deadline: str
    iso: str


@dataclass(frozen=True, slots=True)
class Match:
    """The best standard item and how alike it is, 0..1."""

    standard: StandardItem
    score: float


@dataclass(frozen=True, slots=True)
class Standard:
    """All items with an index of character pairs, so that only items that share one are scored."""

    items: tuple[StandardItem, ...]
    plain: tuple[str, ...]
    index: Mapping[str, tuple[int, ...]]

    @classmethod
    def load(cls, book: Rulebook) -> Standard:
        """Read `catalogue-items.tsv`."""
        items = tuple(
            StandardItem(r["domain"], r["level1"], r["level2"], r["elements"], r["basis"], r["deadline"], r.get("deadline_iso"))
            for r in book.table("catalogue-items")
        )
        plain = tuple(_plain(i.item) for i in items)
        index: dict[str, list[int]] = {}
        for n, text in enumerate(plain):
            for pair in {text[i : i + 2] for i in range(len(text) - 1)}:
                index.setdefault(pair, []).append(n)
        return cls(items, plain, {k: tuple(v) for k, v in index.items() if len(v) <= _COMMON})

    def best(self, item: str, content: Sequence[str], domains: Sequence[str]) -> Match | None:
        """The nearest item, those of the given domains preferred; None where nothing is near."""
        wanted = _plain(item)
        if len(wanted) < 2:
            return None
        weight: Counter[int] = Counter()
        for pair in sorted({wanted[i : i + 2] for i in range(len(wanted) - 1)}):
            weight.update(self.index.get(pair, ()))
        if not weight:
            return None
        least = max(weight.values()) / 2
        top = sorted((-w, self.items[n].domain not in domains, n) for n, w in weight.items() if w >= least)[:_SCORED]
        elements = "".join(content)[:_LONGEST_CONTENT]
        best: Match | None = None
        for _, other, n in top:
            standard, plain = self.items[n], self.plain[n]
            same = fuzz.ratio(wanted, plain) / 100
            score = 0.55 * same + (0.0 if other else 0.1)
            if best is not None and score + 0.35 <= best.score:
                continue
            score += 0.3 * (fuzz.partial_ratio(wanted, plain) / 100 if min(len(wanted), len(plain)) >= 4 else same)
            if best is not None and score + 0.05 <= best.score:
                continue
            score += 0.05 * fuzz.token_set_ratio(elements, standard.elements) / 100 if elements else 0.0
            if other and same < _SAME_NAME:
                score -= _OTHER_DOMAIN
            if best is None or score > best.score:
                best = Match(standard, round(score, 4))
        return best


def _plain(text: str) -> str:
    out = _NOISE.sub("", text)
    return out if len(out) >= 2 else text
