"""Rows of the catalogue over all documents of a batch: one matter one row, with every basis, and what the documents disagree on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from rapidfuzz import fuzz

from nlp.across.clusters import clusters
from nlp.across.matter import Matter, MatterRules
from nlp.across.remarks import FIELDS, remark
from nlp.across.standing import Claim, Conflict, Standing, decide, standing_of
from nlp.draft.columns import LEVELS, TICK, CatalogueRow, Layout, channel_list, rows_of
from nlp.types import Analysis, Entry

_LIKE_ELEMENT = 85
_LEVEL_FRONT = re.compile("^(?:省|市|县|区|州|盟|旗|乡|镇|自治区|各)+(?=.{2})")
_WORKDAYS = "工作日"


@dataclass(frozen=True, slots=True)
class RowSource:
    """One document behind a row, and the entry drafted from it."""

    standing: Standing
    entry: Entry


@dataclass(frozen=True, slots=True)
class MergedRow(CatalogueRow):
    """A row with all documents behind it, the one that counts most first. `entry` holds the cells of the row; its evidence is
    that of the first source, a cell taken from another document has none there (`taken` names the source by its number)."""

    sources: tuple[RowSource, ...]
    conflicts: tuple[Conflict, ...]
    taken: Mapping[str, int]


def document_names(analyses: Sequence[Analysis]) -> list[str]:
    """Names of files as people see them: the file's own, with its archive or mail, with its folder where two would be the same."""
    media = [a.outline.document.media for a in analyses]
    own = [PurePath(m.path.replace("!/", "/")).name for m in media]
    shown = [f"{n}（{PurePath(m.case).name}）" if m.case and m.case != m.path else n for n, m in zip(own, media, strict=True)]
    times = Counter(shown)
    return [f"{PurePath(m.path).parent.name}/{n}" if times[n] > 1 else n for n, m in zip(shown, media, strict=True)]


def standings_of(analyses: Sequence[Analysis]) -> list[Standing]:
    """Standings of the documents; an attachment without issuer and date has those of the letter that it came with."""
    found = [standing_of(a, n) for a, n in zip(analyses, document_names(analyses), strict=True)]
    letters: dict[str, Standing] = {}
    for s in found:
        if s.case and (s.document_number or (s.issuer and s.written_on)):
            letters.setdefault(s.case, s)
    return [_like_letter(s, letters.get(s.case)) if s.case else s for s in found]


def _like_letter(s: Standing, letter: Standing | None) -> Standing:
    if letter is None or s.document_number or s.issuer or s.written_on:
        return s
    return replace(
        s, document_number=letter.document_number, issuer=letter.issuer, written_on=letter.written_on, level=letter.level,
        in_force=letter.in_force, place=letter.place,
    )  # fmt: skip


def catalogue_rows(
    analyses: Sequence[Analysis], names: Mapping[str, str], rules: MatterRules, layout: Layout, merge: bool = True
) -> list[MergedRow]:
    """Rows of all documents in the order of the domain table, then document and place; numbered from 1.

    With `merge`, entries of several documents that are one matter become one row. A document with a secrecy mark gives no row,
    nor does a matter that is not to be published.
    """
    standings = standings_of(analyses)
    drafted = [(d, row) for d, a in enumerate(analyses) for row in _in_text_order(a, rows_of([a], names, layout))]
    matters = _matters([row.entry for _, row in drafted], rules)
    owners = [d for d, _ in drafted]
    groups = clusters(matters, owners, [s.place for s in standings]) if merge and len(set(owners)) > 1 else [(i,) for i in range(len(drafted))]
    order = {code: i for i, code in enumerate(names)}
    made = [(group, _merged([drafted[i] for i in group], standings, layout)) for group in groups]
    made.sort(key=lambda x: (order.get(x[1].domain, len(order)), x[0]))
    return [replace(row, cells={**row.cells, "seq": str(n)}) for n, (_, row) in enumerate(made, 1)]


def _matters(entries: Sequence[Entry], rules: MatterRules) -> list[Matter]:
    """Matters of entries; tables name the same matter many times."""
    known: dict[tuple[str, str, tuple[str, ...]], Matter] = {}
    out = []
    for e in entries:
        key = (e.item, e.domain, e.content)
        if key not in known:
            known[key] = rules.matter(e)
        out.append(known[key])
    return out


def _in_text_order(analysis: Analysis, rows: Sequence[CatalogueRow]) -> list[CatalogueRow]:
    place = {id(e): i for i, e in enumerate(analysis.entries)}
    return sorted(rows, key=lambda r: place[id(r.entry)])


def _merged(members: Sequence[tuple[int, CatalogueRow]], standings: Sequence[Standing], layout: Layout) -> MergedRow:
    """The row of one matter."""
    ranked = sorted(members, key=lambda m: (standings[m[0]].rank, -m[0]), reverse=True)
    sources = tuple(RowSource(standings[d], row.entry) for d, row in ranked)
    first = ranked[0][1]
    if len(ranked) == 1:
        cells = {**first.cells, "document": sources[0].standing.document, "note": ""}
        return MergedRow(cells, first.channels, first.domain, first.entry, sources[0].standing.document, sources, (), {})
    conflicts = tuple(c for name in ("deadline", "unit", "mode", "audience") if (c := _conflict(name, sources)) is not None)
    entry, taken = _entry(sources, conflicts)
    cells = {**first.cells, **_cells(sources, entry, [row for _, row in ranked], layout)}
    cells["note"] = remark(conflicts, [s.standing for s in sources])
    return MergedRow(cells, entry.channels, first.domain, entry, sources[0].standing.document, sources, conflicts, taken)


def is_stated(entry: Entry, field: str) -> bool:
    """Whether a field is what the document says, not what law, standard or another sentence lent it."""
    return getattr(entry, field) is not None and field not in entry.defaults


def _claim(source: int, entry: Entry, field: str) -> Claim | None:
    if not is_stated(entry, field):
        return None
    words = str(getattr(entry, field))
    if field == "deadline":
        same = entry.deadline_value or re.sub("[前后内之以]", "", words)
        return Claim(source, words, same + (_WORKDAYS if _WORKDAYS in words else ""))
    if field == "unit":
        return Claim(source, words, "、".join(sorted(_LEVEL_FRONT.sub("", u) for u in words.split("、"))))
    return Claim(source, words, words)


def _conflict(field: str, sources: Sequence[RowSource]) -> Conflict | None:
    claims = [c for i, s in enumerate(sources) if (c := _claim(i, s.entry, field)) is not None]
    if field == "unit":
        claims = _fullest(claims)
    return decide(field, claims, [s.standing for s in sources])


def _fullest(claims: Sequence[Claim]) -> list[Claim]:
    """Claims of units; a list of units that is part of another's says the same as that one."""
    sets = [set(c.same.split("、")) for c in claims]
    out = []
    for c, own in zip(claims, sets, strict=True):
        fuller = [o for o, other in zip(claims, sets, strict=True) if own < other]
        out.append(replace(c, same=max(fuller, key=lambda o: len(o.same)).same) if fuller else c)
    return out


def _entry(sources: Sequence[RowSource], conflicts: Sequence[Conflict]) -> tuple[Entry, dict[str, int]]:
    """Cells of the row: those of the first source; where it states none, of the next that does; where they differ, as decided."""
    first = sources[0].entry
    taken: dict[str, int] = {}
    decided = {c.field: c.taken for c in conflicts if c.taken is not None}
    for field in ("deadline", "unit", "mode", "audience", "supervision"):
        at = decided.get(field)
        if at is None:
            at = next((i for i, s in enumerate(sources) if is_stated(s.entry, field)), 0)
        if at:
            taken[field] = at
    changes: dict[str, object] = {f: getattr(sources[at].entry, f) for f, at in taken.items()}
    if "deadline" in taken:
        changes["deadline_value"] = sources[taken["deadline"]].entry.deadline_value
    entry = replace(
        first,
        **changes,  # type: ignore[arg-type]
        parent_item=next((s.entry.parent_item for s in sources if s.entry.parent_item), None),
        content=_contents(sources),
        basis="；".join(_bases(sources)) or None,
        channels=tuple(dict.fromkeys(c for s in sources for c in s.entry.channels)),
        level=tuple(dict.fromkeys(x for s in sources for x in s.entry.level)),
        needs_review=any(s.entry.needs_review for s in sources) or bool(conflicts),
        evidence={**first.evidence, **dict.fromkeys(taken, ())},
        defaults={f: why for f, why in first.defaults.items() if f not in taken and not (f == "basis" and _stated_bases(sources))},
    )
    return entry, taken


def _contents(sources: Sequence[RowSource]) -> tuple[str, ...]:
    """Elements of all sources; one that another says in nearly the same words stands once."""
    out: list[str] = []
    for s in sources:
        out += [c for c in s.entry.content if not any(c == o or fuzz.ratio(c, o) >= _LIKE_ELEMENT for o in out)]
    return tuple(out)


def _stated_bases(sources: Sequence[RowSource]) -> list[str]:
    return [s.entry.basis for s in sources if s.entry.basis and "basis" not in s.entry.defaults]


def _bases(sources: Sequence[RowSource]) -> list[str]:
    """Every basis once; what only a standard lent stands only where no document is a basis."""
    stated = _stated_bases(sources)
    lent = [s.entry.basis for s in sources if s.entry.basis]
    parts = [p for basis in stated or lent for p in re.split("；(?=《|[^》]*$)", basis) if p]
    return list(dict.fromkeys(parts))


def _cells(sources: Sequence[RowSource], entry: Entry, rows: Sequence[CatalogueRow], layout: Layout) -> dict[str, str]:
    """Texts of a row of several documents; what differs by document stands line by line, in the same order."""
    marks = [f"[{i}] " for i in range(1, len(sources) + 1)]
    bases = _bases(sources)
    return {
        "level1": entry.parent_item or rows[0].cells["level1"],
        "content": "\n".join(f"{i}.{c}" if len(entry.content) > 1 else c for i, c in enumerate(entry.content, 1)),
        "basis": "\n".join(f"{i}.{b}" for i, b in enumerate(bases, 1)) if len(bases) > 1 else entry.basis or "",
        "deadline": entry.deadline or "",
        "unit": entry.unit or "",
        "channels": channel_list(entry.channels, layout.channels),
        "audience_all": TICK if entry.audience == "全社会" else "",
        "audience_specific": TICK if entry.audience == "特定群体" else "",
        "mode_active": TICK if entry.mode == "主动公开" else "",
        "mode_request": TICK if entry.mode == "依申请公开" else "",
        **{key: TICK if label in entry.level else "" for label, key in LEVELS.items()},
        "document": "\n".join(f"{m}{s.standing.document}" for m, s in zip(marks, sources, strict=True)),
        "section": "\n".join(f"{m}{s.entry.section}" for m, s in zip(marks, sources, strict=True)),
        "quote": "\n".join(f"{m}{r.cells['quote']}" for m, r in zip(marks, rows, strict=True) if r.cells["quote"]),
        "review": "须复核" if entry.needs_review else "",
        "defaults": "；".join(f"{FIELDS.get(f, f)}：{why}" for f, why in entry.defaults.items()),
    }
