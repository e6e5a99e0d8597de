"""The name of a matter whose elements all belong to one owner or field: 产品质量监管标准、程序和结果 is 产品质量监管."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.draft.elements import raw_elements
from nlp.draft.lexicon import Lexicon
from nlp.draft.stems import crossed

_LEAST_ELEMENTS, _LEAST_OWNER, _LEAST_REST, _LONG_ITEM, _LONGEST_OWNERS = 3, 3, 2, 20, 28
_KIND = re.compile(r"(?:情况|信息)$")
_NO_OWNER = re.compile(r"[的、和及与或对为在以]$|^(?:提供|具有|具备|取得|从事|实行|免于|禁止|限制|对|与|涉及|关于|需要|应当|其他|其它)|[，（]")


def owner_name(lexicon: Lexicon, text: str, item: str, elements: Sequence[str]) -> str:
    """The item for a list of one owner's elements; the item as it is where they share none, or where it is short and whole."""
    if len(item) <= _LONG_ITEM and not item.endswith("等"):
        return item
    owners = None if "等" in text else crossed(raw_elements(text))
    if owners is not None and len(name := "、".join(owners)) <= _LONGEST_OWNERS and name in item:
        return name
    if len(elements) < _LEAST_ELEMENTS:
        return item
    owner = elements[0]
    while any(not e.startswith(owner) for e in elements):
        owner = owner[:-1]
    while owner and any(len(e) - len(owner) < _LEAST_REST for e in elements):
        owner = owner[:-1]
    owner = lexicon.region.sub("", owner).removesuffix("的")
    if len(owner) < _LEAST_OWNER or owner not in item or _NO_OWNER.search(owner):
        return item
    kind = _KIND.search(item)
    return owner + ("" if owner[-2:] in lexicon.words["action"] and kind is None else kind[0] if kind is not None else "信息")
