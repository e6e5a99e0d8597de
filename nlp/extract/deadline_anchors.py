"""The event from which a duration runs: 自收到申请之日起, 文件公开后, 特别重大、重大突发事件.

The event stands directly before the length (部门预算在县财政局批复后20日内), or in a clause before it
(收到申请后，应当在15个工作日内); a second length of the same sentence runs from the same event (5小时内发布…、24小时内举行…).
"""

from __future__ import annotations

import re
from datetime import date

from nlp.dates import find_dates
from nlp.extract.deadline_context import Place

# words between the event and its length: 文件公开后[最迟应当在]3个工作日内
_FILLER = re.compile(
    r"""(?:
        (?<=[起后内])的 | [在于应须，\x20] | (?<!需)要 | 需(?!要) | 应当 | 必须 | 可以 | 有权 | 可 | 即
      | (?<=起)届?满 | 最迟 | 最长 | 最晚 | 不得超过 | 不超过 | 不晚于 | 不迟于 | 至少 | 不少于
      | 一般 | 原则上 | 力争 | 确保 | 及时 | 立即 | 尽快
    )*$""",
    re.VERBOSE,
)
_LONGEST_EVENT = 48
_REACH = 400  # characters before a length in which its event is looked for
# how an event ends: 收到申请之日起, 公布后, 召开前, 变更时
_END = re.compile(r"(?:之日起|之日|日起|之时起|即日起|以后|之后|后|时起|起|之前|以前|前|时)(?:计?算)?$")
# an event named by a noun alone: 特别重大、重大突发事件, 政策出台
_NOUN_EVENT = re.compile(
    r"(?:事件|事故|舆情|灾害|险情|疫情|警情|故障|诉求|投诉|线索|工单|出台|变更|形成|变化|通过|批准"
    r"|事发|案发|灾害发生|事故发生|事件发生)$"
)
# 区市场监管局|发现线索的: the body is no part of the condition
_MET_BY_BODY = re.compile(r"(?:[局委办厅部院所站]|部门|机构|单位|政府|企业|中心)(?=发现|收到|接到|发生|遇|出现)")
# 窗口应在|收件的: neither is the duty before it
_DUTY_BEFORE = re.compile(r"(?:应当?|必?须|(?<![重需主])要|可以?|需)[在于自从](?=[^在于]{2,}$)")
# what is no part of such a noun: [严格执行]特别重大、重大突发事件, [对]涉及面广的舆情
_NOUN_LEAD = re.compile(r"^(?:严格执行|认真执行|严格落实|执行|落实|凡是|凡|一旦|对于|对|并|要|应|须|在|于)")
# a condition: 遇有群众集体上访等情况, 发生停水停气的
_MET = re.compile(r"遇|发生|出现|有|因|发现")
# where the event begins: at 自; behind 在, 应当, 要, 为 …; at 经, 收到, 报…批准
_FROM = re.compile(r"自(?![治然身愿行主动己查])|从(?![业事严])")  # not 自治区, 自然资源
_CUT_AFTER = re.compile(
    r"""[在于](?=[^在于]*$) | 应当 | 应该 | (?<![响供反适对效相回呼])应 | 必须 | 须 | 均 | 一律 | 力争 | 确保
      | (?<![重需主])要(?![求约素闻点])  # 政府预决算要|在人大批准后; not 重要
      | 不[得能应]?(?:超过|晚于|迟于) | 最[迟晚长]为?(?![^，]{0,2}起) | 至迟  # 最迟不得超过|事发后
      | (?<=[限期间])为                  # 补偿登记期限为|公告之日起
      | 各[^，、]{0,8}(?:部门|单位|县（市、区）|乡镇|街道|机构)  # 各执法部门|抽查结束后
      | [\x20）]""",
    re.VERBOSE,
)
_CUT_BEFORE = re.compile(
    r"""(?<![不财])经(?![济营费办贸信开常验纪过销理])  # |经市人民政府批准后; not 经济
      | 收到 | 接到 | 接报 | 接警 | 接函 | 接文 | 获知 | 得知 | 获悉 | (?<!或)获取
      | 报(?=[^，]{1,16}(?:批准|审批|同意|审定|备案))""",
    re.VERBOSE,
)
_AND = re.compile(r"并(?![联网轨购])")
_NO_CONDITION = re.compile(r"(?:目|似)的$")
# 第三十五条, （一）, 1., 一、, 一是
_ITEM_LABEL = re.compile(
    r"""^\x20*(?:
        第[一二三四五六七八九十百零0-9]{1,6}[章节条款项]\x20*
      | [（(][一二三四五六七八九十0-9]{1,3}[）)]、?
      | [0-9]{1,3}[.、] | [一二三四五六七八九十]{1,3}、 | [一二三四五六七八九]是
    )""",
    re.VERBOSE,
)
# 自本通知印发之日起, 自公告发布之日起, 自即日起, 印发后: nothing but this document and its issue
_THIS_DOCUMENT = re.compile(
    r"""^(?:自|从|于)?(?:本|该|此|《[^》]*》)?
        (?:通知|办法|方案|意见|规定|通告|公告|细则|文件|决定|要点|函|批复|公示|纪要|通报|规范|制度|预案|计划|条例)?
        (?:印发|发布|公布|下发|发文|颁布|公告|公示|发出|下达)?(?:之日|次日|即日)?(?:起|后|之后|以后)?$""",
    re.VERBOSE,
)
_OWN_ACT = re.compile(r"印发|发布|公布|下发|发文|颁布|公告|公示|发出|即日")
_OWN_SUBJECT = re.compile(r"本|该|此|即日")


def anchor_of(
    place: Place, start: int, begin: int, inherited: tuple[int, int] | None, adjacent_only: bool = False, bare: bool = False
) -> tuple[int, int] | None:
    """View range of the words that name the start of the span at `start`, None where the text names none.

    `begin`: where the sentence begins behind its item number and heading. `inherited` is the anchor of the span before it in
    the same sentence. `adjacent_only`: no event of another clause counts (延长期限最长不超过15个工作日). `bare`: the event
    stands before the length without a word for after or before (会议召开3日前).
    """
    text, begin = place.text, max(begin, start - _REACH)
    left_end = begin + len(_FILLER.sub("", text[begin:start]))
    clause_begin = max(begin, max((text.rfind(c, begin, left_end) for c in "，：；（）"), default=-1) + 1)
    phrase = text[clause_begin:left_end]
    if bare:
        phrase = phrase.removesuffix("的")
        at = _begin_of(phrase)
        return (clause_begin + at, clause_begin + len(phrase)) if len(phrase) - at > 1 else None
    if found := _event(clause_begin, phrase, adjacent=left_end > start - 12):
        return found
    if adjacent_only:
        return None
    return inherited or _event_further_left(text, begin, place.clause[0])


def _event_further_left(text: str, begin: int, stop: int) -> tuple[int, int] | None:
    """The nearest clause before `stop` that is an event or a condition."""
    while stop > begin:
        before = max(begin, max(text.rfind(c, begin, stop - 1) for c in "，：；") + 1)
        clause = text[before : stop - 1]
        if (_END.search(clause) or clause.endswith(("的", "情况", "情形"))) and (found := _event(before, clause, adjacent=True)):
            return found
        stop = before
    return None


def _event(begin: int, phrase: str, adjacent: bool) -> tuple[int, int] | None:
    """The event at the end of a phrase that begins at `begin`, cut to its shortest words."""
    end = begin + len(phrase)
    if _END.search(phrase):
        at = _begin_of(phrase)
        return (begin + at, end) if len(phrase) - at > 1 else None
    at = _label_length(phrase)
    if len(phrase) - at > 3 and phrase.endswith("的") and not _NO_CONDITION.search(phrase):
        met = _MET_BY_BODY.search(phrase, at) or _DUTY_BEFORE.search(phrase, at)
        return begin + (met.end() if met else at), end
    if len(phrase) - at > 3 and phrase.endswith(("情况", "情形")) and _MET.match(phrase, at):
        return begin + at, end
    if adjacent and _NOUN_EVENT.search(phrase):
        while m := _NOUN_LEAD.match(phrase[at:]):
            at += m.end()
        cuts = [m.end() for m in _CUT_AFTER.finditer(phrase) if m.end() < len(phrase) - 1]
        return begin + max([at, *cuts]), end
    return None


def _label_length(phrase: str) -> int:
    """Length of an item number at the start (（一）, 1.)."""
    m = _ITEM_LABEL.match(phrase)
    return m.end() if m else 0


def _begin_of(phrase: str) -> int:
    """Where the event begins inside the phrase that ends with it."""
    if froms := [m.start() for m in _FROM.finditer(phrase)]:
        return froms[-1]
    if len(phrase) > _LONGEST_EVENT:  # cells of a flattened table
        phrase_begin = len(phrase) - _LONGEST_EVENT
        return max((m.end() for m in re.finditer(r"[0-9、 ]", phrase[:-2])), default=phrase_begin)
    cuts = [m.end() for m in _CUT_AFTER.finditer(phrase) if m.end() < len(phrase) - 1]
    at = max(cuts, default=_label_length(phrase))
    if inside := _CUT_BEFORE.search(phrase, at):
        return inside.start()
    joints = [m.end() for m in _AND.finditer(phrase, at) if m.end() < len(phrase) - 1]
    return max(joints, default=at)


def anchor_date(anchor: str, before: str, written: date | None, year: int | None, announces: bool) -> date | None:
    """Day of the anchor where it is known: a date of its own, or the issue of this very document.

    `before` is the text of the clause in front of the anchor: 规范性文件自印发之日起 speaks of other documents. `announces`:
    the document is itself a public notice, so 公示之日 is its own day.
    """
    if hits := find_dates(anchor, year):
        return hits[0].date
    if written is None or not _THIS_DOCUMENT.match(anchor) or not _OWN_ACT.search(anchor):
        return None
    own = _OWN_SUBJECT.search(anchor) is not None
    if "公告" in anchor or "公示" in anchor:
        return written if own or announces else None
    return written if own or not before.strip() else None
