"""What stands before a verb of disclosure: time, channel, audience, agent, and the object moved in front of it.

Read from the verb leftwards: `拨付结果|由村民委员会|在村务公开栏|及时` + 公布. What is left over in front (拨付结果) is the
subject or the topic.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nlp.draft.lexicon import Lexicon
from nlp.draft.sheet import Sheet
from nlp.draft.timewords import IN, TO, Range, Times, event_start, event_topic, loose_event, own_doings, time_front, times_in

__all__ = ["Frame", "Range", "Times", "event_start", "event_topic", "frame_before", "join_frames", "time_front", "times_in"]

_CHANNEL_PREP = re.compile(
    r"通过(?!率)|(?<![地合源环分效弃化护发、])利用(?!与|和|、|及|处置|总体|规划|率|情况|效|计划|现状)|依托|借助|运用|采取|采用|经由|综合运用"
    rf"|以(?![及上下内外前后来便免公为致]|[^，。；]{{1,8}}名义)|(?<![信使费专公应启实占])用(?![于户地人途水电工餐药车])|{IN}|{TO}"
    r"|(?:推送|上传|报送?|发布|公布|提交|汇总|录入|反馈)?至(?!少|今|于)|(?:推送|上传|发布|公布)?到(?!位|达|期)|(?:推送|上传)(?=[^，。；]{2,20}[网栏台号端屏])|使用(?=[^，。；]{1,12}文字)"
)
_FREE_CHANNEL = frozenset({"通过", "利用", "依托", "借助", "运用", "采取", "采用", "经由", "综合运用", "使用"})
# what no channel holds: a stop, a modal, another verb of disclosure or of making
_NO_CHANNEL = re.compile(
    r"[，。；：]|措施的|[时期]限内?$|职责|职权|权限|指导|(?:监督|领导|组织|主持|配合|统筹)下$|(?<![重主需必纲])要|应当|(?:方式|形式|渠道|途径|平台|载体|媒体|网站|栏)将|公示(?!栏|平台|系统|网|牌|墙|屏|范围)|^(?:后|的)|更新|设立|开设|开辟|建立|编制|制定|[0-9]+(?:月|日)|[前后](?=更|设|开)|[前后内][0-9一二三四五六七八九十]{1,3}(?:个)?(?:工作日|日|天)"
)
_BOARD_PUT_UP = re.compile(
    r"(?:设立|设置|树立|竖立|悬挂|制作|安装|设|立|树|竖)(?:[\u4e00-\u9fff]{0,4}(?:公示|公告|公开|告示|标志|标识|信息))?牌$"
)
# 准确、全面地|公布: adverbs in a row, the last with its ending
_ADVERBIAL_END = re.compile(
    r"(?:(?:及时|准确|客观|全面|真实|完整|主动|统一|权威|如实|依法|有效|公开|规范|迅速|有序|广泛|充分|详细|公正|科学|持续|分期|分批|逐步|定期)[、，]?)+地$"
)
_BY_MEANS = re.compile(r"(?:形式|方式|办法|渠道|途径|手段|文字|文件|公告|书面)$")
_NETS = "在于从过域联内外官专该此本校县市省局全"  # 局域|网上, 官|网上: a name goes on
_ON_THE_SPOT = ("现场", "线下")
_PASSED = re.compile(r"[议查核准考验过]$")  # 审议|通过: no channel
_NO_PLACE = re.compile(r"[0-9]|的$|[前后时]$|[前中后]、")
_AGENT_PREP = re.compile(
    r"(?<![自缘])(?<![^管办处审受清护治代经总料]理)(?<![的、因及和请]事)由(?![于此来头])"
    r"|会同|(?<![工招协通厂电客绅经])商(?=[^业品务标家场])|联合(?=[^国会])|委托"
)
_NO_AGENT = re.compile(r"[，。；：]|的$")
_MOVED_PREP = re.compile(
    r"(?<![即必拟仍])将(?!要|来(?![源函信电])|[继于近会被])|把(?![握关])|(?<![相绝反核校针面应])对(?![于外比照象应策接社公]|下(?!列|面|一步|述))|对于|就(?![业医学近地是诊读餐])|针对(?![的性])"
)
_STOP = re.compile(r"[，。；：]")
# 将整改结果|书面报告审计机关, 把去向|列成一张表
_SENT_ON = re.compile(
    r"(?:书面|及时|一并|同时)*(?:(?<!年度)(?<!工作)(?<!评估)(?<!调查)(?<!审计)(?<!检测)报告(?!报)"
    r"|报送|上报|抄送|告知|通知|答复|回复|反馈|提交(?!的)|送达|移送|(?<![举申填汇])报(?=[^告表名价刊纸警废销酬]))(?=[^，、]{2,16}$)"
    r"|(?:及时|统一|一并)*(?:录入|上传|归集|推送|纳入|上报)(?:至|到)?(?=[^，、的]{2,40}(?:系统|平台|网站|网)$)"
    r"|(?:列|编|汇|整理|制|做)成[^，、]{1,8}$|逐项|逐一"
    r"|(?<=[册单表果案况])(?:统一|一并)?(?:提|转|送)?交(?:由|给)?(?=[^，、的]{1,10}(?:委会|委员会|办公室|办事处|政府|部门|单位|中心|[科处股室办所站局])$)"
)
_LIGHT_VERB = re.compile(
    r"(?:进行|开展|予以|作出|组织|加以|做好)(?:深入|积极|全面|系统|精准|多角度|多层次|及时)*(?:为期[^，。；的]{1,8}(?:的)?)?$"
    r"|等?(?:作出|做出)(?:规定|安排|要求)$|(?:进行|开展|实施|予以|加以)[^，。；的]{2,8}[和及并、]$"  # 对人数|进行监测和|公告
    r"|予以(?:记载|记录|登记|认定|核实|确认)$"
)  # 对重大政策|开展深入|解读
_LAW_PREP = re.compile(
    r"按照?(?!揭|比例)|(?<![定律策事主理法实规章])(?<![主重必]要)(?:根据|依据)(?![、和及的，])|依照|遵照|参照|遵循|结合|围绕"
)
_LAW_END = re.compile(
    r"(?:规定|要求|程序|原则|标准|规范|目录|清单|部署|精神|步骤|办法|权限|职责|分工|成果|结果|意见|类别|格式|模式|安排|计划|规划|政策|条例|办法|法律|法规|档案|记录|台账|数据|类型|种类|性质|季节|制度|流程|方案|情况|需要|实际|形势|特点|〓|的(?:时间|形式|方式|时限|期限|渠道|载体|内容)(?:(?:、|和|及)(?:时间|形式|方式|时限|期限|渠道|载体|范围))*)(?:的)?$"
)
_ONE_BY_ONE = re.compile(  # 按楼栋, 分部门
    r"(?:分别)?(?:按|逐|分)(?:楼栋|户|批次|项目|栋|组|村|人|类别|类|单元|宗|条|件|班级|年级|行业|地区|区域|部门|单位|科室|村组|栏目|专题)$"
    r"|分(?:别)?[两二三四五几多0-9]+[次批期]$"
)
_DATIVE = re.compile(
    r"(?:面|(?<![去方意走定流倾导投取志指动]))向(?![来导阳]|上(?!级)|下(?!游|辖|属))(?![^，。；：]*(?:报送|报告|提交|反馈|报备|上报|备案))[^，。；：向]{2,18}$"
)  # 向从业人员
_TOLD = re.compile(r"(?:应当?|要|须)?(?:面)?向[^，。；：向]{2,40}(?:报告|报送|报备|备案|提交)$")  # 向人民代表大会报告|并公布
_PASSED_BY = re.compile(r"(?<![已曾财神])报?经(?![济营费办验常过贸信典纪开发])(?P<who>[^，。；：由后内在于的前]{2,20})$")
_SHORT_BODY = re.compile(r"[本省市州县区旗镇乡][^，。；的、]{1,5}")  # 县防指, 镇专班: a name that the office alone uses
_EXCEPTING = re.compile(r"(?:但)?除(?:了)?[^，。；除]{2,50}(?:之|以)?外$")
_TOGETHER_WITH = re.compile(
    r"(?:随同|随)[^，。；]{2,24}(?:公开|公布|发布)(?:情况)?(?:一并|一起|同时)?$"
)  # 随同部门决算公开|予以公开
_EASILY = re.compile(r"以?便于[^，。；]{2,24}的(?:形式|方式|途径)$")  # 以便于群众理解的形式|公开
_LONGEST_CLAUSE, _MOST_MOVED = 600, 3
_LONGEST_CHANNEL, _LONGEST_AGENT, _LONGEST_LAW, _LONGEST_PLACE = 70, 60, 80, 16


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything between the left-over phrase and the verb. `rest` is the left-over, (n, n) when there is none; `kinds` are the
    kinds of adverbs met, `events` events without a length (审核后), `read` says whether anything was read at all."""

    rest: Range
    times: tuple[Range, ...] = ()
    channels: tuple[Range, ...] = ()
    agent: Range | None = None
    audience: Range | None = None
    moved: Range | None = None
    kinds: frozenset[str] = frozenset()
    read: bool = False
    events: tuple[Range, ...] = ()

    @classmethod
    def empty(cls, at: int) -> Frame:
        """Nothing read."""
        return cls((at, at))


def frame_before(sheet: Sheet, lexicon: Lexicon, start: int, edge: int, times: Times, inner: int = 0) -> Frame:
    """Read leftwards from `edge` (the start of the verb), not beyond `start`; `inner` counts the moved objects read so far."""
    start = max(start, edge - _LONGEST_CLAUSE)
    masked, opened = sheet.masked, edge
    joined = False  # 并 was read last: a verb may stand before it (编制|并|公布)
    found: list[Range] = []
    channels: list[Range] = []
    events: list[Range] = []
    kinds: set[str] = set()
    agent: Range | None = None
    audience: Range | None = None
    while edge > start:
        if times.get(edge, -1) >= start:
            begin = _without_body(masked, lexicon, event_start(masked, start, times[edge]), times[edge])
            found.append((begin, edge))
            edge = begin
        elif (adverb := lexicon.adverb_before(sheet, start, edge)) is not None and (
            adverb[1] != "serial" or edge == opened or joined or masked[edge - 1] in "并后" or masked[edge : edge + 1] == "、"
        ) and not (adverb[0] > start and masked[adverb[0] - 1 : edge] == "的组织"):
            joined = masked[adverb[0] : edge] in ("并", "并且")
            if adverb[1] in ("immediate", "vague"):
                found.append((adverb[0], edge))
            kinds.add(adverb[1])
            edge = adverb[0]
        elif masked[edge - 1] in "、 ":
            edge -= 1
        elif masked[edge - 1] == "地" and (how := _ADVERBIAL_END.search(masked, max(start, edge - 40), edge)) is not None:
            at = masked.find("及时", how.start(), edge)
            found += [(at, at + 2)] if at >= 0 else []
            edge = how.start()
        elif edge > start + 3 and masked[edge - 1] == "外" and (but := _EXCEPTING.search(masked, max(start, edge - 60), edge)):
            edge = but.start()  # 除依法需要保密的外|都要及时|公开
        elif (dative := _DATIVE.search(masked, max(start, edge - 20), edge)) is not None:
            audience = audience or (dative.start(), edge)
            edge = dative.start()
        elif masked.startswith("网上", edge - 2) and edge - 2 > start and masked[edge - 3] not in _NETS:
            channels.append((edge - 2, edge))
            edge -= 2
        elif masked[edge : edge + 1] in ("并", "后") and (told := _TOLD.search(masked, max(start, edge - 48), edge)) is not None:
            edge = told.start()
        elif (place := _channel(masked, lexicon, start, edge)) is not None:
            channels.append((place[1], edge))
            edge = place[0]
            if masked[edge - 1 : edge] == "或" and edge > start + 4:
                edge -= 1  # 通过广播|或|以相关方式
        elif masked.startswith(_ON_THE_SPOT, edge - 2) and edge - 2 > start and masked[edge - 3] not in _NETS:
            channels.append((edge - 2, edge))  # 派位结果|现场|公布
            edge -= 2
        elif (passed := _PASSED_BY.search(masked, max(start, edge - 24), edge)) is not None and (
            lexicon.is_body(passed["who"]) or _SHORT_BODY.fullmatch(passed["who"])
        ):
            edge = passed.start()  # 经村务监督委员会|签字后
        elif (who := _agent(masked, lexicon, start, edge)) is not None:
            body = lexicon.body_prefix(masked, who[1], edge)
            if body is not None:
                agent = (body[0], max(body[1], agent[1] if agent else 0))
                if edge - body[1] >= 5 and lexicon.make.match(masked, body[1], edge):
                    start = body[1]  # 由市审计局|核实整改情况并公布
                    break
            edge = who[0]
        elif (plain := _EASILY.search(masked, max(start, edge - 40), edge)) is not None:
            edge = plain.start()
        elif (beside := _TOGETHER_WITH.search(masked, max(start, edge - 40), edge)) is not None:
            edge = beside.start()
        elif (law := _law(masked, start, edge)) is not None:
            edge = law
        elif (event := loose_event(masked, start, edge)) is not None:
            loose = _without_body(masked, lexicon, event, edge)
            (events if masked[edge - 1] == "后" else found).append((loose, edge))
            kinds.add("event")
            edge = loose
        else:
            break
    own = Frame(
        (start, edge),
        tuple(found[::-1]),
        tuple(channels[::-1]),
        agent,
        audience,
        None,
        frozenset(kinds),
        edge < opened,
        tuple(events),
    )
    own = _with_moved(sheet, lexicon, own, times, inner) if inner < _MOST_MOVED else own
    edge = own.rest[1]
    while edge > start and masked[edge - 1] in "，、的 ":
        edge -= 1
    return replace(own, rest=(start, edge)) if edge != own.rest[1] else own


def _without_body(masked: str, lexicon: Lexicon, begin: int, at: int) -> int:
    """Where an event begins behind the body that does it: 各执法部门|抽查结束后."""
    if at - begin < 4 or masked[begin] == "经":  # 经审计部门|审查后: it is no body of the duty
        return begin
    return next((edge for edge in own_doings(masked, begin + 2, at) if lexicon.is_body(masked[begin:edge])), begin)


def _with_moved(sheet: Sheet, lexicon: Lexicon, own: Frame, times: Times, inner: int) -> Frame:
    """The frame with the object that 将, 把 or 对 moves in front of the verb, and what stands before that."""
    masked, (start, edge) = sheet.masked, own.rest
    m = _last(_MOVED_PREP, masked, start, edge)
    if m is None or m.end() >= edge or _STOP.search(masked, m.end(), edge):
        return own
    before = masked[start : m.start()].rstrip("应当要须可")
    if before and m[0] not in "将把" and not own.kinds and not lexicon.is_body(before):
        return own  # 具有|对|…的…: part of the topic itself
    sent = _SENT_ON.search(masked, m.end() + 2, edge)
    stop = sent.start() if sent else edge
    light = _LIGHT_VERB.search(masked, m.end() + 2, stop)
    moved = (m.end(), light.start() if light else stop)
    left = frame_before(sheet, lexicon, start, m.start(), times, inner + 1)
    if left.moved is not None:
        return replace(own, rest=(start, m.start()), moved=moved, read=True)
    return Frame(left.rest, left.times + own.times, left.channels + own.channels, own.agent or left.agent, own.audience or left.audience, moved,
                 own.kinds | left.kinds, True, own.events)  # fmt: skip


def join_frames(before: Frame, own: Frame) -> Frame:
    """One frame of two clauses: 名单要在每月10日前，|在公开栏|公布."""
    return Frame(
        before.rest, before.times + own.times, before.channels + own.channels, own.agent or before.agent, own.audience or before.audience,
        own.moved or before.moved, own.kinds | before.kinds, True, before.events + own.events,
    )  # fmt: skip


def _last(pattern: re.Pattern[str], masked: str, start: int, end: int) -> re.Match[str] | None:
    """The last match of a pattern in a range."""
    return next(reversed(list(pattern.finditer(masked, start, end))), None)


_MOVED_LATER = re.compile(r"[后前内时](?:将(?!要|来(?![源函信电]))|把)")  # 在检测合格后|将检测结果: a time


def _channel(masked: str, lexicon: Lexicon, start: int, edge: int) -> tuple[int, int] | None:
    """Start of the preposition and of the channel that ends at `edge`."""
    low = max(start, edge - _LONGEST_CHANNEL)
    board = _BOARD_PUT_UP.search(masked, max(start, edge - 10), edge)
    if board is not None:  # 在项目现场|设立公示牌
        return _channel(masked, lexicon, start, board.start()) or board.span()[:1] * 2
    hits = list(_CHANNEL_PREP.finditer(masked, low, edge))
    for m in reversed(hits):
        inner = masked[m.end() : edge]
        if len(inner) < 2:
            continue
        if _NO_CHANNEL.search(inner):
            if m is hits[-1]:
                return None
            break
        if m[0] == "使用" and not inner.endswith(("文字", "语言")):
            continue
        if m[0] in _FREE_CHANNEL:
            if m[0] == "通过" and (_PASSED.search(masked, low, m.start()) or masked[m.end()] == "、"):
                continue  # 审议|通过; 会议审议、|通过|、决定的事项
            return m.start(), m.end()
        if _BY_MEANS.search(inner) or (m[0] not in ("以", "用") and lexicon.is_place(inner)):
            return m.start(), m.end()
    last = hits[-1] if hits else None
    if (
        last is not None
        and last[0] == "在"
        and 2 <= edge - last.end() <= _LONGEST_PLACE
        and not _NO_PLACE.search(masked, last.end(), edge)
        and not ("的" in masked[last.end() : edge] and lexicon.is_body(masked[last.end() : edge]))
        and not _MOVED_LATER.search(masked, last.end(), edge)
    ):
        return last.start(), last.end()  # right before the verb 在 always opens a place
    return None


def _agent(masked: str, lexicon: Lexicon, start: int, edge: int) -> tuple[int, int] | None:
    """Start of 由 (会同, 委托) and of the agent that ends at `edge`."""
    m = _last(_AGENT_PREP, masked, max(start, edge - _LONGEST_AGENT), edge)
    if m is None or m.end() >= edge or _NO_AGENT.search(masked, m.end(), edge):
        return None
    inner = masked[m.end() : edge]
    return (m.start(), m.end()) if lexicon.is_body(inner) or (m[0] == "由" and len(inner) <= 24) else None


def _law(masked: str, start: int, edge: int) -> int | None:
    """Start of 按照…规定, 根据…需要 or 按楼栋 that ends at `edge`."""
    each = _ONE_BY_ONE.search(masked, max(start, edge - 6), edge)
    if each is not None:
        return each.start()
    if not _LAW_END.search(masked, max(start, edge - 6), edge):
        return None
    m = _last(_LAW_PREP, masked, max(start, edge - _LONGEST_LAW), edge)
    return None if m is None else m.start()
