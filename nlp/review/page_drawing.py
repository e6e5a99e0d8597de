"""Pages as pictures, with the place of every character: what a guarded worker does with a PDF, an OFD file, a scan or a photograph.

PDF pages are drawn by pdfium, pictures by Pillow. An OFD page becomes an SVG of its characters where they stand, its ruling lines and its
images: no library draws OFD offline, and the text of official documents shows well in any Chinese font of the reader's machine.
"""

from __future__ import annotations

import io
import json
from base64 import b64encode
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Final

from nlp.intake import detect
from nlp.intake.pdf_glyphs import Glyph
from nlp.types import Failure, Limits
from nlp.work.steps import Finished, Started, Step, Task

PDF: Final = detect.PDF
OFD: Final = detect.OFD
WIDTH = 1100  # pixels of a picture
MOST_PIXELS = 12_000_000
POINT = 72 / 25.4  # points in a millimetre
FINE = 10_000  # places are given in ten-thousandths of the page
Page = tuple[str, bytes, bytes]  # ending, picture, places of the characters as JSON


class NotDrawn(Exception):
    """A page that cannot be shown; the argument says why, in words."""


def can_be_drawn(media_type: str | None) -> bool:
    """Whether a file of this type has pages that can be shown as pictures."""
    return media_type in (PDF, OFD) or (media_type or "").startswith("image/")


@dataclass(frozen=True, slots=True)
class Drawer:
    """Handler of a worker: draws the pages `task.skip` + 1 to `last` of a file, one step a page.

    `reading`: recognise the characters of pictures (slow), to know their places; pages come without a picture then.
    """

    media_type: str
    last: int
    reading: bool = False

    def __call__(self, task: Task) -> Generator[Step, bool, None]:
        """Steps of a file: a Page or a Failure for every page."""
        data = Path(task.path).read_bytes()
        pages: Callable[[int], Page] | None = None
        for index in range(task.skip, self.last):
            go = yield Started(index, task.shown, None, None, self.media_type, len(data), alone=False)
            if not go:
                continue
            try:
                pages = pages or _opened(data, self.media_type, self.reading)
                made: Page | Failure = pages(index + 1)
            except NotDrawn as fault:
                made = Failure(task.shown, "page_not_drawn", str(fault))
            yield Finished(index, made)


def drawer(media_type: str, last: int, reading: bool) -> Drawer:
    """What a worker is started with."""
    return Drawer(media_type, last, reading)


def _opened(data: bytes, media_type: str, reading: bool) -> Callable[[int], Page]:
    """Function from the number of a page to the page."""
    from nlp.intake.messages import Unreadable

    try:
        if media_type == PDF:
            return _pdf(data, reading)
        if media_type == OFD:
            return _ofd(data, reading)
        return lambda number: _image(data, number, reading)
    except Unreadable as fault:
        raise NotDrawn(_words(fault)) from fault


def _words(fault: Exception) -> str:
    """The sentence of a fault of intake."""
    from nlp.intake.messages import Unreadable, message

    return message(fault.code, "zh", media_type=None, **fault.facts) if isinstance(fault, Unreadable) else str(fault)


# ---------------------------------------------------------------- places
def places_of(glyphs: Sequence[Glyph], width: float, height: float) -> bytes:
    """The characters of a page in reading order with their boxes in ten-thousandths of the page: {"text", "boxes": [x0, y0, x1, y1, …]}."""
    text: list[str] = []
    boxes: list[int] = []
    for g in glyphs:
        for n, char in enumerate(g.text):
            share = (g.x1 - g.x0) / len(g.text)
            left = g.x0 + n * share
            text.append(char)
            for value, whole in ((left, width), (g.top, height), (left + share, width), (g.bottom, height)):
                boxes.append(max(0, min(FINE, round(FINE * value / max(whole, 1e-6)))))
    return json.dumps({"text": "".join(text), "boxes": boxes}, ensure_ascii=False, separators=(",", ":")).encode()


def _recognised(picture: Any, size: tuple[float, float] | None = None) -> bytes:
    """Places of the characters that recognition finds; NotDrawn where it is not installed."""
    from nlp.intake.ocr_engine import NotInstalled, engine
    from nlp.intake.ocr_page import read_page

    try:
        found = read_page(picture, engine(), size)
    except NotInstalled as fault:
        raise NotDrawn("没有安装文字识别组件（gongkai[ocr]）") from fault
    if found.turned:
        raise NotDrawn("这一页横放，不标出依据的位置")
    return places_of(line_by_line(found.glyphs), found.width, found.height)


def line_by_line(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Characters from the top down, in each line from the left: recognition gives them as it finds them."""
    lines: list[list[Glyph]] = []
    for g in sorted(glyphs, key=lambda g: g.middle):
        if lines and abs(lines[-1][-1].middle - g.middle) < 0.5 * g.size:
            lines[-1].append(g)
        else:
            lines.append([g])
    return [g for line in lines for g in sorted(line, key=lambda g: g.x0)]


# ---------------------------------------------------------------- PDF
def _pdf(data: bytes, reading: bool) -> Callable[[int], Page]:
    import pypdfium2 as pdfium

    from nlp.intake.pdf_glyphs import glyphs_of, turn_of

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise NotDrawn("文件打不开") from error

    def page(number: int) -> Page:
        if not 1 <= number <= len(document):
            raise NotDrawn("没有这一页")
        try:
            sheet = document[number - 1]
            _, width, height = turn_of(sheet)
            scale = WIDTH / max(width, 1)
            if WIDTH * height * scale > MOST_PIXELS:
                raise NotDrawn("页面太长")
            drawn = sheet.render(scale=scale).to_pil()
            if reading:
                import numpy as np

                return "", b"", _recognised(np.ascontiguousarray(np.asarray(drawn.convert("RGB"), np.uint8)[:, :, ::-1]), (width, height))
            out = io.BytesIO()
            drawn.save(out, "PNG")
            return "png", out.getvalue(), places_of(glyphs_of(sheet), width, height)
        except pdfium.PdfiumError as error:
            raise NotDrawn("页面内容有误") from error

    return page


# ---------------------------------------------------------------- pictures
def _image(data: bytes, number: int, reading: bool) -> Page:
    from PIL import Image

    from nlp.intake.images import opened, picture_of
    from nlp.intake.messages import Unreadable
    from nlp.intake.ocr import NoPicture

    limits = Limits()
    try:
        with opened(data, limits.image_pixels) as image:
            if number > 1:
                image.seek(number - 1)
            picture = picture_of(image, limits.image_pixels)
    except EOFError as error:
        raise NotDrawn("没有这一页") from error
    except (NoPicture, Unreadable) as fault:
        raise NotDrawn(_words(fault)) from fault
    if reading:
        return "", b"", _recognised(picture)
    shown = Image.fromarray(picture[:, :, ::-1])
    if shown.width > WIDTH:
        shown = shown.resize((WIDTH, max(1, round(shown.height * WIDTH / shown.width))), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    shown.save(out, "JPEG", quality=82)
    return "jpg", out.getvalue(), b""


# ---------------------------------------------------------------- OFD
def _ofd(data: bytes, reading: bool) -> Callable[[int], Page]:
    from nlp.intake.ofd_geometry import POINT
    from nlp.intake.ofd_package import OfdPackage
    from nlp.intake.ofd_page import TooMuch
    from nlp.review.ofd_pages import drawn_page, page_parts

    package = OfdPackage(data, Limits().unpacked_bytes)
    parts = list(page_parts(package))

    def page(number: int) -> Page:
        if not 1 <= number <= len(parts):
            raise NotDrawn("没有这一页")
        try:
            drawn = drawn_page(package, parts[number - 1])
        except TooMuch as fault:
            raise NotDrawn("页面内容太多") from fault
        width, height = drawn.width * POINT, drawn.height * POINT
        if reading:
            from nlp.intake.ocr import NoPicture
            from nlp.intake.ofd_pictures import sheet_of

            try:
                return "", b"", _recognised(sheet_of(drawn, package, Limits().image_pixels), (width, height))
            except NoPicture as fault:
                raise NotDrawn(str(fault)) from fault
        glyphs = [g for turn, g in drawn.glyphs if turn == 0]
        svg = "".join(_svg(drawn, glyphs, list(_images(drawn, package)), width, height))
        return "svg", svg.encode(), places_of(glyphs, width, height)

    return page


def _images(drawn: Any, package: Any) -> Iterator[tuple[bytes, Any]]:
    """(JPEG, matrix) of the images of a page that can be read."""
    from PIL import Image

    from nlp.intake.images import opened, picture_of
    from nlp.intake.messages import Unreadable
    from nlp.intake.ocr import NoPicture
    from nlp.intake.ooxml import ZIP_FAULTS

    most = Limits().image_pixels
    for entry, matrix in drawn.images[:200]:
        try:
            with opened(package.bytes(entry), most) as image:
                picture = picture_of(image, most)
        except (NoPicture, Unreadable, KeyError, *ZIP_FAULTS):
            continue
        shown = Image.fromarray(picture[:, :, ::-1])
        shown.thumbnail((2 * WIDTH, 4 * WIDTH))
        out = io.BytesIO()
        shown.save(out, "JPEG", quality=82)
        yield out.getvalue(), matrix


def _svg(drawn: Any, glyphs: Sequence[Glyph], images: Sequence[tuple[bytes, Any]], width: float, height: float) -> Iterator[str]:
    """The page in points; every text is escaped, images are data, nothing else is taken from the file."""
    from nlp.intake.ofd_geometry import POINT

    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.1f} {height:.1f}" width="{WIDTH}" height="{WIDTH * height / width:.0f}">'
    yield f'<rect width="{width:.1f}" height="{height:.1f}" fill="#fff"/>'
    for data, m in images:
        a, b, c, d, e, f = (v * POINT for v in m)
        yield (
            f'<image href="data:image/jpeg;base64,{b64encode(data).decode()}" width="1" height="1" preserveAspectRatio="none" '
            f'transform="matrix({a:.2f} {b:.2f} {c:.2f} {d:.2f} {e:.2f} {f:.2f})"/>'
        )
    yield '<g stroke="#000" stroke-width="0.6">'
    for x0, top, x1, bottom in drawn.strokes:
        yield f'<line x1="{x0:.1f}" y1="{top:.1f}" x2="{x1:.1f}" y2="{bottom:.1f}"/>'
    yield '</g><g font-family="SimSun, Songti SC, Noto Serif CJK SC, serif">'
    for g in glyphs:
        yield f'<text x="{g.x0:.1f}" y="{g.bottom - 0.14 * g.size:.1f}" font-size="{g.size:.1f}">{escape(g.text)}</text>'
    yield "</g></svg>"
