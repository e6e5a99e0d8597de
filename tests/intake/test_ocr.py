"""Recognition: scans against the text that they were drawn from, turned, worn, mixed with pages of text."""

import random
import socket

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from nlp.intake.ocr import grade_of
from nlp.intake.ocr_engine import engine
from nlp.intake.ocr_page import read_page
from nlp.intake.ocr_words import tidy
from nlp.intake.pdf_health import garbled
from nlp.intake.pdf_lines import lines_of
from nlp.intake.reader import read
from nlp.types import Limits, Source
from tests.benchmarks.ocr import NOTICE, PLAN_ROWS, document_of, similarity, worn
from tests.intake.ofd_files import ofd, page, text
from tests.intake.pdf_files import ZENHEI, Sheet, encoded, han_font, pdf_of, pictures_of

SLIP = (420, 300)  # a small sheet, in points: a second's work
LINES = ["县财政局关于报送材料的函", "请各乡镇于2024年6月15日前报送。", "联系电话：0871-6543210。"]


def slip(*lines, size=SLIP, em=16):
    sheet = Sheet(han_font(), size=size)
    sheet.y = size[1] - 50
    for line in lines:
        sheet.line(line, x=40, size=em)
    sheet.canvas.save()
    return sheet.out.getvalue()


@pytest.fixture(scope="module")
def scan():
    """A slip of three lines as a picture."""
    return pictures_of(slip(*LINES))[0]


def shown(picture):
    """Lines of a picture and how it lay."""
    found = read_page(np.ascontiguousarray(np.asarray(picture)[:, :, ::-1]), engine())
    return [line.text for line in lines_of(found.glyphs)], found


# ---------------------------------------------------------------- whole pages
def test_a_clean_scan_is_the_document(read_bytes):
    data = document_of(NOTICE)
    original = read_bytes(data, "a.pdf")
    document = read_bytes(encoded(pictures_of(data)[0]), "a.png")
    assert similarity(original.text, document.text) >= 0.98
    begin = original.text.index("云政办发")
    assert document.text[document.text.index("云政办发") :] == original.text[begin:]  # paragraphs joined as those of the text
    (quality,) = document.media.page_quality
    assert (quality.page, quality.read, quality.grade, quality.turned) == (1, "ocr", "good", 0)
    assert document.warnings == (f"第1页的文字是从图片识别（OCR）得来的，平均把握{int(100 * quality.score)}%，请对照原件核对。",)
    assert {b.page for b in document.blocks} == {1}


def test_a_worn_scan_in_a_pdf(read_bytes):
    """A small sheet; whole worn pages are held against their text with the other formats."""
    data = slip(*LINES, *LINES)
    original = read_bytes(data, "a.pdf")
    document = read_bytes(pdf_of([worn(pictures_of(data)[0], 4, 1.7)], SLIP), "a.pdf")
    assert similarity(original.text, document.text) >= 0.93
    assert document.media.page_quality[0].skew == pytest.approx(-1.7, abs=0.3)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_turned_pictures_are_turned_back(scan, turns):
    lines, found = shown(scan.rotate(90 * turns, expand=True))
    assert lines == LINES
    assert found.turned == 90 * turns


def test_the_same_bytes_give_the_same_document_without_a_network(scan, monkeypatch):
    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("a socket"))
    data = encoded(worn(scan, 3))
    first, second = (read(Source("a.png", data), Limits()) for _ in range(2))
    assert first == second
    assert "2024年6月15日" in first.text


def test_any_number_of_processors_reads_the_same(scan, monkeypatch):
    seen = []
    for number in (1, 3):
        monkeypatch.setattr("nlp.intake.ocr_strips.processors", lambda number=number: number)
        seen.append(shown(scan)[1])
    assert seen[0].glyphs
    assert seen[0] == seen[1]


def test_ruled_tables_become_grids(read_bytes):
    sheet = Sheet(han_font(), size=(540, 330))
    sheet.y = 290
    sheet.line("重点任务分解表", x=200)
    sheet.table(PLAN_ROWS, [50, 170, 130, 80])
    sheet.canvas.save()
    picture = pictures_of(sheet.out.getvalue())[0]
    document = read_bytes(encoded(worn(picture, 5, 0.8)), "a.png")
    assert [t.rows() for t in document.tables] == [PLAN_ROWS]
    assert document.text.startswith("重点任务分解表\n序号\t")


def test_pages_of_text_and_scans_in_one_file(scan, read_bytes, lines_of):
    sheet = Sheet(han_font(), size=SLIP)
    sheet.y = 200
    sheet.line("第一页是电子版，照原样读。", x=40)
    sheet.canvas.showPage()
    sheet.canvas.drawInlineImage(scan, 0, 0, *SLIP)
    sheet.canvas.setFont(han_font(), 9)
    sheet.canvas.drawString(40, 280, "档案号：A-12")  # a running head does not make it a page of text
    sheet.canvas.showPage()
    sheet.top()
    sheet.y = 200
    sheet.line("第三页又是电子版。", x=40)
    sheet.canvas.save()
    document = read_bytes(sheet.out.getvalue(), "a.pdf")
    assert [q.read for q in document.media.page_quality] == ["text", "ocr", "text"]
    whole = document.text.replace("\n", "")
    assert whole.index("照原样读") < whole.index("请各乡镇于2024年6月15日前报送。") < whole.index("第三页又是")
    assert "档案号：A-12" in whole
    assert [w[:4] for w in document.warnings] == ["第2页的"]


def test_a_text_layer_that_is_none_gives_way_to_the_picture(scan, read_bytes):
    canvas = Canvas(None, pagesize=SLIP)
    mixed = random.Random(2)
    for y in (250, 220, 190, 160):  # below the picture, as bad recognition programs leave it
        canvas.setFont(han_font(), 12)
        canvas.drawString(40, y, "".join(chr(mixed.randrange(0x4E00, 0x9F00)) for _ in range(20)))
    canvas.drawInlineImage(scan, 0, 0, *SLIP)
    document = read_bytes(canvas.getpdfdata(), "a.pdf")
    assert [q.read for q in document.media.page_quality] == ["ocr"]
    assert similarity(document.text, "".join(LINES)) > 0.98


def test_a_good_text_layer_below_a_scan_is_kept(scan, read_bytes):
    canvas = Canvas(None, pagesize=SLIP)
    canvas.setFont(han_font(), 16)
    for y, line in zip((250, 222, 194), [*LINES[:2], "联系电话：0871-6543210，联系人见附件名单。"], strict=True):
        canvas.drawString(40, y, line)
    canvas.drawInlineImage(scan, 0, 0, *SLIP)
    document = read_bytes(canvas.getpdfdata(), "a.pdf")
    assert [q.read for q in document.media.page_quality] == ["text"]
    assert document.warnings == ()


def test_pages_of_an_ofd_that_are_images(scan, read_bytes):
    half = scan.height // 2
    parts = [scan.crop((0, 0, scan.width, half)), scan.crop((0, half, scan.width, scan.height))]  # scanners cut pages into strips
    images = "".join(
        f'<ofd:ImageObject ID="{70 + n}" ResourceID="{60 + n}" Boundary="10 {20 + 68 * n} 190 68" CTM="190 0 0 68 0 0"/>' for n in (0, 1)
    )
    media = "".join(f'<ofd:MultiMedia ID="{60 + n}" Type="Image"><ofd:MediaFile>p{n}.png</ofd:MediaFile></ofd:MultiMedia>' for n in (0, 1))
    resources = f'<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016" BaseLoc="Res"><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>'
    data = ofd(
        page(text("县政府文件", 150, 15, 4), images),
        page(text("第二页有文字，照原样读出来，不需要识别。", 20, 30)),
        box="0 0 210 160",
        common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
        files={"Doc_0/DocumentRes.xml": resources} | {f"Doc_0/Res/p{n}.png": encoded(p) for n, p in enumerate(parts)},
    )
    document = read_bytes(data, "a.ofd")
    assert [q.read for q in document.media.page_quality] == ["ocr", "text"]
    assert "县政府文件" in document.text
    assert "请各乡镇于2024年6月15日前报送。" in document.text
    assert document.text.index("0871-6543210") < document.text.index("第二页有文字")


def test_stacked_characters_in_a_table():
    from PIL import ImageFont

    picture = Image.new("RGB", (900, 420), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(ZENHEI), 40)
    for x in (40, 140, 860):
        draw.line((x, 30, x, 390), fill="black", width=3)
    for y in (30, 390):
        draw.line((40, y, 860, y), fill="black", width=3)
    for n, char in enumerate("工作要求"):
        draw.text((70, 100 + 50 * n), char, fill="black", font=font)
    for n, line in enumerate(["县财政局要按时公开预算信息，", "县审计局负责监督检查。"]):
        draw.text((170, 130 + 70 * n), line, fill="black", font=font)
    found = read_page(np.asarray(picture)[:, :, ::-1].copy(), engine())
    left = sorted((g for g in found.glyphs if g.x1 < 140 * 595 / 420), key=lambda g: g.top)
    assert "".join(g.text for g in left) == "工作要求"


def test_a_seal_on_the_text_and_a_red_letter_head():
    picture = pictures_of(slip("", *LINES[1:]))[0]
    seal = Image.new("RGB", picture.size, "white")
    draw = ImageDraw.Draw(seal)
    draw.ellipse((300, 160, 700, 560), outline=(225, 40, 40), width=9)
    draw.regular_polygon((500, 300, 60), 5, fill=(225, 40, 40))
    head = pictures_of(slip("某县人民政府文件", em=30))[0]
    red = Image.composite(Image.new("RGB", head.size, (215, 20, 20)), Image.new("RGB", head.size, "white"), head.convert("L").point(lambda v: 255 - v))
    lines, found = shown(ImageChops.multiply(ImageChops.multiply(picture, seal), red))
    assert lines[:2] == ["某县人民政府文件", LINES[1]]
    assert similarity("".join(lines[2:]), LINES[2]) > 0.85  # the ring runs through its marks
    assert found.lost == 0


def test_long_strips_are_read_in_parts():
    strip = Image.new("RGB", (600, 2400), "white")
    piece = pictures_of(slip("一、公开范围", size=(216, 60)))[0]
    for n in range(4):
        strip.paste(piece, (0, 100 + 550 * n))
    lines, _ = shown(strip)
    assert lines == ["一、公开范围"] * 4


def test_nothing_is_read_from_a_picture_without_text():
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (300, 300, 3), dtype=np.uint8))
    assert shown(noise)[1].glyphs == ()
    empty = shown(Image.new("RGB", (400, 300), "white"))[1]
    assert (empty.glyphs, empty.strokes, empty.sure) == ((), (), 0.0)


# ---------------------------------------------------------------- parts
@pytest.mark.parametrize(
    ("read_as", "meant"),
    [
        ("(一）摸清底数", "（一）摸清底数"),
        ("二O二四年十一月", "二〇二四年十一月"),
        ("二○—一年十—月十—日", "二〇一一年十一月十一日"),
        ("—、总体要求", "一、总体要求"),
        ("第—条", "第一条"),
        ("。—是加强领导", "。一是加强领导"),
        ("2018一2020年", "2018—2020年"),
        ("一1一", "—1—"),
        ("单位:县财政局,", "单位：县财政局，"),
        ("网址:www.a.gov.cn,8:30", "网址:www.a.gov.cn,8:30"),
        ("A(b)c, d", "A(b)c, d"),
        ("国家—省—市三级", "国家—省—市三级"),
    ],
)
def test_marks_that_look_alike(read_as, meant):
    assert tidy(read_as) == meant


SENTENCE = "各单位要在五月底前制定具体方案，明确责任单位和完成时限，于每季度末将落实情况报送县政府办公室，由县政府办公室汇总后通报。"


def shifted(sentence, by):
    return "".join(chr(ord(c) + by) if "\u4e00" <= c < "\u9f00" else c for c in sentence)


@pytest.mark.parametrize(
    ("layer", "none"),
    [
        (SENTENCE, False),
        (shifted(SENTENCE, 17), True),
        (shifted(SENTENCE, 301), True),
        (SENTENCE[:40] + "\ue001\ue002\ue003" * 4, True),
        ("\uf06c" + SENTENCE, False),  # a bullet of a symbol font
        (SENTENCE.encode("gb18030").decode("latin-1"), True),
        (SENTENCE.encode().decode("gb18030", "replace"), True),
        ("各單位應於五月底前訂定具體計畫，明確責任單位及完成期限，每季末將辦理情形報送縣政府辦公室彙整通報，並公開於網站供民眾查閱。", False),
        ("Thedepartmentwillpublishthebudgetwithintwentydays", False),
        ("Xqzrtplkjhgfdswbnmvcxzqwrtplkjhgfdsw", True),
        ("1,234.005,678.009,012.003,456.007,890.001,234.00", False),
        ("!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~!\"#$%&", True),
        ("目录................................................1", False),
        ("张伟王芳李娜刘洋陈静杨敏赵强黄磊周杰吴婷徐鹏孙丽马超朱琳胡军郭涛何平高翔林峰罗兰郑凯梁爽谢霆宋佳唐嫣许晴韩雪", False),
        ("\ue001", False),
    ],
)
def test_text_layers_that_are_none(layer, none):
    assert garbled(layer) is none


def test_grades():
    assert [grade_of(x) for x in (0.99, 0.95, 0.9, 0.5)] == ["good", "good", "fair", "poor"]
