"""Clauses, compounds and headings in which a verb of disclosure is no duty: `disclosure-exclusions.tsv`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from nlp.draft.phrases import Range
from nlp.draft.starting import first_characters, starting
from nlp.rulebook import Row, Rulebook, check_examples, compile_pattern

REACHES = ("compound", "noun", "before", "clause", "after", "sentence", "title", "ways")
_ANY = "[^，。；：、 ]{0,12}?"
# what may stand behind a noun that ends there: a stop, 、 or a joint, a modal, 的
_NOUN_ENDS = (
    r"(?=[，。；：、的等和及与或〓“”？！\s]|要|应|须|必须|将|由|可(?!能|持续|行|靠|再生)|上|进行|予以|$|为|是|向|不|更|实行|按|在|都|均|全|作|并"
    r"|保持|长期|随时|报送|上报|报(?![告名表价])|提交|发布|公布|公开|公示|张贴|统一|得到|达到)"
)
_AROUND = 8
_GROUP = re.compile(r"\(\?P<[a-z0-9]+>")


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One row of the table."""

    id: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None

    def hit(self, text: str, start: int, end: int, over: Range | None = None) -> bool:
        """Whether the row speaks in text[start:end], over the range `over` where one is given."""
        for m in self.pattern.finditer(text, start, end):
            if over is not None and not (m.start() <= over[0] and over[1] <= m.end()):
                continue
            if not self._spared(text, m.start(), m.end()):
                return True
        return False

    def opens(self, text: str, start: int, end: int) -> bool:
        """Whether text[start:end] begins with the pattern."""
        m = self.pattern.match(text, start, end)
        return m is not None and not self._spared(text, m.start(), m.end())

    def _spared(self, text: str, start: int, end: int) -> bool:
        if self.unless is None:
            return False
        low = max(0, start - _AROUND)
        return any(m.start() < end and m.end() > start for m in self.unless.finditer(text, low, end + _AROUND))


@dataclass(frozen=True, slots=True)
class Exclusions:
    """The rows of one reach; `likely` finds any of them, so that mostly one search is enough; `firsts`: how each can begin, None for anyhow."""

    rows: tuple[Exclusion, ...]
    firsts: tuple[frozenset[str] | None, ...]
    likely: re.Pattern[str]

    @classmethod
    def of(cls, rows: Iterable[Exclusion]) -> Exclusions:
        """The rows with the pattern of all."""
        found = tuple(rows)
        firsts = tuple(first_characters(r.pattern.pattern) for r in found)
        return cls(found, firsts, re.compile(starting("|".join(r.pattern.pattern for r in found) or "(?!)")))

    def hit(self, text: str, start: int, end: int) -> bool:
        """Whether a row speaks in text[start:end]."""
        return self.likely.search(text, start, end) is not None and any(x.hit(text, start, end) for x in self.rows)

    def over(self, text: str, start: int, end: int, place: Range) -> bool:
        """Whether a row speaks over a place in text[start:end]; asked only where one is likely."""
        there = set(text[start:end])
        for row, first in zip(self.rows, self.firsts, strict=True):
            if not (first and first.isdisjoint(there)) and row.hit(text, start, end, place):
                return True
        return False

    def opens(self, text: str, start: int, end: int) -> bool:
        """Whether text[start:end] begins with a row."""
        return self.likely.match(text, start, end) is not None and any(x.opens(text, start, end) for x in self.rows)


def load_exclusions(book: Rulebook, verb: str) -> Mapping[str, Exclusions]:
    """The rows by reach, held to their examples; `verb` is the source of any verb of disclosure.

    Raises RuleError for a reach or pattern that cannot be, and for an example that fails.
    """
    found: dict[str, list[Exclusion]] = {reach: [] for reach in REACHES}
    for row in book.table("disclosure-exclusions"):
        reach = row["reach"]
        if reach not in found:
            raise row.fault(f"reach 只能是 {'、'.join(REACHES)} 之一。")
        source = pattern_source(row, {"any": _ANY, "verb": f"(?:{verb})", "n": "[0-9]"})
        source += _NOUN_ENDS if reach == "noun" else ""
        unless = "|".join(re.escape(w) for w in sorted(row.items("unless"), key=lambda w: (-len(w), w)))
        one = Exclusion(row["id"], re.compile(starting(source)), re.compile(unless) if unless else None)
        check_examples(row, partial(_strikes, one, reach, re.compile(verb)))
        found[reach].append(one)
    return {reach: Exclusions.of(rows) for reach, rows in found.items()}


def pattern_source(row: Row, slots: Mapping[str, str]) -> str:
    """The regular expression of a row, its groups unnamed. Raises RuleError for a pattern that cannot be."""
    try:
        return _GROUP.sub("(?:", compile_pattern(row["pattern"], slots))
    except ValueError as error:
        raise row.fault(f"pattern 写法有误：{error}。") from error


def _strikes(one: Exclusion, reach: str, verb: re.Pattern[str], text: str) -> list[str]:
    """What a row strikes out in an example: verbs for compound, noun, before and after, else the whole text."""
    verbs = list(verb.finditer(text))
    if reach in ("compound", "noun"):
        return [m[0] for m in verbs if one.hit(text, 0, len(text), m.span())]
    if reach == "before":
        return [m[0] for m in verbs if one.hit(text, 0, m.start())]
    if reach == "after":
        return [m[0] for m in verbs if one.opens(text, m.start(), len(text))]
    return [text] if one.hit(text, 0, len(text)) else []
