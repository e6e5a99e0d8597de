"""Sentences -> disclosures: who publishes what, when, where. Works on view text alone; no other stage's findings.

An object stands behind the verb (公开收支情况), is moved before it (将收支情况公开), is its topic (收支情况要公开), makes a noun
with it (推进收支情况公开), or stands in a clause or sentence before (编制收支表，年底前公布).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from nlp.draft.earlier import TOPIC_END, antecedent, clause_subject, earlier_subject, made_in, subject_like
from nlp.draft.lexicon import Lexicon
from nlp.draft.phrases import Frame, Range, event_start, event_topic, frame_before, join_frames, times_in
from nlp.draft.sheet import Sentence, Sheet
from nlp.draft.verbs import Trigger, VerbRules

Follows = Literal["", "end", "tail", "joint"]
Use = Literal["behind", "moved", "topic", "noun", "earlier", "press", "listed"]

# 发布一次…, 公布了…: a count behind the verb
_COUNT = re.compile(r"(?:一次|[一二两三几0-9]{1,3}次|一批|一期|一回)(?:以上)?|首批")
# where an object ends inside its clause
_CUT = re.compile(
    r"并(?![购列轨联网发症])|以便|便于|方便(?=群众|企业|公众|社会|办事|市民|职工)|接受(?=社会|群众|监督|公众|职工|村民|家长|师生)|供(?=公众|社会|群众|市民|企业|查|查阅)"
    r"|(?<=[\u4e00-\u9fff〓]{2})后(?=[再方进报实组])|(?<=.{3})(?:同时|随后|但)(?!期)|以(?=接受|提高|促进|增强|保障|满足)|(?:不少于|不得少于|为期|至少)[0-9一二三四五六七八九十]+(?:个)?(?:工作日|日|天|次)|[0-9一二三四五六七八九十]{1,3}(?:个)?(?:工作日|天|日)(?:以上|后|$)|(?<=.)(?:等)(?=，|$)|、(?=[^，。；、]{0,12}(?:内|前)(?:发布|公布|公开|举行|召开|公示))"
)
# 公开X要…, 公开遵循…, 公开向移动端延伸: what stands behind is no object
_NO_OBJECT = re.compile(
    r"(?:向|由|从|为(?!民|企|农)|是|得到|得以|实现|覆盖|延伸|更加|常态|不(?!少于|得少于|文明|诚信|规范|安全|正当|实信|动产|合格|良|符|予|达标|作为)|要(?!素|闻|点|件|求)|应当|应(?!急|用|届|对)|须|可(?!行|研)|将(?!来)|会(?!议|计)|已(?!完|纳|列)|能(?!源|耗)|均(?=[要应须可已由在按不需])|需|必须|遵循|坚持|实行|对(?!象|外|口|接|策)|与|按照|按|根据|以(?!上|及)|作为|有(?!关|效|偿)|达到|走|了|写清|写明|载明|注明|列明|中(?![央小学医标介心外长])|率|虚假(?=[、，；]|$)|少(?!数|年|儿)|不足|滞后|见|截止|类(?!别)|保障(?![性房])|平均|竞租|另行|相结合|结合(?!部))"
)
# 通报工作情况; not 公开工作主管部门
# 该晒的账, 应公开的事项: says nothing
_SHOULD = re.compile(r"(?:该|应当?|需|需要|必须)[^的]{0,4}的")
_WORK = re.compile(r"情况|动态|进展|报告|总结|计划|要点|流程|标准|职责|成果|目标|成效|机构|日程|时间|安排|人员名单|规则|规程|纪律")
_FORBIDDEN = re.compile(r"不得|禁止|严禁|不准|不许|不应")
# 通过…发布先进典型等形式开展教育
_WAYS = re.compile(r"等(?:多种|各种)?(?:形式|方式|途径|渠道|办法|手段)")
# 公布实施: the regulation comes into force
_IN_FORCE = frozenset({"实施", "施行", "执行", "生效", "之", "组织实施", "后实施"})
# 发布解读稿31篇: what has been done is counted
_TALLY = re.compile(r"[0-9](?:余|多)?(?:万)?(?:件|条|篇|批|场|份|例|次|人次|期)(?:[、，和]|$)")
_CONDITION = re.compile(r"的(?:不(?!动产)|应|要|可以|须|给予|予以|一律|由|责令|取消|按|将)")
_MODAL_INSIDE = re.compile(r"(?<![重主需必摘概纪首简])要(?![素求点闻件])|应当|必须|须(?!知)|(?<![即])将(?![来])")
# 把监管信息公开列入议事日程, 将门户网站打造为信息公开首选平台
_TURNS = re.compile(r"纳入|列入|作为|列为|摆上|融入|贯穿|落到|抓好|打造|转为|转化|变为|当作|放在|延伸|摆在")
# 对公开内容审核, 加强公开内容监管, 本公示: the verb is part of a noun
_LEANS = re.compile(r"(?:按照|根据|依据|依照|参照|对照|遵照|围绕|结合|执行|对|将|把|为|于|以|按|的|本|该|此|从|由|经|就|加强|规范|完善|健全|强化|提高|拓展|优化|明确|建立|提升|丰富|扩大|严格|落实|保证|确保|保障|确定|审核|审查|检查|违反|涉及|属于|无|有|增强|注重|接到|收到|认为|同意|允许|主张|请求|责令|停止|确认|判决|要求)$")
# 将公示结果报县民政局: the verb is part of what is reported
_HANDLED = re.compile(r"(?:结果|情况|材料|内容|名单|信息)(?:及时|一并|书面)?(?:报|送|上报|反馈|抄送|提交|作为|纳入|列入|记入|存档|归档|通知|告知|录入|与)")
_RELATIVE = re.compile(r"对(?:于)?[^，。；]{0,40}$")
_PLACE_WORD = re.compile(r"张榜|上榜|上墙|挂网|上网|上报栏|三榜|挂牌|张贴上墙")
# 政策落实和|公开, 规划的归集整理和|主动公开
_JOINT = re.compile(r"(?:的)?(?:归集|整理|收集|汇总|梳理|落实|解读|宣传|管理|使用|监督|执行|分析|编制|制定|修订|更新)*[和及与并](?:主动|及时|全面|依法)?$")
# “滨海应急”公众号每周三推送…: a platform as subject is the channel
_PLATFORM = re.compile(r"(?:网站|公众号|客户端|平台|电视台|专栏|微博|视频号|栏目|政务新媒体|显示屏)$")
# 结果|报出资人机构并公布
_REPORTED = re.compile(r"(?:(?<![举申填])报(?!告|表|名|价|道|刊)|报送|报告|抄送|反馈|提供给?|送(?!达)|交(?!易|通|流|付|费|款|警))(?P<whom>[^，、]{2,16})$")
# 核查结果|记入异常名录并公布; not 列入名录的企业
# 应当公开的|行政许可结果: a modal inside a relative clause cuts nothing off
_OPEN_RELATIVE = re.compile(r"^[^，。；]{1,14}的[^，。；]{2,}")
_INTO = re.compile(r"(?:记入|纳入|列入|录入|计入|存入|归入|移送|移交)(?=[^的]*$)")
# 房源价格|电子屏滚动公示
_SCREEN = re.compile(r"(?:电子屏|显示屏|公示栏|公告栏|公开栏|宣传栏|微信群|公众号)$")
_DESTINATION = re.compile(r"(?:到|至|在|于|给)(?!位|期|少|此|今|建)")
_STANDING = re.compile(r"^(?:期|时间|时限|日期|不少于|不得少于|[0-9一二三四五六七八九十]+(?:个)?(?:工作日|日|天|月|小时|周)|一周|为期|至|止|完毕|结束)")
# 公示5个工作日, 公示不少于7天
_STANDS = re.compile(r"(?:期|时间)?(?:为|不少于|不得少于|至少|满)?[0-9〇一二三四五六七八九十]+(?:个)?(?:工作日|自然日|天|日|个月)(?:以上)?(?![前内后])")
_COUNTED = re.compile(r"[0-9〇一二三四五六七八九十]|每|按|年底|月底")
_NOUN_JOIN = re.compile(r"(?:和|、|及|与|以及)")
_STRIP_FRONT = re.compile(r"^(?:对于|对|关于|有关|各类|本|好|好了|了|大|的|和|及|与|、|其|所|针对)+(?=[\u4e00-\u9fff〓“])")
# 统一规范、准确及时的房地产市场信息: adjectives before the noun
_ADJECTIVES = re.compile(r"^[^的]{0,18}(?:及时|规范|统一|有效|科学|完善|权威|长效|准确|透明|便捷|高效)(?:[、和][^的]{1,8})?的")
_REPORTABLE = re.compile(r"督查|检查|巡查|考核|评估|抽查|调度|监测|测评|情况|结果|进展|数据|排名|问题|案件|案例|典型|信息|动态|监测|名单|指数|整改|进度|状况|形势|水平|疫情|灾情|事故|事件|质量|得分|报告|收支")
_PEOPLE = re.compile(r"群众|来信|来电|来访|咨询|诉求|投诉|意见建议|申请人|询问|提问|留言|网民|建议提案")
_PERSON_OR_BODY = re.compile(r"(?:的)?(?:单位|企业|个人|人员|部门|干部|地方|地区|乡镇|责任人|学校|商户|机构|镇|村|市场主体|经营者)$")


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One disclosure as the sentence states it; view offsets. `extra` are ranges that spell the objects out."""

    evidence: Range
    clause: Range
    verb: Range
    row: str
    strength: float
    use: Use
    objects: tuple[Range, ...]
    extra: tuple[Range, ...] = ()
    times: tuple[Range, ...] = ()
    channels: tuple[Range, ...] = ()
    agent: Range | None = None
    audience: Range | None = None
    subject: Range | None = None
    context: Range | None = None
    heading: bool = False
    modal: bool = False
    before: Range | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a trigger stands: part and clause, and how far left its clause is still its own."""

    sentence: Sentence
    part: int
    clause: int
    low: int


def read_sentence(sheet: Sheet, lexicon: Lexicon, verbs: VerbRules, sentence: Sentence, previous: Sentence | None,
                  loose: bool = False) -> list[Disclosure]:
    """Disclosures of one sentence, in order. `loose`: a bare X公开 counts (rows of a task table, items of a list)."""
    if not verbs.quick.search(sheet.masked, sentence.start, sentence.end):
        return []
    found: list[Disclosure] = []
    for p, part in enumerate(sentence.parts):
        low, high = part[0][0], part[-1][1]
        if verbs.bars_sentence(sheet, low, high):
            continue
        times = times_in(sheet, low, high)
        for c, (a, b) in enumerate(part):
            at = a
            grouped = _grouped(sheet, lexicon, list(verbs.triggers(sheet, a, b)))
            for n, trigger in enumerate(grouped):
                if trigger.start < at:
                    continue
                if trigger.row.needs in ("object", "channel") and any(lexicon.is_place(sheet.masked[trigger.end : t.start]) for t in grouped[n + 1 :]):
                    continue  # 推送“信用某地”网站公布
                if n + 1 < len(grouped) and re.match(r"(?:或者?|并)(?:以|在|通过|采取)", sheet.masked[trigger.end : b]):
                    continue  # 公示或者以其他方式公布
                if n + 1 < len(grouped) and _noun_before(sheet, lexicon, trigger, grouped[n + 1], times):
                    continue  # 补偿安置公告|在村务公开栏|张贴
                if verbs.barred(sheet, trigger, (at, b)):
                    continue
                one = _read(sheet, lexicon, Place(sentence, p, c, at), trigger, times, found, previous, loose)
                if one is not None:
                    found.append(one)
                    ends = [e for s, e in one.objects if s >= trigger.end and e <= b]
                    at = max([trigger.end, *ends])
    return found


def _grouped(sheet: Sheet, lexicon: Lexicon, triggers: list[Trigger]) -> list[Trigger]:
    """Verbs that stand together become one: 张榜|公布, 公开|、|公示, 发布和准确|解读."""
    out: list[Trigger] = []
    for t in triggers:
        if out and _joined(sheet, lexicon, out[-1].end, t.start):
            row = out[-1].row if out[-1].row.strength >= t.row.strength and out[-1].row.needs != "topic" else t.row
            out[-1] = Trigger(out[-1].start, t.end, row)
        else:
            out.append(t)
    return out


def _noun_before(sheet: Sheet, lexicon: Lexicon, trigger: Trigger, later: Trigger, times: dict[int, int]) -> bool:
    """Whether only adverbials stand between a verb and the next: then the first is a noun and the topic of the second."""
    if later.start - trigger.end < 2:
        return False
    frame = frame_before(sheet, lexicon, trigger.end, later.start, times)
    return frame.read and frame.rest[1] == frame.rest[0] and frame.moved is None and sheet.masked[trigger.end] not in "、并和及"


def _joined(sheet: Sheet, lexicon: Lexicon, start: int, end: int) -> bool:
    if end - start > 8:
        return False
    edge = end
    while edge > start and (adverb := lexicon.adverb_before(sheet, start, edge)) is not None:
        edge = adverb[0]
    return sheet.masked[start:edge] in ("", "、", "和", "及", "并", "或", "与", "或者", "以及")


class _NoDuty(Exception):
    """What follows the verb shows that the clause is about disclosure, no duty to disclose."""


def _read(sheet: Sheet, lexicon: Lexicon, place: Place, trigger: Trigger, times: dict[int, int], found: list[Disclosure],
          previous: Sentence | None, loose: bool) -> Disclosure | None:
    masked = sheet.masked
    part = place.sentence.parts[place.part]
    a, b = part[place.clause]
    base = Disclosure((part[0][0], part[-1][1]), (a, b), (trigger.start, trigger.end), trigger.row.id, trigger.row.strength, "behind", ())
    if trigger.row.needs == "press":
        return _press(sheet, lexicon, place, trigger, base, times, found)
    try:
        behind, destination, noun = _behind(sheet, lexicon, trigger, b)
    except _NoDuty:
        return None
    if behind is not None and _relative(masked, place.low, trigger.start, behind):
        return None
    if noun:
        one = _noun(sheet, lexicon, place, trigger, base, times, loose) or _policy(sheet, lexicon, place, trigger, base, found)
        if one is not None:
            return one
        if behind is not None or noun == "tail":
            return None
    if trigger.row.id in ("upload", "print", "exhibit") and behind is not None and lexicon.is_place(masked[behind[0] : behind[1]]):
        behind, destination = None, behind
    frame = _frame(sheet, lexicon, place, trigger, times, found)
    if frame.kinds & {"negation", "past"} or _FORBIDDEN.search(masked, *frame.rest):
        return None
    if behind is not None and _WAYS.search(masked, *behind) and re.search(r"通过|采取|采用|运用|以", masked[place.low : trigger.start]):
        return None
    if frame.moved is not None and (_turns(masked, frame.moved) or (behind is not None and _TURNS.match(masked, *behind))):
        return None
    rest = masked[frame.rest[0] : frame.rest[1]]
    if behind is not None and frame.rest[1] == trigger.start and _LEANS.search(rest):
        return None
    if behind is not None and masked[trigger.start - 1 : trigger.start] == "将" and _HANDLED.search(masked, *behind):
        return None
    part = place.sentence.parts[place.part]
    if _officer(lexicon, rest) or (not rest and place.clause and _officer(lexicon, masked[slice(*part[place.clause - 1])])):
        return None
    if _pushes(lexicon, rest) or (frame.moved is not None and _PERSON_OR_BODY.search(masked[frame.moved[0] : frame.moved[1]]) and trigger.row.id == "notify"):
        return None
    if frame.audience is not None and trigger.row.id in ("notify", "forward", "explain") and lexicon.authority.search(masked[frame.audience[0] : frame.audience[1]]):
        return None
    channels = frame.channels + ((destination,) if destination else ())
    board = _PLACE_WORD.search(masked, frame.rest[1], trigger.end)
    if board is not None:  # 张榜公布; 在办公场所|上墙公示 is one place
        begin = next((a for a, e in channels if e == board.start()), board.start())
        channels = (*(r for r in channels if r[1] != board.start()), (begin, trigger.end))
    stand = _STANDS.match(masked, trigger.end, b)
    own_times = frame.times if stand is None or any(_COUNTED.search(masked, *t) for t in frame.times) else (*frame.times, stand.span())
    base = replace(base, times=own_times, channels=channels, agent=frame.agent, audience=frame.audience, modal="modal" in frame.kinds)
    base = _with_subject(sheet, lexicon, place, frame, base, found)
    if base.subject is not None:
        who = masked[base.subject[0] : base.subject[1]]
        if _officer(lexicon, who) or lexicon.push.match(who):
            return None  # 推动医疗机构健全目录，公开收费: what others are pushed to do
    one = _with_object(sheet, lexicon, place, trigger, frame, behind, base, times, found, previous, loose)
    return one if one is not None and _suits(sheet, lexicon, trigger, one) else None


def _turns(masked: str, moved: Range) -> bool:
    if re.search(r"(?:写进|写入|载入|登上|放进|加入|印入)$", masked[moved[0] : moved[1]]):
        return True
    m = _TURNS.search(masked, *moved)
    return m is not None and "的" not in masked[m.end() : moved[1]]


def _relative(masked: str, low: int, verb: int, behind: Range) -> bool:
    """对未公开环评文件的建设单位: the verb belongs to a clause that describes somebody."""
    return bool(_RELATIVE.search(masked[low:verb])) and bool(re.search(r"的[^的、，]{0,8}$", masked[behind[0] : behind[1]])) and bool(
        _PERSON_OR_BODY.search(masked[behind[0] : behind[1]])
    )


def _frame(sheet: Sheet, lexicon: Lexicon, place: Place, trigger: Trigger, times: dict[int, int], found: list[Disclosure]) -> Frame:
    """The frame of the verb; where its clause holds nothing but adverbials, the clauses before are read on.

    `名单要在每月10日前，在公开栏公布`, `将决定及相关信息，通过公示系统进行公示`.
    """
    frame = frame_before(sheet, lexicon, place.low, trigger.start, times)
    frame = _lead_time(frame, times)
    part = place.sentence.parts[place.part]
    if place.low != part[place.clause][0] or sheet.masked[place.low] == "并":
        return frame
    for c in range(place.clause - 1, max(-1, place.clause - 4), -1):
        if any(d.clause == part[c] for d in found) or _comma_free(sheet, part[c], part[c + 1]):
            break
        before = frame_before(sheet, lexicon, *part[c], times)
        if not before.read or before.kinds & {"negation"}:
            break
        left = sheet.masked[before.rest[0] : before.rest[1]]
        if left and not (before.times or before.channels or before.moved or before.agent or before.events):
            break
        if frame.rest[1] > frame.rest[0] or frame.moved is not None:
            if before.moved is not None or (left and not (frame.moved and lexicon.is_body(left))):
                break
            rest = before.rest if left else frame.rest
            frame = replace(join_frames(before, frame), rest=rest)
        else:
            frame = join_frames(before, frame)
    return frame


def _lead_time(frame: Frame, times: dict[int, int]) -> Frame:
    """A time that opens the left-over phrase: 每月15日前|交监督委员会审核后公布."""
    start, end = frame.rest
    for stop, begin in times.items():
        if begin == start and stop <= end and stop > begin:
            return replace(frame, rest=(stop, end), times=((begin, stop), *frame.times))
    return frame


def _comma_free(sheet: Sheet, before: Range, after: Range) -> bool:
    """Whether two clauses are parted by a colon: what stands before it is a heading, no adverbial."""
    return bool(set(sheet.masked[before[1] : after[0]]) & set("：:"))


def _behind(sheet: Sheet, lexicon: Lexicon, trigger: Trigger, b: int) -> tuple[Range | None, Range | None, Follows]:
    """Object behind the verb, destination behind it (在X网站), and what follows: the end of the clause, a tail (工作, 力度), a joint."""
    masked = sheet.masked
    at = trigger.end
    count = _COUNT.match(masked, at, b)
    if count is not None:
        at = count.end()
    if at >= b:
        return None, None, "end" if count is None else ""
    if _NO_OBJECT.match(masked, at, b):
        raise _NoDuty
    if _STANDING.match(masked[at:b]):
        return None, None, ""
    dest = _DESTINATION.match(masked, at, b)
    if dest is not None:
        cut = _CUT.search(masked, dest.end(), b)
        end = cut.start() if cut else b
        return None, ((dest.end(), end) if lexicon.is_place(masked[dest.end() : end]) else None), ""
    tail = lexicon.tail.match(masked, at, b)
    if tail is not None and (tail.end() == b or masked[tail.end()] in "、和及与的由要应均并"):
        return None, None, "tail"
    if masked[at] == "等" and lexicon.tail.match(masked, at + 1, b):
        return None, None, "tail"
    if tail is not None and (tail[0] != "工作" or not _WORK.match(masked, tail.end(), b)):
        raise _NoDuty
    join = _NOUN_JOIN.match(masked, at, b)
    cut = _CUT.search(masked, at, b)
    end = cut.start() if cut else b
    if masked[b - 1] == "的" and end == b or _CONDITION.search(masked, at, end):
        raise _NoDuty
    modal = _MODAL_INSIDE.search(masked, at, end)
    if modal is not None and "的" not in masked[modal.end() : end]:
        raise _NoDuty
    while end > at and masked[end - 1] in "、，等的 ":
        end -= 1
    if _TALLY.search(masked, at, end):
        raise _NoDuty
    if end <= at or masked[at:end] in _IN_FORCE:
        return None, None, "end" if cut is None else ""
    if end - at <= 8 and re.search(r"(?:[车楼厅店场院校门屋室][内上外前]|楼道|门口|处)$", masked[at:end]) and trigger.row.id == "post":
        return None, (at, end), ""
    return (at, end), None, "joint" if join is not None else ""


def _noun(sheet: Sheet, lexicon: Lexicon, place: Place, trigger: Trigger, base: Disclosure, times: dict[int, int],
          loose: bool) -> Disclosure | None:
    """推进X公开, 加大X公开力度, 对X的解读工作, 建立X通报制度."""
    masked = sheet.masked
    low, edge = place.low, trigger.start
    heading = next((m for m in lexicon.heading.finditer(masked, low, edge) if m.end() < edge and _at_verb(sheet, lexicon, low, m.start(), times)), None)
    if heading is None:
        if not loose or masked[trigger.end : trigger.end + 2] == "制度":
            return None
        frame = frame_before(sheet, lexicon, low, edge, times)
        if frame.rest[1] - frame.rest[0] < 3 or frame.rest[1] != edge or lexicon.is_body(masked[frame.rest[0] : frame.rest[1]]):
            return None
        return replace(base, use="noun", objects=(frame.rest,), strength=base.strength * 0.8)
    before = masked[low : heading.start()]
    if lexicon.push_always.search(before) or _officer(lexicon, before):
        return None
    start = heading.end()
    while (more := lexicon.heading.match(masked, start, edge)) is not None or masked[start] in "和及、并":
        start = more.end() if more is not None else start + 1
        if start >= edge:
            return None
    joint = _JOINT.search(masked[start:edge])
    if joint is not None and joint.start() >= 3:
        edge = start + joint.start()
    inner = frame_before(sheet, lexicon, start, edge, times)
    if "并" in masked[inner.rest[1] : edge]:
        return None  # 加快制定基准|并向社会公布: a verb after a verb
    if inner.moved is None:
        edge = inner.rest[1]
    front = _STRIP_FRONT.match(masked[start:edge])
    start += front.end() if front else 0
    adjectives = _ADJECTIVES.match(masked[start:edge])
    start += adjectives.end() if adjectives else 0
    while edge > start and masked[edge - 1] in "的、网上预":
        edge -= 1
    if edge - start < 5 and re.match(r"(?:公示|公告)+制度", masked[trigger.start : trigger.end + 2]):
        return None  # 扶贫公示公告制度: its matter stands beside it
    if edge - start < 2 or _pushes(lexicon, masked[start:edge]):
        return None
    time = _time_before(sheet, lexicon, low, heading.start(), times)
    subject = clause_subject(sheet, lexicon, low, heading.start()) or earlier_subject(sheet, lexicon, place.sentence, place.part, place.clause)
    one = replace(base, use="noun", objects=((start, edge),), times=inner.times or time, channels=inner.channels, heading=True, subject=subject,
                  strength=base.strength * 0.9)
    return one if _suits(sheet, lexicon, trigger, one) else None


def _at_verb(sheet: Sheet, lexicon: Lexicon, low: int, at: int, times: dict[int, int]) -> bool:
    """Whether a word at `at` can be the verb of its clause: nothing but adverbials, a body or a topic with 要 stand before it."""
    if at == low:
        return True
    frame = frame_before(sheet, lexicon, low, at, times)
    rest = sheet.masked[frame.rest[0] : frame.rest[1]]
    return not rest or lexicon.is_body(rest) or "modal" in frame.kinds


def _policy(sheet: Sheet, lexicon: Lexicon, place: Place, trigger: Trigger, base: Disclosure, found: list[Disclosure]) -> Disclosure | None:
    """落实金融市场相关政策，做好政策解读: the policies named in the clause before."""
    if trigger.row.id != "explain" or not re.search(r"(?:做好|加强|开展|组织)(?:好)?$", sheet.masked[place.low : trigger.start]):
        return None
    one = antecedent(sheet, lexicon, place.sentence, place.part, place.clause, found, None)
    named = [r for r in one.objects if re.search(r"政策|规划|法规|条例|文件|办法|措施|规定|改革", sheet.masked[r[0] : r[1]]) and r[1] - r[0] >= 6]
    subject = earlier_subject(sheet, lexicon, place.sentence, place.part, place.clause)
    return replace(base, use="earlier", objects=tuple(named), subject=subject) if named else None


def _time_before(sheet: Sheet, lexicon: Lexicon, low: int, edge: int, times: dict[int, int]) -> tuple[Range, ...]:
    return frame_before(sheet, lexicon, low, edge, times).times


def _press(sheet: Sheet, lexicon: Lexicon, place: Place, trigger: Trigger, base: Disclosure, times: dict[int, int],
           found: list[Disclosure]) -> Disclosure | None:
    """组织召开月度、季度X情况新闻发布会: the words between are the matter, the conference is the channel."""
    masked = sheet.masked
    frame = frame_before(sheet, lexicon, place.low, trigger.start, times)
    if frame.kinds & {"negation", "past"}:
        return None
    conference = re.search(r"(?:新闻|例行|政策)?(?:发布会|通气会|吹风会)", masked[trigger.start : trigger.end])
    verb = re.match(r"(?:组织)?(?:召开|举行|举办)(?:一次|[0-9一二两三]+次|一场|[0-9]+场)?", masked[trigger.start : trigger.end])
    assert conference is not None and verb is not None
    start, end = trigger.start + verb.end(), trigger.start + conference.start()
    found_times = list(frame.times)
    for m in re.finditer(r"(?:月度|季度|年度|[、])+", masked[start:end]):
        if m.start() == 0:
            found_times.append((start, start + m.end()))
            start += m.end()
        break
    objects: tuple[Range, ...] = ((start, end),) if end - start >= 3 else ()
    if not objects:
        try:
            behind = _behind(sheet, lexicon, trigger, base.clause[1])[0]
        except _NoDuty:
            behind = None
        objects = (behind,) if behind is not None and behind[1] - behind[0] >= 3 and masked[behind[0]] not in "的、" else ()
    context = None
    if not objects:
        context = next((d.context for d in reversed(found) if d.clause == base.clause), None)
    base = replace(base, use="press", objects=objects, times=tuple(found_times), channels=((trigger.start + conference.start(), trigger.start + conference.end()),),
                   context=context)
    return _with_subject(sheet, lexicon, place, frame, base, found)


def _with_subject(sheet: Sheet, lexicon: Lexicon, place: Place, frame: Frame, base: Disclosure, found: list[Disclosure]) -> Disclosure:
    masked = sheet.masked
    subject: Range | None = frame.agent
    if subject is None and frame.rest[1] > frame.rest[0]:
        rest = masked[frame.rest[0] : frame.rest[1]]
        subject = frame.rest if subject_like(lexicon, rest) and len(rest) <= 60 else clause_subject(sheet, lexicon, *frame.rest)
    if subject is None:
        subject = earlier_subject(sheet, lexicon, place.sentence, place.part, place.clause)
    if subject is None and found and place.sentence.start <= found[-1].clause[0]:
        subject = found[-1].subject
    return replace(base, subject=subject)


def _with_object(sheet: Sheet, lexicon: Lexicon, place: Place, trigger: Trigger, frame: Frame, behind: Range | None, base: Disclosure,
                 times: dict[int, int], found: list[Disclosure], previous: Sentence | None, loose: bool) -> Disclosure | None:
    masked = sheet.masked
    rest = masked[frame.rest[0] : frame.rest[1]]
    body = subject_like(lexicon, rest) or ("modal" in frame.kinds and lexicon.is_body(rest) and len(rest) <= 16)
    if rest and not body and behind is not None and _PLATFORM.search(rest) and len(rest) <= 24:
        base, rest = replace(base, channels=(frame.rest, *base.channels)), ""
    if behind is not None and (trigger.row.needs not in ("topic", "channel") or trigger.row.id == "exhibit"):
        context = frame.moved
        if context is None and rest and not body and 4 <= len(rest) <= 20 and not re.search(r"并$|的退|不合格的|应当|[>]", rest):
            context = frame.rest
        return replace(base, use="behind", objects=(behind,), context=context)
    if trigger.row.needs == "object":
        if not rest and base.channels and found and found[-1].evidence == base.evidence:
            _merge_into(found, len(found) - 1, base)
        return None
    if frame.moved is not None and frame.moved[1] - frame.moved[0] >= 2:
        said = masked[frame.moved[0] : frame.moved[1]]
        if said in lexicon.words["refer"] and not said.startswith(("上述", "以上", "前", "该", "此", "这")):
            return None
        if said in lexicon.words["refer"]:
            one = antecedent(sheet, lexicon, place.sentence, place.part, place.clause, found, previous, refer=True)
            return replace(base, use="earlier", objects=one.objects, before=one.before) if one.objects else None
        return replace(base, use="moved", objects=(frame.moved,))
    if rest and not body:
        if frame.rest[1] < len(masked) and masked[frame.rest[1]] in "并、":
            made = made_in(sheet, lexicon, *frame.rest)
            if made is not None:
                return replace(base, use="earlier", objects=(made,))
        sent = _REPORTED.search(rest)
        if sent is not None and (lexicon.is_body(sent["whom"]) or lexicon.is_place(sent["whom"])):
            if lexicon.is_place(sent["whom"]):
                base = replace(base, channels=(*base.channels, (frame.rest[0] + sent.start("whom"), frame.rest[0] + sent.end("whom"))))
            rest = rest[: sent.start()].rstrip("并且")
    if len(rest) > 1 and not body and not times_only(sheet, frame.rest[0], rest):
        if rest in lexicon.words["refer"]:
            one = antecedent(sheet, lexicon, place.sentence, place.part, place.clause, found, previous, refer=True)
            if one.objects and one.same is None:
                return replace(base, use="earlier", objects=one.objects, before=one.before)
        subject = clause_subject(sheet, lexicon, *frame.rest)
        topic = (frame.rest[0], frame.rest[0] + len(rest)) if subject is None else (subject[1], frame.rest[1])
        topic, base = _trimmed(masked, lexicon, topic, base, times)
        if topic[1] - topic[0] >= 2 and (loose or _marked(masked, base, frame, topic, trigger)):
            return replace(base, use="topic", objects=(topic,))
        return None
    part = place.sentence.parts[place.part]
    if trigger.row.id in ("open", "publish", "notice") and masked[base.clause[1] : base.clause[1] + 1] == "：" and place.clause + 1 < len(part) and base.verb[1] == base.clause[1]:
        return replace(base, use="listed", objects=((part[place.clause + 1][0], part[-1][1]),))
    for time in (*base.times, *frame.events):
        topic_range = event_topic(masked, *time)
        if topic_range is not None and lexicon.body_prefix(masked, *topic_range) is None:
            return replace(base, use="topic", objects=(topic_range,))
    one = antecedent(sheet, lexicon, place.sentence, place.part, place.clause, found, previous)
    if one.same is not None:
        _merge_into(found, one.same, base)
        return None
    if one.objects:
        return replace(base, use="earlier", objects=one.objects, times=base.times or one.times, before=one.before)
    return None


def times_only(sheet: Sheet, start: int, phrase: str) -> bool:
    """Whether a phrase is nothing but a time (年底)."""
    return times_in(sheet, start, start + len(phrase)).get(start + len(phrase)) == start


def _trimmed(masked: str, lexicon: Lexicon, topic: Range, base: Disclosure, times: dict[int, int]) -> tuple[Range, Disclosure]:
    """A topic without what only looks like its end: 听证报告|应附卷, 房源价格|电子屏."""
    a, b = topic
    cut = TOPIC_END.search(masked, a + 2, b)
    if cut is not None and not lexicon.is_body(masked[a : cut.start()]) and not _OPEN_RELATIVE.search(masked, cut.end(), b):
        inner = [(event_start(masked, cut.end(), begin), stop) for stop, begin in times.items() if cut.start() <= begin and stop <= b]
        base = replace(base, times=(*inner, *base.times)) if not base.times else base
        b = cut.start()
    into = _INTO.search(masked, a + 2, b)
    if into is not None:
        b = into.start()
    screen = _SCREEN.search(masked, a, b)
    if screen is not None and screen.start() - a >= 3:
        base = replace(base, channels=(screen.span(), *base.channels))
        b = screen.start()
    while a < b and masked[a] in "并且、，":
        a += 1
    modal = lexicon.modal.match(masked, a, b)
    if modal is not None:
        a = modal.end()
    return (a, b), base


def _marked(masked: str, base: Disclosure, frame: Frame, topic: Range, trigger: Trigger) -> bool:
    """Whether a topic in front of the verb is really governed by it: a modal, time, place or agent stands between, or the clause ends."""
    if frame.kinds or base.times or base.channels or base.agent or base.audience:
        return True
    return trigger.row.id in ("online", "post", "press") and topic[1] - topic[0] >= 3


def _merge_into(found: list[Disclosure], index: int, more: Disclosure) -> None:
    """A verb without an object of its own adds its channel and time to the disclosure before it."""
    one = found[index]
    found[index] = replace(one, channels=one.channels + more.channels, times=one.times or more.times, subject=one.subject or more.subject,
                           audience=one.audience or more.audience)


def _pushes(lexicon: Lexicon, rest: str) -> bool:
    """推进重点排污单位…, 督促各村…: what somebody makes others do.

    Only where the word stands as a verb: at the start, behind a body, a modal or an adverb (年度检查计划 is none).
    """
    for m in lexicon.push.finditer(rest):
        before = rest[: m.start()]
        verb = not before or lexicon.is_body(before) or before[-1] in "、和并要应须将会可" or before.endswith(("应当", "积极", "加强", "认真", "依法", "进一步", "切实", "大力", "负责"))
        if not verb:
            continue
        after = rest[m.end() :]
        if m[0] in lexicon.words["push-always"] and not after:
            return True
        if after and (lexicon.is_body(after) or _PERSON_OR_BODY.search(after)):
            return True
    return False


def _officer(lexicon: Lexicon, phrase: str) -> bool:
    """Whether a phrase ends with an officer (主要负责人, 新闻发言人): officers' duties are no entries."""
    return bool(phrase) and bool(lexicon.officer.search(phrase))


def _suits(sheet: Sheet, lexicon: Lexicon, trigger: Trigger, one: Disclosure) -> bool:
    """Whether the object is one that can be disclosed by this verb."""
    masked = sheet.masked
    texts = [masked[s:e] for s, e in one.objects]
    joined = "".join(texts)
    needs = trigger.row.needs
    if one.use == "press":
        return True
    if needs == "report" and not (_REPORTABLE.search(joined) or one.heading):
        return False
    if needs == "matter":
        if one.use not in ("moved", "earlier") and one.context is None:
            return False
        if _PEOPLE.search(joined):
            return False
    if needs == "channel" and not one.channels:
        return False
    if trigger.row.id == "forward" and re.search(r"通知|文件$|本|此", joined):
        return False
    if trigger.row.id in ("forward", "notify") and one.use == "behind" and lexicon.is_body(joined):
        return False
    return True


def says_something(sheet: Sheet, lexicon: Lexicon, one: Disclosure) -> bool:
    """Whether the object says what is disclosed: not 信息 or 情况 alone, unless time, place and person make up for it."""
    texts = [sheet.masked[s:e] for s, e in (*one.objects, *one.extra)]
    plain = ["" if _SHOULD.match(t) or t.startswith(("应公开的", "应当公开的", "需公开的", "公开的", "需事前公开的")) else _plain(lexicon, t) for t in texts]
    if one.use == "press" or not all(not t or t in lexicon.words["generic"] or len(t) < 2 for t in plain):
        return True
    if one.use == "noun" or "".join(plain) in ("信息", "政府信息", "关切", "公开", "社会", "工作", "政务"):
        return one.use == "topic" and bool(one.times) and bool(one.channels)
    return bool(one.times) + bool(one.channels) + bool(one.agent or one.subject) + 2 * bool(one.context) >= 2


def _plain(lexicon: Lexicon, text: str) -> str:
    """An object without region words, counts and the noun 信息 behind a longer one."""
    out = lexicon.region.sub("", text.strip(" 、，等的"))
    return re.sub(r"(?:工作|方面|领域)$", "", out)
