"""The information box of government pages: 索 引 号： X 发布机构： Y …, in one line or many, in cells, also without values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from nlp.rulebook import Rulebook
from nlp.structure.lines import Sheet

# What may stand before a label at the start of a line: bullets, brackets, pipes.
_LEAD = re.compile(r"[•·●■◆▪*\-|【\[（(○◎>»\s]*")
_EMPTY = re.compile(r"[\s|*\-—_、，；;:：.。\[\]【】（）()/]*\Z|无\Z|暂无\Z|None\Z|null\Z|\*+\Z", re.IGNORECASE)
_EDGES = " \t|【】[]（）()；;，,*•·"


@dataclass(frozen=True, slots=True)
class Field:
    """One label with its value, view offsets; start == end of the value where the box leaves it empty."""

    field: str
    name: str
    at: int
    start: int
    end: int
    piece: int


# Labels whose value is a name; a line of sentences behind one is text.
_NAME_VALUED = frozenset(("审核", "初审", "复审", "终审", "编辑", "责编", "校对", "签发", "作者", "撰稿", "来源", "审稿", "录入"))
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class LabelRules:
    """`labels.tsv`: names of labels, longest first, and the field that each fills; `prefix` without those that need a date."""

    names: re.Pattern[str]
    prefix: re.Pattern[str]
    firsts: frozenset[str]
    fields: Mapping[str, str]

    @classmethod
    def load(cls, book: Rulebook) -> LabelRules:
        """Compile the table."""
        fields: dict[str, str] = {}
        dated: dict[str, str] = {}
        for row in book.table("labels"):
            for name in row.items("names"):
                (dated if row["id"].endswith("-dated") else fields).setdefault(name, row["field"])
        longest = "|".join(re.escape(n) for n in sorted(fields, key=len, reverse=True))
        before_date = "|".join(map(re.escape, dated))
        marked = re.compile(
            rf"(?P<name>{longest}|(?:{before_date})(?=[:：] ?(?:19|20)[0-9]{{2}}[-年/.]))"
            r"[\])） ]{0,3}(?P<mark>】? ?[:：]|】|(?=[\t|])|\Z)"
        )
        return cls(marked, re.compile(longest), frozenset(n[0] for n in fields), dated | fields)

    def read(self, sheet: Sheet, index: int) -> list[Field]:
        """Labels of one piece with their values; [] where the piece does not begin with a label.

        A value runs to the next label of the line. An empty one may stand on the next line; `with_next` looks there.
        """
        piece = sheet.pieces[index]
        lead = _LEAD.match(sheet.text, piece.start, piece.end)
        first = self.names.match(sheet.text, lead.end() if lead else piece.start, piece.end)
        if first is None:
            return []
        if first["name"] in _NAME_VALUED and "。" in sheet.text[first.end() : piece.end - 1] and piece.end - piece.start > _LONGEST_NAME:
            return []  # 审核：乡镇应当提出审核意见。公示期满…
        hits = [first, *(m for m in self.names.finditer(sheet.text, first.end(), piece.end) if _may_begin(sheet.text, m))]
        if first["mark"] == "" and first.end() < piece.end and sheet.text[first.end()] not in "\t|":
            return []
        found: list[Field] = []
        for m, following in zip(hits, [*hits[1:], None], strict=True):
            stop = piece.end if following is None else following.start()
            begin, end = m.end(), stop
            while begin < end and sheet.text[begin] in _EDGES:
                begin += 1
            if (bar := sheet.text.find("|", begin, end)) > 0 and sheet.text[m.end() : begin].strip(" ：:"):
                end = bar  # 索引号：| X/2020-7 | 部门：| …: a cell for each value
            while end > begin and sheet.text[end - 1] in _EDGES and not _closes(sheet.text, begin, end):
                end -= 1
            if _EMPTY.match(sheet.text, begin, end):
                end = begin
            found.append(Field(self.fields[m["name"]], m["name"], m.start(), begin, end, index))
        return found


def _may_begin(text: str, m: re.Match[str]) -> bool:
    """A label inside a line stands behind a blank, a cell mark, punctuation or a date, not inside a word."""
    before = text[m.start() - 1]
    return (
        before in " \t|；;，。）)】]〕:：【"
        or before.isascii()
        or m["name"] not in ("时间", "日期", "名称", "标题", "分类", "电话", "地址", "摘要", "来源", "类别", "等级")
    )


def _closes(text: str, begin: int, end: int) -> bool:
    """Whether the bracket at the end of text[begin:end] closes one that was opened in it."""
    pairs = {")": "(", "）": "（", "]": "[", "】": "【"}
    return text[end - 1] in pairs and pairs[text[end - 1]] in text[begin : end - 1]
