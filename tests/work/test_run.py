"""Whole runs with the real kit: the same bytes for any number of workers, copies linked, a hanging document passed over."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from nlp.contract import to_json
from nlp.kit import Kit
from nlp.rulebook import RuleError
from nlp.types import Failure
from nlp.work.paths import tasks_of
from nlp.work.run import analyses
from tests.commands import gongkai
from tests.work.signals import heed_interrupts

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "corpora" / "samples"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two samples, a copy, a redraft, a damaged file, a notice with an attachment."""
    samples = sorted(SAMPLES.iterdir())
    for sample in samples[:3]:
        shutil.copy(sample, tmp_path)
    shutil.copy(samples[1], tmp_path / ("又一份" + samples[1].suffix))
    text = next(s for s in samples if s.suffix == ".txt").read_text("gb18030")
    (tmp_path / "稿.txt").write_text(text, "utf-8")
    (tmp_path / "稿2.txt").write_text(text.replace("各单位", "各部门") + "请认真落实。\n", "utf-8")
    (tmp_path / "坏.docx").write_bytes(samples[1].read_bytes()[:900])
    (tmp_path / "套").mkdir()
    (tmp_path / "套" / "通知.txt").write_text("关于公开的通知\n各单位：\n一、请按月公开财政信息。\n", "utf-8")
    (tmp_path / "套" / "附件1.csv").write_text("序号,事项\n1,公开预算\n2,公开决算\n", "utf-8")
    return tmp_path


def lines(folder: Path, kit: Kit | None, workers: int) -> list[str]:
    return [to_json(result) for _, result in analyses(tasks_of([folder])[0], kit, workers=workers)]


def test_the_same_bytes_for_any_number_of_workers(folder: Path, kit: Kit) -> None:
    one = lines(folder, kit, 1)
    assert one == lines(folder, kit, 2) == lines(folder, kit, 4)
    rows = {Path(r["source"]["path"]).name: r for r in map(json.loads, one)}
    assert len(rows) == 9
    copy = next(name for name in rows if name.startswith("又一份"))
    original = Path(rows[copy]["source"]["same_as"]).name
    assert original in rows
    assert {k: v for k, v in rows[copy].items() if k != "source"} == {k: v for k, v in rows[original].items() if k != "source"}
    assert Path(rows["稿2.txt"]["source"]["like"]["path"]).name == "稿.txt"
    assert rows["稿2.txt"]["source"]["like"]["similarity"] > 0.8
    assert rows["坏.docx"]["error"]["code"] == "damaged"
    assert rows["通知.txt"]["source"]["case"] == rows["附件1.csv"]["source"]["case"] == str(folder / "套")
    assert sum("error" not in r and r["source"]["like"] is None and r["source"]["same_as"] is None for r in rows.values()) == 6


def test_one_document_alone_gives_what_it_gives_among_others(folder: Path, kit: Kit) -> None:
    path = folder / "套" / "附件1.csv"
    (alone,) = analyses(tasks_of([path])[0])
    assert to_json(alone[1]) == next(to_json(r) for _, r in analyses(tasks_of([path, SAMPLES])[0][:2], kit))


@pytest.mark.skipif(sys.platform != "linux", reason="only a worker that is a copy of this process has the hanging stage")
def test_a_time_limit_costs_the_document_only(folder: Path, kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    import nlp.work.documents as documents

    monkeypatch.setattr("nlp.work.lane.start_method", lambda: "fork")  # also where a test before left a thread

    plain = documents.analyze

    def hang(source: object, kit: Kit) -> object:
        while "坏" in getattr(source, "path", ""):
            pass
        return plain(source, kit)  # type: ignore[arg-type]

    monkeypatch.setattr(documents, "analyze", hang)
    results = [r for _, r in analyses(tasks_of([folder])[0], kit, workers=2, seconds=4)]
    assert [r.code for r in results if isinstance(r, Failure)] == ["timed_out"]
    assert len(results) == 9


def test_a_fault_in_a_rule_table_is_told_from_where_the_kit_is_loaded(folder: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "deadlines.tsv").write_text("id\tpattern\tvalue\tfinds\nx\t{nosuchslot}\tP1D\t三日内\n", "utf-8")
    for paths in ([folder / "稿.txt"], [folder / "稿.txt", folder / "稿2.txt"]):
        with pytest.raises(RuleError, match=r"deadlines\.tsv 第2行"):
            list(analyses(tasks_of(paths)[0], rules=rules))


def process(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cli.main", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, timeout=120, check=False)


def test_the_command_tells_of_copies_and_leaves_them_out_of_a_catalogue(tmp_path: Path) -> None:
    sample = sorted(SAMPLES.glob("*.html"))[0]
    shutil.copy(sample, tmp_path / "一.html")
    shutil.copy(sample, tmp_path / "二.html")
    out = tmp_path / "目录.json"
    done = process("draft", tmp_path / "一.html", tmp_path / "二.html", "-o", out, "--workers", "2", "--timeout", "60")
    assert done.returncode == 0, done.stderr
    assert "内容完全相同" in done.stderr
    assert {r["document"] for r in json.loads(out.read_text("utf-8"))["rows"]} == {"一.html"}


@pytest.mark.skipif(os.name != "posix", reason="pipes")
def test_the_command_names_faults_in_both_languages_and_leaves_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管\x1b[31m道.txt")
    os.symlink("/etc/passwd", tmp_path / "链接.txt")
    for lang, words in (("zh", ("链接", "管道或设备")), ("en", ("link", "cannot be opened"))):
        done = gongkai("analyze", tmp_path, "--format", "json", "--lang", lang)
        assert done.returncode == 1
        assert [json.loads(line)["error"]["code"] for line in done.stdout.splitlines()] == ["unreadable", "link"]
        assert len(done.stderr.splitlines()) == 2
        assert "\x1b" not in done.stderr
        assert all(word in done.stderr for word in words)


@pytest.mark.parametrize("arguments", [("--workers", "0"), ("--timeout", "-1"), ("--workers", "x")])
def test_wrong_numbers_are_wrong_usage(arguments: tuple[str, str]) -> None:
    assert gongkai("analyze", SAMPLES, *arguments).returncode == 2


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_command_that_is_stopped_leaves_nothing(number: int, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    text = next(s for s in sorted(SAMPLES.iterdir()) if s.suffix == ".txt").read_text("gb18030")
    for n in range(60):
        (tmp_path / "in" / f"{n:02}.txt").write_text(text * 20 + f"第{n}份\n", "utf-8")
    command = [sys.executable, "-m", "cli.main", "analyze", str(tmp_path / "in"), "--format", "json"]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heed_interrupts
    )
    assert done.stdout is not None
    assert done.stdout.readline().startswith("{")
    assert list(tmp_path.glob("gongkai-worker-*"))
    done.send_signal(number)
    _, said = done.communicate(timeout=30)
    assert done.returncode not in (0, None)
    assert "Traceback" not in said
    assert not list(tmp_path.glob("gongkai-worker-*"))
