"""Web pages: masked in the text of the file itself, so that everything else stays as it was; comments are dropped.

Text nodes of one block are one line, so a number over several inline elements (<b>110</b>105…) is one number; character references
count as the characters that they stand for.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from nlp.intake.encoding import canonical
from nlp.redact.canvas import Canvas, Piece, TableCell
from nlp.redact.finding import Finder
from nlp.redact.plain import read_text
from nlp.redact.report import Notice, notice

_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]{2,20})", re.I)
_TOKEN = re.compile(
    r"(?P<comment><!--.*?(?:-->|\Z))"
    r"|(?P<raw><(?P<code>script|style)\b[^>]*>)(?P<body>.*?)(?P<close></(?P=code)\s*>|\Z)"
    r"|(?P<other><[!?][^>]*>)"
    r"|(?P<tag></?[A-Za-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)"
    r"|(?P<text>[^<]+|<)",
    re.S | re.I,
)
_ATTRIBUTE = re.compile(r"([A-Za-z_:@][\w:.@-]*)(\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_INLINE = frozenset(
    (
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
        "kbd", "label", "mark", "o:p", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
        "u", "var", "wbr", "nobr",
    )
)
_TABLE = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col"})
# attributes that people read or that carry data; the others are searched for copies of what was found
_SPOKEN = re.compile(r"title|alt|value|content|placeholder|summary|label|data-.*|aria-.*", re.I)
_ADDRESS = re.compile(r"(?:tel|sms|mailto):", re.I)
_LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{10,18}[0-9Xx]?(?![0-9A-Za-z])")


def redact_html(data: bytes, finder: Finder) -> tuple[bytes, list[Notice]]:
    """A masked copy of a page."""
    m = _CHARSET.search(data[:4096])
    file = read_text(data, canonical(m[1].decode("ascii")) if m else None)
    page = _Page()
    page.read(file.text)
    finder.mark(page.canvas, "text/html")
    finder.mask_small([*page.attributes, *page.silent], page.attributes)
    finder.sweep(page.canvas)
    for piece in page.canvas.pieces:
        piece.lay_on()
    return file.encode("".join(page.parts)), page.notices(finder)


@dataclass(slots=True)
class _Page:
    """One pass over the page: parts of the file in order, the canvas over its text nodes, attributes apart."""

    parts: list[str] = field(default_factory=list)
    canvas: Canvas = field(default_factory=Canvas)
    attributes: list[Piece] = field(default_factory=list)
    silent: list[Piece] = field(default_factory=list)
    comments: int = 0
    code: list[str] = field(default_factory=list)
    _line: list[Piece | str] = field(default_factory=list)
    _tables: list[_Grid] = field(default_factory=list)
    _paragraphs: int = 0

    def read(self, text: str) -> None:
        """Take the file apart."""
        for m in _TOKEN.finditer(text):
            if m["comment"]:
                self.comments += 1
            elif m["raw"]:
                self.parts += [m["raw"], m["body"], m["close"]]
                self.code.append(m["body"])
            elif m["tag"]:
                self._tag(m["tag"])
            elif m["text"]:
                self._text(m["text"])
            else:
                self.parts.append(m[0])
        self._end_line()
        while self._tables:
            self._close_table()

    def notices(self, finder: Finder) -> list[Notice]:
        """Dropped comments, numbers in scripts."""
        found = []
        if self.comments:
            found.append(notice("comments_dropped", n=self.comments))
        numbers = sum(len(_LONG_NUMBER.findall(c)) for c in self.code)
        if numbers or any(finder.holds(c) for c in self.code):
            held = any(finder.holds(c) for c in self.code)
            found.append(notice("script_numbers", left=held, n=max(numbers, 1)))
        return found

    def _text(self, text: str) -> None:
        place = self._place()
        at = 0
        for m in _REFERENCE.finditer(text):
            self._plain(text[at : m.start()], place)
            signs = html.unescape(m[0])
            self._line.append(self._piece(m[0], signs, place, len(signs)))
            at = m.end()
        self._plain(text[at:], place)

    def _plain(self, text: str, place: str) -> None:
        if text:
            self._line.append(self._piece(text, text, place, len(text)))

    def _piece(self, raw: str, signs: str, place: str, _length: int, escape: Callable[[str], str] = lambda s: s) -> Piece:
        at = len(self.parts)
        self.parts.append(raw)

        def put(new: str) -> None:
            self.parts[at] = escape(new)

        return Piece(signs, put, place)

    def _place(self) -> str:
        if self._tables and self._tables[-1].rows:
            grid = self._tables[-1]
            return f"table:{grid.number}:{len(grid.rows)}:{max(1, len(grid.rows[-1]))}"
        return f"paragraph:{self._paragraphs + 1}"

    def _tag(self, tag: str) -> None:
        name = re.match(r"</?([A-Za-z][\w:-]*)", tag)
        word = name[1].lower() if name else ""
        closing = tag.startswith("</")
        if word in _TABLE:
            self._table_tag(word, closing, tag)
        elif word == "br":
            self._line.append("\n" if not self._in_cell() else " ")
        elif word not in _INLINE:
            self._block()
        if closing or "=" not in tag:
            self.parts.append(tag)
        else:
            self._attributes(tag)

    def _attributes(self, tag: str) -> None:
        at = 0
        for m in _ATTRIBUTE.finditer(tag):
            quote = m[3][0] if m[3][0] in "\"'" else ""
            value = m[3][1:-1] if quote else m[3]
            start = m.start(3) + len(quote)
            self.parts.append(tag[at:start])
            plain = html.unescape(value)
            piece = self._piece(value, plain, f"attribute:{m[1]}", len(plain), lambda s: html.escape(s, quote=True))
            spoken = _SPOKEN.fullmatch(m[1]) or _ADDRESS.match(plain)
            (self.attributes if spoken else self.silent).append(piece)
            at = start + len(value)
        self.parts.append(tag[at:])

    # ------------------------------------------------------------ lines and tables
    def _in_cell(self) -> bool:
        return bool(self._tables) and self._tables[-1].open

    def _block(self) -> None:
        if self._in_cell():
            self._line.append(" ")
        else:
            self._end_line()

    def _end_line(self) -> None:
        if any(isinstance(x, Piece) and x.text.strip() for x in self._line):
            self._paragraphs += 1
            self.canvas.line(self._line)
        self._line = []

    def _table_tag(self, word: str, closing: bool, tag: str) -> None:
        if word == "table" and not closing:
            self._end_cell()
            self._end_line()
            self._tables.append(_Grid(number=sum(1 for _ in self._tables) + 1))
        elif not self._tables:
            self._block()
        elif word == "table":
            self._close_table()
        elif word == "tr":
            self._end_cell()
            if not closing:
                self._tables[-1].rows.append([])
        elif word in ("td", "th"):
            self._end_cell()
            if not closing:
                grid = self._tables[-1]
                if not grid.rows:
                    grid.rows.append([])
                grid.open, grid.spans = True, (_span(tag, "colspan"), _span(tag, "rowspan"))
        else:
            self._end_cell()

    def _end_cell(self) -> None:
        if self._tables and self._tables[-1].open:
            grid = self._tables[-1]
            grid.rows[-1].append(TableCell(tuple(self._line), *grid.spans))
            grid.open = False
        elif self._line:
            self._end_line()
        self._line = []

    def _close_table(self) -> None:
        self._end_cell()
        grid = self._tables.pop()
        rows = [row for row in grid.rows if row]
        if rows:
            self.canvas.table(rows)


@dataclass(slots=True)
class _Grid:
    """A table that is being read; a table inside a cell is written before the one around it."""

    number: int
    rows: list[list[TableCell]] = field(default_factory=list)
    open: bool = False
    spans: tuple[int, int] = (1, 1)


def _span(tag: str, name: str) -> int:
    m = re.search(rf"\b{name}\s*=\s*[\"']?\s*([0-9]{{1,3}})", tag, re.I)
    return max(1, min(int(m[1]), 200)) if m else 1
