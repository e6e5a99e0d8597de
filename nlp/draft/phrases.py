"""What stands before a verb of disclosure: time, channel, audience, agent, and the object moved in front of it.

Read from the verb leftwards: `拨付结果|由村民委员会|在村务公开栏|及时` + 公布. What is left over in front (拨付结果) is the
subject or the topic.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.draft.lexicon import Lexicon
from nlp.draft.sheet import Sheet

Range = tuple[int, int]

_NUM = "[0-9〇零一二两三四五六七八九十百半几]{1,5}"
_UNIT = "(?:个)?(?:工作日|自然日|日|天|小时|分钟|周|星期|月|季度|学期|年)"
# N个工作日内, 三日之内, 2小时以内
_SPAN = rf"(?:不超过|不晚于|不迟于|最迟|最晚|不少于|不得少于)?{_NUM}{_UNIT}(?:之内|以内|内)"
_MONTH = rf"{_NUM}月(?:份)?(?:[0-9一二三四五六七八九十]{{1,3}}[日号]|上旬|中旬|下旬|底|末|初)?"
# 2018年9月14日前, 9月底前, 年底前, 第三季度, 2017年上半年
_DATE = (
    rf"(?:{_NUM[:-5]}{{4}}年|每年(?:度)?的?|当年|本年度?|次年|下一?年度?|今年)?(?:{_MONTH}|年底|年末|年中|年初|第?[一二三四1-4]季度末?|上半年|下半年|季末|学期末|学年末)"
    r"(?:之前|以前|前|底前|末前|内|止)?"
    r"|(?:年内|年底前|月底前|季末前|当年内|本月底前?|本年底前?|月内|周内|本周内|次日|当日|当天|当月|次月|隔日|汛期每日|每日|每天|每晚)"
)
# 每月10日前, 每季度末, 每周五, 每半年, 按月, 逐月
_RECURRING = (
    rf"每(?:{_NUM})?(?:个)?(?:半年|半个月|半月|学年|学期|年度|年|季度|季|月|月度|周|星期|日|天|晚|旬|工作日|批次|批)(?:至少|不少于)?(?:末|初|底|度|结束)?"
    rf"(?:{_MONTH}|第[一二三四1-4]季度|第一个月|首月|[一二三四五六日天](?=[\u4e00-\u9fff])|[0-9]{{1,2}}[日号])?(?:[0-9]{{1,2}}[日号])?(?:之前|以前|前|内|后)?"
    r"|(?:按|逐|分)(?:年度|年|半年|季度|季|月度|月|周|旬|日|学期|学年|批次)(?:度)?|按月度?、?季度?|月度、季度|季度、年度|月度|季度(?=[\u4e00-\u9fff])"
)
# 提前3天, 开始前30日
_AHEAD = rf"提前{_NUM}{_UNIT}|(?<=前){_NUM}(?:个)?(?:工作日|日|天|小时)(?!内|以内)"
_BEFORE = rf"{_NUM}(?:个)?(?:工作日|日|天|小时|月)(?:之前|以前|前)"
_TIMES = re.compile(rf"{_RECURRING}|{_SPAN}|{_AHEAD}|{_DATE}|{_BEFORE}")
_EVENT_TAIL = re.compile(r"(?:(?<=[始行施学工放表业会售])前|之日起|之日|日起|之后|以后|后|起)(?:的)?(?:，)?$")
_LOOSE_EVENT = re.compile(r"(?:之前|以前|前|期间|时|之后|以后|后|之日|结束后|同时|过程中|中)$")
# 确定之日起, 作出后: the verb that ends an event, with what may stand before it
_EVENT_VERB = re.compile(
    r"(?:(?:依法|最终|正式|全部|审核|审议|验收)?(?:批准|批复|通过|确定|作出|做出|出台|印发|颁布|公布|发布|公示|竣工|形成|变更|变动|变化|更新|结束|完成|终结|签订|签署|生效|审定|审签|发生"
    r"|收到|下达|开始|启动|实施|施行|开工|发放|拨付|制定|制作|获取|成交|中标|交付|报送|审议|送达|备案|换届|录取|开学|届满|期满|接报|受理|登记|核准|立项|合格|验收|确认|决定|生成|产生|修订|废止|调整|核实|批准|签发|成立|注销|到位|截止|公开)"
    r"(?:或者?|、|和|及)?){1,3}$"
)
# the preposition that opens an event (自作出, 在县财政局批复, 经主管部门批复), not part of a word (自治, 关于, 经济)
_EVENT_PREP = re.compile(
    r"自(?![治然动行主身我愿筹贸查救费来])|从(?![业事而严优重快紧轻宽速])|(?<![关对用由属位基等限善便利易难处至低高大小多少归])于"
    r"|(?<![存现所实潜旨自])在(?![线建职编籍册读岗外于]|校(?!内|园))|(?<![已曾财神])经(?![济营费办验常过贸信典纪])|待(?![遇办定业])|由(?![于来头])|(?:接|收)到"
)
_CHANNEL_PREP = re.compile(
    r"通过(?!率)|(?<![地合源环分效弃化])利用(?!总体|规划|率|情况|效|计划|现状)|依托|借助|运用|采取|采用|经由|综合运用|以(?![及上下内外前后来便免公为致])|用(?![于户地人途水电工餐药车])|(?<![存现所实潜旨自])在(?![线建职编籍册读岗外于]|校(?!内|园))"
    r"|(?<![关对用由属位基等限善便利易难处至低高大小多少归])于|(?:推送|上传|报送?|发布|公布)?至(?!少|今|于)|(?:推送|上传|发布|公布)?到(?!位|达|期)|(?:推送|上传)(?=[^，。；]{2,20}[网栏台号端屏])|使用(?=[^，。；]{1,12}文字)"
)
_FREE_CHANNEL = ("通过", "利用", "依托", "借助", "运用", "采取", "采用", "经由", "综合运用", "使用")
_AGENT_PREP = re.compile(r"由(?![于此来头])|会同|商(?=[^业品务标家场])|联合(?=[^国会])|委托")
_MOVED_PREP = re.compile(r"(?<![即必拟仍])将(?![要来继于近会被])|把(?![握关])|对(?![于外比照象应策接社公])|对于|就(?![业医学近地是诊读餐])|针对")
# 将整改结果|书面报告审计机关, 把去向|列成一张表
_SENT_ON = re.compile(r"(?:书面|及时|一并|同时)*(?:报告|报送|上报|抄送|告知|通知|反馈|提交|送达|移送|报(?=[^告表名价刊纸]))(?=[^，、]{2,16}$)|(?:列|编|汇|整理|制|做)成[^，、]{1,8}$|逐项|逐一")
_LAW_PREP = re.compile(r"按照?(?![揭])|(?<![定律策事主理法实要规章])(?:根据|依据)(?![、和及的，])|依照|遵照|参照|遵循|结合|围绕")
_LAW_END = re.compile(r"(?:规定|要求|程序|原则|标准|规范|目录|清单|部署|精神|步骤|办法|权限|职责|分工|类别|格式|模式|安排|有关规定|计划|制度|流程|方案|情况|需要|实际|形势|特点|〓)(?:的)?$")
_BY = re.compile(r"(?:分别)?(?:按|逐|分)(?:楼栋|户|批次|项目|栋|组|村|人|类别|类|单元|宗|条|件|班级|年级|行业|地区|区域|部门|单位|科室|村组|栏目|专题)$")
_DATIVE = re.compile(r"(?:面|(?<![去方意走定流倾导投取志指动]))向(?![来导上下阳])[^，。；：向]{2,18}$")
_BOUNDARY = re.compile(r"(?<![重主需必摘概纪首简])要(?![素求点闻件])|应当?(?![急对用])|必须|须|(?<![即必拟])将|负责|统一")


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything between the left-over phrase and the verb. `rest` is the left-over, (n, n) when there is none; `read` says
    whether anything was read at all."""

    rest: Range
    times: tuple[Range, ...]
    channels: tuple[Range, ...]
    agent: Range | None
    audience: Range | None
    moved: Range | None
    kinds: frozenset[str]
    read: bool = False
    events: tuple[Range, ...] = ()


def times_in(sheet: Sheet, start: int, end: int) -> dict[int, int]:
    """Plain time expressions in a range: end -> start."""
    return {m.end(): m.start() for m in _TIMES.finditer(sheet.masked, start, end)}


def frame_before(sheet: Sheet, lexicon: Lexicon, start: int, edge: int, times: dict[int, int]) -> Frame:
    """Read leftwards from `edge` (the start of the verb), not beyond `start`."""
    masked = sheet.masked
    opened = edge
    joined = False  # 并 was read last: a verb may stand before it (编制|并|公布)
    found_times: list[Range] = []
    channels: list[Range] = []
    events: list[Range] = []
    kinds: set[str] = set()
    agent: Range | None = None
    audience: Range | None = None
    moved: Range | None = None
    while edge > start:
        if edge in times and times[edge] >= start:
            begin = event_start(masked, start, times[edge])
            found_times.append((begin, edge))
            edge = begin
            continue
        adverb = lexicon.adverb_before(sheet, start, edge)
        if adverb is not None and (adverb[1] != "serial" or edge == opened or joined or masked[edge - 1] in "并后"):
            joined = masked[adverb[0] : edge] in ("并", "并且")
            if adverb[1] in ("immediate", "vague"):
                found_times.append((adverb[0], edge))
            kinds.add(adverb[1])
            edge = adverb[0]
            continue
        if masked[edge - 1] in "、 ":
            edge -= 1
            continue
        step = _dative(masked, start, edge)
        if step is not None:
            audience = audience or (step, edge)
            edge = step
            continue
        place = _channel(masked, lexicon, start, edge)
        if place is not None:
            channels.append((place[1], edge))
            edge = place[0]
            continue
        who = _agent(masked, lexicon, start, edge)
        if who is not None:
            body = lexicon.body_prefix(masked, who[1], edge)
            if body is not None:
                agent = (body[0], max(body[1], agent[1] if agent else 0))
                if body[1] < edge and lexicon.make.match(masked, body[1], edge) and edge - body[1] >= 5:
                    start = body[1]  # 由市审计局|核实整改情况并公布
                    break
            edge = who[0]
            continue
        law = _law(masked, start, edge)
        if law is not None:
            edge = law
            continue
        loose = _loose_event(masked, start, edge)
        if loose is not None:
            (events if masked[edge - 1] == "后" else found_times).append((loose, edge))
            kinds.add("event")
            edge = loose
            continue
        break
    m = _last(_MOVED_PREP, masked, start, edge)
    if m is not None and m[0] not in "将把" and m.start() > start and not kinds and not lexicon.is_body(masked[start : m.start()].rstrip("应当要须可")):
        m = None  # 具有|对|…的…: part of the topic itself
    if m is not None and m.end() < edge and not re.search(r"[，。；：]", masked[m.end() : edge]):
        sent = _SENT_ON.search(masked, m.end() + 2, edge)
        moved = (m.end(), sent.start() if sent else edge)
        edge = m.start()
        left = frame_before(sheet, lexicon, start, edge, times)
        if left.moved is None:
            edge = left.rest[1]
            kinds |= left.kinds
            found_times += reversed(left.times)
            channels += reversed(left.channels)
            agent, audience = agent or left.agent, audience or left.audience
    while edge > start and masked[edge - 1] in "，、的 ":
        edge -= 1
    return Frame((start, edge), tuple(reversed(found_times)), tuple(reversed(channels)), agent, audience, moved, frozenset(kinds), edge < opened,
                 tuple(events))


def join_frames(before: Frame, own: Frame) -> Frame:
    """One frame of two clauses: 名单要在每月10日前，|在公开栏|公布."""
    return Frame(before.rest, before.times + own.times, before.channels + own.channels, own.agent or before.agent, own.audience or before.audience,
                 own.moved or before.moved, own.kinds | before.kinds, True, before.events + own.events)


def event_start(masked: str, start: int, at: int) -> int:
    """Where the time expression that begins at `at` really begins: with its event (经主管部门批复后|20日内), else at `at`."""
    before = masked[max(start, at - 60) : at]
    base = at - len(before)
    tail = _EVENT_TAIL.search(before)
    if tail is None and re.match(_BEFORE, masked[at : at + 10]):
        opens = [m for m in _EVENT_PREP.finditer(before[-20:]) if m[0] in "在于自" and not _BOUNDARY.search(before[-20:][m.end() :])]
        return at - len(before[-20:]) + opens[0].start() if opens else at
    if tail is None:
        prep = _EVENT_PREP.search(before[-2:])
        return at - 1 if prep is not None and prep.end() == len(before[-2:]) else at
    opens = [m for m in _EVENT_PREP.finditer(before, 0, tail.start()) if m.end() < tail.start() and not _BOUNDARY.search(before[m.end() : tail.start()])]
    if opens:
        # 由管委会自决定之日起: the agent is no part of the event
        first = next((m for m in opens if m[0] != "由"), opens[0])
        return base + (first.start() if first[0] in "自从在于" else opens[0].start())
    bounds = [m.end() for m in _BOUNDARY.finditer(before, 0, tail.start())]
    return base + (bounds[-1] if bounds else 0)


def event_topic(masked: str, start: int, end: int) -> Range | None:
    """The thing whose event opens a time expression [start, end): 中标结果 in 中标结果确定之日起2个工作日内."""
    cut = re.search(r"(?:之日起|之日|日起|之后|以后|后|起|之前|以前|前)", masked[start:end])
    if cut is None or _EVENT_PREP.match(masked, start):
        return None
    verb = _EVENT_VERB.search(masked[start : start + cut.start()])
    if verb is None or verb.start() < (4 if cut[0].endswith("前") else 2):
        return None
    return (start, start + verb.start())


def _last(pattern: re.Pattern[str], masked: str, start: int, end: int) -> re.Match[str] | None:
    """The last match of a pattern in a range."""
    found = None
    for found in pattern.finditer(masked, start, end):
        pass
    return found


def _dative(masked: str, start: int, edge: int) -> int | None:
    m = _DATIVE.search(masked, max(start, edge - 20), edge)
    return None if m is None else m.start()


def _channel(masked: str, lexicon: Lexicon, start: int, edge: int) -> tuple[int, int] | None:
    """Start of the preposition and of the channel that ends at `edge`."""
    low = max(start, edge - 70)
    hits = list(_CHANNEL_PREP.finditer(masked, low, edge))
    for m in reversed(hits):
        inner = masked[m.end() : edge]
        if len(inner) < 2:
            continue
        if re.search(r"[，。；：]|(?<![重主需必])要|应当|公示(?!栏|平台|系统|网|牌|墙|屏)|^(?:后|的)", inner):
            return None
        if m[0] == "使用" and not inner.endswith(("文字", "语言")):
            continue
        if m[0] in _FREE_CHANNEL:
            if m[0] == "通过" and re.search(r"(?:议|查|核|准|考|验|过)$", masked[low : m.start()]):
                continue
            return m.start(), m.end()
        if re.search(r"(?:形式|方式|办法|渠道|途径|手段|文字|文件|公告|书面)$", inner) or (m[0] not in ("以", "用") and lexicon.is_place(inner)):
            return m.start(), m.end()
    m = hits[-1] if hits else None
    if m is not None and m[0] == "在" and 2 <= edge - m.end() <= 16 and not re.search(r"[0-9]|的$|[前后时]$", masked[m.end() : edge]):
        return m.start(), m.end()  # right before the verb 在 always opens a place
    return None


def _agent(masked: str, lexicon: Lexicon, start: int, edge: int) -> tuple[int, int] | None:
    m = _last(_AGENT_PREP, masked, max(start, edge - 60), edge)
    if m is None or m.end() >= edge or re.search(r"[，。；：]|的$", masked[m.end() : edge]):
        return None
    inner = masked[m.end() : edge]
    return (m.start(), m.end()) if lexicon.is_body(inner) or (m[0] == "由" and len(inner) <= 24) else None


def _law(masked: str, start: int, edge: int) -> int | None:
    by = _BY.search(masked, max(start, edge - 6), edge)
    if by is not None:
        return by.start()
    if not _LAW_END.search(masked, max(start, edge - 6), edge):
        return None
    m = _last(_LAW_PREP, masked, max(start, edge - 80), edge)
    return None if m is None else m.start()


def _loose_event(masked: str, start: int, edge: int) -> int | None:
    """Start of an event without a length that ends at `edge`: 采购活动开始前, 开学前, 汛期, 审核后."""
    m = _LOOSE_EVENT.search(masked, max(start, edge - 4), edge)
    if m is None or m.start() <= start:
        return None
    if m[0] == "中" and not re.search(r"(?:工作|过程|活动|实施|办理)中$", masked[start:edge]):
        return None
    low = max(start, edge - 40)
    for p in _EVENT_PREP.finditer(masked, low, m.start()):
        if not _BOUNDARY.search(masked, p.end(), m.start()):
            return p.start()
    bounds = [b.end() for b in _BOUNDARY.finditer(masked, low, m.start())]
    begin = bounds[-1] if bounds else low
    return begin if m.start() - begin <= 14 else None
