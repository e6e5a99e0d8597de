"""The original of a document: its bytes, and its pages as pictures with the places of their words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Path, Request
from fastapi.responses import Response
from sqlalchemy import Connection, Row, select

from nlp.review.desk.permissions import sees_secret
from nlp.review.desk.security import Number, See, Visitor, store_of
from nlp.review.page_drawing import can_be_drawn
from nlp.review.pictures import Pictures, fault_json
from nlp.store.documents import latest_analysis
from nlp.store.settings import setting_of
from nlp.store.tables import document

router = APIRouter()
MOST_PAGES = 2000
PageNumber = Annotated[int, Path(ge=1, le=MOST_PAGES)]
# a picture may hold nothing that runs, asks the network or opens a form, wherever it is opened
PICTURE_POLICY = "default-src 'none'; img-src data:; style-src 'none'; sandbox"


def visible_document(connection: Connection, number: int, role: str) -> Row[Any]:
    """The document, or 404: also for one with a classification mark and a role that may not know of it."""
    row = connection.execute(select(document).where(document.c.id == number)).one_or_none()
    if row is None or (row.state == "secret" and not sees_secret(role, setting_of(connection, "secret_role"))):
        raise HTTPException(404, "not_found")
    return row


def page_count(row: Row[Any], record: Mapping[str, Any] | None) -> int:
    """Pages that can be shown as pictures: of a PDF, an OFD file or a picture whose bytes are kept."""
    if record is None or not row.kept or not can_be_drawn(row.media_type):
        return 0
    return min(int(record["source"].get("pages") or 1), MOST_PAGES)


@router.get("/documents/{number}/original")
def original(request: Request, visitor: See, number: Number) -> Response:
    """The bytes as they came, to be saved, never to be run in the browser."""
    store = store_of(request)
    with store.read() as connection:
        row = visible_document(connection, number, visitor.account.role)
        data = store.blobs.get(connection, row.sha256) if row.kept else None
    if data is None:
        raise HTTPException(404, "not_found")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(row.name)}"}
    return Response(data, media_type="application/octet-stream", headers=headers)


@router.get("/documents/{number}/pages/{at}")
def page_picture(request: Request, visitor: See, number: Number, at: PageNumber) -> Response:
    """A page as a picture of 1,100 pixels' width, without scripts or links; 404 where it cannot be shown."""
    row, _, pages = _paged(request, visitor, number, at)
    found = _pictures(request).page(row.sha256, row.media_type, _fetch(request, row.sha256), at, pages)
    if not found.data:
        raise HTTPException(404, "not_found")
    headers = {"Content-Security-Policy": PICTURE_POLICY, "Cache-Control": "private, max-age=3600"}
    return Response(found.data, media_type=found.media_type, headers=headers)


@router.get("/documents/{number}/pages/{at}/places")
def page_places(request: Request, visitor: See, number: Number, at: PageNumber, read: bool = False) -> Response:
    """Where the characters of a page stand: {"text", "boxes"}, {"fault"} for a page that cannot be shown, {} where it is not known. With
    `read`, a page that was read by recognition is recognised again (once: what was found is kept)."""
    row, record, pages = _paged(request, visitor, number, at)
    found = _pictures(request).page(row.sha256, row.media_type, _fetch(request, row.sha256), at, pages)
    if not found.data:
        return Response(fault_json(found.fault), media_type="application/json")
    qualities = record["source"].get("page_quality") or []
    recognised = read and any(q["page"] == at and q["read"] == "ocr" for q in qualities)
    places = _pictures(request).places(row.sha256, row.media_type, _fetch(request, row.sha256), at, recognised)
    return Response(places or b"{}", media_type="application/json")


def _pictures(request: Request) -> Pictures:
    found: Pictures = request.app.state.pictures
    return found


def _fetch(request: Request, sha256: str) -> Any:
    """Function that gives the original's bytes; called only where a page has still to be drawn."""
    store = store_of(request)

    def fetch() -> bytes | None:
        with store.read() as connection:
            return store.blobs.get(connection, sha256)

    return fetch


def _paged(request: Request, visitor: Visitor, number: int, at: int) -> tuple[Row[Any], Mapping[str, Any], int]:
    store = store_of(request)
    with store.read() as connection:
        row = visible_document(connection, number, visitor.account.role)
        found = latest_analysis(connection, number)
    pages = page_count(row, found[1] if found and "text" in found[1] else None)
    if found is None or not 1 <= at <= pages:
        raise HTTPException(404, "not_found")
    return row, found[1], pages
