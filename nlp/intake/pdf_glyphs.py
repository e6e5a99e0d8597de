"""Characters of a PDF page in coordinate system: points from the upper left corner of the page as seen."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c

from nlp.intake.pdf_cells import Turn

_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd]")
_ROUND = 2 * math.pi
_SAMPLE, _LEAST = 2_000, 20  # characters looked at, and lying alike, before a page is turned
_BLANK = frozenset(" \t\r\n\x0b\x0c\xa0\u2002\u2003\u2009\u3000\u200b\ufeff\x02")

# Compatibility forms that some PDF makers write for everyday Han characters (Kangxi radicals: ⼀ for 一).
_RADICALS = dict(
    zip(
        range(0x2F00, 0x2FD6),
        "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无"
        "日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血"
        "行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠",
        strict=True,
    )
)


class Glyph(NamedTuple):  # a page has a thousand: a frozen dataclass takes three times as long to make
    """One visible character and its box; `spaced` when a blank was written before it."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    spaced: bool = False

    @property
    def middle(self) -> float:
        """Height of its centre line."""
        return (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        """Height of its box."""
        return self.bottom - self.top


def turn_of(page: Any) -> tuple[Turn, float, float]:
    """Function from PDF coordinates (left, bottom, right, top) to ours, with the page's width and height as seen."""
    x0, y0, x1, y1 = page.get_bbox()
    rotation = page.get_rotation()
    if rotation == 90:
        return (lambda a, b, c, d: (b - y0, d - y0, a - x0, c - x0)), y1 - y0, x1 - x0
    if rotation == 180:
        return (lambda a, b, c, d: (x1 - c, x1 - a, b - y0, d - y0)), x1 - x0, y1 - y0
    if rotation == 270:
        return (lambda a, b, c, d: (y1 - d, y1 - b, x1 - c, x1 - a)), y1 - y0, x1 - x0
    return (lambda a, b, c, d: (a - x0, c - x0, y1 - d, y1 - b)), x1 - x0, y1 - y0


@dataclass(slots=True)
class Aside:
    """Characters of a page that are not read: slanted ones (watermarks), those outside the sheet."""

    slanted: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


def glyphs_of(page: Any, aside: Aside | None = None, without: frozenset[int] = frozenset()) -> list[Glyph]:
    """Visible characters of a page; slanted ones and those outside the page go to `aside`, those at `without` nowhere."""
    turn, width, height = turn_of(page)
    aside = aside if aside is not None else Aside()
    rotation = math.radians(page.get_rotation())
    text_page = page.get_textpage()
    found: list[Glyph] = []
    box = pdfium_c.FS_RECTF()
    spaced = False
    try:
        for i in range(pdfium_c.FPDFText_CountChars(text_page)):
            code = pdfium_c.FPDFText_GetUnicode(text_page, i)
            char = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
            if char in _BLANK or code < 0x20:
                spaced = spaced or pdfium_c.FPDFText_IsGenerated(text_page, i) != 1
                continue
            angle = (pdfium_c.FPDFText_GetCharAngle(text_page, i) + rotation) % _ROUND  # both turn clockwise
            lean = 0.0
            if 0.1 < angle < _ROUND - 0.1:
                base, lean = _posture(text_page, i)
                if 0.1 < (base + rotation) % _ROUND < _ROUND - 0.1:
                    aside.slanted.append(char)
                    continue
            if i in without or not pdfium_c.FPDFText_GetLooseCharBox(text_page, i, ctypes.byref(box)):
                continue
            x0, x1, top, bottom = turn(box.left, box.bottom, box.right, box.top)
            if x1 < 0 or x0 > width or bottom < 0 or top > height or bottom <= top:
                aside.outside.append(char)
                continue
            if lean:  # the box of an italic letter takes in how far it leans
                x1 = max(x1 - lean * (bottom - top), x0 + 0.3 * (x1 - x0))
            found.append(Glyph(_RADICALS.get(code, char), x0, x1, top, bottom, spaced))
            spaced = False
    finally:
        text_page.close()
    return _once(found)


def _posture(text_page: Any, index: int) -> tuple[float, float]:
    """Angle by which the base line of a character is turned clockwise, and how far the letter leans (italics) for its height."""
    m = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFText_GetMatrix(text_page, index, ctypes.byref(m)):
        return 0.0, 0.0
    across, up = math.hypot(m.a, m.b), math.hypot(m.c, m.d)
    lean = (m.a * m.c + m.b * m.d) / (across * up) if across * up > 0 else 0.0
    return math.atan2(-m.b, m.a), max(0.0, min(lean, 0.6))


def stand_up(page: Any) -> int:
    """Turn a page whose text runs up, down or on its head, so that it reads from left to right; quarters clockwise done.

    Landscape tables are often laid on upright pages so. Only the page in memory is turned.
    """
    text_page = page.get_textpage()
    quarters: Counter[int] = Counter()
    try:
        for i in range(min(pdfium_c.FPDFText_CountChars(text_page), _SAMPLE)):
            code = pdfium_c.FPDFText_GetUnicode(text_page, i)
            if code > 0x20 and code != 0xA0:
                angle = pdfium_c.FPDFText_GetCharAngle(text_page, i) / (math.pi / 2)
                if abs(angle - round(angle)) < 0.06:
                    quarters[round(angle) % 4] += 1
    finally:
        text_page.close()
    if not quarters:
        return 0
    rotation = page.get_rotation()
    (quarter, count), total = quarters.most_common(1)[0], quarters.total()
    wanted = (360 - 90 * quarter) % 360
    if wanted == rotation or count < max(_LEAST, 0.7 * total):
        return 0
    page.set_rotation(wanted)
    return int((wanted - rotation) % 360 // 90)


def nameless(page: Any, count: int) -> bool:
    """Whether most text of a page of `count` characters is set in fonts without a name: glyphs drawn one by one (Type 3)."""
    if count < _LEAST:
        return False
    named = unnamed = 0
    for i in range(min(pdfium_c.FPDFPage_CountObjects(page), _SAMPLE)):
        item = pdfium_c.FPDFPage_GetObject(page, i)
        if not item or pdfium_c.FPDFPageObj_GetType(item) != pdfium_c.FPDF_PAGEOBJ_TEXT:
            continue
        font = pdfium_c.FPDFTextObj_GetFont(item)
        if font and pdfium_c.FPDFFont_GetBaseFontName(font, None, 0) > 1:
            named += 1
        else:
            unnamed += 1
    return unnamed > named


def _once(glyphs: list[Glyph]) -> list[Glyph]:
    """Bold text is sometimes drawn twice, a hair apart: one of each."""
    seen: dict[str, list[tuple[float, float]]] = {}
    out: list[Glyph] = []
    for g in glyphs:
        text, x, _, top, bottom, _ = g
        same = seen.get(text)
        if same is None:
            seen[text] = [(x, top)]
            out.append(g)
            continue
        near = 0.12 * (bottom - top)
        for a, b in same[-256:]:
            if -near < a - x < near and -near < b - top < near:
                break
        else:
            same.append((x, top))
            out.append(g)
    return out


def broken_share(glyphs: list[Glyph]) -> float:
    """Share of characters without a code of their own."""
    return sum(1 for g in glyphs if _PRIVATE.match(g.text)) / len(glyphs) if glyphs else 0.0
