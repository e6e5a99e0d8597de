"""How many duties there are by unit, day or cycle, and whether they are done: changed in the transaction that changes a duty, so that the
ledger reads a row for many duties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from nlp.store.tables import duty, duty_count

Key = tuple[str, str, str, bool]  # unit, day, cycle, done
Row = Mapping[str, Any] | RowMapping


def count_rows(connection: Connection, rows: Iterable[Row], sign: int = 1) -> None:
    """Count rows of `duty` in, or with -1 out; a row may stand for `n` of its kind."""
    counted: Counter[Key] = Counter()
    for row in rows:
        counted[_key(row)] += row.get("n", 1)
    for key, n in counted.items():
        same = _same(key)
        if not connection.execute(update(duty_count).where(*same).values(n=duty_count.c.n + sign * n)).rowcount:
            connection.execute(insert(duty_count).values(**_values(key), n=sign * n))
        if sign < 0:
            connection.execute(delete(duty_count).where(*same, duty_count.c.n == 0))


def count_document(connection: Connection, number: int, sign: int) -> None:
    """Count the duties of a document in (1) or out (-1): out before they change, in afterwards."""
    count_rows(connection, connection.execute(_grouped().where(duty.c.document_id == number)).mappings().all(), sign)


def count_duties_again(connection: Connection) -> None:
    """Count all anew: for a store that was filled by other means."""
    connection.execute(delete(duty_count))
    counted: Counter[Key] = Counter()
    for row in connection.execute(_grouped()).mappings():
        counted[_key(row)] += row["n"]
    if counted:
        connection.execute(insert(duty_count), [{**_values(key), "n": n} for key, n in sorted(counted.items())])


def tick_off(connection: Connection, number: int, at: str, person: str) -> bool:
    """Mark a duty as done; False where there is none or it is done already."""
    document = connection.execute(select(duty.c.document_id).where(duty.c.id == number, duty.c.done_at.is_(None))).scalar()
    if document is None:
        return False
    count_document(connection, document, -1)
    connection.execute(update(duty).where(duty.c.id == number).values(done_at=at, done_by=person))
    count_document(connection, document, 1)
    return True


def _grouped() -> Any:
    alike = (duty.c.unit, duty.c.due, duty.c.rrule, duty.c.cycle, duty.c.done_at)
    return select(*alike, func.count().label("n")).group_by(*alike)


def _key(row: Row) -> Key:
    recurs = row["rrule"] is not None
    return row["unit"] or "", "" if recurs else row["due"] or "", row["cycle"] if recurs else "", row.get("done_at") is not None


def _values(key: Key) -> dict[str, Any]:
    return dict(zip(("unit", "due", "cycle", "done"), key, strict=True))


def _same(key: Key) -> list[Any]:
    return [duty_count.c[name] == value for name, value in _values(key).items()]
