"""Units as bare headings over numbered duties: （一）教务处¶1.负责课程安排¶2.制定考试办法; 3.县财政局职责¶（1）编制预算….

The items name no subject; it stands in the heading, which gets the row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.extract.unit_claims import Claim
from nlp.extract.unit_clauses import ClauseRules
from nlp.extract.unit_follows import WordTable
from nlp.extract.unit_lines import Setting
from nlp.extract.unit_prefixes import Running, restore
from nlp.extract.unit_roles import RoleRules, role_by_name
from nlp.types import Line

LONGEST_HEAD = 40
LEAST_ITEMS = 2

_NUMBER = re.compile(
    r"(?:（[一二三四五六七八九十0-9]{1,3}）|[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}[.、．]?(?![0-9])|[一二三四五六七八九十]{1,3}、|[①-⑳])[ 　]*"
)
# 县财政局职责, 县财政局主要职责：
_OF_DUTIES = re.compile(r"的?(?:主要|具体|基本|工作|岗位)*(?:职责|职能|任务|职责任务|责任)?[：]?[ 　]*\Z")


def head_claims(
    text: str, lines: Sequence[Line], rules: ClauseRules, roles: RoleRules, verbs: WordTable, setting: Setting
) -> list[Claim]:
    """Claims of such headings among consecutive lines of text."""
    if not setting.directive:
        return []
    out: list[Claim] = []
    for i, line in enumerate(lines):
        number = _NUMBER.match(text, line.start, line.end)
        if number is None or line.end - number.end() > LONGEST_HEAD:
            continue
        items = lines[i + 1 : i + 1 + LEAST_ITEMS]
        if len(items) < LEAST_ITEMS or not all(_is_duty(text, item, verbs) for item in items):
            continue
        units = rules.lists.read_list(text, number.end(), line.end, listed=True)
        if units is None or _OF_DUTIES.fullmatch(text, units.end, line.end) is None:
            continue
        named, _ = restore(text, units, rules.lists.names, rules.shared, Running())
        first = _NUMBER.match(text, items[0].start, items[0].end)
        role = roles.role(named, text, text[first.end() if first else items[0].start : items[0].end])
        out += [
            Claim(line.start, line.end, n, n.item.sign or role_by_name(n, text, role), "text", "units:head", 0.75) for n in named
        ]
    return out


def _is_duty(text: str, line: Line, verbs: WordTable) -> bool:
    """Whether a line is a numbered item that begins with a verb: 1.负责课程安排."""
    number = _NUMBER.match(text, line.start, line.end)
    return number is not None and next(verbs.ends(text, number.end(), line.end), 0) > 0
