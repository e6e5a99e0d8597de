"""Where a drafted row belongs: its 一级事项 and what the national standard item lends it, once the row's own domain is known.

A row is held against the standard items of its own domain; where none is sure, nothing is lent: the limit is that of the regulation
and 一级事项 the name of the domain. The code for the work of disclosure stays only where the matter is that work; a matter of no
field is held under the first domain of its document, with a lower score: a plan for all of a county's disclosure is no plan for the
field that one of its sections happens to name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from nlp.classify.items import ItemRules
from nlp.draft.deadline_cell import LAW
from nlp.draft.doubts import NO_DOMAIN as NO_DOMAIN_SIGN
from nlp.draft.doubts import REVIEW_BELOW, DoubtRules
from nlp.standard import Standard, StandardItem
from nlp.types import Entry, Label, Outline, SectionItem, SectionLabels

WORK_ITSELF = "open-government"
NO_DOMAIN = ""
# Thresholds chosen by reading the matches of development documents one by one; none was measured on documents held back.
NAMES = 0.7  # score from which an item gives 一级事项
LENDS, SAME_NAME = 0.8, 60  # score, and likeness of the names, from which it lends its limit as well
ALIKE = 80  # likeness from which it lends its ground, too
_ONE_FIELD, _BESIDE = 0.9, 0.72  # a document of one field: its first label, and what no other may reach
_OWN_FIELD = 0.6  # a second field of such a document
# what is disclosed of the work of disclosing itself
_OF_THE_WORK = re.compile(
    r"政务公开|信息公开|公开(?:指南|目录|制度|年报|清单|标准|工作|申请)|年度报告|依申请|解读|回应|舆情|澄清|新闻发布|关切|公报|新媒体|政务信息|政府信息|发言人"
)
# 厂务公开, 村务公开: what such a document calls its disclosure
_AFFAIRS = re.compile(r"(?:厂|村|居|校|院|厅|社|所|警|检|站|场|党|司|局)务公开")
_IDLE = re.compile(r"情况|信息|有关|相关|工作|公开|公示|公布|以及|等|的|和|及|、|进展")


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all rows of a document share. `field`: its only field, "" for none; `whole`: the fields that a row of a document about
    nothing but that field may have, () for any; `first`: its first domain; `affairs`: what it calls its disclosure."""

    standard: Standard
    doubts: DoubtRules
    items: ItemRules
    labels: Mapping[str, SectionLabels]
    titles: Mapping[str, str]
    rows_in: Counter[str]
    field: str
    whole: frozenset[str]
    first: str
    affairs: str | None


def place_entries(
    entries: Sequence[Entry],
    outline: Outline,
    domains: Sequence[Label],
    sections: Sequence[SectionLabels],
    standard: Standard,
    doubts: DoubtRules,
    items: ItemRules | None,
) -> tuple[Entry, ...]:
    """The rows with their 一级事项, the limit and ground that a sure standard item lends, and no domain where none is meant."""
    if items is None:
        return tuple(entries)
    affairs = _AFFAIRS.search(outline.metadata.title)
    shared = _Shared(
        standard, doubts, items, {s.section: s for s in sections}, {s.path: s.title or "" for s in outline.sections},
        Counter(e.section for e in entries), _only_field(domains), _fields_of_whole(domains),
        domains[0].code if domains else WORK_ITSELF,
        affairs[0] if affairs is not None else None,
    )  # fmt: skip
    return tuple(_placed(e, shared) for e in entries)


def _only_field(domains: Sequence[Label]) -> str:
    """The field of a document that is about one field only, else none."""
    if not domains or domains[0].code == WORK_ITSELF or domains[0].score < _ONE_FIELD:
        return NO_DOMAIN
    return NO_DOMAIN if any(d.score >= _BESIDE for d in domains[1:] if d.code != WORK_ITSELF) else domains[0].code


def _fields_of_whole(domains: Sequence[Label]) -> frozenset[str]:
    """The fields of a document of one field (a law on heating), () for any other document."""
    return frozenset(d.code for d in domains if d.score >= _OWN_FIELD) if _only_field(domains) else frozenset()


def _placed(e: Entry, shared: _Shared) -> Entry:
    domain = e.domain
    if (domain == WORK_ITSELF and not _OF_THE_WORK.search(e.item)) or (
        shared.whole and e.parent_item is None and domain not in shared.whole
    ):
        domain = shared.field
    if not domain:
        score = shared.doubts.again(e.score, NO_DOMAIN_SIGN)
        e = replace(e, domain=shared.first, score=score, needs_review=e.needs_review or score < REVIEW_BELOW)
        return e if e.parent_item is not None else replace(e, parent_item=shared.affairs)
    if e.parent_item is not None:
        return e if domain == e.domain else replace(e, domain=domain)
    found = _match(e, domain, shared)
    if found is None:
        return replace(e, domain=domain, parent_item=shared.affairs if domain == WORK_ITSELF else None)
    return _lent(replace(e, domain=domain, parent_item=found.level1), found, shared.standard)


def _match(e: Entry, domain: str, shared: _Shared) -> SectionItem | None:
    """The standard item of a row: by its own words, else that of its section where the row is all that stands there."""
    found = shared.items.match(e.item, "、".join(e.content), shared.titles.get(e.section, ""), [domain])
    if found is not None:
        return found if found.score >= NAMES else None
    labels = shared.labels.get(e.section)
    item = labels.item if labels is not None and shared.rows_in[e.section] == 1 else None
    return item if item is not None and (domain, item.level1, item.level2) in shared.standard.by_name else None


def _lent(e: Entry, found: SectionItem, standard: Standard) -> Entry:
    """A row with limit and ground of its standard item where it has none of its own and the names are alike."""
    item: StandardItem | None = standard.by_name.get((e.domain, found.level1, found.level2))
    alike = 0.0 if item is None else fuzz.ratio(_IDLE.sub("", e.item), _IDLE.sub("", item.item))
    if item is None or found.score < LENDS or alike < SAME_NAME:
        return e
    why = f"标准目录“{item.parent}—{item.item}”"
    if item.deadline and e.defaults.get("deadline") == LAW:
        e = replace(e, deadline=item.deadline, deadline_value=item.iso or None, defaults={**e.defaults, "deadline": why})
    if item.basis and e.basis is None and alike >= ALIKE:
        told = {**e.evidence, "basis": ()}
        e = replace(
            e, basis=item.basis.replace(";", "；"), defaults={**e.defaults, "basis": why}, evidence=told, needs_review=True
        )
    return e
