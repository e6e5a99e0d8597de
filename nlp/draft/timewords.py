"""Time expressions as words of a clause: where they begin and end, with the event before a span (经主管部门批复后|20日内).

What they mean (values, due dates) is the deadline stage's business; here they only have to be told from objects and subjects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.draft.sheet import Sheet

Range = tuple[int, int]
Times = dict[int, int]  # plain time expressions: end -> start

_N = "[0-9〇零一二两三四五六七八九十百半几]"
_NUM = f"{_N}{{1,5}}"
_UNIT = "(?:个)?(?:工作日|自然日|日|天|小时|分钟|周|星期|月|季度|学期|年)"
_BY = "(?:之前|以前|前)"
# N个工作日内, 三日之内, 2小时以内
_SPAN = rf"(?:不超过|不晚于|不迟于|最迟|最晚|不少于|不得少于)?{_NUM}{_UNIT}(?:之内|以内|内)"
_MONTH = rf"{_NUM}月(?:份)?(?:[0-9一二三四五六七八九十]{{1,3}}[日号]|上旬|中旬|下旬|底|末|初)?"
# 2018年9月14日前, 9月底前, 年底前, 第三季度, 2017年上半年; 年内, 次日, 每晚
_DATE = (
    rf"{_N}{{4}}年(?:底|末|年底)(?:{_BY})?|(?:{_N}{{4}}年|每年(?:度)?的?|当年|本年度?|次年|下一?年度?|今年)?"
    rf"(?:{_MONTH}|年底|年末|年中|年初|第?[一二三四1-4]季度末?|上半年|下半年|季末|学期末|学年末)(?:{_BY}|底前|末前|内|止)?"
    r"|今年(?=全[部面])|年内|年底前|月底前|季末前|当年内|本月底前?|本年底前?|月内|周内|本周内|次日|当日|当天|当月|次月|隔日|汛期每日|每日|每天|每晚"
)
# 每月10日前, 每季度末, 每周五, 每半年, 每年第一季度; 按月, 逐年; 月度、季度
_RECURRING = (
    rf"每(?:季度|季|半年|年度|年|月)(?:结束|终了)?后(?:的)?{_NUM}(?:个)?(?:工作日|日|天)(?:之内|以内|内)?|"
    rf"每(?:个|一)?(?:会计|财政|自然)年度(?:结束|终了)(?:之|以)?后(?:的)?(?:{_NUM}(?:个)?(?:工作日|日|天|月)(?:之内|以内|内)?)?|"
    r"(?:半年|一个?季度|一个?月|一年|一周)(?=(?:至少)?(?:向社会|集中|对外)?(?:公开|公布|公示|通报|发布|更新)[一1]次)|"
    rf"(?:每季度?|逢季)(?:的)?(?:首|末|第[一二三]|最后一|最后)(?:个)?月(?:的)?(?:[0-9一二三四五六七八九十]{{1,3}}[日号]|上旬|中旬|下旬|底|末|初)?(?:{_BY}|内)?|"
    rf"每(?:{_NUM})?(?:个)?(?:半年|半个月|半月|学年|学期|年度|年|季度|季|月|月度|周|星期|日|天|晚|旬|工作日|批次|批)(?:至少|不少于)?(?:末|初|底|度|结束)?"
    rf"(?:{_MONTH}|第[一二三四1-4]季度|第一个月|首月|[一二三四五六日天](?=[\u4e00-\u9fff])|[0-9]{{1,2}}[日号])?(?:[0-9]{{1,2}}[日号])?(?:{_BY}|内|后)?"
    r"|(?:按|逐|分)(?:年度|年|半年|季度|季|月度|月|周|旬|日|学期|学年|批次)(?:度)?|月度、季度|季度、年度|月度|季度(?=[\u4e00-\u9fff])"
)
# 提前3天, 开始前30日; 采购活动开始30日前
_AHEAD = rf"提前{_NUM}{_UNIT}|(?<=前){_NUM}(?:个)?(?:工作日|日|天|小时|月|周)(?!内|以内|前)"
_DAYS_BEFORE = rf"{_NUM}(?:个)?(?:工作日|日|天|小时|月){_BY}"
# 决定作出之日起7个工作日|进行公示: no 内
_BARE_SPAN = rf"(?<=[起后]){_NUM}(?:个)?(?:工作日|天|日)(?=进行|公示|公布|公开|公告|予以|通过|在)"
_FIRST = "[每逢按逐分不最提年第上下季学月周本当次隔汛今0-9〇零一二两三四五六七八九十百半几]"
_TIMES = re.compile(rf"(?={_FIRST})(?:{_RECURRING}|{_SPAN}|{_AHEAD}|{_DATE}|{_DAYS_BEFORE}|{_BARE_SPAN})")
_STARTS_DAYS_BEFORE = re.compile(_DAYS_BEFORE)

# the end of an event: 批复后, 作出之日起, 活动开始前; without a length: 采购活动开始前, 汛期, 审核后
_EVENT_TAIL = re.compile(
    r"(?:(?<=[始行施学工放表业会售])前|之日起|之日|日起|之后|以后|后|起)(?:的)?(?:，)?$"
    r"|(?<=公开的|公布的|印发的|发布的|出台的|批复的|批准的|通过的|签发的|签署的|下达的|形成的|作出的|确定的|变更的)$"
)
# 开会|五日前, 停水|24小时前: an event without a preposition
_HELD = re.compile(
    r"(?:(?:会议|大会|听证会|代表会)(?:召开|举行)|召开(?:会议|大会)|开会|开标|开庭|施工|停水|停电|停气|停运)(?:的)?$"
)
_LOOSE_EVENT = re.compile(r"(?:之前|以前|前|期间|时|之后|以后|后|之日起?|结束后|同时|过程中|中)$")
_IN_COURSE = re.compile(r"(?:工作|过程|活动|实施|办理)中$")
_EVENT_CUT = re.compile(rf"之日起|之日|日起|之后|以后|后|起|{_BY}")
# 确定之日起, 审核通过后: the verb that ends an event, with what may stand before it
_EVENT_VERB = re.compile(
    r"(?:(?:依法|最终|正式|全部|审核|审议|验收)?(?:批准|批复|通过|确定|作出|出具|终了|核发|办结|审结|结案|入库|汇总|评定|做出|出台|印发|颁布|公布|发布|公示|竣工|形成|执行|启用|变更|变动|变化|更新|结束|完成|终结"
    r"|签订|签署|生效|审定|审签|发生|收到|下达|开始|启动|实施|施行|开工|发放|拨付|制定|拟定|拟订|评审|评定|审查|制作|获取|成交|中标|交付|报送|审议|送达|备案|换届|录取|开学|届满"
    r"|期满|接报|受理|登记|核准|立项|合格|验收|确认|决定|生成|产生|修订|废止|调整|核实|签发|成立|注销|到位|截止|公开)"
    r"(?:或者?|、|和|及)?){1,3}$"
)
IN = r"(?<![存现所实潜旨自])在(?![线建编籍册读岗外于]|职(?!代会|工(?:代表)?大会|教|能|责)|校(?![内园务门]))"  # 在, not 在线, 现在
TO = r"(?<![关对用由属位基等限善便利易难处至低高大小多少归])于"  # 于, not 关于
# the preposition that opens an event (自作出, 在县财政局批复, 经主管部门批复), not part of a word (自治, 关于, 经济)
_EVENT_PREP = re.compile(
    rf"自(?![治然动行主身我愿筹贸查救费来])|从(?![业事而严优重快紧轻宽速])|{TO}|{IN}|(?<![已曾财神])经(?![济营费办验常过贸信典纪])"
    r"|待(?![遇办定业])|由(?![于来头])|(?:接|收)到"
)
# modals before which no event begins
_BOUNDARY = re.compile(r"(?<![重主需必摘概纪首简纲])要(?![素求点闻件])|应当?(?![急对用])|必须|须|(?<![即必拟])将|负责|统一")
_EVENT_NOUN = re.compile(r"(?:决定|批复|登记|备案|变更|调整|验收|报告)(?=作出|做出|下达|公布|送达|印发|完成|批准|通过|生效|签署)")
# what a body does itself before it discloses: 各执法部门|抽查结束后, not 财政局|批复后, not 中标单位|确定后
_OWN_DOING = re.compile(
    r"(?:抽查|检查|巡查|核查|考核|评估|评审|民主评议|评议|入户|走访|召开|讨论|监测|调查|整改|收到|接到|受理|作出|做出|完成|办结|验收|处理|处置|接报|决定|形成|制定|出台|发现|审计|督查|清理|汇总|梳理|审核|审定|统计|收集|研究)"
)
_BY_RULE = re.compile(r"依照|按照|根据|依据|依法|按规定|按程序")  # 依照法定程序|批准后
_LONGEST_EVENT, _LONGEST_LOOSE, _LONGEST_BARE = 60, 40, 14


def times_in(sheet: Sheet, start: int, end: int) -> Times:
    """Plain time expressions in a range: end -> start."""
    return {m.end(): m.start() for m in _TIMES.finditer(sheet.masked, start, end)}


def time_front(masked: str, start: int, end: int) -> int:
    """Offset behind a time that opens a range: 每年第三季度|由区民政局牵头."""
    m = _TIMES.match(masked, start, end)
    return m.end() + (masked[m.end() : m.end() + 1] == "，") if m is not None and m.end() < end else start


def event_start(masked: str, start: int, at: int) -> int:
    """Where the time expression that begins at `at` really begins: with its event, or the preposition before it, else at `at`.

    >>> text = "部门决算在财政局批复后20日内公开"
    >>> text[event_start(text, 0, text.index("20")):].removesuffix("公开")
    '在财政局批复后20日内'
    """
    low = max(start, at - _LONGEST_EVENT)
    tail = _EVENT_TAIL.search(masked, low, at)
    if tail is None and _STARTS_DAYS_BEFORE.match(masked, at):
        opens = [m for m in _openings(masked, max(low, at - 20), at) if m[0] in "在于自"]
        held = _HELD.search(masked, max(low, at - 10), at) if not opens else None
        return opens[0].start() if opens else held.start() if held is not None else at
    if tail is None:
        prep = _EVENT_PREP.search(masked, max(low, at - 2), at)
        return at - 1 if prep is not None and prep.end() == at else at
    opens = _openings(masked, low, tail.start())
    if opens:  # 由管委会自决定之日起: the agent is no part of the event
        first = next((m for m in opens if m[0] != "由"), opens[0])
        return first.start() if first[0] in "自从在于" else opens[0].start()
    return max((m.end() for m in _BOUNDARY.finditer(masked, low, tail.start())), default=low)


def own_doings(masked: str, start: int, end: int) -> Iterator[int]:
    """Where in an event something may begin that the body before it does itself (各执法部门|抽查结束后)."""
    return (m.start() for m in _OWN_DOING.finditer(masked, start, end))


def _openings(masked: str, low: int, end: int) -> list[re.Match[str]]:
    """Prepositions that may open an event that ends at `end`: no modal behind them."""
    return [m for m in _EVENT_PREP.finditer(masked, low, end) if m.end() <= end and not _BOUNDARY.search(masked, m.end(), end)]


def loose_event(masked: str, start: int, edge: int) -> int | None:
    """Start of an event without a length that ends at `edge`: 采购活动开始前, 开学前, 汛期, 审核后."""
    m = _LOOSE_EVENT.search(masked, max(start, edge - 4), edge)
    if m is None or m.start() <= start or (m[0] == "中" and not _IN_COURSE.search(masked, start, edge)):
        return None
    low = max(start, edge - _LONGEST_LOOSE)
    opens = [p for p in _EVENT_PREP.finditer(masked, low, m.start()) if not _BOUNDARY.search(masked, p.end(), m.start())]
    if opens:
        return opens[0].start()
    begin = max((b.end() for b in _BOUNDARY.finditer(masked, low, m.start())), default=low)
    return begin if m.start() - begin <= _LONGEST_BARE else None


_PASSED_BY = re.compile(r"(?<![已曾财神])(?:依法)?报?经(?![济营费办验常过贸信典纪开发])[^，。；的]{0,24}$")


def event_topic(masked: str, start: int, end: int) -> Range | None:
    """The thing whose event opens a time expression [start, end): 中标结果 in 中标结果确定之日起2个工作日内."""
    cut = _EVENT_CUT.search(masked, start, end)
    if cut is None or _EVENT_PREP.match(masked, start) or _BY_RULE.match(masked, start):
        return None
    verb = _EVENT_VERB.search(masked, start, cut.start())
    least = 4 if cut[0].endswith("前") else 2
    if verb is None or verb.start() - start < least:
        return None
    passed = _PASSED_BY.search(masked, start + 2, verb.start())
    if passed is not None:  # 保护规划|经市人民政府|批准后
        return start, passed.start()
    noun = _EVENT_NOUN.match(masked, verb.start(), verb.end())
    return (start, verb.start() if noun is None else noun.end())  # 征收|决定|作出后
