"""Rows, cells and merges of a table in a Word document, and tables that only lay out a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nlp.intake.ooxml import attribute, child, children, local

# Containers that only wrap what stands in them.
WRAPPERS = frozenset({"ins", "moveTo", "customXml", "sdtContent", "smartTag"})
_LAYOUT_CELL = 600  # characters and five paragraphs in one cell of a small table: the table is the page, not data


def rows_of(table: Any) -> Iterator[Any]:
    """Rows of a table in order, wrappers opened; deleted ones are left out."""
    for element in table:
        name = local(element)
        if name == "tr":
            properties = child(element, "trPr")
            if properties is None or child(properties, "del") is None:
                yield element
        elif name in WRAPPERS:
            yield from rows_of(element)
        elif name == "sdt" and (content := child(element, "sdtContent")) is not None:
            yield from rows_of(content)


def cells_of(row: Any) -> Iterator[Any]:
    """Cells of a row in order, wrappers opened."""
    for element in row:
        name = local(element)
        if name == "tc":
            yield element
        elif name in WRAPPERS:
            yield from cells_of(element)
        elif name == "sdt" and (content := child(element, "sdtContent")) is not None:
            yield from cells_of(content)


def _number(properties: Any | None, name: str, default: int) -> int:
    element = child(properties, name) if properties is not None else None
    value = attribute(element, "val") if element is not None else None
    return min(int(value), 200) if value and value.isdigit() else default


def grid_before(row: Any) -> int:
    """Columns that a row leaves free before its first cell."""
    return _number(child(row, "trPr"), "gridBefore", 0)


def grid_span(cell: Any) -> int:
    """Columns that a cell takes."""
    return max(1, _number(child(cell, "tcPr"), "gridSpan", 1))


def merge_of(cell: Any) -> str:
    """ "restart", "continue" (vertical), "across" (old horizontal merge, covered from the left) or ""."""
    properties = child(cell, "tcPr")
    if properties is None:
        return ""
    across = child(properties, "hMerge")
    if across is not None and attribute(across, "val") != "restart":
        return "across"
    merge = child(properties, "vMerge")
    if merge is None:
        return ""
    return "restart" if attribute(merge, "val") == "restart" else "continue"


def length_of(cell: Any) -> int:
    """Characters in a cell, whatever stands between them."""
    return sum(len(e.text or "") for e in cell.iter() if local(e) == "t")


def is_frame(cells: list[Any], rows: int) -> bool:
    """Whether cells in so many rows only lay out a page: a small table, most of its text paragraphs of one cell."""
    sizes = [length_of(c) for c in cells]
    if rows > 3 or not sizes or max(sizes) < _LAYOUT_CELL or max(sizes) < 0.6 * sum(sizes):
        return False
    biggest = max(cells, key=length_of)
    return sum(1 for _ in children(biggest, "p")) >= 5
