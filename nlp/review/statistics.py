"""How much came, what people decided, and how often they agreed with what was suggested."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy import Connection, Numeric, cast, func, select

from nlp.store.tables import decision, document, suggestion

BINS = 10


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of `n` decided suggestions, `accepted` were confirmed as they were, `edited` after a change, the rest rejected."""

    name: str
    n: int
    accepted: int
    edited: int

    @property
    def share(self) -> float:
        """Share confirmed as suggested."""
        return self.accepted / self.n if self.n else 0.0


@dataclass(frozen=True, slots=True)
class Bin:
    """Suggestions with a score in a tenth: how many were decided, their mean score, the share accepted as they were."""

    low: float
    n: int
    mean: float
    accepted: float


@dataclass(frozen=True, slots=True)
class Statistics:
    """Figures of the statistics page."""

    documents: tuple[tuple[str, int], ...]  # by state
    months: tuple[tuple[str, int], ...]  # documents by month of arrival
    kinds: tuple[tuple[str, int], ...]  # decisions by kind
    total: Agreement
    domains: tuple[Agreement, ...]
    kits: tuple[Agreement, ...]
    fields: tuple[tuple[str, int], ...]  # fields changed, most often first
    bins: tuple[Bin, ...]


def statistics(connection: Connection) -> Statistics:
    """All figures from what is stored."""
    states = connection.execute(select(document.c.state, func.count()).group_by(document.c.state).order_by(document.c.state))
    month = func.substr(document.c.received_at, 1, 7)
    months = connection.execute(select(month, func.count()).group_by(month).order_by(month))
    kinds = connection.execute(select(decision.c.kind, func.count()).group_by(decision.c.kind).order_by(func.count().desc(), decision.c.kind))
    percent = func.round(cast(suggestion.c.score * 100, Numeric), 0)
    groups = connection.execute(
        select(decision.c.kind, decision.c.kit, suggestion.c.domain, percent.label("percent"), func.count().label("n"),
               func.sum(suggestion.c.score).label("score"))
        .join(suggestion, decision.c.suggestion_id == suggestion.c.id)
        .where(decision.c.kind.in_(("confirm", "edit", "reject", "split", "merge")))
        .group_by(decision.c.kind, decision.c.kit, suggestion.c.domain, percent)
    ).all()
    total: Counter[str] = Counter()
    by_domain: dict[str, Counter[str]] = defaultdict(Counter)
    by_kit: dict[str, Counter[str]] = defaultdict(Counter)
    bins: dict[int, list[tuple[int, float, int]]] = defaultdict(list)  # (decided, sum of scores, accepted)
    for row in groups:
        total[row.kind] += row.n
        by_domain[row.domain][row.kind] += row.n
        by_kit[row.kit or "—"][row.kind] += row.n
        bins[min(int(row.percent) * BINS // 100, BINS - 1)].append((row.n, float(row.score), row.n if row.kind == "confirm" else 0))
    changed: Counter[str] = Counter()
    for text in connection.execute(select(decision.c.changed).where(decision.c.kind.in_(("edit", "change")))).scalars():
        changed.update(json.loads(text) if text else ())
    return Statistics(
        documents=tuple((r[0], r[1]) for r in states),
        months=tuple((r[0], r[1]) for r in months),
        kinds=tuple((r[0], r[1]) for r in kinds),
        total=_agreement("", total),
        domains=tuple(sorted((_agreement(n, k) for n, k in by_domain.items()), key=lambda a: (-a.n, a.name))),
        kits=tuple(_agreement(n, k) for n, k in sorted(by_kit.items())),
        fields=tuple(sorted(changed.items(), key=lambda x: (-x[1], x[0]))),
        bins=tuple(
            Bin(b / BINS, n := sum(f[0] for f in found), sum(f[1] for f in found) / n, sum(f[2] for f in found) / n)
            for b, found in sorted(bins.items())
        ),
    )


def _agreement(name: str, counted: Counter[str]) -> Agreement:
    return Agreement(name, counted.total(), counted["confirm"], counted["edit"] + counted["split"] + counted["merge"])
