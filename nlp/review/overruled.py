"""Which rules and models people overrule often: the sources of what was suggested, against what was decided."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from nlp.review.bulk import BULK, SAMPLE
from nlp.store.spoken import DEFAULT, sources_of
from nlp.store.tables import analysis, decision, suggestion

LEAST = 3  # decisions on a source before it is listed
MOST_DECISIONS = 2000  # the latest ones; older ones say little of the rules of today
_BATCH = 500
_CHANGED_WITH: Mapping[str, tuple[str, ...]] = {"deadline": ("deadline", "deadline_value")}


@dataclass(frozen=True, slots=True)
class Overruled:
    """A source of a field: a rule ("deadlines:within"), a model ("model:domains@1") or a default ("default:未限定对象").

    n: decided suggestions whose field came from it; changed: a person gave the field another value; rejected: the whole row was
    turned down (not counted for a default).
    """

    source: str
    field: str
    n: int
    changed: int
    rejected: int

    @property
    def share(self) -> float:
        """Share changed or rejected."""
        return (self.changed + self.rejected) / self.n


@dataclass(slots=True)
class _Fate:
    """What became of a suggestion: the fields that were changed, whether it was turned down."""

    changed: set[str] = field(default_factory=set)
    rejected: bool = False


def overruled(connection: Connection, least: int = LEAST, most: int = MOST_DECISIONS) -> list[Overruled]:
    """Sources by how often they were overruled, most often first; one that was never overruled is left out.

    A decision that was taken back does not count, nor does one taken by the score alone. That a row was turned down says nothing of the
    defaults of its fields.
    """
    fates = _fates(connection, most)
    seen: Counter[tuple[str, str]] = Counter()
    changed: Counter[tuple[str, str]] = Counter()
    rejected: Counter[tuple[str, str]] = Counter()
    for number, spoken in _spoken(connection, sorted(fates)):
        fate = fates[number]
        for name, source in spoken:
            key = (source, name)
            seen[key] += 1
            rejected[key] += fate.rejected and not source.startswith(DEFAULT)
            changed[key] += not fate.rejected and bool(fate.changed & set(_CHANGED_WITH.get(name, (name,))))
    found = [Overruled(s, f, n, changed[(s, f)], rejected[(s, f)]) for (s, f), n in seen.items() if n >= least]
    return sorted((o for o in found if o.changed + o.rejected), key=lambda o: (-(o.changed + o.rejected), -o.share, o.source, o.field))


def _fates(connection: Connection, most: int) -> dict[int, _Fate]:
    rows = connection.execute(
        select(decision.c.suggestion_id, decision.c.kind, decision.c.changed, decision.c.reason)
        .where(decision.c.suggestion_id.is_not(None)).order_by(decision.c.id.desc()).limit(most)
    ).all()
    fates: dict[int, _Fate] = {}
    for row in reversed(rows):
        if row.kind == "reopen" or row.reason in (BULK, SAMPLE):
            fates.pop(row.suggestion_id, None)
        elif row.kind in ("confirm", "edit", "split", "merge", "reject"):
            fates[row.suggestion_id] = _Fate(set(json.loads(row.changed) if row.changed else ()), row.kind == "reject")
        elif row.kind == "change" and row.suggestion_id in fates:
            fates[row.suggestion_id].changed |= set(json.loads(row.changed or "[]"))
    return fates


def _spoken(connection: Connection, numbers: Sequence[int]) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """(number, sources of its fields) of suggestions. Those that came before sources were kept are read from their analyses, each once."""
    older: dict[int, list[int]] = defaultdict(list)
    for at in range(0, len(numbers), _BATCH):
        chosen = select(suggestion.c.id, suggestion.c.analysis_id, suggestion.c.sources).where(suggestion.c.id.in_(numbers[at : at + _BATCH]))
        for row in connection.execute(chosen):
            if row.sources is None:
                older[row.analysis_id].append(row.id)
            else:
                yield row.id, [(name, source) for name, source in json.loads(row.sources)]
    for made_by, rows in sorted(older.items()):
        record = json.loads(connection.execute(select(analysis.c.record).where(analysis.c.id == made_by)).scalar_one())
        for stored in connection.execute(select(suggestion.c.id, suggestion.c.entry).where(suggestion.c.id.in_(rows))):
            yield stored.id, sources_of(record, json.loads(stored.entry))
