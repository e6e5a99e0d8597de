"""Embedded fonts of an OFD file: which character a glyph number stands for, where the page itself does not say."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_SFNT = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf")
_MOST = 70_000  # glyphs of a font, and pairs read of one table


def characters_of(font: bytes) -> dict[int, str]:
    """Glyph number -> character, from the table of characters of a TrueType or OpenType font; {} where it has none.

    Of several characters with one glyph the one in common use wins: Han before everything, private codes never.
    """
    found: dict[int, int] = {}
    try:
        for code, glyph in _pairs(font):
            if glyph and not 0xE000 <= code <= 0xF8FF and 0x20 < code < 0xF0000:
                old = found.get(glyph)
                if old is None or _rank(code) < _rank(old):
                    found[glyph] = code
    except (struct.error, IndexError, ValueError):
        pass  # what was read before the damage holds
    return {glyph: chr(code) for glyph, code in found.items() if not 0xD800 <= code < 0xE000}


def glyphs_of_codes(font: bytes) -> dict[int, int]:
    """Character code -> glyph number, private codes included; what can be read of a damaged font."""
    found: dict[int, int] = {}
    try:
        for code, glyph in _pairs(font):
            found.setdefault(code, glyph)
    except (struct.error, IndexError, ValueError):
        pass
    return found


def _rank(code: int) -> tuple[int, int]:
    common = 0x4E00 <= code <= 0x9FFF or 0x20 < code < 0x7F
    return (0 if common else 1 if 0x3000 <= code <= 0x303F or 0xFF00 <= code <= 0xFFEF else 2, code)


def _pairs(font: bytes) -> Iterator[tuple[int, int]]:
    """(character code, glyph number) of all Unicode subtables."""
    if font[:4] not in _SFNT:
        return
    base = struct.unpack_from(">I", font, 12)[0] if font[:4] == b"ttcf" else 0
    count = struct.unpack_from(">H", font, base + 4)[0]
    for i in range(min(count, 64)):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, base + 12 + 16 * i)
        if tag != b"cmap":
            continue
        for j in range(min(struct.unpack_from(">H", font, offset + 2)[0], 16)):
            platform, encoding, start = struct.unpack_from(">HHI", font, offset + 4 + 8 * j)
            if platform == 0 or (platform == 3 and encoding in (1, 10)):
                yield from _subtable(font, offset + start)


def _subtable(font: bytes, at: int) -> Iterator[tuple[int, int]]:
    form = struct.unpack_from(">H", font, at)[0]
    if form == 4:
        yield from _segments(font, at)
    elif form == 6:
        first, count = struct.unpack_from(">HH", font, at + 6)
        yield from ((first + i, g) for i, g in enumerate(struct.unpack_from(f">{count}H", font, at + 10)))
    elif form == 12:
        left = _MOST
        for i in range(min(struct.unpack_from(">I", font, at + 12)[0], _MOST)):
            first, last, glyph = struct.unpack_from(">III", font, at + 16 + 12 * i)
            left -= last - first + 1
            if last < first or left < 0:
                return
            yield from ((first + k, glyph + k) for k in range(last - first + 1))


def _segments(font: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Format 4: runs of codes, each with an offset or with a list of glyphs."""
    double = struct.unpack_from(">H", font, at + 6)[0]
    n = double // 2
    ends = struct.unpack_from(f">{n}H", font, at + 14)
    starts = struct.unpack_from(f">{n}H", font, at + 16 + double)
    deltas = struct.unpack_from(f">{n}H", font, at + 16 + 2 * double)
    ranges_at = at + 16 + 3 * double
    ranges = struct.unpack_from(f">{n}H", font, ranges_at)
    left = _MOST
    for i in range(n):
        left -= max(0, ends[i] - starts[i] + 1)
        if left < 0:
            return
        for code in range(starts[i], min(ends[i], 0xFFFE) + 1):
            if ranges[i] == 0:
                yield code, (code + deltas[i]) & 0xFFFF
                continue
            place = ranges_at + 2 * i + ranges[i] + 2 * (code - starts[i])
            glyph = struct.unpack_from(">H", font, place)[0]
            if glyph:
                yield code, (glyph + deltas[i]) & 0xFFFF
