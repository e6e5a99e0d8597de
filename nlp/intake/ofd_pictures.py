"""The images of an OFD page put together on one sheet, for recognition."""

from __future__ import annotations

from typing import Any

import numpy as np
import pypdfium2 as pdfium

from nlp.intake.images import opened, picture_of
from nlp.intake.messages import Unreadable
from nlp.intake.ocr import NoPicture
from nlp.intake.ocr_engine import Picture
from nlp.intake.ofd_package import OfdPackage
from nlp.intake.ofd_page import Drawn
from nlp.intake.ooxml import ZIP_FAULTS

_USUAL, _MOST = 200 / 25.4, 300 / 25.4  # pixels a millimetre
_MOST_PIXELS = 24_000_000
_MOST_IMAGES = 400  # scanners cut a page into strips


def sheet_of(drawn: Drawn, package: OfdPackage, most_pixels: int, ink: bytes | None = None) -> Picture:
    """What the images of a page show, on white, and what else it draws (`ink`, a PDF page of the same size).

    Raises NoPicture where none of it can be read.
    """
    import cv2

    decoded: list[tuple[Picture, Any]] = []
    fault = "找不到图片文件"
    scale = _USUAL
    for entry, m in drawn.images[:_MOST_IMAGES]:
        try:
            with opened(package.bytes(entry), most_pixels) as image:
                picture = picture_of(image, most_pixels)
        except (NoPicture, Unreadable, KeyError, *ZIP_FAULTS) as error:
            fault = str(error) if isinstance(error, NoPicture) else "图片格式读不出来"
            continue
        area = abs(m[0] * m[3] - m[1] * m[2])
        if area > 0.2 * drawn.width * drawn.height:
            scale = max(scale, min(_MOST, (picture.shape[0] * picture.shape[1] / area) ** 0.5))
        decoded.append((picture, m))
    if not decoded and ink is None:
        raise NoPicture(fault)
    scale = min(scale, (_MOST_PIXELS / (drawn.width * drawn.height)) ** 0.5)
    size = (max(1, round(drawn.width * scale)), max(1, round(drawn.height * scale)))
    sheet = np.full((size[1], size[0], 3), 255, np.uint8)
    for picture, m in decoded:
        height, width = picture.shape[:2]
        to = scale * np.array([[m[0] / width, m[2] / height, m[4]], [m[1] / width, m[3] / height, m[5]]])
        shrink = float(np.sqrt(abs(to[0, 0] * to[1, 1] - to[0, 1] * to[1, 0])))
        if 0 < shrink < 0.6:  # averaged first: warping would drop fine strokes
            picture = np.asarray(cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA), np.uint8)
            to[:, 0] *= width / picture.shape[1]
            to[:, 1] *= height / picture.shape[0]
        cv2.warpAffine(picture, to, size, dst=sheet, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT)
    if ink is not None:
        np.minimum(sheet, _drawn(ink, size), out=sheet)
    return sheet


def _drawn(ink: bytes, size: tuple[int, int]) -> Picture:
    """A PDF page drawn at a size in pixels. Raises NoPicture."""
    import cv2

    try:
        document = pdfium.PdfDocument(ink)
        try:
            page = document[0]
            bitmap = page.render(scale=size[0] / max(page.get_width(), 1.0), grayscale=True)
            grey = np.array(bitmap.to_numpy(), np.uint8)
            bitmap.close()
            page.close()
        finally:
            document.close()
    except pdfium.PdfiumError as error:
        raise NoPicture("页面画不出来") from error
    grey = grey.reshape(grey.shape[0], -1)
    if (grey.shape[1], grey.shape[0]) != size:
        grey = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    return np.repeat(grey[:, :, None], 3, axis=2)
