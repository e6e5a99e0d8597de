"""Whose duty a disclosure is."""

from __future__ import annotations

import re

from nlp.draft.duties import TOLD_TO
from nlp.draft.phrases import Frame, Range
from nlp.draft.reading import Place
from nlp.draft.subjects import LEVEL, clause_subject, earlier_subject, subject_like

_TOGETHER = re.compile(r"(?:应当?|要|须|必须|负责|及时|定期)*(?:会同|联合|商)")  # 县水务局|应当会同|县发改委
# 将决定书推送至|住所地市场监管局|，由其协助公示
_BY_IT = re.compile(r"并?由其(?![他它])")
_GIVEN_TO = re.compile(
    r"(?:(?:推送|移送|移交|转交|发送|报送|抄送|提供|反馈|传送|通报|送)(?:至|给|到)?|告知|通知|函告|委托|交由)(?P<who>[^，。；]{3,40})$"
)


def subject_of(place: Place, frame: Frame) -> Range | None:
    """The body whose duty it is: agent, subject of the clause, of an earlier one, or of the disclosure before."""
    sheet, lexicon = place.sheet, place.lexicon
    rest = place.text(frame.rest)
    if place.clause and _BY_IT.match(sheet.masked, *place.own):
        given = _GIVEN_TO.search(sheet.masked, *place.clauses[place.clause - 1])
        if given is not None and lexicon.is_body(given["who"]):
            return given.span("who")
    if frame.agent is not None:
        with_others = _TOGETHER.fullmatch(sheet.masked, frame.rest[1], frame.agent[0]) is not None and subject_like(lexicon, rest)
        return (frame.rest[0], frame.agent[1]) if with_others else frame.agent  # 市城管局|会同|市公安局
    told = TOLD_TO.match(rest) if frame.moved is not None else None
    if told is not None and lexicon.is_body(rest[told.end() :]):
        return (frame.rest[0] + told.end(), frame.rest[1])
    if rest:
        alone = LEVEL.fullmatch(rest) is not None or (len(rest) <= 60 and subject_like(lexicon, rest))
        own = frame.rest if alone else clause_subject(sheet, lexicon, *frame.rest)
        if own is not None:
            return own
    earlier = earlier_subject(sheet, lexicon, place.sentence, place.part, place.clause)
    if earlier is None and place.found:
        return place.found[-1].subject
    return earlier
