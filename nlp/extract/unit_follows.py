"""What must follow a unit so that a duty is told: a table of words (verbs, adverbs, conditions) and what stands behind it.

The tables hold hundreds of words and stand at the head of a dozen rows. As one regular expression a row they took most of the
time of loading; as dictionaries by first character, shared by all rows, they are as exact and ready at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from nlp.rulebook import Row, compile_pattern

# {when}{text}, [{when}|{act}]{text}{must}, ，{act}, 为主[，|{act}]: literal words, one slot or a choice with a slot, and the tail.
_HEAD = re.compile(r"(?P<before>[^{}()\[\]|]*)(?:\[(?P<choice>[^\[\]()]*\{[^\[\]()]*)\]|\{(?P<slot>[a-z_]+)\})(?P<tail>.*)")
# {text}的，[{when}|{act}]{text}: behind a comma, which no slot runs over, a second choice.
_LATER = re.compile(r"(.*?)(?:(，)((?:\[\{|\{(?:act|when|cond)\}).*))?\Z")


@dataclass(frozen=True, slots=True)
class WordTable:
    """Words by their first character, longest first, each not before its `unless` nor behind its `behind`."""

    words: Mapping[str, tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> WordTable:
        """The words of rows with the columns `word`, `unless` and `behind`."""
        by_first: dict[str, list[tuple[str, tuple[str, ...], tuple[str, ...]]]] = {}
        for row in sorted(rows, key=lambda r: -len(r["word"])):
            unless = row.items("unless") if row.get("unless") else ()
            behind = row.items("behind") if row.get("behind") else ()
            by_first.setdefault(row["word"][0], []).append((row["word"], unless, behind))
        return cls({first: tuple(words) for first, words in by_first.items()})

    def ends(self, text: str, at: int, limit: int) -> Iterator[int]:
        """Where the words end that begin at a place, longest first.

        >>> table = WordTable({"负": (("负责人", (), ()), ("负责", ("制",), ("不",)))})
        >>> list(table.ends("负责人事", 0, 4)), list(table.ends("负责制", 0, 3)), list(table.ends("不负责", 1, 3))
        ([3, 2], [], [])
        """
        for word, unless, behind in self.words.get(text[at], ()) if at < limit else ():
            end = at + len(word)
            if text.startswith(word, at, limit) and not text.startswith(unless, end, limit) and not text.endswith(behind, 0, at):
                yield end

    def begins(self, text: str) -> int:
        """Length of the first word that a text begins with, 0 for none."""
        return next(self.ends(text, 0, len(text)), 0) if text and text[0] in self.words else 0


@dataclass(frozen=True, slots=True)
class Follows:
    """A pattern in parts: literal words `before`, one of the `heads` in their order (a table, or an expression with the tail in
    it), the `tail`, and behind its comma what comes `then`. Without heads the tail is all there is."""

    before: str
    heads: tuple[WordTable | re.Pattern[str], ...]
    tail: re.Pattern[str]
    then: Follows | None = None

    @classmethod
    def compile(cls, pattern: str, slots: Mapping[str, str], tables: Mapping[str, tuple[WordTable | str, ...]]) -> Follows:
        """A pattern of the mini-language; `tables` are the slots that are word tables (or sources of expressions).

        Raises ValueError for a fault in the pattern.
        """
        m = _HEAD.fullmatch(pattern)
        choices = (m["choice"] or f"{{{m['slot']}}}").split("|") if m else []
        if m is None or not any(c[1:-1] in tables for c in choices):
            return cls("", (), re.compile(compile_pattern(pattern, slots)))
        tail, comma, later = _LATER.match(m["tail"]).groups()  # type: ignore[union-attr]
        then = cls.compile(later, slots, tables) if later else None
        tail = compile_pattern(tail + (comma or ""), slots)
        heads: list[WordTable | re.Pattern[str]] = []
        for choice in choices:
            for head in tables.get(choice[1:-1], (choice,)):
                if isinstance(head, WordTable):
                    heads.append(head)
                elif head is choice:
                    heads.append(re.compile(compile_pattern(choice, slots) + tail))
                else:
                    heads.append(re.compile(f"(?:{head}){tail}"))
        return cls(m["before"], tuple(heads), re.compile(tail), then)

    def match(self, text: str, at: int, end: int) -> re.Match[str] | None:
        """The match of the tail (or of an expression with it) for the first head with which all of text[at:end] begins so."""
        if not self.heads:
            return self.tail.match(text, at, end)
        m = self._parts(text, at, end)
        return self.then.match(text, m.end(), end) if m is not None and self.then is not None else m

    def _parts(self, text: str, at: int, end: int) -> re.Match[str] | None:
        """The match up to the tail."""
        if not text.startswith(self.before, at, end):
            return None
        at += len(self.before)
        for head in self.heads:
            if isinstance(head, WordTable):
                for stop in head.ends(text, at, end):
                    if (m := self.tail.match(text, stop, end)) is not None:
                        return m
            elif (m := head.match(text, at, end)) is not None:
                return m
        return None
