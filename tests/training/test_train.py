"""Training: the same recipe and corpora give the same model byte for byte; card and metrics are written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from nlp.classify.predictor import load_model
from nlp.rulebook import Rulebook
from nlp.training.train import best_thresholds, train

ROOT = Path(__file__).resolve().parents[2]


def small_project(folder: Path) -> Path:
    """A project with a few dozen passages of the real corpora."""
    (folder / "corpora/domains/train").mkdir(parents=True)
    (folder / "corpora/domains/test").mkdir(parents=True)
    for name in ("hand-b.jsonl", "none-c.jsonl"):
        lines = (ROOT / "corpora/domains/train" / name).read_text("utf-8").splitlines()
        (folder / "corpora/domains/train" / name).write_text("\n".join(lines[::12]) + "\n", "utf-8")
    lines = (ROOT / "corpora/domains/test/hand-t.jsonl").read_text("utf-8").splitlines()
    (folder / "corpora/domains/test/hand-t.jsonl").write_text("\n".join(lines[::10]) + "\n", "utf-8")
    (folder / "models/domains").mkdir(parents=True)
    shutil.copy(ROOT / "models/domains/recipe.toml", folder / "models/domains/recipe.toml")
    return folder


def test_training_is_repeatable(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        root = small_project(tmp_path / name)
        train(root, root / "models/domains", Rulebook(), lambda _: None)
        made.append({p.name: p.read_bytes() for p in sorted((root / "models/domains").iterdir())})
    assert set(made[0]) == {"recipe.toml", "model.json", "weights.npz", "metrics.json", "CARD.md"}
    assert made[0] == made[1]
    assert load_model(tmp_path / "one/models/domains").name == "domains@1"


def test_card_and_metrics_of_the_committed_model_agree() -> None:
    folder = ROOT / "models/domains"
    metrics = json.loads((folder / "metrics.json").read_text("utf-8"))
    card = (folder / "CARD.md").read_text("utf-8")
    assert f"{metrics['test']['micro_f1']:.3f}" in card
    head = json.loads((folder / "model.json").read_text("utf-8"))
    assert head["corpora"] == metrics["corpora"]


def test_the_committed_model_is_of_the_committed_corpora() -> None:
    from nlp.training.corpus import sha256_of

    head = json.loads((ROOT / "models/domains/model.json").read_text("utf-8"))
    files = sorted((ROOT / "corpora/domains/train").glob("*.jsonl"))
    assert head["corpora"] == {str(f.relative_to(ROOT)): sha256_of(f) for f in files}


def test_thresholds_are_the_best_ones() -> None:
    import numpy as np

    p = np.array([[0.9, 0.1, 0.0], [0.8, 0.4, 0.0], [0.2, 0.6, 0.5], [0.2, 0.1, 0.1]])
    y = np.array([[True, False, False], [True, False, False], [False, True, True], [False, False, False]])
    first, later, measures = best_thresholds(p, y)
    assert measures["f1"] == 1.0
    assert 0.26 <= first <= 0.6
    assert 0.4 < later <= 0.5
    assert measures["none_right"] == measures["none_of"] == 1
