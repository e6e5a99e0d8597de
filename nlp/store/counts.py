"""Counts of decisions, kept with every decision: statistics read a few rows, however many decisions there are."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, insert, select, update

from nlp.store.tables import analysis, decision, decision_count, field_count, suggestion

NONE = -1  # percent of a decision on no suggestion
CHANGING = ("edit", "change")  # kinds whose changed fields are counted


def percent_of(score: float) -> int:
    """A score in hundredths, half a hundredth rounded up.

    >>> percent_of(0.905), percent_of(0.125)
    (91, 13)
    """
    return int(score * 100 + 0.5 + 1e-9)


def count_decision(connection: Connection, kind: str, on: int | None, changed: Iterable[str]) -> None:
    """Count a decision that was just made on a suggestion, or on none. Runs in the decision's own transaction."""
    row = None
    if on is not None:
        row = connection.execute(
            select(suggestion.c.domain, suggestion.c.score, analysis.c.kit)
            .join(analysis, suggestion.c.analysis_id == analysis.c.id).where(suggestion.c.id == on)
        ).one_or_none()
    score = 0.0 if row is None else float(row.score)
    key = {
        "kind": kind, "kit": "" if row is None else row.kit, "domain": "" if row is None else row.domain,
        "percent": NONE if row is None else percent_of(score),
    }
    same = [decision_count.c[name] == value for name, value in key.items()]
    found = connection.execute(
        update(decision_count).where(*same).values(n=decision_count.c.n + 1, score=decision_count.c.score + score)
    )
    if not found.rowcount:
        connection.execute(insert(decision_count).values(**key, n=1, score=score))
    if kind in CHANGING:
        for name in changed:
            if not connection.execute(update(field_count).where(field_count.c.field == name).values(n=field_count.c.n + 1)).rowcount:
                connection.execute(insert(field_count).values(field=name, n=1))


def count_all(connection: Connection) -> None:
    """Count every decision anew: for a store that was filled by other means."""
    connection.execute(delete(decision_count))
    connection.execute(delete(field_count))
    counted: dict[tuple[str, str, str, int], list[float]] = {}
    rows = connection.execute(
        select(decision.c.kind, analysis.c.kit, suggestion.c.domain, suggestion.c.score, func.count().label("n"))
        .select_from(
            decision.outerjoin(suggestion, decision.c.suggestion_id == suggestion.c.id)
            .outerjoin(analysis, suggestion.c.analysis_id == analysis.c.id)
        )
        .group_by(decision.c.kind, analysis.c.kit, suggestion.c.domain, suggestion.c.score)
    )
    for row in rows:
        key = (row.kind, row.kit or "", row.domain or "", NONE if row.score is None else percent_of(row.score))
        sums = counted.setdefault(key, [0, 0.0])
        sums[0] += row.n
        sums[1] += row.n * (row.score or 0.0)
    if counted:
        connection.execute(insert(decision_count), [
            {"kind": k, "kit": kit, "domain": d, "percent": p, "n": int(n), "score": score} for (k, kit, d, p), (n, score) in sorted(counted.items())
        ])
    changed: Counter[str] = Counter()
    for text in connection.execute(select(decision.c.changed).where(decision.c.kind.in_(CHANGING))).scalars():
        changed.update(json.loads(text) if text else ())
    if changed:
        connection.execute(insert(field_count), [{"field": name, "n": n} for name, n in sorted(changed.items())])
