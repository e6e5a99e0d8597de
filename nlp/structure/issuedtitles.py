"""Titles that stand elsewhere than in the head: of the norm that an announcement makes known, of the text that a notice without a
title of its own issues, the fuller one below the signature."""

from __future__ import annotations

import re

from nlp.structure.annexes import attached_names
from nlp.structure.footer import Footer
from nlp.structure.header import Header
from nlp.structure.issued import ISSUED, bare_name, issued_names, plain_name
from nlp.structure.lines import Sheet
from nlp.structure.titleblock import PASSED, HeaderRules, find_title
from nlp.structure.titles import unquoted

_BARE_TITLE = re.compile(r"(?:公告|令|命令)\Z")
_BARE_NUMBER = re.compile(r"第? ?[0-9一二三四五六七八九十百零〇]{1,6} ?号")
_AND_MORE = re.compile("(?:（[^（）]{1,12}）)?[、和及]《")  # one of several texts
_LISTS = frozenset(("清单", "目录", "名单"))  # kinds that an annex has without being what is issued
_FORWARDED = re.compile("转发")  # the text of another body, not the one that this document issues
_LAW_OPENS = ("chapter", "article")
_FURTHEST = 30  # pieces from the top among which a norm begins
_LONGEST_NAME = 80
_PAGE_NUMBER = re.compile(r"[—–\-·\s0-9]+")


def announced_title(sheet: Sheet, header: Header, rules: HeaderRules) -> tuple[tuple[int, int], ...]:
    """The line with the name of the norm that a bare announcement or order makes known (某某常务委员会公告, 公告)."""
    title = "".join(sheet.text[a:b] for a, b in header.title).replace(" ", "")
    m = _BARE_TITLE.search(title)
    if m is None or (m.start() > 0 and not rules.organs.is_organ(title[: m.start()])):
        return ()
    names = {n for n in issued_names(sheet, header) if rules.titles.kind_of(n)}
    pieces = range(len(sheet.pieces)) if names else range(0)
    for i in (*pieces[header.end :], *pieces[: header.end]):  # below; a page may say it above only
        if plain_name(sheet.words(i)) in names:
            return ((sheet.pieces[i].start, sheet.pieces[i].end),)
    return ()


def is_serial(sheet: Sheet, header: Header) -> bool:
    """Whether the number is but the serial number of an announcement (公告 第十一号), not that of an order."""
    last = header.title[-1][1] if header.title else 0
    return sheet.text[last - 1 : last] != "令" and _BARE_NUMBER.fullmatch(sheet.text[slice(*header.number or (0, 0))]) is not None


def issued_title(sheet: Sheet, header: Header, footer: Footer, rules: HeaderRules) -> tuple[tuple[int, int], ...]:
    """Where the notice's title is missing: the title of the text that it issues, below the signature, else from 《…》现印发."""
    below = _title_below(sheet, footer, rules)
    if below:
        return below
    start = sheet.pieces[header.end].start if header.end < len(sheet.pieces) else len(sheet.text)
    m = ISSUED.search(sheet.text, start, min(len(sheet.text), start + 2_000))
    listed = m is not None and (sheet.text[m.start() - 1 : m.start()] in ("、", "和", "及") or _AND_MORE.match(sheet.text, m.end()))
    if m is not None and not listed and not _FORWARDED.search(sheet.text, m.start(), m.end() + 60):
        group = "title" if m["title"] is not None else "passed"
        listed_as = attached_names(sheet, footer.kinds).get(bare_name(m[group]))
        if listed_as is not None:  # 现将《<某报告>分工表》印发, attached as 《某报告》分工表
            return (listed_as[1],)
        if rules.titles.ends_title(m[group]):
            return (m.span(group),)
    annexes = [a for a in footer.annexes if a.title is not None]
    if len(annexes) == 1 and annexes[0].title is not None and len(footer.annexes) == 1:
        a, b = annexes[0].title
        name = sheet.text[a:b].replace(" ", "")
        norm = rules.titles.ends_title(name) and rules.titles.kind_of(name) not in _LISTS
        return ((a, b),) if norm and sheet.pieces[annexes[0].last].block != "row" else ()
    return ()


def fuller_title(sheet: Sheet, header: Header, footer: Footer, rules: HeaderRules) -> tuple[tuple[int, int], ...]:
    """The title below the signature where the page's own title is but its end: of the notice only the foot is left."""
    if header.addressees is not None or not header.title or footer.letter_end is None:
        return ()
    ranges = _title_below(sheet, footer, rules)
    whole, short = (plain_name("".join(sheet.text[a:b] for a, b in r)) for r in (ranges, header.title))
    return ranges if len(whole) > len(short) and whole.endswith(short) else ()


def _title_below(sheet: Sheet, footer: Footer, rules: HeaderRules) -> tuple[tuple[int, int], ...]:
    """The title directly below the letter's signature."""
    begin = footer.letter_end
    if begin is not None:
        pieces = []
        for i in range(begin, min(begin + 8, len(sheet.pieces))):
            words = sheet.words(i)
            if i in footer.kinds or _PAGE_NUMBER.fullmatch(words):
                continue
            if len(words) > 90 or re.search("[。；|\t]", words) or rules.numbering.at_start(words) is not None:
                break
            pieces.append(i)
        ranges, _ = find_title(sheet, pieces, rules, before=False) if pieces else ((), None)
        return ranges
    return ()


def norm_title(sheet: Sheet, header: Header, rules: HeaderRules) -> tuple[tuple[int, int], ...]:
    """The name of a norm directly above its first chapter or article, where the head of the page holds no title that ends as one.

    Pages of law firms and encyclopaedias put words of their own above: 某某律师为您整理了有关规定。¶《某某办法》¶第一条…
    """
    said = "".join(sheet.text[a:b] for a, b in header.title).replace(" ", "")
    if header.addressees is not None or rules.titles.ends_title(unquoted(said)):
        return ()
    for i in range(1, min(_FURTHEST, len(sheet.pieces))):
        label = rules.numbering.at_start(sheet.words(i))
        if label is None or label.family not in _LAW_OPENS:
            continue
        above = i - 2 if i > 1 and PASSED.match(sheet.words(i - 1)) else i - 1
        words = sheet.words(above)
        name = unquoted(words.replace(" ", ""))
        if label.number == 1 and len(words) <= _LONGEST_NAME and not re.search("[。；：？！|\t]", words) and rules.titles.ends_title(name):
            return ((sheet.pieces[above].start, sheet.pieces[above].end),)
        break
    return ()
