"""Long lines cut where a line break was plainly lost.

A document on one line gives one piece with everything in it. Cut here: around the number, behind the title and the addressees,
around the label box, before and behind a signature with its date, around notes such as （此件公开发布）, behind label and
title of an annex. Labels (一、 第一条) cut further, but only when their sequence proves them: that is `inline.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from nlp.dates import find_dates
from nlp.structure.adopted import adoption_cuts
from nlp.structure.blanks import blank_before, first_blank
from nlp.structure.gluedfeet import LONG, signature_cuts, torn_signature
from nlp.structure.gluedheads import (
    about_end,
    first_heading,
    head_names,
    masthead_end,
    signer_end,
)
from nlp.structure.labelbox import LabelRules
from nlp.structure.lawboxes import box_cuts, glued_cuts
from nlp.structure.lines import LONGEST_ADDRESSEES, Piece, Sheet, is_addressees, plain_pieces
from nlp.structure.numbers import DocumentNumber
from nlp.structure.organs import OrganRules
from nlp.structure.titles import TitleRules
from nlp.types import Document, View

_HEAD = 500  # how far into a line its head may reach
_LONGEST_TITLE = 150
_LONGEST_VALUE = 40
_LEAST_BARS = 4

_NOTE = re.compile(
    r"（(?:此件|本件|此文|本文件|本文有)[^（）]{1,40}）"
    r"|(?:信息)?公开(?:选项|方式|属性|类别|形式)：(?:主动公开|依申请公开|不予公开|不公开)(?=[^，。；、]|\Z)"
)
_UNIFIED = re.compile(r" *[A-Z]{2,8}[0-9A-Z]{0,6}[-—–][0-9]{4}[-—–]?[0-9]{3,8}")
_COPIED = re.compile("抄送：|主题词：")
_ANNEX_NEXT = re.compile(r"附(?:件|表) ?[1-9]")
_MARK = re.compile(r"(?:(?:绝密|机密|秘密)(?:★[^ ]{0,6})?|特急|加急|特提|平急|急件)(?= |\t)")
_URGENT_BEHIND = re.compile("(?:特急|加急|特提|平急|急件) ?\\Z")  # 柳河县人民政府办公室特急|柳政办电〔2021〕3号
_CRUMBS = re.compile(r"[^。<]{0,80}?(?:位置：?|首页)[^。<>]{0,20}>(?:[^。<>]{1,30}>){0,8}")
_ANNEX_GLUED = re.compile(r" ?(?P<label>附(?:(?:件|表) ?(?:[0-9]{1,2}(?=(?:19|20)[0-9]{2}年)|(?!(?:19|20)[0-9]{2}年)[0-9]{1,2})?|(?=[：:])))[ ：:]*")
# 附件1|2022年…方案: a text that is an annex, its label run on to its title
_ANNEX_FIRST = re.compile(
    r"附(?:件|表) ?(?:[0-9]{1,2}(?=(?:19|20)[0-9]{2}年)|[0-9]{1,2}(?![0-9、，.．]))?"
    r"(?!(?!(?:19|20)[0-9]{2}年)[0-9]|[：、，]|所|要求|的|中|内|见|如|材料|[一二三四五六七八九十] ?[：、]|\Z)"
)
_ANNEX_OPENS = re.compile("[^，。；：]{2,20}：|(?:19|20)[0-9]{2}年|根据|按照|为(?:了|进|深|全|认|切|确|加|推|规|贯|保|落)|第一[章条]")
_TITLE_BEFORE = re.compile("的(?:请示|报告|批复|通报|决定|答复|公告|公示|通告|议案|复函|紧急通知|说明|汇报|总结|建议)\\Z")  # …的报告|省教育厅：
_NUMBERED = re.compile("（[一二三四五六七八九十]{1,3}）|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章条]")
_AFTER_TITLE = re.compile(
    r"\s*(?:[12][0-9]{3} ?年[0-9 ]+月|目 ?录(?![，。、；的中内])|第[一1][章条编节]|一、|（[12][0-9]{3}年"
    r"|为(?!民)|根据|按照|依据《|现将|现就|近年来|近日|经)"
)
# …公告|市住建局起草了…: the body with which the first sentence begins
_BODY_BEHIND = re.compile(
    "[^，。；：《》（）的]{1,12}(?:局|委|办|厅|政府|部|院|中心|街道|办事处|委员会|公司)"
    "(?:已|起草|组织|拟|定于|决定|将于|根据|按照|依据|结合)"
)
_LETTER_OPENS = re.compile(r" ?(?:现将|现就|为(?!民)|根据|按照|依据|近年来|近日|《[^《》]{4,60}》(?:已|业|经)|经[^，。]{2,30}(?:同意|批准|研究))")


@dataclass(frozen=True, slots=True)
class CutRules:
    """The tables that tell lost line ends."""

    organs: OrganRules
    titles: TitleRules
    labels: LabelRules


def sheet_of(document: Document, view: View, numbers: list[DocumentNumber], rules: CutRules) -> Sheet:
    """The sheet of a document, long lines cut."""
    whole = Sheet(document, view, view.text, tuple(plain_pieces(document, view)), tuple(numbers), find_dates(view.text))
    pieces: list[Piece] = []
    names = head_names(view.text)
    head = True
    for n, piece in enumerate(whole.pieces):
        if piece.block not in ("text", "title", "label") or _is_row(whole, n):
            pieces.append(piece)
            continue
        head = head and _NUMBERED.match(whole.text, piece.start, piece.end) is None
        cuts = _note_cuts(whole, piece) | torn_signature(whole, n, rules.organs, rules.titles)
        if piece.end - piece.start > LONG:
            if head:
                boxed, behind = box_cuts(whole, piece, rules.labels)
                cuts |= boxed | _head_cuts(whole, piece if behind is None else replace(piece, start=behind), rules, names)
            cuts |= signature_cuts(whole, piece, names, rules.organs, rules.titles)
            cuts |= _annex_cuts(whole, piece, cuts, rules.titles)
            head = head and "。" not in whole.text[piece.start : piece.end]
        elif head and pieces:
            cuts |= _opening_cuts(whole, piece)
        pieces += _cut(whole.text, piece, cuts)
    return Sheet(document, view, view.text, tuple(pieces), whole.numbers, whole.dates)


def _is_row(sheet: Sheet, n: int) -> bool:
    """Whether a line is a row of a table drawn with bars: as many of them in the line above or below."""
    bars = sheet.words(n).count("|")
    beside = [m for m in (n - 1, n + 1) if 0 <= m < len(sheet.pieces) and sheet.pieces[max(m, n)].gap <= 1]
    return bars >= _LEAST_BARS and any(sheet.words(m).count("|") == bars for m in beside)


def _cut(text: str, piece: Piece, cuts: set[int]) -> list[Piece]:
    """A piece cut at view offsets, blanks at the edges dropped."""
    parts: list[Piece] = []
    for begin, end in pairwise([piece.start, *sorted(c for c in cuts if piece.start < c < piece.end), piece.end]):
        while begin < end and text[begin] in " \t":
            begin += 1
        while end > begin and text[end - 1] in " \t":
            end -= 1
        if begin < end:
            parts.append(Piece(begin, end, piece.block, 0 if parts else piece.gap, bool(parts)))
    return parts


# ---------------------------------------------------------------- the head
def _head_cuts(sheet: Sheet, piece: Piece, rules: CutRules, names: tuple[str, ...]) -> set[int]:
    """Where marks, number, label box, title and addressees of a document end that stands on one line."""
    if not sheet.text[: piece.start].strip() and (label := _ANNEX_FIRST.match(sheet.text, piece.start, piece.end)) is not None:
        return {label.end(), *_head_cuts(sheet, replace(piece, start=label.end()), rules, names)}
    cuts = _mark_cuts(sheet, piece) | _crumb_cuts(sheet, piece) | _label_cuts(sheet, piece, rules.labels)
    cuts |= (around := _number_cuts(sheet, piece, rules, names))
    at = max(around or cuts, default=piece.start)
    before = at
    while (end := masthead_end(sheet.text, at, piece.end)) > at:
        at = end
        cuts.add(at)
    found = _addressee_cuts(sheet, piece, at, rules)
    if not found and (around or at > before):
        told = about_end(sheet.text, at, piece.end, rules.titles)
        found = set() if told is None else {told}
    elif not found:
        found = _title_cuts(sheet, piece, rules)
    return cuts | found | adoption_cuts(sheet.text, max(found or cuts, default=piece.start), min(piece.end, piece.start + 2 * _HEAD))


def _mark_cuts(sheet: Sheet, piece: Piece) -> set[int]:
    """Behind 特急, 机密★ at the start of the line."""
    cuts, at = set[int](), piece.start
    while m := _MARK.match(sheet.text, at, piece.end):
        cuts.add(m.end())
        at = m.end() + 1
    return cuts


def _crumb_cuts(sheet: Sheet, piece: Piece) -> set[int]:
    """Behind the last step of a breadcrumb: 当前位置：首页 > 政策文件 > 正文 某某县…"""
    path = _CRUMBS.match(sheet.text, piece.start, min(piece.end, piece.start + _HEAD))
    if path is None:
        return set()
    begin = path.end()
    while begin < piece.end and sheet.text[begin] == " ":
        begin += 1
    stop = first_blank(sheet.view, begin, min(piece.end, begin + _LONGEST_VALUE))
    return {stop} if stop is not None else set()


def _number_cuts(sheet: Sheet, piece: Piece, rules: CutRules, names: tuple[str, ...]) -> set[int]:
    """Around the document's own number: behind a title, a masthead or a blank, before a blank or another line's beginning; behind 签发人：某某."""
    text = sheet.text
    for number in sheet.numbers_in(piece.start, min(piece.end, piece.start + _HEAD)):
        before, after = text[piece.start : number.start].rstrip(), text[number.end : number.end + 1]
        urgent = _URGENT_BEHIND.search(before)
        before = before[: urgent.start()] if urgent is not None else before
        if (after and after in "）)文精，。、；号》】：:") or before.endswith(("（", "(", "《", "|")) or "。" in before:
            continue
        if (
            not before
            or rules.titles.ends_title(before.replace(" ", ""))
            or before.endswith("文件")
            or rules.organs.is_organ(before)
            or blank_before(sheet.view, number.start)
        ):
            unified = _UNIFIED.match(text, number.end, piece.end)
            end = number.end if unified is None else unified.end()
            marked = set[int]() if urgent is None else {piece.start + urgent.start()}
            return marked | {number.start, end, signer_end(sheet.view, end, piece.end, names)}
    return set()


def _label_cuts(sheet: Sheet, piece: Piece, labels: LabelRules) -> set[int]:
    """Before a run of two or more labels (索引号： X 发布机构： Y) and behind its last value, which ends at a blank."""
    hits = [
        m for m in labels.names.finditer(sheet.text, piece.start, min(piece.end, piece.start + 3 * _HEAD))
        if m["mark"] and (m.start() == piece.start or blank_before(sheet.view, m.start()))
    ]  # fmt: skip
    run = hits[:1]
    for m in hits[1:]:
        if m.start() - run[-1].end() > 60:
            break
        run.append(m)
    if len(run) < 2:
        return glued_cuts(sheet, piece, labels)
    begin = run[-1].end()
    while begin < piece.end and sheet.text[begin] in " |":
        begin += 1
    stop = first_blank(sheet.view, begin, min(piece.end, begin + _LONGEST_VALUE))
    if "|" in sheet.text[run[-1].end() : begin]:  # 文号：| 某政办〔2020〕8号 |
        bar = sheet.text.find("|", begin, piece.end)
        stop = bar + 1 if bar > 0 else piece.end
    if stop is None and piece.end - begin <= _LONGEST_VALUE:
        return {run[0].start()}
    return {run[0].start(), stop if stop is not None else begin}


def _opening_cuts(sheet: Sheet, piece: Piece) -> set[int]:
    """Behind addressees with which a line of ordinary length begins, before the first sentence: 各区人民政府：现将…发给你们。"""
    text = sheet.text
    colon = text.find("：", piece.start, piece.end)
    opened = colon > piece.start and _LETTER_OPENS.match(text, colon + 1, piece.end) is not None
    return {colon + 1} if opened and is_addressees(text[piece.start : colon].strip()) else set()


def _addressee_cuts(sheet: Sheet, piece: Piece, at: int, rules: CutRules) -> set[int]:
    """Before and behind the addressees: between the end of a title (or of the number) and a colon."""
    text = sheet.text
    colon = text.find("：", at, min(piece.end, at + LONGEST_ADDRESSEES))
    while colon > 0 and re.search("[。；]", text[at:colon]) is None:
        if at == piece.start and is_addressees(text[at:colon]) and "关于" not in text[at:colon]:
            return {colon + 1}
        ends = [at] if at > piece.start else []
        ends += [m.end() for m in rules.titles.inside.finditer(text, at, colon)]
        ends += [b for b in (first_blank(sheet.view, max(at, colon - 120), colon),) if b is not None]
        for begin in sorted(ends, reverse=True):
            if is_addressees(text[begin:colon].strip()) and _balanced(text[begin:colon]) and _may_begin(sheet, begin):
                return {begin, colon + 1}
        colon = text.find("：", colon + 1, min(piece.end, at + LONGEST_ADDRESSEES))
    return set()


def _may_begin(sheet: Sheet, begin: int) -> bool:
    """Addressees do not begin inside a word: 计划|单列市."""
    if _TITLE_BEFORE.search(sheet.text, begin - 6, begin) is not None:
        return True
    return blank_before(sheet.view, begin) or sheet.text[begin] in "各市县区省州全" or sheet.text[begin - 1] in "号知函见》）"


def _title_cuts(sheet: Sheet, piece: Piece, rules: CutRules) -> set[int]:
    """Behind a title that the text itself follows: …条例第一章总则, …公告根据…"""
    text = sheet.text
    if (heading := first_heading(text, piece.start, piece.end)) is not None:
        return {heading}
    for m in rules.titles.inside.finditer(text, piece.start, min(piece.end, piece.start + _LONGEST_TITLE)):
        before = text[piece.start : m.end()]
        if re.search("[。；：]", before):
            break
        opens = _AFTER_TITLE.match(text, m.end()) or (_BODY_BEHIND.match(text, m.end()) if "关于" in before else None)
        follows = opens is not None or (blank_before(sheet.view, m.end()) and piece.end - m.end() > LONG)
        if _balanced(before) and len(before) >= 6 and follows:
            return {m.end()}
    return set()


def _balanced(words: str) -> bool:
    return words.count("《") == words.count("》")


# ---------------------------------------------------------------- the foot
def _note_cuts(sheet: Sheet, piece: Piece) -> set[int]:
    """Around notes such as （此件公开发布） and 信息公开选项：主动公开, before 抄送 behind a blank."""
    cuts = set[int]()
    for m in _NOTE.finditer(sheet.text, piece.start, piece.end):
        if m[0][0] == "（" or blank_before(sheet.view, m.start()):
            cuts |= {m.start(), m.end()}
    cuts |= {m.start() for m in _COPIED.finditer(sheet.text, piece.start, piece.end) if blank_before(sheet.view, m.start())}
    return cuts


def _annex_cuts(sheet: Sheet, piece: Piece, cuts: set[int], titles: TitleRules) -> set[int]:
    """Behind the label and the title of an annex that begins behind a signature or a note on the same line."""
    text, found = sheet.text, set[int]()
    cuts = {piece.start, *cuts} if _ANNEX_NEXT.match(text, piece.start, piece.end) else cuts
    first = min((c for c in cuts if _ANNEX_GLUED.match(text, c, piece.end)), default=piece.end)
    further = {
        m.start() for m in _ANNEX_NEXT.finditer(text, first + 1, piece.end)
        if blank_before(sheet.view, m.start()) and (text[m.end() : m.end() + 1] == " " or blank_before(sheet.view, m.end()))
    }  # fmt: skip
    found |= further
    for cut in (*cuts, *further):
        m = _ANNEX_GLUED.match(text, cut, piece.end)
        if m is None:
            continue
        begin = m.end()
        ends = [t.end() for t in titles.anywhere.finditer(text, begin, min(piece.end, begin + 80))]
        ends = [e for e in ends if text[e : e + 1] in " \t序（一" or blank_before(sheet.view, e) or _ANNEX_OPENS.match(text, e, piece.end)]
        if (label := text.find("一、", begin, begin + 60)) > 0:
            ends.append(label)
        end = min(ends, default=None)
        if end is not None and re.search("[。；，]", text[begin:end]) is None:
            found |= {m.end("label"), end}
    return found
