"""Small documents, outlines and entries for tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nlp.types import (
    Analysis,
    Attribute,
    Block,
    Document,
    Entry,
    Line,
    Media,
    Metadata,
    Outline,
    Section,
    Span,
    View,
)


def document_of(text: str, path: str = "a.txt") -> Document:
    """A document with one text block a line."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(at, at + len(line)))
        at += len(line) + 1
    return Document(Media(path, "0" * 64, "text/plain"), text, tuple(blocks))


def outline_of(text: str, path: str = "a.txt", **metadata: Any) -> Outline:
    """An outline of one preamble section whose lines are all body; metadata fields by name."""
    document = document_of(text, path)
    view = View(text, text)
    section = Section("", None, 0, len(text), len(text), 0, None, 0, "preamble")
    lines = tuple(Line(b.start, b.end) for b in document.blocks)
    meta = replace(Metadata(title=""), **metadata)
    return Outline(document, view, lines, (section,), (), meta, (0, len(text)))


def entry_of(item: str = "财政收支情况", **changes: Any) -> Entry:
    """A plain entry; fields by name."""
    base = Entry(
        section="二/(一)", item=item, parent_item="财政预决算", content=("收入", "支出"), basis="《预算法》", deadline="按月",
        deadline_value="P1M", unit="市财政局", supervision=None, channels=("政府网站",), audience="全社会", mode="主动公开",
        level=("县级",), domain="budget", score=0.88, needs_review=False, evidence={"item": (Span(0, 4, "按月公开"),)},
    )
    return replace(base, **changes)


def analysis_of(entries: tuple[Entry, ...], text: str = "按月公开市财政收支情况。", path: str = "a.txt", **metadata: Any) -> Analysis:
    """An analysis that holds `entries` and nothing else."""
    attribute = Attribute("active", None, 0.9, False)
    return Analysis(outline_of(text, path, **metadata), (), (), attribute, (), (), (), entries)
