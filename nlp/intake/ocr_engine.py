"""The two networks that read pictures: one finds lines of text, one reads a line character by character.

The networks come inside the wheel of rapidocr and run in onnxruntime, one thread each, so the same picture gives the same answer
everywhere; nothing is fetched. One engine lives in a process and is made when the first picture asks for it.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]  # height x width x 3: blue, green, red
Quad = npt.NDArray[np.float32]  # four corners (x, y), clockwise from the upper left of the text

PACKAGES = ("rapidocr", "onnxruntime", "cv2")
_LINE_MODEL, _TEXT_MODEL = "*_det_*.onnx", "*_rec_*.onnx"

_INK, _SURE = 0.3, 0.5  # a pixel of the map belongs to text; a box as a whole does
_GROWN = 1.6  # the map shows the core of a line; the box around it is so much larger
_MOST_BOXES = 3_000
_HEIGHT = 48  # pixels: lines are read at this height
_WIDEST = 3_200  # pixels of a line at that height
_STEP = 32  # the line network takes multiples of this


class NotInstalled(Exception):
    """The packages that read pictures are missing."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A character read from a strip: where its middle stands (0 left, 1 right), how sure the network is."""

    char: str
    at: float
    sure: float


def installed() -> bool:
    """Whether pictures can be read here."""
    return all(importlib.util.find_spec(name) is not None for name in PACKAGES)


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The engine of this process. Raises NotInstalled."""
    if not installed():
        raise NotInstalled
    spec = importlib.util.find_spec("rapidocr")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Engine(Path(next(iter(spec.submodule_search_locations))) / "models")


class Engine:
    """Both networks, loaded."""

    def __init__(self, folder: Path) -> None:
        self._lines = _session(folder, _LINE_MODEL)
        self._text = _session(folder, _TEXT_MODEL)
        listed = self._text.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._characters = ["", *listed, " "]

    def find(self, picture: Picture, longest: int) -> list[Quad]:
        """Boxes around the lines of a picture, in its pixels; it is looked at no larger than `longest` pixels a side."""
        import cv2

        height, width = picture.shape[:2]
        scale = min(1.0, longest / max(height, width))
        size = [max(_STEP, round(side * scale / _STEP) * _STEP) for side in (width, height)]
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        values = small.astype(np.float32).transpose(2, 0, 1)[None] / 127.5 - 1.0
        (heat,) = self._lines.run(None, {self._lines.get_inputs()[0].name: values})
        return _quads(heat[0, 0], width / size[0], height / size[1])

    def read(self, strip: Picture, squeeze: float = 1.0) -> list[Seen]:
        """Characters of a strip that holds one line. Each strip is read by itself: together they take longer, not shorter.

        `squeeze` makes the strip so much narrower, which costs as much less time.
        """
        import cv2

        height, width = strip.shape[:2]
        if height < 3 or width < 3:
            return []
        size = (min(_WIDEST, max(16, round(squeeze * width * _HEIGHT / height))), _HEIGHT)
        small = cv2.resize(strip, size, interpolation=cv2.INTER_AREA if height > _HEIGHT else cv2.INTER_LINEAR)
        values = small.astype(np.float32).transpose(2, 0, 1)[None] / 127.5 - 1.0
        (scores,) = self._text.run(None, {self._text.get_inputs()[0].name: values})
        return self._decoded(scores[0].argmax(axis=1), scores[0].max(axis=1))

    def _decoded(self, best: Any, sure: Any) -> list[Seen]:
        """Runs of the same character, one each; the first class is the gap between characters."""
        edges = np.flatnonzero(np.diff(best)) + 1
        starts, ends = np.concatenate(([0], edges)), np.concatenate((edges, [len(best)]))
        return [
            Seen(self._characters[best[a]], float(a + b) / 2 / len(best), float(sure[a:b].max()))
            for a, b in zip(starts, ends, strict=True)
            if best[a]
        ]


def processors() -> int:
    """How many lines are worth reading at once here; what is read does not depend on it."""
    try:
        return max(len(os.sched_getaffinity(0)), 1)
    except AttributeError:  # not on every system
        return max(os.cpu_count() or 1, 1)


def _session(folder: Path, pattern: str) -> Any:
    """A network on one thread. Raises NotInstalled where its file is missing."""
    import onnxruntime

    found = sorted(folder.glob(pattern))
    if not found:
        raise NotInstalled
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(found[0]), options, providers=["CPUExecutionProvider"])


# ---------------------------------------------------------------- map of text -> boxes
def _quads(heat: npt.NDArray[np.float32], across: float, down: float) -> list[Quad]:
    """Boxes around the blots of a map, grown to the size of the text, scaled to the picture."""
    import cv2

    ink = cv2.dilate((heat > _INK).astype(np.uint8), np.ones((2, 2), np.uint8))
    outlines, _ = cv2.findContours(ink, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found: list[Quad] = []
    for outline in outlines[:_MOST_BOXES]:
        middle, (a, b), angle = cv2.minAreaRect(outline)
        if min(a, b) < 3 or _mean_inside(heat, _corners(middle, (a, b), angle)) < _SURE:
            continue
        grow = a * b * _GROWN / (a + b)  # both sides of the half outline's distance
        found.append(_clockwise(_corners(middle, (a + grow, b + grow), angle)) * np.array([across, down], np.float32))
    return found


def _corners(middle: Sequence[float], size: tuple[float, float], angle: float) -> Quad:
    import cv2

    return np.asarray(cv2.boxPoints(((middle[0], middle[1]), size, angle)), np.float32)


def _mean_inside(heat: npt.NDArray[np.float32], corners: Quad) -> float:
    import cv2

    x0, y0 = np.maximum(np.floor(corners.min(axis=0)).astype(int), 0)
    x1, y1 = np.ceil(corners.max(axis=0)).astype(int) + 1
    part = heat[y0:y1, x0:x1]
    mask = np.zeros(part.shape, np.uint8)
    cv2.fillPoly(mask, [(corners - np.array([x0, y0])).astype(np.int32)], 1)
    return float(cv2.mean(part, mask)[0])


def _clockwise(corners: Quad) -> Quad:
    """Corners from the upper left on."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = sorted(by_x[:2].tolist(), key=lambda p: p[1]), sorted(by_x[2:].tolist(), key=lambda p: p[1])
    return np.array([left[0], right[0], right[1], left[1]], np.float32)
