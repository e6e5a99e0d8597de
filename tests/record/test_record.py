"""The record of a document: fields, evidence, defaults, and what it must not tell."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.contract import to_json
from nlp.kit import Kit
from nlp.pipeline import analyze
from nlp.record.record import make_record
from nlp.types import Analysis, DocumentRecord, Source

NOTICE = """索 引 号：11370300MB28347540/2021-00021    主题分类：市场监管、安全生产监管\\安全生产监管
发布机构：临川县应急管理局    有 效 性：有效

临川县应急管理局关于加强烟花爆竹经营监管的通知
临应急〔2021〕15号

各乡镇人民政府，县政府有关部门：
    为规范经营单位储存和运输行为，防止库房超量堆放，现将有关事项通知如下：
    一、严格仓库巡查
    各乡镇要每月巡查一次批发企业仓库，发现超量储存的责令限期搬离。联系人张建国，电话13805371234。
    二、公开抽检结果
    县应急管理局要在每季度末通过政府网站公开产品抽检结果。
    三、畅通群众举报
    举报线索查实的，按规定给予奖励。
    本通知自2021年6月1日起施行，有效期2年。

                              临川县应急管理局
                                2021年5月10日
（此件公开发布）
"""


def record_of(kit: Kit, text: str, as_of: date | None = None) -> DocumentRecord:
    analysis = analyze(Source("a.txt", text.encode()), kit)
    assert isinstance(analysis, Analysis)
    assert kit.record is not None
    return make_record(analysis.outline, kit.record, analysis.domains, analysis.attribute, analysis.sensitive, as_of)


def test_stated_fields(kit: Kit) -> None:
    r = record_of(kit, NOTICE)
    assert r.index_number == "11370300MB28347540/2021-00021"
    assert r.title == "临川县应急管理局关于加强烟花爆竹经营监管的通知"
    assert r.document_number == "临应急〔2021〕15号"
    assert r.issuer == ("临川县应急管理局",)
    assert (r.written_on, r.published_on) == ("2021-05-10", None)
    assert [(t.code, t.score) for t in r.themes] == [("0905", 1.0)]
    assert (r.genre, r.disclosure, r.withheld) == ("通知", "主动公开", False)
    assert r.defaults["published_on"] == "文中没有公开日期"
    for field in ("index_number", "title", "document_number", "issuer", "written_on", "themes", "genre", "disclosure", "summary", "keywords"):
        assert r.evidence[field], field


@pytest.mark.parametrize(
    ("as_of", "validity"),
    [(None, "现行有效"), (date(2021, 5, 20), "现行有效"), (date(2023, 5, 31), "现行有效"), (date(2023, 6, 1), "失效")],
)
def test_a_stated_validity_counts_until_the_term_ends(kit: Kit, as_of: date | None, validity: str) -> None:
    assert record_of(kit, NOTICE, as_of).validity == validity


@pytest.mark.parametrize(
    ("as_of", "validity", "why"),
    [
        (None, "未知", "未指定查询日期"),
        (date(2021, 5, 20), "尚未生效", "2021-06-01起施行"),
        (date(2021, 6, 1), "现行有效", "未见废止"),
        (date(2024, 1, 1), "失效", "有效期至2023-05-31"),
    ],
)
def test_validity_by_the_day(kit: Kit, as_of: date | None, validity: str, why: str) -> None:
    r = record_of(kit, NOTICE.replace("    有 效 性：有效", ""), as_of)
    assert r.validity == validity
    assert why in r.defaults["validity"]


@pytest.mark.parametrize(
    ("words", "validity"), [("已废止", "废止"), ("失效", "失效"), ("部分失效", "部分失效"), ("现行有效", "现行有效"), ("尚未施行", "尚未生效")]
)
def test_words_of_the_box(kit: Kit, words: str, validity: str) -> None:
    assert record_of(kit, NOTICE.replace("有 效 性：有效", f"有 效 性：{words}")).validity == validity


@pytest.mark.parametrize(
    ("clause", "day", "validity"),
    [
        ("本办法自发布之日起施行，有效期五年。", date(2026, 5, 9), "现行有效"),
        ("本办法自发布之日起施行，有效期五年。", date(2026, 5, 10), "失效"),
        ("本办法自公布之日起30日后施行。", date(2021, 6, 1), "尚未生效"),
        ("本办法有效期至2022年12月31日。", date(2023, 1, 1), "失效"),
        ("各店不得销售超期食品，许可证有效期2年。", date(2030, 1, 1), "现行有效"),
        ("各单位要认真执行。", date(2030, 1, 1), "现行有效"),
        ("各单位要认真执行。", date(2020, 1, 1), "未知"),
    ],
)
def test_clauses_on_force(kit: Kit, clause: str, day: date, validity: str) -> None:
    text = NOTICE.replace("    有 效 性：有效", "").replace("本通知自2021年6月1日起施行，有效期2年。", clause)
    assert record_of(kit, text, day).validity == validity


def test_summary_is_taken_from_the_text_and_repeats_no_other_field(kit: Kit) -> None:
    r = record_of(kit, NOTICE)
    assert r.summary is not None
    assert len(r.summary) <= 100
    assert r.summary.startswith("规范经营单位储存和运输行为，防止库房超量堆放")
    assert "".join(s.quote for s in r.evidence["summary"]) == r.summary.replace("；", "").rstrip("。")
    for other in ("烟花爆竹经营监管", "临川县应急管理局", "2021年", "张建国", "13805371234", "通知如下"):
        assert other not in r.summary


def test_keywords_are_in_the_text(kit: Kit) -> None:
    r = record_of(kit, NOTICE)
    assert 1 <= len(r.keywords) <= 5
    assert r.keywords[0] == "烟花爆竹" or "烟花爆竹" in r.keywords
    assert [s.quote for s in r.evidence["keywords"]] == list(r.keywords)
    assert not {"通知", "工作", "临川县"} & set(r.keywords)


def test_a_subject_line_is_taken_as_it_stands(kit: Kit) -> None:
    r = record_of(kit, NOTICE.rstrip() + "\n\n主题词：安全生产　烟花爆竹　通知\n")
    assert r.keywords == ("安全生产", "烟花爆竹", "通知")
    assert "keywords" not in r.defaults


def test_without_index_number_the_reason_stands(kit: Kit) -> None:
    r = record_of(kit, NOTICE.split("\n", 1)[1])
    assert r.index_number is None
    assert r.defaults["index_number"] == "缺少机构代码、流水号"
    assert r.themes[0].code in ("0905", "1601")
    assert "按标题和正文用词判断" in r.defaults["themes"]


def test_traditional_documents_have_simplified_records(kit: Kit) -> None:
    text = "臨江市財政局關於公開部門預算的通知\n臨財〔2020〕3號\n\n各單位：\n    各單位要在批覆後二十日內公開部門預算。\n\n臨江市財政局\n2020年3月2日\n"
    r = record_of(kit, text)
    assert r.title == "临江市财政局关于公开部门预算的通知"
    assert r.document_number == "临财〔2020〕3号"
    assert r.issuer == ("临江市财政局",)
    assert r.themes[0].code in ("0401", "0201")
    assert all(s.quote in text for spans in r.evidence.values() for s in spans)


def test_a_secrecy_mark_withholds_what_tells_the_content(kit: Kit) -> None:
    text = "000012\n机密★10年\n特急\n" + NOTICE.split("\n\n", 1)[1].replace("（此件公开发布）\n", "")
    analysis = analyze(Source("a.txt", text.encode()), kit)
    assert isinstance(analysis, Analysis)
    r = analysis.record
    assert r is not None
    assert r.withheld
    assert (r.title, r.themes, r.summary, r.keywords, r.disclosure) == (None, (), None, (), "不予公开")
    assert r.index_number is None
    assert {f for f, why in r.defaults.items() if "密级" in why} == {"title", "themes", "summary", "keywords", "index_number"}
    assert not {"title", "themes", "summary", "keywords"} & set(r.evidence)


def test_the_record_stands_in_the_json(kit: Kit) -> None:
    made = json.loads(to_json(analyze(Source("a.txt", NOTICE.encode()), kit)))
    record = made["record"]
    assert record["index_number"] == "11370300MB28347540/2021-00021"
    assert record["themes"] == [{"code": "0905", "name": "市场监管、安全生产监管\\安全生产监管", "score": 1.0}]
    for spans in record["evidence"].values():
        assert all(made["text"][s["start"] : s["end"]] == s["quote"] for s in spans)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.sampled_from("关于加强公开安全生产工作的通知为了，。；：、（）《》〔〕20一二\n主题词有效期年月日自起施行 1.臺灣"), max_size=160))
def test_any_text_has_a_record(kit: Kit, text: str) -> None:
    analysis = analyze(Source("a.txt", text.encode()), kit)
    if not isinstance(analysis, Analysis) or kit.record is None:
        return
    r = make_record(analysis.outline, kit.record, as_of=date(2024, 2, 29))
    assert r.summary is None or len(r.summary) <= 100
    source = analysis.outline.document.text
    assert all(source[s.start : s.end] == s.quote for spans in r.evidence.values() for s in spans)
    simplified = analysis.outline.view.text
    assert all(w in simplified.replace("\n", "") for w in r.keywords)
