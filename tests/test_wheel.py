"""A wheel built from the repository holds code, rules and models, and works from any folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked wheel: what an installer puts into site-packages."""
    out = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", build, str(out)], cwd=ROOT, check=True, capture_output=True, timeout=120)
    wheel = next(out.glob("*.whl"))
    place = out / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    return place


def run(installed: Path, cwd: Path, *args: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run([sys.executable, "-m", "cli.main", *args], cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8",
                          timeout=120, check=False)


def test_it_is_the_wheel_that_runs(installed: Path, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    where = subprocess.run([sys.executable, "-c", "import nlp; print(nlp.__file__)"], cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
    assert Path(where.stdout.strip()).is_relative_to(installed)


def test_models_and_rules_are_in_it(installed: Path, tmp_path: Path) -> None:
    document = tmp_path / "a.txt"
    document.write_text("一、财政信息\n（一）县财政局要及时公开部门预算、三公经费和政府采购信息（县财政局负责）。\n", "utf-8")
    done = run(installed, tmp_path, "analyze", "a.txt", "--format", "json")
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["domains"][0]["code"] == "budget"
    assert not [w for w in record["warnings"] if "模型" in w]


def test_nothing_else_is_in_it(installed: Path) -> None:
    assert {p.name for p in installed.iterdir() if not p.name.endswith(".dist-info")} == {"nlp", "cli"}
