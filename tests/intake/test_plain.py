import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.intake.encoding import decode
from nlp.intake.reader import read
from nlp.types import Document, Limits, Source

NOTICE = (
    "某某县人民政府办公室关于做好防汛工作的通知\n某政办发〔2018〕3号\n\n各乡镇人民政府：\n　　请各单位抓好落实。\n2018年5月1日\n"
)
TRADITIONAL = (
    "嘉義縣政府公告\n主旨：公告本縣徵收土地計畫書，請各單位查照辦理。\n說明：依據土地徵收條例第十八條規定辦理，期間為三十日。\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(read_bytes, encoding):
    document = read_bytes(NOTICE.encode(encoding))
    assert document.text == NOTICE
    assert document.media.script == "hans"
    assert document.warnings == ()


@pytest.mark.parametrize("text", ["索引号", "关于公布收费目录的通知", "一、公开内容\n二、公开时限"])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_short_texts(text, encoding):
    decoded = decode(text.encode(encoding))
    assert decoded is not None
    assert decoded.text == text


def test_big5(read_bytes):
    document = read_bytes(TRADITIONAL.encode("big5"))
    assert document.text == TRADITIONAL
    assert document.media.script == "hant"


def test_rare_characters_of_gb18030(read_bytes):
    assert "㑇䶮𠮷" in read_bytes("姓名：㑇䶮𠮷，请各单位核对。\n".encode("gb18030")).text


def test_a_cut_utf8_file_is_still_utf8(read_bytes):
    document = read_bytes((NOTICE * 3).encode()[:-2])
    assert "各乡镇人民政府" in document.text
    assert "UTF-8" in document.warnings[0]


def test_line_ends_and_control_characters(read_bytes):
    assert read_bytes("甲\r\n乙\r丙\x0c丁\x00戊\n").text == "甲\n乙\n丙\n丁戊\n"


def test_blocks_are_lines_without_their_blanks(read_bytes):
    document = read_bytes(NOTICE)
    assert [document.text[b.start : b.end] for b in document.blocks][3] == "请各单位抓好落实。"
    assert {b.kind for b in document.blocks} == {"text"}


def test_furniture_stays_in_the_text(read_bytes, lines_of):
    text = "当前位置：首页 > 通知公告\n索引号：X/1  发布日期：2018-05-02\n" + NOTICE + "责任编辑：张某\n【打印】【关闭】\n"
    document = read_bytes(text)
    assert document.text == text
    assert lines_of(document, "furniture") == ["当前位置：首页 > 通知公告", "责任编辑：张某", "【打印】【关闭】"]
    assert lines_of(document, "label") == ["索引号：X/1  发布日期：2018-05-02"]


def test_furniture_at_the_ends_of_one_long_line(read_bytes, lines_of):
    body = "某县关于防汛的通知 各乡镇： 请抓好落实，五月底前报县政府办公室。"
    document = read_bytes(f"当前位置： 首页 > 政务公开 > 通知公告 {body} 责任编辑：政务公开办")
    assert lines_of(document, "text") == [body]
    assert lines_of(document, "furniture") == ["当前位置： 首页 > 政务公开 > 通知公告", "责任编辑：政务公开办"]


def test_pipe_table(read_bytes):
    document = read_bytes(
        "分工表\n| 序号 | 工作任务 | 牵头单位 |\n|---|:--:|---|\n| 1 | 公开预算 | 县财政局 |\n| 2 | 公开决算 | |\n注：略\n"
    )
    assert [t.rows() for t in document.tables] == [
        [["序号", "工作任务", "牵头单位"], ["1", "公开预算", "县财政局"], ["2", "公开决算", ""]]
    ]
    assert "1\t公开预算\t县财政局\n" in document.text


def test_pipe_table_with_broken_cells(read_bytes):
    document = read_bytes("| 公开\n时限 | 公开主体 |\n| 20个\n工作日 | 县民政局 |\n")
    assert document.tables[0].rows() == [["公开时限", "公开主体"], ["20个工作日", "县民政局"]]


def test_tabs_and_wide_gaps(read_bytes):
    tabs = read_bytes("序号\t任务\t单位\n1\t公开预算\t县财政局\n")
    gaps = read_bytes("序号  姓名  等级  金额\n1  王某  C级  0.80\n2  李某  D级  2.80\n")
    assert tabs.tables[0].rows()[1] == ["1", "公开预算", "县财政局"]
    assert gaps.tables[0].rows()[2] == ["2", "李某", "D级", "2.80"]


@pytest.mark.parametrize(
    "text",
    [
        "一、\t总体要求\n二、\t主要任务\n三、\t保障措施\n四、\t其他\n",
        "双  河  镇\n人  民  政  府\n第一章  总  则\n",
        "县财政局    县教育局\n2018年5月1日\n",
        "————————————\n抄送：县委办。\n————————————\n",
    ],
)
def test_no_table(read_bytes, text):
    assert read_bytes(text).tables == ()


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("通知一二（）、。|\t \n：索引号打印关闭-0123456789\u3000\x00\ud800a<p>"), max_size=300))
def test_any_text_gives_a_sound_document(text):
    got = read(Source("a.txt", text.encode("utf-8", "replace")), Limits())
    if isinstance(got, Document):
        from tests.intake.conftest import check

        check(got)
    else:
        assert got.code in ("empty", "no_text", "not_a_document", "unsupported")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_document_or_a_failure(data):
    got = read(Source("a", data), Limits())
    assert isinstance(got, Document) or "读取时出错" not in got.message
