"""Who is the subject of a clause: the body with which it begins, or that of an earlier clause."""

from __future__ import annotations

import re

from nlp.draft.lexicon import Lexicon, of_government
from nlp.draft.phrases import Range, time_front
from nlp.draft.sheet import Sentence, Sheet

_LONGEST_SUBJECT = 70
_PARTS_BACK, _CLAUSES_BACK = 6, 12

_SUBJECT_FRONT = re.compile(r"(?:由|请|并由|其中|要求|责成)+")
# 村|在村务公开栏公布, 镇（区）|要按月公布
LEVEL = re.compile(r"(?:省|市|县|区|乡镇|乡|镇|村组|村|街道)〓{0,6}")
_LEVEL_ALONE = re.compile(rf"(?P<who>{LEVEL.pattern})(?=在(?!线|建|编|职|册)|要(?!素|求|点)|应(?!急)|须|每(?!个)|按|及时|负责)")
_DEMANDS = re.compile(r"〓{2,}(?:明确)?(?:要求|规定|提出|强调|指出)(?=[^，。；]{2})")  # 《通知》要求|各地
_CHARGED_WITH = re.compile(r"负责[^，。；的]{2,24}的(?:部门|机构|单位)")
_TOGETHER_FIRST = re.compile(r"并(?:会同|联合|商)")
_UNION = re.compile("[委协联工商学]会")
_ORGANISATION = ("组织的", "组织、", "组织及", "组织和")
_ADVERB_FIRST = re.compile(
    r"(?:不?定期|及时|统一|自行)(?:组织|委托|邀请|聘请)|(?:组织|委托)或者(?:组织|委托)"
)  # 定期组织或者委托|评估机构
_LONG_RELATIVE = re.compile(r"的(?![\u4e00-\u9fff〓]{2,8}$)")


def subject_like(lexicon: Lexicon, phrase: str) -> bool:
    """Whether a phrase is the name of a body, not a clause that ends with one (结果报出资人机构)."""
    return (
        lexicon.is_body(phrase)
        and not lexicon.signs.has("no-subject", phrase)
        and not _ADVERB_FIRST.match(phrase)
        and not _LONG_RELATIVE.search(phrase.replace("设区的市", ""))
        and not lexicon.verb_start.match(phrase)
    )


def clause_subject(sheet: Sheet, lexicon: Lexicon, a: int, b: int) -> Range | None:
    """The body with which a range begins as subject: 各村|要按月公开."""
    masked = sheet.masked
    a = time_front(masked, a, b)
    demand = _DEMANDS.match(masked, a, b)
    a = demand.end() if demand is not None else a
    if _TOGETHER_FIRST.match(masked, a, b):
        return None  # 并会同统计、卫生等部门|组织实施
    level = _LEVEL_ALONE.match(masked, a, b)
    if level is not None:
        return level.span("who")
    at = a + 1
    while (m := lexicon.predicate.search(masked, at + 1, b)) is not None and (at := m.start()) < a + _LONGEST_SUBJECT:
        if masked.startswith("组织", at) and lexicon.is_body(masked[a : at + 2]) and lexicon.is_body(masked[a:at]):
            continue  # 工会组织|要
        if masked.startswith("负责", at) and _CHARGED_WITH.match(masked, at, b) is not None:
            continue  # 县级人民政府|负责煤矿监管的部门|应当
        if masked.startswith(_ORGANISATION, at) or of_government(masked, at):
            continue  # 法人、非法人|组织的…信息; 制定、调整政府|指导价
        if _UNION.match(masked, at - 1) and lexicon.is_body(masked[a : at + 1]):
            continue  # 村委会|将…汇总
        if lexicon.is_body(masked[a:at]):
            front = _SUBJECT_FRONT.match(masked, a, at)
            start = front.end() if front else a
            return (start, at) if subject_like(lexicon, masked[start:at]) else None
    if 0 < b - a <= 50 and subject_like(lexicon, masked[a:b]):
        return (a, b)
    return None


def earlier_subject(sheet: Sheet, lexicon: Lexicon, sentence: Sentence, part: int, clause: int) -> Range | None:
    """The nearest subject before a clause: in its part, then in the parts before."""
    for p in range(part, max(-1, part - _PARTS_BACK), -1):
        clauses = sentence.parts[p]
        last = (clause if p == part else len(clauses)) - 1
        for c in range(last, max(-1, last - _CLAUSES_BACK), -1):
            found = clause_subject(sheet, lexicon, *clauses[c])
            if found is not None:
                return found
    return None
