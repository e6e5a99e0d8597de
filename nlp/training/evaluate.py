"""`gongkai evaluate`: analyses against gold annotations; precision, recall, F1 with counts, misses and false alarms.

The measures are those of the annotation format: a row is right where its section, its quote and its value agree.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nlp.contract import plain, record_of
from nlp.kit import Kit
from nlp.pipeline import analyze
from nlp.training.measure_entries import EntryTally
from nlp.types import Failure, Source

METADATA = (
    "title", "document_number", "index_number", "issuer", "addressees", "written_on", "published_on", "declared_attribute",
    "classification", "cites",
)
_BLANKS = re.compile(r"\s+")
_BRACKETS = str.maketrans("（）〔〕【】．", "()[][].")
HARD_KINDS = frozenset({"date", "duration", "recurring"})

Row = Mapping[str, Any]


def squeeze(text: str | None) -> str:
    """Text without blanks, brackets of one kind: how two readings are compared."""
    return _BLANKS.sub("", text or "").translate(_BRACKETS)


def same_place(a: str, b: str) -> bool:
    """Whether two section paths are one, or one holds the other."""
    a, b = squeeze(a), squeeze(b)
    return a == b or not a or not b or a.startswith(b + "/") or b.startswith(a + "/")


def overlap(a: str, b: str) -> bool:
    """Whether two quotes share three characters in a row, or one holds the other."""
    a, b = squeeze(a), squeeze(b)
    return a in b or b in a or any(a[i : i + 3] in b for i in range(len(a) - 2))


def same_unit(g: Row, p: Row) -> bool:
    """Same name (or full name) in the same place; a collective also where its name stands in the quote."""
    if not same_place(g["section"], p["section"]):
        return False
    if g.get("collective") and not p.get("collective"):
        return squeeze(g["name"]) in squeeze(p["quote"]) + squeeze(p["name"])
    return squeeze(g["name"]) in {squeeze(p["name"]), squeeze(p.get("full_name"))}


def same_deadline(g: Row, p: Row) -> bool:
    """Overlapping quotes in the same place."""
    return same_place(g["section"], p["section"]) and overlap(g["quote"], p["quote"])


def same_value(g: Row, p: Row) -> bool:
    """A found deadline with the same kind, value and calendar."""
    calendars = (g.get("calendar") or "calendar", p.get("calendar") or "calendar")
    return same_deadline(g, p) and g["kind"] == p["kind"] and g["value"] == p["value"] and calendars[0] == calendars[1]


@dataclass(slots=True)
class Tally:
    """Counts of one measure."""

    right: int = 0
    missed: int = 0
    extra: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Right among said."""
        return self.right / max(self.right + self.extra, 1)

    @property
    def recall(self) -> float:
        """Right among there."""
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        """Harmonic mean; 1.0 where nothing was there and nothing said."""
        if not self.right + self.missed + self.extra:
            return 1.0
        return 2 * self.right / (2 * self.right + self.missed + self.extra)

    def add(self, name: str, gold: Sequence[Row], said: Sequence[Row], same: Callable[[Row, Row], bool], show: str) -> None:
        """Pair each gold row with at most one said row, in order."""
        left = list(said)
        for g in gold:
            hit = next((p for p in left if same(g, p)), None)
            if hit is None:
                self.missed += 1
                self.faults.append(f"{name}  missed  {show.format_map(_Shown(g))}")
            else:
                left.remove(hit)
                self.right += 1
        self.extra += len(left)
        self.faults += [f"{name}  extra   {show.format_map(_Shown(p))}" for p in left]


class _Shown(dict[str, Any]):
    """A row for messages; a missing field shows as nothing."""

    def __missing__(self, key: str) -> str:
        return ""


def measure(folder: Path, kit: Kit) -> tuple[dict[str, Tally], EntryTally]:
    """Tallies by measure over the gold files of a folder (NAME.gold.json and NAME.entries.json beside NAME.txt), and of its entries."""
    tallies: dict[str, Tally] = {}
    entries = EntryTally()

    def tally(name: str) -> Tally:
        return tallies.setdefault(name, Tally())

    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        name = path.name.removesuffix(".gold.json")
        result = analyze(Source(str(path.parent / f"{name}.txt")), kit)
        said = plain(record_of(result)) if not isinstance(result, Failure) else {}
        _metadata(tally("metadata"), name, gold.get("metadata", {}), said.get("metadata", {}))
        sections = [s for s in said.get("sections", []) if s["path"]]
        tally("sections").add(name, gold.get("sections", []), sections, _same_path, "{path} {title}")
        tally("section titles").add(
            name, [s for s in gold.get("sections", []) if s.get("title")], [s for s in sections if s["title"]], _same_title,
            "{path} {title}",
        )
        units, said_units = gold.get("units", []), said.get("units", [])
        tally("units").add(name, units, said_units, same_unit, "[{section}] {name} ({role})")
        tally("units with role").add(
            name, units, said_units, lambda g, p: same_unit(g, p) and g["role"] == p["role"], "[{section}] {name} ({role})"
        )
        dates, said_dates = gold.get("deadlines", []), said.get("deadlines", [])
        tally("deadlines found").add(name, dates, said_dates, same_deadline, "[{section}] {quote} = {kind} {value}")
        tally("deadlines valued").add(name, dates, said_dates, same_value, "[{section}] {quote} = {kind} {value}")
        _domains(tally("domains"), name, gold.get("domains", []), said.get("section_domains", []))
        annotated = path.with_name(f"{name}.entries.json")
        if annotated.exists():
            entries.add(name, json.loads(annotated.read_text("utf-8")), said.get("entries", []))
    return tallies, entries


def _same_path(g: Row, p: Row) -> bool:
    return squeeze(g["path"]) == squeeze(p["path"])


def _same_title(g: Row, p: Row) -> bool:
    return _same_path(g, p) and squeeze(g["title"]).rstrip("。:：") == squeeze(p["title"]).rstrip("。:：")


def _flat(value: Any) -> str:
    return "|".join(squeeze(v) for v in value) if isinstance(value, list) else squeeze(value) if isinstance(value, str) else ""


def _metadata(tally: Tally, name: str, gold: Row, said: Row) -> None:
    """A field is asked where gold or analysis has something."""
    for key in METADATA:
        if key not in gold or not (gold[key] or said.get(key)):
            continue
        if _flat(gold[key]) == _flat(said.get(key)):
            tally.right += 1
        else:
            tally.missed += 1
            tally.faults.append(f"{name}  {key}: gold {gold[key]!r}, got {said.get(key)!r}")


def _domains(tally: Tally, name: str, gold: Sequence[Row], said: Sequence[Row]) -> None:
    predicted = {squeeze(s["section"]): s["codes"] for s in said}
    for row in gold:
        codes = predicted.get(squeeze(row["section"]), [])
        where = [{"code": c} for c in row["codes"]]
        tally.add(name, where, [{"code": c} for c in codes], lambda g, p: g["code"] == p["code"], f"[{row['section']}] {{code}}")
