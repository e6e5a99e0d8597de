"""Pieces: the lines of the view, with what intake said of them, long lines cut where a line break was plainly lost.

A document on one line gives one piece with everything in it. Cut here: behind a number that ends a title, behind the
addressees, before and behind a signature with its date, and around notes such as （此件公开发布）. Labels (一、 第一条) cut further,
but only when their sequence proves them: that is `numbering.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from nlp.dates import DateHit, find_dates
from nlp.structure.numbers import DocumentNumber
from nlp.structure.organs import OrganRules
from nlp.structure.titles import TitleRules
from nlp.types import BlockKind, Document, View

LONG = 40  # a piece longer than this may hold several lines
_TAIL = 70  # how far before a date its signature is looked for

# What may follow the date of a signature inside a line: nothing, a note, an annex, the title of what is issued; not 前, 起, 印发, a comma …
_AFTER_DATE = re.compile(r"\s*(?:\Z|（|附|抄送|主题词|此件|\n|(?![前起至到以之内后止下上的在与和对将发印召批通会为，、。；：]|日|（?星期|年|开始|期间|举行|截止)[^0-9，。；：]{4})")
_NOTE = re.compile(r"（(?:此件|本件|此文|本文件|本文有)[^（）]{1,40}）")
_SENTENCE_END = re.compile(r"[。！？；）”》〕]")
_ANNEX_GLUED = re.compile(r" ?(?P<label>附(?:件|表) ?[0-9]{0,2})[ ：:]*")
_LONGEST_TITLE = 150
_AFTER_TITLE = re.compile(r"\s*(?:[12][0-9]{3} ?年[0-9 ]+月|目 ?录|第[一1][章条编节]|一、|（[12][0-9]{3}年|为(?!民)|根据|按照|近年来|近日|经)")
_ADDRESSEE_WORDS = re.compile("各|政府|部门|单位|委|局|厅|办|院|校|会|司|中心|乡|镇|街道|公司|同志|村|社区|企业|市民|居民|群众|朋友|老师|同学|先生|女士|代表|处|科|室|部|组|所|站")
_NOT_ADDRESSEES = re.compile("是指|所称|主要|形式|情形|之一|应当|如下|下列|以下|现将|通知|为了|根据|已经|经.{0,20}(?:同意|研究)|联系|电话|附件|索引|文号|日期|时间|来源|要求|原则|包括|注|说明|责任单位|牵头|[。！？]")
_LONGEST_ADDRESSEES = 420


@dataclass(frozen=True, slots=True)
class Piece:
    """A line or a part of one, view offsets; `gap` counts the blank lines before it; `cut` marks a part that began inside a line."""

    start: int
    end: int
    block: BlockKind = "text"
    gap: int = 0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all parts of the structure stage read: the view, its pieces, all numbers and dates in it."""

    document: Document
    view: View
    text: str
    pieces: tuple[Piece, ...]
    numbers: tuple[DocumentNumber, ...]
    dates: tuple[DateHit, ...]

    def words(self, index: int) -> str:
        """Text of a piece."""
        piece = self.pieces[index]
        return self.text[piece.start : piece.end]

    def dates_in(self, start: int, end: int) -> tuple[DateHit, ...]:
        """Dates that lie inside a range."""
        first = bisect_right(self.dates, start - 1, key=lambda d: d.start)
        last = bisect_right(self.dates, end, key=lambda d: d.start)
        return tuple(d for d in self.dates[first:last] if d.end <= end)

    def numbers_in(self, start: int, end: int) -> tuple[DocumentNumber, ...]:
        """Numbers that lie inside a range."""
        first = bisect_right(self.numbers, start - 1, key=lambda n: n.start)
        last = bisect_right(self.numbers, end, key=lambda n: n.start)
        return tuple(n for n in self.numbers[first:last] if n.end <= end)


def is_addressees(text: str) -> bool:
    """Whether a text (without its colon) reads like the line that a document is addressed to."""
    return 2 <= len(text) <= _LONGEST_ADDRESSEES and bool(_ADDRESSEE_WORDS.search(text)) and not _NOT_ADDRESSEES.search(text)


def plain_pieces(document: Document, view: View) -> list[Piece]:
    """One piece for every line of the view that is not blank; a line of which intake took a part for furniture gives several."""
    marked = [b for b in document.blocks if b.kind != "text" and b.end > b.start]
    starts = [b.start for b in marked]
    pieces: list[Piece] = []
    text, at, gap = view.text, 0, 0
    while at <= len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        first = at if view.starts is None or at >= len(view.starts) else view.starts[at]
        last = stop if view.starts is None or stop >= len(view.starts) else view.starts[stop]
        edges: list[tuple[int, int, BlockKind]] = []
        begin = at
        for n in range(max(0, bisect_right(starts, first) - 1), bisect_right(starts, last)):
            block = marked[n]
            low, high = max(begin, view.locate(block.start)), min(stop, view.locate(block.end))
            if low < high:
                edges += [(begin, low, "text"), (low, high, block.kind)]
                begin = high
        parts = [p for a, b, kind in [*edges, (begin, stop, "text")] if (p := _trimmed(text, a, b, kind, gap)) is not None]  # type: ignore[arg-type]
        gap = 0 if parts else gap + 1
        pieces += [parts[0], *(Piece(p.start, p.end, p.block, 0, True) for p in parts[1:])] if parts else []
        at = stop + 1
    return pieces


def _trimmed(text: str, begin: int, end: int, kind: BlockKind, gap: int) -> Piece | None:
    """A piece without blanks at its edges, None for a blank one."""
    while begin < end and text[begin] in " \t":
        begin += 1
    while end > begin and text[end - 1] in " \t":
        end -= 1
    return Piece(begin, end, kind, gap) if begin < end else None


def sheet_of(document: Document, view: View, numbers: list[DocumentNumber], organs: OrganRules, titles: TitleRules) -> Sheet:
    """The sheet of a document, long lines cut."""
    dates = find_dates(view.text)
    whole = Sheet(document, view, view.text, tuple(plain_pieces(document, view)), tuple(numbers), dates)
    pieces: list[Piece] = []
    head = True
    for piece in whole.pieces:
        if piece.block not in ("text", "title", "label"):
            pieces.append(piece)
            continue
        if piece.end - piece.start <= LONG:
            pieces += _cut(whole.text, piece, _note_cuts(whole.text, piece))
            continue
        cuts = _head_cuts(whole, piece, titles) if head else set()
        cuts |= _signature_cuts(whole, piece, organs) | _note_cuts(whole.text, piece)
        cuts |= _annex_cuts(whole.text, piece, cuts, titles)
        pieces += _cut(whole.text, piece, cuts)
        head = head and "。" not in whole.text[piece.start : piece.end]
    return Sheet(document, view, view.text, tuple(pieces), whole.numbers, dates)


def _cut(text: str, piece: Piece, cuts: set[int]) -> list[Piece]:
    """A piece cut at view offsets, blanks at the edges dropped."""
    edges = [piece.start, *sorted(c for c in cuts if piece.start < c < piece.end), piece.end]
    parts: list[Piece] = []
    for begin, end in zip(edges, edges[1:], strict=False):
        while begin < end and text[begin] in " \t":
            begin += 1
        while end > begin and text[end - 1] in " \t":
            end -= 1
        if begin < end:
            parts.append(Piece(begin, end, piece.block, 0 if parts else piece.gap, bool(parts)))
    return parts


def _head_cuts(sheet: Sheet, piece: Piece, titles: TitleRules) -> set[int]:
    """Where title, number and addressees of a document end that stands on one line."""
    text, cuts, at = sheet.text, set[int](), piece.start
    for number in sheet.numbers_in(piece.start, min(piece.end, piece.start + 300)):
        before, after = text[piece.start : number.start].rstrip(), text[number.end : number.end + 1]
        if after in "）)文精，。、；号》】" and after or before.endswith(("（", "(", "《")):
            continue
        if not before or titles.ends_title(before) or before.endswith("文件"):
            cuts |= {number.start, number.end}
            at = number.end
            break
    colon = text.find("：", at, min(piece.end, at + _LONGEST_ADDRESSEES))
    if colon > 0 and not re.search("[。；]", text[at:colon]):
        if at == piece.start and is_addressees(text[at:colon]) and "关于" not in text[at:colon]:
            return cuts | {colon + 1}
        ends = [at] if at > piece.start else []
        ends += [m.end() for m in titles.inside.finditer(text, at, colon)]
        for begin in reversed(ends):
            if is_addressees(text[begin:colon].strip()) and _balanced(text[begin:colon]):
                return cuts | {begin, colon + 1}
    if not cuts:
        for m in titles.inside.finditer(text, piece.start, min(piece.end, piece.start + _LONGEST_TITLE)):
            before = text[piece.start : m.end()]
            if re.search("[。；：]", before):
                break
            if _balanced(before) and len(before) >= 6 and _AFTER_TITLE.match(text, m.end()):
                return {m.end()}
    return cuts


def _balanced(words: str) -> bool:
    return words.count("《") == words.count("》")


def _signature_cuts(sheet: Sheet, piece: Piece, organs: OrganRules) -> set[int]:
    """Around every 「名称＋日期」 that stands between sentences: …请认真组织落实。某某县人民政府办公室2021年3月4日附件…"""
    text, cuts = sheet.text, set[int]()
    for hit in sheet.dates_in(piece.start, piece.end):
        if not _AFTER_DATE.match(text, hit.end, piece.end):
            continue
        floor = max(piece.start, hit.start - _TAIL)
        tail = text[floor : hit.start]
        stops = [m.end() for m in _SENTENCE_END.finditer(tail)]
        begin = floor + (stops[-1] if stops else 0)
        if not stops and floor > piece.start:
            continue
        name = text[begin : hit.start].strip()
        alone = not name and stops and tail[stops[-1] - 1] in "。）" and re.match(r"\s*(?:\Z|（此|附件|抄送)", text[hit.end : piece.end][:6])
        if alone or organs.organs(name):
            cuts |= {begin, hit.end}
    return cuts


def _note_cuts(text: str, piece: Piece) -> set[int]:
    """Around notes such as （此件公开发布）, and before 附件 behind a note or a full stop."""
    cuts = set[int]()
    for m in _NOTE.finditer(text, piece.start, piece.end):
        cuts |= {m.start(), m.end()}
    return cuts


def _annex_cuts(text: str, piece: Piece, cuts: set[int], titles: TitleRules) -> set[int]:
    """Behind the label and the title of an annex that begins behind a signature or a note on the same line."""
    found = set[int]()
    for cut in cuts:
        m = _ANNEX_GLUED.match(text, cut, piece.end)
        if m is None:
            continue
        begin = m.end()
        end = next((t.end() for t in titles.anywhere.finditer(text, begin, min(piece.end, begin + 80)) if text[t.end() : t.end() + 1] in " \t序（"), None)
        stop = re.compile("[。；，]").search(text, begin, end or begin)
        if end is not None and stop is None:
            found |= {m.end("label"), end}
    return found
