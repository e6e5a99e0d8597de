"""What the record reads of a document: its title without line ends, and its running text, as view ranges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.types import Outline, Span

Range = tuple[int, int]
_READ = frozenset({"body", "heading"})
# what a title says before and behind its matter: 某市人民政府办公室关于印发…的通知
_FRONT = re.compile(r"^.{0,40}?(?:关于|印发|转发|批转)(?:进一步|认真|切实|做好|印发|转发|批转|加强|开展|全面|深入|实施|公布|发布)*")
_BACK = re.compile(r"(?:的|（.{1,12}）)*(?:紧急|补充)?(?:通知|通告|公告|意见|决定|函|批复|通报|请示|报告|令|方案|办法|规定)(?:（.{1,12}）)?$")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text put together from view ranges; `at[i]` is the view offset of its character i."""

    text: str
    at: Sequence[int]

    def place(self, start: int, end: int) -> Range:
        """View range of a part of the text."""
        return self.at[start], self.at[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Reading:
    """Title, lines of the body and headings of a document; view ranges."""

    outline: Outline
    title: Passage
    lines: tuple[Range, ...]
    headings: tuple[Range, ...]

    def text(self, place: Range) -> str:
        """Text of a view range."""
        return self.outline.view.text[place[0] : place[1]]

    def simplified(self, spans: Sequence[Span], value: str) -> str:
        """What a metadata value reads in the view; the value itself where it has no places."""
        view = self.outline.view
        return "".join(view.text[view.locate(s.start) : view.locate(s.end)] for s in spans) or value

    def span(self, place: Range) -> Span:
        """Source span of a view range."""
        return self.outline.view.span(*place)

    def opening(self, characters: int) -> Passage:
        """The first `characters` of the body."""
        text: list[str] = []
        at: list[int] = []
        for a, b in self.lines:
            b = min(b, a + characters - len(at))
            text.append(self.text((a, b)))
            at += range(a, b)
            if len(at) >= characters:
                break
        return Passage("".join(text), at)


def read_outline(outline: Outline) -> Reading:
    """The reading of an outline: lines of text inside the body, headings of its sections."""
    low, high = outline.body
    lines = tuple(
        (max(x.start, low), min(x.end, high)) for x in outline.lines if x.kind in _READ and x.end > low and x.start < high
    )
    headings = tuple(s.heading for s in outline.sections if s.heading is not None and s.heading[1] > s.heading[0])
    return Reading(outline, _title(outline), lines, headings)


def _title(outline: Outline) -> Passage:
    view = outline.view
    spans = outline.metadata.evidence.get("title", ())
    at = [i for s in spans for i in range(view.locate(s.start), view.locate(s.end)) if not view.text[i].isspace()]
    return Passage("".join(view.text[i] for i in at), at)


def matter_of(title: str) -> Range:
    """Where a title says what it is about: without the issuer before 关于 and the kind of document at the end.

    >>> title = "某市人民政府关于加强消防工作的意见"
    >>> a, b = matter_of(title)
    >>> title[a:b]
    '消防工作'
    """
    front = _FRONT.match(title)
    low = front.end() if front else 0
    back = _BACK.search(title, low)
    high = back.start() if back and back.start() > low + 1 else len(title)
    return low, high
