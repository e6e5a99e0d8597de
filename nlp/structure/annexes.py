"""Attachments: lines that only name them, and annexes that stand in the document with a body of their own.

附件：1.任务分工表 above the signature names what is attached. A line 附件1 with a plan or a table below it opens an
annex; its items count there (附件1/一/(一)).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count

from nlp.structure.issued import bare_name
from nlp.structure.lines import Sheet
from nlp.types import LineKind

_ANNEX = re.compile(
    r"\A[（(【]?(?P<name>附(?:件|表|录|图)?) ?(?P<number>(?!(?:19|20)[0-9]{2}年)[0-9]{1,2}(?:-[0-9]{1,2})?|[一二三四五六七八九十]{1,3})?"
    r"[】)）]?(?P<rest>.*)\Z",
    re.DOTALL,
)
_LIST_ITEM = re.compile(r"\A(?:[0-9]{1,2} ?[.、．]|（[0-9]{1,2}）|[一二三四五六七八九十]{1,2}、)")
_LISTED = re.compile(r"(?P<number>[0-9]{1,2}) ?[.、．] ?")
_SHORTEST_NAME = 5
_LONG_NAME = 15  # a name of an attachment that may go on on the next line
_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|zip|rar|jpg|png|ofd)\b", re.IGNORECASE)  # the name of a file to download
_SHORTEST_BODY = 25
# 附件草原工作任务分解表: a paper of a name straight behind the word; not 附件所列名单, 附件要求
_NAMED = re.compile(
    r"(?![所中的内要见和与及及其材如均为是])[^，。；：、（）()]{3,36}(?:分解表|分工表|任务表|一览表|明细表|申请表|登记表|汇总表|统计表|任务清单|责任清单|基本目录|公开目录|实施方案|工作方案)"
)


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex with a body: its label, pieces first..last (the label's piece included), range of its title if it has one."""

    name: str
    first: int
    last: int
    title: tuple[int, int] | None


def find_annexes(sheet: Sheet, begin: int, kinds: dict[int, LineKind], signed: list[int]) -> list[Annex]:
    """Annexes with a body from piece `begin` on, in order; `signed` are the first pieces of signatures.

    Marks in `kinds` the labels of annexes and the lines that only list attachments.
    """
    total = len(sheet.pieces)
    starts: list[tuple[int, re.Match[str]]] = []
    i = begin
    while i < total:
        words = sheet.words(i)
        m = _ANNEX.match(words) if i not in kinds and words[:1] in "附（【(" and sheet.pieces[i].block != "row" else None
        if m is None or not _may_be_label(m):
            i += 1
            continue
        if _is_list(sheet, i, m, kinds, signed):
            i = _mark_list(sheet, i, kinds)
            continue
        starts.append((i, m))
        i += 1
    found: list[Annex] = []
    for (first, m), following in zip(starts, [*(s for s, _ in starts[1:]), total], strict=False):
        body = [j for j in range(first + 1, following) if kinds.get(j) not in ("colophon", "furniture", "annotation")]
        rest = m["rest"].strip(" ：:")
        size = sum(sheet.pieces[j].end - sheet.pieces[j].start for j in body)
        drawn = any(sheet.pieces[j].block == "row" for j in body)
        if (size < _SHORTEST_BODY and not drawn and len(rest) < 60) or _FILE.search(rest):
            kinds[first] = "attachments"
            continue
        kinds[first] = "annex"
        last = body[-1] if body else first
        while last > first and kinds.get(last) in ("signature", "date"):
            last -= 1
        title = (
            (sheet.pieces[first].end - len(m["rest"].lstrip(" ：:")), sheet.pieces[first].end)
            if 2 <= len(rest) <= 80 and "。" not in rest
            else None
        )
        found.append(Annex(m["name"] + (m["number"] or ""), first, following - 1, title))
    return found


def attached_names(sheet: Sheet, kinds: dict[int, LineKind]) -> dict[str, tuple[str, tuple[int, int]]]:
    """What the lists of attachments name: plain name -> label (附件, 附件2) and view range of the name as it is listed."""
    found: dict[str, tuple[str, tuple[int, int]]] = {}
    for i in (i for i, kind in sorted(kinds.items()) if kind == "attachments"):
        words = sheet.words(i)
        m = _ANNEX.match(words)
        at = m.start("rest") if m is not None else 0
        at += len(words[at:]) - len(words[at:].lstrip(" ：:"))
        item = _LISTED.match(words, at)
        at = item.end() if item is not None else at
        name = words[at:].rstrip("。；")
        number = item["number"] if item is not None else (m["number"] if m is not None else None)
        if len(bare_name(name)) >= _SHORTEST_NAME:
            start = sheet.pieces[i].start + at
            found.setdefault(bare_name(name), (f"附件{number or ''}", (start, start + len(name))))
    return found


def _may_be_label(m: re.Match[str]) -> bool:
    """附件, 附件1, 附件：…, 附件1 某某表; not 附件要求…, 附近…, 附则."""
    rest = m["rest"]
    if m["name"] == "附" and not rest.startswith(("：", ":")):
        return False
    if rest == "" or rest[0] in "：: \t《":
        return True
    return (bool(m["number"]) and len(rest) <= 60 and not re.match(r"[、和及与至，。）]|所列|规定|中|的|内", rest)) or bool(
        re.match(r"(?:19|20)[0-9]{2}年|[1-9][.、]", rest) or _NAMED.fullmatch(rest)
    )


def _is_list(sheet: Sheet, i: int, m: re.Match[str], kinds: dict[int, LineKind], signed: list[int]) -> bool:
    """Whether 附件… here only names what is attached: 附件：1.…, a name before the signature, or nothing but names behind it."""
    rest = m["rest"].lstrip(" ：:\t")
    if _LIST_ITEM.match(rest):
        return not (m["number"] and len(rest) > 60)
    following = _following(sheet, i, kinds)
    if any(s in following[:12] and _only_names(sheet, following[: following.index(s)]) for s in signed):
        return True
    if not following:
        return True
    if rest and _only_names(sheet, following) and len(following) <= 3 and not m["number"]:
        return True
    again = any((n := _ANNEX.match(sheet.words(j))) is not None and _may_be_label(n) for j in following)
    if rest and again and _only_names(sheet, _until_annex(sheet, following)):
        return True
    return (
        rest == ""
        and bool(following)
        and all(_LIST_ITEM.match(sheet.words(j)) and len(sheet.words(j)) < 60 for j in following)
        and len(following) <= 12
    )


def _until_annex(sheet: Sheet, following: list[int]) -> list[int]:
    """Pieces up to the next line that may open an annex."""
    for n, j in zip(count(), following):
        m = _ANNEX.match(sheet.words(j))
        if m is not None and _may_be_label(m):
            return following[:n]
    return following


def _following(sheet: Sheet, i: int, kinds: dict[int, LineKind]) -> list[int]:
    """Pieces behind i that are no colophon, furniture or note."""
    return [
        j for j in range(i + 1, min(len(sheet.pieces), i + 60)) if kinds.get(j) not in ("colophon", "furniture", "annotation")
    ]


def _only_names(sheet: Sheet, pieces: list[int]) -> bool:
    """Whether lines are but names of attachments: short, without sentences, no table rows."""
    return all(
        len(sheet.words(j)) <= 70
        and "。" not in sheet.words(j)
        and sheet.pieces[j].block != "row"
        and "\t" not in sheet.words(j)
        and "|" not in sheet.words(j)
        for j in pieces
    )


def _mark_list(sheet: Sheet, i: int, kinds: dict[int, LineKind]) -> int:
    """Mark the attachment list that begins at i; the first piece behind it."""
    kinds[i] = "attachments"
    j = i + 1
    while j < len(sheet.pieces) and j not in kinds and len(sheet.words(j)) <= 90 and "。" not in sheet.words(j):
        if not _LIST_ITEM.match(sheet.words(j)) and not _goes_on_listed(sheet, j, kinds):
            break
        kinds[j] = "attachments"
        j += 1
    return j


def _goes_on_listed(sheet: Sheet, j: int, kinds: dict[int, LineKind]) -> bool:
    """Whether a line is the rest of a long name of an attachment: the number after the one above it stands on the next line."""
    if j + 1 >= len(sheet.pieces) or j + 1 in kinds or len(sheet.words(j - 1)) < _LONG_NAME or sheet.words(j - 1)[-1] in "；。）":
        return False
    above = re.search(r"(?:\A|：) ?([0-9]{1,2}) ?[.、．]", sheet.words(j - 1))
    below = _LISTED.match(sheet.words(j + 1))
    return above is not None and below is not None and int(below["number"]) == int(above[1]) + 1
