"""Files with rows of several documents, their remarks, and the documents' own records."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from nlp.across.matter import MatterRules
from nlp.across.rows import MergedRow, catalogue_rows
from nlp.draft.columns import Layout
from nlp.export.catalogue import write_catalogue
from nlp.export.records import RecordRow, record_rows
from nlp.record.index_number import Office
from nlp.rulebook import RULES_DIR, Rulebook
from nlp.types import Analysis, DocumentRecord, Entry, Theme
from tests.build import analysis_of, entry_of

BOOK = Rulebook()
NAMES = {r["id"]: r["name"] for r in BOOK.table("domains")}


def record(**changes: object) -> DocumentRecord:
    base = DocumentRecord(
        index_number=None, title="关于公开预算的通知", document_number="甲〔2020〕1号", issuer=("某省财政厅",), written_on="2020-01-01",
        published_on=None, themes=(Theme("0401", "财政、金融、审计\\财政", 0.8),), genre="通知", validity="未知", disclosure="主动公开",
        summary="=预算公开的内容和时限。", keywords=("预算", "决算"), withheld=False, evidence={},
        defaults={"index_number": "缺少机构代码、流水号", "published_on": "文中没有公开日期", "validity": "未指定查询日期"},
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def document(path: str, day: str, entry: Entry, **changes: object) -> Analysis:
    return replace(analysis_of((entry,), path=path, issuer=("某省财政厅",), written_on=day), record=record(written_on=day, **changes))


def batch() -> list[Analysis]:
    return [
        document("甲.docx", "2020-01-01", entry_of("财政专项资金分配结果", basis="《甲》", deadline="20日内", deadline_value="P20D")),
        document("乙.docx", "2021-01-01", entry_of("专项资金分配结果", basis="《乙》", deadline="10日内", deadline_value="P10D")),
        document("丙.docx", "2022-01-01", entry_of("审计结果", domain="audit"), disclosure="不予公开"),
        document("丁.docx", "2022-01-01", entry_of("审计结果", domain="audit", mode="不予公开"), withheld=True),
    ]


def rows() -> list[MergedRow]:
    return catalogue_rows(batch(), NAMES, MatterRules.load(BOOK), Layout.load(BOOK))


def records(office: Office | None = None) -> list[RecordRow]:
    return record_rows(batch(), office or Office.load(BOOK))


def sheets(path: Path) -> tuple[Worksheet, Worksheet]:
    book = load_workbook(path)
    return book["公开目录"], book["政府信息公开目录"]


def line(sheet: Worksheet, head: int, at: int) -> dict[str, object]:
    labels = [c.value for c in sheet[head]]
    return {str(k): c.value for k, c in zip(labels, sheet[at], strict=True) if k}


def test_what_is_not_to_be_published_is_not_listed() -> None:
    assert [r.document for r in records()] == ["甲.docx", "乙.docx"]


def test_the_workbook_has_both_sheets(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_catalogue(rows(), path, records=records())
    rows_sheet, records_sheet = sheets(path)
    row = line(rows_sheet, 2, 4)
    assert row["公开依据"] == "1.《乙》\n2.《甲》"
    assert row["公开时限"] == "10日内"
    assert row["来源文件"] == "[1] 乙.docx\n[2] 甲.docx"
    note = str(row["备注"])
    assert note.startswith("时限不一致：")
    assert "“20日内”" in note
    assert "按较新的文件取“10日内”" in note
    own = line(records_sheet, 2, 3)
    assert own["名称"] == "关于公开预算的通知"
    assert own["主题分类"] == "财政、金融、审计\\财政"
    assert own["主题词"] == "预算；决算"
    assert own["索引号"] in (None, "")
    assert "文中没有：公开日期" in str(own["备注（缺项原因；依据）"])
    assert "索引号：缺少机构代码、流水号" in str(own["备注（缺项原因；依据）"])
    assert records_sheet.page_setup.orientation == "landscape"
    assert records_sheet.print_title_rows == "$2:$2"
    assert records_sheet.freeze_panes == "D3"
    assert records_sheet.print_area.endswith("$M$4")
    summary = next(c for c in records_sheet[3] if str(c.value).startswith("="))
    assert summary.data_type == "s"
    assert summary.quotePrefix


def test_every_text_of_a_row_can_be_read_on_paper(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_catalogue(rows(), path, records=records())
    for sheet, head in zip(sheets(path), (3, 2), strict=True):
        for row in sheet.iter_rows(min_row=head + 1):
            height = sheet.row_dimensions[row[0].row].height
            for cell in row:
                if cell.value is None or cell.column_letter not in sheet.column_dimensions:
                    continue
                width = sheet.column_dimensions[cell.column_letter].width
                wide = [sum(2 if ord(c) > 0x2E7F else 1 for c in part) for part in str(cell.value).split("\n")]
                assert sum(max(1, -(-w // width)) for w in wide) * 12 <= height + 1, (sheet.title, cell.coordinate)
                assert cell.alignment.wrap_text


def test_the_document_has_both_tables(tmp_path: Path) -> None:
    from docx import Document
    from docx.oxml.ns import qn

    path = tmp_path / "a.docx"
    write_catalogue(rows(), path, records=records())
    document = Document(str(path))
    first, second = document.tables
    last = first.rows[2].cells[-1]
    assert "备注：时限不一致" in last.text
    remark = last.paragraphs[-1].runs[0]
    assert remark.font.bold
    assert len(second.rows) == 3
    assert [c.text for c in second.rows[0].cells][:3] == ["序号", "索引号", "名称"]
    assert second.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert "甲.docx" in second.rows[1].cells[-1].text
    titles = [p for p in document.paragraphs if p.text]
    assert [p.text for p in titles] == ["主动公开目录（建议稿）", "政府信息公开目录（建议稿）"]
    assert titles[1].paragraph_format.page_break_before


def test_the_json_names_every_source(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_catalogue(rows(), path, records=records())
    content = json.loads(path.read_text("utf-8"))
    row = content["rows"][0]
    assert [(s["number"], s["document"], s["deadline"], s["written_on"]) for s in row["sources"]] == [
        (1, "乙.docx", "10日内", "2021-01-01"), (2, "甲.docx", "20日内", "2020-01-01"),
    ]
    assert row["conflicts"] == [
        {
            "field": "deadline", "claims": [{"source": 1, "value": "10日内"}, {"source": 2, "value": "20日内"}],
            "rule": "later", "taken": 1,
        }
    ]
    assert row["note"].startswith("时限不一致")
    assert [r["document"] for r in content["records"]] == ["甲.docx", "乙.docx"]
    assert content["records"][0]["keywords"] == ["预算", "决算"]
    assert content["records"][0]["path"] == "甲.docx"


def test_csv_holds_one_table(tmp_path: Path) -> None:
    one, other = tmp_path / "a.csv", tmp_path / "b.csv"
    write_catalogue(rows(), one, records=records())
    write_catalogue(None, other, records=records())
    with one.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    assert len(table) == len(rows())
    assert table[0]["公开依据"] == "1.《乙》\n2.《甲》"
    assert "时限不一致" in table[0]["备注"]
    with other.open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.DictReader(file))
    assert [r["来源文件"] for r in listed] == ["甲.docx", "乙.docx"]
    assert listed[0]["内容概述"] == "'=预算公开的内容和时限。"


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".json", ".docx"])
@pytest.mark.parametrize("alone", [True, False])
def test_same_records_same_bytes(tmp_path: Path, ending: str, alone: bool) -> None:
    one, two = tmp_path / f"1{ending}", tmp_path / f"2{ending}"
    for path in (one, two):
        write_catalogue(None if alone else rows(), path, records=records())
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".json", ".docx"])
def test_no_records_is_still_a_table(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    write_catalogue(None, path, records=[])
    assert path.stat().st_size > 0


def test_an_office_numbers_its_records(tmp_path: Path) -> None:
    (tmp_path / "record-office.tsv").write_text("id\tvalue\tnote\norg\t01527918X\t\nnext_serial\t7\t\n", "utf-8")
    found = records(Office.load(Rulebook((RULES_DIR, tmp_path))))
    assert [r.cells["index_number"] for r in found] == ["01527918X/2020-00007", "01527918X/2021-00007"]
    assert "索引号：按本单位索引号模板生成" in found[0].cells["note"]
