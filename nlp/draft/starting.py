"""Regular expressions of many words made quick: no word is tried where the text does not show the first character of any."""

from __future__ import annotations

import re

_QUANTITY = re.compile(r"(?P<none>[?*]|\{0?,[0-9]*\}|\{0(?:,[0-9]*)?\})\??|(?:\+|\{[1-9][0-9]*(?:,[0-9]*)?\})\??")
_OPENS = re.compile(r"\(\?:|\(\?P<[a-z0-9]+>|\((?!\?)")
_LOOKS = re.compile(r"\(\?<?[=!]")
_MOST = 1000  # characters of a class that are looked at singly
_SPECIAL = frozenset(".^$*+?{}|)")
# Everything that neither opens, closes nor parts: other characters, escapes and classes as wholes (a ] may stand first in a class).
_PLAIN = re.compile(r"(?:[^\\\[()|]+|\\.|\[\^?.[^\]]*\])*+", re.DOTALL)


def starting(source: str) -> str:
    """The same expression behind a look at its first character, or as it is where that may be any.

    >>> starting("公开|(?:公|发)布")
    '(?=[公发])(?:公开|(?:公|发)布)'
    >>> starting("[^，]公开")
    '[^，]公开'
    """
    found = first_characters(source)
    return f"(?=[{''.join(map(re.escape, sorted(found)))}])(?:{source})" if found else source


def first_characters(source: str) -> frozenset[str] | None:
    """The characters with which a match can begin; None where that cannot be told or a match may be empty."""
    out: set[str] = set()
    for part in _alternatives(source):
        found = _first_of(part)
        if found is None:
            return None
        out |= found
    return frozenset(out)


def _first_of(part: str) -> set[str] | None:
    """First characters of a sequence of atoms."""
    out: set[str] = set()
    at = 0
    while at < len(part):
        atom, stop = _atom(part, at)
        if atom is None:
            return None
        quantity = _QUANTITY.match(part, stop)
        out |= atom
        if atom and not (quantity is not None and quantity["none"]):
            return out
        at = quantity.end() if quantity is not None else stop
    return None


def _atom(part: str, at: int) -> tuple[set[str] | frozenset[str] | None, int]:
    """First characters of the atom at an offset, none for a look around, and where it ends."""
    if part[at] == "\\":
        plain = not (part[at + 1].isalnum() and part[at + 1].isascii())
        return ({part[at + 1]} if plain else None), at + 2
    if part[at] == "[":
        return _members(part, at)
    if part[at] == "(":
        stop = _closing(part, at)
        if _LOOKS.match(part, at):
            return frozenset(), stop
        opens = _OPENS.match(part, at)
        return (first_characters(part[opens.end() : stop - 1]) if opens is not None else None), stop
    return (None if part[at] in _SPECIAL else {part[at]}), at + 1


def _members(part: str, at: int) -> tuple[set[str] | None, int]:
    """The characters of a class; None for one that says what is not in it or names a kind (\\s)."""
    stop = part.index("]", at + 2)
    inside = part[at + 1 : stop]
    if inside.startswith("^") or "\\" in inside:
        return None, stop + 1
    out: set[str] = set()
    n = 0
    while n < len(inside):
        if n + 2 < len(inside) and inside[n + 1] == "-":
            out |= {chr(c) for c in range(ord(inside[n]), ord(inside[n + 2]) + 1)}
            n += 3
        else:
            out.add(inside[n])
            n += 1
    return (out if len(out) < _MOST else None), stop + 1


def _closing(text: str, at: int) -> int:
    """Offset behind the bracket that closes the one at an offset."""
    depth, n = 0, at
    while n < len(text):
        if text[n] == "(":
            depth += 1
        elif text[n] == ")":
            depth -= 1
            if not depth:
                return n + 1
        n = _past(text, n + 1)
    return len(text)


def _alternatives(source: str) -> list[str]:
    """The alternatives of an expression at its top level."""
    out, begin, n = [], 0, _past(source, 0)
    while n < len(source):
        if source[n] == "(":
            n = _closing(source, n)
        else:
            if source[n] == "|":
                out.append(source[begin:n])
                begin = n + 1
            n += 1
        n = _past(source, n)
    return [*out, source[begin:]]


def _past(source: str, at: int) -> int:
    """The next bracket or bar from an offset on that is no part of an escape or a class; the end where there is none."""
    found = _PLAIN.match(source, at)
    return found.end() if found is not None else at
