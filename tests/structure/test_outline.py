"""Lines, tables, citations and the body of the outline; and that no text whatever breaks it."""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.structure.outline import StructureRules
from nlp.types import Block, Cell, Document, Media, Outline, Table
from tests.structure.test_sections import check_nesting

NOTICE = """某某县人民政府办公室文件
某政办发〔2021〕5号
关于做好绿化工作的通知
各乡镇人民政府：
现将有关事项通知如下：
一、工作任务
各乡镇完成植树任务。
附件：1.任务表
2.名单
某某县人民政府办公室
2021年3月4日
（此件公开发布）
抄送：县委办公室。
某某县人民政府办公室 2021年3月5日印发"""


def kinds(found: Outline) -> list[tuple[str, str]]:
    return [(line.kind, found.view.text[line.start : line.end]) for line in found.lines]


def test_lines_of_a_notice(outline: Callable[[str], Outline]) -> None:
    assert [kind for kind, _ in kinds(outline(NOTICE))] == [
        "title", "number", "title", "addressees", "body", "heading", "body", "attachments", "attachments", "signature", "date",
        "annotation", "colophon", "colophon",
    ]  # fmt: skip


def test_body_leaves_head_and_colophon_out(outline: Callable[[str], Outline]) -> None:
    found = outline(NOTICE)
    words = found.view.text[slice(*found.body)]
    assert words.startswith("现将有关事项")
    assert "抄送" not in words


def test_a_line_with_labels_inside_is_cut(outline: Callable[[str], Outline]) -> None:
    found = outline(
        "（一）推进清单公开。公布清单（编办、财政局）（二）推进监管公开。公布结果（市场监管局）\n（三）推进服务公开。公布指南。"
    )
    assert [text[:3] for _, text in kinds(found)] == ["（一）", "（二）", "（三）"]


def test_pages_furniture_is_marked(outline: Callable[[str], Outline]) -> None:
    found = outline(
        "当前位置：首页 > 政务公开\n关于停水的公告\n因检修停水，请居民提前储水。\n某某镇人民政府\n2020年5月30日\n【打印本页】 【关闭窗口】"
    )
    assert [kind for kind, _ in kinds(found)] == ["furniture", "title", "body", "signature", "date", "furniture"]


# ---------------------------------------------------------------- tables
def test_drawn_table_has_section_and_head(outline: Callable[[str], Outline]) -> None:
    text = "一、任务清单\n各单位对照下表抓好落实工作。\n| 序号 | 工作任务 | 牵头单位 |\n| --- | --- | --- |\n| 1 | 更新职能 | 编办 |\n二、要求\n认真落实。"
    (table,) = outline(text).tables
    assert (table.section, table.headers) == ("一", 1)
    assert table.table.rows() == [["序号", "工作任务", "牵头单位"], ["1", "更新职能", "编办"]]


def test_rows_parted_by_single_blanks_are_a_table(outline: Callable[[str], Outline]) -> None:
    text = "名单如下，请各村按时公示到位。\n序号 镇街 村名 户主\n1 景芝镇 东河村 王某\n2 官庄镇 石桥村 李某\n公示期七天，请监督。"
    found = outline(text)
    assert found.tables[0].table.rows()[1] == ["1", "景芝镇", "东河村", "王某"]
    assert [s.path for s in found.sections] == [""]
    assert [line.kind for line in found.lines if line.table == 0] == ["row"] * 3


def test_table_of_the_document(outline_of_document: Callable[[Document], Outline]) -> None:
    text = "各单位按照分工表抓好落实。\n任务\t单位\n修路\t交通局"
    cells = (
        (Cell("任务", 14, 16, 0, 0), Cell("单位", 17, 19, 0, 1)),
        (Cell("修路", 20, 22, 1, 0), Cell("交通局", 23, 26, 1, 1)),
    )
    blocks = (Block(0, 13), Block(14, 19, "row"), Block(20, 26, "row"))
    found = outline_of_document(Document(Media("a", "", "text/plain"), text, blocks, (Table(14, 26, cells),)))
    assert [(t.section, t.headers) for t in found.tables] == [("", 1)]
    assert [(line.kind, line.table) for line in found.lines] == [("body", None), ("row", 0), ("row", 0)]


# ---------------------------------------------------------------- citations
def test_citations_join_title_and_number_and_know_laws(outline: Callable[[str], Outline]) -> None:
    text = "根据《政府信息公开条例》（国务院令第711号）、《关于试点的通知》（国办发〔2017〕24号）、国办发〔2019〕54号和《预算法》，制定本办法。"
    got = [(c.title, c.document_number, c.law) for c in outline(text).metadata.citations]
    assert got == [
        ("政府信息公开条例", "国务院令第711号", "中华人民共和国政府信息公开条例"),
        ("关于试点的通知", "国办发〔2017〕24号", None),
        (None, "国办发〔2019〕54号", "国务院办公厅关于全面推进基层政务公开标准化规范化工作的指导意见"),
        ("预算法", None, "中华人民共和国预算法"),
    ]


def test_laws_are_known_by_short_names(rules: StructureRules) -> None:
    assert rules.laws.law("中华人民共和国土地管理法（2019年修正）", None) == "中华人民共和国土地管理法"
    assert rules.laws.law("保密法", None) == "中华人民共和国保守国家秘密法"
    assert rules.laws.law("某县停车办法", None) is None


# ---------------------------------------------------------------- properties
PARTS = [
    "一、",
    "（一）",
    "1.",
    "1、",
    "①",
    "第一章",
    "第一条",
    "一是",
    "附件1",
    "附件：",
    "。",
    "；",
    "：",
    "，",
    "《",
    "》",
    "（",
    "）",
    "某县人民政府",
    "办公室",
    "关于",
    "通知",
    "2021年3月4日",
    "某发〔2021〕5号",
    "各乡镇：",
    "索引号：",
    "公开",
    "目录",
    "总体要求",
    "加强领导",
    "抄送：",
    "二、",
    "（二）",
    "2.",
    "三、",
    "（三）",
    "3.",
    "序号 名称 单位",
    "1 路 局",
    "公開(kāi)",
    "機關",
    "★",
    "２０",
]
PIECES = st.sampled_from([*PARTS, "\n", "\n", "\t", " ", "|", "\u3000", "\xa0", "\u200b", "\r\n"])


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(PIECES, max_size=60))
def test_any_mixture_of_parts_gives_a_sound_outline(outline: Callable[[str], Outline], pieces: list[str]) -> None:
    check(outline("文" + "".join(pieces)))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
def test_any_text_gives_a_sound_outline(outline_of_document: Callable[[Document], Outline], text: str) -> None:
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(at, at + len(line)))
        at += len(line) + 1
    check(outline_of_document(Document(Media("a", "", "text/plain"), text, tuple(blocks))))


def check(found: Outline) -> None:
    """Sections nest, lines do not overlap, every span quotes the source, every table has a section."""
    check_nesting(found)
    at = 0
    for line in found.lines:
        assert at <= line.start < line.end <= len(found.view.text)
        at = line.end
    paths = {s.path for s in found.sections}
    assert all(t.section in paths for t in found.tables)
    assert 0 <= found.body[0] <= found.body[1] <= len(found.view.text)
    spans = [s for group in found.metadata.evidence.values() for s in group] + [c.span for c in found.metadata.citations]
    assert all(found.document.text[s.start : s.end] == s.quote for s in spans)


def test_empty_document(outline_of_document: Callable[[Document], Outline]) -> None:
    found = outline_of_document(Document(Media("a", "", "text/plain"), "", ()))
    assert [s.path for s in found.sections] == [""]
    assert found.metadata.title == ""


def test_rules_are_picklable(rules: StructureRules) -> None:
    assert pickle.loads(pickle.dumps(rules)).numbering.at_start("一、总则").name == "一"


@pytest.mark.parametrize(
    "unit",
    [
        "（",
        "）",
        "、",
        "1",
        "第",
        "一、",
        "（一）",
        "1.",
        "附件1\n",
        "《",
        "2018年1月1日",
        "〔2018〕1号",
        "目录\n",
        "局\n",
        "|",
        "一是",
        "：",
        "x.pdf",
        "•【公布日期】2014.03.21",
        "一、（一）1.",
    ],
)
def test_long_runs_stay_linear(outline_of_document: Callable[[Document], Outline], unit: str) -> None:
    """Ten times the text takes no more than some forty times as long, measured above the noise of short runs."""

    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        document = Document(Media("a", "", "text/plain"), text, (Block(0, len(text)),))
        began = time.process_time()
        outline_of_document(document)
        return time.process_time() - began

    seconds(1_000)
    assert seconds(40_000) <= 40 * max(seconds(4_000), 0.02)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("相关单位要于6月底前公开预算。", "body"),
        ("承办单位应当在15日内答复。", "body"),
        ("政策解读材料与文件同步公开；", "body"),
        ("微信公众号须及时更新", "body"),
        ("来源：县政府办公室", "furniture"),
        ("相关附件下载", "furniture"),
        ("责任编辑：办公室", "furniture"),
        ("主办：某某县人民政府", "furniture"),
    ],
)
def test_a_sentence_is_no_furniture_whatever_it_begins_with(line: str, kind: str, outline: Callable[[str], Outline]) -> None:
    text = f"关于做好信息公开工作的通知\n各乡镇：\n请认真执行。\n{line}\n"
    assert [k for k, words in kinds(outline(text)) if words == line] == [kind]
