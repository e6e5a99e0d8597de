"""Lists that only the words around them show to be units: 水利所和各村|负责实施, 由统筹办、新农办|组织验收.

Short names of offices (…所, …办, …站) end like common words, so they count where the words say that units must stand there.
"""

from __future__ import annotations

import re

from nlp.extract.unit_follows import WordTable
from nlp.extract.unit_forms import Name
from nlp.extract.unit_items import Item
from nlp.extract.unit_lists import ListRules, UnitList

FARTHEST = 60

# 水利所、 at the head of a list; what only ends like an office (在所, 全部) fails as a name.
_SHORT = re.compile(r"[\u4e00-\u9fff]{2,5}?(?:[所办站部院队组社台馆室]|中心)(?=[、和及与]|负责|牵头|承办|主办|配合|协助|组织)")
_CHARGE = re.compile(r"(?:按照?[^，。；]{2,10}?)?(?:主要|具体|共同|分别|统一|全面)?(?:负责|牵头|承办|主办|配合|协助)(?!人|同志|制|的)")
_OPENS = frozenset(("", "由", "请"))


def expected_list(text: str, at: int, end: int, opens: str, lists: ListRules, verbs: WordTable) -> UnitList | None:
    """The list that begins at `at` where `opens` (由, 请) or a charge behind it shows that units stand there."""
    if opens not in _OPENS or at >= end or text[at] < "一":
        return None
    if _SHORT.match(text, at, end) is None:
        return _doing(text, at, end, lists, verbs) if opens == "由" else None
    units = lists.read_list(text, at, end, listed=True, commas=False)
    if units is None or units.end > at + FARTHEST:
        return None
    charged = _CHARGE.match(text, units.end, end) is not None
    return units if charged or (opens and next(verbs.ends(text, units.end, end), 0) > 0) else None


def _doing(text: str, at: int, end: int, lists: ListRules, verbs: WordTable) -> UnitList | None:
    """The body told by what it does, behind 由 and before a verb: 由启动响应的指挥机构|宣布终止响应."""
    if text.find("的", at + 2, min(end, at + FARTHEST)) < 0:
        return None
    m = lists.names.doing.match(text, at, min(end, at + FARTHEST))
    if m is None or (next(verbs.ends(text, m.end(), end), 0) == 0 and _CHARGE.match(text, m.end(), end) is None):
        return None
    return UnitList((Item(at, m.end(), Name("class")),), m.end())
