"""Cells of ruled tables, found by pdfplumber.

pdfplumber reads the lines of a page, snaps and joins them, and finds the cells between them. Before that, lines drawn a hair out
of the straight are straightened, shading and backgrounds are left out, and tables without all their outer lines (open left and
right, as in annual reports; open above, below a heading) are closed where their inner lines end.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

Box = tuple[float, float, float, float]  # x0, top, x1, bottom
Turn = Callable[
    [float, float, float, float], tuple[float, float, float, float]
]  # left, bottom, right, top -> x0, x1, top, bottom
Edge = dict[str, Any]  # of pdfplumber: x0, x1, top, bottom, width, height, orientation …

_NEAR = 3.0  # lines nearer than this are one: doubled lines, both sides of a thin filled rectangle
_SHORT = 8.0  # shorter lines enclose nothing
_ASKEW = 1.0  # a line may rise so much over its whole length and still be level
_OPEN = 9.0  # lines that reach so far beyond the last vertical have an open column
_MOST_PAIRS, _MOST_CROSSINGS = 250_000, 3_000  # pdfplumber takes the square of the crossings; maps and plans have more
_SETTINGS = {
    "vertical_strategy": "explicit",
    "horizontal_strategy": "explicit",
    "snap_tolerance": _NEAR,
    "join_tolerance": _NEAR,
    "intersection_tolerance": _NEAR,
    "edge_min_length": _SHORT,
}


class TablesUnread(Exception):
    """pdfplumber could not read the lines of a page; its text may be fine all the same."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A ruled figure: positions of its columns and rows, and its cells as (row, column, row span, column span)."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, int, int, int], ...]

    @property
    def box(self) -> Box:
        """The whole figure."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


class CellFinder:
    """The ruled figures of a PDF, page by page; the file is opened when the first page is asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pages: dict[int, Any] | None = None

    def figures(self, number: int, turn: Turn) -> tuple[list[Figure], list[Figure]]:
        """Figures of lines and figures of shaded areas of a page (numbered from 1), biggest first.

        `turn` leads from PDF coordinates to ours. Raises TablesUnread: pdfplumber and the parser under it throw anything at a
        broken file.
        """
        try:
            if self._pages is None:
                self._pages = {}  # a file that does not open is not tried again
                self._pages = _open(self._data)
            page = self._pages[number]
            try:
                return _figures(page, turn, _is_line), _shades(page, turn)
            finally:
                page.close()
        except Exception as error:
            raise TablesUnread(number) from error


def _open(data: bytes) -> dict[int, Any]:
    import pdfplumber  # most files have no ruled page and need not pay for it
    from pdfminer.pdffont import PDFFont
    from pdfminer.pdfinterp import PDFResourceManager

    class NoText(PDFFont):  # type: ignore[misc,unused-ignore]
        """Prints nothing."""

        def decode(self, _: bytes) -> tuple[int, ...]:
            return ()

    class NoFonts(PDFResourceManager):  # type: ignore[misc,unused-ignore]
        """Characters come from pdfium; a damaged font file, unpacked byte by byte, would cost seconds here."""

        def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
            return NoText({}, {})

    log = logging.getLogger("pdfminer")  # its remarks on odd files are nobody's business on a terminal
    if not log.handlers:
        log.addHandler(logging.NullHandler())
    pdf = pdfplumber.open(io.BytesIO(data))
    pdf.rsrcmgr = NoFonts()
    return {page.page_number: page for page in pdf.pages}


def _figures(page: Any, turn: Turn, wanted: Callable[[dict[str, Any]], bool]) -> list[Figure]:
    """Figures of at least two rows and columns, drawn by the wanted objects of a page."""
    edges = merged_edges(page.filter(wanted).edges)
    upright = [e for e in edges if e["orientation"] == "v"]
    level = [e for e in edges if e["orientation"] == "h"]
    if len(level) < 2 or not upright:
        return []
    if len(level) * len(upright) > _MOST_PAIRS:
        raise TablesUnread(page.page_number)
    upright, level = [*upright, *sides(upright, level)], [*level, *lids(level, upright)]
    if sum(1 for v in upright for h in level if _meet(v, h)) > _MOST_CROSSINGS:
        raise TablesUnread(page.page_number)
    if len(upright) < 2:
        return []
    tables = page.find_tables({**_SETTINGS, "explicit_vertical_lines": upright, "explicit_horizontal_lines": level})
    # pdfplumber counts from the corner of the media box, we from that of the page as seen
    left, _, top, _ = turn(*page.page_obj.mediabox)
    right, down = left - page.bbox[0], top - page.bbox[1]
    found = [figure_of([(a + right, b + down, c + right, d + down) for a, b, c, d in table.cells]) for table in tables]
    figures = [f for f in found if len(f.xs) > 2 and len(f.ys) > 2]
    return sorted(figures, key=lambda f: -(f.box[2] - f.box[0]) * (f.box[3] - f.box[1]))


def _shades(page: Any, turn: Turn) -> list[Figure]:
    try:
        return _figures(page, turn, _is_shade)
    except TablesUnread:  # a picture made of many areas
        return []


# ---------------------------------------------------------------- lines
def _is_line(item: dict[str, Any]) -> bool:
    """Whether a drawn object is a line or frame: stroked, or filled and thin."""
    return item["object_type"] in ("line", "rect", "curve") and bool(
        item.get("stroke") or min(item["width"], item["height"]) <= _NEAR
    )


def _is_shade(item: dict[str, Any]) -> bool:
    """Whether a drawn object is a filled area: cell shading, where a table has no lines."""
    return item["object_type"] == "rect" and bool(item.get("fill")) and not _is_line(item)


def merged_edges(edges: Iterable[Edge]) -> list[Edge]:
    """Edges with close positions made one, broken lines joined, short and slanted ones dropped."""
    from pdfplumber.table import merge_edges

    straight = [s for e in edges if (s := _straight(e)) is not None]
    return [e for e in merge_edges(straight, _NEAR, _NEAR, _NEAR, _NEAR) if max(e["width"], e["height"]) >= _SHORT]


def _straight(edge: Edge) -> Edge | None:
    """The edge as a level or upright one (pdfplumber calls any other line upright); None for a slanted one or a dot."""
    if edge["width"] > edge["height"] and edge["height"] <= _ASKEW:
        at = (edge["top"] + edge["bottom"]) / 2
        return {**edge, "object_type": "line_edge", "orientation": "h", "top": at, "bottom": at, "height": 0}
    if edge["height"] > edge["width"] and edge["width"] <= _ASKEW:
        at = (edge["x0"] + edge["x1"]) / 2
        return {**edge, "object_type": "line_edge", "orientation": "v", "x0": at, "x1": at, "width": 0}
    return None


def _meet(upright: Edge, level: Edge) -> bool:
    return bool(
        level["x0"] - _NEAR <= upright["x0"] <= level["x1"] + _NEAR
        and upright["top"] - _NEAR <= level["top"] <= upright["bottom"] + _NEAR
    )


def sides(upright: Sequence[Edge], level: Sequence[Edge]) -> list[Edge]:
    """The outer verticals that a table lacks: beside each of its own, where the lines that it meets end."""
    met = [(v, [h for h in level if _meet(v, h)]) for v in upright]
    return _closing(met, upright, ("x0", "x1"), ("top", "bottom"))


def lids(level: Sequence[Edge], upright: Sequence[Edge]) -> list[Edge]:
    """The same for the first and last horizontal line."""
    met = [(h, [v for v in upright if _meet(v, h)]) for h in level]
    return _closing(met, level, ("top", "bottom"), ("x0", "x1"))


def _closing(
    met: Sequence[tuple[Edge, Sequence[Edge]]], lines: Sequence[Edge], at: tuple[str, str], span: tuple[str, str]
) -> list[Edge]:
    """Copies of lines at the outer ends of the lines that they meet; none where a line of the same length stands already."""
    out: list[Edge] = []
    start, end = span
    for line, others in met:
        if len(others) < 2:
            continue
        for place in (min(o[at[0]] for o in others), max(o[at[1]] for o in others)):
            if not any(
                abs(e[at[0]] - place) <= _OPEN and e[start] <= line[start] + _OPEN and e[end] >= line[end] - _OPEN for e in lines
            ):
                out.append({**line, at[0]: place, at[1]: place})
    return out


# ---------------------------------------------------------------- cells
def figure_of(boxes: Sequence[Box]) -> Figure:
    """Cells on the grid of all their borders: a box over several columns or rows is one merged cell.

    Places that no box covers (a line is missing) become cells of their own, side by side in one.

    >>> figure_of([(0, 0, 20, 10), (0, 10, 10, 20), (10, 10, 20, 20)]).cells
    ((0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1))
    """
    xs, ys = sorted({x for b in boxes for x in (b[0], b[2])}), sorted({y for b in boxes for y in (b[1], b[3])})
    col, row = {x: n for n, x in enumerate(xs)}, {y: n for n, y in enumerate(ys)}
    free = {(i, j) for i in range(len(ys) - 1) for j in range(len(xs) - 1)}
    cells: list[tuple[int, int, int, int]] = []
    for x0, top, x1, bottom in boxes:
        cell = (row[top], col[x0], row[bottom] - row[top], col[x1] - col[x0])
        covered = {(cell[0] + i, cell[1] + j) for i in range(cell[2]) for j in range(cell[3])}
        if covered <= free:  # a box around smaller ones adds nothing
            free -= covered
            cells.append(cell)
    return Figure(tuple(xs), tuple(ys), tuple(sorted([*cells, *_gaps(free)])))


def turned(figure: Figure, quarters: int, width: float, height: float) -> Figure:
    """A figure of a page of that size after `quarters` turns clockwise."""
    boxes: list[Box] = [(figure.xs[c], figure.ys[r], figure.xs[c + w], figure.ys[r + h]) for r, c, h, w in figure.cells]
    for _ in range(quarters % 4):
        boxes = [(height - bottom, x0, height - top, x1) for x0, top, x1, bottom in boxes]
        width, height = height, width
    return figure_of(boxes)


def _gaps(free: set[tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Free places as cells of one row each."""
    for _, run in groupby(enumerate(sorted(free)), lambda item: (item[1][0], item[1][1] - item[0])):
        places = [place for _, place in run]
        yield *places[0], 1, len(places)
