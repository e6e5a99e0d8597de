"""Dynamic adjustment (动态调整): what of a catalogue that an office has is to be added, is stale, is missing or contradicted, by the
documents of the store and the national standards. Every advice says why; nothing is changed by it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from nlp.review.catalogue_file import Matter
from nlp.review.diff import nearest
from nlp.review.sources import Known, StoredDocument

KINDS = ("new", "stale", "missing", "contradicted")
LEAST_TITLE = 6  # characters of a title by which a document is known
OWN_ROWS = 2  # rows of a domain's standard items that make it one of the office's
_TITLE = re.compile(r"《([^》]{2,80})》")
_YEAR = re.compile(r"[〔\[(（【](20\d\d)[〕\])）】]|(20\d\d)年")
_BRACKETS = str.maketrans("（）〔〕【】［］()", "[][][][][]")
_BLANKS = re.compile(r"\s+")
_LEVEL = re.compile(r"^.{0,8}?(?:省|自治区|市|州|盟|县|区|旗|镇|乡|街道)(?=.{2})")

ValueOf = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to look at. `place` is the row of the catalogue ("" where it has none); `field` what differs; `old` stands in the
    catalogue, `new` elsewhere; `source` is the document, standard or rule that says so; `document` its number in the store."""

    kind: str
    item: str
    place: str
    field: str
    old: str
    new: str
    why: str
    source: str
    document: int | None = None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """All advice, in the order of KINDS; each kind in the order of the catalogue, or of documents and standards."""

    advice: tuple[Advice, ...]

    def count(self, kind: str) -> int:
        """How many of a kind there are."""
        return sum(a.kind == kind for a in self.advice)


def adjust(
    catalogue: Sequence[Matter], known: Sequence[Known], documents: Sequence[StoredDocument], standard: Sequence[Matter],
    as_of: str, value_of: ValueOf,
) -> Adjustment:
    """Compare a catalogue with what documents say and standards ask.

    known: matters of documents (suggested or confirmed). standard: items of the national standards, `domain` named. as_of: ISO date for
    which validity is asked. value_of: the value of a time limit in words (P20D), None for one without a measure.
    """
    rows = nearest(catalogue, [k.matter for k in known])
    return Adjustment((
        *_new([k for k, row in zip(known, rows, strict=True) if row is None]),
        *_stale(catalogue, documents, as_of),
        *_missing(catalogue, standard),
        *_contradicted(catalogue, known, rows, value_of),
    ))


# ---------------------------------------------------------------- new
def _new(known: Iterable[Known]) -> Iterator[Advice]:
    """Each matter once, of the newest document that has it."""
    by_key: dict[tuple[str, str | None], Known] = {}
    for k in known:
        if k.matter.mode == "不予公开":
            continue
        key = (k.matter.key, k.matter.unit)
        if key not in by_key or k.date > by_key[key].date:
            by_key[key] = k
    for k in by_key.values():
        said = "；".join(filter(None, (k.matter.parent_item, k.matter.deadline, k.matter.unit)))
        yield Advice("new", k.matter.item, "", "", "", said, "confirmed" if k.confirmed else "suggested", k.source, k.document)


# ---------------------------------------------------------------- stale
def _stale(catalogue: Sequence[Matter], documents: Sequence[StoredDocument], as_of: str) -> Iterator[Advice]:
    """Rows whose basis is a document that says of itself that it ended, or that another document ends."""
    ended = [(d, why) for d in documents if (why := _ended(d, as_of))]
    repeals = [(d, r) for d in documents for r in d.repeals]
    for row in catalogue:
        if not row.basis:
            continue
        basis = _plain(row.basis)
        for d, why in ended:
            if _names(basis, row.basis, d.document_number, d.title):
                yield Advice("stale", row.item, row.place, "basis", row.basis, d.validity or d.valid_until or "", why, d.source, d.id)
        for d, r in repeals:
            if _names(basis, row.basis, r.document_number, r.title):
                yield Advice("stale", row.item, row.place, "basis", row.basis, r.quote, "repealed", d.source, d.id)


def _ended(document: StoredDocument, as_of: str) -> str:
    if document.validity in ("废止", "失效"):
        return "ended"
    return "expired" if document.valid_until and document.valid_until < as_of else ""


def _names(plain: str, basis: str, number: str | None, title: str | None) -> bool:
    """Whether a basis names a document: by its number, or by its title (also 关于印发…的通知 around it)."""
    if number and _plain(number) in plain:
        return True
    return bool(title) and any(len(t) >= LEAST_TITLE and t in str(title) for t in _TITLE.findall(_BLANKS.sub("", basis)))


def _plain(text: str) -> str:
    return _BLANKS.sub("", text).translate(_BRACKETS)


# ---------------------------------------------------------------- missing
def _missing(catalogue: Sequence[Matter], standard: Sequence[Matter]) -> Iterator[Advice]:
    """Standard items of the office's domains that no row stands for. A domain is the office's when rows name it, or when OWN_ROWS rows
    are items of it by name and parent."""
    by_domain: dict[str, list[Matter]] = defaultdict(list)
    for item in standard:
        by_domain[item.domain or ""].append(item)
    for domain, items in by_domain.items():
        named = [m for m in catalogue if domain in (m.domain, m.parent_item)]
        names = {(i.key, i.parent_item) for i in items}
        by_name = [m for m in catalogue if m not in named and (m.key, m.parent_item) in names]
        if not named and len({(m.key, m.parent_item) for m in by_name}) < OWN_ROWS:
            continue
        stands = nearest([*named, *by_name], items)
        for item, at in zip(items, stands, strict=True):
            if at is None:
                said = "；".join(filter(None, (domain, item.parent_item, item.deadline, item.unit)))
                yield Advice("missing", item.item, "", "", "", said, "standard", item.basis or "")


# ---------------------------------------------------------------- contradicted
def _contradicted(
    catalogue: Sequence[Matter], known: Sequence[Known], rows: Sequence[int | None], value_of: ValueOf
) -> Iterator[Advice]:
    """Time limits and units on which the newest document that says something differs from a row that is not newer."""
    by_row: dict[int, list[Known]] = defaultdict(list)
    for k, at in zip(known, rows, strict=True):
        if at is not None and k.document is not None and k.date[:4] >= _year_of(catalogue[at].basis):
            by_row[at].append(k)
    for n, row in enumerate(catalogue):
        said = sorted(by_row.get(n, ()), key=lambda k: k.date, reverse=True)
        for field, differs in (("deadline", lambda a, b: _other_time(a, b, value_of)), ("unit", _other_unit)):
            newest = next((k for k in said if field in k.says and getattr(k.matter, field)), None)
            if newest is None:
                continue
            old, new = getattr(row, field) or "", getattr(newest.matter, field)
            if differs(old, new):
                yield Advice(
                    "contradicted", row.item, row.place, field, old, new, newest.says[field], newest.source, newest.document
                )


def _year_of(basis: str | None) -> str:
    """The latest year that a basis names, "" when it names none."""
    return max((a or b for a, b in _YEAR.findall(basis or "")), default="")


def _other_time(old: str, new: str, value_of: ValueOf) -> bool:
    """Whether two time limits differ by value; a new one without a measure (及时) contradicts nothing."""
    value = value_of(new)
    return value is not None and value != (value_of(old) if old else None)


def _other_unit(old: str, new: str) -> bool:
    """Whether none of the new units is among the old ones; a short name is the full one with the same characters in order."""
    olds, news = ([u for u in re.split(r"[、，,；;\s]+", text) if u] for text in (old, new))
    return bool(olds) and not any(same_unit(a, b) for a in olds for b in news)


def same_unit(a: str, b: str) -> bool:
    """Whether two names are of one unit.

    >>> same_unit("市发改委", "云浦市发展和改革委员会"), same_unit("市教育局", "市财政局"), same_unit("财政局", "县财政局")
    (True, False, True)
    """
    short, long = sorted((_LEVEL.sub("", a) or a, _LEVEL.sub("", b) or b), key=len)
    rest = iter(long)
    return all(c in rest for c in short) and short[:1] == long[:1]
