"""What a notice issues: 《…》 or the name between 印发 and 的通知 in its title, and 《…》 that its text says it issues.

The issued text stands below the letter, often under a line 附件. It is no annex then but the document itself.
"""

from __future__ import annotations

import re

from nlp.structure.header import Header
from nlp.structure.lines import Sheet
from nlp.structure.titles import TitleRules

_NAME = "《(?P<{0}>[^《》\n]{{4,120}}(?:《[^《》\n]{{1,80}}》[^《》\n]{{0,40}})?)》"
# 现将《…》印发给你们; 《…》已经市政府同意，现印发; 制定了《…》，现印发给你们
ISSUED = re.compile(
    rf"(?:现将|现予?以?(?:印发|发布|公布|转发)|修[订改]后的){_NAME.format('title')}(?!(?:的)?(?:中|里|所|内|涉及|提出|确定|明确|规定|部署|安排|要求))"
    rf"|{_NAME.format('passed')}(?:（[^（）]{{1,30}}）)?(?:等[^，。]{{0,12}})?[，]?(?:(?:已|业)[^。]{{2,60}})?(?:现予?|予以)(?:以)?(?:印发|公布|发布|颁布|转发)"
)
_IN_TITLE = re.compile(
    r"(?:印发|转发|公布|发布|颁布|下发)(?:《(?P<quoted>[^《》]{4,120}(?:《[^《》]{1,80}》[^《》]{0,40})?)》|(?P<plain>[^《》]{4,120}?))"
    r"(?:的|等)[^的]{0,14}\Z"
)
_NOTE = re.compile(r"(?:[（(][^（）()]{1,24}[)）])+\Z")
_YEAR = re.compile("(?:19|20)[0-9]{2}年度?")  # the notice may leave the year out
_TITLE_MARKS = re.compile("[《》〈〉<>＜＞]")
_OWN_MATTER = re.compile(r"关于(?!.*(?:印发|转发|批转|公布|发布|颁布|颁发|下发|实施|施行|试行|执行)).*(?:通知|函|意见)\Z")
_BRINGS_IN = re.compile(
    "[^。《》]{2,40}(?:发布|印发|下发|公布|出台|制定)了?《(?P<name>[^《》\n]{6,90})》[，。：]?(?:现将)?(?:具体|全文|详细|主要|有关)?(?:内容|全文|原文)?如下"
)
_REACH = 2_000
_SHORTEST = 6


def issued_names(sheet: Sheet, header: Header) -> tuple[str, ...]:
    """Names of texts that a document issues by its title and first sentences; blanks, years, closing brackets dropped.

    A notice whose title tells a matter of its own (关于开展…活动的通知) issues nothing: the plan that it sends along is its annex.
    """
    title = plain_name("".join(sheet.text[a:b] for a, b in header.title))
    m = _IN_TITLE.search(title)
    names = [m["quoted"] or m["plain"]] if m is not None else []
    if not names and _OWN_MATTER.search(title):
        return ()
    start = sheet.pieces[header.end].start if header.end < len(sheet.pieces) else len(sheet.text)
    for m in ISSUED.finditer(sheet.text, start, min(len(sheet.text), start + _REACH)):
        names.append(m["title"] or m["passed"])
    return tuple(dict.fromkeys(plain_name(n) for n in names))


def introduced_title(sheet: Sheet, header: Header, titles: TitleRules) -> tuple[tuple[int, int], ...]:
    """The title in 《》 of a sentence that brings the text in, where nothing else is one: 某局发布《…的通知》，具体内容如下."""
    if len(header.title) > 1:
        return ()
    for i in range(min(header.end + 1, 4, len(sheet.pieces))):
        m = _BRINGS_IN.match(sheet.text, sheet.pieces[i].start, sheet.pieces[i].end)
        alone = not header.title or header.title[0][0] == sheet.pieces[i].start
        if m is not None and alone and titles.ends_title(m["name"]):
            return (m.span("name"),)
    return ()


def is_issued(title: str, names: tuple[str, ...], titles: TitleRules) -> bool:
    """Whether the text with this title is the one that a notice issues: a document of its own, not a table or list.

    >>> is_issued("某县养犬管理办法（试行）", ("某县养犬管理办法",), titles)  # doctest: +SKIP
    True
    """
    if titles.kind_of(title) is None:
        return False
    plain = plain_name(title)
    return any(min(len(plain), len(n)) >= _SHORTEST and (plain.endswith(n) or n.endswith(plain) or plain in n) for n in names)


def bare_name(title: str) -> str:
    """A name to compare, without any title marks: 《<某法>实施表》 and 《某法》实施表 are one."""
    return _TITLE_MARKS.sub("", plain_name(title))


def plain_name(title: str) -> str:
    """A name without blanks, marks, year and closing brackets: 2022年某县养犬办法（试行） -> 某县养犬办法."""
    return _YEAR.sub("", _NOTE.sub("", "".join(title.split()).strip("《》")))
