"""Catalogue tables and task tables, read row by row.

A catalogue table (公开事项, 公开内容, 公开时限 …) gives an entry a row. A task table (工作任务, 责任单位, 完成时限) gives one for every
disclosure that its task cell states. Columns are found by their heads; 同上 and merged cells take what stands above.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from nlp.draft.builder import Builder
from nlp.draft.disclosures import read_sentence
from nlp.draft.drafts import Draft, RowCells
from nlp.draft.flat_rows import FlatRow, flat_tables
from nlp.draft.merging import put_together
from nlp.draft.objects import clean, elements_of, matter_of
from nlp.draft.phrases import Range
from nlp.draft.sheet import sentences_of
from nlp.draft.verbs import VerbRules
from nlp.rulebook import Rulebook
from nlp.types import Cell, Entry, Mode, OutlineTable, Section, Span
from nlp.view import to_simplified

_MOST_HEAD_ROWS = 4
_TICKED = re.compile(r"^[√✓✔☑■●Ｖvt]$|^是$")
_CHOICE = re.compile(r"(?P<mark>[■√☑✓●□☐○〇])\s*(?P<name>[^■√☑✓●□☐○〇\n；;]+)")
_CHOSEN = frozenset("■√☑✓●")
_SAME = re.compile(r"^(?:同上|同前|〃|″|\"|同上行|同上述)$")
_NUMBERED = re.compile(r"(?:^|(?<=[\n；;。 ]))\s*(?:[0-9]{1,2}[.、．）)]|[（(][0-9一二三四五六七八九十]{1,2}[）)]|[①-⑳●★■◆·•\-])\s*")
_NO_LIMIT = re.compile(r"^(?:持续(?:推进|开展|实施|落实|更新)?|长期(?:坚持|公开|推进)?|全年|常年|常态化|/|—+|-+|无|略|贯穿全年|年度内持续|立行立改|按要求|按规定|按时间要求|按上级要求|根据工作进展|视情况)$")
_NEGATIVE = re.compile(r"负面清单|不予公开|不公开(?:事项|内容|信息)")
_UPDATE = re.compile(r"(?:及时|定期|动态|按时|每[年月周季]度?)*(?:更新|调整更新|更新完善)(?:完善|发布|公布)?(?P<what>[^，。；]{3,60})")
_LEVELS = {"level_state": "国家级", "level_province": "省级", "level_city": "市级", "level_county": "县级", "level_township": "乡级", "level_village": "村级"}


@dataclass(frozen=True, slots=True)
class TableColumns:
    """`draft-columns.tsv`: what a column holds, by its head."""

    names: Mapping[str, str]
    ends: tuple[tuple[str, str], ...]

    @classmethod
    def load(cls, book: Rulebook) -> TableColumns:
        """Read the table."""
        rows = book.table("draft-columns")
        names = {_head(name): row["id"] for row in reversed(rows) for name in row.items("names")}
        ends = [(_head(end), row["id"]) for row in rows for end in row.items("ends")]
        return cls(names, tuple(sorted(ends, key=lambda e: -len(e[0]))))

    def kind(self, head: str) -> str | None:
        """What a column with this head holds."""
        plain = _head(head)
        found = self.names.get(plain) or self.names.get(re.sub(r"（.*?）", "", plain))
        if found or len(plain) > 14:
            return found
        return next((kind for end, kind in self.ends if plain.endswith(end)), None)


def _head(text: str) -> str:
    return re.sub(r"\s+", "", text).replace("(", "（").replace(")", "）").strip("：:")


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table with its columns known."""

    rows: tuple[tuple[Cell, ...], ...]
    first: int
    columns: Mapping[int, str]
    channels: Mapping[int, str]
    section: Section
    negative: bool

    def has(self, *kinds: str) -> bool:
        return any(k in self.columns.values() for k in kinds)


@dataclass(frozen=True, slots=True)
class TableEntries:
    """Entries of all tables with their view offsets, and the view ranges that tables take."""

    rows: tuple[tuple[int, Entry], ...]
    taken: tuple[Range, ...]


def entries_of_tables(builder: Builder, verbs: VerbRules, columns: TableColumns) -> TableEntries:
    """Entries of all tables, drawn and flattened."""
    out: list[tuple[int, Entry]] = []
    taken: list[Range] = []
    view = builder.outline.view
    for table in builder.outline.tables:
        taken.append((view.locate(table.table.start), view.locate(table.table.end)))
    for section in builder.outline.sections:
        if section.own_end - section.text_start < 40 or any(a < section.own_end and section.text_start < b for a, b in taken):
            continue
        flats = flat_tables(builder.sheet, builder.lexicon, columns.kind, builder.names, section.path, section.text_start, section.own_end)
        for flat in flats:
            taken.append(flat.place)
            for row in flat.rows:
                out += _task_text(builder, verbs, section, row.task, _flat_cells(builder, section, row))
    out += _drawn(builder, verbs, columns)
    return TableEntries(tuple(sorted(out, key=lambda p: p[0])), tuple(sorted(taken)))


def _flat_cells(builder: Builder, section: Section, row: FlatRow) -> RowCells:
    text = builder.sheet.text
    time = text[row.time[0] : row.time[1]] if row.time else None
    return RowCells(
        unit=builder.unit_words(section.path, [text[a:b] for a, b in row.units]) or None,
        unit_spans=tuple(builder.span(r) for r in row.units),
        deadline=time,
        deadline_spans=(builder.span(row.time),) if row.time else (),
    )


def _drawn(builder: Builder, verbs: VerbRules, columns: TableColumns) -> list[tuple[int, Entry]]:
    out: list[tuple[int, Entry]] = []
    sections = {s.path: s for s in builder.outline.sections}
    for table in builder.outline.tables:
        grid = _grid_of(builder, table, columns, sections)
        if grid is None:
            continue
        if _is_catalogue(grid):
            out += _catalogue(builder, grid)
        elif grid.has("task", "item") and grid.has("publisher", "lead", "support", "deadline"):
            out += _tasks(builder, verbs, grid)
    return out


def _grid_of(builder: Builder, table: OutlineTable, columns: TableColumns, sections: Mapping[str, Section]) -> _Grid | None:
    rows = table.table.cells
    simple = to_simplified if builder.outline.document.media.script == "hant" else str
    best: tuple[int, dict[int, str]] | None = None
    heads: dict[int, str] = {}
    channels: dict[int, str] = {}
    for r, row in enumerate(rows[:_MOST_HEAD_ROWS]):
        kinds = {c: k for c, cell in enumerate(row) if cell.text.strip() and (k := columns.kind(simple(cell.text)))}
        filled = len({(c.start, c.end) for c in row if c.text.strip()})
        distinct = len({(row[c].start, row[c].end) for c in kinds})
        if distinct >= 2 and distinct * 2 >= filled or (best is not None and filled and distinct * 3 >= filled * 2 and distinct):
            heads |= kinds
            best = (r, heads)
            for c, cell in enumerate(row):
                if c not in kinds and simple(cell.text).strip() in builder.channels.labels:
                    channels[c] = simple(cell.text).strip()
        elif best is not None:
            break
    if best is None:
        return None
    section = sections.get(table.section) or builder.outline.sections[0]
    near = builder.sheet.text[max(0, builder.outline.view.locate(table.table.start) - 60) : builder.outline.view.locate(table.table.start)]
    above = "".join(c.text for row in rows[: best[0] + 1] for c in row)
    negative = bool(_NEGATIVE.search((section.title or "") + near.replace("\n", "") + above)) and "除" not in near[-6:]
    return _Grid(rows, best[0] + 1, heads, channels, section, negative)


def _is_catalogue(grid: _Grid) -> bool:
    if grid.negative and grid.has("item", "content", "level1", "level2"):
        return True
    strong = [k for k in ("level1", "level2", "content", "mode_active", "audience_all", "channel", "mode") if grid.has(k)]
    if grid.has("task") and not grid.has("content", "level2"):
        return False
    return grid.has("item", "level2", "content", "level1") and (len(strong) >= 2 or (grid.has("item", "content") and grid.has("deadline", "publisher") and grid.has("content", "channel", "basis")))


def _values(builder: Builder, grid: _Grid, row: tuple[Cell, ...], above: dict[int, Cell]) -> dict[str, list[Cell]]:
    """Cells of a row by kind; 同上 and empty first columns take the cell above."""
    out: dict[str, list[Cell]] = {}
    seen: set[tuple[int, int, str]] = set()
    for c, kind in grid.columns.items():
        if c >= len(row):
            continue
        cell = row[c]
        text = cell.text.strip()
        if _SAME.match(text) or (not text and kind in ("level1", "domain") and c in above):
            cell = above.get(c, cell)
        else:
            above[c] = cell
        if cell.text.strip() and (cell.start, cell.end, kind) not in seen:
            seen.add((cell.start, cell.end, kind))
            out.setdefault(kind, []).append(cell)
    return out


def _catalogue(builder: Builder, grid: _Grid) -> list[tuple[int, Entry]]:
    out: list[tuple[int, Entry]] = []
    above: dict[int, Cell] = {}
    heads = {(c.start, c.end) for row in grid.rows[: grid.first] for c in row}
    texts = {"".join(c.text.split()) for row in grid.rows[: grid.first] for c in row}
    for row in grid.rows[grid.first :]:
        filled = [c for c in row if c.text.strip() and (c.start, c.end) not in heads]
        if len({(c.start, c.end) for c in filled}) < 2 or sum("".join(c.text.split()) in texts for c in filled) * 2 > len(filled):
            continue  # a band over all columns, or the head repeated behind a page break
        values = _values(builder, grid, row, above)
        names = [values[k][-1] for k in ("level3", "level2", "item", "level1") if values.get(k)]
        content = values.get("content", [])
        if not names and not content:
            continue
        name = names[0] if names else content[0]
        item = matter_of(builder.lexicon, [_simple(builder, name.text)])
        elements = _elements(builder, content)
        matter = item if not elements else type(item)(item.item, elements, item.clarity)
        if len(matter.item) < 2:
            continue
        cells = _row_cells(builder, grid, row, values)
        at = builder.outline.view.locate(name.start)
        spans = tuple(Span(c.start, c.end, builder.outline.view.source[c.start : c.end]) for c in dict.fromkeys([*names[:1], *content]))
        out.append((at, builder.entry(Draft(at, grid.section, matter, None, (), row=cells, spans=spans))))
    return out


def _elements(builder: Builder, cells: list[Cell]) -> tuple[str, ...]:
    """Elements of a content cell: lines, numbered points or a list."""
    out: list[str] = []
    for cell in cells:
        text = _simple(builder, cell.text)
        points = [clean(p) for p in _NUMBERED.split(text) if clean(p)]
        if len(points) <= 1:
            lines = [clean(p) for p in re.split(r"[；;。]", text.replace("\n", "")) if clean(p)]
            points = lines if len(lines) > 1 else elements_of(builder.lexicon, clean(text))
        for p in points:
            inner = [clean(x) for x in re.split(r"[；;]", p) if clean(x)]
            out += inner if len(inner) > 1 else [p]
    return tuple(dict.fromkeys(e for e in out if e))


def _simple(builder: Builder, text: str) -> str:
    return to_simplified(text) if builder.outline.document.media.script == "hant" else text


def _row_cells(builder: Builder, grid: _Grid, row: tuple[Cell, ...], values: Mapping[str, list[Cell]]) -> RowCells:
    def joined(*kinds: str) -> tuple[str | None, tuple[Span, ...]]:
        cells = list(dict.fromkeys(c for k in kinds for c in values.get(k, [])))
        text = "、".join(dict.fromkeys(re.sub(r"\s+", "", _simple(builder, c.text)) for c in cells))
        return (text or None), tuple(Span(c.start, c.end, builder.outline.view.source[c.start : c.end]) for c in cells)

    units = [c for k in ("lead", "publisher", "support") for c in values.get(k, [])]
    unit = builder.unit_words(grid.section.path, [_simple(builder, c.text) for c in units])
    deadline, deadline_spans = joined("deadline")
    if deadline is not None and _NO_LIMIT.match(deadline):
        deadline, deadline_spans = None, ()
    basis, basis_spans = joined("basis")
    supervision, _ = joined("supervision")
    chosen, channel_spans = _channels(builder, grid, row, values)
    level = tuple(label for kind, label in _LEVELS.items() if any(_TICKED.match(c.text.strip()) for c in values.get(kind, [])))
    if not level:
        said, _ = joined("level")
        level = tuple(label for label in _LEVELS.values() if said and label in said)
    parent = next((re.sub(r"\s+", "", _simple(builder, c.text)) for c in values.get("level1", [])), None)
    return RowCells(
        unit=unit or None,
        unit_spans=tuple(Span(c.start, c.end, builder.outline.view.source[c.start : c.end]) for c in dict.fromkeys(units)),
        deadline=deadline, deadline_spans=deadline_spans, basis=basis, basis_spans=basis_spans, supervision=supervision,
        channels=chosen, channel_spans=channel_spans, audience=_audience(values), mode=_mode(grid, values),
        level=level, parent=parent if values.get("level2") or values.get("item") or values.get("content") else None,
    )  # fmt: skip


def _channels(builder: Builder, grid: _Grid, row: tuple[Cell, ...], values: Mapping[str, list[Cell]]) -> tuple[tuple[str, ...], tuple[Span, ...]]:
    words: list[str] = []
    spans: list[Span] = []
    for cell in values.get("channel", []):
        text = _simple(builder, cell.text)
        choices = [(m["mark"], clean(m["name"])) for m in _CHOICE.finditer(text)]
        if choices:
            words += [name for mark, name in choices if mark in _CHOSEN and name]
        else:
            words += [w for p in re.split(r"[、，；;\n]|和|及", text) if (w := clean(p))]
        spans.append(Span(cell.start, cell.end, builder.outline.view.source[cell.start : cell.end]))
    words += [label for c, label in grid.channels.items() if c < len(row) and _TICKED.match(row[c].text.strip())]
    return tuple(dict.fromkeys(words)), tuple(spans)


def _audience(values: Mapping[str, list[Cell]]) -> str | None:
    if any(c.text.strip() for c in values.get("audience_specific", [])) and not any(c.text.strip() for c in values.get("audience_all", [])):
        return "特定群体"
    if any(c.text.strip() for c in values.get("audience_all", [])):
        return "全社会"
    said = "".join(c.text for c in values.get("audience", []))
    if not said:
        return None
    return "全社会" if re.search(r"社会|公众|全体|群众", said) else "特定群体"


def _mode(grid: _Grid, values: Mapping[str, list[Cell]]) -> Mode | None:
    if grid.negative:
        return "不予公开"
    said = "".join(c.text for c in values.get("mode", []))
    if re.search(r"不予公开|不公开|免予公开", said):
        return "不予公开"
    active = any(c.text.strip() for c in values.get("mode_active", [])) or bool(re.search(r"主动", said))
    request = any(c.text.strip() for c in values.get("mode_request", [])) or bool(re.search(r"依申请|申请公开", said))
    if request and not active:
        return "依申请公开"
    return "主动公开" if active else None


def _tasks(builder: Builder, verbs: VerbRules, grid: _Grid) -> list[tuple[int, Entry]]:
    out: list[tuple[int, Entry]] = []
    above: dict[int, Cell] = {}
    done: set[tuple[int, int]] = set()
    for row in grid.rows[grid.first :]:
        values = _values(builder, grid, row, above)
        cells = _row_cells(builder, grid, row, values)
        for cell in [c for k in ("task", "item", "content") for c in values.get(k, [])]:
            if (cell.start, cell.end) in done:
                continue
            done.add((cell.start, cell.end))
            out += _task(builder, verbs, grid, cell, cells)
    return out


def _task(builder: Builder, verbs: VerbRules, grid: _Grid, cell: Cell, cells: RowCells) -> list[tuple[int, Entry]]:
    """Entries of one task cell."""
    view = builder.outline.view
    return _task_text(builder, verbs, grid.section, (view.locate(cell.start), view.locate(cell.end)), cells)


def _task_text(builder: Builder, verbs: VerbRules, section: Section, place: Range, cells: RowCells) -> list[tuple[int, Entry]]:
    """Entries of the text of a task, in a cell or out of a lost layout."""
    sheet = builder.sheet
    low, high = place
    out: list[tuple[int, Entry]] = []
    previous = None
    for sentence in sentences_of(sheet, low, high, wrapped=True):
        found = put_together(sheet, builder.lexicon, sentence, read_sentence(sheet, builder.lexicon, verbs, sentence, previous, True))
        for d in found:
            out += [(x.at, builder.entry(replace(x, row=cells))) for x in builder.namer.drafts(section, d)]
        previous = sentence
    update = _UPDATE.match(sheet.masked, low, high)
    if not out and update is not None:
        matter = matter_of(builder.lexicon, [sheet.text[update.start("what") : update.end("what")]])
        out.append((low, builder.entry(Draft(low, section, matter, None, (place,), row=cells))))
    return out
