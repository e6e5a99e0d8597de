"""Which entries of a batch are one matter, without comparing each with each.

Entries of one name fall together at once. Other names meet through the rarest pairs of characters that they share; a pair of
characters that very many names hold is looked up only among the neighbours in alphabetical order. So the work grows with the
number of entries, not with its square.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence

from nlp.across.matter import LONG, SAME, Matter, apart, is_same, likeness
from nlp.across.standing import Place, elsewhere

_RAREST = 6  # pairs of characters by which a name is looked up
_CROWDED = 40  # names that share a pair, beyond which only neighbours are looked at
_NEIGHBOURS = 10
_SCORED = 10  # candidates that are compared in full
_ROWS = 20  # rows of one matter that an entry is offered to

Key = tuple[Hashable, ...]


def clusters(
    matters: Sequence[Matter], documents: Sequence[int], places: Sequence[Place | None] = ()
) -> list[tuple[int, ...]]:
    """Groups of entries (by index, in order) that are one matter; every entry is in one group.

    A group has at most one entry a document, and no documents of two places (two counties); `places` is by document.
    """
    nodes: dict[Key, list[int]] = {}
    for i, m in enumerate(matters):
        nodes.setdefault(_key(m), []).append(i)
    groups = list(nodes.values())
    joined = _joined([matters[g[0]] for g in groups])
    out: list[tuple[int, ...]] = []
    for members in joined.values():
        entries = sorted(i for n in members for i in groups[n])
        out += _rows(entries, matters, documents, places)
    return sorted(out)


def _key(m: Matter) -> Key:
    shared = len(m.core) >= LONG and not m.vague
    return (m.core, "" if shared else m.domain, m.kinds, m.facets, m.steps, m.elements if m.vague else None)


def _joined(heads: Sequence[Matter]) -> Mapping[int, list[int]]:
    """Nodes by the node that leads their group. Two groups join where a pair of members and both leaders are alike."""
    parent = list(range(len(heads)))

    def leader(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for score, a, b in sorted(_alike(heads), key=lambda x: (-x[0], x[1], x[2])):
        one, other = sorted((leader(a), leader(b)))
        if one != other and (score == 1.0 or {a, b} == {one, other} or likeness(heads[one], heads[other]) >= SAME):
            parent[other] = one
    out: dict[int, list[int]] = {}
    for n in range(len(heads)):
        out.setdefault(leader(n), []).append(n)
    return out


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or {text}


def _alike(heads: Sequence[Matter]) -> list[tuple[float, int, int]]:
    """Pairs of nodes of one domain that are alike enough, each once: (likeness, lower, higher)."""
    index: dict[tuple[str, str], list[int]] = {}
    pairs = [sorted(_pairs(h.core)) for h in heads]
    for n in sorted(range(len(heads)), key=lambda i: heads[i].core):
        for pair in pairs[n]:
            index.setdefault((heads[n].domain, pair), []).append(n)
    cores = [h.core for h in heads]
    found: list[tuple[float, int, int]] = []
    seen: set[tuple[int, int]] = set()
    for n, m in enumerate(heads):  # a pair is looked at from both sides: either may be the one whose list is short
        lists = sorted((index[m.domain, p] for p in pairs[n]), key=len)[:_RAREST]
        shared: Counter[int] = Counter()
        for nodes in lists:
            if len(nodes) > _CROWDED:
                at = bisect_left(nodes, m.core, key=cores.__getitem__)
                nodes = nodes[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS]
            shared.update(nodes)
        del shared[n]
        for other, _ in sorted(shared.items(), key=lambda x: (-x[1], x[0]))[:_SCORED]:
            low, high = min(n, other), max(n, other)
            if (low, high) in seen:
                continue
            seen.add((low, high))
            score = likeness(m, heads[other])
            if score >= SAME and (not (m.vague or heads[other].vague) or is_same(m, heads[other])):
                found.append((score, low, high))
    return found


def _rows(
    entries: Sequence[int], matters: Sequence[Matter], documents: Sequence[int], places: Sequence[Place | None]
) -> list[tuple[int, ...]]:
    """Rows of one matter: an entry goes into the first row that has none of its document and none of another place."""
    first = entries[0]
    near = {c: likeness(matters[first], matters[i]) for i in entries if (c := matters[i].core) != matters[first].core}
    order = [first, *sorted(entries[1:], key=lambda i: (-near.get(matters[i].core, 1.0), i))]
    rows: list[list[int]] = []
    held: list[set[int]] = []
    seats: list[set[Place]] = []
    for i in order:
        place = places[documents[i]] if places else None
        for row, owners, seat in zip(rows[:_ROWS], held, seats, strict=False):
            if documents[i] in owners or apart(matters[row[0]], matters[i]) or any(elsewhere(place, p) for p in seat):
                continue
            row.append(i)
            owners.add(documents[i])
            seat |= {place} if place else set()
            break
        else:
            rows.append([i])
            held.append({documents[i]})
            seats.append({place} if place else set())
    return [tuple(sorted(r)) for r in rows]
