"""Sections and lines: labels of the text's own pieces, proven and put into trees, one for the text and one for every annex."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.structure.annexes import Annex
from nlp.structure.footer import Footer
from nlp.structure.forgotten import note_lines, unlabelled, without_contents, without_page_marks
from nlp.structure.header import Header
from nlp.structure.headings import Heading
from nlp.structure.inline import proven
from nlp.structure.issued import is_issued, issued_names
from nlp.structure.itemheadings import headings_of
from nlp.structure.labels import LAW_FAMILIES, NumberingRules
from nlp.structure.lines import Sheet
from nlp.structure.loosenumbers import settled
from nlp.structure.lostnumbers import with_lost_numbers
from nlp.structure.numbering import Item, tree_of
from nlp.structure.repairs import anew, close_last, fill_gaps, with_unmarked
from nlp.structure.secondtexts import further_texts, is_repeated, named_apart, named_texts
from nlp.structure.tablegroups import groups_inside
from nlp.structure.titles import TitleRules
from nlp.types import Section, Table

LEVELS = 3  # sections are given down to the third level; an annex is no level
_TRADITIONAL = str.maketrans("条节编", "條節編")  # a path joins the labels as the document writes them


@dataclass(frozen=True, slots=True)
class Plan:
    """Sections, the places where lines are cut (label starts), which pieces carry headings alone, and warnings for people."""

    sections: tuple[Section, ...]
    cuts: tuple[int, ...]
    headings: frozenset[int]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Region:
    """Pieces that are numbered together: the text itself (no annex) or one annex."""

    annex: Annex | None
    pieces: tuple[int, ...]


def sections_of(
    sheet: Sheet, header: Header, footer: Footer, drawn: Sequence[tuple[Table, range]], rules: NumberingRules, titles: TitleRules,
    loose: frozenset[int] = frozenset(),
) -> Plan:
    """The sections of a document in text order; the first is the text before the first heading, path "".

    Pieces of `loose` are cells of a table that could not be put together; their numbers are none of the text.
    """
    rows = {i for _, covered in drawn for i in covered}
    made: list[_Draft] = []
    warnings: list[str] = []
    names = issued_names(sheet, header)
    for region in _regions(sheet, header, footer, rows, rules, titles):
        title = _annex_title(sheet, region, rules) if not made else None
        title = _issued_title(sheet, region, title, names, titles) if title is not None else None
        if title is not None:
            region = _Region(None, tuple(i for i in region.pieces if sheet.pieces[i].start >= title[1]))
        drafts, notes = _region_sections(sheet, region, rules, loose)
        if len(drafts) == (region.annex is not None):
            drafts += _grouped(sheet, region, header, footer, [*sheet.document.tables, *(t for t, _ in drawn)], rules)
        made += drafts
        warnings += notes
    made = _each_once(sorted(made, key=lambda d: d.start))
    sections = _closed(sheet, made)
    alone = frozenset(d.start for d in made if d.heading is not None and d.heading.alone)
    return Plan(sections, tuple(d.start for d in made), alone, tuple(dict.fromkeys(warnings)))


@dataclass(frozen=True, slots=True)
class _Draft:
    """A section without its end."""

    path: str
    depth: int
    start: int
    text_at: int
    heading: Heading | None
    kind: str


def _grouped(
    sheet: Sheet, region: _Region, header: Header, footer: Footer, tables: Sequence[Table], rules: NumberingRules
) -> list[_Draft]:
    """Sections of the groups of a table, in a region that numbers nothing itself."""
    annex = region.annex
    first = header.end if annex is None else annex.first
    last = min((a.first for a in footer.annexes), default=len(sheet.pieces)) - 1 if annex is None else annex.last
    if not first <= last < len(sheet.pieces):
        return []
    prefix = f"{annex.name}/" if annex is not None else ""
    out = []
    for group in groups_inside(sheet, tables, sheet.pieces[first].start, sheet.pieces[last].end, rules):
        path, heading = prefix + group.label.name, group.heading
        text_at = heading.text_at if heading is not None else group.label.text_at
        out.append(_Draft(path, path.count("/") + 1, group.label.start, text_at, heading, "item"))
    return out


def _each_once(made: Sequence[_Draft]) -> list[_Draft]:
    """Drafts without those whose path stands already, and without what lies below these: a path occurs once in a document."""
    seen: set[str] = set()
    out: list[_Draft] = []
    gone = ""
    for draft in made:
        if gone and draft.path.startswith(gone + "/"):
            continue
        gone = draft.path if draft.path in seen else ""
        if not gone:
            seen.add(draft.path)
            out.append(draft)
    return out


def _regions(
    sheet: Sheet, header: Header, footer: Footer, rows: set[int], rules: NumberingRules, titles: TitleRules
) -> list[_Region]:
    """The text's own pieces, those of further texts that number anew, and those of every annex."""
    taken = set(footer.kinds) | rows
    annexes = named_apart(footer.annexes)
    first_annex = annexes[0].first if annexes else len(sheet.pieces)
    own = tuple(i for i in range(header.end, first_annex) if i not in taken and sheet.pieces[i].block != "row")
    taken_names = {a.name for a in annexes}
    further = named_texts(sheet, own, footer.letter_end, footer.kinds, taken_names, rules, rows)
    further = further or further_texts(sheet, own, footer.letter_end, taken_names, rules, titles)
    if further and is_repeated(sheet, own, further[0], rules):
        own, further = tuple(i for i in own if i > further[0].first), further[1:]
    regions = [_Region(None, tuple(i for i in own if not further or i < further[0].first))]
    for annex in (*further, *annexes):
        begin = annex.first + 1 if annex not in further or annex.title is None else _behind(sheet, annex.first, annex.title[1])
        inside = tuple(i for i in range(begin, annex.last + 1) if i not in taken and sheet.pieces[i].block != "row")
        regions.append(_Region(annex, inside))
    return regions


def _behind(sheet: Sheet, i: int, at: int) -> int:
    """The first piece from i on that begins behind view offset `at`."""
    while i < len(sheet.pieces) and sheet.pieces[i].start < at:
        i += 1
    return i


def _region_sections(
    sheet: Sheet, region: _Region, rules: NumberingRules, loose: frozenset[int]
) -> tuple[list[_Draft], list[str]]:
    """Drafts of one region, and what was repaired in it."""
    pieces = [sheet.pieces[i] for i in region.pieces]
    noted = note_lines(sheet.text, pieces, rules) | {n for n, i in enumerate(region.pieces) if i in loose}
    found = [
        (p.start, p.end, [] if n in noted else rules.candidates(sheet.view, p.start, p.end, n)) for n, p in enumerate(pieces)
    ]
    found = with_lost_numbers(sheet.text, settled(found), rules)
    labels = without_page_marks(sheet.text, found, without_contents(sheet.text, found, proven(sheet.text, found)))
    labels = with_unmarked(sheet.text, found, labels)
    restarts = anew(sheet.text, found, labels)
    tree = tree_of(labels, restarts)
    renamed: list[tuple[str, str]] = []
    known = labels
    if tree.gaps:
        filled = fill_gaps(labels, tree, lambda gap: unlabelled(sheet, found, labels, gap))
        if len(filled) > len(labels):
            known = filled
            tree = tree_of(filled, restarts)
        closed = close_last(filled, tree)
        if closed != filled:
            renamed += [(a.name, b.name) for a, b in zip(filled, closed, strict=True) if a != b]
            tree = tree_of(closed, restarts)
    warnings = [
        f"“{sheet.text[c.start : c.start + 12].split(chr(10))[0]}…”一段缺序号，已按前后顺序作为“{c.name}”。" for c in known if c.repaired
    ]
    renamed += [(wrong, right) for _, wrong, right in tree.renamed]
    warnings += [f"序号“{wrong}”与前后不连续，已按顺序作为“{right}”，请核对。" for wrong, right in renamed]
    prefix = region.annex.name if region.annex is not None else ""
    drafts: list[_Draft] = []
    if region.annex is not None:
        drafts.append(_annex_draft(sheet, region, rules))
    kept = [item for item in tree.items if len(item.path()) <= LEVELS]
    for item, heading in zip(kept, headings_of(sheet, pieces, tree, kept), strict=True):
        path = "/".join((*((prefix,) if prefix else ()), *item.path()))
        path = path.translate(_TRADITIONAL) if sheet.document.media.script == "hant" else path
        text_at = heading.text_at if heading is not None else item.label.text_at
        drafts.append(_Draft(path, len(path.split("/")), item.label.start, text_at, heading, _kind(item, heading)))
    return drafts, warnings


def _annex_draft(sheet: Sheet, region: _Region, rules: NumberingRules) -> _Draft:
    """The section of an annex, with its title as heading."""
    annex = region.annex
    assert annex is not None
    label = sheet.pieces[annex.first]
    title = _annex_title(sheet, region, rules)
    heading = Heading(title[0], title[1], title[1], True) if title is not None else None
    text_at = heading.end if heading is not None else min(label.end, label.start + len(annex.name))
    return _Draft(annex.name, 1, label.start, text_at, heading, "annex")


def _annex_title(sheet: Sheet, region: _Region, rules: NumberingRules) -> tuple[int, int] | None:
    """Range of an annex's title, behind its label or on the next line of its own."""
    if region.annex is None or region.annex.title is not None or not region.pieces:
        return region.annex.title if region.annex is not None else None
    first = sheet.pieces[region.pieces[0]]
    words = sheet.text[first.start : first.end]
    if len(words) > 60 or re.search("[。；：|\t]", words) or rules.at_start(words) is not None:
        return None
    if len(region.pieces) > 1 and (second := sheet.pieces[region.pieces[1]]).gap == 0 and _goes_on(words):
        return first.start, second.end
    return first.start, first.end


def _issued_title(
    sheet: Sheet, region: _Region, title: tuple[int, int], names: tuple[str, ...], titles: TitleRules
) -> tuple[int, int] | None:
    """The title of an annex, up to three lines of it, where it is the text that the notice issues."""
    further = [sheet.pieces[i].end for i in region.pieces[:3] if sheet.pieces[i].end > title[1]]
    for end in (title[1], *further):
        if is_issued(sheet.text[title[0] : end].replace("\n", ""), names, titles):
            return title[0], end
    return None


def _goes_on(words: str) -> bool:
    """Whether the title of an annex plainly goes on on the next line."""
    return words.count("《") > words.count("》") or words[-1] in "、和与及的"


def _kind(item: Item, heading: Heading | None) -> str:
    family = item.label.family
    if family in LAW_FAMILIES:
        return "article" if family == "article" else "chapter"
    return "heading" if heading is not None and heading.alone else "item"


# ---------------------------------------------------------------- ends and lines
def _closed(sheet: Sheet, made: Sequence[_Draft]) -> tuple[Section, ...]:
    """Sections with their ends: a section ends where the next one begins that is not below it."""
    length = len(sheet.text)
    ends = [length] * len(made)
    stack: list[int] = []
    for n, draft in enumerate(made):
        while stack and not draft.path.startswith(made[stack[-1]].path + "/"):
            ends[stack.pop()] = draft.start
        stack.append(n)
    sections = [Section("", None, 0, length, made[0].start if made else length, 0, None, 0, "preamble")]
    for n, draft in enumerate(made):
        own_end = made[n + 1].start if n + 1 < len(made) else length
        heading = (draft.heading.start, draft.heading.end) if draft.heading is not None else None
        title = sheet.written(*heading) if heading is not None and heading[1] > heading[0] else None
        sections.append(
            Section(
                draft.path,
                title,
                draft.start,
                ends[n],
                min(own_end, ends[n]),
                draft.text_at,
                heading if title else None,
                draft.depth,
                draft.kind,
            )
        )
    return tuple(sections)
