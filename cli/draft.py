"""`gongkai draft`: suggested catalogue rows of all documents into one file in the national column layout."""

from __future__ import annotations

from pathlib import Path

from cli.files import write_whole
from cli.inputs import kit_or_message, results, say
from cli.messages import text

ENDINGS = (".xlsx", ".docx", ".csv", ".json")


def run(paths: list[Path], output: Path, rules: Path | None, lang: str, quiet: bool, show: bool) -> int:
    """Draft and write; 0 when every document went through, 1 when some did not, 2 for an ending that cannot be written."""
    if output.suffix.lower() not in ENDINGS:
        say(text("bad_output", lang, path=output, allowed=" ".join(ENDINGS)))
        return 2
    if not output.parent.is_dir():
        say(text("not_writable", lang, path=output, reason="文件夹不存在" if lang == "zh" else "no such folder"))
        return 1
    kit = kit_or_message(rules, lang)
    if kit is None:
        return 1
    from nlp.draft.columns import rows_of
    from nlp.export.catalogue import write_catalogue
    from nlp.types import Analysis, Failure

    good: list[Analysis] = []
    bad = 0
    for result in results(paths, kit, lang, quiet):
        if isinstance(result, Failure):
            bad += 1
            continue
        good.append(result)
        path = result.outline.document.media.path
        if result.outline.metadata.classification:
            say(text("secret", lang, path=path, mark=result.outline.metadata.classification))
        elif hidden := sum(e.mode == "不予公开" for e in result.entries):
            say(text("not_public", lang, path=path, rows=hidden))
        elif not result.entries:
            say(text("no_rows", lang, path=path, why=_why(result, lang)))
    if not good:
        say(text("nothing_written", lang))
        return 1
    rows = rows_of(good, kit.domains.names)
    try:
        write_whole(output, lambda p: write_catalogue(rows, p))
    except OSError as error:
        say(text("not_writable", lang, path=output, reason=error.strerror or error))
        return 1
    if show:
        from cli.show import print_rows

        print_rows(rows, lang)
    say(text("written", lang, path=output, rows=len(rows), documents=len(good)))
    if bad:
        say(text("done", lang, total=len(good) + bad, good=len(good), bad=bad))
    return 1 if bad else 0


def _why(result: object, lang: str) -> str:
    """Why a document gave no rows, in a few words."""
    from nlp.types import Analysis

    assert isinstance(result, Analysis)
    if result.attribute.value == "withheld":
        return "文档不予公开。" if lang == "zh" else "The document is withheld."
    return "文中没有写明须公开的内容。" if lang == "zh" else "No clause obliges anybody to disclose something."
