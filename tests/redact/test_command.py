"""`gongkai redact` as a person runs it: the copy, the report, exit status, nothing left behind on a failure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from tests.redact.conftest import ID, ID_MASKED, PHONE

TEXT = f"关于名单的公示\n张伟明，身份证号：{ID}，电话：{PHONE}。\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "名单.txt"
    path.write_text(TEXT, "utf-8")
    return path


def gongkai(*args: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["redact", *map(str, args)])
    return done.exit_code, done.stdout, done.stderr


def test_a_copy_and_a_table(source: Path) -> None:
    out = source.with_name("公开.txt")
    code, shown, said = gongkai(source, "-o", out)
    assert code == 0
    assert ID_MASKED in out.read_text("utf-8")
    assert "身份证号" in shown
    assert "第2行" in shown
    assert ID not in shown + said
    assert "遮盖 2 处" in said
    assert source.read_text("utf-8") == TEXT


def test_a_report_as_json(source: Path) -> None:
    code, shown, _ = gongkai(source, "-o", source.with_name("b.txt"), "--format", "json", "--kinds", "mobile", "--lang", "en")
    report = json.loads(shown)
    assert code == 0
    assert report["kinds"] == {"mobile": 1}
    assert report["masked"] == [{"kind": "mobile", "mask": "138****8000", "place": "line 2"}]
    assert report["complete"]


@pytest.mark.parametrize(
    ("name", "args", "said"), [("名单.txt", (), "不能覆盖"), ("b.docx", (), ".txt"), ("b.txt", ("--kinds", "nothing"), "nothing")]
)
def test_wrong_usage(source: Path, name: str, args: tuple[str, ...], said: str) -> None:
    code, _, message = gongkai(source, "-o", source.with_name(name), *args)
    assert code == 2
    assert said in message
    assert source.read_text("utf-8") == TEXT
    assert [p.name for p in source.parent.iterdir()] == ["名单.txt"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", f"机密★10年\n某县人民政府文件\n身份证号：{ID}\n".encode(), "有密级标志"),
        ("a.rtf", b"{\\rtf1 a}", "RTF"),
        ("a.docx", b"PK\x03\x04broken", "损坏"),
        ("a.txt", b"", "空"),
    ],
)
def test_failures_leave_nothing(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    code, _, message = gongkai(path, "-o", path.with_stem("b"))
    assert code == 1
    assert said in message
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_what_was_not_looked_at_is_said_and_is_status_one(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<html><body><p>电话{PHONE}</p><script>var a='{PHONE}'</script></body></html>", "utf-8")
    code, _, message = gongkai(path, "-o", tmp_path / "b.html")
    assert code == 1
    assert "脚本" in message
    assert (tmp_path / "b.html").exists()
