"""What the deadline stage needs to know of the document: its own time, its sections, its time columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date

from nlp.extract.deadline_context import is_time_head
from nlp.extract.deadline_rules import DeadlineRules
from nlp.extract.deadline_values import Times
from nlp.types import Line, Outline, Section

# 某县2018年工作要点 -> 2018
_TITLE_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?=年)")
# 〔2018〕, 2018年; not 到2020年, 2020年底前
_CITED_YEAR = re.compile(r"[〔\[（【]((?:19|20)[0-9]{2})[〕\]）】]|(?<![到至0-9])((?:19|20)[0-9]{2})年(?![底末前])")
_PLAN_WORDS = re.compile(r"计划|要点|方案|安排|任务|分工|意见|通知")
# （一）动员部署阶段（4月下旬）: a label, a few words, a bracket
_HEADING_BRACKET = re.compile(r"(?:[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．])?[^，。：；（）]{0,16}（[^（）]{1,30}）")
_LONGEST_HEADING = 60
_LATE_MONTHS = 11  # from November on, a plan for the next year speaks of that year


def times_of(outline: Outline) -> Times:
    """Date and year of the document: its signature, else a year in its title, else publication, else the latest year cited.

    A plan signed in December speaks of the year in its title.
    """
    data = outline.metadata
    titled = [int(y) for y in _TITLE_YEAR.findall(data.title)]
    signed = _iso(data.written_on)
    if signed is not None:
        next_year = signed.month >= _LATE_MONTHS and signed.year + 1 in titled and _PLAN_WORDS.search(data.title) is not None
        return Times(signed, signed.year + next_year, next_year)
    issued = next((d for d in map(_iso, (data.printed_on, data.published_on)) if d), None)
    if titled:
        return Times(issued if issued is not None and issued.year == titled[-1] else None, titled[-1], True)
    if issued is not None:
        return Times(issued, issued.year)
    cited = [int(a or b) for a, b in _CITED_YEAR.findall(outline.view.text)]
    return Times(None, max((y for y in cited if 1990 <= y <= 2050), default=None))


def told_times(times: Times, title: str) -> Times:
    """Times of what a report tells: signed in January, it speaks of the year before, which stands in its title."""
    titled = [int(y) for y in _TITLE_YEAR.findall(title)]
    if times.written is not None and titled and max(titled) == times.written.year - 1:
        return Times(times.written, times.written.year - 1, True)
    return times


def _iso(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


class Sections:
    """Sections by offset, heading ranges, and which parts of a report are about plans."""

    def __init__(self, sections: tuple[Section, ...]) -> None:
        self._sections = sections
        self._starts = [s.start for s in sections]
        self._titles = {s.path: s.title or "" for s in sections}

    def at(self, offset: int) -> Section:
        """The deepest section that holds a view offset."""
        return self._sections[max(bisect_right(self._starts, offset) - 1, 0)]

    def in_heading(self, text: str, offset: int, sentence_end: int) -> bool:
        """Whether an offset stands in the heading of its section, also in a bracket at its end (（一）自查阶段（9月底前）。)."""
        section = self.at(offset)
        if section.heading is not None and section.heading[0] <= offset < section.heading[1]:
            return True
        begin = section.heading[1] if section.heading is not None else section.start
        if offset - begin > _LONGEST_HEADING or not _HEADING_BRACKET.fullmatch(text, begin, sentence_end):
            return False
        return text[sentence_end : sentence_end + 1] == "。" and text[sentence_end + 1 : sentence_end + 2] not in ("", "\n")

    def plans(self, offset: int, rules: DeadlineRules) -> bool:
        """Whether the section, or one above it, is headed 下一步打算 or the like."""
        path = self.at(offset).path
        while path:
            if rules.cues["plan-section"].search(self._titles.get(path, "")):
                return True
            path = path.rpartition("/")[0]
        return False


class TimeColumns:
    """Which cells of a table row stand under a head such as 完成时限."""

    def __init__(self, rules: DeadlineRules) -> None:
        self._rules = rules
        self._heads: dict[int | None, tuple[int, frozenset[int]]] = {}

    def see(self, text: str, line: Line) -> None:
        """Remember the head row of a table, the first that has a time head."""
        if line.kind != "row" or line.table in self._heads:
            return
        cells = text[line.start : line.end].split("\t")
        columns = frozenset(i for i, cell in enumerate(cells) if is_time_head(cell, self._rules))
        if columns and len(cells) > 1:
            self._heads[line.table] = (len(cells), columns)

    def covers(self, text: str, line: Line, offset: int) -> bool:
        """Whether an offset of a line lies in a cell of a time column."""
        head = self._heads.get(line.table) if line.kind == "row" else None
        if head is None:
            return False
        row = text[line.start : line.end]
        return row.count("\t") + 1 == head[0] and row.count("\t", 0, offset - line.start) in head[1]
