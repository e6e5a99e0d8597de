"""What a hospital, a school, a village publishes about itself; how papers on disclosure are told; papers of which only the title came in."""

from __future__ import annotations

import pytest

from nlp.classify.domain_reading import DomainRules
from nlp.classify.domains import classify_domains
from nlp.classify.houses import Houses, opens_list
from nlp.classify.predictor import LinearModel, load_model
from nlp.kit import models_dir
from nlp.pipeline import analyze
from nlp.rulebook import Rulebook
from nlp.types import Analysis, Source
from tests.kits import whole_kit

RULES = DomainRules.load(Rulebook())
HOUSES = Houses.load(Rulebook())


@pytest.fixture(scope="module")
def model() -> LinearModel:
    return load_model(models_dir() / "domains")


def codes_by_section(text: str) -> dict[str, list[str]]:
    result = analyze(Source("a.txt", text.encode()), whole_kit())
    assert isinstance(result, Analysis)
    return {s.section: [x.code for x in s.labels] for s in result.section_domains}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("青石县人民医院信息公开制度", "health"),
        ("望塘镇村务公开管理办法", "agriculture"),
        ("学校应当主动公开下列信息：", "education"),
        ("城北自来水有限公司信息公开目录", "municipal-services"),
        ("县卫生健康局政务公开工作要点", None),
        ("县教育局信息公开指南", None),
    ],
)
def test_the_field_of_a_house(text: str, code: str | None) -> None:
    assert HOUSES.field_of(text) == code


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("第六条 学校应当主动公开下列信息：", True),
        ("村民委员会应当及时公布下列事项，接受村民监督：", True),
        ("第九条 下列信息不予公开：", False),
        ("公开内容应当真实。", False),
    ],
)
def test_the_opening_of_a_list(text: str, opens: bool) -> None:
    assert opens_list(text) is opens


HOSPITAL = """青石县人民医院信息公开实施办法

第一条 为规范医院信息公开，保障患者的知情权，制定本办法。
第二条 本办法适用于本院各科室和分院。
第三条 医院应当主动公开下列信息：
（一）楼层布局、标识导引；
（二）药品、医疗服务的价格和收费明细；
第四条 下列信息不予公开：
（一）涉及国家秘密的；
"""


def test_a_hospital_publishes_of_its_own_field_and_tells_how() -> None:
    codes = codes_by_section(HOSPITAL)
    assert codes["第一条"] == ["open-government"]
    assert codes["第二条"] == ["open-government"]
    assert codes["第三条"] == ["health"]
    assert codes["第三条/(一)"] == ["health"]
    assert codes["第三条/(二)"][0] == "fees-charges"
    assert "health" not in codes["第四条"] + codes["第四条/(一)"]


def test_a_paper_on_the_disclosure_of_a_field_opens_with_the_work_itself() -> None:
    text = "临川县扶贫资金公告公示管理办法\n\n第一条 为加强扶贫资金监管，结合本县实际，制定本办法。\n第二条 公示内容：扶贫项目名称、资金规模、受益贫困户。\n"
    codes = codes_by_section(text)
    assert codes["第一条"] == ["open-government"]
    assert codes["第二条"][0] == "poverty-alleviation"


def test_a_heading_that_names_a_field_is_no_heading_of_manner() -> None:
    text = "临川县2023年政务公开工作要点\n\n一、推进重点领域公开\n（一）扩大部门预算公开范围。一级预算单位全部公开预算、决算和三公经费，细化到项级科目。\n"
    assert codes_by_section(text)["一/(一)"] == ["budget"]


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("关于公布第五批市级文物保护单位的通知", "culture-sports"),
        ("商品房预售资金监管办法", "real-estate"),
        ("关于2022年度市级预算执行和其他财政收支的审计工作报告", "audit"),
    ],
)
def test_a_paper_of_which_only_the_title_came_in(title: str, code: str) -> None:
    assert codes_by_section(title + "\n")[""][0] == code
    result = analyze(Source("a.txt", title.encode()), whole_kit())
    assert isinstance(result, Analysis)
    assert result.domains[0].code == code


def test_the_title_is_not_judged_again_where_there_is_a_text() -> None:
    result = analyze(Source("a.txt", "关于公布第五批市级文物保护单位的通知\n\n联系人：张工，电话：略。\n".encode()), whole_kit())
    assert isinstance(result, Analysis)
    assert all(x.code != "culture-sports" for s in result.section_domains for x in s.labels)


def test_rules_hold_without_a_model(model: LinearModel) -> None:
    result = analyze(Source("a.txt", HOSPITAL.encode()), whole_kit())
    assert isinstance(result, Analysis)
    _, sections, _ = classify_domains(result.outline, RULES, None)
    said = {s.section: [x.code for x in s.labels] for s in sections}
    assert said["第三条/(一)"] == ["health"]
    assert said["第一条"] == ["open-government"]
