"""Labels inside a line: which of them open a section.

A line break was lost, or the author wrote on: `…（市委编办负责）（二）推进…`, `一、对象及标准（一）对象。凡是…`, a whole
document on one line. A label inside a line counts only with its sequence: it goes on from a label before it or is followed by
the next, and it stands where a sentence ends. An enumeration inside one sentence (包括：1.身份证；2.户口簿。) is none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from nlp.structure.decimals import decimal_labels
from nlp.structure.enumerations import are_faults, are_tasks
from nlp.structure.headings import is_heading
from nlp.structure.inlineplaces import (
    InlineRow,
    behind_heading,
    behind_run_in,
    below_chapter,
    in_sentence,
    is_short,
    opens_lone,
    parted_headings,
    text_before,
)
from nlp.structure.labels import LAW_FAMILIES, Candidate

_FIRM: frozenset[str] = frozenset({"stop", "close", "blank"})
_MEMBER: frozenset[str] = frozenset({"stop", "close", "blank", "semicolon"})
_LEAST_SHI = 14  # a task of its own has at least so many characters
_LARGEST_STEP = 40
_LEAST_ELEMENT = 4
_NUMBERS = ("num", "num-paren", "circled", "cn-paren")
_CLOSES_ARTICLE = re.compile("(?:施行|实施|执行|解释|备案|处罚|责任)$")  # …之日起施行第八条 本办法由…: a full stop forgotten
_SORTED = (*LAW_FAMILIES, "dotted")  # families that have their own proof


def proven(text: str, lines: Sequence[tuple[int, int, Sequence[Candidate]]]) -> list[Candidate]:
    """Candidates that count, in text order. `lines` are (start, end, candidates of the line), in order.

    All labels at line starts pass (the tree decides about them); of those inside lines only the proven ones.
    """
    rows = [
        InlineRow(n, a, b, cs[0] if cs and cs[0].place == "line" else None, tuple(c for c in cs if c.place != "line"))
        for n, (a, b, cs) in enumerate(lines)
    ]
    nexts = _next_at_line(rows)
    faults = _fault_lines(text, rows)
    last: dict[str, int] = {}
    out: list[Candidate] = []
    for row in rows:
        if row.first is not None and row.index not in faults:
            _count(last, row.first)
            out.append(row.first)
        if row.inside:
            kept = _of_line(text, row, dict(last), nexts[row.index])
            for c in kept:
                _count(last, c)
            out += kept
    return out


def _count(last: dict[str, int], c: Candidate) -> None:
    """Note the number; a label of an outer law family closes what stands in it."""
    last[c.family] = c.number
    if c.family in LAW_FAMILIES:
        for family in list(last):
            if family not in LAW_FAMILIES:
                del last[family]


def _fault_lines(text: str, rows: list[InlineRow]) -> frozenset[int]:
    """Lines 一是 … 二是 … below each other that tell what is wrong: they are no items."""
    out: set[int] = set()
    run: list[InlineRow] = []
    for row in (*rows, InlineRow(-1, 0, 0, None, ())):
        goes_on = row.first is not None and row.first.family == "shi" and row.first.number == len(run) + 1
        if not goes_on and run:
            bodies = [text[r.first.text_at : r.end] for r in run if r.first is not None]
            out |= {r.index for r in run} if len(run) > 1 and are_faults(bodies) else set()
            run = []
        if row.first is not None and row.first.family == "shi" and row.first.number == len(run) + 1:
            run.append(row)
            behind = [c for c in row.inside if c.family == "shi" and c.place in _MEMBER]
            if row.first.number == 1 and behind:  # 一是…不强。二是…不及时。 in one paragraph
                stops = [*(c.start for c in behind), row.end]
                out |= {row.index} if are_faults([text[c.text_at : s] for c, s in zip((row.first, *behind), stops, strict=True)]) else set()
    return frozenset(out)


def _next_at_line(rows: list[InlineRow]) -> list[dict[str, int]]:
    """For every line: by family, the number of the next label at a line start behind it."""
    following: dict[str, int] = {}
    out: list[dict[str, int]] = []
    for row in reversed(rows):
        out.append(dict(following) if row.inside else {})
        if row.first is not None:
            following[row.first.family] = row.first.number
    return out[::-1]


def _of_line(text: str, row: InlineRow, last: dict[str, int], following: dict[str, int]) -> list[Candidate]:
    """The labels inside one line that count: 章 and 条 first, then the others between them."""
    collapsed, parted = _collapsed(row), parted_headings(row)
    kept = _law_labels(text, row, last, following, collapsed)
    edges = [row.start, *(c.start for c in kept), row.end]
    for n, (begin, end) in enumerate(pairwise(edges)):
        opener = kept[n - 1] if n else row.first
        article = opener is not None and opener.family == "article"
        decimals = decimal_labels(text, row.first if n == 0 else None, [c for c in row.inside if begin < c.start < end])
        kept += decimals
        members = [c for c in row.inside if begin < c.start < end and c.family not in _SORTED]
        if decimals:
            members = [c for c in members if c.family != "num"]
        for family in dict.fromkeys(c.family for c in members):
            before = 0
            if n == 0:
                before = row.first.number if row.first is not None and row.first.family == family else last.get(family, 0)
            after = following.get(family) if n == len(edges) - 2 else None
            for chain in _chains([c for c in members if c.family == family], collapsed):
                lone = len(chain) == 1 and chain[0].number == 1 and opens_lone(text, row, chain[0], following)
                if lone or _listed(text, row, chain, end, article):
                    kept += chain
                elif not (parted and in_sentence(chain)):
                    kept += _kept_of(text, row, chain, before, after, collapsed)
    kept.sort(key=lambda c: c.start)
    return _without_empty(text, kept, row.end)


def _listed(text: str, row: InlineRow, chain: list[Candidate], end: int, article: bool) -> bool:
    """Whether a run 1 2 3 inside a paragraph is a list of items: （一）…；（二）… of an article, what a run-in heading holds
    (（一）扶贫信息公开。1.…；2.…), or tasks of their own."""
    if chain[0].number != 1 or len(chain) < 2 or any(c.place not in _MEMBER for c in chain[1:]):
        return False
    if article and chain[0].family == "cn-paren" and chain[0].place == "colon":
        return True
    if chain[0].place == "stop" and chain[0].family in _NUMBERS and behind_run_in(text, row, chain[0]):
        return all(b.start - a.text_at >= _LEAST_ELEMENT for a, b in pairwise(chain))
    if chain[0].family not in ("num", "num-paren", "circled", "cn-paren") or chain[0].place not in (*_MEMBER, "colon", "comma"):
        return False
    return are_tasks([text[a.text_at : b] for a, b in zip(chain, [*(c.start for c in chain[1:]), end], strict=True)])


def _law_labels(text: str, row: InlineRow, last: dict[str, int], following: dict[str, int], collapsed: bool) -> list[Candidate]:
    """编 章 节 条 inside a line: behind full stops in their order, or glued to a chapter heading (第一章总则第一条为了…)."""
    members = [c for c in row.inside if c.family in LAW_FAMILIES]
    count = {f: last.get(f, 0) for f in LAW_FAMILIES}
    before = row.first if row.first is not None and row.first.family in LAW_FAMILIES else None
    kept: list[Candidate] = []
    for n, c in enumerate(members):
        heading_before = before is not None and before.family != "article" and is_short(text[before.text_at : c.start])
        step = c.number - count[c.family]
        leads = n + 1 < len(members) and members[n + 1].number == 1 and members[n + 1].family != c.family
        goes_on = (n + 1 < len(members) and members[n + 1].number == c.number + 1) or following.get(c.family) == c.number + 1
        if c.place in _FIRM:
            jumps = 1 < step <= _LARGEST_STEP and (collapsed or (c.place == "stop" and goes_on))  # …区域。第三条城市市容…
            good = step == 1 or jumps or (c.number == 1 and (collapsed or goes_on or leads))
            good = good and (collapsed or heading_before or goes_on or step == 1)
        elif c.family == "article":
            good = (
                (c.number == 1 and c.place == "colon" and (collapsed or goes_on))
                or (heading_before and (step == 1 or goes_on or (0 <= step <= 2 and c.number > 1)))
                or (c.number == 1 and collapsed and count["article"] == 0 and c.place == "glued")
                or (step == 1 and c.text_at > c.end and _CLOSES_ARTICLE.search(text, c.start - 4, c.start) is not None)
            )
        else:
            good = c.place == "glued" and (
                (heading_before and (step == 1 or (c.number == 1 and leads))) or (c.number == 1 and collapsed and not kept)
            )
        if good:
            kept.append(c)
            before = c
            count[c.family] = c.number
            for inner in LAW_FAMILIES[LAW_FAMILIES.index(c.family) + 1 : 3]:
                count[inner] = 0
    return kept


def _collapsed(row: InlineRow) -> bool:
    """Whether the line plainly holds several lines: a long one with many labels behind full stops."""
    firm = [c for c in row.inside if c.place in ("stop", "close", "blank", "colon")]
    return (row.end - row.start > 400 and len(firm) >= 4) or (len({c.family for c in firm}) >= 3 and len(firm) >= 5)


def _chains(members: list[Candidate], collapsed: bool) -> list[list[Candidate]]:
    """Runs of successive numbers: a label joins the latest run that it continues, the number 1 begins a new one.

    Where line ends were lost, a label at a firm place joins also with one number missing or repeated.
    """
    chains: list[list[Candidate]] = []
    for c in members:
        near = [ch for ch in reversed(chains[-12:]) if ch[-1].number + 1 == c.number] if c.number > 1 else []
        firm = next((ch for ch in near if c.place in _FIRM and ch[-1].place in _FIRM), None)  # not 统一、规范 before 二、
        home = firm or next((ch for ch in near if ch in chains[-3:]), None)
        if home is None and collapsed and c.number > 1 and c.place in _FIRM and chains:
            last = chains[-1][-1]
            begun = last.place == "glued" and last.number == 1 and c.family == "cn-paren" and c.number == 3  # 三、保障措施（一）…（三）…
            home = chains[-1] if begun or (c.number - last.number in (0, 2) and last.place in _FIRM) else None
        if home is None:
            chains.append([c])
        else:
            home.append(c)
    return chains


def _kept_of(
    text: str, row: InlineRow, chain: list[Candidate], begin: int, following: int | None, collapsed: bool
) -> list[Candidate]:
    """What of one run counts."""
    family = chain[0].family
    preceded = chain[0].number == begin + 1 and begin > 0
    if len(chain) == 1 and chain[0].number == 1 and (collapsed or chain[0].place == "glued") and _stands_alone(text, row, chain[0]):
        return chain
    if chain[0].number != 1 and not preceded and following != chain[-1].number + 1 and (len(chain) < 3 or not collapsed):
        return []
    good: list[Candidate] = []
    for n, c in enumerate(chain):
        linked_before = bool(good) or (n == 0 and (preceded or c.number == 1))
        more = n + 1 < len(chain)
        linked_behind = more or following == c.number + 1
        if not _stands_well(text, row, c, chain, n, linked_before, linked_behind, collapsed, preceded, following):
            if good:
                break
            if c.number == 1 and not collapsed:
                break
            continue
        good.append(c)
    if not good:
        return []
    joined = len(good) >= 2 or following == good[-1].number + 1 or (preceded and good[0] is chain[0])
    if family == "num" and len(good) == 1 and not (following == good[-1].number + 1 or (preceded and good[0].place == "stop")):
        return []
    return good if joined else []


def _stands_alone(text: str, row: InlineRow, c: Candidate) -> bool:
    """Whether a first item without a second one opens a section: its heading goes before the next label, or the text breaks off."""
    if c.family == "cn-paren" and c.place == "glued":
        return below_chapter(text, row, c)
    at = bisect_right(row.inside, c.start, key=lambda x: x.start)
    if c.family == "cn-paren" and c.place == "colon" and at < len(row.inside):  # 下列事项：（一）行政决策方面1、…
        words = text[c.text_at : row.inside[at].start]
        return row.inside[at].number == 1 and row.inside[at].place == "glued" and is_short(words) and is_heading(words, alone=True)
    if c.family not in ("num-paren", "cn-paren", "cn") or c.place not in _FIRM:
        return False
    if at < len(row.inside):
        behind = row.inside[at]
        return c.family != "num-paren" and behind.number == 1 and behind.place == "blank" and is_short(text[c.text_at : behind.start])
    cut = not text[row.end :].strip() and text[row.end - 1] not in "。！？）”"
    return cut and c.place == "blank" and behind_heading(text, row, c)


def _stands_well(
    text: str, row: InlineRow, c: Candidate, chain: list[Candidate], n: int, before: bool, behind: bool, collapsed: bool,
    preceded: bool, following: int | None,
) -> bool:  # fmt: skip
    """Whether the place of one candidate of a run lets it open a section."""
    if c.family == "shi":
        return _task_of_its_own(text, row, c, chain, n)
    if c.place == "stop":
        return True
    if c.place in ("close", "blank"):
        return c.family not in ("num", "circled", "num-paren") or len(chain) >= 2 or behind
    if c.place == "colon":
        return c.number == 1 and (collapsed or (chain[n + 1].place in _FIRM if n + 1 < len(chain) else following == 2))
    if c.place == "semicolon":
        at_lines = following == chain[-1].number + 1 or preceded
        headed = before and n > 0 and chain[0].place == "glued"  # 公示内容（一）补贴对象；（二）补贴标准
        return at_lines or headed or (collapsed and (c.family != "num" or chain[0].place == "colon"))
    if c.place in ("glued", "comma") and c.number == 1 and len(chain) > 1 and chain[1].place in _MEMBER and not text_before(text, row, c).strip():
        return row.first is not None and row.first.family != c.family  # 三、①…；②…
    if c.place == "glued":
        if c.family == "num":
            firm = len(chain) > 1 and (chain[1].place in _FIRM or (collapsed and len(chain) > 2 and chain[1].place == "semicolon"))
            return c.number == 1 and firm and behind_heading(text, row, c) and is_heading(text_before(text, row, c), alone=True)
        if c.family not in ("cn", "cn-paren", "num-paren"):
            return False
        if c.number == 1 and c.family != "cn":
            if not (behind and behind_heading(text, row, c)):
                return False
            if n + 1 >= len(chain) or chain[n + 1].place in _FIRM:
                return True
            return chain[n + 1].place == "semicolon" and is_heading(text_before(text, row, c), alone=True)
        return collapsed and before and behind and c.family != "num-paren"
    return False


def _task_of_its_own(text: str, row: InlineRow, c: Candidate, chain: list[Candidate], n: int) -> bool:
    """一是 … with a run-in heading or a whole sentence; not the members of one sentence (一是思想到位，二是措施到位)."""
    stop = chain[n + 1].start if n + 1 < len(chain) else row.end
    body = text[c.text_at : stop]
    behind_comma = c.place == "comma" and n == 0 and len(chain) > 1  # 下一步，一是…；二是…
    headed = c.place == "glued" and n == 0 and len(chain) > 1 and chain[1].place == "stop" and behind_heading(text, row, c)
    if c.place not in (*_MEMBER, "colon") and not behind_comma and not headed:
        return False
    if n + 1 < len(chain) and chain[n + 1].place not in _MEMBER:
        return False
    stops = [*(x.start for x in chain[1:]), row.end]
    return len(body) >= _LEAST_SHI and not are_faults([text[x.text_at : s] for x, s in zip(chain, stops, strict=True)])


def _without_empty(text: str, kept: list[Candidate], end: int) -> list[Candidate]:
    """Labels with nothing behind them before the next of the same family (（一）、（二）项) are none."""
    out: list[Candidate] = []
    for n, c in enumerate(kept):
        following = kept[n + 1] if n + 1 < len(kept) else None
        stop = following.start if following is not None else end
        if not text[c.text_at : stop].strip("、，。；和及或至 ") and following is not None and following.family == c.family:
            continue
        out.append(c)
    return out
