"""The normalised view: what is changed, and that every place leads back to the source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.rulebook import Rulebook
from nlp.types import Block, Document, Media
from nlp.view import ScriptRules, build_view, script_of

RULES = ScriptRules.load(Rulebook())


def document(text: str, kind: str = "text") -> Document:
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(at, at + len(line), kind))  # type: ignore[arg-type]
        at += len(line) + 1
    return Document(Media("a.txt", "", "text/plain", None, script_of(text)), text, tuple(blocks))


def view_text(text: str) -> str:
    return build_view(document(text), RULES).text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("２０１８年９月", "2018年9月"),
        ("各局:县教育局,县财政局;(一)", "各局：县教育局，县财政局；（一）"),
        ("共1,234元,其中9:30", "共1,234元，其中9:30"),
        ("见http://www.x.gov.cn:80/a", "见http://www.x.gov.cn:80/a"),
        ("索 引 号：X", "索引号：X"),
        ("实施方案的通 知", "实施方案的通知"),
        ("2018 年 9 月 3 日", "2018年9月3日"),
        ("县财政局县教育局 县直有关单位", "县财政局县教育局 县直有关单位"),
        ("信息公開(kāi)工作", "信息公開工作"),
        ("推进(试行)", "推进（试行）"),
        ("政务★公开", "政务公开"),
        ("机密★长期", "机密★长期"),
        ("机密★10年", "机密★10年"),
        ("\u200b公\ufeff开", "公开"),
        ("　　一、 总体要求　", "一、总体要求"),
        ("甲\t 乙", "甲\t乙"),
        ("# 青川市绿化条例\n\n<!-- 完 -->\n\n## 第一章 总则", "青川市绿化条例\n\n\n\n第一章 总则"),
        ("**第三条** 本市鼓励植树。", "第三条 本市鼓励植树。"),
        ("- 发文机构\n- 青川市园林局", "发文机构\n青川市园林局"),
        ("公开以下信息。\n- 植树计划", "公开以下信息。\n- 植树计划"),
        ("3 * 5 ** 2，见#1楼", "3 * 5 ** 2，见#1楼"),
    ],
)
def test_normalisation(source: str, expected: str) -> None:
    assert view_text(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("請各單位將電子檔案上網公開，並於視窗受理申請。", "请各单位将电子文件上网公开，并于窗口受理申请。"),
        ("縣檔案局負責資訊公開網路平臺的維護與程式開發。", "县档案局负责信息公开网络平台的维护与程序开发。"),
        ("使用者可於網際網路查詢預算資訊及決算書表。", "用户可于互联网查询预算信息及决算书表。"),
    ],
)
def test_traditional_script(source: str, expected: str) -> None:
    assert script_of(source) == "hant"
    assert view_text(source) == expected


def test_simplified_text_is_not_converted() -> None:
    text = "乾县人民政府办公室关于执行核心程序的通知。藉此机会说明。"
    assert script_of(text) == "hans"
    assert view_text(text) == text


def test_quote_of_a_shortened_phrase_is_whole() -> None:
    text = "使用者與網際網路"
    view = build_view(document(text), RULES)
    at = view.text.index("互联网")
    assert view.span(at, at + 3).quote == "網際網路"
    assert view.span(0, 2).quote == "使用者"


def test_hard_wraps_are_joined_and_headings_are_not() -> None:
    lines = [
        "为进一步做好全县政府信息公开工作，现就有关事项通知如下，请",
        "认真贯彻执行并结合本单位实际抓好落实工作，确保各项任务按期",
        "完成，重点做好财政预算和三公经费以及重大项目批准实施等信息",
        "的公开，接受社会各界和广大人民群众的监督，及时回应社会关切",
        "并将落实情况于年底前报送县人民政府办公室汇总后统一上报市政",
        "府办公室备案，逾期不报的单位在年度考核中按照规定扣除相应分",
        "值并予以通报，具体考核办法由县人民政府办公室另行制定印发执",
        "行。",
        "一、总体要求",
        "（一）指导思想",
    ]
    text = view_text("\n".join(lines))
    assert text.split("\n") == ["".join(lines[:8]), "一、总体要求", "（一）指导思想"]


def test_a_line_that_ends_open_is_joined() -> None:
    assert view_text("责任单位：县发改局、县财政局、\n县审计局。").count("\n") == 0


@given(st.text(alphabet=st.sampled_from("政务公开使用者網際路開(kāi)（）,，:： \t\n\u3000１２ab★密机。、第年"), max_size=80))
def test_every_place_leads_back(text: str) -> None:
    doc = document(text)
    view = build_view(doc, RULES)
    last = 0
    for i in range(len(view.text)):
        span = view.span(i, i + 1)
        assert span.quote == text[span.start : span.end] != ""
        assert span.start >= last
        last = span.start
    whole = view.span(0, len(view.text))
    assert text[whole.start : whole.end] == whole.quote


@given(st.text(max_size=200))
def test_any_text_survives(text: str) -> None:
    build_view(document(text), RULES)


def test_plain_pinyin_goes_where_a_text_is_full_of_it() -> None:
    noted = "發(fa)布(bu)時(shi)間：全(quan)面(mian)貫(guan)徹落實，秘(mi)(mi)密不得公(gong)開(kai)，各(ge)單位照辦。"
    assert view_text(noted) == "发布时间：全面贯彻落实，秘密不得公开，各单位照办。"
    assert view_text("请下载客户端(app)查询。") == "请下载客户端（app）查询。"


def test_paragraph_marks_of_a_host_are_line_ends() -> None:
    source = "第一条 公开账目。Р 第二条 公开规划。Р 第三条 公开决算。РР 第四条 公开收费。"
    assert view_text(source) == "第一条 公开账目。\n第二条 公开规划。\n第三条 公开决算。\n\n第四条 公开收费。"
    assert view_text("型号为Р一种。") == "型号为Р一种。"


def test_no_line_begins_with_a_comma() -> None:
    assert view_text("一、中央法规所定之命令\n    、法规命令及自治法规。") == "一、中央法规所定之命令、法规命令及自治法规。"
