"""Lists in the lines of one section, limits set for all matters, cells under the wrong head, levels, and what a list shares."""

from __future__ import annotations

import pytest

from nlp.draft.cell_types import fits, looks_like, realigned
from nlp.draft.deadline_cell import LAW
from nlp.draft.doubts import ALWAYS_ASKED, BROKEN, REVIEW_BELOW
from nlp.draft.entries import DraftRules
from nlp.draft.grading import own_name
from nlp.draft.levels import levels_of_unit
from nlp.draft.lists import announces, opens_content
from nlp.draft.objects import matter_of
from nlp.draft.periods import WHY
from nlp.kit import Kit
from nlp.types import Cell, Entry, Metadata
from tests.kits import analysed


@pytest.fixture(scope="module")
def rules(kit: Kit) -> DraftRules:
    return kit.draft


def entries(text: str, kit: Kit) -> tuple[Entry, ...]:
    return analysed(text, kit).entries


# ---------------------------------------------------------------- lists in lines
ARTICLE = (
    "城市执法公示办法\n第二章 公示内容\n第一节 事前公示\n第四条 本市执法事前公示内容：\n（一）执法主体：机构职责、执法区域；\n"
    "（二）执法依据：法律、法规、规章；\n（三）救济途径：投诉方式、受理程序。\n"
)


def test_items_below_the_third_level_are_rows(kit: Kit) -> None:
    found = entries(ARTICLE, kit)
    assert [e.item for e in found] == ["执法主体", "执法依据", "救济途径"]
    assert [e.content for e in found] == [("机构职责", "执法区域"), ("法律", "法规", "规章"), ("投诉方式", "受理程序")]
    assert all(e.section.endswith("第四条") for e in found)


def test_lead_of_lines_lends_unit_and_limit(kit: Kit) -> None:
    text = (
        "社区物业公开规定\n第二章 公开\n第一节 内容\n第九条 业主委员会应当及时向全体业主公开下列信息，公开时间不得少于十五日：\n"
        "（一）管理规约；\n（二）物业服务合同；\n（三）维修资金使用情况。\n"
    )
    found = entries(text, kit)
    assert [e.item for e in found] == ["管理规约", "物业服务合同", "维修资金使用情况"]
    assert {e.unit for e in found} == {"业主委员会"}


def test_prohibitions_behind_a_disclosure_are_no_list(kit: Kit) -> None:
    text = (
        "燃气管理条例\n第十条 县住建局应当公布燃气设施保护范围。在保护范围内禁止下列行为：\n（一）建造建筑物；\n（二）倾倒腐蚀性物质。\n"
    )
    assert [e.item for e in entries(text, kit)] == ["燃气设施保护范围"]


@pytest.mark.parametrize("line", ["校务公开的主要内容：", "集团公司公开信息，重点包含下列内容：", "政府信息公开目录分两项内容：", "本市执法事前公示内容："])
def test_a_line_that_announces_matters(line: str) -> None:
    assert opens_content(line)
    assert announces(line, spoken=False)


@pytest.mark.parametrize(
    "line", ["校务公开的主要形式：", "公开信息应当遵循以下原则：", "不予公开的内容：", "公开栏主要内容：", "报告内容包括："]
)
def test_a_line_that_announces_something_else(line: str) -> None:
    assert not opens_content(line)


def test_an_item_called_basic_facts_below_a_lead_is_a_matter(kit: Kit) -> None:
    text = "供水公司信息公开指南\n一、公开内容\n1.基本情况。包括企业性质、办公地址。\n2.收费标准。包括水价、污水处理费。\n"
    assert [e.item for e in entries(text, kit)] == ["基本情况", "收费标准"]


# ---------------------------------------------------------------- limits for all
VILLAGE = "青山村村务公开制度\n一、村务公开内容\n（一）财务收支情况；\n（二）宅基地审批情况。\n"


@pytest.mark.parametrize(
    ("said", "limit"),
    [
        ("二、公开时间\n一般村务每季度公开一次，重大事项随时公开。\n", "每季度"),
        ("二、公开时间\n一般村务定期公开，最长不超过三个月。\n", "最长不超过三个月"),
        ("二、公开要求\n公开时限：自信息形成之日起7个工作日内。\n", "自信息形成之日起7个工作日内"),
    ],
)
def test_the_documents_own_period_stands_before_that_of_the_regulation(said: str, limit: str, kit: Kit) -> None:
    found = entries(VILLAGE + said, kit)[:2]
    assert {(e.deadline, e.defaults["deadline"]) for e in found} == {(limit, WHY)}
    assert all(e.evidence["deadline"] for e in found)


@pytest.mark.parametrize("said", ["二、公开要求\n公开栏要保持整洁。\n", "二、公开时间\n重大事项随时公开。\n"])
def test_without_a_common_period_the_regulation_holds_for_organs_alone(said: str, kit: Kit) -> None:
    town = VILLAGE.replace("青山村村务", "青山镇政务").replace("村务", "政务")
    assert {e.defaults["deadline"] for e in entries(town + said, kit)[:2]} == {LAW}
    assert {e.deadline for e in entries(VILLAGE + said, kit)[:2]} == {None}


def test_an_item_that_says_how_often_it_is_kept_up(kit: Kit) -> None:
    (one, other) = entries("县财政局信息公开指南\n一、公开内容\n（一）可开放容量。包括按季度更新配电网接入能力。\n（二）电价标准。\n", kit)
    assert (one.deadline, one.content) == ("按季度", ("配电网接入能力",))
    assert other.defaults["deadline"] == LAW


# ---------------------------------------------------------------- cells under the wrong head
COLUMNS = {0: "seq", 1: "level1", 2: "level2", 3: "basis", 4: "deadline", 5: "publisher", 6: "channel"}


def cells(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(t, n, n + 1, 0, n) for n, t in enumerate(texts))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("半年至少更新1次", {"deadline"}), ("县应急管理局", {"body"}), ("《政府信息公开条例》第二十条", {"basis"}), ("■政府网站", {"channel"}),
        ("政务服务中心", {"body"}), ("村務公開欄、政府網站", {"channel"}), ("机构概况", set()), ("", set()),
    ],
)  # fmt: skip
def test_what_a_cell_looks_like(text: str, kinds: set[str]) -> None:
    assert looks_like(text) == kinds


def test_a_row_that_lost_a_merged_cell_is_moved_back() -> None:
    row = cells("2", "部门规章", "《条例》", "每半年", "县应急局", "政府网站", "")
    assert [c.text for c in realigned(COLUMNS, row, 1)] == ["2", "", "部门规章", "《条例》", "每半年", "县应急局", "政府网站"]


@pytest.mark.parametrize(
    "texts",
    [
        ("1", "政策文件", "部门规章", "《条例》", "每半年", "县应急局", "政府网站"),
        ("2", "部门规章", "《条例》", "每半年", "县应急局", "政府网站", "√"),
        ("3", "标准", "目录", "", "", "", ""),
    ],
)
def test_other_rows_stay(texts: tuple[str, ...]) -> None:
    row = cells(*texts)
    assert realigned(COLUMNS, row, 1) == row


def test_fits_tells_right_wrong_and_unknown() -> None:
    assert fits("deadline", "每月10日前") is True
    assert fits("deadline", "县应急局") is False
    assert fits("deadline", "见备注") is None


def test_a_cell_of_another_column_is_left_out_and_the_row_is_for_review(kit: Kit) -> None:
    text = (
        "主动公开基本目录\n公开事项 | 公开内容 | 公开依据 | 公开时限 | 公开主体 |\n防汛预案 | 预案全文 | 《防洪法》 | 县水利局 | 县水利局 |\n"
        "水库名录 | 名称、位置 | 《防洪法》 | 每年5月底前 | 县水利局 |\n"
    )
    first, second = entries(text, kit)
    assert first.deadline != "县水利局"
    assert first.needs_review
    assert second.deadline == "每年5月底前"


# ---------------------------------------------------------------- names, levels, lists
def test_the_column_of_a_website_is_no_part_of_a_title() -> None:
    assert own_name(Metadata("【公开指南】某某供电公司信息公开指南")) == "《某某供电公司信息公开指南》"
    assert own_name(Metadata("【试行】")) == "《【试行】》"


@pytest.mark.parametrize(
    ("unit", "levels"),
    [
        ("各县（市、区）人民政府、各乡镇", ("县级", "乡级")), ("青石镇人民政府", ("乡级",)), ("各村", ("村级",)), ("省水利厅", ("省级",)),
        ("市财政局", ()), ("县级以上人民政府", ()), ("各乡镇、市财政局", ()), ("", ()),
    ],
)  # fmt: skip
def test_levels_that_a_unit_names(unit: str, levels: tuple[str, ...]) -> None:
    assert levels_of_unit(unit) == levels


@pytest.mark.parametrize(
    ("text", "item", "content"),
    [
        ("影响公共安全、人身和财产安全的疫情、灾情、险情等重大突发事件的预报、处置情况", "重大突发事件的预报、处置情况", ("预报情况", "处置情况")),
        ("教育、卫生、民政等方面的政策、措施", "教育、卫生、民政等方面的政策、措施", ("教育的政策、措施", "卫生的政策、措施", "民政的政策、措施")),
        ("国民经济和社会发展规划及其执行情况", "国民经济和社会发展规划及其执行情况", ("国民经济和社会发展规划及其执行情况",)),
        ("涉及公民、法人和其他组织权益的信息", "涉及公民、法人和其他组织权益的信息", ("涉及公民、法人和其他组织权益的信息",)),
        ("法律、法规和章程规定应当公开的其他信息", "法律、法规和章程规定应当公开的其他信息", ("法律、法规和章程规定应当公开的其他信息",)),
        ("政府提供的养老服务项目、养老机构名录", "政府提供的养老服务项目、养老机构名录", ("政府提供的养老服务项目", "养老机构名录")),
    ],
)
def test_what_a_list_shares(text: str, item: str, content: tuple[str, ...], rules: DraftRules) -> None:
    made = matter_of(rules.lexicon, [text])
    assert (made.item, made.content) == (item, content)


def test_rows_that_are_always_asked(rules: DraftRules) -> None:
    assert {BROKEN, "misplaced", "unclear"} <= ALWAYS_ASKED
    assert rules.doubts.score({"no-unit"}) < REVIEW_BELOW <= rules.doubts.score(())


def test_addressees_answer_where_a_notice_names_nobody(kit: Kit) -> None:
    text = "某某市水利局关于做好防汛公开工作的通知\n各县（市、区）水利局：\n一、公开内容\n要及时公布水库水位。\n某某市水利局\n2023年5月6日\n"
    (one,) = entries(text, kit)
    assert (one.unit, one.defaults["unit"]) == ("各县（市、区）水利局", "主送机关")
    (own,) = entries(text.replace("要及时公布", "我局将及时公布"), kit)
    assert own.unit == "某某市水利局"


def test_a_competition_open_to_all_is_no_list_of_what_is_disclosed(kit: Kit) -> None:
    text = "石桥县公开招聘教师简章\n一、公开招聘的主要内容包括：\n1.招聘岗位；\n2.招聘人数；\n二、校务公开的主要内容包括：\n1.教师职称评定结果；\n2.收费项目和标准。\n"
    assert {one.section for one in entries(text, kit)} == {"二/1", "二/2"}


def test_the_days_of_the_regulation_do_not_bind_the_owners_of_a_house(kit: Kit) -> None:
    text = "石桥县物业管理办法\n第一条 业主委员会应当公布维修资金使用情况。\n第二条 县住房和城乡建设局应当公布物业服务企业名单。\n"
    own, office = entries(text, kit)
    assert (own.deadline, own.level) == (None, ())
    assert office.defaults["deadline"] == LAW


@pytest.mark.parametrize(("sentence", "unit"), [
    ("县民政局牵头，县财政局配合，发放结果在5个工作日内向社会公开。", "县民政局"),
    ("县财政局积极配合，县民政局在5个工作日内向社会公开发放结果。", "县民政局"),
])
def test_who_leads_is_the_one_that_discloses(sentence: str, unit: str, kit: Kit) -> None:
    assert [one.unit for one in entries(f"云岭县关于低保工作的通知\n一、按时发放。{sentence}\n", kit)] == [unit]


def test_parts_of_a_bureau_do_not_disclose_in_its_place(kit: Kit) -> None:
    text = "云岭县规划局关于方案公示的通知\n{}：\n一、设计方案批准前应当向社会公示。\n云岭县规划局\n2021年3月1日\n"
    assert [one.unit for one in entries(text.format("局属各部门"), kit)] == ["云岭县规划局"]
