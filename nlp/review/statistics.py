"""How much came, what people decided, and how often they agreed with what was suggested. Decisions are counted as they are made
(`nlp.store.counts`), so the figures cost the same for ten decisions and for a million."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from nlp.store.tables import decision_count, document, field_count

BINS = 10
JUDGING = ("confirm", "edit", "reject", "split", "merge")  # decisions that say whether a suggestion was right


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
    counted = connection.execute(select(decision_count)).all()
    kinds: Counter[str] = Counter()
    for row in counted:
        kinds[row.kind] += row.n
    groups = [row for row in counted if row.kind in JUDGING and row.percent >= 0]
    total: Counter[str] = Counter()
    by_domain: dict[str, Counter[str]] = defaultdict(Counter)
    by_kit: dict[str, Counter[str]] = defaultdict(Counter)
    bins: dict[int, list[tuple[int, float, int]]] = defaultdict(list)  # (decided, sum of scores, accepted)
    for row in groups:
        total[row.kind] += row.n
        by_domain[row.domain][row.kind] += row.n
        by_kit[row.kit or "—"][row.kind] += row.n
        bins[min(int(row.percent) * BINS // 100, BINS - 1)].append((row.n, float(row.score), row.n if row.kind == "confirm" else 0))
    changed = connection.execute(select(field_count.c.field, field_count.c.n)).all()
    return Statistics(
        documents=tuple((r[0], r[1]) for r in states),
        months=tuple((r[0], r[1]) for r in months),
        kinds=tuple(sorted(kinds.items(), key=lambda x: (-x[1], x[0]))),
        total=_agreement("", total),
        domains=tuple(sorted((_agreement(n, k) for n, k in by_domain.items()), key=lambda a: (-a.n, a.name))),
        kits=tuple(_agreement(n, k) for n, k in sorted(by_kit.items())),
        fields=tuple(sorted(((r.field, r.n) for r in changed), key=lambda x: (-x[1], x[0]))),
        bins=tuple(
            Bin(b / BINS, n := sum(f[0] for f in found), sum(f[1] for f in found) / n, sum(f[2] for f in found) / n)
            for b, found in sorted(bins.items())
        ),
    )


def _agreement(name: str, counted: Counter[str]) -> Agreement:
    return Agreement(name, counted.total(), counted["confirm"], counted["edit"] + counted["split"] + counted["merge"])
