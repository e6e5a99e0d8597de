"""Headings on lines that a fixed width broke, where the line ends of the document were left as they are.

    一、提高基层工作水平，加强对基层治理的全面       The heading goes on over the short line below it.
    领导
    2.以共建为重点，构建市、区、街道、社区四         No heading: the sentence goes on below.
    级联动的工作体系。
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from itertools import pairwise
from statistics import median_low

from nlp.structure.headings import Heading, heading_of
from nlp.structure.lines import Piece, Sheet
from nlp.view import HAN

_OPEN = re.compile(f"[{HAN}，、]\\Z")
_STOPPED = re.compile("[。；：！？]")
_LEAST_LINES = 4
_NARROWEST, _WIDEST = 16, 60
_SLACK = 3  # a line is full where it lacks no more characters
_SHARE = 0.75
_MOST_LINES = 3


def wrap_width(sheet: Sheet, pieces: Sequence[Piece]) -> int | None:
    """How long the lines of a text are whose sentences run on over its line ends; None where they do not."""
    open_lines = [
        a.end - a.start
        for a, b in pairwise(pieces)
        if b.gap == 0 and not b.cut and a.block == b.block == "text" and _OPEN.search(sheet.text, a.end - 1, a.end)
    ]
    long = [n for n in open_lines if n >= _NARROWEST]
    if len(long) < _LEAST_LINES:
        return None
    width = median_low(long)
    near = sum(abs(n - width) <= _SLACK for n in long)
    return width if width <= _WIDEST and near >= _SHARE * len(long) else None


def over_lines(
    sheet: Sheet, pieces: Sequence[Piece], line: int, start: int, family: str, heading: Heading | None, width: int, labelled: Container[int]
) -> Heading | None:
    """The heading of an item whose first line is full and runs on: over the lines that belong to it, None where it is a sentence.

    `line` is the place of its line among the pieces, `labelled` the starts of all items.
    """
    first = pieces[line]
    if heading is None or not heading.alone or heading.end != first.end or first.end - first.start < width - _SLACK:
        return heading
    if not _OPEN.search(sheet.text, first.end - 1, first.end):
        return heading
    end = first.end
    for piece in pieces[line + 1 : line + 1 + _MOST_LINES]:
        if piece.gap or piece.cut or piece.block != "text" or piece.start in labelled:
            break
        end = piece.end
        if piece.end - piece.start < width - _SLACK or _STOPPED.search(sheet.text, piece.start, piece.end):
            break
    if end == first.end:
        return heading
    flat = sheet.text[start:end].replace("\n", " ")
    whole = heading_of(flat, 0, len(flat), family, True)
    if whole is None:
        return None
    return Heading(start + whole.start, start + whole.end, start + whole.text_at, whole.alone)
