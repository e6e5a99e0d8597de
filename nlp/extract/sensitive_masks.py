"""Masked forms: what of a find may stay, and the masked form laid over the words as they stand in the file."""

from __future__ import annotations

import re

_PARTING = frozenset(" -\t\r\n\u3000\xa0\u200b\ufeff")
# 幸福镇和平村|3组12号; without village or road the town, else nothing stays
_ROAD_OR_VILLAGE = re.compile(r"[^0-9]*(?:村|社区|居委会|道|路|街|巷)|[^0-9]*(?:镇|乡|区|县|市)")


def bare(quote: str) -> str:
    """A find without the blanks, hyphens and breaks inside it.

    >>> bare("138 0013-8000")
    '13800138000'
    """
    return "".join(c for c in quote if c not in _PARTING)


def mask(text: str, head: int, tail: int) -> str:
    """The text with its middle starred.

    >>> mask("11010519491231002X", 4, 4)
    '1101**********002X'
    """
    hidden = len(text) - head - tail
    if hidden <= 0:
        return "*" * len(text)
    return text[:head] + "*" * hidden + (text[-tail:] if tail else "")


def masked(text: str, keep: str) -> str:
    """Masked form of a bare find. `keep`: 4+4 characters at the ends; email, landline, address, surname, whole for those shapes.

    >>> masked("张小明", "surname"), masked("幸福镇和平村3组12号", "address"), masked("06316663072", "landline")
    ('张某某', '幸福镇和平村*****', '0631*****72')
    """
    if keep == "whole":
        return text
    if keep == "surname":
        return text[:1] + "某" * (len(text) - 1)
    if keep == "email":
        name, _, domain = text.partition("@")
        return f"{mask(name, min(2, len(name) - 1), 0)}@{domain}"
    if keep == "landline":
        area = 0 if text[:1] != "0" else 3 if text[1:2] in "12" else 4
        return text[:area] + mask(text[area:], 0, 2)
    if keep == "address":
        m = _ROAD_OR_VILLAGE.match(text)
        kept = m.end() if m else 0
        return text[:kept] + "*" * (len(text) - kept)
    head, _, tail = keep.partition("+")
    return mask(text, int(head), int(tail or 0))


def is_keep(keep: str) -> bool:
    """Whether a `keep` cell can be understood."""
    return keep in ("whole", "surname", "email", "landline", "address") or bool(re.fullmatch(r"[0-9]\+[0-9]", keep))


def laid_over(quote: str, shown: str) -> str:
    """The masked form over a quote, one character for one: blanks and hyphens of the quote stay, kept characters stay as typed.

    Where the two differ in length, every letter and digit becomes a star.

    >>> laid_over("138 0013 8000", "138****8000"), laid_over("１１０", "1*0")
    ('138 **** 8000', '１*０')
    """
    solid = [i for i, c in enumerate(quote) if c not in _PARTING]
    out = list(quote)
    if len(solid) != len(shown):
        dashed = [i for i, c in enumerate(quote) if c not in _PARTING or c == "-"]
        solid = dashed if len(dashed) == len(shown) else solid
    if len(solid) == len(shown):
        for i, c in zip(solid, shown, strict=True):
            if c in "*某":
                out[i] = c
        return "".join(out)
    return "".join("*" if i in set(solid) else c for i, c in enumerate(quote))
