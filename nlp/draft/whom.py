"""To whom a row is disclosed, with the words that say it: in the clause, in its sentence, or where the document defines its disclosure."""

from __future__ import annotations

import re

from nlp.draft.cells import GROUP, audience_of
from nlp.draft.lexicon import Lexicon
from nlp.draft.phrases import Range
from nlp.draft.reading import Disclosure
from nlp.draft.sheet import Sheet

# 本办法所称院务公开，是指医院|向患者、职工|公开…
_DEFINED = re.compile(
    r"所称(?:的)?[\u4e00-\u9fff]{0,6}(?:公开|公示)[^。；]{0,80}?(?P<who>(?<![方取意走])向[^，。；向]{2,18}?)(?:公开|公布|公示|披露|告知)"
)
_WATCHED = re.compile(
    r"接受(?P<who>(?:全体|广大|本[\u4e00-\u9fff]{1,3})?"
    r"(?:业主|职工|村民|居民|社员|会员|股东|患者|学生|家长|师生|教职工|住户))(?:大会)?[^，。；]{0,6}监督"
)
_AMONG = re.compile(r"物业管理(?:区域|小区)(?:内|的|显著|主要|各)|小区(?:内|各)?(?:出入口|楼道|单元门|公告栏|公示栏)")
_OF_PROPERTY = re.compile(r"物业|业主")
_TO_ALL = re.compile(r"向社会|公众")


def defined_group(sheet: Sheet, lexicon: Lexicon) -> Range | None:
    """Where the document defines its disclosure as one to a group (厂务公开，是指…向职工公开); None where to all or unsaid."""
    m = _DEFINED.search(sheet.masked)
    return m.span("who") if m is not None and audience_of(lexicon, sheet, m.span("who")) == GROUP else None


def told(sheet: Sheet, lexicon: Lexicon, said: Disclosure | None, defined: Range | None) -> tuple[str, Range] | None:
    """The audience of a row and the words that name it; None where nothing does."""
    if said is None:
        return None if defined is None else (GROUP, defined)
    if said.audience is not None:
        return audience_of(lexicon, sheet, said.audience), said.audience
    low, high = said.evidence
    if _TO_ALL.search(sheet.masked, low, high):
        return None
    watched = _WATCHED.search(sheet.masked, low, high)
    if watched is not None:
        return GROUP, watched.span("who")
    among = _AMONG.search(sheet.masked, low, high)
    if among is not None and _OF_PROPERTY.search(sheet.masked, low, high):
        return GROUP, among.span()
    return None if defined is None else (GROUP, defined)
