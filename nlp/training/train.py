"""`gongkai train`: the domain model from corpora, by recipe, with a fixed seed."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.classify.domains import DomainRules, text_features
from nlp.classify.predictor import DomainModel, Weighing, load_model, save_model, stack_inputs
from nlp.rulebook import Rulebook
from nlp.training.card import measure_passages, write_card
from nlp.training.corpus import Passage, read_passages, sha256_of

Progress = Callable[[str], None]


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
    folds: int
    minimum_documents: int
    most_features: int
    inverse_regularisation: float
    blocks: dict[str, float]


def read_recipe(path: Path, root: Path) -> Recipe:
    """Recipe of a model folder; corpora are globbed below `root`, in name order."""
    raw = tomllib.loads(path.read_text("utf-8"))
    files = tuple(sorted({f for pattern in raw["corpora"] for f in root.glob(pattern)}))
    return Recipe(
        raw["name"], raw["seed"], files, tuple(raw["tests"]),
        raw["catalogue_weight"], raw["lexicon_weight"], raw["lexicon_phrases"], raw["folds"],
        raw["minimum_documents"], raw["most_features"], raw["inverse_regularisation"], raw["blocks"],
    )


def catalogue_passages(book: Rulebook) -> list[Passage]:
    """Items of the national standards as short texts: level 1, level 2 and the elements."""
    out = []
    for row in book.table("catalogue-items"):
        text = f"{row['level1']}，{row['level2']}：{'、'.join(row.items('elements'))}"
        out.append(Passage(f"catalogue-{row['domain']}-{row['level1']}", text, (row["domain"],), "catalogue", row.file))
    return out


def fold_of(passages: Sequence[Passage], folds: int, seed: int) -> NDArray[np.int64]:
    """Fold of each passage; passages of one document share it."""
    docs = sorted({(p.file, p.doc) for p in passages})
    order = np.random.default_rng(seed).permutation(len(docs))
    fold = {docs[j]: int(i % folds) for i, j in enumerate(order)}
    return np.array([fold[(p.file, p.doc)] for p in passages])


def weighing_of(counted: Sequence[dict[str, float]], recipe: Recipe) -> Weighing:
    """Columns (features that stand in enough texts, commonest first) with their smoothed idf."""
    documents: dict[str, int] = {}
    for counts in counted:
        for name in counts:
            documents[name] = documents.get(name, 0) + 1
    kept = [n for n, d in documents.items() if d >= recipe.minimum_documents and not n.startswith("r:")]
    kept.sort(key=lambda n: (-documents[n], n))
    kept = kept[: recipe.most_features]
    idf = np.array([np.log((1 + len(counted)) / (1 + documents[n])) + 1.0 for n in kept], dtype=np.float32)
    return Weighing.of({n: i for i, n in enumerate(kept)}, idf.astype(np.float16).astype(np.float32), recipe.blocks)


def matrix_of(counted: Sequence[dict[str, float]], weighing: Weighing) -> Any:
    """Sparse matrix of weighted features, one row a text."""
    from scipy.sparse import csr_matrix

    known = [weighing.known(counts) for counts in counted]
    indptr = np.cumsum([0, *(len(at) for at, _ in known)])
    indices = np.concatenate([at for at, _ in known])
    text = np.repeat(np.arange(len(known)), [len(at) for at, _ in known])
    data = weighing.weigh(indices, np.concatenate([n for _, n in known]), text).astype(np.float64)
    matrix = csr_matrix((data, indices, indptr), shape=(len(counted), len(weighing.columns)))
    matrix.sort_indices()
    return matrix


def fit(x: Any, y: NDArray[np.bool_], weight: NDArray[np.float64], recipe: Recipe) -> tuple[NDArray[Any], NDArray[Any]]:
    """Weights (columns, codes) and bias of one-against-rest logistic regressions."""
    from sklearn.linear_model import LogisticRegression

    weights = np.zeros((x.shape[1], y.shape[1]), dtype=np.float32)
    bias = np.full(y.shape[1], -9.0, dtype=np.float32)
    for j in range(y.shape[1]):
        if y[:, j].sum() < 2:
            continue
        positives = weight[y[:, j]].sum()
        balance = np.where(y[:, j], min(8.0, (weight.sum() - positives) / positives / 4), 1.0)
        lr = LogisticRegression(
            C=recipe.inverse_regularisation, solver="liblinear", random_state=recipe.seed, max_iter=300, intercept_scaling=3.0
        )
        lr.fit(x, y[:, j], sample_weight=weight * balance)
        weights[:, j] = lr.coef_[0]
        bias[j] = lr.intercept_[0]
    return weights, bias


def fit_stack(raw: NDArray[Any], votes: NDArray[Any], y: NDArray[np.bool_], seed: int) -> NDArray[np.float32]:
    """Weights of (odds, vote share, lead, 1), one set for all codes, from odds on unseen folds: this calibrates them too."""
    from sklearn.linear_model import LogisticRegression

    inputs = stack_inputs(raw, votes)[:, :, :3].reshape(-1, 3)
    fitted = LogisticRegression(C=1e4, random_state=seed, max_iter=500).fit(inputs, y.reshape(-1))
    return np.append(fitted.coef_[0], fitted.intercept_).astype(np.float32)


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
    folds = fold_of(passages, recipe.folds, recipe.seed)
    folds[own + len(items) :] = -1  # the lexicon is no text: it is always learned from and never predicted
    authored = np.arange(len(passages)) < own
    raw = np.zeros(y.shape)
    for fold in range(recipe.folds):
        say(f"fold {fold + 1} of {recipe.folds}")
        inside, outside = folds != fold, (folds == fold) & authored
        x = matrix_of(counted, weighing_of([c for c, i in zip(counted, inside, strict=True) if i], recipe))
        w, b = fit(x[inside], y[inside], weight[inside], recipe)
        raw[outside] = x[outside] @ w + b
    stack = fit_stack(raw[authored], votes[authored], y[authored], recipe.seed)
    p = 1 / (1 + np.exp(-(stack_inputs(raw[authored], votes[authored]) @ stack)))
    threshold, measures = best_threshold(p, y[authored])
    say(f"cross-validated: {measures}")
    weighing = weighing_of(counted, recipe)
    x = matrix_of(counted, weighing)
    weights, bias = fit(x, y, weight, recipe)
    model = DomainModel(recipe.name, tuple(codes), weighing, weights, bias, stack, threshold)
    facts = {
        "cross_validated": measures,
        "passages": own,
        "catalogue_items": len(items),
        "lexicon_phrases": sum(p.text.count("、") + 1 for p in phrases),
        "corpora": {str(f.relative_to(root)): sha256_of(f) for f in recipe.files},
    }
    save_model(folder, model, recipe.blocks, facts)
    test_files = tuple(sorted({f for pattern in recipe.tests for f in root.glob(pattern)}))
    tests = measure_passages(read_passages(test_files, rules.names), rules, load_model(folder)) if test_files else {}
    write_card(folder, root, facts, tests, test_files)
    return facts


def best_threshold(p: NDArray[Any], y: NDArray[np.bool_]) -> tuple[float, dict[str, Any]]:
    """Threshold with the best micro-F1 and the measures there, with counts."""
    best = max((t / 100 for t in range(15, 75)), key=lambda t: float(micro(p >= t, y)["f1"]))
    first = p.argmax(axis=1)
    labelled = y.any(axis=1)
    measures = {
        "threshold": best,
        **micro(p >= best, y),
        "first_right": int((y[np.arange(len(y)), first] & labelled).sum()),
        "first_of": int(labelled.sum()),
        "none_right": int((~(p >= best).any(axis=1) & ~labelled).sum()),
        "none_of": int((~labelled).sum()),
    }
    return best, measures


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
