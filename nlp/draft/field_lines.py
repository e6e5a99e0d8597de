"""Lines of fields below an item: 公开时限：批复后20日内 ‖ 公开渠道：政府门户网站; they say more of the rows that the item gives.

    2.公开部门预算、决算。            What stands in such lines is no text: the item above is read as if it stood alone, and its rows take
    责任股室：财务股                  limit, channels, audience, way and ground from the lines. Who is in charge is read where the units are.
    公开时限：批复后20日内；公开渠道：县政府门户网站
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nlp.draft.builder import Builder
from nlp.draft.cell_types import looks_like
from nlp.draft.cells import GROUP, PUBLIC, channel_words
from nlp.draft.drafts import NO_CELLS, Draft, RowCells
from nlp.draft.phrases import Range
from nlp.draft.table_grid import TableColumns

_LINE = re.compile(r"(?m)^(?=[^：\n]{2,12}：)[^\n]{4,200}$")
_FIELD = re.compile(r"\s*(?P<label>[\u4e00-\u9fff/（）]{2,12})：\s*(?P<value>[^；：\n]{2,80}?)[。]?\s*(?:；|\Z)")
_OF_UNITS = frozenset({"publisher", "lead", "support"})
_KINDS = frozenset({"deadline", "channel", "audience", "mode", "basis"})
_MODE_WORDS = re.compile(r"主动|申请|不予公开")
_EVERYBODY = re.compile(r"社会|公众|全体|群众")
_LONGEST_LIMIT = 60
_FARTHEST = 400  # from an item to its fields


@dataclass(frozen=True, slots=True)
class FieldLines:
    """Groups of field lines: the ranges that they take, which are no running text, and what their fields hold by kind; view ranges."""

    taken: tuple[Range, ...]
    fields: tuple[Mapping[str, Range], ...]

    def filled(self, builder: Builder, draft: Draft) -> Draft:
        """The draft with the cells that the fields below it say, those of its own section only."""
        n = bisect_right(self.taken, (draft.at, draft.at))
        section = draft.section
        if draft.row is not NO_CELLS or n >= len(self.taken) or not section.start <= self.taken[n][0] < section.own_end:
            return draft
        far = not self.fields[n] or self.taken[n][0] - draft.at > _FARTHEST
        return draft if far else replace(draft, row=_cells(builder, self.fields[n]))


def field_lines(builder: Builder, columns: TableColumns, taken: Sequence[Range]) -> FieldLines:
    """The field lines of a document, those in its tables left out; lines one below the other are one group."""
    text = builder.sheet.text
    tables = sorted(taken)
    starts = [a for a, _ in tables]
    sections = sorted(s.start for s in builder.outline.sections)
    groups: list[tuple[Range, dict[str, Range]]] = []
    for m in _LINE.finditer(text):
        n = bisect_right(starts, m.start()) - 1
        inside = n >= 0 and tables[n][1] > m.start()
        found = _fields(text, m.start(), m.end(), columns) if not inside else None
        if found is None:
            continue
        last = groups[-1] if groups else None
        between = last is not None and text[last[0][1] : m.start()].strip() == ""
        if last is not None and between and bisect_left(sections, m.start()) == bisect_left(sections, last[0][0]):
            groups[-1] = ((last[0][0], m.end()), found | last[1])
        else:
            groups.append((m.span(), found))
    return FieldLines(tuple(place for place, _ in groups), tuple(fields for _, fields in groups))


def _fields(text: str, start: int, end: int, columns: TableColumns) -> dict[str, Range] | None:
    """The fields of a line, {} where it only says who is in charge or nothing that can be read; None for no line of fields."""
    out: dict[str, Range] = {}
    at = start
    while at < end:
        m = _FIELD.match(text, at, end)
        kind = columns.names.get(m["label"]) if m is not None else None
        if m is None or kind is None or not (kind in _OF_UNITS or kind in _KINDS):
            return None
        kind = "channel" if kind == "mode" and not _MODE_WORDS.search(m["value"]) else kind
        if kind in _KINDS and _fits(kind, m["value"]):
            out.setdefault(kind, m.span("value"))
        at = m.end()
    return out


def _fits(kind: str, value: str) -> bool:
    """Whether a value looks like what its label says."""
    if kind == "deadline":
        return "deadline" in looks_like(value) and len(value) <= _LONGEST_LIMIT
    if kind == "channel":
        return "channel" in looks_like(value)
    return "。" not in value


def _cells(builder: Builder, fields: Mapping[str, Range]) -> RowCells:
    """The cells that fields fill."""
    text = builder.sheet.text
    said = {kind: text[a:b] for kind, (a, b) in fields.items()}
    spans = {kind: (builder.span(place),) for kind, place in fields.items()}
    channel = fields.get("channel")
    return RowCells(
        deadline=said.get("deadline"),
        deadline_spans=spans.get("deadline", ()),
        basis=said.get("basis"),
        basis_spans=spans.get("basis", ()),
        channels=channel_words(builder.sheet, [channel]) if channel is not None else (),
        channel_spans=spans.get("channel", ()),
        audience=None if "audience" not in said else PUBLIC if _EVERYBODY.search(said["audience"]) else GROUP,
        mode=None if "mode" not in said else "不予公开" if "不予" in said["mode"] else "主动公开" if "主动" in said["mode"] else "依申请公开",
    )
