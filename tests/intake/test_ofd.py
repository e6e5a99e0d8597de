"""OFD files made here: reading order, matrices, templates, tables, and everything that a page hides or cannot tell."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile
from pathlib import Path

import pytest

from nlp.intake.ofd_fonts import characters_of
from nlp.intake.ofd_geometry import deltas
from nlp.intake.reader import read
from nlp.types import Document, Failure, Limits, Source
from tests.intake.mutants import Blind

NAMESPACE = "http://www.ofdspec.org/2016"
REAL = Path(__file__).parents[3] / "shared" / "formats" / "ofd"


def element(name: str, inner: str, prefix: str = "ofd", space: str = NAMESPACE) -> str:
    declared = f'xmlns:{prefix}="{space}"' if prefix else f'xmlns="{space}"' if space else ""
    text = f'<?xml version="1.0" encoding="UTF-8"?><ofd:{name} {declared}>{inner}</ofd:{name}>'
    return text.replace("<ofd:", f"<{prefix}:").replace("</ofd:", f"</{prefix}:") if prefix else text.replace("ofd:", "")


def text(
    words: str, x: float, y: float, size: float = 5.0, attributes: str = "", extra: str = "", step: float | None = None
) -> str:
    """A text object whose base line lies at y."""
    step = size if step is None else step
    moves = f'DeltaX="g {len(words) - 1} {step}"' if len(words) > 1 else ""
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y - size} {len(words) * size + 1} {size * 1.3}" Font="3" Size="{size}" {attributes}>'
        f'{extra}<ofd:TextCode X="0" Y="{size}" {moves}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    return (
        f'<ofd:PathObject ID="8" Boundary="{x0} {y0} {x1 - x0 + 0.1} {y1 - y0 + 0.1}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def page(*objects: str, head: str = "") -> str:
    return f'{head}<ofd:Content><ofd:Layer ID="1">{"".join(objects)}</ofd:Layer></ofd:Content>'


def ofd(
    *pages: str,
    templates: tuple[str, ...] = (),
    info: str = "",
    common: str = "",
    document: str = "",
    body: str = "",
    files: dict[str, str | bytes] | None = None,
    prefix: str = "ofd",
    space: str = NAMESPACE,
    box: str = "0 0 210 297",
    method: int = zipfile.ZIP_DEFLATED,
    documents: int = 1,
) -> bytes:
    def xml(name: str, inner: str) -> str:
        return element(name, inner, prefix, space)

    parts: dict[str, str | bytes] = {}
    bodies = ""
    for d in range(documents):
        listed = "".join(f'<ofd:Page ID="{100 + i}" BaseLoc="Pages/P{i}/Content.xml"/>' for i in range(len(pages)))
        below = "".join(f'<ofd:TemplatePage ID="{50 + i}" BaseLoc="Tpls/T{i}.xml"/>' for i in range(len(templates)))
        parts[f"Doc_{d}/Document.xml"] = xml(
            "Document",
            f"<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:PageArea>{below}{common}</ofd:CommonData>"
            f"<ofd:Pages>{listed}</ofd:Pages>{document}",
        )
        for i, content in enumerate(pages):
            parts[f"Doc_{d}/Pages/P{i}/Content.xml"] = xml("Page", content)
        for i, content in enumerate(templates):
            parts[f"Doc_{d}/Tpls/T{i}.xml"] = xml("Page", content)
        bodies += (
            f"<ofd:DocBody><ofd:DocInfo>{info}</ofd:DocInfo><ofd:DocRoot>Doc_{d}/Document.xml</ofd:DocRoot>{body}</ofd:DocBody>"
        )
    parts["OFD.xml"] = xml("OFD", bodies)
    for name, data in (files or {}).items():
        parts[name] = data
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


NOTICE = page(
    text("各乡镇人民政府：", 28, 70),
    text("关于做好政务公开工作的通知", 60, 50, 8),
    text("现将有关事项通知如下，请遵照执行。", 38, 80),
)


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


def table_page() -> str:
    rules = [line(20, y, 140, y) for y in (50, 60, 70, 80)] + [line(x, 50, x, 80) for x in (20, 40, 100, 140)]
    cells = [
        text("序号", 22, 57), text("任务", 42, 57), text("单位", 102, 57), text("1", 22, 67), text("公开预算", 42, 67),
        text("财政局", 102, 67), text("2", 22, 77), text("公开决算", 42, 77), text("审计局", 102, 77),
    ]  # fmt: skip
    return page(text("分工表", 60, 40), *rules, *cells, text("表后一段。", 20, 95))


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


def font(pairs: dict[int, int]) -> bytes:
    """A font file that holds a table of characters and nothing else."""
    groups = b"".join(struct.pack(">III", code, code, glyph) for code, glyph in sorted(pairs.items()))
    sub = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(pairs)) + groups
    cmap = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + sub
    return b"\0\1\0\0" + struct.pack(">HHHH", 1, 0, 0, 0) + struct.pack(">4sIII", b"cmap", 0, 28, len(cmap)) + cmap


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
        raw = _renamed(raw, encoded, name.encode("gbk"))
    assert "各乡镇人民政府：" in read_bytes(raw, "a.ofd").text


def _renamed(raw: bytes, old: bytes, new: bytes) -> bytes:
    """A zip with one entry's name replaced by bytes of the same archive structure, its UTF-8 mark taken away."""
    out = bytearray()
    directory = raw.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<I", raw, directory + 16)[0]
    at, moved, entries = 0, 0, []
    while raw[at : at + 4] == b"PK\x03\x04":
        (flags,) = struct.unpack_from("<H", raw, at + 6)
        (size,) = struct.unpack_from("<I", raw, at + 18)
        length, extra = struct.unpack_from("<HH", raw, at + 26)
        name = raw[at + 30 : at + 30 + length]
        head = bytearray(raw[at : at + 30])
        entries.append((at, len(out)))
        if name == old:
            name, flags = new, flags & ~0x800
        struct.pack_into("<H", head, 6, flags)
        struct.pack_into("<H", head, 26, len(name))
        out += head + name + raw[at + 30 + length : at + 30 + length + extra + size]
        at += 30 + length + extra + size
    begin = len(out)
    for _was, now in entries:
        length, extra, comment = struct.unpack_from("<HHH", raw, start + moved + 28)
        head = bytearray(raw[start + moved : start + moved + 46])
        name = raw[start + moved + 46 : start + moved + 46 + length]
        if name == old:
            name = new
            struct.pack_into("<H", head, 8, struct.unpack_from("<H", head, 8)[0] & ~0x800)
        struct.pack_into("<H", head, 28, len(name))
        struct.pack_into("<I", head, 42, now)
        out += head + name
        moved += 46 + length + extra + comment
    end = bytearray(raw[directory:])
    struct.pack_into("<II", end, 12, len(out) - begin, begin)
    return bytes(out + end)


# ---------------------------------------------------------------- damage and harm
def test_missing_page_is_named(read_bytes):
    data = ofd(NOTICE, page(text("第二页正文", 30, 60)))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if "P0" not in name:
                new.writestr(name, old.read(name))
    document = read_bytes(out.getvalue(), "a.ofd")
    assert document.text == "第二页正文\n"
    assert any("第1页读不出来" in w for w in document.warnings)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ofd(), "no_text"),
        (ofd(page(text("正文", 10, 20))).replace(b"Doc_0/Document.xml", b"Doc_0/Dacument.xml", 1), "damaged"),
        (b"PK\x03\x04 OFD.xml Doc_0", "damaged"),
        (ofd(page('<ofd:ImageObject ID="7" Boundary="0 0 210 297"/>')), "no_text"),
    ],
)
def test_files_without_a_document(data, code, fail_bytes):
    assert fail_bytes(data, "a.ofd").code == code


def test_limits(fail_bytes):
    assert fail_bytes(ofd(*[NOTICE] * 5), "a.ofd", Limits(pages=4)).code == "too_large"
    assert fail_bytes(ofd(NOTICE), "a.ofd", Limits(text_characters=20)).code == "too_large"
    assert fail_bytes(ofd(NOTICE), "a.ofd", Limits(unpacked_bytes=500)).code == "too_large"
    assert fail_bytes(ofd(table_page()), "a.ofd", Limits(table_cells=4)).code == "too_large"


def test_entities_are_not_resolved(read_bytes, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密内容")
    data = ofd(page(text("正文内容&x;&y;", 30, 40)))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("Content.xml"):
                declared = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY y "展开">]>'
                content = content.replace(b"?>", b"?>" + declared.encode(), 1)
            new.writestr(name, content)
    document = read_bytes(out.getvalue(), "a.ofd")
    assert "秘密" not in document.text
    assert "正文内容" in document.text


def inner_mutation(data: bytes, rng: random.Random) -> bytes:
    """The package with its parts damaged and packed again, so that the damage reaches the reader."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = bytearray(old.read(name))
            for _ in range(rng.choice((0, 1, 6)) if len(content) > 4 else 0):
                at = rng.randrange(len(content) - 3)
                known = (
                    b"999999999",
                    b"-1",
                    b"<",
                    b'"',
                    b"1e300",
                    b"g 9",
                    b"NaN",
                    b"",
                    b"&#0;",
                    b"/>",
                    content[at // 2 : at // 2 + 80],
                )
                content[at : at + rng.randrange(4)] = rng.choice(known)
            new.writestr(name, bytes(content))
    return out.getvalue()


def test_mutated_parts_give_text_or_a_typed_failure(checked, monkeypatch):
    monkeypatch.setattr("nlp.intake.ocr.engine", Blind)
    rng = random.Random(2016)
    base = ofd(table_page(), NOTICE, templates=(NOTICE,))
    read_count = 0
    for _ in range(300):
        began = time.process_time()
        got = read(Source("a.ofd", inner_mutation(base, rng)), Limits())
        assert isinstance(got, Document | Failure)
        assert "读取时出错" not in getattr(got, "message", "")
        if isinstance(got, Document):
            checked(got)
            read_count += 1
        assert time.process_time() - began < 5
    assert read_count > 60


def test_mutated_files_give_text_or_a_typed_failure(monkeypatch):
    monkeypatch.setattr("nlp.intake.ocr.engine", Blind)
    rng = random.Random(33190)
    base = [ofd(table_page(), NOTICE, method=m) for m in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)]
    for _ in range(300):
        data = bytearray(rng.choice(base))
        for _ in range(rng.randrange(1, 12)):
            at = rng.randrange(len(data))
            match rng.randrange(4):
                case 0:
                    data[at] = rng.randrange(256)
                case 1:
                    del data[at : at + rng.randrange(1, 40)]
                case 2:
                    data[at:at] = rng.randbytes(rng.randrange(1, 20))
                case _:
                    data[at : at + 3] = rng.choice((b"999999999", b"-1", b"<", b'"', b"1e300", b"g 9", b"NaN"))
        began = time.process_time()
        got = read(Source("a.ofd", bytes(data)), Limits())
        assert isinstance(got, Document | Failure)
        assert "读取时出错" not in getattr(got, "message", "")
        assert time.process_time() - began < 5


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
