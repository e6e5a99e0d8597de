"""The desk as an application: routes, guards, error pages. Nothing here reads a clock, a folder or the environment by itself."""

from __future__ import annotations

import logging
import secrets
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.base import BaseHTTPMiddleware

from nlp.draft.columns import Layout
from nlp.office_choice import OfficeChoice
from nlp.review.desk import (
    api,
    pages_adjust,
    pages_catalogue,
    pages_document,
    pages_ledger,
    pages_office,
    pages_original,
    pages_queue,
    pages_rules,
    pages_sign_in,
)
from nlp.review.desk.render import FOLDER, back_to, page
from nlp.review.desk.security import SignInNeeded, lang_of, visitor_of, with_headers
from nlp.review.desk.texts import WORDS, word
from nlp.review.pictures import Pictures, pictures_beside
from nlp.rulebook import Rulebook
from nlp.store.store import Store

if TYPE_CHECKING:
    from nlp.types import Analysis, Failure

PAGES = (pages_sign_in, pages_queue, pages_document, pages_original, pages_catalogue, pages_ledger, pages_office, pages_rules,
         pages_adjust, api)
Analyse = Callable[[Path], "list[Analysis | Failure]"]
Choose = Callable[[OfficeChoice], tuple[Analyse, str]]
MOST_UPLOAD = 100 * 1024 * 1024
_LOG = logging.getLogger("gongkai.desk")


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """What the command decides. `analyse` reads a file in guarded workers; `secure` sets cookies for HTTPS only; `rules`, `models`: the
    office's own tables and the folder of the models that `kit` stands for, for the administration page."""

    analyse: Analyse
    kit: str
    domain_names: dict[str, str]
    secure: bool = False
    most_upload: int = MOST_UPLOAD
    rules: Path | None = None
    models: Path | None = None
    choose: Choose | None = None  # how files are read under what the office chose (rules off, own items), and under which version
    value_of: Callable[[str], str | None] = lambda words: None  # value of a time limit in words
    domain_of: Callable[[str], str | None] = lambda words: None  # domain of a text that stands alone
    pictures: Path | None = None  # folder for pictures of pages; by default beside the originals, else a temporary one


def create_app(store: Store, options: DeskOptions) -> FastAPI:
    """The application over a store."""
    app = FastAPI(title="gongkai", version="1", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.state.store = store
    app.state.options = options
    app.state.domain_names = options.domain_names
    app.state.channels = Layout.load(Rulebook()).channels
    app.state.pictures = Pictures(options.pictures or pictures_beside(store) or Path(tempfile.mkdtemp(prefix="gongkai-pages-")))
    app.state.proxy_csrf = secrets.token_urlsafe(32)
    app.add_middleware(BaseHTTPMiddleware, dispatch=with_headers)
    app.mount("/static", StaticFiles(directory=FOLDER / "static"), name="static")
    for module in PAGES:
        app.include_router(module.router)
    app.add_exception_handler(SignInNeeded, _to_sign_in)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(404, _refused)
    app.add_exception_handler(RequestValidationError, _misshapen)
    app.add_exception_handler(Exception, _failed)
    return app


async def _to_sign_in(request: Request, error: Exception) -> Response:
    if _is_script(request):
        return JSONResponse({"message": word("sign_in", lang_of(request))}, status_code=401)
    return back_to("/login")


async def _refused(request: Request, error: Exception) -> Response:
    assert hasattr(error, "status_code")
    status, detail = int(error.status_code), str(getattr(error, "detail", ""))
    name = detail if detail in WORDS else {404: "not_found", 403: "forbidden"}.get(status, "bad_form")
    said = word(name, lang_of(request)) if detail in WORDS or status in (403, 404) else detail
    headers = getattr(error, "headers", None)
    if _is_script(request):
        return JSONResponse({"message": said}, status_code=status, headers=headers)
    return page(request, "message.html", visitor_of(request), status, said=said)


async def _misshapen(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    said = word("bad_form", lang_of(request))
    if _is_script(request):
        where = [".".join(map(str, e["loc"])) for e in error.errors()]
        return JSONResponse({"message": said, "fields": where}, status_code=422)
    return page(request, "message.html", visitor_of(request), 422, said=said)


async def _failed(request: Request, error: Exception) -> Response:
    _LOG.error("%s %s: %s", request.method, request.url.path, type(error).__name__, exc_info=error)
    said = word("internal", lang_of(request))
    if _is_script(request):
        return JSONResponse({"message": said}, status_code=500)
    return HTMLResponse(f"<!doctype html><meta charset='utf-8'><title>500</title><p>{said}</p>", status_code=500)


def _is_script(request: Request) -> bool:
    asked = request.headers.get("accept", "") + request.headers.get("content-type", "")
    return request.url.path.startswith("/api/") or "application/json" in asked
