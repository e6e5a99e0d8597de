"""What each sign on a drafted row weighs: documents annotated by hand against the rows drafted from them, as `draft-doubts.tsv`.

    python -m nlp.training.doubts FOLDER|TABLE…       prints the table of signs; with --write it replaces nlp/rules/draft-doubts.tsv

A folder holds NAME.txt with NAME.entries.json; a table (corpora/doubts/*.tsv) has a short text a line and the rows that a clerk would sign
for it. A row is wrong when it rests on no annotated sentence, or when its matter, elements, limit, unit or channel differ from those of the
annotated one. Rules are mended by the documents of the folders, so that faults are rare in them: weights are honest only from texts by
which nobody mends rules. Weights are those of a logistic regression drawn towards zero (RIDGE), so that rare signs weigh
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
from nlp.rulebook import RULES_DIR, read_table
from nlp.training.measure_entries import ALIKE, CELL_ALIKE, dice, squeeze
from nlp.types import Entry, Failure, Source

RIDGE, SAME_MATTER, FOLDS, STEPS = 3.0, 0.5, 10, 50
SAME_ELEMENTS, ALL_ELEMENTS, ELEMENT_ALIKE = 0.75, 0.95, 0.5
LASTING = frozenset({"长期", "长年", "常年"})  # how long it stands; annotations leave it out
LINE_END = "⏎"
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
    "table": "a row of a catalogue table",
    "misplaced": "a cell stood under the head of another column",
    "no-unit": "no body answers for it",
    "unit-lent": "the unit is the issuer's, the addressees' or that of a sentence before",
    "borrowed": "unit or limit stand in another sentence, or for the whole document",
    "odd-channel": "a channel of no kind of the check-list",
    "long-content": "six elements or more",
    "long-element": "an element of more than 16 characters",
    "thin-element": "one of several elements has two characters at most",
    "made-up": "an element does not stand so in the sentence",
    "long-item": "the item has more than 20 characters",
    "unclear": "the item names nothing by itself",
    "headless": "the item ends with no noun of the list",
    "context": "the item is put together with what the clauses before are about",
    "long-sentence": "the sentence has more than 90 characters",
    "answers": "解读, 回应, 澄清",
    "noun": "推进X公开",
    "lent-limit": "the limit is a default",
    "reworded": "the item does not stand so in the sentence",
    "no-time": "the limit is the default, and the sentence has a word of time",
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
    for table in sorted(p for p in folders if p.suffix == ".tsv"):
        for n, (text, wanted) in enumerate(authored(table)):
            analysis = analyze(Source(f"{table.stem}-{n}.txt", text.encode()), reading)
            if not isinstance(analysis, Failure):
                out += [Seen(f"{table.name}:{n}", ledger.signs(e.score), wrong) for e, wrong in judged(wanted, analysis.entries)]
    for path in sorted(p for folder in folders for p in folder.glob("*.entries.json")):
        document = path.with_name(path.name.replace(".entries.json", ".txt"))
        analysis = analyze(Source(str(document)), reading)
        if isinstance(analysis, Failure):
            continue
        out += [
            Seen(str(path), ledger.signs(e.score), wrong)
            for e, wrong in judged(json.loads(path.read_text("utf-8")), analysis.entries)
        ]
    return out


def authored(table: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The short texts of a table with the rows wanted for each."""
    for row in read_table(table):
        text = row["text"].replace(LINE_END, "\n")
        wanted: list[dict[str, Any]] = []
        for cells in () if row["rows"] == "-" else row["rows"].split(" ## "):
            item, content, *rest = (c.strip() for c in f"{cells}||||".split("|"))
            deadline, unit, channel = (c or None for c in rest[:3])
            wanted.append({
                "section": "", "item": item, "content": content.split("/"), "deadline": deadline, "unit": unit, "channel": channel, "quote": text,
            })  # fmt: skip
        yield text, wanted


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
    alike = _elements_alike(gold["content"], e.content)
    if alike < SAME_ELEMENTS:
        return True
    if (
        alike < ALL_ELEMENTS
        and _matter(gold, e) < SAME_MATTER
        and squeeze(gold["item"]) not in squeeze(e.item)
        and squeeze(e.item) not in squeeze(gold["item"])
    ):
        return True
    for cell, have in (("deadline", e.deadline), ("unit", e.unit), ("channel", "、".join(e.channels))):
        want = squeeze(gold.get(cell) or "")
        said = squeeze(have or "")
        if want and not (said and (dice(want, said) > CELL_ALIKE or want in said or said in want)):
            return True
        if not want and said and cell != "channel" and cell not in e.defaults and said not in LASTING:
            return True
    return False


def _elements_alike(gold: Sequence[str], drafted: Sequence[str]) -> float:
    """Share (0..1) of elements that the two lists have in common, an element in other words counted."""
    def known(one: str, others: Sequence[str]) -> bool:
        a = squeeze(one)
        return any(a in (b := squeeze(o)) or b in a or dice(a, b) >= ELEMENT_ALIKE for o in others)

    both = sum(known(x, drafted) for x in gold) + sum(known(x, gold) for x in drafted)
    return both / max(len(gold) + len(drafted), 1)


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
