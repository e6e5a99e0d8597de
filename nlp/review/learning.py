"""Lessons from what people decided: passages with the domains that a person left standing. Unreviewed guesses teach nothing.

A section gives a lesson when every suggestion of it was decided by a person who looked at it (rows confirmed together by their score were
not) and something of it stands in the catalogue. Documents are kept whole: all lessons of one are for training, or all are held back.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from nlp.review.bulk import BULK, SAMPLE
from nlp.store.tables import analysis, decision, document, entry, suggestion
from nlp.training.corpus import Passage

REGISTER = "review"
HELD_BACK = 5  # every fifth document
LONGEST, SHORTEST = 4000, 8  # characters of a passage
FILES = ("train.jsonl", "held-back.jsonl")


@dataclass(frozen=True, slots=True)
class Lessons:
    """Passages for training and held back; `skipped` counts sections that teach nothing, by cause: open, bulk, nothing_stands, short."""

    train: tuple[Passage, ...]
    held_back: tuple[Passage, ...]
    skipped: Mapping[str, int]

    @property
    def number(self) -> int:
        """How many passages there are."""
        return len(self.train) + len(self.held_back)


def is_held_back(doc: str) -> bool:
    """Whether a document's lessons are kept for measuring; follows from its name alone, so that it never changes sides.

    >>> sum(is_held_back(f"review-{n}") for n in range(1000))
    194
    """
    return int(hashlib.sha256(doc.encode()).hexdigest()[:8], 16) % HELD_BACK == 0


def lessons(connection: Connection) -> Lessons:
    """All lessons of a store, by document and place. Personal information in the texts is masked."""
    skipped: Counter[str] = Counter()
    found: list[Passage] = []
    decided = select(decision.c.document_id).where(decision.c.kind.in_(("confirm", "edit", "split", "merge"))).distinct()
    documents = connection.execute(
        select(document.c.id, document.c.sha256).where(document.c.id.in_(decided), document.c.state != "secret").order_by(document.c.id)
    ).all()
    for row in documents:
        found += _of_document(connection, row, skipped)
    return Lessons(
        tuple(p for p in found if not is_held_back(p.doc)), tuple(p for p in found if is_held_back(p.doc)), dict(sorted(skipped.items()))
    )


def _of_document(connection: Connection, row: Any, skipped: Counter[str]) -> Iterator[Passage]:
    rows = connection.execute(
        select(suggestion.c.id, suggestion.c.entry, suggestion.c.state, suggestion.c.analysis_id)
        .where(suggestion.c.document_id == row.id, suggestion.c.state != "replaced").order_by(suggestion.c.place, suggestion.c.id)
    ).all()
    in_bulk = _in_bulk(connection, row.id)
    standing: dict[int, list[str]] = defaultdict(list)
    for e in connection.execute(
        select(entry.c.suggestion_id, entry.c.domain).where(entry.c.document_id == row.id, entry.c.ended_by.is_(None)).order_by(entry.c.id)
    ):
        standing[e.suggestion_id].append(e.domain)
    sections: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for r in rows:
        sections[(r.analysis_id, json.loads(r.entry)["section"])].append(r)
    records: dict[int, Mapping[str, Any]] = {}
    for (made_by, section), members in sections.items():
        codes = Counter(code for m in members for code in standing[m.id])
        cause = _cause(members, in_bulk, codes)
        if cause:
            skipped[cause] += 1
            continue
        if made_by not in records:
            records[made_by] = json.loads(connection.execute(select(analysis.c.record).where(analysis.c.id == made_by)).scalar_one())
        made = list(_passages(f"review-{row.sha256[:16]}", records[made_by], section, members, standing, codes))
        if not made:
            skipped["short"] += 1
        yield from made


def _in_bulk(connection: Connection, number: int) -> set[int]:
    """Suggestions whose last decision was taken by their score, not by a person who looked."""
    last = {
        r.suggestion_id: r.reason
        for r in connection.execute(
            select(decision.c.suggestion_id, decision.c.reason).where(decision.c.document_id == number, decision.c.suggestion_id.is_not(None))
            .where(decision.c.kind.not_in(("review", "issue"))).order_by(decision.c.id)
        )
    }
    return {n for n, reason in last.items() if reason in (BULK, SAMPLE)}


def _cause(members: Sequence[Any], in_bulk: set[int], codes: Mapping[str, int]) -> str:
    """Why a section teaches nothing, "" when it does."""
    if any(m.state == "open" for m in members):
        return "open"
    if any(m.id in in_bulk for m in members):
        return "bulk"
    return "" if codes else "nothing_stands"


def _passages(
    doc: str, record: Mapping[str, Any], section: str, members: Sequence[Any], standing: Mapping[int, Sequence[str]], codes: Counter[str]
) -> Iterator[Passage]:
    """The section's text where it is about one domain; where it is about several, the words of each entry with its own."""
    if len(codes) == 1:
        start, end = own_range(record, section, _first_place(members))
        yield from _passage(doc, masked(record, start, end), tuple(codes))
        return
    by_text: dict[str, Counter[str]] = defaultdict(Counter)
    for m in members:
        stored = json.loads(m.entry)
        quotes = dict.fromkeys(masked(record, s["start"], s["end"]) for s in stored["evidence"].get("item", ()))
        by_text["\n".join(quotes)].update(standing[m.id])
    for text, said in by_text.items():
        if said:
            yield from _passage(doc, text, tuple(code for code, _ in said.most_common()))


def _passage(doc: str, text: str, codes: tuple[str, ...]) -> Iterator[Passage]:
    whole = text.strip()[:LONGEST]
    if len(whole) >= SHORTEST:
        yield Passage(doc, whole, codes, REGISTER, FILES[is_held_back(doc)])


def _first_place(members: Sequence[Any]) -> int | None:
    return min((s["start"] for m in members for s in json.loads(m.entry)["evidence"].get("item", ())), default=None)


def own_range(record: Mapping[str, Any], section: str, place: int | None = None) -> tuple[int, int]:
    """Where the own text of a section stands (without the sections below it); of two with one path, the one that holds `place`."""
    spans = sorted((s["start"], s["end"]) for s in record["sections"])
    named = [(s["start"], s["end"]) for s in record["sections"] if s["path"] == section]
    if not named:  # before the first heading, or a document without any
        return 0, spans[0][0] if spans and (place is None or place < spans[0][0]) else len(record["text"])
    start, end = next(((a, b) for a, b in named if place is not None and a <= place < b), named[0])
    return start, min((a for a, _ in spans if start < a < end), default=end)


def masked(record: Mapping[str, Any], start: int, end: int) -> str:
    """A piece of the text with the personal information in it masked; where two findings overlap, both masks stand."""
    out: list[str] = []
    at = start
    for s in sorted(record["sensitive"], key=lambda s: (s["start"], -s["end"])):
        if s["end"] <= at or s["start"] >= end:
            continue
        out += [record["text"][at : max(at, s["start"])], s["mask"]]
        at = s["end"]
    return "".join([*out, record["text"][at:end]])


def write_lessons(found: Lessons, folder: Path) -> tuple[Path, ...]:
    """Write the lessons as corpus files, `train.jsonl` and `held-back.jsonl`; the same store gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    written = tuple(folder / name for name in FILES)
    for path, passages in zip(written, (found.train, found.held_back), strict=True):
        path.write_text("".join(_line(p) for p in passages), "utf-8")
    return written


def _line(passage: Passage) -> str:
    row = {"doc": passage.doc, "text": passage.text, "codes": list(passage.codes), "register": passage.register}
    return json.dumps(row, ensure_ascii=False) + "\n"


def codes_of(passages: Iterable[Passage]) -> Counter[str]:
    """How many passages there are by domain."""
    return Counter(code for p in passages for code in p.codes)
