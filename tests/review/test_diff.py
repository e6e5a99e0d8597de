"""Pairing matters of two catalogues and telling what changed."""

from __future__ import annotations

import csv
import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from nlp.export.difference import as_html, as_json, as_table, write_xlsx
from nlp.review.catalogue_file import Matter
from nlp.review.diff import LIKE, difference, likeness

CASES = Path(__file__).parents[1] / "cases" / "catalogue-pairs.tsv"


def _cases() -> list[dict[str, str]]:
    lines = [line for line in CASES.read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


def test_the_threshold_tells_same_from_other_names() -> None:
    """Of names alone at most three of the pairs are judged otherwise than by a person."""
    wrong = [c for c in _cases() if (likeness(Matter(c["old"]), Matter(c["new"])) >= LIKE) != (c["verdict"] == "same")]
    assert len(_cases()) >= 26
    assert len(wrong) <= 3, [(c["old"], c["new"], likeness(Matter(c["old"]), Matter(c["new"]))) for c in wrong]


OLD = [
    Matter("财政预算", "财政预决算", ("收支总表",), deadline="20日内", unit="县财政局", channels=("政府网站",), mode="主动公开"),
    Matter("行政许可事项目录", deadline="及时", unit="县行政审批局"),
    Matter("计划生育奖励", deadline="每年", unit="县计生局"),
    Matter("低保对象名单", deadline="按月", unit="县民政局"),
]
NEW = [
    replace(OLD[0], content=("收支总表", "三公经费"), deadline="20个工作日内"),
    Matter("行政许可事项清单", deadline="及时", unit="县行政审批局"),
    OLD[3],
    Matter("优化营商环境政策", deadline="及时", unit="县发展和改革局"),
]


def test_added_dropped_and_changed_field_by_field() -> None:
    found = difference(OLD, NEW)
    assert [m.item for m in found.added] == ["优化营商环境政策"]
    assert [m.item for m in found.dropped] == ["计划生育奖励"]
    assert [(c.new.item, [(f.field, f.old, f.new) for f in c.fields]) for c in found.changed] == [
        ("财政预算", [("content", "收支总表", "收支总表；三公经费"), ("deadline", "20日内", "20个工作日内")]),
        ("行政许可事项清单", [("item", "行政许可事项目录", "行政许可事项清单")]),
    ]
    assert found.same == 1


def test_a_catalogue_does_not_differ_from_itself_and_the_other_way_is_the_mirror() -> None:
    assert difference(OLD, OLD).same == len(OLD)
    there, back = difference(OLD, NEW), difference(NEW, OLD)
    assert (there.added, there.dropped) == (back.dropped, back.added)


def test_the_same_name_twice_is_told_apart_by_its_parent() -> None:
    one, two = Matter("办事指南", "户籍管理", unit="公安局"), Matter("办事指南", "社会救助", unit="民政局")
    assert difference([one, two], [two, one]).same == 2


@pytest.mark.parametrize("empty", [([], NEW), (OLD, [])])
def test_an_empty_catalogue(empty: tuple[list[Matter], list[Matter]]) -> None:
    found = difference(*empty)
    assert (len(found.added), len(found.dropped)) == (len(empty[1]), len(empty[0]))


def test_five_thousand_rows_take_seconds() -> None:
    rows = [Matter(f"第{n}类事项{n % 97}的{'甲乙丙丁'[n % 4]}项办理结果", unit=f"单位{n % 30}") for n in range(5000)]
    began = time.process_time()
    found = difference(rows, [replace(m, item=m.item.replace("办理结果", "办结情况")) for m in rows])
    assert time.process_time() - began < 30
    assert len(found.changed) + found.same + len(found.added) == 5000


def test_outputs_say_the_same(tmp_path: Path) -> None:
    found = difference(OLD, NEW)
    lines = as_table(found, "zh").splitlines()
    assert lines[0].split("\t") == ["变化", "公开事项", "字段", "原目录", "新目录"]
    assert lines[1].split("\t") == ["变更", "财政预算", "公开内容", "收支总表", "收支总表；三公经费"]
    assert json.loads(as_json(found, "zh"))["same"] == 1
    page = as_html(difference([], [Matter("<script>alert(1)</script>")]), "en")
    assert "<script>alert" not in page
    assert "Difference of catalogues" in page
    write_xlsx(difference([], [Matter("=1+1")]), tmp_path / "d.xlsx", "zh")
    sheet = load_workbook(tmp_path / "d.xlsx").active
    assert sheet is not None
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")
