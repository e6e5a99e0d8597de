"""Draft -> Entry: cells, defaults, evidence and score of one entry."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.draft.answerable import Answerable, Evidence
from nlp.draft.binding import Binding, may_fill, of_no_organ
from nlp.draft.cells import (
    GROUP,
    OTHER,
    PUBLIC,
    Channels,
    channel_cell,
    channel_words,
    supervision_of,
)
from nlp.draft.deadline_cell import LAW, LAW_DEADLINE, LAW_VALUE, Deadlines, deadline_cell, is_vague
from nlp.draft.doubts import ALWAYS_ASKED, ASKED, REVIEW_BELOW, Cells, DoubtRules, signs_of
from nlp.draft.drafts import NO_CELLS, Draft, Namer, RowCells
from nlp.draft.grading import is_closed, own_name
from nlp.draft.levels import Levels, levels_of_text
from nlp.draft.lexicon import Lexicon
from nlp.draft.periods import WHY as BY_PERIOD
from nlp.draft.periods import Period, period_for, periods_of
from nlp.draft.phrases import Range
from nlp.draft.sheet import Sheet
from nlp.draft.unit_cell import Names, pieces_of
from nlp.draft.whom import defined_group, told
from nlp.types import Attribute, Entry, Label, Mode, Outline, Section, Span
from nlp.view import to_simplified

_OPENING = 600  # characters in which a document tells whose it is
# 某省公共文化服务保障条例: its level is not that of the bodies that it binds
_LAW = re.compile(
    r"(?:省|市|自治区|自治州|自治县|特区|新区)(?![^，]*(?:局|厅|委员会|办公室|镇|街道))[^，]*(?:条例|规定|办法)(?:（[^）]*）)?$"
)
_OF_ISSUER = re.compile(r"[本全]?(?:省|市|自治区)(?!、|和)")
_OF_LAW = re.compile(r"(?:条例|规定|办法|细则)(?:（[^）]*）)?$")  # who discloses is not always an organ
_ANNOUNCED = re.compile(r"(?:公告|通告|启事)$")  # it comes with what it announces, not within days of its making
# 政府信息公开/年度报告: both levels of a matter in one cell; not 变更/注销
_BOTH_LEVELS = re.compile(r"(?P<parent>[^/、，（）《》]{4,16})/(?P<item>[^/、，（）《》]{4,30})")
_WHATEVER_LEVEL = re.compile(r"级以上|^各级")
LEVEL_BY_WORDS = "文中用语"  # 全县, 县财政局: no issuer tells the level
LAST_RESORT = "open-government"
# bodies that tell their own members, and a text that tells all none the less
_FOR_WORKERS = re.compile("(?:厂务|司务|企务)公开|企业民主管理|职工(?:代表)?大会")  # titles of rules by which firms tell their workers
_FOR_ITS_OWN = re.compile(r"业主委员会|业主大会|^物业(?:服务|管理)?(?:企业|公司|人)|合作社|工会(?:组织|委员会)?$")
_TO_ALL = re.compile(r"社会|公众")
_NO_TITLES = frozenset({"通知", "意见", "办法", "方案", "决定", "规定", "条例", "要点", "细则", "公告"})  # 《通知》要求


@dataclass(frozen=True, slots=True)
class Builder:
    """What all entries of one document share. `basis`: the document itself as a basis; `group`: whom it tells by definition;
    `private`: it is of no organ; `city`: the level of the city that made it; `level_by_words`:
    no name tells the level, only what the text calls its own."""

    outline: Outline
    sheet: Sheet
    lexicon: Lexicon
    channels: Channels
    doubts: DoubtRules
    binding: Binding
    domains: tuple[Label, ...]
    section_labels: Mapping[str, tuple[Label, ...]]
    attribute: Attribute
    names: Names
    deadlines: Deadlines
    sections: Mapping[str, Section]
    namer: Namer
    level: tuple[str, ...]
    level_by_words: bool
    levels: Levels
    city: str | None
    basis: str
    group: Range | None
    periods: tuple[Period, ...]
    private: bool
    cited_at: tuple[tuple[int, int], ...]  # where a citation begins, and its number: in the order of the text

    @classmethod
    def of(
        cls,
        outline: Outline,
        sheet: Sheet,
        tables: tuple[Lexicon, Channels, DoubtRules, Binding, Levels],
        domains: tuple[Label, ...],
        section_labels: Mapping[str, tuple[Label, ...]],
        attribute: Attribute,
        names: Names,
        deadlines: Deadlines,
    ) -> Builder:
        """A builder for a document."""
        sections = {s.path: s for s in outline.sections}
        metadata, lexicon, levels = outline.metadata, tables[0], tables[4]
        level = levels.of_issuer(metadata)
        return cls(
            outline, sheet, *tables[:4], domains, section_labels, attribute, names, deadlines, sections,
            Namer(sheet, lexicon, sections, metadata.title), level or levels_of_text(sheet.text, metadata), not level, levels,
            levels.city_of(metadata), own_name(metadata), defined_group(sheet, lexicon),
            periods_of(sheet, sections), of_no_organ(metadata.title, sheet.text[:_OPENING]),
            tuple(sorted((c.span.start, n) for n, c in enumerate(metadata.citations))),
        )  # fmt: skip

    @property
    def answerable(self) -> Answerable:
        """Who finds the unit of a row."""
        return Answerable(self.outline, self.sheet, self.lexicon, self.names, self.sections, self.span)

    def labels(self, section: str) -> tuple[Label, ...]:
        """Domain labels of a section, or of the nearest section above it that has some."""
        path = section
        while True:
            found = self.section_labels.get(path)
            if found:
                return found
            if not path:
                return self.domains[:1]
            path = path.rpartition("/")[0]

    def span(self, place: Range) -> Span:
        """Source span of a view range, blanks at its ends left out."""
        a, b = place
        text = self.sheet.text
        while a < b and text[a] in " \n\t":
            a += 1
        while b > a and text[b - 1] in " \n\t":
            b -= 1
        return self.outline.view.span(a, b)

    def entry(self, draft: Draft) -> Entry:
        """The entry of a draft."""
        said, row = draft.said, draft.row
        evidence: Evidence = {"item": draft.spans or tuple(self.span(self._sentence(r)) for r in draft.evidence)}
        defaults: dict[str, str] = {}
        unit = self.answerable.unit(draft, row, evidence, defaults)
        deadline, value = self._deadline(draft, row, evidence, defaults)
        labels = self.labels(draft.section.path)
        mode = self._mode(row, defaults)
        if (
            deadline is None and mode != "不予公开" and self._fills(draft, unit, evidence)
        ):  # what is withheld has no day of publication
            deadline, value, evidence["deadline"], defaults["deadline"] = LAW_DEADLINE, LAW_VALUE, (), LAW
        words = channel_words(self.sheet, said.channels) if said else ()
        if words and said:
            evidence["channels"] = tuple(self.span(r) for r in said.channels)
        elif row.channels:
            words, evidence["channels"] = row.channels, row.channel_spans
        basis = self._basis(row, evidence)
        audience = self._audience(draft, row, unit, evidence, defaults)
        supervision = self._supervision(draft, row, evidence)
        domain = labels[0].code if labels else LAST_RESORT
        odd = any(self.channels.label(w) == OTHER for w in words)
        text = to_simplified("".join(s.quote for s in evidence["item"]))
        signs = signs_of(self.lexicon, draft, Cells(unit, defaults, odd, text))
        asked = bool(signs & ALWAYS_ASKED)
        score = min(self.doubts.score(signs), ASKED) if asked else self.doubts.score(signs)
        both = _BOTH_LEVELS.fullmatch(draft.matter.item) if row is not NO_CELLS else None
        return Entry(
            section=draft.section.path,
            item=both["item"] if both is not None else draft.matter.item,
            parent_item=both["parent"] if both is not None else row.parent,
            content=draft.matter.content,
            basis=basis,
            deadline=deadline,
            deadline_value=value,
            unit=unit,
            supervision=supervision,
            channels=channel_cell(self.channels, words),
            audience=audience,
            mode=mode,
            level=row.level or self._level(unit, defaults),
            domain=domain,
            score=score,
            needs_review=asked or score < REVIEW_BELOW,
            evidence=evidence,
            defaults=defaults,
        )

    def _fills(self, draft: Draft, unit: str | None, evidence: Evidence) -> bool:
        """Whether the twenty working days of the 条例 may stand in for a limit that is not said."""
        of_law = not self.outline.metadata.issuer and _OF_LAW.search(self.outline.metadata.title) is not None
        if not self.binding.binds(unit) or draft.row.untimed or _ANNOUNCED.search(draft.matter.item) or (unit is None and (self.private or of_law)):
            return False
        said = draft.said
        shown = said is not None and said.row in ("notice", "post")
        lead = (self.sheet.text[slice(*said.evidence)],) if said is not None and draft.listed else ()
        return may_fill(to_simplified("".join(s.quote for s in evidence["item"])), shown, lead)

    def _sentence(self, place: Range) -> Range:
        """A part with its closing 。 or ；."""
        a, b = place
        return (a, b + 1) if b < len(self.sheet.text) and self.sheet.text[b] in "。；;" else place

    def unit_words(self, section: str, texts: Sequence[str]) -> str:
        """Units named in plain texts, joined by 、, prefixes restored."""
        out: list[str] = []
        for text in texts:
            out += pieces_of(text, self.names, section)
        return "、".join(dict.fromkeys(out))

    def _deadline(
        self, draft: Draft, row: RowCells, evidence: Evidence, defaults: dict[str, str]
    ) -> tuple[str | None, str | None]:
        said = draft.said
        if draft.when is not None:
            return self._words_of(draft.when, evidence)
        if said is not None:
            cell = deadline_cell(self.sheet, said.times, self.deadlines, said.verb, said.clause)
            if cell is not None and not (row.deadline is not None and is_vague(cell.words) and not is_vague(row.deadline)):
                evidence["deadline"] = (self.span(cell.place),)
                who = self.sheet.text[slice(*said.subject)] if said.subject is not None else ""
                return (cell.words.removeprefix(who) or cell.words) if who else cell.words, cell.value
        if row.deadline is not None:
            evidence["deadline"] = row.deadline_spans
            locate = self.outline.view.locate
            low, high = min(s.start for s in row.deadline_spans), max(s.end for s in row.deadline_spans)
            return row.deadline, self.deadlines.value((locate(low), locate(high)))
        when = next((d.when for d in self.answerable.responsible(draft) if d.when), None) if draft.evidence else None
        if when is not None:
            return self._words_of(when, evidence)
        common = period_for(self.periods, draft.section.path) if row is NO_CELLS else None
        if common is None:
            return None, None
        defaults["deadline"] = BY_PERIOD
        return self._words_of(common, evidence)

    def _words_of(self, when: Range, evidence: Evidence) -> tuple[str, str | None]:
        """Words and value of a limit that stands in the text."""
        evidence["deadline"] = (self.span(when),)
        return self.sheet.text[when[0] : when[1]].strip(), self.deadlines.value(when)

    def _basis(self, row: RowCells, evidence: Evidence) -> str | None:
        """The document itself and what the sentence cites; for a row its own cell."""
        if row.basis:
            evidence["basis"] = row.basis_spans
            return row.basis
        places = evidence["item"]
        within = {
            n
            for s in places
            for _, n in self.cited_at[bisect_left(self.cited_at, (s.start,)) : bisect_left(self.cited_at, (s.end,))]
        }
        cited = [self.outline.metadata.citations[n] for n in sorted(within)]
        parts = [self.basis] if self.basis else []
        for c in cited:
            name = f"《{c.title}》" if c.title else ""
            if c.document_number:
                name += f"（{c.document_number}）" if name else c.document_number
            short = not c.document_number and c.title in _NO_TITLES
            if name and name not in parts and not short:
                parts.append(name)
        if cited:
            evidence["basis"] = tuple(c.span for c in cited)
        return "；".join(parts) or None

    def _supervision(self, draft: Draft, row: RowCells, evidence: Evidence) -> str | None:
        if row.supervision or not draft.evidence:
            if row.supervision:
                evidence["supervision"] = row.supervision_spans
            return row.supervision
        low, high = draft.evidence[0][0], draft.evidence[-1][1]
        found = supervision_of(self.sheet.text[low:high])
        if found is None:
            return None
        evidence["supervision"] = (self.span((low + found[1], low + found[2])),)
        return found[0]

    def _audience(self, draft: Draft, row: RowCells, unit: str | None, evidence: Evidence, defaults: dict[str, str]) -> str:
        found = told(self.sheet, self.lexicon, draft.said, self.group if row is NO_CELLS else None)
        if found is not None:
            evidence["audience"] = (self.span(found[1]),)
            return found[0]
        if row.audience is None:
            members = _FOR_ITS_OWN.search(unit or "") or _FOR_WORKERS.search(self.outline.metadata.title)
            own = members is not None and not _TO_ALL.search(" ".join(s.quote for s in evidence["item"]))
            defaults["audience"] = "主体面向其成员" if own else "未限定对象"
            return GROUP if own else PUBLIC
        return row.audience

    def _level(self, unit: str | None, defaults: dict[str, str]) -> tuple[str, ...]:
        """The level of the body that discloses where its name tells it, else that of the issuer; none for a firm or the owners of a house."""
        bound = self.binding.binds(unit)
        metadata = self.outline.metadata
        of_issuer = unit is not None and "unit" not in defaults and _OF_ISSUER.match(unit) is not None
        unsaid = not metadata.issuer and not of_issuer and _LAW.search(metadata.title) is not None
        city = self.city or ("市级" if self.level in (("省级",), ("市级",)) else None)
        told = self.levels.of_unit(unit, city) if unit and (unsaid or not bound or "unit" not in defaults) else ()
        if told or not bound or unsaid or _WHATEVER_LEVEL.search(unit or ""):
            return told
        if self.level and self.level_by_words:
            defaults["level"] = LEVEL_BY_WORDS
        return self.level

    def _mode(self, row: RowCells, defaults: dict[str, str]) -> Mode:
        if row.mode is not None:
            return row.mode
        if is_closed(self.attribute) and row.parent is None:
            defaults["mode"] = "文件公开属性"
            return "不予公开"
        return "主动公开"
