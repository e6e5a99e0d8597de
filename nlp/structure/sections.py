"""Sections and lines: labels of the text's own pieces, proven and put into trees, one for the text and one for every annex."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.structure.footer import Annex, Footer
from nlp.structure.header import Header
from nlp.structure.headings import Heading, heading_of, is_heading
from nlp.structure.inline import proven
from nlp.structure.labels import LAW_FAMILIES, Candidate, NumberingRules
from nlp.structure.lines import Sheet
from nlp.structure.numbering import Gap, Item, Tree, fill_gaps, tree_of
from nlp.types import Line, LineKind, Section, Table

LEVELS = 3  # sections are given down to the third level; an annex is no level
_SHORT = 24


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
    sheet: Sheet, header: Header, footer: Footer, drawn: Sequence[tuple[Table, range]], rules: NumberingRules
) -> Plan:
    """The sections of a document in text order; the first is the text before the first heading, path ""."""
    rows = {i for _, covered in drawn for i in covered}
    made: list[_Draft] = []
    warnings: list[str] = []
    for region in _regions(sheet, header, footer, rows):
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
    found = [(p.start, p.end, rules.candidates(sheet.text, p.start, p.end, n)) for n, p in enumerate(pieces)]
    labels = _without_contents(proven(sheet.text, found))
    tree = tree_of(labels)
    warnings: list[str] = []
    if tree.gaps:
        filled = fill_gaps(labels, tree, lambda gap: _unlabelled(sheet, pieces, found, labels, gap))
        if len(filled) > len(labels):
            warnings += [f"“{sheet.text[c.start : c.start + 12].split(chr(10))[0]}…”一段缺序号，已按前后顺序作为“{c.name}”。" for c in filled if c.repaired]
            tree = tree_of(filled)
    warnings += [f"序号“{wrong}”与前后不连续，已按顺序作为“{right}”，请核对。" for _, wrong, right in tree.renamed]
    prefix = region.annex.name if region.annex is not None else ""
    drafts: list[_Draft] = []
    if region.annex is not None:
        drafts.append(_annex_draft(sheet, region, tree))
    kept = [item for item in tree.items if len(item.path()) <= LEVELS]
    for item, heading in zip(kept, _headings(sheet, pieces, tree, kept), strict=True):
        path = "/".join((*((prefix,) if prefix else ()), *item.path()))
        text_at = heading.text_at if heading is not None else item.label.text_at
        drafts.append(_Draft(path, len(path.split("/")), item.label.start, text_at, heading, _kind(item, heading)))
    return drafts, warnings


def _annex_draft(sheet: Sheet, region: _Region, tree: Tree) -> _Draft:
    """The section of an annex: its title stands behind the label or on the next line of its own."""
    annex = region.annex
    assert annex is not None
    label = sheet.pieces[annex.first]
    heading: Heading | None = None
    if annex.title is not None:
        heading = Heading(annex.title[0], annex.title[1], annex.title[1], True)
    elif region.pieces:
        first = sheet.pieces[region.pieces[0]]
        before_label = not tree.items or tree.items[0].label.start > first.start
        words = sheet.text[first.start : first.end]
        if before_label and len(words) <= 60 and not re.search("[。；：|\t]", words):
            heading = Heading(first.start, first.end, first.end, True)
    text_at = heading.end if heading is not None else min(label.end, label.start + len(annex.name))
    return _Draft(annex.name, 1, label.start, text_at, heading, "annex")


def _kind(item: Item, heading: Heading | None) -> str:
    family = item.label.family
    if family in LAW_FAMILIES:
        return "article" if family == "article" else "chapter"
    return "heading" if heading is not None and heading.alone else "item"


# ---------------------------------------------------------------- headings
def _headings(sheet: Sheet, pieces: Sequence[object], tree: Tree, kept: Sequence[Item]) -> list[Heading | None]:
    """Heading of every kept item, in order."""
    starts = [item.label.start for item in tree.items]
    line_ends = [p.end for p in pieces]  # type: ignore[attr-defined]
    line_starts = [p.start for p in pieces]  # type: ignore[attr-defined]
    listed = _lists_of_text(sheet, tree, line_ends)
    out: list[Heading | None] = []
    for item in kept:
        label = item.label
        at = bisect_right(starts, label.start)
        following = starts[at] if at < len(starts) else None
        line_end = line_ends[min(label.line, len(line_ends) - 1)]
        end = min(line_end, following) if following is not None else line_end
        while end > label.text_at and sheet.text[end - 1] in " \t":
            end -= 1
        next_line = bisect_right(line_starts, label.start)
        more_lines = next_line < len(line_starts) and (following is None or line_starts[next_line] < following)
        has_more = bool(item.children) or (more_lines and id(item.parent) not in listed)
        out.append(heading_of(sheet.text, label.text_at, end, label.family, has_more))
    return out


def _lists_of_text(sheet: Sheet, tree: Tree, line_ends: Sequence[int]) -> set[int]:
    """Parents (by identity) whose items are clauses of one sentence, closed by semicolons: their last item has no heading either."""
    found: set[int] = set()
    for item in tree.items:
        if item.label.line < len(line_ends) and sheet.text[line_ends[item.label.line] - 1 : line_ends[item.label.line]] in ("；", ";"):
            found.add(id(item.parent))
    return found


# ---------------------------------------------------------------- tables of contents, forgotten numbers
def _without_contents(labels: list[Candidate]) -> list[Candidate]:
    """Labels without a table of contents before the text: 章 and 节 close together until the first of them stands again."""
    if not labels or labels[0].family not in ("part", "chapter", "division"):
        return labels
    first = (labels[0].family, labels[0].name)
    for n in range(1, len(labels)):
        if (labels[n].family, labels[n].name) == first:
            return labels[n:]
        if labels[n].family not in ("part", "chapter", "division") or labels[n].start - labels[n - 1].start > 60:
            break
    return labels


def _unlabelled(
    sheet: Sheet, pieces: Sequence[object], found: Sequence[tuple[int, int, list[Candidate]]], labels: Sequence[Candidate], gap: Gap
) -> list[tuple[int, int, int]]:
    """Lines without a label between the neighbours of a gap that could be the items whose numbers were forgotten.

    They must look like their neighbours: a heading alone where those stand alone, a run-in heading where those run in.
    """
    begin = gap.before.label.start if gap.before is not None else (gap.parent.label.start if gap.parent is not None else 0)
    finish = gap.after.label.start
    labelled = {c.line for c in labels if c.place == "line"}
    alike = gap.after if gap.before is None else gap.before
    places: list[tuple[int, int, int]] = []
    for n, (start, end, _) in enumerate(found):
        if not begin < start < finish or n in labelled:
            continue
        if _resembles(sheet, start, end, _first_line(sheet, found, alike), alike):
            places.append((start, end, n))
    if len(places) > len(gap.numbers) and gap.before is not None:
        places = _before_restart(places, labels, len(gap.numbers), finish)
    return places


def _first_line(sheet: Sheet, found: Sequence[tuple[int, int, list[Candidate]]], item: Item) -> str:
    """Text of an item's first line, label dropped."""
    _, end, _ = found[item.label.line]
    return sheet.text[item.label.text_at : end]


def _resembles(sheet: Sheet, start: int, end: int, model: str, item: Item) -> bool:
    """Whether a line could be a sibling of the item with this first line."""
    words = sheet.text[start:end]
    heading = heading_of(sheet.text, start, end, "cn-paren", True)
    shape = heading_of(model, 0, len(model), "cn-paren", True)
    if heading is None and shape is None:  # clauses of one sentence: both close with a semicolon
        return words.endswith("；") and model.endswith("；") and len(words) <= 3 * len(model) + 20
    if heading is None or shape is None:
        return False
    if shape.alone != heading.alone:
        return False
    return is_heading(words[: heading.end - start], alone=heading.alone) and heading.end - start <= max(_SHORT, shape.end + 10)


def _before_restart(places: list[tuple[int, int, int]], labels: Sequence[Candidate], want: int, finish: int) -> list[tuple[int, int, int]]:
    """Of too many places, those directly before a label with the number 1 (a list that begins anew under the forgotten heading)."""
    firm = []
    for place in places:
        behind = next((c for c in labels if c.start > place[0]), None)
        if behind is not None and behind.number == 1 and behind.start < finish:
            firm.append(place)
    return firm if len(firm) == want else []


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
        title = "".join(sheet.view.span(*heading).quote.split()) if heading is not None and heading[1] > heading[0] else None
        sections.append(Section(draft.path, title, draft.start, ends[n], min(own_end, ends[n]), draft.text_at, heading if title else None, draft.depth, draft.kind))
    return tuple(sections)


def lines_of(
    sheet: Sheet, header: Header, footer: Footer, plan: Plan, tables: Sequence[Table], drawn: Sequence[tuple[Table, range]]
) -> tuple[Line, ...]:
    """Logical lines: pieces, cut again at the labels inside them, each with its kind."""
    row_of = {i: len(tables) + n for n, (_, covered) in enumerate(drawn) for i in covered}
    spans = sorted((sheet.view.locate(t.start), sheet.view.locate(t.end), n) for n, t in enumerate(tables))
    table_starts = [s[0] for s in spans]
    cuts = list(plan.cuts)
    lines: list[Line] = []
    for i, piece in enumerate(sheet.pieces):
        kind: LineKind = footer.kinds.get(i) or header.kinds.get(i) or ("row" if piece.block == "row" or i in row_of else "body")
        table = row_of.get(i)
        if table is None and piece.block == "row":
            at = bisect_right(table_starts, piece.start) - 1
            table = spans[at][2] if at >= 0 and piece.start < max(spans[at][1], spans[at][0] + 1) else None
        if kind != "body":
            lines.append(Line(piece.start, piece.end, kind, table))
            continue
        edges = [piece.start, *cuts[bisect_right(cuts, piece.start) : bisect_right(cuts, piece.end - 1)], piece.end]
        for begin, end in zip(edges, edges[1:], strict=False):
            while end > begin and sheet.text[end - 1] in " \t":
                end -= 1
            if begin < end:
                lines.append(Line(begin, end, "heading" if begin in plan.headings else "body"))
    return tuple(lines)


def body_range(sheet: Sheet, header: Header, footer: Footer) -> tuple[int, int]:
    """View range that may hold duties: behind the head, up to the colophon."""
    length = len(sheet.text)
    start = sheet.pieces[header.end].start if header.end < len(sheet.pieces) else length
    end = length
    for i in range(len(sheet.pieces) - 1, header.end - 1, -1):
        if footer.kinds.get(i) not in ("colophon", "furniture", "annotation", "signature", "date"):
            break
        if footer.kinds.get(i) in ("colophon", "furniture"):
            end = sheet.pieces[i].start
    return start, max(start, end)
