"""Signatures inside long lines: where 「名称＋日期」 stands between sentences, or is torn over two lines."""

from __future__ import annotations

import re

from nlp.structure.blanks import blank_before
from nlp.structure.gluedheads import behind_kind, contact_ends, signed_start
from nlp.structure.lines import Piece, Sheet
from nlp.structure.organs import OrganRules, is_person
from nlp.structure.titles import TitleRules

LONG = 40  # a piece longer than this may hold several lines
_TAIL = 70  # how far before a date its signature is looked for

# What may follow the date of a signature inside a line: nothing, a note, an annex, the title of what is issued;
# not 前, 起, 印发, a comma …
_AFTER_DATE = re.compile(
    r"\s*(?:\Z|（(?!星期|周|含|不含)|附|抄送|主题词|此件|\n|(?:19|20)[0-9]{2}年(?![0-9]{1,2}月)[^，。；：]{4}"
    r"|[上下]一[篇条]|(?:信息|稿件|文章)?来源：|【?(?:打印|关闭|返回|分享)"
    r"|(?![前起至到以之内后止下上的在与和对将发印召批通会为，、。；：]|日|（?星期|年|开始|期间|举行|截止)[^0-9，。；：][^，。；：]{3})"
)
_CLOSES = re.compile(r"\s*(?:\Z|（(?:此件|此文|本件|联系人)|附件(?![所中的])|抄送)")  # what plainly stands behind a letter
_SENTENCE_END = re.compile(r"[。！？；）”》〕]")


def signature_cuts(sheet: Sheet, piece: Piece, names: tuple[str, ...], organs: OrganRules, titles: TitleRules) -> set[int]:
    """Around every 「名称＋日期」 that stands between sentences: …请认真组织落实。某某县人民政府办公室2021年3月4日附件…"""
    text, cuts = sheet.text, set[int]()
    for hit in sheet.dates_in(piece.start, piece.end):
        if not _AFTER_DATE.match(text, hit.end, piece.end) and not (
            blank_before(sheet.view, hit.end) and blank_before(sheet.view, hit.start)
        ):
            continue
        floor = max(piece.start, hit.start - _TAIL)
        tail = text[floor : hit.start]
        stops = sorted([*(floor + m.end() for m in _SENTENCE_END.finditer(tail)), *(floor + i for i in contact_ends(tail))])
        if (listed := tail.rfind("附件：")) >= 0:  # 附件：1.…的报告2.…意见某某县人民政府2021年3月4日
            named = (floor + behind_kind(tail, m.end()) for m in titles.anywhere.finditer(tail, listed))
            stops = sorted({*stops, *(i for i in named if i < hit.start)})
        blanks = [
            i
            for i in range(max(floor, stops[-1] if stops else floor), hit.start)
            if i > piece.start and blank_before(sheet.view, i)
        ]
        begins = sorted({*stops[-2:], *blanks, *([piece.start] if floor == piece.start else [])})
        begin = next((b for b in begins if organs.organs(words := text[b : hit.start].strip()) or (b in stops and is_person(words))), None)
        begin = signed_start(text, begin, hit.start, names, organs, titles, _CLOSES.match(text, hit.end) is not None)
        alone = bool(stops) and not text[stops[-1] : hit.start].strip() and text[stops[-1] - 1] in "。）"
        if begin is not None:
            cuts |= {begin, hit.end}
        elif alone and re.match(r"\s*(?:\Z|（此|附件|附[：:]|抄送)", text[hit.end : piece.end][:6]):
            cuts |= {hit.start, hit.end}
    return cuts


def torn_signature(sheet: Sheet, n: int, organs: OrganRules, titles: TitleRules) -> set[int]:
    """Before a body at the end of a line that the date of the next line signs; behind that date, where a title follows it.

    …同时废止。 某市人民政府办公室 ‖ 2020年10月9日 某市信息公开办法
    """
    piece, text = sheet.pieces[n], sheet.text
    if not text[piece.start].isdigit() and piece.end - piece.start <= LONG:
        return set()
    dates = sheet.dates_in(piece.start, min(piece.end, piece.start + 16))
    if dates and dates[0].start == piece.start and (text[dates[0].end : dates[0].end + 1] == " " or blank_before(sheet.view, dates[0].end)):
        return {dates[0].end} if titles.ends_title(text[dates[0].end : piece.end].replace(" ", "")) else set()
    if piece.end - piece.start <= LONG or n + 1 >= len(sheet.pieces):
        return set()
    below = sheet.pieces[n + 1].start
    at = text.rfind("。", max(piece.start, piece.end - _TAIL), piece.end) + 1
    if not 0 < at < piece.end or not text[below].isdigit():
        return set()
    dated = bool(found := sheet.dates_in(below, min(sheet.pieces[n + 1].end, below + 16))) and found[0].start == below
    return {at} if dated and organs.organs(text[at : piece.end].strip()) else set()
