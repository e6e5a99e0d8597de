"""Rows of a catalogue that an office has become entries by hand, each once, however often it is imported."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from nlp.review.catalogue_file import Matter
from nlp.review.diff import nearest
from nlp.review.validation import hard_faults
from nlp.store.decisions import Order, add
from nlp.store.store import Store

DomainOf = Callable[[str], str | None]
ValueOf = Callable[[str], str | None]
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of it: new entries, rows that were there, rows left out with the reason in words."""

    new: int
    known: int
    left: tuple[tuple[Matter, str], ...]


def request_of(matter: Matter) -> str:
    """Name of the request that enters a row: the same content gives the same name, wherever it stands in the file."""
    content = {k: v for k, v in asdict(matter).items() if k != "place"}
    return hashlib.sha256(("import/" + json.dumps(content, ensure_ascii=False, sort_keys=True)).encode()).hexdigest()


def domains_of(rows: Sequence[Matter], names: Mapping[str, str], standard: Sequence[Matter], judge: DomainOf) -> list[str | None]:
    """Domain code of each row: as its cells name it, as the national item of that name has it, else as `judge` says of its words."""
    codes = {name: code for code, name in names.items()}
    by_item = nearest(standard, rows)
    found = []
    for row, at in zip(rows, by_item, strict=True):
        named = next((codes[x] for x in (row.domain, row.parent_item) if x in codes), None)
        item = standard[at].domain if at is not None else None
        found.append(named or codes.get(item or "") or judge("，".join(filter(None, (row.parent_item, row.item, *row.content)))))
    return found


def fields_of(matter: Matter, domain: str | None, value_of: ValueOf) -> dict[str, Any]:
    """Fields of an entry; a row without ticks is published to everybody."""
    value = value_of(matter.deadline) if matter.deadline else None
    return {
        "section": "", "item": matter.item, "parent_item": matter.parent_item, "content": list(matter.content), "basis": matter.basis,
        "deadline": matter.deadline, "deadline_value": value.split()[0] if value else None, "unit": matter.unit,
        "supervision": matter.supervision, "channels": list(matter.channels), "audience": matter.audience or "全社会",
        "mode": matter.mode or "主动公开", "level": list(matter.level), "domain": domain, "score": 1.0, "needs_review": False,
        "evidence": {}, "defaults": {},
    }


def import_rows(
    store: Store, rows: Sequence[Matter], domains: Sequence[str | None], person: str, value_of: ValueOf, lang: str = "zh"
) -> Imported:
    """Enter rows in the name of a person; a row whose content was imported before is known and changes nothing."""
    new = known = 0
    left: list[tuple[Matter, str]] = []
    paired = list(zip(rows, domains, strict=True))
    for start in range(0, len(paired), _BATCH):
        with store.write() as connection:
            for matter, domain in paired[start : start + _BATCH]:
                fields = fields_of(matter, domain, value_of)
                if faults := hard_faults(fields, lang):
                    left.append((matter, "；".join(faults)))
                    continue
                outcome = add(connection, Order(request_of(matter), person, store.now()), None, fields)
                new, known = new + (not outcome.again), known + outcome.again
    return Imported(new, known, tuple(left))
