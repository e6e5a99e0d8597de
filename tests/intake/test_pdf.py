import io
import random
import re

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from nlp.intake.pdf_glyphs import Glyph
from tests.intake.pdf_files import EM, Sheet, han_font
from tests.intake.ruling_files import (
    ROWS,
    XS,
    YS,
    askew_lines,
    doubled_lines,
    fill_in,
    in_a_form,
    open_above,
    open_at_its_sides,
    over_a_background,
    shaded_cells_only,
    stroke,
    thin_rectangles,
)


@pytest.fixture(scope="module")
def font():
    return han_font()


PARAGRAPHS = [
    "为进一步做好2018年政务公开工作，根据上级部署和有关规定，结合我县实际，制定本方案，请各乡镇人民政府和县政府各部门认真贯彻执行。",
    "一、总体要求",
    "各单位要在5月底前制定具体方案，明确责任单位和完成时限，于每季度末将落实情况报送县政府办公室，由县政府办公室汇总后通报。",
    "（一）推进预算公开。县财政局牵头负责，各部门配合，自批准之日起20个工作日内在县政府门户网站公开。",
]


def test_paragraphs_are_put_together_again(font, read_bytes, lines_of):
    sheet = Sheet(font)
    for text in PARAGRAPHS:
        sheet.paragraph(text)
    document = read_bytes(sheet.bytes(), "a.pdf")
    assert lines_of(document) == PARAGRAPHS
    assert document.media.pages == 1
    assert {b.page for b in document.blocks} == {1}


def test_a_paragraph_runs_over_the_page_and_page_numbers_go(font, read_bytes, lines_of):
    sheet = Sheet(font)
    texts = [f"第{i}段，{PARAGRAPHS[2]}" for i in range(1, 12)]
    for text in texts:
        sheet.paragraph(text)
    document = read_bytes(sheet.bytes(), "a.pdf")
    assert lines_of(document) == texts
    assert document.media.pages == 2


def test_running_heads_stand_once_at_the_end(font, read_bytes, lines_of):
    sheet = Sheet(font)
    for i in range(3):
        sheet.line("某县人民政府公报2018年第3期", size=10, y=800)
        sheet.paragraph(f"第{i}页。{PARAGRAPHS[0]}")
        if i < 2:
            sheet.turn()
    document = read_bytes(sheet.bytes(), "a.pdf")
    assert lines_of(document, "header") == ["某县人民政府公报2018年第3期"]
    assert len(lines_of(document, "text")) == 3
    assert document.blocks[-1].kind == "header"


def test_ruled_tables_become_grids(font, read_bytes):
    sheet = Sheet(font)
    sheet.paragraph(PARAGRAPHS[0])
    sheet.table([["序号", "工作任务", "牵头单位"], ["1", "公开预算", "县财政局"], ["2", "公开决算", "县审计局"]], [60, 200, 150])
    sheet.paragraph(PARAGRAPHS[1])
    document = read_bytes(sheet.bytes(), "a.pdf")
    assert document.tables[0].rows() == [
        ["序号", "工作任务", "牵头单位"],
        ["1", "公开预算", "县财政局"],
        ["2", "公开决算", "县审计局"],
    ]
    assert (
        document.text
        == f"{PARAGRAPHS[0]}\n序号\t工作任务\t牵头单位\n1\t公开预算\t县财政局\n2\t公开决算\t县审计局\n{PARAGRAPHS[1]}\n"
    )


def test_a_table_goes_on_over_the_page(font, read_bytes):
    head = ["序号", "工作任务", "牵头单位"]
    sheet = Sheet(font)
    sheet.table([head] + [[str(i), f"任务{i}", "县财政局"] for i in range(1, 20)], [60, 200, 150])
    sheet.turn()
    sheet.table([head] + [[str(i), f"任务{i}", "县教育局"] for i in range(20, 25)], [60, 200, 150])
    document = read_bytes(sheet.bytes(), "a.pdf")
    assert len(document.tables) == 1
    assert [row[0] for row in document.tables[0].rows()] == ["序号", *map(str, range(1, 25))]


# ---------------------------------------------------------------- ruling lines as they are drawn
@pytest.mark.parametrize(
    "draw",
    [
        stroke,
        thin_rectangles,
        doubled_lines,
        askew_lines,
        open_at_its_sides,
        open_above,
        over_a_background,
        shaded_cells_only,
        in_a_form,
    ],
)
def test_ruling_lines_however_drawn(font, read_bytes, draw):
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    draw(canvas)
    fill_in(canvas, font)
    canvas.save()
    document = read_bytes(out.getvalue(), "a.pdf")
    assert [t.rows() for t in document.tables] == [ROWS]
    assert document.warnings == ()


def test_two_tables_below_each_other_stay_two(font, read_bytes, lines_of):
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for down in (0, 200):
        canvas.saveState()
        canvas.translate(0, -down)
        open_at_its_sides(canvas)
        fill_in(canvas, font)
        canvas.restoreState()
    canvas.setFont(font, 11)
    canvas.drawString(112, 560, "两张表之间的一句话。")
    canvas.save()
    document = read_bytes(out.getvalue(), "a.pdf")
    assert [t.rows() for t in document.tables] == [ROWS, ROWS]
    assert "两张表之间的一句话。" in lines_of(document)


def test_merged_cells(font, read_bytes):
    from reportlab.platypus import Table

    rows = [["公开事项", "", "公开时限"], ["财政", "预算公开", "20日内"], ["", "决算公开", "20日内"], ["备注", "以通知为准", ""]]
    spans = [("SPAN", (0, 0), (1, 0)), ("SPAN", (0, 1), (0, 2)), ("SPAN", (1, 3), (2, 3))]
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    table = Table(
        rows, [90, 130, 130], 26, style=[("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), font, 11), *spans]
    )
    table.wrapOn(canvas, 400, 400)
    table.drawOn(canvas, 80, 500)
    canvas.save()
    (got,) = read_bytes(out.getvalue(), "a.pdf").tables
    cells = {(c.row, c.col): (c.text, c.row_span, c.col_span) for row in got.cells for c in row}
    assert cells == {
        (0, 0): ("公开事项", 1, 2),
        (0, 2): ("公开时限", 1, 1),
        (1, 0): ("财政", 2, 1),
        (1, 1): ("预算公开", 1, 1),
        (1, 2): ("20日内", 1, 1),
        (2, 1): ("决算公开", 1, 1),
        (2, 2): ("20日内", 1, 1),
        (3, 0): ("备注", 1, 1),
        (3, 1): ("以通知为准", 1, 2),
    }


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("off", [False, True])
def test_tables_on_turned_and_cropped_pages(font, read_bytes, rotation, off):
    """The page is shown turned, its lines and text are drawn so that they stand upright; the boxes are off the origin."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setPageRotation(rotation)
    if off:
        canvas.setCropBox((20, 10, 585, 590))
    canvas.translate(*(421, 297) if rotation in (90, 270) else (297, 421))  # reportlab lays the page down with its rotation
    canvas.rotate(rotation)
    canvas.translate(-285, -660)
    stroke(canvas)
    fill_in(canvas, font)
    canvas.save()
    data = out.getvalue()
    if off:
        data, n = re.subn(rb"/MediaBox \[ 0 0 (\d+)[.0-9]* (\d+)[.0-9]* \]", rb"/MediaBox [ -9 -30 \1 \2 ]", data)
        assert n == 1
    assert [t.rows() for t in read_bytes(data, "a.pdf").tables] == [ROWS]


def test_a_page_with_the_size_of_its_parent(font, read_bytes):
    """A3 pages that leave the size to the page tree: nothing is cut off."""
    sheet = Sheet(font, size=(842, 1190))
    sheet.table(ROWS, [60, 200, 400])
    sheet.line("页边以外没有文字。", x=700, size=10)
    data = sheet.bytes()
    size = b"/MediaBox [ 0 0 842 1190 ]"
    assert size in data
    data = data.replace(size, b" " * len(size)).replace(b"/Type /Pages", b"/Type /Pages " + size)
    document = read_bytes(data, "a.pdf")
    assert [t.rows() for t in document.tables] == [ROWS]
    assert "页边以外没有文字。" in document.text


def test_drawings_too_dense_for_a_table(font, read_bytes):
    sheet = Sheet(font)
    sheet.paragraph(PARAGRAPHS[0])
    stroke(sheet.canvas, [50 + 5 * i for i in range(100)], [50 + 5 * i for i in range(120)])
    document = read_bytes(sheet.bytes(), "a.pdf")
    assert document.tables == ()
    assert PARAGRAPHS[0][-20:] in document.text
    assert len(document.warnings) == 1


def test_pages_without_lines_are_not_looked_at_for_tables(font, read_bytes, monkeypatch):
    monkeypatch.setattr("nlp.intake.pdf.ruling_of", lambda *_: pytest.fail("looked at"))
    sheet = Sheet(font)
    sheet.paragraph(PARAGRAPHS[0])
    sheet.canvas.line(80, 780, 500, 780)
    sheet.canvas.rect(0, 0, *A4)
    read_bytes(sheet.bytes(), "a.pdf")


def test_turned_pages_and_watermarks(font, read_bytes, lines_of):
    sheet = Sheet(font, size=landscape(A4))
    sheet.canvas.setPageRotation(0)
    sheet.line("横排的任务分解表，各单位参照执行。")
    sheet.canvas.saveState()
    sheet.canvas.rotate(45)
    sheet.canvas.drawString(200, 100, "内部资料严禁外传")
    sheet.canvas.restoreState()
    assert lines_of(read_bytes(sheet.bytes(), "a.pdf")) == ["横排的任务分解表，各单位参照执行。"]
    sheet = Sheet(font)
    sheet.canvas.setPageRotation(90)
    sheet.canvas.translate(300, 200)
    sheet.canvas.rotate(90)
    sheet.canvas.setFont(font, EM)
    sheet.canvas.drawString(0, 0, "旋转页上的文字。")
    sheet.canvas.drawString(0, -40, "第二行在下面。")
    sheet.canvas.save()
    assert lines_of(read_bytes(sheet.out.getvalue(), "a.pdf")) == ["旋转页上的文字。", "第二行在下面。"]


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_landscape_page_laid_on_an_upright_one(font, read_bytes, quarters):
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.translate(*{1: (595, 0), 2: (595, 842), 3: (0, 842)}[quarters])
    canvas.rotate(90 * quarters)
    stroke(canvas, XS, [y - 250 for y in YS])
    fill_in(canvas, font, ys=[y - 250 for y in YS])
    canvas.save()
    document = read_bytes(out.getvalue(), "a.pdf")
    assert [t.rows() for t in document.tables] == [ROWS]
    assert document.warnings == ()


def test_two_columns(font, read_bytes, lines_of):
    sheet = Sheet(font)
    left = [f"左栏第{i:02d}行的文字排到栏边" for i in range(16)]
    right = [f"右栏第{i:02d}行的文字排到栏边" for i in range(16)]
    sheet.line("某县人民政府公报", x=200, size=22)
    for a, b in zip(left, right, strict=True):
        sheet.line(a, x=60, size=14, y=sheet.y)
        sheet.line(b, x=320, size=14, y=sheet.y)
        sheet.y -= 20
    text = read_bytes(sheet.bytes(), "a.pdf").text
    assert text.index("左栏第15行") < text.index("右栏第00行")


def test_pages_without_text_are_named(font, read_bytes, fail_bytes):
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    picture = ImageReader(Image.frombytes("RGB", (40, 40), random.Random(1).randbytes(4800)))
    sheet = Sheet(font)
    sheet.paragraph(PARAGRAPHS[0])
    for _ in range(2):
        sheet.turn()
        sheet.canvas.drawImage(picture, 50, 50, 400, 600)
    sheet.canvas.save()
    document = read_bytes(sheet.out.getvalue(), "a.pdf")
    assert document.warnings == ("第2-3页是图片，没有从中认出文字，请对照原件。",)
    assert [(q.page, q.read, q.grade) for q in document.media.page_quality] == [
        (1, "text", "good"),
        (2, "none", "unread"),
        (3, "none", "unread"),
    ]
    scan = io.BytesIO()
    canvas = Canvas(scan)
    canvas.drawImage(picture, 50, 50, 400, 600)
    canvas.save()
    failure = fail_bytes(scan.getvalue(), "a.pdf")
    assert failure.code == "no_text"
    assert "没有认出文字" in failure.message


def test_broken_font_maps_are_told(font, read_bytes, monkeypatch):
    def glyphs(page, *_):
        return [Glyph(c, 80 + 16 * i, 96 + 16 * i, 100, 116) for i, c in enumerate("县财政局\ue001\ufffd")]

    monkeypatch.setattr("nlp.intake.pdf.glyphs_of", glyphs)
    assert read_bytes(Sheet(font).bytes(), "a.pdf").warnings == (
        "约33%的字符没有对应的文字编码（字体映射损坏），文字可能错乱，请对照原件或索取可编辑版本。",
    )


def test_locked_and_cut_files(font, fail_bytes):
    from reportlab.lib.pdfencrypt import StandardEncryption

    sheet = Sheet(font, encrypt=StandardEncryption("secret"))
    sheet.paragraph(PARAGRAPHS[0])
    assert fail_bytes(sheet.bytes(), "a.pdf").code == "encrypted"
    assert fail_bytes(b"%PDF-1.4\n1 0 obj\n<<", "a.pdf").code == "damaged"


def test_too_many_pages(font, fail_bytes):
    from nlp.types import Limits

    sheet = Sheet(font)
    sheet.turn()
    sheet.turn()
    assert fail_bytes(sheet.bytes(), "a.pdf", Limits(pages=2)).code == "too_large"
