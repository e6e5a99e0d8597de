"""The head of a document: label box, marks, masthead, number line, title over several lines, addressees.

The head ends with the addressees or before the first sentence or numbered heading. What the lines are is decided one by one
first; the title is then put together from neighbouring lines, backwards from one that ends as titles end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nlp.structure.contents import contents_end, outline_end
from nlp.structure.gluedlabels import glued_box
from nlp.structure.headlines import (
    crumb_title,
    day_of,
    index_line,
    is_furniture,
    label_number_astray,
    makers_between,
    marks_of,
    next_value,
    number_bracket,
    number_line,
    passed_number,
    plain_number,
    signed_line,
    site_stamp,
)
from nlp.structure.labelbox import Field
from nlp.structure.labelrows import label_row
from nlp.structure.lines import Sheet, is_addressees
from nlp.structure.numbers import DocumentNumber
from nlp.structure.titleblock import ANNEX_LINE, MASTHEAD, PASSED, HeaderRules, find_title, without_repeat
from nlp.structure.titles import is_wrapped
from nlp.types import LineKind
from nlp.view import HAN

_LONGEST_TITLE_LINE = 110
_LONGEST_SUMMARY = 400
_ABOUT = re.compile("关于|印发|转发")
_HIGHEST = 8  # pieces from the top within which a page may say something of its own
_TOPMOST = 2
_CONTENTS = re.compile(r"\A目 ?录\Z|\A目 ?次\Z")
_OUTLINE = re.compile(r"目录/提纲：?[….]*\Z")  # what hosts of documents print above one: its first headings, a line each
_PERSON_ADDRESSED = re.compile(f"[{HAN}]{{2,6}}：")  # 李某某： above 您好！, 你单位提出的…
_GREETS = re.compile(
    "[您你](?:好|们好|单位|公司|于|向|提出|在|的(?:申请|来信|建议))|(?:我[局委办厅县市区]|本机关)[^，。]{0,12}收到[您你]|来[信函]收悉"
)
# …要点（民国104年12月28日）现行
_DAY_BEHIND = re.compile(r" ?（[^（）]{0,6}[0-9]{2,4} ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日[^（）]{0,8}）[^（）]{0,6}\Z")
_SENTENCE = re.compile(r"[。；！？]")
_SHORTEST_SENTENCE = 8
_OPENING = re.compile(
    r"\A(?:为(?!.{0,30}的(?:通知|意见|函))|根据|按照|依据|现将|现(?:予以?)?(?:发布|公布|颁布|印发)《|经.{2,30}(?:同意|批准|研究)|《.{4,80}》(?:已|经|业经)|近年来|今年|当前|你[局县市区院校厅委办]|为了)"
)
_LABEL_CELL = re.compile(r"[|\s]*[^，。|：《》]{2,10}：\s*\|")  # 政策咨询电话：| : a cell of a box, its label unknown to us
_PATH = re.compile("(?:您|你)?的?(?:当前|现在)?(?:所在)?的?位置：")
_SIGNER_LINE = re.compile(r"(?:\A|号 *)签发人：")


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
    dated: tuple[str, int, int] | None = None
    organ: tuple[tuple[int, int], ...] = ()
    makers: tuple[tuple[int, int], ...] = ()


def read_header(sheet: Sheet, rules: HeaderRules, table: int | None = None) -> Header:
    """The head of a document; its end is 0 where the document begins with its text. `table`: the piece with which a table begins."""
    kinds: dict[int, LineKind] = {}
    fields: list[Field] = []
    marks: dict[str, tuple[str, int, int]] = {}
    number: DocumentNumber | None = None
    masthead: tuple[int, int] | None = None
    addressees: tuple[int, int] | None = None
    contents = -1
    signed: tuple[tuple[tuple[int, int], ...], tuple[str, int, int]] | None = None
    dated: tuple[str, int, int] | None = None
    end = len(sheet.pieces)
    boxed = -1
    for i, piece in enumerate(sheet.pieces):
        words = sheet.words(i)
        if i <= boxed:
            kinds[i] = "label"
            continue
        if i == table:
            end = i
            break
        if (box_row := label_row(sheet, i, rules) or glued_box(sheet, i, rules)) is not None:
            kinds[i], boxed = "label", box_row.last
            fields += box_row.fields
            continue
        if _OUTLINE.match(words):
            contents = outline_end(sheet, i, rules.numbering)
        read = rules.labels.read(sheet, i) if not (fields and fields[-1].piece == i) else []
        known = [f for f in read if f.field not in ("contact",)]
        if not read and (value := next_value(sheet, i, fields)) is not None:
            kinds[i] = "label"
            fields[-1] = value
        elif (index := index_line(sheet, piece)) is not None:
            kinds[i] = "label"
            fields.append(Field("index_number", "", piece.start, *index, i))
        elif not read and (stamp := site_stamp(sheet, i, rules.labels)) is not None:
            kinds[i] = "furniture"
            fields.append(stamp)
        elif piece.block in ("furniture", "header", "footer") or ((piece.block != "row" or read) and is_furniture(words, read)):
            kinds[i] = "furniture"
            fields += known
        elif known and not (known[0].field == "other" and known[0].name in ("来源",) and len(words) > 60):
            kinds[i] = "label"
            fields += known
        elif (piece.cut and kinds.get(i - 1) == "label" and sheet.words(i - 1).endswith("|")) or (fields and _LABEL_CELL.match(words)):
            kinds[i] = "label"
        elif words == "序号":
            end = i  # a table begins, its head too broken to be read as one
            break
        elif ANNEX_LINE.fullmatch(words) and any(k == "title" for k in kinds.values()):
            end = i
            break
        elif marked := marks_of(words, piece, rules.marks):
            kinds[i] = "label"
            marks |= marked
        elif (line_number := number_line(sheet, piece)) is not None or _SIGNER_LINE.search(words):
            kinds[i] = "number"
            number = number or line_number
        elif i < contents:
            kinds[i] = "furniture"
        elif contents < 0 and _CONTENTS.match(words):
            kinds[i] = "furniture"
            contents = contents_end(sheet, i, rules)
        elif (line_signed := signed_line(sheet, piece, rules)) is not None:
            kinds[i] = "signature"
            signed = signed or line_signed
        elif "title" in kinds.values() and (day := day_of(sheet, piece)) is not None:
            kinds[i] = "date"
            dated = dated or day
        elif "title" in kinds.values() and (bracket := number_bracket(sheet, piece)) is not None:
            number, dated = number or bracket[0], dated or bracket[1]
            if bracket[2] < piece.end:
                end = i
                break
            kinds[i] = "number"
        elif (span := _addressees(sheet, i, kinds, rules)) is not None:
            kinds[i] = "addressees"
            addressees = span
            end = i + 1
            break
        elif piece.block == "row" and not kinds and "\t" not in words and rules.titles.ends_title(words.replace(" ", "")):
            kinds[i] = "title"  # a table that is all, its caption in the first row
        elif label_number_astray(sheet, i, rules):
            kinds[i] = "furniture"
        elif piece.block == "row" or _is_body(sheet, i, rules) or _closes_letter(sheet, i, rules) or _too_far(kinds, i):
            if piece.block != "row" and _before_letter(sheet, i, rules):
                kinds[i] = "furniture"
                continue
            end = i
            break
        elif MASTHEAD.search(words) and len(words) <= 40:
            kinds[i] = "title"
            masthead = (piece.start, piece.end)
        else:
            kinds[i] = "title"
    header_pieces = [i for i in range(end) if kinds.get(i) == "title"]
    box_title = next((f for f in fields if f.field == "title" and f.end > f.start and _may_title(sheet, f, rules)), None)
    makers = makers_between(sheet, header_pieces, rules)
    lines = [i for i in header_pieces if not any(a <= sheet.pieces[i].start < b for a, b in makers)]
    title, tail_number = find_title(sheet, lines, rules, before=addressees is not None)
    said = "".join(sheet.text[a:b] for a, b in title).replace(" ", "")
    if box_title is not None and not (title and (rules.titles.ends_any(said) or _ABOUT.search(said))):
        stop = _DAY_BEHIND.search(sheet.text, box_title.start, box_title.end)
        title = ((without_repeat(sheet, box_title.start, box_title.end, rules), stop.start() if stop else box_title.end),)
    if contents >= 0 and title and title[0][0] > sheet.pieces[contents - 1].start and not rules.titles.ends_any(said):
        title = ()  # a rubric behind the contents of a gazette
    if not title:
        title = crumb_title(sheet, [i for i in range(end) if kinds.get(i) == "furniture" and i not in header_pieces], rules)
    for i in (
        header_pieces
    ):  # 目录, dates and names below a title, mastheads stay what they are: only the title's own lines are "title"
        inside = any(a <= sheet.pieces[i].start < b for a, b in title)
        kinds[i] = "title" if inside or MASTHEAD.search(sheet.words(i)) else "furniture"
    named = [f for f in fields if f.field == "document_number" or f.name == "字号"]  # 字号：大 中 小 holds no number
    box = next((f for f in named if f.end > f.start and sheet.numbers_in(f.start, f.end)), None)
    own = number or tail_number or (sheet.numbers_in(box.start, box.end)[0] if box else passed_number(sheet, header_pieces))
    plain = next((f for f in fields if f.field == "document_number" and f.end > f.start), None)
    where = (own.start, own.end) if own else ((plain.start, plain.end) if plain and plain_number(sheet, plain) else None)
    alone = [i for i in range(end) if kinds.get(i) == "furniture" and i in header_pieces]
    said = "".join(sheet.text[a:b] for a, b in title).replace(" ", "")
    alone = [i for i in alone if not said.startswith(sheet.words(i).replace(" ", ""))]
    organ = next((o for i in alone if (o := rules.organs.organs(sheet.words(i)))), [])
    offset = next((sheet.pieces[i].start for i in alone if rules.organs.organs(sheet.words(i))), 0)
    names = tuple((offset + a, offset + b) for a, b in organ)
    return Header(
        end, kinds, title, where, own.key if own else None, addressees, tuple(fields), masthead, marks, signed, dated, names, makers
    )


def _may_title(sheet: Sheet, box: Field, rules: HeaderRules) -> bool:
    """Whether the value of a title's label is one: 主题 may name the subject of a message or but a class of papers."""
    about = _ABOUT.search(sheet.text, box.start, box.end) is not None
    return "主题" not in box.name or about or rules.titles.ends_title(sheet.text[box.start : box.end].replace(" ", ""))


# ---------------------------------------------------------------- kinds of lines


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
    if _PERSON_ADDRESSED.fullmatch(words) and i + 1 < len(sheet.pieces) and _GREETS.match(sheet.words(i + 1)):
        return piece.start, piece.end - 1
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
        filled = [c for c in words.split("|") if c.strip()]  # 某镇年度报告 | ||: the one filled cell of a box
        return len(filled) != 1 or "\t" in words or not rules.titles.ends_title(filled[0].replace(" ", ""))
    if is_wrapped(words, rules.titles):
        return False
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


def _closes_letter(sheet: Sheet, i: int, rules: HeaderRules) -> bool:
    """Whether a short sentence is all that is left of a letter: its signature and date stand directly below."""
    if not sheet.words(i).endswith("。"):
        return False
    for j in range(i + 1, min(i + 6, len(sheet.pieces))):
        piece = sheet.pieces[j]
        dates = sheet.dates_in(piece.start, piece.end)
        if dates and j > i + 1:
            return piece.start == dates[0].start and dates[0].end == piece.end
        if not rules.organs.organs(sheet.words(j)):
            return False
    return False


def _before_letter(sheet: Sheet, i: int, rules: HeaderRules) -> bool:
    """Whether a sentence stands above the document, a slogan or a summary of the page: 关于…的通知 and the addressees come below it.

    A long one counts where the document's number or the name of a body stands between, too.
    """
    piece = sheet.pieces[i]
    if i <= _TOPMOST and i + 2 < len(sheet.pieces) and not rules.numbering.at_start(sheet.words(i)):
        below = sheet.words(i + 1)
        if below.endswith("：") and is_addressees(below[:-1]) and not _OPENING.match(sheet.words(i)):
            return True  # a line of the site directly above the addressees of a letter without its title
        if any(_PATH.match(sheet.words(j)) for j in range(i + 1, min(i + 5, len(sheet.pieces)))):
            return True  # the path of the page stands below it
    if i > _HIGHEST or piece.end - piece.start > _LONGEST_SUMMARY or rules.numbering.at_start(sheet.words(i)):
        return False
    long = piece.end - piece.start > _LONGEST_TITLE_LINE
    headed = not long
    for j in range(i + 1, min(i + (9 if long else 5), len(sheet.pieces))):
        words = sheet.words(j)
        headed = headed or number_line(sheet, sheet.pieces[j]) is not None or bool(rules.organs.organs(words))
        whole = words if rules.titles.ends_title(words) or j + 1 >= len(sheet.pieces) else words + sheet.words(j + 1)
        if len(whole) <= _LONGEST_TITLE_LINE and _ABOUT.search(words) and rules.titles.ends_title(whole):
            further = [sheet.words(k) for k in range(j + 1, min(j + 6, len(sheet.pieces)))]
            return headed and any(w.endswith("：") and is_addressees(w[:-1]) for w in further)
    return False


def _too_far(kinds: dict[int, LineKind], i: int) -> bool:
    """Whether so many plain short lines have come that this is a list, not a head."""
    return sum(kinds.get(j) == "title" for j in range(max(0, i - 30), i)) >= 25
