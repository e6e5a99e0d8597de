"""One page of an OFD file -> characters and ruling lines in points from the upper left corner of the page as read.

A page is a tree of objects, each with a boundary and a matrix of its own; templates and composite units are trees of the same
kind, drawn below or inside. The same `Glyph` as for PDF comes out, so lines, paragraphs and tables are found by one code.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from nlp.intake.ofd_geometry import POINT, UNIT, Matrix, box_of, deltas, matrix_of, number, times
from nlp.intake.ofd_package import child, children, local, words
from nlp.intake.ofd_paths import Stroke, strokes_of
from nlp.intake.pdf_glyphs import Glyph

_DEEP = 40
_ASCENT, _DESCENT = 0.86, 0.14
_MUTE = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd\x00-\x08\x0e-\x1f]")  # stands for a glyph, but is no character
_BLANK = frozenset(" \t\r\n\xa0\u2002\u2003\u2009\u3000\u200b\ufeff")
_NARROW, _BROAD = frozenset("iljtfrI.,;:'|![](){}-"), frozenset("mwMW@%")
_new = tuple.__new__  # a page has hundreds of characters: half the time of calling the class
_LETTER = 15.0  # mm: a shape with curves no bigger than this may be a drawn character


@dataclass(slots=True)
class Resources:
    """What objects refer to by number: fonts (glyph number -> character), composite units, entries of image files."""

    fonts: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    units: Mapping[str, Any] = field(default_factory=dict)
    images: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Drawn:
    """What a page shows, before it is turned upright: characters by quarter turn, lines, and what speaks of missing text."""

    width: float
    height: float
    glyphs: list[tuple[int, Glyph]] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    slanted: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    mute: int = 0  # glyphs without a character
    letters: int = 0  # small curved shapes: characters drawn as paths
    pictures: float = 0.0  # area of images, square millimetres
    images: list[tuple[str, Matrix]] = field(default_factory=list)  # entry of the file; from its unit square to the page

    def empty_copy(self) -> Drawn:
        """Nothing drawn yet on a page of the same size."""
        return Drawn(self.width, self.height)


class TooMuch(Exception):
    """More characters or lines than a document may hold."""


@dataclass(slots=True)
class PageWalk:
    """Puts the objects of page trees on a page."""

    page: Drawn
    resources: Resources
    room: int  # characters and lines that may still be read

    def content(self, element: Any, base: Matrix = UNIT, depth: int = 0) -> None:
        """Everything in a container, in order."""
        if depth > _DEEP:
            return
        for item in element:
            name = local(item)
            if name == "TextObject":
                self.text(item, base)
            elif name == "PathObject":
                self.path(item, base)
            elif name == "ImageObject":
                box = box_of(item.get("Boundary"))
                if box is not None and item.get("Visible") != "false":
                    self.image(item, box, base)
                    self.page.pictures += max(0.0, min(box[2], self.page.width)) * max(0.0, min(box[3], self.page.height))
            elif name == "CompositeObject":
                unit = self.resources.units.get(item.get("ResourceID", ""))
                self.room -= 1
                if unit is not None and self.room > 0 and item.get("Visible") != "false":
                    self.content(unit, matrix_of(item, base), depth + 10)
            elif name in ("Layer", "PageBlock", "Content", "Appearance"):
                corner = matrix_of(item, base) if name == "Appearance" else base
                self.content(item, corner, depth + 1)

    def image(self, item: Any, box: tuple[float, float, float, float], base: Matrix) -> None:
        """Where an image stands; without a matrix of its own it fills its boundary."""
        entry = self.resources.images.get(item.get("ResourceID", ""))
        self.room -= 1
        if entry is None or self.room < 0:
            return
        m = matrix_of(item, base)
        if not item.get("CTM"):
            m = times((box[2], 0, 0, box[3], 0, 0), m)
        self.page.images.append((entry, m))

    # ------------------------------------------------------------ text
    def text(self, item: Any, base: Matrix) -> None:
        """Characters of a text object where they stand."""
        size = number(item.get("Size"), 3.5)
        m = matrix_of(item, base)
        stretch = number(item.get("HScale"), 1.0) or 1.0
        named = [(local(e), e) for e in item]
        codes = [e for name, e in named if name == "TextCode"]
        glyphs = glyph_numbers(item) if len(codes) < len(named) else {}
        whole = "".join([e.text or "" for e in codes])
        self.room -= max(len(whole), len(glyphs), 1)
        if self.room < 0:
            raise TooMuch
        if not whole.strip() and glyphs:
            whole = "\ufffd" * len(glyphs)
            if len(codes) != 1:
                self.page.mute += len(glyphs)
                return
            codes[0].text = whole
        if item.get("Visible") == "false" or item.get("Alpha") == "0":
            self.page.hidden += [whole.strip()] if whole.strip() else []
            return
        angle = math.atan2(m[1], m[0])
        turn = round(angle / (math.pi / 2))
        if abs(angle - turn * math.pi / 2) > 0.1:
            self.page.slanted += [whole.strip()] if whole.strip() else []
            return
        font = self.resources.fonts.get(item.get("Font", ""), {}) if glyphs else {}
        x = y = 0.0
        start = 0
        out: list[str] = []
        for code in codes:
            x, y = number(code.get("X"), x), number(code.get("Y"), y)
            text = code.text or ""
            self.run(text, code, (x, y), (size, stretch), m, turn % 4, glyphs, start, font, out)
            start += len(text)
        if out:
            self.page.outside.append("".join(out))

    def run(
        self,
        text: str,
        code: Any,
        origin: tuple[float, float],
        measure: tuple[float, float],
        m: Matrix,
        turn: int,
        glyphs: Mapping[int, int],
        start: int,
        font: Mapping[int, str],
        out: list[str],
    ) -> None:
        """Characters of one text code; those outside the page go to `out`."""
        size, stretch = measure
        em = size * stretch
        page = self.page
        wide, high = page.width * POINT, page.height * POINT
        x, y = origin
        dx, dy = deltas(code.get("DeltaX"), len(text)), deltas(code.get("DeltaY"), len(text))
        many_x, many_y = len(dx), len(dy)
        right, down, left, above, far, below = _corners(m, y, size)
        spaced = False
        for i, char in enumerate(text):
            han = "\u3000" < char < "\ue000"
            width = em if han else em * _share(char)
            step = dx[i] if i < many_x else 0.0 if i < many_y else width
            if not han and char in _BLANK:
                spaced = True
            else:
                if not han:
                    if is_mute(char):
                        known = font.get(glyphs.get(start + i, -1))
                        page.mute += known is None
                        char = known or char
                        width = em * _share(char)
                    elif "\u2f00" <= char <= "\u2fdf":
                        char = unicodedata.normalize("NFKC", char)
                    if 0 < step < em and char < "\u2e80" and i < many_x:
                        width = step  # proportional letters: the next one tells how wide this one is
                if 0 < step < width:
                    width = step
                end = x + width
                x0, x1, y0, y1 = x * right + left, end * right + far, x * down + above, end * down + below
                if x0 > x1:
                    x0, x1 = x1, x0
                if y0 > y1:
                    y0, y1 = y1, y0
                if x1 < 0 or y0 > high or x0 > wide or y1 < 0:
                    out.append(char)
                elif char != "\ufffd":
                    page.glyphs.append((turn, _new(Glyph, (char, x0, x1, y0, y1, spaced))))
                spaced = False
            x += step
            if i < many_y and dy[i]:
                y += dy[i]
                right, down, left, above, far, below = _corners(m, y, size)

    # ------------------------------------------------------------ lines
    def path(self, item: Any, base: Matrix) -> None:
        """Straight lines of a path object; small curved ones are counted as drawn characters."""
        if item.get("Visible") == "false" or item.get("Alpha") == "0":
            return
        data = words(child(item, "AbbreviatedData"))
        self.room -= 1 + len(data) // 16
        if self.room < 0:
            raise TooMuch
        stroked, filled = item.get("Stroke") != "false", item.get("Fill") == "true"
        strokes, curved = strokes_of(data, matrix_of(item, base), stroked, filled)
        box = box_of(item.get("Boundary")) if curved else None
        if curved and box is not None and 0 < box[2] <= _LETTER and 0 < box[3] <= _LETTER:
            self.page.letters += 1
        elif curved > 40 and filled:
            self.page.letters += curved // 12  # a whole line of text as one path
        self.page.strokes += strokes


def is_mute(char: str) -> bool:
    """Whether a character stands for a glyph and is none itself."""
    return not "\x20" < char < "\ue000" and _MUTE.match(char) is not None


def glyph_numbers(item: Any) -> dict[int, int]:
    """Place of a character in its text object -> number of its glyph in the font."""
    found: dict[int, int] = {}
    for change in children(item, "CGTransform"):
        first = int(number(change.get("CodePosition"), 0))
        listed = words(child(change, "Glyphs")).split()
        count = int(number(change.get("CodeCount"), 1))
        if count == len(listed) or not found:
            found.update({first + k: int(n) for k, n in enumerate(listed[:20_000]) if n.isdecimal() and len(n) < 7})
    return found


@lru_cache(maxsize=8192)
def _share(char: str) -> float:
    """Width of a character in sizes of its font, as far as its class tells."""
    if char >= "\u2e80":
        return 1.0
    if char in _NARROW:
        return 0.35
    if char in _BROAD:
        return 0.85
    return 0.68 if char.isupper() else 0.5 if char < "\x7f" else 1.0 if char in "“”‘’…—·×" else 0.6


def _corners(m: Matrix, y: float, size: float) -> tuple[float, float, float, float, float, float]:
    """For characters on the base line y, through the matrix and in points: what one step along it adds to x and y, and where the
    upper left (x, y) and the lower right corner (x, y) of a character at 0 lie."""
    up, low = y - _ASCENT * size, y + _DESCENT * size
    return (
        m[0] * POINT, m[1] * POINT, (up * m[2] + m[4]) * POINT, (up * m[3] + m[5]) * POINT,
        (low * m[2] + m[4]) * POINT, (low * m[3] + m[5]) * POINT,
    )  # fmt: skip
