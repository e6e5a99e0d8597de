"""What the PDF reader is made of: cells between lines, rows over pages, lines that go on."""


import pytest

from nlp.intake.grid import Slot
from nlp.intake.pdf_cells import Figure, figure_of
from nlp.intake.pdf_flow import Margins, continues, join_text, margins_of
from nlp.intake.pdf_glyphs import Glyph
from nlp.intake.pdf_lines import TextLine, lines_of
from nlp.intake.pdf_tables import PageTable, cell_text, join_over_pages


def test_cells_of_boxes():
    boxes = [
        (0, 0, 100, 30), (100, 0, 300, 30), (0, 30, 100, 90),
        (100, 30, 200, 60), (200, 30, 300, 60), (100, 60, 200, 90), (200, 60, 300, 90),
    ]  # fmt: skip
    whole = Figure(
        (0, 100, 200, 300),
        (0, 30, 60, 90),
        ((0, 0, 1, 1), (0, 1, 1, 2), (1, 0, 2, 1), (1, 1, 1, 1), (1, 2, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)),
    )
    assert figure_of(boxes) == whole
    assert figure_of([*boxes[:1], *boxes[2:]]) == whole  # a place without a box is a cell all the same
    assert figure_of([*boxes, (0, 30, 300, 90)]) == whole


def grid(*rows):
    return tuple(tuple(Slot(text, i, j) for j, text in enumerate(row)) for i, row in enumerate(rows))


def test_a_row_cut_by_the_page_is_put_together():
    first = PageTable((0, 0, 300, 90), (0, 100, 300), grid(["序号", "任务"], ["1", "公开部门预算和决"]), 1, 1)
    second = PageTable((0, 0, 300, 90), (0, 100, 300), grid(["序号", "任务"], ["", "算信息。"], ["2", "公开清单。"]), 2, 2)
    joined = join_over_pages(first, second)
    assert [[s.text for s in row] for row in joined.grid] == [
        ["序号", "任务"],
        ["1", "公开部门预算和决算信息。"],
        ["2", "公开清单。"],
    ]
    assert [row[0].row for row in joined.grid] == [0, 1, 2]
    other = PageTable((0, 0, 300, 90), (0, 150, 300), second.grid, 2, 2)
    assert join_over_pages(first, other) is None


@pytest.mark.parametrize(
    ("before", "x1", "text", "x0", "goes_on"),
    [
        ("各单位要在五月底前制定具体方案，明确责任单", 500, "位和完成时限。", 80, True),
        ("各单位要在五月底前制定方案。", 300, "县财政局负责。", 80, False),
        ("各单位要在五月底前制定方案，报县政府办公室。", 500, "县财政局负责汇总。", 112, False),
        ("各单位要在五月底前制定方案，报县政府办公室。", 500, "二、主要任务", 112, False),
        ("第一章 总则………………………………………1", 500, "第二章 任务", 80, False),
        ("抄送：县委办公室，县人大办公室、", 420, "县政协办公室。", 112, True),
        ("1.1 采购人是指依法进行政府采购的国家机关和团体", 500, "组织及其委托的机构。", 140, True),
    ],
)
def test_when_a_line_goes_on(before, x1, text, x0, goes_on):
    a, b = TextLine(before, 80, x1, 100, 116, 16, 1), TextLine(text, x0, x0 + 16 * len(text), 128, 144, 16, 1)
    margins = Margins(80, 500, 28)
    assert continues(a, b, margins, margins) is goes_on


@pytest.mark.parametrize(
    ("before", "em", "step", "text", "goes_on"),
    [
        ("解析：发文字号中的年份应使用六角括号。", 12.0, 26, "09常见错误九：", False),  # other type, a little apart
        ("解析：发文字号中的年份应使用六角括号。", 12.0, 19, "09常见错误九：", False),
        ("解析：发文字号中的年份应使用六角括号。", 11.2, 19, "并与附件一致。", True),
        ("解析：发文字号中的年份应使用六角括", 11.7, 26, "号，以及其他。", True),
    ],
)
def test_a_heading_in_other_type_begins_a_paragraph(before, em, step, text, goes_on):
    a = TextLine(before, 96, 490, 100, 111, 11.1, 1)
    b = TextLine(text, 90, 90 + em * len(text), 100 + step, 112 + step, em, 1)
    margins = Margins(96, 497, 19)
    assert continues(a, b, margins, margins) is goes_on


def test_one_wide_line_is_no_margin():
    """The menu of a printed web page reaches beyond the text."""
    text = [TextLine("字" * 45, 76, 533 - 2 * (n % 3), 100 + 20 * n, 110 + 20 * n, 9.2, 1) for n in range(3)]
    menu = [TextLine("首页 政采法规", 41, 580, 40, 50, 9.2, 1), TextLine("服务热线", 10, 590, 20, 28, 8.0, 1)]
    general = Margins(76, 533, 20)
    assert abs(margins_of([*menu, *text[:1]], general).right - 533) < 3
    assert margins_of([*menu, *text], general).left > 60


def glyphs(words, x, top, em=10.0, step=None):
    """Characters side by side."""
    return [Glyph(c, x + n * (step or em), x + n * (step or em) + em, top, top + em) for n, c in enumerate(words)]


def test_a_sign_beside_two_small_lines_is_no_part_of_either():
    cover = [*glyphs("国标分类号", 80, 100, 9), *glyphs("甲十三", 80, 130, 9), *glyphs("国标", 420, 90, 60)]
    assert [line.text for line in lines_of(cover)] == ["国标分类号", "国标", "甲十三"]
    assert [line.text for line in lines_of([*glyphs("面积平方米", 80, 100, 10), *glyphs("二", 130, 98, 5)])] == ["面积平方米二"]


GOODS = [
    *glyphs("名称", 20, 0), *glyphs("单价", 150, 0), *glyphs("金额", 220, 0), *glyphs("税率", 290, 0), *glyphs("税额", 350, 0),
    *glyphs("技术服务与支", 20, 14), *glyphs("九百", 150, 14), *glyphs("一千", 220, 14), *glyphs("六分", 290, 14), *glyphs("六十", 350, 14),
]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ([*glyphs("持费", 20, 26)], "名称 单价 金额 税率 税额 技术服务与支持费 九百 一千 六分 六十"),
        ([*glyphs("持费", 20, 26), *glyphs("元", 150, 26)], "名称 单价 金额 税率 税额 技术服务与支持费 九百元 一千 六分 六十"),
        ([*glyphs("合计", 60, 40), *glyphs("一千", 220, 40), *glyphs("六十", 350, 40)], "名称 单价 金额 税率 税额 技术服务与支 九百 一千 六分 六十 合计 一千 六十"),
        ([*glyphs("备注见附页所列", 90, 60)], "名称 单价 金额 税率 税额 技术服务与支 九百 一千 六分 六十 备注见附页所列"),
    ],
)
def test_a_cell_that_holds_columns(more, expected):
    """The goods of an invoice: one cell, no lines in it."""
    assert " ".join(cell_text([*GOODS, *more], 372).split()) == expected


def test_joining_lines():
    assert join_text("公开", "时限") == "公开时限"
    assert join_text("Open", "Data") == "Open Data"
    assert join_text("2018", "年") == "2018年"
    assert join_text("infor-", "mation") == "information"
