"""One kit for all runs inside this process."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow")

import nlp.batch.runner as runner
from nlp.batch.engines import local_engine
from nlp.batch.run import run_batch
from nlp.kit_version import kit_version
from tests.batch.making import fill


@pytest.fixture(scope="session")
def one_kit() -> Any:
    """`loaded` that loads once."""
    return cache(runner.loaded)


@pytest.fixture(autouse=True)
def _loaded_once(monkeypatch: pytest.MonkeyPatch, one_kit: Any) -> None:
    monkeypatch.setattr(runner, "loaded", one_kit)


@pytest.fixture(autouse=True, scope="session")
def _one_version() -> Any:
    """Rule tables that somebody edits while tests run must not turn one run into another."""
    with pytest.MonkeyPatch.context() as patch:
        version = kit_version()
        for module in ("run", "estimate"):
            patch.setattr(f"nlp.batch.{module}.kit_version", lambda _=None: version)
        yield


@pytest.fixture(scope="session")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("batch") / "in")


@pytest.fixture(scope="session")
def whole(given: Path, tmp_path_factory: pytest.TempPathFactory, one_kit: Any) -> Path:
    """Output of a run that nothing disturbed."""
    target = tmp_path_factory.mktemp("batch") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "loaded", one_kit)
        run_batch(given, target, local_engine(1), size=5)
    return target
