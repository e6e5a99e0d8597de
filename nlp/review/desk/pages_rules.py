"""What an administrator sets of rules: which are silent, the office's own names and items, how long originals are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Query, Request
from fastapi.responses import Response
from sqlalchemy import Connection

from nlp.review import retention
from nlp.review.desk.render import back_to, page
from nlp.review.desk.security import Administer, Number, lang_of, store_of
from nlp.review.desk.texts import word
from nlp.rulebook import RULES_DIR, Rulebook, RuleError
from nlp.store import office
from nlp.store.office import SWITCHED, LocalItem, OfficeFault
from nlp.store.settings import setting_of

router = APIRouter()
PAGE = 50
SHOWN = 200  # outdated originals that the page names
Name = Annotated[str, Form(min_length=1, max_length=120)]
Words = Annotated[str, Form(max_length=1000)]


# ---------------------------------------------------------------- rules
@router.get("/administration/rules")
def rules_page(
    request: Request, visitor: Administer, table: str = "deadlines", q: str = "",
    page_number: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1, fault: str = "",
) -> Response:
    """The rules of a table, each with its switch; those that are off stand above."""
    if table not in SWITCHED:
        raise HTTPException(404, "not_found")
    store = store_of(request)
    with store.read() as connection:
        off = office.rules_off(connection)
    rows = [r for r in _book(request).table(table) if r.get("id") and (not q or any(q in value for value in r.cells.values()))]
    return page(
        request, "rules.html", visitor, tables=SWITCHED, table=table, q=q, off=off, fault=fault[:200], number=page_number,
        rows=rows[(page_number - 1) * PAGE : page_number * PAGE], last=max(1, -(-len(rows) // PAGE)), total=len(rows),
    )


def _book(request: Request) -> Rulebook:
    """All tables, with the office's own, before anything was turned off."""
    own = request.app.state.options.rules
    return Rulebook((RULES_DIR,) if own is None else (RULES_DIR, own))


@router.post("/administration/rules")
def switch_rule(
    request: Request, visitor: Administer, rule: Annotated[str, Form(max_length=160)], on: Annotated[str, Form()] = "", q: Words = "",
) -> Response:
    """Turn a rule off or on; the next analysis is made without it or with it."""
    table, _, row = rule.partition(":")
    if table not in SWITCHED or not any(r.get("id") == row for r in _book(request).table(table)):
        raise HTTPException(404, "not_found")
    to = {"table": table, "q": q}
    fault = _changed(request, lambda c, at, by: (office.turn_on if on else office.turn_off)(c, rule, at, by), visitor)
    return back_to("/administration/rules?" + urlencode({**to, "fault": fault} if fault else to))


def _changed(request: Request, change: Callable[[Connection, str, str], None], visitor: Administer) -> str:
    """Carry out a change of the office's choice, unless the rules could not be loaded with it; "" or why not."""
    store, options = store_of(request), request.app.state.options
    try:
        with store.write() as connection:
            change(connection, store.now(), visitor.account.name)
            if options.choose is not None:
                options.choose(office.choice_of(connection))
    except OfficeFault as fault:
        return word(fault.code, lang_of(request))
    except (RuleError, KeyError, ValueError) as fault:
        return word("rules_broken", lang_of(request), reason=fault)
    return ""


# ---------------------------------------------------------------- own names and items
@router.get("/administration/office")
def office_page(request: Request, visitor: Administer, fault: str = "") -> Response:
    """The office's own names of domains and its own catalogue items."""
    with store_of(request).read() as connection:
        return page(
            request, "office.html", visitor, domains=office.local_domains(connection), items=office.local_items(connection), fault=fault[:200],
        )


def _back(fault: str) -> Response:
    return back_to("/administration/office" + ("?" + urlencode({"fault": fault}) if fault else ""))


@router.post("/administration/domains")
def add_domain(request: Request, visitor: Administer, name: Name, code: Annotated[str, Form(max_length=48)]) -> Response:
    """Map a name of the office to a national domain."""
    if code not in request.app.state.domain_names:
        raise HTTPException(422, "bad_form")
    return _back(_changed(request, lambda c, at, by: office.add_domain(c, name, code, at, by), visitor))


@router.post("/administration/domains/{number}/drop")
def drop_domain(request: Request, visitor: Administer, number: Number) -> Response:
    """Forget a name."""
    return _back(_changed(request, lambda c, at, by: office.drop_domain(c, number, at, by), visitor))


@router.post("/administration/items")
def add_item(
    request: Request, visitor: Administer, domain: Annotated[str, Form(max_length=48)], level1: Name, level2: Name, elements: Words = "",
    basis: Words = "", deadline: Words = "", unit: Words = "",
) -> Response:
    """Add an item of the office's own catalogue, from which drafting may choose."""
    if domain not in request.app.state.domain_names:
        raise HTTPException(422, "bad_form")
    cells = [" ".join(x.split()) for x in (level1, level2, elements.replace("；", ";"), basis.replace("；", ";"), deadline, unit)]
    return _back(_changed(request, lambda c, at, by: office.add_item(c, LocalItem(domain, *cells), at, by), visitor))


@router.post("/administration/items/{number}/drop")
def drop_item(request: Request, visitor: Administer, number: Number) -> Response:
    """Forget an item."""
    return _back(_changed(request, lambda c, at, by: office.drop_item(c, number, at, by), visitor))


# ---------------------------------------------------------------- retention
@router.get("/administration/retention")
def retention_page(request: Request, visitor: Administer, said: str = "") -> Response:
    """Which originals would go now."""
    store = store_of(request)
    with store.read() as connection:
        found = retention.outdated(connection, store.clock())
        days = {key: setting_of(connection, key) for key in ("keep_closed_days", "keep_rejected_days")}
    return page(
        request, "retention.html", visitor, found=found[:SHOWN], total=len(found), size=sum(o.size for o in found), days=days, said=said[:200],
    )


@router.post("/administration/retention")
def apply_retention(request: Request, visitor: Administer) -> Response:
    """Remove them."""
    done = retention.apply(store_of(request), visitor.account.name, request.app.state.pictures.forget)
    return back_to("/administration/retention?" + urlencode({"said": word("retention_done", lang_of(request), n=len(done))}))
