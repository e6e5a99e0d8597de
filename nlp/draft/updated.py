"""更新 with a counted time: what stands published and is kept up."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.draft.behind import Behind
from nlp.draft.changes import bare_change, change_in
from nlp.draft.elsewhere import changed_object
from nlp.draft.phrases import Frame, Range
from nlp.draft.reading import Disclosure, Place
from nlp.draft.subjects import subject_like
from nlp.draft.topics import COUNTED, trimmed

_ACCOMPLISHES = re.compile(r"完成|进行|开展|组织|做好|实行")


def updated(place: Place, frame: Frame, behind: Behind, facts: Disclosure) -> Disclosure | None:
    """更新 with a counted time: what stands published and is kept up (名录按月更新, 清单有调整的，5日内更新).

    Without an object it only dates the disclosure before it, which look_around sees to.
    """
    counted = any(COUNTED.search(place.sheet.masked, *t) for t in (*facts.times, *frame.events))
    if not counted and not (behind.object is not None and any(d.heading for d in place.found)):
        return None  # 推进权力配置信息公开，|动态更新权责清单
    one: Disclosure | None = None
    if behind.object is not None:
        one = replace(facts, objects=(behind.object,))
    else:
        rest = place.text(frame.rest)
        if rest and not subject_like(place.lexicon, rest) and not _ACCOMPLISHES.match(rest):
            topic, facts = trimmed(place, frame.rest, facts)
            if change_in(place.sheet.masked, *topic) or bare_change(place.sheet.masked, *topic):
                return changed_object(place, topic, facts)
            one = replace(facts, use="topic", objects=(topic,)) if topic[1] > topic[0] else None
        elif place.clause:
            changed = change_in(place.sheet.masked, *place.clauses[place.clause - 1])
            one = None if changed is None else replace(facts, use="changed", objects=(changed[0],), context=changed[1])
    if one is None or not all(place.lexicon.signs.find("kept-up", place.sheet.masked, *r) for r in one.objects):
        return None
    full = tuple(_full_name(place, r) for r in one.objects)
    channels = place.found[-1].channels if full != one.objects and not one.channels else one.channels
    return replace(one, objects=full, channels=channels)


def _full_name(place: Place, short: Range) -> Range:
    """养老机构名录, where 名录 stands for it behind the disclosure of the whole."""
    masked = place.sheet.masked
    if short[1] - short[0] <= 4 and place.found:
        for a, b in place.found[-1].objects:
            at = masked.find(masked[slice(*short)], a, b)
            if at > a:
                return max(a, *(masked.rfind(c, a, at) + 1 for c in "、，和及")), at + short[1] - short[0]
    return short
