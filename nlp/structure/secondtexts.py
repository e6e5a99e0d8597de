"""Further texts of one file that begin their numbering anew: what stands below a letter's signature, an annex without a label.

A letter with 一、二、, its signature, then 某某清单 with 一、二、 of its own: the second list stands in a section 附件, so that
no path occurs twice. A text without a title of its own opens nothing here; `numbering.py` puts its list below the item before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from nlp.structure.annexes import Annex, attached_names
from nlp.structure.issued import bare_name
from nlp.structure.labels import LAW_FAMILIES, Candidate, NumberingRules
from nlp.structure.lines import Sheet
from nlp.structure.titles import TitleRules
from nlp.types import LineKind

_LONGEST_TITLE = 60
_QUOTED = 20
_LONGEST_QUOTE = 1_000
_MOST_TEXTS = 50
_REACH = 14  # lines between the title of a text and its first label
_NO_TITLE = re.compile("[。；！？：|\t]")
_LISTS = re.compile("(?:表|名单|清单|目录|台账|任务|分工|栏目|要点|流程|指南|须知|说明|格式|样式|名录|图|简介)(?:[（(][^（()）]{1,12}[）)])?$")
_OUTER = (*LAW_FAMILIES, "cn", "num", "cn-paren")


def named_texts(
    sheet: Sheet, own: Sequence[int], letter_end: int | None, kinds: dict[int, LineKind], taken: Iterable[str], rules: NumberingRules,
    rows: Collection[int] = (),
) -> list[Annex]:  # fmt: skip
    """Texts below the letter's signature that begin with the bare name of an attachment which the letter lists.

    `own` are the pieces of the text itself, `rows` those of its tables.

    A link to a file repeats the name too: a label or the head of a table must stand shortly below it.
    """
    attached = attached_names(sheet, kinds) if letter_end is not None else {}
    names = set(taken)
    found: list[Annex] = []
    for n, i in enumerate(own if attached else ()):
        if i < (letter_end or 0) or not _like_title(sheet, i) or (name := attached.pop(bare_name(sheet.words(i)), None)) is None:
            continue
        below = [*own[n + 1 : n + 1 + _REACH], *range(i + 1, _behind_rows(sheet, i, rows))]
        if name[0] in names or not any(_outer(sheet, k, rules) is not None or "|" in sheet.words(k) for k in below):
            continue
        names.add(name[0])
        found.append(Annex(name[0], i, own[-1], (sheet.pieces[i].start, sheet.pieces[i].end)))
    ends = [x.first - 1 for x in found[1:]] + [_behind_rows(sheet, own[-1], rows) - 1 for _ in found[-1:]]
    return [replace(a, last=end) for a, end in zip(found, ends, strict=True)]


def _behind_rows(sheet: Sheet, i: int, rows: Collection[int]) -> int:
    """The first piece behind i that is no row of a table."""
    i += 1
    while i < len(sheet.pieces) and (i in rows or sheet.pieces[i].block == "row"):
        i += 1
    return i


def further_texts(
    sheet: Sheet, own: Sequence[int], letter_end: int | None, taken: Iterable[str], rules: NumberingRules, titles: TitleRules
) -> list[Annex]:
    """Texts among the pieces `own` that number anew below a title, each as an annex with a name not in `taken`."""
    names = set(taken)
    found: list[Annex] = []
    opened: set[str] = set()
    shape, last = "", -1
    said = False  # whether a sentence stands behind the first label: a table of contents has none
    for n, i in enumerate(own):
        label = _outer(sheet, i, rules)
        if label is None or label.number != 1 or (opened and label.family not in opened):
            last = n if label is not None else last
            said = said or (bool(opened) and "。" in sheet.words(i))
            continue
        if not opened:
            opened, shape = {label.family}, label.shape
        elif said and (label.shape == shape or label.rank is not None):
            title = _title_above(sheet, own, n, last, letter_end, rules, titles)
            if title is not None and len(found) < _MOST_TEXTS:
                begin, end = title
                name = _free_name(names)
                names.add(name)
                found.append(Annex(name, own[begin], own[-1], (sheet.pieces[own[begin]].start, sheet.pieces[own[end]].end)))
        opened |= {label.family} if label.family == "article" else set()
        last = n
        said = said or "。" in sheet.words(i)
    ends = [x.first - 1 for x in found[1:]] + [own[-1] for _ in found[-1:]]
    return [Annex(a.name, a.first, end, a.title) for a, end in zip(found, ends, strict=True)]


def is_repeated(sheet: Sheet, own: Sequence[int], text: Annex, rules: NumberingRules) -> bool:
    """Whether the page quotes the beginning of a text above it: its first item stands word for word in a line before."""
    first = next((i for i in own if i > text.first and _outer(sheet, i, rules) is not None), None)
    label = _outer(sheet, first, rules) if first is not None else None
    if first is None or label is None:
        return False
    words = sheet.words(first)[label.text_at :][:_QUOTED].rstrip()
    above = "".join(sheet.words(i) for i in own if i < text.first)
    return len(words) >= _QUOTED and len(above) < _LONGEST_QUOTE and words.replace(" ", "") in above.replace(" ", "")


def _outer(sheet: Sheet, i: int, rules: NumberingRules) -> Candidate | None:
    label = rules.at_start(sheet.words(i)[:12])
    return label if label is not None and label.family in _OUTER else None


def _title_above(
    sheet: Sheet, own: Sequence[int], n: int, last: int, letter_end: int | None, rules: NumberingRules, titles: TitleRules
) -> tuple[int, int] | None:
    """First and last place in `own` of the title of the text whose first label stands at n; behind the label at `last`."""
    below = next((k for k in range(last + 1, n) if letter_end is not None and own[k] >= letter_end), None)
    if below is not None and last >= 0 and own[last] < (letter_end or 0) and _like_title(sheet, own[below]):
        end = below
        while end + 1 < n and end - below < 2 and sheet.pieces[own[end + 1]].gap == 0 and _like_title(sheet, own[end + 1]):
            end += 1
        return below, end
    for k in range(n - 1, max(last, n - _REACH), -1):
        words = sheet.words(own[k])
        if _like_title(sheet, own[k]) and (titles.kind_of(words) is not None or (k == n - 1 and _LISTS.search(words))):
            return k, k
    return None


def _like_title(sheet: Sheet, i: int) -> bool:
    """Whether a line may be a title or a part of one: short, no sentence, no cells."""
    words = sheet.words(i)
    return 4 <= len(words) <= _LONGEST_TITLE and not _NO_TITLE.search(words) and not words.endswith(("，", "、"))


def _free_name(names: set[str]) -> str:
    number = 2
    if "附件" not in names:
        return "附件"
    while f"附件{number}" in names:
        number += 1
    return f"附件{number}"


def named_apart(annexes: Sequence[Annex]) -> list[Annex]:
    """Annexes of which no two have one name: 附件 … 附件 are 附件 and 附件2; 附件1 … 附件1 is one annex, its label repeated."""
    names = {a.name for a in annexes} | {"附件"}
    seen: set[str] = set()
    out: list[Annex] = []
    for annex in annexes:
        if annex.name not in seen:
            seen.add(annex.name)
            out.append(annex)
        elif (out[-1].name == annex.name and annex.name[-1] not in "件表录图") or len(out) >= _MOST_TEXTS:
            out[-1] = replace(out[-1], last=annex.last)
        else:
            names.add(name := _free_name(names))
            seen.add(name)
            out.append(replace(annex, name=name))
    return out
