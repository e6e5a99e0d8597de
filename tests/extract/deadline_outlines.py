"""A minimal Outline from plain text, for tests of the deadline stage alone."""

from __future__ import annotations

import re

from nlp.rulebook import Rulebook
from nlp.types import Document, Line, LineKind, Media, Metadata, Outline, Section
from nlp.view import ScriptRules, build_view, script_of

_LABEL = re.compile(
    r"^(?P<l>[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|[0-9]{1,2}[.、．]|第[一二三四五六七八九十百]+[章条]|附件[0-9]*)"
)
_RUN_IN = re.compile(r"[^。：，；\n]{2,40}[。：](?=.)")
_DATE_LINE = re.compile(r"^[ \t]*[12二一][0-9〇○OoO零一二三四五六七八九]{3}年.{1,3}月.{1,3}日(?:印发)?$")
_LEVELS = (r"第.+章|附件", r"第.+条|[一二三四五六七八九十]+、", r"[（(]", r"[0-9]")


def document_of(text: str) -> Document:
    """A plain-text document."""
    return Document(Media("test.txt", "", "text/plain", script=script_of(text)), text, ())


def outline_of_text(
    text: str, written_on: str | None = None, title: str = "", kind: LineKind = "body", published_on: str | None = None
) -> Outline:
    """Every line a body line (or `kind`), all in the preamble section; tabs make a line a table row."""
    view = build_view(document_of(text), ScriptRules.load(Rulebook()))
    lines, at = [], 0
    for part in view.text.split("\n"):
        row = "\t" in part
        lines.append(Line(at, at + len(part), "row" if row else kind, 0 if row else None))
        at += len(part) + 1
    end = len(view.text)
    preamble = Section("", None, 0, end, end, 0, None, 0, "preamble")
    meta = Metadata(title, written_on=written_on, published_on=published_on)
    return Outline(document_of(text), view, tuple(lines), (preamble,), (), meta, (0, end))


def naive_outline(text: str, metadata: Metadata) -> Outline:
    """Sections by their labels at line starts, nested by family; run-in headings; date lines and short unstopped lines not read."""
    document = document_of(text)
    view = build_view(document, ScriptRules.load(Rulebook()))
    lines: list[Line] = []
    starts: list[tuple[int, int, str, tuple[int, int] | None]] = []
    at = 0
    for part in view.text.split("\n"):
        start, end = at, at + len(part)
        at = end + 1
        label = _LABEL.match(part)
        heading: tuple[int, int] | None = None
        kind: LineKind = "body"
        if label:
            level = next(i for i, p in enumerate(_LEVELS) if re.match(p, label["l"])) + 1
            path = label["l"].rstrip("、.．").replace("（", "(").replace("）", ")")
            run_in = _RUN_IN.match(part, label.end())
            if run_in:
                heading = (start + label.end(), start + run_in.end())
            elif not part.endswith(("。", "；", "：")) and len(part) < 40:
                kind = "heading"
            starts.append((start, level, path, heading))
        elif _DATE_LINE.match(part):
            kind = "date"
        elif part.startswith(("发布日期", "抄送", "发布机构", "索引号", "成文日期")) or part.rstrip().endswith(("印发", "日印发")):
            kind = "colophon"
        elif part.strip() and part.strip() in metadata.title:
            kind = "title"
        lines.append(Line(start, end, kind))
    sections = [Section("", None, 0, len(view.text), len(view.text), 0, None, 0, "preamble")]
    stack: list[tuple[int, str]] = []
    for start, level, path, heading in starts:
        while stack and stack[-1][0] >= level:
            stack.pop()
        stack.append((level, path))
        title = view.text[heading[0] : heading[1]] if heading else None
        sections.append(Section("/".join(p for _, p in stack), title, start, len(view.text), len(view.text), start, heading, level))
    return Outline(document, view, tuple(lines), tuple(sections), (), metadata, (0, len(view.text)))
