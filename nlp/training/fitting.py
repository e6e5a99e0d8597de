"""Fitting of linear models: columns, matrices, one-against-rest regressions, calibration. The same for every model of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.classify.predictor import Weighing, stack_inputs


@dataclass(frozen=True, slots=True)
class FitSettings:
    """Settings of a fit as they stand in a settings."""

    seed: int
    folds: int
    minimum_documents: int
    most_features: int
    inverse_regularisation: float
    blocks: dict[str, float]
    kind: str = "logistic"  # or "margin": support vector machines, whose distances the stack turns into probabilities

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> FitSettings:
        """From a parsed recipe.toml."""
        names = ("seed", "folds", "minimum_documents", "most_features", "inverse_regularisation", "blocks")
        return cls(**{name: raw[name] for name in names}, kind=raw.get("kind", "logistic"))


def fold_of(documents: Sequence[tuple[str, str]], folds: int, seed: int) -> NDArray[np.int64]:
    """Fold of each text, by (file, document): texts of one document share it."""
    names = sorted(set(documents))
    order = np.random.default_rng(seed).permutation(len(names))
    fold = {names[j]: int(i % folds) for i, j in enumerate(order)}
    return np.array([fold[d] for d in documents])


def weighing_of(counted: Sequence[dict[str, float]], settings: FitSettings) -> Weighing:
    """Columns (features that stand in enough texts, commonest first) with their smoothed idf."""
    documents: dict[str, int] = {}
    for counts in counted:
        for name in counts:
            documents[name] = documents.get(name, 0) + 1
    kept = [n for n, d in documents.items() if d >= settings.minimum_documents and not n.startswith("r:")]
    kept.sort(key=lambda n: (-documents[n], n))
    kept = kept[: settings.most_features]
    idf = np.array([np.log((1 + len(counted)) / (1 + documents[n])) + 1.0 for n in kept], dtype=np.float32)
    return Weighing.of({n: i for i, n in enumerate(kept)}, idf.astype(np.float16).astype(np.float32), settings.blocks)


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


def fit(x: Any, y: NDArray[np.bool_], weight: NDArray[np.float64], settings: FitSettings) -> tuple[NDArray[Any], NDArray[Any]]:
    """Weights (columns, codes) and bias of one-against-rest classifiers: logistic regressions, or support vector machines where the
    settings say so."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import LinearSVC

    weights = np.zeros((x.shape[1], y.shape[1]), dtype=np.float32)
    bias = np.full(y.shape[1], -9.0, dtype=np.float32)
    for j in range(y.shape[1]):
        if y[:, j].sum() < 2:
            continue
        positives = weight[y[:, j]].sum()
        balance = np.where(y[:, j], min(8.0, (weight.sum() - positives) / positives / 4), 1.0)
        if settings.kind == "margin":
            one = LinearSVC(C=settings.inverse_regularisation, random_state=settings.seed, max_iter=3_000, intercept_scaling=3.0)
        else:
            one = LogisticRegression(
                C=settings.inverse_regularisation, solver="liblinear", random_state=settings.seed, max_iter=300, intercept_scaling=3.0
            )
        one.fit(x, y[:, j], sample_weight=weight * balance)
        weights[:, j] = one.coef_[0]
        bias[j] = one.intercept_[0]
    return weights, bias


def fit_stack(raw: NDArray[Any], votes: NDArray[Any], y: NDArray[np.bool_], seed: int) -> NDArray[np.float32]:
    """Weights of (odds, vote share, lead, 1), one set for all codes, from odds on unseen folds: this calibrates them too."""
    from sklearn.linear_model import LogisticRegression

    inputs = stack_inputs(raw, votes)[:, :, :3].reshape(-1, 3)
    fitted = LogisticRegression(C=1e4, random_state=seed, max_iter=500).fit(inputs, y.reshape(-1))
    return np.append(fitted.coef_[0], fitted.intercept_).astype(np.float32)
