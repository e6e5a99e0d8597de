"""`gongkai export`, `gongkai due`, `gongkai diff`: what goes out of the store."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from cli.draft import ENDINGS
from cli.files import write_whole
from cli.inputs import say
from cli.messages import text
from cli.stores import Stopped, domain_names, opened

if TYPE_CHECKING:
    from nlp.review.catalogue_file import Matter


def export(output: Path, place: str | None, version: str | None, unissued: bool, lang: str) -> int:
    """Write the confirmed catalogue; 0 when written, 1 when not, 2 for an ending that cannot be written."""
    if output.suffix.lower() not in (*ENDINGS, ".html"):
        say(text("bad_output", lang, path=output, allowed=" ".join((*ENDINGS, ".html"))))
        return 2
    from nlp.export.catalogue import write_catalogue
    from nlp.review.catalogue import EntryFilter, entries, rows
    from nlp.review.validation import faults_of
    from nlp.store.decisions import Refused

    try:
        with opened(place, lang, must_exist=True) as store, store.read() as connection:
            found = entries(connection, EntryFilter(version=version, step=None if unissued else "issued"))
            made = rows(found, domain_names())
    except Refused as refused:
        say(text(refused.code, lang, **refused.facts))
        return 1
    except Stopped as stopped:
        return stopped.status
    if not made:
        say(text("export_empty", lang))
        return 1
    for entry in found:
        for fault in faults_of(entry.fields, lang):
            say(text("export_fault", lang, item=entry.fields["item"], fault=fault))
    try:
        write_whole(output, lambda p: write_catalogue(made, p))
    except OSError as error:
        say(text("not_writable", lang, path=output, reason=error.strerror or error))
        return 1
    say(text("exported", lang, path=output, rows=len(made)))
    return 0


def due(place: str | None, within: int, unit: str | None, ics: Path | None, today: date, form: str, lang: str) -> int:
    """Print the ledger of duties, and write it as a calendar file when asked."""
    from nlp.review.ledger import calendar_file, ledger

    try:
        with opened(place, lang, must_exist=True) as store, store.read() as connection:
            found = ledger(connection, today, timedelta(days=within), unit)
    except Stopped as stopped:
        return stopped.status
    if ics is not None:
        stamped = datetime(today.year, today.month, today.day, tzinfo=UTC)
        try:
            write_whole(ics, lambda p: _put(p, calendar_file(found, stamped)))
        except OSError as error:
            say(text("not_writable", lang, path=ics, reason=error.strerror or error))
            return 1
        say(text("ics_written", lang, path=ics, n=len(found)))
    if form == "json":
        for d in found:
            row = {
                "due": d.due.isoformat(), "light": d.light, "unit": d.unit, "task": d.task, "document": d.document,
                "section": d.section, "recurring": d.recurring, "duty": d.duty,
            }
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return 0
    from cli.tables import show

    lights = {"red": ("逾期", "overdue"), "yellow": ("将到期", "soon"), "green": ("未到期", "later"), "done": ("已办", "done")}
    heads = ("到期", "状态", "单位", "事项", "文档", "章节") if lang == "zh" else ("due", "state", "unit", "task", "document", "section")
    show(heads, [
        (d.due.isoformat(), lights[d.light][lang == "en"], d.unit or "", " ".join(d.task.split()), d.document, d.section) for d in found
    ])
    if not found:
        say(text("nothing_due", lang, days=within))
    return 0


def diff(old: str, new: str, place: str | None, form: str, output: Path | None, lang: str) -> int:
    """Compare two catalogues; 0 when both could be read (whether they differ or not), else 1."""
    from nlp.review.catalogue_file import CatalogueFault
    from nlp.review.diff import difference
    from nlp.store.decisions import Refused

    try:
        found = difference(_matters(old, place, lang), _matters(new, place, lang))
    except (CatalogueFault, Refused) as fault:
        say(text(fault.code, lang, **fault.facts))
        return 1
    except Stopped as stopped:
        return stopped.status
    from nlp.export.difference import as_html, as_json, as_table, write_xlsx

    if output is not None and output.suffix.lower() == ".xlsx":
        write_whole(output, lambda p: write_xlsx(found, p, lang))
    else:
        written = {"json": as_json, "html": as_html, "table": as_table}[form](found, lang)
        if output is None:
            sys.stdout.write(written)
        else:
            write_whole(output, lambda p: _put(p, written.encode()))
    say(text("diff_done", lang, added=len(found.added), dropped=len(found.dropped), changed=len(found.changed), same=found.same))
    return 0


def _put(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _matters(where: str, place: str | None, lang: str) -> list[Matter]:
    """Rows of a catalogue file, of the store ("store"), or of a named version of it ("store:NAME")."""
    from nlp.draft.table_grid import TableColumns
    from nlp.review.catalogue import EntryFilter, entries
    from nlp.review.catalogue_file import matter_of, read_catalogue
    from nlp.rulebook import Rulebook

    if where == "store" or where.startswith("store:"):
        version = where[6:] or None
        with opened(place, lang, must_exist=True) as store, store.read() as connection:
            found = entries(connection, EntryFilter(version=version, step="issued"))
        return [matter_of(e.fields, domain_names(), str(e.id)) for e in found]
    return read_catalogue(Path(where), TableColumns.load(Rulebook()), domain_names())
