"""Lines of text with tables taken out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nlp.draft.texts import _without

Range = tuple[int, int]


def _ranges(most: int) -> st.SearchStrategy[list[Range]]:
    return st.lists(st.tuples(st.integers(0, 60), st.integers(1, 15)).map(lambda x: (x[0], x[0] + x[1])), max_size=most)


@given(_ranges(6), _ranges(5))
def test_every_position_is_left_once_for_every_line_and_taken_ranges_are_gone(lines: list[Range], taken: list[Range]) -> None:
    gone = {n for a, b in taken for n in range(a, b)}
    left = _without(lines, taken)
    assert [n for a, b in left for n in range(a, b)] == [n for a, b in lines for n in range(a, b) if n not in gone]
    assert all(a < b for a, b in left)


def test_pieces_stay_in_the_order_of_their_lines() -> None:
    assert _without([(50, 60), (0, 10), (20, 40)], [(30, 35), (5, 8), (33, 36), (70, 80)]) == [(50, 60), (0, 5), (8, 10), (20, 30), (36, 40)]
    assert _without([(0, 10)], []) == [(0, 10)]
    assert _without([(0, 10)], [(0, 10)]) == []
