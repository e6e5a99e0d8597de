"""PDF: what is masked is not in the file any more, however it was drawn; pictures are named, attachments that hold something go."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

pytest.importorskip("reportlab")
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from nlp.redact.kit import RedactKit
from nlp.redact.pdf_check import kinds_left
from nlp.redact.redact import Redacted, redact_bytes
from nlp.redact.report import RedactFault
from tests.redact.conftest import CARD, ID, PHONE

ZENHEI = Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc")
FONTS = ["embedded", "STSong-Light"]


@pytest.fixture(params=FONTS)
def font(request: pytest.FixtureRequest) -> str:
    if request.param == "STSong-Light" or not ZENHEI.exists():
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        return "STSong-Light"
    pdfmetrics.registerFont(TTFont("embedded", str(ZENHEI)))
    return "embedded"


def drawn(draw, font: str, **options) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, **options)
    canvas.setFont(font, 14)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "".join("".join(p.get_textpage().get_text_bounded().split()) for p in document)


def bytes_of(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return data + b"".join(o.read_bytes() for o in pdf.objects if isinstance(o, pikepdf.Stream) and "/Image" not in str(o.get("/Subtype")))


def gone(done: Redacted, *values: str) -> None:
    text, raw = text_of(done.data), bytes_of(done.data)
    for value in values:
        assert value not in text
        assert value.encode() not in raw


def test_lines_of_text(kit: RedactKit, font: str) -> None:
    def draw(c: Canvas) -> None:
        c.drawString(80, 700, f"张伟明，身份证号：{ID}，电话：{PHONE}。")
        c.drawString(80, 670, f"银行卡号：{CARD}，办公电话：0631-6663072。")

    before = drawn(draw, font)
    done = redact_bytes(before, "a.pdf", kit)
    gone(done, ID, PHONE, CARD, "19491231")
    text = text_of(done.data)
    assert "1101002X" in text
    assert "0631-6663072" in text
    assert "张伟明，身份证号" in text
    shown = [m for m in done.report.masked if m.kind != "author"]
    assert sorted(m.kind for m in shown) == ["bank-card", "mobile", "resident-id"]
    assert {m.place for m in shown} == {"page:1"}


def test_what_stays_keeps_its_place(kit: RedactKit, font: str) -> None:
    import pdfplumber

    def draw(c: Canvas) -> None:
        t = c.beginText(80, 700)
        t.setCharSpace(1.5)
        t.textOut(f"电话：{PHONE}，村委会。")
        c.drawText(t)

    before = drawn(draw, font)
    after = redact_bytes(before, "a.pdf", kit).data
    places = []
    for data in (before, after):
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            places.append({(c["text"], round(c["x0"], 1)) for c in pdf.pages[0].chars})
    assert places[1] < places[0]
    assert len(places[0] - places[1]) == 4


def test_arrays_forms_and_parted_strings(kit: RedactKit, font: str) -> None:
    def draw(c: Canvas) -> None:
        c.beginForm("stamp")
        c.setFont(font, 12)
        c.drawString(0, 0, f"身份证号：{ID}")
        c.endForm()
        for y in (700, 600):
            c.saveState()
            c.translate(80, y)
            c.doForm("stamp")
            c.restoreState()
        c.drawString(80, 500, "联系电话：")
        for i, digit in enumerate(PHONE):
            c.drawString(160 + 9 * i, 500, digit)

    done = redact_bytes(drawn(draw, font), "a.pdf", kit)
    gone(done, ID, PHONE)
    assert text_of(done.data).count("1101002X") == 2


def test_a_number_over_two_lines_of_a_narrow_cell(kit: RedactKit, font: str) -> None:
    def draw(c: Canvas) -> None:
        c.drawString(80, 700, "收款人张伟明，账号：80012345678901")
        c.drawString(80, 600, "8001234567")
        c.drawString(80, 585, "8901")

    done = redact_bytes(drawn(draw, font), "a.pdf", kit)
    gone(done, "80012345678901", "8001234567")
    assert text_of(done.data).count("8901") == 2


def test_kerned_arrays(kit: RedactKit) -> None:
    data = drawn(lambda c: c.drawString(80, 700, "x"), "Helvetica", pageCompression=0)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        font = next(iter(pdf.pages[0].Resources.Font.keys()))
        body = f"BT {font} 12 Tf 80 700 Td [(Tel 138) -20 (0013) 15 (8000) -30 ( ok)] TJ 14 TL ({ID}) ' 1 0.5 ({CARD}) \" ET"
        pdf.pages[0].Contents = pdf.make_stream(body.encode())
        out = io.BytesIO()
        pdf.save(out)
    done = redact_bytes(out.getvalue(), "a.pdf", kit)
    gone(done, ID, PHONE, CARD)
    with pikepdf.open(io.BytesIO(done.data)) as pdf:
        stream = pdf.pages[0].Contents.read_bytes()
    assert b"0013" not in stream
    assert b"( ok)" in stream


def test_annotations_fields_outlines_and_properties(kit: RedactKit, font: str) -> None:
    def draw(c: Canvas) -> None:
        c.setAuthor("张三丰")
        c.setSubject(f"电话{PHONE}")
        c.drawString(80, 700, f"身份证号：{ID}")
        c.textAnnotation(f"核对{ID}", Rect=(80, 600, 100, 620))
        c.linkURL(f"tel:{PHONE}", (80, 690, 200, 710))
        c.bookmarkPage("p")
        c.addOutlineEntry(f"张伟明 {PHONE}", "p")
        c.acroForm.textfield(name="phone", value=PHONE, x=80, y=500)

    data = drawn(draw, font)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.attachments["名单.txt"] = f"身份证号：{ID}".encode()
        pdf.attachments["说明.txt"] = "无个人信息的说明。".encode()
        with pdf.open_metadata() as meta:
            meta["dc:creator"] = ["张三丰"]
        out = io.BytesIO()
        pdf.save(out)
    done = redact_bytes(out.getvalue(), "a.pdf", kit)
    gone(done, ID, PHONE)
    with pikepdf.open(io.BytesIO(done.data)) as pdf:
        assert "/Metadata" not in pdf.Root
        assert "/Author" not in pdf.docinfo
        everything = "".join(str(v) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) for v in o.values() if isinstance(v, pikepdf.String))
    for value in (ID, PHONE, "张三丰"):
        assert value not in everything
    assert [n.code for n in done.report.notices] == ["attachment_removed"]


def test_hidden_text_and_replacement_text(kit: RedactKit) -> None:
    data = drawn(lambda c: c.drawString(80, 700, "x"), "Helvetica")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        font = next(iter(pdf.pages[0].Resources.Font.keys()))
        body = f"BT {font} 12 Tf 3 Tr 80 700 Td /Span <</ActualText ({ID})>> BDC ({ID}) Tj EMC ET"
        pdf.pages[0].Contents = pdf.make_stream(body.encode())
        out = io.BytesIO()
        pdf.save(out)
    gone(redact_bytes(out.getvalue(), "a.pdf", kit), ID)


def test_a_picture_page_is_named(kit: RedactKit, font: str) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    def draw(c: Canvas) -> None:
        c.drawString(80, 700, f"电话：{PHONE}")
        c.showPage()
        c.drawImage(ImageReader(Image.new("RGB", (60, 80), "white")), 0, 0, *A4)

    done = redact_bytes(drawn(draw, font), "a.pdf", kit)
    assert [(n.code, dict(n.facts)) for n in done.report.notices] == [("page_pictures", {"pages": [2]})]
    assert not done.report.complete()


def test_the_check_sees_what_is_left(kit: RedactKit, font: str) -> None:
    from nlp.redact.finding import Finder, Value

    finder = Finder(kit)
    finder.values[PHONE] = Value(PHONE, "138****8000", "mobile")
    assert kinds_left(drawn(lambda c: c.drawString(80, 700, f"电话{PHONE}"), font), finder)
    assert kinds_left(drawn(lambda c: c.drawString(80, 700, "电话"), font), finder) == []


def test_a_locked_file_is_refused(kit: RedactKit, font: str) -> None:
    with pikepdf.open(io.BytesIO(drawn(lambda c: c.drawString(80, 700, "x"), font))) as pdf:
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(RedactFault):
        redact_bytes(out.getvalue(), "a.pdf", kit)
