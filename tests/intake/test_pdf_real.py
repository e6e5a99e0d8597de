"""What PDF files of offices do: Chinese encodings without fonts, Western fonts around GBK, italics, cells that cut their text off, hidden things."""

from __future__ import annotations

import pytest

from nlp.intake import ocr
from nlp.intake.pdf_glyphs import Glyph
from nlp.intake.pdf_mojibake import as_gbk
from tests.intake.pdf_files import Sheet, han_font

LINES = ["关于做好政务公开工作的通知", "各乡镇人民政府：", "现将有关事项通知如下，请遵照执行。", "一、于2018年6月底前完成目录编制工作。"]
DESCENDANT = (
    "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/FontDescriptor 7 0 R>>"
)
DESCRIPTOR = "<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800/Descent -200/StemV 80/CapHeight 700>>"


@pytest.fixture(scope="module")
def font():
    return han_font()


def stream(text: str) -> str:
    return f"<</Length {len(text)}>>stream\n{text}\nendstream"


def one_page(content: str, more: dict[int, str]) -> bytes:
    """A PDF of one page whose font F1 is object 5."""
    objects = {
        1: "<</Type/Catalog/Pages 2 0 R>>",
        2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        4: stream(content),
        **more,
    }
    out, places = bytearray(b"%PDF-1.5\n"), {}
    for n, body in objects.items():
        places[n] = len(out)
        out += f"{n} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start, last = len(out), max(objects)
    out += f"xref\n0 {last + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(1, last + 1))
    return bytes(out) + f"trailer<</Size {last + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()


def shown(lines, codec: str) -> str:
    return "BT /F1 16 Tf 80 760 Td 28 TL " + " ".join(f"<{line.encode(codec).hex()}> Tj T*" for line in lines) + " ET"


@pytest.mark.parametrize(
    ("encoding", "codec"),
    [("GBK-EUC-H", "gbk"), ("GB-EUC-H", "gb2312"), ("GBKp-EUC-H", "gbk"), ("GBK2K-H", "gb18030"), ("UniGB-UCS2-H", "utf-16-be"), ("UniGB-UTF16-H", "utf-16-be")],
)  # fmt: skip
def test_chinese_encodings_without_an_embedded_font(read_bytes, lines_of, encoding, codec):
    fonts = {5: f"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{encoding}/DescendantFonts[6 0 R]>>", 6: DESCENDANT, 7: DESCRIPTOR}
    assert lines_of(read_bytes(one_page(shown(LINES, codec), fonts), "a.pdf")) == LINES


def test_chinese_behind_the_name_of_a_western_font(read_bytes, lines_of):
    font = {5: "<</Type/Font/Subtype/TrueType/BaseFont/SimSun/Encoding/WinAnsiEncoding>>"}
    document = read_bytes(one_page(shown(LINES, "gbk"), font), "a.pdf")
    assert lines_of(document) == LINES
    assert document.warnings == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公开条例的规定和工作要求".encode("gbk").decode("latin-1"), "公开条例的规定和工作要求"),
        ("Größenänderungsmöglichkeit übermäßig", "Größenänderungsmöglichkeitübermäßig"),
        ("公开", "公开"),
    ],
)
def test_only_text_is_taken_for_text(text, expected):
    glyphs = [Glyph(c, 8.0 * i, 8.0 * i + 8, 0, 16) for i, c in enumerate(text) if c != " "]
    found = "".join(g.text for g in as_gbk(glyphs))
    assert found == expected


def test_glyphs_drawn_one_by_one_are_said_to_be_unreadable(read_bytes, monkeypatch):
    monkeypatch.setattr(ocr, "installed", lambda: False)
    font = {
        5: "<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[0.001 0 0 0.001 0 0]/CharProcs<</a0 6 0 R/a1 7 0 R>>"
        "/Encoding<</Type/Encoding/Differences[65/a0/a1]>>/FirstChar 65/LastChar 66/Widths[1000 1000]>>",
        6: stream("1000 0 0 0 900 900 d1 0 0 900 100 re f 0 400 900 100 re f"),
        7: stream("1000 0 0 0 900 900 d1 0 400 900 100 re f"),
    }
    text = "BT /F1 20 Tf 80 700 Td 28 TL " + " ".join("(ABABABABABABAB) Tj T*" for _ in range(4)) + " ET"
    document = read_bytes(one_page(text, font), "a.pdf")
    assert document.media.page_quality[0].grade == "poor"
    assert document.warnings[0].startswith("第1页没有可用的文字层")


def test_italics_are_text_and_watermarks_are_not(font, read_bytes, lines_of):
    sheet = Sheet(font)
    sheet.line("注：从业人员300人以下的为小型企业。")
    leaning = sheet.canvas.beginText()
    leaning.setFont(font, 16)
    leaning.setTextTransform(1, 0, 0.35, 1, 80, sheet.y)
    leaning.textOut("（请填写单位名称）提供的材料应当真实、完整。")
    sheet.canvas.drawText(leaning)
    sheet.canvas.saveState()
    sheet.canvas.translate(200, 300)
    sheet.canvas.rotate(45)
    sheet.line("内部资料", 0, 40, 0)
    sheet.canvas.restoreState()
    document = read_bytes(sheet.bytes(), "a.pdf")
    assert lines_of(document) == ["注：从业人员300人以下的为小型企业。", "（请填写单位名称）提供的材料应当真实、完整。"]
    assert document.warnings == ("第1页有1处水印或斜排文字，未读入：“内部资料”。",)


def test_cells_that_cut_their_text_off(font, read_bytes):
    """Spreadsheets printed to PDF: what no longer fits a cell is there and not to be seen."""
    sheet = Sheet(font)
    sheet.table([["名称", "地址"], ["", "某市某路1号"], ["电话", "12345"]], [60, 200])
    path = sheet.canvas.beginPath()
    path.rect(80, 694, 60, 24)
    sheet.canvas.saveState()
    sheet.canvas.clipPath(path, stroke=0, fill=0)
    sheet.line("企业全称", 84, 11, 702)
    sheet.line("（盖章后的营业执照名称）", 84, 11, 682)
    sheet.canvas.restoreState()
    document = read_bytes(sheet.bytes(), "a.pdf")
    assert document.tables[0].rows() == [["名称", "地址"], ["企业全称", "某市某路1号"], ["电话", "12345"]]
    assert document.warnings == ("第1页有1处文字被单元格或边框裁去，页面上看不到，未读入：“（盖章后的营业执照名称）”。",)


@pytest.mark.parametrize(("grey", "told"), [(0, True), (1, True), (None, False)])
def test_live_text_below_a_box(font, read_bytes, grey, told):
    sheet = Sheet(font)
    sheet.line("申请人：张三，身份证号110101199003070000")
    if grey is None:  # shading drawn before the text hides nothing
        sheet.canvas.setFillGray(0.9)
        sheet.canvas.rect(60, 600, 400, 40, stroke=0, fill=1)
        sheet.canvas.setFillGray(0)
        sheet.line("底纹上的文字", y=612)
    else:
        sheet.canvas.setFillGray(grey)
        sheet.canvas.rect(78, sheet.y + 24, 420, 20, stroke=0, fill=1)
        sheet.canvas.setFillGray(0)
    document = read_bytes(sheet.bytes(), "a.pdf")
    assert "110101199003070000" in document.text, "what can be copied out of the file is checked for personal data"
    assert bool(document.warnings) is told
    assert not told or document.warnings[0].startswith("第1页有文字被色块遮住")


def test_what_lies_outside_the_sheet_and_beside_the_pages(font, read_bytes):
    sheet = Sheet(font)
    sheet.line("正文第一行。")
    sheet.line("纸外的草稿文字", x=700)
    sheet.canvas.textAnnotation("请核对金额", Rect=[100, 100, 120, 120])
    sheet.canvas.setAuthor("张三")
    document = read_bytes(sheet.bytes(), "a.pdf")
    assert document.text == "正文第一行。\n"
    assert document.warnings == (
        "文件属性中记有作者：张三，公开前请核对。",
        "第1页有1处文字在纸张范围之外，未读入：“纸外的草稿文字”。",
        "第1页有1条批注说明，未读入正文：“请核对金额”。",
    )


def test_attached_files_are_named(read_bytes):
    fonts = {5: "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/GBK-EUC-H/DescendantFonts[6 0 R]>>", 6: DESCENDANT, 7: DESCRIPTOR}
    catalogue = "<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a) 8 0 R]>>>>>>"
    more = {**fonts, 1: catalogue, 8: "<</Type/Filespec/F(a.xlsx)/EF<</F 9 0 R>>>>", 9: stream("x")}
    document = read_bytes(one_page(shown(LINES, "gbk"), more), "a.pdf")
    assert document.warnings == ("有1个嵌入对象或附件未读入正文：a.xlsx。",)


def test_filled_in_form_fields_are_text(font, read_bytes):
    sheet = Sheet(font)
    sheet.line("Name:")
    sheet.canvas.acroForm.textfield(name="n", value="Zhang San", x=140, y=sheet.y + 22, width=120, height=20)
    assert read_bytes(sheet.bytes(), "a.pdf").text.split() == ["Name:", "Zhang", "San"]


def test_two_columns_are_two_texts(font, read_bytes, lines_of):
    """A gazette: the lines of each column are joined by its own margins, and a paragraph runs from one column into the next."""
    sheet = Sheet(font)
    sheet.centred("某某县人民政府公报")
    words = "为深入推进全县政务公开工作，保障公民、法人和其他组织依法获取政府信息，根据有关法律法规，结合我县实际，制定本方案，请各单位认真贯彻执行并按时报送工作情况。"
    flow = "　　" + words * 6
    lines = [flow[i : i + 18] for i in range(0, len(flow), 18)]
    half = (len(lines) + 1) // 2
    left, right = lines[:half], lines[half:]
    for n, line in enumerate(left):
        sheet.line(line.strip("　"), x=60 + (24 if line.startswith("　") else 0), size=12, y=sheet.y - 20 * n)
    for n, line in enumerate(right):
        sheet.line(line, x=320, size=12, y=sheet.y - 20 * n)
    found = lines_of(read_bytes(sheet.bytes(), "a.pdf"), "text")
    assert found == ["某某县人民政府公报", words * 6]


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_rotated_pages(font, read_bytes, lines_of, rotation):
    sheet = Sheet(font, (842, 595))
    sheet.canvas.setPageRotation(rotation)
    for n, line in enumerate(LINES):
        sheet.line(line, y=400 - 28 * n)
    assert lines_of(read_bytes(sheet.bytes(), "a.pdf"), "text") == LINES
