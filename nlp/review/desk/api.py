"""The interface for other systems of the office: push a document, fetch its suggestions, fetch the confirmed catalogue."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, File, HTTPException, Query, Request, UploadFile
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from sqlalchemy import select

from nlp.review.catalogue import EntryFilter, entries, entry_count
from nlp.review.desk.pages_original import visible_document
from nlp.review.desk.pages_queue import take_in
from nlp.review.desk.security import Number, Visitor, allowed, store_of
from nlp.store.decisions import Refused
from nlp.store.documents import latest_analysis
from nlp.store.tables import suggestion

router = APIRouter(prefix="/api/v1")
MOST = 500
Push = Annotated[Visitor, Depends(allowed("api_push"))]
Read = Annotated[Visitor, Depends(allowed("api_read"))]


class Fault(BaseModel):
    """Why a request was refused; `fields` names what is at fault in it."""

    message: str
    fields: list[str] = []


class Pushed(BaseModel):
    """What became of a pushed file."""

    documents: list[int]
    failed: list[dict[str, str]]


class Suggested(BaseModel):
    """A suggestion as it stands."""

    id: int
    state: Literal["open", "confirmed", "rejected", "split", "merged", "replaced"]
    version: int
    entry: dict[str, Any]


class Entered(BaseModel):
    """A confirmed entry."""

    id: int
    key: str
    step: str
    index_number: str | None
    person: str
    at: str
    document: int | None
    entry: dict[str, Any]


class Catalogue(BaseModel):
    """A page of the catalogue."""

    total: int
    entries: list[Entered]


def refusals(*more: int) -> dict[int | str, dict[str, Any]]:
    """What a route may answer instead, for its description: never signed in, not allowed, misshapen, and `more`."""
    return {status: {"model": Fault} for status in (400, 401, 403, 422, *more)}


@router.post("/documents", status_code=201, responses=refusals(413))
def push(request: Request, visitor: Push, file: Annotated[UploadFile, File()]) -> Pushed:
    """Analyse and store a file (an archive gives several documents)."""
    stored, faults = take_in(request, [(file.filename or "document", file)], visitor.account.name, "api")
    return Pushed(documents=stored, failed=[{"file": name, "message": reason} for name, reason in faults])


@router.get("/documents/{number}", responses=refusals(404))
def analysis(request: Request, visitor: Read, number: Number) -> Response:
    """The latest analysis of a document, in the shape of `gongkai analyze --format json`."""
    with store_of(request).read() as connection:
        visible_document(connection, number, visitor.account.role)
        found = latest_analysis(connection, number)
    if found is None:
        raise HTTPException(404, "not_found")
    return JSONResponse(found[1])


@router.get("/documents/{number}/suggestions", responses=refusals(404))
def suggestions(request: Request, visitor: Read, number: Number) -> list[Suggested]:
    """What was suggested of a document, in its order."""
    with store_of(request).read() as connection:
        visible_document(connection, number, visitor.account.role)
        rows = connection.execute(select(suggestion).where(suggestion.c.document_id == number).order_by(suggestion.c.place)).all()
    return [Suggested(id=r.id, state=r.state, version=r.version, entry=json.loads(r.entry)) for r in rows]


@router.get("/catalogue", responses=refusals(404))
def catalogue(
    request: Request, visitor: Read, version: Annotated[str, Query(max_length=100)] = "", domain: Annotated[str, Query(max_length=48)] = "",
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0, limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
) -> Catalogue:
    """Issued entries, by domain."""
    chosen = EntryFilter(domain=domain or None, step="issued", version=version or None)
    try:
        with store_of(request).read() as connection:
            found = entries(connection, chosen, limit, offset)
            total = entry_count(connection, chosen)
    except Refused as refused:
        raise HTTPException(404, refused.code) from refused
    return Catalogue(total=total, entries=[
        Entered(id=e.id, key=e.key, step=e.step, index_number=e.index_number, person=e.person, at=e.at, document=e.document_id, entry=dict(e.fields))
        for e in found
    ])
