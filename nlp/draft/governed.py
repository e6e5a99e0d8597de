"""What an ordinary verb of disclosure governs: object behind, moved, topic, or in an earlier clause; with the adverbials round it."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.draft.behind import STANDS, Behind, read_behind
from nlp.draft.duties import is_no_duty, is_officer, suits
from nlp.draft.earlier import (
    TOPIC_END,
    antecedent,
    bare_change,
    change_in,
    clause_subject,
    earlier_subject,
    made_in,
    subject_like,
)
from nlp.draft.nouns import read_noun, read_policy, read_press
from nlp.draft.phrases import Frame, Range, event_start, event_topic, frame_before, join_frames, times_in
from nlp.draft.reading import Addition, Disclosure, Place, Use

COUNTED = re.compile(r"[0-9〇一二三四五六七八九十]|每|按|年底|月底")
# verbs with which a place behind them is no object: 上传镇政府网站, 刊登政府公报
_PLACE_BEHIND = frozenset({"upload", "print", "exhibit"})
_BOARD = re.compile(r"张榜|上榜|上墙|挂网|上网|上报栏|三榜|挂牌|张贴上墙")
# 结果|报出资人机构|并公布: something is done with it first
_HANDED = re.compile(
    r"(?:(?<![举申填])报(?!告|表|名|价|道|刊)|报送|报告|抄送|反馈|提供给?|送(?!达)|交(?!易|通|流|付|费|款|警))(?P<whom>[^，、]{2,16}?)(?:备案|备查|审批|审核|批准)?$"
)
# 应当公开的|行政许可结果: a modal inside a relative clause cuts nothing off
_OPEN_RELATIVE = re.compile(r"[^，。；]{1,14}的[^，。；]{2,}")
_AFTER_DOING = re.compile(r"(?<=..)(?:修订|制定|审核|审议|通过|确定|形成|修改)(?:通过)?后$")  # 村规民约|修订后|报镇政府备案
_POOR_CONTEXT = re.compile(r"并$|的退|不合格的|应当|>")
# 根据处置进展|动态发布
_PROGRESS = re.compile(r"(?:根据|随|视)(?P<what>[^，。；]{2,12}进展)(?:情况)?(?:动态|滚动|适时|及时|持续|分期|分批)*$")
# 汇总|进展情况|后, 作出|撤销登记决定|后
_GATHERED = re.compile(
    r"(?:汇总|整理|梳理|统计|收集|归集|审核|核实|汇总整理)(?P<what>[^，。；]{3,30})后$"
    r"|(?:作出|做出|形成|出具)(?P<made>[^，。；]{2,20}(?:决定|批复|裁决|结论|报告|意见))(?:后|之日起)"
)
_BOARD_CLAUSE = re.compile(
    r"(?:^|在(?=[^，]{2,14}(?:设|树|竖|悬))|(?<=[要应当])|并)(?P<place>[^，。；在要应]{0,14}(?:设立|设置|树立|竖立|悬挂|设)[^，。；]{0,8}(?:公示牌|公告牌|公示栏|公开栏|告示牌|标志牌|标识牌|信息牌))$"
)
_OFFICER_FIRST = re.compile(
    r"(?P<who>[^，。；：]{2,40}?(?:负责人|负责同志|领导|干部|发言人|成员|书记|主任|局长|镇长|县长|市长))(?:是|要|应当?|须|必须|作为|对|为)"
)
_AROUND = re.compile(r"(?:紧紧|重点|主要)?(?:围绕|聚焦)(?P<what>[^，。；]{6,80}?)(?:等)?")  # 围绕经济形势，…宣传解读
_SPREAD = frozenset({"宣传", "宣讲", "阐释", "深入宣传", "宣传阐释"})
_TOGETHER = re.compile(r"会同|联合|商")
_TOPIC_FRONT = re.compile(r"(?:其中|并且|[并且、，凡])+")
_ACCOMPLISHES = re.compile(r"完成|进行|开展|组织|做好|实行")
# 组织|图解、短视频等解读产品|在网站发布
_MADE_FIRST = re.compile(
    r"(?:组织(?=[^者开实机架人])|制作(?!人|单位)|编写|编印|编发|推出|撰写|起草(?!单位|部门|人))(?=[^，。；]{3})"
)
_POINTS_BACK = ("上述", "以上", "前", "该", "此", "这")
_MOST_BACK, _MOST_OFFICER = 4, 4


def read_verb(place: Place) -> Disclosure | Addition | None:
    """The disclosure of one verb, or what it adds to an earlier one; None where it is no duty or has no object."""
    if place.trigger.row.needs == "press":
        one = read_press(place, None)
        return None if one is None else replace(one, subject=_subject(place, Frame.empty(place.low)))
    behind = read_behind(place)
    if behind.follows == "no-duty":
        return None
    if place.trigger.row.needs == "board":
        return _on_board(place, behind)
    if behind.follows:
        noun = (read_noun(place) or read_policy(place)) if place.trigger.row.needs != "update" else None
        if noun is not None and suits(place, noun):
            return noun
        if behind.object is not None or behind.follows == "tail":
            return None
    if place.trigger.row.id in _PLACE_BEHIND and behind.object is not None and place.lexicon.is_place(place.text(behind.object)):
        behind = Behind(destination=behind.object)
    frame = _frame(place)
    if is_no_duty(place, frame, behind.object) or _one_of_many(place, frame, behind):
        return None
    facts = _facts(place, frame, behind)
    if _officer_before(place, facts):
        return None  # 部门主要负责人是第一解读人，应…带头解读
    if facts.subject is not None and (
        is_officer(place.lexicon, place.text(facts.subject)) or place.lexicon.push.match(place.text(facts.subject))
    ):
        return None  # 推动医疗机构健全目录，公开收费: what others are pushed to do
    if behind.object is not None and place.text(behind.object) in place.lexicon.words["person"]:
        facts, behind = replace(facts, audience=behind.object), Behind()  # 应当提前24小时公告|用户
    how = _updated if place.trigger.row.needs == "update" else _governed
    found = how(place, frame, behind, facts)
    return found if not isinstance(found, Disclosure) or suits(place, found) else None


def _one_of_many(place: Place, frame: Frame, behind: Behind) -> bool:
    """监测分析、定期|通报、督促检查: one of several doings."""
    masked = place.sheet.masked
    return (
        behind.follows == "joint"
        and frame.rest[1] > frame.rest[0]
        and masked[frame.rest[1]] == "、"
        and masked.startswith("、", place.trigger.end)
    )


def _officer_before(place: Place, facts: Disclosure) -> bool:
    """Whether the subject of the part is an officer: 主要负责人是第一责任人，要带头…."""
    for clause in place.clauses[: place.clause][-_MOST_OFFICER:]:
        first = _OFFICER_FIRST.match(place.sheet.masked, *clause)
        if first is not None and is_officer(place.lexicon, first["who"]):
            return facts.subject is None or facts.subject[0] <= first.end("who")
    return False


def _frame(place: Place) -> Frame:
    """The frame of the verb; where its clause holds nothing but adverbials, the clauses before are read on.

    `名单要在每月10日前，在公开栏公布`, `将决定及相关信息，通过公示系统进行公示`.
    """
    sheet, lexicon, clauses = place.sheet, place.lexicon, place.clauses
    frame = _lead_time(frame_before(sheet, lexicon, place.low, place.trigger.start, place.times), place.times)
    if place.low != place.own[0] or sheet.masked[place.low] == "并":
        return frame
    for c in range(place.clause - 1, max(-1, place.clause - _MOST_BACK), -1):
        parted = sheet.masked[clauses[c][1] : clauses[c + 1][0]]
        if "：" in parted or any(d.clause == clauses[c] for d in place.found):
            break
        before = frame_before(sheet, lexicon, *clauses[c], place.times)
        left = place.text(before.rest)
        if not before.read or "negation" in before.kinds:
            break
        if left and not (before.times or before.channels or before.moved or before.agent or before.events):
            break
        if frame.rest[1] <= frame.rest[0] and frame.moved is None:
            frame = join_frames(before, frame)
            continue
        if before.moved is not None or (left and not (frame.moved and lexicon.is_body(left))):
            break
        frame = replace(join_frames(before, frame), rest=before.rest if left else frame.rest)
    return frame


def _lead_time(frame: Frame, times: dict[int, int]) -> Frame:
    """A time that opens the left-over phrase: 每月15日前|交监督委员会审核后公布."""
    start, end = frame.rest
    for stop, begin in times.items():
        if begin == start and start < stop <= end:
            return replace(frame, rest=(stop, end), times=((begin, stop), *frame.times))
    return frame


def _facts(place: Place, frame: Frame, behind: Behind) -> Disclosure:
    """A disclosure without its object: times, channels, subject, audience."""
    masked, trigger = place.sheet.masked, place.trigger
    channels = frame.channels + ((behind.destination,) if behind.destination else ())
    board = _BOARD.search(masked, frame.rest[1], trigger.end)
    if board is not None:  # 张榜公布; 在办公场所|上墙公示 is one place
        begin = next((a for a, e in channels if e == board.start()), board.start())
        channels = (*(r for r in channels if r[1] != board.start()), (begin, trigger.end))
    stand = STANDS.match(masked, trigger.end, place.own[1])
    times = (*frame.times, *behind.times)
    if stand is not None and not any(COUNTED.search(masked, *t) for t in times):
        times = (*times, stand.span())
    return Disclosure(
        evidence=(place.clauses[0][0], place.clauses[-1][1]), clause=place.own, verb=(trigger.start, trigger.end), row=trigger.row.id,
        strength=trigger.row.strength, use="behind", objects=(), times=times, channels=channels, agent=frame.agent,
        audience=frame.audience, subject=_subject(place, frame), modal="modal" in frame.kinds,
    )  # fmt: skip


def _subject(place: Place, frame: Frame) -> Range | None:
    """The body whose duty it is: agent, subject of the clause, of an earlier one, or of the disclosure before."""
    sheet, lexicon = place.sheet, place.lexicon
    rest = place.text(frame.rest)
    if frame.agent is not None:
        with_others = _TOGETHER.fullmatch(sheet.masked, frame.rest[1], frame.agent[0]) is not None and subject_like(lexicon, rest)
        return (frame.rest[0], frame.agent[1]) if with_others else frame.agent  # 市城管局|会同|市公安局
    if rest:
        own = frame.rest if len(rest) <= 60 and subject_like(lexicon, rest) else clause_subject(sheet, lexicon, *frame.rest)
        if own is not None:
            return own
    earlier = earlier_subject(sheet, lexicon, place.sentence, place.part, place.clause)
    if earlier is None and place.found:
        return place.found[-1].subject
    return earlier


def _governed(place: Place, frame: Frame, behind: Behind, facts: Disclosure) -> Disclosure | Addition | None:
    """The facts with their object, wherever it stands."""
    lexicon, signs, row = place.lexicon, place.lexicon.signs, place.trigger.row
    rest = place.text(frame.rest)
    body = subject_like(lexicon, rest) or ("modal" in frame.kinds and len(rest) <= 16 and lexicon.is_body(rest))
    if rest and not body and behind.object is not None and len(rest) <= 24 and signs.has("platform", rest):
        facts, rest = replace(facts, channels=(frame.rest, *facts.channels)), ""
    if behind.object is not None and (row.needs not in ("topic", "channel") or row.id == "exhibit"):
        context = frame.moved
        if context is None and not body and 4 <= len(rest) <= 20 and not _POOR_CONTEXT.search(rest):
            context = frame.rest
        return replace(facts, objects=(behind.object,), context=context)
    if row.needs == "object":
        last = len(place.found) - 1
        alike = last >= 0 and place.found[last].evidence == facts.evidence
        return _addition(last, facts) if not rest and facts.channels and alike else None
    if frame.moved is not None and frame.moved[1] - frame.moved[0] >= 2:
        return _moved(place, frame.moved, facts)
    return _topic(place, frame, rest, body, facts)


def _on_board(place: Place, behind: Behind) -> Disclosure | None:
    """在项目现场设立公示牌，标明|资金来源."""
    board = _BOARD_CLAUSE.search(place.sheet.masked, *place.clauses[place.clause - 1]) if place.clause else None
    if board is None or behind.object is None:
        return None
    facts = _facts(place, Frame.empty(place.trigger.start), behind)
    return replace(facts, objects=(behind.object,), channels=(board.span("place"),), modal=True)


def _updated(place: Place, frame: Frame, behind: Behind, facts: Disclosure) -> Disclosure | None:
    """更新 with a counted time: what stands published and is kept up (名录按月更新, 清单有调整的，5日内更新).

    Without an object it only dates the disclosure before it, which look_around sees to.
    """
    counted = any(COUNTED.search(place.sheet.masked, *t) for t in (*facts.times, *frame.events))
    if not counted and not (behind.object is not None and any(d.heading for d in place.found)):
        return None  # 推进权力配置信息公开，|动态更新权责清单
    one: Disclosure | None = None
    if behind.object is not None:
        one = replace(facts, objects=(behind.object,))
    else:
        rest = place.text(frame.rest)
        if rest and not subject_like(place.lexicon, rest) and not _ACCOMPLISHES.match(rest):
            topic, facts = _trimmed(place, frame.rest, facts)
            if change_in(place.sheet.masked, *topic) or bare_change(place.sheet.masked, *topic):
                return _changed(place, topic, facts)
            one = replace(facts, use="topic", objects=(topic,)) if topic[1] > topic[0] else None
        elif place.clause:
            changed = change_in(place.sheet.masked, *place.clauses[place.clause - 1])
            one = None if changed is None else replace(facts, use="changed", objects=(changed,))
    if one is None or not all(place.lexicon.signs.find("kept-up", place.sheet.masked, *r) for r in one.objects):
        return None
    full = tuple(_full_name(place, r) for r in one.objects)
    channels = place.found[-1].channels if full != one.objects and not one.channels else one.channels
    return replace(one, objects=full, channels=channels)


def _full_name(place: Place, short: Range) -> Range:
    """养老机构名录, where 名录 stands for it behind the disclosure of the whole."""
    masked = place.sheet.masked
    if short[1] - short[0] <= 4 and place.found:
        for a, b in place.found[-1].objects:
            at = masked.find(masked[slice(*short)], a, b)
            if at > a:
                return max(a, *(masked.rfind(c, a, at) + 1 for c in "、，和及")), at + short[1] - short[0]
    return short


def _moved(place: Place, moved: Range, facts: Disclosure) -> Disclosure | None:
    """将X公开; 将上述信息公开 discloses what the sentence before names."""
    said = place.text(moved)
    if said not in place.lexicon.words["refer"]:
        return replace(facts, use="moved", objects=(moved,))
    return _referred(place, facts) if said.startswith(_POINTS_BACK) else None


def _referred(place: Place, facts: Disclosure) -> Disclosure | None:
    one = antecedent(
        place.sheet, place.lexicon, place.sentence, place.part, place.clause, place.found, place.previous, refer=True
    )
    return replace(facts, use="earlier", objects=one.objects, before=one.before) if one.objects and one.same is None else None


def _topic(place: Place, frame: Frame, rest: str, body: bool, facts: Disclosure) -> Disclosure | Addition | None:
    """X要公开; 核实X并公开; else an object of an earlier clause."""
    sheet, lexicon = place.sheet, place.lexicon
    if facts.row == "explain" and rest in _SPREAD:
        return _explained_around(place, facts)
    progress = _PROGRESS.search(sheet.masked, place.low, place.trigger.start)
    if progress is not None:
        return replace(facts, use="topic", objects=(progress.span("what"),))
    if rest and not body:
        if sheet.masked[frame.rest[1]] in "并、":
            made = made_in(sheet, lexicon, *frame.rest)
            if made is not None:
                return replace(facts, use="earlier", objects=(made,))
        rest, facts = _handed(place, frame.rest[0], rest, facts)
    if len(rest) > 1 and not body and not _is_time(place, frame.rest[0], rest):
        if rest in lexicon.words["refer"]:
            one = _referred(place, facts)
            if one is not None:
                return one
        if bare_change(sheet.masked, frame.rest[0], frame.rest[0] + len(rest)):
            return _changed(place, frame.rest, facts)
        subject = clause_subject(sheet, lexicon, *frame.rest)
        topic = (frame.rest[0], frame.rest[0] + len(rest)) if subject is None else (subject[1], frame.rest[1])
        topic, facts = _trimmed(place, topic, facts)
        marked = bool(frame.kinds or facts.times or facts.channels or facts.agent or facts.audience)
        marked = marked or (facts.row in ("online", "post") and topic[1] - topic[0] >= 3)
        return replace(facts, use="topic", objects=(topic,)) if topic[1] - topic[0] >= 2 and (place.loose or marked) else None
    return _elsewhere(place, frame, facts)


def _changed(place: Place, rest: Range, facts: Disclosure) -> Disclosure | None:
    """专家出诊时间，调整的|提前1天公告: the change of what stands before."""
    one = antecedent(place.sheet, place.lexicon, place.sentence, place.part, place.clause, place.found, None)
    return replace(facts, use="changed", objects=(rest,), context=one.objects[0]) if one.objects else None


def _elsewhere(place: Place, frame: Frame, facts: Disclosure) -> Disclosure | Addition | None:
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
    for time in (*facts.times, *frame.events):
        topic = event_topic(sheet.masked, *time)
        if topic is not None and lexicon.body_prefix(sheet.masked, *topic) is None and not _begins(place, one.objects, topic):
            return replace(facts, use="topic", objects=(topic,))
    if facts.row == "explain" and one.same is None and not one.objects:
        return _explained_around(place, facts)
    if one.same is not None:
        return _again(place, one.same, facts)
    if not one.objects:
        return None
    if one.agent is not None and not _own(facts):
        facts = replace(facts, subject=one.agent)
    use: Use = "changed" if one.changed else "earlier"
    return replace(facts, use=use, objects=one.objects, times=facts.times or one.times, before=one.before)


def _explained_around(place: Place, facts: Disclosure) -> Disclosure | None:
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
    return _addition(index, facts)


def _addition(index: int, facts: Disclosure) -> Addition:
    return Addition(index, facts.times, facts.channels, facts.audience, facts.subject)


def _handed(place: Place, start: int, rest: str, facts: Disclosure) -> tuple[str, Disclosure]:
    """结果|报出资人机构, 并|提供给“信用某地”网站: the phrase without it; a website is a channel."""
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


def _is_time(place: Place, start: int, phrase: str) -> bool:
    """Whether a phrase is nothing but a time (年底)."""
    stop = start + len(phrase)
    return times_in(place.sheet, start, stop).get(stop) == start


def _trimmed(place: Place, topic: Range, facts: Disclosure) -> tuple[Range, Disclosure]:
    """A topic without what only looks like its end: 听证报告|应附卷, 核查结果|记入名录, 房源价格|电子屏."""
    masked, lexicon = place.sheet.masked, place.lexicon
    a, b = topic
    cut = TOPIC_END.search(masked, a + 2, b)
    if cut is not None and not lexicon.is_body(masked[a : cut.start()]) and not _OPEN_RELATIVE.match(masked, cut.end(), b):
        if not facts.times:
            inner = tuple(
                (event_start(masked, cut.end(), begin), stop)
                for stop, begin in place.times.items()
                if cut.start() <= begin and stop <= b
            )
            facts = replace(facts, times=inner)
        b = cut.start()
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
    a, facts = _led(place, modal.end() if modal is not None else a, b, facts)
    return (a, b), facts
