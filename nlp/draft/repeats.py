"""Rows that only say again what another row says: one of the same section, or one listed before whose limit stands below 公示时限."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.draft.drafts import Draft
from nlp.draft.periods import TIME_TITLE

_BLANK = re.compile(r"\s")


def without_repeats(drafts: Sequence[Draft], text: str) -> list[Draft]:
    """The drafts of a text without those that name the matter of an earlier one of their section and add no limit, place or body to it."""
    out: list[Draft] = []
    seen: dict[tuple[str, str], list[Draft]] = {}
    for draft in drafts:
        key = (draft.section.path, draft.matter.item)
        before = seen.setdefault(key, [])
        if not any(_repeats(draft, first, text) for first in before):
            out.append(draft)
        before.append(draft)
    return out


def _repeats(draft: Draft, first: Draft, text: str) -> bool:
    """Whether a draft of the same matter says nothing that the first does not."""
    said, before = draft.said, first.said
    if said is None or before is None or said.times or said.channels or said.audience is not None or draft.when is not None:
        return False
    own_body = (
        said.subject is not None and said.clause[0] <= said.subject[0] < said.clause[1]
        and (before.subject is None or text[slice(*said.subject)] != text[slice(*before.subject)])
    )  # fmt: skip
    return not own_body and said.row == before.row and set(draft.matter.content) <= {*first.matter.content, first.matter.item}


def with_limits_said_later(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with the limits that a section such as 公示时限 names for them; its own rows on the same matter are left out."""
    out: list[Draft] = []
    for draft in drafts:
        title = _BLANK.sub("", draft.section.title or "")
        said = draft.said
        if said is None or not said.times or TIME_TITLE.fullmatch(title) is None:
            out.append(draft)
            continue
        item = draft.matter.item
        listed = [n for n, d in enumerate(out) if d.matter.item.endswith(item) and d.section.path != draft.section.path]
        open_ones = [n for n in listed if (first := out[n].said) is None or not first.times]
        for n in open_ones:
            out[n] = replace(out[n], when=out[n].when or said.times[0])
        if not open_ones:
            out.append(draft)
    return out
