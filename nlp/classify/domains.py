"""Disclosure domains of sections and of the document: lexicon votes and model, with the words that spoke.

A section is judged three times: as a whole (heading and own text), sentence by sentence (a code needs a sentence of its own),
and with what stands above it (chapter, title), which weighs little. The document is the aggregate of its sections by length.
Without a model the votes of the lexicon answer alone.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from nlp.classify.features import features
from nlp.classify.predictor import DomainModel
from nlp.clauses import sentences
from nlp.rulebook import Rulebook
from nlp.types import Label, Outline, Reason, Section, SectionLabels, Span
from nlp.words import Segmenter

MOST_SECTION_CODES = 3
MOST_DOCUMENT_CODES = 6
# Weights of the three views of a section in the log odds; found by grid search over the development documents.
WHOLE, SENTENCE, CONTEXT = 0.55, 0.35, 0.10
SHORTEST_SENTENCE = 9
# The code for how disclosure itself is organised. It yields to a field: 推进扶贫信息公开 is about poverty alleviation. Where it leads,
# a field stands beside it only when it is nearly sure.
WORK_ITSELF = "open-government"
SURE_BESIDE_WORK = 0.97
# Score of a section without a field of its own inside a document about disclosure work: 明确分工, 落实责任.
FROM_CONTEXT = 0.5
# A sentence that lists fields (公共资源配置包括保障性住房分配、政府采购、……等事项) is coded by its list, not as a whole.
_FIELD_LIST = re.compile(
    r"(?:包括|涉及|涵盖|覆盖|围绕|聚焦)(?P<list>[^。；：\n]{8,240})"  # 主要包括保障性安居工程建设、……等……事项
)
FEWEST_LISTED, LISTED_SHARE, LISTED_SCORE = 4, 0.6, 0.9
LONGEST_TEXT = 4_000  # characters of one section that are judged; a longer one repeats itself


@dataclass(frozen=True, slots=True)
class DomainRules:
    """Domain names by code, lexicon phrases by code, the segmenter that knows the phrases."""

    names: Mapping[str, str]
    phrases: tuple[tuple[str, tuple[str, ...]], ...]  # (phrase, codes)
    segmenter: Segmenter = field(default_factory=Segmenter)

    @classmethod
    def load(cls, book: Rulebook) -> DomainRules:
        """Read `domains.tsv` and `domain-lexicon.tsv`; a phrase may vote for several codes."""
        names = {row["id"]: row["name"] for row in book.table("domains")}
        by_phrase: dict[str, list[str]] = {}
        for row in book.table("domain-lexicon"):
            if row["code"] not in names:
                raise row.fault(f"没有代码为“{row['code']}”的领域，可用代码见 domains.tsv。")
            for phrase in row.items("phrases"):
                codes = by_phrase.setdefault(phrase, [])
                if row["code"] not in codes:
                    codes.append(row["code"])
        phrases = tuple(sorted((p, tuple(c)) for p, c in by_phrase.items()))
        return cls(names, phrases, Segmenter(tuple(p for p, _ in phrases)))


@lru_cache(maxsize=4)
def _matcher(phrases: tuple[tuple[str, tuple[str, ...]], ...], segmenter: Segmenter) -> tuple[Any, Any]:
    """spaCy vocabulary and PhraseMatcher over the lexicon, words cut by the same segmenter."""
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    vocab = Vocab()
    matcher = PhraseMatcher(vocab)
    for phrase, codes in phrases:
        matcher.add("|".join(codes), [Doc(vocab, words=segmenter.words(phrase))])
    return vocab, matcher


def read_words(text: str, rules: DomainRules) -> tuple[list[str], list[tuple[int, int, tuple[str, ...]]]]:
    """Words of a text and its lexicon hits as (start, end, codes): phrases on word borders, longest first, without overlap."""
    from spacy.tokens import Doc
    from spacy.util import filter_spans

    words = rules.segmenter.words(text)
    if not words:
        return [], []
    vocab, matcher = _matcher(rules.phrases, rules.segmenter)
    doc = Doc(vocab, words=words)
    hits = filter_spans(matcher(doc, as_spans=True))
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    return words, [(starts[h.start], starts[h.end], tuple(h.label_.split("|"))) for h in hits]


def text_features(text: str, rules: DomainRules) -> dict[str, float]:
    """Features of one text, as the model is trained on them."""
    words, hits = read_words(text, rules)
    return features(text, words, Counter(code for _, _, codes in hits for code in codes))


def _vote_odds(counts: Mapping[str, float], codes: Sequence[str]) -> list[float]:
    """Log odds from lexicon votes alone: -3 without a vote, above 0 from the second on if they are a third of all votes."""
    total = sum(n for f, n in counts.items() if f.startswith("r:")) or 1.0
    return [-3.0 + 2.2 * math.log1p(n) + 3.0 * n / total if (n := counts.get("r:" + c, 0.0)) else -4.0 for c in codes]


def _odds(text: str, rules: DomainRules, model: DomainModel | None, codes: Sequence[str]) -> tuple[list[float], dict[str, float]]:
    counts = text_features(text, rules)
    if not counts:
        return [-9.0] * len(codes), counts
    if model is None:
        return _vote_odds(counts, codes), counts
    return [float(x) for x in model.log_odds(counts)], counts


def _sigmoid(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(min(x, 30.0), -30.0)))


def classify_text(text: str, rules: DomainRules, model: DomainModel | None, context: str = "") -> list[tuple[str, float]]:
    """Codes of a text that stands alone with their probabilities, best first; all codes, no threshold."""
    codes = list(rules.names) if model is None else list(model.codes)
    odds, _ = _section_odds(text, context, rules, model, codes)
    return sorted(((c, _sigmoid(o)) for c, o in zip(codes, odds, strict=True)), key=lambda x: (-x[1], x[0]))


def _section_odds(
    text: str, context: str, rules: DomainRules, model: DomainModel | None, codes: Sequence[str]
) -> tuple[list[float], dict[str, float]]:
    """Log odds of a section and its features: whole, best sentence, context."""
    text = text[:LONGEST_TEXT]
    whole, counts = _odds(text, rules, model, codes)
    parts = [text[a:b] for a, b in sentences(text, 0, len(text)) if b - a >= SHORTEST_SENTENCE]
    best = list(whole)
    if len(parts) > 1:
        each = [_odds(p, rules, model, codes)[0] for p in parts]
        best = [max(column) for column in zip(*each, strict=True)]
    around = _odds(context, rules, model, codes)[0] if context else whole
    return [WHOLE * w + SENTENCE * s + CONTEXT * c for w, s, c in zip(whole, best, around, strict=True)], counts


def yield_to_fields(ranked: Sequence[tuple[str, float]], threshold: float) -> list[tuple[str, float]]:
    """Codes above the threshold, the work of disclosure itself yielding to fields.

    >>> yield_to_fields([("audit", 0.9), ("open-government", 0.8), ("budget", 0.2)], 0.4)
    [('audit', 0.9)]
    """
    chosen = [(c, p) for c, p in ranked if p >= threshold]
    if chosen and chosen[0][0] == WORK_ITSELF:
        chosen = [(c, p) for c, p in chosen if c == WORK_ITSELF or p >= SURE_BESIDE_WORK]
    else:
        chosen = [(c, p) for c, p in chosen if c != WORK_ITSELF]
    return chosen[:MOST_SECTION_CODES]


def about_disclosure(context: str, rules: DomainRules, model: DomainModel | None) -> bool:
    """Whether title and chapter are about the work of disclosure itself."""
    codes = list(rules.names) if model is None else list(model.codes)
    odds, _ = _odds(context, rules, model, codes)
    return bool(context) and odds[codes.index(WORK_ITSELF)] >= 0.0


def listed_fields(text: str, rules: DomainRules) -> list[str]:
    """Codes of the fields that a section lists, in the order of the text; [] where it lists none.

    A list counts where at least FEWEST_LISTED of its members, and LISTED_SHARE of them, are phrases of the lexicon.
    """
    for m in _FIELD_LIST.finditer(text):
        members = [x for x in re.split("、|和|及", m["list"]) if x]
        if len(members) < FEWEST_LISTED:
            continue
        voted = [codes for x in members for _, _, codes in read_words(x, rules)[1][:1]]
        fields = list(dict.fromkeys(codes[0] for codes in voted if codes[0] != WORK_ITSELF))
        if len(fields) >= FEWEST_LISTED and len(voted) >= LISTED_SHARE * len(members):
            return fields
    return []


def with_list(ranked: Sequence[tuple[str, float]], listed: Sequence[str], threshold: float) -> list[tuple[str, float]]:
    """A field that the model is sure of, then the listed ones."""
    sure = [(c, p) for c, p in ranked if p >= max(threshold, 0.8) and c not in listed and c != WORK_ITSELF][:1]
    return [*sure, *((c, LISTED_SCORE) for c in listed)][:MOST_SECTION_CODES]


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
    outline: Outline, rules: DomainRules, model: DomainModel | None
) -> tuple[tuple[Label, ...], tuple[SectionLabels, ...], tuple[str, ...]]:
    """(domains of the document best first, domains of every section with text of its own, warnings)."""
    codes = list(rules.names) if model is None else list(model.codes)
    threshold = 0.5 if model is None else model.threshold
    by_path = {s.path: s for s in outline.sections}
    rows: list[SectionLabels] = []
    mass = dict.fromkeys(codes, 0.0)
    peak = dict.fromkeys(codes, 0.0)
    total = 0.0
    source = f"model:{model.name}" if model else "rule:domain-lexicon"
    for section in outline.sections:
        text = _section_text(outline, section)
        if not text:
            continue
        context = _context(section, by_path, outline.metadata.title)
        odds, counts = _section_odds(text, context, rules, model, codes)
        scores = [_sigmoid(o) for o in odds]
        ranked = sorted(zip(codes, scores, strict=True), key=lambda x: (-x[1], x[0]))
        listed = listed_fields(text, rules)
        chosen = with_list(ranked, listed, threshold) if listed else yield_to_fields(ranked, threshold)
        if not chosen and section.path and about_disclosure(context, rules, model):
            chosen = [(WORK_ITSELF, FROM_CONTEXT)]
        spoken = [(c, p, _evidence(outline, section, c, rules, model, counts)) for c, p in chosen]
        labels = tuple(Label(c, rules.names[c], round(p, 4), places, (Reason(source, round(p, 4)),)) for c, p, places in spoken)
        rows.append(SectionLabels(section.path, labels))
        weight = math.sqrt(len(text))
        total += weight
        for c, p in chosen:
            mass[c] += weight * p
            peak[c] = max(peak[c], p)
    document = _document_labels(mass, peak, total, rules, source)
    warnings: tuple[str, ...] = ()
    return document, tuple(rows), warnings


def _section_text(outline: Outline, section: Section) -> str:
    """Heading and own text of a section without furniture, colophon and the like; "" where it has none."""
    text = outline.view.text
    kinds = {"body", "heading", "row"}
    parts = [
        text[max(line.start, section.start) : min(line.end, section.own_end)]
        for line in outline.lines
        if line.kind in kinds and line.start < section.own_end and line.end > section.start
    ]
    joined = "\n".join(p for p in parts if p.strip())
    own = text[section.text_start : section.own_end].strip()
    return joined if section.path == "" or own or section.own_end == section.end else ""


def _document_labels(
    mass: Mapping[str, float], peak: Mapping[str, float], total: float, rules: DomainRules, source: str
) -> tuple[Label, ...]:
    """Codes with a tenth of the document's text or a sure section, best first; score = peak drawn down by a small share."""
    if not total:
        return ()
    scored = []
    for code, m in mass.items():
        share = m / total
        if share >= 0.08 or (peak[code] >= 0.8 and share >= 0.02):
            scored.append((code, min(0.99, peak[code] * (0.55 + 0.45 * min(1.0, share / 0.25)))))
    scored.sort(key=lambda x: (-x[1], x[0]))
    best = scored[:MOST_DOCUMENT_CODES]
    return tuple(Label(c, rules.names[c], round(p, 4), (), (Reason(source, round(p, 4)),)) for c, p in best)


def _evidence(
    outline: Outline, section: Section, code: str, rules: DomainRules, model: DomainModel | None, counts: Mapping[str, float]
) -> tuple[Span, ...]:
    """Up to three places of the section that spoke for a code: the model's best words, else the lexicon's phrases."""
    text = outline.view.text
    terms = [f[2:] for f, _ in model.spoke(counts, code) if f[0] in "w3"] if model else []
    if not terms:
        terms = [p for p, codes in rules.phrases if code in codes and p in text[section.start : section.own_end]][:3]
    spans = []
    for term in terms:
        at = text.find(term, section.start, section.own_end)
        if at >= 0:
            spans.append(outline.view.span(at, at + len(term)))
    return tuple(sorted(dict.fromkeys(spans), key=lambda s: s.start)[:3])
