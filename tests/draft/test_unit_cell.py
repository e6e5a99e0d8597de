"""Unit cells: names are parted where the text parts bodies, not inside a name."""

from __future__ import annotations

import pytest

from nlp.draft.unit_cell import Names, pieces_of

NAMES = Names({}, ("市文化广电和旅游局", "市民政局", "各部门和单位"))


@pytest.mark.parametrize(("clause", "cells"), [
    ("市民政局、市文化广电和旅游局", ["市民政局", "市文化广电和旅游局"]),
    ("市民政局、文化广电和旅游局等有关部门", ["市民政局", "市文化广电和旅游局"]),
    ("市民政局和市财政局", ["市民政局", "市财政局"]),
])  # fmt: skip
def test_the_and_inside_a_name_parts_nothing(clause: str, cells: list[str]) -> None:
    assert pieces_of(clause, NAMES, "")[:2] == cells
