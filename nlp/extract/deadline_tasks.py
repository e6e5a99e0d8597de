"""What is to be done by a deadline.

    市财政局要在每月10日前公开财政收支情况。   ->  公开财政收支情况
    特大火情1小时内、重大火情2小时内报告。   ->  报告, for both
    公开事项 | 公开时限 | … under a table's head  ->  the cell of the row that names the matter

The task is what follows the deadline in its clause; else what stands before it there; else the next clause, else an earlier one.
Other times, brackets that a range cuts, counts alone (2次) and the names of the units are no task.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from nlp.clauses import clauses
from nlp.types import Outline, Span

_SHORTEST_BEHIND, _SHORTEST_BEFORE, _LONGEST_TASK = 2, 4, 80
_LONGEST_ROW = 4_000  # of a table; a longer line is prose
_LONGEST_SENTENCE = 800  # how far on either side of a deadline its task may stand
# words that lean on a time and are no part of the task: 公示时间不少于|7日
_LEANS = re.compile(
    r"(?:并且?|应当?|须|要|必须|请|将|在|于|自|从|为|按照?|最迟|原则上|务必|不?得?(?:晚于|迟于|早于|超过|少于|低于)|少于|一般|不少|至少|提前)+$"
)
# a span that measures what stands before it: 公示时间不少于|7日, 过渡期限不超过|24个月, 公示期为|5天
_MEASURES = re.compile(
    r"(?:(?:期限?|时间|时长|有效期)(?:内|限)?|公示|公告|张贴|征求意见)(?:为|共|是|不?得?(?:少于|低于|超过|短于|长于)|一般|至少|原则上)*$"
)
_FRONT = re.compile(r"(?:以?[前内中]|之?前|起|后|左右)?[，、：\s”’）)]*(?:要|应当?|须|必须|将(?![^，。；]{1,30}报)|由|分别)*")
_JOINT = re.compile(r"[和及与或、，\s]|以及|至少")
_ASIDE_BEHIND = re.compile(r"[（(][^（）()]*[）)]?$")
_ASIDE_BEFORE = re.compile(r"[（(]?[^（）()]*[）)]")  # also one whose beginning is cut off
_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[0-9]{1,2}[.、．]\s*(?![0-9])")
# no task of its own: a condition, a role, a label of the time itself
_EMPTY = re.compile(
    r"如(?![期实])|若|逾期|(?:申请人|利害关系人|当事人|用户|群众|建设单位|公众)$|无异议|没有异议|(?:牵头|负责|配合|落实|实施|完成)$"
    r"|(?:完成|整改|办理|办结|承诺|法定|落实|计划|工作|要求|责任|公开)?(?:时限|期限|时间)(?:要求|节点|安排)?$"
)
_OWNER_DUTY = re.compile(r"(?:分别|负责|要|应当?|须|必须|将)*")
_LONGEST_NAMED = 14  # characters of an event before a time that has no verb behind it (重大火情|2小时内)
_COUNT = re.compile(r"(?:不少于|至少|各|共)?[0-9一二两三四五六七八九十]{1,3}[次场期篇条份个轮]?(?:以上)?$")
_CELL_END = re.compile(r"[\t|]")
# heads of columns that name the matter, the best first; not 公开依据, 责任单位
_MATTERS = tuple(
    re.compile(words)
    for words in (r"任务|事项|工作(?!单位|组|时)", r"措施|举措|内容|要点|项目|问题", r"目标|指标|名称|阶段|环节|频次")
)
_NO_MATTER = re.compile(r"依据|单位|时限|时间|期限|部门|责任|主体|渠道|载体|序号|备注|编码|级次|层级")
_ROW_NUMBER = re.compile(r"[0-9]{1,3}[.、]?")
_LONGEST_CELL, _MOST_CELLS, _BROKEN_REACH = 40, 8, 400
_FLAT_ROW = re.compile(r"[0-9]{1,3} \S+(?: \S+){3,}$")  # 1 项目库 入库名单 入库后5日内 网站 镇财政所
_NO_CELL = re.compile(r"[0-9.、\s（）()-]*$|《[^》]*》(?:、?《[^》]*》)*$")


def broken_row(text: str, at: int, low: int) -> tuple[int, int] | None:
    """The lines before a time that stands alone in its line and ends the row of a table broken into a cell a line.

    The row begins behind a line that holds its number only, at most some lines back and not before `low`.
    """
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    if (end if end >= 0 else len(text)) - start > _LONGEST_CELL:
        return None
    top = start
    for _ in range(_MOST_CELLS):
        if top <= low:
            return None
        line = text.rfind("\n", 0, top - 1) + 1
        if _ROW_NUMBER.fullmatch(text, line, top - 1):
            return (top, start) if top < start else None
        top = line
    return None


_MOST_STEPS = 24  # signs, numbers and times that are stripped from the head of a task


def _tables_by_line(text: str) -> tuple[list[int], list[int]]:
    """Where each line starts, and where the first row of its table does; the line itself where
    the one before it has no cells."""
    starts, firsts = [0], [0]
    in_table, at = bool(_CELL_END.search(text, 0, _end_of_line(text, 0))), 0
    while (at := text.find("\n", at) + 1) > 0:
        starts.append(at)
        firsts.append(firsts[-1] if in_table else at)
        in_table = _CELL_END.search(text, at, _end_of_line(text, at)) is not None
    return starts, firsts


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


class Tasks:
    """Finds the task of each deadline of a document. `times` are the view ranges of all its deadlines, in text order."""

    def __init__(self, outline: Outline, times: Sequence[tuple[int, int]]) -> None:
        self._outline = outline
        self._text = outline.view.text
        self._times = times
        self._starts = [a for a, _ in times]
        self._row_starts, self._first_rows = _tables_by_line(outline.view.text)
        self._read: tuple[tuple[int, int], list[tuple[int, int]]] = ((0, 0), [])

    def of(
        self, sentence: tuple[int, int], at: int, end: int, owners: Sequence[str], heading: tuple[int, int] | None = None
    ) -> Span | None:
        """The task of the deadline at text[at:end], whose sentence or cell is given, and whose units are `owners`.

        `heading` is that of its section: the task where the text around the deadline names none.
        """
        names = [name.replace("(", "（").replace(")", "）") for name in owners]
        sentence = max(sentence[0], at - _LONGEST_SENTENCE), min(sentence[1], end + _LONGEST_SENTENCE)
        for (a, b), least in (*self._places(sentence, at, end), *([(heading, _SHORTEST_BEFORE)] if heading else [])):
            low, high = self._without_owner(*self._trimmed(a, b), names)
            if high - low >= least and self._tells(low, high, names):
                return self._outline.view.span(low, min(high, low + _LONGEST_TASK))
        return None

    def _places(self, sentence: tuple[int, int], at: int, end: int) -> Iterator[tuple[tuple[int, int], int]]:
        """Ranges in which the task may stand, the likeliest first, with the least length of a task there."""
        text = self._text
        around = self._clauses_of(sentence)
        own = next(((a, b) for a, b in around if a <= at < b), sentence)
        front = _FRONT.match(text, end, max(end, own[1]))
        behind = (front.end() if front is not None else end, max(own[1], end))
        if (also := self._also(end)) is not None:
            yield (also, max(own[1], also)), _SHORTEST_BEHIND
        row = self._line(at)
        if _FLAT_ROW.match(text, *row):
            yield (text.find(" ", row[0]) + 1, text.rfind(" ", row[0], at)), _SHORTEST_BEFORE
        if (broken := broken_row(text, at, max(0, at - _BROKEN_REACH))) is not None:
            yield (broken[0], text.find("\n", broken[0])), _SHORTEST_BEFORE
        if _MEASURES.search(text, own[0], at):
            yield (own[0], at), _SHORTEST_BEHIND
        yield from self._in_bracket(own, at, end)
        yield behind, _SHORTEST_BEHIND
        if _COUNT.fullmatch(text, *self._trimmed(*behind)):  # 带队检查|每年两次，详情见附表
            yield (own[0], at), _SHORTEST_BEFORE
        later = [r for r in around if r[0] >= behind[1]]
        for place in later:
            yield place, _SHORTEST_BEHIND
            if not self._ends_with_time(*place):
                break
        yield (own[0], at), _SHORTEST_BEFORE
        for place in reversed([r for r in around if r[1] <= own[0]]):
            yield place, _SHORTEST_BEFORE
        yield from ((cell, _SHORTEST_BEFORE) for cell in self._cells(at))
        yield self._sentence_before(sentence[0]), _SHORTEST_BEFORE

    def _clauses_of(self, sentence: tuple[int, int]) -> list[tuple[int, int]]:
        """Clauses of a sentence; those of the last one are remembered, for deadlines of a sentence follow each other."""
        if self._read[0] != sentence:
            self._read = (sentence, list(clauses(self._text, *sentence)))
        return self._read[1]

    def _also(self, end: int) -> int | None:
        """Where the last of the times ends that share what is done (1小时内、重大事件2小时内|报告), None where there is one only."""
        last = None
        while self._text[end : end + 1] in ("、", "和", "及"):
            near = [(a, b) for a, b in self._near(end, end + _LONGEST_NAMED) if a > end]
            if not near or self._text.find("，", end, near[0][0]) >= 0:
                break
            last = end = near[0][1]
        return last

    def _sentence_before(self, start: int) -> tuple[int, int]:
        """The sentence before a bracket or label in its line (推进改造。（责任单位：…；完成时限：10月底前）)."""
        low = self._line(start)[0]
        opened = self._text.rfind("（", low, start)
        end = opened if opened >= 0 and self._text.find("）", opened, start) < 0 else start
        while end > low and self._text[end - 1] in "。；，、 （":
            end -= 1
        return max(low, self._text.rfind("。", low, end) + 1, self._text.rfind("；", low, end) + 1), end

    def _in_bracket(self, own: tuple[int, int], at: int, end: int) -> Iterator[tuple[tuple[int, int], int]]:
        """Where a task may stand for a time inside a bracket: behind it there, then behind the bracket, then before that."""
        text = self._text
        opened, close = text.rfind("（", own[0], at), text.find("）", end, own[1])
        if opened < 0 or close < 0 or text.find("）", opened, at) >= 0:
            return
        stops = [stop for stop in (text.find(c, end, close) for c in "，、") if stop >= 0]
        yield (end, min(stops, default=close)), _SHORTEST_BEHIND
        yield (close + 1, own[1]), _SHORTEST_BEHIND
        yield (own[0], opened), _SHORTEST_BEFORE

    def _cells(self, at: int) -> Iterator[tuple[int, int]]:
        """Cells of the deadline's table row that may name the matter: those under a fitting head, else the longest before it."""
        row = self._line(at)
        cells = list(self._split(*row)) if row[1] - row[0] <= _LONGEST_ROW else []
        if len(cells) < 2:
            return
        head = self._head(row[0], len(cells))
        ranked = [
            i
            for words in _MATTERS
            for i, (a, b) in enumerate(head)
            if words.search(self._text, a, b) and not _NO_MATTER.search(self._text, a, b)
        ]
        for i in dict.fromkeys(ranked):
            yield cells[i]
        yield from sorted((c for c in cells if c[1] <= at), key=lambda c: c[0] - c[1])

    def _head(self, start: int, width: int) -> list[tuple[int, int]]:
        """Cells of the first row of the table whose row starts at `start`, where it is as wide."""
        first = self._first_rows[bisect_right(self._row_starts, start) - 1]
        cells = list(self._split(*self._line(first))) if first < start else []
        return cells if len(cells) == width else []

    def _split(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Ranges of the cells of a row."""
        for stop in (*_CELL_END.finditer(self._text, start, end), None):
            yield start, stop.start() if stop else end
            start = stop.end() if stop else end

    def _line(self, at: int) -> tuple[int, int]:
        end = self._text.find("\n", at)
        return self._text.rfind("\n", 0, at) + 1, end if end >= 0 else len(self._text)

    def _tells(self, low: int, high: int, owners: Sequence[str]) -> bool:
        """Whether a range says something: no count, no time, no name of a unit, no number of a row."""
        words = self._text[low:high]
        if _COUNT.match(words) or _EMPTY.match(words) or _NO_CELL.match(words) or words in owners:
            return False
        return not self._ends_with_time(low, high)

    def _ends_with_time(self, low: int, high: int) -> bool:
        """Whether a range ends with another time (重大火情2小时内): what is to be done then stands elsewhere."""
        while high > low and self._text[high - 1] in "，、：；。）) ":
            high -= 1
        named = next((self._text[low:a] for a, b in self._near(low, high) if low <= a and b == high), None)
        return named is not None and len(named) <= _LONGEST_NAMED and not named.endswith(("至", "到", "在", "于", "过"))

    def _without_owner(self, low: int, high: int, names: Sequence[str]) -> tuple[int, int]:
        """A range without the unit at its head (县教育局要|汇总上报)."""
        name = next((n for n in names if self._text.startswith(n, low, high)), None)
        if name is None or low + len(name) == high:
            return low, high
        duty = _OWNER_DUTY.match(self._text, low + len(name), high)
        return (duty.end() if duty else low), high

    def _near(self, low: int, high: int) -> Sequence[tuple[int, int]]:
        return self._times[bisect_left(self._starts, low) : bisect_right(self._starts, high)]

    def _trimmed(self, a: int, b: int) -> tuple[int, int]:
        """A range without stops at its ends, brackets that it cuts, times at its head, and words that lean on the time."""
        text = self._text
        while a < b and (text[b - 1].isspace() or text[b - 1] in "，、：；。|“"):
            b -= 1
        if b > a and text[b - 1] == "）" and "（" not in text[a:b]:
            b -= 1
        if (aside := _ASIDE_BEHIND.search(text, a, b)) is not None and aside.start() > a:
            b = aside.start()
        elif (aside := _ASIDE_BEFORE.match(text, a, b)) is not None:
            a = aside.end()
        leaning = _LEANS.search(text, a, b)
        b = leaning.start() if leaning is not None else b
        for _ in range(_MOST_STEPS):
            if a >= b:
                break
            number = _NUMBER.match(text, a, b)
            if text[a].isspace() or text[a] in "，、：；。|”’）":
                a += 1
            elif number:
                a = number.end()
            elif past := self._past_time(a, b):
                a = past
            else:
                break
        closed = text.find("”", a, b)
        return a, closed if closed > a and text.find("“", a, closed) < 0 else b

    def _past_time(self, a: int, b: int) -> int | None:
        """Where a time ends that stands at `a`, perhaps behind a joint (和7月底|报送)."""
        joint = _JOINT.match(self._text, a, b)
        for start in (a, joint.end() if joint else a):
            end = next((e for s, e in self._near(start, start) if s == start and e <= b), None)
            if end is not None:
                return end
        return None
