"""The commands that keep a catalogue and its models up to date, as people type them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from tests.kits import kit_loaded_once

NOTICE = "云浦市人民政府办公室关于公开财政信息的通知\n云政办发〔2026〕3号\n一、财政信息\n市财政局按季度公布财政收支情况。\n云浦市人民政府办公室\n2026年3月1日\n"


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture(autouse=True, scope="module")
def _loaded_once() -> Iterator[None]:
    with kit_loaded_once():
        yield


def test_from_a_notice_and_a_catalogue_to_advice_and_evidence(tmp_path: Path) -> None:
    run = CliRunner()
    (tmp_path / "通知.txt").write_text(NOTICE, "utf-8")
    with (tmp_path / "目录.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("序号", "公开领域", "公开事项", "公开时限", "公开主体", "公开方式"), (1, "财政预决算", "财政收支情况", "按月", "市财政局", "主动公开")])
    db = ["--db", str(tmp_path / "a.db")]
    assert run.invoke(app, ["triage", str(tmp_path / "通知.txt"), *db, "-q", "--today", "2026-03-02"]).exit_code == 0

    told = run.invoke(app, ["adjust", str(tmp_path / "目录.csv"), *db, "--format", "json", "--today", "2026-03-02"])
    assert told.exit_code == 0
    found = json.loads(told.stdout)
    assert [(a["item"], a["old"], a["new"]) for a in found["contradicted"]] == [("财政收支情况", "按月", "按季度")]
    assert (found["new"], found["stale"]) == ([], [])

    for new in (1, 0):
        done = run.invoke(app, ["import", str(tmp_path / "目录.csv"), "--person", "王敏", *db])
        assert done.exit_code == 0
        assert f"导入 {new} 条" in done.stderr
    done = run.invoke(app, ["export", "-o", str(tmp_path / "out.json"), *db])
    assert done.exit_code == 0
    assert [r["item"] for r in json.loads((tmp_path / "out.json").read_text("utf-8"))["rows"]] == ["财政收支情况"]

    assert run.invoke(app, ["evidence", "-o", str(tmp_path / "依据.html"), "--document", "1", *db]).exit_code == 0
    assert "财政收支情况" in (tmp_path / "依据.html").read_text("utf-8")
    assert run.invoke(app, ["evidence", "-o", str(tmp_path)]).exit_code == 2
    assert "没有被多次改动" in run.invoke(app, ["evaluate", "--reviews", *db]).stderr


def test_versions_of_the_models(tmp_path: Path) -> None:
    run = CliRunner()
    assert run.invoke(app, ["model", "list"]).stdout.splitlines()[1].startswith("*\tinstalled")
    assert run.invoke(app, ["model", "promote", "r1-none"]).exit_code == 1
    assert "no version r1-none" in run.invoke(app, ["model", "promote", "r1-none", "--lang", "en"]).stderr
    assert run.invoke(app, ["model", "rollback"]).exit_code == 1
    missing = run.invoke(app, ["train", "--with-reviews", "--root", str(tmp_path)])
    assert missing.exit_code == 1
    assert "没有 corpora/" in missing.stderr
