"""What every request passes: who it is, the form's token, the headers of every answer."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import unquote_plus

from fastapi import Depends, HTTPException, Path, Request
from fastapi.responses import JSONResponse, Response

from nlp.review.desk.permissions import may
from nlp.review.desk.texts import word
from nlp.store import accounts
from nlp.store.accounts import Account
from nlp.store.settings import setting_of
from nlp.store.store import Store

COOKIE: Final = "gongkai_session"
LANG_COOKIE: Final = "gongkai_lang"
CSRF_FIELD: Final = "csrf"
CSRF_HEADER: Final = "x-csrf-token"
MOST_NUMBER: Final = 2**31 - 1  # an integer of every database
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: the account, the token that forms must carry, and by which way it came (cookie, proxy, token)."""

    account: Account
    csrf: str
    way: str


class SignInNeeded(Exception):
    """The page is only for people who have signed in."""


def store_of(request: Request) -> Store:
    """The desk's store."""
    store: Store = request.app.state.store
    return store


def lang_of(request: Request) -> str:
    """Language of the pages: a cookie set by the switch, else Chinese."""
    return "en" if request.cookies.get(LANG_COOKIE) == "en" else "zh"


def visitor_of(request: Request) -> Visitor | None:
    """Who asks, or None. A token in the header goes before a cookie, a cookie before the proxy's header (when that is on)."""
    store = store_of(request)
    bearer = request.headers.get("authorization", "")
    with store.read() as connection:
        if bearer.lower().startswith("bearer "):
            found = accounts.token_account(connection, bearer[7:].strip())
            return None if found is None else Visitor(found, "", "token")
        cookie = request.cookies.get(COOKIE)
        if cookie and (session := accounts.session_of(connection, cookie, store.now())):
            return Visitor(session.account, session.csrf, "cookie")
        header = setting_of(connection, "proxy_header")
        if header and (name := request.headers.get(header)) and _is_proxy(request):
            known = accounts.by_name(connection, name)
            return None if known is None else Visitor(known, request.app.state.proxy_csrf, "proxy")
    return None


def _is_proxy(request: Request) -> bool:
    """The sign-on header counts only from the machine itself, where the proxy runs; from elsewhere anybody could write it."""
    return request.client is not None and request.client.host in ("127.0.0.1", "::1", "testclient")


def allowed(action: str) -> Callable[[Request], Awaitable[Visitor]]:
    """A dependency of a route: the visitor, signed in, with a role that may take the action, and the form's token right."""

    async def check(request: Request) -> Visitor:
        visitor = visitor_of(request)
        if visitor is None:
            if request.url.path.startswith("/api/"):
                raise HTTPException(401, "sign_in", headers={"WWW-Authenticate": "Bearer"})
            raise SignInNeeded
        if not may(visitor.account.role, action):
            raise HTTPException(403, "forbidden")
        if visitor.way == "token" and not request.url.path.startswith("/api/"):
            raise HTTPException(403, "forbidden")
        if request.method not in ("GET", "HEAD") and visitor.way != "token":
            await check_csrf(request, visitor.csrf)
        return visitor

    check.__name__ = f"allowed_{action}"
    return check


async def check_csrf(request: Request, expected: str) -> None:
    """Refuse a form without the session's token."""
    given = request.headers.get(CSRF_HEADER)
    kind = request.headers.get("content-type", "")
    if given is None and kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        form = await request.form()
        value = form.get(CSRF_FIELD)
        given = value if isinstance(value, str) else None
    if not given or not secrets.compare_digest(given.encode(), expected.encode()):
        raise HTTPException(400, "bad_form")


async def with_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Every answer carries the headers; files of the desk itself may be kept by the browser. An address with a NUL, which no database
    takes, is refused before anything reads it."""
    broken = "\x00" in unquote_plus(request.url.query) + request.url.path
    response = JSONResponse({"message": word("not_found", lang_of(request))}, status_code=404) if broken else await call_next(request)
    for name, value in HEADERS.items():
        if name == "Cache-Control" and request.url.path.startswith("/static/"):
            response.headers.setdefault(name, "max-age=3600")
        else:
            response.headers.setdefault(name, value)
    return response


Number = Annotated[int, Path(ge=0, le=MOST_NUMBER)]
See = Annotated[Visitor, Depends(allowed("see"))]
Decide = Annotated[Visitor, Depends(allowed("decide"))]
Advance = Annotated[Visitor, Depends(allowed("advance"))]
Upload = Annotated[Visitor, Depends(allowed("upload"))]
Export = Annotated[Visitor, Depends(allowed("export"))]
Statistics = Annotated[Visitor, Depends(allowed("statistics"))]
Audit = Annotated[Visitor, Depends(allowed("audit"))]
Administer = Annotated[Visitor, Depends(allowed("administer"))]
