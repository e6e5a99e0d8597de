"""Entries of several documents as rows of the standard catalogue table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from nlp.draft.cells import OTHER
from nlp.rulebook import Rulebook
from nlp.types import Analysis, Entry

TICK = "√"
CHOSEN, OPEN = "■", "□"
LEVELS = {
    "国家级": "level_state",
    "省级": "level_province",
    "市级": "level_city",
    "县级": "level_county",
    "乡级": "level_township",
    "村级": "level_village",
}
_LEVEL_KEYS = frozenset(LEVELS.values())
ALWAYS_SHOWN_LEVELS = ("level_county", "level_township")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a catalogue file; `group` is the upper head cell it shares with its neighbours, "" for none."""

    key: str
    group: str
    label: str
    width: float
    part: str
    align: str


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One row: texts by column key, the channels chosen, and the entry behind it."""

    cells: Mapping[str, str]
    channels: tuple[str, ...]
    domain: str
    entry: Entry
    document: str

    def is_default(self, key: str) -> bool:
        """Whether the value of a column was filled in, not read in the sentence; each tick of a level is one for all levels."""
        return (key if key not in _LEVEL_KEYS else "level") in self.entry.defaults


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns and the check-list of channels."""

    columns: tuple[Column, ...]
    channels: tuple[str, ...]

    @classmethod
    def load(cls, book: Rulebook) -> Layout:
        """Read `columns.tsv` and `channels.tsv`."""
        columns = tuple(
            Column(r["id"], r["group"], r["label"], float(r["width"]), r["part"], r["align"]) for r in book.table("columns")
        )
        return cls(columns, tuple(r["label"] for r in book.table("channels")))

    def shown(self, rows: Sequence[CatalogueRow]) -> tuple[Column, ...]:
        """Columns to write: all but the levels that no row has (county and township always stand)."""
        used = {LEVELS[x] for row in rows for x in row.entry.level if x in LEVELS} | set(ALWAYS_SHOWN_LEVELS)
        return tuple(c for c in self.columns if not c.key.startswith("level_") or c.key in used)


def channel_list(chosen: Sequence[str], channels: Sequence[str], width: int = 17) -> str:
    """The check-list: every channel with ■ or □, as many a line as fit into `width` Han characters.

    Where 其他 alone is chosen, the channel that the document names follows it.

    >>> channel_list(["政府公报"], ["政府网站", "政府公报", "其他"], 12)
    '□政府网站　■政府公报\\n□其他'
    """
    lines: list[str] = []
    named = [c for c in chosen if c not in channels]
    only_other = bool(named) and [c for c in chosen if c in channels] == [OTHER]
    called = {OTHER: f"：{'、'.join(named)}"} if only_other else {}
    for mark in (f"{CHOSEN if c in chosen else OPEN}{c}{called.get(c, '')}" for c in channels):
        if lines and len(lines[-1]) + 1 + len(mark) <= width:
            lines[-1] += "　" + mark
        else:
            lines.append(mark)
    return "\n".join(lines)


def rows_of(analyses: Sequence[Analysis], names: Mapping[str, str], layout: Layout | None = None) -> list[CatalogueRow]:
    """Catalogue rows of all entries, sorted by domain (order of the domain table), then document and place; numbered from 1.

    A document with a secrecy mark gives no row, and neither does a matter of a negative list (不予公开): this is the catalogue of
    what is published.
    """
    layout = layout or Layout.load(Rulebook())
    order = {code: i for i, code in enumerate(names)}
    found = [
        (order.get(e.domain, len(order)), d, i, a, e)
        for d, a in enumerate(analyses)
        if not a.outline.metadata.classification
        for i, e in enumerate(a.entries)
        if e.mode != "不予公开"
    ]
    found.sort(key=lambda x: x[:3])
    return [row_of(n, _name(a), e, names, layout) for n, (_, _, _, a, e) in enumerate(found, 1)]


def _name(analysis: Analysis) -> str:
    return PurePath(analysis.outline.document.media.path).name


def row_of(number: int, document: str, entry: Entry, names: Mapping[str, str], layout: Layout) -> CatalogueRow:
    """The row of an entry; `document` names the file that it came from, `names` the domains by code."""
    domain = names.get(entry.domain, entry.domain)
    quotes = list(dict.fromkeys(s.quote.strip().replace("\n", "") for s in entry.evidence.get("item", ())))
    cells = {
        "seq": str(number),
        "level1": entry.parent_item or domain,
        "level2": entry.item,
        "content": "\n".join(f"{i}.{c}" if len(entry.content) > 1 else c for i, c in enumerate(entry.content, 1)),
        "basis": entry.basis or "",
        "deadline": entry.deadline or "",
        "unit": entry.unit or "",
        "channels": channel_list(entry.channels, layout.channels),
        "audience_all": TICK if entry.audience == "全社会" else "",
        "audience_specific": TICK if entry.audience == "特定群体" else "",
        "mode_active": TICK if entry.mode == "主动公开" else "",
        "mode_request": TICK if entry.mode == "依申请公开" else "",
        **{key: TICK if label in entry.level else "" for label, key in LEVELS.items()},
        "domain": domain,
        "document": document,
        "section": entry.section,
        "quote": "……".join(quotes),
        "score": f"{entry.score:.2f}",
        "review": "须复核" if entry.needs_review else "",
        "defaults": "；".join(f"{_FIELD_NAMES.get(f, f)}：{s}" for f, s in entry.defaults.items()),
    }
    return CatalogueRow(cells, entry.channels, entry.domain, entry, document)


_FIELD_NAMES = {
    "deadline": "时限",
    "unit": "主体",
    "basis": "依据",
    "channels": "渠道",
    "audience": "对象",
    "mode": "方式",
    "level": "层级",
    "content": "内容",
    "item": "事项",
    "parent_item": "一级事项",
}
