"""Whether a page draws ruling lines: a cheap look with pdfium, so that pdfplumber reads only pages that may hold a table."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium_c

_THIN = 4.0  # a shape thinner than this, its pen's width included, is a line
_DOT = 2.0  # a line may be drawn in pieces, but not in dots
_SMALL = 8.0  # the least width and height of a box
_SHADES = 4  # fewer filled areas make no table
_MAX_SHAPES = 20_000
_MAX_DEPTH = 6
_MOST_PICTURES = 2_000  # of more, only their number is looked at
_PICTURES = (pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_SHADING)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a page draws besides text: number of shapes and pictures; whether it has lines enough for two rows and columns.

    cover: area of the pictures in square points. dots: their resolution (dots an inch), that of the one with the most pixels;
    pixels: how many that one has.
    """

    shapes: int
    pictures: int
    ruled: bool
    cover: float = 0.0
    dots: float = 0.0
    pixels: int = 0


def drawing_of(page: Any) -> Drawing:
    """Shapes and pictures of a page, counted; only the box of each is looked at."""
    level = upright = frames = shades = shapes = pictures = 0
    left, bottom, right, top = box = [ctypes.c_float() for _ in range(4)]
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    cover = dots = 0.0
    pixels = 0
    for item, kind in _items(page):
        if kind in _PICTURES:
            pictures += 1
            if pictures <= _MOST_PICTURES and pdfium_c.FPDFPageObj_GetBounds(item, *map(ctypes.byref, box)):
                width, height = max(0.0, right.value - left.value), max(0.0, top.value - bottom.value)
                cover += width * height
                size = _size_of(item) if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE else (0, 0)
                if size[0] * size[1] > pixels and min(width, height) > 0:
                    pixels = size[0] * size[1]
                    dots = 72 * (pixels / (width * height)) ** 0.5
            continue
        shapes += 1
        if shapes > _MAX_SHAPES:
            break
        if not pdfium_c.FPDFPageObj_GetBounds(item, *map(ctypes.byref, box)):
            continue
        width, height = right.value - left.value, top.value - bottom.value
        if width >= _DOT and width > height and height <= max(_THIN, width / 40):
            level += 1
        elif height >= _DOT and width <= max(_THIN, height / 40):
            upright += 1
        elif width >= _SMALL and height >= _SMALL:
            pdfium_c.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
            count = max(1, pdfium_c.FPDFPath_CountSegments(item) // 5)  # one path may draw a whole grid
            frames, shades = (frames + count, shades) if stroke.value else (frames, shades + count)
    ruled = level + 2 * frames >= 3 and (upright >= 1 or frames >= 2)
    return Drawing(shapes, pictures, ruled or shades >= _SHADES, cover, dots, pixels)


def _size_of(item: Any) -> tuple[int, int]:
    """Pixels of an image across and down, as its dictionary says."""
    across, down = ctypes.c_uint(), ctypes.c_uint()
    if not pdfium_c.FPDFImageObj_GetImagePixelSize(item, ctypes.byref(across), ctypes.byref(down)):
        return 0, 0
    return across.value, down.value


def _items(page: Any) -> Iterator[tuple[Any, int]]:
    """Paths and pictures of a page with their kinds, those inside form objects too."""
    stack: list[tuple[Any, int]] = [(page, 0)]
    while stack:
        holder, depth = stack.pop()
        count, get = (
            (pdfium_c.FPDFFormObj_CountObjects, pdfium_c.FPDFFormObj_GetObject)
            if depth
            else (pdfium_c.FPDFPage_CountObjects, pdfium_c.FPDFPage_GetObject)
        )
        for i in range(min(count(holder), 4 * _MAX_SHAPES)):
            item = get(holder, i)
            kind = pdfium_c.FPDFPageObj_GetType(item) if item else None
            if kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
                stack.append((item, depth + 1))
            elif kind == pdfium_c.FPDF_PAGEOBJ_PATH or kind in _PICTURES:
                yield item, kind
