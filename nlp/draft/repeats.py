"""Rows that only say again what a row of the same section says: no second duty."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.draft.drafts import Draft


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
