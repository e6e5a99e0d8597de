"""HTML elements -> lines and tables, in reading order, as a browser would show them.

Nothing here knows what the main text is; that is `html.py`. All walks are iterative: pages nest a thousand levels deep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree

from nlp.intake.grid import Grid, join_cell, spread
from nlp.intake.numbering import format_number

BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend", "li",
        "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
        "ucapcontent", "ucaptitle",
    )
)  # fmt: skip
_LEVELS = {f"h{i}": i for i in range(1, 7)}
_LAYOUT_CELL = 400  # characters of one cell beyond which a table is likely to be the page, not data

_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_BLANK_RUN = re.compile("[ \t\r\n\f]+")
_INTEGER = re.compile(r"-?[0-9]{1,6}")
_LIST_STYLE = re.compile(r"list-style(?:-type)?:[^;]*?\b(none|disc|circle|square|decimal-leading-zero|decimal|[a-z]+-[a-z-]+)")
_BULLETS = frozenset(("disc", "circle", "square"))
_LIST_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_LIST_FORMATS = {  # style of a list -> number format, what a browser draws behind the number
    "lower-alpha": ("lowerLetter", ". "), "lower-latin": ("lowerLetter", ". "), "upper-alpha": ("upperLetter", ". "),
    "upper-latin": ("upperLetter", ". "), "lower-roman": ("lowerRoman", ". "), "upper-roman": ("upperRoman", ". "),
    "decimal-leading-zero": ("decimalZero", ". "), "cjk-ideographic": ("chineseCountingThousand", "、"),
    "simp-chinese-informal": ("chineseCountingThousand", "、"), "trad-chinese-informal": ("chineseCountingThousand", "、"),
    "cjk-decimal": ("ideographDigital", "、"), "simp-chinese-formal": ("chineseLegalSimplified", "、"),
    "cjk-heavenly-stem": ("ideographTraditional", "、"), "cjk-earthly-branch": ("ideographZodiac", "、"),
}  # fmt: skip
_NUMBERED = re.compile(r"^\s*(?:[（(]?[0-9一二三四五六七八九十]{1,4}[、.．)）]|第[0-9一二三四五六七八九十百]{1,5}[章节条]|[①-⑳])")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of running text; `level` where it is a heading element."""

    text: str
    level: int | None = None


Item = Line | Grid


def squash(text: str) -> str:
    """White space as a browser shows it: one blank a run; a line end in the source beside a Han character is nothing."""

    def shown(m: re.Match[str]) -> str:
        if "\n" not in m[0] and "\r" not in m[0]:
            return " "
        before, after = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
        return "" if _is_han(before) or _is_han(after) else " "

    return _BLANK_RUN.sub(shown, text).replace("\xa0", " ")


def _is_han(char: str) -> bool:
    return bool(char) and bool(re.match(f"[{_HAN}]", char))


def items_of(root: Any, drop: frozenset[Any] = frozenset(), cells_limit: int = 400_000) -> Iterator[Item]:
    """Lines and tables below an element; subtrees in `drop` are passed over."""
    pending: list[str] = []
    level: int | None = None
    pre = 0
    numbers: dict[Any, int] = {}

    def flush() -> Iterator[Line]:
        text = squash("".join(pending)).strip()
        pending.clear()
        if text:
            yield Line(text, level)

    walk = etree.iterwalk(root, events=("start", "end"))
    skipped: Any = None  # the subtree that is passed over; only its tail counts
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if element in drop or tag == "rt" or tag == "rp":
                skipped = element
                walk.skip_subtree()
            elif tag == "table" and element is not root and not is_layout(element):
                yield from flush()
                caption = element.find("caption")
                if caption is not None:
                    yield Line(cell_text(caption, drop))
                yield grid_of(element, drop, cells_limit)
                skipped = element
                walk.skip_subtree()
            else:
                if tag in BLOCKS:
                    yield from flush()
                    level = _LEVELS.get(tag, level)
                if tag == "li":
                    pending.append(_list_number(element, numbers))
                pre += tag == "pre"
                if element.text:
                    yield from _take(element.text, pre, pending, flush)
            continue
        if element is not skipped:
            if tag == "br":
                yield from flush()
            elif tag in BLOCKS:
                yield from flush()
                level = None if tag in _LEVELS else level
            pre -= tag == "pre"
        skipped = None
        if element is not root and element.tail:
            yield from _take(element.tail, pre, pending, flush)
    yield from flush()


def _take(text: str, pre: int, pending: list[str], flush: Any) -> Iterator[Line]:
    if not pre:
        pending.append(text)
        return
    first, *rest = text.split("\n")
    pending.append(first)
    for line in rest:
        yield from flush()
        pending.append(line)


def lines_of(root: Any, drop: frozenset[Any] = frozenset()) -> list[str]:
    """Lines below an element with tables as running text."""
    out: list[str] = []
    for item in items_of(root, drop):
        if isinstance(item, Line):
            out.append(item.text)
        else:
            out += [" ".join(slot.text for j, slot in enumerate(row) if slot.col == j and slot.text) for row in item]
    return out


def cell_text(element: Any, drop: frozenset[Any] = frozenset()) -> str:
    """Text of a cell on one line."""
    return join_cell(lines_of(element, drop))


def text_of(element: Any) -> str:
    """All text of an element without blanks; for measuring and comparing."""
    return "".join("".join(element.itertext()).split())


# ---------------------------------------------------------------- tables
def own_rows(table: Any) -> list[Any]:
    """Rows of a table, not those of tables inside it."""
    rows: list[Any] = table.xpath("./tr|./thead/tr|./tbody/tr|./tfoot/tr")
    return rows


def _cells(row: Any) -> list[Any]:
    return [c for c in row if c.tag in ("td", "th")]


def is_layout(table: Any) -> bool:
    """Whether a table only places things on the page: tables inside it, a single column, or one cell that holds the page."""
    rows = own_rows(table)
    if len(rows) == 0 or table.get("role") == "presentation":
        return True
    if any(text_of(inner) for inner in table.iterfind(".//table")):
        return True
    sizes = [[len(text_of(c)) for c in _cells(row)] for row in rows]
    filled = [sum(1 for n in row if n) for row in sizes]
    if max(filled, default=0) <= 1:
        return True
    total, biggest = sum(map(sum, sizes)), max(max(row, default=0) for row in sizes)
    if biggest <= _LAYOUT_CELL or biggest < 0.6 * total:
        return False
    cell = max((c for row in rows for c in _cells(row)), key=lambda c: len(text_of(c)))
    parts = sum(1 for _ in cell.iter("p", "div", "br", "li"))
    return parts >= 4 or len(rows) == 1


def grid_of(table: Any, drop: frozenset[Any] = frozenset(), limit: int = 400_000) -> Grid:
    """Grid of a data table with row and column spans spread out."""
    rows = [
        [(cell_text(c, drop), _span(c, "rowspan"), _span(c, "colspan")) for c in _cells(row) if c not in drop]
        for row in own_rows(table)
    ]
    return spread(rows, limit)


def _span(cell: Any, name: str) -> int:
    value = re.match(r"\s*([0-9]{1,5})", cell.get(name) or "")
    return int(value[1]) if value else 1


# ---------------------------------------------------------------- list numbers
def _list_number(item: Any, last: dict[Any, int]) -> str:
    """The number that a browser draws before an <li> of an <ol>: "3. "; nothing where the text brings its own.

    `last` keeps the number of each list's last item.
    """
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    own = _INTEGER.match(item.get("value") or "")
    start = _INTEGER.match(parent.get("start") or "1")
    number = int(own[0]) if own else last.get(parent, (int(start[0]) if start else 1) - 1) + 1
    last[parent] = number
    style = f"{parent.get('style') or ''};{item.get('style') or ''}".lower().replace(" ", "")
    named = _LIST_STYLE.findall(style)
    if (named and named[-1] == "none") or _NUMBERED.match("".join(islice(item.itertext(), 8))[:40]):
        return ""
    wanted = named[-1] if named else _LIST_TYPES.get(parent.get("type") or "1", "decimal")
    format_, behind = _LIST_FORMATS.get(wanted, ("", ""))
    return f"{format_number(number, format_)}{behind}" if format_ else "" if wanted in _BULLETS else f"{number}. "
