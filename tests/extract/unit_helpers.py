"""A minimal Outline from plain text, with naive sections and line kinds, so that units can be tested without the structure stage."""

from __future__ import annotations

import re

from nlp.types import Cell, Document, Line, LineKind, Media, Metadata, Outline, OutlineTable, Section, Table, View

_HALF = str.maketrans("()", "（）")
_POINT = re.compile(r"(?<![0-9A-Za-z])[,:;?!]|[,:;?!](?![0-9A-Za-z/])")
_FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！"}
_DIGITS = "一二三四五六七八九十百零"
_HEADS = (
    re.compile(rf"第[{_DIGITS}]+章"),
    re.compile(rf"(?P<label>[{_DIGITS}]+)[、.．]|附件(?P<annex>[0-9]*)(?=$|[：:\s])|第[{_DIGITS}]+条"),
    re.compile(rf"[（(](?P<label>[{_DIGITS}]+)[)）]"),
    re.compile(r"(?P<label>[0-9]+)[.．、](?![0-9])"),
)


def normalised(text: str) -> str:
    """Text punctuation in full width, as the view has it; same length."""
    return _POINT.sub(lambda m: _FULL[m[0]], text.translate(_HALF))


def outline_from(
    text: str, title: str = "关于做好工作的通知", tables: tuple[Table, ...] = (), written_on: str | None = None
) -> Outline:
    """An Outline of a plain text: every line is body text except what plainly is not."""
    view_text = normalised(text)
    lines: list[Line] = []
    sections = [("", 0, 0)]
    stack: dict[int, str] = {}
    at = 0
    for raw in view_text.split("\n"):
        start, end = at + len(raw) - len(raw.lstrip(" \u3000")), at + len(raw.rstrip(" \u3000"))
        at += len(raw) + 1
        if start >= end:
            continue
        line = view_text[start:end]
        lines.append(Line(start, end, _kind(line)))
        for m in _marks(line):
            level, label = m
            stack = {k: v for k, v in stack.items() if k < level}
            if level == 1 and not label[0].startswith("第"):
                stack.pop(0, None)
            stack[level] = label[0]
            sections.append(("/".join(stack[k] for k in sorted(stack)), start + label[1], level))
    ends = [s[1] for s in sections[1:]] + [len(view_text)]
    made = tuple(
        Section(path, None, begin, end, end, begin, None, level) for (path, begin, level), end in zip(sections, ends, strict=True)
    )
    document = Document(Media("test.txt", "", "text/plain"), text, (), tables)
    return Outline(
        document,
        View(text, view_text),
        tuple(lines),
        made,
        tuple(OutlineTable("", t) for t in tables),
        Metadata(title, written_on=written_on),
        (0, len(view_text)),
    )


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
    if re.match(r"各[^，。]{1,14}[，、].{0,80}：$", line) or (line.endswith("：") and re.match(r"各|市|县|区", line)):
        return "addressees"
    if re.match(r"抄送|主送|分送|索 ?引 ?号|发布机构|主题词|附件：", line) or re.search(r"印发[。 ]*$", line):
        return "colophon"
    if re.match(r"[^，。；：、]{4,30}(人民政府|办公室|局|委员会|部|厅|办公厅)$", line) or re.match(
        r"[0-9二〇一年月日 ]{6,14}$", line
    ):
        return "signature"
    return "body"


def _marks(line: str) -> list[tuple[int, tuple[str, int]]]:
    """Section labels at the start of a line, and 一是, 二是 inside it."""
    out: list[tuple[int, tuple[str, int]]] = []
    for level, pattern in enumerate(_HEADS):
        m = pattern.match(line)
        if m is None:
            continue
        label = m.groupdict().get("label")
        name = f"附件{m['annex']}" if m.groupdict().get("annex") is not None else (label or m[0])
        out.append((level, (f"({name})" if level == 2 else name, 0)))
        break
    out += [(4, (m[0], m.start())) for m in re.finditer(rf"(?<![{_DIGITS}])[一二三四五六]是(?=[^，。]{{4}})", line)]
    return out
