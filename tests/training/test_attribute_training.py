"""The attribute model: repeatable training, figures of the committed model, faults in corpora named."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from nlp.kit import Kit
from nlp.training.attribute import Labelled, measure_attribute, read_labelled, train_attribute
from nlp.training.corpus import CorpusError, sha256_of
from nlp.types import Attribute

ROOT = Path(__file__).resolve().parents[2]


def small_project(folder: Path) -> Path:
    for part, name, step in (("train", "hand-k.jsonl", 3), ("test", "hand-l.jsonl", 12)):
        (folder / "corpora/attribute" / part).mkdir(parents=True)
        lines = (ROOT / "corpora/attribute" / part / name).read_text("utf-8").splitlines()
        (folder / "corpora/attribute" / part / name).write_text("\n".join(lines[::step]) + "\n", "utf-8")
    (folder / "models/attribute").mkdir(parents=True)
    shutil.copy(ROOT / "models/attribute/recipe.toml", folder / "models/attribute/recipe.toml")
    return folder


@pytest.mark.long
def test_training_is_repeatable(kit: Kit, tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        root = small_project(tmp_path / name)
        train_attribute(root, root / "models/attribute", kit, lambda _: None)
        made.append({p.name: p.read_bytes() for p in sorted((root / "models/attribute").iterdir())})
    assert set(made[0]) == {"recipe.toml", "model.json", "weights.npz", "metrics.json", "CARD.md"}
    assert made[0] == made[1]


def test_the_committed_model_is_of_the_committed_corpora() -> None:
    folder = ROOT / "models/attribute"
    head = json.loads((folder / "model.json").read_text("utf-8"))
    files = sorted((ROOT / "corpora/attribute/train").glob("*.jsonl"))
    assert head["corpora"] == {str(f.relative_to(ROOT)): sha256_of(f) for f in files}
    metrics = json.loads((folder / "metrics.json").read_text("utf-8"))
    assert f"{metrics['test']['macro_f1']:.3f}" in (folder / "CARD.md").read_text("utf-8")
    assert metrics["test"]["marked_published"] == 0


def test_measures_count_what_matters() -> None:
    def answer(value: str, ground: str | None, said: str, said_ground: str | None = None) -> tuple[Labelled, Attribute]:
        return Labelled("a", "", value, ground, "a"), Attribute(said, said_ground, 0.9, False)  # type: ignore[arg-type]

    m = measure_attribute(
        [answer("active", None, "withheld"), answer("active", None, "active"), answer("withheld", "state-secret", "active"),
         answer("withheld", "trade-secret", "withheld", "trade-secret")]
    )  # fmt: skip
    assert (m["public_withheld"], m["public_of"]) == (1, 2)
    assert (m["marked_published"], m["marked_of"]) == (1, 1)
    assert (m["ground_right"], m["ground_of"]) == (1, 2)
    assert m["by_value"]["active"] == {"f1": 0.5, "right": 1, "said": 2, "there": 2}


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ('{"doc": "a", "text": "公开"}', "不是一条语料"),
        ('{"doc": "a", "text": "公开", "attribute": "public", "ground": null}', "attribute 只能是"),
        ('{"doc": "a", "text": "公开", "attribute": "withheld", "ground": "no-such"}', "没有代码为“no-such”的理由"),
    ],
)
def test_a_faulty_line_is_named(kit: Kit, tmp_path: Path, line: str, cause: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(line + "\n", "utf-8")
    with pytest.raises(CorpusError, match=rf"a\.jsonl 第1行：.*{cause}"):
        read_labelled([path], kit.attribute.grounds)
