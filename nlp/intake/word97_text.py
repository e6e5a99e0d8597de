"""The bare text of a Word binary: for files whose layout the converter does not understand, and for the text boxes it loses.

Word 97 and later keep their text in pieces, listed in the table stream: main text, notes, headers, comments, text boxes, one
after the other. Word 6 and 95 keep it in one run of 8-bit characters. Cell and row marks stand in the text itself.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from nlp.intake.builder import DocumentBuilder
from nlp.intake.encoding import decode
from nlp.intake.furniture import FurnitureRules
from nlp.intake.grid import MAX_COLUMNS, Slot, fill, join_cell
from nlp.intake.messages import Unreadable
from nlp.types import Limits

_WORD97 = 0x00C1  # nFib from which on text is kept in pieces
_LOCKED, _COMPLEX, _TABLE1 = 0x0100, 0x0004, 0x0200  # flags of the file information block
_STORIES = 0x4C  # lengths of main text, footnotes, headers, macros, comments, endnotes, text boxes, header text boxes
_PLACES = 0x9A  # (offset, size) pairs of the parts of the table stream, by these numbers
PIECES, ANCHORS, BOXES, HEADER_BOXES = 33, 40, 56, 58

_INSTRUCTION = re.compile("\x13[^\x13\x14\x15]*(?:\x14|(?=\x15))")  # the command of a field; its result stays
_MARKS = re.compile("[\x01-\x06\x08\x13-\x15\x1f\ufffc]")  # field ends, pictures, note and comment anchors, soft hyphens
_PAGE_NUMBER = re.compile(r"[\s\-—–·~第页共/|\d]*")
_BREAKS = re.compile("[\x0b\x0c\x0e]")


@dataclass(frozen=True, slots=True)
class Stories:
    """What the reader asks of the text: the main one with Word's marks, the text boxes with the places they hang on."""

    main: str
    boxes: tuple[tuple[int, str], ...] = ()
    header_boxes: tuple[str, ...] = ()


def write_text(stories: Stories, build: DocumentBuilder, rules: FurnitureRules, limits: Limits) -> None:
    """The main text into the builder, rows of cells as tables, text boxes where they hang."""
    rows: list[list[str]] = []
    at = 0
    waiting = list(stories.boxes)
    for paragraph in stories.main.split("\r"):
        at += len(paragraph) + 1
        while waiting and waiting[0][0] < at:
            if not rows:
                build.line(plain(waiting[0][1]))
                waiting.pop(0)
            else:
                break
        *cells, paragraph = paragraph.split("\x07")
        rows += _rows(cells)
        if rows and plain(paragraph).strip():
            _write_rows(rows, build, limits)
            rows = []
        if not rows:
            build.line(plain(paragraph))
    _write_rows(rows, build, limits)
    for _, text in waiting:
        build.line(plain(text))
    build.recognise(rules.classify)
    write_header_boxes(stories.header_boxes, build)


def write_header_boxes(boxes: Iterable[str], build: DocumentBuilder) -> None:
    """Text boxes of headers and footers behind everything else, those that hold a page number left out."""
    for text in map(plain, boxes):
        if not _PAGE_NUMBER.fullmatch(text):
            build.line(text, "header")


def plain(text: str) -> str:
    """Text without Word's marks; of a field its result.

    >>> plain("见\\x13HYPERLINK a\\x14附件\\x15。")
    '见附件。'
    """
    for _ in range(8):  # fields nest
        text, found = _INSTRUCTION.subn("", text)
        if not found:
            break
    return _BREAKS.sub("\n", _MARKS.sub("", text)).replace("\x1e", "-").replace("\r", "\n")


def _rows(cells: list[str]) -> list[list[str]]:
    """Cells as rows: an empty cell mark behind the last cell of a row ends it.

    >>> _rows(["序号", "事项", "", "1", "公开预算", ""])
    [['序号', '事项'], ['1', '公开预算']]
    """
    rows: list[list[str]] = [[]]
    for cell in cells:
        if cell == "" and rows[-1]:
            rows.append([])
        else:
            rows[-1].append(join_cell(plain(cell).split("\n")))
    return [row for row in rows if row]


def _write_rows(rows: list[list[str]], build: DocumentBuilder, limits: Limits) -> None:
    if max(map(len, rows), default=0) <= 1:
        for row in rows:
            build.line(row[0])
        return
    slots = [Slot(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row[:MAX_COLUMNS])]
    build.table(fill(slots, len(rows), limits.table_cells))


# ---------------------------------------------------------------- bytes -> stories
def read_stories(data: bytes, limits: Limits) -> Stories:
    """The texts of a .doc. Raises Unreadable for a locked or broken file."""
    streams = _streams(data, limits)
    word = streams.get("worddocument", b"")
    try:
        n_fib, flags = struct.unpack_from("<H", word, 2)[0], struct.unpack_from("<H", word, 10)[0]
        if flags & _LOCKED:
            raise Unreadable("encrypted")
        if n_fib < _WORD97:
            return Stories(_old_text(word, flags))
        return _split(word, streams.get("1table" if flags & _TABLE1 else "0table", b""))
    except struct.error as error:
        raise Unreadable("damaged", detail="找不到正文") from error


def word_stream(data: bytes, limits: Limits) -> bytes:
    """The stream that begins with the file information block. Raises Unreadable for a broken container."""
    return _streams(data, limits).get("worddocument", b"")


def _streams(data: bytes, limits: Limits) -> dict[str, bytes]:
    """The streams that hold text, by small name."""
    import olefile

    found: dict[str, bytes] = {}
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            for name in ("WordDocument", "0Table", "1Table"):
                if container.exists(name) and container.get_size(name) <= limits.file_bytes:
                    found[name.lower()] = container.openstream(name).read(limits.file_bytes)
    except (OSError, LookupError, TypeError, ValueError, struct.error) as error:
        raise Unreadable("damaged", detail="文件目录不完整") from error
    return found


def _old_text(word: bytes, flags: int) -> str:
    """Text of Word 6 and 95: one run of bytes in the code page of the time."""
    first, last = struct.unpack_from("<II", word, 0x18)
    decoded = decode(word[first:last].replace(b"\0", b"")) if not flags & _COMPLEX and 0 < first < last <= len(word) else None
    if decoded is None:
        raise Unreadable("damaged", detail="找不到正文")
    return decoded.text


def _part(word: bytes, table: bytes, number: int) -> bytes:
    at, size = struct.unpack_from("<II", word, _PLACES + 8 * number)
    return table[at : at + size]


def _split(word: bytes, table: bytes) -> Stories:
    """The pieces put together and cut into stories."""
    text = _pieces(word, _part(word, table, PIECES))
    lengths = [max(n, 0) for n in struct.unpack_from("<8i", word, _STORIES)]
    ends = [sum(lengths[: i + 1]) for i in range(8)]
    main, boxes, header_boxes = text[: ends[0] or None], text[ends[5] : ends[6]], text[ends[6] : ends[7]]
    box_list = _part(word, table, BOXES)
    shapes = _shapes(_part(word, table, ANCHORS))
    hung = [(shapes.get(shape, -1), body) for shape, body in _boxes(box_list, boxes)]
    inner = _boxes(_part(word, table, HEADER_BOXES), header_boxes)
    return Stories(main, tuple(sorted(hung, key=lambda b: b[0])), tuple(body for _, body in inner))


def _pieces(word: bytes, clx: bytes) -> str:
    i = 0
    while i < len(clx) and clx[i] == 1:  # property changes before the piece table
        i += 3 + struct.unpack_from("<H", clx, i + 1)[0]
    if i >= len(clx) or clx[i] != 2:
        raise Unreadable("damaged", detail="找不到正文")
    plc = clx[i + 5 : i + 5 + struct.unpack_from("<I", clx, i + 1)[0]]
    count = max((len(plc) - 4) // 12, 0)
    ends = struct.unpack_from(f"<{count + 1}I", plc)
    parts: list[str] = []
    length = 0
    for k in range(count):
        units = ends[k + 1] - ends[k]
        where = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * k + 2)[0]
        length += max(units, 0)
        if units <= 0 or length > len(word):  # a list that runs backwards or asks for more than there is
            break
        if where & 0x40000000:
            start = (where & 0x3FFFFFFF) // 2
            parts.append(word[start : start + units].decode("cp1252", "replace"))
        else:
            parts.append(word[where : where + 2 * units].decode("utf-16-le", "replace"))
    return "".join(parts)


def _shapes(plc: bytes) -> dict[int, int]:
    """Shape number -> place in the main text where it hangs."""
    count = max((len(plc) - 4) // 30, 0)
    places = struct.unpack_from(f"<{count}I", plc)
    return {struct.unpack_from("<I", plc, 4 * (count + 1) + 26 * k)[0]: places[k] for k in range(count)}


def _boxes(plc: bytes, story: str) -> list[tuple[int, str]]:
    """Text boxes of a story with the number of the shape that shows them; empty ones left out."""
    count = max((len(plc) - 4) // 26, 0)
    if not count:
        return []
    ends = struct.unpack_from(f"<{count + 1}I", plc)
    found = []
    for k in range(count):
        body = story[ends[k] : ends[k + 1]]
        if plain(body).strip():
            found.append((struct.unpack_from("<I", plc, 4 * (count + 1) + 22 * k + 14)[0], body))
    return found
