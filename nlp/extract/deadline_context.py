"""Where a mention stands: its clause and sentence, and whether these make it a deadline.

Kept out are dates of documents, things already done, lengths that are no limits, rates, office hours, and 及时 with verbs
other than publishing and reporting. What a neighbourhood looks like in which an expression is no deadline stands in
`rules/deadline-contexts.tsv`; the tests here are those that need the document's own date or kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.extract.deadline_rules import ContextRule, DeadlineRules, Mention
from nlp.extract.deadline_values import Times, Value

_LONGEST_CLAUSE, _LONGEST_SENTENCE = 160, 800
_STOPS = r"，：。；！？\n\t|"
# To the end of a clause: brackets and quotations are passed over whole; an unmatched bracket ends it too. The second pattern
# reads the text in front of a mention backwards.
_CLAUSE_REST = re.compile(rf"(?:[^{_STOPS}（）“《〔【]|（[^（）]*）|“[^“”]*”|《[^《》]*》|〔[^〔〕]*〕|【[^【】]*】|[“《〔【])*")
_CLAUSE_REST_BACKWARDS = re.compile(
    rf"(?:[^{_STOPS}（）”》〕】]|）[^（）]*（|”[^“”]*“|》[^《》]*《|〕[^〔〕]*〔|】[^【】]*【|[”》〕】])*"
)
# bare expressions that as often name something (第三季度收支情况) as they set a time
_NAMING = frozenset({"month-on", "quarter", "half", "half-second", "month-range", "month-range-short", "quarter-range"})
_ENDS = frozenset({"day-closing", "day-range", "day-range-in-month", "day-range-short", "iso-range"})
_STOPS_THERE = re.compile(r"止|为止|截止|结束")
_WHOLE_YEARS = frozenset({"year-to", "year-by", "year-do", "year-do-direct", "year-aim"})
_FLOATING_YEARS = ("当年", "次年", "翌年", "下年", "下一年")  # which year depends on the case (当年完成数)
_FAR_AHEAD = 180  # days
_RECENT = 45  # days: figures behind a date that lies further ahead are aims (2019年完成80%), not results
# 公示期自|5月6日起至5月12日止, 公示期7个工作日（|5月6日至5月15日）
_STANDS_OPEN = re.compile("(?:公示|公告|征求意见|征集意见|意见征集|报名|申报|反馈|受理)(?:期|时间|期限|日期)(?:限)?[^，。；\n]{0,14}[自从为：（(是]$")
_NEAR_PERIOD = 30
_LABEL_END = re.compile(r"(?:要求)?[）】]?(?:原则上|一般|均)?(?:[：:]|为|是|)(?:自|从)?$")
_BARE_PUBLISHING = re.compile(r"(?:更新|公开|公布|发布|公示)?）?$")  # 公开时限：实时; 更新频率：及时更新
_MANNER = re.compile("(?:按照?|根据|依据|依照|结合|通过|利用|以)[^，。；]{2,30}")
_COARSE = frozenset("年月季底末度旬")
# 已完成, 召开了, 曾; not 对已完成的项目, 了解, 为了
_DONE = re.compile(r"(?<![对将把的在与和、为于就凡除各从属])已(?!经?[^，。]{0,14}的)|(?<![为除罢])了(?![解结然望])|曾(?!祖)")
# what a report says of the future: 要, 应, 将于; not 重要, 要求, 应急
_MUST = re.compile(
    r"""(?<![重主需纪摘概])要(?![求点素闻约害件目])
      | 应当 | 应(?![急用对]) | 必须 | 须 | 请 | 拟 | 力争 | 务必 | 确保 | 下一步 | 今后 | 计划(?:于|在)
      | 将(?:于|在|进一步|继续|按|根据|对|完成|启动|建成|实施|开展|组织|全面|加快|推进|建立|新建|实现|着力|坚持)""",
    re.VERBOSE,
)
_QUARTERS = re.compile("[；，、](?:到|至)?第?[二三四2-4]季度(?!至|到)")
_LEAST_STEPS, _TIMETABLE = 2, 120  # further quarters, and within how many characters
_REPORT_SAID = re.compile(r"(?:编制|公布|发布|形成)[^。；，]{0,30}20[0-9]{2}年[^。；，]{0,20}(?:年度报告|年报)")
_HEAD_REACH = 400
_OVER = re.compile("[已过！]")  # 调查时间已过期
_DONE_BEFORE = re.compile(r"(?:已|已经|已于|曾|曾于)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of text in which sentences are read: view range of the sentence and of the clause of a mention."""

    text: str
    sentence: tuple[int, int]
    clause: tuple[int, int]

    @property
    def whole_sentence(self) -> str:
        """Text of the sentence."""
        return self.text[self.sentence[0] : self.sentence[1]]


@dataclass(frozen=True, slots=True)
class Stage:
    """What a mention's part of the document is like: its times, whether it reports, what its table column announces."""

    times: Times
    reports: bool = False  # a report, here telling what was done
    in_time_cell: bool = False
    alone_in_cell: bool = False
    recurs: bool = False  # a cell beside it holds a frequency
    standing: bool = False  # a rule that holds for years


def place_of(text: str, start: int, end: int, sentence: tuple[int, int]) -> Place:
    """Clause around text[start:end]: to the next comma or stop on either side; brackets and quotations are passed over whole."""
    ahead = _CLAUSE_REST.match(text, end, max(end, min(sentence[1], end + _LONGEST_CLAUSE)))
    front = _CLAUSE_REST_BACKWARDS.match(text[max(sentence[0], start - _LONGEST_CLAUSE) : start][::-1])
    near = max(sentence[0], start - _LONGEST_SENTENCE), min(sentence[1], end + _LONGEST_SENTENCE)
    return Place(text, near, (start - (front.end() if front else 0), ahead.end() if ahead else end))


def in_title_marks(text: str, start: int, sentence: tuple[int, int]) -> bool:
    """Whether an offset stands inside 《…》 of its sentence."""
    opened = text.rfind("《", sentence[0], start)
    return opened >= 0 and text.find("》", opened, start) < 0 <= text.find("》", start, sentence[1])


def is_deadline(mention: Mention, value: Value, place: Place, stage: Stage, rules: DeadlineRules) -> bool:
    """Whether a mention says when something must be done or published."""
    if in_title_marks(place.text, mention.start, place.sentence):
        return False
    names = _names(mention)
    if any(_holds(rule, mention, place) for rule in [r for r in rules.contexts if not r.applies.isdisjoint(names)]):
        return False
    if mention.rule.need == "chain":
        return False
    if mention.rule.need == "label":
        return stage.in_time_cell or _announced(mention, place, rules) is True
    if mention.rule.need == "publish":
        return _publishes(mention, place, stage, rules)
    if value.dated is not None and not (_lies_ahead(mention, value, stage) or _of_timetable(mention, value, place, stage)):
        return False
    if stage.alone_in_cell or stage.in_time_cell:
        return True
    if mention.rule.need == "plan":
        return _planned(mention, value, place, stage, rules)
    return not _done(mention, place) and not _merely_reported(mention, value, stage)


def _names(mention: Mention) -> tuple[str, ...]:
    return (mention.rule.kind, mention.rule.need, mention.rule.id)


def _holds(rule: ContextRule, mention: Mention, place: Place) -> bool:
    """Whether a context row applies at a mention."""
    text, (sa, sb), (ca, cb) = place.text, place.sentence, place.clause
    if rule.where == "before":
        lo = max(sa, mention.start - 24)
        return bool(rule.pattern.search(text, lo, mention.start)) and not (
            rule.unless is not None and rule.unless.search(text, lo, mention.start)
        )
    if rule.where == "after":
        return bool(rule.pattern.match(text, mention.end, sb)) and not (
            rule.unless is not None and rule.unless.match(text, mention.end, sb)
        )
    a, b = {"left": (ca, mention.start), "right": (mention.end, cb), "clause": (ca, cb), "sentence": (sa, sb)}[rule.where]
    return bool(rule.pattern.search(text, a, b)) and not (rule.unless is not None and rule.unless.search(text, a, b))


def _announced(mention: Mention, place: Place, rules: DeadlineRules) -> bool | None:
    """True directly behind a label such as 完成时限：, False behind 办公时间：, None behind neither."""
    left = place.text[max(place.sentence[0], mention.start - 16) : mention.start]
    labels = [m for m in rules.cues["time-label"].finditer(left) if _LABEL_END.match(left, m.end())]
    if not labels:
        return None
    return not any(m.end() == labels[-1].end() for m in rules.cues["time-label-not"].finditer(left))


def _publishes(mention: Mention, place: Place, stage: Stage, rules: DeadlineRules) -> bool:
    """及时 and its like: the verb of its own clause publishes or reports."""
    text = place.text
    if stage.reports:
        return False
    behind = text[mention.end : place.clause[1]]
    if _done(mention, place):
        return False
    if _BARE_PUBLISHING.match(behind) and (stage.in_time_cell or _announced(mention, place, rules)):
        return True
    before = text[place.sentence[0] : mention.start]
    if rules.publishing.governs(behind, before):
        return True
    stop = place.clause[1]
    if not _MANNER.fullmatch(behind) or text[stop : stop + 1] != "，":
        return False  # 定期按照隶属关系，向区绿化部门报告: the verb stands behind the comma
    return rules.publishing.governs(text[stop + 1 : place_of(text, stop + 1, stop + 1, place.sentence).clause[1]], before)


def _lies_ahead(mention: Mention, value: Value, stage: Stage) -> bool:
    """Whether a date can still be a deadline, seen from the document's date.

    An expression with 前 may have run out within the document's own year (a plan printed in May names March); a bare date
    must lie ahead.
    """
    dated, written = value.dated, stage.times.written
    if dated is None:
        return True
    if mention.rule.id in _WHOLE_YEARS and (mention.slot("year") or "").startswith(_FLOATING_YEARS):
        return False
    if mention.rule.id == "year-aim":
        return stage.times.year is not None and dated.year > stage.times.year
    if written is None:
        return stage.times.year is None or dated.year >= stage.times.year
    if mention.rule.need == "sure":
        return dated.year >= written.year
    if mention.rule.id in ("day-range", "day-range-in-month", "day-range-short", "iso-range", "day-closing"):
        return dated >= written
    return dated > written


def _of_timetable(mention: Mention, value: Value, place: Place, stage: Stage) -> bool:
    """Whether a date gone by is still a step of the year's plan: in a time column, or the first of a list of quarters."""
    written, dated = stage.times.written, value.dated
    if written is None or dated is None or dated.year != written.year:
        return False
    if stage.in_time_cell:
        return True
    behind = place.text[mention.end : mention.end + _TIMETABLE].split("。")[0]
    return mention.rule.id == "quarter" and len(_QUARTERS.findall(behind)) >= _LEAST_STEPS


def _planned(mention: Mention, value: Value, place: Place, stage: Stage, rules: DeadlineRules) -> bool:
    """A bare date counts where the sentence plans something."""
    if _merely_reported(mention, value, stage) or _announced(mention, place, rules) is False:
        return False
    if mention.rule.id in _NAMING and not rules.cues["plan-follows"].match(place.text, mention.end, place.sentence[1]):
        return _announced(mention, place, rules) is True
    written, dated = stage.times.written, value.dated
    left, told = place.text[place.clause[0] : mention.start], _told(mention, place)
    recent = written is None or dated is None or (dated - written).days <= _RECENT
    cues = ("past", "past-figures") if recent else ("past",)
    if _DONE.search(told) or any(rules.cues[cue].search(told) or rules.cues[cue].search(left) for cue in cues):
        return False
    this_month = written is not None and dated is not None and (dated.year, dated.month) == (written.year, written.month)
    if mention.rule.id in _ENDS and _ends_a_period(mention, place, rules):
        return True
    if written is None or (this_month and (dated == written or mention.rule.id in _NAMING)):
        return _announced(mention, place, rules) is True or _has_task(place, rules)
    return True


def _ends_a_period(mention: Mention, place: Place, rules: DeadlineRules) -> bool:
    """Whether a date ends a period that a label announces (报名时间：自公告发布之日起至7月21日16:00止)."""
    text, (begin, _), start = place.text, place.sentence, mention.start
    if mention.rule.id != "day-closing" and _STANDS_OPEN.search(text, max(begin, start - _NEAR_PERIOD), start):
        return True
    if not _STOPS_THERE.match(text, mention.end) and text[mention.end - 1] != "止":
        return False
    if rules.cues["time-label"].search(text, begin, start) is None:
        return False
    return rules.cues["time-label-not"].search(text, begin, start) is None


def _told(mention: Mention, place: Place) -> str:
    """What is said of a bare date: the rest of its clause, and the next one where it stands before a comma (上半年，完成…)."""
    end = place.clause[1]
    if not place.text[mention.end : end].strip("）") and end < place.sentence[1]:
        end = place_of(place.text, end + 1, end + 1, place.sentence).clause[1]
    return place.text[mention.end : end]


def _merely_reported(mention: Mention, value: Value, stage: Stage) -> bool:
    """Whether a report tells of it; what lies ahead of its own date is a plan even there, but not a day without a year far ahead.

    A report of January 2022 tells of 12月23日 of the year before.
    """
    if not stage.reports:
        return False
    if mention.rule.id == "day-on" and not mention.slot("year") and value.dated is not None and stage.times.written is not None:
        return (value.dated - stage.times.written).days > _FAR_AHEAD or value.dated <= stage.times.written
    return value.dated is None or stage.times.written is None or value.dated <= stage.times.written


def _done(mention: Mention, place: Place) -> bool:
    """Whether the clause tells of something done (年底前已完成, 每季度召开了)."""
    return (
        _DONE.search(place.text, mention.end, place.clause[1]) is not None
        or _DONE_BEFORE.search(place.text, max(place.clause[0], mention.start - 3), mention.start) is not None
    )


def _has_task(place: Place, rules: DeadlineRules) -> bool:
    return rules.cues["task"].search(place.whole_sentence) is not None


def is_time_head(cell: str, rules: DeadlineRules) -> bool:
    """Whether a column head announces deadlines (完成时限), not other times (发布时间)."""
    cell = cell.strip()
    heads = list(rules.cues["time-label"].finditer(cell))
    if not heads or len(cell) > 16 or _OVER.search(cell, heads[-1].end()):
        return False
    return not any(m.end() == heads[-1].end() for m in rules.cues["time-label-not"].finditer(cell))


def says_must(sentence: str) -> bool:
    """Whether a sentence of a report says what must or will be done."""
    return _MUST.search(sentence) is not None


def reports_what_was_done(title: str, rules: DeadlineRules) -> bool:
    """Whether a document by its title tells what was done (总结, 年度报告) and does not say what to do (通知, 方案)."""
    last_report = max((m.end() for m in rules.cues["report-title"].finditer(title)), default=-1)
    last_plan = max((m.end() for m in rules.cues["plan-title"].finditer(title)), default=-1)
    return last_report > last_plan


def announced_report(text: str) -> str:
    """The words with which a text without a title says that it is a report (现公布某县2023年度工作年度报告), else nothing."""
    m = _REPORT_SAID.search(text[:_HEAD_REACH])
    return m[0] if m is not None else ""


def is_coarse(words: str) -> bool:
    """Whether an expression names a month or more, not a day: such a one may stand alone in a line of a broken table."""
    return words.rstrip("前以之内份")[-1:] in _COARSE
