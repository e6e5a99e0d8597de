"""Cues of the disclosure attribute: marks, titles, internal notes, kinds; each with the look-alikes that take it back.

    内部资料 注意保存          -> a cue: withheld, work-secret
    内部资料性出版物准印证      -> a look-alike, kept as a counter-cue
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nlp.rulebook import Row, Rulebook, check_examples, compile_pattern, literals
from nlp.types import AttributeValue, Basis, Cue, Outline, Span
from nlp.words import Segmenter

HEAD_LENGTH, OPENING_LENGTH = 400, 30
MOST_PLACES = 3
VALUES: tuple[AttributeValue, ...] = ("active", "on_request", "partial", "withheld", "undecided")
PLACES = frozenset({"mark", "opening", "line", "head", "text", "title", "body", "type"})
LONGEST_MARK_LINE = 32


@dataclass(frozen=True, slots=True)
class AttributeRule:
    """One row of the table. `hard`: it decides whatever else speaks; a soft one is a hint that the model weighs."""

    id: str
    where: str
    pattern: re.Pattern[str] | None
    words: frozenset[str]
    unless: re.Pattern[str] | None
    value: AttributeValue
    ground: str | None
    basis: tuple[Basis, ...]
    score: float
    review: bool
    hard: bool
    why: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What a ground of non-disclosure rests on, and what a person must still check."""

    basis: Basis
    check: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words that vote for a label; a phrase may vote for several."""

    pattern: re.Pattern[str]
    labels: Mapping[str, tuple[str, ...]]

    @classmethod
    def load(cls, book: Rulebook, table: str) -> Lexicon:
        """Read `attribute-lexicon.tsv` or `attribute-signs.tsv`; longer phrases go first."""
        labels: dict[str, tuple[str, ...]] = {}
        for row in book.table(table):
            for phrase in row.items("phrases"):
                labels[phrase] = (*labels.get(phrase, ()), row["label"])
        return cls(re.compile(literals(labels)), labels)

    def votes(self, text: str) -> dict[str, int]:
        """Different phrases found, counted by label."""
        found = dict.fromkeys(self.pattern.findall(text))
        votes: dict[str, int] = {}
        for phrase in found:
            for label in self.labels[phrase]:
                votes[label] = votes.get(label, 0) + 1
        return votes


@dataclass(frozen=True, slots=True)
class AttributeRules:
    """Rows in the order in which they decide, and the grounds by code."""

    rows: tuple[AttributeRule, ...]
    grounds: Mapping[str, Ground]
    lexicon: Lexicon
    signs: Lexicon
    segmenter: Segmenter

    @classmethod
    def load(cls, book: Rulebook) -> AttributeRules:
        """Read and check `attribute.tsv` and `attribute-grounds.tsv`. Raises RuleError for an unknown value or a failing example."""
        grounds = {row["id"]: Ground(Basis(row["law"], row["article"]), row["check"]) for row in book.table("attribute-grounds")}
        rows = tuple(_rule(row) for row in book.table("attribute"))
        for rule, row in zip(rows, book.table("attribute"), strict=True):
            if rule.ground is not None and rule.ground not in grounds:
                raise row.fault(f"没有代码为“{rule.ground}”的理由，可用代码见 attribute-grounds.tsv。")
        return cls(rows, grounds, Lexicon.load(book, "attribute-lexicon"), Lexicon.load(book, "attribute-signs"),
                   Segmenter.of_lexicon(book))


def _rule(row: Row) -> AttributeRule:
    value = row["value"]
    if value not in VALUES:
        raise row.fault(f"value 只能是 {'、'.join(VALUES)}，不能是“{value}”。")
    if row["where"] not in PLACES:
        raise row.fault(f"where 只能是 {'、'.join(sorted(PLACES))}，不能是“{row['where']}”。")
    pattern = unless = None
    words: frozenset[str] = frozenset()
    if row["where"] in ("mark", "type"):
        words = frozenset(row.items("pattern"))
    else:
        try:
            pattern = re.compile(compile_pattern(row["pattern"], {"any": "[^，。；\\n]{0,8}?", "gap": "[ \\t、/|]"}))
            unless = re.compile("|".join(compile_pattern(x, {}) for x in row.items("unless"))) if row.items("unless") else None
        except ValueError as error:
            raise row.fault(f"pattern 有误：{error}。") from error
        check_examples(row, lambda text: [text[a:b] for a, b, alike in _places(pattern, unless, text, 0, len(text)) if not alike])
    basis = (Basis(row["law"], row["article"] or None),) if row["law"] else ()
    return AttributeRule(
        row["id"], row["where"], pattern, words, unless, value, row["ground"] or None, basis, float(row["score"]),
        row["review"] == "yes", row["hard"] == "yes", row["why"],
    )  # fmt: skip


def _places(
    pattern: re.Pattern[str], unless: re.Pattern[str] | None, text: str, start: int, end: int
) -> Iterator[tuple[int, int, bool]]:
    """Ranges of the hits in text[start:end]; True for one that a look-alike covers in part."""
    alike = [m.span() for m in unless.finditer(text, start, end)] if unless is not None else []
    for m in pattern.finditer(text, start, end):
        if m.end() > m.start():
            yield m.start(), m.end(), any(a < m.end() and m.start() < b for a, b in alike)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A rule that spoke, with its places; `alike` where all that it found were look-alikes."""

    rule: AttributeRule
    cues: tuple[Cue, ...]
    alike: bool = False


def spoken_rules(outline: Outline, rules: AttributeRules) -> list[Spoken]:
    """Rules that speak of the whole document, in the order of the table."""
    return [s for rule in rules.rows for s in _speaks(rule, outline)]


def _speaks(rule: AttributeRule, outline: Outline) -> list[Spoken]:
    m = outline.metadata
    if rule.where == "mark":
        if m.classification not in rule.words and m.declared_attribute not in rule.words:
            return []
        field = "classification" if m.classification in rule.words else "declared_attribute"
        return [Spoken(rule, tuple(_cue(s, rule.why) for s in m.evidence.get(field, (Span(0, 0, ""),))[:MOST_PLACES]))]
    if rule.where == "type":
        if m.document_type not in rule.words:
            return []
        places = m.evidence.get("document_type") or m.evidence.get("title") or (Span(0, 0, ""),)
        return [Spoken(rule, tuple(_cue(s, f"{rule.why}（{m.document_type}）") for s in places[:1]))]
    assert rule.pattern is not None
    if rule.where == "title":
        hits = list(_places(rule.pattern, rule.unless, m.title, 0, len(m.title)))
        spans = [m.evidence.get("title", (Span(0, 0, ""),))[0] for _ in hits]
    else:
        start, end = _range(rule.where, outline)
        hits = list(_places(rule.pattern, rule.unless, outline.view.text, start, min(end, len(outline.view.text))))
        if rule.hard:
            hits = [(a, b, alike or not _is_mark(outline.view.text, a, b, rule.where)) for a, b, alike in hits]
        spans = [outline.view.span(a, b) for a, b, _ in hits]
    return _sorted_out(rule, hits, spans)


def _is_mark(text: str, a: int, b: int, where: str) -> bool:
    """Whether a find is a mark that the document carries, not a word that it speaks of (凡标有“内部资料”的…, 如“机密★10年”).

    Where a rule asks for a line, the mark is nearly all of it, or stands in brackets.
    """
    if text[a - 1 : a] in ("“", "‘", '"', "「") or text[max(0, a - 2) : a] in ("例如", "标有", "注明", "印有"):
        return False
    if where != "line":
        return True
    opened = text[a - 1 : a] in ("（", "【", "(", "[")
    low, high = text.rfind("\n", 0, a) + 1, text.find("\n", b)
    high = high if high >= 0 else len(text)
    return opened or (high - low <= LONGEST_MARK_LINE and "。" not in text[low:a] and "，" not in text[low:a])


def _range(where: str, outline: Outline) -> tuple[int, int]:
    """View range in which a rule looks."""
    if where == "body":
        return outline.body
    return 0, {"opening": OPENING_LENGTH, "head": HEAD_LENGTH, "line": HEAD_LENGTH}.get(where, len(outline.view.text))


def _sorted_out(rule: AttributeRule, hits: list[tuple[int, int, bool]], spans: list[Span]) -> list[Spoken]:
    """True finds first, look-alikes apart."""
    true = [s for s, (_, _, alike) in zip(spans, hits, strict=True) if not alike][:MOST_PLACES]
    false = [s for s, (_, _, alike) in zip(spans, hits, strict=True) if alike][:MOST_PLACES]
    out = [Spoken(rule, tuple(_cue(s, rule.why) for s in true))] if true else []
    return out + ([Spoken(rule, tuple(_cue(s, f"形似“{rule.why}”，未采信") for s in false), alike=True)] if false else [])


def rules_in_section(outline: Outline, rules: AttributeRules, start: int, end: int) -> list[Spoken]:
    """Hard rows for the head that speak inside view range [start, end): an annex may carry a mark of its own."""
    out = []
    for rule in rules.rows:
        if rule.where not in ("head", "line") or not rule.hard or rule.pattern is None:
            continue
        hits = list(_places(rule.pattern, rule.unless, outline.view.text, start, min(start + HEAD_LENGTH, end)))
        out += [s for s in _sorted_out(rule, hits, [outline.view.span(a, b) for a, b, _ in hits]) if not s.alike]
    return out


def _cue(span: Span, why: str) -> Cue:
    return Cue(span.start, span.end, span.quote, why)
