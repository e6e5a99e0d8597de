"""What the office sets for itself: rules that are silent, its own names of domains, its own catalogue items. Every change is audited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, select

from nlp.office_choice import OfficeChoice
from nlp.store import audit
from nlp.store.tables import local_domain, local_item, rule_off

# Tables whose rows may be turned off. Marks of secrecy and personal information always speak.
SWITCHED: Final = (
    "deadlines", "deadline-contexts", "units-duties", "units-labels", "units-names", "disclosure-verbs", "disclosure-signs",
    "disclosure-exclusions", "attribute", "domain-lexicon", "furniture",
)


class OfficeFault(ValueError):
    """A choice that cannot be made; `code` names the message."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class LocalItem:
    """An item of the office's own catalogue."""

    domain: str
    level1: str
    level2: str
    elements: str = ""
    basis: str = ""
    deadline: str = ""
    unit: str = ""


def choice_of(connection: Connection) -> OfficeChoice:
    """What analyses must take into account."""
    off = frozenset(connection.execute(select(rule_off.c.rule)).scalars())
    words = [
        ("domain-lexicon", (("id", f"desk-{r.id}"), ("code", r.code), ("phrases", r.name)))
        for r in connection.execute(select(local_domain).order_by(local_domain.c.id))
    ]
    items = [("catalogue-items", _cells(r)) for r in connection.execute(select(local_item).order_by(local_item.c.id))]
    return OfficeChoice(off, (*words, *items))


def _cells(row: Row[Any]) -> tuple[tuple[str, str], ...]:
    """An item in the columns of the table of national items."""
    known = {"domain": row.domain, "level1": row.level1, "level2": row.level2, "elements": row.elements, "basis": row.basis,
             "deadline": row.deadline, "publisher": row.unit, "audience": "全社会", "mode": "主动", "evidence": "office"}
    names = ("domain", "level1", "level2", "elements", "basis", "deadline", "deadline_iso", "deadline_unit", "deadline_anchor", "publisher",
             "audience", "audience_note", "mode", "level", "evidence")
    return tuple((name, known.get(name, "")) for name in names)


# ---------------------------------------------------------------- rules
def turn_off(connection: Connection, rule: str, at: str, by: str) -> None:
    """Silence a rule. Raises OfficeFault for one of a table that always speaks."""
    if rule.partition(":")[0] not in SWITCHED:
        raise OfficeFault("rule_always_on")
    if connection.execute(select(rule_off.c.rule).where(rule_off.c.rule == rule)).first() is None:
        connection.execute(insert(rule_off).values(rule=rule, at=at, person=by))
        audit.record(connection, at, by, "rule_off", f"rule:{rule}", {})


def turn_on(connection: Connection, rule: str, at: str, by: str) -> None:
    """Let a rule speak again."""
    if connection.execute(delete(rule_off).where(rule_off.c.rule == rule)).rowcount:
        audit.record(connection, at, by, "rule_on", f"rule:{rule}", {})


def rules_off(connection: Connection) -> dict[str, tuple[str, str]]:
    """Rules that are off: since when, by whom."""
    return {r.rule: (r.at, r.person) for r in connection.execute(select(rule_off).order_by(rule_off.c.rule))}


# ---------------------------------------------------------------- own names and items
def add_domain(connection: Connection, name: str, code: str, at: str, by: str) -> None:
    """Say that the office's name of a domain means a national one. Raises OfficeFault for a name that is taken or none."""
    plain = " ".join(name.split())
    if not 2 <= len(plain) <= 80 or any(c in plain for c in "；;"):
        raise OfficeFault("local_name")
    if connection.execute(select(local_domain.c.id).where(local_domain.c.name == plain)).first() is not None:
        raise OfficeFault("local_exists")
    connection.execute(insert(local_domain).values(name=plain, code=code, at=at, person=by))
    audit.record(connection, at, by, "local_domain", f"domain:{code}", {"name": plain})


def drop_domain(connection: Connection, number: int, at: str, by: str) -> None:
    """Forget a name."""
    row = connection.execute(select(local_domain).where(local_domain.c.id == number)).one_or_none()
    if row is not None:
        connection.execute(delete(local_domain).where(local_domain.c.id == number))
        audit.record(connection, at, by, "local_domain_drop", f"domain:{row.code}", {"name": row.name})


def local_domains(connection: Connection) -> list[Row[Any]]:
    """The office's names, oldest first."""
    return list(connection.execute(select(local_domain).order_by(local_domain.c.id)))


def add_item(connection: Connection, item: LocalItem, at: str, by: str) -> None:
    """Add an item of the office's own catalogue. Raises OfficeFault for one without names, or that is there."""
    if not (2 <= len(item.level1) <= 120 and 2 <= len(item.level2) <= 120):
        raise OfficeFault("local_name")
    same = (local_item.c.domain == item.domain, local_item.c.level1 == item.level1, local_item.c.level2 == item.level2)
    if connection.execute(select(local_item.c.id).where(*same)).first() is not None:
        raise OfficeFault("local_exists")
    values = {name: getattr(item, name) for name in ("domain", "level1", "level2", "elements", "basis", "deadline", "unit")}
    connection.execute(insert(local_item).values(**values, at=at, person=by))
    audit.record(connection, at, by, "local_item", f"domain:{item.domain}", {"level1": item.level1, "level2": item.level2})


def drop_item(connection: Connection, number: int, at: str, by: str) -> None:
    """Forget an item; entries made with it stay."""
    row = connection.execute(select(local_item).where(local_item.c.id == number)).one_or_none()
    if row is not None:
        connection.execute(delete(local_item).where(local_item.c.id == number))
        audit.record(connection, at, by, "local_item_drop", f"domain:{row.domain}", {"level1": row.level1, "level2": row.level2})


def local_items(connection: Connection) -> list[Row[Any]]:
    """The office's items, oldest first."""
    return list(connection.execute(select(local_item).order_by(local_item.c.id)))
