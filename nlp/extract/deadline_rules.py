"""Rules of the deadline stage: loading, checking, and finding their expressions in a stretch of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Literal

from nlp.extract.deadline_publishing import PublishingRules
from nlp.extract.deadline_slots import NEEDS, SLOTS, any_of
from nlp.rulebook import Row, Rulebook, check_examples, compile_pattern
from nlp.types import DeadlineKind

Need = Literal["sure", "plan", "publish", "label", "chain"]
Place = Literal["before", "after", "left", "right", "clause", "sentence"]

KINDS: Mapping[str, DeadlineKind] = {
    "date": "date", "duration": "duration", "recurring": "recurring", "immediate": "immediate", "vague": "vague",
}  # fmt: skip
NEEDS_OF: Mapping[str, Need] = {"sure": "sure", "plan": "plan", "publish": "publish", "label": "label", "chain": "chain"}
PLACES: Mapping[str, Place] = {
    "before": "before", "after": "after", "left": "left", "right": "right", "clause": "clause", "sentence": "sentence",
}  # fmt: skip
SCORES: Mapping[Need, float] = {"sure": 0.95, "plan": 0.8, "publish": 0.9, "label": 0.85, "chain": 0.85}
_RANK: Mapping[Need, int] = {"sure": 0, "publish": 0, "plan": 1, "label": 2, "chain": 3}  # of mentions with the same words
_COMMON = frozenset("日天周月年时钟期拜度号一二三四五六七1234的内前，。、：")  # words that say little about a sentence
_HERE = " ?$"  # the end of a pattern that stands directly before an expression
_BEFORE_REACH = 32  # characters that a `before` pattern may look back


@dataclass(frozen=True, slots=True)
class Mention:
    """A time expression as found: view range, its rule, and the words of its slots."""

    start: int
    end: int
    rule: MentionRule
    slots: tuple[tuple[str, str], ...]

    def slot(self, name: str) -> str | None:
        """Words of a slot; `year2` falls back on `year`, and so on."""
        for key, words in self.slots:
            if key == name:
                return words
        return self.slot(name[:-1]) if name[-1] == "2" else None

    def as_rule(self, rule: MentionRule) -> Mention:
        """The same words under another rule."""
        return Mention(self.start, self.end, rule, self.slots)


@dataclass(frozen=True, slots=True)
class MentionRule:
    """One row of deadlines.tsv."""

    id: str
    kind: DeadlineKind
    value: str
    need: Need
    pattern: re.Pattern[str]
    # of each group at least one must occur in the sentence: a single character, or a longer word
    wants: tuple[tuple[frozenset[str], tuple[str, ...]], ...]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    unless_before: re.Pattern[str] | None
    unless_after: re.Pattern[str] | None

    def fits(self, sentence: str, characters: Set[str]) -> bool:
        """Whether a sentence has the words without which the rule cannot match; a quick test before the slow one.

        `characters`: those of the sentence.
        """
        for signs, words in self.wants:
            if signs.isdisjoint(characters):
                for word in words:
                    if word in sentence:
                        break
                else:
                    return False
        return True

    def find(self, text: str, start: int, end: int) -> Iterator[Mention]:
        """Mentions inside text[start:end]."""
        for m in self.pattern.finditer(text, start, end):
            a, b = m.span()
            lo = max(start, a - _BEFORE_REACH)
            if self.after and not self.after.match(text, b, end):
                continue
            if self.unless_after and self.unless_after.match(text, b, end):
                continue
            if self.before or self.unless_before:
                left = text[lo:a].replace(" ", "")  # 时间不少 于7天
                if self.before and not self.before.search(left):
                    continue
                if self.unless_before and self.unless_before.search(left):
                    continue
            yield Mention(a, b, self, tuple((k, v) for k, v in m.groupdict().items() if v is not None))


@dataclass(frozen=True, slots=True)
class ContextRule:
    """One row of deadline-contexts.tsv: a neighbourhood in which an expression is no deadline."""

    id: str
    applies: frozenset[str]
    where: Place
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class DeadlineRules:
    """Everything the stage reads from rule tables; picklable."""

    mentions: tuple[MentionRule, ...]
    index: Mapping[str, tuple[int, ...]]  # places in `mentions` of the rules that a character makes possible
    contexts: tuple[ContextRule, ...]
    publishing: PublishingRules
    cues: Mapping[str, re.Pattern[str]]
    festivals: Mapping[str, str]

    @classmethod
    def load(cls, book: Rulebook) -> DeadlineRules:
        """Read and check `deadlines`, `deadline-contexts`, `deadline-words` and `festivals`.

        Raises RuleError where a row cannot be read or contradicts its own examples.
        """
        mentions = tuple(_mention_rule(row) for row in book.table("deadlines"))
        contexts = tuple(_context_rule(row) for row in book.table("deadline-contexts"))
        words = {row["id"]: row.items("words") for row in book.table("deadline-words")}
        cues = {name: any_of(items) for name, items in words.items()}
        festivals = {row["id"]: row["date"] for row in book.table("festivals")}
        return cls(mentions, _indexed(mentions), contexts, PublishingRules.of(words), cues, festivals)

    def find(self, text: str, start: int, end: int, labelled: bool = True) -> list[Mention]:
        """The longest mentions inside text[start:end] (one sentence), in text order, none overlapping.

        Without `labelled` the rules for bare expressions behind a time label are left out.
        """
        sentence = text[start:end].replace(" ", "")
        characters = set(sentence)
        possible: set[int] = set()
        for c in self.index.keys() & characters:
            possible.update(self.index[c])
        if not possible:
            return []
        rules = [rule for rule in map(self.mentions.__getitem__, sorted(possible)) if rule.fits(sentence, characters)]
        found = [
            mention
            for rule in rules
            if rule.need != "chain" and (labelled or rule.need != "label")
            for mention in rule.find(text, start, end)
        ]
        if found:  # a list can only be continued where it begins
            found += [mention for rule in rules if rule.need == "chain" for mention in rule.find(text, start, end)]
        if not found:
            return []
        found.sort(key=lambda f: (f.start - f.end, _RANK[f.rule.need], f.start))
        taken = bytearray(end - start)
        kept: list[Mention] = []
        for mention in found:
            a, b = mention.start - start, mention.end - start
            if 1 not in taken[a:b]:
                taken[a:b] = b"\1" * (b - a)
                kept.append(mention)
        return sorted(kept, key=lambda f: f.start)


def _mention_rule(row: Row) -> MentionRule:
    kind, need = KINDS.get(row["kind"]), NEEDS_OF.get(row["need"])
    if kind is None or need is None:
        raise row.fault(f"kind 只能是{'、'.join(KINDS)}，need 只能是{'、'.join(NEEDS_OF)}。")
    pattern = _compiled(row, "pattern", "")
    wants = _wants(row)
    if pattern is None or not wants:
        raise row.fault("pattern 是空的，或没有任何固定的字，请填写或删去此行。")
    rule = MentionRule(
        row["id"], kind, row["value"], need, pattern, tuple(map(_parted, wants)),
        _compiled(row, "before", _HERE), _compiled(row, "after", ""),
        _compiled(row, "unless_before", _HERE), _compiled(row, "unless_after", ""),
    )  # fmt: skip
    check_examples(row, lambda text: [text[m.start : m.end] for m in rule.find(text, 0, len(text))])
    return rule


def _context_rule(row: Row) -> ContextRule:
    where = PLACES.get(row["where"])
    if where is None:
        raise row.fault(f"where 只能是{'、'.join(PLACES)}。")
    tail = _HERE if where == "before" else ""
    pattern = _compiled(row, "pattern", tail)
    if pattern is None:
        raise row.fault("pattern 是空的，请填写或删去此行。")
    rule = ContextRule(row["id"], frozenset(row.items("for")), where, pattern, _compiled(row, "unless", tail))
    check_examples(row, lambda text: [m[0] for m in pattern.finditer(text) if not (rule.unless and rule.unless.search(text))])
    return rule


def _compiled(row: Row, column: str, tail: str) -> re.Pattern[str] | None:
    """Compiled pattern of a column, None where the cell is empty; `tail`: what ties its end to the expression."""
    cell = row.get(column)
    if not cell:
        return None
    try:
        return re.compile(f"(?:{compile_pattern(cell, SLOTS)}){tail}")
    except (ValueError, re.error) as error:
        raise row.fault(f"{column} 写法有误：{error}，请修改。") from error


_PIECE = re.compile(r"\{(?P<slot>[a-z_]+)\}|(?P<open>[(\[])|(?P<close>[)\]])|(?P<bar>\|)|(?P<text>[^{}()\[\]|]+)")


def _parted(group: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Single characters and longer words of a group."""
    return frozenset(w for w in group if len(w) == 1), tuple(w for w in group if len(w) > 1)


def _wants(row: Row) -> tuple[tuple[str, ...], ...]:
    """What a sentence must contain for a rule to have a chance: of each group one word. The group with the fewest words first."""
    wants = [group for column in ("pattern", "before", "after") for group in _needed(row.get(column))]
    return tuple(sorted(wants, key=lambda g: (sum(w in _COMMON for w in g), len(g))))


def _needed(pattern: str) -> Iterator[tuple[str, ...]]:
    """Groups of a rule pattern: a literal; the characters of a slot; of a choice what each branch cannot do without."""
    at = 0
    while at < len(pattern):
        piece = _PIECE.match(pattern, at)
        if piece is None:
            return
        at = piece.end()
        if piece["text"]:
            yield (piece["text"],)
        elif piece["slot"] in NEEDS:
            yield tuple(NEEDS[piece["slot"]])
        elif piece["open"]:
            end = _closing(pattern, at)
            if piece["open"] == "[":
                branches = [next(_needed(branch), None) for branch in _branches(pattern[at:end])]
                if all(branches):
                    yield tuple(dict.fromkeys(word for branch in branches if branch for word in branch))
            at = end + 1


def _closing(pattern: str, at: int) -> int:
    """Where the bracket closes that was opened before `at`."""
    depth = 1
    for i in range(at, len(pattern)):
        depth += (pattern[i] in "([") - (pattern[i] in ")]")
        if depth == 0:
            return i
    return len(pattern)


def _branches(inside: str) -> Iterator[str]:
    """Branches of a choice, split at its own bars."""
    depth, begin = 0, 0
    for i, c in enumerate(inside):
        depth += (c in "([") - (c in ")]")
        if c == "|" and depth == 0:
            yield inside[begin:i]
            begin = i + 1
    yield inside[begin:]


def _indexed(mentions: tuple[MentionRule, ...]) -> dict[str, tuple[int, ...]]:
    """Rules by the first characters of their rarest group of wanted words."""
    index: dict[str, list[int]] = {}
    for i, rule in enumerate(mentions):
        signs, words = rule.wants[0]
        for c in sorted({*signs, *(word[0] for word in words)}):
            index.setdefault(c, []).append(i)
    return {c: tuple(rules) for c, rules in index.items()}
