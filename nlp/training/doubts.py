"""What each sign on a drafted row weighs: documents annotated by hand against the rows drafted from them, as `draft-doubts.tsv`.

    python -m nlp.training.doubts FOLDER…       prints the table of signs; with --write it replaces nlp/rules/draft-doubts.tsv

A folder holds NAME.txt with NAME.entries.json. A row is wrong when it rests on no annotated sentence, or when its matter, limit, unit or
channel differs from the annotated one. Weights are those of a logistic regression drawn towards zero (RIDGE), so that rare signs weigh
little. Scores out of it are printed by fifths of the rows, each document judged by weights fitted without it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from nlp.draft.doubts import BASE, DoubtRules
from nlp.kit import Kit, load_kit
from nlp.pipeline import analyze
from nlp.rulebook import RULES_DIR
from nlp.training.measure_entries import ALIKE, CELL_ALIKE, dice, squeeze
from nlp.types import Entry, Failure, Source

RIDGE, SAME_MATTER, FOLDS, STEPS = 3.0, 0.5, 10, 50
TABLE = "draft-doubts.tsv"
HEAD = (
    "# Signs on a drafted row and what each weighs: log odds that a cell of the row is wrong. Written by `python -m nlp.training.doubts`.\n"
    "# rows, wrong: rows of the annotated documents with the sign, and those of them with a cell that differs from the annotation.\n"
    "# base: a row without a sign.\n"
    "id\tweight\trows\twrong\tnote\n"
)
NOTES: Mapping[str, str] = {
    BASE: "all rows",
    "broken": "the item is a piece of a clause, or an element holds a whole one",
    "odd-unit": "the unit holds a predicate",
    "and-so-on": "the item is the first of a list (…等)",
    "listed": "an item of a numbered list",
    "moved": "将X公开, X要公开",
    "earlier": "the object stands in an earlier clause",
    "publish": "公布",
    "no-domain": "of no field of disclosure",
}
Signs = frozenset[str]


@dataclass(frozen=True, slots=True)
class Seen:
    """A drafted row: its document, the signs on it, and whether a cell of it is wrong."""

    document: str
    signs: Signs
    wrong: bool


@dataclass(frozen=True, slots=True)
class Ledger(DoubtRules):
    """Gives each set of signs a number of its own as score, by which the signs of a row are known again."""

    known: list[Signs] = field(default_factory=list)

    def score(self, signs: Collection[str]) -> float:
        """The number of a set of signs, as a score."""
        every = frozenset(signs)
        if every not in self.known:
            self.known.append(every)
        return self.known.index(every) / 10_000

    def again(self, score: float, sign: str) -> float:
        """The number of a set with one more sign."""
        return self.score(self.signs(score) | {sign})

    def signs(self, score: float) -> Signs:
        """The set behind a number."""
        return self.known[round(score * 10_000)]


def rows_of(folders: Sequence[Path], kit: Kit) -> list[Seen]:
    """Every drafted row of the annotated documents of some folders."""
    ledger = Ledger({})
    reading = replace(kit, draft=replace(kit.draft, doubts=ledger))
    out: list[Seen] = []
    for path in sorted(p for folder in folders for p in folder.glob("*.entries.json")):
        text = path.with_name(path.name.replace(".entries.json", ".txt"))
        analysis = analyze(Source(str(text)), reading)
        if isinstance(analysis, Failure):
            continue
        out += [
            Seen(str(path), ledger.signs(e.score), wrong)
            for e, wrong in judged(json.loads(path.read_text("utf-8")), analysis.entries)
        ]
    return out


def judged(gold: Sequence[Mapping[str, Any]], drafted: Sequence[Entry]) -> Iterator[tuple[Entry, bool]]:
    """Drafted rows and whether each is wrong beside the annotated one that it stands for (the likest of its sentence).

    A second row of an annotated sentence is left out: whether two matters are one row or two is a matter of taste.
    """
    pairs = sorted(
        ((alike, -g, -n) for g, one in enumerate(gold) for n, e in enumerate(drafted) if (alike := _alike(one, e)) >= ALIKE),
        reverse=True,
    )
    matched: dict[int, int] = {}
    for _, g, n in pairs:
        if -n not in matched and -g not in matched.values():
            matched[-n] = -g
    for n, e in enumerate(drafted):
        if n in matched:
            yield e, differs(gold[matched[n]], e)
        elif not any(_near(one, e) and e.evidence.get("item") for one in gold):
            yield e, True


def differs(gold: Mapping[str, Any], e: Entry) -> bool:
    """Whether a clerk who wanted the annotated row would change a cell of the drafted one; what was filled in by default is no fault."""
    if (
        _matter(gold, e) < SAME_MATTER
        and squeeze(gold["item"]) not in squeeze(e.item)
        and squeeze(e.item) not in squeeze(gold["item"])
    ):
        return True
    for cell, have in (("deadline", e.deadline), ("unit", e.unit), ("channel", "、".join(e.channels))):
        want = squeeze(gold.get(cell) or "")
        said = squeeze(have or "")
        if want and not (said and (dice(want, said) > CELL_ALIKE or want in said or said in want)):
            return True
        if not want and said and cell != "channel" and cell not in e.defaults:
            return True
    return False


def _matter(gold: Mapping[str, Any], e: Entry) -> float:
    return max(dice(gold["item"] + "".join(gold["content"]), e.item + "".join(e.content)), dice(gold["item"], e.item))


def _alike(gold: Mapping[str, Any], e: Entry) -> float:
    """How alike an annotated and a drafted row are, 0 where they stand in different sections or sentences."""
    return _matter(gold, e) if _near(gold, e) else 0.0


def _near(gold: Mapping[str, Any], e: Entry) -> bool:
    """Whether two rows rest on one sentence of one section, or of one above or below it."""
    a, b = squeeze(gold["section"]), squeeze(e.section)
    quote, sentence = squeeze(" ".join(s.quote for s in e.evidence.get("item", ()))), squeeze(gold["quote"])
    near = a == b or not a or not b or a.startswith(b + "/") or b.startswith(a + "/")
    return near and (
        not quote or quote in sentence or sentence in quote or any(quote[i : i + 6] in sentence for i in range(len(quote) - 5))
    )


def fitted(rows: Sequence[Seen]) -> dict[str, float]:
    """The weights of all signs of some rows and of `base`."""
    ids = sorted({s for row in rows for s in row.signs})
    x = np.array([[1.0, *(float(s in row.signs) for s in ids)] for row in rows])
    y = np.array([float(row.wrong) for row in rows])
    weights = np.zeros(x.shape[1])
    ridge = np.diag([1e-6, *([RIDGE] * len(ids))])
    for _ in range(STEPS):
        p = 1.0 / (1.0 + np.exp(-x @ weights))
        step = np.linalg.solve(x.T @ (x * (p * (1.0 - p))[:, None]) + ridge, x.T @ (y - p) - ridge @ weights)
        weights = weights + step
        if float(np.abs(step).max()) < 1e-9:
            break
    return {name: round(float(w), 2) for name, w in zip([BASE, *ids], weights, strict=True)}


def by_fifths(rows: Sequence[Seen]) -> list[tuple[float, int, int]]:
    """(highest score, rows, wrong ones) of each fifth of the rows by score, the score of a document taken from the others."""
    documents = sorted({row.document for row in rows})
    scored: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        held = {d for n, d in enumerate(documents) if n % FOLDS == fold}
        rules = DoubtRules(fitted([row for row in rows if row.document not in held]))
        scored += [(rules.score(row.signs), row.wrong) for row in rows if row.document in held]
    scored.sort()
    edges = [len(scored) * n // 5 for n in range(6)]
    return [(scored[b - 1][0], b - a, sum(w for _, w in scored[a:b])) for a, b in pairwise(edges) if b > a]


def table_of(rows: Sequence[Seen]) -> str:
    """The text of the table of signs."""
    lines = []
    for name, weight in sorted(fitted(rows).items(), key=lambda x: (x[0] != BASE, -x[1], x[0])):
        there = [row for row in rows if name == BASE or name in row.signs]
        lines.append(f"{name}\t{weight:.2f}\t{len(there)}\t{sum(row.wrong for row in there)}\t{NOTES.get(name, '')}\n")
    return HEAD + "".join(lines)


def main(arguments: Sequence[str], say: Callable[[str], object] = print) -> int:
    """Print the table and the fifths for the folders named; `--write` puts the table in its place. 2 without a folder with annotations."""
    folders = [Path(a) for a in arguments if not a.startswith("--")]
    rows = rows_of(folders, load_kit())
    if not rows:
        say("没有找到标注：请给出含 名称.txt 和 名称.entries.json 的文件夹。")
        return 2
    table = table_of(rows)
    say(table)
    for highest, number, wrong in by_fifths(rows):
        say(f"score up to {highest:.2f}: {number} rows, {wrong / number:.0%} wrong")
    if "--write" in arguments:
        (RULES_DIR / TABLE).write_text(table, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
