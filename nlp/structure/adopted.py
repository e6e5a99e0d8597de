"""Notes on who adopted or published a text and when, which stand between its title and its first words."""

from __future__ import annotations

import re

# （2021年10月28日某市人民代表大会常务委员会第九次会议通过） or the same without brackets, several by turns
_ADOPTED = re.compile(
    r" ?(?:（[^（）。；]{6,200}?(?:通过|批准|公布|修订|修正|施行|发布|印发)[^（）。；]{0,80}）"
    r"|[12][0-9]{3} ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日 ?[^，。；：《》]{4,60}?会议(?:审议|讨论|修订|修正)?(?:通过|批准)"
    r"|[12][0-9]{3} ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日 ?[^，。；：《》]{2,40}?(?:公布|发布)(?= |第一[章条编]|[12][0-9]{3}))"
    r"(?![，、。；的时后])"
)


def adoption_cuts(text: str, at: int, end: int) -> set[int]:
    """Behind each note of text[at:end], from the end of the title on.

    >>> sorted(adoption_cuts("2021年10月28日 某市人民代表大会常务委员会会议通过 第一条", 0, 40))
    [29]
    """
    cuts: set[int] = set()
    while m := _ADOPTED.match(text, at, end):
        at = m.end()
        cuts.add(at)
    return cuts
