"""Tables that lost their grid: which rows and cells come back, and which texts are left alone."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from nlp.rulebook import Rulebook
from nlp.structure.flattened_cells import CellRules, is_time
from nlp.structure.tableheads import aligned_heads
from nlp.types import Cell, Outline, OutlineTable, Table
from tests.structure.cases import table

Make = Callable[[str], Outline]
CASES = table("flattened")
HEAD = "序号\n工作任务\n牵头单位\n配合单位\n完成时限\n"


def body(found: OutlineTable) -> list[str]:
    """Rows without the head, cells joined by |."""
    rows = ["|".join(c.text.replace("\n", "¶") for c in row) for row in found.table.cells[1:]]
    return rows


@pytest.mark.parametrize(("name", "text", "rows"), CASES, ids=[c[0] for c in CASES])
def test_cases(outline: Make, name: str, text: str, rows: str) -> None:
    found = [row for t in outline(text.replace("→", "\t")).tables for row in body(t)]
    wanted = [] if rows == "-" else rows.replace("\n", "¶").split("‖")
    assert found == wanted


@pytest.mark.parametrize(("name", "text", "rows"), CASES, ids=[c[0] for c in CASES])
def test_cells_keep_their_place(outline: Make, name: str, text: str, rows: str) -> None:
    made = outline(text)
    source = made.document.text
    for t in made.tables:
        assert all(source[c.start : c.end] == c.text for row in t.table.cells for c in row)
        assert all(c.row == r and c.col == n for r, row in enumerate(t.table.cells) for n, c in enumerate(row))
        assert len({len(row) for row in t.table.cells}) == 1


def test_groups_are_sections_and_give_a_table_each(outline: Make) -> None:
    text = (
        "某县人民政府办公室关于印发任务分解表的通知\n各乡镇人民政府：\n现将任务分解表印发给你们，请认真落实。\n附件\n某县任务分解表\n"
        + HEAD
        + "一、抓项目、扩投资\n1\n建设物流园区\n县商务局\n县发改局\n9月底前\n2\n改造老旧厂房\n县工信局\n县住建局\n年内\n"
        + "二、惠民生、补短板\n3\n新建公办幼儿园2所\n县教育局\n县财政局\n8月底前\n4\n免费筛查两癌\n县卫健局\n县妇联\n全年\n"
        + "备注：1.县统计局负责数据审核。2.各乡镇要于每月底前报送进展。\n"
    )
    made = outline(text)
    assert [(s.path, s.title) for s in made.sections[-3:]] == [
        ("附件", "某县任务分解表"), ("附件/一", "抓项目、扩投资"), ("附件/二", "惠民生、补短板"),
    ]  # fmt: skip
    assert [(t.section, t.headers, len(t.table.cells) - 1) for t in made.tables] == [
        ("附件", 1, 0),
        ("附件/一", 1, 2),
        ("附件/二", 1, 2),
    ]
    kinds = {made.view.text[x.start : x.end]: (x.kind, x.table) for x in made.lines}
    assert kinds["县商务局"] == ("row", 1)
    assert kinds["县妇联"] == ("row", 2)
    assert kinds["一、抓项目、扩投资"][0] == "heading"


def test_lines_of_one_run_are_cut_row_by_row(outline: Make) -> None:
    text = "某县人民政府关于印发任务分解表的通知\n各乡镇人民政府：\n现印发给你们，请认真落实。\n附件\n重点任务分解表\n序号 任务 牵头单位 完成时限 1 公布权责清单 县委编办 5月底前 2 编制三年规划 县发改局 年底前"
    made = outline(text)
    rows = [made.view.text[x.start : x.end] for x in made.lines if x.kind == "row"]
    assert [r.split()[-1] for r in rows] == ["完成时限", "5月底前", "年底前"]


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("县财政局", True), ("县教体局牵头，县市场监管局、公安局配合", True), ("各镇（街道）", True), ("移动、联通、电信青石分公司", True),
        ("县直有关部门", True), ("团县委", True), ("6月底前", False), ("推进农村公路养护35公里", False), ("王某某", False),
        ("公布食用农产品质量安全例行监测结果", False),
    ],
)  # fmt: skip
def test_unit_cells(book: Rulebook, text: str, yes: bool) -> None:
    assert CellRules.load(book).is_units(text) is yes


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("6月底前", True), ("长期坚持", True), ("每季度首月10日前", True), ("批复后20日内", True), ("2021年三季度", True), ("动态", True),
        ("2022-06-30", True), ("县财政局", False), ("改造老旧小区14个", False), ("每年汛期后全面排查一遍，建立长效管护台账并对外公布", False),
    ],
)  # fmt: skip
def test_time_cells(text: str, yes: bool) -> None:
    assert is_time(text) is yes


def test_long_tables_take_linear_time(outline: Make) -> None:
    def seconds(rows: int) -> float:
        text = HEAD + "".join(f"{n}\n改造第{n}处管网\n县住建局\n县财政局、水务局\n9月底前\n" for n in range(1, rows + 1))
        begin = time.process_time()
        assert sum(len(t.table.cells) - 1 for t in outline(text).tables) == rows
        return time.process_time() - begin

    seconds(20)
    small, large = max(seconds(200), 0.05), seconds(800)
    if large >= 8 * small:  # another process may have been in the way: a second look
        large = min(large, seconds(800))
    assert large < 8 * small


def test_a_broken_head_is_text_with_a_warning(outline: Make) -> None:
    made = outline("某县任务表\n序号\n事项\n说明栏\n牵头\n1\n公布清单\n县教育局\n2\n更新指南\n")
    assert made.tables == ()
    assert made.metadata.title == "某县任务表"
    assert len(made.warnings) == 1
    assert made.warnings[0].startswith("“序号事项")


def test_a_table_that_is_read_gives_no_warning(outline: Make) -> None:
    made = outline("任务分解表\n" + HEAD + "1\n公布清单\n县教育局\n县财政局\n9月底前\n2\n更新指南\n县民政局\n各乡镇\n长期推进\n")
    assert len(made.tables) == 1
    assert made.warnings == ()


def test_cells_of_a_flattened_catalogue_are_neither_title_nor_attribute(outline: Make) -> None:
    head = "序号\n公开事项\n公开内容\n公开依据\n公开时限\n公开主体\n公开对象\n公开方式\n一级事项\n二级事项\n全社会\n特定群体\n主动\n依申请\n"
    row = "1\n社会救助\n政策法规\n政策文件\n《某某省社会救助条例》及有关规定\n5个工作日内\n镇人民政府\n√\n√\n"
    made = outline(head + row + row.replace("1\n社会", "2\n临时", 1))
    assert len(made.tables) == 1
    assert not made.metadata.title
    assert made.metadata.declared_attribute is None


def test_a_lower_head_row_that_slid_to_the_left_stands_below_its_upper_cells() -> None:
    texts = [["序号", "公开事项", "公开内容", "公开对象", "", "公开方式", ""], ["全社会", "特定群体", "主动", "依申请", "", "", ""]]
    texts.append(["1", "政策", "文件", "√", "", "√", ""])
    cells = tuple(tuple(Cell(t, n, n + len(t), r, n) for n, t in enumerate(row)) for r, row in enumerate(texts))
    made = aligned_heads(Table(0, 9, cells)).rows()
    assert list(made[0]) == ["序号", "公开事项", "公开内容", "公开对象", "", "公开方式", ""]
    assert list(made[1]) == ["", "", "", "全社会", "特定群体", "主动", "依申请"]
    assert list(made[2]) == texts[2]


def test_a_group_heading_repeated_behind_a_page_break_is_one_section(outline: Make) -> None:
    text = next(text for name, text, _ in CASES if name == "分组标题换页重复")
    assert [(s.path, s.title) for s in outline(text).sections if s.path] == [("一", "公开规划"), ("二", "公开预算")]


def test_a_year_behind_the_word_annex_is_no_number_of_it(outline: Make) -> None:
    text = next(text for name, text, _ in CASES if name == "一行粘连，任务自带序号，分组在首格")
    assert [s.path for s in outline(text).sections if s.path] == ["附件", "附件/一", "附件/二", "附件/三"]
