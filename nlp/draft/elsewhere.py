"""The object of a verb that has none in its clause: behind a colon, in the event of its time, in an earlier clause or sentence."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.draft.behind import Behind
from nlp.draft.earlier import antecedent
from nlp.draft.phrases import Frame, Range, event_topic, times_in
from nlp.draft.reading import Addition, Disclosure, Place, Use

# 汇总|进展情况|后, 作出|撤销登记决定|后
_GATHERED = re.compile(
    r"(?:汇总|整理|梳理|统计|收集|归集|审核|核实|汇总整理)(?P<what>[^，。；]{3,30})后$"
    r"|(?:作出|做出|形成|出具)(?P<made>[^，。；]{2,20}(?:决定|批复|裁决|结论|报告|意见))(?:后|之日起)"
)
# 自收到|征地补偿方案|批准文件之日起: what is put up as a notice
_PAPER_CAME = re.compile(
    r"(?:自|在|从)?(?:收到|接到|取得|获得)(?P<what>[^，。；]{3,30}?)的?(?:批准|批复|审批|核准|许可|同意)(?:文件|意见|通知|文书|决定|函|书)?(?:之日|日|之|以)?(?:起|后)"
)
# 监测定点单位|指定后，应当向社会公布: who they are
_CHOSEN = re.compile(r"(?P<what>[^，。；]{3,20}?)(?:依法|经[^，。；]{2,8})?(?:指定|确定|认定|选定|评定|遴选|产生)后")
# 于|清洗、消毒|三日前发布公告
_DAYS_BEFORE = re.compile(
    r"(?:在|于|自)?(?P<what>[^，。；0-9]{2,20}?)(?:的)?[0-9一二三四五六七八九十]{1,3}个?(?:工作日|日|天|小时|个?月)(?:以|之)?前"
)
# 财政局应当|在本级预算、决算获得批准后二十日内|公开: what was approved, where nothing else is named
_WHEN_OF = re.compile(
    r"(?:在|自|于|应当?在?)(?P<what>[^，。；的]{0,40}?(?:(?<=..)信息|预算|决算|预决算|规划|方案|计划|报告|报表|清单|目录|名录|名单|标准|结果|办法|草案|预案|规程|章程|公约))"
    r"(?:获得|获|得到|依法|正式|报?经[^，。；的]{0,24}?)?(?:批准|批复|审批|审议通过|通过|核准|审定|确定|印发|备案|形成|编制完成|制作完成|制作|获取|调整|变更)(?:或者?(?:获取|变更|更新|形成))?(?:之日起|之日|之后|以后|后)"
)
_POSTED = frozenset({"post", "notice", "announce"})
_AROUND = re.compile(r"(?:紧紧|重点|主要)?(?:围绕|聚焦)(?P<what>[^，。；]{6,80}?)(?:等)?")  # 围绕经济形势，…宣传解读
# 发布|准确信息予以澄清; 发现|虚假或者不完整信息|的
_TRUE_WORD = re.compile(
    r"(?:准确|真实|权威|正确|客观)的?(?:信息|情况|消息|真相)(?:予以|加以|进行|及时|，)?(?:澄清|更正|纠正|辟谣|回应|说明)?$"
)
_FALSE_WORD = re.compile(
    r"(?:发现|出现|遇有|获悉|知悉|针对|对于|对(?!于)|凡|如有)?(?P<what>(?:(?!发现|出现|遇有|获悉|知悉)[^，。；]){0,30}(?:虚假|不实|不完整|不准确|失实|错误|谣)[^，。；]{0,12}"
    r"(?:信息|消息|传言|传闻|谣言|报道|舆情))(?:的|时|后)?$"
)


def corrected_of(place: Place, behind: Behind, facts: Disclosure) -> Disclosure | None:
    """发现|影响稳定的虚假信息|的，应当发布准确信息予以澄清: the false information is what the entry clears up."""
    if behind.object is None or not _TRUE_WORD.match(place.sheet.masked, *behind.object):
        return None
    row = next((r for r in place.verbs.rows if r.id == "clarify"), None)
    for a, b in reversed(place.clauses[: place.clause]):
        false = _FALSE_WORD.search(place.sheet.masked, a, b)
        if false is not None and row is not None:
            return replace(facts, row=row.id, use="earlier", objects=(false.span("what"),))
    return None


def referred_object(place: Place, facts: Disclosure) -> Disclosure | None:
    """上述信息: what the part or sentence before names; None where it names nothing or the disclosure is said already."""
    one = antecedent(
        place.sheet, place.lexicon, place.sentence, place.part, place.clause, place.found, place.previous, refer=True
    )
    return replace(facts, use="earlier", objects=one.objects, before=one.before) if one.objects and one.same is None else None


def changed_object(place: Place, rest: Range, facts: Disclosure) -> Disclosure | None:
    """专家出诊时间，调整的|提前1天公告: the change of what stands before."""
    one = antecedent(place.sheet, place.lexicon, place.sentence, place.part, place.clause, place.found, None)
    return replace(facts, use="changed", objects=(rest,), context=one.objects[0]) if one.objects else None


def elsewhere(place: Place, frame: Frame, facts: Disclosure) -> Disclosure | Addition | None:
    """An object behind a colon, in the event of the time, or in an earlier clause."""
    sheet, lexicon, clauses = place.sheet, place.lexicon, place.clauses
    end = facts.clause[1]
    if (
        facts.row in ("open", "publish", "notice")
        and facts.verb[1] == end
        and sheet.masked[end : end + 1] == "："
        and place.clause + 1 < len(clauses)
    ):
        return replace(facts, use="listed", objects=((clauses[place.clause + 1][0], clauses[-1][1]),))
    for time in (*facts.times, *frame.events):
        gathered = _GATHERED.match(sheet.masked, *time)
        if gathered is not None:
            return replace(facts, use="topic", objects=(gathered.span(gathered.lastgroup or "what"),))
    one = antecedent(sheet, lexicon, place.sentence, place.part, place.clause, place.found, place.previous)
    if facts.row in _POSTED and not one.objects and one.same is None:
        near = (*facts.times, *clauses[max(0, place.clause - 1) : place.clause])
        came = next((m for t in near if (m := _PAPER_CAME.search(sheet.masked, *t)) is not None), None)
        if came is not None:
            spans = times_in(sheet, came.end(), came.endpos)
            when = ((came.start(), max(spans)),) if spans and min(spans.values()) == came.end() else ()
            return replace(facts, use="topic", objects=(came.span("what"),), times=facts.times or when)
    for time in (*facts.times, *frame.events):
        topic = event_topic(sheet.masked, *time)
        if topic is not None and lexicon.body_prefix(sheet.masked, *topic) is None and not _begins(place, one.objects, topic):
            return replace(facts, use="topic", objects=(topic,))
    before = clauses[place.clause - 1] if place.clause else None
    chosen = _CHOSEN.fullmatch(sheet.masked, *before) if before is not None and not one.objects and one.same is None else None
    if chosen is not None and lexicon.is_body(chosen["what"]):
        own = facts.subject if facts.subject != chosen.span("what") else None
        return replace(facts, use="topic", objects=(chosen.span("what"),), subject=own)
    if facts.row == "explain" and one.same is None and not one.objects:
        return explained_around(place, facts)
    if one.same is None and not one.objects and "公告" in place.text(facts.verb):
        before_it = next((m for t in facts.times if (m := _DAYS_BEFORE.match(sheet.masked, *t)) is not None), None)
        if before_it is not None:
            return replace(facts, use="topic", objects=(before_it.span("what"),))
    if one.same is not None:
        return _again(place, one.same, facts)
    if not one.objects:
        passed = next((m for t in (*facts.times, *frame.events) if (m := _WHEN_OF.match(sheet.masked, *t)) is not None), None)
        return None if passed is None else replace(facts, use="topic", objects=(passed.span("what"),))
    if one.agent is not None and not _own(facts):
        facts = replace(facts, subject=one.agent)
    use: Use = "changed" if one.changed else "earlier"
    return replace(facts, use=use, objects=one.objects, times=facts.times or one.times, before=one.before, context=one.of)


def explained_around(place: Place, facts: Disclosure) -> Disclosure | None:
    """围绕经济形势，…及时宣传解读."""
    before = reversed(place.clauses[: place.clause])
    about = next((m for c in before if (m := _AROUND.fullmatch(place.sheet.masked, *c)) is not None), None)
    return None if about is None else replace(facts, use="earlier", objects=(about.span("what"),))


def _begins(place: Place, objects: tuple[Range, ...], topic: Range) -> bool:
    """Whether an object named before begins with the topic of an event: 资金分配结果，…|资金|下达后."""
    return any(b - a > topic[1] - topic[0] and place.text((a, b)).startswith(place.text(topic)) for a, b in objects)


def _own(facts: Disclosure) -> bool:
    """Whether the subject stands in the clause of the verb."""
    return facts.subject is not None and facts.clause[0] <= facts.subject[0] < facts.clause[1]


def _again(place: Place, index: int, facts: Disclosure) -> Disclosure | Addition:
    """A second verb for the same object: an addition, or a disclosure of its own where another body does it elsewhere."""
    first = place.found[index]
    masked = place.sheet.masked
    other = (
        facts.subject is not None and first.subject is not None and masked[slice(*facts.subject)] != masked[slice(*first.subject)]
    )
    if other and _own(facts) and facts.channels and first.channels and first.objects:
        return replace(facts, use="earlier", objects=first.objects, extra=first.extra, context=first.context)
    return addition(index, facts)


def addition(index: int, facts: Disclosure) -> Addition:
    """What a verb without an object of its own adds to the disclosure `found[index]`."""
    return Addition(index, facts.times, facts.channels, facts.audience, facts.subject)
