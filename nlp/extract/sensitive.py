"""Personal information: numbers with check characters, shapes behind cues, names in lists; each with its masked form.

A place belongs to the first kind of `rules/sensitive.tsv` that claims it. A credit code is known and not masked, but for that of a
sole trader beside a home. Spans quote the source exactly, also where a number runs over line ends or table cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nlp.extract.sensitive_checks import is_resident_id, passes_luhn
from nlp.extract.sensitive_masks import bare, mask, masked
from nlp.extract.sensitive_numbers import find_numbers, is_sole_traders
from nlp.extract.sensitive_people import find_people
from nlp.extract.sensitive_rules import (
    ColumnRoles,
    NameRules,
    SensitiveRule,
    load_columns,
    load_kinds,
    load_names,
)
from nlp.extract.sensitive_shapes import SHAPES
from nlp.extract.sensitive_tables import HeadsAt, HeadTest, PersonTable, tables_of
from nlp.rulebook import Rulebook, check_examples
from nlp.types import Outline, Reason, Sensitive, View

__all__ = ["SensitiveRules", "find_in_view", "find_sensitive", "is_resident_id", "mask", "passes_luhn"]

_LONGEST_SHAPE = 90
_SIGN = re.compile("[0-9A-Za-z]")  # no shape is without one
_MORE = re.compile(r"[、，,/;； 和或及]{1,2}")  # a further number behind the same cue
_HOME = re.compile(r"经营者|业主|户主|家庭|住址|住所")
# 户名：某县财政局 开户行：某银行 账号：…: the account of a body
_PAYEE = re.compile(
    r"(?:户名|账户名称|开户名称?|收款单位|单位名称|收款人)[称]?[：\t ][^\n]{0,24}?"
    r"(?:局|中心|公司|委员会|政府|院|所|校|专户|会|部|厅|社)(?![\u4e00-\u9fff]?某)"
)
_PAYEE_REACH = 80
# sure by its digits; by its shape and a cue; by the columns of a list
_SURE, _CUED, _LISTED = 0.99, 0.85, 0.8


@dataclass(frozen=True, slots=True)
class SensitiveRules:
    """Kinds in the order in which they claim a place, what list columns hold, names, and the words that make them."""

    rows: tuple[SensitiveRule, ...]
    columns: ColumnRoles
    names: NameRules
    cues: re.Pattern[str]
    heads: HeadTest

    @classmethod
    def load(cls, book: Rulebook) -> SensitiveRules:
        """Read and check the tables. Raises RuleError for a kind without a pattern or a failing example."""
        rows, columns = load_kinds(book), load_columns(book)
        words = {c for r in rows if r.kind in SHAPES and r.need == "yes" for c in r.cues}
        cues = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
        heads = HeadTest.of([*(h for r in rows for h in r.heads), *(h for _, hs, _, _ in columns.roles for h in hs)])
        rules = cls(rows, columns, load_names(book), cues, heads)
        for row in book.table("sensitive"):
            kind = row["id"]
            check_examples(row, lambda text, kind=kind: rules.quotes(text, kind))  # type: ignore[misc]
        return rules

    def quotes(self, text: str, kind: str) -> list[str]:
        """What one kind finds in a plain text."""
        return [s.quote for s in find_in_view(View(text, text), self) if s.kind == _shown_kind(kind)]


@dataclass(frozen=True, slots=True)
class _Claim:
    start: int
    end: int
    kind: str
    shown: str
    score: float


def find_sensitive(outline: Outline, rules: SensitiveRules) -> tuple[Sensitive, ...]:
    """Personal information in text order."""
    tables = tuple(tables_of(outline, rules.heads))
    meta = outline.metadata
    said = meta.written_on or meta.published_on or meta.printed_on
    today = date.fromisoformat(said) if said and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", said) else _year_of(meta.title)
    return _find(outline.view, rules, tables, today, meta.title)


def find_in_view(view: View, rules: SensitiveRules) -> tuple[Sensitive, ...]:
    """As `find_sensitive`, for a view alone: tables and the document's date are not known."""
    return _find(view, rules, (), None, "")


def _year_of(title: str) -> date | None:
    years = re.findall(r"(?<![0-9])20[0-9]{2}(?=年)", title)
    return date(int(years[-1]), 12, 31) if years else None


def _find(
    view: View, rules: SensitiveRules, tables: tuple[PersonTable, ...], today: date | None, title: str
) -> tuple[Sensitive, ...]:
    text = view.text
    context = _Context(text, rules, HeadsAt(text, tables, rules.heads))
    claims = [*context.numbers(), *context.free_shapes(), *context.cued_shapes(), *context.columns(tables)]
    by_kind = {r.kind: r for r in rules.rows}
    for p in find_people(text, tables, rules.columns, rules.names, today, title):
        if p.kind in by_kind:
            claims.append(_Claim(p.start, p.end, p.kind, masked(text[p.start : p.end], by_kind[p.kind].keep), _LISTED))
    order = {r.kind: n for n, r in enumerate(rules.rows)}
    taken = bytearray(len(text))
    out = []
    for claim in sorted(claims, key=lambda c: (order[c.kind], c.start, -c.end)):
        if taken.find(1, claim.start, claim.end) >= 0:
            continue
        taken[claim.start : claim.end] = b"\1" * (claim.end - claim.start)
        span = view.span(claim.start, claim.end)
        reason = Reason(f"sensitive:{claim.kind}", claim.score)
        out.append((claim.start, Sensitive(span.start, span.end, span.quote, _shown_kind(claim.kind), claim.shown, reason)))
    return tuple(s for _, s in sorted(out, key=lambda x: x[0]))


def _shown_kind(kind: str) -> str:
    return "resident-id" if kind == "resident-id-15" else kind


@dataclass(frozen=True, slots=True)
class _Context:
    """One text with what is known of its lists."""

    text: str
    rules: SensitiveRules
    heads: HeadsAt

    def rule(self, kind: str) -> SensitiveRule | None:
        """The row of a kind; an office may have taken it out."""
        return next((r for r in self.rules.rows if r.kind == kind), None)

    def numbers(self) -> Iterator[_Claim]:
        """Numbers with check characters."""
        for hit in find_numbers(self.text, self.cued):
            rule = self.rule(hit.kind)
            if rule is None or not (rule.is_free(hit.number) or self.cued(hit.kind, hit.start, hit.end, hit.number)):
                continue
            keep = rule.keep
            beside = (max(0, hit.start - 60), hit.end + 60)
            if hit.kind == "credit-code" and is_sole_traders(hit.number) and _HOME.search(self.text, *beside):
                keep = "8+2"
            yield _Claim(hit.start, hit.end, hit.kind, masked(hit.number, keep), _SURE)

    def cued(self, kind: str, start: int, _end: int, _number: str) -> bool | None:
        """What stands before a number, or over its column, says of a kind."""
        rule = self.rule(kind)
        if rule is None:
            return False
        said = rule.cued(self.text[max(0, start - rule.reach) : start])
        if said is None and rule.heads:
            column = self.heads.column(start)
            if column:
                return True if rule.heads_column(column) else None
            if rule.heads_column(self.heads.flat(start)):
                return True
        return said

    def free_shapes(self) -> Iterator[_Claim]:
        """Shapes that need no cue: mobile numbers, mail addresses."""
        for rule in self.rules.rows:
            if rule.kind not in SHAPES or rule.need == "yes":
                continue
            shape = SHAPES[rule.kind]
            for m in shape.pattern.finditer(self.text):
                near = self.text[max(0, m.start() - rule.reach) : m.start()]
                if rule.cued(near) is False or any(d in m[0] for d in rule.denies):
                    continue
                if not self.heads.column(m.start()) or not self._is_other_column(rule, m.start()):
                    yield self._claim(rule, m.start(), m.end())

    def _is_other_column(self, rule: SensitiveRule, start: int) -> bool:
        """Whether the column's head is a word that disproves the kind (订单号)."""
        head = self.heads.column(start)
        return not rule.heads_column(head) and any(d in head for d in rule.denies)

    def cued_shapes(self) -> Iterator[_Claim]:
        """Shapes behind one of their cues."""
        wanted = [r for r in self.rules.rows if r.kind in SHAPES and r.need == "yes"]
        for cue in self.rules.cues.finditer(self.text):
            if not _SIGN.search(self.text, cue.end(), cue.end() + _LONGEST_SHAPE):
                continue
            for rule in wanted:
                if any(cue[0].endswith(c) or c in cue[0] for c in rule.cues):
                    yield from self._behind(rule, cue)

    def _behind(self, rule: SensitiveRule, cue: re.Match[str]) -> Iterator[_Claim]:
        shape = SHAPES[rule.kind]
        low, last = cue.end(), cue.end() + rule.reach
        stop = min(len(self.text), last + _LONGEST_SHAPE)
        front = self.text[max(0, cue.start() - rule.reach) : cue.start()]
        while m := shape.pattern.search(self.text, low, stop):
            if m.start() > last:
                return
            between = self.text[cue.end() : m.start()]
            led = front[-4:] + cue[0] + between
            if "\n" in between.strip("\n") or any(d in led or d in m[0] for d in rule.denies):
                return
            if rule.cued(front + cue[0]) is False or (rule.kind == "bank-account" and self._is_bodys(cue.start(), m.end())):
                return
            number = bare(m[0]) if shape.joined else m[0]
            if shape.check is None or shape.check(number):
                yield self._claim(rule, m.start(), m.end())
            more = _MORE.match(self.text, m.end())
            low = m.end()
            if more:
                last = max(last, more.end())
                stop = min(len(self.text), last + _LONGEST_SHAPE)

    def _is_bodys(self, start: int, end: int) -> bool:
        """Whether an account belongs to a body: the payee is named just before or behind, in the same paragraph or the next."""
        return _PAYEE.search(self.text, max(0, start - _PAYEE_REACH), min(len(self.text), end + _PAYEE_REACH)) is not None

    def columns(self, tables: tuple[PersonTable, ...]) -> Iterator[_Claim]:
        """Shapes that need a cue and stand in a column whose head is one."""
        wanted = [r for r in self.rules.rows if r.kind in SHAPES and r.need == "yes" and r.heads]
        for table in tables:
            by_column = {
                col: found
                for col, head in enumerate(table.heads)
                if (found := [r for r in wanted if r.heads_column(head) and not any(d in head for d in r.denies)])
            }
            for place in (p for row in table.rows for p in row if by_column):
                for rule in by_column.get(place.col, ()):
                    shape = SHAPES[rule.kind]
                    for m in shape.pattern.finditer(self.text, place.start, place.end):
                        if shape.check is None or shape.check(bare(m[0])):
                            yield self._claim(rule, m.start(), m.end())

    def _claim(self, rule: SensitiveRule, start: int, end: int) -> _Claim:
        quote = self.text[start:end]
        shown = bare(quote) if SHAPES[rule.kind].joined else quote
        if rule.kind == "mobile" and len(shown) > 11:
            start, shown = self._without_country(start, end)
        return _Claim(start, end, rule.kind, masked(shown, rule.keep), _CUED)

    def _without_country(self, start: int, end: int) -> tuple[int, str]:
        """A mobile number without its +86."""
        m = re.match(r"(?:\+|00)?86[ -]?", self.text[start:end])
        start += m.end() if m else 0
        return start, bare(self.text[start:end])

