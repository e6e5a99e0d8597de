"""Numbers at line starts that only their list proves: 一 总体要求 without its 、, l. typed or scanned for 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.structure.labels import Candidate

LOOSE = "cn-bare"  # the row of numbering.tsv for 一 without a mark
_SLIPS = frozenset(("l", "I"))
_REACH = 40  # lines between an l. and its 2.

Found = tuple[int, int, list[Candidate]]


def settled(found: Sequence[Found]) -> list[Found]:
    """Lines with their candidates, those at line starts settled by their neighbours: see the module text."""
    firsts = [n for n, (_, _, cs) in enumerate(found) if cs and cs[0].place == "line"]
    kept = _proven([(n, found[n][2][0]) for n in firsts if found[n][2][0].family == "cn"])
    out = [
        (a, b, cs[1:] if cs and cs[0].shape == LOOSE and n not in kept else cs) for n, (a, b, cs) in enumerate(found)
    ]  # fmt: skip
    for at, n in enumerate(firsts):
        first = found[n][2][0]
        if first.name in _SLIPS and first.family in ("letter", "roman") and _second_follows(found, firsts[at + 1 : at + _REACH], first):
            shape = "num" + first.shape[len(first.shape.rstrip("、.")) :]
            out[n] = (out[n][0], out[n][1], [replace(first, family="num", shape=shape, number=1, name="1"), *out[n][2][1:]])
    return out


def _proven(labels: Sequence[tuple[int, Candidate]]) -> frozenset[int]:
    """Lines of the labels 一 二 三 that stand in a run of successive numbers which begins with 一 or holds a marked one."""
    kept: set[int] = set()
    run: list[tuple[int, Candidate]] = []
    for line, label in (*labels, (-1, None)):
        if label is not None and run and label.number == run[-1][1].number + 1:
            run.append((line, label))
            continue
        if len(run) > 1 and (run[0][1].number == 1 or any(c.shape != LOOSE for _, c in run)):
            kept |= {n for n, _ in run}
        run = [(line, label)] if label is not None else []
    return frozenset(kept)


def _second_follows(found: Sequence[Found], lines: Sequence[int], slip: Candidate) -> bool:
    """Whether the next Arabic number behind l. is 2., and no letter or Roman number goes on from it."""
    for n in lines:
        label = found[n][2][0]
        if label.family == slip.family:
            return False
        if label.family == "num":
            return label.number == 2
    return False
