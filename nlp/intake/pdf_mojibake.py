"""Text of PDF files whose Chinese font says that it is Western: two Latin-1 characters stand for each Han character (¹«¿ª for 公开)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlp.intake.pdf_glyphs import Glyph
from nlp.intake.pdf_health import garbled

_LEAST = 12  # characters of the upper half of Latin-1
_SHARE = 0.5


def as_gbk(glyphs: list[Glyph]) -> list[Glyph]:
    """The same characters, pairs of Latin-1 ones read as GBK where that and only that gives text."""
    high = sum(1 for g in glyphs if "\x80" <= g.text <= "\xff")
    if high < _LEAST or high < _SHARE * len(glyphs):
        return glyphs
    found = list(_pairs(glyphs))
    text = "".join(g.text for g in found)
    left = sum(1 for c in text if "\x80" <= c <= "\xff")
    return glyphs if garbled(text) or left > 0.1 * len(text) else found


def _pairs(glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    at = 0
    while at < len(glyphs):
        a, b = glyphs[at], glyphs[at + 1] if at + 1 < len(glyphs) else None
        char = _decoded(a.text, b.text) if b is not None else ""
        if b is not None and char:
            yield Glyph(char, min(a.x0, b.x0), max(a.x1, b.x1), min(a.top, b.top), max(a.bottom, b.bottom), a.spaced)
            at += 2
        else:
            yield a
            at += 1


def _decoded(first: str, second: str) -> str:
    """The Han character or mark of two Western ones; "" for anything else."""
    if first < "\x80":
        return ""
    try:
        return (first + second).encode("cp1252").decode("gbk")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return ""
