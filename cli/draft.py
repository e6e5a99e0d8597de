"""`gongkai draft`: suggested catalogue rows of all documents into one file in the national column layout, with the documents' own
records beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cli.files import write_whole
from cli.inputs import results, say
from cli.messages import text

if TYPE_CHECKING:
    from nlp.across.matter import MatterRules
    from nlp.across.rows import MergedRow
    from nlp.export.records import RecordRow
    from nlp.record.index_number import Office
    from nlp.rulebook import Rulebook
    from nlp.types import Analysis

ENDINGS = (".xlsx", ".docx", ".csv", ".json")


def run(
    paths: list[Path],
    output: Path,
    rules: Path | None,
    lang: str,
    quiet: bool,
    show: bool,
    workers: int | None = None,
    timeout: float | None = None,
    merge: bool = True,
    records: Path | None = None,
    as_of: str | None = None,
) -> int:
    """Draft and write; 0 when every document went through, 1 when some did not, 2 for an ending or a day that cannot be used.

    `records`: a file for the documents' own records alone; without it they stand in the output, where its format has room.
    """
    targets = [output, *([records] if records is not None else [])]
    for target in targets:
        if target.suffix.lower() not in ENDINGS:
            say(text("bad_output", lang, path=target, allowed=" ".join(ENDINGS)))
            return 2
    if records is not None and records.absolute() == output.absolute():
        say(text("records_same", lang, path=records))
        return 2
    try:
        day = None if as_of is None else date.fromisoformat(as_of)
    except ValueError:
        say(text("bad_day", lang, value=as_of))
        return 2
    for target in targets:
        if not target.parent.is_dir():
            say(text("not_writable", lang, path=target, reason="文件夹不存在" if lang == "zh" else "no such folder"))
            return 1
    from nlp.rulebook import RuleError

    try:
        return _run(paths, output, _Choice(rules, lang, quiet, show, workers, timeout, merge, records, day))
    except RuleError as error:
        say(text("rule_fault", lang, message=error))
        return 1


@dataclass(frozen=True, slots=True)
class _Choice:
    """Options of one call."""

    rules: Path | None
    lang: str
    quiet: bool
    show: bool
    workers: int | None
    timeout: float | None
    merge: bool
    records: Path | None
    as_of: date | None


def _run(paths: list[Path], output: Path, chosen: _Choice) -> int:
    from nlp.across.matter import MatterRules
    from nlp.record.index_number import Office
    from nlp.rulebook import RULES_DIR, Rulebook

    lang = chosen.lang
    book = Rulebook((RULES_DIR,) if chosen.rules is None else (RULES_DIR, chosen.rules))
    matters, office = MatterRules.load(book), Office.load(book)  # a fault in them is told before the documents are read
    good, bad = _analyses(paths, chosen)
    if not good:
        say(text("nothing_written", lang))
        return 1
    rows, listed = _tables(good, book, matters, office, chosen.merge)
    if not _write(output, chosen.records, rows, listed, lang):
        return 1
    if chosen.show:
        from cli.show import print_records, print_rows

        print_rows(rows, lang)
        print_records(listed, lang)
    _report(output, chosen.records, rows, listed, len(good), lang)
    if bad:
        say(text("done", lang, total=len(good) + bad, good=len(good), bad=bad))
    return 1 if bad else 0


def _analyses(paths: list[Path], chosen: _Choice) -> tuple[list[Analysis], int]:
    """Documents that went through, copies left out, with a line for each that gives no row; and how many did not go through."""
    from nlp.types import Failure

    kit, lang = None, chosen.lang
    if chosen.as_of is not None:
        from nlp.kit import load_kit

        kit = load_kit(chosen.rules, as_of=chosen.as_of)
    good: list[Analysis] = []
    bad = 0
    for result in results(paths, kit, lang, chosen.quiet, chosen.workers, chosen.timeout, chosen.rules):
        if isinstance(result, Failure):
            bad += 1
            continue
        media = result.outline.document.media
        if media.same_as is not None:
            say(text("copy_left_out", lang, path=media.path))
            continue
        good.append(result)
        if result.outline.metadata.classification:
            say(text("secret", lang, path=media.path, mark=result.outline.metadata.classification))
        elif hidden := sum(e.mode == "不予公开" for e in result.entries):
            say(text("not_public", lang, path=media.path, rows=hidden))
        elif not result.entries:
            say(text("no_rows", lang, path=media.path, why=_why(result, lang)))
    return good, bad


def _tables(
    good: Sequence[Analysis], book: Rulebook, matters: MatterRules, office: Office, merge: bool
) -> tuple[list[MergedRow], list[RecordRow]]:
    from nlp.across.rows import catalogue_rows
    from nlp.draft.columns import Layout
    from nlp.export.records import record_rows

    names = {row["id"]: row["name"] for row in book.table("domains")}
    return catalogue_rows(good, names, matters, Layout.load(book), merge), record_rows(good, office)


def _write(output: Path, records: Path | None, rows: list[MergedRow], listed: list[RecordRow], lang: str) -> bool:
    """Write both files, each whole or not at all; False after a line that says which could not be written."""
    from nlp.export.catalogue import write_catalogue

    target = output
    try:
        write_whole(output, lambda p: write_catalogue(rows, p, records=listed))
        if records is not None:
            target = records
            write_whole(records, lambda p: write_catalogue(None, p, records=listed))
    except OSError as error:
        say(text("not_writable", lang, path=target, reason=error.strerror or error))
        return False
    return True


def _report(
    output: Path, records: Path | None, rows: list[MergedRow], listed: list[RecordRow], documents: int, lang: str
) -> None:
    """What was written, what fell together, and where documents disagree."""
    say(text("written", lang, path=output, rows=len(rows), documents=documents))
    merged = sum(len(r.sources) > 1 for r in rows)
    if merged:
        say(text("merged", lang, rows=merged, conflicts=sum(bool(r.conflicts) for r in rows)))
    if records is not None:
        say(text("records_written", lang, path=records, documents=len(listed)))
    elif output.suffix.lower() == ".csv" and listed:
        say(text("records_left", lang, documents=len(listed)))


def _why(result: Analysis, lang: str) -> str:
    """Why a document gave no rows, in a few words."""
    if result.attribute.value == "withheld":
        return "文档不予公开。" if lang == "zh" else "The document is withheld."
    return "文中没有写明须公开的内容。" if lang == "zh" else "No clause obliges anybody to disclose something."
