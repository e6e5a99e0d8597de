"""`gongkai adjust` and `gongkai import`: a catalogue that the office has, against the store and into it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cli.files import write_whole
from cli.inputs import kit_or_message, say
from cli.messages import text
from cli.stores import Stopped, domain_names, opened

if TYPE_CHECKING:
    from nlp.kit import Kit
    from nlp.review.catalogue_file import Matter

ENDINGS = (".xlsx", ".html", ".json")


def adjust(path: Path, place: str | None, output: Path | None, form: str, today: date, rules: Path | None, lang: str) -> int:
    """Write what of the catalogue is new, stale, missing, contradicted; 0 when it could be read, 2 for an ending that cannot be written."""
    from nlp.export.adjustment import as_html, as_json, as_table, write_xlsx
    from nlp.review.adjustment import KINDS
    from nlp.review.adjustment import adjust as compare
    from nlp.review.sources import standard_items, stored_documents
    from nlp.rulebook import Rulebook

    if output is not None and output.suffix.lower() not in ENDINGS:
        say(text("bad_output", lang, path=output, allowed=" ".join(ENDINGS)))
        return 2
    kit = kit_or_message(rules, lang)
    if kit is None:
        return 1
    names = domain_names()
    try:
        catalogue = _catalogue(path, lang)
        with opened(place, lang, must_exist=True) as store, store.read() as connection:
            documents, known = stored_documents(connection, names)
    except Stopped as stopped:
        return stopped.status
    found = compare(catalogue, known, documents, standard_items(Rulebook(), names), today.isoformat(), value_reader(kit))
    writers = {".json": as_json, ".html": as_html}
    try:
        if output is None:
            sys.stdout.write((as_json if form == "json" else as_table)(found, lang))
        elif output.suffix.lower() == ".xlsx":
            write_whole(output, lambda p: write_xlsx(found, p, lang))
        else:
            written = writers[output.suffix.lower()](found, lang)
            write_whole(output, lambda p: _put(p, written))
    except OSError as error:
        say(text("not_writable", lang, path=output, reason=error.strerror or error))
        return 1
    say(text("adjust_done", lang, **{kind: found.count(kind) for kind in KINDS}))
    return 0


def import_rows(path: Path, person: str, place: str | None, rules: Path | None, lang: str) -> int:
    """Enter the rows of a catalogue by hand, once each; 0 when every row is in the store now, else 1."""
    from nlp.review.catalogue_import import domains_of
    from nlp.review.catalogue_import import import_rows as enter
    from nlp.review.sources import standard_items
    from nlp.rulebook import Rulebook

    kit = kit_or_message(rules, lang)
    if kit is None:
        return 1
    names = domain_names()
    try:
        rows = _catalogue(path, lang)
        domains = domains_of(rows, names, standard_items(Rulebook(), names), domain_judge(kit))
        with opened(place, lang) as store:
            done = enter(store, rows, domains, person.strip(), value_reader(kit), lang)
    except Stopped as stopped:
        return stopped.status
    for matter, fault in done.left:
        say(text("import_left", lang, place=matter.place, item=matter.item, fault=fault))
    say(text("imported", lang, path=path, new=done.new, known=done.known, left=len(done.left)))
    return 1 if done.left else 0


def _catalogue(path: Path, lang: str) -> list[Matter]:
    from nlp.draft.table_grid import TableColumns
    from nlp.review.catalogue_file import CatalogueFault, read_catalogue
    from nlp.rulebook import Rulebook

    try:
        return read_catalogue(path, TableColumns.load(Rulebook()), domain_names())
    except CatalogueFault as fault:
        say(text(fault.code, lang, **fault.facts))
        raise Stopped from fault


def value_reader(kit: Kit) -> Callable[[str], str | None]:
    """The value of a time limit in words: "P20D working"; None for one without a measure (及时)."""
    from nlp.pipeline import analyze
    from nlp.types import Failure, Source

    @cache
    def value_of(words: str) -> str | None:
        result = analyze(Source("value.txt", f"一、公开事项\n{words.strip('。')}公开有关信息。\n".encode()), kit)
        if isinstance(result, Failure):
            return None
        found = [d for d in result.deadlines if d.kind not in ("vague", "immediate")]
        return " ".join(filter(None, (found[0].value, found[0].calendar if found[0].value.endswith("D") else None))) if found else None

    return value_of


def domain_judge(kit: Kit) -> Callable[[str], str | None]:
    """The domain of a text that stands alone, None where none is over the threshold."""
    from nlp.classify.domains import thresholds
    from nlp.classify.judging import classify_texts

    first, _ = thresholds(kit.domain_model)

    def judge(words: str) -> str | None:
        code, score = classify_texts([words], kit.domains, kit.domain_model)[0][0]
        return code if score >= first else None

    return judge


def _put(path: Path, content: str) -> None:
    path.write_text(content, "utf-8")
