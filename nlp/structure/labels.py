"""Labels of sections: where a text could be numbered, before the sequence decides what is numbered.

一、 （一） 1. 第三条 ① 一是 … Each row of `rules/numbering.tsv` is one shape of label. A candidate says what it would be
called in a path (brackets half width), which number it has in its family, and how strongly its place speaks for it: the
start of a line, the end of a sentence, a colon, a semicolon, or the middle of words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from nlp.numerals import read_number, write_number
from nlp.rulebook import Rulebook, check_examples, compile_pattern
from nlp.structure.blanks import blank_before
from nlp.types import View
from nlp.view import HAN

Place = Literal["line", "stop", "close", "blank", "colon", "semicolon", "comma", "glued"]

CITED = "article-cited"  # the shape of an article that is quoted under the name of its law
LAW_FAMILIES = ("part", "chapter", "division", "article")

_CN = "[一二三四五六七八九十百零〇]{1,6}+"
_CIRCLED = {
    chr(c): n for start in (0x2460, 0x2776) for n, c in enumerate(range(start, start + (20 if start == 0x2460 else 10)), 1)
}
_PAREN_DIGITS = {chr(c): n for n, c in enumerate(range(0x2474, 0x2488), 1)}  # ⑴ … ⒇
_PAREN_CN = {chr(c): n for n, c in enumerate(range(0x3220, 0x322A), 1)}  # ㈠ … ㈩
_ROMAN_SIGNS = {chr(c): n for start in (0x2160, 0x2170) for n, c in enumerate(range(start, start + 12), 1)}
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11, "XII": 12}

_DASHES = str.maketrans(dict.fromkeys("—–－-", "一"))  # （—） typed or scanned for （一）

_SLOTS = {
    "cn": _CN,
    "n": "[0-9]{1,3}+",
    "d": r"[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}(?!\.?[0-9])\.?",
    "o": f"[{''.join(_CIRCLED)}]",
    "p": f"[{''.join(_PAREN_DIGITS)}]",
    "b": f"[{''.join(_PAREN_CN)}]",
    "l": "[A-Za-z]",
    "s": " ",
    "e": r"\Z",
    "r": f"(?:[{''.join(_ROMAN_SIGNS)}]|[IVX]{{1,4}})",
}

# Every label begins with one of these; the scan looks nowhere else.
_NAMED_FIRST = "行任议专工板环步阶"  # 行动一, 任务二
_FIRST = _NAMED_FIRST + "第（〔【0-9A-Za-z一二三四五六七八九十百零〇壹贰叁肆伍陆柒捌玖拾" + (
    "".join((*_CIRCLED, *_PAREN_DIGITS, *_PAREN_CN, *_ROMAN_SIGNS))
)

# What may stand before a label inside a line: no number and no word that makes it part of one (第一、二季度; A1、; 图1、).
_NOT_BEHIND = "(?<![0-9A-Za-z第图表版附—\\-/%零一二三四五六七八九十百〇])(?<![^\u3400-\u9fff]\\.)(?:(?<!件)|(?<!附件)(?=（))"

# "1.5倍" is a figure; "1.2018年6月底前完成", "2.12345热线", "3.12月底前上报" are items that begin with a year, a name of digits, a month.
_UNITS = "[万亿元个名家户米公里吨亩％%倍次件条年月日天小时分岁平项级度号.0-9]|人(?![才力民社工])"
_FIGURE_BEHIND = (
    rf"(?![0-9])|(?=(?:19|20)[0-9]{{2}}年)|(?=[0-9]{{3,6}}(?!{_UNITS})[{HAN}])|(?=1?[0-9]月(?:底|末|份|[上中下]旬|[0-9]{{1,2}}日))"
)

# 某某公开法 第18条: the name of the law stands before its article, on a line of its own.
_LAW_BEFORE = re.compile(rf"(?P<law>《?[{HAN}]{{2,24}}(?:法|条例|办法|规定|细则)》? ?)第 ?[0-9一二三四五六七八九十百]{{1,6}} ?条[：: ]?")

_STOPS = "。！？"
_CLOSERS = "）”’》】〕]"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible label. View offsets; `text_at` is where its text begins; `shape` is its row of numbering.tsv and its point."""

    start: int
    end: int
    text_at: int
    family: str
    shape: str
    number: int
    name: str
    place: Place
    line: int
    rank: int | None = None
    repaired: bool = False
    parted: bool = False  # a blank of the source stands before it


@dataclass(frozen=True, slots=True)
class _Shape:
    id: str
    family: str
    rank: int | None
    anywhere: bool


@dataclass(frozen=True, slots=True)
class NumberingRules:
    """`numbering.tsv`, compiled to one scan: `at_line` for the start of a line, `inside` for places inside it."""

    shapes: tuple[_Shape, ...]
    at_line: re.Pattern[str]
    inside: re.Pattern[str]

    @classmethod
    def load(cls, book: Rulebook) -> NumberingRules:
        """Compile the table and hold every row to its own examples."""
        shapes: list[_Shape] = []
        sources: list[str] = []
        rows = book.table("numbering")
        for index, row in enumerate(rows):
            try:
                source = re.sub(r"\(\?P<[a-z_0-9]+>", "(?:", compile_pattern(row["pattern"], _SLOTS))
            except ValueError as error:
                raise row.fault(f"pattern 写法有误：{error}。") from error
            if row["family"] == "num":
                source += f"(?:(?<=[、．。])|{_FIGURE_BEHIND})"
            unless = "|".join(re.escape(word).replace("␣", " ") for word in row.items("unless"))
            if unless:
                source += f"(?!{unless})"
            sources.append(f"(?P<s{index}>{source})")
            rank = row.get("rank")
            shapes.append(_Shape(row["id"], row["family"], int(rank) if rank else None, row["place"] == "any"))
        inside = "|".join(s for s, shape in zip(sources, shapes, strict=True) if shape.anywhere)
        rules = cls(
            tuple(shapes),
            re.compile(f"(?=[{_FIRST}])(?:{'|'.join(sources)})"),
            re.compile(f"(?=[{_FIRST}]){_NOT_BEHIND}(?:{inside})"),
        )
        for row in rows:
            check_examples(row, partial(rules.names_of, row["id"]))
        return rules

    def names_of(self, shape: str, text: str) -> list[str]:
        """The name of the label with which `text` begins, if it is of this row of the table."""
        found = self.at_start(text)
        return [found.name] if found is not None and found.shape.rstrip("、.") == shape else []

    def at_start(self, text: str) -> Candidate | None:
        """The label with which `text` begins."""
        m = self.at_line.match(text)
        return None if m is None else self._candidate(text, m, len(text), "line", 0)

    def candidates(self, view: View, start: int, end: int, line: int) -> list[Candidate]:
        """Every possible label of the line view.text[start:end], in order; the first may stand at its start."""
        text = view.text
        found: list[Candidate] = []
        at = start
        m = self.at_line.match(text, start, end)
        if m is not None:
            first = self._candidate(text, m, end, "line", line)
            if first is not None and text[end - 1] == "|" and not text[first.end : end].strip("| "):
                return []  # 12 |: the running number of a table row
            if first is not None and first.family == "zero" and len(_CODES.findall(text, first.end, end)) > 1:
                return []  # 01机构职能01机构领导02行政文件: the codes of a catalogue on one line
            if first is not None:
                found.append(first)
                at = first.end
        if not found and (cited := _LAW_BEFORE.fullmatch(text, start, end)) is not None and (m := self.at_line.match(text, cited.end("law"))):
            article = self._candidate(text, m, end, "line", line)
            return [replace(article, shape=CITED)] if article is not None else []
        for m in self.inside.finditer(text, at, end):
            candidate = self._candidate(text, m, end, _place(view, start, m.start()), line)
            if candidate is not None and candidate.start > start:
                found.append(replace(candidate, parted=True) if blank_before(view, m.start()) else candidate)
        return found

    def _candidate(self, text: str, m: re.Match[str], end: int, place: Place, line: int) -> Candidate | None:
        shape = self.shapes[int((m.lastgroup or "s0")[1:])]
        label = m[0].rstrip()
        number = label_number(label, shape.family)
        if number is None:
            return None
        text_at = m.end()
        while text_at < end and (
            text[text_at] == " " or (text_at == m.end() and text[text_at] in "、．：，" and label[-1] in "）章节条编篇分")
        ):
            text_at += 1
        typed = shape.id + (label[-1] if label[-1] in "、." else "")  # 1. inside 1、 is a list of its own
        name = label_name(label)
        return Candidate(m.start(), m.end(), text_at, shape.family, typed, number, name, place, line, shape.rank)


_CODES = re.compile(rf"(?<![0-9.])0[1-9] ?(?=[{HAN}])")
# A field at the end of a paragraph, which no full stop closes: 责任单位：省住房城乡建设厅、税务局|（二）…, 监督电话：12317|四、…
_FIELD = re.compile(
    "(?:(?:责任|牵头|配合|承办|主办|协办|负责|参与|公开|实施)(?:单位|部门|科室|处室|主体|股室)|(?:完成|办理|公开|整改|办结)(?:时限|时间|期限)"
    "|(?:电话|热线|邮箱|网址|传真|邮编|邮政编码|地址|联系人|联系方式)(?:号码)?)：[^。；：！？\\n]{2,}\\Z"
)
_LONGEST_FIELD = 90


def _place(view: View, start: int, at: int) -> Place:
    """How the character before a label speaks for it; a blank of the source counts also where the view dropped it."""
    text = view.text
    if at <= start:
        return "line"
    before = text[at - 1]
    if before in _CLOSERS and at - 2 >= start and text[at - 2] in _STOPS:
        return "stop"
    if before in _STOPS or (before == "." and at - 2 >= start and text[at - 2] > "\u3400"):
        return "stop"
    if before in _CLOSERS:
        return "close"
    if before in " \t":
        return "blank"
    if before not in "：；，、" and blank_before(view, at):
        return "blank"
    if before not in "：；，、" and _FIELD.search(text, max(start, at - _LONGEST_FIELD), at):
        return "close"
    return {"：": "colon", "；": "semicolon", "，": "comma", "、": "comma"}.get(before, "glued")  # type: ignore[return-value]


def _chinese(text: str) -> int | None:
    """Value of a Chinese label number; None for a string of digits (一二), which no label is."""
    if len(text) > 1 and not any(c in "十百" for c in text):
        return None
    return read_number(text)


def label_number(label: str, family: str) -> int | None:
    """The number of a label within its list; for a decimal label its last part."""
    core = re.sub("[（）〔〕【】第章节条编篇部分是、，。.． ]", "", label.translate(_DASHES)) if family != "dotted" else label.rstrip(". ")
    if family == "named":  # 行动一：
        core = label.rstrip("：、 ")[2:].rstrip()
    if family == "article":
        core = label[1 : label.index("条")]
    one = _CIRCLED.get(core) or _PAREN_DIGITS.get(core) or _PAREN_CN.get(core) or _ROMAN_SIGNS.get(core)
    if one:
        return one
    if family == "roman":
        return _ROMAN.get(core)
    if family == "letter":
        return ord(core.lower()) - 96
    if family == "dotted":
        return int(core.rsplit(".", 1)[1])
    if core.isascii() and core.isdigit():
        return int(core) or None
    return _chinese(core) or None


def label_name(label: str) -> str:
    """What a label is called in a path: brackets half width, closing point dropped.

    >>> label_name("（一）"), label_name("1．"), label_name("第三条"), label_name("⑴")
    ('(一)', '1', '第三条', '(1)')
    """
    plain = label.replace(" ", "").translate(_DASHES).translate(str.maketrans("（）", "()"))
    if plain in _PAREN_DIGITS:
        return f"({_PAREN_DIGITS[plain]})"
    if plain in _PAREN_CN:
        return f"({write_number(_PAREN_CN[plain])})"
    return plain.rstrip("、，。.．：")


def numbered_name(family: str, number: int) -> str | None:
    """The path name of a number that an author forgot, or None for families that are not repaired."""
    if family == "cn":
        return write_number(number)
    if family == "cn-paren":
        return f"({write_number(number)})"
    if family in ("num", "bare"):
        return str(number)
    if family == "num-paren":
        return f"({number})"
    if family == "article":
        return f"第{write_number(number)}条"
    if family == "shi":
        return f"{write_number(number)}是"
    if family in ("chapter", "division"):
        return f"第{write_number(number)}{'章' if family == 'chapter' else '节'}"
    if family == "circled":
        return chr(0x2460 + number - 1) if number <= 20 else None
    return None
