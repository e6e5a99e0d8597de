"""Catalogue tables and task tables, read row by row.

A catalogue table (公开事项, 公开内容, 公开时限 …) gives an entry a row. A task table (工作任务, 责任单位, 完成时限) gives one for every
disclosure that its task cell states.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nlp.draft.builder import Builder
from nlp.draft.cells import GROUP, PUBLIC
from nlp.draft.cleaning import clean
from nlp.draft.disclosures import read_sentence
from nlp.draft.drafts import NO_CELLS, Draft, RowCells
from nlp.draft.elements import elements_of
from nlp.draft.flat_rows import FlatRow, flat_tables
from nlp.draft.loose_rows import LooseRow, loose_table
from nlp.draft.merging import put_together
from nlp.draft.objects import matter_of
from nlp.draft.phrases import Range
from nlp.draft.row_cells import row_cells, unnumbered
from nlp.draft.sheet import Sentence, sentences_of
from nlp.draft.table_grid import Grid, TableColumns, Values, grids_of, plain, span_of
from nlp.draft.verbs import VerbRules
from nlp.types import Cell, Entry, OutlineTable, Section

_SHORTEST_FLAT, _SHORTEST_SENTENCE = 40, 10
_SCORES = re.compile(r"[得扣加减计][0-9.]+分|[0-9]分(?!钟|之|公司)|扣分|评分|加分")  # a form for marking
_DIGIT = "[0-9一二三四五六七八九]"
_NUMBERED = re.compile(
    r"(?:^|(?<=[\n；;。 ]))\s*"
    r"(?:[0-9]{1,2}[.、．）)]|[（(][0-9一二三四五六七八九十]{1,2}[）)]|[①-⑳●★■◆·•\-]"
    rf"|○(?!{_DIGIT})|(?<!{_DIGIT})〇(?!{_DIGIT}))\s*"
)
_CHANNEL_JOINT = re.compile(r"[、，；]|和")
# 【姓名】【职务】: each in brackets of its own
_BRACE = re.compile(r"【(?P<what>[^【】\n]{1,30})】\s*")
_BRACED = re.compile(r"\s*(?:【[^【】\n]{1,30}】\s*)+")
_SENTENCE_STOP, _STOP = re.compile(r"[；;。]"), re.compile(r"[；;]")
_SENTENCE = re.compile(r"[，。；;]")
_GROUP = re.compile("(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)[^，；。]{2,40}。?$")
_FIRST, _GLUED = re.compile(r"\s*1[.、．](?![0-9])"), re.compile(r"(?<=[\u4e00-\u9fff）》])\s*(?=[2-9][.、．](?![0-9]))")
_UPDATE = re.compile(
    r"(?:及时|定期|动态|按时|每[年月周季度]?度?)*(?:更新|调整更新|更新完善)(?:完善|发布|公布)?(?P<what>[^，。；]{3,60})"
)


@dataclass(frozen=True, slots=True)
class TableEntries:
    """Entries of all tables with their view offsets, and the view ranges that tables take."""

    rows: tuple[tuple[int, Entry], ...]
    taken: tuple[Range, ...]


def entries_of_tables(builder: Builder, verbs: VerbRules, columns: TableColumns) -> TableEntries:
    """Entries of all tables, drawn and flattened."""
    view = builder.outline.view
    taken = [(view.locate(t.table.start), view.locate(t.table.end)) for t in builder.outline.tables]
    out: list[tuple[int, Entry]] = []
    for section in builder.outline.sections:
        start, end = section.text_start, section.own_end
        if end - start < _SHORTEST_FLAT or any(a < end and start < b for a, b in taken):
            continue
        for flat in flat_tables(builder.sheet, builder.lexicon, columns.kind, builder.names, section.path, start, end):
            taken.append(flat.place)
            for row in flat.rows:
                out += _task(builder, verbs, section, row.task, _flat_cells(builder, section, row))
        if not any(start <= a < end for a, _ in taken):
            out += _loose(builder, columns, section, (start, end), taken)
    for table, grid in grids_of(builder, columns):
        if grid is None:
            out += _headless(builder, verbs, table)
        elif grid.is_catalogue:
            out += _catalogue(builder, grid)
        elif grid.is_task_table:
            out += _tasks(builder, verbs, grid)
    return TableEntries(tuple(sorted(out, key=lambda p: p[0])), tuple(sorted(taken)))


def _loose(builder: Builder, columns: TableColumns, section: Section, place: Range, taken: list[Range]) -> Iterator[tuple[int, Entry]]:
    """Entries of a catalogue whose cells stand one a line, some of them missing."""
    table = loose_table(builder.sheet, columns.kind, *place)
    if table is None:
        return
    taken.append(table.place)
    text = builder.sheet.text
    for row in table.rows:
        matter = matter_of(builder.lexicon, [text[slice(*row.name)]])
        content = elements_of(builder.lexicon, clean(text[slice(*row.content)])) if row.content != row.name else ()
        matter = replace(matter, content=tuple(dict.fromkeys(content)) or matter.content)
        if len(matter.item) < 2:
            continue
        spans = tuple(builder.span(r) for r in dict.fromkeys((row.name, row.content)))
        draft = Draft(row.name[0], section, matter, None, (), row=_loose_cells(builder, section, row), spans=spans)
        yield row.name[0], builder.entry(draft)


def _loose_cells(builder: Builder, section: Section, row: LooseRow) -> RowCells:
    text = builder.sheet.text
    said = {kind: text[a:b] for kind, (a, b) in row.cells.items()}
    spans = {kind: (builder.span(r),) for kind, r in row.cells.items()}
    bodies = [k for k in ("lead", "publisher") if k in said]
    channels = tuple(w for p in _CHANNEL_JOINT.split(said.get("channel", "")) if (w := clean(p)))
    return RowCells(
        unit=builder.unit_words(section.path, [said[k] for k in bodies]) or None,
        unit_spans=tuple(s for k in bodies for s in spans[k]),
        deadline=said["deadline"],
        deadline_spans=spans["deadline"],
        channels=channels,
        channel_spans=spans.get("channel", ()),
        audience=None if "audience" not in said else GROUP if said["audience"].startswith("特定") else PUBLIC,
        mode="依申请公开" if "申请" in said.get("mode", "") else None,
    )


def _flat_cells(builder: Builder, section: Section, row: FlatRow) -> RowCells:
    text = builder.sheet.text
    return RowCells(
        unit=builder.unit_words(section.path, [text[a:b] for a, b in row.units]) or None,
        unit_spans=tuple(builder.span(r) for r in row.units),
        deadline=text[row.time[0] : row.time[1]] if row.time else None,
        deadline_spans=(builder.span(row.time),) if row.time else (),
        untimed=row.untimed,
    )


def _catalogue(builder: Builder, grid: Grid) -> Iterator[tuple[int, Entry]]:
    for row, values in grid.data():
        names = [values[k][-1] for k in ("level3", "level2", "item", "level1") if values.get(k)]
        content = values.get("content", [])
        if not names and not content:
            continue
        name = names[0] if names else content[0]
        matter = matter_of(builder.lexicon, [unnumbered(plain(builder, name))])
        matter = replace(matter, content=_elements(builder, content) or matter.content)
        if len(matter.item) < 2:
            continue
        at = builder.outline.view.locate(name.start)
        spans = tuple(dict.fromkeys(span_of(builder, c) for c in [*names[:1], *content]))
        draft = Draft(at, grid.section, matter, None, (), row=row_cells(builder, grid, row, values), spans=spans)
        yield at, builder.entry(draft)


def _elements(builder: Builder, cells: list[Cell]) -> tuple[str, ...]:
    """Elements of a content cell: numbered points, sentences or a list."""
    out: list[str] = []
    for cell in cells:
        text = plain(builder, cell)
        if _BRACED.fullmatch(text):
            out += [x for m in _BRACE.finditer(text) if (x := clean(m["what"]))]
            continue
        lined = _GLUED.sub("\n", text) if _FIRST.match(text) else text  # 1、文件2、方案
        points = [p for x in _NUMBERED.split(lined) if (p := clean(x))]
        text = points[0] if len(points) == 1 and _FIRST.match(text) else text
        if len(points) <= 1:
            points = [p for x in _SENTENCE_STOP.split(text.replace("\n", "")) if (p := clean(x))]
        if len(points) <= 1:
            points = elements_of(builder.lexicon, clean(text))
        for point in points:
            out += [x for part in _STOP.split(point) if (x := clean(part))] if _STOP.search(point) else [point]
    return tuple(dict.fromkeys(out))


def _tasks(builder: Builder, verbs: VerbRules, grid: Grid) -> Iterator[tuple[int, Entry]]:
    view = builder.outline.view
    done: set[tuple[int, int]] = set()
    for row, values in grid.data():
        cells = row_cells(builder, grid, row, values)
        groups, tasks = _task_cells(values)
        found: list[tuple[int, Entry]] = []
        for cell in [*tasks, *groups]:
            if (cell.start, cell.end) not in done and not (found and cell in groups):
                done.add((cell.start, cell.end))
                place = (view.locate(cell.start), view.locate(cell.end))
                found += _task(builder, verbs, _section_at(builder, grid.section, place[0]), place, cells)
        yield from found


def _section_at(builder: Builder, whole: Section, at: int) -> Section:
    """The section of a row: the group of rows (一、财政信息) below the section of its table, where the table has groups."""
    sections = builder.outline.sections
    n = bisect_right(sections, at, key=lambda s: s.start) - 1
    own = sections[n] if n >= 0 else whole
    below = own.path.startswith(f"{whole.path}/" if whole.path else "") and own.start <= at < own.end
    return own if below and own.path else whole


def _headless(builder: Builder, verbs: VerbRules, table: OutlineTable) -> Iterator[tuple[int, Entry]]:
    """Entries of the sentences in a table whose head is broken or missing: its cells are read as text."""
    section = builder.sections.get(table.section) or builder.outline.sections[0]
    locate = builder.outline.view.locate
    for place in dict.fromkeys((c.start, c.end) for row in table.table.cells for c in row if _is_sentence(c)):
        yield from _task(builder, verbs, section, (locate(place[0]), locate(place[1])), NO_CELLS, loose=False)


def _is_sentence(cell: Cell) -> bool:
    return len(cell.text) >= _SHORTEST_SENTENCE and not _SCORES.search(cell.text)


def _task_cells(values: Values) -> tuple[list[Cell], list[Cell]]:
    """The cells of a row that name the group of its tasks (一、财政信息), and those that state tasks; a bare heading beside a fuller
    one is left out.
    """
    cells = [c for k in ("task", "item", "content") for c in values.get(k, [])]
    groups = [c for c in cells if _GROUP.match(c.text.strip())] if len(cells) > 1 else []
    cells = [c for c in cells if not any(c is g for g in groups)]
    if len(cells) <= 1:
        return groups, cells
    longest = max(len(c.text) for c in cells)
    return groups, [c for c in cells if _SENTENCE.search(c.text)] or [c for c in cells if len(c.text) * 2 >= longest]


def _task(
    builder: Builder, verbs: VerbRules, section: Section, place: Range, cells: RowCells, loose: bool = True
) -> Iterator[tuple[int, Entry]]:
    """Entries of the text of a task, in a cell or out of a lost layout."""
    sheet, lexicon = builder.sheet, builder.lexicon
    previous: Sentence | None = None
    silent = True
    for sentence in sentences_of(sheet, *place, wrapped=True):
        found = put_together(sheet, lexicon, sentence, read_sentence(sheet, lexicon, verbs, sentence, previous, loose))
        for draft in (x for d in found for x in builder.namer.drafts(section, d)):
            silent = False
            yield draft.at, builder.entry(replace(draft, row=cells))
        previous = sentence
    update = _UPDATE.match(sheet.masked, *place) if silent and loose else None
    if update is not None:
        matter = matter_of(lexicon, [sheet.text[update.start("what") : update.end("what")]])
        yield place[0], builder.entry(Draft(place[0], section, matter, None, (place,), row=cells))
