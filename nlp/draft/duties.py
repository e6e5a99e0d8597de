"""Whether a clause with a verb of disclosure is a duty to disclose: who is pushed, who is an officer, what the object must be."""

from __future__ import annotations

import re

from nlp.draft.given import FORBIDDEN_NOUN
from nlp.draft.lexicon import Lexicon
from nlp.draft.phrases import Frame, Range
from nlp.draft.reading import Disclosure, Place
from nlp.draft.sheet import Sheet

_INTO_CATALOGUE = re.compile(
    r"(?:等)?(?:一并|统一|全部|及时)?(?:纳入|列入|编入|写入)(?![^，。；]{0,20}(?:考核|日程|议程|体系|培训))"
    r"[^，。；]{0,16}(?:公开|公示|年报|年度报告|公告|公报)[^，。；]{0,8}$"
)
_VERB_BEFORE = ("应当", "积极", "加强", "认真", "依法", "进一步", "切实", "大力", "负责")
_RELATIVE = re.compile(r"对(?:于)?[^，。；]{0,40}$")  # 对未公开环评文件|的建设单位
_OF_SOMEBODY = re.compile(r"的[^的、，]{0,8}$")
_WAY = re.compile("[^、]的(?:方式|形式|办法)$")  # 可采取张贴|价目表的方式
_MEANS = re.compile(r"通过|采取|采用|运用|以")
_NOT_FORWARDED = re.compile(r"通知|文件$|本|此")
_TALK = re.compile(r"(?:舆情|谣言|传言|传闻|不实信息|热点问题|关切)$")  # 政务舆情|应在48小时内回应
_OF_INTEREST = re.compile(r"(?:广大|人民)?(?:群众|公众|社会)(?:普遍|广泛|高度)?(?:关注|关心|关切)的[^，。；]{4,}")
_LIGHT_END = re.compile(r"(?:工作|方面|领域)$")
# objects of one word that only a topic with time and place may have
_POLICIES = frozenset({"政策", "政策文件", "重大政策", "重要政策", "相关政策", "惠民政策", "重要政策文件"})
_URGES = frozenset({"鼓励", "督促", "倡导", "责令", "敦促"})
WHO_ORGANISES = re.compile(r"组织(?:编制|实施|认定|制定|起草)(?:[^，。；的]{0,10}的)?(?:机关|单位|部门)")
TOLD_TO = re.compile(r"(?:并|同时)?(?:书面|及时)?(?:通知|要求|责成|委托)(?=[^，。；的]{3,40}$)")  # 通知|乡镇人民政府|将名单公示
# 不随处涂写、|张贴…: what one must not do
_NOT_DONE = re.compile(
    r"(?:不(?!动产|合格|良|符|予|实|明|文明|达标|少于|低于|诚信|规范|安全|正当|定期)|勿)[^，。；的]{1,20}$"
)
_NEAR = 6  # clauses before a verb
_MUST_NOT = re.compile(r"[^，。；]{0,10}?(?:不得(?!少于|低于)|禁止|严禁|不准)(?!区)")
_THEN_MUST = re.compile(r"应当|必须|不得|须(?!知)")
_PIECES = re.compile(r"以及|[、和及与]")
# 权力运行全流程、政务服务全过程; 部、省、市三级: that all is to be open, or of whom, is no matter
_WHOLE_COURSE = re.compile(
    r"(?:(?!财政|预算|决算|资金|采购|招标|项目)[^，。；、]{0,12}(?:全流程|全过程|全链条|各环节|各领域)(?:、|和|及|与)?)+"
)
_WHEN_ONLY = re.compile(r"(?:事前|事中|事后|、|和|及|与)+")  # 规范|事中|公示
_TIMES_ONLY = re.compile(r"[^，。；]{0,10}?(?:[一二两三四]榜|[一二两三四]次|[一二两三四]轮)+")  # 乡、村两榜三次|公示
_LATER = re.compile(r"(?:事前|事先|当时|暂时?|尚)不(?:宜|便|能)公开")  # 事前不宜公开的事项: shown afterwards
_LEVELS_ONLY = re.compile(r"(?:(?:部|省|市|州|县|区|旗|乡|镇|村)(?:、|和)?){1,6}(?:[两三四五]级)?")
_EMPTY = frozenset({"信息", "政府信息", "关切", "公开", "社会", "工作", "政务"})


def pushes(lexicon: Lexicon, rest: str) -> bool:
    """推进重点排污单位…, 督促各村…: what somebody makes others do.

    Only where the word stands as a verb: at the start, behind a body, a modal or an adverb (年度检查计划 is none).
    """
    for m in lexicon.push.finditer(rest):
        before, after = rest[: m.start()], rest[m.end() :]
        if WHO_ORGANISES.match(rest, m.start()):
            continue  # 组织编制机关|应当将草案公告
        if (
            before
            and before[-1] not in "、和并要应须将会可"
            and not before.endswith(_VERB_BEFORE)
            and not lexicon.is_body(before)
        ):
            continue
        if after and not before and m[0] in _URGES:
            return True
        if not after and m[0] in lexicon.words["push-always"]:
            return True
        if after and (lexicon.is_body(after) or lexicon.signs.has("person-or-body", after)):
            return True
    return False


def is_officer(lexicon: Lexicon, phrase: str) -> bool:
    """Whether a phrase ends with an officer (主要负责人, 新闻发言人): officers' duties are no entries."""
    return bool(phrase) and lexicon.officer.search(phrase) is not None


def is_no_duty(place: Place, frame: Frame, behind: Range | None) -> bool:
    """Whether what stands round the verb shows that it is no duty of the speaker's own."""
    lexicon, masked, trigger = place.lexicon, place.sheet.masked, place.trigger
    signs, rest = lexicon.signs, place.text(frame.rest)
    if _is_condition(place, frame):
        return True
    forbidden = signs.find("forbidden", masked, *frame.rest) and not FORBIDDEN_NOUN.fullmatch(masked, *frame.rest)
    if frame.kinds & {"negation", "past"} or forbidden or (behind is not None and _NOT_DONE.match(masked, *frame.rest)):
        return True
    if masked[trigger.start - 1 : trigger.start] == "自" or (not frame.kinds and not rest and _forbidden_before(place)):
        return True
    if frame.moved is not None and _turned(place, frame.moved, behind):
        return True
    if behind is not None:
        if _MEANS.search(masked, place.low, trigger.start) and (
            signs.find("ways", masked, *behind) or _WAY.search(masked, *behind)
        ):
            return True
        if frame.rest[1] == trigger.start and signs.has("leans", rest):
            return True
        if masked[trigger.start - 1 : trigger.start] == "将" and signs.find("handed-on", masked, *behind):
            return True
        if (
            _RELATIVE.search(masked, place.low, trigger.start)
            and _OF_SOMEBODY.search(masked, *behind)
            and signs.find("person-or-body", masked, *behind)
        ):
            return True
    if is_officer(lexicon, rest) or (
        not rest and place.clause and is_officer(lexicon, place.text(place.clauses[place.clause - 1]))
    ):
        return True
    if frame.moved is not None and trigger.row.id == "notify" and signs.find("person-or-body", masked, *frame.moved):
        return True
    if (
        frame.audience is not None
        and trigger.row.id in ("notify", "forward", "explain")
        and lexicon.authority.search(place.text(frame.audience))
    ):
        return True
    return pushes(lexicon, rest) and not (frame.moved is not None and TOLD_TO.match(rest))


def _is_condition(place: Place, frame: Frame) -> bool:
    """发布需求信息，|应当提供…: what one must do who discloses."""
    if place.clause and place.sheet.masked.startswith("以及", place.own[0]) and not frame.kinds:
        return True  # 印刷地图，|以及公开展示地图，应当报审
    if place.clause or frame.kinds or frame.read or place.trigger.start != place.own[0] or len(place.clauses) < 2:
        return False
    return _THEN_MUST.match(place.sheet.masked, *place.clauses[1]) is not None


def _forbidden_before(place: Place) -> bool:
    """不得使用低俗名称，|张贴低俗图片: the order not to do goes on."""
    near = place.clauses[max(0, place.clause - _NEAR) : place.clause + 1]
    return any(_MUST_NOT.match(place.sheet.masked, *c) for c in near[:-1]) and not any(
        _THEN_MUST.search(place.sheet.masked, *c) for c in near[1:]
    )


def _turned(place: Place, moved: Range, behind: Range | None) -> bool:
    """将X打造为…公开平台, 把X公开列入日程, 把标准写进公告."""
    signs, masked = place.lexicon.signs, place.sheet.masked
    if signs.find("written-into", masked, *moved) or (
        behind is not None and signs.signs["turned-into"].pattern.match(masked, *behind)
    ):
        return True
    return put_to_use(place, moved)


def put_to_use(place: Place, moved: Range) -> bool:
    """将X列入日程, 将X作为重点: what 将 governs has its predicate, so no later verb governs it."""
    masked = place.sheet.masked
    if into_catalogue(masked, moved) is not None:
        return False
    hit = place.lexicon.signs.find("turned-into", masked, *moved)
    return hit is not None and "的" not in masked[hit[1] : moved[1]]


def into_catalogue(masked: str, moved: Range) -> int | None:
    """Where an object ends that is put into what is published: 落实情况|纳入年度报告|予以公开, 收费标准|列入公开范围."""
    m = _INTO_CATALOGUE.search(masked, moved[0] + 2, moved[1])
    return None if m is None else m.start()


def suits(place: Place, one: Disclosure) -> bool:
    """Whether the object is one that this verb can disclose."""
    if one.use == "press":
        return True
    lexicon, row = place.lexicon, place.trigger.row
    joined = "".join(place.text(r) for r in one.objects)
    if row.needs == "report" and not one.heading and not lexicon.signs.has("reportable", joined):
        return False
    if row.needs == "matter" and (
        (one.use not in ("moved", "earlier") and one.context is None and not (one.use == "topic" and _TALK.search(joined)))
        or (lexicon.signs.has("people", joined) and not (row.id == "respond" and _OF_INTEREST.match(joined)))
    ):
        return False
    if row.needs == "channel" and not one.channels:
        return False
    if row.id == "forward" and not one.channels and _NOT_FORWARDED.search(joined):
        return False
    return not (row.id in ("forward", "notify") and one.use == "behind" and lexicon.is_body(joined))


def _only_work(text: str) -> bool:
    """政务公开和政府信息, 政务和信息: names of the work itself, nothing that is disclosed."""
    pieces = _PIECES.split(text)
    return len(pieces) > 1 and all(p in _EMPTY or p.endswith("务公开") for p in pieces)


def says_something(sheet: Sheet, lexicon: Lexicon, one: Disclosure) -> bool:
    """Whether the object says what is disclosed: not 信息 or 情况 alone, unless time, place and person make up for it."""
    plain = [_plain(lexicon, sheet.masked[a:b]) for a, b in (*one.objects, *one.extra)]
    generic = lexicon.words["generic"]
    if one.use == "topic" and all(t.endswith("务公开") for t in plain):
        return False  # 村务公开|采用张榜等方式公布
    if one.use == "press" or not all(len(t) < 2 or t in generic for t in plain):
        return True
    if one.context is not None and "".join(plain) == "信息":
        return True
    if one.row == "explain" and one.heading and "".join(plain) in _POLICIES:
        return True  # 做好政策解读工作
    if one.use == "noun" or "".join(plain) in _EMPTY:
        return one.use == "topic" and bool(one.times) and bool(one.channels)
    return bool(one.times) + bool(one.channels) + bool(one.agent or one.subject) + 2 * bool(one.context) >= 2


def _only_disclosed(lexicon: Lexicon, text: str) -> bool:
    """因情势变化|可以公开的政府信息: an object that only says that it is to be disclosed."""
    hit = lexicon.signs.find("says-nothing-end", text)
    return hit is not None and "、" not in text[: hit[0]] and _LATER.search(text) is None


def _plain(lexicon: Lexicon, text: str) -> str:
    """An object without region words and counts; "" for one that says nothing (应公开的事项)."""
    if (
        _only_work(text)
        or _WHOLE_COURSE.fullmatch(text)
        or _LEVELS_ONLY.fullmatch(text)
        or _TIMES_ONLY.fullmatch(text)
        or _WHEN_ONLY.fullmatch(text)
        or lexicon.signs.has("says-nothing", text)
        or lexicon.signs.has("says-nothing-of", text)
        or _only_disclosed(lexicon, text)
    ):
        return ""
    return _LIGHT_END.sub("", lexicon.region.sub("", text.strip(" 、，等的")))
