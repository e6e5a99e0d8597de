"""Dynamic adjustment at the desk: bring in the catalogue that the office has, see what is new, stale, missing or contradicted, decide each."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, File, Form, HTTPException, Query, Request, UploadFile
from fastapi.responses import Response
from sqlalchemy import select

from nlp.draft.table_grid import TableColumns
from nlp.export.adjustment import RULE
from nlp.export.adjustment import WORDS as SAID
from nlp.review import held
from nlp.review.adjustment import adjust
from nlp.review.catalogue_file import CatalogueFault, Matter, matters_in, read_catalogue
from nlp.review.catalogue_import import domains_of
from nlp.review.desk.pages_queue import safe_name
from nlp.review.desk.render import back_to, page
from nlp.review.desk.security import Advance, Decide, Number, See, Upload, lang_of, store_of
from nlp.review.desk.texts import word
from nlp.review.held import LINES, Comparison
from nlp.review.sources import standard_items, stored_documents
from nlp.review.validation import faults_of
from nlp.rulebook import Rulebook
from nlp.store.decisions import Conflict, Refused
from nlp.store.office import choice_of, local_domains
from nlp.store.tables import held_catalogue
from nlp.types import Analysis

router = APIRouter()
PAGE = 30
MOST_ROWS = 20_000
LONGEST_CELL = 2_000


@router.get("/adjust")
def adjust_page(request: Request, visitor: See, fault: str = "") -> Response:
    """Catalogues that were brought in, and the form for another."""
    with store_of(request).read() as connection:
        found = connection.execute(select(held_catalogue).order_by(held_catalogue.c.id.desc()).limit(100)).all()
        numbers = {c.id: held.counts(connection, c.id) for c in found}
    return page(request, "adjust.html", visitor, found=found, counts=numbers, kinds=LINES, fault=fault[:300])


@router.post("/adjust")
def bring_in(request: Request, visitor: Upload, file: Annotated[UploadFile, File()]) -> Response:
    """Read a catalogue table in guarded workers, compare it with the documents of the store and the national standards."""
    lang, options, store = lang_of(request), request.app.state.options, store_of(request)
    try:
        name, rows = _read(request, file)
    except CatalogueFault as fault:
        said = word(fault.code, lang, **{**fault.facts, "path": fault.facts.get("path", "")})
        return back_to("/adjust?" + urlencode({"fault": said}))
    made = _compared(request, rows, None)
    with store.write() as connection:
        number = held.hold(connection, name, made, options.value_of, visitor.account.name, store.now())
    return back_to(f"/adjust/{number}")


def _read(request: Request, file: UploadFile) -> tuple[str, list[Matter]]:
    options = request.app.state.options
    name = safe_name(file.filename or "")
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        target = Path(folder) / name
        with target.open("wb") as out:
            shutil.copyfileobj(file.file, out)
        if target.stat().st_size > options.most_upload:
            raise CatalogueFault("catalogue_unreadable", path=name, reason=word("too_large", "zh", limit=f"{options.most_upload >> 20} MB"))
        columns = TableColumns.load(Rulebook())
        if target.suffix.lower() == ".json":
            rows = read_catalogue(target, columns, request.app.state.domain_names)
        else:
            results = options.analyse(target)
            rows = [m for r in results if isinstance(r, Analysis) for m in matters_in(r.outline.document.tables, columns)]
            if not rows and results and not isinstance(results[0], Analysis):
                raise CatalogueFault("catalogue_unreadable", path=name, reason=results[0].message)
    if not rows:
        raise CatalogueFault("catalogue_no_table", path=name)
    return name, [m for m in rows[:MOST_ROWS] if len(m.item) <= LONGEST_CELL]


def _compared(request: Request, rows: Sequence[Matter], domains: Sequence[str | None] | None) -> Comparison:
    """The rows against what the store and the standards say today."""
    store, options = store_of(request), request.app.state.options
    names: dict[str, str] = request.app.state.domain_names
    with store.read() as connection:
        documents, known = stored_documents(connection, names)
        own = {d.name: d.code for d in local_domains(connection)}
        book = Rulebook(choice=choice_of(connection))
    standard = standard_items(book, names)
    if domains is None:
        renamed = [m if m.domain not in own and m.parent_item not in own else _national(m, own, names) for m in rows]
        domains = domains_of(renamed, names, standard, options.domain_of)
        rows = renamed
    found = adjust(rows, known, documents, standard, store.clock().date().isoformat(), options.value_of)
    return Comparison(rows, domains, standard, {name: code for code, name in names.items()}, found)


def _national(matter: Matter, own: dict[str, str], names: dict[str, str]) -> Matter:
    """A row whose domain the office calls by a name of its own, under the national name."""
    from dataclasses import replace

    code = own.get(matter.domain or "") or own.get(matter.parent_item or "")
    return replace(matter, domain=names.get(code or "", matter.domain))


@router.get("/adjust/{number}")
def held_page(
    request: Request, visitor: See, number: Number, kind: Literal["row", "new", "stale", "missing", "contradicted"] = "row",
    page_number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1, said: str = "",
) -> Response:
    """The lines of a held catalogue, by kind."""
    lang = lang_of(request)
    with store_of(request).read() as connection:
        row = connection.execute(select(held_catalogue).where(held_catalogue.c.id == number)).one_or_none()
        if row is None:
            raise HTTPException(404, "not_found")
        numbers = held.counts(connection, number)
        lines = held.lines_of(connection, number, kind, PAGE, (page_number - 1) * PAGE)
    total = sum(n for (k, state), n in numbers.items() if k == kind and state != "gone")
    shown = []
    for line in lines:
        content = json.loads(line.content)
        advice, fields = content.get("advice"), content.get("fields")
        why = SAID.get(advice["why"], RULE)[lang == "en"].format(rule=advice["why"]) if advice else ""
        shown.append((line, fields, advice, why, faults_of(fields, lang) if fields and kind == "row" and line.state == "open" else []))
    return page(
        request, "held.html", visitor, held=row, kind_now=kind, kinds=LINES, counts=numbers, lines=shown, number=page_number,
        last=max(1, -(-total // PAGE)), said=said[:300],
    )


@router.post("/adjust/{number}/lines/{line}")
def decide_line(
    request: Request, visitor: Decide, number: Number, line: Number, verdict: Annotated[Literal["accept", "dismiss"], Form()],
    kind: Annotated[str, Form(max_length=12)] = "row", at: Annotated[int, Form(ge=1, le=100_000)] = 1,
) -> Response:
    """Accept or dismiss a line."""
    store, lang = store_of(request), lang_of(request)
    said = ""
    try:
        with store.write() as connection:
            if verdict == "accept":
                held.accept(connection, number, line, visitor.account.name, store.now(), lang)
            else:
                held.dismiss(connection, number, line, visitor.account.name, store.now())
    except Refused as refused:
        said = word(refused.code, lang, **refused.facts)
    except Conflict as conflict:
        said = word("held_decided", lang, person=conflict.person or "—")
    return back_to(f"/adjust/{number}?" + urlencode({"kind": kind, "page": at, **({"said": said} if said else {})}))


@router.post("/adjust/{number}/import")
def import_all(request: Request, visitor: Advance, number: Number) -> Response:
    """Enter every open row that lacks nothing."""
    store, done = store_of(request), 0
    while True:
        with store.write() as connection:
            some = held.accept_rows(connection, number, visitor.account.name, store.now())
        done += some
        if not some:
            return back_to(f"/adjust/{number}?" + urlencode({"said": word("held_imported", lang_of(request), n=done)}))


@router.post("/adjust/{number}/compare")
def compare_again(request: Request, visitor: Upload, number: Number) -> Response:
    """Compare anew with what has come since."""
    store = store_of(request)
    with store.read() as connection:
        if connection.execute(select(held_catalogue.c.id).where(held_catalogue.c.id == number)).first() is None:
            raise HTTPException(404, "not_found")
        rows, domains = held.rows_of(connection, number)
    made = _compared(request, rows, domains)
    with store.write() as connection:
        held.compare_again(connection, number, made, request.app.state.options.value_of, store.now())
    return back_to(f"/adjust/{number}?kind=new")
