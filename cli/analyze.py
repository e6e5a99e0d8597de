"""`gongkai analyze`: results as JSON lines, as tables for the terminal, as one HTML page, or as a spaCy DocBin."""

from __future__ import annotations

import sys
from pathlib import Path

from cli.files import write_whole
from cli.inputs import results, say
from cli.messages import text


def run(paths: list[Path], form: str, output: Path | None, rules: Path | None, lang: str, quiet: bool,
        workers: int | None = None, timeout: float | None = None) -> int:
    """Analyze and print; 0 when every document went through, else 1."""
    from nlp.rulebook import RuleError

    try:
        return _run(paths, form, output, rules, lang, quiet, workers, timeout)
    except RuleError as error:
        say(text("rule_fault", lang, message=error))
        return 1


def _run(paths: list[Path], form: str, output: Path | None, rules: Path | None, lang: str, quiet: bool,
         workers: int | None, timeout: float | None) -> int:
    from nlp.types import Analysis, Failure

    if form == "spacy" and output is None:
        say(text("needs_output", lang))
        return 2
    bad = 0
    parts: list[str] = []
    everything = []
    for result in results(paths, None, lang, quiet, workers, timeout, rules):
        bad += isinstance(result, Failure)
        if form == "json":
            from nlp.contract import to_json

            line = to_json(result) + "\n"
            if output is None:
                sys.stdout.write(line)
                sys.stdout.flush()
            else:
                parts.append(line)
        elif form == "table":
            from cli.show import analysis_text

            shown = analysis_text(result, lang, width=None if output is None else 120)
            if output is None:
                sys.stdout.write(shown)
            else:
                parts.append(shown)
        else:
            everything.append(result)
    if form == "html":
        from nlp.export.page import analysis_page

        page = analysis_page(everything, lang)
        if output is None:
            sys.stdout.write(page)
        else:
            parts.append(page)
    if output is not None:
        try:
            if form == "spacy":
                from nlp.export.docbin import write_docbin

                found = [a for a in everything if isinstance(a, Analysis) and not a.outline.metadata.classification]
                write_whole(output, lambda p: _discard(write_docbin(found, p)))
            else:
                write_whole(output, lambda p: _write(p, "".join(parts)))
        except OSError as error:
            say(text("not_writable", lang, path=output, reason=error.strerror or error))
            return 1
    return 1 if bad else 0


def _discard(_: int) -> None:
    """A count that nobody asked for."""


def _write(path: Path, content: str) -> None:
    path.write_text(content, "utf-8")
