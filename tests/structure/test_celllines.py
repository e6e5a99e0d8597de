"""Tables that lost their grid to lines of pipes: every cell on a line of its own, and rows that moved to the left."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nlp.structure.celllines import spread_heads
from nlp.types import Outline

DOUBLE = "|\n工作任务\n|\n具体内容\n|\n责任部门\n|\n|\n推进公开\n|\n公开补贴发放情况。\n|\n财政所\n|\n|\n公开救助名单。\n|\n民政办\n|\n|\n强化解读\n|\n解读惠民政策。\n|\n党政办、\n卫生院\n|"
SINGLE = "工作任务\n|\n具体要求\n|\n责任科室\n|\n时限要求\n|\n集中公开文件\n|\n1\n|\n公布有效文件目录。\n|\n办公室\n|\n年底前\n|\n做好基础工作\n|\n2\n|\n规范专栏设置。\n|\n各科室\n|\n持续推进\n|\n3\n|\n编制年度报告。\n|\n办公室\n|\n1月底前\n|"
CUT_OFF = "类别\n|\n公开内容\n|\n公开形式\n|\n公开时限\n|\n机构职能\n|\n领导分工、部门职能\n|\n政务公开栏\n|\n长期公开\n随时公开\n|\n发展规划\n|\n年度计划和总结\n|\n咨询会\n座谈会\n公开栏\n|\n及时公开\n|\n财务收支\n|\n镇"
MOVED = "工作任务 | 具体要求 | 责任单位 | 时限要求 | ||\n一、助力发展 | （一）公开信息 | 1 | 公开政策文件。 | 市财政局 | 年底前 |\n2 | 公开扶持政策。 | 市商务局 | 年底前 | ||\n3 | 畅通问答渠道。 | 市政务局 | 持续推进 | ||"


def cells(found: Outline) -> list[list[str]]:
    """Texts of the only table."""
    (table,) = found.tables
    return [[c.text for c in row] for row in table.table.cells]


def test_rows_between_double_pipes(outline: Callable[[str], Outline]) -> None:
    found = outline(DOUBLE)
    assert cells(found) == [
        ["工作任务", "具体内容", "责任部门"],
        ["推进公开", "公开补贴发放情况。", "财政所"],
        ["推进公开", "公开救助名单。", "民政办"],
        ["强化解读", "解读惠民政策。", "党政办、\n卫生院"],
    ]
    assert found.tables[0].headers == 1
    assert found.metadata.title == ""


def test_rows_told_by_running_numbers(outline: Callable[[str], Outline]) -> None:
    assert cells(outline(SINGLE)) == [
        ["工作任务", "", "具体要求", "责任科室", "时限要求"],
        ["集中公开文件", "1", "公布有效文件目录。", "办公室", "年底前"],
        ["做好基础工作", "2", "规范专栏设置。", "各科室", "持续推进"],
        ["做好基础工作", "3", "编制年度报告。", "办公室", "1月底前"],
    ]


def test_cells_of_three_lines_and_a_last_row_that_is_cut_off(outline: Callable[[str], Outline]) -> None:
    found = outline(CUT_OFF)
    assert cells(found) == [
        ["类别", "公开内容", "公开形式", "公开时限"],
        ["机构职能", "领导分工、部门职能", "政务公开栏", "长期公开\n随时公开"],
        ["发展规划", "年度计划和总结", "咨询会\n座谈会\n公开栏", "及时公开"],
    ]
    assert found.metadata.title == ""


def test_rows_that_moved_to_the_left(outline: Callable[[str], Outline]) -> None:
    assert cells(outline(MOVED)) == [
        ["工作任务", "", "", "具体要求", "责任单位", "时限要求"],
        ["一、助力发展", "（一）公开信息", "1", "公开政策文件。", "市财政局", "年底前"],
        ["一、助力发展", "（一）公开信息", "2", "公开扶持政策。", "市商务局", "年底前"],
        ["一、助力发展", "（一）公开信息", "3", "畅通问答渠道。", "市政务局", "持续推进"],
    ]


@pytest.mark.parametrize("text", ["|\n", "|\n|\n|\n|\n", "某某县通知\n|\n各乡镇：\n|\n请认真执行。", "|\n一段正文。\n|\n又一段正文。"])
def test_pipes_that_draw_no_table(outline: Callable[[str], Outline], text: str) -> None:
    assert outline(text).tables == ()


def test_regular_tables_stay(outline: Callable[[str], Outline]) -> None:
    found = outline("序号 | 事项 | 单位\n1 | 公开预算 | 财政局\n2 | 公开规划 | 发改局")
    assert cells(found)[2] == ["2", "公开规划", "发改局"]


def test_text_behind_a_table_is_text(outline: Callable[[str], Outline]) -> None:
    found = outline(DOUBLE + "\n各单位要在5月底前报送自查报告，逾期不报的予以通报。")
    kinds = [line.kind for line in found.lines]
    assert kinds[-1] == "body"
    assert kinds.count("row") == len(DOUBLE.split("\n"))


@pytest.mark.parametrize(
    ("heads", "width", "want"),
    [(["甲", "乙"], 2, ["甲", "乙"]), (["甲", "乙"], 4, ["甲", None, None, "乙"]), (["甲", "乙", "丙"], 2, ["甲", "乙", "丙"])],
)
def test_heads_keep_to_the_right(heads: list[str], width: int, want: list[str | None]) -> None:
    assert spread_heads(heads, width) == want


def test_rows_that_moved_to_the_left_are_told_by_numbers_in_their_cells(outline: Callable[[str], Outline]) -> None:
    text = (
        "白河局任务分工\n工作任务 | 具体要求 | 责任科室 |\n一、公开预算。 | 1.公开部门预算。 | 财务科 |\n"
        "二、办好网站。 | 2.更新栏目。 | 办公室 |\n3.答复留言。 | 各科室 | |\n4.开设专题。 | 宣传科 | |\n"
    )
    assert cells(outline(text))[3:] == [["二、办好网站。", "3.答复留言。", "各科室"], ["二、办好网站。", "4.开设专题。", "宣传科"]]
