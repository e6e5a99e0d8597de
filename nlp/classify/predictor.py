"""The only file that knows what a weights file is: npz (no pickle) + json, checked by hash; prediction needs numpy alone.

A model folder holds `model.json` (codes, vocabulary in column order, settings, sha256 of the weights) and `weights.npz`
(idf, weights, bias, stack). A model that is missing or altered raises ModelFault, whose message tells a person what to do.
"""

from __future__ import annotations

import hashlib
import heapq
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

FORMAT = "gongkai.linear/1"
CLEAR_LEAD = 3.0


# Columns of known features and how often each stands in a text.
Counted = tuple[NDArray[np.intp], NDArray[np.float32]]
MOST_AT_ONCE = 40_000  # features whose weights are looked up together: bounds the memory of a long document
_GRAM_BITS = 16


class Counts(NamedTuple):
    """Counts of many texts: number of the text (ascending), column, times."""

    text: NDArray[np.int64]
    at: NDArray[np.int64]
    times: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Grams:
    """Character pieces of one length: their code points as one number, ascending, and their columns."""

    keys: NDArray[np.int64]
    columns: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of the pieces by length ("1:", "2:", "3:") and of the words ("w:"), for counting many texts at once."""

    grams: Mapping[int, Grams]
    words: Mapping[str, int]
    width: int

    @classmethod
    def of(cls, columns: Mapping[str, int]) -> Columns:
        """From feature -> column."""
        by_kind: dict[str, dict[str, int]] = {}
        for feature, column in columns.items():
            by_kind.setdefault(feature[:2], {})[feature[2:]] = column
        grams = {}
        for length in (1, 2, 3):
            own = by_kind.get(f"{length}:", {})
            keys = _gram_keys(own, length)
            order = np.argsort(keys, kind="stable")
            grams[length] = Grams(keys[order], np.array(list(own.values()), dtype=np.int64)[order])
        return cls(grams, by_kind.get("w:", {}), max(len(columns), 1))


def _gram_keys(pieces: Collection[str], length: int) -> NDArray[np.int64]:
    """The code points of pieces of one length, each piece as one number."""
    codes = np.frombuffer("".join(pieces).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
    keys = np.zeros(len(pieces), dtype=np.int64)
    for step in range(length):
        keys = (keys << _GRAM_BITS) | codes[step::length]
    return keys


class ModelFault(RuntimeError):
    """A model that is missing, altered or of another format; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """How feature counts become numbers: column, idf and block of each feature, and the length of each block."""

    columns: Mapping[str, int]
    idf: NDArray[np.float32]
    block_of: NDArray[np.intp]
    lengths: NDArray[np.float32]
    by_kind: Columns

    @classmethod
    def of(cls, columns: Mapping[str, int], idf: NDArray[np.float32], blocks: Mapping[str, float]) -> Weighing:
        """From feature -> column (in column order) and block name -> length; a feature's block is its first character."""
        number = {name: i for i, name in enumerate(blocks)}
        block_of = np.array([number[feature[0]] for feature in columns], dtype=np.intp)
        lengths = np.array(list(blocks.values()), dtype=np.float32)
        return cls(columns, idf, block_of, lengths, Columns.of(columns))

    def kept(self, counts: Mapping[str, float]) -> dict[str, float]:
        """The features that the model knows."""
        columns = self.columns
        return {f: n for f, n in counts.items() if f in columns}

    def known(self, counts: Mapping[str, float]) -> Counted:
        """Columns and counts of the features that the model knows."""
        columns = list(map(self.columns.get, counts))
        at = np.array([c for c in columns if c is not None], dtype=np.intp)
        return at, np.array([n for c, n in zip(columns, counts.values(), strict=True) if c is not None], dtype=np.float32)

    def weigh(self, at: NDArray[np.intp], counts: NDArray[np.float32], text: NDArray[np.intp]) -> NDArray[np.float32]:
        """Values of known features of several texts (`text` says of which): tf-idf with logarithmic tf, each block of each text
        scaled to its own length."""
        values = (1.0 + np.log(counts)) * self.idf[at]
        cell = text * len(self.lengths) + self.block_of[at]
        squares = np.bincount(cell, weights=values * values, minlength=len(self.lengths))
        scale = 1.0 / np.sqrt(np.maximum(squares, 1e-12))
        weighed: NDArray[np.float32] = (values * scale[cell] * self.lengths[self.block_of[at]]).astype(np.float32)
        return weighed


@dataclass(frozen=True, slots=True)
class LinearModel:
    """One-against-rest logistic regressions over TF-IDF blocks (character pieces, words), each block of its own length; then one
    small regression for all codes over the odds, the share of lexicon votes and the lead over the other codes.

    weights: (columns, codes). stack: weights of (odds, vote share, lead, 1). threshold: of the first code; later: of the others.
    reliability: by kind of answer, points of a rising line from score to share right.
    """

    name: str
    codes: tuple[str, ...]
    weighing: Weighing
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    stack: NDArray[np.float32]
    threshold: float
    later: float = 0.0
    reliability: Mapping[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)

    def reliable(self, kind: str, score: float) -> float:
        """The share of answers of a kind that were right at such a score on unseen folds; the score itself where none was counted."""
        return on_line(self.reliability[kind], score) if kind in self.reliability else score

    def log_odds(self, texts: Sequence[Counted], votes: NDArray[np.float32]) -> NDArray[np.float32]:
        """Calibrated log odds (texts, codes) from columns and counts (`Weighing.known`) and votes (texts, codes) of each text;
        one without known features has the prior, which is far below any threshold."""
        text = np.repeat(np.arange(len(texts), dtype=np.int64), [len(at) for at, _ in texts])
        at = np.concatenate([a for a, _ in texts]).astype(np.int64)
        return self.odds_of(Counts(text, at, np.concatenate([n for _, n in texts])), votes)

    def odds_of(self, counts: Counts, votes: NDArray[np.float32]) -> NDArray[np.float32]:
        """The same from counts of many texts."""
        raw = np.tile(self.bias, (len(votes), 1))
        bounds = np.searchsorted(counts.text, np.arange(len(votes) + 1))
        values = self.weighing.weigh(counts.at, counts.times, counts.text)
        first = 0
        while first < len(votes):
            last = max(first + 1, int(np.searchsorted(bounds, bounds[first] + MOST_AT_ONCE, "right")) - 1)
            a, b = bounds[first], bounds[last]
            filled = first + np.flatnonzero(np.diff(bounds[first : last + 1]))
            if len(filled):
                raw[filled] += np.add.reduceat(self.weights[counts.at[a:b]] * values[a:b, None], bounds[filled] - a, axis=0)
            first = last
        stacked: NDArray[np.float32] = stack_inputs(raw, votes) @ self.stack
        return stacked

    def spoke(self, counts: Mapping[str, float], code: str, most: int = 5, blocks: str = "w") -> list[tuple[str, float]]:
        """Features of the named blocks that spoke most for `code`: (feature, share of the log odds), best first."""
        own = self.weighing.kept({f: n for f, n in counts.items() if f[0] in blocks})  # the other blocks do not change these
        return self.spoke_of(list(own), self.weighing.known(own), code, most, blocks)

    def spoke_of(self, features: Sequence[str], known: Counted, code: str, most: int, blocks: str) -> list[tuple[str, float]]:
        """The same from features that the model knows and their columns and counts."""
        at, n = known
        gains = self.weighing.weigh(at, n, np.zeros(len(at), dtype=np.intp)) * self.weights[at, self.codes.index(code)]
        spoken = [(-g, f) for f, g in zip(features, gains.tolist(), strict=True) if g > 0 and f[0] in blocks]
        return [(f, -g) for g, f in heapq.nsmallest(most, spoken)]


def stack_inputs(raw: NDArray[Any], votes: NDArray[Any]) -> NDArray[Any]:
    """(texts, codes, 4): odds, share of the lexicon votes, lead over the second best code (at most CLEAR_LEAD either way), 1."""
    share = votes / np.maximum(votes.sum(axis=1, keepdims=True), 1.0)
    second = np.partition(raw, -2, axis=1)[:, -2:-1]
    lead = np.clip(raw - second, -CLEAR_LEAD, CLEAR_LEAD)
    return np.stack([raw, share, lead, np.ones_like(raw)], axis=2)


def on_line(points: Sequence[tuple[float, float]], x: float) -> float:
    """The height of a line through points at x; flat beyond its ends.

    >>> on_line([(0.2, 0.0), (0.4, 1.0)], 0.3), on_line([(0.2, 0.0), (0.4, 1.0)], 0.9)
    (0.5, 1.0)
    """
    return round(float(np.interp(x, [a for a, _ in points], [b for _, b in points])), 6)


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def load_model(folder: Path) -> LinearModel:
    """The model of a folder. Raises ModelFault when a file is missing, altered (hash) or of another format."""
    head_path, weights_path = folder / "model.json", folder / "weights.npz"
    try:
        head: dict[str, Any] = json.loads(head_path.read_text("utf-8"))
        data = weights_path.read_bytes()
    except (OSError, ValueError) as error:
        raise ModelFault(
            f"模型 {folder.name} 读不出来（{type(error).__name__}），本次只用规则判断；请重新安装或用 gongkai train 训练。"
        ) from error
    if head.get("format") != FORMAT or digest(data) != head.get("weights_sha256"):
        raise ModelFault(f"模型 {folder.name} 与清单不符（{weights_path.name} 被改动或版本不同），本次只用规则判断；请重新安装。")
    with np.load(weights_path, allow_pickle=False) as arrays:
        columns = {name: i for i, name in enumerate(head["vocabulary"])}
        return LinearModel(
            name=head["name"],
            codes=tuple(head["codes"]),
            weighing=Weighing.of(columns, arrays["idf"].astype(np.float32), head["blocks"]),
            weights=arrays["weights"].astype(np.float32),
            bias=arrays["bias"].astype(np.float32),
            stack=arrays["stack"].astype(np.float32),
            threshold=float(head["threshold"]),
            later=float(head.get("later", 0.0)),
            reliability={kind: tuple((float(x), float(y)) for x, y in line) for kind, line in head.get("reliability", {}).items()},
        )


def save_model(folder: Path, model: LinearModel, blocks: Mapping[str, float], facts: Mapping[str, Any]) -> None:
    """Write a model folder; weights in half precision (difference in a probability under 0.001)."""
    folder.mkdir(parents=True, exist_ok=True)
    weights_path = folder / "weights.npz"
    _write_npz(
        weights_path,
        idf=model.weighing.idf.astype(np.float16),
        weights=model.weights.astype(np.float16),
        bias=model.bias.astype(np.float32),
        stack=model.stack.astype(np.float32),
    )
    head = {
        "format": FORMAT,
        "name": model.name,
        "codes": list(model.codes),
        "blocks": dict(blocks),
        "threshold": model.threshold,
        "later": model.later,
        **({"reliability": dict(model.reliability)} if model.reliability else {}),
        "weights_sha256": digest(weights_path.read_bytes()),
        **facts,
        "vocabulary": list(model.weighing.columns),
    }
    (folder / "model.json").write_text(json.dumps(head, ensure_ascii=False, indent=None, separators=(",", ":")) + "\n", "utf-8")


def _write_npz(path: Path, **arrays: NDArray[Any]) -> None:
    """A compressed npz whose bytes depend on the arrays alone (numpy's own writer stores the time of day)."""
    import io
    import zipfile

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(arrays):
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, buffer.getvalue())
