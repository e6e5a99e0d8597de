"""The sections of a document as the domain classifier takes them: their texts, what stands above them, how their codes spread."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from nlp.types import Label, Outline, Reason, Section

JUDGED_LINES = frozenset({"body", "heading", "row"})
TITLE_LINES = frozenset({"title"})  # all that there is of a paper whose title alone came in, as in a list of notices
MOST_DOCUMENT_CODES = 6


def sections_above(section: Section, by_path: Mapping[str, Section]) -> list[Section]:
    """The sections that hold a section, nearest first."""
    out, path = [], section.path
    while "/" in path:
        path = path.rsplit("/", 1)[0]
        if path in by_path:
            out.append(by_path[path])
    return out


def headings_above(section: Section, by_path: Mapping[str, Section], title: str) -> str:
    """Headings above a section and the document's title."""
    above = []
    path = section.path
    while "/" in path:
        path = path.rsplit("/", 1)[0]
        if path in by_path and by_path[path].title:
            above.append(by_path[path].title or "")
    return "。".join([*above, title])


def section_texts(outline: Outline) -> dict[int, str]:
    """Heading and own text by section start, without furniture, colophon and the like; "" where a section has none.

    A paper of which there is nothing but the title has the title as its text.
    """
    text = outline.view.text
    starts = [s.start for s in outline.sections]
    kinds = JUDGED_LINES if any(line.kind in JUDGED_LINES for line in outline.lines) else TITLE_LINES
    parts: dict[int, list[str]] = {}
    for line in outline.lines:
        if line.kind not in kinds:
            continue
        first = max(bisect_right(starts, line.start) - 1, 0)
        for section in outline.sections[first:]:  # a line may hold the ends and beginnings of several sections
            if section.start >= line.end and section.start > line.start:
                break
            piece = text[max(line.start, section.start) : min(line.end, section.own_end)]
            if piece.strip():
                parts.setdefault(section.start, []).append(piece)
    out = {}
    for section in outline.sections:
        own = text[section.text_start : section.own_end].strip()
        if section.path == "" or own or section.own_end == section.end:
            out[section.start] = "\n".join(parts.get(section.start, ()))
    return out


def whole_text(outline: Outline) -> str:
    """Title and text of a paper without furniture, metadata, colophon and the like; all there is where nothing else is left."""
    text = outline.view.text
    lines = [text[line.start : line.end].strip() for line in outline.lines if line.kind in JUDGED_LINES]
    title = outline.metadata.title
    plain = "\n".join([title, *lines] if title and title not in lines else lines).strip()
    return plain or text.strip()


class Spread:
    """How the codes of the sections spread over the document."""

    def __init__(self, codes: Sequence[str]) -> None:
        self._mass = dict.fromkeys(codes, 0.0)
        self._peak = dict.fromkeys(codes, 0.0)
        self._total = 0.0

    def add(self, length: int, chosen: Sequence[tuple[str, float]]) -> None:
        """Count a section of so many characters with its codes."""
        weight = math.sqrt(length)
        self._total += weight
        for code, p in chosen:
            self._mass[code] += weight * p
            self._peak[code] = max(self._peak[code], p)

    def labels(self, names: Mapping[str, str], source: str) -> tuple[Label, ...]:
        """Codes with a twelfth of the document or a sure section, best first; score = peak drawn down by a small share."""
        if not self._total:
            return ()
        scored = []
        for code, mass in self._mass.items():
            share = mass / self._total
            if share >= 0.08 or (self._peak[code] >= 0.8 and share >= 0.02):
                scored.append((code, min(0.99, self._peak[code] * (0.55 + 0.45 * min(1.0, share / 0.25)))))
        scored.sort(key=lambda x: (-x[1], x[0]))
        best = scored[:MOST_DOCUMENT_CODES]
        return tuple(Label(c, names[c], round(p, 4), (), (Reason(source, round(p, 4)),)) for c, p in best)
