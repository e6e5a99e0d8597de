"""What the clauses beside a disclosure add to it: where (设立公开栏，张贴…), when (并按月更新), about whom (对违建问题，… 公开处理情况)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.draft.acted_on import ACT
from nlp.draft.lexicon import Lexicon
from nlp.draft.making import made_in
from nlp.draft.phrases import Range, event_topic, frame_before, times_in
from nlp.draft.reading import Disclosure
from nlp.draft.sharing import ORGANISE
from nlp.draft.sheet import FILL, Sentence, Sheet
from nlp.draft.subjects import clause_subject

_VAGUE = frozenset({"及时", "定期", "适时", "不定期", "统一", "实时", "随时"})
_LASTING = frozenset({"长期", "长年", "常年"})  # says how long it stands, not when
# 设立安全生产公开栏, 更新辖区村务公开栏: a place made or kept, then used
_KEPT = re.compile(
    r"(?:设立|设置|开设|开辟|更新|利用|用好|建立|新增|增设|制作)"
    r"(?P<place>[^，。；]{0,24}(?:公开栏|公示栏|公告栏|公示牌|公示墙|宣传栏|专栏|栏目|电子屏|显示屏|专区|公开榜))$"
)
# 在门户网站开设…专栏，将…公开
_SITE = re.compile(r"在(?P<place>[^，。；在]{2,20}(?:网站|平台|网|公众号|客户端))(?:上|中)?(?:统一)?(?:开设|设立|设置|开辟)")
# 召开村民代表会议，通报…
_MEETING = re.compile(
    r"(?:召开|举行|举办)(?:一次|[0-9一二两三]+次)?(?P<place>[^，。；]{0,12}(?:会议|大会|例会|代表会|座谈会|职代会|教代会|发布会|通气会|听证会))"
)
# 用好12366热线，做好政策解读
_USED = re.compile(
    r"(?:用好|用活|发挥好?)(?P<place>[^，。；]{2,20}(?:热线|网站|平台|公众号|专栏|媒体|窗口|大厅|系统|客户端))(?:的?(?:作用|优势|功能))?$"
)
# …，由起草部门负责
_IN_CHARGE = re.compile(r"由(?P<who>[^，。；]{2,40}?)(?:具体|统一|分别|共同)?负责(?:落实|实施|公布|发布|公开)?$")
# …，通过编印手册、组织培训等方式: a clause of its own behind
_MEANS = re.compile(
    r"(?:主要|并|并且|同时|要|可|积极|充分|综合)*(?:通过|利用|采取|采用|运用|依托|借助|以)(?P<place>[^，。；]{2,60}?)(?:等)?(?:多种|各种|适当)?"
    r"(?:方式|形式|渠道|途径|载体|平台|媒体|手段)"
)
# 并提供给“信用某地”网站同步发布
_GIVES = re.compile(r"提供给(?P<place>[^，。；]{2,20}?)(?:同步|集中|统一|一并|并|$)")
# 并推送至政府网站
_SENDS = re.compile(
    r"(?:并|同时)?(?:及时|同步|按月|定期)?(?:推送|上传|同步|归集|链接|报送)(?:至|到)(?P<place>[^，。；]{2,24}(?:网站|平台|网|公众号|客户端|系统|栏目|专栏))"
)
_TOLD_APART = re.compile(r"通知|告知|征求|听取|报告(?=[^，]{2})")  # 清洗前两日|通知用户，…将检测结果公示: a time of its own
# 6月底前兑付资金，|兑付完毕后|将花名册公示: the time is that of the step before
_STEP_DONE = re.compile(r"(?:待)?(?P<step>[\u4e00-\u9fff]{2})(?:工作)?(?:完毕|完成|结束|到位)(?:之|以)?后")
_UPDATED = re.compile(r"更新|调整(?=公|$|[，。；])|变更公开|动态管理")
# 对投诉较集中的违建、油烟问题, 针对群众关心的物业收费
_ABOUT = re.compile(
    r"(?:^|(?<=[要应当须将可并年月度期法时局委办厅部处科室位府会心所院门组队]))(?:对于|对(?!外|象|照|应|比)|针对|就(?!业|医|学|近))(?P<what>[^，。；]{2,50}?)"
    r"(?:" + ORGANISE + r"(?:开展)?|进行|开展|予以|实行|实施|给予|作出|及时|依法|告知|责令|督促|限期|(?<![需重主必])要(?!求)|应|由|$)"
)
_WATCHED = re.compile(r"(?:密切关注|关注|监测|收集|聚焦|围绕)(?P<what>[^。；]{2,80}(?:舆情|关切|热点|问题|谣言|传闻|信息))$")
_VAGUE_TALK = re.compile(r"误读|曲解|情况$|问题$")
_HEADING = re.compile(  # 推进公共企事业单位办事公开，…公开服务指南
    r"(?:推进|推动|深化|加强|做好|规范|抓好|实行|全面推行|推行)(?P<what>[^，。；]{3,24}?)(?:办事|信息|事务)?公开(?:工作|制度)?$"
)
# 抽查|结果: the action of which it is the result, looked for in the clauses before
_STEM = re.compile(
    r"(?P<stem>评价|抽查|检查|核查|清理|评估|调查|审核|评议|督查|监测|整改|验收|测评|审计|考核|核实|复核|处理|办理|评审|评选|采纳|排查|普查|征集|检测|抽检"
    r"|招标|救助|分配|发放)(?:的)?(?:结果|情况|意见|报告|信息|进展|数据)"
)
_BEGUN = re.compile("完成|开展|组织|进行|实施")
_WEIGHED = re.compile(r"(?:论证|研究|指导|监督|管理|会商)$")  # 对水资源条件进行|科学论证|，提出名录方案
_BEFORE_STEM = re.compile(  # 组织一次|营商环境|评价
    r"(?:(?:组织|开展|进行|实施|完成|举行|做好)(?:一次|[0-9一二两三]+次|第[一二三四]方|全面)?|一次|对|的|，|^)(?P<what>[^，。；对的次]{2,14}?)$"
)
_COLUMN = re.compile(
    r"[“\"](?P<what>[\u4e00-\u9fff]{2,12}?)(?:进行时|在行动|在线)?[”\"](?:专栏|专题|栏目|专区)$"
)  # 开设“重点任务进行时”专栏
_MAKES = re.compile(r"应当|必须|制定|编制|建立")  # 应当制定|测评|指标
_BY_WHOM = re.compile("(?:并|再)?(?:由(?![于来])|会同|组织|请|委托|交)")  # 由村委会会同驻村干部|核实
_PUT_UNDER = re.compile(r"(?:将|把)(?P<what>[^，。；]{2,24}?)(?:一并|统一|全部)?(?:纳入|列入)[^，。；]{0,14}$")  # 将公开工作纳入年度|考核
_THIS = re.compile(r"本|此|该|这|其|上述|以上|上列")
_LIGHT_VERB = re.compile(r"(?:组织|开展|进行|负责|实施|完成|将|把)$")  # 县专班组织|验收
_DONE = re.compile(
    r"(?:组织|开展|进行|完成|实施)(?:一次|[0-9一二两三]+次)?(?P<what>[^，。；的“”\"]{2,14})$"
)  # 组织复核，并公示结果
_THIN = frozenset({"结果", "情况", "意见", "报告", "结论", "进展", "名单", "信息", "数据", "有关情况", "相关情况"})
_CASE = re.compile(r"有|情节|符合|需要|确|属于|情况|经")  # 有异议的，…
_POOR = re.compile(
    rf"公开|公示|公布|发布|[0-9]|进行|定期|工作$|有关领域|各项|{FILL}{{6}}"
)  # contexts that say nothing of the matter
# 编制事项目录，…目录年内公布: one word that stands for a longer name before
_WORDS_ONLY = frozenset(
    ["目录", "名单", "清单", "方案", "标准", "办法", "规划", "计划", "预案", "指南", "细则", "章程", "报告", "公告", "图册", "名录"]
)  # fmt: skip
# 实施职业教育质量年度报告制度，报告|向社会公开
_SYSTEM = re.compile(r"(?:实施|实行|建立|健全|完善|推行|执行|落实)+(?P<what>[^，。；的]{4,24}?)(?:发布|编制)?制度$")
_NO_PHRASE_START = re.compile(
    r"依法(?!治)|实施|按照?|根据|依据|为|通过|在(?![建线])|由|并|围绕|坚持|以|从|应|要|如|对|将|把|及时|定期|各|请|经|于|自|当"
)
_NO_PHRASE = re.compile(
    r"投入使用|(?<![重主需必纲])要(?!素|求|点)|应当|应(?!急)|须|必须|进行|开展|组织|加强|推进|做好|制定|编制|完善|建立|落实|确保|要求$|强调$|指出$|议定$"
    r"|报告|报送|完成|负责|明确|公开|公示|公布|公告|通知|告知|发布|不得|的$|后$|前$|时$|内$|[0-9]次|每|发现|实行|提高|按"
)
_PHRASE_ENDS = ("案件", "抽检", "方面", "领域")
_NAMED_PAPER = re.compile(r"(?<=...)(?:名录|目录|清单|规划|方案|办法|规定|预案|导则|公告)$")  # 山体保护|名录: it names itself
_RESULT = "结果"
_CHECK_END = re.compile(rf"(?P<act>{ACT}|查处|处理|处罚|处置|整治)(?:工作)?$")
_HAPPENED = re.compile(
    r"(?:一旦|如果?|若|凡)?(?:遇有|遇到|发生|出现)?(?P<what>[\u4e00-\u9fff、]{2,16}?(?:事件|事故|灾害|灾情|疫情|险情|舆情|警情))(?:一旦)?(?:发生|出现|暴发|爆发)?(?:后|时|的|之后|以后)$"
)
_OF_EVENTS = frozenset(
    ["权威信息", "工作进展", "处置进展", "工作进展情况", "处置情况", "简要信息", "进展情况", "有关情况", "相关信息", "有关信息", "准确信息"]
)
_FACTS = re.compile(
    r"(?:(?:发放|分配|使用|接收|支出|收支|补助|补贴)?(?:来源|数量|金额|人数|户数|标准|去向|用途|对象|名单|时间|面积|依据|结果|情况|范围|方案|明细)(?:[、和及与]|以及|$)){1,8}"
)
_THING = re.compile(r"[\u4e00-\u9fff]{2,16}")
_LONGEST_OWN, _SHORT_OWN, _MOST_BEFORE = 10, 6, 4


def look_around(sheet: Sheet, lexicon: Lexicon, sentence: Sentence, d: Disclosure, found: Sequence[Disclosure]) -> Disclosure:
    """The disclosure with channel, time and context of the clauses beside it filled in."""
    part = next((p for p in sentence.parts if p[0][0] <= d.clause[0] < p[-1][1]), None)
    if part is None:
        return d
    before = [c for c in part if c[1] <= d.clause[0]]
    stop = min((o.clause[0] for o in found if o.clause[0] > d.clause[0]), default=part[-1][1] + 1)
    after = [c for c in part if d.clause[0] < c[0] < stop]
    # clauses that belong to a disclosure before say nothing of this one
    last = max((o.clause[1] for o in found if o.clause[1] <= d.clause[0]), default=part[0][0])
    near = [c for c in before if c[0] >= last]
    channels = _channels(sheet, d, near, after)
    times = _times(sheet, lexicon, d, near, after)
    if channels != d.channels or times != d.times:
        d = replace(d, channels=channels, times=times)
    charge = next((m.span("who") for a, b in after if (m := _IN_CHARGE.match(sheet.masked, a, b)) is not None), None)
    if charge is not None and (d.subject is None or not d.clause[0] <= d.subject[0] < d.clause[1]):
        d = replace(d, subject=charge)
    d = _context(sheet, lexicon, d, part, before)
    if d.context is None or d.row == "press":
        return d
    a, b = d.context
    poor = b - a < 2 or (_POOR.search(sheet.masked, a, b) is not None and sheet.masked[a - 1] != "对")
    return replace(d, context=None) if poor else d


def _channels(sheet: Sheet, d: Disclosure, near: Sequence[Range], after: Sequence[Range]) -> tuple[Range, ...]:
    """The channels of a disclosure with those that clauses beside it name."""
    masked, channels = sheet.masked, d.channels
    if not channels:
        kept = (_SITE, _KEPT, _USED, _MEETING) if d.row == "notify" else (_SITE, _KEPT, _USED)
        hits = (m for a, b in reversed(near) for p in kept if (m := p.search(masked, a, b)) is not None)
        channels = tuple(m.span("place") for m in list(hits)[:1])
    for n, (a, b) in enumerate(after):
        means = _MEANS.match(masked, a, b) if n == 0 and not channels else None
        if means is not None:
            channels = (means.span("place"),)
            continue
        given = _GIVES.search(masked, a, b) or _SENDS.match(masked, a, b)
        if given is not None:
            channels = (*channels, given.span("place"))
    return channels


def _times(sheet: Sheet, lexicon: Lexicon, d: Disclosure, near: Sequence[Range], after: Sequence[Range]) -> tuple[Range, ...]:
    """Time of 并及时更新 behind; else a date or frequency of a clause before, when the subject is still the same."""
    masked = sheet.masked
    lasting = all(masked[s:e] in _LASTING for s, e in d.times)
    if not lasting:
        return d.times
    for a, b in after:
        updated = _UPDATED.search(masked, a, b) if not masked.startswith("根据", a) else None
        times = frame_before(sheet, lexicon, a, updated.start(), times_in(sheet, a, b)).times if updated is not None else ()
        if times:
            return times
    if d.subject is not None and d.subject[0] >= d.clause[0] and d.agent is None:
        return d.times
    done = _STEP_DONE.match(masked, *d.clause)
    if done is not None and any(masked.find(done["step"], a, b) >= 0 for a, b in near):
        return (done.span(),)
    for a, b in reversed(near):
        outcome = any(masked[x:y].endswith("结果") for x, y in d.objects)
        told = _TOLD_APART.search(masked, a, b) or (outcome and masked.find("公告", a, b) >= 0)
        if told and (masked[d.clause[0]] != "并" or outcome):
            return d.times
        ranges = sorted(
            (s, e) for e, s in times_in(sheet, a, b).items() if masked[s:e] not in _VAGUE and not masked.startswith("度", e)
        )
        if ranges:
            return (ranges[0],)
    return d.times


def _context(sheet: Sheet, lexicon: Lexicon, d: Disclosure, part: tuple[Range, ...], before: Sequence[Range]) -> Disclosure:
    """The wider subject of a short object."""
    masked = sheet.masked
    own = "".join(masked[a:b] for a, b in d.objects)
    checked = _checked(sheet, before[-_MOST_BEFORE:]) if own == _RESULT else None
    if checked is not None:
        return replace(d, use="earlier", objects=(checked[1],), context=checked[0])
    if d.context is not None or not d.objects or d.use in ("noun", "listed"):
        return d
    if d.use == "earlier" and masked[d.objects[0][0] - 1] == "为":
        return d  # 对险情地段应当及时划定为|危险区
    if d.row in ("respond", "speak", "clarify"):
        watched = next((m for a, b in reversed(before) if (m := _WATCHED.search(masked, a, b)) is not None), None)
        return replace(d, objects=(watched.span("what"),)) if watched is not None and _VAGUE_TALK.search(own) else d
    if len(own) > _LONGEST_OWN and not (own[0] == "其" and d.use == "behind"):
        return d
    longer = _longer_name(sheet, lexicon, own, before) if own in _WORDS_ONLY else None
    if longer is not None:
        return replace(d, objects=(longer,))
    for time in d.times:
        topic = event_topic(masked, *time)
        if topic is not None and masked[slice(*topic)] not in own and not lexicon.is_body(masked[slice(*topic)]):
            return replace(d, context=topic)
    wider = _wider(sheet, lexicon, own, part, before[-_MOST_BEFORE:]) if not _NAMED_PAPER.search(own) else None
    if wider is None and d.use == "moved" and before and _FACTS.fullmatch(own) and _is_thing(sheet, lexicon, before[0]):
        wider = before[0]  # 救灾捐赠款物，|接收后10日内将来源、数量公布
    happened = _HAPPENED.match(masked, *part[0]) if wider is None and own in _OF_EVENTS and part[0] in before else None
    if happened is not None:
        wider = happened.span("what")  # 突发环境事件|发生后，…发布权威信息
    if wider is None and len(own) <= _SHORT_OWN and before:
        heading = _HEADING.search(masked, *before[0])
        wider = heading.span("what") if heading is not None else None
    return d if wider is None else replace(d, context=wider)


def _checked(sheet: Sheet, before: Sequence[Range]) -> tuple[Range, Range] | None:
    """What was checked and how, whose result is told: 对|养老机构|开展|抽查|，公开结果."""
    for a, b in reversed(before):
        about, act = _ABOUT.search(sheet.masked, a, b), _CHECK_END.search(sheet.masked, a, b)
        if about is not None and act is not None and about.end("what") <= act.start("act"):
            return about.span("what"), act.span("act")
    return None


def _longer_name(sheet: Sheet, lexicon: Lexicon, own: str, before: Sequence[Range]) -> Range | None:
    """公共服务事项目录, where 目录 stands for it."""
    for a, b in reversed(before):
        made = made_in(sheet, lexicon, a, b)
        if made is not None and made[1] - made[0] > len(own) and sheet.masked[slice(*made)].endswith(own):
            return made
        system = _SYSTEM.search(sheet.masked, a, b)
        if system is not None and system["what"].endswith(own):
            return system.span("what")
    return None


def _wider(sheet: Sheet, lexicon: Lexicon, own: str, part: tuple[Range, ...], before: Sequence[Range]) -> Range | None:
    """What the clauses before say that the object is about, nearest first."""
    masked = sheet.masked
    stem = _STEM.match(own)
    for a, b in reversed(before):
        text = masked[a:b]
        about = _ABOUT.search(text) if not _WEIGHED.search(text) else None
        if about is not None and not about["what"].endswith("的"):
            return a + about.start("what"), a + about.end("what")
        at = masked.rfind(stem["stem"], a, b) if stem is not None else -1
        put = _PUT_UNDER.search(text[: at - a]) if at > a else None
        if put is not None:
            return None if _THIS.match(put["what"]) else (a + put.start("what"), a + put.end("what"))
        named = _BEFORE_STEM.search(text[: at - a]) if at > a else None
        if (
            named is not None
            and not _MAKES.search(named["what"])
            and not lexicon.is_body(named["what"])
            and not _LIGHT_VERB.search(named["what"])
            and not _BY_WHOM.match(named["what"])
            and (_BEGUN.search(named["what"]) or lexicon.body_prefix(masked, a + named.start("what"), a + named.end("what")) is None)
        ):
            begun = max((m.end() for m in _BEGUN.finditer(named["what"])), default=0)
            return a + named.start("what") + begun, a + named.end("what")
        column = _COLUMN.search(sheet.text, a, b) if own in _THIN else None
        if column is not None:
            return column.span("what")
        done = _DONE.search(masked, a, b) if own in _THIN else None
        if done is not None:
            return done.span("what")
        if text.endswith("的") and len(text) <= 30 and not _CASE.match(text) and clause_subject(sheet, lexicon, a, b) is None:
            continue
        if (a, b) == part[0] and _is_phrase(lexicon, text) and clause_subject(sheet, lexicon, a, b) is None:
            return a, b
    return None


def _is_thing(sheet: Sheet, lexicon: Lexicon, clause: Range) -> bool:
    """Whether a clause is the bare name of a thing (低保金，…), neither a body nor a time nor a doing."""
    text = sheet.masked[slice(*clause)]
    if not _THING.fullmatch(text) or lexicon.is_body(text) or lexicon.is_place(text) or times_in(sheet, *clause):
        return False
    verb = lexicon.verb_start.match(text) or lexicon.predicate.match(text) or _NO_PHRASE_START.match(text) or _NO_PHRASE.search(text)
    return not verb and clause_subject(sheet, lexicon, *clause) is None


def _is_phrase(lexicon: Lexicon, text: str) -> bool:
    """Whether a clause is nothing but a noun phrase (节假日期间的专项抽检)."""
    if not 4 <= len(text) <= 40 or FILL in text or lexicon.is_body(text):
        return False
    noun = lexicon.turned_head.match(text[::-1]) or text.endswith(_PHRASE_ENDS) or text[-2:] in lexicon.words["action"]
    verb = lexicon.verb_start.match(text) or lexicon.make.match(text) or _NO_PHRASE_START.match(text) or _NO_PHRASE.search(text)
    return bool(noun) and not verb
