"""Tables that lost their grid: head cells run together (序号 任务 牵头单位) or stand line below line, and so do the cells.

Best effort: cells are told apart by blanks or line ends; in a row, the cells that are lists of units and nothing else go to the
role columns of the head in order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.extract.unit_claims import Claim
from nlp.extract.unit_clauses import ClauseRules
from nlp.extract.unit_labels import Label
from nlp.extract.unit_lines import Setting
from nlp.types import Line

_TOKEN = re.compile(r"[^\s|]+")
_LABELISH = re.compile(r"单位|部门|主体|科室|牵头|责任")
_ROW_NUMBER = re.compile(r"[0-9]{1,3}[.、]?\Z|（?[一二三四五六七八九十]{1,3}）?\Z")
_KINDS = frozenset({"body", "row", "heading"})
_HEAD_KINDS = _KINDS | {"furniture"}
_BLANK_OR_BAR = re.compile(r"[\s|]+")
# The words of a line without the bar that closes its cell: 县教育局 |
_CELL = re.compile(r"[^\s|](?:[^|]*[^\s|])?")
# 组织机构: what a list of matters to publish begins with.
_TOPIC = re.compile(r"(?:组织|内设|直属|下属|派出|领导|工作)(?:机构|单位)")
LEAST_HEADS = 3
MOST_LINES = 600
MOST_HEADS = 30
MOST_GROUP_LINES = 3


@dataclass(frozen=True, slots=True)
class Flat:
    """A flattened table: its head labels in order, the view ranges of its cells, and how many lines it takes."""

    heads: tuple[Label, ...]
    cells: tuple[tuple[int, int], ...]
    lines: int


def flat_claims(text: str, lines: Sequence[Line], rules: ClauseRules, setting: Setting) -> tuple[list[Claim], set[int]]:
    """Claims of flattened tables among all lines of a document, and the starts of the lines that they take.

    Head cells may have been taken for furniture of the page (序号, 责任单位 on lines of their own)."""
    out: list[Claim] = []
    taken: set[int] = set()
    for i, line in enumerate(lines):
        if line.start in taken or line.kind not in _HEAD_KINDS:
            continue
        flat = (_inline(text, line, rules) if line.kind in _KINDS else None) or _vertical(text, lines, i, rules)
        if flat is None:
            continue
        taken.update(x.start for x in lines[i : i + flat.lines])
        out += _claims(text, flat, rules, setting)
    return out, taken


def heads_in(token: str, rules: ClauseRules) -> tuple[Label, ...]:
    """The labels that a token is made of: one in 牵头单位, three in 工作任务牵头单位配合/责任单位, none in other words."""
    if (whole := rules.labels.label_of(token)) is not None:
        return (whole,)
    if not 6 <= len(token) <= 60 or not _LABELISH.search(token):
        return ()
    out: list[Label] = []
    at = 0
    while at < len(token):
        found = None
        for end in range(min(len(token), at + 12), at + 1, -1):
            if (found := rules.labels.label_of(token[at:end])) is not None:
                out.append(found)
                at = end
                break
        if found is None:
            return ()
    return tuple(out)


def _enough(heads: Sequence[Label]) -> bool:
    return len(heads) >= LEAST_HEADS and any(h.role is not None for h in heads) and any(h.role is None for h in heads)


def _inline(text: str, line: Line, rules: ClauseRules) -> Flat | None:
    """Head and cells in one line: … 序号 任务 牵头单位 配合单位 1 公开决算 县财政局 各预算单位 2 …."""
    if (
        line.table is not None
        or line.end - line.start < 20
        or not re.search("单位|部门|主体|科室|牵头", text[line.start : line.start + 400])
    ):
        return None
    tokens = [m.span() for m in _TOKEN.finditer(text, line.start, line.end)]
    heads: list[Label] = []
    for i, (a, b) in enumerate(tokens):
        found = heads_in(text[a:b], rules) if b - a <= 60 else ()
        if found:
            heads += found
        elif _enough(heads):
            return Flat(tuple(heads), tuple(tokens[i:]), 1)
        else:
            heads = []
            if i > 60:
                return None
    return None


def _vertical(text: str, lines: Sequence[Line], at: int, rules: ClauseRules) -> Flat | None:
    """Head cells and cells each on a line of their own, up to the next heading or annex."""
    heads: list[Label] = []
    i = at
    while i < min(len(lines), at + MOST_HEADS) and lines[i].table is None and lines[i].end - lines[i].start <= 60:
        word = _BLANK_OR_BAR.sub("", text[lines[i].start : lines[i].end])
        found = heads_in(word, rules) if word else ()
        if word and not found and 2 <= len(word) <= 4 and i + 1 < len(lines):  # 主要¶任务
            following = _BLANK_OR_BAR.sub("", text[lines[i + 1].start : lines[i + 1].end])
            found = heads_in(word + following, rules) if 2 <= len(following) <= 4 else ()
            i += 1 if found else 0
        if word and not found:
            break
        heads += found
        i += 1
        if i == at + 1 and not heads:
            return None
    if i == at or not _enough(heads):
        return None
    cells: list[tuple[int, int]] = []
    number = 0
    while i < len(lines) and i - at < MOST_LINES and lines[i].table is None and lines[i].kind in _HEAD_KINDS:
        if lines[i].kind == "heading" and cells and not _counts_on(text, lines[i + 1 : i + 1 + MOST_GROUP_LINES], number):
            break
        word = text[lines[i].start : lines[i].end].strip()
        number = int(word) if word == str(number + 1) else number
        inside = _CELL.search(text, lines[i].start, lines[i].end)
        if inside is not None and (cells or lines[i].kind != "heading"):
            cells.append(inside.span())
        i += 1
    return Flat(tuple(heads), tuple(cells), i - at)


def _counts_on(text: str, lines: Sequence[Line], number: int) -> bool:
    """Whether the running numbers of the rows go on below a heading of a group: 2 | … | 专题二：便民服务 | 3."""
    return any(text[x.start : x.end].strip() == str(number + 1) for x in lines)


def _claims(text: str, flat: Flat, rules: ClauseRules, setting: Setting) -> list[Claim]:
    """Cells to columns, row by row; a row begins at a number, or where the cells before it were units and this one is not."""
    roles = [h for h in flat.heads if h.role is not None]
    out: list[Claim] = []
    row: list[list[Claim]] = []
    numbered = any(_ROW_NUMBER.match(text[a:b]) for a, b in flat.cells[:6])
    for a, b in flat.cells:
        word = text[a:b]
        if _ROW_NUMBER.match(word):
            out += _row(row, roles)
            row = []
            continue
        # the view leaves out blanks beside punctuation, so a task may stand before its units; not in 县“双减”专班、县教育局
        begins = {a, max(a, text.rfind("”", a, b - 2) + 1, text.rfind("。", a, b - 2) + 1)}
        readings = (rules.read(text, x, b, "table", roles[0], setting.first_leads, glued=True) for x in sorted(begins) if b - x <= 200)
        reading = next((r for r in readings if r.claims and not r.strange), None)
        if reading is not None and not _is_kind(reading.claims) and not _TOPIC.fullmatch(word):
            row.append(reading.quoting(a, b))
        elif row and not numbered:
            out += _row(row, roles)
            row = []
    return out + _row(row, roles)


def _is_kind(claims: Sequence[Claim]) -> bool:
    """Whether a cell holds but one kind of bodies, which may as well be a matter: 产业园区, 中小学校."""
    return len(claims) == 1 and claims[0].named.item.name.kind == "class" and not claims[0].named.item.name.sure


def _row(row: Sequence[Sequence[Claim]], roles: Sequence[Label]) -> list[Claim]:
    """Claims of one row with the roles of its columns; a cell glued of two cells is parted where no separator stands."""
    groups = [list(claims) for claims in row]
    while groups and len(groups) < len(roles):
        at = next(
            ((g, i) for g, claims in enumerate(groups) for i, c in enumerate(claims) if i and not c.named.item.joined), None
        )
        if at is None:
            break
        group, i = at
        groups[group : group + 1] = [groups[group][:i], groups[group][i:]]
    out = []
    for g, claims in enumerate(groups):
        label = roles[min(g, len(roles) - 1)]
        out += [replace(c, role=label.role or "lead", rule=f"units-labels:{label.rule}", score=0.75) for c in claims]
    return out
