"""A minimal Outline from plain text, for tests of the deadline stage alone."""

from __future__ import annotations

from nlp.rulebook import Rulebook
from nlp.types import Document, Line, LineKind, Media, Metadata, Outline, Section
from nlp.view import ScriptRules, build_view, script_of


def outline_of_text(text: str, written_on: str | None = None, title: str = "", kind: LineKind = "body") -> Outline:
    """Every line a line of `kind`, all of them in the preamble section; tabs make a line a table row."""
    document = Document(Media("test.txt", "", "text/plain", script=script_of(text)), text, ())
    view = build_view(document, ScriptRules.load(Rulebook()))
    lines, at = [], 0
    for part in view.text.split("\n"):
        row = "\t" in part
        lines.append(Line(at, at + len(part), "row" if row else kind, 0 if row else None))
        at += len(part) + 1
    end = len(view.text)
    preamble = Section("", None, 0, end, end, 0, None, 0, "preamble")
    return Outline(document, view, tuple(lines), (preamble,), (), Metadata(title, written_on=written_on), (0, end))
