"""Cells between ruling lines: the same as pdfplumber finds, in time that grows with the lines."""

import random
import time

import pytest

from nlp.intake.crossings import Crossings, hanging_together
from nlp.intake.pdf_cells import merged_edges


def edge(x0, top, x1, bottom):
    level = x1 - x0 > bottom - top
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top, "orientation": "h" if level else "v",
        "doctop": top, "object_type": "line_edge",
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_cells_are_those_that_pdfplumber_finds(seed):
    peer = pytest.importorskip("pdfplumber.table")
    chance = random.Random(seed)
    found = 0
    for _ in range(60):
        upright, level = [], []
        for _ in range(chance.randrange(8, 18)):
            x, y, a, b = (10 * chance.randrange(6) for _ in range(4))
            upright.append(edge(x, a, x, a + 10 * chance.randrange(1, 6)))
            level.append(edge(b, y, b + 10 * chance.randrange(1, 6), y))
        cells = Crossings(upright, level, 3).cells()
        theirs = peer.intersections_to_cells(peer.edges_to_intersections([*upright, *level], 3, 3))
        assert cells == theirs
        assert [sorted(f) for f in hanging_together(cells)] == [sorted(f) for f in peer.cells_to_tables(theirs)]
        found += len(cells)
    assert found > 100


def test_lines_are_joined_as_pdfplumber_joins_them():
    peer = pytest.importorskip("pdfplumber.table")
    chance = random.Random(3)

    def shown(edges):
        return sorted((e["orientation"], *(round(e[k], 6) for k in ("x0", "top", "x1", "bottom"))) for e in edges)

    for _ in range(100):
        edges = []
        for _ in range(chance.randrange(1, 20)):
            x, y, long = chance.uniform(0, 100), chance.uniform(0, 100), chance.uniform(2, 60)
            edges.append(edge(x, y, x + long, y) if chance.random() < 0.5 else edge(x, y, x, y + long))
        theirs = [e for e in peer.merge_edges(edges, 3, 3, 3, 3) if max(e["width"], e["height"]) >= 8]
        assert shown(merged_edges(edges)) == shown(theirs)


def test_a_table_of_three_thousand_cells_takes_no_time():
    upright = [edge(10 * n, 0, 10 * n, 600) for n in range(51)]
    level = [edge(0, 10 * n, 500, 10 * n) for n in range(61)]
    began = time.process_time()
    (table,) = hanging_together(Crossings(upright, level, 3).cells())
    assert len(table) == 3000
    assert time.process_time() - began < 1
