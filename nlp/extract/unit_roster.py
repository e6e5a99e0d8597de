"""Lists of what each unit has to do or to keep, one unit a line: 县公安局：通知公告、政策法规¶县财政局：预算决算.

One such line may be anything (a telephone list, a result); two and more in a row that name matters are a division of work.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.extract.unit_claims import Claim
from nlp.extract.unit_clauses import ClauseRules
from nlp.extract.unit_lines import Setting
from nlp.extract.unit_prefixes import Running, restore
from nlp.extract.unit_roles import RoleRules
from nlp.extract.unit_tasks import is_certain
from nlp.types import Line

LEAST_LINES = 2
LONGEST_QUOTE = 90

_NUMBER = re.compile(r"(?:（[一二三四五六七八九十0-9]{1,3}）|[0-9]{1,3}[.、．]|[一二三四五六七八九十]{1,3}、|[■√●·*\-—])?[ 　]*")
_PARTS = re.compile(r"[、，；。/ 　]+")
# 95.5分, 0554-6688123, 3家: a result or a number, no matter to work on.
_FIGURES = re.compile(r"[0-9]{3}|[0-9.]+(?:分|%|家|名|人|件|个|次|条)|(?:优秀|良好|合格|不合格|达标|好|较好|一般)[。；]?\Z")
# What a list of contacts, results or persons stands under.
_OTHER_LIST = re.compile(r"电话|联系|名单|地址|得分|成绩|排名|结果|评分|成员|出席|参加|组长|代表|获奖|附注|来源")
# 医疗救护组：由县卫健局牵头: who forms the group, not what it works on.
_MANNED = re.compile("由|牵头|组长|成员")
_PERSON = re.compile(r"某|组长|局长|主任|书记|同志|先生|女士|科长")


def roster_claims(text: str, lines: Sequence[Line], rules: ClauseRules, roles: RoleRules, setting: Setting) -> list[Claim]:
    """Claims of such lists among consecutive lines of text."""
    if not setting.directive:
        return []
    out: list[Claim] = []
    run: list[list[Claim]] = []
    head = ""
    for line in lines:
        claims = _line(text, line, rules, roles)
        if claims:
            run.append(claims)
            continue
        out += _kept(run, head)
        run, head = [], text[line.start : line.end]
    return out + _kept(run, head)


def _kept(run: Sequence[Sequence[Claim]], head: str) -> list[Claim]:
    """The claims of a run of lines that is long enough and does not stand under 咨询电话 or 考核结果."""
    if len(run) < LEAST_LINES or (len(head) <= 30 and _OTHER_LIST.search(head)):
        return []
    return [claim for claims in run for claim in claims]


def _line(text: str, line: Line, rules: ClauseRules, roles: RoleRules) -> list[Claim]:
    """Claims of one line: a list of units, a colon, and names of matters."""
    number = _NUMBER.match(text, line.start, line.end)
    start = number.end() if number else line.start
    colon = text.find("：", start, min(line.end, start + 60))
    if colon < start + 3 or rules.labels.label_of(text[start:colon]) is not None:
        return []
    units = rules.lists.read_list(text, start, colon)
    if units is None or units.end != colon or not is_certain(units) or units.items[0].name.kind == "class":
        return []
    words = text[colon + 1 : line.end].strip()
    parts = [p for p in _PARTS.split(words) if p]
    if not parts or max(map(len, parts)) < 4 or _FIGURES.search(words) or _PERSON.search(words) or _MANNED.match(words):
        return []
    named, _ = restore(text, units, rules.lists.names, rules.shared, Running())
    role = roles.role(named, text, words)
    end = min(line.end, start + LONGEST_QUOTE)
    return [Claim(start, end, n, role, "text", "units:roster", 0.7) for n in named]
