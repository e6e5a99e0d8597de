"""RTF -> Document. Numbers stand in the file as the word processor showed them (\\listtext); tables are grids by their edges.

One pass over the tokens. Every group inherits the state of the group around it; what a reader does not know and what is marked
with \\* is passed over, as the format asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from nlp.intake.builder import DocumentBuilder
from nlp.intake.furniture import FurnitureRules
from nlp.intake.messages import Unreadable
from nlp.intake.rtf_tables import TableRows
from nlp.intake.rtf_tokens import CHARSETS, SYMBOLS, Token, code_page, decode_run, tokens
from nlp.intake.rtf_words import (
    CONTENTS,
    HEADING,
    MARGINS,
    MEANT,
    PAGE_FIELDS,
    PAGE_NUMBER,
    SIGNS,
    SKIPPED,
    STARRED,
    TITLE,
    Style,
)
from nlp.types import BlockKind, Limits

_DEPTH, _TABLES = 2_000, 16  # groups in each other, tables in each other
_LABEL_END = "、。．.：:）)】]〕》>―—-"


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits. `into`: where text goes ("body", "label", "note", …; "" for nowhere)."""

    into: str = "body"
    skip_chars: int = 1
    font: int | None = None
    hidden: bool = False
    deleted: bool = False
    quiet: bool = False  # inside a drawing, where only its text box counts
    fields: tuple[int, ...] = ()
    style: int = 0
    outline: int | None = None
    depth: int = 0  # of the table that the paragraph stands in; 0 outside of tables


@dataclass(slots=True)
class _Flow:
    """Paragraphs of the body, a text box, a note or a header: text so far and the lines that are finished."""

    text: list[str] = field(default_factory=list)
    label: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    """State of one pass through a file."""

    build: DocumentBuilder
    limits: Limits
    page: str = "cp1252"
    default_font: int | None = None
    fonts: dict[int, int] = field(default_factory=dict)
    styles: dict[int, Style] = field(default_factory=dict)
    state: _State = field(default_factory=_State)
    stack: list[tuple[_State, str]] = field(default_factory=list)
    opened: str = ""  # what the current group turned out to be
    starred: bool = False
    fresh: bool = False  # a group was just opened: its first word names it
    pending: bytearray = field(default_factory=bytearray)
    to_skip: int = 0
    surrogate: int = 0
    flows: list[_Flow] = field(default_factory=lambda: [_Flow()])
    tables: list[TableRows] = field(default_factory=lambda: [TableRows()])  # the table, the one in its open cell, and so on
    boxes: list[str] = field(default_factory=list)
    field_names: list[str] = field(default_factory=list)
    style_text: list[str] = field(default_factory=list)
    current: tuple[int, int | None] = (0, None)  # style or font number while its definition is read
    notes: list[str] = field(default_factory=list)
    margins: list[tuple[BlockKind, str]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    deleted: int = 0
    comments: int = 0
    objects: list[str] = field(default_factory=list)

    # ------------------------------------------------------------ tokens
    def is_skipping(self) -> bool:
        """Whether the open group holds nothing to read."""
        return not self.state.into and not self.pending

    def take(self, token: Token) -> None:
        if token.kind == "text":
            self.bytes(token)
            return
        self.flush()
        if token.kind == "open":
            self.to_skip = 0
            if len(self.stack) >= _DEPTH:
                raise Unreadable("damaged", detail="嵌套过深")
            self.stack.append((self.state, self.opened))
            self.opened, self.starred, self.fresh = "", False, True
        elif token.kind == "close":
            self.to_skip = 0
            self.close()
        elif token.kind == "sign":
            self.sign(token.word)
        elif self.to_skip:
            self.to_skip -= 1
        else:
            self.word(token.word, token.number)

    def bytes(self, token: Token) -> None:
        data = token.data
        if self.to_skip:
            gone = min(self.to_skip, len(data))
            self.to_skip -= gone
            data = data[gone:]
        if data and self.state.into:
            self.pending += data
        self.fresh = False

    def flush(self) -> None:
        if self.pending:
            charset = self.fonts.get(self.default_font if self.state.font is None else self.state.font, 1)  # type: ignore[arg-type]
            data = bytes(self.pending)
            self.pending.clear()
            symbols = charset == SYMBOLS and not data.isascii()
            self.put("" if symbols else decode_run(data, CHARSETS.get(charset), self.page))

    def sign(self, sign: str) -> None:
        if sign == "*":
            self.starred = True
        elif self.to_skip:
            self.to_skip -= 1
        elif sign in "\\{}":
            self.put(sign)
        elif sign in "~_":
            self.put("\xa0" if sign == "~" else "-")
        elif sign in "\r\n":
            self.paragraph()

    def word(self, word: str, number: int | None) -> None:
        first, self.fresh = self.fresh, False
        if (first or self.starred) and self.group(word, number):
            self.starred = False
            return
        self.starred = False
        if word not in MEANT:
            return
        if word == "u" and number is not None:
            self.unicode(number)
        elif word in SIGNS:
            self.put(SIGNS[word])
        elif word == "uc":
            self.state = replace(self.state, skip_chars=min(max(number or 0, 0), 16))
        elif self.state.into in ("font", "style"):
            self.definition(word, number)
        elif word == "f":
            self.state = replace(self.state, font=number)
        elif word == "v":
            self.state = replace(self.state, hidden=number != 0)
        elif word == "deleted":
            self.deleted += number != 0 and not self.state.deleted
            self.state = replace(self.state, deleted=number != 0)
        elif word == "plain":
            self.state = replace(self.state, font=None, hidden=False, deleted=False)
        elif word == "ansicpg":
            self.page = code_page(number)
        elif word == "mac":
            self.page = "mac_roman"
        elif word == "deff":
            self.default_font = number
        elif self.state.into == "body" and not self.state.quiet:
            self.layout(word, number)
        elif self.state.into == "row" and word in ("nestrow", "trowd", "clvmrg", "clmrg", "cellx"):
            level = self.level(max(self.state.depth, 2))
            level.row() if word == "nestrow" else level.define(word, number)

    def unicode(self, number: int) -> None:
        code = number & 0xFFFF
        if 0xD800 <= code < 0xDC00:
            self.surrogate = code
        elif 0xDC00 <= code < 0xE000:
            if self.surrogate:
                self.put(chr(0x10000 + ((self.surrogate - 0xD800) << 10) + code - 0xDC00))
            self.surrogate = 0
        else:
            self.put("" if 0xF000 <= code <= 0xF0FF else chr(code))
        self.to_skip = self.state.skip_chars

    # ------------------------------------------------------------ groups
    def group(self, word: str, number: int | None) -> bool:
        """What the first word of a group makes of it; True where the word is used up."""
        self.opened = word
        if not self.state.into:
            return True
        if word == "fonttbl" or word == "stylesheet":
            self.state = replace(self.state, into="font" if word == "fonttbl" else "style")
        elif self.state.into in ("font", "style"):
            if self.starred and word not in ("cs", "ts"):
                self.state = replace(self.state, into="")
            return False
        elif word in MARGINS or word in ("footnote", "annotation", "shptxt", "dptxbxtext"):
            self.flows.append(_Flow())
            self.comments += word == "annotation"
            self.state = replace(self.state, into="body", quiet=False, fields=())
        elif word in ("listtext", "pntext"):
            self.state = replace(self.state, into="label")
        elif word in ("field", "fldinst", "fldrslt"):
            self.open_field(word)
        elif word in ("shpinst", "do"):
            self.state = replace(self.state, quiet=True)
        elif word == "nesttableprops":
            self.state = replace(self.state, into="row")
        elif word == "object":
            self.objects.append("OLE")
        elif word == "upr":
            self.state = replace(self.state, into="upr")
        elif word == "ud":
            self.state = replace(self.state, into=self.stack[-2][0].into if len(self.stack) > 1 else "body")
        elif word in SKIPPED or (self.starred and word not in STARRED):
            self.state = replace(self.state, into="")
        else:
            return False
        return True

    def open_field(self, word: str) -> None:
        if word == "field":
            self.field_names.append("")
            self.state = replace(self.state, fields=(*self.state.fields, len(self.field_names) - 1))
        elif word == "fldinst":
            self.state = replace(self.state, into="instruction")
        elif self.state.fields and self.field_name(self.state.fields[-1]) in PAGE_FIELDS:
            self.state = replace(self.state, into="")

    def field_name(self, index: int) -> str:
        return (self.field_names[index].split() or [""])[0].upper()

    def close(self) -> None:
        opened, state = self.opened, self.state
        if not self.stack:
            return
        self.state, self.opened = self.stack.pop()
        self.fresh = False
        if not state.into:
            return
        if state.into == "style" and self.state.into == "style":
            name = re.split("[;,]", "".join(self.style_text))[0].strip()
            self.styles[self.current[0]] = Style(name, self.current[1])
            self.style_text, self.current = [], (0, None)
        elif opened in MARGINS or opened in ("footnote", "annotation", "shptxt", "dptxbxtext"):
            self.close_flow(opened)

    def close_flow(self, opened: str) -> None:
        if len(self.flows) < 2:
            return
        flow = self.flows.pop()
        lines = [*flow.lines, "".join(flow.text)]
        text = "\n".join(line for line in lines if line.strip())
        if not text.strip() or opened == "annotation":
            return
        if opened in MARGINS:
            if not PAGE_NUMBER.fullmatch(text) and (MARGINS[opened], text) not in self.margins:
                self.margins.append((MARGINS[opened], text))
        elif opened == "footnote":
            self.notes.append(text)
        elif len(self.flows) == 1:
            self.boxes.append(text)
        else:
            self.flows[-1].lines.append(text)

    def definition(self, word: str, number: int | None) -> None:
        """Words inside the font table and the style sheet."""
        if self.state.into == "font":
            if word == "f":
                self.current = (number or 0, None)
            elif word == "fcharset":
                self.fonts[self.current[0]] = number or 0
        elif word == "s":
            self.current = (number or 0, self.current[1])
        elif word in ("cs", "ds", "ts"):
            self.current = (-1, None)
        elif word == "outlinelevel":
            self.current = (self.current[0], number)

    # ------------------------------------------------------------ text
    def put(self, text: str) -> None:
        state = self.state
        if not text or not state.into or state.deleted:
            return
        if state.into == "style":
            self.style_text.append(text)
        elif state.into == "instruction":
            if state.fields:
                self.field_names[state.fields[-1]] += text[:40]
        elif state.into in ("body", "label") and not state.quiet:
            if state.hidden:
                if text.strip():
                    self.hidden.append(text)
            else:
                (self.flows[-1].text if state.into == "body" else self.flows[-1].label).append(text)

    def layout(self, word: str, number: int | None) -> None:
        """Words that end paragraphs, cells and rows, or tell of the paragraph to come."""
        if word in ("par", "sect"):
            self.paragraph()
        elif word == "pard":
            self.state = replace(self.state, style=0, outline=None, depth=0)
        elif word == "s":
            self.state = replace(self.state, style=number or 0)
        elif word == "outlinelevel":
            self.state = replace(self.state, outline=number)
        elif len(self.flows) > 1:
            if word in ("cell", "row", "nestcell", "nestrow"):
                self.paragraph()
        elif word == "intbl":
            self.state = replace(self.state, depth=self.state.depth or 1)
        elif word == "itap":
            self.state = replace(self.state, depth=min(max(number or 0, 0), _TABLES))
        elif word in ("cell", "nestcell"):
            depth = 1 if word == "cell" else max(self.state.depth, 2)
            self.state = replace(self.state, depth=depth)
            text = self.text_of_paragraph()
            self.level(depth).cell(text)
        elif word == "row":
            self.level(1).row()
        elif word == "nestrow":
            self.level(max(self.state.depth, 2)).row()
        elif word in ("trowd", "clvmrg", "clmrg", "cellx"):
            self.tables[0].define(word, number)

    def level(self, depth: int) -> TableRows:
        """The table at a depth; those inside its open cell end and become part of that cell."""
        while len(self.tables) > depth:
            inner = self.tables.pop()
            inner.row()
            if inner.rows:
                self.tables[-1].open.append(inner)
        while len(self.tables) < depth:
            self.tables.append(TableRows())
        return self.tables[-1]

    def text_of_paragraph(self) -> str:
        flow = self.flows[-1]
        text, label = "".join(flow.text), "".join(flow.label).strip(" \t\xa0")
        flow.text.clear()
        flow.label.clear()
        if label and text.strip():
            text = label + ("" if label[-1] in _LABEL_END or "\u2460" <= label[-1] <= "\u249b" else " ") + text.lstrip()
        return text if text.strip() else label if self.state.depth else ""

    def paragraph(self) -> None:
        text = self.text_of_paragraph()
        if len(self.flows) > 1:
            self.flows[-1].lines.append(text)
        elif self.state.depth:
            self.level(self.state.depth).open.append(text)
        else:
            self.end_table()
            self.write_boxes()
            self.build.line(text, *self.kind_of())

    def kind_of(self) -> tuple[BlockKind, None, int | None]:
        style = self.styles.get(self.state.style, Style("", None))
        if CONTENTS.match(style.name) or any(self.field_name(i) == "TOC" for i in self.state.fields):
            return "furniture", None, None
        outline = style.outline if self.state.outline is None else self.state.outline
        named = HEADING.match(style.name)
        level = outline + 1 if outline is not None and 0 <= outline < 9 else int(named[1]) if named and outline is None else None
        return "title" if TITLE.match(style.name) else "text", None, level

    def end_table(self) -> None:
        table = self.level(1)
        table.row()
        if table.rows:
            self.write_boxes()
            table.write(self.build, self.limits)
        self.tables = [TableRows()]

    def write_boxes(self) -> None:
        for box in self.boxes:
            self.build.line(box)
        self.boxes = []

    def finish(self, rules: FurnitureRules) -> None:
        """The last paragraph, then notes and margins, then what was left out."""
        self.flush()
        while len(self.flows) > 1:
            self.close_flow("shptxt")
        self.state = replace(self.state, into="body", depth=self.state.depth if self.tables[0].rows or self.tables[0].open else 0)
        self.paragraph()
        self.end_table()
        self.write_boxes()
        self.build.recognise(rules.classify)
        for note in self.notes:
            self.build.line(note.replace("\n", " "), "note")
        for kind, text in self.margins:
            self.build.line(text, kind)
        if self.hidden:
            self.build.warn("hidden", n=len(self.hidden), chars=sum(map(len, self.hidden)), sample=self.hidden[0][:20])
        if self.deleted:
            self.build.warn("revisions", n=self.deleted)
        if self.comments:
            self.build.warn("comments", n=self.comments)
        if self.objects:
            self.build.warn("embedded", n=len(self.objects), names="、".join(self.objects[:5]))


def read_rtf(data: bytes, build: DocumentBuilder, rules: FurnitureRules, limits: Limits) -> None:
    """Read an RTF file into the builder. Raises Unreadable for one that nests without end."""
    reader = _Reader(build, limits)
    for token in tokens(data, reader.is_skipping):
        reader.take(token)
    cut = bool(reader.stack)
    reader.finish(rules)
    if cut:
        build.warn("repaired", kind="RTF 文档", detail="末尾缺失")
