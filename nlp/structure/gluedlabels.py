"""Label boxes whose labels are glued to their values: 发文机关某县人民政府 ‖ 发文日期2008年1月11日 ‖ 时效性现行有效.

No colon, no blank and no cell parts a label from what it says, so a line proves nothing alone: two values at least must have
the shape of their fields, and no value may lack it.
"""

from __future__ import annotations

import re

from nlp.structure.labelbox import Field
from nlp.structure.labelrows import LabelRow, fits
from nlp.structure.lines import Sheet
from nlp.structure.titleblock import HeaderRules

_TYPED = frozenset(
    ("written_on", "published_on", "effective_on", "valid_until", "index_number", "document_number", "issuer", "declared_attribute")
)
_BREAKS = re.compile("[。；：！？\t|]")
_DAY_ENDS = re.compile(r"[日号.]?(?: ?[0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2})?)?\Z")
_LONGEST_LINE = 120
_LONGEST_VALUE = 40
_LONGEST_RUN = 16
_LEAST_TYPED = 2


def glued_box(sheet: Sheet, i: int, rules: HeaderRules) -> LabelRow | None:
    """The box of glued labels that begins at piece i, None where there is none."""
    fields: list[Field] = []
    last = i - 1
    while last + 1 < len(sheet.pieces) and last - i < _LONGEST_RUN:
        line = _line(sheet, last + 1, rules)
        if not line:
            break
        fields += line
        last += 1
    typed = {f.field for f in fields if f.field in _TYPED and f.end > f.start}
    return LabelRow(tuple(fields), last) if len(typed) >= _LEAST_TYPED else None


def _line(sheet: Sheet, i: int, rules: HeaderRules) -> list[Field]:
    """Labels of a piece with their values; [] where it does not begin with a label or a value lacks the shape of its field."""
    piece, words = sheet.pieces[i], sheet.words(i)
    bullet = len(words) - len(words.lstrip("•·●- "))
    if piece.block == "row" or len(words) > _LONGEST_LINE or words[bullet : bullet + 1] not in rules.labels.firsts or _BREAKS.search(words):
        return []
    fields: list[Field] = []
    at = piece.start + bullet
    while at < piece.end:
        m = rules.labels.prefix.match(sheet.text, at, piece.end)
        if m is None:
            return []
        field = rules.labels.fields[m[0]]
        begin = m.end()
        while begin < piece.end and sheet.text[begin] == " ":
            begin += 1
        end = _value_end(sheet, field, begin, piece.end, rules)
        if end is None:
            return []
        fields.append(Field(field, m[0], at, begin, end, i))
        at = end
        while at < piece.end and sheet.text[at] == " ":
            at += 1
    return fields


def _value_end(sheet: Sheet, field: str, begin: int, stop: int, rules: HeaderRules) -> int | None:
    """End of the value that begins here: before the next label of the line, else the line's end; None where it lacks its shape."""
    if begin >= stop:
        return None
    if field not in _TYPED:  # 有效 发布日期…: only a blank tells where a value of any text ends
        ends = [m.start() for m in re.finditer(" ", sheet.text[begin:stop]) if rules.labels.prefix.match(sheet.text, begin + m.end(), stop)]
        end = begin + ends[0] if ends else stop
        titled = field != "title" and rules.titles.ends_title(sheet.text[begin:end].replace(" ", ""))
        return None if (end - begin > _LONGEST_VALUE and field != "title") or titled else end
    for m in rules.labels.prefix.finditer(sheet.text, begin + 2, stop):
        if _is_value(sheet, field, begin, m.start(), rules):
            return begin + len(sheet.text[begin : m.start()].rstrip())
    return stop if _is_value(sheet, field, begin, stop, rules) else None


def _is_value(sheet: Sheet, field: str, begin: int, end: int, rules: HeaderRules) -> bool:
    """Whether text is a value of a typed field and nothing else."""
    end = begin + len(sheet.text[begin:end].rstrip())
    if not fits(sheet, field, begin, end, rules):
        return False
    if field == "document_number":
        return sheet.numbers_in(begin, end)[0].end == end
    if field in ("index_number", "issuer", "declared_attribute"):
        return True
    return _DAY_ENDS.fullmatch(sheet.text, sheet.dates_in(begin, end)[0].end, end) is not None
