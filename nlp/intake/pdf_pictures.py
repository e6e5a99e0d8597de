"""Pages of a PDF as pictures, drawn by pdfium at the resolution of what they show."""

from __future__ import annotations

from typing import Any

import numpy as np

from nlp.intake.ocr import NoPicture, check_pixels
from nlp.intake.ocr_engine import Picture
from nlp.intake.pdf_rules import Drawing

_USUAL, _LEAST, _MOST = 200, 150, 300  # dots an inch
_MOST_PIXELS = 24_000_000


def picture_of(page: Any, drawing: Drawing, size: tuple[float, float], most_pixels: int) -> Picture:
    """The page as seen, `size` in points. Raises NoPicture where a picture on it is larger than `most_pixels`."""
    width, height = size
    check_pixels(drawing.pixels, most_pixels)
    dots = min(max(drawing.dots, _LEAST), _MOST) if drawing.dots else _USUAL
    scale = min(dots / 72, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
    if min(width, height) * scale < 8:
        raise NoPicture("页面太窄")
    bitmap = page.render(scale=scale, may_draw_forms=False)
    try:
        drawn = bitmap.to_numpy()
        if drawn.ndim == 2 or drawn.shape[2] == 1:
            drawn = np.repeat(drawn.reshape(*drawn.shape[:2], 1), 3, axis=2)
        return np.ascontiguousarray(drawn[:, :, :3])
    finally:
        bitmap.close()
