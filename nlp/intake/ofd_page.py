"""One page of an OFD file -> characters and ruling lines in points from the upper left corner of the page as read.

A page is a tree of objects, each with a boundary and a matrix of its own; templates and composite units are trees of the same
kind, drawn below or inside. The same `Glyph` as for PDF comes out, so lines, paragraphs and tables are found by one code.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from nlp.intake.ofd_package import child, children, local, words
from nlp.intake.ofd_paths import Stroke, strokes_of
from nlp.intake.pdf_glyphs import Glyph

Matrix = tuple[float, float, float, float, float, float]

POINT = 72 / 25.4  # points in a millimetre
_UNIT: Matrix = (1, 0, 0, 1, 0, 0)
_DEEP = 40
_ASCENT, _DESCENT = 0.86, 0.14
_FAR = 1e6
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
_MUTE = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd\x00-\x08\x0e-\x1f]")  # stands for a glyph, but is no character
_BLANK = frozenset(" \t\r\n\xa0\u2002\u2003\u2009\u3000\u200b\ufeff")
_NARROW, _BROAD = frozenset("iljtfrI.,;:'|![](){}-"), frozenset("mwMW@%")
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


def numbers(text: str | None) -> list[float]:
    """Numbers of an attribute; what is no number is left out."""
    if not text:
        return []
    found = [float(n) for n in _NUMBER.findall(text)]
    return [max(-_FAR, min(_FAR, n)) for n in found]


def number(text: str | None, default: float) -> float:
    """First number of an attribute."""
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        found = numbers(text[:40])
        return found[0] if found else default
    return value if -_FAR < value < _FAR else default if value != value else math.copysign(_FAR, value)


def box_of(text: str | None) -> tuple[float, float, float, float] | None:
    """A box as x, y, width, height."""
    found = numbers(text)
    return (found[0], found[1], found[2], found[3]) if len(found) >= 4 else None


def deltas(text: str | None, most: int) -> list[float]:
    """Offsets from character to character: "g 3 5 2.5" is three times 5, then 2.5."""
    out: list[float] = []
    parts = (text or "").replace("G", "g").split()
    i = 0
    while i < len(parts) and len(out) < most:
        if parts[i] == "g" and i + 2 < len(parts):
            count = int(number(parts[i + 1], 0))
            out += [number(parts[i + 2], 0.0)] * max(0, min(count, most - len(out)))
            i += 3
        else:
            out.append(number(parts[i], 0.0))
            i += 1
    return out


def _times(a: Matrix, b: Matrix) -> Matrix:
    """First a, then b."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _matrix(element: Any, base: Matrix) -> Matrix:
    """From the coordinates of an object to those of the page: its own matrix, its boundary's corner, what it stands in."""
    own = numbers(element.get("CTM"))
    box = box_of(element.get("Boundary"))
    m: Matrix = (own[0], own[1], own[2], own[3], own[4], own[5]) if len(own) == 6 else _UNIT
    if box is not None:
        m = (m[0], m[1], m[2], m[3], m[4] + box[0], m[5] + box[1])
    return m if base == _UNIT else _times(m, base)


@dataclass(slots=True)
class PageWalk:
    """Puts the objects of page trees on a page."""

    page: Drawn
    resources: Resources
    room: int  # characters and lines that may still be read

    def content(self, element: Any, base: Matrix = _UNIT, depth: int = 0) -> None:
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
                    self.content(unit, _matrix(item, base), depth + 10)
            elif name in ("Layer", "PageBlock", "Content", "Appearance"):
                corner = _matrix(item, base) if name == "Appearance" else base
                self.content(item, corner, depth + 1)

    def image(self, item: Any, box: tuple[float, float, float, float], base: Matrix) -> None:
        """Where an image stands; without a matrix of its own it fills its boundary."""
        entry = self.resources.images.get(item.get("ResourceID", ""))
        self.room -= 1
        if entry is None or self.room < 0:
            return
        m = _matrix(item, base)
        if not item.get("CTM"):
            m = _times((box[2], 0, 0, box[3], 0, 0), m)
        self.page.images.append((entry, m))

    # ------------------------------------------------------------ text
    def text(self, item: Any, base: Matrix) -> None:
        """Characters of a text object where they stand."""
        size = number(item.get("Size"), 3.5)
        m = _matrix(item, base)
        stretch = number(item.get("HScale"), 1.0) or 1.0
        glyphs = _glyph_numbers(item)
        codes = [e for e in item if local(e) == "TextCode"]
        whole = "".join(e.text or "" for e in codes)
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
        page = self.page
        x, y = origin
        dx, dy = deltas(code.get("DeltaX"), len(text)), deltas(code.get("DeltaY"), len(text))
        spaced = False
        for i, char in enumerate(text):
            step = dx[i] if i < len(dx) else 0.0 if i < len(dy) else size * stretch * _share(char)
            if char in _BLANK:
                spaced = True
            else:
                if not "\x20" < char < "\ue000" and _MUTE.match(char):
                    known = font.get(glyphs.get(start + i, -1))
                    page.mute += known is None
                    char = known or char
                elif "\u2f00" <= char <= "\u2fdf":
                    char = unicodedata.normalize("NFKC", char)
                width = size * stretch * _share(char)
                if 0 < step < width or (step < size * stretch and char < "\u2e80" and i < len(dx) and step > 0):
                    width = step  # proportional letters: the next one tells how wide this one is
                glyph = _placed(char, (x, y), width, size, m, spaced)
                if glyph.x1 < 0 or glyph.top > page.height * POINT or glyph.x0 > page.width * POINT or glyph.bottom < 0:
                    out.append(char)
                elif char != "\ufffd":
                    page.glyphs.append((turn, glyph))
                spaced = False
            x += step
            y += dy[i] if i < len(dy) else 0.0

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
        strokes, curved = strokes_of(data, _matrix(item, base), stroked, filled)
        box = box_of(item.get("Boundary")) if curved else None
        if curved and box is not None and 0 < box[2] <= _LETTER and 0 < box[3] <= _LETTER:
            self.page.letters += 1
        elif curved > 40 and filled:
            self.page.letters += curved // 12  # a whole line of text as one path
        self.page.strokes += strokes


def _glyph_numbers(item: Any) -> dict[int, int]:
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


def _placed(char: str, at: tuple[float, float], width: float, size: float, m: Matrix, spaced: bool) -> Glyph:
    """A character in points: two corners of its box through the matrix."""
    x, y = at
    ax, ay, bx, by = x, y - _ASCENT * size, x + width, y + _DESCENT * size
    x0, y0 = ax * m[0] + ay * m[2] + m[4], ax * m[1] + ay * m[3] + m[5]
    x1, y1 = bx * m[0] + by * m[2] + m[4], bx * m[1] + by * m[3] + m[5]
    if x0 > x1:
        x0, x1 = x1, x0
    if y0 > y1:
        y0, y1 = y1, y0
    return Glyph(char, x0 * POINT, x1 * POINT, y0 * POINT, y1 * POINT, spaced)


def once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """One of each where the same character stands twice, a hair apart: bold type, a page over its own template."""
    seen: set[tuple[str, int, int, int]] = set()
    out: list[Glyph] = []
    for g in glyphs:
        near = 6 / max(g.bottom - g.top, 0.1)
        x, y = g.x0 * near, g.top * near
        keys = (g.text, int(x), int(y), 0), (g.text, int(x + 0.5), int(y + 0.5), 1)  # two grids, one set off: no sharp edge
        if keys[0] not in seen and keys[1] not in seen:
            out.append(g)
        seen.update(keys)
    return out


# ---------------------------------------------------------------- upright
def upright(page: Drawn) -> tuple[list[Glyph], list[Stroke], list[str], float]:
    """Characters and lines of a page turned so that most of its text runs from left to right; text that runs otherwise; height."""
    turns = Counter(turn for turn, _ in page.glyphs)
    main = turns.most_common(1)[0][0] if turns else 0
    width, height = page.width * POINT, page.height * POINT
    across = "".join(g.text for turn, g in page.glyphs if turn != main)
    glyphs = [g for turn, g in page.glyphs if turn == main]
    if main == 0:
        return glyphs, page.strokes, [across] if across else [], height
    turned = [_turned((g.x0, g.top, g.x1, g.bottom), main, width, height) for g in glyphs]
    glyphs = [Glyph(g.text, b[0], b[2], b[1], b[3], g.spaced) for g, b in zip(glyphs, turned, strict=True)]
    strokes = [_turned(s, main, width, height) for s in page.strokes]
    return glyphs, strokes, [across] if across else [], height if main == 2 else width


def _turned(box: Sequence[float], turn: int, width: float, height: float) -> Stroke:
    a, b, c, d = box
    if turn == 1:
        return b, width - c, d, width - a
    if turn == 2:
        return width - c, height - d, width - a, height - b
    return height - d, a, height - b, c
