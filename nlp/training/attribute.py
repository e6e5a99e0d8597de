"""`gongkai train`, second part: the attribute model from authored documents, and the measure of the whole attribute classifier."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.classify.attribute import classify_attribute
from nlp.classify.attribute_cues import VALUES, spoken_rules
from nlp.classify.attribute_features import attribute_features
from nlp.classify.predictor import LinearModel, load_model, on_line, save_model
from nlp.extract.sensitive import find_sensitive
from nlp.intake.reader import read
from nlp.kit import Kit
from nlp.structure.outline import outline_of
from nlp.training.calibration import calibration_error
from nlp.training.corpus import CorpusError, sha256_of
from nlp.training.fitting import FitSettings, fit, fit_stack, fold_of, matrix_of, weighing_of
from nlp.types import Attribute, Failure, Outline, Sensitive, Source
from nlp.view import build_view

Progress = Callable[[str], None]
FEWEST_CLAIMS = 30  # answers of a kind from which their scores are made reliable
FLOORS = [x / 100 for x in range(25, 76, 5)]


@dataclass(frozen=True, slots=True)
class Labelled:
    """An authored document with its attribute and, where it is kept back, the ground."""

    doc: str
    text: str
    value: str
    ground: str | None
    file: str

    @property
    def label(self) -> str:
        """Label of the model: value, or value/ground."""
        return f"{self.value}/{self.ground}" if self.ground else self.value


def read_labelled(paths: Iterable[Path], grounds: Mapping[str, Any]) -> list[Labelled]:
    """Documents of JSON-lines files in the order of the paths. Raises CorpusError for a line that is none."""
    out = []
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not line.strip():
                continue
            where = f"{path.name} 第{number}行"
            try:
                row = json.loads(line)
                labelled = Labelled(row["doc"], row["text"], row["attribute"], row["ground"], path.name)
            except (ValueError, KeyError, TypeError) as error:
                cause = f"{type(error).__name__}: {error}"
                raise CorpusError(f"{where}：不是一条语料（{cause}）。每行应是含 doc、text、attribute、ground 的 JSON。") from error
            if labelled.value not in VALUES:
                raise CorpusError(f"{where}：attribute 只能是 {'、'.join(VALUES)}，不能是“{labelled.value}”。")
            if labelled.ground is not None and labelled.ground not in grounds:
                raise CorpusError(f"{where}：没有代码为“{labelled.ground}”的理由，可用代码见 rules/attribute-grounds.tsv。")
            out.append(labelled)
    return out


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled document as the stages before see it."""

    labelled: Labelled
    outline: Outline
    sensitive: tuple[Sensitive, ...]
    counts: dict[str, float]


def case_of(labelled: Labelled, kit: Kit) -> Case:
    """Read, structure and count one labelled document. Raises CorpusError where it cannot be read."""
    document = read(Source(f"{labelled.doc}.txt", labelled.text.encode()), kit.limits, kit.furniture)
    if isinstance(document, Failure):
        raise CorpusError(f"{labelled.file} {labelled.doc}：读不出来（{document.message}）。")
    outline = outline_of(document, build_view(document, kit.script), kit.structure)
    sensitive = find_sensitive(outline, kit.sensitive)
    counts = attribute_features(outline, spoken_rules(outline, kit.attribute), sensitive, kit.attribute)
    return Case(labelled, outline, sensitive, counts)


def judge(case: Case, kit: Kit, model: LinearModel | None) -> Attribute:
    """The classifier's answer for a case."""
    return classify_attribute(case.outline, kit.attribute, (), case.sensitive, model)


def train_attribute(root: Path, folder: Path, kit: Kit, say: Progress) -> dict[str, Any]:
    """Train the attribute model of `folder`; writes model.json, weights.npz, metrics.json and CARD.md; gives the metrics."""
    raw_recipe = tomllib.loads((folder / "recipe.toml").read_text("utf-8"))
    files = _files(root, raw_recipe["corpora"])
    settings = FitSettings.of(raw_recipe)
    cases = [case_of(x, kit) for x in read_labelled(files, kit.attribute.grounds)]
    say(f"attribute: {len(cases)} documents")
    labels = tuple(label for label, n in sorted(Counter(c.labelled.label for c in cases).items()) if n >= settings.folds)
    y = np.array([[c.labelled.label == label for label in labels] for c in cases], dtype=bool)
    folds = fold_of([(c.labelled.file, c.labelled.doc) for c in cases], settings.folds, settings.seed)
    held = _held_out(cases, y, folds, settings, labels)
    stack = fit_stack(held, np.zeros_like(held), y, settings.seed)
    weighing = weighing_of([c.counts for c in cases], settings)
    weights, bias = fit(matrix_of([c.counts for c in cases], weighing), y, np.ones(len(cases)), settings)
    model = LinearModel(raw_recipe["name"], labels, weighing, weights, bias, stack, 0.5)
    floor, _ = _best_floor(cases, kit, model, held)
    answers = _replayed(cases, kit, replace(model, threshold=floor), held)
    model = replace(model, threshold=floor, reliability=reliability_of(answers))
    crossed = measure_attribute(_crossed(answers, folds))
    facts = {"corpora": {str(f.relative_to(root)): sha256_of(f) for f in files}, "documents": len(cases)}
    save_model(folder, model, settings.blocks, facts)
    tests = _files(root, raw_recipe["tests"])
    saved = load_model(folder)
    held_back = [case_of(x, kit) for x in read_labelled(tests, kit.attribute.grounds)]
    metrics = {
        "cross_validated": {"floor": floor, **crossed},
        "test": measure_attribute([(c.labelled, judge(c, kit, saved)) for c in held_back]) if held_back else {},
        "test_rules_alone": measure_attribute([(c.labelled, judge(c, kit, None)) for c in held_back]) if held_back else {},
        "corpora": facts["corpora"],
        "test_files": {str(f.relative_to(root)): sha256_of(f) for f in tests},
    }
    (folder / "metrics.json").write_text(json.dumps(metrics, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (folder / "CARD.md").write_text(_card(len(cases), metrics), "utf-8")
    say(f"attribute: {metrics['test'] or metrics['cross_validated']}")
    return metrics


def _files(root: Path, patterns: Sequence[str]) -> tuple[Path, ...]:
    return tuple(sorted({f for pattern in patterns for f in root.glob(pattern)}))


def _held_out(
    cases: Sequence[Case], y: NDArray[np.bool_], folds: NDArray[np.int64], settings: FitSettings, labels: Sequence[str]
) -> NDArray[np.float64]:
    """Raw odds of every document by a model that has not seen it."""
    counted = [c.counts for c in cases]
    raw = np.zeros(y.shape)
    for fold in range(settings.folds):
        inside, outside = folds != fold, folds == fold
        x = matrix_of(counted, weighing_of([c for c, i in zip(counted, inside, strict=True) if i], settings))
        w, b = fit(x[inside], y[inside], np.ones(int(inside.sum())), settings)
        raw[outside] = x[outside] @ w + b
    return raw


def _best_floor(cases: Sequence[Case], kit: Kit, model: LinearModel, held: NDArray[np.float64]) -> tuple[float, dict[str, Any]]:
    """The floor of probability under which the classifier leaves a document undecided: best macro-F1 on unseen folds."""
    found = []
    for floor in FLOORS:
        found.append((floor, measure_attribute(_replayed(cases, kit, replace(model, threshold=floor), held))))
    return max(found, key=lambda f: (f[1]["macro_f1"], f[0]))


Answers = list[tuple[Labelled, Attribute]]


def _replayed(cases: Sequence[Case], kit: Kit, model: LinearModel, held: NDArray[np.float64]) -> Answers:
    """The classifier's answers with the model's odds from unseen folds."""
    return [
        (c.labelled, classify_attribute(c.outline, kit.attribute, (), c.sensitive, _Replay.of(model, row)))
        for c, row in zip(cases, held, strict=True)
    ]


def reliability_of(answers: Answers) -> dict[str, tuple[tuple[float, float], ...]]:
    """Points of a rising line from score to share right, for answers that decide and for those that leave it to a person."""
    from sklearn.isotonic import IsotonicRegression

    lines = {}
    for kind in ("decided", "undecided"):
        claims = [(a.score, a.value == x.value) for x, a in answers if (a.value == "undecided") == (kind == "undecided")]
        if len(claims) >= FEWEST_CLAIMS:
            fitted = IsotonicRegression(y_min=0.02, y_max=0.99).fit(*zip(*claims, strict=True))
            lines[kind] = tuple(
                (round(float(x), 4), round(float(y), 4)) for x, y in zip(fitted.X_thresholds_, fitted.y_thresholds_, strict=True)
            )
    return lines


def _crossed(answers: Answers, folds: NDArray[np.int64]) -> Answers:
    """The answers with scores by the reliability of the other folds' answers: a score is not judged by itself."""
    out = list(answers)
    for fold in sorted(set(folds.tolist())):
        line = reliability_of([a for a, f in zip(answers, folds, strict=True) if f != fold])
        for i in np.flatnonzero(folds == fold):
            labelled, found = answers[i]
            points = line.get("undecided" if found.value == "undecided" else "decided")
            if points:
                out[i] = (labelled, replace(found, score=round(on_line(points, found.score), 4)))
    return out


class _Replay(LinearModel):
    """A model that gives the odds of a document held out, whatever it is asked."""

    @classmethod
    def of(cls, model: LinearModel, raw: NDArray[np.float64]) -> _Replay:
        """The same labels, calibration and floor; the odds as bias, no weights."""
        nothing = np.zeros_like(model.weights)
        return cls(model.name, model.codes, model.weighing, nothing, raw.astype(np.float32), model.stack, model.threshold)


def measure_attribute(answers: Sequence[tuple[Labelled, Attribute]]) -> dict[str, Any]:
    """Macro-F1 over the values, ground right where there is one, false withholding of public documents, marked ones published."""
    values = sorted({x.value for x, _ in answers})
    by_value = {}
    for value in values:
        right = sum(x.value == value == a.value for x, a in answers)
        there, said = sum(x.value == value for x, _ in answers), sum(a.value == value for _, a in answers)
        by_value[value] = {"f1": round(2 * right / max(there + said, 1), 4), "right": right, "said": said, "there": there}
    grounded = [(x, a) for x, a in answers if x.ground]
    public = [(x, a) for x, a in answers if x.value == "active"]
    marked = [(x, a) for x, a in answers if x.ground == "state-secret"]
    return {
        "documents": len(answers),
        "macro_f1": round(sum(v["f1"] for v in by_value.values()) / max(len(by_value), 1), 4),
        "right": sum(x.value == a.value for x, a in answers),
        "ground_right": sum(x.ground == a.ground for x, a in grounded), "ground_of": len(grounded),
        "public_withheld": sum(a.value == "withheld" for _, a in public), "public_of": len(public),
        "calibration_error": round(calibration_error([(a.score, a.value == x.value) for x, a in answers]), 4),
        "marked_published": sum(a.value in ("active", "partial", "on_request") for _, a in marked), "marked_of": len(marked),
        "by_value": by_value,
    }  # fmt: skip


def _card(documents: int, metrics: Mapping[str, Any]) -> str:
    rows = [
        _row(f"cross-validation by document, {documents}", metrics["cross_validated"]),
        *([_row(f"test by another hand, {metrics['test']['documents']}", metrics["test"])] if metrics["test"] else []),
        *([_row("the same, rules alone", metrics["test_rules_alone"])] if metrics["test"] else []),
    ]
    values = "\n".join(
        f"| {value} | {m['f1']:.3f} | {m['right']} | {m['said']} | {m['there']} |" for value, m in metrics["test"].get("by_value", {}).items()
    )
    return CARD.format(documents=documents, rows="\n".join(rows), values=values, floor=metrics["cross_validated"]["floor"])


def _row(name: str, m: Mapping[str, Any]) -> str:
    return (
        f"| {name} | {m['macro_f1']:.3f} | {m['right']}/{m['documents']} | {m['ground_right']}/{m['ground_of']} "
        f"| {m['public_withheld']}/{m['public_of']} | {m['marked_published']}/{m['marked_of']} | {m['calibration_error']:.3f} |"
    )


CARD = """# Attribute model

Written by `gongkai train`; do not edit.

**What it does.** For a document, the probability of each attribute and ground (to be published, on request, in part, withheld,
undecided). It speaks after classification marks, declarations and internal marks, which rules decide alone, and is one voice
beside the soft rules of `nlp/rules/attribute.tsv`, whose finds are features. One-against-rest logistic regressions on words and
character pairs of title, head and body, on signs of what a paper is and to whom it speaks, and on the rules that spoke; scores say how
many such answers were right on unseen folds.

**Data.** {documents} documents written for this project (no found text). Files and hashes: `metrics.json`. Seed and settings:
`recipe.toml`.

**Measured** (whole classifier: rules and model).

| | macro-F1 | value right | ground right | public proposed for withholding | marked secret proposed for publication | calibration error |
|---|---|---|---|---|---|---|
{rows}

On the test documents:

| value | F1 | right | said | there |
|---|---|---|---|---|
{values}

**Floor.** {floor:.2f}: a label below it gives "undecided", which asks a person; withholding needs 0.50 at least.

**Limits.** All texts are synthetic. Whether a letter or a set of minutes is to be published often cannot be read from its text.
Grounds that need knowledge of the case (public interest, a third party's consent) are proposed, never decided.
"""
