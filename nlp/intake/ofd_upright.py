"""A page of an OFD file turned so that its text runs from left to right; characters drawn twice are one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from nlp.intake.ofd_geometry import POINT
from nlp.intake.ofd_page import Drawn
from nlp.intake.ofd_paths import Stroke
from nlp.intake.pdf_glyphs import Glyph


def once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """One of each where the same character stands twice, a hair apart: bold type, a page over its own template."""
    seen: set[tuple[str, int, int, int]] = set()
    out: list[Glyph] = []
    for g in glyphs:
        text, x0, _, top, bottom, _ = g
        near = 6 / max(bottom - top, 0.1)
        x, y = x0 * near, top * near
        first, second = (text, int(x), int(y), 0), (text, int(x + 0.5), int(y + 0.5), 1)  # two grids, one set off: no sharp edge
        if first not in seen and second not in seen:
            out.append(g)
        seen.add(first)
        seen.add(second)
    return out


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
