"""How many entries stand, by domain, unit and step: changed in the transaction in which an entry begins or ends to stand."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection, delete, func, insert, select, update

from nlp.store.tables import entry, standing_count


def count_standing(connection: Connection, domain: str, unit: str | None, step: str, more: int) -> None:
    """`more` entries of a kind stand than before: 1 or -1."""
    key = {"domain": domain, "unit": unit or "", "step": step}
    same = [standing_count.c[name] == value for name, value in key.items()]
    if not connection.execute(update(standing_count).where(*same).values(n=standing_count.c.n + more)).rowcount:
        connection.execute(insert(standing_count).values(**key, n=more))


def count_standing_again(connection: Connection) -> None:
    """Count all anew: for a store that was filled by other means."""
    connection.execute(delete(standing_count))
    counted: Counter[tuple[str, str, str]] = Counter()
    key = (entry.c.domain, entry.c.unit, entry.c.step)
    for row in connection.execute(select(*key, func.count().label("n")).where(entry.c.ended_by.is_(None)).group_by(*key)):
        counted[row.domain, row.unit or "", row.step] += row.n
    if counted:
        connection.execute(insert(standing_count), [
            {"domain": domain, "unit": unit, "step": step, "n": n} for (domain, unit, step), n in sorted(counted.items())
        ])
