"""Verbs of disclosure and the clauses in which they are no duty: `disclosure-verbs.tsv`, `disclosure-exclusions.tsv`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from nlp.draft.exclusions import REACHES, Exclusions, load_exclusions, pattern_source
from nlp.draft.phrases import Range
from nlp.draft.sheet import Sheet
from nlp.draft.starting import starting
from nlp.rulebook import Rulebook, check_examples

_GROUP = re.compile(r"\(\?P<[^>]*>")
_PRESS = "发布会|通气会|吹风会"
_WINDOW = 14
_PAIRED = frozenset({"公告", "公示"})


@dataclass(frozen=True, slots=True)
class VerbRow:
    """One row of the verb table."""

    id: str
    needs: str
    strength: float


@dataclass(frozen=True, slots=True)
class Trigger:
    """Verbs of disclosure that stand together (公开发布, 张榜公布); view offsets. `row` is the first verb's."""

    start: int
    end: int
    row: VerbRow


@dataclass(frozen=True, slots=True)
class VerbRules:
    """The two tables, compiled."""

    rows: tuple[VerbRow, ...]
    verb: re.Pattern[str]
    quick: re.Pattern[str]
    likely: re.Pattern[str]
    compound: Exclusions
    noun: Exclusions
    before: Exclusions
    clause: Exclusions
    after: Exclusions
    sentence: Exclusions
    title: Exclusions
    ways: Exclusions

    @classmethod
    def load(cls, book: Rulebook) -> VerbRules:
        """Compile both tables. Raises RuleError for a pattern or reach that cannot be."""
        rows: list[VerbRow] = []
        press: list[str] = []
        others: list[str] = []
        for row in book.table("disclosure-verbs"):
            source = f"(?P<v{len(rows)}>{pattern_source(row, {'any': '[^，。；：]{0,40}?'})})"
            (press if row["needs"] == "press" else others).append(source)
            rows.append(VerbRow(row["id"], row["needs"], float(row["strength"])))
        plain = "|".join(_GROUP.sub("(?:", s) for s in others)
        found = load_exclusions(book, plain)
        names = "|".join(x.pattern.pattern for reach in ("compound", "noun") for x in found[reach].rows)
        return cls(
            tuple(rows), re.compile(starting("|".join(press + others))), re.compile(starting(f"{plain}|{_PRESS}")),
            re.compile(starting(names)),
            *(found[reach] for reach in REACHES),
        )  # fmt: skip

    def check(self, book: Rulebook, read: Callable[[str], list[tuple[str, str]]]) -> None:
        """Hold the verb rows to their examples; `read` gives row id and words of the disclosures of a sentence."""
        for row in book.table("disclosure-verbs"):
            check_examples(row, partial(_words, read, row["id"]))

    def triggers(self, sheet: Sheet, start: int, end: int) -> Iterator[Trigger]:
        """Verbs in a range that are no part of a compound."""
        masked = sheet.masked
        at = start
        while (m := self.verb.search(masked, at, end)) is not None:
            row = self.rows[int((m.lastgroup or "v0")[1:])]
            low, high = max(start, m.start() - _WINDOW), min(end, m.end() + _WINDOW)
            if row.needs == "press":
                yield Trigger(m.start(), m.end(), row)
                at = m.end()
                continue
            at = m.end()
            if self.likely.search(masked, low, high) and self._named(masked, low, high, m.span()):
                continue
            after = self.verb.match(masked, m.end(), min(end, m.end() + 4)) if m[0] in _PAIRED else None
            if (
                after is not None
                and after[0] in _PAIRED
                and self.likely.search(masked, low, high)
                and self._named(masked, low, high, after.span())
            ):
                continue  # 公告|公示方式
            yield Trigger(m.start(), m.end(), row)

    def _named(self, masked: str, low: int, high: int, verb: Range) -> bool:
        """Whether a verb lies inside a name or noun (政务公开, 公示栏, 公开范围)."""
        return self.compound.over(masked, low, high, verb) or self.noun.over(masked, low, high, verb)

    def barred(self, sheet: Sheet, trigger: Trigger, clause: Range) -> bool:
        """Whether something before or behind the verb, in its clause, says that it is no duty."""
        masked = sheet.masked
        if self.before.hit(masked, clause[0], trigger.start) or self.clause.hit(masked, *clause):
            return True
        return self.after.opens(masked, trigger.start, clause[1])

    def bars_sentence(self, sheet: Sheet, start: int, end: int) -> bool:
        """Whether the sentence is about something else (a definition, a punishment, what has been done)."""
        return self.sentence.hit(sheet.masked, start, end)

    def bars_title(self, title: str) -> bool:
        """Whether sections of this heading hold principles, aims or sanctions only."""
        return self.title.hit(title, 0, len(title))

    def tells_ways(self, title: str) -> bool:
        """Whether sections of this heading say how something is disclosed: there only a verb with an object of its own counts."""
        return self.ways.hit(title, 0, len(title))


def _words(read: Callable[[str], list[tuple[str, str]]], row: str, text: str) -> list[str]:
    return [words for name, words in read(text) if name == row]
