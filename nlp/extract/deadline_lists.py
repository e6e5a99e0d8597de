"""Times that depend on what stands beside them: lists, frequencies, and a coarse time that a finer one narrows down.

每年7月17日前和12月20日前           ->  12月20日前 shares 每年
每半年公布一次，分别于6月底、12月底前  ->  both days come back every year
每季度 | 当年3月、9月的中旬     ->  so do they in a table row; 中旬 holds for both months
2024年底10月前                      ->  one time, the finer one
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from nlp.extract.deadline_context import Place, Stage
from nlp.extract.deadline_rules import Mention
from nlp.extract.deadline_slots import read_count
from nlp.extract.deadline_values import Value
from nlp.types import Line

_LIST_JOINT = re.compile(r"(?:[、和及与或，]|以及)$")
_EVERY_YEAR = re.compile(r"每个?(?:自然|会计|预算)?(?:年|学年)|按年|逐年|各年度")
_YEAR_AFTER = ("次年", "翌年", "当年", "下一年")
# rows that only continue a list of that period: 每周一、周四; 每日8时、17时
_LISTS = {"P1W": ("weekday-list", "weekday-number-list"), "P1D": ("clock-list",)}
# a cell that holds nothing but a frequency: 每季度, 每半年一次, 按月
_FREQUENCY_CELL = re.compile(
    r"(?:每(?:个|一)?(?:年度?|半年|学期|季度?|双月|半个?月|月|旬|周|星期)|[按逐](?:年度?|季度?|月|旬|周)|半年|[年季月周])"
    r"(?:末|底)?(?:更新|公开|公布|公示|监测|检测|[（(])*(?:(?:至少|不少于)?[一二两三四1-9]次)?[）)]?"
)
_CELL_STOPS = re.compile(r"[\t|]")
_LONGEST_CELL, _CELLS_BEFORE = 24, 4  # a table broken into a cell a line
_MONTHLY = frozenset({"P1M", "P15D", "P10D"})
_YEARLY = frozenset({"P3M", "P6M", "P1Y"})
_SEVERALLY = re.compile(r"分别[^，。；0-9]{0,6}$")
_THIS_MONTH = re.compile(r"\{(?:this|next)month\}")
# 次年1月31日前公布上一年度…: in a standing rule (办法, 制度) a day of every year
_OF_A_YEAR = re.compile(r"上一?年度?|本年度|[一全]年度|年度(?:报告|工作|总结|预算|决算|财务)")
_STANDING_TITLE = re.compile(
    r"(?:办法|制度|规定|条例|细则|规程|规则|指南|章程|规范)(?:[（(][^（）()]*[）)])?》?(?:[（(][^（）()]*[）)])?(?:的(?:通知|公告|决定))?$"
)
_OF_ONE_YEAR = re.compile(r"(?<![（(0-9])20[0-9]{2}年?(?!修)[^《》]{0,24}(?:招生|招录|招聘|录取|考试|考核|评选|评比|工作|普通)")
_YEAR_ENDS = frozenset({"year-end-bare", "year-end-bare-by", "year-within-bare"})  # in a standing rule: of every year
_WHOLE_MONTHS = frozenset({"month-on", "month-number-list", "yearly-month", "yearly-month-number"})
_NUMBERS = frozenset({"month-number-list", "yearly-month-number"})
_PARTS = frozenset(
    {"month-early", "month-middle", "month-early-by", "month-middle-by", "yearly-month-early", "yearly-month-middle"}
)


@dataclass(frozen=True, slots=True)
class Found:
    """A kept mention with its value and place."""

    mention: Mention
    value: Value
    place: Place
    in_cell: bool = False


def states_standing_rules(title: str) -> bool:
    """Whether a document by its title holds for years (办法, 制度), so that its days come back; not 2016年…招生规定."""
    return _STANDING_TITLE.search(title) is not None and _OF_ONE_YEAR.search(title) is None


def firm(text: str, found: list[Mention]) -> list[Mention]:
    """Mentions; a bare date that a firm one continues is firm too (6月底和12月底前: 前 holds for both)."""
    out = list(found)
    for at in range(len(out) - 2, -1, -1):
        one, after = out[at], out[at + 1]
        lists = one.rule.kind == "date" == after.rule.kind and joined(text, one, after)
        if lists and after.rule.need == "sure" and one.rule.need == "plan":
            out[at] = one.as_rule(replace(one.rule, need="sure"))
    return out


def joined(text: str, first: Mention, second: Mention) -> bool:
    """Whether two mentions are a list (6月底、12月底前)."""
    between = text[first.end : second.start]
    return len(between) <= 2 and _LIST_JOINT.search(between) is not None


def frequency_beside(text: str, lines: Sequence[Line], at: int) -> bool:
    """Whether a cell beside those of a line holds a frequency: in its row, or in one of the lines before in a broken table."""
    line = lines[at]
    cells = _CELL_STOPS.split(text[line.start : line.end])
    if len(cells) > 1:
        return any(_FREQUENCY_CELL.fullmatch(cell.strip()) for cell in cells)
    for before in reversed(lines[max(0, at - _CELLS_BEFORE) : at + 1]):
        cell = text[before.start : before.end].strip()
        if len(cell) > _LONGEST_CELL or "。" in cell:
            return False
        if before is not line and _FREQUENCY_CELL.fullmatch(cell):
            return True
    return False


def coming_back(text: str, found: list[Mention], at: int, value: Value | None, kept: list[Found], stage: Stage) -> str | None:
    """Recurring value of a date without a year of its own that a frequency or the kind of the document repeats, else None."""
    mention = found[at]
    dated = value.dated if value is not None else None
    said = mention.slot("year2") or ""
    if mention.rule.kind != "date" or dated is None or (said and not said.startswith(_YEAR_AFTER)):
        return None
    periods = {one.value.text for one in kept if one.value.text in _MONTHLY | _YEARLY and not _dated_between(kept, one)}
    if _THIS_MONTH.search(mention.rule.value):
        return _in_month(mention, dated) if stage.recurs or not periods.isdisjoint(_MONTHLY) else None
    begin = kept[-1].mention.start if kept else max(0, mention.start - 40)
    listed = (at > 0 and joined(text, found[at - 1], mention)) or (at + 1 < len(found) and joined(text, mention, found[at + 1]))
    severally = listed and not periods.isdisjoint(_YEARLY)
    severally = severally or (bool(periods) and _SEVERALLY.search(text, begin, mention.start) is not None)
    follows = stage.standing and (bool(said) or mention.rule.id in _YEAR_ENDS)
    follows = follows or (
        stage.standing and mention.rule.need == "sure" and _OF_A_YEAR.search(text, *_sentence(text, mention)) is not None
    )
    if stage.recurs or severally or follows:
        return _in_year(dated)
    return None


def _sentence(text: str, mention: Mention) -> tuple[int, int]:
    """From the last full stop before a mention to the next one behind it."""
    end = text.find("。", mention.end, mention.end + 120)
    return max(text.rfind("。", 0, mention.start) + 1, mention.start - 120), end if end >= 0 else mention.end + 120


def _dated_between(kept: list[Found], one: Found) -> bool:
    """Whether a fixed date was named behind a frequency: it then speaks of something else."""
    return any(k.mention.start > one.mention.start and k.value.dated is not None for k in kept)


def _in_year(dated: date) -> str:
    """P1Y@07-17; the end of February as 02-28."""
    return f"P1Y@{dated.month:02d}-{28 if (dated.month, dated.day) == (2, 29) else dated.day:02d}"


def _in_month(mention: Mention, dated: date) -> str:
    return "P1M@end" if mention.rule.value.endswith("-end") else f"P1M@{dated.day:02d}"


def shared(text: str, begin: int, head: Found | None, mention: Mention, value: Value | None) -> str | None:
    """Recurring value of a mention that shares the 每年 or 每月 of `head`, else None; `begin` is where its sentence begins."""
    if mention.rule.need == "label":
        return None
    dated = value.dated if value is not None else None
    year = mention.slot("year2") or ""
    if dated is not None and year.startswith(_YEAR_AFTER) and _EVERY_YEAR.search(text, begin, mention.start):
        return f"P1Y@{dated.month:02d}-{dated.day:02d}"
    if head is None:
        return None
    period, in_list = head.value.text.partition("@")[0], joined(text, head.mention, mention)
    if period == "P1Y" and dated is not None and not year:
        return f"P1Y@{dated.month:02d}-{dated.day:02d}" if in_list or mention.rule.need == "sure" else None
    if not in_list:
        return None
    if period == "P1M" and mention.rule.id == "month-end-bare-by":
        return "P1M@end"
    if period == "P1M" and mention.rule.id == "day-of-month-list":
        day = read_count(mention.slot("day") or "")
        return None if day is None else f"P1M@{day:02d}"
    if value is not None and mention.rule.id in _LISTS.get(period, ()):
        return value.text
    return None


def with_shared_days(text: str, kept: list[Found]) -> list[Found]:
    """Months of a list take the part of the month that stands at its end (3月、9月的中旬; 3、6、9、12月15日前)."""
    out = list(kept)
    for at in range(len(out) - 2, -1, -1):
        one, after = out[at], out[at + 1]
        rule, behind = one.mention.rule.id, after.mention.rule.id
        if rule not in _WHOLE_MONTHS or not joined(text, one.mention, after.mention):
            continue
        says_day = "月的" in text[after.mention.start : after.mention.end] and not after.mention.rule.value.endswith("-end")
        says_day = says_day or (rule in _NUMBERS and "{day}" in after.mention.rule.value)
        given = behind in _PARTS or says_day or after.value.part is not None
        part = after.value.part or after.value.text[-2:]
        if given and one.value.text[:-3].count("-") == after.value.text[:-3].count("-"):
            ends = one.value.text[:-2] + part
            on_a_day = one.value.dated is not None and not one.value.yearless and one.value.text[4:5] == "-"
            dated = date.fromisoformat(ends) if on_a_day else one.value.dated
            out[at] = replace(one, value=replace(one.value, text=ends, dated=dated, part=part))
    return out


def narrowed(kept: list[Found]) -> list[Found]:
    """A time directly followed by a finer one inside it is one with that (2024年底10月前, 三季度9月20日前)."""
    out: list[Found] = []
    for one in kept:
        last = out[-1] if out else None
        if last is not None and last.mention.end == one.mention.start and _holds(last.value, one.value):
            whole = Mention(last.mention.start, one.mention.end, one.mention.rule, one.mention.slots)
            out[-1] = replace(one, mention=whole)
        else:
            out.append(one)
    return out


def _holds(coarse: Value, fine: Value) -> bool:
    """Whether a date lies in the year that ends with a coarser one."""
    a, b = coarse.dated, fine.dated
    return a is not None and b is not None and a.year == b.year and b <= a
