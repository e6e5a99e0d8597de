"""Items of a list whose head is lost: an excerpt that begins with （一）…（八）, and goes on with the articles behind them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from nlp.draft.lexicon import Lexicon
from nlp.draft.lists import Lead
from nlp.draft.phrases import Range
from nlp.draft.sheet import Sheet
from nlp.types import Section

_LEAST, _NAMING, _LONGEST = 3, 0.7, 120
_FAR = 400  # characters behind the items in which the text must speak of disclosure
_ABOUT = re.compile(r"不予公开|主动公开|依申请公开|公开(?:政府|企业|学校)?信息|(?:应当|重点|需要)公开|向社会公[开布]|[村居校院厂党政]务公开")
_ENDS = "。；;：:，, \n"


def orphaned(sheet: Sheet, lexicon: Lexicon, sections: Sequence[Section], texts: Mapping[str, Sequence[Range]]) -> Lead | None:
    """The lead that such items lack; None where the text begins otherwise, or where they name no matters.

    Nothing stands before the items, articles or chapters follow, and these speak of disclosure.
    """
    items: list[Section] = []
    rest = [s for s in sections if s.path]
    for section in rest:
        if "/" in section.path or section.kind != "item":
            break
        items.append(section)
    behind = rest[len(items) :]
    if len(items) < _LEAST or not behind or behind[0].kind not in ("article", "chapter"):
        return None
    start, end = items[0].start, items[-1].end
    if any(b <= start and sheet.text[a:b].strip() for a, b in texts.get("", ())) or not _ABOUT.search(sheet.text, end, end + _FAR):
        return None
    ends = [sheet.masked[s.start : s.end].rstrip(_ENDS) for s in items]
    if any(len(e) > _LONGEST or "。" in e for e in ends):
        return None
    naming = sum(lexicon.turned_head.match(e[::-1]) is not None for e in ends)
    return Lead("", None, (start, start)) if naming >= _NAMING * len(items) else None
