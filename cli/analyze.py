"""`gongkai analyze`: results as JSON lines, as tables for the terminal, or as one HTML page."""

from __future__ import annotations

import sys
from pathlib import Path

from cli.files import write_whole
from cli.inputs import kit_or_message, results, say
from cli.messages import text


def run(paths: list[Path], form: str, output: Path | None, rules: Path | None, lang: str, quiet: bool) -> int:
    """Analyze and print; 0 when every document went through, else 1."""
    kit = kit_or_message(rules, lang)
    if kit is None:
        return 1
    from nlp.types import Failure

    bad = 0
    parts: list[str] = []
    everything = []
    for result in results(paths, kit, lang, quiet):
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
            write_whole(output, lambda p: _write(p, "".join(parts)))
        except OSError as error:
            say(text("not_writable", lang, path=output, reason=error.strerror or error))
            return 1
    return 1 if bad else 0


def _write(path: Path, content: str) -> None:
    path.write_text(content, "utf-8")
