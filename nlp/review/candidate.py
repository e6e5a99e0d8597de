"""A candidate model from the corpora and the lessons of reviews, and its comparison with the models in use."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from nlp.classify.predictor import load_model
from nlp.kit import Kit
from nlp.model_store import ModelStore, Version
from nlp.review.learning import Lessons, write_lessons
from nlp.rulebook import Rulebook
from nlp.training.card import measure_passages
from nlp.training.corpus import Passage, read_passages
from nlp.training.train import train

LEAST_HELD_BACK = 20  # passages; with fewer, one more right is luck
GIVEN_UP = {"test": 0.002, "gold": 0.005}  # micro-F1 that a better fit to the office's documents may cost elsewhere
LESSONS = "corpora/reviewed"
_SHOWN = ("passages", "micro_precision", "micro_recall", "micro_f1", "first_right", "first_of", "none_right", "none_of", "calibration_error")


def train_candidate(
    root: Path, base: Path, found: Lessons, book: Rulebook, store: ModelStore, in_use: str, made_at: str, say: Callable[[str], None]
) -> Version:
    """Train the domain model by the recipe of `root` with the training lessons added, and keep it as a version of `store`.

    `base`: folder of the models in use, whose other models the version takes over. The project's own files are only read. The same
    corpora, recipe and lessons give the same version name. Raises CorpusError for a faulty corpus, ModelStoreFault `model_exists` when
    there is such a version.
    """
    with tempfile.TemporaryDirectory(prefix="gongkai-train-") as name:
        work = Path(name)
        folder = work / "models" / "domains"
        folder.mkdir(parents=True)
        shutil.copytree(root / "corpora", work / "corpora", ignore=shutil.ignore_patterns("gold", "samples", "reviewed"))
        recipe = (root / "models" / "domains" / "recipe.toml").read_text("utf-8")
        (folder / "recipe.toml").write_text(_with_lessons(recipe), "utf-8")
        write_lessons(found, work / LESSONS)
        train(work, folder, book, say)
        for other in sorted(p for p in base.iterdir() if p.is_dir() and p.name != "domains"):
            shutil.copytree(other, work / "models" / other.name)
        weights = load_model_hash(folder)
        version = Version(f"r{found.number}-{weights[:10]}", made_at, in_use, found.number, False)
        store.add(work / "models", version)
    return version


def _with_lessons(recipe: str) -> str:
    """The recipe with the lessons for training among its corpora; the held-back ones are not.

    >>> _with_lessons('corpora = ["corpora/domains/train/*.jsonl"]')
    'corpora = ["corpora/reviewed/train.jsonl", "corpora/domains/train/*.jsonl"]'
    """
    return recipe.replace("corpora = [", f'corpora = ["{LESSONS}/train.jsonl", ', 1)


def load_model_hash(folder: Path) -> str:
    """Hash of a model's weights."""
    import json

    found: str = json.loads((folder / "model.json").read_text("utf-8"))["weights_sha256"]
    return found


def compare(kit: Kit, candidate: Path, root: Path | None, held_back: Sequence[Passage], gold: Sequence[Path]) -> dict[str, Any]:
    """What the models in use (of `kit`) and a candidate reach on the held-back reviews, on the test passages of `root`, and on the
    domains of gold folders: {"reviews" | "test" | "gold": {"in_use": figures, "candidate": figures}}; parts without data are left out."""
    kits = {"in_use": kit, "candidate": replace(kit, domain_model=load_model(candidate / "domains"))}
    tests = read_passages(sorted(root.glob("corpora/domains/test/*.jsonl")), kit.domains.names) if root else []
    known = [p for p in held_back if set(p.codes) <= set(kit.domains.names)]
    found: dict[str, Any] = {}
    for name, passages in (("reviews", known), ("test", tests)):
        if passages:
            measured = {k: measure_passages(passages, x.domains, x.domain_model).figures for k, x in kits.items()}
            found[name] = {k: {key: figures[key] for key in _SHOWN} for k, figures in measured.items()}
    if gold:
        found["gold"] = {k: _gold(gold, x) for k, x in kits.items()}
    return found


def _gold(folders: Sequence[Path], kit: Kit) -> dict[str, Any]:
    """Precision, recall, F1 of section domains over all gold folders."""
    from nlp.training.evaluate import Tally, measure

    total = Tally()
    for folder in folders:
        one = measure(folder, kit)[0].get("domains", Tally())
        total.right, total.missed, total.extra = total.right + one.right, total.missed + one.missed, total.extra + one.extra
    return {
        "micro_precision": round(total.precision, 4), "micro_recall": round(total.recall, 4), "micro_f1": round(total.f1, 4),
        "right": total.right, "missed": total.missed, "extra": total.extra,
    }


def is_better(comparison: Mapping[str, Any]) -> bool:
    """Whether a candidate is to be preferred: more right on enough held-back reviews, and nowhere else worse than GIVEN_UP allows.

    Without enough held-back reviews nothing is better: there is no evidence.
    """
    reviews = comparison.get("reviews")
    if not reviews or reviews["candidate"]["passages"] < LEAST_HELD_BACK:
        return False
    old, new = reviews["in_use"], reviews["candidate"]
    if new["micro_f1"] <= old["micro_f1"] or new["first_right"] < old["first_right"]:
        return False
    return all(
        comparison[part]["candidate"]["micro_f1"] >= comparison[part]["in_use"]["micro_f1"] - allowed
        for part, allowed in GIVEN_UP.items()
        if part in comparison
    )
