"""The title block: which neighbouring lines make the title, and where a title line begins and ends.

A title is put together backwards from a line that ends as titles end (…的通知, …实施方案（试行）): lines above join it while they
plainly go on (《 not closed, 、 at the end) or name the body that issues, up to a masthead, a number, a date or another title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.structure.blanks import blank_before, first_blank, is_spread
from nlp.structure.labelbox import LabelRules
from nlp.structure.labels import NumberingRules
from nlp.structure.lines import Sheet
from nlp.structure.marks import MarkRules
from nlp.structure.numbers import DocumentNumber
from nlp.structure.organs import OrganRules
from nlp.structure.titles import TitleRules, is_collection, is_file_name, title_bounds
from nlp.view import HAN

_SHORTEST_TITLE = 6
MASTHEAD = re.compile(r"(?:文件|公报|专报|简报|公文处理笺)\Z|\A文 ?件\Z|明传电报|\A发电")
PASSED = re.compile(
    r"\A（[^（）。]{0,40}?[12一二][0-9〇○零一二三四五六七八九]{3} ?年.{4,300}"
    r"(?:通过|批准|公布|修订|修正|施行|发布|印发).{0,80}）?\Z"
    r"|\A[（]?[12][0-9]{3} ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日[^，。《]{4,50}会议(?:通过|批准|《)"
    r"|\A(?:[（]?[12][0-9]{3} ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日|根据).{4,160}(?:通过|批准|公布|修订|修正|施行|发布|废止)）?\Z"
)
ANNEX_LINE = re.compile("附(?:件|表) ?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})?[：:]?")
_CONTINUES = re.compile(r"\A(?:的|关于|印发|转发|批转|暨|及|和|与|等|《)")
_ADORNED = re.compile("[★☆◆◇●▲※]")  # spam and ornaments, no part of a title
_HAN = re.compile(f"[{HAN}]")
_NO_TITLE = re.compile(r"[：|]|[0-9]{1,2}:[0-9]{2}")  # labels, cells, the time of the day
_ABOUT = re.compile(r"关于|印发|转发|批转|公布|(?:颁布|颁发|发布|下发)(?=《)")
_FINISHED = re.compile(r"的[^的]{1,8}\Z|》[^《》]{0,8}\Z")
_SHORTEST_ORGAN = 5
_SHORT_HEAD = 8  # 考核依据: the head of a page above a title that names its place and year
_SITE_NAME = re.compile("(?:网站?|门户|频道|平台|在线)\\Z")  # 某县人民政府门户网站 关于…的通知
_OF_PLACE = re.compile(rf"[{HAN}]{{1,8}}?[省市县区州旗镇乡](?:19|20)[0-9]{{2}}年")


@dataclass(frozen=True, slots=True)
class HeaderRules:
    """The tables that the head is read with."""

    titles: TitleRules
    organs: OrganRules
    labels: LabelRules
    marks: MarkRules
    numbering: NumberingRules


def find_title(
    sheet: Sheet, pieces: Sequence[int], rules: HeaderRules, before: bool
) -> tuple[tuple[tuple[int, int], ...], DocumentNumber | None]:
    """Ranges of the title's lines among `pieces`, and a number that stands in brackets behind it.

    With `before` (addressees follow) the last whole title wins, else the first of the fullest ones: pages repeat their titles.
    """
    spaced = _double_spaced(sheet)
    found: list[tuple[tuple[tuple[int, int], ...], DocumentNumber | None]] = []
    allowed = set(pieces)
    for j in pieces:
        title = _title_ending_at(sheet, j, allowed, spaced, rules)
        if title is not None:
            found.append(title)
    columns, found = found, _without_names(sheet, found, rules)
    if not found:
        ranges, number = _loose_title(sheet, pieces, rules)
        return (ranges, number) if ranges or not columns else columns[-1]
    lengths = [sum(b - a for a, b in ranges) for ranges, _ in found]
    full = [f for f, n in zip(found, lengths, strict=True) if n >= _SHORTEST_TITLE] or found
    full = [f for f in full if not _lost_opening(_joined(sheet, f[0]))] or full
    number = next((n for _, n in found if n is not None), None)
    best = full[-1]
    if not before and len(full) > 1:  # prefer a title of the first block over a table heading far below
        about = [f for f in full if _ABOUT.search(_joined(sheet, f[0]))]
        best = about[-1] if about else full[-1]
    text = _joined(sheet, best[0])
    whole = next((f for f in full if (t := _joined(sheet, f[0])).startswith(text) and len(t) > len(text)), None)
    if whole is None and not rules.organs.is_organ(text.split("关于")[0]):  # the body stands above, a blank line between
        whole = next((f for f in full if (t := _joined(sheet, f[0])).endswith(text) and rules.organs.is_organ(t[: -len(text)])), None)
    marked = next((f for f in full if (t := _joined(sheet, f[0])) != text and _plain(t) == _plain(text) and "《" in t), None)
    return (whole or marked or best)[0], number  # a title cut off in the body stands whole above it, or with its 《》


def _lost_opening(title: str) -> bool:
    """Whether a title closes marks that it does not open: a piece of a longer line."""
    return any(0 <= title.find(close) < (title.find(opening) + 1 or len(title) + 1) for opening, close in ("《》", "〈〉"))


def _plain(title: str) -> str:
    return title.replace("《", "").replace("》", "")


def _without_names(
    sheet: Sheet, found: list[tuple[tuple[tuple[int, int], ...], DocumentNumber | None]], rules: HeaderRules
) -> list[tuple[tuple[tuple[int, int], ...], DocumentNumber | None]]:
    """Titles without names of site columns and of files, where others are left."""
    own = [f for f in found if not rules.titles.is_column(_joined(sheet, f[0]))]
    return [f for f in own if not is_file_name(sheet.text[f[0][-1][0] : f[0][-1][1] + 5].split("\n")[0])] or own


def _joined(sheet: Sheet, ranges: Sequence[tuple[int, int]]) -> str:
    return "".join(sheet.text[a:b] for a, b in ranges).replace(" ", "")


def _title_ending_at(
    sheet: Sheet, j: int, allowed: set[int], spaced: bool, rules: HeaderRules
) -> tuple[tuple[tuple[int, int], ...], DocumentNumber | None] | None:
    """The title whose last line is piece j, None where the line does not end a title."""
    piece, words = sheet.pieces[j], sheet.words(j)
    words = rules.titles.without_page_words(words)
    start, end = piece.start, piece.start + len(words)
    begin, stop = title_bounds(words, rules.titles)
    start, end = start + begin, start + stop
    above = sheet.words(j - 1).replace(" ", "") if j - 1 in allowed else ""
    wrapped = begin > 0 or (rules.titles.is_column(words) and not (above and (_open(above) or _unfinished(above))))
    number = next((n for n in sheet.numbers_in(start, end) if _behind_title(sheet, n, end, start, rules)), None)
    if number is not None and number.start > start:
        end = number.start
        while end > start and sheet.text[end - 1] in "（([ 〔":
            end -= 1
    elif number is not None:
        start = number.end
        while start < end and sheet.text[start] in " ）)：:":
            start += 1
        if sheet.text[start] == "《" and sheet.text[end - 1] == "》":
            start, end = start + 1, end - 1
    while start < end and sheet.text[start] in "-—– ":
        start += 1  # ——政府采购招标投标管理办法
    label = rules.labels.prefix.match(sheet.text, start, end)
    at = label.end() if label is not None else end
    if at < end and (sheet.text[at] == " " or blank_before(sheet.view, at)) and not is_spread(sheet.view, start, end):
        start = at  # 内容概述 某街道2022年工作总结
    while start < end and sheet.text[start] == " ":
        start += 1
    start = without_repeat(sheet, start, end, rules)
    text = sheet.text[start:end].replace(" ", "")
    if not rules.titles.ends_title(text) or (MASTHEAD.search(text) and not text.endswith(("公报",))):
        return None
    following = sheet.words(j + 1) if j + 1 in allowed else ""
    if following.startswith(("的", "》")) and rules.titles.ends_title(following.replace(" ", "")):
        return None
    ranges = [(start, end)]
    whole = text
    k = j
    while not wrapped and k - 1 in allowed and _joins(sheet, k - 1, whole, spaced, rules):
        k -= 1
        ranges.insert(0, (sheet.pieces[k].start, sheet.pieces[k].end))
        whole = sheet.words(k).replace(" ", "") + whole
    if len(whole) > 260:
        return None
    return tuple(ranges), number


def without_repeat(sheet: Sheet, start: int, end: int, rules: HeaderRules) -> int:
    """Start of a title line without what stands twice in it (某某办公室 某某办公室关于…) or is but a kind (公示 某县…公示)."""
    at = None if is_spread(sheet.view, start, end) else first_blank(sheet.view, start, end)
    while at is not None:
        left, right = (sheet.text[a:b].replace(" ", "") for a, b in ((start, at), (at, end)))
        site_or_kind = _SITE_NAME.search(left) or (len(left) <= 4 and rules.titles.ends_title(left))
        if left and (right.startswith(left) or (site_or_kind and rules.titles.ends_title(right))):
            return at
        at = first_blank(sheet.view, at, end)
    return start


def _behind_title(sheet: Sheet, number: DocumentNumber, end: int, start: int, rules: HeaderRules) -> bool:
    """Whether a number in a title line is the document's own: at its very end behind a whole title, or at its very start."""
    after = sheet.text[number.end : end].strip("）)] ")
    before = sheet.text[start : number.start].rstrip("（([〔 ").replace(" ", "")
    if not after:
        return rules.titles.ends_title(before)
    parted = after[0] in "《-—–" or _ABOUT.search(after) or sheet.text[number.end : number.end + 1] == " "
    return not before and bool(parted) and rules.titles.ends_title(after)


def _joins(sheet: Sheet, k: int, whole: str, spaced: bool, rules: HeaderRules) -> bool:
    """Whether piece k, just above, belongs to the title that so far reads `whole`."""
    words = sheet.words(k).replace(" ", "")
    gap = sheet.pieces[k + 1].gap
    if words.count("《") > words.count("》") and whole.count("》") <= whole.count("《"):
        return False  # a page title that was cut off: nothing below closes its 《
    masthead = (MASTHEAD.search(words) and not _ABOUT.search(words)) or _ADORNED.search(words)
    organ = bool(rules.organs.organs(sheet.words(k)))
    runs_on = _unfinished(words) and not _ABOUT.search(whole) and gap <= 1
    joint = organ and _signs_below(sheet, k, words) and _complete(whole, rules)
    reach = 2 if _open(words) or runs_on or joint or (organ and _CONTINUES.match(whole)) else 1 if spaced else 0
    if gap > reach or sheet.pieces[k + 1].cut or masthead or not words:
        return False
    if ANNEX_LINE.fullmatch(words):
        return False
    copied = _plain(rules.titles.without_page_words(words)) == _plain(whole)
    if copied or rules.titles.is_column(words) or is_file_name(words) or is_collection(words):
        return False
    if (
        words[-1] in "。；"
        or "：" in words
        or (sheet.dates_in(sheet.pieces[k].start, sheet.pieces[k].end) and len(words) < 30)
        or PASSED.match(words)
    ):
        return False
    if organ:
        about = _ABOUT.search(whole)
        if about is not None and about.start() >= _SHORTEST_ORGAN and words.endswith(whole[: about.start()]):
            return False  # 某省某市人民政府 above 某市人民政府关于…: the page names the body, not the title
        return not whole.startswith(words) and (
            joint or _CONTINUES.match(whole) is not None or (not spaced and not rules.organs.is_organ(whole[: len(words)]))
        )
    if (_complete(whole, rules) or (len(words) <= _SHORT_HEAD and _OF_PLACE.match(whole))) and not _open(words):
        return False
    if rules.titles.ends_title(words) and not whole.startswith("的") and not _open(words):
        above = sheet.words(k - 1).replace(" ", "") if k else ""
        goes_on = not _ABOUT.search(whole) and (_unfinished(words) or _unfinished(above))
        if len(whole) > 10 and not (above and _open(above)) and not goes_on:
            return False
    if _CONTINUES.match(whole) and whole.startswith(("关于", "印发")):
        return False
    return gap == 0 or _open(words) or runs_on or len(words) >= 12


def _signs_below(sheet: Sheet, k: int, words: str) -> bool:
    """Whether the body of piece k stands alone on a line again, as those who issue a paper together do behind it."""
    return any(sheet.words(i).replace(" ", "") == words for i in range(k + 2, len(sheet.pieces)))


def _complete(whole: str, rules: HeaderRules) -> bool:
    """Whether a title begins with the body that issues: 某县人民政府关于… needs nothing above it but further bodies."""
    about = _ABOUT.search(whole)
    return about is not None and about.start() > 0 and rules.organs.is_organ(whole[: about.start()])


def _open(words: str) -> bool:
    """Whether a title line plainly goes on: 《 not closed, or it ends in 、 和 的."""
    return (
        words.count("《") > words.count("》")
        or words[-1] in "、和及与的暨"
        or words.endswith(("关于", "印发", "转发", "批转", "公布", "发布"))
    )


def _unfinished(words: str) -> bool:
    """Whether a line with 关于 lacks the 的通知 or 》 that its title must end in: 某某厅关于推行文件 ‖ 审核机制的意见."""
    about = _ABOUT.search(words)
    return about is not None and not _FINISHED.search(words, about.end())


def _double_spaced(sheet: Sheet) -> bool:
    """Whether blank lines part all lines of the document, so that a blank line tells nothing."""
    gaps = [p.gap for p in sheet.pieces[1:]]
    return len(gaps) >= 6 and sum(g >= 1 for g in gaps) > 0.8 * len(gaps)


def _loose_title(
    sheet: Sheet, pieces: Sequence[int], rules: HeaderRules
) -> tuple[tuple[tuple[int, int], ...], DocumentNumber | None]:
    """A title without a known ending: the longest line with 关于, else the last line of some length that is no body's name."""
    lines = [
        (*_loose_bounds(sheet, i, rules), i)
        for i in pieces
        if not MASTHEAD.search(sheet.words(i))
        and _NO_TITLE.search(sheet.words(i)) is None
        and not sheet.words(i).startswith("（")
        and not rules.titles.is_column(sheet.words(i))
        and not is_collection(sheet.words(i))
    ]
    about = [r for r in lines if _ABOUT.search(sheet.text, r[0], min(r[1], r[0] + 40))]
    plain = [
        r
        for r in lines
        if len(_HAN.findall(sheet.text[r[0] : r[1]])) >= 4
        and not rules.organs.organs(sheet.text[r[0] : r[1]])
        and not PASSED.match(sheet.text[r[0] : r[1]])
        and not sheet.dates_in(r[0], r[1])
    ]
    forms = [r for r in plain if rules.titles.ends_any(sheet.text[r[0] : r[1]])]
    if about:
        best = max(about, key=lambda r: r[1] - r[0])
    elif plain:
        best = max(forms or plain, key=lambda r: (min(r[1] - r[0], 12), r[0]))
    else:
        return (), None
    number = next((n for n in sheet.numbers_in(best[1], sheet.pieces[best[2]].end)), None)
    return ((best[0], best[1]),), number


def _loose_bounds(sheet: Sheet, i: int, rules: HeaderRules) -> tuple[int, int]:
    """Range of a title line without site, file ending and the number in brackets behind it."""
    piece = sheet.pieces[i]
    words = rules.titles.without_page_words(sheet.words(i))
    begin, end = title_bounds(words, rules.titles)
    start, stop = piece.start + begin, piece.start + end
    for number in sheet.numbers_in(start, stop):
        if sheet.text[number.end : stop].strip("）)]〕 ") == "" and sheet.text[number.start - 1] in "（([" and number.start - start > 6:
            stop = number.start - 1
    return start, stop
