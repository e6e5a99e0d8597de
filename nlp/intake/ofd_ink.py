"""What an OFD page draws and does not say: paths and glyphs without characters, as a PDF page that pdfium can draw for recognition.

pdfium fills curved, hollow and overlapping shapes as they should be and sets glyphs of embedded fonts by their number; nothing else
that is installed with this program does both.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nlp.intake.ofd_fontset import Glyphs
from nlp.intake.ofd_geometry import POINT, Matrix, deltas, matrix_of, number, numbers
from nlp.intake.ofd_operators import arc, operations
from nlp.intake.ofd_package import OfdPackage, child, local, words
from nlp.intake.ofd_page import PageWalk, glyph_numbers, is_mute
from nlp.intake.ooxml import ZIP_FAULTS

_LARGEST = 24 * 1024 * 1024  # bytes of what is drawn on one page
_MOST_FONTS, _FONT = 20, 32 * 1024 * 1024
_HEX = re.compile("#([0-9A-Fa-f]{1,2})")


@dataclass(slots=True)
class InkWalk(PageWalk):
    """Walks the objects of a page like `PageWalk` and writes down what must be drawn."""

    parts: list[bytes] = field(default_factory=list)
    used: dict[str, str] = field(default_factory=dict)  # number of an OFD font -> name in the PDF
    codes: dict[str, dict[int, int]] = field(default_factory=dict)
    size: int = 0

    def text(self, item: Any, base: Matrix) -> None:
        """The glyphs of a text object that stand for no character."""
        key = item.get("Font", "")
        font = self.resources.fonts.get(key)
        if font is None or item.get("Visible") == "false" or item.get("Alpha") == "0":
            return
        glyphs = glyph_numbers(item)
        by_code: dict[int, int] | None = None
        size, stretch = number(item.get("Size"), 3.5), number(item.get("HScale"), 1.0) or 1.0
        shown: list[bytes] = []
        start, x, y = 0, 0.0, 0.0
        for code in (e for e in item if local(e) == "TextCode"):
            x, y = number(code.get("X"), x), number(code.get("Y"), y)
            text = code.text or ""
            dx, dy = deltas(code.get("DeltaX"), len(text)), deltas(code.get("DeltaY"), len(text))
            at_x, at_y = x, y
            for i, char in enumerate(text):
                glyph = glyphs.get(start + i)
                if is_mute(char) and font.get(glyph if glyph is not None else -1) is None:
                    if glyph is None:
                        by_code = self.codes_of(key, font) if by_code is None else by_code
                        glyph = by_code.get(ord(char))
                    if glyph is not None and 0 < glyph < 65_536:
                        shown.append(b"%.4f 0 0 %.4f %.4f %.4f Tm <%04x> Tj" % (stretch, -1, at_x, at_y, glyph))
                at_x += dx[i] if i < len(dx) else 0.0 if i < len(dy) else size * stretch
                at_y += dy[i] if i < len(dy) else 0.0
            start += len(text)
        if shown:
            name = self.used.setdefault(key, f"F{len(self.used)}")
            body = b"BT /%s %.4f Tf %s ET" % (name.encode(), size, b" ".join(shown))
            self.put(item, base, body)

    def codes_of(self, key: str, font: object) -> dict[int, int]:
        """Glyph numbers of a font by character code, read once a page."""
        if key not in self.codes:
            self.codes[key] = font.codes() if isinstance(font, Glyphs) else {}
        return self.codes[key]

    def path(self, item: Any, base: Matrix) -> None:
        """A path as it is drawn, in shades of grey."""
        if item.get("Visible") == "false" or item.get("Alpha") == "0":
            return
        filled, stroked = item.get("Fill") == "true", item.get("Stroke") != "false"
        body = b" ".join(_operators(words(child(item, "AbbreviatedData"))))
        if not body or not (filled or stroked):
            return
        even = item.get("Rule", "").lower().replace("-", "") == "evenodd"
        paint = (b"B*" if even else b"B") if filled and stroked else (b"f*" if even else b"f") if filled else b"S"
        colours = b"%.2f g %.2f G" % (_grey(child(item, "FillColor")), _grey(child(item, "StrokeColor")))
        width = b"%.3f w" % max(0.0, min(number(item.get("LineWidth"), 0.353), 50.0))
        self.put(item, base, b" ".join((colours, width, body, paint)))

    def image(self, item: Any, box: tuple[float, float, float, float], base: Matrix) -> None:
        """Images are put on the sheet by themselves."""

    def put(self, item: Any, base: Matrix, body: bytes) -> None:
        """Add an object in its own coordinates."""
        self.size += len(body)
        self.room -= 1
        if self.size <= _LARGEST and self.room > 0:
            self.parts.append(b"q %.5f %.5f %.5f %.5f %.4f %.4f cm %s Q" % (*matrix_of(item, base), body))


def _operators(data: str) -> Iterator[bytes]:
    """The operators of OFD path data as those of PDF."""
    x = y = 0.0
    begun = False
    for name, n in operations(data):
        if name in "SM":
            yield b"%.3f %.3f m" % (n[0], n[1])
            begun = True
        elif not begun:
            continue
        elif name == "C":
            yield b"h"
        elif name == "Q":
            control = [x + (n[0] - x) * 2 / 3, y + (n[1] - y) * 2 / 3, n[2] + (n[0] - n[2]) * 2 / 3, n[3] + (n[1] - n[3]) * 2 / 3]
            yield b"%.3f %.3f %.3f %.3f %.3f %.3f c" % (*control, n[2], n[3])
        elif name == "B":
            yield b"%.3f %.3f %.3f %.3f %.3f %.3f c" % tuple(n)
        elif name == "A":
            yield from (b"%.3f %.3f %.3f %.3f %.3f %.3f c" % curve for curve in arc((x, y), n))
        else:
            yield b"%.3f %.3f l" % (n[0], n[1])
        if n:
            x, y = n[-2], n[-1]


def _grey(colour: Any | None) -> float:
    """How light a colour is, 0 (black, also where none is named) to 1; red seals count as light."""
    value = colour.get("Value") if colour is not None else None
    if not value:
        return 0.0
    found = [float(int(h, 16)) for h in _HEX.findall(value)] if "#" in value else numbers(value)
    if len(found) == 1:
        return min(1.0, found[0] / 255)
    if len(found) == 4:  # cyan, magenta, yellow, black
        return max(0.0, 1 - max(found[3], sum(found[:3]) / 3) / 255)
    return min(1.0, (0.3 * found[0] + 0.59 * found[1] + 0.11 * found[2]) / 255) if len(found) == 3 else 0.0


# ---------------------------------------------------------------- PDF
def pdf_of(walk: InkWalk, package: OfdPackage, entries: Mapping[str, str], width: float, height: float) -> bytes | None:
    """A PDF of one page of that size in millimetres with what was written down; None where there is nothing to draw."""
    if not walk.parts:
        return None
    wide, high = width * POINT, height * POINT
    content = b"%.5f 0 0 %.5f 0 %.4f cm\n" % (POINT, -POINT, high) + b"\n".join(walk.parts)
    objects = [b"", b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"", _stream(content)]
    fonts = b""
    for key, name in list(walk.used.items())[:_MOST_FONTS]:
        made = _font_objects(package, entries.get(key, ""), len(objects))
        if made:
            fonts += b"/%s %d 0 R " % (name.encode(), len(objects))
            objects += made
    objects[3] = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.3f %.3f]/Contents 4 0 R/Resources<</Font<<%s>>>>>>" % (wide, high, fonts)
    return _file(objects)


def _font_objects(package: OfdPackage, entry: str, first: int) -> list[bytes]:
    """A font whose codes are the numbers of its glyphs: font, descendant, descriptor, file; [] where it cannot be had."""
    try:
        data = package.bytes(entry)
    except (*ZIP_FAULTS, KeyError):
        return []
    if not 100 < len(data) <= _FONT:
        return []
    true_type = data[:4] in (b"\0\1\0\0", b"true", b"ttcf")
    kind, key = (b"CIDFontType2", b"FontFile2") if true_type else (b"CIDFontType0", b"FontFile3")
    extra = b"" if true_type else b"/Subtype/OpenType" if data[:4] == b"OTTO" else b"/Subtype/CIDFontType0C"
    return [
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[%d 0 R]>>" % (first + 1),
        b"<</Type/Font/Subtype/%s/BaseFont/A/CIDToGIDMap/Identity/DW 1000/FontDescriptor %d 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>" % (kind, first + 2),
        b"<</Type/FontDescriptor/FontName/A/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700"
        b"/StemV 80/%s %d 0 R>>" % (key, first + 3),
        _stream(data, extra + b"/Length1 %d" % len(data)),
    ]


def _stream(data: bytes, extra: bytes = b"") -> bytes:
    packed = zlib.compress(data, 1)
    return b"<</Length %d/Filter/FlateDecode%s>>stream\n%s\nendstream" % (len(packed), extra, packed)


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.5\n")
    places = [0]
    for n, body in enumerate(objects[1:], 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % len(objects)
    out += b"".join(b"%010d 00000 n \n" % place for place in places[1:])
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects), start)
    return bytes(out)
