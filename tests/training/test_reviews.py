"""Learning from reviews: a candidate beside the models in use, compared, promoted when better, rolled back; nothing installed changes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cli import models as commands
from nlp.kit import installed_models, load_kit, models_dir
from nlp.kit_version import kit_version
from nlp.model_store import ModelStore, ModelStoreFault, Version, default_folder
from nlp.review.candidate import is_better
from nlp.review.learning import is_held_back
from nlp.review.triage import receive
from nlp.store.decisions import Order, confirm
from nlp.store.store import open_store
from nlp.store.tables import suggestion
from tests.kits import kit_loaded_once
from tests.store.records import entry, record

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = 130


@pytest.fixture(autouse=True, scope="module")
def _loaded_once() -> Iterator[None]:
    with kit_loaded_once():
        yield


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of notices on a matter that only this office has, each confirmed with the domain that a person gave it."""
    folder = tmp_path_factory.mktemp("office")
    store = open_store(str(folder / "a.db"))
    places = ("东岭", "西河", "南塘", "北坡", "中坝", "新桥", "老街")
    for n in range(DOCUMENTS):
        text = f"{places[n % 7]}第{n}批沐光结对名册及沐光走访记录\n"
        made = record(text, [entry("沐光结对名册", section="", domain="open-government", evidence={"item": [
            {"start": 0, "end": len(text) - 1, "quote": text[:-1]}]})])
        made["source"] = {"path": f"{n}.txt", "sha256": sha256(text.encode()).hexdigest(), "media_type": "text/plain"}
        receive(store, made, None, "kit-1", "command", "test", date(2026, 3, 2))
    with store.write() as connection:
        for row in connection.execute(suggestion.select()).all():
            confirm(connection, Order(f"confirm-{row.id}", "王敏", store.now()), row.id, row.version, {"domain": "elderly-welfare"})
    store.close()
    return folder / "a.db"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a few dozen passages of the real corpora and no test passages."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "corpora/domains/train").mkdir(parents=True)
    (folder / "models/domains").mkdir(parents=True)
    lines = (ROOT / "corpora/domains/train/hand-b.jsonl").read_text("utf-8").splitlines()
    (folder / "corpora/domains/train/hand-b.jsonl").write_text("\n".join(lines[::30]) + "\n", "utf-8")
    recipe = (ROOT / "models/domains/recipe.toml").read_text("utf-8").replace("folds = 5", "folds = 2")
    (folder / "models/domains/recipe.toml").write_text(recipe, "utf-8")
    return folder


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelStore:
    """The versions of a user without any."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_folder().is_relative_to(tmp_path)
    return ModelStore(default_folder())


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_candidate_is_made_compared_promoted_and_rolled_back(
    office: Path, project: Path, user: ModelStore, capsys: pytest.CaptureFixture[str]
) -> None:
    before, own = _bytes(project), _bytes(installed_models())
    plain = kit_version()
    assert commands.train_with_reviews(project, None, str(office), None, "zh") == 0
    said = capsys.readouterr()
    (name,) = user.names()
    found = user.version(name)
    reviews = found.comparison["reviews"]
    assert found.lessons == DOCUMENTS
    assert reviews["candidate"]["passages"] >= 20
    assert reviews["candidate"]["first_right"] > reviews["in_use"]["first_right"]
    assert found.better
    assert name in said.out
    assert "gongkai model promote" in said.err
    assert user.in_use() == "installed"
    assert kit_version() == plain

    assert commands.promote(name, "zh") == 0
    assert models_dir() == user.path(name)
    assert kit_version() != plain
    kit = load_kit()
    assert kit.domain_model is not None
    assert kit.attribute_model is not None
    assert kit.warnings == ()
    assert commands.list_versions("en") == 0
    assert f"*\t{name}" in capsys.readouterr().out

    assert commands.train_with_reviews(project, None, str(office), None, "zh") == 1
    assert "没有新的内容" in capsys.readouterr().err
    assert commands.compare(name, project, None, str(office), [], "zh") == 0
    assert not user.version(name).better  # measured against itself

    assert commands.roll_back("zh") == 0
    assert kit_version() == plain
    assert commands.roll_back("zh") == 1
    assert (_bytes(project), _bytes(installed_models())) == (before, own)


def test_without_lessons_nothing_is_trained(tmp_path: Path, project: Path, user: ModelStore, capsys: pytest.CaptureFixture[str]) -> None:
    open_store(str(tmp_path / "empty.db")).close()
    assert commands.train_with_reviews(project, None, str(tmp_path / "empty.db"), tmp_path / "reviewed", "zh") == 1
    assert "还没有可以学习的审核结果" in capsys.readouterr().err
    assert {p.name: p.read_bytes() for p in (tmp_path / "reviewed").iterdir()} == {"train.jsonl": b"", "held-back.jsonl": b""}
    assert user.names() == []


def figures(f1: float, first: int, passages: int = 40) -> dict[str, Any]:
    return {"micro_f1": f1, "first_right": first, "passages": passages}


@pytest.mark.parametrize(("reviews", "test", "gold", "better"), [
    ((0.80, 30, 0.85, 33), None, None, True),
    ((0.80, 30, 0.85, 33), (0.900, 0.899), (0.80, 0.796), True),
    ((0.80, 30, 0.85, 33), (0.900, 0.897), None, False),  # worse on the test passages
    ((0.80, 30, 0.85, 33), (0.900, 0.901), (0.80, 0.79), False),  # worse on gold
    ((0.80, 30, 0.80, 30), (0.900, 0.950), None, False),  # no better for the office
    ((0.80, 30, 0.81, 29), None, None, False),  # more codes, fewer first ones
])
def test_what_is_better(reviews: tuple[float, int, float, int], test: tuple[float, float] | None, gold: tuple[float, float] | None, better: bool) -> None:
    comparison: dict[str, Any] = {"reviews": {"in_use": figures(*reviews[:2]), "candidate": figures(*reviews[2:])}}
    for name, pair in (("test", test), ("gold", gold)):
        if pair:
            comparison[name] = {"in_use": figures(pair[0], 1), "candidate": figures(pair[1], 1)}
    assert is_better(comparison) is better


def test_few_held_back_reviews_prove_nothing() -> None:
    assert not is_better({"reviews": {"in_use": figures(0.5, 5, 19), "candidate": figures(0.9, 18, 19)}})
    assert not is_better({"test": {"in_use": figures(0.5, 5), "candidate": figures(0.9, 18)}})


def version(name: str, better: bool = True, base: str = "installed") -> Version:
    return Version(name, f"2026-03-0{name[-1]}T00:00:00Z", base, 9, better, {"reviews": {}})


def test_versions_are_kept_and_only_better_ones_are_promoted(tmp_path: Path) -> None:
    store = ModelStore(tmp_path / "models")
    (tmp_path / "made/domains").mkdir(parents=True)
    (tmp_path / "made/domains/model.json").write_text("{}", "utf-8")
    assert (store.names(), store.in_use(), store.promoted()) == ([], "installed", None)
    store.add(tmp_path / "made", version("v2", base="v1"))
    store.add(tmp_path / "made", version("v1"))
    store.add(tmp_path / "made", version("v3", better=False, base="v1"))
    assert store.names() == ["v1", "v2", "v3"]
    for name, code in (("v9", "model_unknown"), ("v2", "model_not_compared"), ("v3", "model_not_compared")):
        with pytest.raises(ModelStoreFault, match=code):
            store.promote(name)
    store.promote("v1")
    with pytest.raises(ModelStoreFault, match="model_in_use"):
        store.promote("v1")
    with pytest.raises(ModelStoreFault, match="model_not_better"):
        store.promote("v3")
    with pytest.raises(ModelStoreFault, match="model_exists"):
        store.add(tmp_path / "made", version("v1"))
    store.promote("v2")
    assert (store.in_use(), store.promoted()) == ("v2", tmp_path / "models/v2")
    assert store.roll_back() == "v1"
    store.put_comparison("v2", "v1", False, {"reviews": {}})
    with pytest.raises(ModelStoreFault, match="model_not_better"):
        store.promote("v2")
    shutil.rmtree(tmp_path / "models/v1")
    assert store.in_use() == "installed"
    assert not [p for p in (tmp_path / "models").iterdir() if p.name.startswith(".")]


def test_every_fifth_document_is_held_back_or_so() -> None:
    assert 150 < sum(is_held_back(f"review-{n}") for n in range(1000)) < 250
