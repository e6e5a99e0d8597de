"""Lists, sections and tables in the shapes in which offices write them, through the whole pipeline; and what is said of empty drafts."""

from __future__ import annotations

import time

import pytest

from nlp.draft.entries import draft_entries
from nlp.draft.reasons import draft_warnings
from nlp.intake.reader import read
from nlp.kit import Kit
from nlp.structure.outline import outline_of
from nlp.types import Attribute, Entry, Failure, Source
from nlp.view import build_view
from tests.kits import analysed


def items(text: str, kit: Kit) -> list[str]:
    return [e.item for e in analysed(text, kit).entries]


def warnings(text: str, kit: Kit) -> tuple[str, ...]:
    a = analysed(text, kit)
    return draft_warnings(a.outline, kit.draft.verbs, kit.draft.columns, a.attribute, a.entries)


def table(*rows: str) -> str:
    return "主动公开基本目录\n" + "\n".join(f"{row} |" for row in rows) + "\n"


# ---------------------------------------------------------------- sections
def test_numbered_items_in_one_line_are_a_row_each(kit: Kit) -> None:
    text = (
        "某村村务公开办法\n一、村务公开内容：主要有：1、财务收支情况；2、低保对象名单；3、宅基地审批情况；4、重大决策公开。\n"
        "二、组织领导：成立领导小组。\n"
    )
    assert items(text, kit) == ["财务收支情况", "低保对象名单", "宅基地审批情况", "重大决策"]
    school = "某校信息公开指南\n一、主动公开 （一）公开范围 1.机构设置信息；2.收费项目和标准；3.招生计划。 （二）公开形式 网站。\n"
    assert items(school, kit) == ["机构设置信息", "收费项目和标准", "招生计划"]


def test_numbered_conditions_in_one_line_are_no_rows(kit: Kit) -> None:
    assert items("办事须知\n一、申请条件：1、年满十八周岁；2、本县户籍；3、无犯罪记录。\n二、申请材料：身份证。\n", kit) == []


def test_matters_of_one_sentence_stay_together_below_steps(kit: Kit) -> None:
    text = "某县村务公开办法\n第三章　公开程序\n第九条　一般事项至少每季度公布一次；涉及村民利益的重大事项应当随时公布。\n"
    assert items(text, kit) == ["一般事项", "涉及村民利益的重大事项"]


def test_sections_on_ways_keep_what_names_its_matter(kit: Kit) -> None:
    text = (
        "示范县衔接资金公告公示办法\n一、公告公示的形式\n（一）镇政府在政务公开栏公布资金安排计划和项目名单。\n"
        "（二）通过广播、短信等形式及时公开。\n（三）公示栏要保持整洁。\n二、监督检查\n加强监督检查。\n"
    )
    assert items(text, kit) == ["资金安排计划和项目名单"]


def test_a_heading_that_nothing_spells_out_is_a_matter(kit: Kit) -> None:
    text = (
        "示范市政务公开工作要点\n一、深化公开\n（一）推进行政裁决结果信息公开。有关部门要研究形成属性审核机制。\n"
        "（二）加强队伍建设。开展业务培训。\n（三）高度重视预算公开工作。加强组织领导。\n"
    )
    assert items(text, kit) == ["行政裁决结果信息"]


@pytest.mark.parametrize(
    ("point", "item", "content"),
    [
        ("项目建设计划，包括项目名称、建设内容、资金额度等。", "项目建设计划", ("项目名称", "建设内容", "资金额度")),
        ("其他内容，包括承包方式、补助标准等。", "其他内容", ("承包方式", "补助标准")),
        ("资金使用结果。", "资金使用结果", ("资金使用结果",)),
    ],
)
def test_points_of_a_list_with_what_they_hold(point: str, item: str, content: tuple[str, ...], kit: Kit) -> None:
    entries = analysed(
        f"示范县项目公示制度\n一、公示的内容\n（一）{point}\n（二）项目实施单位。\n二、要求\n加强领导。\n", kit
    ).entries
    assert [(entries[0].item, entries[0].content), entries[1].item] == [(item, content), "项目实施单位"]


def test_sentences_under_a_heading_each_name_their_matter(kit: Kit) -> None:
    text = (
        "示范县推行许可处罚双公示的通知\n一、公示的内容\n许可事项公示内容包括：决定书文号、项目名称、许可内容。"
        "处罚事项公示内容包括：处罚名称、处罚事由、处罚结果。\n二、工作要求\n加强领导。\n"
    )
    assert items(text, kit) == ["许可事项", "处罚事项"]


def test_what_is_withheld_is_no_list(kit: Kit) -> None:
    assert items("示范县负面清单\n下列信息不予公开：\n（一）国家秘密；\n（二）商业秘密。\n", kit) == []


# ---------------------------------------------------------------- tables
def rows_of(text: str, kit: Kit) -> list[Entry]:
    return list(analysed(text, kit).entries)


def test_a_task_table_with_offices_in_charge(kit: Kit) -> None:
    rows = rows_of(
        "示范局政务公开任务分解表\n重点任务 | 工作内容 | 负责科室 |\n文件公开 | 年底前公开现行有效的规范性文件目录。 | 法规科 |\n"
        "队伍建设 | 开展业务培训两次。 | 办公室 |\n民生信息 | 注重养老补贴政策、申领结果等信息发布。 | 养老科 |\n",
        kit,
    )
    assert [(e.item, e.unit) for e in rows] == [
        ("现行有效的规范性文件目录", "法规科"),
        ("养老补贴政策、申领结果等信息", "养老科"),
    ]


def test_a_head_of_two_rows_that_lost_its_merged_cells(kit: Kit) -> None:
    rows = rows_of(
        table(
            "序号 | 公开事项 | 公开内容 | 公开时限 | 公开主体 | 公开对象 | 公开方式",
            "一级事项 | 二级事项 | 全社会 | 特定群体 | 主动 | 依申请",
            "1 | 补贴政策 | 种粮补贴 | 申报材料、办理时限 | 20个工作日内 | 镇农业办 | √ | | √ |",
            "2 | 补贴政策 | 农机补贴 | 补贴标准、受理电话 | 及时 | 镇农业办 | √ | | √ |",
        ),
        kit,
    )
    assert [(e.item, e.parent_item, e.deadline, e.unit, e.mode) for e in rows] == [
        ("种粮补贴", "补贴政策", "20个工作日内", "镇农业办", "主动公开"),
        ("农机补贴", "补贴政策", "及时", "镇农业办", "主动公开"),
    ]


def test_a_row_that_lost_a_merged_cell_is_moved_under_its_heads(kit: Kit) -> None:
    rows = rows_of(
        table(
            "序号 | 公开领域 | 公开事项 | 公开内容 | 公开时限 | 公开渠道",
            "1 | 政务公开 | 机构信息 | 机构名称、办公地址 | 20个工作日内 | 政府网站",
            "2 | 领导信息 | 姓名、职务、分工 | 及时 | 政府网站 | ",
        ),
        kit,
    )
    assert [(e.item, e.deadline) for e in rows] == [("机构信息", "20个工作日内"), ("领导信息", "及时")]


def test_a_table_with_a_broken_head_is_read_as_text_with_a_warning(kit: Kit) -> None:
    text = table("甲 | 乙丙", "教育 | 各学校要在开学前公布收费项目和标准。", "医疗 | 完善设施。")
    assert items(text, kit) == ["收费项目和标准"]
    assert warnings(text, kit) == ("第1个表格的表头未能识别，已将各格按文字读取，请核对其中的公开事项。",)


def test_a_form_for_marking_gives_no_rows(kit: Kit) -> None:
    assert items(table("甲 | 乙丙", "公开 | 按时公布部门预算得5分，未公布扣5分。", "培训 | 开展培训得3分。"), kit) == []


def test_a_table_with_a_known_head_needs_no_warning(kit: Kit) -> None:
    text = table(
        "公开事项 | 公开内容 | 公开时限 | 公开主体", "预算 | 部门预算 | 20日内 | 财政所", "决算 | 部门决算 | 20日内 | 财政所"
    )
    assert len(items(text, kit)) == 2
    assert warnings(text, kit) == ()


def test_five_thousand_rows_take_seconds(kit: Kit) -> None:
    heads = "".join(f"<th>{h}</th>" for h in ("序号", "公开事项", "公开内容", "公开时限", "公开主体"))
    whose, what = (
        ["种粮", "农机", "良种", "低保", "特困", "孤儿", "高龄"],
        ["对象", "标准", "资金", "程序", "结果", "名单", "电话", "依据", "期限"],
    )
    rows = "".join(
        f"<tr><td>{n}</td><td>{whose[n % 7]}补贴{what[n % 9]}{n}</td><td>补贴{what[n % 8]}</td><td>20个工作日内</td><td>镇财政所</td></tr>"
        for n in range(1, 5001)
    )
    page = f"<html><body><h1>主动公开基本目录</h1><table><tr>{heads}</tr>{rows}</table></body></html>"
    document = read(Source("a.html", page.encode()), kit.limits, kit.furniture)
    assert not isinstance(document, Failure)
    outline = outline_of(document, build_view(document, kit.script), kit.structure)
    start = time.process_time()
    found = draft_entries(outline, kit.draft, (), (), Attribute("active", None, 0.9, False), (), ())
    assert len(found) == 5000
    assert time.process_time() - start < 20


# ---------------------------------------------------------------- nothing drafted
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("关于做好防汛工作的通知\n一、加强巡查。\n二、落实责任。\n", "文中没有公开、公示、公布等要求"),
        ("示范县2023年政务公开工作总结\n一年来，公开部门预算86份，回应群众关切120件。\n", "文件叙述已经做过的工作"),
        ("示范局拟聘人员名单公示\n现将拟聘人员名单公示如下：张三、李四。\n", "文件本身就是公示、公告"),
        ("关于加强学习的通知\n一、加强政务公开业务培训。\n二、提高公开意识。\n", "没有规定由谁公开什么"),
        ("机密★5年\n示范市人民政府关于某事的通知\n一、公开部门预算。\n", "文件标有密级"),
    ],
)
def test_an_empty_draft_says_why(text: str, why: str, kit: Kit) -> None:
    said = warnings(text, kit)
    assert len(said) == 1
    assert said[0].startswith("未起草公开事项：")
    assert why in said[0]


def test_a_draft_with_rows_says_nothing(kit: Kit) -> None:
    assert warnings("关于做好工作的通知\n一、市财政局要按月公开财政收支情况。\n", kit) == ()
