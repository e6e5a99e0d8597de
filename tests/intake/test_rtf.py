"""RTF: code pages, escapes, numbers, tables, what is hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.intake.reader import read
from nlp.types import Document, Limits, Source
from tests.intake.mutants import survive

FORMATS = Path(__file__).parents[3] / "shared" / "formats"
HEAD = rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 SimSun;}{\f1\fcharset0 Times;}{\f2\fcharset2 Symbol;}{\f3\fcharset136 MingLiU;}}"
STYLES = rb"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2 \'b1\'ea\'cc\'e2;}{\s3 toc 1;}}"


def escaped(text: str, codec: str = "gbk") -> bytes:
    return b"".join(bytes([b]) if b < 0x80 and b not in b"{}\\" else b"\\'%02x" % b for b in text.encode(codec))


def rtf(body: bytes | str, head: bytes = HEAD) -> bytes:
    return head + STYLES + (escaped(body) if isinstance(body, str) else body) + b"}"


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (escaped("各单位：请公开。"), ["各单位：请公开。"]),
        ("各单位：请公开。".encode("gbk"), ["各单位：请公开。"]),  # 8-bit bytes as they are
        (rb"\uc1\u20844?\u24320?", ["公开"]),
        (rb"\uc2\u20844\'b9\'ab\u24320\'bf\'aa", ["公开"]),
        (rb"{\uc0\u20844\u24320}a", ["公开a"]),
        (rb"\uc1\u-10179?\u-8704?", ["\U0001f600"]),
        (rb"{\f1 " + escaped("公开") + b"}", ["公开"]),  # a Western font over GB bytes
        (rb"{\f3 " + escaped("公開", "big5") + b"}", ["公開"]),
        (rb"{\f2 \'b7}" + escaped("项目"), ["项目"]),
        (rb"\{a\}\~b\_c\tab d\emdash", ["{a}\xa0b-c d—"]),
        (rb"{\listtext\pard\plain \'d2\'bb\'a1\'a2\tab}" + escaped("公开") + rb"\par {\pntext 2.\tab}" + escaped("目录"), ["一、公开", "2.目录"]),
        (rb"a{\field{\*\fldinst HYPERLINK x}{\fldrslt b}}{\field{\*\fldinst PAGE}{\fldrslt 7}}c", ["abc"]),
        (rb"{\*\unknown a}{\pict 00ff}{\info{\author b}}c\par\bin3 }}}d", ["c", "d"]),
        (rb"{\upr{a}{\*\ud{\uc0\u20844}}}b", ["公b"]),
        (rb"a\line b\par c", ["a", "b", "c"]),
        (rb"{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt " + escaped("文件") + rb"\par}}{\shprslt z}}" + escaped("正文"), ["文件", "正文"]),
    ],
)  # fmt: skip
def test_text(read_bytes, lines_of, body, lines):
    assert lines_of(read_bytes(rtf(body), "a.rtf")) == lines


def test_without_a_code_page_chinese_is_still_chinese(read_bytes):
    data = rb"{\rtf1\ansi " + escaped("关于做好政务公开工作的通知") + b"}"
    assert read_bytes(data, "a.rtf").text == "关于做好政务公开工作的通知\n"


def test_styles_give_titles_levels_and_contents(read_bytes):
    body = rb"\pard\s2 T\par\pard\s3 C\tab 1\par\pard\s1{\listtext\pard 1.}H\par\pard B\par\pard\outlinelevel1 L\par"
    document = read_bytes(rtf(body), "a.rtf")
    assert [(b.kind, b.level) for b in document.blocks] == [("title", None), ("furniture", None), ("text", 1), ("text", None), ("text", 2)]


def test_what_is_hidden_is_named(read_bytes):
    body = rb"a{\v secret}{\deleted gone}b{\*\annotation note}\par{\object{\*\objdata 00}{\result r}}{\footnote f}{\header h\par}{\footer - {\field{\*\fldinst PAGE}{\fldrslt 1}} -}"
    document = read_bytes(rtf(body), "a.rtf")
    assert document.text == "ab\nr\nf\nh\n"
    assert [b.kind for b in document.blocks] == ["text", "text", "note", "header"]
    for said in ("secret", "修订", "批注", "嵌入对象"):
        assert any(said in w for w in document.warnings), said


def row(*cells: tuple[str, int, bytes], nested: bool = False) -> bytes:
    edges = b"".join(flags + b"\\cellx%d" % edge for _, edge, flags in cells)
    texts = b"".join(rb"\pard\intbl " + escaped(text) + rb"\cell" for text, _, _ in cells)
    return rb"\trowd" + edges + texts + rb"\row"


def test_tables_with_merges(read_bytes):
    body = row(("序号", 1000, b""), ("事项", 5000, b"")) + row(("一", 1000, rb"\clvmgf"), ("预算", 3000, b""), ("决算", 5000, b""))
    body += row(("", 1000, rb"\clvmrg"), ("按月", 2980, b""), ("按年", 5000, b"")) + rb"\pard after\par"
    document = read_bytes(rtf(body), "a.rtf")
    assert [t.rows() for t in document.tables] == [[["序号", "事项", ""], ["一", "预算", "决算"], ["一", "按月", "按年"]]]
    assert document.text.endswith("after\n")


def test_a_table_in_a_frame(read_bytes):
    inner = rb"\pard\intbl\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\cellx100\cellx200\nestrow}{\nonesttables\par}"
    body = rb"\trowd\cellx9000" + inner + inner.replace(b" a", b" c") + rb"\pard\intbl after\cell\row\pard end"
    document = read_bytes(rtf(body), "a.rtf")
    assert [t.rows() for t in document.tables] == [[["a", "b"], ["c", "b"]]]
    assert document.text.endswith("after\nend\n")


def test_hostile_files(fail_bytes, read_bytes):
    assert fail_bytes(rb"{\rtf1 " + b"{" * 100_000, "a.rtf").code == "damaged"
    assert fail_bytes(rb"{\rtf1\ansi }", "a.rtf").code == "no_text"
    assert read_bytes(rb"{\rtf1 a\bin999999999999 b", "a.rtf").text == "a\n"
    assert read_bytes(rtf(rb"a\u99999999999?\f-5\s-1\itap999999\nestcell b\cell"), "a.rtf").text
    assert any("损坏" in w for w in read_bytes(rb"{\rtf1 {a", "a.rtf").warnings)


def test_mutated_files():
    body = escaped("关于公开的通知") + rb"\par" + row(("序号", 1000, b""), ("事项", 5000, b"")) * 3 + rb"{\listtext 1.}\uc2\u20844\'b9\'ab\par" * 9
    assert survive(rtf(body), "a.rtf")["read"] > 70


@pytest.mark.skipif(not FORMATS.is_dir(), reason=f"no folder of real files at {FORMATS}")
@pytest.mark.parametrize("path", sorted(FORMATS.glob("rtf/*")), ids=lambda p: p.name)
def test_real_files(path, checked):
    got = read(Source(str(path)), Limits())
    assert isinstance(got, Document), got
    checked(got)
    assert "\ufffd" not in got.text
    assert got.text.startswith("公文高手简介\n")
