"""Catalogue files: layout, safety, sameness."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from nlp.draft.columns import CatalogueRow, Layout, channel_list, rows_of
from nlp.export.catalogue import is_formula_like, write_catalogue
from nlp.rulebook import Rulebook
from tests.build import analysis_of, entry_of

BOOK = Rulebook()
LAYOUT = Layout.load(BOOK)
NAMES = {r["id"]: r["name"] for r in BOOK.table("domains")}


def rows() -> list[CatalogueRow]:
    first = analysis_of((entry_of("审计结果", domain="audit"), entry_of("=HYPERLINK(\"x\")", unit="@市局", content=("+1",))), path="乙.docx")
    second = analysis_of((entry_of("重大项目批准结果", domain="major-projects", channels=("政府网站", "其他"), level=("市级",)),), path="甲.docx")
    return rows_of([first, second], NAMES)


def test_rows_are_sorted_by_domain_and_numbered() -> None:
    assert [(r.cells["seq"], r.domain, r.document) for r in rows()] == [
        ("1", "major-projects", "甲.docx"), ("2", "budget", "乙.docx"), ("3", "audit", "乙.docx"),
    ]


def test_a_classified_document_gives_no_rows() -> None:
    assert rows_of([analysis_of((entry_of(),), classification="秘密")], NAMES) == []


def test_a_matter_of_a_negative_list_gives_no_row() -> None:
    kept = rows_of([analysis_of((entry_of("甲", mode="不予公开"), entry_of("乙", mode="依申请公开")))], NAMES)
    assert [r.cells["level2"] for r in kept] == ["乙"]


def test_channel_list_has_all_thirteen() -> None:
    text = channel_list(("政府网站",), LAYOUT.channels)
    assert text.count("■") == 1
    assert text.count("□") == 12
    assert "■政府网站" in text


def test_xlsx_layout(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_catalogue(rows(), path)
    sheet = load_workbook(path).active
    assert sheet is not None
    merged = {str(m) for m in sheet.merged_cells.ranges}
    head = {sheet.cell(2, c).value: c for c in range(1, sheet.max_column + 1) if sheet.cell(2, c).value}
    for group in ("公开事项", "公开对象", "公开方式", "公开层级"):
        assert group in head
    assert [sheet.cell(3, head["公开事项"] + i).value for i in range(2)] == ["一级事项", "二级事项"]
    assert "A2:A3" in merged
    assert sheet.freeze_panes == "D4"
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == 9
    assert sheet.print_title_rows == "$2:$3"
    assert sheet.max_row == 3 + 3
    labels = [sheet.cell(2, c).value for c in range(1, sheet.max_column + 1)]
    assert "备注" not in labels  # no row has a remark
    assert labels[-7:] == ["公开领域", "来源文件", "章节", "原文", "可信度", "复核", "缺省项说明"]


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_catalogue(rows(), path)
    sheet = load_workbook(path).active
    assert sheet is not None
    cells = [c for row in sheet.iter_rows() for c in row if isinstance(c.value, str) and is_formula_like(c.value)]
    assert {c.value for c in cells} == {"=HYPERLINK(\"x\")", "@市局", "+1"}
    assert all(c.data_type == "s" and c.quotePrefix for c in cells)


def test_csv_cells_cannot_run(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_catalogue(rows(), path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    assert table[0][:4] == ["序号", "公开事项-一级事项", "公开事项-二级事项", "公开内容（要素）"]
    assert not [cell for row in table for cell in row if is_formula_like(cell)]
    assert "'=HYPERLINK(\"x\")" in table[2]


def test_docx_table(tmp_path: Path) -> None:
    from docx import Document
    from docx.oxml.ns import qn

    path = tmp_path / "a.docx"
    write_catalogue(rows(), path)
    document = Document(str(path))
    table = document.tables[0]
    assert len(table.rows) == 2 + 3
    repeated = [r._tr.find(f".//{qn('w:tblHeader')}") is not None for r in table.rows]
    assert repeated == [True, True, False, False, False]
    section = document.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width > section.page_height
    texts = [c.text for c in table.rows[2].cells]
    assert "重大项目批准结果" in texts
    assert any("甲.docx" in t and "按月公开" in t for t in texts)
    fonts = {f.get(qn("w:eastAsia")) for f in document.element.iter(qn("w:rFonts"))}
    assert {"宋体", "黑体"} <= fonts


def test_json_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_catalogue(rows(), path)
    content = json.loads(path.read_text("utf-8"))
    assert content["schema"] == "gongkai.catalogue/1"
    assert [r["item"] for r in content["rows"]] == ["重大项目批准结果", "=HYPERLINK(\"x\")", "审计结果"]
    assert content["rows"][0]["evidence"]["item"][0]["quote"] == "按月公开"


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".json", ".docx"])
def test_same_rows_same_bytes(tmp_path: Path, ending: str) -> None:
    one, two = tmp_path / f"1{ending}", tmp_path / f"2{ending}"
    write_catalogue(rows(), one)
    write_catalogue(rows(), two)
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".json", ".docx"])
def test_no_rows_is_still_a_table(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    write_catalogue([], path)
    assert path.stat().st_size > 0
