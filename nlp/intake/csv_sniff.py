"""Whether a text is a table of separated values, and by which mark; judged by its rows, never by a file name."""

from __future__ import annotations

import csv
import io
from collections import Counter

_MARKS = (",", "\t", ";", "|")
_LOOK = 200  # rows that are looked at
_HEAD, _FOOT = 4, 4  # rows of one field that may stand above and below the table
_LONG = 400  # a field longer than this is no cell, unless it is quoted


def parse(text: str, mark: str) -> list[list[str]]:
    """Rows of fields. Quotes that do not close are taken as they stand."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error:  # a field beyond any size: a quote was never closed
        return [line.split(mark) for line in text.splitlines()]


def mark_of(text: str) -> str | None:
    """The mark that parts the fields of a text; None where it is no table.

    >>> mark_of("序号,事项\\n1,公开\\n2,受理\\n"), mark_of("各县,市：\\n现通知如下。\\n")
    (',', None)
    """
    lines = text.splitlines()
    if len(lines) > _LOOK:
        text = "\n".join(lines[:_LOOK])
    if _is_drawn(lines):
        return None
    best: tuple[int, str] | None = None
    for mark in _MARKS:
        if mark not in text:
            continue
        rows = [r for r in parse(text, mark) if any(f.strip() for f in r)]
        if len(lines) > _LOOK and rows:
            rows.pop()  # perhaps cut inside a quoted field
        width = _width(rows)
        if width and (best is None or width > best[0]) and _looks_like_cells(rows, mark, text):
            best = (width, mark)
    return best[1] if best else None


def _is_drawn(lines: list[str]) -> bool:
    """Whether bars draw the table: most lines hold two of them and end in one; the commas stand inside cells."""
    filled = [line.rstrip() for line in lines[:_LOOK] if line.strip()]
    drawn = sum(line.endswith("|") and line.count("|") >= 2 for line in filled)
    return drawn >= 2 and drawn * 2 > len(filled)


def _width(rows: list[list[str]]) -> int:
    """Number of fields that all rows of the table share; 0 where they do not."""
    first, last = 0, len(rows)
    while first < min(_HEAD, last) and len(rows[first]) == 1:
        first += 1
    while last > max(first, len(rows) - _FOOT) and len(rows[last - 1]) == 1:
        last -= 1
    body = rows[first:last]
    if len(body) < 2:
        return 0
    width, count = Counter(map(len, body)).most_common(1)[0]
    return width if width >= 2 and count >= 0.9 * len(body) and all(len(r) >= 2 for r in body[:2]) else 0


def _looks_like_cells(rows: list[list[str]], mark: str, text: str) -> bool:
    """Not a text whose sentences happen to hold the mark: short fields, and a table of two columns is not taken lightly."""
    wide = [r for r in rows if len(r) > 1]
    if sum(len(r) == 2 and not r[1].strip() for r in wide) * 2 > len(wide):
        return False  # lines of a list that end with the mark
    if mark in ",;" and any(len(r) == 1 and r[0].rstrip().endswith((":", "：")) for r in rows[:_HEAD]):
        return False  # a letter: 县教育局： above its lines
    fields = [f for r in rows for f in r]
    if sum(len(f) > _LONG for f in fields) > 0.02 * len(fields) and '"' not in text:
        return False
    ends = sum(f.rstrip().endswith(("。", "；", "：")) for r in rows for f in r[-1:])
    if mark != "\t" and ends > 0.3 * len(rows) and '"' not in text:
        return False
    if mark == "\t":  # tab-parted tables inside a text are read with the text
        return all(len(r) == len(rows[0]) for r in rows) and len(rows[0]) >= 3
    if mark == "|" and any(len(r) > 1 and not r[0].strip() and not r[-1].strip() for r in rows):
        return False  # a table drawn with bars is read with the text
    blanks = sum(f.startswith(" ") for r in rows for f in r[1:])
    return blanks <= 0.5 * len(fields)  # after a comma of a sentence stands a blank
