"""What numbering leaves to find: headings whose number an author forgot, and tables of contents, whose labels open nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from nlp.structure.blanks import first_blank
from nlp.structure.enumerations import is_note
from nlp.structure.headings import heading_of, is_heading
from nlp.structure.labels import Candidate, NumberingRules
from nlp.structure.lines import Piece, Sheet
from nlp.structure.numbering import Gap, Item

_SHORT = 24
_LONGEST_LISTED = 40  # a line of contents
_LEAST_LISTED = 5
_LONG_LINE = 120  # a page of a text on one line
_CANNOT_BEGIN = tuple("）”》】、，。；：")
_CLOSES_LINE = "。；：！？）”》】]〕，、|"


def without_contents(text: str, found: Sequence[tuple[int, int, list[Candidate]]], labels: list[Candidate]) -> list[Candidate]:
    """Labels without a table of contents: labels on one line after another until the first of them stands again, word for word.

    On one line it is told by 章 and 节 close together before 第一章 comes again.
    """
    lines = {c.line: n for n, c in enumerate(labels) if c.place == "line"}
    for begin, label in enumerate(labels):
        if label.number != 1 or label.place != "line" or label.line - 1 in lines:
            continue
        line, entry = label.line, _entry(text, found, label.line)
        while line + 1 in lines and _entry(text, found, line + 1)[0] != entry[0]:
            line += 1
        again = lines.get(line + 1)
        if again is not None and line - label.line >= 2 and _same_entry(_entry(text, found, line + 1)[1], entry[1]):
            return [*labels[:begin], *labels[again:]]
    if (body := _behind_torn_contents(text, found, labels)) is not None:
        return labels[body:]
    if not labels or labels[0].family not in ("part", "chapter", "division"):
        return labels
    first = (labels[0].family, labels[0].name)
    for n in range(1, len(labels)):
        if (labels[n].family, labels[n].name) == first:
            return labels[n:]
        if labels[n].family not in ("part", "chapter", "division") or labels[n].start - labels[n - 1].start > 60:
            break
    return labels


def _behind_torn_contents(text: str, found: Sequence[tuple[int, int, list[Candidate]]], labels: list[Candidate]) -> int | None:
    """The first label behind contents that lost some of their numbers (总则, 1.1 编制目的, …): its lines are short, without a stop.

    None where no such contents stand at the beginning, or fewer than five labels stand in them.
    """
    if len(labels) <= _LEAST_LISTED or labels[0].place != "line":
        return None
    first = _entry(text, found, labels[0].line)
    for k in range(1, len(labels)):
        start, end, _ = found[labels[k].line]
        if labels[k].place != "line" or end - start > _LONGEST_LISTED or "。" in text[start:end]:
            return None
        again = _entry(text, found, labels[k].line)
        if again[0] == first[0] and _same_entry(again[1], first[1]):
            above = labels[k - 1]
            body = k - 1 if above.name == first[0].split(".")[0] != first[0] and above.line == labels[k].line - 1 else k
            lines = found[labels[0].line : labels[body].line]
            short = all(b - a <= _LONGEST_LISTED and "。" not in text[a:b] for a, b, _ in lines)
            return body if short and body >= _LEAST_LISTED else None
    return None


def without_page_marks(
    text: str, found: Sequence[tuple[int, int, list[Candidate]]], labels: list[Candidate]
) -> list[Candidate]:
    """Labels without the page numbers 1、 2、 3、 that hosts of documents put before each page of a text: they stand inside words."""
    marks = [c for c in labels if c.family == "num" and c.place == "line"]
    if len(marks) < 2 or any(b.number != a.number + 1 for a, b in pairwise(marks)):
        return labels
    torn = sum(_is_torn(text, found, c) for c in marks[1:])
    if torn * 2 < len(marks) - 1 or torn == 0:
        return labels
    return [c for c in labels if c not in marks]


def _is_torn(text: str, found: Sequence[tuple[int, int, list[Candidate]]], label: Candidate) -> bool:
    """Whether a label at the start of a line stands in the middle of a sentence: 2、）各街道; a long line before it that breaks off."""
    if text[label.text_at : label.text_at + 1] in _CANNOT_BEGIN:
        return True
    start, end, _ = found[label.line - 1]
    return label.line > 0 and end - start >= _LONG_LINE and text[end - 1] not in _CLOSES_LINE


def _entry(text: str, found: Sequence[tuple[int, int, list[Candidate]]], line: int) -> tuple[str, str]:
    """Name of the label that a line begins with, and the rest of the line without dots and the page number."""
    _, end, candidates = found[line]
    first = candidates[0]
    return first.name, re.sub(r"[.…·\s]*[0-9]{0,3}[.…·\s]*\Z", "", text[first.text_at : end])


def _same_entry(heading: str, entry: str) -> bool:
    return bool(entry) and len(entry) <= 60 and heading.replace(" ", "") == entry.replace(" ", "")


def note_lines(text: str, pieces: Sequence[Piece], rules: NumberingRules) -> frozenset[int]:
    """Lines of notes on a table: 注：1.… and the lines 2.… 3.… that go on from it."""
    out: set[int] = set()
    inside = False
    for n, piece in enumerate(pieces):
        words = text[piece.start : piece.end]
        if is_note(words):
            inside = True
        elif inside:
            label = rules.at_start(words)
            inside = label is not None and label.family == "num" and label.number > 1
        if inside:
            out.add(n)
    return frozenset(out)


def unlabelled(
    sheet: Sheet, found: Sequence[tuple[int, int, list[Candidate]]], labels: Sequence[Candidate], gap: Gap
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
        if _resembles(sheet, start, end, _first_line(sheet, found, alike)):
            places.append((start, end, n))
    if not places and gap.before is not None and gap.before.label.line == gap.after.label.line:
        places = _unlabelled_inside(sheet, gap)
    if len(places) > len(gap.numbers) and gap.before is not None:
        places = _before_restart(places, labels, len(gap.numbers), finish)
    return places


def _unlabelled_inside(sheet: Sheet, gap: Gap) -> list[tuple[int, int, int]]:
    """The same on a line that lost its line ends: run-in headings behind a blank that follows a full stop or a bracket."""
    assert gap.before is not None
    before, after = gap.before.label, gap.after.label
    model = sheet.text[before.text_at : after.start]
    places: list[tuple[int, int, int]] = []
    at = first_blank(sheet.view, before.text_at, after.start)
    while at is not None:
        if sheet.text[at - 1] in "。）" and _resembles(sheet, at, after.start, model):
            places.append((at, after.start, before.line))
        at = first_blank(sheet.view, at, after.start)
    return places


def _first_line(sheet: Sheet, found: Sequence[tuple[int, int, list[Candidate]]], item: Item) -> str:
    """Text of an item's first line, label dropped."""
    _, end, _ = found[item.label.line]
    return sheet.text[item.label.text_at : end]


def _resembles(sheet: Sheet, start: int, end: int, model: str) -> bool:
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


def _before_restart(
    places: list[tuple[int, int, int]], labels: Sequence[Candidate], want: int, finish: int
) -> list[tuple[int, int, int]]:
    """Of too many places, those directly before a label with the number 1: a list begins anew under the forgotten heading."""
    firm = []
    for place in places:
        behind = next((c for c in labels if c.start > place[0]), None)
        if behind is not None and behind.number == 1 and behind.start < finish:
            firm.append(place)
    return firm if len(firm) == want else []
