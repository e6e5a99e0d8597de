"""The foot of a letter: signature, date, notes, list of attachments, colophon; and where annexes begin.

A letter's foot is not the document's end: the plan that a notice issues stands behind it, annexes behind that. The first
signature with a date is the document's. Annexes are found in `annexes.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from nlp.structure.annexes import Annex, find_annexes
from nlp.structure.gluedlabels import glued_box
from nlp.structure.header import Header
from nlp.structure.labelbox import Field
from nlp.structure.labelrows import label_row
from nlp.structure.lines import Sheet
from nlp.structure.organs import is_person
from nlp.structure.titleblock import HeaderRules
from nlp.types import LineKind

_COLOPHON = re.compile(
    r"\A(?:(?:抄送|抄报|主送|报送|分送|发送|印发范围|发至|主题词|校对|打字|录入|承办单位|承办人)(?:单位|机关)?"
    r"(?:：| (?!.*[。；]))|（?共印[0-9 ]+份|[━─—_=*]{4,}\Z)"
)
_PRINTED = re.compile(r"印发|印制|制发\Z|[0-9日]印\Z")
_RULE = re.compile(r"[━─—_=*\-|\s]{1,}\Z")
_GARBLED_DATE = re.compile("(?:19|20)[0-9]{4,7}|(?:19|20)[0-9]{2}年?[  ]?月[  ]?日?|(?:19|20)[0-9]{2}[.-][0-9]{1,2}")
_FURNITURE = re.compile(
    r"\A(?:【?(?:打印|关闭|返回|分享|收藏|上一篇|下一篇|附件下载|扫一扫|责任编辑|编辑|来源|浏览|版权所有|主办|承办|网站地图|ICP|微信|微博|字体|文字版|文件下载|联系我们|回到顶部|政策解读|图解)|关闭窗口|打印本页|\[?(?:打印|关闭|收藏|返回顶部)\]?)"
    r"|\A相关(?:链接|阅读|文章|新闻|信息|稿件|推荐|词条|报道|内容|附件|文件|下载|专题|政策|解读)(?:[：:>】 ]|更多|\Z)"
)
# 相关单位要于6月底前公开。 承办单位应当答复； what begins like furniture and is a sentence
_SENTENCE = re.compile(r"[。；，、]\Z|应当|必须|负责|不得|[\u4e00-\u9fff][应要须](?![求素闻点急用])[\u4e00-\u9fff]")
_NEIGHBOURS = re.compile(r"\A上一(?:篇|条)：.{0,80}下一(?:篇|条)：")
_BRACKETED = re.compile(r"\A（[^（）]{2,120}）\Z")
_BARE_NOTE = 3  # 公开, 不公开
_BOX = frozenset(("index_number", "document_number", "written_on", "published_on", "issuer", "declared_attribute", "effective_on"))
_CONTACT = re.compile(r"\A（?(?:联系人|联 ?系|咨询电话|联系电话|监督电话|电话|传真|邮箱|电子邮箱)")


@dataclass(frozen=True, slots=True)
class Footer:
    """What the feet say; ranges are view offsets. `letter_end` is the first piece behind the letter's own foot."""

    kinds: dict[int, LineKind]
    issuer: tuple[tuple[int, int], ...] = ()
    person: tuple[int, int] | None = None
    written_on: tuple[str, int, int] | None = None
    printed_on: tuple[str, int, int] | None = None
    declared: tuple[str, int, int] | None = None
    letter_end: int | None = None
    annexes: tuple[Annex, ...] = ()
    fields: tuple[Field, ...] = ()
    marks: dict[str, str] = field(default_factory=dict)


def read_footer(sheet: Sheet, header: Header, rules: HeaderRules) -> Footer:
    """Signatures, dates, notes, attachments, annexes and colophon of the pieces behind the head."""
    kinds: dict[int, LineKind] = {}
    printed = _colophon(sheet, header.end, kinds)
    fields: list[Field] = []
    declared: tuple[str, int, int] | None = None
    boxed = -1
    for i in range(header.end, len(sheet.pieces)):
        if i <= boxed:
            kinds[i] = "label"
            continue
        if i in kinds:
            continue
        piece, words = sheet.pieces[i], sheet.words(i)
        if (box := label_row(sheet, i, rules) or glued_box(sheet, i, rules)) is not None and len(box.fields) >= 2:
            kinds[i], boxed = "label", box.last
            fields += box.fields
            continue
        if (
            piece.block in ("furniture", "header", "footer")
            or (len(words) < 40 and _FURNITURE.match(words) and not _SENTENCE.search(words))
            or _NEIGHBOURS.search(words)
        ):
            kinds[i] = "furniture"
            continue
        note = _note(sheet, i, rules, fields) if piece.block != "row" else None
        if note is not None:
            value, whole = note
            if whole:
                kinds[i] = "annotation"
            declared = declared or value
    signed = _signatures(sheet, header, kinds, rules)
    annexes = find_annexes(sheet, header.end, kinds, [x.first for x in signed])
    first = signed[0] if signed else None
    return Footer(
        kinds,
        first.names if first else (),
        first.person if first else None,
        first.date if first else None,
        printed,
        declared,
        first.after if first else None,
        tuple(annexes),
        tuple(fields),
    )


# ---------------------------------------------------------------- colophon and notes
def _colophon(sheet: Sheet, begin: int, kinds: dict[int, LineKind]) -> tuple[str, int, int] | None:
    """Mark 抄送, 主题词 and 印发 lines; a 抄送 list runs on to the 印发 line or a ruled line. The first 印发 date is returned."""
    printed: tuple[str, int, int] | None = None
    inside = False
    since = 0
    for i in range(begin, len(sheet.pieces)):
        piece, words = sheet.pieces[i], sheet.words(i)
        dates = sheet.dates_in(piece.start, piece.end)
        if (
            dates
            and len(words) < 90
            and _PRINTED.search(words[dates[-1].end - piece.start :])
            and len(words[dates[-1].end - piece.start :]) <= 12
        ):
            kinds[i] = "colophon"
            printed = printed or (dates[-1].date.isoformat(), dates[-1].start, dates[-1].end)
            inside = False
        elif _COLOPHON.match(words) and piece.block != "row":
            kinds[i] = "colophon"
            inside, since = not _RULE.match(words), i
        elif (
            inside
            and i - since <= 6
            and len(words) <= 120
            and (words.endswith(("，", "、", "。", "；")) or _ends_open(sheet.words(i - 1)))
            and "附件" not in words[:3]
        ):
            kinds[i] = "colophon"
        else:
            inside = False
            if _RULE.match(words) and piece.block != "row":
                kinds[i] = "colophon"
    return printed


def _ends_open(words: str) -> bool:
    return words[-1:] in "，、"


def _note(sheet: Sheet, i: int, rules: HeaderRules, fields: list[Field]) -> tuple[tuple[str, int, int] | None, bool] | None:
    """What a piece declares about its disclosure, and whether the piece is nothing but the note; None where it is no note."""
    piece, words = sheet.pieces[i], sheet.words(i)
    if len(words) <= 60:
        read = rules.labels.read(sheet, i)
        stated = read and read[0].field in _BOX
        boxed = stated and (len(read) >= 2 or _beside_label(sheet, i, rules))
        if boxed:
            fields += read
        for f in read:
            if f.field == "declared_attribute" and (value := rules.marks.declared_value(sheet.text[f.start : f.end])):
                return (value, f.start, f.end), True
        if boxed:
            return None, True
        line = rules.marks.declared_line(words) if len(words) > _BARE_NOTE or _may_note(sheet, i) else None
        if line is not None:
            return ((line[0], piece.start, piece.end) if line[0] else None), True
    found = rules.marks.declared(words) if "公开" in words or "此件" in words else None
    if found is not None:
        at = (piece.start + found[1], piece.start + found[2])
        return ((found[0], *at) if found[0] else None), found[2] - found[1] == len(words)
    if (_BRACKETED.match(words) and (_CONTACT.match(words[1:]) or words.startswith("（本文有"))) or (
        _CONTACT.match(words) and len(words) < 80 and "。" not in words
    ):
        return None, True
    return None


def _may_note(sheet: Sheet, i: int) -> bool:
    """Whether a bare 公开 may be a note: behind a date, a stop or at the end of the text; not a cell of a table, torn to lines."""
    if i == 0:
        return False
    above = sheet.pieces[i - 1]
    return i + 1 == len(sheet.pieces) or bool(sheet.dates_in(above.start, above.end)) or sheet.words(i - 1)[-1] in "。）：；"


def _beside_label(sheet: Sheet, i: int, rules: HeaderRules) -> bool:
    """Whether the line above or below is one of a label box, too."""
    for j in (i - 1, i + 1):
        if 0 <= j < len(sheet.pieces) and len(sheet.words(j)) <= 60:
            read = rules.labels.read(sheet, j)
            if read and read[0].field in _BOX:
                return True
    return False


# ---------------------------------------------------------------- signatures
@dataclass(frozen=True, slots=True)
class _Signature:
    names: tuple[tuple[int, int], ...]
    person: tuple[int, int] | None
    date: tuple[str, int, int] | None
    first: int
    after: int


def _signatures(sheet: Sheet, header: Header, kinds: dict[int, LineKind], rules: HeaderRules) -> list[_Signature]:
    """Every signature in text order: names above or before a date that stands alone, or a name alone at the end of the text."""
    found: list[_Signature] = []
    for i in range(header.end, len(sheet.pieces)):
        piece = sheet.pieces[i]
        if i in kinds or piece.block == "row" or piece.end - piece.start > 160:
            continue
        dates = sheet.dates_in(piece.start, piece.end)
        if len(dates) != 1:
            continue
        hit = dates[0]
        behind = sheet.text[hit.end : piece.end].strip(" ）)。")
        before = sheet.text[piece.start : hit.start].strip(" （(\t")
        if behind and not re.fullmatch(r"（?[^（）]{1,8}", behind):
            continue
        names: tuple[tuple[int, int], ...] = ()
        person: tuple[int, int] | None = None
        first = i
        if before:
            ranges = rules.organs.organs(before)
            offset = sheet.text.index(before, piece.start)
            if not ranges and is_person(before):
                person = (offset, offset + len(before))
            elif not ranges:
                continue
            names = tuple((offset + a, offset + b) for a, b in ranges)
        if not names and person is None:
            names, person, first = _names_above(sheet, header, kinds, i, rules)
            if not names and not person and not _may_close(sheet, i, header):
                continue
        elif before:
            above, _, upper = _names_above(sheet, header, kinds, i, rules)
            if above and upper < i and sheet.pieces[i].gap == 0:
                names, first = above + names, upper
        for j in range(first, i):
            kinds[j] = "signature"
        kinds[i] = "date" if not before else "signature"
        found.append(_Signature(names, person, (hit.date.isoformat(), hit.start, hit.end), first, i + 1))
    if not found:
        found = _undated(sheet, header, kinds, rules)
    return found


def _names_above(
    sheet: Sheet, header: Header, kinds: dict[int, LineKind], i: int, rules: HeaderRules
) -> tuple[tuple[tuple[int, int], ...], tuple[int, int] | None, int]:
    """Names of bodies on the lines directly above piece i (joint issue: up to eight), or the person who signs."""
    names: list[tuple[int, int]] = []
    person: tuple[int, int] | None = None
    first = i
    for j in range(i - 1, max(header.end - 1, i - 9), -1):
        piece, words = sheet.pieces[j], sheet.words(j)
        if j in kinds or len(words) > 200 or piece.block == "row":
            break
        ranges = rules.organs.organs(words)
        if ranges:
            names[:0] = [(piece.start + a, piece.start + b) for a, b in ranges]
        elif is_person(words) and person is None:
            person = (piece.start, piece.end)
        elif j == i - 1 and not names and _looks_signed(sheet, j, rules):
            names = [(piece.start, piece.end)]
            first = j
            break
        else:
            break
        first = j
    return tuple(names), person, first


def _looks_signed(sheet: Sheet, j: int, rules: HeaderRules) -> bool:
    """A short line without punctuation above a date, below a sentence: a body whose name our endings do not know."""
    words = sheet.words(j)
    above = sheet.words(j - 1) if j else ""
    return (
        3 <= len(words) <= 24
        and not re.search(r"[，。；：？！《》、0-9]", words)
        and above.endswith(("。", "！", "；", "）", "："))
        and not rules.titles.ends_any(words) and rules.numbering.at_start(words) is None and not words.startswith("附")
    )  # fmt: skip


def _may_close(sheet: Sheet, i: int, header: Header) -> bool:
    """Whether a date without a name above closes a letter: it stands below the end of a sentence or an attachment line."""
    if i == header.end:
        return False
    above = sheet.words(i - 1)
    return above.endswith(("。", "！", "）")) or above.startswith("附")


def _undated(sheet: Sheet, header: Header, kinds: dict[int, LineKind], rules: HeaderRules) -> list[_Signature]:
    """A body's name alone below a sentence, on one of the last lines of the text or above a date that lost its words (2019116)."""
    own = [i for i in range(header.end, len(sheet.pieces)) if i not in kinds and sheet.pieces[i].block != "row"]
    garbled = [i for i, j in pairwise(own) if _GARBLED_DATE.fullmatch(sheet.words(j))]
    for i in (*garbled, *reversed(own[-3:])):
        piece = sheet.pieces[i]
        if i > header.end and piece.end - piece.start <= 40 and sheet.words(i - 1).endswith(("。", "！")):
            ranges = rules.organs.organs(sheet.words(i))
            if ranges and len(sheet.words(i)) >= 5:
                kinds[i] = "signature"
                if i in garbled:
                    kinds[i + 1] = "date"
                return [_Signature(tuple((piece.start + a, piece.start + b) for a, b in ranges), None, None, i, i + 1 + (i in garbled))]
    return []
