"""Brackets, titles and quotations hidden behind single characters, so that lists inside them stay whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

# 《…》, （…）, “…”, 〔…〕, [...]: one nesting each; and the name of what deputies hand in
_ENCLOSED = re.compile(
    r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|（[^（）]*(?:（[^（）]*）[^（）]*)*）|“[^“”]*”|\"[^\"]*\"|〔[^〔〕]*〕|\[[^\[\]]*\]|建议、批评[和与及]意见|批评、建议[和与及]意见"
)
# 影响公共安全、公民人身和财产安全的|疫情、灾情: a qualifier that holds a list of its own
QUALIFIED = re.compile(
    r"(?:^|(?<=[、，；：])|(?<=以及)|(?<=以及其他)|(?<=[和及]))(?:直接|密切|依法|不|法律、法规规定)?(?:关于|涉及|影响|关系到?|事关|危及|反映|与)(?!其)"
    r"[^，。；：的等]{1,40}?[、和及与][^，。；：的等]{1,30}的(?=[^，。；：的]{2})"
)
# 法律、法规和合同约定应当公开的|其他信息
BY_LAW_LIST = re.compile(
    r"法律、(?:行政|地方性)?法规规定(?:需要|应当|必须|可以)[^，。；：]{2,50}的(?=[^，。；：、]{2,6}$)|(?:国家、(?:[省市]|自治区)|国家和[省市本]{1,2}|法律、(?:行政|地方性)?法规)[^，。；：]{0,40}?(?:规定|要求|约定|明确)(?:的|[^，。；：、]{0,12}的)(?=其[他它]|有关|[^，。；：、]{2,6}$)"
)
FIRST_MARK = "\U000f0000"
_FIRST, _LAST = 0xF0000, 0xF0FFF  # no font of an office document uses these
_DEEPEST = 3  # a stretch may hold one that was hidden before it
_MARK = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
_KNOWN_AS = re.compile("（以下(?:统|简|合并)*(?:简)?称")  # （以下简称《标准》）: told once, no part of a name


def hide(text: str, *also: re.Pattern[str]) -> tuple[str, list[str]]:
    """The text with every enclosed stretch, and what `also` find, replaced by one private character, and the stretches in order.

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
        kept.append("" if _KNOWN_AS.match(m[0]) else m[0])
        return chr(_FIRST + len(kept) - 1)

    hidden = _ENCLOSED.sub(mark, text)
    for pattern in also:
        hidden = pattern.sub(mark, hidden)
    return hidden, kept


def show(text: str, kept: Sequence[str]) -> str:
    """A piece of a hidden text with its stretches put back."""
    for _ in range(_DEEPEST if kept else 0):
        text = _MARK.sub(lambda m: kept[n] if (n := ord(m[0]) - _FIRST) < len(kept) else m[0], text)
    return text


def is_hidden(character: str) -> bool:
    """Whether a character stands for a stretch."""
    return _FIRST <= ord(character) <= _LAST
