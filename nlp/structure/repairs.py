"""Repairs that need the whole tree: numbers that nobody typed, numbers without their mark, and a last number that runs ahead of its list."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from nlp.structure.labels import Candidate, numbered_name
from nlp.structure.numbering import Gap, Tree

_DEMAND = "要"
_LEAST_DEMANDS = 2
_LEAST_SENTENCE = 30


def fill_gaps(labels: Sequence[Candidate], tree: Tree, find: Callable[[Gap], list[tuple[int, int, int]]]) -> list[Candidate]:
    """Labels with those added that an author forgot; `find` gives (start, end, line) of the headings that fill a gap."""
    extra: list[Candidate] = []
    for gap in tree.gaps:
        if gap.after.label.family == "article":
            continue
        places = find(gap)
        if len(places) != len(gap.numbers) or (gap.before is None and _inside_another(labels, gap, places[0][0])):
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


def _inside_another(labels: Sequence[Candidate], gap: Gap, start: int) -> bool:
    """Whether labels stand before a place for the first number of a list: the text began below that number.

    （一）总体要求¶坚持公开为常态。¶（二）…¶二、保障措施: the line below （一） is not 一.
    """
    begin = gap.parent.label.start if gap.parent is not None else -1
    return any(begin < label.start < start for label in labels)


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


def anew(text: str, found: Sequence[tuple[int, int, list[Candidate]]], labels: Sequence[Candidate]) -> frozenset[int]:
    """Starts of the labels 1 that an unnumbered line parts from a closed item: no list of that item begins there.

    （二）公示期限。¶公示前已供地的，还应公告下列内容：¶（一）… Also of the article behind a sentence numbered 四、, whose own
    list and the heading of that article were cut off.
    """
    lines = {c.line: c for c in labels if c.place == "line"}
    out: set[int] = set()
    for line, label in lines.items():
        at = line - 1
        while at >= 0 and at not in lines:
            at -= 1
        above = text[: found[at][1]].rstrip()[-1:] if at >= 0 else ""
        sentence = at >= 0 and lines[at].family == "cn" and lines[at].number > 1 and found[at][1] - found[at][0] > _LEAST_SENTENCE
        again = label.number == 1 and 0 <= at < line - 1 and above in "。；"
        cut_off = sentence and above == "。" and label.family == "article" and label.number > 1  # 四、…。¶第二十七条
        if again or cut_off:
            out.add(label.start)
    return frozenset(out)


def with_unmarked(text: str, found: Sequence[tuple[int, int, list[Candidate]]], labels: list[Candidate]) -> list[Candidate]:
    """Labels with those added whose 、 an author forgot inside a line: 三、要联防联控。…；四要加强监管。

    Only demands count, in a list of two demands or more: the number must be the next one and stand behind a full stop.
    """
    own = [c for c in labels if c.family == "cn" and c.place == "line" and text.startswith(_DEMAND, c.text_at)]
    extra: list[Candidate] = []
    for n, label in enumerate(own if len(own) >= _LEAST_DEMANDS else ()):
        following = own[n + 1] if n + 1 < len(own) else None
        name = numbered_name("cn", label.number + 1)
        if name is None or (following is not None and following.number <= label.number + 1):
            continue
        m = re.compile(f"(?<=[。；]){name}(?={_DEMAND})").search(text, label.text_at, found[label.line][1])
        if m is not None:
            extra.append(
                replace(label, start=m.start(), end=m.end(), text_at=m.end(), number=label.number + 1, name=name, place="stop")
            )
    return sorted([*labels, *extra], key=lambda c: (c.start, c.end)) if extra else labels
