"""Path data of OFD: operators as they come, and arcs as curves."""

import math

import pytest

from nlp.intake.ofd_geometry import UNIT
from nlp.intake.ofd_ink import _operators
from nlp.intake.ofd_operators import arc, operations
from nlp.intake.ofd_paths import strokes_of


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("M 1 2 L 3 4 C", [("M", [1, 2]), ("L", [3, 4]), ("C", [])]),
        ("S1-2l.5e1,7", [("S", [1, -2]), ("L", [5, 7])]),
        ("M 1 2 L 3", [("M", [1, 2])]),
        ("M 1 L 3 4", [("L", [3, 4])]),
        ("X 1 2 Q 1 2 3 4", [("Q", [1, 2, 3, 4])]),
        ("L 1e300 -1e300", [("L", [1e5, -1e5])]),
        ("", []),
    ],
)
def test_operators(data, found):
    assert list(operations(data)) == found


@pytest.mark.parametrize(
    ("start", "operands", "centre", "radii", "pieces", "middle"),
    [
        ((0, 5), (5, 5, 0, 0, 1, 5, 0), (5, 5), (5, 5), 1, (5 - 5 * math.sqrt(0.5), 5 - 5 * math.sqrt(0.5))),
        ((0, 5), (5, 5, 0, 0, 1, 10, 5), (5, 5), (5, 5), 2, (5, 0)),  # over the top: clockwise where y points down
        ((0, 5), (5, 5, 0, 0, 0, 10, 5), (5, 5), (5, 5), 2, (5, 10)),
        ((0, 5), (5, 5, 0, 1, 0, 5, 0), (5, 5), (5, 5), 3, None),
        ((0, 5), (1, 1, 0, 0, 1, 10, 5), (5, 5), (5, 5), 2, (5, 0)),  # radii too small to reach
        ((0, 5), (8, 4, 0, 0, 1, 16, 5), (8, 5), (8, 4), 2, (8, 1)),
        ((5, 0), (8, 4, 90, 0, 1, 5, 16), (5, 8), (4, 8), 2, (9, 8)),
    ],
)
def test_arcs_lie_on_their_ellipse(start, operands, centre, radii, pieces, middle):
    curves = arc(start, operands)
    assert len(curves) == pieces
    assert curves[-1][4:] == pytest.approx(operands[5:])
    x, y = start
    seen = []
    for a, b, c, d, e, f in curves:
        for t in (0, 0.25, 0.5, 0.75, 1):
            u = 1 - t
            px = u**3 * x + 3 * u * u * t * a + 3 * u * t * t * c + t**3 * e
            py = u**3 * y + 3 * u * u * t * b + 3 * u * t * t * d + t**3 * f
            seen.append((px, py))
            assert math.hypot((px - centre[0]) / radii[0], (py - centre[1]) / radii[1]) == pytest.approx(1, abs=0.002)
        x, y = e, f
    if middle is not None:
        assert min(math.hypot(px - middle[0], py - middle[1]) for px, py in seen) < 0.01


def test_arcs_without_a_radius_or_a_way_are_lines():
    assert arc((1, 2), (0, 5, 0, 0, 1, 3, 4)) == [(1, 2, 3, 4, 3, 4)]
    assert arc((1, 2), (5, 5, 0, 0, 1, 1, 2)) == [(1, 2, 1, 2, 1, 2)]


def test_arcs_are_drawn_as_curves():
    assert list(_operators("M 1 5 A 5 5 0 0 1 6 0 C")) == [b"1.000 5.000 m", b"1.000 2.239 3.239 0.000 6.000 0.000 c", b"h"]


def test_lines_of_a_table_in_one_path():
    """Thin areas, one path for all of them, as some makers write a table."""
    thin = "M 0 0 L 40 0 L 40 0.2 L 0 0.2 C M 0 10 L 40 10 L 40 10.2 L 0 10.2 C M 0 0 L 0.2 0 L 0.2 10 L 0 10 C"
    strokes, curves = strokes_of(thin, UNIT, stroked=False, filled=True)
    assert curves == 0
    assert [(round(x1 - x0), round(bottom - top)) for x0, top, x1, bottom in strokes] == [(113, 0), (113, 0), (0, 28)]
    assert strokes_of("M 0 0 L 40 0 L 40 20 L 0 20 C", UNIT, stroked=False, filled=True) == ([], 0)
    assert len(strokes_of("M 0 0 L 40 0 L 40 20 L 0 20 C", UNIT, stroked=True, filled=False)[0]) == 4
