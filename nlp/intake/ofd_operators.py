"""Path data of OFD: its operators one by one, and arcs as the curves that any painter knows."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_LARGEST = 24 * 1024 * 1024  # characters of one path
_FAR = 1e5  # millimetres

Point = tuple[float, float]
Curve = tuple[float, float, float, float, float, float]  # two control points and the end


def operations(data: str) -> Iterator[tuple[str, list[float]]]:
    """Operators with their operands: S and M move, L, Q, B and A draw, C closes. What lacks operands is left out.

    >>> list(operations("M 1 2 l 3 .5 L 4 C"))
    [('M', [1.0, 2.0]), ('L', [3.0, 0.5]), ('C', [])]
    """
    tokens = _TOKEN.findall(data[:_LARGEST])
    i, end = 0, len(tokens)
    while i < end:
        name = tokens[i].upper()
        count = _OPERANDS.get(name)
        i += 1
        if count is None or i + count > end:
            continue
        try:
            values = [float(v) for v in tokens[i : i + count]]
        except ValueError:  # an operator where a number should be
            continue
        i += count
        if sum(map(abs, values)) > _FAR:
            values = [max(-_FAR, min(_FAR, v)) for v in values]
        yield name, values


def arc(start: Point, operands: Sequence[float]) -> list[Curve]:
    """An arc (radii, turn in degrees, whether the long way, whether clockwise, end) as curves of a quarter turn at most.

    Radii too small to reach are widened, as in the drawing languages from which the operator is taken; none of 0 is a straight line.
    """
    rx, ry, degrees, far, clockwise, x, y = operands
    rx, ry = abs(rx), abs(ry)
    (x0, y0), turn = start, math.radians(degrees % 360)
    if rx < 1e-6 or ry < 1e-6 or (x0, y0) == (x, y):
        return [(x0, y0, x, y, x, y)]
    cos, sin = math.cos(turn), math.sin(turn)
    dx, dy = (x0 - x) / 2, (y0 - y) / 2
    u, v = (cos * dx + sin * dy) / rx, (cos * dy - sin * dx) / ry  # on the circle of radius 1, half of the chord
    reach = math.hypot(u, v)
    if reach > 1:
        rx, ry, u, v, reach = rx * reach, ry * reach, u / reach, v / reach, 1.0
    off = math.sqrt(max(0.0, 1 / (reach * reach) - 1)) * (-1 if bool(far) == bool(clockwise) else 1)
    cu, cv = off * v, -off * u
    first = math.atan2(v - cv, u - cu)
    sweep = math.atan2(-v - cv, -u - cu) - first
    if clockwise and sweep < 0:
        sweep += 2 * math.pi
    elif not clockwise and sweep > 0:
        sweep -= 2 * math.pi
    steps = max(1, math.ceil(abs(sweep) / (math.pi / 2) - 1e-9))
    pull = 4 / 3 * math.tan(sweep / steps / 4)

    def placed(a: float, b: float) -> Point:
        a, b = rx * (a + cu), ry * (b + cv)
        return cos * a - sin * b + (x0 + x) / 2, sin * a + cos * b + (y0 + y) / 2

    curves: list[Curve] = []
    for n in range(steps):
        a, b = first + n * sweep / steps, first + (n + 1) * sweep / steps
        one = placed(math.cos(a) - pull * math.sin(a), math.sin(a) + pull * math.cos(a))
        two = placed(math.cos(b) + pull * math.sin(b), math.sin(b) - pull * math.cos(b))
        curves.append((*one, *two, *(placed(math.cos(b), math.sin(b)) if n < steps - 1 else (x, y))))
    return curves
