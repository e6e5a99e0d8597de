"""The deadline of an entry: the time words of its verb, best first, with the value that the deadline stage gives them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.draft.phrases import Range
from nlp.draft.sheet import Sheet
from nlp.types import Deadline, View

LAW = "政府信息公开条例第二十六条"
LAW_DEADLINE = "自信息形成或者变更之日起20个工作日内"
LAW_VALUE = "P20D"
_VAGUE = re.compile(r"^(?:及时|定期|不定期|适时|逐步|经常|阶段性|统一|集中|提前$|事先|事前|尽快|尽早)")
_HARD = re.compile(r"[0-9〇零一二两三四五六七八九十]|每|按|逐|底|末|前|内")
# 持续|发布, 动态更新: says how only with its verb
_GOING_ON = frozenset({"持续"})
_ONGOING = re.compile("(?:动态|滚动)(?:更新|调整|公开|公布|公示|发布)(?!机制|制度|工作)")
_RENEWED = re.compile("更新|调整|公开|公布|公示|发布")
# 经县政府|批准后|公布实施
_ONCE_APPROVED = re.compile(
    "(?:批准|审批|审定|核准|审议通过|表决通过|审核同意)后(?=(?:及时|依法|向社会|对外|予以|统一|组织|并)*(?:公布|公开|公示|发布|公告))"
)
# 一季度|公开一次: how often, not which
_ONCE = re.compile(r"(?:至少|不少于|对外|向社会|集中)*(?:公开|公布|公示|通报|公告|发布|更新)(?:[一1])次")
_HOW_OFTEN = {
    "一季度": ("每季度", "P3M"), "一个季度": ("每季度", "P3M"), "半年": ("每半年", "P6M"), "一年": ("每年", "P1Y"),
    "一月": ("每月", "P1M"), "一个月": ("每月", "P1M"), "一周": ("每周", "P1W"),
}  # fmt: skip
_WELL = re.compile(
    r"(?<=及时)(?:、|地|主动|准确|全面|客观|真实|完整|有效|规范|统一|如实)+$|^(?:准确|全面|主动|真实|客观|完整|、)+(?=及时$)"
)
_AT_LEAST = re.compile("(?<=[年度月周日天期])(?:至少|不少于|最少)$")  # 每季度|至少公开一次
# a bare count before its event or behind 前: 选举日的|二十日前, 出让日前|20日
_ANCHOR = re.compile(r"(?:在|于)(?P<event>[\u4e00-\u9fff]{1,10}(?:日|会议?|届满|前)的?)$")
_BARE = re.compile(r"[0-9一二三四五六七八九十]{1,4}(?:个)?(?:工作日|日|天|小时)(?:以前|之前|前)?")
_FARTHEST_ANCHOR = 14
_LOOSE = frozenset({"immediate", "vague"})
_JOINTS = frozenset({"", "、", "和", "或", "，"})
_MOST_OVERLAPS = 4  # findings that may end behind the start of a later one


@dataclass(frozen=True, slots=True)
class DeadlineCell:
    """Words, ISO value and place of a deadline."""

    words: str
    value: str | None
    place: Range


@dataclass(frozen=True, slots=True)
class PlacedDeadline:
    """A deadline finding with its view range."""

    start: int
    end: int
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The deadline findings of a document by view offset."""

    placed: tuple[PlacedDeadline, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, view: View, deadlines: Sequence[Deadline]) -> Deadlines:
        """Findings with their view ranges, in text order."""
        made = [PlacedDeadline(view.locate(d.start), view.locate(d.end), d) for d in deadlines]
        ordered = tuple(sorted(made, key=lambda p: p.start))
        return cls(ordered, tuple(p.start for p in ordered))

    def near(self, place: Range) -> list[PlacedDeadline]:
        """Findings that overlap a view range, in text order."""
        stop = bisect_left(self.starts, place[1])
        first = max(0, bisect_left(self.starts, place[0]) - _MOST_OVERLAPS)
        return [p for p in self.placed[first:stop] if place[0] < p.end]

    def inside(self, place: Range) -> PlacedDeadline | None:
        """The firmest finding that overlaps a view range."""
        return min(self.near(place), key=lambda p: (p.deadline.kind in _LOOSE, -p.end), default=None)

    def value(self, place: Range) -> str | None:
        """ISO value of the first finding that overlaps a view range."""
        return next((p.deadline.value for p in self.near(place)), None)


def deadline_cell(sheet: Sheet, times: Sequence[Range], deadlines: Deadlines, verb: Range, clause: Range) -> DeadlineCell | None:
    """The deadline of a disclosure: its own time words, best first; else a finding that stands in its clause."""
    joined = _join(sheet, times)
    own = [r for r in joined if clause[0] <= r[0] < clause[1] and _HARD.search(sheet.text, *r)]
    joined = own or joined
    if joined:
        best = max(joined, key=lambda r: _rank(sheet.text[r[0] : r[1]], deadlines.inside(r) is not None))
        found = deadlines.inside(best)
        words = sheet.text[best[0] : best[1]].replace("\n", "").strip("，、 ").removeprefix("于")
        anchor = _ANCHOR.search(sheet.text[max(0, best[0] - _FARTHEST_ANCHOR) : best[0]]) if _BARE.fullmatch(words) else None
        if anchor is not None:  # 在|选举日的|二十日前
            words, best = anchor["event"] + words, (best[0] - len(anchor["event"]), best[1])
        words = _WELL.sub("", words) or words  # 及时准确, 及时主动
        words = _AT_LEAST.sub("", words)
        if words in _GOING_ON and (on := _RENEWED.match(sheet.text, best[1])) is not None:
            words, best = words + on[0], (best[0], on.end())
        if words in _HOW_OFTEN and _ONCE.match(sheet.masked, best[1]):
            return DeadlineCell(*_HOW_OFTEN[words], best)
        return DeadlineCell(words, found.deadline.value if found else None, best)
    inside = [p for p in deadlines.near(clause) if clause[0] <= p.start and p.end <= clause[1]]
    if not inside:
        m = _ONGOING.search(sheet.masked, *clause) or _ONCE_APPROVED.search(sheet.masked, *clause)
        return None if m is None else DeadlineCell(m[0], None, m.span())
    one = min(inside, key=lambda p: (p.deadline.kind in _LOOSE, abs(p.start - verb[0])))
    return DeadlineCell(sheet.text[one.start : one.end], one.deadline.value, (one.start, one.end))


def is_vague(words: str) -> bool:
    """Whether words leave the time open (提前, 定期): a counted limit in the row of a table says more."""
    return bool(_VAGUE.match(words)) and not words.startswith("及时") and not _HARD.search(words.removeprefix("提前"))


def _join(sheet: Sheet, times: Sequence[Range]) -> list[Range]:
    """Ranges that touch, or are parted by 、 or 和 only, become one."""
    out: list[Range] = []
    for a, b in sorted(times):
        if out and a <= out[-1][1] + 1 and sheet.text[out[-1][1] : a] in _JOINTS:
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out


def _rank(words: str, known: bool) -> float:
    firm = _HARD.search(words) is not None and _VAGUE.match(words) is None
    return (2.0 if firm else 0.0) + (1.0 if known else 0.0) + min(len(words), 20) / 100
