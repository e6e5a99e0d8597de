"""Duties of bodies that were named before: 办公室设在县民政局，由其承担日常工作; 未整改的部门有：县住建局、县水利局。请以上单位于月底前整改.

The body stands in the sentence (or in the list before a full stop), the duty behind a pronoun.
"""

from __future__ import annotations

import re

from nlp.extract.unit_claims import Claim
from nlp.extract.unit_clauses import ClauseRules
from nlp.extract.unit_lines import Setting
from nlp.extract.unit_lists import UnitList
from nlp.extract.unit_prefixes import Running, restore
from nlp.extract.unit_roles import RoleRules

FARTHEST = 300
LONGEST_QUOTE = 90

# 由其承担日常工作; not 由其他部门, 由其主管部门.
_ITS = re.compile(r"，(?:并|再|可以?)?由其(?=(?:具体|统一|全面|主要|直接|负责)?(?:承担|负责|牵头|组织|办理|实施|履行|管理|审核|提出|统筹|协调))")
# Words before the body that the pronoun means: 设在|同级总工会.
_SEATED = re.compile(r"设在|设于|挂靠在?|委托|指定|明确|确定|授权|(?:机构|单位|部门)[为是]")
# 请以上单位于9月8日前整改, 上述部门要按月报送.
_THESE = re.compile(
    r"(?:请|由|(?<=[，。；\n]))(?:以上|上述|前述|上列)(?:各|有关|相关|所列|成员|责任)*(?:单位|部门|企业|学校|机构|乡镇|县区|地区)"
    r"(?=，?(?:[要应须将请]|必须|务必|于|在|按|负责|尽快|立即|及时|抓紧|限|对照|认真|共同|分别|每))"
)
_LIST_OPENS = re.compile(r"(?:[：:]|名单如下|[有是为]|包括)")
_SENTENCE_END = re.compile(r"[。；！？\n]")
_CLAUSE_END = re.compile(r"[，。；：！？\n]")


def pronoun_claims(text: str, rules: ClauseRules, roles: RoleRules, setting: Setting) -> list[Claim]:
    """Claims of duties behind 由其, 请以上单位 and the like, for the bodies that stand before them."""
    if not setting.directive:
        return []
    out: list[Claim] = []
    if "由其" in text:
        for m in _ITS.finditer(text):
            out += _claims(text, _seated(text, m.start(), rules), m.end(), rules, roles)
    if "以上" in text or "上述" in text or "前述" in text or "上列" in text:
        for m in _THESE.finditer(text):
            out += _claims(text, _listed(text, m.start(), rules), m.end(), rules, roles)
    return out


def _seated(text: str, at: int, rules: ClauseRules) -> UnitList | None:
    """The body in the clause before the pronoun: 同级总工会 in 办事机构设在同级总工会."""
    begin = max(text.rfind(sign, max(0, at - LONGEST_QUOTE), at) for sign in "。；\n") + 1
    found = [m.end() for m in _SEATED.finditer(text, begin, at)]
    units = rules.lists.read_list(text, found[-1], at, listed=True, commas=False) if found else None
    return units if units is not None and units.end == at else None


def _listed(text: str, at: int, rules: ClauseRules) -> UnitList | None:
    """The list that the sentence before ends in: 县住建局、县水利局 in 未整改的部门有：县住建局、县水利局。."""
    end = at - 1 if text[at - 1 : at] in ("。", "；", "，", "\n") else at
    end = end - 1 if text[end - 1 : end] in ("。", "；") else end
    begin = max(text.rfind(sign, max(0, end - FARTHEST), end) for sign in "。；\n") + 1
    for m in _LIST_OPENS.finditer(text, begin, end):
        units = rules.lists.read_list(text, m.end(), end, listed=True)
        if units is not None and units.end == end and (len(units.items) > 1 or units.sure):
            return units
    return None


def _claims(text: str, units: UnitList | None, at: int, rules: ClauseRules, roles: RoleRules) -> list[Claim]:
    """Claims of the bodies; they quote the clause with their names."""
    if units is None:
        return []
    named, _ = restore(text, units, rules.lists.names, rules.shared, Running())
    end = _CLAUSE_END.search(text, at)
    role = roles.role(named, text, text[at : end.start() if end else len(text)])
    start = units.items[0].start
    stop = min(units.end, start + LONGEST_QUOTE)
    return [Claim(start, stop, n, role, "text", "units:pronoun", 0.75) for n in named]
