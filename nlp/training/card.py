"""What `gongkai train` says of the model it made: metrics.json and CARD.md, written from measures and never by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nlp.classify.domains import DomainRules, classify_text, yield_to_fields
from nlp.classify.predictor import LinearModel
from nlp.training.corpus import Passage, sha256_of


def measure_passages(passages: Sequence[Passage], rules: DomainRules, model: LinearModel | None) -> dict[str, Any]:
    """Measures of the whole classifier on labelled passages that stand alone: micro and macro F1, first code, refusal; counts."""
    right = said = there = first = labelled = refused = none = 0
    by_code = {code: [0, 0, 0] for code in rules.names}  # right, said, there
    threshold = 0.5 if model is None else model.threshold
    for p in passages:
        chosen = [c for c, _ in yield_to_fields(classify_text(p.text, rules, model), threshold)]
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
    per_code = {c: round(2 * r / max(s + t, 1), 4) for c, (r, s, t) in by_code.items() if t}
    return {
        "passages": len(passages),
        "micro_precision": round(right / max(said, 1), 4),
        "micro_recall": round(right / max(there, 1), 4),
        "micro_f1": round(2 * right / max(said + there, 1), 4),
        "macro_f1": round(sum(per_code.values()) / max(len(per_code), 1), 4),
        "right": right, "said": said, "there": there,
        "first_right": first, "first_of": labelled,
        "none_right": refused, "none_of": none,
        "f1_by_code": per_code,
    }


def write_card(folder: Path, root: Path, facts: Mapping[str, Any], tests: Mapping[str, Any], test_files: Sequence[Path]) -> None:
    """Write metrics.json and CARD.md of a model folder."""
    metrics = {
        "cross_validated": facts["cross_validated"],
        "test": tests,
        "test_files": {str(f.relative_to(root)): sha256_of(f) for f in test_files},
        "corpora": facts["corpora"],
    }
    (folder / "metrics.json").write_text(json.dumps(metrics, ensure_ascii=False, indent=1) + "\n", "utf-8")
    cv = facts["cross_validated"]
    rows = [_row(f"cross-validation by document, {facts['passages']} passages", cv, "")]
    weakest = "no test passages."
    if tests:
        rows.append(_row(f"test passages by another hand, {tests['passages']}", tests, "micro_"))
        worst = sorted(tests["f1_by_code"].items(), key=lambda x: (x[1], x[0]))[:8]
        weakest = f"macro-F1 {tests['macro_f1']:.3f}; weakest codes " + ", ".join(f"{c} {f:.2f}" for c, f in worst) + "."
    (folder / "CARD.md").write_text(
        CARD.format(
            passages=facts["passages"], items=facts["catalogue_items"], phrases=facts["lexicon_phrases"], rows="\n".join(rows),
            weakest=weakest, threshold=cv["threshold"],
        ),
        "utf-8",
    )


def _row(name: str, m: Mapping[str, Any], prefix: str) -> str:
    numbers = " | ".join(f"{m[prefix + k]:.3f}" for k in ("precision", "recall", "f1"))
    return f"| {name} | {numbers} | {m['first_right']}/{m['first_of']} | {m['none_right']}/{m['none_of']} |"


CARD = """# Domain model

Written by `gongkai train`; do not edit.

**What it does.** For a Chinese text, the probability of each of 49 disclosure domains (`nlp/rules/domains.tsv`); several may
hold, or none. One-against-rest logistic regressions on character pieces and jieba words, then one small regression over their
odds, the share of lexicon votes and the lead over the other codes, fitted on unseen folds, so that scores are probabilities.

**Data.** {passages} passages written for this project (no found text), {items} items of the national standards, {phrases}
lexicon phrases. Files and hashes: `metrics.json`. Seed and settings: `recipe.toml`.

**Measured.**

| | micro P | micro R | micro F1 | first code right | none right |
|---|---|---|---|---|---|
{rows}

On the test passages: {weakest}

**Threshold.** {threshold:.2f}: a code below it is not suggested.

**Limits.** All texts are synthetic; real documents differ in register. Codes that are an act (audit, proposals, admin-powers)
are harder than codes that are a field. Long passages with several matters are judged sentence by sentence, which may add a code
that is only mentioned. Texts under about ten characters are often refused.
"""
