"""When a document says for all its matters, or for those of a part, how often they are disclosed (一般村务定期公开，最长不超过三个月)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from nlp.draft.phrases import Range
from nlp.draft.sheet import Sheet
from nlp.types import Section

WHY = "文件统一规定"
_N = "[0-9一二三四五六七八九十两半]{1,4}"
# 每季度一次, 自信息形成之日起7个工作日内, 最长不超过三个月, 长期
_WHEN = (
    rf"每(?:年|季度?|月)[^，。；：]{{1,12}}(?:前|内)|(?:至少)?每(?:个)?(?:半年|年|季度|季|月|周|日|天)(?:度)?(?:至少)?(?:{_N}次)?|按(?:年|半年|季|月|周)度?|(?:一|半)(?:个)?(?:季度|年|月)(?:至少)?一次"
    rf"|(?:最长|最迟|原则上|一般)*(?:不(?:得)?超过|不晚于){_N}(?:个)?(?:工作日|月|季度|年|天|日)|自?[^，。；：]{{2,24}}(?:之日起|后){_N}(?:个)?(?:工作日|天|日)(?:之?内|以内)?"
    rf"|{_N}(?:个)?(?:工作日|天|日)(?:之?内|以内)|每(?:年|季度?|月)[^，。；：]{{1,12}}(?:前|内)|长期|定期|随时|及时|实时|即时"
)
_SHOWN = r"(?:公开|公布|公示|公告|张榜|更新|发布)"
# 公开时间：…, 公示时限为…, 更新周期一般为…
_OF_TIME = re.compile(
    rf"(?:信息|内容|事项|村务|政务|党务|厂务|校务|院务|居务)?{_SHOWN}(?:的)?(?:时间|时限|期限|频次|频率|周期)(?:一般|原则上|要求|应当?|要)*(?:为|是|：|:)?(?P<when>{_WHEN})"
)
# 每季首月15日|为统一的财务公开日
_DAY_OF_ALL = re.compile(
    r"(?P<when>每(?:年|季度?|月|半年|周)[^，。；：]{0,12}?(?:[0-9一二三四五六七八九十]{1,3}[日号]|初|末|底|[周星期]+[一二三四五六日天]))(?:定?为|是)(?:统一的?|固定的?|全[村镇乡县]|法定的?|的)*(?:村务|政务|党务|厂务|校务|院务|居务|财务|三务|信息)?(?:公开|公示|公布)日"
)
# 一般村务|定期|公开, 公开内容|每季度|更新|一次, 常规性工作要|按月|公开
_OF_ALL = re.compile(
    r"(?P<kind>一般|常规性?|经常性|日常|普通)?(?:的|性)?(?:村务|政务|党务|厂务|校务|院务|居务|(?:公开)?(?:的)?(?:内容|事项|信息|工作))(?:的)?(?:原则上|一般|至少|应当?|要|须|均|应予|必须)*"
    rf"(?P<when>{_WHEN})(?:集中|向社会|向群众|张榜)*{_SHOWN}(?:[一1]次)?"
    rf"|^(?:{_SHOWN}(?:的)?(?:内容|信息|事项)|(?:以上|上述|所列)(?:内容|信息|事项))(?:原则上|一般|至少|应当?|要|须|均|在)*(?P<then>{_WHEN})(?:集中|向社会)*{_SHOWN}(?:[一1]次)?"
)
_LONGEST = re.compile(
    rf"^(?:最长|最迟|一般|原则上)*(?:不(?:得)?超过){_N}(?:个)?(?:工作日|月|季度|年|天|日)|^(?:至少)?每[^，。；]{{1,6}}一?次"
)
_FIRM = re.compile(r"[0-9一二三四五六七八九十半]|每|按")
_PARTIAL = re.compile(r"特殊|重大|紧急|临时|阶段|热点|专项|突发")
TIME_TITLE = re.compile(r"(?:公开|公示|公布|公告)?的?(?:时间|时限|期限|频次|周期)(?:要求)?$")
# below such a title, where no other limit stands: 自作出决定之日起7个工作日内进行公示
_UNDER_TITLE = re.compile(rf"\s*(?:信息|内容|事项)?(?:应当?|要|须|原则上|一般|统一)*(?P<when>{_WHEN})")
_ANY_LIMIT = re.compile(_WHEN)
_HOLDING = re.compile(r"公开|公示|公布|公告|更新|发布|张榜|时间|时限|周期")


@dataclass(frozen=True, slots=True)
class Period:
    """Words of a limit for all, where they stand, and the part that they hold for ("": all)."""

    place: Range
    within: str


def periods_of(sheet: Sheet, sections: Mapping[str, Section]) -> tuple[Period, ...]:
    """What limits a document sets for all its matters; () where it sets none, or several without saying which is the common one."""
    found: list[tuple[bool, Period]] = []
    if not _HOLDING.search(sheet.masked):
        return ()
    for section in sections.values():
        under = _under_title(sheet, section)
        if under is not None:
            found.append((False, Period(under, _reach(sections, section))))
            continue
        for pattern in (_OF_TIME, _OF_ALL, _DAY_OF_ALL):
            for clause in re.finditer(r"[^。；\n]+", sheet.masked[section.text_start : section.own_end]):
                at = section.text_start + clause.start()
                m = _first(pattern, clause[0])
                if m is None:
                    continue
                name = "then" if "then" in m.groupdict() and m["then"] else "when"
                a, b = _firmer(clause[0], m.start(name), m.end(name), m.end())
                common = "kind" in m.groupdict() and m["kind"] is not None
                found.append((common, Period((at + a, at + b), _reach(sections, section))))
    common_ones = [p for common, p in found if common]
    ways = {sheet.masked[slice(*p.place)] for _, p in found}
    if common_ones:
        return tuple(common_ones[:1])
    return tuple(p for _, p in found[:1]) if len(ways) == 1 else ()


def _under_title(sheet: Sheet, section: Section) -> Range | None:
    """The one limit below a title such as 公示时限, None where there is none or more than one."""
    if section.title is None or TIME_TITLE.fullmatch(re.sub(r"\s", "", section.title)) is None:
        return None
    m = _UNDER_TITLE.match(sheet.masked, section.text_start, section.own_end)
    if m is None or _PARTIAL.search(sheet.masked, section.text_start, section.own_end):
        return None
    return m.span("when") if sum(1 for _ in _ANY_LIMIT.finditer(sheet.masked, section.text_start, section.own_end)) == 1 else None


def period_for(periods: tuple[Period, ...], path: str) -> Range | None:
    """Where the limit stands that holds for the matters of a section, None where none does."""
    return next((p.place for p in periods if not p.within or path == p.within or path.startswith(p.within + "/")), None)


def _first(pattern: re.Pattern[str], clause: str) -> re.Match[str] | None:
    """The first statement of a sentence that is about all matters, not about special ones (重大事项随时公开)."""
    for m in pattern.finditer(clause):
        begin = clause.rfind("，", 0, m.start()) + 1
        before = clause[begin : m.start()]
        if not _PARTIAL.search(clause[begin : m.end()]) and len(before) <= 2:
            return m
    return None


def _firmer(clause: str, a: int, b: int, end: int) -> Range:
    """A counted limit behind a vague one: 定期公开，|最长不超过三个月."""
    if _FIRM.search(clause, a, b) or not clause.startswith("，", end):
        return a, b
    m = _LONGEST.match(clause[end + 1 :])
    return (a, b) if m is None else (end + 1 + m.start(), end + 1 + m.end())


def _reach(sections: Mapping[str, Section], section: Section) -> str:
    """The part that a statement holds for: a heading such as 公开时限 speaks for what stands beside it."""
    above = section.path.rpartition("/")[0]
    if section.title and TIME_TITLE.search(section.title):
        return above if above in sections and sections[above].kind not in ("chapter", "part", "division") else ""
    return above if section.level > 2 and sections[above].kind not in ("chapter", "part", "division") else ""
