"""What the text layer of a PDF page holds and the page does not show: characters cut off by a clip, characters below a filled area.

Spreadsheets printed to PDF keep the text that no longer fits its cell and cut it off; a black box over a name leaves the name in the
file. The first is no text of the page, the second can be copied by anyone who opens it.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pypdfium2.raw as pdfium_c

from nlp.intake.pdf_rules import Box, Matrix, Veil, items_of, placed

_LEAST = 2  # letters or digits: fewer are no text that anyone hid
_MAX_TEXTS = 20_000
_MAX_SEGMENTS = 12  # of a clip: more make a shape that is no box
_CUT = 0.5  # points by which a clip must be smaller than the text


@dataclass(frozen=True, slots=True)
class _Char:
    """A character: its place in the text page, its code, the text object that draws it, the middle of its box."""

    index: int
    char: str
    item: int
    x: float
    y: float


def clipped(page: Any) -> tuple[frozenset[int], str]:
    """Characters of a page that a clip cuts off: their places in the text page, and their text."""
    clips: dict[int, Box] = {}
    for item, matrix in _texts(page):
        box = _clip_of(item)
        if box is not None and not _encloses(box, _bounds(item)):
            clips[_address(item)] = placed(box, matrix)
    if not clips:
        return frozenset(), ""
    lost = [c for c in _characters(page, frozenset(clips)) if not _holds(clips[c.item], c.x, c.y)]
    return frozenset(c.index for c in lost), "".join(c.char for c in lost)


def covered(page: Any, veils: Sequence[Veil]) -> str:
    """Text of a page that stands below a filled area which was drawn after it."""
    above: dict[int, list[Box]] = {}
    for order, (item, matrix) in enumerate(_texts(page)):
        later = [v.box for v in veils if v.texts_before > order]
        if later and (bounds := _bounds(item)) is not None:
            found = [box for box in later if _overlap(box, placed(bounds, matrix))]
            if found:
                above[_address(item)] = found
    if not above:
        return ""
    text = "".join(c.char for c in _characters(page, frozenset(above)) if any(_holds(box, c.x, c.y) for box in above[c.item]))
    return text if sum(map(str.isalnum, text)) >= _LEAST else ""


def _texts(page: Any) -> Iterator[tuple[Any, Matrix | None]]:
    """Text objects of a page as they are drawn, with the matrix of what they stand in."""
    found = ((item, matrix) for item, kind, matrix in items_of(page) if kind == pdfium_c.FPDF_PAGEOBJ_TEXT)
    return islice(found, _MAX_TEXTS)


def _clip_of(item: Any) -> Box | None:
    """The box of the innermost clip of an object; None where it has none or an odd one."""
    clip = pdfium_c.FPDFPageObj_GetClipPath(item)
    count = pdfium_c.FPDFClipPath_CountPaths(clip) if clip else 0
    segments = pdfium_c.FPDFClipPath_CountPathSegments(clip, count - 1) if count > 0 else 0
    if not 3 <= segments <= _MAX_SEGMENTS:
        return None
    x, y = ctypes.c_float(), ctypes.c_float()
    xs: list[float] = []
    ys: list[float] = []
    for i in range(segments):
        segment = pdfium_c.FPDFClipPath_GetPathSegment(clip, count - 1, i)
        if not segment or not pdfium_c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            return None
        xs.append(x.value)
        ys.append(y.value)
    return min(xs), min(ys), max(xs), max(ys)


def _bounds(item: Any) -> Box | None:
    left, bottom, right, top = box = [ctypes.c_float() for _ in range(4)]
    if not pdfium_c.FPDFPageObj_GetBounds(item, *map(ctypes.byref, box)):
        return None
    return left.value, bottom.value, right.value, top.value


def _encloses(clip: Box, bounds: Box | None) -> bool:
    return bounds is None or (
        clip[0] - _CUT <= bounds[0] and clip[1] - _CUT <= bounds[1] and clip[2] + _CUT >= bounds[2] and clip[3] + _CUT >= bounds[3]
    )


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _address(item: Any) -> int:
    return int(ctypes.cast(item, ctypes.c_void_p).value or 0)


def _characters(page: Any, wanted: frozenset[int]) -> Iterator[_Char]:
    """Characters of some text objects."""
    text_page = page.get_textpage()
    left, right, bottom, top = box = [ctypes.c_double() for _ in range(4)]
    try:
        for i in range(pdfium_c.FPDFText_CountChars(text_page)):
            item = pdfium_c.FPDFText_GetTextObject(text_page, i)
            address = _address(item) if item else 0
            if address not in wanted or not pdfium_c.FPDFText_GetCharBox(text_page, i, *map(ctypes.byref, box)):
                continue
            code = pdfium_c.FPDFText_GetUnicode(text_page, i)
            middle = (left.value + right.value) / 2, (bottom.value + top.value) / 2
            if 0x20 < code < 0x110000 and not 0xD800 <= code < 0xE000 and all(map(math.isfinite, middle)):
                yield _Char(i, chr(code), address, *middle)
    finally:
        text_page.close()
