"""What an entry is about, in a form that can be compared: its name without what says nothing, and what tells it apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from nlp.rulebook import Rulebook
from nlp.types import Entry

# Measured on the pairs of tests/cases/across-pairs.tsv: the least score of one matter.
SAME = 0.68
LONG = 7  # a name of so many characters means the same in any domain
_TOO_SHORT = 0.33
_SUBSTANCE = 2  # a name with fewer characters beside the words of every field is vague
_SHORT, _PARTIAL, _CONTENT = 4, 0.35, 0.15
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:年度?|-(?:19|20)?[0-9]{2,4}年?)?|[“”《》（）() ]|(?:上|下)半年|年度(?=[部政财三])|第[一二三四]季度")
_NUMBERED = re.compile(r"^[0-9]+[.、．]")


@dataclass(frozen=True, slots=True)
class Matter:
    """An entry as it is compared. core: its name without years and empty words, synonyms made one. vague: the name says nothing
    of a field (审核结果)."""

    core: str
    domain: str
    elements: frozenset[str]
    kinds: tuple[tuple[int, frozenset[str]], ...]
    facets: frozenset[str]
    steps: frozenset[str]
    vague: bool = False


@dataclass(frozen=True, slots=True)
class MatterRules:
    """`record-synonyms.tsv` and `record-distinctions.tsv`."""

    synonyms: re.Pattern[str]
    means: Mapping[str, str]
    kinds: tuple[tuple[re.Pattern[str], Mapping[str, frozenset[str]]], ...]
    facets: tuple[tuple[str, re.Pattern[str]], ...]
    steps: tuple[tuple[str, re.Pattern[str]], ...]
    vague: re.Pattern[str]

    @classmethod
    def load(cls, book: Rulebook) -> MatterRules:
        """Read both tables; longest words first."""
        means = {w: row["means"] for row in book.table("record-synonyms") for w in (*row.items("says"), row["means"]) if w}
        kinds: list[tuple[re.Pattern[str], Mapping[str, frozenset[str]]]] = []
        facets: list[tuple[str, re.Pattern[str]]] = []
        steps: list[tuple[str, re.Pattern[str]]] = []
        vague: list[str] = []
        for row in book.table("record-distinctions"):
            words = row.items("words")
            if row["use"] == "kinds":
                table = {}
                for word in words:
                    said, _, meant = word.partition("=")
                    table[said] = frozenset(meant.split("+")) if meant else frozenset({said})
                kinds.append((_any(list(table)), table))
            elif row["use"] == "vague":
                vague += words
            elif row["use"] in ("facet", "step"):
                (facets if row["use"] == "facet" else steps).append((row["id"], _any(list(words))))
            else:
                raise row.fault(f"use 应为 kinds、facet、step 或 vague，现为“{row['use']}”。")
        return cls(_any(list(means)), means, tuple(kinds), tuple(facets), tuple(steps), _any(vague))

    def matter(self, entry: Entry) -> Matter:
        """The matter of an entry."""
        elements = frozenset(e for c in entry.content if (e := _NUMBERED.sub("", c.strip())))
        return self.matter_of(entry.item, entry.domain, elements)

    def matter_of(self, item: str, domain: str, elements: frozenset[str] = frozenset()) -> Matter:
        """The matter of a name, domain and elements."""
        plain = _YEAR.sub("", item)
        named = self.synonyms.sub(lambda m: self.means[m[0]], plain)
        core = self.synonyms.sub(lambda m: self.means[m[0]], named) or plain or item
        kinds = tuple(
            (n, frozenset(x for m in pattern.finditer(named) for x in table[m[0]]))
            for n, (pattern, table) in enumerate(self.kinds)
            if any(w in named for w in table)
        )
        facets = frozenset(name for name, pattern in self.facets if pattern.search(plain))
        steps = frozenset(name for name, pattern in self.steps if pattern.search(plain))
        vague = len(self.vague.sub("", core)) < _SUBSTANCE
        return Matter(core, domain, elements, kinds, facets, steps, vague)


def _any(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))))


def apart(a: Matter, b: Matter) -> bool:
    """Whether something tells two matters apart, however alike their names are."""
    if a.steps != b.steps:
        return True
    for n, said in a.kinds:
        for other, meant in b.kinds:
            if n == other and said != meant:
                return True
    return bool(a.facets and b.facets and not a.facets & b.facets)


def likeness(a: Matter, b: Matter) -> float:
    """0..1: how alike two matters are by name and elements; 0.0 where something tells them apart."""
    if apart(a, b):
        return 0.0
    shorter = min(len(a.core), len(b.core))
    if shorter < _TOO_SHORT * max(len(a.core), len(b.core)):
        return 0.0  # too far apart in length to be alike, whatever they share
    same = fuzz.ratio(a.core, b.core) / 100
    inside = fuzz.partial_ratio(a.core, b.core) / 100 if shorter >= _SHORT else same
    score = (1 - _PARTIAL) * same + _PARTIAL * inside
    if a.elements and b.elements:
        shared = len(a.elements & b.elements) / min(len(a.elements), len(b.elements))
        score += _CONTENT * (shared - (0.3 if not shared else 0.0))
    return max(0.0, min(1.0, score))


def is_same(a: Matter, b: Matter) -> bool:
    """Whether two entries are one matter; across domains only where they have one long name."""
    if a.vague or b.vague:
        return a.core == b.core and a.domain == b.domain and bool(a.elements & b.elements) and not apart(a, b)
    if a.domain != b.domain:
        return a.core == b.core and len(a.core) >= LONG and not apart(a, b)
    return likeness(a, b) >= SAME
