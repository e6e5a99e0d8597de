"""Kinds of wording, list and table through the whole pipeline, look-alikes beside them; and the signs for which a row is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.draft.doubts import ALWAYS_ASKED, ASKED, REVIEW_BELOW, is_no_matter, is_no_phrase
from nlp.draft.objects import matter_of
from nlp.draft.sharing import its_course
from nlp.kit import Kit
from nlp.types import Entry
from tests.kits import analysed

CASES = Path(__file__).parent.parent / "cases" / "draft-kinds.tsv"
LINE_END, TAB, JOINT = "⏎", "⇥", "‖"


def cases() -> list[tuple[str, str, list[str]]]:
    lines = [line for line in CASES.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    rows = [line.split("\t") for line in lines[1:]]
    assert all(len(row) == 3 for row in rows), "draft-kinds.tsv: a row does not have three cells"
    return [
        (kind, text.replace(LINE_END, "\n").replace(TAB, "\t"), [] if items == "-" else items.split(JOINT))
        for kind, text, items in rows
    ]


def drafted(text: str, kit: Kit) -> tuple[Entry, ...]:
    return analysed(text, kit).entries


@pytest.mark.parametrize(("kind", "text", "items"), cases(), ids=lambda x: x[:16] if isinstance(x, str) else "")
def test_rows_of_a_kind(kind: str, text: str, items: list[str], kit: Kit) -> None:
    assert [e.item for e in drafted(text, kit)] == items, kind


def test_a_body_told_by_its_charge_keeps_its_name_and_a_measure_is_no_channel(kit: Kit) -> None:
    [row] = drafted("县级条例\n第九条　负责药品监督管理的部门应当公布抽检结果。", kit)
    assert row.unit == "负责药品监督管理的部门"
    [row] = drafted("县级条例\n第九条　采取扣押措施的机关应当发布财物认领公告。", kit)
    assert row.channels == ()


def test_the_heading_of_a_group_of_table_rows_says_nothing_that_they_do_not(kit: Kit) -> None:
    text = (
        "某州政府\n2019年3月4日\n附件 2019年草原工作任务分解表工作任务牵头单位配合单位一、深化公开（一）规划公开1.公开草原规划。州农牧局各县人民政府"
        "2.公开禁牧区名单。州农牧局州林业局（二）资金公开3.公开补奖资金。州财政局州农牧局4.公开花名册。州财政局各县人民政府"
    )
    assert [e.item for e in drafted(text, kit)] == ["草原规划", "禁牧区名单", "补奖资金", "花名册"]


def test_half_of_the_cases_look_alike() -> None:
    found = cases()
    assert sum(not items for _, _, items in found) * 3 >= len(found)


def test_the_bracket_of_a_listed_item_says_more_than_the_subject_of_its_lead(kit: Kit) -> None:
    text = (
        "东岭农场场务公开细则\n第三条 农场应当公开下列事项：\n（一）年度生产经营计划（计划财务科，每年1月底前）；\n"
        "（二）承包费收取标准（生产科，春耕前）；\n（三）养老、医疗保险费缴纳情况。\n"
    )
    assert [(e.unit, e.content) for e in drafted(text, kit)] == [
        ("计划财务科", ("年度生产经营计划",)),
        ("生产科", ("承包费收取标准",)),
        ("农场", ("养老保险费缴纳情况", "医疗保险费缴纳情况")),
    ]


# ---------------------------------------------------------------- tables
LOOSE = [
    "示范县城管局主动公开目录", "目录类别", "目录名称", "公开事项", "内容规范", "公开主体", "公开时限", "公开形式", "公开对象",
    "机构概况", "机构职能", "公开领导信息、内设机构", "综合科", "自信息形成之日起20个工作日内", "政府网站", "全社会",
    "政策文件", "规范性文件", "公开文件名称、备案编号", "失效的文件要标明。", "法规科", "文件印发后10个工作日内", "政府网站、公示栏", "全社会",
    "行政处罚", "处罚结果", "处罚决定书", "执法大队", "自作出决定之日起7个工作日内", "政府网站", "特定群体",
]  # fmt: skip


def test_cells_one_a_line_of_which_some_are_missing(kit: Kit) -> None:
    rows = [(e.item, e.content, e.unit, e.deadline, e.audience) for e in drafted("\n\n".join(LOOSE) + "\n", kit)]
    assert rows == [
        ("机构职能", ("领导信息", "内设机构"), "综合科", "自信息形成之日起20个工作日内", "全社会"),
        ("规范性文件", ("文件名称", "备案编号"), "法规科", "文件印发后10个工作日内", "全社会"),
        ("处罚结果", ("处罚决定书",), "执法大队", "自作出决定之日起7个工作日内", "特定群体"),
    ]


def test_heads_without_rows_behind_them_are_no_table(kit: Kit) -> None:
    assert drafted("\n\n".join([*LOOSE[:9], "以上各栏由各科室填写。", "填好后报办公室汇总。", "联系人：张三", "电话：12345"]) + "\n", kit) == ()


def test_a_bracketed_line_goes_on_the_row_above(kit: Kit) -> None:
    text = (
        "序号 | 公开事项 | 公开内容 | 公开时限 | 公开渠道 |\n1 | 机构信息 | 【名称】 | 20个工作日内 | 政府网站 |\n【电话】 | ||||\n"
        "2 | 部门预算 | 【说明】【报表】 | 批复后20日内 | 政府网站 |\n"
    )
    assert [(e.item, e.content) for e in drafted(text, kit)] == [("机构信息", ("名称", "电话")), ("部门预算", ("说明", "报表"))]


def test_a_table_with_the_next_number_goes_on_from_the_one_before(kit: Kit) -> None:
    head = "序号 | 公开事项 | 公开内容 | 公开时限 | 公开渠道 |\n1 | 机构信息 | 名称、职责 | 20个工作日内 | 政府网站 |\n2 | 领导信息 | 姓名、分工 | 20个工作日内 | 政府网站 |\n"
    rest = "第1页\n{} | 部门文件 | 标题、正文 | 20个工作日内 | 政府网站 |\n{} | 部门预算 | 预算说明 | 批复后20日内 | 政府网站 |\n"
    assert [e.item for e in drafted(head + rest.format(3, 4), kit)][2:] == ["部门文件", "部门预算"]
    assert len(drafted(head + rest.format(7, 8), kit)) == 2


# ---------------------------------------------------------------- cells
@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("环境空气、地表水、饮用水源地、近岸海域等环境监测信息", ("环境空气", "地表水", "饮用水源地", "近岸海域")),
        ("救灾、优抚、救济、社会捐助等款物的发放情况", ("救灾款物的发放情况", "优抚款物的发放情况", "救济款物的发放情况", "社会捐助款物的发放情况")),
        ("扶贫、救济、义务教育等资金分配情况", ("扶贫资金分配情况", "救济资金分配情况", "义务教育资金分配情况")),
        ("行政处罚、行政检查等决定信息", ("行政处罚决定信息", "行政检查决定信息")),
        ("年度工作目标及完成情况", ("年度工作目标", "年度工作目标完成情况")),
        ("财政资金安排和使用情况", ("财政资金安排", "财政资金使用情况")),
        ("补助标准、发放对象等信息", ("补助标准", "发放对象")),
    ],
)
def test_elements_of_a_list_are_treated_alike(text: str, content: tuple[str, ...], kit: Kit) -> None:
    assert matter_of(kit.draft.lexicon, [text]).content == content


@pytest.mark.parametrize(("left", "right"), [("资金分配", "使用情况"), ("姓名", "完成情况"), ("预算执行情况", "执行情况"), ("年度预算", "说明")])
def test_what_has_no_course_of_its_own(left: str, right: str) -> None:
    assert its_course(left, right) is None


LISTED = "示范区执法公示制度\n一、公示内容\n（一）行政许可决定。\n（二）行政处罚决定。\n二、公示时限\n{}\n"


@pytest.mark.parametrize(
    ("limits", "deadlines"),
    [
        ("自作出决定之日起5个工作日内公示。", ["自作出决定之日起5个工作日内"] * 2),
        ("许可决定5个工作日内公示；处罚决定20日内公示。", ["5个工作日内", "20日内"]),
    ],
)
def test_limits_below_a_title_are_those_of_the_matters(limits: str, deadlines: list[str], kit: Kit) -> None:
    rows = drafted(LISTED.format(limits), kit)
    assert [(e.item, e.deadline) for e in rows] == list(zip(["行政许可决定", "行政处罚决定"], deadlines, strict=True))


def test_an_announcement_has_no_limit_by_default(kit: Kit) -> None:
    (row,) = drafted("县水利局应当在政府网站公布停水公告，并做好解释工作。", kit)
    assert row.deadline is None


# ---------------------------------------------------------------- what is no row, and what is asked about
@pytest.mark.parametrize("item", ["地点", "公示时间", "几个方面", "主动公开的政府信息", "举行", "事宜"])
def test_words_that_name_nothing(item: str) -> None:
    assert is_no_matter(item)


@pytest.mark.parametrize("item", ["办公地点", "开放时间", "举行情况", "政府信息公开目录", "条款说明"])
def test_words_that_name_something(item: str) -> None:
    assert not is_no_matter(item)


@pytest.mark.parametrize("item", ["推动重点地市标杆场景", "符合要求的申请人即为有效申请人", "用于发展慈善事业", "以院长为组长、分管信息"])
def test_aims_and_statements_are_no_rows(item: str, kit: Kit) -> None:
    assert is_no_phrase(kit.draft.lexicon, item)


@pytest.mark.parametrize("item", ["促进就业政策", "提升行动方案", "用于救灾的资金使用情况", "财政收支情况"])
def test_what_only_begins_like_an_aim_is_a_row(item: str, kit: Kit) -> None:
    assert not is_no_phrase(kit.draft.lexicon, item)


def test_a_default_alone_is_not_asked_about(kit: Kit) -> None:
    (row,) = drafted("县财政局应当公布部门预算执行结果，并接受社会监督。", kit)
    assert "deadline" in row.defaults
    assert not row.needs_review


def test_what_is_borrowed_from_another_sentence_is_asked_about(kit: Kit) -> None:
    (row,) = drafted("市水务局要加强对供水企业的检查，督促整改。检查结果应当在10日内向社会公布。", kit)
    assert row.defaults["unit"] == "前文主语"
    assert row.needs_review
    assert row.score <= ASKED < REVIEW_BELOW
    assert "borrowed" in ALWAYS_ASKED


# ---------------------------------------------------------------- what goes on, and what ends
@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("县自然资源局要完成历史规划的归集整理，在县政府网站集中展示。", ["历史规划"]),
        ("检查情况应当形成书面报告，报本级人民政府，并向社会公布。", ["检查情况"]),
        ("被列入异常名录的企业，由县市场监管局予以公示。", ["被列入异常名录的企业"]),
        ("县自然资源局要完成历史规划的归集整理，报市局备案。", []),
        ("检查情况应当形成书面报告，报本级人民政府。", []),
        ("被列入异常名录的企业，由县市场监管局约谈。", []),
    ],
)
def test_what_an_earlier_clause_names(text: str, items: list[str], kit: Kit) -> None:
    assert [e.item for e in drafted(text, kit)] == items


def test_a_list_of_ways_behind_the_matters_gives_no_rows(kit: Kit) -> None:
    text = (
        "示范学校校务公开制度\n为加强民主管理，制定本制度。\n校务公开的主要内容：\n一、学校发展规划、年度工作计划。\n二、教职工职称评聘结果。\n"
        "三、基建项目招标情况。\n校务公开的主要形式：\n一、教职工大会\n二、校务公开栏\n三、校园网\n"
    )
    assert [e.item for e in drafted(text, kit)] == ["学校发展规划、年度工作计划", "教职工职称评聘结果", "基建项目招标情况"]


def test_who_carries_out_a_matter_is_named_in_full(kit: Kit) -> None:
    text = "决策承办机构应当对公众意见进行整理。采纳情况应当向社会公布。"
    assert [(e.item, e.unit) for e in drafted(text, kit)] == [("采纳情况", "决策承办机构")]


def test_a_lead_says_whose_the_items_below_it_are(kit: Kit) -> None:
    text = (
        "双溪镇村务公开办法\n第一条 为推进村务公开，制定本办法。\n第二条 村民委员会应当公开的内容有：\n（一）财务收支；\n（二）低保名单；\n"
        "第三条 村民小组需公布的事项包括：\n（一）用水收费；\n（二）轮值安排。\n第四条 公开的主要内容：\n（一）选举结果；\n（二）集体合同。\n"
    )
    rows = [(e.item, e.unit) for e in drafted(text, kit) if e.section.startswith(("第二条", "第三条"))]
    assert rows == [("财务收支", "村民委员会"), ("低保名单", "村民委员会"), ("用水收费", "村民小组"), ("轮值安排", "村民小组")]
    assert not {e.unit for e in drafted(text, kit) if e.section.startswith("第四条")} & {"村民委员会", "村民小组"}


def test_what_a_firm_opens_to_its_workers_is_for_them(kit: Kit) -> None:
    text = "某省厂务公开条例\n第一条 企业应当公布集体合同履行情况。\n第二条 企业应当向社会公布安全生产承诺。\n"
    assert [(e.item, e.audience) for e in drafted(text, kit)] == [("集体合同履行情况", "特定群体"), ("安全生产承诺", "全社会")]


def test_words_that_begin_like_a_modal_or_end_like_a_body_stay_whole(kit: Kit) -> None:
    text = (
        "某县农房管理办法\n第一条 需求计划表在公示七日无异议后报镇人民政府。\n第二条 对外开放的文物保护单位、文物保护点的承载标准，由文物局确定，并向社会公布。\n"
        "第三条 制定、调整政府指导价，应当进行成本调查。听证方案应当公布。\n第四条 公开电话由县政府办公室统一设置。\n"
    )
    rows = [(e.item, e.unit) for e in drafted(text, kit)]
    assert [item for item, _ in rows] == ["需求计划表", "对外开放的文物保护单位、文物保护点的承载标准", "听证方案"]
    assert all("调整" not in (unit or "") for _, unit in rows)


def test_a_general_clause_under_a_heading_of_matters_leads_the_items_below_it(kit: Kit) -> None:
    text = (
        "某局政务公开实施方案\n一、公开的内容\n各股室应根据职责，将社会关注的事项通过适当方式向社会公开，接受群众监督。\n（一）财政工作概况。\n（二）财税法规、管理制度。\n"
        "二、公开的形式\n各股室应当通过适当方式向社会公开，接受监督。\n（一）公开栏；\n（二）网站。\n三、加强监督\n局办公室公布监督电话，监督各股室抓好落实：\n（一）定期检查；\n（二）年终考核。\n"
    )
    assert [(e.item, e.unit) for e in drafted(text, kit)] == [
        ("财政工作概况", "各股室"), ("财税法规、管理制度", "各股室"), ("某局政务公开监督电话", "局办公室"),
    ]  # fmt: skip
