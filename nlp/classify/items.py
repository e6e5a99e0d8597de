"""The one item (一级事项, 二级事项) of the national standard catalogues that a section is about, with a score; none where none fits.

Only items of the section's own domains are asked. What is weighed: how much of the item's name stands in the heading and in the
text, rare pairs of characters counting more; how many of its elements (招标内容, 批复文号) the text names; how much of the heading the
item accounts for; level 1 in heading, text or the heading above; and how many other items the text names as well, since a
section that lists a whole field (批准结果、招标投标、征收土地……) is about no single item.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import add

from nlp.rulebook import Rulebook, literals
from nlp.standard import Standard
from nlp.types import SectionItem

# Weights of a logistic regression over `Asked.inputs` of the labelled sections of corpora/items/dev, and the odds that are needed.
WEIGHTS = (5.37, 0.84, 3.54, 2.18, -0.07, 0.37, 0.17, -2.39, -6.85)
LEAST = 0.5
LITTLE = 0.2  # share of an item's name below which it is not asked, unless the text names an element
LONGEST = 300  # characters of a section that are read: the matter stands first
NAMED = 0.75  # share of an item's name from which the text names it
_TOKENS = re.compile(r"[^\u3400-\u9fffA-Za-z0-9]+")
_VARIANTS = re.compile(r"[(（]([^)）]+)[)）]")
# Words of the act of disclosing tell nothing of what is disclosed.
_IDLE = re.compile(r"信息|情况|公开|公布|公示|公告|有关|相关|工作|及时|做好|推进|加强|关于|社会|以及|[的和及与等或]")

Grams = frozenset[str]


@dataclass(frozen=True, slots=True)
class Named:
    """The name of an item as pairs of characters, in each way in which it may be written, with the weight of all of them."""

    ways: tuple[tuple[Grams, float], ...]

    def share(self, grams: Grams, weight: Mapping[str, float]) -> float:
        """Weight of the pairs found, as a share of all; the best of the ways."""
        best = 0.0
        for way, whole in self.ways:
            found = way & grams
            if found:
                best = max(best, sum(map(weight.__getitem__, sorted(found))) / whole)
        return best


@dataclass(frozen=True, slots=True)
class Item:
    """One item, prepared."""

    level1: str
    level2: str
    field: Named
    name: Named
    elements: tuple[Grams, ...]
    all: Grams
    any: Grams  # a text without any of these names neither the item nor an element


@dataclass(frozen=True, slots=True)
class ItemRules:
    """The items by domain, weights of pairs of characters, and the offices' own words."""

    items: dict[str, tuple[Item, ...]]
    weight: dict[str, float]
    words: dict[str, str]
    pattern: re.Pattern[str]

    @classmethod
    def load(cls, book: Rulebook, standard: Standard | None = None) -> ItemRules:
        """Read `catalogue-items.tsv` and `domain-item-words.tsv`."""
        found = standard or Standard.load(book)
        words = {row["word"]: row["means"] for row in book.table("domain-item-words")}
        pattern = re.compile(literals(words))
        seen: Counter[str] = Counter()
        for x in found.items:
            seen.update({g for name in (x.item, x.parent) for way in _ways(name) for g in way})
        weight = {g: math.log(len(found.items) / n) for g, n in seen.items()}
        by_domain: dict[str, list[Item]] = {}
        for x in found.items:
            elements = tuple(g for e in x.elements.split(";") if (g := _grams(e)))
            field, name = _named(x.parent, weight), _named(x.item, weight)
            all_grams = _grams(x.item) | _grams(x.parent) | frozenset().union(*elements)
            any_grams = frozenset[str]().union(*(way for way, _ in name.ways), *elements)
            by_domain.setdefault(x.domain, []).append(Item(x.parent, x.item, field, name, elements, all_grams, any_grams))
        return cls({d: tuple(items) for d, items in by_domain.items()}, weight, words, pattern)

    def match(self, heading: str, text: str, above: str, codes: Sequence[str]) -> SectionItem | None:
        """The item of a section from its heading, its own text, the headings above it and its domains (best first); None where none
        is sure."""
        best: tuple[float, Item] | None = None
        for item, inputs in self.asked(heading, text, above, codes):
            odds = sum(w * x for w, x in zip(WEIGHTS, inputs, strict=True))
            if best is None or odds > best[0]:
                best = (odds, item)
        if best is None:
            return None
        score = 1.0 / (1.0 + math.exp(-best[0]))
        return SectionItem(best[1].level1, best[1].level2, round(score, 4)) if score >= LEAST else None

    def asked(self, heading: str, text: str, above: str, codes: Sequence[str]) -> list[tuple[Item, tuple[float, ...]]]:
        """Every item of the domains with what is weighed (see the module); items whose name shares nothing are left out."""
        told = self._read(heading)
        said = self._read(text[:LONGEST]) | told
        around = self._read(above) | said
        if not said:
            return []
        known = told & self.weight.keys()
        total = sum(map(self.weight.__getitem__, sorted(known)))
        rows: list[tuple[Item, float, float, float, float, float, float]] = []
        for rank, code in enumerate(codes):
            for item in self.items.get(code, ()):
                if item.any.isdisjoint(said):
                    continue
                in_text = item.name.share(said, self.weight)
                elements = _elements(item, said)
                if in_text < LITTLE and elements == 0.0:
                    continue
                in_heading = item.name.share(told, self.weight)
                explained = sum(map(self.weight.__getitem__, sorted(known & item.all))) / total if total else 0.0
                rows.append((item, in_text, in_heading, elements, explained, item.field.share(around, self.weight), float(rank > 0)))
        named = {r[0].level1 for r in rows if r[1] >= NAMED}
        out: list[tuple[Item, tuple[float, ...]]] = []
        for item, in_text, in_heading, elements, explained, field, later in rows:
            rivals = math.log1p(len(named - {item.level1}))
            out.append((item, (in_text, in_heading, elements, explained, field, in_text * field, later, rivals, 1.0)))
        return out

    def _read(self, text: str) -> Grams:
        more = {self.words[m[0]] for m in self.pattern.finditer(text)}
        return _grams("。".join((text, *sorted(more))) if more else text)


def _grams(text: str) -> Grams:
    """Pairs of characters of a text without the words of disclosing.

    >>> sorted(_grams("中标结果公示"))
    ['中标', '标结', '结果']
    """
    out: set[str] = set()
    for run in _TOKENS.split(_IDLE.sub(" ", text)):
        out.update(map(add, run, run[1:]))
    return frozenset(out)


def _ways(name: str) -> list[Grams]:
    """A name with what stands in its brackets as another way to write it, each as pairs of characters."""
    inside = _VARIANTS.findall(name)
    written = [_VARIANTS.sub("", name), *inside] if inside else [name]
    return [_grams(way) or frozenset(way[i : i + 2] for i in range(len(way) - 1)) for way in written]


def _named(name: str, weight: Mapping[str, float]) -> Named:
    return Named(tuple((way, max(sum(weight[g] for g in sorted(way)), 1e-9)) for way in _ways(name) if way))


def _elements(item: Item, said: Grams) -> float:
    """How many of an item's elements the text names, one third for the first, two thirds for two, 1.0 for three and more."""
    hits = sum([len(e & said) >= 0.6 * len(e) for e in item.elements])
    return min(hits, 3) / 3
