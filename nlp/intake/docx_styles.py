"""Styles of a Word document as far as reading needs them: names, numbering, heading level, hidden text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nlp.intake.numbering import Numbering, NumberRef
from nlp.intake.ooxml import attribute, child, is_on, local

_HEADING = re.compile(r"^(?:heading|标题|標題)\s*([1-9])$", re.I)
_TITLE = re.compile(r"^(?:title|标题|標題)$", re.I)
_STYLE_END = b"</w:style>"
_CONTENTS = re.compile(r"^(?:toc\s*(?:[1-9]|heading)|目录\s*[1-9]?|目录标题)$", re.I)


@dataclass(frozen=True, slots=True)
class Style:
    """One style; None where it leaves a thing to the style it is based on."""

    name: str
    based_on: str | None
    number: NumberRef
    outline: int | None
    hidden: bool | None


@dataclass(frozen=True, slots=True)
class Styles:
    """Styles by id; `default` is the style of paragraphs that name none."""

    by_id: Mapping[str, Style]
    default: str | None

    def chain(self, style: str | None) -> Iterator[tuple[str, Style]]:
        """A style and those it is based on, nearest first."""
        style = style if style in self.by_id else self.default
        seen: set[str] = set()
        while style is not None and style in self.by_id and style not in seen:
            seen.add(style)
            yield style, self.by_id[style]
            style = self.by_id[style].based_on

    def is_hidden(self, style: str | None) -> bool:
        """Whether a character style hides its text."""
        return style in self.by_id and bool(next((s.hidden for _, s in self.chain(style) if s.hidden is not None), False))

    def is_title(self, style: str | None) -> bool:
        """The style of document titles."""
        return any(_TITLE.match(s.name) for _, s in self.chain(style))

    def is_contents(self, style: str | None) -> bool:
        """A style of a stored table of contents."""
        return any(_CONTENTS.match(s.name) for _, s in self.chain(style))

    def heading_level(self, style: str | None) -> int | None:
        """1..9 for heading styles, by outline level, else by name."""
        for _, s in self.chain(style):
            if s.outline is not None:
                return s.outline + 1 if s.outline < 9 else None
            named = _HEADING.match(s.name)
            if named:
                return int(named[1])
        return None

    def number_of(self, direct: NumberRef, style: str | None, numbering: Numbering) -> tuple[str, int] | None:
        """List and level of a paragraph: its own word first, then its styles'; None where numbering is off or absent."""
        num, level = direct.num, direct.level
        for sid, s in self.chain(style):
            if num is None and s.number.num is not None:
                num = s.number.num
                tied = numbering.level_of_style(num, sid)
                level = level if level is not None else (s.number.level if tied is None else tied)
            elif level is None and direct.num is None:
                level = s.number.level
        if num is None or num == "0":
            return None
        if level is None or direct.level is None:
            tied = next((t for sid, _ in self.chain(style) if (t := numbering.level_of_style(num, sid)) is not None), None)
            level = tied if tied is not None and direct.num is None else level
        return num, level or 0


def read_number_ref(properties: Any | None) -> NumberRef:
    """The numPr of paragraph properties."""
    number = child(properties, "numPr") if properties is not None else None
    if number is None:
        return NumberRef()
    num, level = child(number, "numId"), child(number, "ilvl")
    value = attribute(level, "val") if level is not None else None
    return NumberRef(attribute(num, "val") if num is not None else None, int(value) if value and value.isdigit() else None)


def without_table_styles(data: bytes) -> bytes:
    """The bytes of styles.xml without the styles of tables and the list of styles that Word knows: most of a file, and of no use here."""
    start, end = data.find(b"<w:latentStyles"), data.find(b"</w:latentStyles>")
    if 0 <= start < end:
        data = data[:start] + data[end + len(b"</w:latentStyles>") :]
    pieces = data.split(_STYLE_END)
    for n, piece in enumerate(pieces[:-1]):
        at = piece.rfind(b"<w:style ")
        kept = at < 0 or b'w:type="table"' not in piece[at : piece.find(b">", at) + 1]
        pieces[n] = piece + _STYLE_END if kept else piece[:at]
    return b"".join(pieces)


def read_styles(root: Any | None) -> Styles:
    """Styles from the root of styles.xml (None: a document without styles)."""
    by_id: dict[str, Style] = {}
    default: str | None = None
    for element in root if root is not None else ():
        if local(element) != "style" or attribute(element, "type") == "table":  # those look at cells, and are half of the file
            continue
        key = attribute(element, "styleId") or ""
        parts = {local(e): e for e in reversed(element)}  # the first of each name
        name, based, paragraph, run = (parts.get(part) for part in ("name", "basedOn", "pPr", "rPr"))
        outline = child(paragraph, "outlineLvl") if paragraph is not None else None
        value = attribute(outline, "val") if outline is not None else None
        vanish = child(run, "vanish") if run is not None else None
        by_id[key] = Style(
            name=(attribute(name, "val") or "") if name is not None else "",
            based_on=attribute(based, "val") if based is not None else None,
            number=read_number_ref(paragraph),
            outline=int(value) if value and value.isdigit() else None,
            hidden=is_on(vanish) if vanish is not None else None,
        )
        if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true", "on"):
            default = key
    return Styles(by_id, default)
