"""What changed between two catalogues: matters are paired by name, then by likeness, and compared field by field."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from nlp.review.catalogue_file import Matter

LIKE = 0.67  # tests/cases/catalogue-pairs.tsv: of 26 pairs of names 24 are judged as a person does
_MOST_CANDIDATES = 40
_COMMON = 400  # a pair of characters in more items than this tells nothing
_NOISE = re.compile(r"[\s，。；：、,.;:()（）《》〈〉“”\"'·]|情况|信息|相关|有关|公开|公示")
_FILLER = re.compile(r"\s+|[。；;，,]$")

_RANKS: tuple[Callable[[Matter], tuple[str | None, ...]], ...] = (
    lambda m: (m.key, m.parent_item, m.unit),
    lambda m: (m.key, m.parent_item),
    lambda m: (m.key,),
)

FIELDS = ("item", "parent_item", "content", "basis", "deadline", "unit", "supervision", "channels", "audience", "mode", "level")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs; texts as people read them, None for nothing."""

    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A matter in both catalogues; `likeness` 1.0 when its name is the same."""

    old: Matter
    new: Matter
    likeness: float
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Added, dropped and changed matters in the order of the catalogues; `same` counts the others."""

    added: tuple[Matter, ...]
    dropped: tuple[Matter, ...]
    changed: tuple[Changed, ...]
    same: int


def difference(old: Sequence[Matter], new: Sequence[Matter]) -> Difference:
    """Compare two catalogues. Each matter is paired at most once; the same input gives the same pairs."""
    pairs = _pairs(old, new)
    taken = {n for _, n, _ in pairs}
    left = {o for o, _, _ in pairs}
    changed = []
    for o, n, likeness in sorted(pairs, key=lambda p: p[1]):
        fields = tuple(_changes(old[o], new[n]))
        if fields:
            changed.append(Changed(old[o], new[n], likeness, fields))
    return Difference(
        added=tuple(m for n, m in enumerate(new) if n not in taken),
        dropped=tuple(m for o, m in enumerate(old) if o not in left),
        changed=tuple(changed),
        same=len(pairs) - len(changed),
    )


def nearest(old: Sequence[Matter], new: Sequence[Matter]) -> list[int | None]:
    """For each new matter the old one that is the same matter, None without one; several may have the same.

    A name alone decides only where the old catalogue has it once: 办事指南 stands in many fields.
    """
    by_rank: list[dict[object, list[int]]] = []
    for rank in _RANKS:
        by_key: dict[object, list[int]] = defaultdict(list)
        for o, matter in enumerate(old):
            by_key[rank(matter)].append(o)
        by_rank.append(by_key)
    index = _index(old, range(len(old)))
    found: list[int | None] = []
    for matter in new:
        same = [by_key.get(rank(matter), []) for rank, by_key in zip(_RANKS, by_rank, strict=True)]
        exact = same[0] or same[1] or (same[2] if len(same[2]) == 1 else [])
        if exact:
            found.append(exact[0])
            continue
        scored = [(-score, o) for o in same[2] or _candidates(matter, index) if (score := likeness(old[o], matter)) >= LIKE]
        found.append(min(scored)[1] if scored and not same[2] else None)
    return found


def likeness(a: Matter, b: Matter) -> float:
    """How alike two matters are, 0..1: their names above all, then unit and content."""
    name = fuzz.ratio(_plain(a.item), _plain(b.item)) / 100
    part = fuzz.partial_ratio(_plain(a.item), _plain(b.item)) / 100 if min(len(a.item), len(b.item)) >= 4 else name
    content = fuzz.token_set_ratio(" ".join(a.content), " ".join(b.content)) / 100 if a.content and b.content else name
    unit = 1.0 if a.unit and a.unit == b.unit else 0.0
    return round(0.6 * name + 0.15 * part + 0.15 * content + 0.1 * unit, 4)


def _pairs(old: Sequence[Matter], new: Sequence[Matter]) -> list[tuple[int, int, float]]:
    """(old, new, likeness): the same item under the same parent, the same item, then the most alike first."""
    found: list[tuple[int, int, float]] = []
    free_old, free_new = set(range(len(old))), set(range(len(new)))
    for rank in _RANKS:
        by_key: dict[object, list[int]] = defaultdict(list)
        for o in sorted(free_old, reverse=True):
            by_key[rank(old[o])].append(o)
        for n in sorted(free_new):
            same = by_key.get(rank(new[n]))
            if same:
                o = same.pop()
                found.append((o, n, 1.0))
                free_old.discard(o)
                free_new.discard(n)
    index = _index(old, free_old)
    scored = [
        (-score, o, n)
        for n in sorted(free_new)
        for o in _candidates(new[n], index)
        if (score := likeness(old[o], new[n])) >= LIKE
    ]
    for minus, o, n in sorted(scored):
        if o in free_old and n in free_new:
            found.append((o, n, -minus))
            free_old.discard(o)
            free_new.discard(n)
    return found


def _index(old: Sequence[Matter], free: Iterable[int]) -> dict[str, list[int]]:
    """Old matters not paired yet, by pairs of characters of their items."""
    index: dict[str, list[int]] = defaultdict(list)
    for o in sorted(free):
        for pair in _pairs_of(old[o].item):
            index[pair].append(o)
    return index


def _candidates(matter: Matter, index: dict[str, list[int]]) -> list[int]:
    """The old matters that share most pairs of characters."""
    shared = Counter(o for pair in sorted(_pairs_of(matter.item)) if len(index.get(pair, ())) <= _COMMON for o in index.get(pair, ()))
    return [o for o, _ in sorted(shared.items(), key=lambda x: (-x[1], x[0]))[:_MOST_CANDIDATES]]


def _pairs_of(item: str) -> set[str]:
    text = _plain(item)
    return {a + b for a, b in pairwise(text)} or {text}


def _changes(old: Matter, new: Matter) -> Iterable[FieldChange]:
    for name in FIELDS:
        a, b = _shown(getattr(old, name)), _shown(getattr(new, name))
        if _FILLER.sub("", a or "") != _FILLER.sub("", b or ""):
            yield FieldChange(name, a, b)


def _shown(value: object) -> str | None:
    if isinstance(value, tuple):
        return "；".join(value) or None
    return str(value) if value else None


def _plain(text: str) -> str:
    return _NOISE.sub("", text) or text
