"""What people decide, and the catalogue that follows from it. Decisions are only ever added; a repeated request changes nothing.

Every function here runs inside one `Store.write()` transaction: decision, entry, state and audit record are kept together or not
at all.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from nlp.store import audit, search
from nlp.store.counts import count_decision
from nlp.store.documents import count_pending
from nlp.store.numbering import next_index_number
from nlp.store.settings import setting_of
from nlp.store.standing import count_standing
from nlp.store.tables import analysis, decision, document, draft, entry, suggestion

Fields = Mapping[str, Any]

STEPS = ("drafted", "reviewed", "issued")  # 拟稿, 审核, 签发


class Refused(Exception):
    """A decision that is not possible. `code` names the message; `facts` fill it in."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


class Conflict(Exception):
    """Somebody else decided meanwhile. `version` is the current one, `person` who did it, `fields` what stands now."""

    def __init__(self, version: int, person: str | None, state: str, fields: Fields) -> None:
        super().__init__(version, person, state)
        self.version = version
        self.person = person
        self.state = state
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Order:
    """Who asks for a decision, when, and under which name; the same `request` is carried out once."""

    request: str
    person: str
    at: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: the decision and the entries that it made; `again` when the request had been carried out before."""

    decision: int
    entries: tuple[int, ...] = ()
    again: bool = False


# ---------------------------------------------------------------- decisions on suggestions
def confirm(connection: Connection, order: Order, number: int, version: int, fields: Fields, reason: str = "") -> Outcome:
    """Make a suggestion an entry, with the fields as the person leaves them; kind "edit" when one of them was changed."""
    if done := _done(connection, order):
        return done
    row = _open_suggestion(connection, number, version)
    suggested = json.loads(row.entry)
    changed = sorted(k for k, v in fields.items() if suggested.get(k) != v)
    after = {**suggested, **fields}
    made = _decide(
        connection, order, "edit" if changed else "confirm", document_id=row.document_id, suggestion_id=number,
        before=suggested, after=after, changed=changed, reason=reason.strip() or None, kit=_kit(connection, row.analysis_id),
    )
    key = _new_entry(connection, made, row.document_id, number, after)
    _close(connection, row, "confirmed")
    return Outcome(made, (key,))


def reject(connection: Connection, order: Order, number: int, version: int, reason: str) -> Outcome:
    """Turn a suggestion down, with a reason."""
    if done := _done(connection, order):
        return done
    if not reason.strip():
        raise Refused("reason_missing")
    row = _open_suggestion(connection, number, version)
    made = _decide(
        connection, order, "reject", document_id=row.document_id, suggestion_id=number, before=json.loads(row.entry),
        reason=reason.strip(), kit=_kit(connection, row.analysis_id),
    )
    _close(connection, row, "rejected")
    return Outcome(made)


def split(connection: Connection, order: Order, number: int, version: int, parts: Sequence[Fields]) -> Outcome:
    """Make two or more entries of one suggestion."""
    if done := _done(connection, order):
        return done
    if len(parts) < 2:
        raise Refused("split_parts")
    row = _open_suggestion(connection, number, version)
    suggested = json.loads(row.entry)
    after = [{**suggested, **p} for p in parts]
    made = _decide(
        connection, order, "split", document_id=row.document_id, suggestion_id=number, before=suggested, after=after,
        kit=_kit(connection, row.analysis_id),
    )
    keys = tuple(_new_entry(connection, made, row.document_id, number, f) for f in after)
    _close(connection, row, "split")
    return Outcome(made, keys)


def merge(connection: Connection, order: Order, numbers: Sequence[tuple[int, int]], fields: Fields) -> Outcome:
    """Make one entry of several suggestions (number, version) of one document; the first of them lends what `fields` leaves out."""
    if done := _done(connection, order):
        return done
    if len({n for n, _ in numbers}) < 2:
        raise Refused("merge_parts")
    rows = [_open_suggestion(connection, n, v) for n, v in numbers]
    if len({r.document_id for r in rows}) > 1:
        raise Refused("merge_documents")
    first = rows[0]
    after = {**json.loads(first.entry), **fields}
    made = _decide(
        connection, order, "merge", document_id=first.document_id, suggestion_id=first.id,
        before=[json.loads(r.entry) for r in rows], after=after, kit=_kit(connection, first.analysis_id),
    )
    key = _new_entry(connection, made, first.document_id, first.id, after)
    for row in rows:
        _close(connection, row, "merged" if row is not first else "confirmed")
    return Outcome(made, (key,))


def reopen(connection: Connection, order: Order, number: int, reason: str) -> Outcome:
    """Take a decision on a suggestion back, with a reason: its entries are withdrawn and it waits again."""
    if done := _done(connection, order):
        return done
    if not reason.strip():
        raise Refused("reason_missing")
    row = connection.execute(select(suggestion).where(suggestion.c.id == number)).one_or_none()
    if row is None:
        raise Refused("no_suggestion", number=number)
    if row.state not in ("confirmed", "rejected", "split"):
        raise Refused("not_decided")
    made = _decide(connection, order, "reopen", document_id=row.document_id, suggestion_id=number, reason=reason.strip())
    standing = connection.execute(
        select(entry).where(entry.c.suggestion_id == number, entry.c.ended_by.is_(None))
    ).all()
    for old in standing:
        _end(connection, old, made)
    _close(connection, row, "open")
    return Outcome(made)


def seen(connection: Connection, order: Order, number: int, reason: str) -> Outcome:
    """Say of a document without suggestions that it was looked at and nothing is to be entered."""
    if done := _done(connection, order):
        return done
    made = _decide(connection, order, "seen", document_id=number, reason=reason.strip() or None)
    count_pending(connection, number)
    return Outcome(made)


# ---------------------------------------------------------------- decisions on entries
def add(connection: Connection, order: Order, document_number: int | None, fields: Fields) -> Outcome:
    """Enter a matter by hand, of a document or of none."""
    if done := _done(connection, order):
        return done
    made = _decide(connection, order, "add", document_id=document_number, after=dict(fields))
    key = _new_entry(connection, made, document_number, None, fields)
    if document_number is not None:
        count_pending(connection, document_number)
    return Outcome(made, (key,))


def change(connection: Connection, order: Order, number: int, fields: Fields, reason: str = "") -> Outcome:
    """A further version of a standing entry. With steps, it goes back to the first."""
    if done := _done(connection, order):
        return done
    old = _standing(connection, number)
    before = json.loads(old.fields)
    after = {**before, **fields}
    changed = sorted(k for k, v in fields.items() if before.get(k) != v)
    if not changed:
        raise Refused("nothing_changed")
    made = _decide(
        connection, order, "change", document_id=old.document_id, suggestion_id=old.suggestion_id, entry_key=old.key,
        before=before, after=after, changed=changed, reason=reason.strip() or None,
    )
    _end(connection, old, made)
    return Outcome(made, (_new_entry(connection, made, old.document_id, old.suggestion_id, after, old.key, number=old.index_number),))


def withdraw(connection: Connection, order: Order, number: int, reason: str) -> Outcome:
    """Take an entry out of the catalogue, with a reason; its versions stay on record."""
    if done := _done(connection, order):
        return done
    if not reason.strip():
        raise Refused("reason_missing")
    old = _standing(connection, number)
    made = _decide(
        connection, order, "withdraw", document_id=old.document_id, suggestion_id=old.suggestion_id, entry_key=old.key,
        before=json.loads(old.fields), reason=reason.strip(),
    )
    _end(connection, old, made)
    return Outcome(made)


def advance(connection: Connection, order: Order, number: int) -> Outcome:
    """The next step of an entry: 拟稿 → 审核 → 签发. A person who took one step of an entry cannot take the next."""
    if done := _done(connection, order):
        return done
    old = _standing(connection, number)
    if old.step == STEPS[-1]:
        raise Refused("already_issued")
    takers = set(
        connection.execute(
            select(decision.c.person).join(entry, entry.c.made_by == decision.c.id).where(entry.c.key == old.key)
        ).scalars()
    )
    if order.person in takers:
        raise Refused("same_person")
    step = STEPS[STEPS.index(old.step) + 1]
    kind = "review" if step == "reviewed" else "issue"
    made = _decide(connection, order, kind, document_id=old.document_id, suggestion_id=old.suggestion_id, entry_key=old.key)
    _end(connection, old, made)
    fields = json.loads(old.fields)
    return Outcome(made, (_new_entry(connection, made, old.document_id, old.suggestion_id, fields, old.key, step, old.index_number),))


# ---------------------------------------------------------------- parts
def _done(connection: Connection, order: Order) -> Outcome | None:
    found = connection.execute(select(decision.c.id).where(decision.c.request == order.request)).scalar()
    if found is None:
        return None
    made = connection.execute(select(entry.c.id).where(entry.c.made_by == found).order_by(entry.c.id)).scalars()
    return Outcome(found, tuple(made), again=True)


def _open_suggestion(connection: Connection, number: int, version: int) -> Row[Any]:
    row = connection.execute(select(suggestion).where(suggestion.c.id == number).with_for_update()).one_or_none()
    if row is None:
        raise Refused("no_suggestion", number=number)
    if row.state != "open" or row.version != version:
        last = connection.execute(
            select(decision.c.person, decision.c.after).where(decision.c.suggestion_id == number).order_by(decision.c.id.desc()).limit(1)
        ).one_or_none()
        stands = json.loads(last.after) if last is not None and last.after else json.loads(row.entry)
        raise Conflict(row.version, last.person if last is not None else None, row.state, stands if isinstance(stands, dict) else stands[0])
    return row


def _standing(connection: Connection, number: int) -> Row[Any]:
    row = connection.execute(select(entry).where(entry.c.id == number).with_for_update()).one_or_none()
    if row is None:
        raise Refused("no_entry", number=number)
    if row.ended_by is not None:
        by = connection.execute(select(decision.c.person).where(decision.c.id == row.ended_by)).scalar_one()
        raise Conflict(row.ended_by, by, "ended", json.loads(row.fields))
    return row


def _decide(connection: Connection, order: Order, kind: str, **facts: Any) -> int:
    stored = {k: json.dumps(v, ensure_ascii=False) if k in ("before", "after", "changed") else v for k, v in facts.items()}
    made = connection.execute(
        insert(decision).values(request=order.request, at=order.at, person=order.person, kind=kind, **stored)
    ).inserted_primary_key
    assert made is not None
    number = int(made[0])
    count_decision(connection, kind, facts.get("suggestion_id"), facts.get("changed") or ())
    subject = next((f"{k}:{facts[k]}" for k in ("suggestion_id", "entry_key", "document_id") if facts.get(k)), "catalogue")
    after = facts.get("after")
    said = json.dumps(after, ensure_ascii=False, sort_keys=True) if after is not None else None
    audit.record(
        connection, order.at, order.person, kind, subject,
        {"decision": number, "changed": facts.get("changed"), "reason": facts.get("reason"), "after": said},
    )
    return number


def _new_entry(
    connection: Connection, made_by: int, document_id: int | None, suggestion_id: int | None, fields: Fields,
    key: str | None = None, step: str | None = None, number: str | None = None,
) -> int:
    first = step or (STEPS[0] if setting_of(connection, "steps") else STEPS[-1])
    if number is None and first == STEPS[-1]:
        at = connection.execute(select(decision.c.at).where(decision.c.id == made_by)).scalar_one()
        number = next_index_number(connection, at)
    made = connection.execute(
        insert(entry).values(
            key=key or str(uuid.uuid5(uuid.NAMESPACE_OID, f"{made_by}/{json.dumps(dict(fields), ensure_ascii=False, sort_keys=True)}")),
            document_id=document_id, suggestion_id=suggestion_id, made_by=made_by, step=first, index_number=number,
            fields=json.dumps(dict(fields), ensure_ascii=False), item=fields["item"], unit=fields.get("unit"),
            domain=fields["domain"], mode=fields["mode"], due=fields.get("due"),
        )
    ).inserted_primary_key
    assert made is not None
    count_standing(connection, fields["domain"], fields.get("unit"), first, 1)
    index_entry(connection, int(made[0]), fields)
    return int(made[0])


def index_entry(connection: Connection, number: int, fields: Fields) -> None:
    """Put an entry into the full-text index."""
    words = " ".join([fields["item"], fields.get("unit") or "", fields.get("basis") or "", *fields.get("content", [])])
    search.put(connection, "entry", number, words)


def _end(connection: Connection, old: Row[Any], made_by: int) -> None:
    connection.execute(update(entry).where(entry.c.id == old.id).values(ended_by=made_by))
    count_standing(connection, old.domain, old.unit, old.step, -1)
    search.drop(connection, "entry", old.id)


def _close(connection: Connection, row: Row[Any], state: str) -> None:
    connection.execute(update(suggestion).where(suggestion.c.id == row.id).values(state=state, version=row.version + 1))
    connection.execute(draft.delete().where(draft.c.suggestion_id == row.id))
    connection.execute(update(document).where(document.c.id == row.document_id).values(version=document.c.version + 1))
    count_pending(connection, row.document_id)


def _kit(connection: Connection, number: int) -> str | None:
    return connection.execute(select(analysis.c.kit).where(analysis.c.id == number)).scalar()
