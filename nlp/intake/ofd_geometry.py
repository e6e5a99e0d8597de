"""Numbers, boxes and matrices of OFD attributes."""

from __future__ import annotations

import math
import re
from typing import Any

Matrix = tuple[float, float, float, float, float, float]

POINT = 72 / 25.4  # points in a millimetre
UNIT: Matrix = (1, 0, 0, 1, 0, 0)
_FAR = 1e6
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")


def numbers(text: str | None) -> list[float]:
    """Numbers of an attribute; what is no number is left out."""
    if not text:
        return []
    try:
        found = [float(n) for n in text.split()]
    except ValueError:
        found = [float(n) for n in _NUMBER.findall(text)]
    if sum(map(abs, found)) < _FAR:  # false for what is not a number, too
        return found
    return [max(-_FAR, min(_FAR, n)) if n == n else 0.0 for n in found]


def number(text: str | None, default: float) -> float:
    """First number of an attribute."""
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        found = numbers(text[:40])
        return found[0] if found else default
    return value if -_FAR < value < _FAR else default if value != value else math.copysign(_FAR, value)


def box_of(text: str | None) -> tuple[float, float, float, float] | None:
    """A box as x, y, width, height."""
    found = numbers(text)
    return (found[0], found[1], found[2], found[3]) if len(found) >= 4 else None


def deltas(text: str | None, most: int) -> list[float]:
    """Offsets from character to character: "g 3 5 2.5" is three times 5, then 2.5."""
    if not text:
        return []
    out: list[float] = []
    parts = text.replace("G", "g").split()
    if "g" not in parts:
        return [number(part, 0.0) for part in parts[:most]]
    i = 0
    while i < len(parts) and len(out) < most:
        if parts[i] == "g" and i + 2 < len(parts):
            count = int(number(parts[i + 1], 0))
            out += [number(parts[i + 2], 0.0)] * max(0, min(count, most - len(out)))
            i += 3
        else:
            out.append(number(parts[i], 0.0))
            i += 1
    return out


def times(a: Matrix, b: Matrix) -> Matrix:
    """First a, then b."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def matrix_of(element: Any, base: Matrix) -> Matrix:
    """From the coordinates of an object to those of the page: its own matrix, its boundary's corner, what it stands in."""
    own = numbers(element.get("CTM"))
    box = box_of(element.get("Boundary"))
    m: Matrix = (own[0], own[1], own[2], own[3], own[4], own[5]) if len(own) == 6 else UNIT
    if box is not None:
        m = (m[0], m[1], m[2], m[3], m[4] + box[0], m[5] + box[1])
    return m if base == UNIT else times(m, base)
