"""Catalogues of offices read back: heads in their variants, every tick mark, our own files."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from nlp.draft.table_grid import TableColumns
from nlp.review.catalogue_file import CatalogueFault, Matter, read_catalogue
from nlp.rulebook import Rulebook

NAMES = {"budget": "财政预决算"}


@pytest.fixture(scope="module")
def columns() -> TableColumns:
    """Head words of the rule table."""
    return TableColumns.load(Rulebook())


def _csv(path: Path, *rows: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_a_workbook_with_a_two_row_head_and_merged_cells(tmp_path: Path, columns: TableColumns) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["云浦市主动公开目录"], ["序号", "公开事项", None, "公开内容", "公开时限", "公开主体", "公开对象", None, "公开方式", None],
        [None, "一级事项", "二级事项", None, None, None, "全社会", "特定群体", "主动", "依申请"],
        [1, "财政预决算", "部门预算", "1.收支总表\n2.三公经费", "20日内", "市财政局", "√", None, "☑", "☐"],
        [2, None, "部门决算", "决算报表", "同上", "同上", None, "预算单位", None, "■"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:J1")
    sheet.merge_cells("B2:C2")
    sheet.merge_cells("B4:B5")
    book.save(tmp_path / "c.xlsx")
    first, second = read_catalogue(tmp_path / "c.xlsx", columns, NAMES)
    assert first == Matter(
        "部门预算", "财政预决算", ("收支总表", "三公经费"), deadline="20日内", unit="市财政局", audience="全社会", mode="主动公开", place="1"
    )
    assert (second.parent_item, second.deadline, second.unit) == ("财政预决算", "20日内", "市财政局")
    assert (second.audience, second.mode) == ("特定群体", "依申请公开")


@pytest.mark.parametrize("mark", ["√", "✓", "☑", "■", "●", "v", "V", "t", "口", "是", "1"])
def test_tick_marks_people_use(tmp_path: Path, columns: TableColumns, mark: str) -> None:
    path = _csv(tmp_path / "c.csv", ["公开事项", "公开时限", "主动公开", "依申请公开"], ["部门预算", "20日内", mark, ""], ["部门决算", "及时", "", mark])
    assert [m.mode for m in read_catalogue(path, columns, NAMES)] == ["主动公开", "依申请公开"]


@pytest.mark.parametrize("mark", ["", "□", "☐", "/", "—", "否", "无", "0"])
def test_marks_that_are_no_ticks(tmp_path: Path, columns: TableColumns, mark: str) -> None:
    path = _csv(tmp_path / "c.csv", ["公开事项", "公开时限", "主动公开", "依申请公开"], ["部门预算", "20日内", mark, "√"], ["决算", "及时", "√", mark])
    assert [m.mode for m in read_catalogue(path, columns, NAMES)] == ["依申请公开", "主动公开"]


def test_a_flattened_head_and_chosen_channels(tmp_path: Path, columns: TableColumns) -> None:
    path = _csv(
        tmp_path / "c.csv", ["公开事项-一级事项", "公开事项-二级事项", "公开渠道和载体", "公开层级-县级"],
        ["财政", "预算", "■政府网站　□政府公报\n■其他", "√"], ["财政", "决算", "政府网站、公示栏", ""],
    )
    one, two = read_catalogue(path, columns, NAMES)
    assert (one.channels, one.level) == (("政府网站", "其他"), ("县级",))
    assert (two.channels, two.level) == (("政府网站", "公示栏"), ())


def test_our_json(tmp_path: Path, columns: TableColumns) -> None:
    row = {"seq": 1, "item": "部门预算", "content": ["收支总表"], "domain": "budget", "channels": [], "level": [], "mode": "主动公开"}
    (tmp_path / "c.json").write_text(json.dumps({"schema": "gongkai.catalogue/1", "rows": [row]}), "utf-8")
    assert read_catalogue(tmp_path / "c.json", columns, NAMES)[0].parent_item == "财政预决算"


@pytest.mark.parametrize(("name", "content", "code"), [
    ("a.json", "{", "catalogue_json"), ("b.json", '{"rows": [{"no": 1}]}', "catalogue_json"), ("c.json", "[]", "catalogue_json"),
    ("d.txt", "没有表格的一段话。", "catalogue_no_table"), ("e.csv", "姓名,电话\n张三,1\n", "catalogue_no_table"),
])
def test_what_is_no_catalogue_is_told(tmp_path: Path, columns: TableColumns, name: str, content: str, code: str) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(CatalogueFault, match=code):
        read_catalogue(tmp_path / name, columns, NAMES)


def test_a_missing_file_is_told(tmp_path: Path, columns: TableColumns) -> None:
    for name in ("x.json", "x.xlsx"):
        with pytest.raises(CatalogueFault, match="catalogue_unreadable"):
            read_catalogue(tmp_path / name, columns, NAMES)
