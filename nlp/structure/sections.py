"""Sections and lines: labels of the text's own pieces, proven and put into trees, one for the text and one for every annex."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.structure.annexes import Annex
from nlp.structure.blanks import first_blank, wide_blank
from nlp.structure.footer import Footer
from nlp.structure.forgotten import note_lines, unlabelled, without_contents
from nlp.structure.header import Header
from nlp.structure.headings import Heading, heading_of, is_heading
from nlp.structure.inline import proven
from nlp.structure.issued import is_issued, issued_names
from nlp.structure.labels import LAW_FAMILIES, Candidate, NumberingRules
from nlp.structure.lines import Piece, Sheet
from nlp.structure.listtitles import titles_of_lists
from nlp.structure.numbering import Item, Tree, tree_of
from nlp.structure.repairs import close_last, fill_gaps
from nlp.structure.titles import TitleRules
from nlp.types import Section, Table

LEVELS = 3  # sections are given down to the third level; an annex is no level
_TRADITIONAL = str.maketrans("条节编", "條節編")  # a path joins the labels as the document writes them
_SHORT = 24
_LONGEST_BEFORE_BLANK = 36


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
    sheet: Sheet, header: Header, footer: Footer, drawn: Sequence[tuple[Table, range]], rules: NumberingRules, titles: TitleRules
) -> Plan:
    """The sections of a document in text order; the first is the text before the first heading, path ""."""
    rows = {i for _, covered in drawn for i in covered}
    made: list[_Draft] = []
    warnings: list[str] = []
    names = issued_names(sheet, header)
    for region in _regions(sheet, header, footer, rows):
        title = _annex_title(sheet, region, rules) if not made else None
        title = _issued_title(sheet, region, title, names, titles) if title is not None else None
        if title is not None:
            region = _Region(None, tuple(i for i in region.pieces if sheet.pieces[i].start >= title[1]))
        drafts, notes = _region_sections(sheet, region, rules)
        made += drafts
        warnings += notes
    made.sort(key=lambda d: d.start)
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


def _regions(sheet: Sheet, header: Header, footer: Footer, rows: set[int]) -> list[_Region]:
    """The text's own pieces and those of every annex."""
    taken = set(footer.kinds) | rows
    first_annex = footer.annexes[0].first if footer.annexes else len(sheet.pieces)
    own = tuple(i for i in range(header.end, first_annex) if i not in taken and sheet.pieces[i].block != "row")
    regions = [_Region(None, own)]
    for annex in footer.annexes:
        inside = tuple(i for i in range(annex.first + 1, annex.last + 1) if i not in taken and sheet.pieces[i].block != "row")
        regions.append(_Region(annex, inside))
    return regions


def _region_sections(sheet: Sheet, region: _Region, rules: NumberingRules) -> tuple[list[_Draft], list[str]]:
    """Drafts of one region, and what was repaired in it."""
    pieces = [sheet.pieces[i] for i in region.pieces]
    noted = note_lines(sheet.text, pieces, rules)
    found = [
        (p.start, p.end, [] if n in noted else rules.candidates(sheet.view, p.start, p.end, n)) for n, p in enumerate(pieces)
    ]
    labels = without_contents(sheet.text, found, proven(sheet.text, found))
    tree = tree_of(labels)
    warnings: list[str] = []
    renamed: list[tuple[str, str]] = []
    if tree.gaps:
        filled = fill_gaps(labels, tree, lambda gap: unlabelled(sheet, found, labels, gap))
        if len(filled) > len(labels):
            warnings += [
                f"“{sheet.text[c.start : c.start + 12].split(chr(10))[0]}…”一段缺序号，已按前后顺序作为“{c.name}”。"
                for c in filled
                if c.repaired
            ]
            tree = tree_of(filled)
        closed = close_last(filled, tree)
        if closed != filled:
            renamed += [(a.name, b.name) for a, b in zip(filled, closed, strict=True) if a != b]
            tree = tree_of(closed)
    renamed += [(wrong, right) for _, wrong, right in tree.renamed]
    warnings += [f"序号“{wrong}”与前后不连续，已按顺序作为“{right}”，请核对。" for wrong, right in renamed]
    prefix = region.annex.name if region.annex is not None else ""
    drafts: list[_Draft] = []
    if region.annex is not None:
        drafts.append(_annex_draft(sheet, region, rules))
    kept = [item for item in tree.items if len(item.path()) <= LEVELS]
    for item, heading in zip(kept, _headings(sheet, pieces, tree, kept), strict=True):
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


# ---------------------------------------------------------------- headings
def _headings(sheet: Sheet, pieces: Sequence[Piece], tree: Tree, kept: Sequence[Item]) -> list[Heading | None]:
    """Heading of every kept item, in order."""
    starts = [item.label.start for item in tree.items]
    line_starts = [p.start for p in pieces]
    shared = Counter(item.label.line for item in tree.items)
    ends: dict[int, int] = {}
    for n, item in enumerate(tree.items):
        following = starts[n + 1] if n + 1 < len(starts) else len(sheet.text)
        end = min(pieces[min(item.label.line, len(pieces) - 1)].end, following)
        while end > item.label.text_at and sheet.text[end - 1] in " \t":
            end -= 1
        ends[id(item)] = end
    clauses = {id(i.parent) for i in tree.items if sheet.text[ends[id(i)] - 1 : ends[id(i)]] == "；"}
    out: list[Heading | None] = []
    found: dict[int, Heading | None] = {}
    for item in kept:
        label, end = item.label, ends[id(item)]
        at = bisect_right(starts, label.start)
        behind = starts[at] if at < len(starts) else None
        next_line = bisect_right(line_starts, label.start)
        more_lines = next_line < len(line_starts) and (behind is None or line_starts[next_line] < behind)
        has_more = bool(item.children) or (more_lines and id(item.parent) not in clauses)
        heading = _below_number(sheet, pieces, item) if label.family == "dotted" and end <= label.text_at else None
        if heading is None and (shared[label.line] > 1 or label.place != "line"):
            heading = _before_blank(sheet, label.text_at, end)
        elif heading is None and label.family not in LAW_FAMILIES:
            heading = _before_wide_blank(sheet, label, end)
        heading = heading or heading_of(sheet.text, label.text_at, end, label.family, has_more)
        if heading is not None and id(item.parent) in clauses and sheet.text[heading.end : heading.end + 1] == "。":
            heading = None if _closes_clauses(item, tree, found) else heading
        found[id(item)] = heading
        out.append(heading)
    return titles_of_lists(sheet.text, kept, out, ends)


def _before_blank(sheet: Sheet, start: int, end: int) -> Heading | None:
    """On a line that lost its line ends: a heading that a blank parts from its text (一、公示时间 3月6日至3月12日。)."""
    at = first_blank(sheet.view, start, min(end, start + _LONGEST_BEFORE_BLANK))
    if at is None or at >= end:
        return None
    phrase = sheet.text[start:at].rstrip()
    if len(phrase) < 2 or end - at < 4 or re.search("[，。；：！？]", phrase) or not is_heading(phrase, alone=True):
        return None
    return Heading(start, start + len(phrase), at, True)


def _before_wide_blank(sheet: Sheet, label: Candidate, end: int) -> Heading | None:
    """2.3.1  省应急厅  牵头组织扑救。 A blank parts heading and text: one as wide as two, any one behind a decimal number."""
    start, stop = label.text_at, min(end, label.text_at + _LONGEST_BEFORE_BLANK)
    at = first_blank(sheet.view, start, stop)
    if at is None or sheet.text[end - 1] not in "。；" or not (label.family == "dotted" or wide_blank(sheet.view, at)):
        return None
    phrase = sheet.text[start:at].rstrip()
    if len(phrase) < 2 or end - at < 4 or re.search("[，。；：！？]", phrase) or not is_heading(phrase, alone=True):
        return None
    return Heading(start, start + len(phrase), at, False)


def _below_number(sheet: Sheet, pieces: Sequence[Piece], item: Item) -> Heading | None:
    """3.1 alone on its line, the term that it defines on the next one, as in standards."""
    if item.children or item.label.line + 1 >= len(pieces):
        return None
    below = pieces[item.label.line + 1]
    words = sheet.text[below.start : below.end]
    if len(words) > _LONGEST_BEFORE_BLANK or re.search("[，。；：！？\t|]", words) or not is_heading(words, alone=True):
        return None
    return Heading(below.start, below.end, below.end, True)


def _closes_clauses(item: Item, tree: Tree, found: dict[int, Heading | None]) -> bool:
    """Whether an item is the last of clauses that have no headings: （四）处罚决定。 is then none either."""
    siblings = item.parent.children if item.parent is not None else [i for i in tree.items if i.parent is None]
    return len(siblings) > 1 and siblings[-1] is item and all(found.get(id(s)) is None for s in siblings[:-1])


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
