"""Tables whose cells bars part while line ends stand anywhere: rows broken over lines, cells dropped, heads of two rows."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from nlp.structure.barcells import bar_tables
from nlp.structure.cuts import CutRules, sheet_of
from nlp.structure.numbers import find_numbers
from nlp.structure.outline import StructureRules
from nlp.types import Outline

Make = Callable[[str], Outline]

# every row filled up with empty cells at its end, empty cells inside dropped, heads with blanks in them, a title row above
PADDED = """青石旗文化和旅游局
| 青石旗文化和旅游局主动公开目录 | ||||||||
| 公开事项 | 公开内容 (要素) |
公开 时限 |
公开 主体 |
公开渠道和载体 | 公开对象 | 责任 科室 |
||
| 一级事项 | 二级事项 | 全社 会 |
特定 群体 |
|||||
| 文化服务 | 场馆开放 | 1.场馆名录; 2.开放时间。 |
变更后3个工作日内公开 | 青石旗文化和旅游局 | ■政府网站 | √ | 文化股 | |
| 演出信息 | 演出名称、时间、地点 | 演出前5个工作日 | 青石旗文化和旅游局 | ■政府网站 ■公告栏 |
√ | 文化股 | ||
| 旅游服务 | 景区评定 | 景区名单、等级 | 评定后10个工作日内 | 青石旗文化和旅游局 | ■政府网站 | √ | 旅游股 | |
"""
# a row goes on behind every tick; a table of one row below each heading
ONE_ROW = """(一)养老服务领域基层政务公开标准目录 |
序 号 | 公开事项 | 公开内容(要素) | 公开依据 | 公开 时限 | 公开主 体 | 公开渠道和载体 | 公开对象 | 公开方式 | 公开层级 |
一级事 项 | 二级事 项 | 全社 会 | 特定 群众 | 主 动 | 依申请公开 | 乡级 |
1 | 高龄津贴 | 发放情况 | 对象名单、标准、金额 | 《老年人权益保障法》 | 每季度 | 白河街道办事处 | ■政府网站 | √ |
| √ |
| √ |
(二)城市管理领域基层政务公开标准目录 |
序 号 | 公开事项 | 公开内容(要素) | 公开依据 | 公开时限 | 公开主 体 | 公开渠道和载体 | 公开对象 | 公开方式 | 公开层级 |
一级事 项 | 二级事 项 | 全社 会 | 特定 群众 | 主 动 | 依申请公开 | 乡级 |
1 | 环境卫生 | 垃圾分类 | 投放点
| 《生活垃圾管理办法》 | 及时公开 | 白河街道办事处 | ■公示栏 | √ |
| √ |
| √ |
"""
SHORT_ROWS = """白河区统计局主动公开目录
序号 |
公开事项 |
公开内容 |
公开时限 |
公开依据 |
公开渠道 |
责任科室 | |
一级 |
二级 | ||||||
1 |
机构职能 |
职责 |
法定职责、内设科室 |
变更后20个工作日内 |
《政府信息公开条例》 |
政府网站 |
办公室 |
2 |
负责人 |
姓名、职务、分工 |
变更后20个工作日内 |
政府网站 |
人事科 | ||
3 |
统计数据 |
月度数据 |
工业、投资、消费数据 |
每月25日前 |
《统计法》 |
政府网站 |
综合科 |
"""


def grids(found: Outline) -> list[list[list[str]]]:
    """Texts of all tables, blanks and line ends in them left out."""
    return [[["".join(c.text.split()) for c in row] for row in t.table.cells] for t in found.tables]


def test_rows_filled_up_at_their_end_are_put_into_columns(outline: Make) -> None:
    (table,) = grids(outline(PADDED))
    assert table == [
        ["一级事项", "二级事项", "公开内容(要素)", "公开时限", "公开主体", "公开渠道和载体", "全社会", "特定群体", "责任科室"],
        ["文化服务", "场馆开放", "1.场馆名录;2.开放时间。", "变更后3个工作日内公开", "青石旗文化和旅游局", "■政府网站", "√", "", "文化股"],
        ["", "演出信息", "演出名称、时间、地点", "演出前5个工作日", "青石旗文化和旅游局", "■政府网站■公告栏", "√", "", "文化股"],
        ["旅游服务", "景区评定", "景区名单、等级", "评定后10个工作日内", "青石旗文化和旅游局", "■政府网站", "√", "", "旅游股"],
    ]


def test_a_table_of_one_row_below_each_heading(outline: Make) -> None:
    found = outline(ONE_ROW)
    first, second = grids(found)
    assert first[1] == [
        "1", "高龄津贴", "发放情况", "对象名单、标准、金额", "《老年人权益保障法》", "每季度", "白河街道办事处", "■政府网站", "√", "", "√", "", "√",
    ]  # fmt: skip
    assert second[1] == [
        "1", "环境卫生", "垃圾分类", "投放点", "《生活垃圾管理办法》", "及时公开", "白河街道办事处", "■公示栏", "√", "", "√", "", "√",
    ]  # fmt: skip
    assert [t.section for t in found.tables] == ["(一)", "(二)"]
    assert [s.title for s in found.sections if s.path] == ["养老服务领域基层政务公开标准目录", "城市管理领域基层政务公开标准目录"]


def test_cells_merged_with_the_row_above_are_lost_at_the_left_first(outline: Make) -> None:
    (table,) = grids(outline(SHORT_ROWS))
    assert table[2] == ["2", "", "负责人", "姓名、职务、分工", "变更后20个工作日内", "", "政府网站", "人事科"]
    assert table[3][1:3] == ["统计数据", "月度数据"]


def test_a_head_with_a_remark_in_brackets_and_a_row_that_the_text_breaks_off(outline: Make) -> None:
    text = (
        "序 号 |\n公开事项 |\n公开内容 |\n公开 时限 |\n公开渠道和载体(至少选择其中的一种公开，另有规定的除外) |\n公开 主体 |\n"
        "1 |\n防汛 |\n预警、水情 |\n实时公开 |\n政府网站 |\n县水利局 |\n2 |\n水价 |\n标准 |\n变动后3个工作日内 |\n政府网站 |"
    )
    (table,) = grids(outline(text))
    assert [row[:5] for row in table[1:]] == [["1", "防汛", "预警、水情", "实时公开", "政府网站"], ["2", "水价", "标准", "变动后3个工作日内", "政府网站"]]


def test_numbers_of_an_excerpt_of_a_table(outline: Make) -> None:
    text = "序号 |\n目标与任务 |\n分 管 领导 |\n牵头责任单位 |\n责任单位 |\n70 |\n新增托位。 |\n王 某 |\n县教育局 |\n县各有关单位 |\n71 |\n办好职校。 |\n李某 |\n县教育局 |\n各镇 |\n"
    (table,) = grids(outline(text))
    assert table[1:] == [["70", "新增托位。", "王某", "县教育局", "县各有关单位"], ["71", "办好职校。", "李某", "县教育局", "各镇"]]


def test_cells_keep_their_place(outline: Make) -> None:
    for text in (PADDED, ONE_ROW, SHORT_ROWS):
        made = outline(text)
        source = made.document.text
        for t in made.tables:
            assert all(source[c.start : c.end] == c.text for row in t.table.cells for c in row)
            assert all(c.row == r and c.col == n for r, row in enumerate(t.table.cells) for n, c in enumerate(row))


@pytest.mark.parametrize(
    "text",
    [
        "序号 | 公开事项 | 公开内容 |\n公开时限 | 责任科室 |\n组织机构 |\n简介 | 职责 | 分工 |\n办公室 | 及时 | 网站 | 公示栏 | 长期 |\n说明\n",  # no width comes out
        "首页 | 政务公开 |\n办事 | 互动 |\n某县公布公开时限 | 责任单位和公开内容的通知 |\n各乡镇人民政府：\n请遵照执行。\n",
        "序号 | 公开事项 | 责任科室 |\n1 | 机构职能 | 办公室 |\n2 | 预算 | 财务科 |\n",  # a whole row on each line
    ],
)
def test_these_are_left_alone(outline: Make, rules: StructureRules, text: str) -> None:
    made = outline(text)
    numbers = find_numbers(made.view, rules.numbers)
    sheet = sheet_of(made.document, made.view, numbers, CutRules(rules.organs, rules.titles, rules.labels))
    assert bar_tables(sheet, rules.flattened) == []


def test_long_tables_take_linear_time(outline: Make) -> None:
    head = "序号 |\n公开事项 |\n公开内容 |\n公开时限 |\n公开渠道 |\n责任科室 |\n"

    def seconds(rows: int) -> float:
        text = head + "".join(f"{n} |\n事项{n} |\n名单、标准 |\n每月底前 |\n政府网站 |\n综合科 |\n" for n in range(1, rows + 1))
        begin = time.process_time()
        assert len(outline(text).tables[0].table.cells) == rows + 1
        return time.process_time() - begin

    seconds(20)
    small, large = max(seconds(100), 0.05), seconds(400)
    if large >= 8 * small:
        large = min(large, seconds(400))
    assert large < 8 * small


def test_a_row_with_titles_of_laws_in_it_stays_whole(outline: Make) -> None:
    head = "类别 | 公开事项 | 公开内容 | 公开依据 | 公开时限 | 公开主体 | 公开渠道 | 链接 | 公开对象 |"
    row = (
        "政务 | 机构信息/{n} | 机构名称、办公地址、办公时间、联系电话、传真号码和负责人姓名 | 《政府信息公开条例》《青川市政府信息公开规定》 |"
        " 20个工作日(自形成之日起) | 区教育局 | 政府网站 | 查看 | 全社会 |"
    )
    made = outline("\n".join(["白河区教育局公开标准目录(2023)", head, row.format(n="简介"), row.format(n="年报")]))
    (table,) = made.tables
    assert {len(r) for r in table.table.rows()} == {9}
    assert [r[6] for r in table.table.rows()] == ["公开渠道", "政府网站", "政府网站"]
