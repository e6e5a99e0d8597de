"""Commands as a person runs them: outputs, one clear line a failure, exit status, nothing partial left behind."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.commands import gongkai

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "corpora" / "samples"
NOTICE = """岚溪县人民政府办公室关于做好政府信息公开工作的通知
岚政办发〔2020〕8号
各乡镇人民政府，县政府各部门：
为做好政府信息公开工作，现通知如下：
一、公开财政信息
（一）推进预决算公开。县财政局要在每年3月31日前公开县级政府预算和部门预算（县财政局牵头，各部门配合）。
（二）推进社会救助信息公开。按季度公开低保对象人数、低保标准、资金支出等情况（县民政局负责）。
岚溪县人民政府办公室
2020年3月6日
（此件公开发布）
"""


def process(*args: str | Path) -> subprocess.CompletedProcess[str]:
    """In a process of its own, with next to no environment."""
    command = [sys.executable, "-m", "cli.main", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, timeout=120, check=False,
                          env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"})


@pytest.fixture(scope="module")
def notice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("in") / "通知.txt"
    path.write_text(NOTICE, "utf-8")
    return path


def test_analyze_json_is_one_line_a_document_in_order(notice: Path, tmp_path: Path) -> None:
    junk = tmp_path / "b.txt"
    junk.write_bytes(b"")
    done = process("analyze", notice, junk, notice, "--format", "json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [("error" in r, Path(r["source"]["path"]).name) for r in rows] == [(False, "通知.txt"), (True, "b.txt"), (False, "通知.txt")]
    assert rows[0] == rows[2]
    assert rows[0]["metadata"]["document_number"] == "岚政办发〔2020〕8号"
    assert rows[0]["metadata"]["declared_attribute"] == "active"
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "b.txt" in done.stderr
    assert "empty" in done.stderr


def test_analyze_table_and_html(notice: Path, tmp_path: Path) -> None:
    table = process("analyze", notice)
    assert table.returncode == 0, table.stderr
    assert "岚政办发〔2020〕8号" in table.stdout
    page = tmp_path / "a.html"
    done = gongkai("analyze", notice, "--format", "html", "-o", page)
    assert done.returncode == 0, done.stderr
    assert "<mark" in page.read_text("utf-8")


@pytest.mark.parametrize("ending", ["xlsx", "docx", "csv", "json"])
def test_draft_writes_rows(notice: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"目录.{ending}"
    done = gongkai("draft", notice, "-o", out)
    assert done.returncode == 0, done.stderr
    assert out.stat().st_size > 0
    assert [p.name for p in tmp_path.iterdir()] == [out.name]
    if ending == "json":
        items = [r["item"] for r in json.loads(out.read_text("utf-8"))["rows"]]
        assert len(items) >= 2


def test_a_wrong_ending_is_wrong_usage(notice: Path, tmp_path: Path) -> None:
    done = gongkai("draft", notice, "-o", tmp_path / "a.pdf")
    assert done.returncode == 2
    assert ".xlsx" in done.stderr
    assert not list(tmp_path.iterdir())


def test_english_messages(notice: Path, tmp_path: Path) -> None:
    junk = tmp_path / "b.txt"
    junk.write_bytes(b"")
    done = gongkai("draft", notice, junk, "-o", tmp_path / "a.csv", "--lang", "en")
    assert done.returncode == 1
    assert "not processed" in done.stderr
    assert "Wrote" in done.stderr


def broken_files(folder: Path) -> dict[str, Path]:
    """One file of each kind of bad input, by the code that it must fail with."""
    from docx import Document

    whole = folder / "whole.docx"
    document = Document()
    for _ in range(50):
        document.add_paragraph("各单位要及时公开政府信息。")
    document.save(str(whole))
    made = {
        "empty": (folder / "empty.txt", b""),
        "damaged": (folder / "truncated.docx", whole.read_bytes()[:2000]),
        "damaged-pdf": (folder / "truncated.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog"),
        "not_a_document": (folder / "junk.bin", bytes(range(256)) * 64),
    }
    whole.unlink()
    for path, data in made.values():
        path.write_bytes(data)
    wrong = folder / "wrong-ending.docx"
    wrong.write_text("一、各单位要及时公开政府信息。", "utf-8")
    return {code: path for code, (path, _) in made.items()} | {"": wrong}


def test_bad_files_get_one_line_each_and_the_rest_is_done(notice: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    files = broken_files(folder)
    out = tmp_path / "a.json"
    done = process("draft", *files.values(), notice, "-o", out)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    failed = [line for line in done.stderr.splitlines() if "未能处理" in line and str(folder) in line]
    codes = {Path(line.split("：")[0].split(" ")[-1]).name: line.rsplit("（", 1)[1].rstrip("）") for line in failed}
    assert codes == {
        "empty.txt": "empty", "truncated.docx": "damaged", "truncated.pdf": "damaged", "junk.bin": "not_a_document",
    }
    assert {r["document"] for r in json.loads(out.read_text("utf-8"))["rows"]} >= {"通知.txt"}


def test_a_huge_text_file_is_refused_without_reading(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    done = gongkai("analyze", path, "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["code"] == "too_large"


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(640):
                part.write(b" " * 1024 * 1024)
    done = gongkai("analyze", path, "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["code"] in {"too_large", "damaged"}


def test_a_folder_without_readable_files(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    done = gongkai("draft", tmp_path / "in", "-o", tmp_path / "a.xlsx")
    assert done.returncode == 1
    assert "没有可读的文件" in done.stderr
    assert not (tmp_path / "a.xlsx").exists()


def test_a_missing_file(tmp_path: Path) -> None:
    done = gongkai("analyze", tmp_path / "no.txt", "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["code"] == "not_found"


def test_an_old_catalogue_stays_when_nothing_goes_through(tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    out.write_text("old", "utf-8")
    bad = tmp_path / "b.txt"
    bad.write_bytes(b"")
    assert gongkai("draft", bad, "-o", out).returncode == 1
    assert out.read_text("utf-8") == "old"


def test_no_arguments_and_wrong_options_are_wrong_usage() -> None:
    assert process("analyze").returncode == 2
    assert gongkai("analyze", "x", "--format", "yaml").returncode == 2


@pytest.mark.parametrize("command", ["", "analyze", "draft", "schema", "train", "evaluate"])
def test_every_command_has_help(command: str) -> None:
    done = gongkai(*([command] if command else []), "--help")
    assert done.returncode == 0
    assert "gongkai" in done.stdout or "Usage" in done.stdout


def test_schema_is_json() -> None:
    done = gongkai("schema")
    assert json.loads(done.stdout)["title"] == "gongkai.analysis/1"


def test_a_classified_document_is_never_suggested(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("000012\n机密★10年\n特急\n" + NOTICE.replace("（此件公开发布）\n", ""), "utf-8")
    out = tmp_path / "a.json"
    done = gongkai("draft", path, "-o", out)
    assert done.returncode == 0
    assert json.loads(out.read_text("utf-8"))["rows"] == []
    assert "密级" in done.stderr
    analysis = json.loads(gongkai("analyze", path, "--format", "json").stdout)
    assert analysis["attribute"]["value"] == "withheld"
    assert analysis["attribute"]["ground"] == "state-secret"
    assert analysis["entries"] == []
