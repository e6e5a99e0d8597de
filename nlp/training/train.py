"""`gongkai train`: the domain model from corpora, by recipe, with a fixed seed."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.classify.domain_reading import DomainRules, text_features
from nlp.classify.predictor import LinearModel, load_model, save_model, stack_inputs
from nlp.rulebook import Rulebook
from nlp.training.card import measure_passages, write_card
from nlp.training.corpus import Passage, read_passages, sha256_of
from nlp.training.fitting import FitSettings, fit, fit_stack, fold_of, matrix_of, weighing_of
from nlp.training.items import items_of, measure_items, read_items

Progress = Callable[[str], None]
FIRST_FROM = 26  # hundredths
AS_GOOD = 0.003  # micro-F1 that is given up for precision: rather no code than a guessed one
MOST_CODES = 3


@dataclass(frozen=True, slots=True)
class Recipe:
    """Settings of a training run as they stand in recipe.toml."""

    name: str
    seed: int
    files: tuple[Path, ...]
    tests: tuple[str, ...]
    catalogue_weight: float
    lexicon_weight: float
    lexicon_phrases: int
    fitting: FitSettings


def read_recipe(path: Path, root: Path) -> Recipe:
    """Recipe of a model folder; corpora are globbed below `root`, in name order."""
    raw = tomllib.loads(path.read_text("utf-8"))
    files = tuple(sorted({f for pattern in raw["corpora"] for f in root.glob(pattern)}))
    return Recipe(
        raw["name"], raw["seed"], files, tuple(raw["tests"]),
        raw["catalogue_weight"], raw["lexicon_weight"], raw["lexicon_phrases"], FitSettings.of(raw),
    )


def catalogue_passages(book: Rulebook) -> list[Passage]:
    """Items of the national standards as short texts: level 1, level 2 and the elements."""
    out = []
    for row in book.table("catalogue-items"):
        text = f"{row['level1']}，{row['level2']}：{'、'.join(row.items('elements'))}"
        out.append(Passage(f"catalogue-{row['domain']}-{row['level1']}", text, (row["domain"],), "catalogue", row.file))
    return out


def lexicon_passages(book: Rulebook, size: int) -> list[Passage]:
    """The phrases of the domain lexicon as short texts of `size` phrases."""
    out = []
    for row in book.table("domain-lexicon"):
        phrases = row.items("phrases")
        out += [
            Passage(f"lexicon-{row['code']}-{i}", "、".join(phrases[i : i + size]), (row["code"],), "lexicon", row.file)
            for i in range(0, len(phrases), size)
        ]
    return out


def train(root: Path, folder: Path, book: Rulebook, say: Progress) -> dict[str, Any]:
    """Train the domain model of `folder` from the corpora below `root`; writes model.json, weights.npz; gives the facts.

    Cross-validated over documents for calibration and threshold. Raises CorpusError for a faulty corpus line.
    """
    recipe = read_recipe(folder / "recipe.toml", root)
    rules = DomainRules.load(book)
    codes = list(rules.names)
    passages = read_passages(recipe.files, rules.names)
    own = len(passages)
    items, phrases = catalogue_passages(book), lexicon_passages(book, recipe.lexicon_phrases)
    passages += items + phrases
    say(f"{own} passages, {len(items)} catalogue items, {len(phrases)} groups of lexicon phrases")
    counted = [text_features(p.text, rules) for p in passages]
    votes = np.array([[c.get("r:" + code, 0.0) for code in codes] for c in counted])
    y = np.array([[c in p.codes for c in codes] for p in passages], dtype=bool)
    weight = np.array([1.0] * own + [recipe.catalogue_weight] * len(items) + [recipe.lexicon_weight] * len(phrases))
    folds = fold_of([(p.file, p.doc) for p in passages], recipe.fitting.folds, recipe.fitting.seed)
    folds[own + len(items) :] = -1  # the lexicon is no text: it is always learned from and never predicted
    authored = np.arange(len(passages)) < own
    raw = np.zeros(y.shape)
    for fold in range(recipe.fitting.folds):
        say(f"fold {fold + 1} of {recipe.fitting.folds}")
        inside, outside = folds != fold, (folds == fold) & authored
        x = matrix_of(counted, weighing_of([c for c, i in zip(counted, inside, strict=True) if i], recipe.fitting))
        w, b = fit(x[inside], y[inside], weight[inside], recipe.fitting)
        raw[outside] = x[outside] @ w + b
    stack = fit_stack(raw[authored], votes[authored], y[authored], recipe.fitting.seed)
    p = 1 / (1 + np.exp(-(stack_inputs(raw[authored], votes[authored]) @ stack)))
    threshold, later, measures = best_thresholds(p, y[authored])
    say(f"cross-validated: {measures}")
    weighing = weighing_of(counted, recipe.fitting)
    x = matrix_of(counted, weighing)
    weights, bias = fit(x, y, weight, recipe.fitting)
    model = LinearModel(recipe.name, tuple(codes), weighing, weights, bias, stack, threshold, later)
    facts = {
        "cross_validated": measures,
        "passages": own,
        "catalogue_items": len(items),
        "lexicon_phrases": sum(p.text.count("、") + 1 for p in phrases),
        "corpora": {str(f.relative_to(root)): sha256_of(f) for f in recipe.files},
    }
    save_model(folder, model, recipe.fitting.blocks, facts)
    test_files = tuple(sorted({f for pattern in recipe.tests for f in root.glob(pattern)}))
    tests = measure_passages(read_passages(test_files, rules.names), rules, load_model(folder)).figures if test_files else {}
    write_card(folder, root, facts, tests, test_files, _items(root, book, rules, load_model(folder)))
    return facts


def _items(root: Path, book: Rulebook, rules: DomainRules, model: LinearModel) -> dict[str, Any]:
    """Measures of the catalogue items on the labelled sections, by part; {} where there are none."""
    known = [(row["level1"], row["level2"]) for row in book.table("catalogue-items")]
    parts = {"dev": "fitted on these", "test": "closed part"}
    cases = {name: read_items(sorted(root.glob(f"corpora/items/{part}/*.jsonl")), known) for part, name in parts.items()}
    return {name: measure_items(found, items_of(found, rules, model)) for name, found in cases.items() if found}


def best_thresholds(p: NDArray[Any], y: NDArray[np.bool_]) -> tuple[float, float, dict[str, Any]]:
    """Thresholds of the first code and of later ones, and the measures there, with counts.

    Of all pairs whose micro-F1 is as good as the best one's (AS_GOOD), that with the highest precision, so that a text without a
    domain is refused and no code added on a guess; the first threshold is not looked for below FIRST_FROM.
    """
    rank = np.argsort(np.argsort(-p, axis=1, kind="stable"), axis=1)

    def said(first: float, later: float) -> NDArray[np.bool_]:
        chosen: NDArray[np.bool_] = ((rank == 0) & (p >= first)) | ((rank > 0) & (rank < MOST_CODES) & (p >= later))
        return chosen

    grid = [(f / 100, t / 100) for f in range(FIRST_FROM, 61, 2) for t in range(FIRST_FROM, 81, 2)]
    reached = {g: micro(said(*g), y) for g in grid}
    enough = max(float(m["f1"]) for m in reached.values()) - AS_GOOD
    first, later = max((g for g in grid if reached[g]["f1"] >= enough), key=lambda g: (reached[g]["precision"], reached[g]["f1"]))
    chosen, labelled = said(first, later), y.any(axis=1)
    measures = {
        "threshold": first,
        "later": later,
        **micro(chosen, y),
        "first_right": int((y[np.arange(len(y)), p.argmax(axis=1)] & labelled).sum()),
        "first_of": int(labelled.sum()),
        "none_right": int((~chosen.any(axis=1) & ~labelled).sum()),
        "none_of": int((~labelled).sum()),
    }
    return first, later, measures


def micro(predicted: NDArray[np.bool_], y: NDArray[np.bool_]) -> dict[str, Any]:
    """Micro-averaged precision, recall, F1 with counts."""
    right = int((predicted & y).sum())
    said, there = int(predicted.sum()), int(y.sum())
    precision, recall = right / max(said, 1), right / max(there, 1)
    return {
        "precision": round(precision, 4), "recall": round(recall, 4),
        "f1": round(2 * precision * recall / max(precision + recall, 1e-9), 4),
        "right": right, "said": said, "there": there,
    }
