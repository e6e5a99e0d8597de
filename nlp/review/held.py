"""A catalogue that the office had before, brought in line by line: its rows, and what speaks for a change. People accept or dismiss each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from nlp.review.adjustment import KINDS, Adjustment, Advice
from nlp.review.catalogue_file import Matter
from nlp.review.catalogue_import import fields_of, request_of
from nlp.review.validation import hard_faults
from nlp.store import audit, decisions
from nlp.store.decisions import Order, Refused
from nlp.store.tables import entry, held_catalogue, held_line, suggestion

ROW = "row"
LINES = (ROW, *KINDS)
ValueOf = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is known of a held catalogue: its rows with their domains, the national items by name, the advice."""

    rows: Sequence[Matter]
    domains: Sequence[str | None]
    standard: Sequence[Matter]
    codes: Mapping[str, str]  # domains by name
    found: Adjustment


def hold(connection: Connection, name: str, made: Comparison, value_of: ValueOf, person: str, at: str) -> int:
    """Take a catalogue in; returns its number."""
    key = connection.execute(insert(held_catalogue).values(name=name, at=at, person=person, compared_at=at)).inserted_primary_key
    assert key is not None
    number = int(key[0])
    seen: set[str] = set()
    lines: list[dict[str, Any]] = []
    for n, (matter, domain) in enumerate(zip(made.rows, made.domains, strict=True)):
        key_of = request_of(matter)
        if key_of in seen:
            continue
        seen.add(key_of)
        content = {"matter": asdict(matter), "fields": fields_of(matter, domain, value_of), "domain": domain}
        lines.append(_line(number, ROW, key_of, n, content))
    if lines:
        connection.execute(insert(held_line), lines)
    _advise(connection, number, made, value_of)
    audit.record(connection, at, person, "held", f"held:{number}", {"rows": len(lines), **{k: made.found.count(k) for k in KINDS}})
    return number


def compare_again(connection: Connection, number: int, made: Comparison, value_of: ValueOf, at: str) -> None:
    """Put the advice of a later comparison in: what was decided stays, what nobody says any more is gone."""
    connection.execute(
        update(held_line).where(held_line.c.catalogue_id == number, held_line.c.kind != ROW, held_line.c.state == "open").values(state="gone")
    )
    _advise(connection, number, made, value_of)
    connection.execute(update(held_catalogue).where(held_catalogue.c.id == number).values(compared_at=at))


def rows_of(connection: Connection, number: int) -> tuple[list[Matter], list[str | None]]:
    """The rows of a held catalogue with their domains, in order."""
    found = [
        json.loads(text) for text in connection.execute(
            select(held_line.c.content).where(held_line.c.catalogue_id == number, held_line.c.kind == ROW).order_by(held_line.c.place)
        ).scalars()
    ]
    matters = [_matter(c["matter"]) for c in found]
    return matters, [c["domain"] for c in found]


def _matter(stored: Mapping[str, Any]) -> Matter:
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in stored.items()}
    return Matter(**values)


def _advise(connection: Connection, number: int, made: Comparison, value_of: ValueOf) -> None:
    lines = {r.key: r for r in connection.execute(select(held_line).where(held_line.c.catalogue_id == number))}
    rows: dict[tuple[str, str], int] = {}
    for r in sorted((r for r in lines.values() if r.kind == ROW), key=lambda r: r.place):
        matter = json.loads(r.content)["matter"]
        rows.setdefault((matter["place"], matter["item"]), r.id)
    fresh: dict[str, dict[str, Any]] = {}
    for n, advice in enumerate(made.found.advice):
        content: dict[str, Any] = {"advice": asdict(advice)}
        if advice.kind == "missing":
            item = _item_of(advice, made.standard)
            content["fields"] = fields_of(item, made.codes.get(item.domain or ""), value_of) if item else None
        if advice.kind == "contradicted" and advice.field == "deadline":
            value = value_of(advice.new)
            content["value"] = value.split()[0] if value else None
        key = hashlib.sha256(json.dumps([advice.kind, advice.item, advice.place, advice.field, advice.new, advice.source],
                                        ensure_ascii=False).encode()).hexdigest()
        known = lines.get(key)
        if known is None:
            fresh[key] = {**_line(number, advice.kind, key, n, content), "row": rows.get((advice.place, advice.item))}
        elif known.state == "gone":
            connection.execute(update(held_line).where(held_line.c.id == known.id).values(state="open", place=n))
    if fresh:
        connection.execute(insert(held_line), list(fresh.values()))


def _line(number: int, kind: str, key: str, place: int, content: Mapping[str, Any]) -> dict[str, Any]:
    return {"catalogue_id": number, "kind": kind, "key": key, "place": place, "row": None, "state": "open",
            "content": json.dumps(content, ensure_ascii=False)}


def _item_of(advice: Advice, standard: Sequence[Matter]) -> Matter | None:
    said = advice.new.split("；")
    return next((m for m in standard if m.item == advice.item and m.domain in said and (m.parent_item or "") in (*said, "")), None)


# ---------------------------------------------------------------- what is shown
def counts(connection: Connection, number: int) -> dict[tuple[str, str], int]:
    """How many lines there are by (kind, state)."""
    columns = (held_line.c.kind, held_line.c.state)
    rows = connection.execute(select(*columns, func.count()).where(held_line.c.catalogue_id == number).group_by(*columns))
    return {(r[0], r[1]): r[2] for r in rows}


def lines_of(connection: Connection, number: int, kind: str, limit: int, offset: int) -> list[Row[Any]]:
    """Lines of a kind that still stand, in order."""
    chosen = select(held_line).where(held_line.c.catalogue_id == number, held_line.c.kind == kind, held_line.c.state != "gone")
    return list(connection.execute(chosen.order_by(held_line.c.place, held_line.c.id).limit(limit).offset(offset)))


# ---------------------------------------------------------------- decisions
def accept(connection: Connection, number: int, line: int, person: str, at: str, lang: str = "zh") -> None:
    """Do what a line says: enter a row or a missing item, confirm a new suggestion, change or withdraw. Raises Refused."""
    row = _open(connection, number, line)
    content = json.loads(row.content)
    key: str | None = None
    match row.kind:
        case "row":
            key = _enter(connection, Order(row.key, person, at), content["fields"], lang)
        case "missing":
            key = _enter(connection, _order(row, person, at), content["fields"], lang)
        case "new":
            key = _confirm(connection, _order(row, person, at), content["advice"])
        case "contradicted":
            advice = content["advice"]
            changed = {advice["field"]: advice["new"]} | ({"deadline_value": content.get("value")} if advice["field"] == "deadline" else {})
            key = _change(connection, row, changed, person, at, lang)
        case "stale":
            _withdraw(connection, row, content["advice"], person, at)
    _mark(connection, row.id, "accepted", person, at, key)


def dismiss(connection: Connection, number: int, line: int, person: str, at: str) -> None:
    """Say that a line is to change nothing."""
    row = _open(connection, number, line)
    _mark(connection, row.id, "dismissed", person, at, None)
    audit.record(connection, at, person, "held_dismiss", f"held:{number}", {"line": line, "kind": row.kind})


def accept_rows(connection: Connection, number: int, person: str, at: str, most: int = 200) -> int:
    """Enter open rows that lack nothing, at most `most`; returns how many."""
    chosen = select(held_line).where(held_line.c.catalogue_id == number, held_line.c.kind == ROW, held_line.c.state == "open")
    done = 0
    for row in connection.execute(chosen.order_by(held_line.c.place)).all():
        if done == most:
            break
        if not hard_faults(json.loads(row.content)["fields"]):
            accept(connection, number, row.id, person, at)
            done += 1
    return done


def _open(connection: Connection, number: int, line: int) -> Row[Any]:
    row = connection.execute(select(held_line).where(held_line.c.id == line, held_line.c.catalogue_id == number).with_for_update()).one_or_none()
    if row is None:
        raise Refused("held_none")
    if row.state != "open":
        raise Refused("held_decided", person=row.person or "—")
    return row


def _mark(connection: Connection, line: int, state: str, person: str, at: str, key: str | None) -> None:
    connection.execute(update(held_line).where(held_line.c.id == line).values(state=state, person=person, at=at, entry_key=key))


def _order(row: Row[Any], person: str, at: str) -> Order:
    return Order(hashlib.sha256(f"held/{row.catalogue_id}/{row.key}".encode()).hexdigest(), person, at)


def _enter(connection: Connection, order: Order, fields: Mapping[str, Any] | None, lang: str) -> str:
    if fields is None:
        raise Refused("held_none")
    if faults := hard_faults(fields, lang):
        raise Refused("held_incomplete", faults="；".join(faults))
    return _key(connection, decisions.add(connection, order, None, fields).entries)


def _key(connection: Connection, entries: Sequence[int]) -> str:
    return str(connection.execute(select(entry.c.key).where(entry.c.id == entries[0])).scalar_one())


def _confirm(connection: Connection, order: Order, advice: Mapping[str, Any]) -> str:
    waiting = connection.execute(
        select(suggestion.c.id, suggestion.c.version, suggestion.c.entry).where(
            suggestion.c.document_id == advice["document"], suggestion.c.item == advice["item"], suggestion.c.state == "open"
        ).order_by(suggestion.c.place).limit(1)
    ).one_or_none()
    if waiting is None:
        raise Refused("held_gone")
    if faults := hard_faults(json.loads(waiting.entry)):
        raise Refused("held_incomplete", faults="；".join(faults))
    return _key(connection, decisions.confirm(connection, order, waiting.id, waiting.version, {}).entries)


def _standing(connection: Connection, row: Row[Any]) -> tuple[Row[Any] | None, Row[Any] | None]:
    """The held row that a line is about, and the entry that stands for it."""
    about = connection.execute(select(held_line).where(held_line.c.id == row.row)).one_or_none() if row.row else None
    if about is None or about.entry_key is None:
        return about, None
    return about, connection.execute(select(entry).where(entry.c.key == about.entry_key, entry.c.ended_by.is_(None))).one_or_none()


def _change(connection: Connection, row: Row[Any], changed: Mapping[str, Any], person: str, at: str, lang: str) -> str | None:
    about, stands = _standing(connection, row)
    if stands is not None:
        return _key(connection, decisions.change(connection, _order(row, person, at), stands.id, changed).entries)
    if about is None or about.state != "open":
        raise Refused("held_gone")
    fields = {**json.loads(about.content)["fields"], **changed}
    key = _enter(connection, Order(about.key, person, at), fields, lang)
    _mark(connection, about.id, "accepted", person, at, key)
    return key


def _withdraw(connection: Connection, row: Row[Any], advice: Mapping[str, Any], person: str, at: str) -> None:
    about, stands = _standing(connection, row)
    if stands is not None:
        decisions.withdraw(connection, _order(row, person, at), stands.id, f"{advice['source']}：{advice['new']}"[:500])
    elif about is not None and about.state == "open":
        _mark(connection, about.id, "dismissed", person, at, None)
        audit.record(connection, at, person, "held_dismiss", f"held:{row.catalogue_id}", {"line": about.id, "kind": ROW})
