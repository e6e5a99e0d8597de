"""Whether a page draws ruling lines: a cheap look with pdfium, so that only pages that may hold a table are read for one."""

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
_MOST_VEILS = 300  # filled areas looked at as covers
_PICTURES = (pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_SHADING)


Box = tuple[float, float, float, float]  # left, bottom, right, top in PDF coordinates
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Veil:
    """A filled area that hides what lies below it: its box in PDF coordinates, how many text objects were drawn before it."""

    box: Box
    texts_before: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a page draws besides text: number of shapes and pictures; whether it has lines enough for two rows and columns.

    cover: area of the pictures in square points. dots: their resolution (dots an inch), that of the one with the most pixels;
    pixels: how many that one has. veils: opaque areas drawn after some text.
    """

    shapes: int
    pictures: int
    ruled: bool
    cover: float = 0.0
    dots: float = 0.0
    pixels: int = 0
    veils: tuple[Veil, ...] = ()


def drawing_of(page: Any) -> Drawing:
    """Shapes and pictures of a page, counted; only the box of each is looked at."""
    level = upright = frames = shades = shapes = pictures = texts = 0
    left, bottom, right, top = box = [ctypes.c_float() for _ in range(4)]
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    cover = dots = 0.0
    pixels = 0
    veils: list[Veil] = []
    for item, kind, matrix in items_of(page):
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            texts += 1
            continue
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
            if fill.value and texts and len(veils) < _MOST_VEILS and not pdfium_c.FPDFPageObj_HasTransparency(item):
                veils.append(Veil(placed((left.value, bottom.value, right.value, top.value), matrix), texts))
    ruled = level + 2 * frames >= 3 and (upright >= 1 or frames >= 2)
    return Drawing(shapes, pictures, ruled or shades >= _SHADES, cover, dots, pixels, tuple(veils))


def _size_of(item: Any) -> tuple[int, int]:
    """Pixels of an image across and down, as its dictionary says."""
    across, down = ctypes.c_uint(), ctypes.c_uint()
    if not pdfium_c.FPDFImageObj_GetImagePixelSize(item, ctypes.byref(across), ctypes.byref(down)):
        return 0, 0
    return across.value, down.value


def items_of(page: Any) -> Iterator[tuple[Any, int, Matrix | None]]:
    """Paths, pictures and texts of a page with their kinds as they are drawn, those inside form objects too.

    The matrix leads from an object's coordinates to those of the page; None where they are the same.
    """
    stack: list[tuple[Any, int, int, Matrix | None]] = [(page, 0, pdfium_c.FPDFPage_CountObjects(page), None)]
    while stack:
        holder, at, count, matrix = stack.pop()
        get = pdfium_c.FPDFFormObj_GetObject if stack else pdfium_c.FPDFPage_GetObject
        for i in range(at, min(count, 4 * _MAX_SHAPES)):
            item = get(holder, i)
            kind = pdfium_c.FPDFPageObj_GetType(item) if item else None
            if kind == pdfium_c.FPDF_PAGEOBJ_FORM:
                if len(stack) < _MAX_DEPTH:
                    inner = (item, 0, pdfium_c.FPDFFormObj_CountObjects(item), _matrix_of(item, matrix))
                    stack += [(holder, i + 1, count, matrix), inner]
                    break
            elif kind == pdfium_c.FPDF_PAGEOBJ_PATH or kind == pdfium_c.FPDF_PAGEOBJ_TEXT or kind in _PICTURES:
                yield item, kind, matrix


def _matrix_of(form: Any, outer: Matrix | None) -> Matrix | None:
    own = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(form, ctypes.byref(own)):
        return outer
    m = own.a, own.b, own.c, own.d, own.e, own.f
    if m == (1, 0, 0, 1, 0, 0):
        return outer
    return m if outer is None else times(m, outer)


def times(m: Matrix, outer: Matrix) -> Matrix:
    """First m, then outer."""
    a, b, c, d, e, f = outer
    return (
        m[0] * a + m[1] * c, m[0] * b + m[1] * d, m[2] * a + m[3] * c, m[2] * b + m[3] * d,
        m[4] * a + m[5] * c + e, m[4] * b + m[5] * d + f,
    )  # fmt: skip


def placed(box: Box, matrix: Matrix | None) -> Box:
    """A box in the coordinates of the page."""
    if matrix is None:
        return box
    a, b, c, d, e, f = matrix
    points = [(x * a + y * c + e, x * b + y * d + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    return min(p[0] for p in points), min(p[1] for p in points), max(p[0] for p in points), max(p[1] for p in points)
