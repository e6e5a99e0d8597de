"""Brackets, titles and quotations hidden behind single characters, so that lists inside them stay whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

# 《…》, （…）, “…”, 〔…〕, [...]: one nesting each; and the name of what deputies hand in
_ENCLOSED = re.compile(
    r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|（[^（）]*(?:（[^（）]*）[^（）]*)*）|“[^“”]*”|\"[^\"]*\"|〔[^〔〕]*〕|\[[^\[\]]*\]|建议、批评[和与及]意见|批评、建议[和与及]意见"
)
_FIRST, _LAST = 0xF0000, 0xF0FFF  # no font of an office document uses these
_MARK = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")


def hide(text: str) -> tuple[str, list[str]]:
    """The text with every enclosed stretch replaced by one private character, and the stretches in order.

    >>> hidden, kept = hide("镇（街道）、社区（村）")
    >>> len(hidden), kept
    (6, ['（街道）', '（村）'])
    """
    kept: list[str] = []
    if _MARK.search(text):
        return text, kept  # a text that holds such characters itself is left as it is

    def mark(m: re.Match[str]) -> str:
        if len(kept) > _LAST - _FIRST:
            return m[0]
        kept.append(m[0])
        return chr(_FIRST + len(kept) - 1)

    return _ENCLOSED.sub(mark, text), kept


def show(text: str, kept: Sequence[str]) -> str:
    """A piece of a hidden text with its stretches put back."""
    return _MARK.sub(lambda m: kept[n] if (n := ord(m[0]) - _FIRST) < len(kept) else m[0], text) if kept else text


def is_hidden(character: str) -> bool:
    """Whether a character stands for a stretch."""
    return _FIRST <= ord(character) <= _LAST
