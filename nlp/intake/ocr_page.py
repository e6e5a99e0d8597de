"""A picture of a page -> characters and ruling lines in points, upright: the same `Glyph` as a PDF gives.

The boxes of the lines tell how the page lies: turned by a quarter when most stand on end, askew by their common slope, upside down
when a sample reads better the other way round. The picture itself is never turned; strips are cut out of it along the lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, pi, radians, sin
from statistics import mean

import numpy as np

from nlp.intake.ocr_engine import Engine, Picture, Quad
from nlp.intake.ocr_glyphs import glyphs_of
from nlp.intake.ocr_red import beside, without_red
from nlp.intake.ocr_rules import rules_among, strokes_of
from nlp.intake.ocr_strips import Affine, Strip, read_strips, strip_of
from nlp.intake.ofd_paths import Stroke
from nlp.intake.pdf_glyphs import Glyph

_LONGEST, _FINER = 1_280, 2_240  # pixels of the longer side at which lines are looked for; the second where they are small
_SMALL_TEXT = 14.0  # pixels of a box in the small picture
_TALL = 2.4  # a picture so much higher than wide is looked at in parts
_SAMPLE = 5
_UPRIGHT_SURE = 0.9  # a sample that reads so well stands upright
_LINE = 2.5  # a box so much longer than high is a line
_DROP = 0.5  # less sure: no text, but a seal, a picture, a speck


@dataclass(frozen=True, slots=True)
class PageRead:
    """What a picture of a page shows; size, characters and strokes in points of the upright page.

    `sure`: mean certainty of its characters, 0..1; 0 where there are none. `turned`: degrees clockwise by which the picture was
    turned to stand upright; `skew`: degrees by which it then still hung to the right. `lost`: lines that read too badly to be given.
    """

    glyphs: tuple[Glyph, ...]
    strokes: tuple[Stroke, ...]
    width: float
    height: float
    sure: float
    turned: int = 0
    skew: float = 0.0
    lost: int = 0


def read_page(picture: Picture, engine: Engine, size: tuple[float, float] | None = None) -> PageRead:
    """Read a picture. `size`: width and height of the page in points; that of a sheet of paper where it is not known."""
    import cv2

    height, width = picture.shape[:2]
    points = size[0] / width if size else _points(width, height)
    pale = without_red(picture)
    quads = _boxes(picture if pale is None else pale, engine)
    if pale is not None and len(quads) < _SAMPLE:
        pale, quads = None, _boxes(picture, engine)
    black = picture if pale is None else pale
    turn = _quarter(quads)
    skew = _skew(quads, turn)
    strips, turn = _stand(black, engine, quads, turn, skew, (width, height))
    upright, size_px = _upright(turn, skew, width, height)
    read_strips(black, engine, strips)
    if pale is not None:
        red = [s for q in beside(_boxes(picture, engine), quads) if (s := strip_of(q, upright)).length > _LINE * s.height]
        read_strips(picture, engine, red)
        strips += red
    lost = sum(1 for s in strips if s.sure < _DROP and s.length > _LINE * s.height)
    strips = [s for s in strips if s.sure >= _DROP]
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    if turn or skew:
        grey = cv2.warpAffine(grey, upright, size_px, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    sure = [s.sure for strip in strips for s in strip.seen]
    glyphs = tuple(glyphs_of(strips, points))
    return PageRead(
        glyphs,
        tuple(rules_among(strokes_of(np.asarray(grey, np.uint8), points), glyphs)),
        size_px[0] * points,
        size_px[1] * points,
        mean(sure) if sure else 0.0,
        90 * turn,
        round(degrees(skew), 2),
        lost,
    )


def _points(width: int, height: int) -> float:
    """Points a pixel of a picture of unknown size: a sheet of A4, or a strip as wide as one."""
    longer, shorter = max(width, height), min(width, height)
    return 842 / longer if longer < 1.8 * shorter else 595 / shorter


# ---------------------------------------------------------------- boxes
def _boxes(picture: Picture, engine: Engine) -> list[Quad]:
    """Boxes of the lines of a picture; small print is looked for a second time, larger."""
    found: list[Quad] = []
    for top, part in _parts(picture):
        quads = engine.find(part, _LONGEST)
        scale = _LONGEST / max(part.shape[:2])
        thin = sorted(min(_sides(q)) * scale for q in quads)
        if scale < 1 and thin and thin[len(thin) // 4] < _SMALL_TEXT:
            quads = engine.find(part, _FINER)
        found += [q + np.array([0, top], np.float32) for q in quads]
    return found


def _parts(picture: Picture) -> Iterator[tuple[int, Picture]]:
    """The picture; a long one (screen shots put together) in parts, cut where a row is empty."""
    height, width = picture.shape[:2]
    if height <= _TALL * width:
        yield 0, picture
        return
    rough = picture.min(axis=2).astype(np.int16)
    busy = (rough.max(axis=1) - rough.min(axis=1)).astype(np.int32)
    top = 0
    while height - top > _TALL * width:
        first, last = top + int(1.2 * width), top + int(1.7 * width)
        cut = first + int(np.argmin(np.convolve(busy[first:last], np.ones(9), "same")))
        yield top, picture[top:cut]
        top = cut
    yield top, picture[top:]


def _sides(quad: Quad) -> tuple[float, float]:
    """Length of the upper and of the left side."""
    return float(np.linalg.norm(quad[1] - quad[0])), float(np.linalg.norm(quad[3] - quad[0]))


# ---------------------------------------------------------------- how the page lies
def _quarter(quads: Sequence[Quad]) -> int:
    """1 where most of the text stands on end (by a quarter to the one or the other side), else 0."""
    on_end = flat = 0.0
    for quad in quads:
        across, down = _sides(quad)
        if max(across, down) > 2 * min(across, down):
            on_end, flat = (on_end + down, flat) if down > across else (on_end, flat + across)
    return int(on_end > 1.5 * flat)


def _skew(quads: Sequence[Quad], turn: int) -> float:
    """Slope of the lines, as the long ones have it, in radians (y runs down)."""
    slopes: list[tuple[float, float]] = []
    for quad in quads:
        a, b = (quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2  # middle of the left and of the right side
        if turn:
            a, b = (quad[0] + quad[1]) / 2, (quad[3] + quad[2]) / 2
        dx, dy = (float(v) for v in b - a)
        length = hypot(dx, dy)
        if length > 4 * min(_sides(quad)):
            slopes.append((atan2(dy, dx) - (pi / 2 if turn else 0.0), length))
    slopes.sort()
    half, total = 0.0, sum(length for _, length in slopes)
    for slope, length in slopes:
        half += length
        if half >= total / 2:
            return slope if abs(slope) > radians(0.05) else 0.0
    return 0.0


def _upright(turn: int, skew: float, width: int, height: int) -> tuple[Affine, tuple[int, int]]:
    """The map from the picture to the upright page, `turn` quarters clockwise, and the size of that page in pixels."""
    angle = turn * pi / 2 - skew
    c, s = cos(angle), sin(angle)
    corners = np.array([(x * c - y * s, x * s + y * c) for x in (0, width) for y in (0, height)])
    low, high = corners.min(axis=0), corners.max(axis=0)
    if turn % 2 == 0 and abs(skew) < 0.35:  # a sheet keeps its size; only what hung over is cut
        side = np.array([width, height], float)
    elif abs(skew) < 0.35:
        side = np.array([height, width], float)
    else:
        side = high - low
    low += (high - low - side) / 2
    return np.array([[c, -s, -low[0]], [s, c, -low[1]]]), (max(1, round(side[0])), max(1, round(side[1])))


def _stand(
    picture: Picture, engine: Engine, quads: Sequence[Quad], turn: int, skew: float, size: tuple[int, int]
) -> tuple[list[Strip], int]:
    """The lines on the upright page, the sample among them read, and the quarters clockwise by which it is turned.

    Text on end may run up or down, level text may stand on its head: a sample of the longest lines decides.
    """
    ways = (3, 1) if turn else (0, 2)
    best: tuple[float, list[Strip], int] | None = None
    for way in ways:
        upright, _ = _upright(way, skew, *size)
        strips = [strip_of(q, upright) for q in quads]
        sample = sorted(strips, key=lambda s: -s.length)[:_SAMPLE]
        read_strips(picture, engine, sample)
        sure = mean(s.sure for s in sample) if sample else 1.0
        if best is None or sure > best[0]:
            best = (sure, strips, way)
        if sure >= _UPRIGHT_SURE:
            break
    assert best is not None
    return best[1], best[2]
