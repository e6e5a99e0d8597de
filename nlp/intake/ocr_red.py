"""Red over black: seals stamped on text. The black is read without the red, the red (letter heads) where no black is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nlp.intake.ocr_engine import Picture, Quad

_REDDER, _BRIGHT = 45, 90  # levels by which red stands out, and has at least
_LEAST = 0.0006  # share of a picture that is red, before it is looked at twice
_COVERED = 0.3


def without_red(picture: Picture) -> Picture | None:
    """The picture as seen through red glass: red turns pale, black stays. None where hardly anything is red."""
    red = picture[:, :, 2]
    others = np.maximum(picture[:, :, 0], picture[:, :, 1])
    marked = (red > _BRIGHT) & (red.astype(np.int16) - others > _REDDER)
    if float(marked.mean()) < _LEAST:
        return None
    return np.ascontiguousarray(np.repeat(red[:, :, None], 3, axis=2))


def beside(quads: Sequence[Quad], others: Sequence[Quad]) -> list[Quad]:
    """Those boxes that do not lie on one of the others."""
    return [q for q in quads if not any(_shared(q, o) > _COVERED for o in others)]


def _shared(quad: Quad, other: Quad) -> float:
    """Share of a box that another one covers, by the rectangles around both."""
    low, high = np.maximum(quad.min(axis=0), other.min(axis=0)), np.minimum(quad.max(axis=0), other.max(axis=0))
    area = float(np.prod(np.maximum(quad.max(axis=0) - quad.min(axis=0), 1)))
    return float(np.prod(np.maximum(high - low, 0))) / area
