"""Disclosure domains of sections and of the document: lexicon votes and model, with the words that spoke.

A section is judged three times: as a whole (heading and own text), sentence by sentence (a code needs a sentence of its own),
and with what stands above it (chapter, title), which weighs little. The document is the aggregate of its sections by length.
Without a model the votes of the lexicon answer alone.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nlp.classify.disclosure_words import opens_a_field, without_disclosure
from nlp.classify.domain_reading import DomainRules, Reading, read_text, read_words, text_features
from nlp.classify.predictor import LinearModel
from nlp.types import Entry, Label, Outline, Reason, Section, SectionLabels, Span

MOST_SECTION_CODES = 3
MOST_DOCUMENT_CODES = 6
# Weights of the three views of a section in the log odds; found by grid search over the development documents.
WHOLE, SENTENCE, CONTEXT = 0.40, 0.50, 0.10
# The best of many sentences lies higher than one text of its own, so a section needs a little more than the model's threshold.
ABOVE_THRESHOLD = 0.08
SHORTEST_SENTENCE = 18  # features (some eight characters) that a sentence needs to be judged alone
NOTHING = -9.0  # log odds of a text without a Han character
JUDGED_LINES = frozenset({"body", "heading", "row"})
# The code for how disclosure itself is organised. It yields to a field: 推进扶贫信息公开 is about poverty alleviation.
# Where it leads, a field stands beside it only when it is nearly sure.
WORK_ITSELF = "open-government"
SURE_BESIDE_WORK = 0.97
# Probability from which a field counts that shows once the words of disclosure are taken out of a section about it.
BENEATH = 0.6
# Score of a section without a field of its own that takes the one of its chapter and title: 明确分工, 落实责任.
FROM_CONTEXT = 0.5
# Probability from which a matter's own words overrule the codes of its section.
OWN_DOMAIN = 0.6
# A sentence that lists fields (公共资源配置包括保障性住房分配、政府采购、……等事项) is coded by its list, not as a whole.
_FIELD_LIST = re.compile(
    r"(?:包括|涉及|涵盖|覆盖|围绕|聚焦)(?P<list>[^。；：\n]{8,240})"  # 主要包括保障性安居工程建设、……等……事项
)
_LIST_POINT = re.compile("[^、和及]+")  # a member of the list
FEWEST_LISTED, LISTED_SHARE, LISTED_SCORE = 4, 0.6, 0.9
LONGEST_TEXT = 4_000  # characters of one section that are judged; a longer one repeats itself


def _vote_odds(counts: Mapping[str, float], codes: Sequence[str]) -> list[float]:
    """Log odds from lexicon votes alone: -3 without a vote, above 0 from the second on if they are a third of all votes."""
    total = sum(n for f, n in counts.items() if f.startswith("r:")) or 1.0
    return [-3.0 + 2.2 * math.log1p(n) + 3.0 * n / total if (n := counts.get("r:" + c, 0.0)) else -4.0 for c in codes]


def _odds(parts: Sequence[Mapping[str, float]], model: LinearModel | None, codes: Sequence[str]) -> NDArray[np.float32]:
    """Log odds (1 + texts, codes): of all parts as one text, then of each part that is long enough to be judged alone."""
    if not any(parts):
        return np.full((1, len(codes)), NOTHING, dtype=np.float32)
    fair = [i for i, p in enumerate(parts) if len(p) >= SHORTEST_SENTENCE] if len(parts) > 1 else []
    if model is None:
        votes: Counter[str] = Counter()
        for p in parts:
            votes.update({f: int(n) for f, n in p.items() if f[:2] == "r:"})
        return np.array([_vote_odds(p, codes) for p in (votes, *(parts[i] for i in fair))], dtype=np.float32)
    known = [model.weighing.known(p) for p in parts]
    cast = np.stack([model.votes(p) for p in parts])
    texts = [model.weighing.together(known), *(known[i] for i in fair)]
    return model.log_odds(texts, np.vstack([cast.sum(axis=0), cast[fair]]))


def _ranked(odds: NDArray[np.float32], codes: Sequence[str]) -> list[tuple[str, float]]:
    """Codes with their probabilities, best first; equal ones in the order of the codes."""
    p = 1.0 / (1.0 + np.exp(-np.clip(odds.astype(np.float64), -30.0, 30.0)))
    return [(codes[i], float(p[i])) for i in np.argsort(-p, kind="stable")]


def classify_text(text: str, rules: DomainRules, model: LinearModel | None, context: str = "") -> list[tuple[str, float]]:
    """Codes of a text that stands alone with their probabilities, best first; all codes, no threshold."""
    codes = list(rules.names) if model is None else list(model.codes)
    around = _context_odds(context, rules, model, codes) if context else None
    odds = _section_odds(read_text(text[:LONGEST_TEXT], rules).parts, around, model, codes)
    return _ranked(odds, codes)


def _context_odds(context: str, rules: DomainRules, model: LinearModel | None, codes: Sequence[str]) -> NDArray[np.float32]:
    whole: NDArray[np.float32] = _odds([text_features(context, rules)], model, codes)[0]
    return whole


def _section_odds(
    parts: Sequence[Mapping[str, float]], around: NDArray[np.float32] | None, model: LinearModel | None, codes: Sequence[str]
) -> NDArray[np.float32]:
    """Log odds of a section: whole, best sentence, context."""
    odds = _odds(parts, model, codes)
    whole = odds[0]
    best = odds[1:].max(axis=0) if len(odds) > 2 else whole
    combined: NDArray[np.float32] = WHOLE * whole + SENTENCE * best + CONTEXT * (whole if around is None else around)
    return combined


def with_own_domains(
    entries: Sequence[Entry], sections: Sequence[SectionLabels], rules: DomainRules, model: LinearModel | None
) -> tuple[Entry, ...]:
    """Entries with the domain of their own matter: a table or a long section holds matters of many fields.

    A matter's own words decide where they are sure (OWN_DOMAIN), or where they choose among the codes of its section; else the
    entry keeps what it has.
    """
    codes = {s.section: [x.code for x in s.labels] for s in sections}
    out = []
    for entry in entries:
        ranked = classify_text("，".join((entry.item, *entry.content)), rules, model)
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


def from_context(odds: NDArray[np.float32], codes: Sequence[str]) -> list[tuple[str, float]]:
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


def _field_beneath(
    text: str, around: NDArray[np.float32] | None, rules: DomainRules, model: LinearModel | None, codes: Sequence[str]
) -> list[tuple[str, float]]:
    """The fields of a section that speaks of disclosure, found once the words of disclosure are taken out; [] where none is sure."""
    opening = opens_a_field(text)
    if opening is None or not any(code != WORK_ITSELF for _, _, cast in read_words(opening, rules)[1] for code in cast):
        return []
    parts = read_text(without_disclosure(text[:LONGEST_TEXT]), rules).parts
    ranked = _ranked(_section_odds(parts, around, model, codes), codes)
    if ranked[0][0] == WORK_ITSELF and ranked[0][1] > BENEATH:
        return []
    return [(c, p) for c, p in ranked if p >= BENEATH and c != WORK_ITSELF][:MOST_SECTION_CODES]


def _above(section: Section, by_path: Mapping[str, Section]) -> list[Section]:
    """The sections that hold a section, nearest first."""
    out, path = [], section.path
    while "/" in path:
        path = path.rsplit("/", 1)[0]
        if path in by_path:
            out.append(by_path[path])
    return out


def _context(section: Section, by_path: Mapping[str, Section], title: str) -> str:
    """Headings above a section and the document's title."""
    above = []
    path = section.path
    while "/" in path:
        path = path.rsplit("/", 1)[0]
        if path in by_path and by_path[path].title:
            above.append(by_path[path].title or "")
    return "。".join([*above, title])


def classify_domains(
    outline: Outline, rules: DomainRules, model: LinearModel | None
) -> tuple[tuple[Label, ...], tuple[SectionLabels, ...], tuple[str, ...]]:
    """(domains of the document best first, domains of every section with text of its own, warnings)."""
    codes = list(rules.names) if model is None else list(model.codes)
    threshold, later = thresholds(model)
    threshold, later = threshold + ABOVE_THRESHOLD, later + ABOVE_THRESHOLD
    by_path = {s.path: s for s in outline.sections}
    around: dict[str, NDArray[np.float32]] = {}
    rows: list[SectionLabels] = []
    spread = Spread(codes)
    source = f"model:{model.name}" if model else "rule:domain-lexicon"
    texts = _section_texts(outline)
    for section in outline.sections:
        text = texts.get(section.start, "")
        if not text:
            continue
        context = _context(section, by_path, outline.metadata.title)
        if context not in around:
            around[context] = _context_odds(context, rules, model, codes)
        reading = read_text(text[:LONGEST_TEXT], rules)
        odds = _section_odds(reading.parts, around[context] if context else None, model, codes)
        ranked = _ranked(odds, codes)
        listed = listed_fields(reading)
        chosen = with_list(ranked, listed, threshold) if listed else yield_to_fields(ranked, threshold, later)
        about = context and around[context][codes.index(WORK_ITSELF)] >= 0.0
        if rules.heads.tells_how(section, _above(section, by_path), bool(about)):
            chosen = [(WORK_ITSELF, max(FROM_CONTEXT, dict(ranked)[WORK_ITSELF]))]
        elif chosen and chosen[0][0] == WORK_ITSELF:
            chosen = _field_beneath(text, around[context] if context else None, rules, model, codes) or chosen
        if not chosen and section.path and context:
            chosen = from_context(around[context], codes)
        spoken = [(c, p, _evidence(outline, section, c, model, reading)) for c, p in chosen]
        labels = tuple(Label(c, rules.names[c], round(p, 4), places, (Reason(source, round(p, 4)),)) for c, p, places in spoken)
        rows.append(SectionLabels(section.path, labels))
        spread.add(len(text), chosen)
    return spread.labels(rules, source), tuple(rows), ()


def _section_texts(outline: Outline) -> dict[int, str]:
    """Heading and own text by section start, without furniture, colophon and the like; "" where a section has none."""
    text = outline.view.text
    starts = [s.start for s in outline.sections]
    parts: dict[int, list[str]] = {}
    for line in outline.lines:
        if line.kind not in JUDGED_LINES:
            continue
        first = max(bisect_right(starts, line.start) - 1, 0)
        for section in outline.sections[first:]:  # a line may hold the ends and beginnings of several sections
            if section.start >= line.end and section.start > line.start:
                break
            piece = text[max(line.start, section.start) : min(line.end, section.own_end)]
            if piece.strip():
                parts.setdefault(section.start, []).append(piece)
    out = {}
    for section in outline.sections:
        own = text[section.text_start : section.own_end].strip()
        if section.path == "" or own or section.own_end == section.end:
            out[section.start] = "\n".join(parts.get(section.start, ()))
    return out


class Spread:
    """How the codes of the sections spread over the document."""

    def __init__(self, codes: Sequence[str]) -> None:
        self._mass = dict.fromkeys(codes, 0.0)
        self._peak = dict.fromkeys(codes, 0.0)
        self._total = 0.0

    def add(self, length: int, chosen: Sequence[tuple[str, float]]) -> None:
        """Count a section of so many characters with its codes."""
        weight = math.sqrt(length)
        self._total += weight
        for code, p in chosen:
            self._mass[code] += weight * p
            self._peak[code] = max(self._peak[code], p)

    def labels(self, rules: DomainRules, source: str) -> tuple[Label, ...]:
        """Codes with a twelfth of the document or a sure section, best first; score = peak drawn down by a small share."""
        if not self._total:
            return ()
        scored = []
        for code, mass in self._mass.items():
            share = mass / self._total
            if share >= 0.08 or (self._peak[code] >= 0.8 and share >= 0.02):
                scored.append((code, min(0.99, self._peak[code] * (0.55 + 0.45 * min(1.0, share / 0.25)))))
        scored.sort(key=lambda x: (-x[1], x[0]))
        best = scored[:MOST_DOCUMENT_CODES]
        return tuple(Label(c, rules.names[c], round(p, 4), (), (Reason(source, round(p, 4)),)) for c, p in best)


def _evidence(
    outline: Outline,
    section: Section,
    code: str,
    model: LinearModel | None,
    reading: Reading,
) -> tuple[Span, ...]:
    """Up to three places of the section that spoke for a code: the lexicon's phrases, else the model's best words."""
    text = outline.view.text
    terms = [reading.text[a:b] for a, b, codes in reading.hits if code in codes]
    if not terms and model:
        heard = max(reading.parts, key=len, default={})
        terms = [f[2:] for f, _ in model.spoke(heard, code)]
    spans = []
    for term in dict.fromkeys(terms):
        at = text.find(term, section.start, section.own_end)
        if at >= 0:
            spans.append(outline.view.span(at, at + len(term)))
    return tuple(sorted(dict.fromkeys(spans), key=lambda s: s.start)[:3])
