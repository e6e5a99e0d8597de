"""Printed lines -> paragraphs: page furniture aside, lines joined by indent, right margin and numbering labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from nlp.intake.pdf_lines import TextLine

_PAGE_NUMBER = re.compile(
    r"^[-—–－―·•~～_\s|]*(?:第\s*)?[0-9０-９IVXivx]{1,5}\s*页?[-—–－―·•~～_\s|]*(?:[/／,，]?\s*(?:共|of)?\s*[0-9]{1,5}\s*页?)?\s*$"
)
_LABEL = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[0-9]{1,3}[.、．）)](?![0-9])|第[一二三四五六七八九十百零〇0-9]{1,6}[编章节条]|[①-⑳㈠-㈩⑴-⒇]"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}[\s\u4e00-\u9fff]|附件|附表|附录|抄送|主送|注[：:]|[A-Za-z][.)）、]|[●■□◆★▲√☑])"
)
_LEADER = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|．{3,}|-{6,})\s*[0-9IVXivx]{0,5}$")
_FINISHED = re.compile(r"[。！？；：:;][”’」）)]?$")
_ENDED = re.compile(r"[。！？][”’」）)]?$")
_OPEN = re.compile(r"[、，（《“〔]$")  # no paragraph ends so
_HANGING = re.compile(r"[、，（《“〔的和与及]$")  # nor does a line of a title end so where the title ends
_LATIN_WORD = re.compile(r"[!-~]+")
_URL_TAIL = re.compile(r"(?:://|www\.|@)[!-~]*$")
_DATE = re.compile(r"^(?:[0-9]{4}|[二〇○零一九][〇○零一二三四五六七八九]{3})\s*年.{1,3}月.{1,3}日$")
_NO_START = tuple("，。、；：！？）》”’」』〕】%")
_LATIN_END, _LATIN_START = re.compile(r"[A-Za-z0-9,.;:]$"), re.compile(r"^[A-Za-z0-9]")

_MARGIN_ZONE = 0.1  # share of the page's height in which headers and footers stand
_OUTER_ZONE = 0.2  # the same for the first and last two lines of a page


@dataclass(frozen=True, slots=True)
class Margins:
    """Left and right edge of the running text and the usual distance between lines."""

    left: float
    right: float
    pitch: float


@dataclass(slots=True)
class Paragraph:
    """A paragraph with the page on which it begins."""

    text: str
    page: int


# ---------------------------------------------------------------- headers and footers
def split_margins(
    pages: Sequence[Sequence[TextLine]], heights: Sequence[float]
) -> tuple[list[list[TextLine]], list[tuple[str, str]]]:
    """Lines of every page without page numbers and running heads; and those heads once each as (header or footer, text).

    A head is a line in the outer part of the page that comes back at the same height on three pages (on two in a short file).
    """
    zones = [_zones(lines, height) for lines, height in zip(pages, heights, strict=True)]
    counts: Counter[tuple[bool, str, int]] = Counter()
    for lines, where in zip(pages, zones, strict=True):
        counts.update({key for line, zone in zip(lines, where, strict=True) if zone is not None for key in _keys(line, zone)})
    least = 3 if len(pages) > 4 else 2
    kept: list[list[TextLine]] = []
    heads: dict[tuple[str, str], None] = {}
    for lines, where in zip(pages, zones, strict=True):
        body = []
        for n, (line, zone) in enumerate(zip(lines, where, strict=True)):
            if zone is None:
                body.append(line)
                continue
            common = any(counts[key] >= least for key in _keys(line, zone)) and len(line.text) < 160
            if _PAGE_NUMBER.match(line.text) and (n in (0, len(lines) - 1) or common):
                continue
            if common and not _LABEL.match(line.text):
                heads.setdefault(("header" if zone else "footer", _without_number(line.text)), None)
                continue
            body.append(line)
        kept.append(body)
    return kept, list(heads)


def _keys(line: TextLine, zone: bool) -> tuple[tuple[bool, str, int], ...]:
    """What makes two heads the same: zone, text without page number, height to within four points (two keys: no sharp edge)."""
    text = "".join(_without_number(line.text).split())
    if _PAGE_NUMBER.match(line.text):
        text = "#"
    return (zone, text, int(line.middle // 4)), (zone, text, int((line.middle + 2) // 4) + 100_000)


def _zones(lines: Sequence[TextLine], height: float) -> list[bool | None]:
    """For each line True in the header's zone, False in the footer's, None in between; the outermost lines may lie further in."""
    out: list[bool | None] = []
    for n, line in enumerate(lines):
        top = _OUTER_ZONE if n < 2 else _MARGIN_ZONE
        bottom = _OUTER_ZONE if n >= len(lines) - 2 else _MARGIN_ZONE
        out.append(True if line.bottom < top * height else False if line.top > (1 - bottom) * height else None)
    return out


def _without_number(text: str) -> str:
    """A running head without the page number at its end or beginning."""
    bare = re.sub(r"^(?:第?\s*[0-9]{1,4}\s*页?)\s+|\s+(?:第?\s*[0-9]{1,4}\s*页?(?:\s*共\s*[0-9]+\s*页)?)$", "", text).strip()
    return bare or text


# ---------------------------------------------------------------- paragraphs
def margins_of(lines: Sequence[TextLine], general: Margins | None = None) -> Margins | None:
    """Edges of the running text: the leftmost edge that lines share, the right edge that many long lines reach.

    A page of first lines only (a list of items, each set in by two characters) shows no left margin of its own: that of the
    whole document, `general`, then holds.
    """
    sizes: Counter[int] = Counter()
    for line in lines:
        sizes[round(line.em * 2)] += len(line.text)
    if not sizes:
        return general
    usual = sizes.most_common(1)[0][0]
    body = median(line.em for line in lines if round(line.em * 2) == usual)
    lines = [line for line in lines if abs(line.em - body) < 0.08 * body + 0.3]  # banners and notes have margins of their own
    widest = max(line.x1 - line.x0 for line in lines)
    long = [line for line in lines if line.x1 - line.x0 > 0.7 * widest]
    em = median(line.em for line in long)
    if len(long) < 3:
        if general is not None or widest < 20 * em:
            return general
        return Margins(min(line.x0 for line in lines), max(line.x1 for line in lines), 1.8 * em)  # a file of a few lines
    lefts = Counter(round(line.x0 / 2) for line in lines)
    shared = sorted(edge for edge in lefts if sum(lefts[edge + d] for d in (-1, 0, 1)) >= max(2, 0.06 * len(lines)))
    left = (shared[0] if shared else min(lefts)) * 2.0
    rights = sorted(line.x1 for line in long)
    right = rights[int(0.8 * (len(rights) - 1))]
    wrapped = any(right - a.x1 < em and abs(b.x0 - left) < 0.5 * em and not _LABEL.match(b.text) for a, b in pairwise(lines))
    if general is not None and 1.2 * em < left - general.left < 3.2 * em and not wrapped:
        left = general.left
    reach = sum(1 for x in rights if abs(x - right) < 0.6 * em)
    if general is not None and reach < max(3, 0.3 * len(rights)):  # no line of this page need reach the margin, and one may reach beyond
        right = general.right if reach < 2 else max(right, general.right)
    steps = [b.top - a.top for a, b in pairwise(lines) if 0 < b.top - a.top < 4 * a.em]
    return Margins(left, right, median(steps) if steps else 1.6 * em)


def join_lines(
    lines: Sequence[TextLine], margins: Mapping[tuple[int, int], Margins | None], alone: Callable[[str], bool]
) -> list[Paragraph]:
    """Paragraphs of a run of lines that nothing interrupts; it may run over columns and pages.

    `margins` by page and column; `alone` knows lines that never join others (page furniture).
    """
    paragraphs: list[Paragraph] = []
    before: TextLine | None = None
    for line in lines:
        text = line.text.strip()
        if not text:
            continue
        if alone(text):
            paragraphs.append(Paragraph(text, line.page))
            before = None
            continue
        here = margins.get((line.page, line.column))
        there = margins.get((before.page, before.column)) if before is not None else None
        if before is not None and here is not None and there is not None and continues(before, line, there, here):
            paragraphs[-1].text = join_text(paragraphs[-1].text, text)
        else:
            paragraphs.append(Paragraph(text, line.page))
        before = line
    return paragraphs


def join_text(a: str, b: str) -> str:
    """Two printed lines as one: a blank only between Latin words."""
    if a.endswith("-") and _LATIN_START.match(b) and a[-2:-1].isalpha():
        return a[:-1] + b
    words = _LATIN_END.search(a) and _LATIN_START.match(b) and not (a[-1].isdigit() and b[0].isdigit())
    return a + (" " if words and not _URL_TAIL.search(a) else "") + b


def continues(before: TextLine, line: TextLine, there: Margins, here: Margins) -> bool:
    """Whether a line goes on with the paragraph of the line before it; margins of the pages on which the two stand."""
    em = min(before.em, line.em)
    if abs(before.em - line.em) > 0.15 * max(before.em, line.em) or _LEADER.search(before.text) or _LEADER.search(line.text):
        return False
    if there.right - before.x1 > _unfit(before.text, line.text) * em:
        return False  # the line before ends short of the margin
    indent, before_indent = line.x0 - here.left, before.x0 - there.left
    step = line.top - before.top
    if _DATE.match(line.text) and indent > 2.9 * em:  # below the name of who signs
        return False
    if _DATE.match(before.text) and before_indent > 2.9 * em:  # what stands below it is another thing
        return False
    if before.page == line.page and step > 1.7 * here.pitch and step > 1.9 * em:
        return False
    if (_centred(line, here, em) and not _HANGING.search(before.text)) or (_centred(before, there, em) and before_indent > 3 * em):
        return False
    if _ENDED.search(before.text) and abs(before.em - line.em) > (0.05 if step > 1.2 * here.pitch else 0.07) * em:
        return False  # a heading in slightly other type
    if _LABEL.match(line.text) and (_FINISHED.search(before.text) or indent > 0.8 * em):
        return False
    if indent < 1.2 * em or _OPEN.search(before.text):
        return True
    long = before.x1 - before.x0 > 0.5 * (there.right - there.left)
    if long and there.right - before.x1 < 1.2 * em and not _FINISHED.search(before.text):
        return before.page == line.page or indent < 4 * em  # set in as far on another page: another thing
    # an indented line begins a paragraph, except where the whole block is set in
    return abs(indent - before_indent) < 0.6 * em and indent > 2.9 * em


def _unfit(before: str, text: str) -> float:
    """How much room, in characters, a full line may leave: one character, two where a mark must follow it, a Latin word."""
    if _OPEN.search(before):
        return 8
    word = _LATIN_WORD.match(text)
    if word:
        return min(1.6 + 0.6 * len(word[0]), 20)
    return 2.6 if text[1:2] in _NO_START else 1.6


def _centred(line: TextLine, margins: Margins, em: float) -> bool:
    left, right = line.x0 - margins.left, margins.right - line.x1
    return left > 3 * em and right > 3 * em and abs(left - right) < 2 * em
