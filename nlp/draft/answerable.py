"""Who answers for a row: subject of its duty, responsibility clause, subject of a sentence before, those addressed, or the issuer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nlp.draft.drafts import NO_CELLS, Draft, RowCells
from nlp.draft.lexicon import Lexicon
from nlp.draft.own_body import WHY, body_of_title
from nlp.draft.phrases import Range
from nlp.draft.sheet import Duty, Sheet, sentences_of
from nlp.draft.subjects import clause_subject, subject_like
from nlp.draft.unit_cell import Names, pieces_of, responsible_for, unit_text
from nlp.types import Outline, Section, Span
from nlp.view import to_simplified

_WHOEVER = re.compile(r"谁[^，。；谁]{1,6}[、，]?谁")
_STATE = re.compile(r"国务院(?:办公厅)?$|中共中央|全国人(?:大|民代表)")
ABOVE, TOLD = "前文主语", "主送机关"
# an order to those below: 各县（市、区）人民政府, 局属各单位; not where the issuer speaks of itself
_TO_ALL_OF_THEM = re.compile(r"(?:各(?!有关)|[\u4e00-\u9fff]{1,6}(?:属|直)?各|全[省市县区镇])")
_OURSELVES = re.compile(r"[我本](?:局|委|办|厅|会|中心|院|校|站|所|公司|机关|单位|处|镇|乡|街道)")
_COLUMN = re.compile(r"^(?:【[^【】]{2,16}】\s*)+")
_LONGEST_ADDRESS = 60
_FARTHEST = 600
_FIRST_CLAUSES = 2  # of a sentence before, in which its subject stands
_NEAR = 2  # sentences before whose subject may go on
_ORDERED = re.compile(r"(?:并|明确)?要求")  # 省厅下发通知，|要求各市县环保部门…
# 县民政局牵头，|县财政局配合，发放结果向社会公开: who leads is the one that discloses
_LEADS = re.compile(
    r"(?:^|[。；：\n，])(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）])?由?(?P<who>[^，。；：\n]{2,40}?)(?:负责)?牵头[，、]$"
)
_HELPS = re.compile(r"(?:积极|密切)?(?:配合|协助)[，、]")
_BEFORE = 60
_ITS_OWN_PARTS = re.compile(
    r"[局委厅部院]属各|直属|机关各|内设|各(?:科|处|股)室"
)  # whom a bureau writes to within itself: it discloses as a whole
# sections whose responsibility clause may stand at the end of the section above: 一是, ①, (1)
_SMALL = re.compile(r"(?:[一二三四五六七八九十]是|[①-⑳]|\([0-9]+\))$")

Evidence = dict[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Answerable:
    """Finds the unit of the rows of one document. `view_span`: the source span of a view range."""

    outline: Outline
    sheet: Sheet
    lexicon: Lexicon
    names: Names
    sections: Mapping[str, Section]
    view_span: Callable[[Range], Span]

    def _plain(self, text: str) -> str:
        return to_simplified(text) if self.outline.document.media.script == "hant" else text

    def unit(self, draft: Draft, row: RowCells, evidence: Evidence, defaults: dict[str, str]) -> str | None:
        """The unit cell of a draft, with its evidence or the default that it rests on; None where nobody is to be named."""
        said = draft.said
        bracket = self._own_bracket(draft)
        if bracket:
            named = unit_text(self.sheet, self.names, draft.section.path, [(d.start, d.end) for d in bracket])
            if named:
                evidence["unit"] = tuple(self.view_span((d.start, d.end)) for d in bracket)
                return named
        if said is not None and said.subject is not None:
            subject = self._leader(said.subject) or said.subject
            bodies = [subject] if said.support is None else [subject, said.support]
            named = unit_text(self.sheet, self.names, draft.section.path, bodies)
            if named:
                evidence["unit"] = tuple(self.view_span(r) for r in bodies)
                issuers = self.outline.metadata.issuer
                return self._plain(issuers[0]) if len(issuers) == 1 and _OURSELVES.fullmatch(named) else named  # 我局
        if row.unit:
            evidence["unit"] = row.unit_spans
            return row.unit
        group = self.responsible(draft) if draft.evidence else ()
        if group:
            named = unit_text(self.sheet, self.names, draft.section.path, [(d.start, d.end) for d in group])
            if named:
                evidence["unit"] = tuple(self.view_span((d.start, d.end)) for d in group)
                return named
        near = self._spoken_of(draft)
        if near is not None:
            place, why = near
            named = unit_text(self.sheet, self.names, draft.section.path, [place]) or self.sheet.text[place[0] : place[1]]
            evidence["unit"] = (self.view_span(place),)
            if why:
                defaults["unit"] = why
            return named
        evidence["unit"] = ()
        if self._each_for_itself(draft):
            return None
        addressed = self._addressed(draft)
        if addressed:
            defaults["unit"] = TOLD
            return addressed
        issuer = self._plain("、".join(self.outline.metadata.issuer))
        own = issuer or body_of_title(self._plain(_COLUMN.sub("", self.outline.metadata.title)))
        if own:
            defaults["unit"] = "发文机关" if issuer else WHY
        return own

    def _own_bracket(self, draft: Draft) -> tuple[Duty, ...]:
        """The bracket that closes a listed item (（一）年度计划（计财科）；): it says more than the subject of the lead above the list."""
        said = draft.said
        if not draft.listed or not draft.evidence or said is None or said.subject is None:
            return ()
        begin = draft.evidence[0][0]
        if said.subject[1] > begin or draft.section.own_end <= begin:
            return ()
        end = self.sheet.text.find("\n", begin)
        stop = min(draft.section.own_end, end if end >= 0 else len(self.sheet.text))
        return tuple(d for d in responsible_for(self.sheet.responsibilities, begin, stop) if d.bracket)

    def _leader(self, subject: Range) -> Range | None:
        """Who leads, where the subject is said to help: the body in front of it."""
        text, (a, b) = self.sheet.text, subject
        if not (_HELPS.match(text, b) or _HELPS.search(text, a, min(b + 1, len(text)))):
            return None
        low = max(a - _BEFORE, 0)
        m = _LEADS.search(text[low:a])
        return None if m is None else (low + m.start("who"), low + m.end("who"))

    def _addressed(self, draft: Draft) -> str | None:
        """Those whom a notice tells what to do (各县（市、区）人民政府), where the sentence does not speak of the issuer itself."""
        to = self._plain(self.outline.metadata.addressees or "")
        if not _TO_ALL_OF_THEM.match(to) or _ITS_OWN_PARTS.search(to) or len(to) > _LONGEST_ADDRESS or draft.row is not NO_CELLS:
            return None
        if any(_OURSELVES.search(self.sheet.text, *r) for r in draft.evidence):
            return None
        return "、".join(pieces_of(to, self.names, draft.section.path)) or None

    def _each_for_itself(self, draft: Draft) -> bool:
        """Whether the issuer is not the one who discloses: 谁检查、谁公开, or the government of the State orders it of all."""
        said = any(_WHOEVER.search(self.sheet.text, *r) for r in draft.evidence)
        return said or any(_STATE.match(name) for name in self.outline.metadata.issuer)

    def _spoken_of(self, draft: Draft) -> tuple[Range, str] | None:
        """A body that is no bracket: subject without a name (责任单位), heading (2.3.5 省委宣传部), subject of a sentence before."""
        if draft.said is None:
            return None
        if draft.said.subject is not None:
            return draft.said.subject, ""
        heading = draft.section.heading
        if heading is not None and subject_like(self.lexicon, self.sheet.masked[heading[0] : heading[1]].strip()):
            return heading, ""
        at = draft.said.evidence[0]
        low = draft.section.text_start
        if at - low > _FARTHEST:
            low = max(low, self.sheet.masked.find("。", at - _FARTHEST, at) + 1)
        before = sentences_of(self.sheet, low, at)
        for sentence in reversed(before[-_NEAR:]):
            for clauses in reversed(sentence.parts):
                ordered = next((c for c in clauses if _ORDERED.match(self.sheet.masked, *c)), None)
                for clause in clauses[:_FIRST_CLAUSES] if ordered is None else (ordered, *clauses[:_FIRST_CLAUSES]):
                    subject = clause_subject(self.sheet, self.lexicon, *clause)
                    if subject is not None and subject[1] < clause[1] and self.lexicon.is_body(self.sheet.text[slice(*subject)]):
                        return subject, ABOVE
        return None

    def responsible(self, draft: Draft) -> tuple[Duty, ...]:
        """The responsibility clauses that close the stretch of a draft: its section, for 一是 and （1） the section above."""
        at = draft.evidence[-1][1] if draft.said is None or draft.listed else draft.said.verb[1]
        high = draft.section.own_end
        path = draft.section.path
        while _SMALL.search(path):
            path = path.rpartition("/")[0]
            above = self.sections.get(path)
            if above is None:
                break
            high = above.end
        end = self.sheet.text.find("\n", at)
        line = (at, end if end >= 0 else len(self.sheet.text))
        return responsible_for(self.sheet.responsibilities, at, max(high, min(line[1], draft.section.end)))
