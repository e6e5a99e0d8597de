"""The event from which a duration runs: 自收到申请之日起, 文件公开后, 特别重大、重大突发事件.

The event stands directly before the length (部门预算在县财政局批复后20日内), or in a clause before it (收到申请后，应当在15个工作日内);
a second length of the same sentence runs from the same event (5小时内发布…、24小时内举行…).
"""

from __future__ import annotations

import re
from datetime import date

from nlp.dates import find_dates
from nlp.extract.deadline_context import Place

# words between the event and the length
_FILLER = re.compile(
    r"(?:(?<=[起后内])的|[在于应当须需要，]|应当|应|必须|最迟|最长|最晚|不超过|不得超过|不晚于|不迟于|至少|不少于|一般|原则上|力争|确保|即|可|及时|可以|有权|立即|尽快)*$"
)
# how an event ends
_END = re.compile(r"(?:之日起|之日|日起|次日起|之时起|即日起|以后|之后|后|时起|起|之前|以前|前|时)(?:算|计算)?$")
_CONDITION = re.compile(r"的$|情况$|情形$|之日$")
# an event named by a noun alone, with what is before it: 特别重大、重大突发事件
_NOUN_EVENT = re.compile(r"(?:事件|事故|舆情|灾害|险情|疫情|警情|故障|出台|变更|形成|变化|通过|批准)$")
_EVENT_LEAD = re.compile(r"^(?:严格执行|认真执行|严格落实|执行|落实|凡是|凡|一旦|对于|对|并|要|应|须|在|于)")
# where the event begins: inclusive, exclusive
_FROM = re.compile(r"自|从(?!业|事|严)")
_CUT_AFTER = re.compile(r"[在于](?=[^在于]*$)|应当|应该|应|必须|须|(?<!重)(?<!需)(?<!主)要(?!求|约|素|闻|点)|均|一律|力争|确保|[ ）]")
_CUT_BEFORE = re.compile(
    r"(?<!不)(?<!财)经(?!济|营|费|办|贸|信|开|常|验|纪|过|销|理)|收到|接到|接报|接警|接函|接文|获知|得知|获悉|获取"
    r"|报(?=[^，]{1,16}(?:批准|审批|同意|审定|备案))"
)
_AND = re.compile(r"并(?!联|网|轨|购)")
_ITEM_LABEL = re.compile(r"^[ ]*(?:第[一二三四五六七八九十百零0-9]{1,6}[章节条款项][ ]*|[（(]?[一二三四五六七八九十0-9]{1,3}[）)]、?|[0-9]{1,3}[.、]|[一二三四五六七八九十]{1,3}、|[一二三四五六七八九]是)")
_THIS_DOCUMENT = re.compile(
    r"^(?:自|从|于)?(?:本|该|此|《[^》]*》)?(?:通知|办法|方案|意见|规定|通告|公告|细则|文件|决定|要点|函|批复|公示|纪要|通报|规范|制度|预案|计划|条例)?"
    r"(?:印发|发布|公布|下发|发文|颁布|公告|公示|发出|施行|实施|接函|下达)?(?:之日|次日|即日)?(?:起|后|之后|以后)?$"
)
_OWN_ACT = re.compile(r"印发|发布|公布|下发|发文|颁布|公告|公示|发出|即日")
_OWN_SUBJECT = re.compile(r"本|该|此")


def anchor_of(
    place: Place, start: int, begin: int, inherited: tuple[int, int] | None, adjacent_only: bool = False
) -> tuple[int, int] | None:
    """View range of the words that name the start of the span at `start`, None where the text names none.

    `begin`: where the sentence begins behind its item number and heading. `inherited` is the anchor of the span before it in
    the same sentence. `adjacent_only`: no event of another clause counts (延长期限最长不超过15个工作日).
    """
    text = place.text
    left_end = begin + len(_FILLER.sub("", text[begin:start]))
    clause_begin = max(begin, max((text.rfind(c, begin, left_end) for c in "，：；（）"), default=-1) + 1)
    phrase = text[clause_begin:left_end]
    if found := _event(text, clause_begin, left_end, phrase, adjacent=left_end > start - 12):
        return found
    if adjacent_only:
        return None
    if inherited is not None:
        return inherited
    # a clause further left that is an event, the nearest first
    stop = place.clause[0]
    while stop > begin:
        before = max(begin, max(text.rfind(c, begin, stop - 1) for c in "，：；") + 1)
        clause = text[before : stop - 1]
        if _END.search(clause) or (clause.endswith("的") and not re.search(r"目的$|似的$", clause)) or clause.endswith(("情况", "情形")):
            found = _event(text, before, stop - 1, clause, adjacent=True)
            if found is not None:
                return found
        stop = before
    return None


def _event(text: str, begin: int, end: int, phrase: str, adjacent: bool) -> tuple[int, int] | None:
    """The event at the end of text[begin:end], cut to its shortest words."""
    if not phrase:
        return None
    if _END.search(phrase):
        at = _begin_of(phrase)
        return (begin + at, end) if end - begin - at > 1 else None
    if phrase.endswith(("的", "情况", "情形")) and len(phrase) > 3:
        return begin + _label_length(phrase), end
    if adjacent and _NOUN_EVENT.search(phrase):
        at = _label_length(phrase)
        while (m := _EVENT_LEAD.match(phrase[at:])) and m.end():
            at += m.end()
        cut = [m.end() for m in _CUT_AFTER.finditer(phrase) if m.end() < len(phrase) - 1]
        return begin + max([at, *cut]), end
    return None


def _label_length(phrase: str) -> int:
    """Length of an item number at the start (（一）, 1.)."""
    m = _ITEM_LABEL.match(phrase)
    return m.end() if m else 0


def _begin_of(phrase: str) -> int:
    """Where the event begins inside the phrase that ends with it."""
    froms = [m.start() for m in _FROM.finditer(phrase)]
    if froms:
        return froms[-1]
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
    if written is None or not _THIS_DOCUMENT.match(anchor) or not (_OWN_ACT.search(anchor) or "本" in anchor):
        return None
    about_this = bool(_OWN_SUBJECT.search(anchor)) or "即日" in anchor or not before.strip()
    if re.search(r"公告|公示", anchor) and not _OWN_SUBJECT.search(anchor):
        return written if announces else None
    return written if about_this else None
