"""Lines of fields below an item, and the cells of table rows that a lost layout leaves odd."""

from __future__ import annotations

import pytest

from nlp.draft.levels import levels_of_unit
from nlp.kit import Kit
from nlp.types import Entry
from tests.kits import analysed


def drafted(text: str, kit: Kit) -> tuple[Entry, ...]:
    return analysed(text, kit).entries


HEAD = "白河县水利局2024年政务公开工作安排\n各股室：\n现将任务安排如下。\n一、公开执法信息\n"


def test_fields_below_an_item_fill_its_row(kit: Kit) -> None:
    text = HEAD + (
        "1.公布水资源费征收标准。\n责任股室：水资源股\n公开时限：调整后7个工作日内\n公开渠道：县政府门户网站、公示栏\n公开对象：取水户\n"
        "2.公布行政处罚决定书。\n责任股室：执法大队\n"
    )
    first, second = drafted(text, kit)
    assert (first.item, first.unit, first.deadline, first.deadline_value) == ("水资源费征收标准", "水资源股", "调整后7个工作日内", "P7D")
    assert first.channels[:2] == ("县政府门户网站", "公示栏")
    assert first.audience == "特定群体"
    assert (second.item, second.unit, second.channels) == ("行政处罚决定书", "执法大队", ())
    assert second.deadline != first.deadline
    for kind in ("deadline", "channels"):
        assert [s.quote for s in first.evidence[kind]] == [{"deadline": "调整后7个工作日内", "channels": "县政府门户网站、公示栏"}[kind]]


def test_fields_on_one_line(kit: Kit) -> None:
    text = HEAD + "1.公布河长名单。\n责任股室：河湖股；公开时限：每季度；公开方式：政府网站\n2.公布抽查结果。\n"
    first, second = drafted(text, kit)
    assert (first.unit, first.deadline, first.channels) == ("河湖股", "每季度", ("政府网站",))
    assert second.channels == ()


@pytest.mark.parametrize(
    "line", ["公开时限：另行通知\n", "公开渠道：由各股室自行确定\n", "温馨提示：每季度公开；公开渠道：政府网站\n"]
)
def test_lines_that_say_nothing_are_no_fields(kit: Kit, line: str) -> None:
    (entry,) = drafted(HEAD + "1.公布河长名单。\n" + line, kit)[:1]
    assert entry.channels == ()
    assert "另行" not in (entry.deadline or "")


def test_cells_are_read_without_pinyin_and_with_full_width_marks(kit: Kit) -> None:
    row = "{} | 鄉(xiāng)鎮(zhèn)簡介 | 區(qū)劃,人口,水系 | 發(fā)布后3個工作日內(nèi) | 鎮(zhèn)人民政府 | ■政府網(wǎng)站 □公告欄(lán) |\n"
    head = "序號 | 公開事項 | 公開內(nèi)容 | 公開時限 | 公開主體 | 公開渠道和載體 |\n"
    entry = drafted("目錄\n" + head + row.format(1) + row.format(2).replace("簡介", "概況"), kit)[0]
    assert (entry.item, entry.deadline, entry.unit, entry.channels) == ("乡镇简介", "发布后3个工作日内", "镇人民政府", ("政府网站",))
    assert entry.content == ("区划", "人口", "水系")


def test_a_long_cell_tells_its_limit_in_a_sentence(kit: Kit) -> None:
    said = "信息发生变化的，各校应当自该信息变更之日起15个工作日内予以更新。法律、法规对更新期限另有规定的，从其规定；没有规定的，按照本目录执行，并同时在校内公告。"
    rows = "".join(f"{n} | {x} | 名单、标准 | {said} | 各学校 | 学校网站 |\n" for n, x in ((1, "招生信息"), (2, "收费信息")))
    entry = drafted("学校公开目录\n序号 | 公开事项 | 公开内容 | 公开时限 | 公开主体 | 公开渠道 |\n" + rows, kit)[0]
    assert (entry.deadline, entry.deadline_value) == ("自该信息变更之日起15个工作日内", "P15D")


def test_the_name_of_a_group_of_tasks_gives_no_row(kit: Kit) -> None:
    text = (
        "白河局任务分工\n工作任务 | 具体要求 | 责任科室 |\n一、做好预算公开。 | 1.公开部门预算和决算。 | 财务科 |\n"
        "二、办好政府网站专栏。 | 2.公布办事指南。 | 办公室 |\n3.公布答复情况。 | 各科室 | |\n"
    )
    found = drafted(text, kit)
    assert [(e.section, e.item, e.unit) for e in found] == [("一", "部门预算和决算", "财务科"), ("二", "办事指南", "办公室"), ("二", "答复情况", "各科室")]


def test_a_name_glued_to_its_content_asks_for_review(kit: Kit) -> None:
    text = (
        "白河县林业局主动公开目录序号公开事项公开内容公开时限责任股室公开渠道1机构职能职责、地址、电话变更后20个工作日内办公室■政府网站"
        "2采伐许可条件、程序、结果作出决定后7个工作日内资源股■政府网站3林木种苗抽检批次、抽检结果、不合格名单每季度种苗站■公示栏"
    )
    found = drafted(text, kit)
    assert [(e.unit, e.needs_review) for e in found] == [("办公室", True), ("资源股", True), ("种苗站", True)]
    assert [e.channels[0] for e in found] == ["政府网站", "政府网站", "公示栏"]


def test_numbers_of_names_and_channels_are_left_out(kit: Kit) -> None:
    head = "白河镇目录\n序号 | 公开事项 | 公开内容 | 公开时限 | 公开主体 | 公开渠道 |\n"
    rows = "1 | 1.1图书借阅 | 1.开放时间; | 及时公开 | 镇文化站 | 1.政府网站; 2.公告栏 |\n2 | 2024年预算 | 1、收入2、支出 | 及时公开 | 镇财政所 | 政府网站 |\n"
    first, second = drafted(head + rows, kit)
    assert (first.item, first.content) == ("图书借阅", ("开放时间",))
    assert first.channels[:2] == ("公告栏", "政府网站")
    assert (second.item, second.content) == ("2024年预算", ("收入", "支出"))


@pytest.mark.parametrize(
    ("unit", "levels"),
    [
        ("白河旗人民政府办公室、综合组", ("县级",)), ("青石县财政局", ("县级",)), ("各县区、各镇", ("县级", "乡级")), ("县财政局、市财政局", ("市级", "县级")),
        ("综合组", ()), ("县级以上人民政府", ()), ("市财政局", ()),
    ],
)  # fmt: skip
def test_levels_that_a_unit_names(unit: str, levels: tuple[str, ...]) -> None:
    assert levels_of_unit(unit) == levels


def test_both_levels_of_a_matter_in_one_cell(kit: Kit) -> None:
    rows = "\n".join(
        ["某某县教育局公开目录", "类别 | 公开事项（一级/二级） | 公开内容 | 公开时限 | 公开主体 |"]
        + [f"政务 | 政府信息公开/{n} | {n}全文 | 20个工作日 | 县教育局 |" for n in ("公开指南文本", "公开年度报告")]
        + ["政务 | 登记/注销 | 登记结果 | 20个工作日 | 县教育局 |"]
    )
    told = [(e.parent_item, e.item) for e in drafted(rows, kit)]
    assert told[:2] == [("政府信息公开", "公开指南文本"), ("政府信息公开", "公开年度报告")]
    assert told[2][1] == "登记/注销"
