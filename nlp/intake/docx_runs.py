"""What a Word paragraph says: runs, fields, tracked changes, notes, symbols. Text boxes are handed back to the caller."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nlp.intake.docx_styles import Styles
from nlp.intake.numbering import format_number
from nlp.intake.ooxml import attribute, child, is_on, local

_OPEN = frozenset({"ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdtContent", "bdo", "dir", "mc:Fallback", "subDoc"})
_GONE = frozenset({"del", "moveFrom"})
# EQ \o\ac(○,21): the character in a circle that Word's menu writes; the list may be parted by , or ;
_RING = re.compile(r"\\o\s*(?:\\a[clr]\s*)*\(\s*[○◯□△◇〇]\s*[,;，；]\s*([^()]{1,6})\)", re.I)
_SYMBOL_FONTS = frozenset({"wingdings", "wingdings 2", "wingdings 3", "symbol", "webdings"})
_PAGE_HIGH, _PAGE_WIDE = 5_400_000, 3_600_000  # EMU: 15 cm and 10 cm; a picture beyond may be a scanned page
_PAGE_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION"})

# Signs of the symbol fonts that forms are full of; others of the private use area say nothing.
_SYMBOLS = {
    0xF052: "☑", 0xF0FE: "☑", 0xF053: "☒", 0xF0FD: "☒", 0xF0FC: "√", 0xF050: "√", 0xF0A3: "□", 0xF06F: "□",
    0xF0A8: "□", 0xF071: "□", 0xF0A1: "○", 0xF06C: "●", 0xF06E: "■", 0xF0B7: "·", 0xF075: "◆", 0xF0B2: "◇",
    0xF0AB: "★", 0xF0B0: "°", 0xF0B4: "×", 0xF0A7: "▪", 0xF0B3: "≥", 0xF0A5: "∞", 0xF0AE: "→", 0xF0AC: "←",
    0xF0AD: "↑", 0xF0AF: "↓", 0xF0D8: "➢", 0xF0E0: "→",
}  # fmt: skip


@dataclass(slots=True)
class _Field:
    """An open complex field: its instruction so far, whether its result has begun."""

    instruction: str = ""
    in_result: bool = False
    at: int = 0  # pieces of text before it
    box: str = ""  # ☑ or □ of a form's check box

    @property
    def name(self) -> str:
        return (self.instruction.split() or [""])[0].upper()

    def shown(self) -> str:
        """What a field shows that stores no result: a check box, a character in a circle (EQ \\o\\ac)."""
        if self.box:
            return self.box
        ring = _RING.search(self.instruction) if self.name == "EQ" else None
        if ring is None:
            return ""
        inner = ring[1].strip()
        return format_number(int(inner), "decimalEnclosedCircle") if inner.isdecimal() and 0 < int(inner) <= 50 else inner


@dataclass(frozen=True, slots=True)
class RunText:
    """Text of a paragraph without its number; `contents`: part of a TOC field; `hidden`: some of it is hidden."""

    text: str
    contents: bool
    hidden: bool
    boxes: tuple[Any, ...]
    drawn: tuple[tuple[str, str], ...] = ()  # ("picture" of the size of a page or "diagram", its relationship)


@dataclass(slots=True)
class RunReader:
    """Reads paragraphs in document order; fields may run over several of them."""

    styles: Styles
    footnotes: list[str] = field(default_factory=list)
    endnotes: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    deleted: int = 0
    inserted: int = 0
    comments: int = 0
    _fields: list[_Field] = field(default_factory=list)
    _out: list[str] = field(default_factory=list)
    _boxes: list[Any] = field(default_factory=list)
    _drawn: list[tuple[str, str]] = field(default_factory=list)
    _contents: bool = False

    def paragraph(self, element: Any) -> RunText:
        """Read one paragraph."""
        self._out, self._boxes, self._drawn = [], [], []
        self._contents = self._in_contents()
        hidden_before = len(self.hidden)
        self._inline(element, hidden=False)
        return RunText("".join(self._out), self._contents, len(self.hidden) > hidden_before, tuple(self._boxes), tuple(self._drawn))

    def _in_contents(self) -> bool:
        return any(f.name == "TOC" for f in self._fields)

    def _visible(self) -> bool:
        return all(f.in_result and f.name not in _PAGE_FIELDS for f in self._fields)

    def _put(self, text: str, hidden: bool) -> None:
        if not text or not self._visible():
            return
        if hidden:
            if text.strip():
                self.hidden.append(text)
        else:
            self._out.append(text)

    def _inline(self, container: Any, hidden: bool) -> None:
        """Everything in a paragraph, run or wrapper."""
        for element in container:
            name = local(element)
            if name == "r":
                self._inline(element, hidden or self._is_hidden(element))
            elif name == "t":
                text = element.text or ""
                self._put(_with_signs(text) if not text.isascii() else _in_symbol_font(text, container), hidden)
            elif name in _OPEN:
                self.inserted += name == "ins"
                self._inline(element, hidden)
            elif name in _GONE:
                self.deleted += 1
            elif name == "sdt":
                content = child(element, "sdtContent")
                if content is not None:
                    self._inline(content, hidden)
            elif name == "mc:AlternateContent":
                self._alternate(element, hidden)
            elif name in ("drawing", "pict", "object"):
                if not hidden:
                    self._boxes += _text_boxes(element)
                    self._drawn += _pictures(element)
            elif name == "ruby":
                base = child(element, "rubyBase")
                if base is not None:
                    self._inline(base, hidden)
            elif name == "fldSimple":
                self._simple_field(element, hidden)
            elif name in ("fldChar", "instrText"):
                self._field(name, element)
            else:
                self._mark(name, element, hidden)

    def _mark(self, name: str, element: Any, hidden: bool) -> None:
        """Single signs: tabs, breaks, symbols, references."""
        if name in ("tab", "ptab"):
            self._put(" ", hidden)
        elif name in ("br", "cr"):
            self._put("\n", hidden)
        elif name == "noBreakHyphen":
            self._put("-", hidden)
        elif name == "sym":
            self._put(_symbol(element), hidden)
        elif name in ("footnoteReference", "endnoteReference"):
            notes = self.footnotes if name.startswith("foot") else self.endnotes
            key = attribute(element, "id")
            if key is not None and key not in notes:
                notes.append(key)
        elif name == "commentReference":
            self.comments += 1
        elif name in ("m:oMath", "m:oMathPara"):
            self._put("".join(e.text or "" for e in element.iter() if local(e) == "m:t"), hidden)

    def _is_hidden(self, run: Any) -> bool:
        properties = child(run, "rPr")
        if properties is None:
            return False
        vanish = child(properties, "vanish")
        if vanish is not None:
            return is_on(vanish)
        style = child(properties, "rStyle")
        return style is not None and self.styles.is_hidden(attribute(style, "val"))

    def _alternate(self, element: Any, hidden: bool) -> None:
        """mc:AlternateContent holds the same thing twice: the first choice that says something is taken."""
        for option in element:
            if local(option) not in ("mc:Choice", "mc:Fallback"):
                continue
            before = (len(self._out), len(self._boxes), len(self.hidden))
            self._inline(option, hidden)
            if (len(self._out), len(self._boxes), len(self.hidden)) != before:
                return

    def _field(self, name: str, element: Any) -> None:
        if name == "instrText":
            if self._fields and not self._fields[-1].in_result:
                self._fields[-1].instruction += element.text or ""
            return
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.append(_Field(box=_check_box(element), at=len(self._out)))
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
            self._contents = self._contents or self._in_contents()
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            if ended.at == len(self._out):
                self._put(ended.shown(), False)

    def _simple_field(self, element: Any, hidden: bool) -> None:
        field_ = _Field(attribute(element, "instr") or "", in_result=True)
        self._fields.append(field_)
        self._contents = self._contents or field_.name == "TOC"
        self._inline(element, hidden)
        self._fields.pop()


def _text_boxes(element: Any) -> list[Any]:
    """Text boxes of a drawing, each once: fallbacks and boxes inside boxes are left to whoever reads the outer one."""
    found: list[Any] = []
    stack = [element]
    while stack:
        e = stack.pop()
        name = local(e)
        if name == "txbxContent":
            found.append(e)
        elif name == "mc:AlternateContent":
            options = [o for o in e if local(o) in ("mc:Choice", "mc:Fallback")]
            best = next((o for o in options if any(local(x) == "txbxContent" for x in o.iter())), None)
            if best is not None:
                stack.append(best)
        else:
            stack.extend(reversed(list(e)))
    return found


def _pictures(element: Any) -> Iterator[tuple[str, str]]:
    """Pictures of the size of a page and diagrams of a drawing: what they are, and their relationship."""
    high = wide = 0
    for e in element.iter():
        name = e.tag.rpartition("}")[2] if isinstance(e.tag, str) else ""
        if name == "extent":
            wide, high = (int(v) if (v := e.get(key) or "").isdecimal() else 0 for key in ("cx", "cy"))
        elif name == "blip" and high >= _PAGE_HIGH and wide >= _PAGE_WIDE and (key := attribute(e, "embed")):
            yield "picture", key
        elif name == "relIds" and (key := attribute(e, "dm")):
            yield "diagram", key


def _check_box(begin: Any) -> str:
    """☑ or □ of a form's check box, from the mark that begins its field; "" for any other field."""
    data = child(begin, "ffData")
    box = child(data, "checkBox") if data is not None else None
    if box is None:
        return ""
    checked = child(box, "checked")
    return "☑" if is_on(checked if checked is not None else child(box, "default")) else "□"


def _in_symbol_font(text: str, run: Any) -> str:
    """Letters of a run set in a symbol font as the signs that they show; any other text as it is."""
    properties = child(run, "rPr")
    fonts = child(properties, "rFonts") if properties is not None else None
    if fonts is None or (attribute(fonts, "ascii") or "").lower() not in _SYMBOL_FONTS:
        return text
    return "".join(_SYMBOLS.get(0xF000 + ord(c), " " if c == " " else "") for c in text)


def _with_signs(text: str) -> str:
    """Text with the private codes of symbol fonts as signs."""
    if not any("\uf020" <= c <= "\uf0ff" for c in text):
        return text
    return "".join(_SYMBOLS.get(ord(c), "") if "\uf020" <= c <= "\uf0ff" else c for c in text)


def _symbol(element: Any) -> str:
    try:
        code = int(attribute(element, "char") or "", 16)
    except ValueError:
        return ""
    code = code if code >= 0xF000 or code > 0xFF else code + 0xF000
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    return "" if 0xE000 <= code <= 0xF8FF or code > 0x10FFFF else chr(code)
