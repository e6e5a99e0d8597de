"""What the deadline stage needs to know of the document: its own time, its sections, its time columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date

from nlp.dates import find_dates
from nlp.extract.deadline_context import is_time_head
from nlp.extract.deadline_rules import DeadlineRules
from nlp.extract.deadline_values import Times
from nlp.types import Line, Outline, Section

# 某县2018年工作要点 -> 2018; 2023—2024年度实施方案 -> 2023
_TITLE_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?:年?度?[\-—－–~～至](?:20)?[0-9]{2})?(?=年)")
# 〔2018〕, 2018年; not 到2020年, 2020年底前
_CITED_YEAR = re.compile(r"[〔\[（【]((?:19|20)[0-9]{2})[〕\]）】]|(?<![到至0-9])((?:19|20)[0-9]{2})年(?![底末前])")
_SET_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年(?:年?底|年?末|[0-9]{1,2}月(?:[0-9]{1,2}日|底|末|份)?)(?:之|以)?前")
_NUMBER_YEAR = re.compile(r"[〔\[［]((?:19|20)[0-9]{2})[〕\]］]")
# 2021年5月底前, 2021年底前, 2021年三季度前: a day by which something is due; not 2010年底前建成的
_DUE_YEAR = re.compile(
    r"(?<![到至0-9])((?:19|20)[0-9]{2})年(?:[0-9]{1,2}月(?:[0-9]{1,2}日|底|末|份)?|[一二三四1-4]季度末?|上半年|年?底|年?末)(?:之|以)?前"
    r"(?![^，。；\n]{0,12}的)"
)
# 即日起至2020年12月31日, 截止到2017年9月22日: a text is open until then, so it is no younger
_OPEN_UNTIL = re.compile(r"(?:即日起|之日起|征集|征求|报名|申报|建议|意见)[^，。；\n0-9]{0,8}(?:至|到|截止)(20[0-9]{2})年[0-9]{1,2}月")
# 日期：2022-03-08, （2018年5月2日）: the line of a page or title that dates it where the metadata name no date
_DATED_LINE = re.compile(
    r"(?:日期|(?<![\u4e00-\u9fff])时间|(?:发布|更新|发文|发稿|印发|生成|公开|成文|制定|上网|录入)时间|发布|发布于|印发|公开)[：:\x20]*(?=[12２二])"
    r"|(?m:^[（(]?(?=[12２二]))"
)
_DATED_LINE_END = re.compile(
    r"(?!（(?:星期|周))[）)]?(?:\x20|\n|$|[0-9]{1,2}[:：时]|[^\u4e00-\u9fff，。；]|来源|浏览|点击|作者|字[体号]|阅读|信息|文章|访问)"
)
_HEAD_REACH, _TAIL_REACH = 400, 200
_PLAN_WORDS = re.compile(r"计划|要点|方案|安排|任务|分工|意见|通知")
# （一）动员部署阶段（4月下旬）: a label, a few words, a bracket
_HEADING_BRACKET = re.compile(r"(?:[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．])?[^，。：；（）]{0,16}（[^（）]{1,30}）")
_LONGEST_HEADING = 60
_LONGEST_HEAD = 8  # 时间节点: the head of a column
_LONGEST_CELL = 200
_LONGEST_TASK = 300  # of a table with running numbers
_COARSE_DAY = re.compile(r" ?(?:20[0-9]{2}年(?:[0-9]{1,2}月)?|[0-9]{1,2}月)(?:底|末)?前?[ |]*")
_LONGEST_ANSWER = 40  # characters of a line that answers a heading
_LABEL_NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]?\x20*")
_CELL_STOP = re.compile(r"[\t|]")
_FEWEST_BARS = 2  # in a line of cells
_LATE_MONTHS = 11  # from November on, a plan for the next year speaks of that year


def times_of(outline: Outline) -> Times:
    """Date and year of the document: its signature, else a year in its title, else publication, else a date that stands alone
    at its head or end, else the latest year cited, no later than the earliest day by which something is due.

    A plan signed in December speaks of the year in its title.
    """
    data = outline.metadata
    titled = [int(y) for y in _TITLE_YEAR.findall(data.title)]
    signed = _iso(data.written_on)
    if signed is not None:
        next_year = signed.month >= _LATE_MONTHS and signed.year + 1 in titled and _PLAN_WORDS.search(data.title) is not None
        return Times(signed, signed.year + next_year, next_year)
    issued = next((d for d in map(_iso, (data.printed_on, data.published_on)) if d), None) or _dated_line(outline.view.text)
    open_until = min(map(int, _OPEN_UNTIL.findall(outline.view.text)), default=None) if issued is None else None
    if open_until is not None and open_until == max(titled or cited_years(outline), default=0) - 1:
        return Times(None, open_until)
    if titled:
        return Times(issued if issued is not None and issued.year == titled[-1] else None, titled[-1], True)
    if issued is not None:
        older = _put_online_later(outline.view.text, issued.year) if data.printed_on is None else None
        return Times(issued, issued.year) if older is None else Times(None, older)
    cited = cited_years(outline)
    due = min(map(int, _DUE_YEAR.findall(outline.view.text)), default=2050)
    return Times(None, max((y for y in cited if 1990 <= y <= due), default=due if due < 2050 else None))


def cited_years(outline: Outline) -> list[int]:
    """Years that a text names, those up to which something is to last left out."""
    return [int(a or b) for a, b in _CITED_YEAR.findall(outline.view.text)]


def _put_online_later(text: str, published: int) -> int | None:
    """The year of a text that a page shows years after it was written: numbers and days that it sets all lie before."""
    due = [int(y) for y in _SET_YEAR.findall(text)]
    cited = [int(y) for y in _NUMBER_YEAR.findall(text)]
    if not due or not cited or not max(cited) <= max(due) < published:
        return None
    return max(cited)


def _dated_line(text: str) -> date | None:
    """A date that stands alone, or behind a label, at the head of a text, or alone at its end."""
    for low, high in ((0, _HEAD_REACH), (max(0, len(text) - _TAIL_REACH), len(text))):
        piece = text[low:high]
        for hit in find_dates(piece):
            labelled = [m for m in _DATED_LINE.finditer(piece, 0, hit.start + 1) if m.end() == hit.start]
            if labelled and _DATED_LINE_END.match(piece, hit.end) and (low == 0 or labelled[-1][0].strip("（(") == ""):
                return hit.date
    return None


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
    """Which cells of a table row stand under a head such as 完成时限; lines of cells parted by | are rows, too."""

    def __init__(self, rules: DeadlineRules) -> None:
        self._rules = rules
        self._heads: dict[int | None, tuple[int, frozenset[int]]] = {}
        self._row = 0  # the running number of the row of such a table
        self._torn = 0  # lines since the last time head of a table whose cells stand on lines of their own, 0 where there is none

    def see(self, text: str, line: Line) -> None:
        """Remember the head row of a table, the first that has a time head."""
        cells = _cells(text, line)
        if len(cells) == 1:
            self._see_torn(cells[0].rstrip(" |"))
        if len(cells) < 2:
            self._heads.pop(None, None)  # a table in plain text ends with its last line of cells
        if len(cells) < 2 or line.table in self._heads:
            return
        columns = frozenset(i for i, cell in enumerate(cells) if is_time_head(cell, self._rules))
        if columns:
            self._heads[line.table] = (len(cells), columns)

    def covers(self, text: str, line: Line, offset: int) -> bool:
        """Whether an offset of a line lies in a cell of a time column."""
        head = self._heads.get(line.table)
        if head is None:
            return self._torn > 1 and (line.kind != "row" or self._row > 0) and _COARSE_DAY.fullmatch(text, line.start, line.end) is not None
        cells, before = _cells(text, line), _CELL_STOP.findall(text, line.start, offset)
        from_right = len(cells) - len(before)  # a row may lack the cell that it shares with the one above
        return len(cells) > 1 and (
            len(before) in head[1] if len(cells) == head[0] else {head[0] - c for c in head[1]} == {from_right} == {1}
        )


    def _see_torn(self, words: str) -> None:
        """Follow a table whose cells stand on lines of their own: from its time head to the first line that is prose."""
        if len(words) <= _LONGEST_HEAD and is_time_head(words, self._rules):
            self._torn, self._row = 1, 0
        elif self._torn:
            counted = words.strip() == str(self._row + 1)
            self._row += counted
            prose = len(words) > (_LONGEST_TASK if self._row else _LONGEST_CELL)
            self._torn = 0 if prose else self._torn + 1


def _cells(text: str, line: Line) -> list[str]:
    """Cells of a row; of a line of prose that line alone."""
    if line.kind != "row" and text.count("|", line.start, line.end) < _FEWEST_BARS:
        return [text[line.start : line.end]]
    return _CELL_STOP.split(text[line.start : line.end].removesuffix("|"))


def stands_under_time_head(text: str, line: Line, section: Section, rules: DeadlineRules) -> bool:
    """Whether a short line is what a heading or the line before announces (一、办理时限 / 15个工作日)."""
    if line.end - line.start > _LONGEST_ANSWER or line.kind == "row":
        return False
    if section.heading is not None and text[section.heading[1] : line.start].strip(" \n。：") == "":
        return is_time_head(text[slice(*section.heading)], rules)
    before = text[text.rfind("\n", 0, max(0, line.start - 1)) + 1 : max(0, line.start - 1)]
    return is_time_head(_LABEL_NUMBER.sub("", before).rstrip("：: "), rules)
