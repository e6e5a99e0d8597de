"""The only file that knows what a weights file is: npz (no pickle) + json, checked by hash; prediction needs numpy alone.

A model folder holds `model.json` (codes, vocabulary in column order, settings, sha256 of the weights) and `weights.npz`
(idf, weights, bias, stack). A model that is missing or altered raises ModelFault, whose message tells a person what to do.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FORMAT = "gongkai.domains/1"
CLEAR_LEAD = 3.0


class ModelFault(RuntimeError):
    """A model that is missing, altered or of another format; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class DomainModel:
    """One-against-rest logistic regressions over TF-IDF blocks (character pieces, words), each block of its own length; then one
    small regression for all codes over the odds, the share of lexicon votes and the lead over the other codes.

    columns: feature -> column. weights: (columns, codes). stack: weights of (odds, vote share, lead, 1).
    """

    name: str
    codes: tuple[str, ...]
    columns: Mapping[str, int]
    idf: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    stack: NDArray[np.float32]
    blocks: Mapping[str, float]
    threshold: float

    def vector(self, counts: Mapping[str, float]) -> tuple[list[int], NDArray[np.float32]]:
        """Columns and values of a text's features: (1 + log n) * idf, each block scaled to its weight."""
        return weigh(counts, self.columns, self.idf, self.blocks)

    def log_odds(self, counts: Mapping[str, float]) -> NDArray[np.float32]:
        """Calibrated log odds by code; a text without known features gives the prior, which is far below any threshold."""
        columns, values = self.vector(counts)
        raw = self.bias + (values @ self.weights[columns] if columns else 0.0)
        votes = np.array([counts.get("r:" + c, 0.0) for c in self.codes], dtype=np.float32)
        stacked: NDArray[np.float32] = stack_inputs(raw[None, :], votes[None, :])[0] @ self.stack
        return stacked

    def spoke(self, counts: Mapping[str, float], code: str, most: int = 5) -> list[tuple[str, float]]:
        """Words and votes that spoke most for `code`: (feature, share of the log odds), best first."""
        columns, values = self.vector(counts)
        if not columns:
            return []
        gains = values * self.weights[columns, self.codes.index(code)]
        known = [f for f in counts if f in self.columns]
        ranked = sorted(zip(known, gains, strict=True), key=lambda g: (-g[1], g[0]))
        return [(f, float(g)) for f, g in ranked if g > 0 and f[0] in "w3"][:most]


def stack_inputs(raw: NDArray[Any], votes: NDArray[Any]) -> NDArray[Any]:
    """(texts, codes, 4): odds, share of the lexicon votes, lead over the second best code (at most CLEAR_LEAD either way), 1."""
    share = votes / np.maximum(votes.sum(axis=1, keepdims=True), 1.0)
    second = np.sort(raw, axis=1)[:, -2:-1]
    lead = np.clip(raw - second, -CLEAR_LEAD, CLEAR_LEAD)
    return np.stack([raw, share, lead, np.ones_like(raw)], axis=2)


def weigh(
    counts: Mapping[str, float], columns: Mapping[str, int], idf: NDArray[np.float32], blocks: Mapping[str, float]
) -> tuple[list[int], NDArray[np.float32]]:
    """Known features as (columns, values): tf-idf with logarithmic tf, each block of kinds scaled to its own length."""
    at: list[int] = []
    values: list[float] = []
    kinds: list[str] = []
    squares: dict[str, float] = {}
    for name, n in counts.items():
        column = columns.get(name)
        if column is None:
            continue  # unknown to the model, or a lexicon vote
        value = (1.0 + math.log(n)) * float(idf[column])
        at.append(column)
        values.append(value)
        kinds.append(name[0])
        squares[name[0]] = squares.get(name[0], 0.0) + value * value
    scale = {k: blocks[k] / math.sqrt(s) for k, s in squares.items() if s > 0}
    return at, np.array([v * scale[k] for v, k in zip(values, kinds, strict=True)], dtype=np.float32)


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def load_model(folder: Path) -> DomainModel:
    """The model of a folder. Raises ModelFault when a file is missing, altered (hash) or of another format."""
    head_path, weights_path = folder / "model.json", folder / "weights.npz"
    try:
        head: dict[str, Any] = json.loads(head_path.read_text("utf-8"))
        data = weights_path.read_bytes()
    except (OSError, ValueError) as error:
        raise ModelFault(
            f"领域模型读不出来（{folder.name}：{type(error).__name__}），本次只用规则判断；请重新安装或用 gongkai train 训练。"
        ) from error
    if head.get("format") != FORMAT or digest(data) != head.get("weights_sha256"):
        raise ModelFault(f"领域模型与清单不符（{weights_path.name} 被改动或版本不同），本次只用规则判断；请重新安装。")
    with np.load(weights_path, allow_pickle=False) as arrays:
        columns = {name: i for i, name in enumerate(head["vocabulary"])}
        return DomainModel(
            name=head["name"],
            codes=tuple(head["codes"]),
            columns=columns,
            idf=arrays["idf"].astype(np.float32),
            weights=arrays["weights"].astype(np.float32),
            bias=arrays["bias"].astype(np.float32),
            stack=arrays["stack"].astype(np.float32),
            blocks=head["blocks"],
            threshold=float(head["threshold"]),
        )


def save_model(folder: Path, model: DomainModel, facts: Mapping[str, Any]) -> None:
    """Write a model folder; weights in half precision (difference in a probability under 0.001)."""
    folder.mkdir(parents=True, exist_ok=True)
    weights_path = folder / "weights.npz"
    _write_npz(
        weights_path,
        idf=model.idf.astype(np.float16),
        weights=model.weights.astype(np.float16),
        bias=model.bias.astype(np.float32),
        stack=model.stack.astype(np.float32),
    )
    vocabulary = sorted(model.columns, key=lambda name: model.columns[name])
    head = {
        "format": FORMAT,
        "name": model.name,
        "codes": list(model.codes),
        "blocks": dict(model.blocks),
        "threshold": model.threshold,
        "weights_sha256": digest(weights_path.read_bytes()),
        **facts,
        "vocabulary": vocabulary,
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
