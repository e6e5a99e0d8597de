"""The head of a document: label box, marks, masthead, number line, title over several lines, addressees.

The head ends with the addressees or before the first sentence or numbered heading. What the lines are is decided one by one
first; the title is then put together from neighbouring lines, backwards from one that ends as titles end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from nlp.structure.labelbox import Field
from nlp.structure.labels import NumberingRules
from nlp.structure.lines import Piece, Sheet, is_addressees
from nlp.structure.marks import MarkRules, mark_words, urgency_of
from nlp.structure.numbers import DocumentNumber
from nlp.structure.titleblock import MASTHEAD, PASSED, HeaderRules, find_title, without_repeat
from nlp.types import LineKind

_LONGEST_TITLE_LINE = 110
_FURNITURE = re.compile(
    r"\A(?:当前位置|您(?:当前|现在)?(?:所在)?的?位置|首页|打印|关闭|返回|【?字体|\[?字号|浏览次数|点击数|分享|扫一扫|微信|微博|收藏|相关链接|上一篇|下一篇|"
    r"附件下载|文字版|保存|欢迎|登录|注册|设为首页|加入收藏|无障碍|繁体|English|Normal 0|版权所有|主办单位|网站地图|ICP|.ICP)"
)
_CRUMBS = re.compile(r"\S{2,20} ?(?:>>?|»|›|→) ?\S{2,20}")
_CONTENTS = re.compile(r"\A目 ?录\Z|\A目 ?次\Z")
_SENTENCE = re.compile(r"[。；！？]")
_SHORTEST_SENTENCE = 8
_OPENING = re.compile(
    r"\A(?:为(?!.{0,30}的(?:通知|意见|函))|根据|按照|依据|现将|经.{2,30}(?:同意|批准|研究)|《.{4,80}》(?:已|经|业经)|近年来|今年|当前|你[局县市区院校厅委办]|为了)"
)
_SIGNER = re.compile(r" *签发人?：? ?.{2,12}\Z")
_SIGNER_LINE = re.compile(r"(?:\A|号 *)签发人：")
_UNIFIED = re.compile(r"[A-Z]{2,8}[0-9A-Z]{0,6}[-—–—][0-9]{4}[-—–—]?[0-9]{3,8}\Z")  # the unified number of a norm beside its own


@dataclass(frozen=True, slots=True)
class Header:
    """What the head says; ranges are view offsets. `end` is the first piece behind the head."""

    end: int
    kinds: dict[int, LineKind]
    title: tuple[tuple[int, int], ...] = ()
    number: tuple[int, int] | None = None
    number_key: str | None = None
    addressees: tuple[int, int] | None = None
    fields: tuple[Field, ...] = ()
    masthead: tuple[int, int] | None = None
    marks: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    signed: tuple[tuple[tuple[int, int], ...], tuple[str, int, int]] | None = None


def read_header(sheet: Sheet, rules: HeaderRules) -> Header:
    """The head of a document; its end is 0 where the document begins with its text."""
    kinds: dict[int, LineKind] = {}
    fields: list[Field] = []
    marks: dict[str, tuple[str, int, int]] = {}
    number: DocumentNumber | None = None
    masthead: tuple[int, int] | None = None
    addressees: tuple[int, int] | None = None
    contents = -1
    signed: tuple[tuple[tuple[int, int], ...], tuple[str, int, int]] | None = None
    end = len(sheet.pieces)
    for i, piece in enumerate(sheet.pieces):
        words = sheet.words(i)
        read = rules.labels.read(sheet, i) if not (fields and fields[-1].piece == i) else []
        known = [f for f in read if f.field not in ("contact",)]
        if piece.block in ("furniture", "header", "footer") or _is_furniture(words, read):
            kinds[i] = "furniture"
            fields += known
        elif known and not (known[0].field == "other" and known[0].name in ("来源",) and len(words) > 60):
            kinds[i] = "label"
            fields += known
        elif _next_value(sheet, i, fields):
            kinds[i] = "label"
            fields[-1] = _next_value(sheet, i, fields)  # type: ignore[assignment]
        elif marked := _marks_of(words, piece, rules.marks):
            kinds[i] = "label"
            marks |= marked
        elif (line_number := _number_line(sheet, piece)) is not None or _SIGNER_LINE.search(words):
            kinds[i] = "number"
            number = number or line_number
        elif i < contents:
            kinds[i] = "furniture"
        elif contents < 0 and _CONTENTS.match(words):
            kinds[i] = "furniture"
            contents = _contents_end(sheet, i, rules.numbering)
        elif (line_signed := _signed_line(sheet, piece, rules)) is not None:
            kinds[i] = "signature"
            signed = signed or line_signed
        elif (span := _addressees(sheet, i, kinds, rules)) is not None:
            kinds[i] = "addressees"
            addressees = span
            end = i + 1
            break
        elif piece.block == "row" or _is_body(sheet, i, rules) or _too_far(kinds, i):
            end = i
            break
        elif MASTHEAD.search(words) and len(words) <= 40:
            kinds[i] = "title"
            masthead = (piece.start, piece.end)
        else:
            kinds[i] = "title"
    header_pieces = [i for i in range(end) if kinds.get(i) == "title"]
    box_title = next((f for f in fields if f.field == "title" and f.end > f.start), None)
    title, tail_number = find_title(sheet, header_pieces, rules, before=addressees is not None)
    if not title and box_title is not None:
        title = ((without_repeat(sheet, box_title.start, box_title.end, rules), box_title.end),)
    for i in (
        header_pieces
    ):  # 目录, dates and names below a title, mastheads stay what they are: only the title's own lines are "title"
        inside = any(a <= sheet.pieces[i].start < b for a, b in title)
        kinds[i] = "title" if inside or MASTHEAD.search(sheet.words(i)) else "furniture"
    box = next((f for f in fields if f.field == "document_number" and f.end > f.start and sheet.numbers_in(f.start, f.end)), None)
    own = number or tail_number or (sheet.numbers_in(box.start, box.end)[0] if box else None)
    plain = next((f for f in fields if f.field == "document_number" and f.end > f.start), None)
    where = (own.start, own.end) if own else ((plain.start, plain.end) if plain and _plain_number(sheet, plain) else None)
    return Header(end, kinds, title, where, own.key if own else None, addressees, tuple(fields), masthead, marks, signed)


# ---------------------------------------------------------------- kinds of lines
def _is_furniture(words: str, read: Sequence[Field]) -> bool:
    if (len(words) < 120 and _FURNITURE.match(words)) or (_CRUMBS.search(words) and len(words) < 160 and "。" not in words):
        return True
    return bool(read) and all(f.field == "other" for f in read) and len(words) < 100


def _next_value(sheet: Sheet, i: int, fields: list[Field]) -> Field | None:
    """The last label with its value read from this piece, where the label stood alone on the line before and the shape fits."""
    if not fields or fields[-1].piece != i - 1 or fields[-1].end > fields[-1].start:
        return None
    last, piece = fields[-1], sheet.pieces[i]
    if sum(f.piece == i - 1 for f in fields) != 1:
        return None
    words = sheet.words(i)
    fits = {
        "index_number": bool(re.fullmatch(r"[0-9A-Za-z/\-—_]{6,40}", words)),
        "document_number": bool(sheet.numbers_in(piece.start, piece.end)) and len(words) <= 30,
        "issuer": 3 <= len(words) <= 30 and "：" not in words and "。" not in words,
        "title": len(words) >= 6 and "。" not in words,
        "theme": len(words) <= 30 and "：" not in words and "。" not in words,
        "validity": len(words) <= 6,
        "declared_attribute": "公开" in words and len(words) <= 8,
    }
    dates = last.field in ("written_on", "published_on", "effective_on", "valid_until")
    if not (fits.get(last.field, False) or (dates and len(words) <= 25 and sheet.dates_in(piece.start, piece.end))):
        return None
    return Field(last.field, last.name, last.at, piece.start, piece.end, i)


def _marks_of(words: str, piece: Piece, rules: MarkRules) -> dict[str, tuple[str, int, int]]:
    """Secrecy mark, urgency and copy number of a line of marks."""
    if len(words) > 30:
        return {}
    at = (piece.start, piece.end)
    found: dict[str, tuple[str, int, int]] = {}
    if secrecy := rules.secrecy_line(words):
        found["classification"] = (secrecy[0], *at)
        if secrecy[1]:
            found["secrecy_period"] = (secrecy[1], *at)
        found |= {k: (v, *at) for k, v in mark_words(words).items()}
    elif urgency := urgency_of(words):
        found["urgency"] = (urgency, *at)
    elif re.fullmatch(r"(?:№|No\.?)? ?[0-9]{6}", words):
        found["copy_number"] = (words, *at)
    return found


def _number_line(sheet: Sheet, piece: Piece) -> DocumentNumber | None:
    """The number of a line that holds nothing else (签发人 may stand beside it); 第711号 of an order counts too."""
    words = sheet.text[piece.start : piece.end]
    if len(words) > 60:
        return None
    for number in sheet.numbers_in(piece.start, piece.end):
        before, after = sheet.text[piece.start : number.start].strip("（([ "), sheet.text[number.end : piece.end].strip("）)] ")
        if not before and (not after or _SIGNER.match(after) or _UNIFIED.match(after)):
            return number
    m = re.fullmatch(r"[（(]?((?:[12][0-9]{3} ?年 ?)?第? ?[0-9一二三四五六七八九十百零〇]{1,6} ?[号期])[）)]?", words)
    if m:
        return DocumentNumber(piece.start + m.start(1), piece.start + m.end(1), m[1].replace(" ", ""), True)
    return None


def _plain_number(sheet: Sheet, value: Field) -> bool:
    """Whether the value of a 文号 label that our number pattern does not know still is a number: 甘政办发2019第5号."""
    words = sheet.text[value.start : value.end]
    return 3 <= len(words) <= 30 and any(c.isdigit() for c in words)


def _addressees(sheet: Sheet, i: int, kinds: dict[int, LineKind], rules: HeaderRules) -> tuple[int, int] | None:
    """Range of the addressees where this piece is their (last) line: it ends in a colon, or it follows the head without one."""
    piece, words = sheet.pieces[i], sheet.words(i)
    if words.endswith("：") and is_addressees(words[:-1].strip()):
        begin = piece.start
        j = i - 1
        while j >= 0 and kinds.get(j) == "title" and sheet.words(j)[-1] in "，、" and is_addressees(sheet.words(j)):
            begin, kinds[j] = sheet.pieces[j].start, "addressees"
            j -= 1
        return begin, piece.end - 1
    follows = i + 1 < len(sheet.pieces) and bool(_OPENING.match(sheet.words(i + 1)) or _SENTENCE.search(sheet.words(i + 1)[:200]))
    headed = any(kinds.get(j) in ("title", "number") for j in range(max(0, i - 3), i))
    if (
        headed
        and follows
        and re.match(r"(?:各|本|全)[^。：；]{2,120}\Z", words)
        and is_addressees(words)
        and not rules.titles.ends_title(words)
    ):
        return piece.start, piece.end
    return None


def _is_body(sheet: Sheet, i: int, rules: HeaderRules) -> bool:
    """Whether the text begins here: a sentence, an opening phrase, or a numbered heading."""
    words = sheet.words(i)
    if len(words) > _LONGEST_TITLE_LINE and not PASSED.match(words):
        return True
    if PASSED.match(words):
        return False
    if words.count("|") >= 2 or "\t" in words:
        return True
    label = rules.numbering.at_start(words)
    if label is not None:
        return not (label.family in ("num", "bare", "roman") and rules.titles.ends_title(words))
    if words[0] in "（(" and words[-1] in "）)":
        return False
    if _SENTENCE.search(words.rstrip("。")) or (words.endswith("。") and len(words) > 12):
        return True
    if words.endswith(("。", "；")) and len(words) >= _SHORTEST_SENTENCE:
        return True  # no title line ends so: 推进环境保护信息公开。
    return bool(_OPENING.match(words)) and not rules.titles.ends_title(words) and ("，" in words or words.endswith("："))


def _too_far(kinds: dict[int, LineKind], i: int) -> bool:
    """Whether so many plain short lines have come that this is a list, not a head."""
    return sum(kinds.get(j) == "title" for j in range(max(0, i - 30), i)) >= 25


def _contents_end(sheet: Sheet, i: int, numbering: NumberingRules) -> int:
    """The first piece behind the table of contents that is headed at i: where its first label stands again."""
    first = None
    for j in range(i + 1, min(i + 400, len(sheet.pieces))):
        words = sheet.words(j)
        label = numbering.at_start(words)
        if first is None:
            first = label
        elif label is not None and (label.family, label.name) == (first.family, first.name):
            return j
        if len(words) > 80 or _SENTENCE.search(words):
            break
    return i + 1


def _signed_line(
    sheet: Sheet, piece: Piece, rules: HeaderRules
) -> tuple[tuple[tuple[int, int], ...], tuple[str, int, int]] | None:
    """Body and date of a line that holds nothing else: the head of minutes (某某办公室  2018年8月13日)."""
    dates = sheet.dates_in(piece.start, piece.end)
    if len(dates) != 1 or piece.end - piece.start > 60 or sheet.text[dates[0].end : piece.end].strip():
        return None
    before = sheet.text[piece.start : dates[0].start].rstrip()
    ranges = rules.organs.organs(before)
    if not ranges:
        return None
    names = tuple((piece.start + a, piece.start + b) for a, b in ranges)
    return names, (dates[0].date.isoformat(), dates[0].start, dates[0].end)
