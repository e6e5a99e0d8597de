"""PDF files drawn line by line with reportlab, as word processors set them, and pictures of their pages."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

EM, STEP, LEFT, COLUMNS = 16, 28, 80, 26
ZENHEI = Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc")


def han_font() -> str:
    """Name of a registered font with Han characters; an embedded one where the machine has it."""
    if ZENHEI.exists():
        pdfmetrics.registerFont(TTFont("cjk", str(ZENHEI)))
        return "cjk"
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


class Sheet:
    """A PDF drawn line by line, as a word processor sets it: justified lines of 26 characters, first lines set in by two."""

    def __init__(self, font, size=A4, **options):
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out, pagesize=size, **options)
        self.font, self.size, self.number = font, size, 1
        self.top()

    def top(self):
        self.y = self.size[1] - 100
        self.canvas.setFont(self.font, EM)

    def line(self, text, x=LEFT, size=EM, y=None):
        self.canvas.setFont(self.font, size)
        self.canvas.drawString(x, self.y if y is None else y, text)
        if y is None:
            self.y -= STEP

    def centred(self, text, size=22):
        self.canvas.setFont(self.font, size)
        self.canvas.drawCentredString(self.size[0] / 2, self.y, text)
        self.y -= 1.8 * size

    def paragraph(self, text, bottom=110):
        first = True
        while text:
            room = (COLUMNS - (2 if first else 0)) * EM
            fits = max(n for n in range(1, len(text) + 1) if pdfmetrics.stringWidth(text[:n], self.font, EM) <= room)
            if text[fits : fits + 1] in tuple("，。、；：）》"):  # no line begins with a mark
                fits -= 1
            if self.y < bottom:
                self.turn()
            self.line(text[:fits], LEFT + (2 * EM if first else 0))
            text, first = text[fits:], False

    def turn(self):
        self.line(f"— {self.number} —", x=270, size=12, y=60)
        self.canvas.showPage()
        self.number += 1
        self.top()

    def table(self, rows, widths, height=24):
        top = self.y
        for i, row in enumerate(rows):
            x = LEFT
            for text, width in zip(row, widths, strict=True):
                self.canvas.rect(x, top - (i + 1) * height, width, height)
                self.line(text, x + 4, size=11, y=top - (i + 1) * height + 8)
                x += width
        self.y = top - len(rows) * height - STEP

    def bytes(self):
        self.line(f"— {self.number} —", x=270, size=12, y=60)
        self.canvas.save()
        return self.out.getvalue()


def pictures_of(data: bytes, dpi: int = 200) -> list[Image.Image]:
    """Pictures of the pages of a PDF, as a scanner makes them."""
    document = pdfium.PdfDocument(data)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def encoded(picture: Image.Image, kind: str = "PNG", **options) -> bytes:
    """A picture as a file."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def pdf_of(pictures: list[Image.Image], size=A4) -> bytes:
    """A PDF that holds one picture a page and no text, as a scanner writes it."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    for picture in pictures:
        canvas.drawImage(ImageReader(picture), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
