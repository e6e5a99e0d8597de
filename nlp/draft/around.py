"""What the clauses beside a disclosure add to it: where (设立公开栏，张贴…), when (并按月更新), about whom (对违建问题，… 公开处理情况)."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.draft.reading import Disclosure
from nlp.draft.earlier import clause_subject, made_in
from nlp.draft.lexicon import Lexicon
from nlp.draft.phrases import Range, event_topic, frame_before, times_in
from nlp.draft.sheet import Sentence, Sheet

_VAGUE = frozenset({"及时", "定期", "适时", "不定期", "统一", "实时", "随时"})
# 设立安全生产公开栏, 更新辖区村务公开栏, 在门户网站开设…专栏: a place made or kept, then used
_KEPT = re.compile(
    r"(?:设立|设置|开设|开辟|更新|利用|用好|建立|新增|增设|制作)(?P<place>[^，。；]{0,24}(?:公开栏|公示栏|公告栏|公示牌|公示墙|宣传栏|专栏|栏目|电子屏|显示屏|专区|公开榜))$"
)
_SITE = re.compile(r"在(?P<place>[^，。；在]{2,20}(?:网站|平台|网|公众号|客户端))(?:上|中)?(?:统一)?(?:开设|设立|设置|开辟)")
_MEETING = re.compile(r"(?:召开|举行|举办)(?:一次|[0-9一二两三]+次)?(?P<place>[^，。；]{0,12}(?:会议|大会|例会|代表会|座谈会|职代会|教代会|发布会|通气会|听证会))")
# 通过编印手册、组织培训等方式: a clause of its own behind
_MEANS = re.compile(r"^(?:主要|并|并且|同时|要|可|积极|充分|综合)*(?:通过|利用|采取|采用|运用|依托|借助|以)(?P<place>[^，。；]{2,60}?)(?:等)?(?:多种|各种|适当)?(?:方式|形式|渠道|途径|载体|平台|媒体|手段)")
_GIVES = re.compile(r"提供给(?P<place>[^，。；]{2,20}?)(?:同步|集中|统一|一并|并|$)|^(?:并|同时)?(?:及时|同步|按月|定期)?(?:推送|上传|同步|归集|链接|报送)(?:至|到)(?P<place2>[^，。；]{2,24}(?:网站|平台|网|公众号|客户端|系统|栏目|专栏))")
_UPDATED = re.compile(r"更新|调整(?=公|$|[，。；])|变更公开|动态管理")
_ABOUT = re.compile(r"(?:^|(?<=[要应将可并]))(?:对于|对(?!外|象|照|应|比)|针对|就(?!业|医|学|近))(?P<what>[^，。；]{2,50}?)(?:组织开展|组织|进行|开展|予以|实行|实施|给予|作出|要|应|由|$)")
_WATCHED = re.compile(r"(?:密切关注|关注|监测|收集|聚焦|围绕)(?P<what>[^。；]{2,80}(?:舆情|关切|热点|问题|谣言|传闻|信息))$")
_HEADING = re.compile(r"(?:推进|推动|深化|加强|做好|规范|抓好|实行|全面推行|推行)(?P<what>[^，。；]{3,24}?)(?:办事|信息|事务)?公开(?:工作|制度)?$")
_STEM = re.compile(r"^(?P<stem>评价|抽查|检查|核查|清理|评估|调查|审核|评议|督查|监测|整改|验收|测评|审计|考核|核实|复核|处理|办理|评审|评选|采纳|排查|普查|征集|检测|抽检|招标|救助|分配|发放)(?:的)?(?:结果|情况|意见|报告|信息|进展|数据)")
_BEFORE_STEM = re.compile(r"(?:(?:组织|开展|进行|实施|完成|举行|做好)(?:一次|[0-9一二两三]+次|第[一二三四]方|全面)?|一次|对|的|，|^)(?P<what>[^，。；对的次]{2,14}?)$")
# 组织复核，并公示结果
_DONE = re.compile(r"(?:组织|开展|进行|完成|实施)(?:一次|[0-9一二两三]+次)?(?P<what>[^，。；的]{2,14})$")
_THIN = frozenset({"结果", "情况", "意见", "报告", "结论", "进展", "名单", "信息", "数据", "有关情况", "相关情况"})
# contexts that say nothing of the matter
_POOR = re.compile(r"公开|公示|公布|发布|[0-9]|进行|定期|工作$|有关领域|各项|〓{6}")
# 编制事项目录，…目录年内公布: one word that stands for a longer name before
_WORDS_ONLY = frozenset({"目录", "名单", "清单", "方案", "标准", "办法", "规划", "计划", "预案", "指南", "细则", "章程", "报告", "公告", "图册", "名录"})
_LONGEST_OWN = 10


def look_around(sheet: Sheet, lexicon: Lexicon, sentence: Sentence, d: Disclosure, found: list[Disclosure]) -> Disclosure:
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
    d = _channels(sheet, d, near, after)
    d = _times(sheet, lexicon, d, near, after)
    wider = _context(sheet, lexicon, d, part, before)
    if wider.context is not None and wider.row != "press" and (
        wider.context[1] - wider.context[0] < 2 or (_POOR.search(sheet.masked, *wider.context) and sheet.masked[wider.context[0] - 1] not in "对")
    ):
        return replace(wider, context=None)
    return wider


def _channels(sheet: Sheet, d: Disclosure, near: list[Range], after: list[Range]) -> Disclosure:
    masked = sheet.masked
    channels = d.channels
    if not channels:
        for a, b in reversed(near):
            m = _SITE.search(masked, a, b) or _KEPT.search(masked, a, b) or (_MEETING.search(masked, a, b) if d.row == "notify" else None)
            if m is not None:
                channels = (m.span("place"),)
                break
    for n, (a, b) in enumerate(after):
        m = _MEANS.match(masked[a:b]) if n == 0 and not channels else None
        if m is not None:
            channels = ((a + m.start("place"), a + m.end("place")),)
            continue
        g = _GIVES.search(masked[a:b])
        if g is not None:
            name = "place" if g["place"] else "place2"
            channels += ((a + g.start(name), a + g.end(name)),)
    return replace(d, channels=channels) if channels != d.channels else d


def _times(sheet: Sheet, lexicon: Lexicon, d: Disclosure, near: list[Range], after: list[Range]) -> Disclosure:
    """Time of 并及时更新 behind; else a date or frequency of a clause before, when the subject is still the same."""
    masked = sheet.masked
    if d.times and any(masked[a:b] not in _VAGUE for a, b in d.times):
        return d
    for a, b in after:
        m = _UPDATED.search(masked, a, b)
        if m is not None:
            times = frame_before(sheet, lexicon, a, m.start(), times_in(sheet, a, b)).times
            if times and not d.times:
                return replace(d, times=times)
    if d.times or (d.subject is not None and d.subject[0] >= d.clause[0] and d.agent is None):
        return d
    for a, b in reversed(near):
        ranges = sorted((s, e) for e, s in times_in(sheet, a, b).items())
        ranges = [r for r in ranges if masked[r[0] : r[1]] not in _VAGUE and not masked[r[1] : r[1] + 1].startswith("度")]
        if ranges:
            return replace(d, times=(ranges[0],))
    return d


def _context(sheet: Sheet, lexicon: Lexicon, d: Disclosure, part: tuple[Range, ...], before: list[Range]) -> Disclosure:
    """The wider subject of a short object."""
    masked = sheet.masked
    if d.context is not None or not d.objects or d.use in ("noun", "listed"):
        return d
    own = "".join(masked[a:b] for a, b in d.objects)
    if d.row in ("respond", "speak", "clarify"):
        for a, b in reversed(before):
            m = _WATCHED.search(masked, a, b)
            if m is not None and re.search(r"误读|曲解|情况$|问题$", own):
                return replace(d, objects=(m.span("what"),))
        return d
    if len(own) > _LONGEST_OWN:
        return d
    if own in _WORDS_ONLY:
        for a, b in reversed(before):
            made = made_in(sheet, lexicon, a, b)
            if made is not None and masked[made[0] : made[1]].endswith(own) and made[1] - made[0] > len(own):
                return replace(d, objects=(made,))
    for time in d.times:
        topic = event_topic(masked, *time)
        if topic is not None and not lexicon.is_body(masked[topic[0] : topic[1]]) and masked[topic[0] : topic[1]] not in own:
            return replace(d, context=topic)
    stem = _STEM.match(own)
    for a, b in reversed(before[-4:]):
        text = masked[a:b]
        m = _ABOUT.search(text)
        if m is not None and not m["what"].endswith("的"):
            return replace(d, context=(a + m.start("what"), a + m.end("what")))
        if stem is not None and (at := masked.rfind(stem["stem"], a, b)) > a:
            named = _BEFORE_STEM.search(masked[a:at])
            if named is not None and not lexicon.is_body(named["what"]):
                return replace(d, context=(a + named.start("what"), a + named.end("what")))
        done = _DONE.search(masked, a, b) if own in _THIN else None
        if done is not None:
            return replace(d, context=done.span("what"))
        if text.endswith("的") and len(text) <= 30 and clause_subject(sheet, lexicon, a, b) is None and not re.match(r"有|情节|符合|需要|确|属于|情况|经", text):
            continue
        if (a, b) == part[0] and _bare(lexicon, text):
            return replace(d, context=(a, b))
    if len(own) <= 6:
        for a, b in before[:1]:
            m = _HEADING.search(masked, a, b)
            if m is not None:
                return replace(d, context=m.span("what"))
    return d


def _bare(lexicon: Lexicon, text: str) -> bool:
    """Whether a clause is nothing but a noun phrase (节假日期间的专项抽检)."""
    if not 4 <= len(text) <= 40 or lexicon.is_body(text) or "〓" in text:
        return False
    turned = text.rstrip("〓")[::-1]
    if lexicon.verb_start.match(text) or lexicon.make.match(text) or not (lexicon.turned_head.match(turned) or any(text.endswith(w) for w in lexicon.words["action"]) or text.endswith(("案件", "抽检", "方面", "领域"))):
        return False
    if re.match(r"(?:按照?|根据|依据|为|通过|在(?![建线])|由|并|围绕|坚持|以|从|应|要|如|对|将|把|及时|定期|各|请|经|于|自|当)", text):
        return False
    return not re.search(r"(?<![重主需必])要(?!素|求|点)|应当|应(?!急)|须|必须|进行|开展|组织|加强|推进|做好|制定|编制|完善|建立|落实|确保|要求$|强调$|指出$|议定$|报告|报送|完成|负责|明确|公开|公示|公布|发布|不得|的$|后$|前$|时$|内$|[0-9]次|每|发现|实行|提高|按", text)
