"""The catalogue: what stands, its versions, steps of an entry, export, comparison."""

from __future__ import annotations

import json
import tempfile
import uuid
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Query, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy import select

from nlp.review.catalogue import EDITABLE, EntryFilter, entries, entry_total, name_version, rows
from nlp.review.catalogue_file import matter_of
from nlp.review.desk.pages_document import LEVELS, Fields
from nlp.review.desk.render import back_to, message, page
from nlp.review.desk.security import Advance, Decide, Export, Number, See, lang_of, store_of
from nlp.review.desk.texts import word
from nlp.review.diff import difference
from nlp.review.validation import AUDIENCES, MODES, hard_faults
from nlp.store import decisions
from nlp.store.decisions import Conflict, Order, Refused
from nlp.store.settings import setting_of
from nlp.store.tables import catalogue_version, decision, entry

router = APIRouter()
PAGE = 50
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv", "json": "application/json",
}


@router.get("/catalogue")
def catalogue_page(
    request: Request, visitor: See, domain: str = "", unit: str = "", q: str = "", step: str = "", version: str = "",
    page_number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1, said: str = "",
) -> Response:
    """Entries by domain, in the columns of the national layout."""
    store = store_of(request)
    chosen = EntryFilter(domain or None, unit or None, step or None, q or None, version or None)
    try:
        with store.read() as connection:
            found = entries(connection, chosen, PAGE, (page_number - 1) * PAGE)
            total = entry_total(connection, chosen)
            versions = connection.execute(select(catalogue_version).order_by(catalogue_version.c.id.desc())).all()
            steps = setting_of(connection, "steps")
    except Refused as refused:
        raise HTTPException(404, refused.code) from refused
    return page(
        request, "catalogue.html", visitor, found=found, total=total, number=page_number, last=total.pages(PAGE),
        more=total.more and len(found) == PAGE, versions=versions, steps=steps,
        said=said[:200], chosen={"domain": domain, "unit": unit, "q": q, "step": step, "version": version},
    )


@router.get("/entries/{number}")
def entry_page(request: Request, visitor: See, number: Number) -> Response:
    """An entry with all that happened to it."""
    store = store_of(request)
    with store.read() as connection:
        row = connection.execute(select(entry).where(entry.c.id == number)).one_or_none()
        if row is None:
            raise HTTPException(404, "not_found")
        history = connection.execute(
            select(entry.c.id, entry.c.step, entry.c.fields, entry.c.ended_by, decision.c.kind, decision.c.person, decision.c.at,
                   decision.c.reason, decision.c.kit)
            .join(decision, entry.c.made_by == decision.c.id).where(entry.c.key == row.key).order_by(entry.c.id.desc())
        ).all()
        ended = connection.execute(select(decision).where(decision.c.id == row.ended_by)).one_or_none() if row.ended_by else None
    return page(
        request, "entry.html", visitor, entry=row, fields={k: json.loads(row.fields).get(k) for k in EDITABLE}, history=history, ended=ended,
        request_name=uuid.uuid4().hex, fault="", levels=LEVELS, modes=MODES, audiences=AUDIENCES, channels=request.app.state.channels,
    )


@router.post("/entries/{number}/change")
def change_entry(request: Request, visitor: Decide, number: Number, fields: Fields, reason: str = "") -> Response:
    """A further version of an entry."""
    store = store_of(request)
    given = fields.given()
    try:
        with store.write() as connection:
            stored = connection.execute(select(entry.c.fields).where(entry.c.id == number)).scalar()
            if stored is None:
                raise HTTPException(404, "not_found")
            if faults := hard_faults({**json.loads(stored), **given}, lang_of(request)):
                return JSONResponse({"message": "；".join(faults)}, status_code=422)
            order = Order(request.headers.get("x-request-name") or uuid.uuid4().hex, visitor.account.name, store.now())
            outcome = decisions.change(connection, order, number, given, reason)
    except Conflict as conflict:
        said = word("conflict", lang_of(request), person=conflict.person or "—", state=word("withdraw", lang_of(request)))
        return JSONResponse({"message": said}, status_code=409)
    except Refused as refused:
        return message(request, refused.code, 422, **refused.facts)
    return JSONResponse({"entries": list(outcome.entries)})


@router.post("/entries/{number}/withdraw")
def withdraw_entry(
    request: Request, visitor: Decide, number: Number, reason: Annotated[str, Form()], request_name: Annotated[str, Form(min_length=8, max_length=64)]
) -> Response:
    """Take an entry out of the catalogue."""
    store = store_of(request)
    try:
        with store.write() as connection:
            decisions.withdraw(connection, Order(request_name, visitor.account.name, store.now()), number, reason)
    except (Conflict, Refused) as fault:
        return _told(request, visitor, fault)
    return back_to("/catalogue")


@router.post("/entries/{number}/advance")
def advance_entry(
    request: Request, visitor: Advance, number: Number, request_name: Annotated[str, Form(min_length=8, max_length=64)]
) -> Response:
    """审核 or 签发: the next step, by somebody else than the step before."""
    store = store_of(request)
    try:
        with store.write() as connection:
            decisions.advance(connection, Order(request_name, visitor.account.name, store.now()), number)
    except (Conflict, Refused) as fault:
        return _told(request, visitor, fault)
    return back_to("/catalogue")


def _told(request: Request, visitor: See, fault: Conflict | Refused) -> Response:
    if isinstance(fault, Conflict):
        said = word("conflict", lang_of(request), person=fault.person or "—", state=word("withdraw", lang_of(request)))
        return page(request, "message.html", visitor, 409, said=said)
    return page(request, "message.html", visitor, 422, said=word(fault.code, lang_of(request), **fault.facts))


@router.post("/catalogue/versions")
def make_version(
    request: Request, visitor: Advance, name: Annotated[str, Form(min_length=1, max_length=100)], note: Annotated[str, Form(max_length=500)] = ""
) -> Response:
    """Give what stands now a name."""
    store = store_of(request)
    try:
        with store.write() as connection:
            name_version(connection, name.strip(), note.strip() or None, visitor.account.name, store.now())
    except Refused as refused:
        return _told(request, visitor, refused)
    return back_to("/catalogue")


@router.get("/catalogue/compare")
def compare(request: Request, visitor: See, old: str, new: str = "") -> Response:
    """What changed between two versions, or between one and what stands now."""
    store = store_of(request)
    names = request.app.state.domain_names
    try:
        with store.read() as connection:
            sides = [
                [matter_of(e.fields, names, str(e.id)) for e in entries(connection, EntryFilter(version=v or None, step="issued"))]
                for v in (old, new)
            ]
    except Refused as refused:
        raise HTTPException(404, refused.code) from refused
    from nlp.export.difference import FIELDS, KINDS, lines_of

    lang = lang_of(request)
    found = difference(*sides)
    return page(
        request, "compare.html", visitor, old=old, new=new, lines=list(lines_of(found, lang)), found=found,
        kinds={k: v[lang == "en"] for k, v in KINDS.items()}, fields=FIELDS,
    )


@router.get("/catalogue/export.{ending}")
def export(request: Request, visitor: Export, ending: str, version: str = "") -> Response:
    """The issued catalogue as a file."""
    if ending not in TYPES:
        raise HTTPException(404, "not_found")
    from nlp.export.catalogue import write_catalogue

    store = store_of(request)
    try:
        with store.read() as connection:
            made = rows(entries(connection, EntryFilter(version=version or None, step="issued")), request.app.state.domain_names)
    except Refused as refused:
        raise HTTPException(404, refused.code) from refused
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        path = Path(folder) / f"catalogue.{ending}"
        write_catalogue(made, path)
        data = path.read_bytes()
    return Response(data, media_type=TYPES[ending], headers={"Content-Disposition": f'attachment; filename="catalogue.{ending}"'})
