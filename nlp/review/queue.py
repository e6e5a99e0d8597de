"""What to look at first, and why, in words. The order: alarms, then what is due soonest, then what is most doubtful."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select

from nlp.store import search
from nlp.store.documents import Standing
from nlp.store.tables import document, suggestion

Record = Mapping[str, Any]

SECRET, CLOSED, UNSURE = 3, 2, 1
SOON = timedelta(days=14)

# code -> (Chinese, English)
WORDS: dict[str, tuple[str, str]] = {
    "secret": ("带有密级标志，未保存内容", "carries a secrecy mark; its content is not stored"),
    "failed": ("未能读取：{error}", "not read: {error}"),
    "withheld": ("建议不予公开，请核对理由", "proposed to be withheld; check the ground"),
    "partial": ("建议区分处理，部分内容不公开", "parts of it are proposed to be withheld"),
    "closed": ("含个人信息或不宜公开内容，先核对遮盖", "holds personal data or closed content; check what must be masked"),
    "unsure": ("公开属性拿不准", "unsure whether it is to be published"),
    "overdue": ("{due} 到期，已过 {days} 天", "was due {due}, {days} days ago"),
    "today": ("今天到期", "due today"),
    "due": ("{due} 到期，还有 {days} 天", "due {due}, in {days} days"),
    "doubt": ("{n} 条建议中约 {share}% 须复核", "about {share}% of {n} suggestions need a second look"),
    "pending": ("{n} 条建议待确认", "{n} suggestions to decide"),
    "closed_by_people": ("已办结", "done"),
    "empty": ("没有建议条目，看过即可办结", "no suggestions; close it after a look"),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row of the queue."""

    id: int
    title: str
    path: str
    state: str
    attribute: str | None
    domain: str | None
    due: str | None
    pending: int
    why: tuple[str, ...]


def standing_of(record: Record, today: date) -> Standing:
    """Alarm, next due date (not before `today`) and doubt of a fresh analysis; a failure asks for a look, no more."""
    if "error" in record:
        return Standing(UNSURE, None, 1.0)
    attribute = record["attribute"]
    if record["metadata"]["classification"] is not None:
        return Standing(SECRET, None, 1.0)
    if attribute["value"] in ("withheld", "partial") or record["sensitive"]:
        alarm = CLOSED
    else:
        alarm = UNSURE if attribute["value"] == "undecided" or attribute["needs_review"] else 0
    dues = sorted(d["due"] for d in record["deadlines"] if d["due"] and d["due"] >= today.isoformat())
    entries = record["entries"]
    doubt = sum(e["needs_review"] for e in entries) / len(entries) if entries else 1.0 - attribute["score"]
    return Standing(alarm, dues[0] if dues else None, round(doubt, 4))


def why(row: Row[Any], today: date, lang: str) -> tuple[str, ...]:
    """Why a document stands where it stands, most important first."""
    said: list[str] = []

    def say(code: str, **facts: object) -> None:
        zh, en = WORDS[code]
        said.append((en if lang == "en" else zh).format(**facts))

    if row.state == "secret":
        say("secret")
        return tuple(said)
    if row.state == "failed":
        say("failed", error=row.error)
        return tuple(said)
    if row.attribute in ("withheld", "partial"):
        say(row.attribute)
    elif row.alarm == CLOSED:
        say("closed")
    elif row.alarm == UNSURE:
        say("unsure")
    if row.due:
        days = (date.fromisoformat(row.due) - today).days
        if days < 0:
            say("overdue", due=row.due, days=-days)
        elif days == 0:
            say("today")
        else:
            say("due", due=row.due, days=days)
    if row.pending == 0:
        say("closed_by_people" if row.state == "done" else "empty")
    elif row.doubt >= 0.01:
        say("doubt", n=row.pending, share=round(row.doubt * 100))
    else:
        say("pending", n=row.pending)
    return tuple(said)


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the queue to show; None: everything. `text` is searched in full."""

    state: str | None = "open"
    domain: str | None = None
    attribute: str | None = None
    origin: str | None = None
    unit: str | None = None
    since: str | None = None
    text: str | None = None
    secret: bool = True  # whether documents with a classification mark are listed


def queue(
    connection: Connection, today: date, lang: str = "zh", filter: Filter | None = None, limit: int = 50, offset: int = 0
) -> list[Waiting]:
    """Rows of the queue in order."""
    order = (document.c.alarm.desc(), document.c.due.is_(None), document.c.due, document.c.doubt.desc(), document.c.id)
    # numbers are put in order first, from the index alone; only the rows of the page are read whole
    numbers = _filtered(connection, select(document.c.id), filter or Filter()).order_by(*order).limit(limit).offset(offset)
    rows = connection.execute(select(document).where(document.c.id.in_(numbers.scalar_subquery())).order_by(*order))
    return [
        Waiting(
            r.id, r.title or r.name, r.path, r.state, r.attribute, r.domain, r.due, r.pending, why(r, today, lang)
        )
        for r in rows
    ]


def queue_length(connection: Connection, filter: Filter | None = None) -> int:
    """How many documents the filter lets through."""
    return int(connection.execute(_filtered(connection, select(func.count()).select_from(document), filter or Filter())).scalar_one())


def queue_total(connection: Connection, filter: Filter) -> search.Total:
    """The same for a page: of a search for words counted up to a bound."""
    if not (filter.text and filter.text.strip()):
        return search.Total(queue_length(connection, filter))
    return search.total(connection, _filtered(connection, select(document.c.id), filter))


def _filtered(connection: Connection, chosen: Any, filter: Filter) -> Any:
    if filter.state:
        states = ("open", "failed", "secret") if filter.state == "open" else (filter.state,)
        chosen = chosen.where(document.c.state.in_(states))
    for column, value in ((document.c.domain, filter.domain), (document.c.attribute, filter.attribute), (document.c.origin, filter.origin)):
        if value:
            chosen = chosen.where(column == value)
    if not filter.secret:
        chosen = chosen.where(document.c.state != "secret")
    if filter.since:
        chosen = chosen.where(document.c.received_at >= filter.since)
    if filter.unit:
        chosen = chosen.where(document.c.id.in_(select(suggestion.c.document_id).where(suggestion.c.unit.contains(filter.unit, autoescape=True))))
    if filter.text and filter.text.strip():
        chosen = chosen.where(*search.holding(connection, "document", filter.text, document.c.id))
    return chosen
