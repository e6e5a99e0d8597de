"""OFD files made here: reading order, matrices, templates, tables, and everything that a page hides or cannot tell."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from nlp.intake.ofd_fonts import characters_of
from nlp.intake.ofd_geometry import deltas
from nlp.intake.reader import read
from nlp.types import Document, Limits, Source
from tests.intake.mutants import Blind
from tests.intake.ofd_files import NAMESPACE, NOTICE, element, font, line, ofd, page, renamed, table_page, text

REAL = Path(__file__).parents[3] / "shared" / "formats" / "ofd"


def test_reading_order_is_that_of_the_page_not_of_the_objects(read_bytes, lines_of):
    document = read_bytes(ofd(NOTICE), "a.ofd")
    assert lines_of(document) == ["关于做好政务公开工作的通知", "各乡镇人民政府：", "现将有关事项通知如下，请遵照执行。"]
    assert document.media.pages == 1
    assert {b.page for b in document.blocks} == {1}
    assert document.warnings == ()


@pytest.mark.parametrize(("prefix", "space"), [("ofd", NAMESPACE), ("n1", "http://www.ofdspec.org"), ("", ""), ("", NAMESPACE)])
def test_any_namespace_and_prefix(prefix, space, read_bytes):
    assert "各乡镇人民政府：" in read_bytes(ofd(NOTICE, prefix=prefix, space=space), "a.ofd").text


def test_prefix_that_nobody_declared(read_bytes):
    data = ofd(NOTICE)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name.replace("OFD.xml", "ofd.XML"), old.read(name).replace(f' xmlns:ofd="{NAMESPACE}"'.encode(), b""))
    assert "各乡镇人民政府：" in read_bytes(out.getvalue(), "a.ofd").text


def test_stored_entries_read_like_packed_ones(read_bytes):
    stored = read_bytes(ofd(NOTICE, method=zipfile.ZIP_STORED), "a.ofd")
    assert stored.text == read_bytes(ofd(NOTICE), "a.ofd").text


def test_title_of_the_properties_marks_its_lines(read_bytes):
    two = page(text("关于做好政务公开工作", 60, 50, 8), text("的通知", 90, 62, 8), text("各乡镇人民政府：", 28, 90))
    document = read_bytes(ofd(two, info="<ofd:Title>关于做好政务公开工作的通知</ofd:Title>"), "a.ofd")
    assert [b.kind for b in document.blocks] == ["title", "title", "text"]
    assert "CF88" not in read_bytes(ofd(NOTICE, info="<ofd:Title>CF8856E7</ofd:Title>"), "a.ofd").text


def test_matrix_and_repeated_deltas(read_bytes):
    scaled = (
        '<ofd:TextObject ID="1" CTM="0.5 0 0 0.5 0 0" Boundary="30 40 60 8" Font="3" Size="12">'
        '<ofd:TextCode X="0" Y="12" DeltaX="g 3 12 24 12">监理大纲附件</ofd:TextCode></ofd:TextObject>'
    )
    document = read_bytes(ofd(page(scaled, text("同一行", 90, 46, 6))), "a.ofd")
    assert document.text == "监理大纲 附件  同一行\n"  # a step of two characters is a blank, no character stands for it


def test_one_text_code_over_several_lines(read_bytes, lines_of):
    wrapped = (
        '<ofd:TextObject ID="1" Boundary="30 40 60 30" Font="3" Size="5">'
        '<ofd:TextCode X="0" Y="5" DeltaX="5 5 -10 5 5" DeltaY="0 0 8 0 0">密码区在下面</ofd:TextCode></ofd:TextObject>'
    )
    assert lines_of(read_bytes(ofd(page(wrapped)), "a.ofd")) == ["密码区", "在下面"]


@pytest.mark.parametrize(
    ("given", "most", "expected"),
    [
        ("g 3 5 2.5", 9, [5, 5, 5, 2.5]),
        ("g 1000000000 5", 3, [5, 5, 5]),
        ("5 x g", 9, [5, 0, 0]),
        ("g -4 2", 9, []),
        (None, 9, []),
    ],
)
def test_deltas(given, most, expected):
    assert deltas(given, most) == expected


def test_labels_of_a_template_meet_values_of_the_page(read_bytes, lines_of):
    template = page(text("索引号：", 20, 30), text("发文机关：", 20, 40))
    values = page(
        text("某县财政局", 45, 40), text("2024001", 40, 30, step=2.5), head='<ofd:Template TemplateID="50" ZOrder="Background"/>'
    )
    assert lines_of(read_bytes(ofd(values, templates=(template,)), "a.ofd")) == ["索引号：2024001", "发文机关：某县财政局"]


def test_text_in_template_and_page_stands_once(read_bytes):
    same = text("某市人民政府文件", 40, 40, 8)
    document = read_bytes(ofd(page(same, head='<ofd:Template TemplateID="50"/>'), templates=(page(same),)), "a.ofd")
    assert document.text == "某市人民政府文件\n"


def test_composite_objects_and_page_blocks(read_bytes):
    unit = (
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="77" Width="50" Height="10"><ofd:Content>'
        + text("组合对象", 0, 8)
        + "</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    )
    content = page(
        '<ofd:PageBlock ID="5"><ofd:CompositeObject ID="6" ResourceID="77" Boundary="30 50 50 10"/></ofd:PageBlock>',
        text("正文第一行", 30, 40),
    )
    data = ofd(content, common="<ofd:PublicRes>Res.xml</ofd:PublicRes>", files={"Doc_0/Res.xml": element("Res", unit)})
    assert read_bytes(data, "a.ofd").text == "正文第一行\n组合对象\n"


def test_composite_that_holds_itself_ends(read_bytes):
    unit = (
        '<ofd:CompositeGraphicUnit ID="77"><ofd:Content><ofd:CompositeObject ResourceID="77" Boundary="0 0 9 9"/>'
        '<ofd:CompositeObject ResourceID="77" Boundary="1 0 9 9"/></ofd:Content></ofd:CompositeGraphicUnit>'
    )
    content = page('<ofd:CompositeObject ResourceID="77" Boundary="30 50 50 10"/>', text("正文第一行", 30, 40))
    data = ofd(content, common="<ofd:PublicRes>Res.xml</ofd:PublicRes>", files={"Doc_0/Res.xml": element("Res", unit)})
    assert read_bytes(data, "a.ofd").text == "正文第一行\n"


def test_ruled_table(read_bytes):
    document = read_bytes(ofd(table_page()), "a.ofd")
    (table,) = document.tables
    assert table.rows() == [["序号", "任务", "单位"], ["1", "公开预算", "财政局"], ["2", "公开决算", "审计局"]]
    assert document.text.startswith("分工表\n序号\t")
    assert document.text.endswith("表后一段。\n")
    assert table.page == 1


def test_rows_without_lines_are_told_by_their_numbers(read_bytes):
    rules = [line(20, y, 140, y) for y in (50, 60, 100)] + [line(x, 50, x, 100) for x in (20, 40, 100, 140)]
    words = [text("序号", 22, 57), text("货物", 42, 57), text("金额", 102, 57)]
    for i in range(4):
        words += [text(str(i + 1), 22, 67 + 8 * i), text("电脑", 42, 67 + 8 * i), text("甲乙丙丁"[i], 102, 67 + 8 * i)]
    (table,) = read_bytes(ofd(page(*rules, *words)), "a.ofd").tables
    assert table.rows()[1:] == [["1", "电脑", "甲"], ["2", "电脑", "乙"], ["3", "电脑", "丙"], ["4", "电脑", "丁"]]


def test_page_turned_by_a_quarter(read_bytes, lines_of):
    turned = "".join(
        f'<ofd:TextObject ID="1" CTM="0 1 -1 0 0 0" Boundary="{x} 30 6 80" Font="3" Size="5">'
        f'<ofd:TextCode X="0" Y="0" DeltaX="g 9 5">{words}</ofd:TextCode></ofd:TextObject>'
        for x, words in ((100, "横排页面第一行文字"), (90, "横排页面第二行文字"))
    )
    document = read_bytes(ofd(page(turned)), "a.ofd")
    assert lines_of(document) == ["横排页面第一行文字", "横排页面第二行文字"]


def test_hidden_slanted_and_outside_text_is_named(read_bytes):
    content = page(
        text("正文第一行", 30, 40),
        text("看不见的字", 30, 50, attributes='Visible="false"'),
        text("纸外的字", 300, 50),
        text("内部资料", 80, 120, 10, attributes='CTM="0.7 -0.7 0.7 0.7 0 0"'),
    )
    document = read_bytes(ofd(content), "a.ofd")
    assert document.text == "正文第一行\n"
    for words in ("看不见的字", "纸外的字", "内部资料"):
        assert any(words in w and "第1页" in w for w in document.warnings), document.warnings


def test_pages_whose_text_cannot_be_had_are_named_by_number(read_bytes, monkeypatch):
    monkeypatch.setattr("nlp.intake.ocr.engine", Blind)
    image = '<ofd:ImageObject ID="7" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="6"/>'
    shape = "M 0 0 B 1 1 2 2 3 3 B 1 1 2 2 3 0 C"
    drawn = "".join(
        f'<ofd:PathObject ID="{i}" Boundary="{20 + 5 * (i % 30)} {30 + 8 * (i // 30)} 4 4" Fill="true" Stroke="false">'
        f"<ofd:AbbreviatedData>{shape}</ofd:AbbreviatedData></ofd:PathObject>"
        for i in range(120)
    )
    glyphs = (
        '<ofd:TextObject ID="1" Boundary="30 40 60 8" Font="3" Size="5"><ofd:CGTransform CodePosition="0" CodeCount="6" GlyphCount="6">'
        "<ofd:Glyphs>11 12 13 14 15 16</ofd:Glyphs></ofd:CGTransform>{}</ofd:TextObject>"
    )
    private = glyphs.format('<ofd:TextCode X="0" Y="5" DeltaX="g 5 5">\ue001\ue002\ue003\ue004\ue005\ue006</ofd:TextCode>')
    nothing = glyphs.format("")
    pages = [NOTICE, page(image), page(drawn), page(private), page(nothing), page(image, text("第6页扫描件", 90, 20))]
    document = read_bytes(ofd(*pages), "a.ofd")
    assert any(w.startswith("第2、6页没有文字层") for w in document.warnings), document.warnings
    assert any(w.startswith("第3页的文字已转成图形") for w in document.warnings)
    assert any(w.startswith("第4-5页有文字只存了字形") for w in document.warnings)


def test_glyph_numbers_are_looked_up_in_the_embedded_font(read_bytes):
    codes = {0x5173: 11, 0x4E8E: 12, 0x901A: 13, 0x77E5: 14, 0xE001: 11}
    assert characters_of(font(codes)) == {11: "关", 12: "于", 13: "通", 14: "知"}
    assert characters_of(font(codes)[:-30]) in ({}, {11: "关"}, {12: "于"}, {11: "关", 12: "于"})
    content = page(
        '<ofd:TextObject ID="1" Boundary="30 40 60 8" Font="3" Size="5"><ofd:CGTransform CodePosition="0" CodeCount="4" GlyphCount="4">'
        '<ofd:Glyphs>11 12 13 14</ofd:Glyphs></ofd:CGTransform><ofd:TextCode X="0" Y="5" DeltaX="g 3 5">\ue001\ue002\ue003\ue004'
        "</ofd:TextCode></ofd:TextObject>"
    )
    res = '<ofd:Fonts><ofd:Font ID="3" FontName="a"><ofd:FontFile>f.ttf</ofd:FontFile></ofd:Font></ofd:Fonts>'
    files: dict[str, str | bytes] = {"Doc_0/Res.xml": element("Res", res), "Doc_0/f.ttf": font(codes)}
    document = read_bytes(ofd(content, common="<ofd:PublicRes>Res.xml</ofd:PublicRes>", files=files), "a.ofd")
    assert document.text == "关于通知\n"
    assert document.warnings == ()


def test_several_documents_in_one_package(read_bytes):
    document = read_bytes(ofd(NOTICE, page(text("第二页正文", 30, 60)), documents=2), "a.ofd")
    assert document.media.pages == 4
    assert document.text.count("各乡镇人民政府：") == 2
    assert {b.page for b in document.blocks} == {1, 2, 3, 4}


def test_running_heads_and_page_numbers_stand_aside(read_bytes, lines_of):
    pages = [
        page(text("某县人民政府办公室文件", 60, 15), text(f"第{i}段正文，内容各不相同。", 30, 100), text(f"— {i} —", 95, 285))
        for i in (1, 2, 3)
    ]
    document = read_bytes(ofd(*pages), "a.ofd")
    assert lines_of(document, "header") == ["某县人民政府办公室文件"]
    assert "—" not in document.text


def test_annotations_attachments_seals_and_properties_are_named(read_bytes, lines_of):
    annots = '<ofd:Page PageID="100"><ofd:FileLoc>A1.xml</ofd:FileLoc></ofd:Page>'
    notes = (
        '<ofd:Annot Type="Path" ID="1"><ofd:Remark>此处请核对</ofd:Remark><ofd:Appearance Boundary="100 200 50 10">'
        + text("同意印发", 0, 6)
        + '</ofd:Appearance></ofd:Annot><ofd:Annot Type="Watermark" ID="2"><ofd:Appearance Boundary="10 100 80 20">'
        + text("仅供内部使用", 0, 6)
        + "</ofd:Appearance></ofd:Annot>"
    )
    seal = "某县人民政府公章".encode()
    files: dict[str, str | bytes] = {
        "Doc_0/Annots.xml": element("Annotations", annots),
        "Doc_0/A1.xml": element("PageAnnot", notes),
        "Doc_0/Att.xml": element(
            "Attachments", '<ofd:Attachment Name="名单"><ofd:FileLoc>Res/1.xlsx</ofd:FileLoc></ofd:Attachment>'
        ),
        "Doc_0/Res/1.xlsx": b"PK",
        "Doc_0/Signs.xml": element("Signatures", '<ofd:Signature ID="1" BaseLoc="/Doc_0/S1.xml"/>'),
        "Doc_0/S1.xml": element(
            "Signature",
            '<ofd:SignedInfo><ofd:StampAnnot ID="1" PageRef="100" Boundary="1 1 9 9"/>'
            "<ofd:Seal><ofd:BaseLoc>Seal.esl</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo>",
        ),
        "Doc_0/Seal.esl": b"\x30\x82\x0c" + bytes([len(seal)]) + seal,
    }
    data = ofd(
        NOTICE,
        document="<ofd:Annotations>Annots.xml</ofd:Annotations><ofd:Attachments>Att.xml</ofd:Attachments>",
        body="<ofd:Signatures>Doc_0/Signs.xml</ofd:Signatures>",
        info="<ofd:Author>李四</ofd:Author>",
        files=files,
    )
    document = read_bytes(data, "a.ofd")
    assert lines_of(document, "note") == ["同意印发"]
    told = "\n".join(document.warnings)
    for words in ("作者：李四", "第1页有1枚电子印章（某县人民政府公章）", "名单.xlsx", "此处请核对", "仅供内部使用", "同意印发"):
        assert words in told


def test_entry_names_in_gbk(read_bytes):
    data = ofd(NOTICE)
    out = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(data))
    names = {"Doc_0/Pages/P0/Content.xml": "Doc_0/页面/第一页.xml"}
    with zipfile.ZipFile(out, "w") as archive:
        for name in old.namelist():
            content = old.read(name)
            if name == "Doc_0/Document.xml":
                content = content.replace(b"Pages/P0/Content.xml", "页面/第一页.xml".encode())
            written = names.get(name, name)
            info = zipfile.ZipInfo(written.encode("gbk").decode("cp437"))
            archive.writestr(info, content)
    raw = out.getvalue()
    for name in names.values():  # the archive marks names beyond ASCII as UTF-8: write the bytes that such makers write
        encoded = name.encode("gbk").decode("cp437").encode("utf-8")
        raw = renamed(raw, encoded, name.encode("gbk"))
    assert "各乡镇人民政府：" in read_bytes(raw, "a.ofd").text


# ---------------------------------------------------------------- real files
@pytest.mark.skipif(not REAL.is_dir(), reason=f"no folder of real files at {REAL}")
@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("pifu-weishengju-signed", ["路卫发〔2011〕76号\n关于同意张阿三同志辞职的批复\n区中医院：\n", "2001年9月参加工作"]),
        ("fapiao-qingdan-5p", ["机器编号：016000019234", "发票代码：050001700111", "100\t*餐饮服务*餐费"]),
        ("shuzi-fapiao", ["发票号码：24112000000048542163", "名称：海南麒麟云服科技有限公司"]),
        ("jianli-dagang-signed", ["第二部分 监理大纲（如有时）\n", "六、质量、进度、造价、安全文明监理措施；\n"]),
        ("nalaizhuyi-2p", ["拿来主义\n鲁迅\n", "徘徊不敢走进门"]),
        (
            "conformance-6.1.001-stored",
            ["本样例测试阅读器对ZIP结构的支持情况，ZIP规范允许对不同的包内文件（Entry）采取不一样的处理方式"],
        ),
        ("font-test-shuke", ["微软雅黑"]),
        ("with-attachment", ["这是一个带有附件的OFD文件"]),
    ],
)
def test_real_files(name, parts, checked):
    got = read(Source(str(REAL / f"{name}.ofd")), Limits())
    assert isinstance(got, Document), got
    checked(got)
    for part in parts:
        assert part in got.text
