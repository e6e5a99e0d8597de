"""Draft -> Entry: cells, defaults, evidence and score of one entry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from nlp.draft.cells import (
    LAW,
    LAW_DEADLINE,
    LAW_VALUE,
    PUBLIC,
    Channels,
    PlacedDeadline,
    audience_of,
    channel_cell,
    channel_words,
    deadline_cell,
    levels_of,
    supervision_of,
)
from nlp.draft.disclosures import Disclosure
from nlp.draft.lexicon import Lexicon
from nlp.draft.objects import Matter
from nlp.draft.phrases import Range
from nlp.draft.sheet import Duty, Sheet
from nlp.draft.standard import GOOD, Match, Standard
from nlp.draft.unit_cell import Names, responsible_for, unit_text
from nlp.types import Attribute, Entry, Label, Mode, Outline, Section, Span

LAST_RESORT = "open-government"
REVIEW_BELOW = 0.6
_MODES: Mapping[str, Mode] = {"active": "主动公开", "on_request": "主动公开", "partial": "主动公开", "undecided": "主动公开", "withheld": "不予公开"}


@dataclass(frozen=True, slots=True)
class RowCells:
    """What the other cells of a table row say for an entry; None or () where they are silent."""

    unit: str | None = None
    unit_spans: tuple[Span, ...] = ()
    deadline: str | None = None
    deadline_spans: tuple[Span, ...] = ()
    basis: str | None = None
    basis_spans: tuple[Span, ...] = ()
    supervision: str | None = None
    channels: tuple[str, ...] = ()
    channel_spans: tuple[Span, ...] = ()
    audience: str | None = None
    mode: Mode | None = None
    level: tuple[str, ...] = ()
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before its cells: where, what, the disclosure that says it, and the row in which it stands.

    `spans` is the evidence of a row without a sentence; else `evidence` holds view ranges.
    """

    at: int
    section: Section
    matter: Matter
    said: Disclosure | None
    evidence: tuple[Range, ...]
    listed: bool = False
    row: RowCells | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Builder:
    """What all entries of one document share."""

    outline: Outline
    sheet: Sheet
    lexicon: Lexicon
    channels: Channels
    standard: Standard
    domains: tuple[Label, ...]
    section_labels: Mapping[str, tuple[Label, ...]]
    attribute: Attribute
    names: Names
    deadlines: tuple[PlacedDeadline, ...]

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
        said = draft.said
        evidence: dict[str, tuple[Span, ...]] = {"item": tuple(self.span(self._sentence(r)) for r in draft.evidence)}
        defaults: dict[str, str] = {}
        unit = self._unit(draft, evidence, defaults)
        deadline, value = self._deadline(draft, evidence)
        labels = self.labels(draft.section.path)
        match = self.standard.best(draft.matter.item, draft.matter.content, [x.code for x in labels[:3]])
        good = match is not None and match.score >= GOOD
        if deadline is None:
            deadline, value = self._default_deadline(match if good else None, evidence, defaults)
        words = channel_words(self.sheet, said.channels) if said else ()
        channels = channel_cell(self.channels, words)
        if channels and said:
            evidence["channels"] = tuple(self.span(r) for r in said.channels)
        basis = self._basis(draft, match if good else None, evidence, defaults)
        audience = audience_of(self.lexicon, self.sheet, said.audience) if said else PUBLIC
        if said is None or said.audience is None:
            defaults["audience"] = "条文未限定对象"
        mode, mode_default = self._mode()
        if mode_default:
            defaults["mode"] = mode_default
        low, high = draft.evidence[0][0], draft.evidence[-1][1]
        supervision = supervision_of(self.sheet.text[low:high])
        domain = labels[0].code if labels else (match.standard.domain if good and match else LAST_RESORT)
        strength = said.strength if said else 0.8
        score = self._score(strength, draft.matter.clarity, labels[0].score if labels else 0.0, match.score if match else 0.0)
        if supervision is not None:
            evidence["supervision"] = (self.span((low + supervision[1], low + supervision[2])),)
        return Entry(
            section=draft.section.path,
            item=draft.matter.item,
            parent_item=match.standard.parent if good and match else None,
            content=draft.matter.content,
            basis=basis,
            deadline=deadline,
            deadline_value=value,
            unit=unit,
            supervision=supervision[0] if supervision else None,
            channels=channels,
            audience=audience,
            mode=mode,
            level=levels_of(self.outline.metadata),
            domain=domain,
            score=score,
            needs_review=score < REVIEW_BELOW or draft.matter.clarity < 0.5,
            evidence=evidence,
            defaults=defaults,
        )

    def _score(self, strength: float, clarity: float, domain: float, standard: float) -> float:
        """Four tenths the verb, a quarter the object, the rest domain and nearness to a standard item."""
        return round(min(1.0, 0.4 * strength + 0.25 * clarity + 0.15 * domain + 0.2 * min(1.0, standard / 0.8)), 4)

    def _sentence(self, place: Range) -> Range:
        """A part with its closing 。 or ；."""
        a, b = place
        return (a, b + 1) if b < len(self.sheet.text) and self.sheet.text[b] in "。；;" else place

    def _unit(self, draft: Draft, evidence: dict[str, tuple[Span, ...]], defaults: dict[str, str]) -> str | None:
        said = draft.said
        if said is not None and said.subject is not None:
            named = unit_text(self.sheet, self.names, draft.section.path, [said.subject])
            if named:
                evidence["unit"] = (self.span(said.subject),)
                return named
        group = self.responsible(draft)
        if group:
            named = unit_text(self.sheet, self.names, draft.section.path, [(d.start, d.end) for d in group])
            if named:
                evidence["unit"] = tuple(self.span((d.start, d.end)) for d in group)
                return named
        issuer = "、".join(self.outline.metadata.issuer)
        evidence["unit"] = ()
        if issuer:
            defaults["unit"] = "发文机关"
            return issuer
        return None

    def responsible(self, draft: Draft) -> tuple[Duty, ...]:
        """The responsibility clauses that close the stretch of a draft."""
        at = draft.evidence[-1][1] if draft.said is None or draft.listed else draft.said.verb[1]
        section = draft.section
        high = section.own_end
        path = section.path
        while re.search(r"是$|^[①-⑳]$|\([0-9]+\)$", path.rpartition("/")[2]):
            path = path.rpartition("/")[0]
            parent = next((s for s in self.outline.sections if s.path == path), None)
            if parent is None:
                break
            high = parent.end
        end = self.sheet.text.find("\n", at)
        line = (at, end if end >= 0 else len(self.sheet.text))
        return responsible_for(self.sheet.responsibilities, at, section.start, max(high, min(line[1], section.end)), line)

    def _deadline(self, draft: Draft, evidence: dict[str, tuple[Span, ...]]) -> tuple[str | None, str | None]:
        said = draft.said
        if said is not None:
            cell = deadline_cell(self.sheet, said.times, self.deadlines, said.verb, said.clause)
            if cell is not None:
                evidence["deadline"] = (self.span(cell.place),)
                return cell.words, cell.value
        when = next((d.when for d in self.responsible(draft) if d.when), None)
        if when is not None:
            found = next((p for p in self.deadlines if p.start < when[1] and when[0] < p.end), None)
            evidence["deadline"] = (self.span(when),)
            return self.sheet.text[when[0] : when[1]].strip(), found.deadline.value if found else None
        return None, None

    def _default_deadline(self, match: Match | None, evidence: dict[str, tuple[Span, ...]], defaults: dict[str, str]) -> tuple[str, str | None]:
        evidence["deadline"] = ()
        if match is not None and match.standard.deadline:
            defaults["deadline"] = f"国家标准目录“{match.standard.parent}—{match.standard.item}”"
            return match.standard.deadline, match.standard.iso or None
        defaults["deadline"] = LAW
        return LAW_DEADLINE, LAW_VALUE

    def _basis(self, draft: Draft, match: Match | None, evidence: dict[str, tuple[Span, ...]], defaults: dict[str, str]) -> str | None:
        metadata = self.outline.metadata
        low, high = (self.span(draft.evidence[0]).start, self.span(draft.evidence[-1]).end)
        cited = [c for c in metadata.citations if low <= c.span.start < high]
        own = f"《{metadata.title}》" if metadata.title else ""
        if own and metadata.document_number:
            own += f"（{metadata.document_number}）"
        parts = [own] if own else []
        for c in cited:
            name = f"《{c.title}》" if c.title else ""
            if c.document_number:
                name += f"（{c.document_number}）" if name else c.document_number
            if name and name not in parts:
                parts.append(name)
        if cited:
            evidence["basis"] = tuple(c.span for c in cited)
        if not parts and match is not None and match.standard.basis:
            defaults["basis"] = f"国家标准目录“{match.standard.parent}—{match.standard.item}”"
            evidence["basis"] = ()
            return match.standard.basis.replace(";", "；")
        return "；".join(parts) or None

    def _mode(self) -> tuple[Mode, str | None]:
        mode = _MODES[self.attribute.value]
        return mode, None
