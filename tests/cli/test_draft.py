"""`gongkai draft` over several documents."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.commands import gongkai

NEWER = """临川县人民政府办公室关于做好专项资金信息公开工作的通知
临政办发〔2021〕8号

各乡镇人民政府，县政府有关部门：
    现将有关事项通知如下：
    一、资金公开
    县财政局要在资金下达后10日内在政府网站公开财政专项资金分配结果。
    二、审计公开
    县审计局要按年度公布预算执行审计结果。

临川县人民政府办公室
2021年5月10日
（此件公开发布）
"""
OLDER = """临川县人民政府办公室关于推进财政信息公开的通知
临政办发〔2018〕3号

各乡镇人民政府，县政府有关部门：
    现将有关事项通知如下：
    一、资金公开
    县财政局要在资金下达后20个工作日内公开专项资金分配结果。

临川县人民政府办公室
2018年3月2日
（此件公开发布）
"""


def process(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "cli.main", *map(str, arguments)], capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("in")
    (made / "newer.txt").write_text(NEWER, "utf-8")
    (made / "older.txt").write_text(OLDER, "utf-8")
    return made


def test_the_same_matter_is_one_row_and_the_later_document_decides(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.json"
    done = process("draft", folder, "-o", out, "--as-of", "2024-01-01", "--show")
    assert done.returncode == 0, done.stderr
    content = json.loads(out.read_text("utf-8"))
    (row,) = [r for r in content["rows"] if len(r["sources"]) == 2]
    assert [s["document_number"] for s in row["sources"]] == ["临政办发〔2021〕8号", "临政办发〔2018〕3号"]
    assert "10日内" in row["deadline"]
    assert "20个工作日内" in row["note"]
    assert {c["rule"] for c in row["conflicts"]} == {"later"}
    assert row["basis"].count("《") == 2
    assert [r["validity"] for r in content["records"]] == ["现行有效", "现行有效"]
    assert "备注" in done.stdout
    assert "政府信息公开目录" in done.stdout
    assert "合并" in done.stderr


def test_no_merge(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.json"
    done = gongkai("draft", folder, "-o", out, "--no-merge")
    assert done.returncode == 0, done.stderr
    content = json.loads(out.read_text("utf-8"))
    assert all(len(r["sources"]) == 1 for r in content["rows"])
    assert {r["document"] for r in content["rows"]} == {"newer.txt", "older.txt"}
    assert {r["validity"] for r in content["records"]} == {"未知"}
    assert "合并" not in done.stderr


def test_records_in_a_file_of_their_own(folder: Path, tmp_path: Path) -> None:
    out, own = tmp_path / "a.csv", tmp_path / "b.csv"
    done = gongkai("draft", folder, "-o", out, "--records", own)
    assert done.returncode == 0, done.stderr
    with own.open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.DictReader(file))
    assert [r["文号"] for r in listed] == ["临政办发〔2021〕8号", "临政办发〔2018〕3号"]
    assert all(len(r["内容概述"]) <= 100 for r in listed)


def test_a_csv_file_says_what_it_leaves_out(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    done = gongkai("draft", folder, "-o", out)
    assert done.returncode == 0
    assert "--records" in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize(
    "options", [("--as-of", "tomorrow"), ("--records", "b.pdf"), ("--records", "a.csv"), ("--as-of", "2024-02-30")]
)
def test_wrong_usage(folder: Path, tmp_path: Path, options: tuple[str, str]) -> None:
    name, value = options
    done = gongkai("draft", folder, "-o", tmp_path / "a.csv", name, tmp_path / value if name == "--records" else value)
    assert done.returncode == 2
    assert done.stderr
    assert not list(tmp_path.iterdir())


def test_an_attachment_points_to_its_file(tmp_path: Path) -> None:
    packed = tmp_path / "来文.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("notice.txt", NEWER)
        archive.writestr("annex.txt", "附件\n县农业农村局要每季度公开惠农补贴发放结果。\n")
    out = tmp_path / "a.xlsx"
    done = gongkai("draft", packed, "-o", out)
    assert done.returncode == 0, done.stderr
    sheet = load_workbook(out)["公开目录"]
    head = {c.value: c.column for c in sheet[2] if c.value}
    files = {sheet.cell(r, head["来源文件"]).value for r in range(4, sheet.max_row + 1)}
    assert {"notice.txt（来文.zip）", "annex.txt（来文.zip）"} <= files
    assert load_workbook(out).sheetnames == ["公开目录", "政府信息公开目录"]


def test_an_office_numbers_records_and_a_fault_in_its_table_stops(folder: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    table = rules / "record-office.tsv"
    table.write_text("id\tvalue\tnote\norg\t01527918X\t\nnext_serial\t2021=4\t\n", "utf-8")
    out = tmp_path / "a.json"
    assert gongkai("draft", folder, "-o", out, "--rules", rules).returncode == 0
    assert [r["index_number"] for r in json.loads(out.read_text("utf-8"))["records"]] == ["01527918X/2021-00004", None]
    table.write_text("id\tvalue\tnote\norg\t015279180\t\n", "utf-8")
    done = gongkai("draft", folder, "-o", tmp_path / "b.json", "--rules", rules)
    assert done.returncode == 1
    assert "record-office.tsv 第2行" in done.stderr
    assert not (tmp_path / "b.json").exists()
