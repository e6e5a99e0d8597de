"""`gongkai batch` as a person runs it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.batch.making import DOCUMENTS, GIVEN, NOTICE, rows
from tests.commands import gongkai

ROOT = Path(__file__).resolve().parents[2]


def process(*arguments: str | Path, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cli.main", "batch", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, [*([path] if path else []), ROOT]))}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, timeout=120, check=False, env=environment)


def test_a_run_says_what_it_did_and_which_status_it_has(given: Path, tmp_path: Path) -> None:
    done = process(given, "-o", tmp_path / "out", "--workers", "1", "--partition-size", "8")
    assert done.returncode == 1, done.stderr  # some could not be read
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 4
    assert re.search(rf"输入 {GIVEN} 份：此前已完成 0，新分析 {DOCUMENTS + 3}，未能读取 3，涉密只留哈希 1", lines[-1])
    assert len(rows(tmp_path / "out", "documents")) == DOCUMENTS + 3


def test_a_dry_run_prints_an_estimate(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"path": "a.txt", "text": NOTICE.format(n=1) * 5}), "utf-8")
    done = gongkai("batch", tmp_path / "a.jsonl", "-o", tmp_path / "out", "--dry-run", "--workers", "3", "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1 documents (about 2 KB), 1 sampled, about 1 to do.\n3 worker(s): about ")
    assert "0% cannot be read" in done.stdout
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("module", "engine", "word"), [("pyarrow", "local", "pyarrow"), ("distributed", "dask", "dask[distributed]")])
def test_a_missing_extra_is_named(module: str, engine: str, word: str, given: Path, tmp_path: Path) -> None:
    (tmp_path / module).mkdir()
    (tmp_path / module / "__init__.py").write_text(f"raise ImportError('{module}')", "utf-8")
    done = process(given, "-o", tmp_path / "out", "--engine", engine, path=tmp_path)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [f"没有安装批量处理组件（{word}）。请安装 gongkai[batch]。"]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("arguments", "word"), [
    (["没有", "-o", "out"], "不存在"),
    ([".", "-o", "out"], "互相包含"),
    ([".", "-o", "out", "--scheduler", "tcp://127.0.0.1:1"], "--engine dask"),
])
def test_wrong_usage_is_one_line(arguments: list[str], word: str, tmp_path: Path) -> None:
    done = gongkai("batch", *(tmp_path / a if not a.startswith("-") and ":" not in a else a for a in arguments))
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert word in done.stderr
