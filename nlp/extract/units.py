"""Responsible units of a document: which bodies the text makes responsible, section by section, with their roles.

Tables, closing brackets, labelled values and subjects of duties each give claims; the claims of a section are put together to one
row a unit. Names are written in the document's script with the prefix restored that the author left out in a list.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from nlp.extract.unit_claims import Claim
from nlp.extract.unit_clauses import ClauseRules, first_leads
from nlp.extract.unit_duties import DutyRules
from nlp.extract.unit_flat import flat_claims
from nlp.extract.unit_glued import glued_claims
from nlp.extract.unit_heads import assigned_claims, head_claims, subject_claims
from nlp.extract.unit_items import ItemRules
from nlp.extract.unit_lines import LineRules, Setting, line_claims
from nlp.extract.unit_lists import ListRules
from nlp.extract.unit_merge import Row, merge_claims, short_names
from nlp.extract.unit_names import NameRules
from nlp.extract.unit_pipes import pipe_claims
from nlp.extract.unit_prefixes import Named
from nlp.extract.unit_pronouns import pronoun_claims
from nlp.extract.unit_register import Register
from nlp.extract.unit_roster import roster_claims
from nlp.extract.unit_tables import table_claims
from nlp.extract.unit_tabs import tab_claims
from nlp.rulebook import Rulebook
from nlp.types import Line, Outline, Reason, Section, Unit, View

# Lines that may hold duties. Label boxes count for 责任单位： only; titles, addressees, signatures and furniture never.
_KINDS = frozenset({"body", "heading", "row", "label"})
# Kinds of documents that tell what was done instead of ordering it.
# 各市〔州〕人民政府, 市府办〔市大数据局〕: brackets of any kind inside names are read as round ones; not 豫政〔2020〕3号.
_HEAD_WORD = re.compile("(?:牵头|配合|责任|主办|承办|协办|负责|公开)(?:单位|部门|主体|科室|股室|处室|机构)\\Z")
_NAME_BRACKETS = re.compile(r"[〔\[](?<=[\u4e00-\u9fff].)([\u4e00-\u9fff、/]{1,12})[〕\]]")
_TELLS = re.compile(r"(?:报告|总结|简报|公报|解读|新闻|快讯|侧记|纪实|综述|答复|问答|图解|年报|汇报|情况)(?:（[^）]*）)?\Z")


@dataclass(frozen=True)
class UnitRules:
    """Everything that decides which units are found: names, lists, clauses, duties, the register."""

    lines: LineRules

    @classmethod
    def load(cls, book: Rulebook) -> UnitRules:
        """Read the `units-*.tsv` tables. Raises RuleError for a fault in one of them."""
        names = NameRules.load(book, Register.load(book))
        roles, verbs = book.table("units-roles"), book.table("units-verbs")
        clauses = ClauseRules.load(book, ListRules(ItemRules.load(book, names, verbs, roles)))
        return cls(LineRules(clauses, DutyRules.load(book, clauses)))

    @property
    def names(self) -> NameRules:
        """The vocabulary of unit names."""
        return self.lines.clauses.lists.names


def find_units(outline: Outline, rules: UnitRules) -> tuple[Unit, ...]:
    """Responsible units in the order of the text: one row a unit and section."""
    text = _NAME_BRACKETS.sub(r"（\1）", outline.view.text)
    title = outline.metadata.title or ""
    setting = Setting(first_leads(text), not _TELLS.search(outline.metadata.document_type or title))
    inside = [x for x in outline.lines if outline.body[0] <= x.start < outline.body[1]]
    piped, cells = pipe_claims(text, outline.lines, rules.lines.clauses, setting)
    rest = [x for x in outline.lines if x.start < outline.body[1] and x.start not in cells]
    flat, taken = flat_claims(text, rest, rules.lines.clauses, setting)
    lines = [x for x in inside if x.kind in _KINDS and x.start not in cells and x.start not in taken]
    lines = _parted(text, lines, outline)
    claims = table_claims(outline, text, rules.lines.clauses, setting) + flat + piped
    roles = rules.lines.duties.roles
    claims += line_claims(text, lines, rules.lines, setting) + roster_claims(text, lines, rules.lines.clauses, roles, setting)
    claims += pronoun_claims(text, rules.lines.clauses, roles, setting)
    claims += glued_claims(text, lines, rules.lines.clauses, setting)
    claims += tab_claims(text, inside, rules.lines.clauses, setting)
    claims += subject_claims(outline, text, rules.lines.clauses, setting)
    claims += assigned_claims(outline, text, rules.lines.clauses, roles, setting)
    claims += head_claims(text, lines, rules.lines.clauses, roles, rules.names.verb, setting)
    sections: dict[str, list[Claim]] = {}
    starts = [s.start for s in outline.sections]
    rows_of_tables = {id(claim) for claim in flat}
    for claim in claims:
        section = outline.sections[max(bisect_right(starts, claim.start) - 1, 0)]
        path = _above_row(section, taken) if id(claim) in rows_of_tables else section.path
        sections.setdefault(path, []).append(claim)
    given = short_names(text)
    rows = [(path, row) for path, said in sections.items() for row in merge_claims(said, text, rules.names.register, given)]
    rows.sort(key=lambda r: (r[1].claim.start, r[1].claim.named.item.start))
    return tuple(u for u in (_unit(outline, path, row, rules) for path, row in rows) if not _is_head_word(outline, u))


def _parted(text: str, lines: Sequence[Line], outline: Outline) -> list[Line]:
    """The lines cut behind a heading that runs on to its text with a blank between them: 五、相关要求|各县（市、区）要…."""
    ends = sorted(s.heading[1] for s in outline.sections if s.heading is not None and text[s.heading[1] : s.heading[1] + 1] == " ")
    out: list[Line] = []
    for line in lines:
        begin = line.start
        for at in ends[bisect_right(ends, line.start) : bisect_right(ends, line.end - 1)]:
            out.append(replace(line, start=begin, end=at))
            begin = at + 1
        out.append(replace(line, start=begin))
    return out


def _is_head_word(outline: Outline, unit: Unit) -> bool:
    """Whether a name is what the head of a table calls its column: 工作任务|责任单位|配合单位."""
    if _HEAD_WORD.search(unit.name) is None:
        return False
    heads = [t.table.cells[: max(t.headers, 1)] for t in outline.tables if t.table.cells]
    return any(rows[0][0].start <= unit.start and unit.end <= rows[-1][-1].end for rows in heads)


def _above_row(section: Section, taken: Collection[int]) -> str:
    """Path of what a row of a flattened table belongs to: its number makes no section."""
    above, _, label = section.path.rpartition("/")
    return above if section.start in taken and label.isdigit() else section.path


def _unit(outline: Outline, section: str, row: Row, rules: UnitRules) -> Unit:
    claim = row.claim
    span = outline.view.span(claim.start, claim.end)
    full = (
        None
        if claim.named.collective
        else rules.names.register.full_name(row.name, claim.named.prefix, outline.metadata.written_on)
    )
    return Unit(
        section=section,
        start=span.start,
        end=span.end,
        quote=span.quote,
        name=written_name(outline.view, claim.named),
        full_name=full,
        role=row.role,
        collective=claim.named.collective,
        reason=Reason(claim.rule, claim.score),
    )


def written_name(view: View, named: Named) -> str:
    """The name in the document's own script, without the blanks, notes and line ends that the view leaves out.

    >>> from nlp.extract.unit_forms import Name
    >>> from nlp.extract.unit_lists import Item
    >>> written_name(View("市發改委、人社局", "市发改委、人社局"), Named(((0, 1), (5, 8)), Item(5, 8, Name("known")), False, 1))
    '市人社局'
    """
    out: list[str] = []
    last = None
    for start, end in named.parts:
        for i in range(start, end):
            span = view.span(i, i + 1)
            if (span.start, span.end) != last and not span.quote.isspace():
                out.append(span.quote)
            last = (span.start, span.end)
    return "".join(out)
