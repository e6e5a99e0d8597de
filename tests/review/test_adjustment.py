"""Dynamic adjustment and import: what of an office's own catalogue is new, stale, missing, contradicted."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cli import adjust as commands
from nlp.contract import plain, record_of
from nlp.export.adjustment import as_html, as_json, as_table, write_xlsx
from nlp.kit import Kit
from nlp.pipeline import analyze
from nlp.review.adjustment import Adjustment, adjust, same_unit
from nlp.review.catalogue import entries
from nlp.review.catalogue_file import Matter
from nlp.review.catalogue_import import domains_of, fields_of, request_of
from nlp.review.diff import nearest
from nlp.review.sources import repeals_of, standard_items, stored_documents
from nlp.review.triage import receive
from nlp.rulebook import Rulebook
from nlp.store.decisions import Order, confirm
from nlp.store.store import Store, open_store
from nlp.store.tables import suggestion
from nlp.types import Source
from tests.kits import kit_loaded_once

NOTICE = """云浦市人民政府办公室关于做好信息公开工作的通知
云政办发〔2026〕3号
各县区人民政府：
一、财政信息
市财政局按季度公布财政收支情况。
二、政府采购
市财政局在中标结果确定后2个工作日内公布政府采购中标结果。
三、环境信息
市生态环境局按月公布空气质量状况。
四、本通知自印发之日起施行，《云浦市财政信息公开办法》（云政办发〔2019〕7号）同时废止。
云浦市人民政府办公室
2026年3月1日
"""
OLD = """云浦市卫生健康委员会关于印发云浦市医疗信息公开细则的通知
云卫发〔2018〕5号
一、医疗机构
市卫生健康委员会按年公布医疗机构校验结果。
二、本通知有效期至2023年12月31日。
云浦市卫生健康委员会
2018年6月1日
"""
HEAD = ("序号", "公开领域", "一级事项", "公开事项", "公开内容", "公开依据", "公开时限", "公开主体", "公开方式-主动", "公开对象-全社会")
ROWS = (
    ("财政预决算", "财政预决算", "财政收支情况", "收支", "《云浦市财政信息公开办法》（云政办发〔2019〕7号）", "按月", "云浦市财政局"),
    ("政府采购", "政府采购", "政府采购中标结果", "结果", "《政府采购法》", "在中标结果确定后2个工作日内", "市公共资源交易中心"),
    ("医疗卫生", "医疗卫生", "医疗机构校验结果", "结果", "《云浦市医疗信息公开细则》", "按年", "市卫健委"),
    ("内部事务", "内部事务", "办公用品领用情况", "领用", "内部规定", "长期公开", "市财政局"),
)


@pytest.fixture(autouse=True, scope="module")
def _loaded_once() -> Iterator[None]:
    with kit_loaded_once():
        yield


@pytest.fixture(scope="module")
def names(kit: Kit) -> dict[str, str]:
    """Domains by code."""
    return dict(kit.domains.names)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, kit: Kit) -> Path:
    """A store with a new notice and an old one that has expired."""
    folder = tmp_path_factory.mktemp("office")
    store = open_store(str(folder / "a.db"))
    for name, text in (("新.txt", NOTICE), ("旧.txt", OLD)):
        made = plain(record_of(analyze(Source(name, text.encode()), kit)))
        receive(store, made, text.encode(), "kit", "command", "test", date(2026, 3, 2))
    store.close()
    return folder / "a.db"


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """The office's own table as CSV, ticks included."""
    path = tmp_path / "目录.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEAD)
        writer.writerows((n, *row, "√", "√") for n, row in enumerate(ROWS, 1))
    return path


def found_of(place: Path, catalogue: Path, kit: Kit, names: dict[str, str]) -> Adjustment:
    from nlp.draft.table_grid import TableColumns
    from nlp.review.catalogue_file import read_catalogue

    store = open_store(str(place))
    with store.read() as connection:
        documents, known = stored_documents(connection, names)
    store.close()
    rows = read_catalogue(catalogue, TableColumns.load(Rulebook()), names)
    return adjust(rows, known, documents, standard_items(Rulebook(), names), "2026-03-02", commands.value_reader(kit))


def test_every_kind_of_advice(place: Path, catalogue: Path, kit: Kit, names: dict[str, str]) -> None:
    found = found_of(place, catalogue, kit, names)
    by_kind: dict[str, list[Any]] = {k: [a for a in found.advice if a.kind == k] for k in ("new", "stale", "missing", "contradicted")}
    assert [(a.item, a.why) for a in by_kind["new"]] == [("空气质量状况", "suggested")]
    assert [(a.item, a.why, a.place) for a in by_kind["stale"]] == [("财政收支情况", "repealed", "1"), ("医疗机构校验结果", "expired", "3")]
    assert "云政办发〔2026〕3号" in by_kind["stale"][0].source
    assert by_kind["stale"][0].new.endswith("同时废止")
    assert [(a.item, a.field, a.old, a.new) for a in by_kind["contradicted"]] == [
        ("财政收支情况", "deadline", "按月", "按季度"), ("政府采购中标结果", "unit", "市公共资源交易中心", "市财政局")]
    assert by_kind["contradicted"][0].why.startswith("deadlines:")
    assert by_kind["contradicted"][1].why.startswith("units")
    missing = {a.item for a in by_kind["missing"]}
    assert {a.new.split("；")[0] for a in by_kind["missing"]} <= {"财政预决算", "政府采购", "医疗卫生"}
    assert "政府采购中标结果" not in missing
    assert len(missing) > 10


def test_a_confirmed_entry_speaks_for_its_suggestion(tmp_path: Path, catalogue: Path, kit: Kit, names: dict[str, str]) -> None:
    store = open_store(str(tmp_path / "b.db"))
    made = plain(record_of(analyze(Source("新.txt", NOTICE.encode()), kit)))
    receive(store, made, None, "kit", "command", "test", date(2026, 3, 2))
    with store.write() as connection:
        for row in connection.execute(suggestion.select()).all():
            fields = {"deadline": "按月", "deadline_value": "P1M"} if row.item == "财政收支情况" else {}
            confirm(connection, Order(f"confirm-{row.id}", "王敏", store.now()), row.id, row.version, fields)
    store.close()
    found = found_of(tmp_path / "b.db", catalogue, kit, names)
    assert [a.why for a in found.advice if a.kind == "new"] == ["confirmed"]
    assert [(a.item, a.field) for a in found.advice if a.kind == "contradicted"] == [("政府采购中标结果", "unit")]


def test_an_older_document_contradicts_nothing(place: Path, tmp_path: Path, kit: Kit, names: dict[str, str]) -> None:
    path = tmp_path / "目录.json"
    row = {"item": "财政收支情况", "deadline": "按月", "unit": "市财政局", "basis": "《云浦市办法》（云政发〔2027〕1号）", "mode": "主动公开", "audience": "全社会"}
    path.write_text(json.dumps({"rows": [row]}, ensure_ascii=False), "utf-8")
    assert not [a for a in found_of(place, path, kit, names).advice if a.kind in ("contradicted", "stale")]


def test_the_same_matter_under_a_common_name_is_not_taken_for_another() -> None:
    old = [Matter("办事指南", "企业开办"), Matter("办事指南", "婚姻登记"), Matter("收费标准", "停车")]
    new = [Matter("办事指南", "婚姻登记"), Matter("办事指南", "殡葬"), Matter("收费标准", "供水"), Matter("收费标准目录", "停车"), Matter("天气", None)]
    assert nearest(old, new)[:3] == [1, None, 2]
    assert nearest(old, new)[4] is None


@pytest.mark.parametrize(("text", "ended"), [
    ("《甲市信息公开办法》（甲政发〔2019〕7号）同时废止。", ["甲市信息公开办法"]),
    ("废止《甲市信息公开办法》（甲政发〔2019〕7号）。", ["甲市信息公开办法"]),
    ("根据《乙省公开条例》，《甲市信息公开办法》予以废止。", ["甲市信息公开办法"]),
    ("《乙省公开条例》、《甲市信息公开办法》同时废止。", ["乙省公开条例", "甲市信息公开办法"]),
    ("按照《甲市信息公开办法》公布废止的文件。", []),
    ("《甲市信息公开办法》规定了文件的废止程序。", []),
])
def test_what_a_text_repeals(text: str, ended: list[str]) -> None:
    cited = []
    for title in ("乙省公开条例", "甲市信息公开办法"):
        if title in text:
            start = text.index(f"《{title}》")
            cited.append({"title": title, "document_number": None, "span": {"start": start, "end": start + len(title) + 2}})
    assert [r.title for r in repeals_of(text, cited)] == ended


@pytest.mark.parametrize(("a", "b", "same"), [
    ("市发改委", "云浦市发展和改革委员会", True), ("县财政局", "财政局", True), ("市卫健委", "市卫生健康委员会", True),
    ("市教育局", "市财政局", False), ("市局", "市财政局", False), ("人社局", "县人力资源和社会保障局", True),
])
def test_units_by_short_and_full_name(a: str, b: str, same: bool) -> None:
    assert same_unit(a, b) is same_unit(b, a) is same


def test_all_outputs_say_the_same(place: Path, catalogue: Path, kit: Kit, names: dict[str, str], tmp_path: Path) -> None:
    found = found_of(place, catalogue, kit, names)
    write_xlsx(found, tmp_path / "a.xlsx", "zh")
    sheet = load_workbook(tmp_path / "a.xlsx").active
    lines = [[cell or "" for cell in row] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert len(lines) == len(found.advice) == len(as_table(found, "zh").splitlines()) - 1
    assert lines[0][0] == "新增"
    stored = json.loads(as_json(found, "zh"))
    assert sum(len(stored[k]) for k in ("new", "stale", "missing", "contradicted")) == len(found.advice)
    page = as_html(found, "en")
    assert "http" not in page
    assert page.count("<tr") == len(found.advice) + 1
    assert "the document says otherwise, by rule deadlines:" in page


# ---------------------------------------------------------------- import
def imported(place: Path) -> list[dict[str, Any]]:
    store: Store = open_store(str(place))
    with store.read() as connection:
        found = [dict(e.fields) for e in entries(connection)]
    store.close()
    return found


def test_a_catalogue_is_imported_once(tmp_path: Path, catalogue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "c.db"
    assert commands.import_rows(catalogue, "王敏", str(place), None, "zh") == 1
    said = capsys.readouterr().err
    assert "导入 3 条，已有 0 条，未导入 1 条" in said
    assert "第 4 行“办公用品领用情况”未导入：没有公开领域" in said
    first = imported(place)
    assert [(f["item"], f["domain"], f["mode"], f["audience"], f["deadline_value"]) for f in first] == [
        ("财政收支情况", "budget", "主动公开", "全社会", "P1M"), ("政府采购中标结果", "government-procurement", "主动公开", "全社会", "P2D"),
        ("医疗机构校验结果", "health", "主动公开", "全社会", "P1Y")]
    assert commands.import_rows(catalogue, "李强", str(place), None, "zh") == 1
    assert "导入 0 条，已有 3 条" in capsys.readouterr().err
    assert imported(place) == first


def test_the_request_of_a_row_is_its_content() -> None:
    a, b = Matter("甲", unit="某局", place="1"), Matter("甲", unit="某局", place="7")
    assert request_of(a) == request_of(b)
    assert request_of(a) != request_of(Matter("甲", unit="他局", place="1"))
    assert len(request_of(a)) == 64


def test_domains_by_cell_by_standard_item_by_words(names: dict[str, str]) -> None:
    standard = [Matter("入学流程", "招生管理", domain="义务教育"), Matter("办事指南", "招生管理", domain="义务教育")]
    codes = {"education": "义务教育", "budget": "财政预决算"}
    rows = [Matter("甲", domain="财政预决算"), Matter("甲", "财政预决算"), Matter("入学流程", "招生管理"), Matter("无名事项")]
    assert domains_of(rows, codes, standard, lambda words: "budget" if "无名" in words else None) == ["budget", "budget", "education", "budget"]
    assert domains_of(rows[3:], codes, standard, lambda words: None) == [None]
    assert fields_of(rows[0], "budget", lambda words: None)["mode"] == "主动公开"


def test_faulty_calls(tmp_path: Path, catalogue: Path, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = date(2026, 3, 2)
    assert commands.adjust(catalogue, str(place), tmp_path / "a.docx", "table", day, None, "en") == 2
    assert commands.adjust(tmp_path / "none.csv", str(place), None, "table", day, None, "en") == 1
    assert commands.adjust(catalogue, str(tmp_path / "none.db"), None, "table", day, None, "en") == 1
    assert not (tmp_path / "none.db").exists()
    assert commands.adjust(catalogue, str(place), tmp_path / "a.html", "table", day, None, "en") == 0
    assert "1 new, 2 stale" in capsys.readouterr().err
