"""What is judged of an entry as a whole: its document as a basis, and whether the document may be drafted from."""

from __future__ import annotations

import re

from nlp.types import Attribute, Metadata

_OPINION = "用词像"  # how the cue of the attribute model begins
_COLUMN = re.compile(r"^(?:[【\[][^【】\[\]]{2,16}[】\]]\s*)+(?=.{4})")  # 【信息公开指南】…: the column of the website


def is_closed(attribute: Attribute) -> bool:
    """Whether a document as a whole may not be drafted from: it is withheld by a mark that it carries, not by its mere words."""
    closing = attribute.value == "withheld" and attribute.ground in (None, "state-secret", "work-secret")
    return closing and not _by_words_only(attribute)


def is_secret(attribute: Attribute) -> bool:
    """Whether a document is secret by what it says itself."""
    return attribute.ground == "state-secret" and not _by_words_only(attribute)


def _by_words_only(attribute: Attribute) -> bool:
    """Whether only the model thinks so: such a document is drafted from, every row for review."""
    return any(cue.why.startswith(_OPINION) for cue in attribute.evidence)


def own_name(metadata: Metadata) -> str:
    """《title》（number）, or "" for a document without a title."""
    title = _COLUMN.sub("", metadata.title)
    if not title:
        return ""
    return f"《{title}》" + (f"（{metadata.document_number}）" if metadata.document_number else "")
