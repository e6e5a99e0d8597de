"""Plain text -> Document. The text stays as it stands; only tables drawn with signs become rows parted by tabs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nlp.intake.builder import BLANKS, DocumentBuilder, clean
from nlp.intake.encoding import decode
from nlp.intake.furniture import FurnitureRules
from nlp.intake.grid import Slot, fill, join_cell
from nlp.intake.messages import Unreadable
from nlp.types import Limits

# | --- | :--: | or +-----+-----+ : the rule between head and body of a drawn table
_RULE = re.compile(r"^[\s|+:＋｜┃│\-=─━┄—┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝═║]{3,}$")
_BARS = re.compile("[|｜│┃║]")
_LEAST_BARRED = 8  # rows with inner bars only: fewer may be a box of labels or a line of links, which structure tells apart
_GAPS = re.compile(r"[ \u3000\xa0]{2,}")
# 一、 （二） 3. 第四条 alone in a cell: a number set off by a tab, no column
_LABEL = re.compile(r"^(?:[（(]?[0-9一二三四五六七八九十]{1,4}[、.．)）]|第[0-9一二三四五六七八九十百]{1,5}[章节条])$")
_SENTENCE_END = "。；：！？"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of lines: a drawn table with its rows of cells, or plain lines where `rows` is None."""

    first: int
    last: int
    rows: tuple[tuple[str, ...], ...] | None = None


def read_plain(data: bytes, build: DocumentBuilder, rules: FurnitureRules, limits: Limits) -> None:
    """Read a text file. Raises Unreadable for binary junk."""
    decoded = decode(data)
    if decoded is None:
        raise Unreadable("not_a_document", detail="内容不是文字，或编码无法识别")
    if decoded.replaced:
        build.warn("replaced", n=decoded.replaced, encoding=decoded.encoding.upper())
    read_lines(clean(decoded.text).split("\n"), build, rules, limits)


def read_lines(lines: Sequence[str], build: DocumentBuilder, rules: FurnitureRules, limits: Limits) -> None:
    """Lines of a text as blocks and tables; blank lines stay in the text."""
    lines = lines[:-1] if lines and not lines[-1] else lines
    classes = rules.classify(lines)
    for piece in _pieces(lines):
        if piece.rows is not None:
            slots = [Slot(text, r, c) for r, row in enumerate(piece.rows) for c, text in enumerate(row)]
            build.table(fill(slots, len(piece.rows), limits.table_cells))
            continue
        for i in range(piece.first, piece.last):
            line = lines[i]
            at = build.raw(line)
            start, end = len(line) - len(line.lstrip(BLANKS)), len(line.rstrip(BLANKS))
            if classes[i] != "text" or start >= end:
                build.block(at + start, at + end, classes[i])
                continue
            a, b = rules.trim(line)
            build.block(at + start, at + a, "furniture")
            inner = line[a:b]
            build.block(at + a + len(inner) - len(inner.lstrip(BLANKS)), at + a + len(inner.rstrip(BLANKS)), "text")
            build.block(at + b, at + end, "furniture")


def _pieces(lines: Sequence[str]) -> list[_Piece]:
    """The lines cut into drawn tables and the stretches between them."""
    pieces: list[_Piece] = []
    broken = _broken(lines)
    i = done = 0
    while i < len(lines):
        table = (
            (None if i in broken else _pipe_table(lines, i))
            or _column_table(lines, i, _by_tabs, 2)
            or _column_table(lines, i, _by_gaps, 3)
            or _column_table(lines, i, _by_bars, _LEAST_BARRED)
        )
        if table is None:
            i += 1
            continue
        if i > done:
            pieces.append(_Piece(done, i))
        pieces.append(table)
        i = done = table.last
    if done < len(lines):
        pieces.append(_Piece(done, len(lines)))
    return pieces


def _broken(lines: Sequence[str]) -> set[int]:
    """Lines of tables drawn with bars whose rows are broken over lines between cells; structure puts them together.

    | 事项 | 内容 |        A line that ends in a bar, and below it one that goes on without a bar in front of it.
    时限 | 单位 |
    """
    out: set[int] = set()
    first = 0
    goes_on = False
    before = ""
    counts: set[int] = set()
    for i, line in enumerate([*lines, ""]):
        words = line.strip(BLANKS)
        if not words:
            if goes_on and len(counts) > 1:  # rows of the same number of bars are whole
                out.update(range(first, i))
            first, goes_on, before = i + 1, False, ""
            counts.clear()
            continue
        bars = len(_BARS.findall(words))
        counts |= {bars} if bars else set()
        goes_on = goes_on or (
            bool(before) and bool(_BARS.match(before[-1])) and not _BARS.match(words[0]) and bool(_BARS.search(words))
        )
        before = words
    return out


def _pipe_table(lines: Sequence[str], first: int) -> _Piece | None:
    """A table drawn with bars: at least two rows of the same width; a row may be broken over lines inside a cell."""
    i = first + 1 if _RULE.match(lines[first]) else first
    if i >= len(lines) or not _is_bar_line(lines[i]) or _RULE.match(lines[i]):
        return None
    rows: list[tuple[str, ...]] = []
    while i < len(lines):
        row = _bar_row(lines, i)
        if row is None or (not rows and len(row[0]) < 2):
            break
        rows.append(row[0])
        i = row[1]
        if i < len(lines) and _RULE.match(lines[i]):
            i += 1
    width = max((len(r) for r in rows), default=0)
    if len(rows) < 2 or width < 2:
        return None
    return _Piece(first, i, tuple(rows))


def _is_bar_line(line: str) -> bool:
    """Begins with a bar and holds something behind it."""
    line = line.strip(BLANKS)
    return len(line) > 1 and bool(_BARS.match(line[0]))


def _bar_row(lines: Sequence[str], i: int) -> tuple[tuple[str, ...], int] | None:
    """Cells of the row that begins in line i, and the line behind it. A line opened by a bar and closed by none goes on."""
    line = lines[i].strip(BLANKS)
    if not _is_bar_line(line):
        return None
    whole, end = line, i + 1
    while not _BARS.match(whole[-1]) and end < len(lines) and end - i < 8:
        more = lines[end].strip(BLANKS)
        if not more or _BARS.match(more[0]):
            break
        whole += "\n" + more
        end += 1
    if not _BARS.match(whole[-1]):  # never closed: the line stands for itself
        whole, end = line + "|", i + 1
    return tuple(join_cell(cell.split("\n")) for cell in _BARS.split(whole[1:-1])), end


def _by_tabs(line: str) -> list[str] | None:
    body = line.strip(" \u3000\xa0\r")
    if "\t" not in body.strip("\t"):
        return None
    return body.rstrip("\t").split("\t")


def _by_gaps(line: str) -> list[str] | None:
    body = line.strip(BLANKS)
    if "\t" in body or len(body) > 200 or body[-1:] in _SENTENCE_END:
        return None
    cells = _GAPS.split(body)
    if len(cells) < 3 or any(len(c) > 40 for c in cells):
        return None
    return cells if sum(len(c) > 1 or not "\u4e00" <= c <= "\u9fff" for c in cells) * 2 > len(cells) else None  # 总  则 is no row


def _by_bars(line: str) -> list[str] | None:
    """Cells parted by bars without an outer frame (1 | 公开预算 | 市财政局 | 3月底前): three at least."""
    cells = _BARS.split(line.strip(BLANKS))
    return cells if len(cells) >= 3 and cells[0].strip() and all(len(c) <= 400 for c in cells) else None


def _column_table(lines: Sequence[str], first: int, cut: Callable[[str], list[str] | None], least: int) -> _Piece | None:
    """A run of at least `least` lines (one more for two columns) that `cut` parts into equally many columns."""
    rows: list[tuple[str, ...]] = []
    width = 0
    i = first
    while i < len(lines):
        cells = cut(lines[i])
        if cells is not None and cut is _by_tabs and len(cells) < width == lines[i].strip("\r\n").count("\t") + 1:
            cells += [""] * (width - len(cells))  # cells that are empty, not missing
        if cells is None or (rows and abs(len(cells) - width) > (1 if cut is _by_tabs and width > 2 else 0)):
            break
        width = max(width, len(cells))
        rows.append(tuple(c.strip(BLANKS) for c in cells))
        i += 1
    if len(rows) < least + (1 if width == 2 else 0) or (width == 2 and all(_LABEL.match(r[0]) for r in rows)):
        return None
    return _Piece(first, i, tuple(rows))
