"""Disclosure attribute of a document: to be published, on request, in part, withheld, or undecided; with ground, basis and cues.

Order: classification mark (nothing overrules it) -> declared mark -> internal marks and grounds of Articles 14 to 16 ->
Articles 19 and 20 -> undecided. Every row of `rules/attribute.tsv` that speaks is kept as a cue; a contradiction asks
for review. Nothing decides by silence: a text that no row knows is undecided.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.rulebook import Row, Rulebook, check_examples, compile_pattern
from nlp.types import Attribute, AttributeValue, Basis, Cue, Outline, SectionLabels, Sensitive, Span

HEAD_LENGTH = 400
# Personal information of these kinds, with so many finds, makes a document to be published one to be published in part.
PRIVATE_KINDS = frozenset({"resident-id", "bank-card", "passport", "mobile", "address-full", "disability-card", "medical-record"})
STRONG_KINDS = frozenset({"resident-id", "bank-card", "passport", "disability-card", "medical-record"})
VALUES: tuple[AttributeValue, ...] = ("active", "on_request", "partial", "withheld", "undecided")
REVIEW_BELOW = 0.78


@dataclass(frozen=True, slots=True)
class AttributeRule:
    """One row of the table, compiled."""

    id: str
    where: str
    pattern: re.Pattern[str] | None
    words: frozenset[str]
    value: AttributeValue
    ground: str | None
    basis: tuple[Basis, ...]
    score: float
    review: bool
    why: str


@dataclass(frozen=True, slots=True)
class AttributeRules:
    """Rows in the order in which they decide."""

    rows: tuple[AttributeRule, ...]

    @classmethod
    def load(cls, book: Rulebook) -> AttributeRules:
        """Read and check `attribute.tsv`. Raises RuleError for an unknown value or an example that fails."""
        return cls(tuple(_rule(row) for row in book.table("attribute")))


# What may stand behind an internal mark and makes it another word: 内部资料性出版物, 内部文件柜, 学籍管理.
_OTHER_WORD = r"(?![性柜夹管]|条例|递交|好身份)"


def _rule(row: Row) -> AttributeRule:
    value = row["value"]
    if value not in VALUES:
        raise row.fault(f"value 只能是 {'、'.join(VALUES)}，不能是“{value}”。")
    pattern = None
    words: frozenset[str] = frozenset()
    if row["where"] in ("title", "head", "body"):
        try:
            pattern = re.compile(compile_pattern(row["pattern"], {}) + _OTHER_WORD)
        except ValueError as error:
            raise row.fault(f"pattern 有误：{error}。") from error
        check_examples(row, lambda text: [m[0] for m in pattern.finditer(text)] if pattern else [])
    else:
        words = frozenset(row.items("pattern"))
    basis = (Basis(row["law"], row["article"] or None),) if row["law"] else ()
    return AttributeRule(
        row["id"], row["where"], pattern, words, value, row["ground"] or None, basis, float(row["score"]),
        row["review"] == "yes", row["why"],
    )


def classify_attribute(
    outline: Outline, rules: AttributeRules, sections: Sequence[SectionLabels], sensitive: Sequence[Sensitive]
) -> Attribute:
    """The attribute of the document with every cue that spoke; `needs_review` where cues contradict or are weak."""
    spoken = [(rule, cue) for rule in rules.rows for cue in _cues(rule, outline)]
    private = [s for s in sensitive if s.kind in PRIVATE_KINDS]
    cues = tuple(cue for _, cue in spoken)
    if not spoken:
        if any(x.labels for x in sections) and outline.metadata.issuer:
            return Attribute("active", None, 0.6, True, (Basis("中华人民共和国政府信息公开条例", "第十九条"),), cues)
        return Attribute("undecided", None, 0.3, True, (), cues)
    rule = spoken[0][0]
    if rule.value == "active" and _must_be_masked(private):
        masked = tuple(Cue(s.start, s.end, s.quote, f"含个人信息（{s.kind}），公开前须遮盖") for s in private[:10])
        basis = (*rule.basis, *(Basis("中华人民共和国政府信息公开条例", a) for a in ("第十五条", "第三十七条")))
        return Attribute("partial", "personal-privacy", min(rule.score, 0.85), True, basis, (*cues[:6], *masked))
    others = {r.value for r, _ in spoken if r.where != "type"} - {rule.value, "undecided"}
    score = rule.score - (0.15 if others else 0.0)
    review = rule.review or bool(others) or score < REVIEW_BELOW
    return Attribute(rule.value, rule.ground, round(score, 4), review, rule.basis, cues[:12])


def _must_be_masked(private: Sequence[Sensitive]) -> bool:
    return any(s.kind in STRONG_KINDS for s in private) or len(private) >= 4


def _cues(rule: AttributeRule, outline: Outline) -> list[Cue]:
    """Where a rule speaks, at most three places."""
    m = outline.metadata
    if rule.where == "mark":
        field = "classification" if m.classification in rule.words else "declared_attribute"
        if m.classification not in rule.words and m.declared_attribute not in rule.words:
            return []
        return [_cue(s, rule.why) for s in m.evidence.get(field, (Span(0, 0, ""),))][:3]
    if rule.where == "type":
        if m.document_type not in rule.words:
            return []
        places = m.evidence.get("document_type") or m.evidence.get("title") or (Span(0, 0, ""),)
        return [_cue(s, f"{rule.why}（{m.document_type}）") for s in places][:1]
    assert rule.pattern is not None
    if rule.where == "title":
        if not rule.pattern.search(m.title):
            return []
        return [_cue(s, rule.why) for s in m.evidence.get("title", (Span(0, 0, ""),))][:1]
    end = min(HEAD_LENGTH, len(outline.view.text)) if rule.where == "head" else len(outline.view.text)
    hits = list(rule.pattern.finditer(outline.view.text, 0, end))[:3]
    return [_cue(outline.view.span(h.start(), h.end()), rule.why) for h in hits]


def _cue(span: Span, why: str) -> Cue:
    return Cue(span.start, span.end, span.quote, why)
