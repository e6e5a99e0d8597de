"""Notes and marks that a document carries about itself: disclosure attribute, secrecy mark, urgency, copy number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from nlp.rulebook import Row, Rulebook, check_examples, compile_pattern
from nlp.types import Classification, DeclaredAttribute

_SLOTS = {
    "any": "[^，。；\n]{0,12}?",
    "level": "(?:绝密|机密|秘密)",
    "star": "[★☆*※]",
    "period": "(?:长期|[0-9一二三四五六七八九十]{1,3} ?(?:年|个月|月|天)|启用前|启封前|解密前|公布前)",
}
_URGENCY = re.compile(r"(?:特提|特急|加急|平急|急件|紧急)(?:件)?")
_COPY_NUMBER = re.compile(r"(?:№|No\.?|NO\.?)? ?[0-9]{6}")

# （…） as far as a note may go.
_BRACKET = re.compile(r"（([^（）\n]{2,60})）")


@dataclass(frozen=True, slots=True)
class _Note:
    id: str
    value: str
    place: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class MarkRules:
    """`annotations.tsv` and `classification.tsv`."""

    notes: tuple[_Note, ...]
    secrecy: tuple[re.Pattern[str], ...]

    @classmethod
    def load(cls, book: Rulebook) -> MarkRules:
        """Compile both tables and hold every row to its own examples."""
        notes = []
        for row in book.table("annotations"):
            note = _Note(row["id"], row["value"], row["place"], _compiled(row))
            check_examples(row, partial(_hits, note))
            notes.append(note)
        secrecy = []
        for row in book.table("classification"):
            pattern = _compiled(row)
            check_examples(row, partial(_full_matches, pattern))
            secrecy.append(pattern)
        return cls(tuple(notes), tuple(secrecy))

    def declared(self, text: str) -> tuple[DeclaredAttribute | None, int, int] | None:
        """The attribute that a note inside `text` declares (None for a note without one), with the range of the note."""
        for m in _BRACKET.finditer(text):
            for note in self.notes:
                if note.place == "note" and note.pattern.match(m[1]):
                    return _value(note), m.start(), m.end()
        return None

    def declared_line(self, text: str) -> tuple[DeclaredAttribute | None, int, int] | None:
        """The attribute that a whole line declares: 此件公开发布, （主动公开）."""
        bare = text.strip("（）()[]【】。 ")
        for note in self.notes:
            if (note.place == "note" and note.pattern.match(bare) and len(bare) <= 40) or (
                note.place == "whole" and note.pattern.fullmatch(bare)
            ):
                return _value(note), 0, len(text)
        return None

    def declared_value(self, value: str) -> DeclaredAttribute | None:
        """The attribute that the value of a label (公开属性：…) declares; unticked boxes tell nothing."""
        found = {_value(n) for n in self.notes if n.place == "value" and n.pattern.match(value)}
        ticked = [p for p in re.split(r"[□○]|(?=[■√☑✓●])", value) if p and p[0] in "■√☑✓●"]
        if ticked:
            found = {_value(n) for n in self.notes if n.place == "value" and n.pattern.match(ticked[0].lstrip("■√☑✓● "))}
        return found.pop() if len(found) == 1 else None

    def secrecy_line(self, text: str) -> tuple[Classification, str | None] | None:
        """Level and period of a line that carries a secrecy mark and nothing but marks (份号, 特急 may stand beside it)."""
        rest = _URGENCY.sub("", _COPY_NUMBER.sub("", text)).strip(" ，、\t")
        return self.secrecy_mark(rest) if rest else None

    def secrecy_mark(self, text: str) -> tuple[Classification, str | None] | None:
        """Level and period of a text that is a secrecy mark as a whole."""
        plain = text.replace(" ", "")
        for pattern in self.secrecy:
            if pattern.fullmatch(plain):
                level = re.search(_SLOTS["level"], plain)
                period = re.search(_SLOTS["period"], plain)
                assert level is not None
                return level[0], period[0] if period else None  # type: ignore[return-value]
        return None


def urgency_of(text: str) -> str | None:
    """特急 where a line is nothing but an urgency mark, also in brackets."""
    bare = text.strip("【】[]（）() ").replace(" ", "")
    return bare if _URGENCY.fullmatch(bare) else None


def mark_words(text: str) -> dict[str, str]:
    """Urgency and copy number of a line that carries nothing but marks: 000001 机密★20年 特急."""
    found = {}
    if m := _URGENCY.search(text):
        found["urgency"] = m[0]
    if m := _COPY_NUMBER.search(text):
        found["copy_number"] = m[0]
    return found


def _compiled(row: Row) -> re.Pattern[str]:
    try:
        source = compile_pattern(row["pattern"], _SLOTS)
    except ValueError as error:
        raise row.fault(f"pattern 写法有误：{error}。") from error
    return re.compile(re.sub(r"\(\?P<[a-z_0-9]+>", "(?:", source))


def _hits(note: _Note, text: str) -> list[str]:
    return [text] if (note.pattern.fullmatch(text) if note.place == "whole" else note.pattern.match(text)) else []


def _full_matches(pattern: re.Pattern[str], text: str) -> list[str]:
    return [text] if pattern.fullmatch(text) else []


def _value(note: _Note) -> DeclaredAttribute | None:
    return None if note.value == "none" else note.value  # type: ignore[return-value]
