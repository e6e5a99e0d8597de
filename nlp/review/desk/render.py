"""Pages from templates, in the visitor's language."""

from __future__ import annotations

from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from nlp.review.desk.permissions import may
from nlp.review.desk.security import Visitor, lang_of
from nlp.review.desk.texts import WORDS, word

FOLDER = Path(__file__).parent


@lru_cache(maxsize=1)
def _templates() -> Environment:
    made = Environment(loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
                       lstrip_blocks=True)
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    return made


def page(request: Request, name: str, visitor: Visitor | None, status: int = 200, **facts: Any) -> HTMLResponse:
    """A page: `t` gives words, `kind` those of an action, `field` those of a field, `may` tells what the visitor is allowed, `domain` names
    a domain."""
    lang = lang_of(request)
    names: dict[str, str] = request.app.state.domain_names
    role = visitor.account.role if visitor else ""
    content = _templates().get_template(name).render(
        t=lambda name, **more: word(name, lang, **more), lang=lang, visitor=visitor, csrf=visitor.csrf if visitor else "", may=partial(may, role),
        kind=lambda name: word(f"kind_{name}" if f"kind_{name}" in WORDS else "raw", lang, name=name),
        field=lambda name: word(name, lang) if name in WORDS else name,
        domain=lambda code: names.get(code or "", code or ""), domain_names=names, request_path=request.url.path, **facts,
    )
    return HTMLResponse(content, status_code=status)


def message(request: Request, name: str, status: int, **facts: object) -> JSONResponse:
    """A refusal for a script: {"message"} in the visitor's language."""
    return JSONResponse({"message": word(name, lang_of(request), **facts) if name in WORDS else name}, status_code=status)


def back_to(path: str) -> RedirectResponse:
    """After a form: on to a page of the desk. Only paths of the desk itself."""
    return RedirectResponse(path if path.startswith("/") and not path.startswith("//") else "/", status_code=303)
