"""What the readers of a sentence hand to each other: the place of a verb, and a disclosure as the sentence states it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nlp.draft.lexicon import Lexicon
from nlp.draft.phrases import Range, Times
from nlp.draft.sheet import Sentence, Sheet
from nlp.draft.verbs import Trigger, VerbRules

# behind: 公开X. moved: 将X公开. topic: X要公开. noun: 推进X公开. earlier: 编制X，年底前公布. press: 召开X新闻发布会. listed: 重点公开：X
# changed: 清单有调整的，…更新
Use = Literal["behind", "moved", "topic", "noun", "earlier", "press", "listed", "changed"]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One disclosure; view offsets. `extra` spell the objects out, `context` is their wider subject, `heading` says that the
    verb is a noun (推进X公开), `modal` that 要 or 应当 makes it a duty, `before` is an earlier sentence that holds the object,
    `support` a second body that helps (其他部门|配合)."""

    evidence: Range
    clause: Range
    verb: Range
    row: str
    strength: float
    use: Use
    objects: tuple[Range, ...]
    extra: tuple[Range, ...] = ()
    times: tuple[Range, ...] = ()
    channels: tuple[Range, ...] = ()
    agent: Range | None = None
    audience: Range | None = None
    subject: Range | None = None
    context: Range | None = None
    heading: bool = False
    modal: bool = False
    before: Range | None = None
    support: Range | None = None


@dataclass(frozen=True, slots=True)
class Addition:
    """A verb without an object of its own: what it adds to the disclosure `found[index]` before it."""

    index: int
    times: tuple[Range, ...]
    channels: tuple[Range, ...]
    audience: Range | None
    subject: Range | None


FARTHEST = 2000  # characters of a clause on each side of a verb that are read with it: no clause that people write is longer


@dataclass(frozen=True, slots=True)
class Place:
    """A verb in its clause. `low` is how far left the clause is still its own; `found` what the sentence has given so far.

    `loose`: a bare X公开 counts (rows of a task table, items of a list). `previous` is the sentence before.
    """

    sheet: Sheet
    lexicon: Lexicon
    verbs: VerbRules
    sentence: Sentence
    previous: Sentence | None
    part: int
    clause: int
    low: int
    trigger: Trigger
    times: Times
    found: tuple[Disclosure, ...]
    loose: bool

    @property
    def clauses(self) -> tuple[Range, ...]:
        """The clauses of the part (up to ；)."""
        return self.sentence.parts[self.part]

    @property
    def own(self) -> Range:
        """The clause of the verb, as far as it is read with it."""
        start, end = self.clauses[self.clause]
        return max(start, self.trigger.start - FARTHEST), min(end, self.trigger.end + FARTHEST)

    def text(self, place: Range) -> str:
        """Masked text of a range."""
        return self.sheet.masked[place[0] : place[1]]
