"""What a masking run says: what was masked where, what could not be looked at, or why there is no copy."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass


class RedactFault(Exception):
    """No copy can be written. `code` and `facts` are those of a message for people; nothing is left behind."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Masked:
    """One masked place: kind, masked form, where in words (第3段, 表1第2行). Never the words that were masked."""

    kind: str
    shown: str
    place: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a person must look at: code and facts of a message. `open`: information may be left in the copy."""

    code: str
    facts: tuple[tuple[str, object], ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What was done to one file."""

    path: str
    media_type: str
    masked: tuple[Masked, ...]
    notices: tuple[Notice, ...] = ()

    def kinds(self) -> dict[str, int]:
        """How many places of each kind, most first."""
        return dict(Counter(m.kind for m in self.masked).most_common())

    def complete(self) -> bool:
        """Whether everything in the file was looked at."""
        return not any(n.open for n in self.notices)


def notice(code: str, *, left: bool = False, **facts: object) -> Notice:
    """A notice with its facts."""
    return Notice(code, tuple(facts.items()), left)
