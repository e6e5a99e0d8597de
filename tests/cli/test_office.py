"""The commands over a store, from arrival to the exported catalogue."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import extract_parameters
from openpyxl import load_workbook
from sqlalchemy import select

from nlp.store.decisions import Order, confirm
from nlp.store.store import open_store
from nlp.store.tables import account, suggestion
from tests.commands import gongkai
from tests.kits import kit_loaded_once

NOTICE = """云浦市人民政府办公室关于做好财政信息公开工作的通知
云政办发〔2026〕3号
各县区人民政府：
一、公开财政信息
市财政局要在2026年3月20日前公开2026年部门预算和“三公”经费预算。
二、公开政府采购结果
市财政局按月公布政府采购中标结果。
云浦市人民政府办公室
2026年3月1日
"""


def process(*words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "cli.main", *words], capture_output=True, text=True, input=stdin, check=False)


@pytest.fixture(autouse=True, scope="module")
def _loaded_once() -> Iterator[None]:
    with kit_loaded_once():
        yield


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one notice, its first suggestion confirmed by a person."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "通知.txt").write_text(NOTICE, "utf-8")
    done = gongkai("triage", str(folder / "通知.txt"), "--db", str(folder / "a.db"), "--today", "2026-03-02", "--format", "json")
    assert done.returncode == 0, done.stderr
    (row,) = map(json.loads, done.stdout.splitlines())
    assert row["pending"] >= 2
    assert row["due"] == "2026-03-20"
    assert row["why"][0] in ("2026-03-20 到期，还有 18 天", "公开属性拿不准")
    store = open_store(str(folder / "a.db"))
    with store.write() as connection:
        first = connection.execute(select(suggestion).order_by(suggestion.c.place)).first()
        assert first is not None
        confirm(connection, Order("t", "王敏", store.now()), first.id, first.version, {"item": "部门预算和“三公”经费预算"})
    store.close()
    return folder / "a.db"


def test_the_same_file_again_is_known(place: Path) -> None:
    again = process("triage", str(place.with_name("通知.txt")), "--db", str(place), "-q")
    assert again.returncode == 0
    assert "新 0 份，已有 1 份" in again.stderr


def test_export_holds_what_was_confirmed_and_no_more(place: Path, tmp_path: Path) -> None:
    for ending in ("json", "xlsx", "docx", "csv"):
        done = gongkai("export", "-o", str(tmp_path / f"c.{ending}"), "--db", str(place))
        assert done.returncode == 0, done.stderr
    rows = json.loads((tmp_path / "c.json").read_text("utf-8"))["rows"]
    assert [r["item"] for r in rows] == ["部门预算和“三公”经费预算"]
    sheet = load_workbook(tmp_path / "c.xlsx").active
    assert sheet is not None
    assert any("“三公”经费预算" in str(cell.value) for row in sheet.iter_rows() for cell in row)
    same = gongkai("diff", str(tmp_path / "c.xlsx"), "store", "--db", str(place))
    assert same.returncode == 0
    assert "新增 0，删除 0，变更 0，未变 1" in same.stderr


def test_due_and_its_calendar(place: Path, tmp_path: Path) -> None:
    done = gongkai("due", "--db", str(place), "--within", "30d", "--today", "2026-03-02", "--ics", str(tmp_path / "d.ics"), "-f", "json")
    assert done.returncode == 0
    assert "2026-03-20" in [json.loads(line)["due"] for line in done.stdout.splitlines()]
    assert "20260320" in (tmp_path / "d.ics").read_text("utf-8")


def test_a_named_version_is_exported_as_it_was(place: Path, tmp_path: Path) -> None:
    assert gongkai("version", "第一版", "--db", str(place)).returncode == 0
    assert gongkai("version", "第一版", "--db", str(place)).returncode == 1
    assert gongkai("export", "-o", str(tmp_path / "v.json"), "--version", "第一版", "--db", str(place)).returncode == 0
    wrong = gongkai("export", "-o", str(tmp_path / "w.json"), "--version", "第二版", "--db", str(place))
    assert wrong.returncode == 1
    assert "没有名为“第二版”的目录版本" in wrong.stderr


def test_back_up_restore_and_audit(place: Path, tmp_path: Path) -> None:
    assert gongkai("store", "backup", str(tmp_path / "b.zip"), "--db", str(place)).returncode == 0
    assert gongkai("store", "restore", str(tmp_path / "b.zip"), "--db", str(tmp_path / "new.db")).returncode == 0
    good = gongkai("audit", "verify", "--db", str(tmp_path / "new.db"))
    assert good.returncode == 0
    assert "审计日志完好" in good.stderr
    import sqlite3

    with sqlite3.connect(tmp_path / "new.db") as connection:
        connection.execute("UPDATE audit SET person = '别人' WHERE seq = 2")
    bad = gongkai("audit", "verify", "--db", str(tmp_path / "new.db"), "--lang", "en")
    assert bad.returncode == 1
    assert "record 2 of the audit log was changed" in bad.stderr


def test_accounts(place: Path) -> None:
    assert process("account", "add", "wangmin", "--role", "reviewer", "--db", str(place), stdin="一个很长的密码2026\n").returncode == 0
    weak = gongkai("account", "add", "liqiang", "--db", str(place), stdin="123\n")
    assert weak.returncode == 1
    assert "密码太弱" in weak.stderr
    listed = gongkai("account", "list", "--db", str(place))
    assert "wangmin\twangmin\treviewer\t√" in listed.stdout
    store = open_store(str(place))
    with store.read() as connection:
        kept = extract_parameters(connection.execute(select(account.c.password).where(account.c.name == "wangmin")).scalar_one())
    store.close()
    assert (kept.memory_cost, kept.time_cost, kept.type.name) >= (65536, 3, "ID")  # what guessing a password costs


@pytest.mark.parametrize("words", [
    ("export", "-o", "x.xlsx"), ("due",), ("audit", "verify"), ("store", "backup", "x.zip"), ("account", "list"), ("diff", "store", "store"),
])
def test_a_missing_store_is_told_and_not_made(words: tuple[str, ...], tmp_path: Path) -> None:
    done = gongkai(*words, "--db", str(tmp_path / "none.db"))
    assert done.returncode == 1
    assert "没有库" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_watch_takes_what_arrives(tmp_path: Path) -> None:
    folder = tmp_path / "收文"
    folder.mkdir()
    place = tmp_path / "w.db"
    words = [sys.executable, "-m", "cli.main", "watch", str(folder), "--db", str(place)]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}) as process:
        assert process.stderr is not None
        try:
            assert "正在等待" in process.stderr.readline()
            time.sleep(0.5)
            (folder / "通知.txt").write_text(NOTICE, "utf-8")
            assert "新 1 份" in process.stderr.readline()
        finally:
            process.terminate()
    store = open_store(str(place))
    with store.read() as connection:
        assert len(connection.execute(select(suggestion.c.id)).all()) >= 2
    store.close()


@pytest.mark.parametrize("words", [("due", "--within", "soon"), ("due", "--today", "3月2日"), ("triage",), ("export", "-o", "c.pdf")])
def test_wrong_usage(words: tuple[str, ...]) -> None:
    assert gongkai(*words).returncode == 2
