"""Text files and CSV: masked in place, so that encoding, byte order mark and line ends stay as they are."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.intake.encoding import decode
from nlp.redact.canvas import Canvas, Piece, TableCell
from nlp.redact.finding import Finder
from nlp.redact.report import RedactFault

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"\x84\x31\x95\x33")
_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]*(?:\r\n|[\r\n\x0b\x0c\x85\u2028\u2029])?")
_SEPARATORS = ",\t;|"


@dataclass(frozen=True, slots=True)
class TextFile:
    """Text of a file and how to write it back."""

    text: str
    encoding: str
    mark: bytes

    def encode(self, text: str) -> bytes:
        """Bytes of a changed text; a sign that the encoding lacks becomes a star."""
        return self.mark + text.replace("某", "*").encode(self.encoding) if not self._has(text) else self.mark + text.encode(self.encoding)

    def _has(self, text: str) -> bool:
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True


def read_text(data: bytes, declared: str | None = None) -> TextFile:
    """Text, encoding and mark of a file. Raises RedactFault where it cannot be given back byte for byte."""
    decoded = decode(data, declared)
    if decoded is None or decoded.replaced:
        raise RedactFault("encoding")
    mark = next((m for m in _MARKS if data.startswith(m)), b"")
    made = TextFile(decoded.text, decoded.encoding, mark)
    if made.encode(made.text) != data:
        raise RedactFault("encoding")
    return made


def redact_text(data: bytes, finder: Finder) -> bytes:
    """A masked copy of a text file."""
    file = read_text(data)
    parts: list[str] = []
    canvas = Canvas()
    for number, m in enumerate((m for m in _LINE.finditer(file.text) if m[0]), 1):
        body = m[0].rstrip("\r\n\x0b\x0c\x85\u2028\u2029")
        canvas.line([_piece(parts, body, f"line:{number}")])
        parts.append(m[0][len(body) :])
    _mask(canvas, finder)
    return file.encode("".join(parts))


def _piece(parts: list[str], text: str, place: str) -> Piece:
    at = len(parts)
    parts.append(text)

    def put(new: str) -> None:
        parts[at] = new

    return Piece(text, put, place)


def _mask(canvas: Canvas, finder: Finder) -> None:
    finder.mark(canvas, "text/plain")
    finder.sweep(canvas)
    for piece in canvas.pieces:
        piece.lay_on()


# ---------------------------------------------------------------- CSV
def redact_csv(data: bytes, finder: Finder) -> bytes:
    """A masked copy of a CSV file: quoting, separators and line ends stay."""
    file = read_text(data)
    separator = separator_of(file.text)
    parts: list[str] = []
    rows: list[list[TableCell]] = [[]]
    for kind, text in _tokens(file.text, separator):
        if kind == "cell":
            place = f"cell:{len(rows)}:{len(rows[-1]) + 1}"
            rows[-1].append(TableCell([_piece(parts, text, place)]))
            continue
        parts.append(text)
        if kind == "end":
            rows.append([])
    canvas = Canvas()
    canvas.table([row for row in rows if row])
    _mask(canvas, finder)
    return file.encode("".join(parts))


def separator_of(text: str) -> str:
    """The sign that parts the cells: the commonest of the first lines."""
    head = "".join(text.splitlines(keepends=True)[:20])
    return max(_SEPARATORS, key=head.count)


def _tokens(text: str, separator: str) -> Iterator[tuple[str, str]]:
    """Cells, and what stands between them (quotes, separators, line ends), in order."""
    sign = re.escape(separator)
    quoted = re.compile(r'(="|")((?:[^"]|"")*)"')
    bare = re.compile(rf"[^{sign}\r\n]*")
    at = 0
    while at < len(text):
        m = quoted.match(text, at)
        if m:
            yield "mark", m[1]
            yield "cell", m[2]
            yield "mark", '"'
        else:
            m = bare.match(text, at)
            assert m is not None
            yield "cell", m[0]
        at = m.end()
        if m[0].startswith(("\"", "=\"")):  # what stands behind a closing quote
            rest = bare.match(text, at)
            if rest and rest[0]:
                yield "mark", rest[0]
                at = rest.end()
        if text.startswith(separator, at):
            yield "mark", separator
            at += 1
            if at == len(text) or text[at] in "\r\n":
                yield "cell", ""
        if at < len(text) and text[at] in "\r\n":
            end = "\r\n" if text.startswith("\r\n", at) else text[at]
            yield "end", end
            at += len(end)
