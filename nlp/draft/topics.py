"""Where a topic begins and ends: 听证报告|应附卷, 结果|报出资人机构, 组织|图解产品|在网站发布."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.draft.changes import handling
from nlp.draft.given import TOPIC_END
from nlp.draft.phrases import Range, event_start, times_in
from nlp.draft.reading import Disclosure, Place

COUNTED = re.compile(r"[0-9〇一二三四五六七八九十]|每|按|年底|月底")
# 结果|报出资人机构|并公布: something is done with it first
_HANDED = re.compile(
    r"(?:(?<![举申填])报(?!告|表|名|价|道|刊|警|废|销|酬|考|关)|报送|报告|抄送|反馈|提供给?|送(?!达)|交(?!易|通|流|付|费|款|警))(?P<whom>[^，、]{2,16}?)(?:备案|备查|审批|审核|批准)?$"
)
# 在实施前报市和区、县（市）价格主管部门备案|并公布: nothing but a step before
_REPORTED_FIRST = re.compile(
    r"(?:在[^，。；]{1,8}前|应当?|并|须|后)*报[^，。；]{2,40}(?:备案|批准|同意|审定|审批|审核|备查)(?:后)?(?:并)?"
)
# 应当公开的|行政许可结果: a modal inside a relative clause cuts nothing off
_OPEN_RELATIVE = re.compile(r"[^，。；]{1,14}的[^，。；]{2,}")
_AFTER_DOING = re.compile(r"(?<=..)(?:修订|制定|审核|审议|通过|确定|形成|修改)(?:通过)?后$")  # 村规民约|修订后|报镇政府备案
_BEFORE_DONE = re.compile(r"(?<=方案|规划|计划|标准|办法|预案|目录|清单|措施)(?:正式)?(?:实施|施行|执行|印发|启用|出台)(?:之前|以前|前)$")
_MOVED_FRONT = re.compile(r"将(?!要|来(?![源函信电]))|把(?![关握])")
_TOPIC_FRONT = re.compile(
    r"(?:将(?!要|来(?![源函信电]))|把(?![关握])|其中|并且|同时|(?:进行|开展|组织开展|实施|公开(?![招选拍竞考征遴询课]))(?=.{4})|凡是?|(?:例)?如(?![期实何下果有约])(?=[^，。；]{2,}、)|[并且、，])+"
)
# 组织|图解、短视频等解读产品|在网站发布
_MADE_FIRST = re.compile(
    r"(?:组织(?=[^者开实机架人])|制作(?!人|单位)|汇整|编写|编印|编发|推出|撰写|起草(?!单位|部门|人))(?=[^，。；]{3})"
)


def handed(place: Place, start: int, rest: str, facts: Disclosure) -> tuple[str, Disclosure]:
    """结果|报出资人机构, 并|提供给“信用某地”网站: the phrase without it; a website is a channel."""
    if _REPORTED_FIRST.fullmatch(rest):
        return "", facts
    m = _HANDED.search(rest)
    if m is None:
        return rest, facts
    place_word = place.lexicon.is_place(m["whom"])
    if not place_word and not place.lexicon.is_body(m["whom"]):
        return rest, facts
    if place_word:
        facts = replace(facts, channels=(*facts.channels, (start + m.start("whom"), start + m.end("whom"))))
    return _AFTER_DOING.sub("", rest[: m.start()].rstrip("并且")), facts


def _led(place: Place, a: int, b: int, facts: Disclosure) -> tuple[int, Disclosure]:
    """Where a topic begins behind a time and a verb of making: 在文件印发后5个工作日内组织|图解产品|在网站发布."""
    masked = place.sheet.masked
    for stop, begin in place.times.items():
        if (
            a <= begin
            and stop < b - 2
            and not any(t[0] <= begin < t[1] for t in facts.times)
            and event_start(masked, a, begin) == a
        ):
            return _led(place, stop, b, replace(facts, times=((a, stop), *facts.times)))
    made = _MADE_FIRST.match(masked, a, b)
    return (made.end() if made is not None else a), facts


def is_time(place: Place, start: int, phrase: str) -> bool:
    """Whether a phrase is nothing but a time (年底)."""
    stop = start + len(phrase)
    return times_in(place.sheet, start, stop).get(stop) == start


def trimmed(place: Place, topic: Range, facts: Disclosure) -> tuple[Range, Disclosure]:
    """A topic without what only looks like its end: 听证报告|应附卷, 核查结果|记入名录, 房源价格|电子屏."""
    masked, lexicon = place.sheet.masked, place.lexicon
    a, b = topic
    cut = TOPIC_END.search(masked, a + 2, b)
    if cut is not None and cut[0] == "在" and lexicon.is_place(masked[cut.end() : b]):
        return (a, cut.start()), replace(facts, channels=facts.channels or ((cut.end(), b),))
    open_relative = cut is not None and cut[0] != "由" and _OPEN_RELATIVE.match(masked, cut.end(), b)
    if cut is not None and not lexicon.is_body(masked[a : cut.start()]) and not open_relative:
        if not facts.times:
            inner = tuple(
                (event_start(masked, cut.end(), begin), stop)
                for stop, begin in place.times.items()
                if cut.start() <= begin and stop <= b
            )
            facts = replace(facts, times=inner)
        b = cut.start()
    before = _BEFORE_DONE.search(masked, a + 3, b)
    if before is not None:  # 优化调整方案|实施前
        facts, b = replace(facts, times=facts.times or ((a, b),)), before.start()
    while (begin := place.times.get(b, -1)) > a:
        facts, b = replace(facts, times=((begin, b), *facts.times)), begin
    into = lexicon.signs.find("goes-into", masked, a + 2, b)
    if into is not None and "的" not in masked[into[1] : b]:
        b = into[0]
    screen = lexicon.signs.find("screen", masked, a, b)
    if screen is not None and screen[0] - a >= 3:
        facts, b = replace(facts, channels=(screen, *facts.channels)), screen[0]
    front = _TOPIC_FRONT.match(masked, a, b)
    a = front.end() if front is not None else a
    modal = lexicon.modal.match(masked, a, b)
    if modal is not None:
        moved = _MOVED_FRONT.match(masked, modal.end(), b)
        a = moved.end() if moved is not None else modal.end()  # 要|将|会费收支情况
    a, facts = _led(place, a, b, facts)
    return (handling(masked, a, b), b), facts
