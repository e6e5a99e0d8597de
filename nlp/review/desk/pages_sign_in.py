"""Signing in and out, the password, the language."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from nlp.review.desk.render import back_to, page
from nlp.review.desk.security import COOKIE, LANG_COOKIE, See, lang_of, store_of, visitor_of
from nlp.review.desk.texts import word
from nlp.store import accounts

router = APIRouter()


@router.get("/login")
def login_page(request: Request) -> Response:
    """The form to sign in."""
    return back_to("/") if visitor_of(request) else page(request, "login.html", None, fault="")


@router.post("/login")
def sign_in(request: Request, name: Annotated[str, Form()], password: Annotated[str, Form()]) -> Response:
    """Check name and password; a wrong pair is counted, and the answer does not tell which of the two was wrong."""
    store = store_of(request)
    fault: accounts.AccountFault | None = None
    with store.write() as connection:
        try:
            account = accounts.sign_in(connection, name.strip(), password, store.clock(), store.now())
            cookie = accounts.begin_session(connection, account, store.clock(), store.now())
        except accounts.AccountFault as error:
            fault = error  # the transaction is kept: it counts the failure
    if fault is not None:
        return page(request, "login.html", None, 401, fault=word(fault.code, lang_of(request), **fault.facts))
    response = back_to("/password" if account.must_change else "/")
    response.set_cookie(COOKIE, cookie, httponly=True, samesite="strict", secure=request.app.state.options.secure)
    return response


@router.post("/logout")
def sign_out(request: Request, visitor: See) -> Response:
    """End the session."""
    store = store_of(request)
    with store.write() as connection:
        accounts.end_session(connection, request.cookies.get(COOKIE, ""))
    response = back_to("/login")
    response.delete_cookie(COOKIE)
    return response


@router.get("/password")
def password_page(request: Request, visitor: See) -> Response:
    """The form for a new password."""
    return page(request, "password.html", visitor, fault="")


@router.post("/password")
def change_password(request: Request, visitor: See, old: Annotated[str, Form()], new: Annotated[str, Form()]) -> Response:
    """Set a new password after the old one; all sessions of the account end."""
    store = store_of(request)
    fault: accounts.AccountFault | None = None
    with store.write() as connection:
        try:
            accounts.sign_in(connection, visitor.account.name, old, store.clock(), store.now())
            accounts.set_password(connection, visitor.account.name, new, store.now(), visitor.account.name)
        except accounts.AccountFault as error:
            fault = error
    if fault is not None:
        return page(request, "password.html", visitor, 422, fault=word(fault.code, lang_of(request), **fault.facts))
    return back_to("/login")


@router.get("/language")
def switch_language(request: Request) -> Response:
    """Change between Chinese and English, and go back."""
    response = back_to(_path_of(request.headers.get("referer", "/")))
    response.set_cookie(LANG_COOKIE, "zh" if lang_of(request) == "en" else "en", samesite="strict")
    return response


def _path_of(address: str) -> str:
    from urllib.parse import urlsplit

    parts: Any = urlsplit(address)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
