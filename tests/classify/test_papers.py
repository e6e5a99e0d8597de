"""Matters that every office publishes, and the field of a paper that is not about disclosure."""

from __future__ import annotations

import pytest

from nlp.classify.houses import lists_published
from nlp.classify.matters import Matters, named_matter
from nlp.classify.papers import field_of_paper
from nlp.intake.reader import read
from nlp.kit import Kit
from nlp.pipeline import analyze_document
from nlp.rulebook import RULES_DIR, Rulebook
from nlp.types import Document, Source


def _codes(kit: Kit, text: str) -> dict[str, list[str]]:
    document = read(Source("a.txt", text.encode()), kit.limits, kit.furniture)
    assert isinstance(document, Document)
    return {s.section: [label.code for label in s.labels] for s in analyze_document(document, kit).section_domains}


@pytest.mark.parametrize(("item", "codes"), [
    ("(一)本机关的机构设置、工作职能和联系方式", ["admin-powers"]),
    ("(二)规范性文件和年度工作计划", ["normative-documents"]),
    ("(三)领导简历、统计数据", ["personnel", "statistics-economy"]),
    ("(四)法律、法规规定的其他内容", []),
    ("(五)招标公告", []),
])
def test_matters_of_items(item: str, codes: list[str]) -> None:
    assert Matters.load(Rulebook((RULES_DIR,))).of(item) == codes


@pytest.mark.parametrize("text", ["第五条 法制机构负责指导行政执法公示工作", "(十)其他行政执法信息", "(三)规范性文件应当逐件备案"])
def test_a_sentence_is_no_item(text: str) -> None:
    assert named_matter(text, listed=True) is None


def test_a_heading_names_what_it_opens() -> None:
    assert named_matter("(一)推进行政决策公开。涉及群众切身利益的……", listed=False) == "(一)推进行政决策，"
    assert named_matter("(一)行政决策的程序", listed=False) is None


@pytest.mark.parametrize(("lead", "leads"), [
    ("第九条 政务公开的主要内容包括：", True),
    ("(二)主动公开的信息范围", True),
    ("各村应当公布符合下列要求之一的信息：", True),
    ("第十条 下列信息不予公开：", False),
    ("三、各单位要按下列要求落实：", False),
])
def test_what_leads_a_list(lead: str, leads: bool) -> None:
    assert lists_published(lead) is leads


@pytest.mark.parametrize(("title", "field"), [
    ("云岭县居家养老服务条例", "elderly-welfare"),
    ("平川市政府投资项目管理办法", "major-projects"),
    ("河湾县养老服务信息公开办法", None),
    ("河湾县行政处罚信息公示规定", None),
    ("河湾县人民政府2021年工作要点", None),
    ("", None),
])
def test_field_of_the_paper(kit: Kit, title: str, field: str | None) -> None:
    assert field_of_paper(title, kit.domains, kit.domain_model) == field


def test_a_duty_to_publish_is_of_the_paper_s_field(kit: Kit) -> None:
    codes = _codes(kit, "云岭县居家养老服务条例\n第一章 总则\n第一条 为了规范居家养老服务，制定本条例。\n第二章 监督\n"
                        "第二条 有关部门应当公布举报电话和邮箱，接受社会监督。\n第三条 各级人民政府应当加强政务公开，依法公开政府信息。\n")
    assert codes["第二章/第二条"] == ["elderly-welfare"]
    assert codes["第二章/第三条"] == ["open-government"]


def test_items_of_what_an_office_publishes(kit: Kit) -> None:
    codes = _codes(kit, "柳河县民政局信息公开制度\n第一条 应当主动公开的内容包括：\n（一）机构设置、主要职能和办公地址；\n（二）发展规划、年度工作计划及其完成情况；\n"
                        "（三）办事指南；\n（四）法律、法规规定应当公开的其他信息。\n")
    assert codes["第一条/(一)"][0] == "admin-powers"
    assert codes["第一条/(二)"][0] == "normative-documents"
    assert codes["第一条/(三)"][0] == "government-services"
    assert "normative-documents" not in codes["第一条/(四)"]


@pytest.mark.parametrize(("title", "how"), [
    ("河湾县水利局信息公开统计报送制度", True),
    ("河湾县人民政府2019年政府信息公开工作年度报告", True),
    ("关于进一步加强政务新媒体管理工作的通知", True),
    ("河湾县2019年政务公开工作要点", False),
    ("河湾县财政专项资金考核办法", False),
])
def test_papers_that_tell_how_all_through(kit: Kit, title: str, how: bool) -> None:
    assert kit.domains.heads.is_all_how(title) is how


def test_every_section_of_an_annual_report_is_about_the_work(kit: Kit) -> None:
    codes = _codes(kit, "柳河县2019年政府信息公开工作年度报告\n一、总体情况\n全年公开财政预算信息32条、统计数据15条。\n二、存在问题\n人员编制不足，培训经费有限。\n")
    assert set(map(tuple, codes.values())) == {("open-government",)}


def test_private_firms_publish_for_their_workers(kit: Kit) -> None:
    codes = _codes(kit, "平川市厂务公开条例\n第八条 非公有制企业应当公开下列事项：\n（一）直接涉及职工切身利益的规章制度；\n（二）评选先进的条件和结果；\n")
    assert codes["第八条/(一)"][0] == "employment"


@pytest.mark.parametrize(("text", "code"), [
    # a page of metadata: nothing but the title tells
    ("索 引 号：\n000099/2021-00031\n主题分类：\n教育\n发文机关：\n某县人民政府办公室\n成文日期：\n2021年3月9日\n标　　题：\n"
     "某县人民政府办公室关于城镇小区配套幼儿园移交的通知\n", "education"),
    # a table in one line, which is taken for a label
    ("项目名称：西环路改造（二标段） 批准文号：自然资函〔2022〕55号 征地补偿安置方案公告（2022年1月26日） 索引号： 007 地类 面积 农用地 17.98\n",
     "land-expropriation"),
    ("谷县今日天气晴\n最高气温26度，微风。\n", None),
])  # fmt: skip
def test_a_short_paper_is_read_as_one_passage(kit: Kit, text: str, code: str | None) -> None:
    document = read(Source("a.txt", text.encode()), kit.limits, kit.furniture)
    assert isinstance(document, Document)
    assert [label.code for label in analyze_document(document, kit).domains][:1] == ([] if code is None else [code])
