"""What was read on the strips -> characters with boxes in points, such as a PDF gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import mean, median

from nlp.intake.ocr_strips import Strip
from nlp.intake.ocr_words import tidy
from nlp.intake.pdf_glyphs import Glyph

_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003134f]")
_LETTER = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_HAN_INK, _LATIN_INK = 0.93, 0.74  # height of printed characters in sizes of their font
_SAME = 0.1  # sizes that differ less are those of the page's text


def glyphs_of(strips: Sequence[Strip], points: float) -> Iterator[Glyph]:
    """Characters of all strips; `points` is the size of a pixel."""
    for strip, em in zip(strips, _sizes(strips), strict=True):
        yield from _stacked(strip, em, points) if strip.stacked else _glyphs(strip, em, points)


# ---------------------------------------------------------------- size of the type
def _sizes(strips: Sequence[Strip]) -> list[float]:
    """Width of a Han character in each strip, in pixels: the usual step from one to the next, or by the height of the print.

    Strips of nearly the size that most text of the page has get that size.
    """
    steps = [_step(strip) for strip in strips]
    sizes = [step or _by_ink(strip) for strip, step in zip(strips, steps, strict=True)]
    sure = [(step, len(s.seen)) for s, step in zip(strips, steps, strict=True) if step] or [
        (size, len(s.seen)) for s, size in zip(strips, sizes, strict=True)
    ]
    usual = _weighted(sure) if sure else 0.0
    return [
        usual if abs(size - usual) < (_SAME if step else 2 * _SAME) * usual else size for size, step in zip(sizes, steps, strict=True)
    ]


def _step(strip: Strip) -> float:
    """Mean distance of neighbouring Han characters; 0 where there are too few."""
    if strip.stacked:
        return 0.0
    steps = [b.at - a.at for a, b in pairwise(strip.seen) if _LETTER.match(a.char) and _LETTER.match(b.char)]
    if len(steps) < 4:
        return 0.0
    usual = median(steps)
    return mean(s for s in steps if 0.6 * usual <= s <= 1.5 * usual) * strip.length


def _by_ink(strip: Strip) -> float:
    if strip.stacked:
        return 0.8 * min(strip.height, strip.length)
    han = any(_LETTER.match(s.char) for s in strip.seen)
    size = strip.ink / (_HAN_INK if han else _LATIN_INK)
    return min(max(size, 0.5 * strip.height), 1.1 * strip.height)


def _weighted(values: Sequence[tuple[float, int]]) -> float:
    """Median of values with weights."""
    values = sorted(values)
    half, total = 0, sum(weight for _, weight in values)
    for value, weight in values:
        half += weight
        if 2 * half >= total:
            return value
    return values[-1][0]


# ---------------------------------------------------------------- places
def _glyphs(strip: Strip, em: float, points: float) -> Iterator[Glyph]:
    """Characters of a line with their boxes; neighbours stand no farther apart than what was read says."""
    text = tidy("".join(s.char for s in strip.seen))
    left, right = (strip.corners[0] + strip.corners[3]) / 2, (strip.corners[1] + strip.corners[2]) / 2
    at = [float(left[0] + s.at * (right[0] - left[0])) for s in strip.seen]
    half = [em / 2 if _HAN.match(c) or c in "—…“”" else 0.27 * em for c in text]
    x0, x1 = [x - h for x, h in zip(at, half, strict=True)], [x + h for x, h in zip(at, half, strict=True)]
    shown = [i for i, c in enumerate(text) if not c.isspace()]
    for a, b in pairwise(shown):
        blank = b > a + 1
        wide = bool(_HAN.match(text[a]) or _HAN.match(text[b]))
        middle = (x1[a] + x0[b]) / 2
        if not wide and blank:
            x1[a], x0[b] = middle - 0.16 * em, middle + 0.16 * em
        elif not wide or (0.3 * em < x0[b] - x1[a] < (0.34 if blank else 0.5) * em):
            x1[a] = x0[b] = middle
    for n, i in enumerate(shown):
        y = float(left[1] + (right[1] - left[1]) * strip.seen[i].at)
        spaced = n > 0 and i > shown[n - 1] + 1
        low, high = sorted((x0[i], x1[i]))
        yield Glyph(text[i], low * points, max(high, low + 1) * points, (y - em / 2) * points, (y + em / 2) * points, spaced)


def _stacked(strip: Strip, em: float, points: float) -> Iterator[Glyph]:
    """Characters below each other."""
    text = tidy("".join(s.char for s in strip.seen))
    x0, x1 = float(strip.corners[:, 0].min()), float(strip.corners[:, 0].max())
    top, bottom = float(strip.corners[:, 1].min()), float(strip.corners[:, 1].max())
    middle, em = (x0 + x1) / 2, min(em, x1 - x0)
    for seen, char in zip(strip.seen, text, strict=True):
        if not char.isspace():
            y = top + seen.at * (bottom - top)
            yield Glyph(
                char, (middle - em / 2) * points, (middle + em / 2) * points, (y - em / 2) * points, (y + em / 2) * points, False
            )
