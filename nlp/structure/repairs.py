"""Repairs that need the whole tree: numbers that nobody typed, and a last number that runs ahead of its list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from nlp.structure.labels import Candidate, numbered_name
from nlp.structure.numbering import Gap, Tree


def fill_gaps(labels: Sequence[Candidate], tree: Tree, find: Callable[[Gap], list[tuple[int, int, int]]]) -> list[Candidate]:
    """Labels with those added that an author forgot; `find` gives (start, end, line) of the headings that fill a gap."""
    extra: list[Candidate] = []
    for gap in tree.gaps:
        if gap.after.label.family == "article":
            continue
        places = find(gap)
        if len(places) != len(gap.numbers):
            continue
        for number, (start, _, line) in zip(gap.numbers, places, strict=True):
            name = numbered_name(gap.after.label.family, number)
            if name is not None:
                extra.append(
                    replace(
                        gap.after.label,
                        start=start,
                        end=start,
                        text_at=start,
                        number=number,
                        name=name,
                        line=line,
                        repaired=True,
                        place="line",
                    )
                )
    return sorted([*labels, *extra], key=lambda c: (c.start, c.end))


def close_last(labels: Sequence[Candidate], tree: Tree) -> list[Candidate]:
    """Labels with the last of a list renumbered where one number before it is missing: （一） （二） （四） and no more.

    A gap with further members behind it stays as typed.
    """
    right: dict[int, Candidate] = {}
    for gap in tree.gaps:
        siblings = gap.parent.children if gap.parent is not None else [i for i in tree.items if i.parent is None]
        last = next((i for i in reversed(siblings) if i.label.family == gap.after.label.family), None)
        label = gap.after.label
        if gap.before is None or last is not gap.after or len(gap.numbers) != 1 or gap.numbers[0] < 3 or label.rank is not None:
            continue
        name = numbered_name(label.family, gap.numbers[0])
        if name is not None and label.family in ("cn", "cn-paren"):
            right[label.start] = replace(label, number=gap.numbers[0], name=name)
    return [right.get(label.start, label) for label in labels]
