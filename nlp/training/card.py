"""What `gongkai train` says of the model it made: metrics.json and CARD.md, written from measures and never by hand."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.classify.domain_reading import DomainRules
from nlp.classify.domains import thresholds, yield_to_fields
from nlp.classify.judging import classify_texts
from nlp.classify.predictor import LinearModel
from nlp.training.calibration import TRUSTED, Claim, calibration_error, decided_at
from nlp.training.corpus import Passage, sha256_of


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures by name; claims (score of the first code, right or not); first code there and said, with counts."""

    figures: dict[str, Any]
    claims: list[Claim]
    confusion: dict[tuple[str, str], int]


def measure_passages(passages: Sequence[Passage], rules: DomainRules, model: LinearModel | None) -> Measured:
    """Measures of the whole classifier on labelled passages that stand alone: micro and macro F1, first code, refusal, calibration of
    the first code's score, share that can be decided with TRUSTED of the first codes right; counts; and what plots are drawn from."""
    right = said = there = first = labelled = refused = none = 0
    claims: list[Claim] = []
    confusion: Counter[tuple[str, str]] = Counter()
    by_code = {code: [0, 0, 0] for code in rules.names}  # right, said, there
    first_from, later_from = thresholds(model)
    for p, ranked in zip(passages, classify_texts([p.text for p in passages], rules, model), strict=True):
        kept = yield_to_fields(ranked, first_from, later_from)
        chosen = [c for c, _ in kept]
        best = kept[0] if kept else ranked[0]
        claims.append((best[1], best[0] in p.codes))
        confusion[(p.codes[0] if p.codes else "none", chosen[0] if chosen else "none")] += 1
        if not p.codes:
            none += 1
            refused += not chosen
        else:
            labelled += 1
            first += bool(chosen) and chosen[0] in p.codes
        right += len(set(chosen) & set(p.codes))
        said += len(chosen)
        there += len(p.codes)
        for c in chosen:
            by_code[c][1] += 1
            by_code[c][0] += c in p.codes
        for c in p.codes:
            by_code[c][2] += 1
    score, share = decided_at(claims)
    per_code = {c: round(2 * r / max(s + t, 1), 4) for c, (r, s, t) in by_code.items() if t}
    figures = {
        "passages": len(passages),
        "micro_precision": round(right / max(said, 1), 4),
        "micro_recall": round(right / max(there, 1), 4),
        "micro_f1": round(2 * right / max(said + there, 1), 4),
        "macro_f1": round(sum(per_code.values()) / max(len(per_code), 1), 4),
        "right": right, "said": said, "there": there,
        "first_right": first, "first_of": labelled,
        "none_right": refused, "none_of": none,
        "calibration_error": round(calibration_error(claims), 4),
        "trusted_from": score, "trusted_share": share,
        "f1_by_code": per_code,
    }  # fmt: skip
    return Measured(figures, claims, dict(confusion))


def write_card(
    folder: Path,
    root: Path,
    facts: Mapping[str, Any],
    tests: Mapping[str, Any],
    test_files: Sequence[Path],
    items: Mapping[str, Mapping[str, Any]],
) -> None:
    """Write metrics.json and CARD.md of a model folder; `items`: measures of the catalogue items by part of the corpus."""
    metrics = {
        "cross_validated": facts["cross_validated"],
        "test": tests,
        "test_files": {str(f.relative_to(root)): sha256_of(f) for f in test_files},
        "corpora": facts["corpora"],
        "items": items,
    }
    (folder / "metrics.json").write_text(json.dumps(metrics, ensure_ascii=False, indent=1) + "\n", "utf-8")
    cv = facts["cross_validated"]
    rows = [_row(f"cross-validation by document, {facts['passages']} passages", cv, "")]
    weakest = trusted = "no test passages."
    if tests:
        rows.append(_row(f"test passages by another hand, {tests['passages']}", tests, "micro_"))
        trusted = (
            f"expected calibration error {tests['calibration_error']:.3f}; with a score of {tests['trusted_from']:.2f} or more, {TRUSTED:.0%} of "
            f"the first codes are right, which decides {tests['trusted_share']:.0%} of the passages."
        )
        worst = sorted(tests["f1_by_code"].items(), key=lambda x: (x[1], x[0]))[:8]
        weakest = f"macro-F1 {tests['macro_f1']:.3f}; weakest codes " + ", ".join(f"{c} {f:.2f}" for c, f in worst) + "."
    (folder / "CARD.md").write_text(
        CARD.format(
            passages=facts["passages"], items=facts["catalogue_items"], phrases=facts["lexicon_phrases"], rows="\n".join(rows),
            weakest=weakest, trusted=trusted, threshold=cv["threshold"],
            later=cv["later"], matched="\n".join(map(_item_row, items.items())),
        ),
        "utf-8",
    )


def _row(name: str, m: Mapping[str, Any], prefix: str) -> str:
    numbers = " | ".join(f"{m[prefix + k]:.3f}" for k in ("precision", "recall", "f1"))
    return f"| {name} | {numbers} | {m['first_right']}/{m['first_of']} | {m['none_right']}/{m['none_of']} |"


def _item_row(part: tuple[str, Mapping[str, Any]]) -> str:
    name, m = part
    return f"| {name}, {m['sections']} | {m['right']}/{m['there']} | {m['right']}/{m['said']} | {m['refused_right']}/{m['refused_of']} |"


CARD = """# Domain model

Written by `gongkai train`; do not edit.

**What it does.** For a Chinese text, the probability of each of 49 disclosure domains (`nlp/rules/domains.tsv`); several may
hold, or none. One-against-rest linear support vector machines on characters, character pieces and jieba words, then one small
regression over their distances, the share of lexicon votes and the lead over the other codes, fitted on unseen folds, so that
scores are probabilities.

**Data.** {passages} passages written for this project (no found text), {items} items of the national standards, {phrases}
lexicon phrases. Files and hashes: `metrics.json`. Seed and settings: `recipe.toml`.

**Measured.**

| | micro P | micro R | micro F1 | first code right | none right |
|---|---|---|---|---|---|
{rows}

On the test passages: {weakest}

Scores: {trusted}

**Catalogue items.** The one item of the national standards that a section is about (`nlp/classify/items.py`), among those of the
domains found. The weights were fitted on the first part; its figures flatter.

| sections | item right | right where one is said | none right |
|---|---|---|---|
{matched}

**Thresholds.** {threshold:.2f} for the first code, {later:.2f} for later ones: a code below is not suggested.

**Limits.** All texts are synthetic; real documents differ in register. Codes that are an act (audit, proposals, admin-powers)
are harder than codes that are a field. Long passages with several matters are judged sentence by sentence, which may add a code
that is only mentioned. Texts under about ten characters are often refused.
"""
