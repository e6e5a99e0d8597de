"""Sentences and clauses of the view: the units in which duties are stated.

A sentence ends at 。！？； or a line end; a clause also at ，and ：. Both are view ranges. Punctuation inside brackets and
book-title marks does not end a clause, so 《关于甲、乙的通知》（甲发〔2018〕1号） stays whole.
"""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；]?[”’）]*")
_STOPS = "。！？；\n"
_COMMAS = "，："
_OPEN = {"（": "）", "《": "》", "“": "”", "〔": "〕", "【": "】", "(": ")"}
_CLOSE = frozenset(_OPEN.values())
_LONGEST_BRACKET = 160


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentence ranges inside text[start:end], stops included, blank ones left out."""
    out = []
    at = start
    while at < end:
        m = _SENTENCE.match(text, at, end)
        stop = m.end() if m and m.end() > at else at + 1
        if text[at:stop].strip():
            out.append((at, stop))
        at = stop
    return out


def clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Clause ranges inside text[start:end], closing punctuation left out, blank ones left out.

    >>> [ "各局要及时公开，并报县政府。"[a:b] for a, b in clauses("各局要及时公开，并报县政府。", 0, 14) ]
    ['各局要及时公开', '并报县政府']
    """
    out = []
    begin = start
    at = start
    while at < end:
        c = text[at]
        if c in _OPEN:
            close = text.find(_OPEN[c], at + 1, min(end, at + _LONGEST_BRACKET))
            if close > 0 and not any(s in text[at + 1 : close] for s in "\n"):
                at = close + 1
                continue
        if c in _STOPS or c in _COMMAS:
            if text[begin:at].strip():
                out.append((begin, at))
            begin = at + 1
        at += 1
    if text[begin:end].strip():
        out.append((begin, end))
    return out


def clause_at(text: str, offset: int, start: int, end: int) -> tuple[int, int]:
    """The clause of text[start:end] that holds `offset`: from the stop before it to the stop behind it."""
    return next(((a, b) for a, b in clauses(text, start, end) if a <= offset < b), (start, end))
