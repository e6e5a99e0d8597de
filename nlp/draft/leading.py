"""The matter with which a sentence begins, where later clauses only say what is done with it before it is published."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.draft.lexicon import Lexicon
from nlp.draft.making import made_in
from nlp.draft.phrases import Range
from nlp.draft.sheet import Sheet

_PAPER = "(?:名录|名册|清单|规划|方案|目录|标准|办法|计划|细则|指南|预案|名单|规范|导则|指引|办法|手册|图则|政策)"
# 保护名录|由县级以上人民政府…, 保护名录，|分别由…
_TOPIC = re.compile(rf"(?P<topic>[^，。；由]{{2,60}}?{_PAPER})(?:应当?|分别|统一|须)*由(?!于|来)")
_BARE = re.compile(rf"[^，。；由]{{2,60}}{_PAPER}")
_THEN_BY = re.compile("(?:应当?|分别|统一|须)*由(?!于|来)")
# 县水务局应当会同有关部门|制定|…保护名录
_MAKES = re.compile("制定|编制|拟定|拟订|起草|建立|组织编制|汇总形成")
_MADE = re.compile(rf"{_PAPER}$")
# ，明确保护范围，建立相关档案: what the paper says, and what is done beside it
_SPELT_OUT = re.compile("(?:并|同时)?(?:明确|细化|列明|载明|规定|确定|注明)")
_APPROVED = re.compile("(?:按照?[^，。；]{0,8}程序)?报[^，。；]{2,24}(?:批准|审批|审定|核定|核准|同意)|经[^，。；]{2,24}(?:批准|审定|同意|审核)")
_FARTHEST = 6
# 各单位应|将|招待的批次、人数，购车的数量，按季张贴: a list that commas part in groups
_MOVED = re.compile(r"(?:^|应当?|要|须|必须|可以|都|均)(?:将|把)(?![来要握])(?P<what>[^，。；]{2,60})")
_NO_NOUN = re.compile("应当|必须|[要将把由按在经对为向]|以(?!及)|定期|及时|通过|进行|予以|公开|公布|公示|发布|张贴|报送|上报|后$|前$|时$|的$")


def topic_by(sheet: Sheet, lexicon: Lexicon, clauses: Sequence[Range], clause: int) -> tuple[Range, Range | None] | None:
    """The paper that the first clause is about and who makes it, where 由 says so: 保护名录由文物部门提出建议名单，报县政府核定公布."""
    if not clause or clause > _FARTHEST:
        return None
    a, b = clauses[0]
    m = _TOPIC.match(sheet.masked, a, b)
    by, end = m, b
    topic = m.span("topic") if m is not None else (a, b)
    if m is None and clause > 1 and _BARE.fullmatch(sheet.masked, a, b):
        by, end = _THEN_BY.match(sheet.masked, *clauses[1]), clauses[1][1]
    words = sheet.masked[topic[0] : topic[1]]
    if by is None or lexicon.verb_start.match(words) or lexicon.is_body(words):
        return None
    return topic, lexicon.body_prefix(sheet.masked, by.end(), end)


def moved_list(sheet: Sheet, lexicon: Lexicon, clauses: Sequence[Range], clause: int) -> tuple[Range, ...]:
    """The groups of a list behind 将 that commas part; () where the clauses before are of another kind, or one only."""
    masked = sheet.masked
    groups: list[Range] = []
    for c in range(clause - 1, max(-1, clause - _FARTHEST), -1):
        a, b = clauses[c]
        moved = _MOVED.search(masked, a, b)
        if moved is not None and moved.end() == b:
            what = moved.span("what")
            return (what, *reversed(groups)) if groups and not _NO_NOUN.search(masked, *what) else ()
        if _NO_NOUN.search(masked, a, b) or lexicon.verb_start.match(masked, a, b) or not _is_thing(lexicon, masked[a:b]):
            return ()
        groups.append((a, b))
    return ()


def _is_thing(lexicon: Lexicon, words: str) -> bool:
    return words.endswith(("数", "量", "额", "率")) or lexicon.turned_head.match(words[::-1]) is not None


def made_first(sheet: Sheet, lexicon: Lexicon, clauses: Sequence[Range], clause: int) -> Range | None:
    """The paper that an earlier clause makes, where the clauses between only spell it out and the last one has it approved and published."""
    if clause < 2 or not _APPROVED.match(sheet.masked, *clauses[clause]):
        return None
    for c in range(clause - 1, max(-1, clause - _FARTHEST), -1):
        a, b = clauses[c]
        made = made_in(sheet, lexicon, a, b) if _MAKES.search(sheet.masked, a, b) else None
        if made is not None and _MADE.search(sheet.masked, *made) is not None:
            between = clauses[c + 1 : clause]
            return made if between and any(_SPELT_OUT.match(sheet.masked, *r) for r in between) else None
    return None
