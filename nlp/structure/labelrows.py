"""Label boxes that lost their grid: a run of labels, the values behind it in the same order; and labels without a colon.

    索引号 文号 发布机构 发布日期 公开方式            索引号 000-2021-0012 发布日期 2021-03-04
    000-2021-0012 某政〔2021〕7号
    某市人民政府办公室 2021-03-04 主动公开

Values are told by their shape: a label whose value is missing is passed over where the next value fits a later label only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.structure.labelbox import Field
from nlp.structure.lines import Sheet
from nlp.structure.titleblock import HeaderRules

_TOKEN = re.compile(r"[^ \t|\n]+")
_CLOCK = re.compile(r"[0-9]{1,2}：?:?[0-9]{2}(?:[：:][0-9]{2})?\Z")
_INDEX = re.compile(r"(?=[^0-9]*[0-9])[0-9A-Za-z/\-—_.]{5,40}\Z")
_DATES = frozenset(("written_on", "published_on", "effective_on", "valid_until"))
_TYPED = _DATES | {"index_number", "document_number", "issuer", "declared_attribute"}
_EMPTY = frozenset(("无", "暂无", "-", "--", "—", "/", "None", "null"))
_BETWEEN = frozenset(" \t|：:•·●【】[]*-")
_LONGEST_ROW = 160
_LONGEST_RUN = 24
_FURTHEST = 16  # lines of values behind the labels
_LEAST_TYPED = 2


@dataclass(frozen=True, slots=True)
class LabelRow:
    """What a box says, and the last of its pieces."""

    fields: tuple[Field, ...]
    last: int


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    piece: int


def label_row(sheet: Sheet, i: int, rules: HeaderRules) -> LabelRow | None:
    """The box that begins at piece i: labels first, then their values; or labels and values in turn, no colons between."""
    piece = sheet.pieces[i]
    if piece.block == "row" or piece.end - piece.start > _LONGEST_ROW:
        return None
    first = next((c for c in sheet.text[piece.start : piece.end] if c not in _BETWEEN), "")
    if first not in rules.labels.firsts:
        return None
    names: list[tuple[str, int, int]] = []
    last = i
    while last < len(sheet.pieces) and len(names) < _LONGEST_RUN:
        found = _names(sheet, last, rules)
        if not found:
            break
        names += found
        last += 1
    if len(names) >= 2:
        return _values(sheet, names, last, rules)
    return _in_turn(sheet, i, rules) if not names else None


def _names(sheet: Sheet, i: int, rules: HeaderRules) -> list[tuple[str, int, int]]:
    """Labels of a piece that holds nothing else, also broken by blanks (文 号): (name, view range); [] where it holds more."""
    piece = sheet.pieces[i]
    if piece.end - piece.start > _LONGEST_ROW:
        return []
    places = [at for at in range(piece.start, piece.end) if sheet.text[at] not in _BETWEEN]
    words = "".join(sheet.text[at] for at in places)
    found: list[tuple[str, int, int]] = []
    at = 0
    while at < len(words):
        m = rules.labels.prefix.match(words, at)
        if m is None:
            return []
        found.append((m[0], places[at], places[m.end() - 1] + 1))
        at = m.end()
    return found


def _tokens(sheet: Sheet, i: int) -> list[_Token]:
    piece = sheet.pieces[i]
    return [_Token(m.start(), m.end(), i) for m in _TOKEN.finditer(sheet.text, piece.start, piece.end)]


def _values(sheet: Sheet, names: Sequence[tuple[str, int, int]], begin: int, rules: HeaderRules) -> LabelRow | None:
    """Values in the order of their labels; None where fewer than two of them have the shape of their field."""
    fields: list[Field] = []
    at, typed, i, last = 0, 0, begin, begin - 1
    while i < min(len(sheet.pieces), begin + _FURTHEST) and at < len(names):
        if len(sheet.words(i)) > _LONGEST_ROW or _names(sheet, i, rules):
            break
        tokens, n = _tokens(sheet, i), 0
        before = at
        while n < len(tokens) and at < len(names):
            token = tokens[n]
            words = sheet.text[token.start : token.end]
            n += 1
            if _CLOCK.fullmatch(words) and fields and fields[-1].field in _DATES:
                continue
            hit = _fitting(sheet, token, names, at, rules)
            if hit is None:
                break
            name, start, _ = names[hit]
            field = rules.labels.fields[name]
            value = token.start if words in _EMPTY else token.end
            fields.append(Field(field, name, start, token.start, value, i))
            typed += field in _TYPED and value > token.start
            at = hit + 1
        if at == before:
            break
        last = i
        if n < len(tokens) and at < len(names):
            break
        i += 1
    return LabelRow(tuple(fields), last) if typed >= _LEAST_TYPED else None


def _fitting(sheet: Sheet, token: _Token, names: Sequence[tuple[str, int, int]], at: int, rules: HeaderRules) -> int | None:
    """The first label from `at` on that may have this value; one of a kind that takes any text only where no typed one fits."""
    free = None
    for n in range(at, len(names)):
        field = rules.labels.fields[names[n][0]]
        if field in _TYPED:
            if sheet.text[token.start : token.end] in _EMPTY and n == at:
                return n
            if fits(sheet, field, token.start, token.end, rules):
                return n
        elif free is None and token.end - token.start <= 40:
            free = n
    return free


def fits(sheet: Sheet, field: str, start: int, end: int, rules: HeaderRules) -> bool:
    """Whether text has the shape of the value of a typed field."""
    words = sheet.text[start:end]
    numbers = sheet.numbers_in(start, end)
    dates = sheet.dates_in(start, end)
    if field in _DATES:
        return bool(dates) and dates[0].start == start
    if field == "index_number":
        return bool(_INDEX.match(words)) and not numbers and not (dates and dates[0].end == end)
    if field == "document_number":
        return bool(numbers) and numbers[0].start == start
    if field == "issuer":
        return bool(rules.organs.organs(words)) and len(words) >= 3
    return field == "declared_attribute" and rules.marks.declared_value(words) is not None


def _in_turn(sheet: Sheet, i: int, rules: HeaderRules) -> LabelRow | None:
    """索引号 X 发布机构 Y 发布日期 Z without colons on one line: every typed value must have its shape."""
    groups: list[tuple[str, int, list[_Token]]] = []
    for token in _tokens(sheet, i):
        words = sheet.text[token.start : token.end]
        glued = rules.labels.prefix.match(words)
        if words in rules.labels.fields:
            groups.append((words, token.start, []))
        elif glued is not None and groups and words[glued.end()] in "：:":  # 文号 某政〔2021〕7号 成文日期：2021年4月3日
            start = token.start + glued.end() + 1
            groups.append((glued[0], token.start, [_Token(start, token.end, i)] if start < token.end else []))
        elif glued is not None and words[glued.end()].isascii():  # 索引号0031: the view drops a blank before a digit
            groups.append((glued[0], token.start, [_Token(token.start + glued.end(), token.end, i)]))
        elif not groups:
            return None
        else:
            groups[-1][2].append(token)
    fields: list[Field] = []
    typed = 0
    for name, start, tokens in groups:
        field = rules.labels.fields[name]
        begin, end = (tokens[0].start, tokens[-1].end) if tokens else (start + len(name),) * 2
        if end - begin > 60:
            return None
        if tokens and field in _TYPED:
            if sheet.text[begin:end] in _EMPTY:
                end = begin
            elif not fits(sheet, field, begin, end, rules):
                return None
            else:
                typed += 1
        typed += field == "title" and rules.titles.ends_title(sheet.text[begin:end].replace(" ", ""))
        fields.append(Field(field, name, start, begin, end, i))
    return LabelRow(tuple(fields), i) if typed else None
