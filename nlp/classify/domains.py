"""Disclosure domains of sections and of the document: lexicon votes and model, with the words that spoke.

A section is judged three times: as a whole (heading and own text), sentence by sentence (a code needs a sentence of its own),
and with what stands above it (chapter, title), which weighs little. The document is the aggregate of its sections by length.
Without a model the votes of the lexicon answer alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nlp.classify.disclosure_words import names_disclosure, opens_a_field, without_disclosure
from nlp.classify.domain_reading import DomainRules, Reading, read_words
from nlp.classify.features import word_features
from nlp.classify.houses import lists_published, opens_list
from nlp.classify.judging import (
    LONGEST_TEXT,
    Odds,
    Ranked,
    classify_text,
    classify_texts,
    codes_of,
    grouped,
    judge_texts,
    ranked_codes,
)
from nlp.classify.matters import named_matter
from nlp.classify.papers import field_of_paper, says_disclosure
from nlp.classify.predictor import LinearModel
from nlp.classify.spread import Spread, headings_above, section_texts, sections_above, whole_text
from nlp.types import Entry, Label, Outline, Reason, Section, SectionItem, SectionLabels, Span

MOST_SECTION_CODES = 3
# A section of a paper concerns some field more often than a passage alone, so it needs a little less than the threshold of the model.
ABOVE_THRESHOLD = -0.04
# The code for how disclosure itself is organised. It yields to a field: 推进扶贫信息公开 is about poverty alleviation.
# Where it leads, a field stands beside it only when it is nearly sure.
WORK_ITSELF = "open-government"
SURE_BESIDE_WORK = 0.97
# Probability from which a field counts that shows once the words of disclosure are taken out of a section about it.
BENEATH = 0.6
# Score of a section without a field of its own that takes the one of its chapter and title: 明确分工, 落实责任.
FROM_CONTEXT = 0.5
# Score of what a hospital, a school or a village has to publish about itself.
FIELD_OF_HOUSE = 0.6
# Score of the field of the paper, where a section has no other, and of a matter that every office publishes.
FIELD_OF_PAPER = 0.55
NAMED_MATTER = 0.8
# Log odds by which a section leans to the field of its paper; by the development documents.
LEAN = 2.0
# The same to the work of disclosure itself: sections of papers are about it more often than the passages that were learned from.
WORK_LEAN = 1.0
# Probability from which a matter's own words overrule the codes of its section.
OWN_DOMAIN = 0.6
# Characters up to which the domains of a paper are read from it as one passage.
SHORT_PAPER = 600
# Plans, duties and heads of a hospital or a village are of its own field.
_OF_EVERY_HOUSE = frozenset({"normative-documents", "admin-powers", "personnel"})
# A sentence that lists fields (公共资源配置包括保障性住房分配、政府采购、……等事项) is coded by its list, not as a whole.
_FIELD_LIST = re.compile(
    r"(?:包括|涉及|涵盖|覆盖|围绕|聚焦)(?P<list>[^。；：\n]{8,240})"  # 主要包括保障性安居工程建设、……等……事项
)
_LIST_POINT = re.compile("[^、和及]+")  # a member of the list
FEWEST_LISTED, LISTED_SHARE, LISTED_SCORE = 4, 0.6, 0.9


def with_own_domains(
    entries: Sequence[Entry], sections: Sequence[SectionLabels], rules: DomainRules, model: LinearModel | None
) -> tuple[Entry, ...]:
    """Entries with the domain of their own matter: a table or a long section holds matters of many fields.

    A matter's own words decide where they are sure (OWN_DOMAIN), or where they choose among the codes of its section; else the
    entry keeps what it has.
    """
    codes = {s.section: [x.code for x in s.labels] for s in sections}
    out = []
    every = classify_texts(["，".join((entry.item, *entry.content)) for entry in entries], rules, model)
    for entry, ranked in zip(entries, every, strict=True):
        best, p = next(((c, p) for c, p in ranked if c != WORK_ITSELF), (entry.domain, 0.0))
        own = p >= OWN_DOMAIN or (p >= OWN_DOMAIN / 2 and best in codes.get(entry.section, ()))
        out.append(replace(entry, domain=best) if own and best != entry.domain else entry)
    return tuple(out)


def thresholds(model: LinearModel | None) -> tuple[float, float]:
    """Thresholds of the first code and of later ones; those of the lexicon alone without a model."""
    return (0.5, 0.5) if model is None else (model.threshold, model.later)


def yield_to_fields(ranked: Sequence[tuple[str, float]], threshold: float, later: float = 0.0) -> list[tuple[str, float]]:
    """Codes above their thresholds (the first and the later ones), the work of disclosure itself yielding to fields.

    >>> yield_to_fields([("audit", 0.9), ("open-government", 0.8), ("budget", 0.2)], 0.4)
    [('audit', 0.9)]
    """
    chosen = [(c, p) for i, (c, p) in enumerate(ranked) if p >= (max(threshold, later) if i else threshold)]
    if chosen and chosen[0][0] == WORK_ITSELF:
        chosen = [(c, p) for c, p in chosen if c == WORK_ITSELF or p >= SURE_BESIDE_WORK]
    else:
        chosen = [(c, p) for c, p in chosen if c != WORK_ITSELF]
    return chosen[:MOST_SECTION_CODES]


def from_context(odds: Odds, codes: Sequence[str]) -> list[tuple[str, float]]:
    """The code of chapter and title for a section that names no field of its own: the work of disclosure, else their field."""
    best = codes.index(WORK_ITSELF) if odds[codes.index(WORK_ITSELF)] >= 0.0 else int(odds.argmax())
    return [(codes[best], FROM_CONTEXT)] if odds[best] >= 0.0 else []


def listed_fields(reading: Reading) -> list[str]:
    """Codes of the fields that a section lists, in the order of the text; [] where it lists none.

    A list counts where at least FEWEST_LISTED of its members, and LISTED_SHARE of them, hold a phrase of the lexicon.
    """
    for m in _FIELD_LIST.finditer(reading.text):
        members = list(_LIST_POINT.finditer(reading.text, m.start("list"), m.end("list")))
        if len(members) < FEWEST_LISTED:
            continue
        voted = [next((codes for a, _, codes in reading.hits if x.start() <= a < x.end()), None) for x in members]
        fields = list(dict.fromkeys(codes[0] for codes in voted if codes and codes[0] != WORK_ITSELF))
        if len(fields) >= FEWEST_LISTED and sum(v is not None for v in voted) >= LISTED_SHARE * len(members):
            return fields
    return []


def with_list(ranked: Sequence[tuple[str, float]], listed: Sequence[str], threshold: float) -> list[tuple[str, float]]:
    """A field that the model is sure of, then the listed ones."""
    sure = [(c, p) for c, p in ranked if p >= max(threshold, 0.8) and c not in listed and c != WORK_ITSELF][:1]
    return [*sure, *((c, LISTED_SCORE) for c in listed)][:MOST_SECTION_CODES]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A section with its text, the headings above it, what was read of it and its log odds; `around`: those of what stands above;
    `leads`: own texts of the sections that hold it, nearest first."""

    section: Section
    text: str
    above: str
    reading: Reading
    odds: Odds
    around: Odds | None
    leads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Classifier:
    """Rules, model and thresholds of one run."""

    rules: DomainRules
    model: LinearModel | None
    codes: list[str]
    threshold: float
    later: float
    paper: str | None = None  # the field of the paper, where its title names one
    all_how: bool = False  # every section tells how disclosure is done

    def chosen(self, seen: _Seen, above: Sequence[Section]) -> list[tuple[str, float]]:
        """The codes of a section with their scores, best first."""
        ranked = ranked_codes(self.with_paper(seen.odds), self.codes)
        listed = listed_fields(seen.reading)
        chosen = with_list(ranked, listed, self.threshold) if listed else yield_to_fields(ranked, self.threshold, self.later)
        if self.tells_how(seen, above):
            return [(WORK_ITSELF, max(FROM_CONTEXT, dict(ranked)[WORK_ITSELF]))]
        if chosen and chosen[0][0] == WORK_ITSELF:
            fields = self.beneath(seen)
            chosen = self.named(seen, fields) or fields or self.of_the_house(seen) or self.of_the_paper(seen) or chosen
        else:
            chosen = self.named(seen, chosen) or chosen
        if not chosen:
            chosen = self.of_the_house(seen) or self.of_the_paper(seen)
        if not chosen and seen.section.path and seen.around is not None:
            chosen = from_context(seen.around, self.codes)
        return chosen

    def tells_how(self, seen: _Seen, above: Sequence[Section]) -> bool:
        """Whether a section tells how disclosure is done; a heading that names a field does not: 扩大部门预算公开范围."""
        if self.all_how:
            return True
        by_model = seen.around is not None and bool(seen.around[self.codes.index(WORK_ITSELF)] >= 0.0)
        if not self.rules.heads.tells_how(seen.section, seen.text, above, by_model or names_disclosure(seen.above)):
            return False
        heading = seen.section.title or ""
        return not any(code != WORK_ITSELF for _, _, cast in read_words(heading, self.rules)[1] for code in cast)

    def beneath(self, seen: _Seen) -> Ranked:
        """The fields of a section that speaks of disclosure, found once the words of disclosure are taken out; [] where none is sure."""
        opening = opens_a_field(seen.text)
        if opening is None or not any(code != WORK_ITSELF for _, _, cast in read_words(opening, self.rules)[1] for code in cast):
            return []
        judged = judge_texts([without_disclosure(seen.text[:LONGEST_TEXT])], self.rules, self.model, self.codes)
        ranked = ranked_codes(judged.combined(0, seen.around), self.codes)
        if ranked[0][0] == WORK_ITSELF and ranked[0][1] > BENEATH:
            return []
        return [(c, p) for c, p in ranked if p >= BENEATH and c != WORK_ITSELF][:MOST_SECTION_CODES]

    def of_the_house(self, seen: _Seen) -> Ranked:
        """The field of the hospital, school or village whose paper this is, for what it has to publish; [] elsewhere."""
        opened = next((text for text in (seen.text, *seen.leads[:1]) if opens_list(text)), None)
        code = None if opened is None else self.rules.houses.field_of(f"{seen.above}\n{opened}")
        return [] if code is None else [(code, FIELD_OF_HOUSE)]

    def with_paper(self, odds: Odds) -> Odds:
        """Log odds that lean to the field of the paper and to the work of disclosure itself."""
        leaning = odds.copy()
        leaning[self.codes.index(WORK_ITSELF)] += WORK_LEAN
        if self.paper is not None:
            leaning[self.codes.index(self.paper)] += LEAN
        return leaning

    def of_the_paper(self, seen: _Seen) -> Ranked:
        """The field of a paper that is not about disclosure, for a section that has something published; [] for one that is about
        disclosure all the same."""
        if self.paper is None or says_disclosure(seen.text) or without_disclosure(seen.text) == seen.text:
            return []
        return [(self.paper, FIELD_OF_PAPER)]

    def named(self, seen: _Seen, chosen: Ranked) -> Ranked:
        """What every office publishes about itself, with what the model found beside it; [] where a section names nothing of it."""
        listed = seen.section.title is None and any(lists_published(text) for text in seen.leads[:1])
        matter = named_matter(seen.text, listed=listed)
        named = [] if matter is None else self.rules.matters.of(matter)
        if listed and self.of_the_house(seen):
            named = [code for code in named if code not in _OF_EVERY_HOUSE]
        if not named:
            return []
        found = dict.fromkeys(named, NAMED_MATTER) | {c: p for c, p in chosen if c != WORK_ITSELF}
        return sorted(found.items(), key=lambda x: -x[1])[:MOST_SECTION_CODES]

    def item(self, seen: _Seen, chosen: Sequence[tuple[str, float]], title: str) -> SectionItem | None:
        """The item of the national catalogues that a section is about; the text before the first heading is headed by the title."""
        if self.rules.items is None or not chosen:
            return None
        heading = seen.section.title or ("" if seen.section.path else title)
        return self.rules.items.match(heading, seen.text, seen.above, [c for c, _ in chosen])


def classify_domains(
    outline: Outline, rules: DomainRules, model: LinearModel | None
) -> tuple[tuple[Label, ...], tuple[SectionLabels, ...], tuple[str, ...]]:
    """(domains of the document best first, domains and catalogue item of every section with text of its own, warnings)."""
    threshold, later = thresholds(model)
    judge = _Classifier(rules, model, codes_of(rules, model), threshold + ABOVE_THRESHOLD, later + ABOVE_THRESHOLD,
                        field_of_paper(outline.metadata.title, rules, model), rules.heads.is_all_how(outline.metadata.title))
    by_path = {s.path: s for s in outline.sections}
    rows: list[SectionLabels] = []
    spread = Spread(judge.codes)
    source = f"model:{model.name}" if model else "rule:domain-lexicon"
    for seen in _seen(outline, judge):
        chosen = judge.chosen(seen, sections_above(seen.section, by_path))
        spoken = [(c, p, _evidence(outline, seen, c, model)) for c, p in chosen]
        labels = tuple(Label(c, rules.names[c], round(p, 4), places, (Reason(source, round(p, 4)),)) for c, p, places in spoken)
        rows.append(SectionLabels(seen.section.path, labels, judge.item(seen, chosen, outline.metadata.title)))
        spread.add(len(seen.text), chosen)
    labels = spread.labels(rules.names, source)
    whole = whole_text(outline)
    if len(whole) <= SHORT_PAPER or not labels:
        labels = _of_the_whole(whole, judge, source) or labels
    return labels, tuple(rows), ()


def _of_the_whole(text: str, judge: _Classifier, source: str) -> tuple[Label, ...]:
    """The domains of a paper read as one passage: a title alone, a notice of one paragraph, one whose sections say nothing."""
    ranked = classify_text(text, judge.rules, judge.model)
    chosen = yield_to_fields(ranked, *thresholds(judge.model))
    return tuple(Label(c, judge.rules.names[c], round(p, 4), (), (Reason(source, round(p, 4)),)) for c, p in chosen)


def _seen(outline: Outline, judge: _Classifier) -> Iterator[_Seen]:
    """Every section with text of its own, judged; what stands above sections is judged once for all that share it."""
    by_path = {s.path: s for s in outline.sections}
    view = outline.view.text
    texts = section_texts(outline)
    held = [(s, t) for s in outline.sections if (t := texts.get(s.start, ""))]
    above = [headings_above(s, by_path, outline.metadata.title) for s, _ in held]
    contexts = [a for a in dict.fromkeys(above) if a]
    around: dict[str, Odds] = {}
    at = 0
    for group in grouped([*contexts, *(text[:LONGEST_TEXT] for _, text in held)]):
        judged = judge_texts(group, judge.rules, judge.model, judge.codes)
        for i, reading in enumerate(judged.readings):
            if at < len(contexts):
                around[contexts[at]] = judged.whole[i]
            else:
                (section, text), context = held[at - len(contexts)], above[at - len(contexts)]
                leads = tuple(texts.get(s.start, "") or view[s.start : s.own_end] for s in sections_above(section, by_path))
                yield _Seen(section, text, context, reading, judged.combined(i, around.get(context)), around.get(context), leads)
            at += 1


def _evidence(outline: Outline, seen: _Seen, code: str, model: LinearModel | None) -> tuple[Span, ...]:
    """Up to three places of the section that spoke for a code: the lexicon's phrases, else the model's best words."""
    text, reading = outline.view.text, seen.reading
    terms = [reading.text[a:b] for a, b, codes in reading.hits if code in codes]
    if not terms and model:
        terms = [f[2:] for f, _ in model.spoke(word_features(reading.longest), code)]
    spans = []
    for term in dict.fromkeys(terms):
        at = text.find(term, seen.section.start, seen.section.own_end)
        if at >= 0:
            spans.append(outline.view.span(at, at + len(term)))
    return tuple(sorted(dict.fromkeys(spans), key=lambda s: s.start)[:3])
