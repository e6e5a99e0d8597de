"""Units as bare headings over numbered duties: （一）教务处¶1.负责课程安排¶2.制定考试办法; 3.县财政局职责¶（1）编制预算….

The items name no subject; it stands in the heading, which gets the row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.extract.unit_claims import Claim
from nlp.extract.unit_clauses import ClauseRules
from nlp.extract.unit_follows import WordTable
from nlp.extract.unit_forms import Name
from nlp.extract.unit_items import Item
from nlp.extract.unit_lines import Setting
from nlp.extract.unit_lists import UnitList
from nlp.extract.unit_prefixes import Running, restore
from nlp.extract.unit_roles import RoleRules, role_by_name
from nlp.types import Line, Outline, Role

LONGEST_HEAD = 40
LEAST_ITEMS = 2
MOST_ITEMS = 8
MOST_BETWEEN = 4

_NUMBER = re.compile(
    r"(?:（[一二三四五六七八九十0-9]{1,3}）|[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}[.、．]?(?![0-9])|[一二三四五六七八九十]{1,3}、|[①-⑳])[ 　]*"
)
# 院务公开工作机构的职责: a heading without a number that says so.
_BARE_HEAD = re.compile(r"(?=[\u4e00-\u9fff]{4,30}(?:职责|任务)[：:]?\s*\Z)")
# 县财政局职责, 县财政局主要职责：
_OF_DUTIES = re.compile(r"(?:的?(?:主要|具体|基本|工作|岗位)*(?:职责任务|职责|职能|任务|责任))?[：；。]?[ 　]*\Z")
# 主要职责：负责协调和监督校务公开工作。
_STATED = re.compile(r"(?:主要|工作|具体|基本|其)*(?:职责|职能|任务)(?:是|为)?[：:](?=[\u4e00-\u9fff（])")
# 负责制定公开制度；…: what a body does, on the line below its name.
_IN_CHARGE = re.compile(r"(?:主要|具体|全面|统一)?(?:负责|承担|牵头负责|主管)(?!人)")
# 定期检查, 按规定报送: what may stand before the verb of an item.
_HOW = re.compile(
    r"(?:不?定期|及时|按时|按[^，。]{2,10}(?:要求|规定)|认真|依法|积极|统一|具体|主要|全面|严格|牵头|监督(?=检查)|每[半一]?[年月季周日]度?)*"
)
_OFFICE_KINDS = ("部门", "机关", "单位", "机构")
# 公安部门。|按照职责做好…
_RUNS_ON = re.compile(r"(?:主要|具体|全面)?(?:负责(?!人)|承担|牵头|协助|配合|会同|按照|根据|结合|做好|抓好|落实|组织|加强|指导)")
_PARTS = re.compile(r"[，；。]")
# 信息公开的主体: a heading over items that are bodies and nothing else.
_WHO = re.compile(r"(?:公开|责任|实施|执法|监管|编制|报送|管理)[^，。；]{0,6}主体\Z")


# 职责分工, 成员单位职责: what stands below are the bodies with their tasks.
_SHARES_OUT = re.compile(r"(?:职责|任务|责任|工作|部门)分工\Z|(?:部门|单位|各方|成员)(?:及其|的)?(?:工作|主要|具体)?职责(?:任务|分工)?\Z")


def head_claims(
    text: str, lines: Sequence[Line], rules: ClauseRules, roles: RoleRules, verbs: WordTable, setting: Setting
) -> list[Claim]:
    """Claims of such headings among consecutive lines of text."""
    if not setting.directive:
        return []
    out: list[Claim] = []
    for i, line in enumerate(lines):
        number = _NUMBER.match(text, line.start, line.end) or _BARE_HEAD.match(text, line.start, line.end)
        if number is not None and number.end() > line.start:
            out += _run_in(text, line, number.end(), rules, roles, verbs)
        if number is None or line.end - number.end() > LONGEST_HEAD:
            continue
        if (stated := _stated(text, lines[i + 1 : i + 1 + MOST_BETWEEN])) is not None:
            out += _of_head(text, line, number.end(), stated, rules, roles)
            continue
        if len(_duties(text, lines[i + 1 : i + 1 + LEAST_ITEMS], verbs)) < LEAST_ITEMS:
            continue
        units = _whole(text, number.end(), line.end, rules)
        bare = units is None or (text.endswith(("机构", "组织"), 0, units.end) and "各" not in text[line.start : units.end])
        if units is None or (bare and (number.end() > line.start or "职责" not in text[units.end : line.end])):
            continue  # 二、应急组织机构
        named, _ = restore(text, units, rules.lists.names, rules.shared, Running())
        # who has anything to carry out leads
        said = {roles.role(named, text, words) for words in _duties(text, lines[i + 1 : i + 1 + MOST_ITEMS], verbs)}
        role: Role = "lead" if "lead" in said else min(said)
        out += [
            Claim(line.start, line.end, n, n.item.sign or role_by_name(n, text, role), "text", "units:head", 0.75) for n in named
        ]
    return out


def _run_in(text: str, line: Line, start: int, rules: ClauseRules, roles: RoleRules, verbs: WordTable) -> list[Claim]:
    """Claims of a body that is the run-in heading of its duties: （二）公安部门。协助民政部门救助，依法处置….; lead where anything leads."""
    dot = text.find("。", start, min(line.end, start + LONGEST_HEAD))
    if dot < 0 or dot + 3 >= line.end or (units := _whole(text, start, dot, rules)) is None:
        return []
    if any(i.name.kind == "class" and not text.endswith(_OFFICE_KINDS, i.start, i.end) for i in units.items):
        return []  # 2.整治“散乱污”企业。加强…
    begin = dot + 1 + len(text[dot + 1 : line.end]) - len(text[dot + 1 : line.end].lstrip())
    how = _HOW.match(text, begin, line.end)
    at = how.end() if how else begin
    if not (_RUNS_ON.match(text, begin, line.end) or _RUNS_ON.match(text, at, line.end) or next(verbs.ends(text, at, line.end), 0)):
        return []
    named, _ = restore(text, units, rules.lists.names, rules.shared, Running())
    parts = [p for p in _PARTS.split(text[begin : line.end]) if len(p) > 3][:MOST_ITEMS]
    said = {roles.role(named, text, words) for words in parts}
    role: Role = "lead" if "lead" in said or not said else min(said)
    return [Claim(start, dot, n, n.item.sign or role_by_name(n, text, role), "text", "units:head", 0.75) for n in named]


def _of_head(text: str, line: Line, start: int, words: str, rules: ClauseRules, roles: RoleRules) -> list[Claim]:
    """Claims of a heading that is a body over a line that states its tasks."""
    units = _whole(text, start, line.end, rules)
    if units is None or any(i.name.kind == "class" and i.end - i.start < 5 for i in units.items):
        return []
    named, _ = restore(text, units, rules.lists.names, rules.shared, Running())
    role = roles.role(named, text, words)
    return [Claim(line.start, line.end, n, n.item.sign or role_by_name(n, text, role), "text", "units:head", 0.75) for n in named]


def _stated(text: str, lines: Sequence[Line]) -> str | None:
    """What the tasks are by a line below a heading, up to the next heading: 负责协调和监督 in 主要职责：负责协调和监督。."""
    if lines and (m := _IN_CHARGE.match(text, lines[0].start, lines[0].end)):
        return m[0] + text[m.end() : lines[0].end].partition("；")[0]
    for line in lines:
        if m := _STATED.match(text, line.start, line.end):
            end = text.find("。", m.end(), line.end)
            return text[m.end() : end if end > 0 else line.end]
        if line.end - line.start <= LONGEST_HEAD and _NUMBER.match(text, line.start, line.end):
            return None
    return None


def subject_claims(outline: Outline, text: str, rules: ClauseRules, setting: Setting) -> list[Claim]:
    """Claims of items that only name bodies under a heading that asks who: 公开主体¶（一）各级人民政府；¶（二）公共企事业单位."""
    out: list[Claim] = []
    for who in outline.sections if setting.directive else ():
        if who.title is None or not _WHO.search(who.title):
            continue
        for section in outline.sections:
            if not section.path.startswith(who.path + "/") or section.own_end - section.text_start > LONGEST_HEAD + 20:
                continue
            start, end = section.heading or (section.text_start, section.own_end)
            units = _whole(text, start, end - (len(text[start:end]) - len(text[start:end].rstrip())), rules)
            if units is not None:
                named, _ = restore(text, units, rules.lists.names, rules.shared, Running())
                out += [Claim(start, units.end, n, "lead", "text", "units:who", 0.75) for n in named]
    return out


def assigned_claims(outline: Outline, text: str, rules: ClauseRules, roles: RoleRules, setting: Setting) -> list[Claim]:
    """Claims of items that begin with bodies below a heading that shares out the work: 四、职责分工¶（二）区公安分局¶调查停车状况。."""
    out: list[Claim] = []
    for above in outline.sections if setting.directive else ():
        if above.title is None or not _SHARES_OUT.search(above.title):
            continue
        for section in outline.sections:
            if not section.path.startswith(above.path + "/"):
                continue
            start, stop = section.heading or (section.text_start, section.own_end)
            line = text[start:stop].lstrip().partition("\n")[0]
            start += len(text[start:stop]) - len(text[start:stop].lstrip())
            if len(line) > LONGEST_HEAD or (units := _whole(text, start, start + len(line.rstrip()), rules)) is None:
                continue
            named, _ = restore(text, units, rules.lists.names, rules.shared, Running())
            role = roles.role(named, text, text[start + len(line) : section.end].lstrip()[:LONGEST_HEAD])
            out += [Claim(start, units.end, n, n.item.sign or role_by_name(n, text, role), "text", "units:head", 0.75) for n in named]
    return out


def _whole(text: str, start: int, end: int, rules: ClauseRules) -> UnitList | None:
    """The list of units that a heading is but for 职责 and the like, also a bare class of bodies (学院, 系部)."""
    tail = _OF_DUTIES.search(text, start, end)
    stop = tail.start() if tail else end
    units = rules.lists.read_list(text[:stop], start, stop, listed=True)
    if units is not None:
        return units if units.end == stop else None
    words = text[start:stop]
    if len(words) < 2 or words not in rules.lists.names.suffixes:
        return None
    return UnitList((Item(start, stop, Name("class")),), stop)


def _duties(text: str, lines: Sequence[Line], verbs: WordTable) -> list[str]:
    """The words of the numbered items at the start of some lines that begin with a verb: 1.负责课程安排, 2.定期检查食堂."""
    out: list[str] = []
    for line in lines:
        number = _NUMBER.match(text, line.start, line.end)
        how = _HOW.match(text, number.end(), line.end) if number else None
        if number is None or how is None or next(verbs.ends(text, how.end(), line.end), 0) == 0:
            break
        out.append(text[number.end() : line.end])
    return out
