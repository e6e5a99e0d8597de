"""The lines of a picture: cut out along their boxes, read, and cut again where a box ends too early."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from statistics import mean

import numpy as np
import numpy.typing as npt

from nlp.intake.ocr_engine import Engine, Picture, Quad, Seen, processors

Affine = npt.NDArray[np.float64]  # 2 x 3

_SQUEEZE, _LARGE = 0.8, 40  # lines at least so many pixels high are read so much narrower, which costs no accuracy
_AGAIN = 0.9  # lines read less surely are read again at full width
_STACKED = 1.8  # a box so much higher than wide, on an upright page, holds characters below each other
_BEYOND = 0.5  # heights of a line by which a full stop may stand outside its box
_MOST_AT_ONCE = 4
_DARK = 60  # levels between paper and ink


@dataclass(slots=True)
class Strip:
    """A line of text: its box in the picture and on the upright page (corners clockwise from the upper left), what was read."""

    source: Quad
    corners: Quad
    seen: list[Seen] = field(default_factory=list)
    ink: float = 0.0  # height of what is printed, in pixels

    @property
    def length(self) -> float:
        """Pixels from its beginning to its end."""
        return float(np.linalg.norm(self.corners[1] - self.corners[0]))

    @property
    def height(self) -> float:
        """Pixels from its upper to its lower side."""
        return float(np.linalg.norm(self.corners[3] - self.corners[0]))

    @property
    def stacked(self) -> bool:
        """Whether its characters stand below each other."""
        return self.height > _STACKED * self.length

    @property
    def sure(self) -> float:
        """Mean certainty of its characters."""
        return mean(s.sure for s in self.seen) if self.seen else 0.0


def strip_of(quad: Quad, upright: Affine) -> Strip:
    """A box on the upright page; `upright` leads there from the picture."""
    moved = quad @ upright[:, :2].T.astype(np.float32) + upright[:, 2].astype(np.float32)
    by_x = sorted(range(4), key=lambda i: (float(moved[i][0]), i))
    left, right = sorted(by_x[:2], key=lambda i: float(moved[i][1])), sorted(by_x[2:], key=lambda i: float(moved[i][1]))
    order = [left[0], right[0], right[1], left[1]]
    return Strip(np.ascontiguousarray(quad[order], np.float32), moved[order])


def read_strip(picture: Picture, engine: Engine, strip: Strip) -> None:
    """Read a strip that nobody has read; where it reads badly, once more at full width."""
    if strip.seen:
        return
    if strip.stacked:
        strip.seen = _read_stacked(engine, _cut(picture, strip.source))
        return
    cut = _to_its_end(picture, strip)
    strip.ink = _ink_height(cut)
    large = cut.shape[0] >= _LARGE
    strip.seen = engine.read(cut, _SQUEEZE if large else 1.0)
    if large and strip.sure < _AGAIN:
        again = engine.read(cut)
        if again and mean(s.sure for s in again) > strip.sure:
            strip.seen = again


def read_strips(picture: Picture, engine: Engine, strips: Sequence[Strip]) -> None:
    """Read strips that nobody has read, as many at once as there are processors: each by itself, so that the same is read by any number."""
    left = [strip for strip in strips if not strip.seen]
    if len(left) < 2 or (most := min(processors(), _MOST_AT_ONCE)) < 2:
        for strip in left:
            read_strip(picture, engine, strip)
        return
    with ThreadPoolExecutor(most) as threads:
        for _ in threads.map(partial(read_strip, picture, engine), left):
            pass


def _cut(picture: Picture, box: Quad) -> Picture:
    """The part of the picture that a box holds, lying level."""
    import cv2

    width = max(1, int(max(np.linalg.norm(box[0] - box[1]), np.linalg.norm(box[2] - box[3]))))
    height = max(1, int(max(np.linalg.norm(box[0] - box[3]), np.linalg.norm(box[1] - box[2]))))
    to = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(box, to)
    cut = cv2.warpPerspective(picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cut, np.uint8)


def _to_its_end(picture: Picture, strip: Strip) -> Picture:
    """The strip, made longer where a full stop or comma stands just outside of it."""
    share = _BEYOND * strip.height / max(strip.length, 1.0)
    longer = _stretched(strip.source, share)
    cut = _cut(picture, longer)
    end = round(cut.shape[1] / (1 + share))
    dark = _dark(cut)[:, end:]
    columns = np.flatnonzero(dark.any(axis=0))
    if not len(columns):
        return np.ascontiguousarray(cut[:, :end])
    rows = np.flatnonzero(dark.any(axis=1))
    height = cut.shape[0]
    mark = rows[0] > 0.4 * height and rows[-1] < 0.97 * height and len(columns) < 0.6 * height and columns[-1] < dark.shape[1] - 1
    if not mark:  # the line of a table, the next cell, a stamp
        return np.ascontiguousarray(cut[:, :end])
    strip.source, strip.corners = longer, _stretched(strip.corners, share)
    return cut


def _stretched(corners: Quad, share: float) -> Quad:
    """A box longer at its end by a share of its length."""
    out = corners.copy()
    out[1] += share * (corners[1] - corners[0])
    out[2] += share * (corners[2] - corners[3])
    return out


def _dark(cut: Picture) -> npt.NDArray[np.bool_]:
    """Where ink is: clearly darker than the paper around it, and not a lonely speck."""
    import cv2

    grey = cv2.medianBlur(cv2.cvtColor(cut, cv2.COLOR_BGR2GRAY), 3)
    return np.asarray(grey < float(np.percentile(grey, 80)) - _DARK, np.bool_)


def _ink_height(cut: Picture) -> float:
    """Height of what is printed on a strip, in pixels."""
    rows = np.flatnonzero(_dark(cut).sum(axis=1) > 0.01 * cut.shape[1])
    return float(rows[-1] - rows[0] + 1) if len(rows) else 0.0


def _read_stacked(engine: Engine, cut: Picture) -> list[Seen]:
    """Characters below each other: cut into squares, laid side by side. `at` then runs from the top down."""
    height, width = cut.shape[:2]
    count = max(2, round(height / width))
    step = height / count
    squares: Sequence[Picture] = [cut[round(i * step) : round(i * step) + int(step)] for i in range(count)]
    return engine.read(np.hstack(squares))
