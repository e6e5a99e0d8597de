"""What is known of unit names: short and full names, successors after a reform, and the office's own register.

The national table (`units-names.tsv`) knows bodies without their place: 人社局 is 人力资源和社会保障局 everywhere. An office's
own table (`units-register.tsv`) knows whole names as that office writes them, with the dates between which they hold; where
it knows a name, it is believed before the national table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from nlp.rulebook import Row, Rulebook

Attach = Literal["level", "party", "none"]

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


@dataclass(frozen=True, slots=True)
class Body:
    """A body without its place. `attach`: which prefix a list drops before it (市 or 市委), "none" for bodies that take none."""

    short: str
    full: str | None
    successor: str | None
    kind: str
    attach: Attach
    old: bool


@dataclass(frozen=True, slots=True)
class OwnName:
    """A row of the office's register: the name as written, its full name, and the ISO dates between which that holds."""

    name: str
    full: str
    successor: str | None
    since: str | None
    until: str | None

    def holds(self, on: str | None) -> bool:
        """Whether the row is in force on an ISO date; an unknown date takes every row."""
        return on is None or ((self.since is None or self.since <= on) and (self.until is None or on <= self.until))


@dataclass(frozen=True, slots=True)
class Register:
    """Bodies by short and by full name, endings that are short for others, and the office's own names."""

    bodies: Mapping[str, Body]
    endings: tuple[tuple[str, str], ...]
    own: Mapping[str, tuple[OwnName, ...]]

    @classmethod
    def load(cls, book: Rulebook) -> Register:
        """Read `units-names.tsv` and `units-register.tsv`. Raises RuleError for an unknown `attach` or a date that is none."""
        bodies: dict[str, Body] = {}
        endings: list[tuple[str, str]] = []
        for row in book.table("units-names"):
            if row["attach"] == "ending":
                endings.append((row["short"], row["full"]))
                continue
            body = _body(row)
            bodies[body.short] = body
            if body.full:
                bodies.setdefault(body.full, body)
        own: dict[str, list[OwnName]] = {}
        for row in book.table("units-register"):
            name = OwnName(row["name"], row["full"], row.get("successor") or None, _date(row, "since"), _date(row, "until"))
            own.setdefault(name.name, []).insert(0, name)
        return cls(bodies, tuple(endings), {k: tuple(v) for k, v in own.items()})

    def own_name(self, name: str, on: str | None) -> OwnName | None:
        """The office's row for a whole name in force on a date; of several, the one entered last."""
        return next((n for n in self.own.get(name, ()) if n.holds(on)), None)

    def full_name(self, name: str, prefix: int, on: str | None = None) -> str | None:
        """Full name of a unit, or None when unknown; `prefix` is the length of the level or party prefix of `name`.

        >>> body = Body("人社局", "人力资源和社会保障局", None, "government", "level", False)
        >>> Register({"人社局": body}, (), {}).full_name("市人社局", 1)
        '市人力资源和社会保障局'
        """
        if own := self.own_name(name, on):
            return own.full
        whole = self.bodies.get(name)
        if whole is not None and whole.full:
            return whole.full
        body = self.bodies.get(name[prefix:])
        if body is not None and body.full:
            return name[:prefix] + body.full
        for ending, full in self.endings:
            if name.endswith(full):
                return name
            if name.endswith(ending):
                return name[: -len(ending)] + full
        return None

    def successor(self, name: str, prefix: int, on: str | None = None) -> str | None:
        """Who took over the tasks of a unit that a reform ended; None where it still stands or nobody is known."""
        if own := self.own_name(name, on):
            return own.successor
        body = self.bodies.get(name) or self.bodies.get(name[prefix:])
        return None if body is None or body.successor is None else name[:prefix] + body.successor


def _body(row: Row) -> Body:
    attach = row["attach"]
    if attach not in ("level", "party", "none"):
        raise row.fault(f"attach 应为 level、party、none 或 ending，不是“{attach}”，请修改。")
    return Body(
        short=row["short"],
        full=row["full"] or None,
        successor=row["successor"] or None,
        kind=row["kind"],
        attach=attach,  # type: ignore[arg-type]
        old=row["status"] == "old",
    )


def _date(row: Row, column: str) -> str | None:
    value = row.get(column)
    if value and not _DATE.match(value):
        raise row.fault(f"{column} 应写作 2018-09-03 的样子，不是“{value}”，请修改。")
    return value or None
