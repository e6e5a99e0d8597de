"""Disclosure attribute of a document and of its sections: to be published, on request, in part, withheld, or undecided.

Order: classification mark (nothing overrules it) -> the document's own declaration -> internal marks -> personal information ->
model and soft rules together (grounds of Articles 14 to 16 and their look-alikes, Articles 19 to 21) -> undecided. Nothing
decides by silence: where neither a rule nor the model is sure, a person is asked. Every cue is kept; a contradiction between
what the document declares and what its content suggests asks for review.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from nlp.classify.attribute_cues import AttributeRules, Spoken, rules_in_section, spoken_rules
from nlp.classify.attribute_features import MANY, PRIVATE_KINDS, STRONG_KINDS, attribute_features
from nlp.classify.predictor import LinearModel
from nlp.types import Attribute, AttributeValue, Basis, Cue, Outline, SectionAttribute, SectionLabels, Sensitive

__all__ = ["AttributeRules", "classify_attribute", "section_attributes"]

REGULATION = "中华人民共和国政府信息公开条例"
ARTICLES: dict[AttributeValue, str] = {"active": "第十九条", "on_request": "第二十七条", "partial": "第三十七条"}
REVIEW_BELOW = 0.78
# To propose withholding takes more than to propose publication: a wrong one hides what the public may see. It takes near certainty
# where a rule says the contrary (a text that stood on a website).
WITHHOLD_FROM, WITHHOLD_AGAINST = 0.5, 0.95
SURE_RULE = 0.9  # the note that a statute was passed or is in force
SHORTEST_TEXT = 8  # Han characters below which nothing is guessed
MOST_CUES, MOST_WORDS = 12, 5


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model holds: labels "value" or "value/ground" with probabilities, best first; words that spoke for the first."""

    ranked: tuple[tuple[str, float], ...] = ()
    words: tuple[str, ...] = ()
    floor: float = 0.5

    def best(self) -> tuple[AttributeValue, str | None, float]:
        """Value, ground and probability of the first label."""
        label, p = self.ranked[0]
        value, _, ground = label.partition("/")
        return value, ground or None, p  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class _Case:
    """One document under judgement."""

    outline: Outline
    rules: AttributeRules
    spoken: tuple[Spoken, ...]
    private: tuple[Sensitive, ...]
    opinion: Opinion
    cues: tuple[Cue, ...] = field(default=())
    counter: tuple[Cue, ...] = field(default=())


def classify_attribute(
    outline: Outline,
    rules: AttributeRules,
    sections: Sequence[SectionLabels],
    sensitive: Sequence[Sensitive],
    model: LinearModel | None = None,
) -> Attribute:
    """The attribute of the document with every cue that spoke; `needs_review` where cues contradict or are weak."""
    every = spoken_rules(outline, rules)
    spoken = tuple(s for s in every if not s.alike)
    counter = tuple(c for s in every if s.alike for c in s.cues)
    private = tuple(s for s in sensitive if s.kind in PRIVATE_KINDS)
    opinion = opinion_of(outline, every, sensitive, rules, model)
    cues = tuple(c for s in spoken for c in s.cues)
    case = _Case(outline, rules, spoken, private, opinion, cues, counter)
    hard = next((s for s in spoken if s.rule.hard), None)
    if hard is not None:
        return _weighed(_masked(case, _declared(case, hard)), model)
    if _too_short(outline):
        return Attribute("undecided", None, 0.3, True, (), cues[:MOST_CUES], counter, "文字太少，无从判断。")
    if opinion.ranked:
        return _weighed(_masked(case, _by_model(case)), model)
    return _masked(case, _by_rules(case, any(x.labels for x in sections)))


def _weighed(found: Attribute, model: LinearModel | None) -> Attribute:
    """The answer with the share of such answers that were right on unseen documents for its score; what is decided stays."""
    if model is None:
        return found
    kind = "undecided" if found.value == "undecided" else "decided"
    return replace(found, score=round(model.reliable(kind, found.score), 4))


def opinion_of(
    outline: Outline, spoken: Sequence[Spoken], sensitive: Sequence[Sensitive], rules: AttributeRules, model: LinearModel | None
) -> Opinion:
    """What the model says of a document; empty without a model."""
    if model is None:
        return Opinion()
    counts = model.weighing.kept(attribute_features(outline, spoken, sensitive, rules))
    known = model.weighing.known(counts)
    odds = model.log_odds([known], np.zeros((1, len(model.codes)), dtype=np.float32))[0]
    p = 1.0 / (1.0 + np.exp(-np.clip(odds.astype(np.float64), -30.0, 30.0)))
    p /= max(float(p.sum()), 1e-9)
    order = np.argsort(-p, kind="stable")
    ranked = tuple((model.codes[i], float(p[i])) for i in order)
    words = [name[2:] for name, _ in model.spoke_of(list(counts), known, ranked[0][0], 20, "thb") if name[1] == "="]
    return Opinion(ranked, tuple(dict.fromkeys(words))[:MOST_WORDS], model.threshold)


def _declared(case: _Case, hard: Spoken) -> Attribute:
    """A mark or a declaration decides; content that speaks otherwise asks for review."""
    rule = hard.rule
    others = {s.rule.value for s in case.spoken if s.rule.where != "type"} - {rule.value, "undecided"}
    against: tuple[Cue, ...] = ()
    if case.opinion.ranked:
        value, ground, p = case.opinion.best()
        if value not in (rule.value, "undecided", "active") and p >= WITHHOLD_FROM and rule.value == "active":
            others.add(value)
            against = (_opinion_cue(case, f"内容像“{_told(value, ground)}”（模型 {p:.2f}），与文件自己的标注不一致"),)
    score = rule.score - (0.15 if others else 0.0)
    review = rule.review or bool(others) or score < REVIEW_BELOW
    ground_check = case.rules.grounds[rule.ground].check if rule.ground else None
    return Attribute(
        rule.value, rule.ground, round(score, 4), review, rule.basis, case.cues[:MOST_CUES], (*case.counter, *against), ground_check
    )


def _by_model(case: _Case) -> Attribute:
    value, ground, p = case.opinion.best()
    floor = max(case.opinion.floor, _holding_from(case, value))
    others = {s.rule.value for s in case.spoken if s.rule.where != "type"} - {value, "undecided"}
    why = _opinion_cue(case, f"用词像“{_told(value, ground)}”（模型 {p:.2f}）")
    if value == "undecided" or p < floor:
        told = "；".join(f"{_told(*_split(label))} {q:.2f}" for label, q in case.opinion.ranked[:2])
        doubt = round(dict(case.opinion.ranked).get("undecided", 0.0), 4)
        cues = (*case.cues[: MOST_CUES - 1], why)
        return Attribute("undecided", None, doubt, True, (), cues, case.counter, f"须由人判断。最像的：{told}。")
    basis, check = _grounded(case, value, ground)
    review = value in ("withheld", "partial") or p < REVIEW_BELOW or bool(others)
    return Attribute(value, ground, round(p, 4), review, basis, (*case.cues[: MOST_CUES - 1], why), case.counter, check)


def _holding_from(case: _Case, value: AttributeValue) -> float:
    """How sure the model must be to propose that something is held back: near certain against a rule that says the contrary, for a
    part of the text only where that rule is sure of itself."""
    if value not in ("withheld", "partial"):
        return 0.0
    against = max((s.rule.score for s in case.spoken if s.rule.value == "active" and s.rule.where != "type"), default=0.0)
    if value == "partial":
        return WITHHOLD_AGAINST if against >= SURE_RULE else 0.0
    return WITHHOLD_AGAINST if against else WITHHOLD_FROM


def _by_rules(case: _Case, has_domains: bool) -> Attribute:
    """Without a model: the first soft rule that spoke."""
    if not case.spoken:
        if has_domains and case.outline.metadata.issuer:
            return Attribute("active", None, 0.6, True, (Basis(REGULATION, ARTICLES["active"]),), case.cues, case.counter)
        return Attribute("undecided", None, 0.3, True, (), case.cues, case.counter, "没有可依据的词语，须由人判断。")
    rule = case.spoken[0].rule
    others = {s.rule.value for s in case.spoken if s.rule.where != "type"} - {rule.value, "undecided"}
    score = rule.score - (0.15 if others else 0.0)
    review = rule.review or bool(others) or score < REVIEW_BELOW
    check = case.rules.grounds[rule.ground].check if rule.ground else None
    return Attribute(rule.value, rule.ground, round(score, 4), review, rule.basis, case.cues[:MOST_CUES], case.counter, check)


def _masked(case: _Case, found: Attribute) -> Attribute:
    """A document to be published that holds personal information is one to be published in part."""
    if found.value != "active" or not must_be_masked(case.private):
        return found
    masked = tuple(Cue(s.start, s.end, s.quote, f"含个人信息（{s.kind}），公开前须遮盖") for s in case.private[:10])
    basis = (*found.basis, *(Basis(REGULATION, a) for a in ("第十五条", "第三十七条")))
    check = case.rules.grounds["personal-privacy"].check
    return Attribute(
        "partial", "personal-privacy", round(min(found.score, 0.85), 4), True, basis, (*found.evidence[:6], *masked), found.counter, check
    )


def must_be_masked(private: Sequence[Sensitive]) -> bool:
    """Whether so much personal information stands in a text that it may not be published as it is."""
    return any(s.kind in STRONG_KINDS for s in private) or len(private) >= MANY


def _grounded(case: _Case, value: AttributeValue, ground: str | None) -> tuple[tuple[Basis, ...], str | None]:
    if ground is not None and ground in case.rules.grounds:
        known = case.rules.grounds[ground]
        return (known.basis,), known.check
    speaking = next((s.rule for s in case.spoken if s.rule.value == value and s.rule.basis), None)
    if speaking is not None:
        return speaking.basis, None
    return ((Basis(REGULATION, ARTICLES[value]),) if value in ARTICLES else ()), None


def _opinion_cue(case: _Case, why: str) -> Cue:
    """The first place of the word that spoke most; the head of the text where none is found."""
    text = case.outline.view.text
    for word in case.opinion.words:
        at = text.find(word)
        if at >= 0:
            span = case.outline.view.span(at, at + len(word))
            return Cue(span.start, span.end, span.quote, why)
    return Cue(0, 0, "", why)


_TOLD: dict[str, str] = {"active": "主动公开", "on_request": "依申请公开", "partial": "部分公开", "withheld": "不予公开", "undecided": "难以判断"}


def _told(value: str, ground: str | None) -> str:
    return _TOLD[value] + (f"：{ground}" if ground else "")


def _split(label: str) -> tuple[str, str | None]:
    value, _, ground = label.partition("/")
    return value, ground or None


def _too_short(outline: Outline) -> bool:
    return sum("\u3400" <= c <= "\u9fff" for c in outline.metadata.title + outline.view.text[:200]) < SHORTEST_TEXT


def section_attributes(
    outline: Outline, document: Attribute, rules: AttributeRules, sensitive: Sequence[Sensitive]
) -> tuple[tuple[SectionAttribute, ...], Attribute]:
    """The attribute of each section with text of its own, and the document's, which becomes partial where a section differs."""
    out: list[SectionAttribute] = []
    for section in outline.sections:
        if section.own_end <= section.text_start:
            continue
        own = _own_attribute(outline, section.start, section.own_end, section.kind == "annex", rules, sensitive)
        if own is None:
            out.append(SectionAttribute(section.path, document.value, document.ground, document.score, True))
        else:
            out.append(SectionAttribute(section.path, *own[:3], False, own[3]))
    apart = [s for s in out if not s.inherited and s.section and s.value in ("withheld", "partial")]
    if document.value == "active" and apart:
        first = apart[0]
        check = rules.grounds[first.ground].check if first.ground is not None else None
        basis = (*document.basis, Basis(REGULATION, ARTICLES["partial"]))
        cues = (*document.evidence[:6], *(c for s in apart for c in s.evidence[:2]))
        document = Attribute("partial", first.ground, min(document.score, 0.85), True, basis, cues[:MOST_CUES], document.counter, check)
    return tuple(out), document


def _own_attribute(
    outline: Outline, start: int, end: int, annex: bool, rules: AttributeRules, sensitive: Sequence[Sensitive]
) -> tuple[AttributeValue, str | None, float, tuple[Cue, ...]] | None:
    """What a section itself says: a mark at the head of an annex, or personal information."""
    if annex:
        marks = rules_in_section(outline, rules, start, end)
        if marks:
            rule = marks[0].rule
            return rule.value, rule.ground, rule.score, tuple(c for s in marks for c in s.cues)
    low, high = outline.view.span(start, end).start, outline.view.span(start, end).end
    private = [s for s in sensitive if s.kind in PRIVATE_KINDS and low <= s.start < high]
    if must_be_masked(private):
        cues = tuple(Cue(s.start, s.end, s.quote, f"含个人信息（{s.kind}），公开前须遮盖") for s in private[:5])
        return "partial", "personal-privacy", 0.85, cues
    return None
