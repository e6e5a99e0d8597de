"""A minimal Outline from plain text, with naive sections and line kinds, so that units can be tested without the structure stage."""

from __future__ import annotations

import re
from functools import cache

from nlp.rulebook import Rulebook
from nlp.types import Cell, Document, Line, LineKind, Media, Metadata, Outline, OutlineTable, Section, Table
from nlp.view import ScriptRules, build_view, script_of

_DIGITS = "一二三四五六七八九十百零"
_HEADS = (
    re.compile(rf"第[{_DIGITS}]+章"),
    re.compile(rf"(?P<label>[{_DIGITS}]+)[、.．]|附件(?P<annex>[0-9]*)(?=$|[：\s])|第[{_DIGITS}]+条"),
    re.compile(rf"（(?P<label>[{_DIGITS}]+)）"),
    re.compile(r"(?P<label>[0-9]+)[.．、](?![0-9])"),
)
_ADDRESSEES = re.compile(r"各[^，。]{1,14}[，、].{0,80}：$|[各市县区].*：$")
_COLOPHON = re.compile(r"抄送|主送|分送|索 ?引 ?号|发布机构|主题词|附件：|.*印发[。 ]*$")
_SIGNATURE = re.compile(r"[^，。；：、]{4,30}(?:人民政府|办公室|局|委员会|部|厅|办公厅)$|[0-9二〇一年月日 ]{6,14}$")


@cache
def _script_rules() -> ScriptRules:
    return ScriptRules.load(Rulebook())


def outline_from(
    text: str, title: str = "关于做好工作的通知", tables: tuple[Table, ...] = (), written_on: str | None = None
) -> Outline:
    """An Outline of a plain text: every line is body text except what plainly is not."""
    document = Document(Media("test.txt", "", "text/plain", script=script_of(text)), text, (), tables)
    view = build_view(document, _script_rules())
    lines: list[Line] = []
    sections = [("", 0, 0)]
    stack: dict[int, str] = {}
    at = 0
    for raw in view.text.split("\n"):
        start, end = at + len(raw) - len(raw.lstrip(" ")), at + len(raw.rstrip(" "))
        at += len(raw) + 1
        if start >= end:
            continue
        line = view.text[start:end]
        lines.append(Line(start, end, _kind(line), 0 if "\t" in line else None))
        for level, label, offset in _marks(line):
            stack = {k: v for k, v in stack.items() if k < level}
            if level == 1 and not label.startswith("第"):
                stack.pop(0, None)
            stack[level] = label
            sections.append(("/".join(stack[k] for k in sorted(stack)), start + offset, level))
    end = len(view.text)
    ends = [s[1] for s in sections[1:]] + [end]
    made = tuple(
        Section(path, None, begin, stop, stop, begin, None, level)
        for (path, begin, level), stop in zip(sections, ends, strict=True)
    )
    shown = tuple(OutlineTable("", t) for t in tables)
    return Outline(document, view, tuple(lines), made, shown, Metadata(title, written_on=written_on), (0, end))


def table_from(text: str, rows: list[list[str]]) -> Table:
    """A Table whose cells stand in `text` in reading order."""
    cells: list[tuple[Cell, ...]] = []
    at = 0
    for r, row in enumerate(rows):
        made = []
        for c, content in enumerate(row):
            begin = text.index(content, at) if content else at
            made.append(Cell(content, begin, begin + len(content), r, c))
            at = begin + len(content)
        cells.append(tuple(made))
    return Table(0, len(text), tuple(cells))


def _kind(line: str) -> LineKind:
    if "\t" in line:
        return "row"
    if _ADDRESSEES.match(line):
        return "addressees"
    if _COLOPHON.match(line):
        return "colophon"
    return "signature" if _SIGNATURE.match(line) else "body"


def _marks(line: str) -> list[tuple[int, str, int]]:
    """Section labels at the start of a line, and 一是, 二是 inside it: level, label, offset."""
    out: list[tuple[int, str, int]] = []
    for level, pattern in enumerate(_HEADS):
        m = pattern.match(line)
        if m is None:
            continue
        found = m.groupdict()
        name = f"附件{found['annex']}" if found.get("annex") is not None else (found.get("label") or m[0])
        out.append((level, f"({name})" if level == 2 else name, 0))
        break
    out += [(4, m[0], m.start()) for m in re.finditer(rf"(?<![{_DIGITS}])[一二三四五六]是(?=[^，。]{{4}})", line)]
    return out
