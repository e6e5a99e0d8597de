"""Disclosures of one sentence put together: a heading and what spells it out are one; 包括…, 公告应当载明… belong to what is before."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.draft.around import look_around
from nlp.draft.duties import says_something
from nlp.draft.lexicon import Lexicon
from nlp.draft.phrases import Range
from nlp.draft.reading import Disclosure
from nlp.draft.sheet import Sentence, Sheet
from nlp.draft.subjects import clause_subject
from nlp.draft.topics import COUNTED

_THING = "(?:内容|事项|信息|要素|项目)"
_SHALL = "(?:应当?|要|须|必须|需)?"
_HOLDS = "包括但不限于|包括|包含|涵盖|载明|注明|列明|写明"
# 以及…, 包括…, 内容应包括…, 明确…, 重点说明…: clauses that go on with the object before
_GOES_ON = re.compile(
    r"(?:以及|及其|及(?!时|格)|和(?!谐)|与(?!会)"
    rf"|(?:其中|并|同时|还|也|均|具体|主要|重点|详细|公开|公示|公告|公布)*{_THING}?{_SHALL}(?:至少|主要|具体|重点|一并|同时|分别|全面)*"
    rf"(?:{_HOLDS}|标明|说明|附上?(?!近|属|加|件|有)|明确(?!责任)|涉及(?=[^，]{{0,20}}、)|含(?!有)|具体为|主要有|主要为|分别为))(?:了|公开|以下|下列)?(?:内容)?"
)
# 公告应当载明…, 公开内容包括…: the same with its own noun, as a sentence of its own
CONTENT_CLAUSE = re.compile(
    r"(?:主动公开|重点公开|公开|公示|公告|公布|发布|披露|征收公告|征地公告|补偿公告|通报|报告|方案|决算|预算|目录|信息|清单|年度报告|通告)?(?:的)?(?:主要|具体|基本|重点)?"
    rf"(?:内容|事项|信息|要素|项目|材料|范围|重点)?{_SHALL}(?:至少|主要|具体|重点)?(?:{_HOLDS})(?:了|以下|下列)?(?:内容|事项|信息)?(?:：)?"
)
_INCLUDES = re.compile(r"(?:其中|具体|主要)?(?:包括|包含)(?:了)?")
_SAID_CLEARLY = re.compile(  # 并把“三公”经费增减的原因说清楚
    r"并?(?:把|将|对)(?P<what>.{3,40})(?:说清楚|讲清楚|说明白|讲明白|予以说明|作出说明|进行说明|作说明|加以说明)$"
)
# 公示期不少于5个工作日, 公告时间为30日
_STAND = re.compile(
    r"(?:并)?(?:公示|公布|公告|公开|张贴|发布|征求意见|公示公告|接受监督)(?:的)?(?:期限?|时间|时限|时问|期间)?(?:一般|应|应当|均|要)*"
    r"(?:为|不少于|不得少于|不低于|少于|不得低于|至少|应当不少于)?[0-9〇零一二两三四五六七八九十]{1,4}(?:个)?(?:工作日|自然日|日|天|个月|周)(?:以上)?"
    r"|(?:时间|期限|为期)(?:为|不少于|不得少于|至少)?[0-9〇零一二两三四五六七八九十]{1,4}(?:个)?(?:工作日|自然日|日|天)(?:以上)?$"
)
# 规划方案|批前公示时间不得少于30日: a duty that only the span of standing tells
_SHOWN_FOR = re.compile(
    r"(?P<what>[^，。；]{4,24}?)的?(?:批前|批后|任前|事前|事后|征求意见)?(?:公示|公告)的?(?:时间|期限?|时限)(?:一般|应当?|均)*"
    r"(?P<time>(?:不得|不)?(?:少于|低于|不少于)[0-9一二三四五六七八九十]{1,3}个?(?:工作日|自然日|日|天))$"
)
_NO_SHOWN = re.compile(r"公开|公示|公告|^[其该本此]|[应须]|必须|的$")
_STAND_BEHIND = re.compile(r"(?:期|时间)?(?:为|不少于|不得少于|至少)?[0-9一二三四五六七八九十]+(?:个)?(?:工作日|天|日)(?:以上)?")
# characters that say nothing of the matter when two objects are compared
_STOP_CHARACTERS = frozenset("信息情况工作公开政府等的和及与项目有关社会民众、，“”建设领域方面实施事管理")
_NO_MATTER = frozenset({"政策", "措施"})
_AGAIN = re.compile(r"(?:重点|主要|着重|主动|依法|全面|准确|及时|、|真实|完整|规范|统一|集中|向社会|要)*公(?:开|布|示)")
_MORE_SO = re.compile(r"(?:并|同时)?(?:更加|尤其|特别)?(?:注重|突出|重视|着重|重点)")
_AUTHORITATIVE = re.compile(r"(?:权威|准确|客观|真实|正面)(?:的)?(?:信息|声音|消息|解读|回应)")
_SAYS = frozenset({"release", "publish", "open"})
_TOGETHER = re.compile(r"(?:集中|统一|对外|实现|全面|归口|规范|并|向社会)*")
_BUILT = re.compile(
    r"(?:建立|建设|搭建|开设|设立|设置|打造|开发|开通|开辟|建成|整合|依托|完善|优化)[^，。；]{0,50}(?:平台|网站|专栏|栏目|系统|数据库|专区|专题)$"
)
_BESIDE = re.compile(r"尤其|同时|还|另外|推动|推进|继续")
_ABSTRACT = ("信息", "工作", "领域", "事项")
_IN_PARTICULAR = frozenset({"重点", "并重点", "重点要", "主要"})
_FIGURES = re.compile(r"[0-9]%|不低于|不少于|是")
_NO_LIST = re.compile(
    r"^(?:征求|听取|接受|征询)|(?<![重主需必纲])要(?!素)|应当|应(?!急)|须|必须|进行|开展|按|每|及时|定期|的$|后$|前$|时$|在|由|向|将|把"
)
_AND = ("以及", "及", "和")
_GRADED = re.compile(r"(?:重大|重要|一般|常规|临时性?|紧急|其他|特殊|突发)的?(?:村务|事务|工作|党务)?事项")


def put_together(sheet: Sheet, lexicon: Lexicon, sentence: Sentence, found: list[Disclosure]) -> list[Disclosure]:
    """Merged disclosures of a sentence, in order; those that say nothing left out."""
    if not found:
        alone = _stands_alone(sheet, lexicon, sentence)
        return [] if alone is None else [alone]
    merged: list[Disclosure] = []
    several = sum(1 for d in found if not d.heading) > 1
    for d in found:
        only = sum(1 for m in merged if m.heading) < 2
        merged = [*merged[:-1], *_absorbed(sheet, merged[-1], d, several, only)] if merged else [d]
    merged = [_spelled_out(sheet, lexicon, sentence, d, merged) for d in merged]
    merged = [_with_stand(sheet, sentence, d, merged) for d in merged]
    merged = [look_around(sheet, lexicon, sentence, d, merged) for d in merged]
    telling = [d for d in merged if says_something(sheet, lexicon, d)]
    if telling and len(telling) < len(merged):
        telling = [d for d in merged if d in telling or _graded(sheet, d)]
    return [d for d in telling if not _only_built(sheet, sentence, d)]


def _graded(sheet: Sheet, d: Disclosure) -> bool:
    """一般事项每季度公布；|重大事项|随时公布: beside the others it is a matter of its own."""
    return d.use == "topic" and bool(d.times) and len(d.objects) == 1 and _GRADED.fullmatch(sheet.masked, *d.objects[0]) is not None


def _only_built(sheet: Sheet, sentence: Sentence, d: Disclosure) -> bool:
    """建立行政执法信息公示平台，|集中公开行政执法信息: what the platform is for."""
    masked = sheet.masked
    if (
        d.use != "behind"
        or len(d.objects) != 1
        or d.times
        or d.channels
        or not _TOGETHER.fullmatch(masked, d.clause[0], d.verb[0])
    ):
        return False
    before = [c for part in sentence.parts for c in part if c[1] <= d.clause[0]][-2:]
    own = masked[slice(*d.objects[0])]
    return any(_BUILT.search(masked, a, b) and own in masked[a:b] for a, b in before)


def _stands_alone(sheet: Sheet, lexicon: Lexicon, sentence: Sentence) -> Disclosure | None:
    """企业调整线路、票价的，要征求意见，公示时间不少于10日: a duty that only the span of standing tells."""
    masked = sheet.masked
    for part in sentence.parts:
        a, b = part[0]
        shown = _SHOWN_FOR.match(masked, a, b)
        if shown is not None and lexicon.turned_head.match(shown["what"][::-1]) and not _NO_SHOWN.search(shown["what"]):
            verb = (shown.end("what"), shown.end("what") + 2)
            return Disclosure(
                (a, part[-1][1]), (a, b), verb, "notice", 0.6, "topic", (shown.span("what"),), times=(shown.span("time"),)
            )
        stand = next((m.span() for x, y in part[1:] if (m := _STAND.match(masked, x, y)) is not None), None)
        if stand is None or masked[b - 1] != "的":
            continue
        subject = clause_subject(sheet, lexicon, a, b)
        start = subject[1] if subject else a
        if b - 1 - start >= 4:
            verb = (stand[0], stand[0] + 2)
            return Disclosure(
                (a, part[-1][1]), stand, verb, "notice", 0.6, "earlier", ((start, b - 1),), times=(stand,), subject=subject
            )
    return None


def _absorbed(sheet: Sheet, last: Disclosure, d: Disclosure, several: bool, alone: bool) -> tuple[Disclosure, ...]:
    """Two disclosures that follow each other: both, or the one that they are. `alone`: no list of headings (推进A公开，加大B公开力度)."""
    masked = sheet.masked
    if last.objects and d.use == last.use == "behind" and d.row == last.row and masked[last.objects[-1][1] : d.verb[0]] == "、":
        return (replace(last, objects=last.objects + d.objects),)  # 公开A、|公开B
    if last.row == "press" and not last.objects and last.context is None and d.row == "notify" and d.use == "behind":
        return (replace(d, times=d.times or last.times, channels=d.channels or last.channels),)  # 每月召开新闻发布会，通报进展
    if d.row == last.row == "explain" and _MORE_SO.match(masked, d.clause[0], d.clause[1]):
        return (replace(last, extra=last.extra + d.objects),)  # 对政策开展解读，更加注重对背景、目的的解读
    if _AUTHORITATIVE.fullmatch("".join(masked[a:b] for a, b in d.objects)) and not d.times and d.row in _SAYS:
        return (last,)  # 解读政策，发布权威信息
    own, before = _characters(sheet, d.objects), _characters(sheet, last.objects + last.extra)
    before_verb = masked[d.clause[0] : d.verb[0]]
    goes_on = _GOES_ON.match(masked, *d.clause)
    spells_out = goes_on is not None and d.use == "behind" and goes_on.end() >= d.verb[0]
    spells_out &= d.row != "marked"
    if d.row == "explain" and own and not (last.row == "explain" and d.use == "earlier"):
        spells_out |= len(own & before) >= 0.6 * len(own) or (
            not last.heading and last.row != "press" and _same_matter(sheet, last, d)
        )
    if d.use == "behind" and d.row == "open" and before_verb in _IN_PARTICULAR and not last.heading:
        spells_out |= not d.times and not d.channels
    if spells_out:
        return (replace(last, extra=last.extra + d.objects),)
    if last.heading and d.use == "behind" and own <= before and len(own) < len(before):
        return (
            replace(last, times=last.times or d.times, channels=last.channels or d.channels, subject=last.subject or d.subject),
        )
    if (
        last.heading
        and not d.heading
        and d.row != "explain"
        and d.use in ("behind", "listed", "press")
        and not _BESIDE.match(before_verb)
    ):
        name = last.objects[0] if last.objects else None
        abstract = name is None or masked[: name[1]].endswith(_ABSTRACT)
        shared = len(own & before)
        if shared >= 2 or (abstract and alone and (shared or _AGAIN.match(masked, d.clause[0], d.verb[1]))):
            context = d.context or (None if several else name)
            return (replace(d, context=context, times=d.times or last.times, subject=d.subject or last.subject),)
    answers = ("respond", "clarify", "speak")
    if d.row in answers[:2] and last.row in answers and d.objects == last.objects:
        return (last,)
    return last, d


def _characters(sheet: Sheet, ranges: tuple[Range, ...]) -> set[str]:
    return {c for s, e in ranges for c in sheet.masked[s:e]} - _STOP_CHARACTERS


def _same_matter(sheet: Sheet, a: Disclosure, b: Disclosure) -> bool:
    """Whether two objects share a word (two characters in a row, 政策 and the like not counted)."""
    pairs = [{sheet.masked[i : i + 2] for s, e in d.objects for i in range(s, e - 1)} for d in (a, b)]
    return any(not set(p) & _STOP_CHARACTERS and p not in _NO_MATTER for p in pairs[0] & pairs[1])


def _next_clause(d: Disclosure, found: list[Disclosure], default: int) -> int:
    """Where the clause of the next disclosure begins."""
    return min((o.clause[0] for o in found if o.clause[0] > d.clause[0]), default=default)


def _spelled_out(sheet: Sheet, lexicon: Lexicon, sentence: Sentence, d: Disclosure, found: list[Disclosure]) -> Disclosure:
    """Later clauses of the same part that go on with the object."""
    masked = sheet.masked
    part = next((p for p in sentence.parts if p[0][0] <= d.clause[0] < p[-1][1]), ())
    stop = _next_clause(d, found, part[-1][1] + 1 if part else 0)
    extra = list(d.extra)
    if d.use == "earlier" and d.objects:  # 分配结果，包括对象、金额，下达后20日内公开
        between = (c for c in part if d.objects[-1][1] <= c[0] < d.clause[0])
        extra += [(m.end(), b) for a, b in between if (m := _INCLUDES.match(masked, a, b)) is not None and b - m.end() >= 2]
    for n, (a, b) in enumerate(c for c in part if d.clause[0] < c[0] < stop):
        goes_on, clear = _GOES_ON.match(masked, a, b), _SAID_CLEARLY.match(masked, a, b)
        if clear is not None:
            extra.append(clear.span("what"))
        elif goes_on is not None and b - goes_on.end() >= 2:
            extra.append((goes_on.end(), b))
        elif (
            n == 0 and "：" in masked[d.clause[1] : a] and b - a >= 2 and d.use != "listed" and not _FIGURES.search(masked, a, b)
        ):
            extra.append((a, part[-1][1] if part[-1][1] < stop else b))
            break
        elif (n == 0 and d.use == "behind" and _more(lexicon, masked[a:b])) or (
            extra and n and masked.startswith(_AND, a) and not masked.startswith("及时", a)
        ):
            extra.append((a, b))
        else:
            break
    return replace(d, extra=tuple(r for r in extra if r not in d.objects)) if extra else d


def _more(lexicon: Lexicon, text: str) -> bool:
    """A clause that is nothing but more of the list before: 公开参保情况、待遇支付情况，基金收支、结余和收益情况等信息."""
    if "、" not in text or not 6 <= len(text) <= 60 or lexicon.verb_start.match(text) or lexicon.predicate.match(text):
        return False
    return not _NO_LIST.search(text) and lexicon.turned_head.match(text.removesuffix("等")[::-1]) is not None


def _with_stand(sheet: Sheet, sentence: Sentence, d: Disclosure, found: list[Disclosure]) -> Disclosure:
    """公示期不少于5个工作日, in the clause or part behind: the limit of a disclosure that has no counted one of its own."""
    masked = sheet.masked
    if any(COUNTED.search(masked, s, e) for s, e in d.times):
        return d
    behind = _STAND_BEHIND.match(masked, d.verb[1], d.clause[1])
    if behind is not None and (not d.objects or d.objects[-1] != (d.verb[1], d.clause[1])):
        return replace(d, times=(behind.span(),))
    stop = _next_clause(d, found, sentence.end + 1)
    for a, b in (c for part in sentence.parts for c in part if d.clause[0] < c[0] < stop):
        stand = _STAND.match(masked, a, b)
        if stand is not None:
            return replace(d, times=(stand.span(),))
    return d
