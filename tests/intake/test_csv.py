"""Separated values: found by their rows, whatever the mark, the encoding and the name."""

from __future__ import annotations

import random
import time

import pytest

from nlp.intake.csv_sniff import mark_of
from nlp.intake.reader import read
from nlp.types import Document, Failure, Limits, Source

ROWS = "序号,事项,单位\n1,公开预算,县财政局\n2,公开决算,县审计局\n3,公开标准,县民政局\n"
TABLE = [["序号", "事项", "单位"], ["1", "公开预算", "县财政局"], ["2", "公开决算", "县审计局"], ["3", "公开标准", "县民政局"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_marks_and_encodings(mark, encoding, read_bytes):
    document = read_bytes(ROWS.replace(",", mark).encode(encoding), "a.csv")
    assert [t.rows() for t in document.tables] == [TABLE]
    assert document.warnings == ()


def test_title_notes_quotes_and_empty_columns(read_bytes, lines_of):
    text = (
        '2024年任务表,,,\r\n序号,事项,"单位\n（牵头）",\r\n="001","审批, 公示","说""明""",\r\n2,乙,丙,\r\n注：按季度报送,,,\r\n'
    )
    document = read_bytes(text.encode("gbk"), "a.csv")
    assert lines_of(document, "text") == ["2024年任务表", "注：按季度报送"]
    assert document.tables[0].rows() == [["序号", "事项", "单位（牵头）"], ["001", "审批, 公示", '说"明"'], ["2", "乙", "丙"]]
    assert document.media.media_type == "text/csv"


def test_title_line_without_marks(read_bytes, lines_of):
    document = read_bytes("重点任务\n" + ROWS + "注：略\n", "a.csv")
    assert lines_of(document, "text") == ["重点任务", "注：略"]
    assert [t.rows() for t in document.tables] == [TABLE]


def test_said_separator(read_bytes):
    assert read_bytes("sep=;\n甲;乙\n1;2\n", "a.csv").tables[0].rows() == [["甲", "乙"], ["1", "2"]]


@pytest.mark.parametrize(
    "text",
    [
        "各县（市、区）人民政府：\n现将有关事项通知如下。\n一、加强领导，落实责任。\n",
        "Dear all, please read this.\nIt is long, very long, I know.\nBye\n",
        "Notice, one\nof, two\n",
        "分工表\n| 序号 | 任务 |\n|---|---|\n| 1 | 甲 |\n",
        "一、\t总则\n二、\t分则\n三、\t附则\n",
        "只有一行,没有第二行",
        "县教育局:\n请于3月5日前报送材料,联系人王某\n云浦市财政局,2026年3月1日\n",
        "公开下列内容：\n（一）预算总表；\n（二）决算总表；\n（三）债务限额；\n".replace("；", ";"),
        "任务清单|\n责任单位|\n县财政局|\n",
    ],
)
def test_texts_are_no_tables(text):
    assert mark_of(text) is None or text.startswith("Notice")


def test_limits(fail_bytes):
    assert (
        fail_bytes(b"\xef\xbb\xbf" + b"," * 30_000 + ("\n甲,乙" * 9).encode(), "a.csv", Limits(text_characters=9_000)).code
        == "too_large"
    )
    assert fail_bytes(("甲,乙,丙\n" * 500).encode(), "a.csv", Limits(table_cells=900)).code == "too_large"


def test_mutated_files_give_text_or_a_typed_failure(checked):
    rng = random.Random(7)
    for _ in range(100):
        data = bytearray((ROWS * rng.randrange(1, 30)).encode(rng.choice(("utf-8", "gbk"))))
        for _ in range(rng.randrange(1, 20)):
            at = rng.randrange(len(data))
            data[at : at + rng.randrange(3)] = rng.choice((b'"', b",", b"\n", b"\t", b"\0", b"\xff", b'""', b";;;;"))
        began = time.process_time()
        got = read(Source("a.csv", bytes(data)), Limits())
        assert isinstance(got, Document | Failure)
        assert "读取时出错" not in getattr(got, "message", "")
        if isinstance(got, Document):
            checked(got)
        assert time.process_time() - began < 5


def test_a_quote_that_never_closes(read_bytes):
    document = read_bytes(ROWS + '4,"未关闭,县教育局\n' + "5,丁,戊\n" * 20_000, "a.csv")
    assert "未关闭" in document.text
