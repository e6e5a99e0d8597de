"""A page of an OFD file turned so that its text runs from left to right; characters drawn twice are one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from nlp.intake.ofd_geometry import POINT
from nlp.intake.ofd_page import Drawn
from nlp.intake.ofd_paths import Stroke
from nlp.intake.pdf_glyphs import Glyph

_HAIR = 1 / 6  # of the height of a character


def once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """One of each where the same character stands twice, a hair apart: bold type, a page over its own template."""
    places: dict[str, list[tuple[float, float, float, int]]] = defaultdict(list)
    for n, g in enumerate(glyphs):
        places[g.text].append((g.x0, g.top, g.bottom, n))
    again: set[int] = set()
    for same in places.values():
        if len(same) > 1:
            same.sort()
            again.update(_again(same))
    return [g for n, g in enumerate(glyphs) if n not in again] if again else list(glyphs)


def _again(same: Sequence[tuple[float, float, float, int]]) -> Iterator[int]:
    """Numbers of the places, given from left to right, that lie a hair beside another; of two the later drawn."""
    for k, (x, top, bottom, n) in enumerate(same):
        hair = _HAIR * max(bottom - top, 0.1)
        for x1, top1, _, other in same[k + 1 : k + 257]:
            if x1 - x >= hair:
                break
            if -hair < top1 - top < hair:
                yield max(n, other)


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
