"""What an ordinary verb of disclosure governs: object behind, moved, topic, or in an earlier clause; with the adverbials round it."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.draft.behind import STANDS, Behind, read_behind
from nlp.draft.changes import adjusted, bare_change
from nlp.draft.duties import WHO_ORGANISES, into_catalogue, is_no_duty, is_officer, put_to_use, suits
from nlp.draft.earlier import thing_of
from nlp.draft.elsewhere import addition, changed_object, corrected_of, elsewhere, explained_around, referred_object
from nlp.draft.fineness import tells_how_finely, without_classes
from nlp.draft.given import PUT_INTO
from nlp.draft.making import made_in
from nlp.draft.no_topic import (
    APPROVED_FIRST,
    DOES_AS,
    DONE_ONLY,
    MEETS,
    OVERSEEN,
    POOR_CONTEXT,
    PURPOSE,
    SETTLED,
    TELLS,
)
from nlp.draft.nouns import IN_ROUNDS, goes_on_pushing, read_noun, read_policy, read_press
from nlp.draft.phrases import Frame, Range, frame_before, join_frames
from nlp.draft.reading import Addition, Disclosure, Place
from nlp.draft.subjects import clause_subject, subject_like
from nlp.draft.topics import COUNTED, handed, is_time, trimmed
from nlp.draft.updated import updated
from nlp.draft.verbs import Trigger
from nlp.draft.whose import subject_of

_DOES = re.compile(r"(?:进行|开展|组织|作出|做好)(?P<what>[^，。；：、的一二三0-9]{3,12})$")
_DONE_ROWS = frozenset({"notice", "announce"})
# verbs with which a place behind them is no object: 上传镇政府网站, 刊登政府公报
_PLACE_BEHIND = frozenset({"upload", "print", "exhibit"})
_BOARD = re.compile(r"(?:张贴|悬挂|张挂|粘贴)(?=公布|公示|公告|公开)|张榜|上榜|上墙|挂网|上网|上报栏|三榜|挂牌|张贴上墙")
# 根据处置进展|动态发布
_PROGRESS = re.compile(r"(?:根据|随|视)(?P<what>[^，。；]{2,12}进展)(?:情况)?(?:动态|滚动|适时|及时|持续|分期|分批)*$")
_BOARD_CLAUSE = re.compile(
    r"(?:(?P<named>[^，。；]{0,12}(?:公示牌|公告牌|公示栏|公开栏|告示牌|标志牌|标识牌|信息牌))(?:应当?|要|须)?(?:在[^，。；]{2,20})?(?:竖立|设立|设置|悬挂|树立|安装)$)|(?:^|在(?=[^，]{2,14}(?:设|树|竖|悬))|(?<=应当)|(?<=[要应])(?!当)|并)(?P<place>[^，。；在要应]{0,14}(?:设立|设置|树立|竖立|悬挂|设)[^，。；]{0,8}(?:公示牌|公告牌|公示栏|公开栏|告示牌|标志牌|标识牌|信息牌))$"
)
_OFFICER_FIRST = re.compile(
    r"(?P<who>[^，。；：]{2,40}?(?:负责人|负责同志|领导|干部|发言人|成员|书记|主任|局长|镇长|县长|市长))(?:是|要|应当?|须|必须|作为|对|为)"
)
_SPREAD = frozenset({"宣传", "宣讲", "阐释", "深入宣传", "宣传阐释"})
# 各单位在|公开|该信息前，应当…: an event of what follows
# 建立|发布|预警信息|的制度
_SETS_UP = re.compile(r"(?:建立|健全|完善|实行|形成)(?!的)")
_SYSTEM_END = re.compile(r"(?<=.{4})的(?:长效|常态化)?(?:工作)?(?:制度|机制|办法|体系)$")
_AS_WELL = re.compile(r"以及(?=[^，。；]{2})")
_BEFORE_IT = re.compile(r"[^，。；]{2,}(?:之前|以前|前|之后|以后|后|的同时|过程中|的过程|基础上|前提下|时|期间)$")
_ALL_OVER = re.compile("(?<=结果|情况|名单|进展)全(?:[省市县区镇乡村校局]|系统)$")
_ALSO = re.compile("[还也均都](?:要|应|须)")  # 药品|还要公示|生产企业
_DONE_THROUGH = re.compile(
    r"(?:兑付|发放|拨付|支付|缴纳|征收|申请|申报|办理|受理|核实|核查|查询|采购|招聘|选拔|选定|确定|产生|录入|登记|报名|开展|组织|进行|完成|推进|落实)"
    r"[\u4e00-\u9fff]{0,8}$"
)
_POINTS_BACK = ("上述", "以上", "前", "该", "此", "这")
_OUTCOME = re.compile(r"结果|情况|名单|进展|方案|标准")
_TREATED = re.compile(
    r"其?(?P<what>[^，。；]{2,30}?)(?:进行|开展|实施|组织|予以)(?:了|全面|年度|综合|定期|年终|动态|第三方|社会)*"
    r"(?P<act>评价|考核|评估|测评|检查|抽查|监测|检测|审计|评议|考评|评定|督查|排名|评比|核查|清理|巡查|评审)"
)
_NEIGHBOURS = re.compile(r"[^，。；]{2,20}(?:内|附近|周边|周围)的?(?:单位和|有关)?(?:居民|群众|村民|用户|住户|业主)")  # 公告|影响范围内的居民
_MOST_BACK, _MOST_OFFICER = 4, 4


def read_verb(place: Place) -> Disclosure | Addition | None:
    """The disclosure of one verb, or what it adds to an earlier one; None where it is no duty or has no object."""
    if place.trigger.row.needs == "press":
        one = read_press(place, None)
        return None if one is None else replace(one, subject=subject_of(place, Frame.empty(place.low)))
    behind = read_behind(place)
    if behind.follows == "no-duty" or tells_how_finely(place):
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
    done = _doing(place) if behind.follows == "end" and place.trigger.row.id in _DONE_ROWS else None
    if done is not None:
        return done
    frame = _frame(place, behind.object)
    if (
        behind.object is not None
        and behind.object[1] == place.own[1] < place.clauses[-1][1]
        and _BEFORE_IT.match(place.sheet.masked, *behind.object)
    ):
        return None
    if is_no_duty(place, frame, behind.object) or _one_of_many(place, frame, behind):
        return None
    facts = _facts(place, frame, behind)
    if _officer_before(place, facts):
        return None  # 部门主要负责人是第一解读人，应…带头解读
    if facts.subject is not None and (
        is_officer(place.lexicon, place.text(facts.subject))
        or (place.lexicon.push.match(place.text(facts.subject)) and not WHO_ORGANISES.match(place.text(facts.subject)))
    ):
        return None  # 推动医疗机构健全目录，公开收费: what others are pushed to do
    if behind.object is not None and (
        place.text(behind.object) in place.lexicon.words["person"] or _NEIGHBOURS.fullmatch(place.text(behind.object))
    ):
        facts, behind = replace(facts, audience=behind.object), Behind()  # 应当提前24小时公告|用户
    if goes_on_pushing(place) and not (behind.object is not None and _OUTCOME.search(place.text(behind.object))):
        return None  # 督促经营者明码标价，并公示营业执照
    how = updated if place.trigger.row.needs == "update" else _governed
    corrected = corrected_of(place, behind, facts)
    if corrected is not None:
        return corrected
    found = how(place, frame, behind, facts)
    return found if not isinstance(found, Disclosure) or suits(place, found) else None


def _doing(place: Place) -> Disclosure | None:
    """在收到批文之日起10日内进行|征收土地公告: the noun of disclosure is the object of a light verb."""
    sheet, trigger = place.sheet, place.trigger
    m = _DOES.search(sheet.masked, place.low, trigger.start)
    if m is None:
        return None
    inner = frame_before(sheet, place.lexicon, m.start("what"), trigger.start, place.times)
    if inner.read or place.verbs.quick.search(m["what"]) or m["what"][-1] in "和及并与、":
        return None
    moved = replace(place, trigger=Trigger(m.start(), trigger.end, trigger.row))
    frame = _frame(moved, None)
    if is_no_duty(moved, frame, None):
        return None
    return replace(_facts(moved, frame, Behind()), use="topic", objects=((m.start("what"), trigger.end),), context=frame.moved)


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


def _frame(place: Place, governed: Range | None) -> Frame:
    """The frame of the verb; where its clause holds nothing but adverbials, the clauses before are read on. `governed`: its own object.

    `名单要在每月10日前，在公开栏公布`, `将决定及相关信息，通过公示系统进行公示`.
    """
    sheet, lexicon, clauses = place.sheet, place.lexicon, place.clauses
    frame = _lead_time(frame_before(sheet, lexicon, place.low, place.trigger.start, place.times), place.times)
    if place.low != place.own[0] or sheet.masked[place.low] == "并":
        return frame
    for c in range(place.clause - 1, max(-1, place.clause - _MOST_BACK), -1):
        parted = sheet.masked[clauses[c][1] : clauses[c + 1][0]]
        if "：" in parted or sheet.masked[clauses[c][0]] == "除" or any(d.clause == clauses[c] for d in place.found):
            break
        if sheet.masked[clauses[c][1] - 2 : clauses[c][1]] in ("式的", "形的", "件的", "况的"):
            break  # 采用集体讨论等方式的，|应当将结果公示: in which case
        before = frame_before(sheet, lexicon, *clauses[c], place.times)
        left = place.text(before.rest)
        if not before.read or "negation" in before.kinds:
            break
        if governed is not None and before.moved is not None and put_to_use(place, before.moved):
            break  # 将垃圾分类作为重点，|公布管护名单
        if any(_DONE_THROUGH.search(place.text(c)) and not lexicon.is_place(place.text(c)) for c in before.channels):
            break  # 通过“一卡通”|兑付资金，兑付完毕后将花名册公示
        passed = "serial" in before.kinds and sheet.masked[clauses[c][1] - 1] == "后"  # 方案应当经监督委员会审查后，|公布
        if left and not (before.times or before.channels or before.moved or before.agent or before.events or passed):
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
        begin = next((a for a, e in channels if a < board.start() <= e), board.start())
        channels = (*(r for r in channels if not r[0] < board.start() <= r[1]), (begin, trigger.end))
    stand = STANDS.match(masked, trigger.end, place.own[1])
    times = (*frame.times, *behind.times)
    if stand is not None and not any(COUNTED.search(masked, *t) for t in times):
        times = (*times, stand.span())
    return Disclosure(
        evidence=(place.clauses[0][0], place.clauses[-1][1]), clause=place.own, verb=(trigger.start, trigger.end), row=trigger.row.id,
        strength=trigger.row.strength, use="behind", objects=(), times=times, channels=channels, agent=frame.agent,
        audience=frame.audience, subject=subject_of(place, frame), modal="modal" in frame.kinds,
    )  # fmt: skip


def _governed(place: Place, frame: Frame, behind: Behind, facts: Disclosure) -> Disclosure | Addition | None:
    """The facts with their object, wherever it stands."""
    lexicon, signs, row = place.lexicon, place.lexicon.signs, place.trigger.row
    rest = place.text(frame.rest)
    body = subject_like(lexicon, rest) or ("modal" in frame.kinds and len(rest) <= 16 and lexicon.is_body(rest))
    if rest and not body and behind.object is not None and len(rest) <= 24 and signs.has("platform", rest):
        facts, rest = replace(facts, channels=(frame.rest, *facts.channels)), ""
    if behind.object is not None and _SETS_UP.search(place.sheet.masked, place.low, place.trigger.start):
        system = _SYSTEM_END.search(place.sheet.masked, *behind.object)
        if system is not None:
            return replace(facts, objects=((behind.object[0], system.start()),))
    if behind.object is not None and (row.needs not in ("topic", "channel") or row.id == "exhibit"):
        context = frame.moved
        own = lexicon.body_prefix(place.sheet.masked, *frame.rest) is not None  # 县人民政府划定并|公布…
        if context is not None and OVERSEEN.search(place.text(context)):
            context = None  # 对开发利用进行指导和监督，|发布鼓励目录
        settled = SETTLED.search(place.text(context)) if context is not None else None
        if context is not None and settled is not None:
            context = (context[0], context[0] + settled.start())  # 对高排放机械|划定并公布禁止使用的区域
        least = 2 if _ALSO.match(place.sheet.masked, frame.rest[1]) else 4
        if context is None and not body and not own and least <= len(rest) <= 20 and not POOR_CONTEXT.search(rest):
            context = frame.rest
        return replace(facts, objects=(behind.object,), context=context)
    if row.needs == "object":
        last = len(place.found) - 1
        alike = last >= 0 and place.found[last].evidence == facts.evidence
        return addition(last, facts) if not rest and facts.channels and alike else None
    if frame.moved is not None and frame.moved[1] - frame.moved[0] >= 2:
        return _moved(place, frame.moved, facts)
    return _topic(place, frame, rest, body, facts)


def _on_board(place: Place, behind: Behind) -> Disclosure | None:
    """在项目现场设立公示牌，标明|资金来源."""
    board = _BOARD_CLAUSE.search(place.sheet.masked, *place.clauses[place.clause - 1]) if place.clause else None
    if board is None or behind.object is None:
        return None
    facts = _facts(place, Frame.empty(place.trigger.start), behind)
    return replace(facts, objects=(behind.object,), channels=(board.span("named" if board["named"] else "place"),), modal=True)


def _moved(place: Place, moved: Range, facts: Disclosure) -> Disclosure | None:
    """将X公开; 将上述信息公开 discloses what the sentence before names; 对服务质量进行|评价|并公布 its result."""
    if DOES_AS.match(place.sheet.masked, *moved):
        return None
    treated = _TREATED.fullmatch(place.sheet.masked, *moved)
    if treated is not None:
        return replace(facts, use="earlier", objects=(treated.span("act"),), context=treated.span("what"))
    stop = into_catalogue(place.sheet.masked, moved)
    if stop is None and moved[1] <= facts.clause[0]:  # 将决定书|推送至住所地机关，由其协助公示
        sent = PUT_INTO.search(place.sheet.masked, moved[0] + 2, moved[1])
        stop = None if sent is None else sent.start()
    moved = moved if stop is None else (moved[0], stop)
    said = place.text(moved)
    if said not in place.lexicon.words["refer"]:
        return replace(facts, use="moved", objects=(moved,))
    return referred_object(place, facts) if said.startswith(_POINTS_BACK) else None


def _topic(place: Place, frame: Frame, rest: str, body: bool, facts: Disclosure) -> Disclosure | Addition | None:
    """X要公开; 核实X并公开; else an object of an earlier clause."""
    sheet, lexicon = place.sheet, place.lexicon
    change = adjusted(sheet.masked, place.low, place.trigger.start)
    if change is not None:
        what, when = change
        return replace(facts, use="changed", objects=(what,), times=facts.times or ((when,) if when is not None else ()))
    if facts.row == "explain" and rest in _SPREAD:
        return explained_around(place, facts)
    progress = _PROGRESS.search(sheet.masked, place.low, place.trigger.start)
    if progress is not None:
        return replace(facts, use="topic", objects=(progress.span("what"),))
    rounds = IN_ROUNDS.search(rest) or _ALL_OVER.search(rest)
    if rounds is not None and rounds.start() > 1:  # 审批名单|实行“三榜|公示”, 检查结果|全县|通报
        rest = rest[: rounds.start()]
        frame = replace(frame, rest=(frame.rest[0], frame.rest[0] + rounds.start()), kinds=frame.kinds | {"public"})
    if rest and not body:
        if sheet.masked[frame.rest[1]] in "并、":
            made = made_in(sheet, lexicon, *frame.rest)
            if made is not None:
                return replace(facts, use="earlier", objects=(made,))
        rest, facts = handed(place, frame.rest[0], rest, facts)
    if MEETS.search(rest):
        return None
    if TELLS.match(rest) or APPROVED_FIRST.fullmatch(rest):
        return elsewhere(place, frame, facts)  # 告知服务对象|并对外公告
    if len(rest) > 1 and not body and not is_time(place, frame.rest[0], rest):
        if rest in lexicon.words["refer"]:
            one = referred_object(place, facts)
            if one is not None:
                return one
        if bare_change(sheet.masked, frame.rest[0], frame.rest[0] + len(rest)):
            return changed_object(place, frame.rest, facts)
        subject = clause_subject(sheet, lexicon, *frame.rest)
        topic = (frame.rest[0], frame.rest[0] + len(rest)) if subject is None else (subject[1], frame.rest[1])
        topic, facts = trimmed(place, topic, facts)
        topic = without_classes(sheet.masked, topic)
        if place.text(facts.verb) == "张贴" and (sheet.masked.startswith("张贴", topic[0]) or place.text(topic).endswith("广告")):
            return None  # 张贴户外广告|必须张贴在公共信息栏内
        if DONE_ONLY.fullmatch(sheet.masked, *topic):
            return elsewhere(place, frame, facts)
        if PURPOSE.match(sheet.masked, *topic) or DOES_AS.match(sheet.masked, *topic):
            return None
        also = _AS_WELL.match(sheet.masked, *topic)
        if also is not None and place.clause:  # 有关文件，|以及|实施办法要长期公开
            first = thing_of(sheet, lexicon, place.clauses, place.clause - 1)
            if first is not None:
                return replace(facts, use="topic", objects=(first, (also.end(), topic[1])))
        marked = bool(frame.kinds or facts.times or facts.channels or facts.agent or facts.audience)
        marked = marked or (facts.row in ("online", "post") and topic[1] - topic[0] >= 3)
        return replace(facts, use="topic", objects=(topic,)) if topic[1] - topic[0] >= 2 and (place.loose or marked) else None
    return elsewhere(place, frame, facts)
