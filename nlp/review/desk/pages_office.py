"""Statistics, administration, audit."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Query, Request
from fastapi.responses import Response
from sqlalchemy import select

from nlp.kit import installed_models
from nlp.review.desk.office_rules import office_rules
from nlp.review.desk.render import back_to, page
from nlp.review.desk.security import MOST_NUMBER, Administer, Audit, Number, Statistics, lang_of, store_of
from nlp.review.desk.texts import WORDS, word
from nlp.review.overruled import MOST_DECISIONS, overruled
from nlp.review.statistics import statistics
from nlp.store import accounts, audit
from nlp.store.accounts import AccountFault
from nlp.store.numbering import TemplateFault, check_template
from nlp.store.settings import DEFAULTS, all_settings, put_setting
from nlp.store.tables import api_token
from nlp.store.tables import audit as audit_table

router = APIRouter()
AUDIT_PAGE = 100
MOST_RULES = 30


# ---------------------------------------------------------------- statistics
@router.get("/statistics")
def statistics_page(request: Request, visitor: Statistics) -> Response:
    """Volume, decisions, how often people agree with what was suggested."""
    store = store_of(request)
    with store.read() as connection:
        found = statistics(connection)
        rules = overruled(connection)
    lang = lang_of(request)
    return page(
        request, "statistics.html", visitor, found=found, states=[(word(f"state_{s}", lang), n) for s, n in found.documents],
        kinds=[(word(f"kind_{k}", lang), n) for k, n in found.kinds], fields=[(word(f, lang) if f in WORDS else f, n) for f, n in found.fields],
        overruled=rules[:MOST_RULES], most=MOST_DECISIONS,
    )


# ---------------------------------------------------------------- administration
@router.get("/administration")
def administration_page(request: Request, visitor: Administer, fault: str = "") -> Response:
    """Accounts, settings, tokens."""
    return _administration(request, visitor, fault)


def _administration(request: Request, visitor: Administer, fault: str = "", token: str = "", status: int = 200) -> Response:
    store = store_of(request)
    with store.read() as connection:
        found = accounts.all_accounts(connection)
        settings = all_settings(connection)
        tokens = connection.execute(select(api_token).order_by(api_token.c.id)).all()
    options = request.app.state.options
    return page(
        request, "administration.html", visitor, status, own=office_rules(options.rules, options.models or installed_models()),
        kit_name=options.kit, accounts=found, settings=settings, tokens=tokens, roles=accounts.ROLES, fault=fault,
        token=token, kinds={k: type(v).__name__ for k, v in DEFAULTS.items()},
    )


@router.post("/administration/accounts")
def add_account(
    request: Request, visitor: Administer, name: Annotated[str, Form()], role: Annotated[str, Form()], password: Annotated[str, Form()],
    display: Annotated[str, Form()] = "",
) -> Response:
    """Make an account; its first password must be changed."""
    store = store_of(request)
    try:
        with store.write() as connection:
            accounts.create(connection, name.strip(), display.strip(), role, password, store.now(), visitor.account.name)
            accounts.set_password(connection, name.strip(), password, store.now(), visitor.account.name, must_change=True)
    except AccountFault as fault:
        return _administration(request, visitor, word(fault.code, lang_of(request), **fault.facts), status=422)
    return back_to("/administration")


@router.post("/administration/accounts/{name}")
def change_account(
    request: Request, visitor: Administer, name: str, role: Annotated[str, Form()], active: Annotated[str, Form()] = ""
) -> Response:
    """Give an account another role, or close it."""
    store = store_of(request)
    try:
        with store.write() as connection:
            accounts.change_account(connection, name, store.now(), visitor.account.name, role, bool(active))
    except AccountFault as fault:
        return _administration(request, visitor, word(fault.code, lang_of(request), **fault.facts), status=422)
    return back_to("/administration")


@router.post("/administration/settings")
async def change_settings(request: Request, visitor: Administer) -> Response:
    """Save the settings of the form; one wrong value and nothing is saved."""
    store = store_of(request)
    form = await request.form()
    lang = lang_of(request)
    values: dict[str, Any] = {}
    for key, default in DEFAULTS.items():
        if f"has_{key}" not in form:
            continue
        try:
            values[key] = _value(str(form.get(key, "")), default)
        except ValueError:
            return _administration(request, visitor, word("setting_wrong", lang, name=word(key, lang)), status=422)
    if values.get("secret_role", "administrator") not in accounts.ROLES:
        return _administration(request, visitor, word("account_role", lang), status=422)
    if template := values.get("index_template"):
        try:
            check_template(template)
        except TemplateFault:
            return _administration(request, visitor, word("template_wrong", lang), status=422)
    with store.write() as connection:
        for key, value in values.items():
            put_setting(connection, key, value)
        audit.record(connection, store.now(), visitor.account.name, "settings", "settings", {"changed": sorted(values)})
    return back_to("/administration/retention" if form.get("to") == "/administration/retention" else "/administration")


def _value(given: str, default: Any) -> Any:
    """The value of a form field of the default's kind; ValueError when it does not fit."""
    if isinstance(default, bool):
        return given == "on"
    if isinstance(default, int):
        found = int(given)
        if not 0 <= found <= 100_000:
            raise ValueError(given)
        return found
    if isinstance(default, float):
        share = float(given)
        if not 0 <= share <= 1:
            raise ValueError(given)
        return share
    return given.strip()[:200]


@router.post("/administration/tokens")
def add_token(
    request: Request, visitor: Administer, name: Annotated[str, Form(min_length=1, max_length=100)], role: Annotated[str, Form()]
) -> Response:
    """Make a token for another system; it is shown once."""
    store = store_of(request)
    try:
        with store.write() as connection:
            token = accounts.create_token(connection, name.strip(), role, store.now(), visitor.account.name)
    except AccountFault as fault:
        return _administration(request, visitor, word(fault.code, lang_of(request), **fault.facts), status=422)
    return _administration(request, visitor, token=token)


@router.post("/administration/tokens/{number}/revoke")
def revoke_token(request: Request, visitor: Administer, number: Number) -> Response:
    """End a token."""
    store = store_of(request)
    with store.write() as connection:
        accounts.revoke_token(connection, number, store.now(), visitor.account.name)
    return back_to("/administration")


# ---------------------------------------------------------------- audit
@router.get("/audit")
def audit_page(request: Request, visitor: Audit, before: Annotated[int, Query(ge=0, le=MOST_NUMBER)] = 0, check: bool = False) -> Response:
    """The audit log, newest first; with `check`, its chain is verified."""
    store = store_of(request)
    with store.read() as connection:
        chosen = select(audit_table).order_by(audit_table.c.seq.desc()).limit(AUDIT_PAGE)
        rows = connection.execute(chosen.where(audit_table.c.seq < before) if before else chosen).all()
        verdict = audit.verify(connection) if check else None
    if before and not rows:
        raise HTTPException(404, "not_found")
    return page(request, "audit.html", visitor, rows=rows, verdict=verdict, last=rows[-1].seq if len(rows) == AUDIT_PAGE else 0)
