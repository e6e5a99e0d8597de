"""Documents that lost their line ends: the sections come back, with blanks in their place or without anything."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from nlp.types import Outline

Make = Callable[[str], Outline]
GOLD = Path(__file__).parents[2] / "corpora" / "gold" / "dev"
_HALF = str.maketrans("（）", "()")


def paths(made: Outline) -> list[str]:
    return [s.path for s in made.sections if s.path]


@pytest.mark.parametrize(("between", "least"), [(" ", 0.93), ("", 0.90)], ids=["blank", "nothing"])
def test_most_sections_of_the_development_documents_come_back(outline: Make, between: str, least: float) -> None:
    found = asked = said = 0
    for path in sorted(GOLD.glob("*.gold.json")):
        text = path.with_name(path.name.replace(".gold.json", ".txt")).read_text("utf-8")
        if "\t" in text:
            continue  # rows of a table are lost with their line ends
        joined = between.join(line.strip() for line in text.split("\n") if line.strip())
        wanted = [re.sub(r"\s+", "", s["path"]).translate(_HALF) for s in json.loads(path.read_text("utf-8"))["sections"]]
        got = paths(outline(joined))
        asked += len(wanted)
        said += len(got)
        found += len(set(wanted) & set(got))
    assert asked > 150
    assert found >= least * asked
    assert found >= 0.93 * said


CASES = [
    (
        "an adoption note",
        "柳河市湿地保护条例 2021年10月28日 柳河市第七届人民代表大会常务委员会第四十二次会议通过 2021年11月27日 某省第十三届人民代表大会常务委员会"
        "第二十八次会议批准 第一条 为了保护湿地，制定本条例。 第二条 本市湿地适用本条例。 第三条 市人民政府应当公布湿地名录。",
        ["第一条", "第二条", "第三条"],
    ),
    (
        "an adoption note in brackets",
        "柳河市湿地保护条例（2021年10月28日柳河市人民代表大会常务委员会通过）第一章 总则第一条 为了保护湿地，制定本条例。第二条 市人民政府应当公布湿地名录。",
        ["第一章", "第一章/第一条", "第一章/第二条"],
    ),
    (
        "fields that no full stop closes",
        "关于改进服务的实施方案为改进服务，制定本方案。一、压减审批事项（一）压缩办理时间。企业开办三日内办结。责任单位：市政务局、市税务局"
        "（二）整治涉企收费。公开收费清单。责任单位：市财政局二、加强监督（一）公布投诉渠道。畅通热线。公开主体：市纪委机关（二）定期通报。按季度通报情况。",
        ["一", "一/(一)", "一/(二)", "二", "二/(一)", "二/(二)"],
    ),
    (
        "a forgotten （二）",
        "关于推进信息公开的工作要点为推进公开，提出如下要点。一、公开重点信息（一）公开预算。各部门公布预算。（二）公开招生。学校公布招生计划。"
        "二、保障措施（一）强化组织领导。各单位要明确分工。（三）做好考核评估。每年考核一次。三、有关要求各单位要抓好落实，按时报送总结。",
        ["一", "一/(一)", "一/(二)", "二", "二/(一)", "二/(三)", "三"],
    ),
    (
        "一是 behind a heading",
        "关于推进公开的工作方案为推进公开，制定本方案。一、主要任务（一）围绕营商环境推进公开一是公开惠企政策。区科技局每月更新政策清单，集中发布。"
        "二是公开行政处罚信息。对列入名录的企业及时公示有关情况。（二）围绕民生推进公开一是公布就业岗位。举办招聘活动的时间地点要提前公告。"
        "二是公示低保名单。街道每季度公示一次保障对象名单。二、工作要求各单位要认真抓好落实，明确专人负责。",
        ["一", "一/(一)", "一/(一)/一是", "一/(一)/二是", "一/(二)", "一/(二)/一是", "一/(二)/二是", "二"],
    ),
    (
        "chapters whose numbers only a blank parts",
        "林岭县防汛应急预案 1  总则 1.1  编制目的 建立健全应对机制，减少损失。 1.2  编制依据 依据有关法律编制。 2  组织体系 2.1 县级机构 县人民政府设立指挥部。"
        " 2.2 职责 指挥部负责发布预警。 3  附则 3.1 解释 本预案由县应急局负责解释。",
        ["1", "1/1.1", "1/1.2", "2", "2/2.1", "2/2.2", "3", "3/3.1"],
    ),
    (
        "a half-width stop before a label",
        "关于规范公开工作的通知各村：现就有关事项通知如下：一、公开内容。财务收支按月公布.二、公开形式。设置固定公开栏.三、工作要求。镇政府定期检查。",
        ["一", "二", "三"],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_labels_of_a_document_on_one_line(outline: Make, text: str, wanted: list[str]) -> None:
    assert paths(outline(text)) == wanted


def test_a_title_that_begins_with_a_year_stands_behind_the_date_of_a_signature(outline: Make) -> None:
    made = outline(
        "关于印发2022年政务公开任务分解的通知各区人民政府：现将任务分解印发给你们，请认真抓好落实。柳河市人民政府办公室2022年7月15日2022年柳河市政务公开"
        "任务分解一、公开重点信息。各部门公布预算。二、加强监督检查。市政府办公室定期通报。"
    )
    assert (made.metadata.issuer, str(made.metadata.written_on)) == (("柳河市人民政府办公室",), "2022-07-15")


def test_figures_and_codes_before_a_number_are_no_stop(outline: Make) -> None:
    made = outline("关于公布抽检结果的公告现将结果公告如下：一、总体情况。合格率为98.二，较上年提高。本批次共抽检3.第二批次另行公布。二、有关要求。各单位落实整改。")
    assert paths(made) == ["一", "二"]


def test_groups_of_two_levels_before_the_rows_of_a_table_on_one_line(outline: Make) -> None:
    text = (
        "某县政府办公室2021年8月18日附件 2021年政务公开工作主要任务分解表工作任务工作要求牵头单位配合/责任单位一、紧扣开局深化政务公开（一）做好规划公开"
        "1.公开规划纲要。通过门户网站集中展示。县发改局县自然资源局 县直有关单位，各乡镇人民政府（街道办事处）2.归集历史规划。通过专栏发布。县发改局县直有关单位"
        "（二）做好执法公开3.公开标准。落实清单管理。县发改局县行政审批局县直有关单位，各乡镇人民政府（街道办事处）5.公开落实举措。县市场监管局县直有关单位"
        "二、紧扣政策深化政务公开（一）加强解读6.解读重大政策。县政府办公室县直各单位（二）改进方式7.丰富形式。县政府办公室县直各单位"
    )
    made = outline(text)
    assert [(s.path.removeprefix("附件/"), s.title) for s in made.sections if s.path and s.path != "附件"] == [
        ("一", "紧扣开局深化政务公开"), ("一/(一)", "做好规划公开"), ("一/(二)", "做好执法公开"),
        ("二", "紧扣政策深化政务公开"), ("二/(一)", "加强解读"), ("二/(二)", "改进方式"),
    ]  # fmt: skip


def test_codes_of_a_catalogue_on_one_line_number_no_section(outline: Make) -> None:
    text = "县林业局政府信息公开目录\n01 机构职能 01 机构领导 02 内设机构 02 规范性文件 03 林业管理 01 采伐许可\n县林业局政府信息公开指南\n一、主动公开\n（一）公开范围\n本局公开林业信息。\n二、依申请公开\n由办公室受理。"
    made = outline(text)
    assert [s.path for s in made.sections if s.path] == ["一", "一/(一)", "二"]


def test_a_paper_named_straight_behind_the_word_for_annex_opens_it(outline: Make) -> None:
    table = "工作任务牵头单位配合单位一、深化公开1.公开名录。州农牧局各县政府2.公开名单。州农牧局州林业局3.公开资金。州财政局州农牧局4.公开结果。州监察局各县政府"
    made = outline("第一条 为了保护草原，制定本办法。\n第二条 州政府应当公布名录。\n附件 草原工作任务分解表" + table)
    assert paths(made)[:4] == ["第一条", "第二条", "附件", "附件/一"]
    assert paths(outline("一、报送材料。\n附件所列材料清单，由县财政局负责核对。\n附件要求各单位填写登记表")) == ["一"]
