"""A document beside its suggestions, and every decision on them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy import Connection, Row, delete, insert, select

from nlp.review.catalogue import EDITABLE
from nlp.review.desk.pages_original import page_count, visible_document
from nlp.review.desk.permissions import may
from nlp.review.desk.render import message, page
from nlp.review.desk.security import MOST_NUMBER, Decide, Number, See, lang_of, store_of
from nlp.review.desk.texts import word
from nlp.review.queue import why
from nlp.review.validation import AUDIENCES, MODES, faults_of, hard_faults
from nlp.store import decisions
from nlp.store.decisions import Conflict, Order, Outcome, Refused
from nlp.store.documents import latest_analysis
from nlp.store.store import stamp
from nlp.store.tables import decision, document, draft, entry, presence, suggestion

router = APIRouter()
HERE_SECONDS = 45
Whole = Annotated[int, Field(ge=0, le=MOST_NUMBER)]
LEVELS = ("国家级", "省级", "市级", "县级", "乡级", "村级")
NEW_ENTRY: dict[str, Any] = {
    "section": "", "item": "", "parent_item": None, "content": [], "basis": None, "deadline": None, "deadline_value": None, "unit": None,
    "supervision": None, "channels": [], "audience": "全社会", "mode": "主动公开", "level": [], "domain": "open-government", "score": 1.0,
    "needs_review": False, "evidence": {}, "defaults": {},
}


def _text(given: str) -> str:
    """Without blanks around it, and without the character that no database keeps."""
    return given.replace("\x00", "").strip()


class Fields(BaseModel):
    """The fields of an entry that a person may set; those not given stay as they are."""

    item: Annotated[str, Field(max_length=200)] | None = None
    parent_item: Annotated[str, Field(max_length=200)] | None = None
    content: Annotated[list[Annotated[str, Field(max_length=2000)]], Field(max_length=200)] | None = None
    basis: Annotated[str, Field(max_length=2000)] | None = None
    deadline: Annotated[str, Field(max_length=500)] | None = None
    deadline_value: Annotated[str, Field(max_length=100)] | None = None
    unit: Annotated[str, Field(max_length=500)] | None = None
    supervision: Annotated[str, Field(max_length=500)] | None = None
    channels: Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=50)] | None = None
    audience: Literal["全社会", "特定群体"] | None = None
    mode: Literal["主动公开", "依申请公开", "不予公开"] | None = None
    level: Annotated[list[Annotated[str, Field(max_length=10)]], Field(max_length=6)] | None = None
    domain: Annotated[str, Field(max_length=48)] | None = None

    def given(self) -> dict[str, Any]:
        """What was sent; an empty text is nothing."""
        sent = self.model_dump(exclude_unset=True)
        cleaned: dict[str, Any] = {k: _text(v) or None if isinstance(v, str) else v for k, v in sent.items()}
        for name in ("content", "channels", "level"):
            if cleaned.get(name) is not None:
                cleaned[name] = [kept for t in cleaned[name] or () if (kept := _text(t))]
        return cleaned


class Asked(BaseModel):
    """A decision that a page asks for. `request` names it: sent twice, it is carried out once."""

    kind: Literal["confirm", "reject", "split", "merge", "reopen", "add", "seen"]
    request: Annotated[str, Field(min_length=8, max_length=64)]
    suggestion: Whole | None = None
    version: Whole = 0
    fields: Fields = Fields()
    parts: Annotated[list[Fields], Field(max_length=20)] = []
    others: Annotated[list[tuple[Whole, Whole]], Field(max_length=50)] = []
    reason: Annotated[str, Field(max_length=1000)] = ""


class Draft(BaseModel):
    """What a person has typed so far."""

    fields: Fields
    base: Whole


@router.get("/documents/{number}")
def document_page(request: Request, visitor: See, number: Number, said: str = "") -> Response:
    """The document left, its suggestions right."""
    store, lang = store_of(request), lang_of(request)
    with store.read() as connection:
        row = visible_document(connection, number, visitor.account.role)
        found = latest_analysis(connection, number)
        rows = connection.execute(
            select(suggestion).where(suggestion.c.document_id == number).order_by(suggestion.c.place, suggestion.c.id)
        ).all()
        drafts = {
            d.suggestion_id: {"fields": json.loads(d.fields), "base": d.base}
            for d in connection.execute(
                select(draft).join(suggestion, draft.c.suggestion_id == suggestion.c.id).where(
                    suggestion.c.document_id == number, draft.c.person == visitor.account.name
                )
            )
        }
        cards = [_card(connection, r, drafts.get(r.id)) for r in rows if r.state != "replaced"]
        by_hand = _by_hand(connection, number)
    record = found[1] if found and "text" in found[1] else None
    return page(
        request, "document.html", visitor, document=row, record=record, lines=_lines(record["text"]) if record else [],
        kit=found[0] if found else "", cards=cards, by_hand=by_hand, reasons=why(row, store.clock().date(), lang), levels=LEVELS, modes=MODES,
        audiences=AUDIENCES, channels=request.app.state.channels, can_decide=may(visitor.account.role, "decide"),
        pages=page_count(row, record), said=said[:200],
        data=json.dumps({"document": number, "version": row.version, "cards": cards}, ensure_ascii=False),
    )


def _lines(text: str) -> list[tuple[int, str]]:
    """(offset in code points, line) of every line."""
    out, at = [], 0
    for line in text.split("\n"):
        out.append((at, line))
        at += len(line) + 1
    return out


def _card(connection: Connection, row: Row[Any], saved: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the page needs of a suggestion: its fields (as decided, when it was), its state, the person's draft."""
    suggested = json.loads(row.entry)
    fields = suggested
    person = None
    if row.state != "open":
        last = connection.execute(
            select(decision.c.person, decision.c.after, decision.c.reason).where(decision.c.suggestion_id == row.id)
            .order_by(decision.c.id.desc()).limit(1)
        ).one_or_none()
        if last is not None:
            person = last.person
            after = json.loads(last.after) if last.after else None
            fields = after if isinstance(after, dict) else suggested
    return {
        "id": row.id, "version": row.version, "state": row.state, "fields": {k: fields.get(k) for k in EDITABLE},
        "evidence": suggested.get("evidence", {}), "defaults": suggested.get("defaults", {}), "section": suggested["section"],
        "score": row.score, "needs_review": row.needs_review, "person": person, "faults": faults_of(fields), "draft": saved,
    }


def _by_hand(connection: Connection, number: int) -> list[dict[str, Any]]:
    """Standing entries of the document that no suggestion led to."""
    rows = connection.execute(
        select(entry).where(entry.c.document_id == number, entry.c.suggestion_id.is_(None), entry.c.ended_by.is_(None)).order_by(entry.c.id)
    )
    return [{"id": r.id, "item": r.item, "unit": r.unit} for r in rows]



@router.post("/documents/{number}/decide")
def decide(request: Request, visitor: Decide, number: Number, asked: Asked) -> Response:
    """Carry out a decision. 409 with what stands now when somebody was quicker; 422 with the reason when it is not possible."""
    store, lang = store_of(request), lang_of(request)
    try:
        with store.write() as connection:
            visible_document(connection, number, visitor.account.role)
            if asked.suggestion is not None:
                _belongs(connection, number, asked.suggestion)
            outcome = _carry_out(connection, Order(asked.request, visitor.account.name, store.now()), number, asked, lang)
            after = connection.execute(select(document.c.pending, document.c.state, document.c.version).where(document.c.id == number)).one()
            cards = [
                _card(connection, r, None)
                for r in connection.execute(select(suggestion).where(suggestion.c.id.in_(_touched(asked))).order_by(suggestion.c.id))
            ]
    except Conflict as conflict:
        said = word(
            "conflict", lang, person=conflict.person or "—", state=word(_state_word(conflict.state), lang)
        )
        stands = {k: conflict.fields.get(k) for k in EDITABLE}
        return JSONResponse(
            {"message": said, "version": conflict.version, "person": conflict.person, "state": conflict.state, "fields": stands}, status_code=409
        )
    except Refused as refused:
        return message(request, refused.code, 422, **refused.facts)
    except Incomplete as incomplete:
        return JSONResponse({"message": "；".join(incomplete.faults)}, status_code=422)
    return JSONResponse({
        "decision": outcome.decision, "entries": list(outcome.entries), "again": outcome.again, "pending": after.pending,
        "state": after.state, "version": after.version, "cards": cards,
    })


def _state_word(state: str) -> str:
    return {"split": "split_done", "ended": "withdraw"}.get(state, state)


def _touched(asked: Asked) -> list[int]:
    return [n for n in (asked.suggestion, *(n for n, _ in asked.others)) if n is not None]


def _belongs(connection: Connection, number: int, row: int) -> None:
    if connection.execute(select(suggestion.c.document_id).where(suggestion.c.id == row)).scalar() != number:
        raise HTTPException(404, "not_found")


class Incomplete(Exception):
    """Fields that cannot be confirmed as they are."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(faults)
        self.faults = faults


def _carry_out(connection: Connection, order: Order, number: int, asked: Asked, lang: str) -> Outcome:
    fields = asked.fields.given()
    if asked.kind == "seen":
        return decisions.seen(connection, order, number, asked.reason)
    if asked.kind == "add":
        made = {**NEW_ENTRY, **fields}
        _complete(made, lang)
        return decisions.add(connection, order, number, made)
    if asked.suggestion is None:
        raise Refused("no_suggestion", number=0)
    if asked.kind == "reject":
        return decisions.reject(connection, order, asked.suggestion, asked.version, asked.reason)
    if asked.kind == "reopen":
        return decisions.reopen(connection, order, asked.suggestion, asked.reason)
    stored = connection.execute(select(suggestion.c.entry).where(suggestion.c.id == asked.suggestion)).scalar()
    suggested = json.loads(stored) if stored else {}
    if asked.kind == "split":
        parts = [p.given() for p in asked.parts]
        for part in parts:
            _complete({**suggested, **part}, lang)
        return decisions.split(connection, order, asked.suggestion, asked.version, parts)
    _complete({**suggested, **fields}, lang)
    if asked.kind == "merge":
        return decisions.merge(connection, order, [(asked.suggestion, asked.version), *asked.others], fields)
    return decisions.confirm(connection, order, asked.suggestion, asked.version, fields)


def _complete(fields: Mapping[str, Any], lang: str) -> None:
    if faults := hard_faults(fields, lang):
        raise Incomplete(faults)


# ---------------------------------------------------------------- drafts and who is here
@router.put("/documents/{number}/suggestions/{row}/draft")
def save_draft(request: Request, visitor: Decide, number: Number, row: Number, typed: Draft) -> Response:
    """Keep what a person has typed, so that nothing is lost with the browser."""
    store = store_of(request)
    with store.write() as connection:
        visible_document(connection, number, visitor.account.role)
        _belongs(connection, number, row)
        person = visitor.account.name
        connection.execute(delete(draft).where(draft.c.suggestion_id == row, draft.c.person == person))
        stored = json.dumps(typed.fields.given(), ensure_ascii=False)
        connection.execute(insert(draft).values(suggestion_id=row, person=person, fields=stored, base=typed.base, at=store.now()))
    return JSONResponse({"saved": store.now()})


@router.post("/documents/{number}/here")
def here(request: Request, visitor: See, number: Number) -> Response:
    """Say that one looks at a document; returns who else does, and the document's version, so that changes are noticed."""
    store = store_of(request)
    person = visitor.account.name
    with store.write() as connection:
        row = visible_document(connection, number, visitor.account.role)
        connection.execute(delete(presence).where(presence.c.document_id == number, presence.c.person == person))
        connection.execute(insert(presence).values(document_id=number, person=person, at=store.now()))
        since = stamp(store.clock() - timedelta(seconds=HERE_SECONDS))
        others = connection.execute(
            select(presence.c.person).where(presence.c.document_id == number, presence.c.person != person, presence.c.at >= since)
            .order_by(presence.c.person)
        ).scalars().all()
    return JSONResponse({"others": list(others), "version": row.version})
