"""Disclosure as a noun: 推进X公开, 加大X公开力度, 做好对X的解读工作, 建立X通报制度; and the press conference on X."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.draft.behind import read_behind
from nlp.draft.duties import is_officer, pushes
from nlp.draft.earlier import antecedent
from nlp.draft.phrases import Range, event_topic, frame_before
from nlp.draft.reading import Disclosure, Place
from nlp.draft.subjects import clause_subject, earlier_subject

# 政策落实和|公开, 规划的归集整理和|主动公开: what is joined to the noun
_JOINT = re.compile(
    r"(?:的)?(?:动态|规范|日常|全程|强制|定期)?(?:归集|整理|收集|汇总|梳理|落实|解读|宣传|管理|使用|监督|执行|分析|编制|制定|修订|更新)*[和及与并](?:主动|及时|全面|依法)?$"
)
_STRIP_FRONT = re.compile(
    r"(?:对于|对|关于|有关|各类|本(?![级镇村县市区乡省州街局校院单部中公企])|好|好了|了|大|的|和|及|与|、|其|所|针对)+(?=[\u4e00-\u9fff〓“])"
)
# 统一规范、准确及时的|房地产市场信息: adjectives before the noun
_ADJECTIVES = re.compile(r"[^的]{0,18}(?:及时|规范|统一|有效|科学|完善|权威|长效|准确|透明|便捷|高效)(?:[、和][^的]{1,8})?的")
_BARE_SYSTEM = re.compile(r"(?:公示|公告)+制度")  # 扶贫公示公告制度: its matter stands in a sentence beside it
# 对低保对象名单|实行事前公示、事后公告的制度
_APPLIED = re.compile(
    r"(?:对于|对(?!外|象|照|应|比))(?P<what>[^，。；]{3,50}?)(?:一律|都|均|要|应当?|全面|分别|统一)*(?:实行|实施|建立|推行|执行|落实|坚持)(?:好)?(?:事前|事后|事中|定期|年度|、|和)*$"
)
_SYSTEM = re.compile(r"(?:、?(?:事前|事后|事中|和|、)?(?:公示|公告|公布|公开))*(?:的)?(?:制度|制|办法|管理)")
# 所有收费|均应实行|公示制度
_COMES_UNDER = re.compile(
    r"(?:一律|都|均|要|应当?|须|必须|全面|全部|分别|统一)+(?:实行|实施|推行|执行|落实)(?:好)?(?:事前|事后|事中|定期|、|和)*$"
)
# 审批名单|实行“三榜公示”
IN_ROUNDS = re.compile(r"(?:均|都|一律|全部)?(?:实行|实施|推行|执行)“?(?:[一二两三四][榜级轮次]|张榜|事前|事后|事中)?$")
_ROUND_TOPIC = re.compile(r"(?:名单|结果|情况|对象|方案|标准|金额|人员)$")
_LEAST_TOPIC = 4
_LONGEST_TOLD = 12  # characters of the name of those whom one pushes
_FARTHEST = 120  # characters before a verb in which its 负责 or 对 is looked for
_SPREADING = frozenset({"宣传", "宣传引导", "宣传教育", "引导", "培训", "宣讲", "舆论引导"})  # 做好宣传解读
_BY_FORM = re.compile(r"等(?:多种)?(?:形式|方式|途径)")  # 通过吹风会、提供解读素材等形式|宣传解读
_DO_WELL = re.compile(r"(?:做好|加强|开展|组织|负责|承担|进行)(?:好)?$")
_POLICY = re.compile(r"政策|规划|法规|规章|条例|文件|办法|措施|规定|改革")
_IN_CHARGE = re.compile(
    r"(?<!人)(?:具体)?负责(?:组织|协调|统筹|指导|推进|落实|做好|开展|实施|和|及|、|本|市|县|区|局|全|各)*(?P<what>[^，。；：]{3,80})的(?:主动|及时|统一|对外|依法)*$"
)
# 由起草部门会同司法行政部门|做好解读工作
_AGENT = re.compile(r"由(?![于来])(?P<who>[^，。；]{2,40}?)(?:具体|统一|分别|共同)?(?=负责|做好|加强|开展|组织|承担|进行)")
# 由牵头部门做好解读工作，|其他联合发文部门|配合
_HELPS = re.compile(
    r"(?P<who>(?:其他|其它|其余|有关|相关|各)?[^，。；]{2,16}?(?:部门|单位|机关|机构|局|委|办))(?:予以|做好|积极|协同|按职责|密切|共同)*(?:配合|协助)"
)
_NOUN_ONLY = re.compile("(?:[、和及与](?:更新|维护|管理|解释|宣传|回应|发布|公布|公开|公示|监督|答复|说明)){0,3}(?:等)?(?:工作)?")
_CONFERENCE = re.compile(r"(?:新闻|例行|政策)?(?:发布会|通气会|吹风会)")
_HOLD = re.compile(r"(?:组织)?(?:召开|举行|举办)(?:一次|[0-9一二两三]+次|一场|[0-9]+场)?")
_HELD = re.compile(r"[0-9]+(?:余|多)?(?:场|次)")  # 召开新闻发布会3场: counted, so past
_EVERY = re.compile(r"(?:月度|季度|年度|、)+")  # 月度、季度|经济运行情况新闻发布会


def read_noun(place: Place) -> Disclosure | None:
    """The disclosure of a verb that is a noun, None where it is none or says nothing."""
    masked, lexicon = place.sheet.masked, place.lexicon
    low, edge = place.low, place.trigger.start
    applied = _applied(place)
    if applied is not None:
        return applied
    heading = next(
        (
            m
            for m in lexicon.heading.finditer(masked, low, edge)
            if m.end() < edge and masked[m.end()] != "性" and _at_verb(place, m.start())
        ),
        None,
    )
    if heading is None:
        return _in_charge(place) or (_bare_noun(place) if place.loose else None)
    before = masked[low : heading.start()]
    if (
        lexicon.push_always.search(before)
        or is_officer(lexicon, before)
        or _pushed(place, heading.start())
        or goes_on_pushing(place)
    ):
        return None
    start = heading.end()
    while (more := lexicon.heading.match(masked, start, edge)) is not None or masked[start] in "和及、并":
        if more is not None and masked[more.end()] == "性":
            break  # 强化|规范性文件公开
        start = more.end() if more is not None else start + 1
        if start >= edge:
            return None
    joint = _JOINT.search(masked, start, edge)
    if joint is not None and joint.start() - start >= 3:
        edge = joint.start()
    inner = frame_before(place.sheet, lexicon, start, edge, place.times)
    if "并" in masked[inner.rest[1] : edge]:
        return None  # 加快制定基准|并向社会公布: a verb after a verb
    happened = next((e for t in (*inner.times, *inner.events) if (e := event_topic(masked, start, t[1]))), None)
    if inner.rest[1] - start < 2 and happened is not None:
        edge = happened[1]  # 做好|权责清单|调整后公开工作
    else:
        edge = inner.rest[1] if inner.moved is None else edge
    for front in (_STRIP_FRONT, _ADJECTIVES):
        m = front.match(masked, start, edge)
        start = m.end() if m is not None else start
    while edge > start and masked[edge - 1] in "的、网上预":
        edge -= 1
    edge -= 2 if masked[start:edge].endswith("信息强制") else 0
    edge -= 3 if edge - start > _LEAST_TOPIC + 3 and masked[start:edge].endswith(("和信息", "、信息", "及信息")) else 0
    joined = masked[place.trigger.start - 1 : place.trigger.start] in "和与及、" and not place.found
    if (edge - start < 2 or joined) and masked.startswith("政策解读", place.trigger.start) and not place.found:
        start, edge = place.trigger.start, place.trigger.start + 2  # 做好|政策|解读工作
    if edge - start < 2 or pushes(lexicon, masked[start:edge]) or masked[start:edge] in _SPREADING:
        return None
    if _BY_FORM.search(masked, start, edge):
        return None
    handed = masked.find("将", start, edge)
    if handed > start and lexicon.is_body(masked[start:handed]):
        return None  # 推动|企业将|排放数据向社会公开
    named = lexicon.turned_head.match(masked[start:edge][::-1]) is not None and edge - start > 3  # 药品价格|公示制度
    if edge - start < 5 and not named and _BARE_SYSTEM.match(masked, place.trigger.start):
        return None
    times = inner.times or frame_before(place.sheet, lexicon, low, heading.start(), place.times).times
    subject = clause_subject(place.sheet, lexicon, low, heading.start()) or _earlier_subject(place)
    return _disclosure(place, ((start, edge),), 0.9, times, inner.channels, subject, heading=True)


def _pushed(place: Place, at: int) -> bool:
    """推动|高校重点|做好X公开: what somebody makes others do."""
    lexicon, masked = place.lexicon, place.sheet.masked
    push = lexicon.push.match(masked, at)
    later = lexicon.heading.finditer(masked, push.end() + 2, place.trigger.start) if push is not None else ()
    for m in later:
        if lexicon.is_body(_without_adverbs(place, push.end(), m.start())):  # type: ignore[union-attr]
            return True
    rest = _without_adverbs(place, place.low, at)
    return bool(rest) and pushes(lexicon, rest)


def goes_on_pushing(place: Place) -> bool:
    """Whether a clause with 并 goes on with what others are told (指导|各区政府|建立制度，并做好X公开工作)."""
    if not place.clause or not place.sheet.masked.startswith("并", place.low):
        return False
    a, b = place.clauses[place.clause - 1]
    push = place.lexicon.push_always.match(place.sheet.masked, a, b)
    if push is None:
        return False
    ends = range(push.end() + 2, min(push.end() + _LONGEST_TOLD, b) + 1)
    return any(place.lexicon.is_body(place.sheet.masked[push.end() : end]) for end in ends)


def _without_adverbs(place: Place, low: int, edge: int) -> str:
    while edge > low and (adverb := place.lexicon.adverb_before(place.sheet, low, edge)) is not None:
        edge = adverb[0]
    return place.sheet.masked[low:edge]


def _in_charge(place: Place) -> Disclosure | None:
    """院长办公室|负责|重大决策事项|的公开."""
    m = _IN_CHARGE.search(place.sheet.masked, max(place.low, place.trigger.start - _FARTHEST), place.trigger.start)
    if m is None or not _NOUN_ONLY.fullmatch(place.sheet.masked, place.trigger.end, place.own[1]):
        return None
    subject = clause_subject(place.sheet, place.lexicon, place.low, m.start()) or _earlier_subject(place)
    return _disclosure(place, (m.span("what"),), 0.8, subject=subject, heading=True)


def _applied(place: Place) -> Disclosure | None:
    """对|低保对象名单|实行公示制度."""
    masked, low = place.sheet.masked, place.low
    m = _APPLIED.search(masked, max(low, place.trigger.start - _FARTHEST), place.trigger.start)
    rounds = IN_ROUNDS.search(masked, low, place.trigger.start)
    if rounds is not None and m is None and _ROUND_TOPIC.search(masked, low, rounds.start()):
        moved = frame_before(place.sheet, place.lexicon, low, rounds.start(), place.times)
        subject = clause_subject(place.sheet, place.lexicon, low, rounds.start())
        start = moved.moved[0] if moved.moved is not None else subject[1] if subject is not None else low
        return _disclosure(place, ((start, rounds.start()),), 0.8, subject=subject)
    if not _SYSTEM.match(masked, place.trigger.end):
        return None
    if m is None:
        return _under_system(place)
    return _disclosure(place, (m.span("what"),), 0.8, subject=clause_subject(place.sheet, place.lexicon, low, m.start()))


def _under_system(place: Place) -> Disclosure | None:
    """教育收费，|均应实行公示制度; 评定结果|实行公示制度."""
    masked = place.sheet.masked
    m = _COMES_UNDER.search(masked, place.low, place.trigger.start)
    if m is None:
        return None
    subject = clause_subject(place.sheet, place.lexicon, place.low, m.start())
    low = subject[1] if subject is not None else place.low
    topic = (low, m.start())
    if topic[1] - topic[0] >= _LEAST_TOPIC:
        objects: tuple[Range, ...] = (topic,)
    else:
        objects = antecedent(place.sheet, place.lexicon, place.sentence, place.part, place.clause, place.found, None).objects
    return _disclosure(place, objects, 0.8, subject=subject or _earlier_subject(place)) if objects else None


def _bare_noun(place: Place) -> Disclosure | None:
    """建议提案办理结果公开: a row or item without a verb."""
    masked, edge = place.sheet.masked, place.trigger.start
    frame = frame_before(place.sheet, place.lexicon, place.low, edge, place.times)
    rest = place.text(frame.rest)
    if len(rest) < 3 or frame.rest[1] != edge or place.lexicon.is_body(rest) or masked.startswith("制度", place.trigger.end):
        return None
    rounds = IN_ROUNDS.search(rest)  # 审批名单|实行“三榜|公示”
    end = edge if rounds is None else frame.rest[0] + rounds.start()
    return _disclosure(place, ((frame.rest[0], end),), 0.8)


def _at_verb(place: Place, at: int) -> bool:
    """Whether a word at `at` can be the verb of its clause: nothing but adverbials, a body or a modal stand before it."""
    if at == place.low:
        return True
    frame = frame_before(place.sheet, place.lexicon, place.low, at, place.times)
    rest = place.text(frame.rest)
    return frame.moved is None and (not rest or place.lexicon.is_body(rest) or "modal" in frame.kinds)


def read_policy(place: Place) -> Disclosure | None:
    """落实金融市场相关政策，做好政策解读: the policies named in the clause before."""
    if place.trigger.row.id != "explain" or not _DO_WELL.search(place.sheet.masked, place.low, place.trigger.start):
        return None
    one = antecedent(place.sheet, place.lexicon, place.sentence, place.part, place.clause, place.found, None)
    named = tuple(r for r in one.objects if r[1] - r[0] >= 4 and _POLICY.search(place.sheet.masked, *r))
    if not named:
        return None
    frame = frame_before(place.sheet, place.lexicon, place.low, place.trigger.start, place.times)
    agent = _AGENT.match(place.sheet.masked, place.low, place.trigger.start)
    subject = (agent.span("who") if agent is not None else None) or frame.agent or _earlier_subject(place)
    said = _disclosure(place, named, 1.0, frame.times, frame.channels, subject, use="earlier")
    later = place.clauses[place.clause + 1 : place.clause + 2]
    helps = _HELPS.match(place.sheet.masked, *later[0]) if later and subject is not None else None
    return said if helps is None else replace(said, support=helps.span("who"))


def read_press(place: Place, subject: Range | None) -> Disclosure | None:
    """组织召开月度、季度X情况新闻发布会: the words between are the matter, the conference is the channel."""
    masked, trigger = place.sheet.masked, place.trigger
    frame = frame_before(place.sheet, place.lexicon, place.low, trigger.start, place.times)
    conference = _CONFERENCE.search(masked, trigger.start, trigger.end)
    verb = _HOLD.match(masked, trigger.start, trigger.end)
    if frame.kinds & {"negation", "past"} or conference is None or verb is None or _HELD.match(masked, trigger.end):
        return None
    start, end = verb.end(), conference.start()
    times = frame.times
    every = _EVERY.match(masked, start, end)
    if every is not None:
        times, start = (*times, every.span()), every.end()
    objects: tuple[Range, ...] = ((start, end),) if end - start >= 3 else ()
    behind = read_behind(place).object if not objects else None
    if behind is not None and behind[1] - behind[0] >= 3 and masked[behind[0]] not in "的、":
        objects = (behind,)
    context = next((d.context for d in reversed(place.found) if d.clause == place.own), None) if not objects else None
    return _disclosure(
        place, objects, 1.0, times, (conference.span(),), subject, use="press", context=context, modal="modal" in frame.kinds
    )


def _earlier_subject(place: Place) -> Range | None:
    return earlier_subject(place.sheet, place.lexicon, place.sentence, place.part, place.clause)


def _disclosure(
    place: Place,
    objects: tuple[Range, ...],
    weight: float,
    times: tuple[Range, ...] = (),
    channels: tuple[Range, ...] = (),
    subject: Range | None = None,
    use: str = "noun",
    heading: bool = False,
    context: Range | None = None,
    modal: bool = False,
) -> Disclosure:
    clauses, trigger = place.clauses, place.trigger
    return Disclosure(
        evidence=(clauses[0][0], clauses[-1][1]), clause=place.own, verb=(trigger.start, trigger.end), row=trigger.row.id,
        strength=trigger.row.strength * weight, use=use, objects=objects, times=times, channels=channels, subject=subject,  # type: ignore[arg-type]
        context=context, heading=heading, modal=modal,
    )  # fmt: skip
