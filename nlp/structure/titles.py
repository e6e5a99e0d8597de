"""Endings of titles, and the kind of document that they tell: …的通知 -> 通知, …实施方案（试行） -> 方案."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from nlp.rulebook import Rulebook

# （试行）, （节选）, （2019年修订）, （征求意见稿） behind an ending, and the closing mark of a quoted title.
_NOTE_BEHIND = r"(?:[（(][^（）()〔〕\[\]《》。]{1,24}[)）])*》?"

# _某某县人民政府网, | 信息公开: what pages put behind their titles.
_SITE_BEHIND = re.compile(
    r" ?(?:[_|]|(?<![0-9])[\-—–·])+(?! ?[\-—–·])(?![^_|]*(?:办法|规定|条例|细则|通知|意见|公告|方案|决定)\Z) ?"
    r"[^_|《》]{0,30}(?:网|政府|门户|公开|平台|频道|栏目|文件|官网)[^_|《》]{0,12}\Z"
    r"|(?:_[^_《》]{2,20})+\Z"
)

# …公告... - 某县人民政府: a page title that was cut off right behind its end.
_CUT_OFF = re.compile(r" ?(?:\.{2,}|…+)\Z")

# 教育部令第29号
_ORDER_BEHIND = re.compile(r"令 ?第? ?[0-9一二三四五六七八九十百]{1,5} ?号?\Z")

# A title may begin with its number in brackets or out of them: 鲁政发〔2014〕20号《…》
_QUOTED = re.compile(r"\A《([^《》]*(?:[〈《][^〈〉《》]*[〉》][^《》]*)*)》\Z")


@dataclass(frozen=True, slots=True)
class TitleRules:
    """`document-types.tsv`: endings, longest first.

    `inside` finds those of documents, `anywhere` also those of forms and lists, `at_end` at the end of a title only; `kinds`
    leads from an ending to its kind ("" for parts of documents).
    """

    inside: re.Pattern[str]
    anywhere: re.Pattern[str]
    at_end: re.Pattern[str]
    kinds: Mapping[str, str]

    @classmethod
    def load(cls, book: Rulebook) -> TitleRules:
        """Compile the table."""
        kinds: dict[str, str] = {}
        for row in book.table("document-types"):
            for end in row.items("ends"):
                kinds[end] = "" if row["kind"] == "part" else row["id"]
        longest = sorted(kinds, key=len, reverse=True)
        main = "|".join(re.escape(e) for e in longest if kinds[e])
        return cls(
            re.compile(f"(?:{main}){_NOTE_BEHIND}"),
            re.compile(f"(?:{'|'.join(map(re.escape, longest))}){_NOTE_BEHIND}"),
            re.compile(f"(?P<end>{'|'.join(map(re.escape, longest))}){_NOTE_BEHIND}\\Z"),
            kinds,
        )

    def ends_title(self, text: str) -> bool:
        """Whether a text ends as titles of documents end (tables and forms of an annex not counted)."""
        return self.kind_of(text) is not None

    def kind_of(self, title: str) -> str | None:
        """Kind of document by the end of its title, None where the end tells nothing.

        >>> rules.kind_of("某县2021年政务公开工作实施方案（试行）")  # doctest: +SKIP
        '方案'
        """
        m = self.at_end.search(title) or self.at_end.search(_ORDER_BEHIND.sub("令", title))
        if m is not None and title.endswith("》") and not title.startswith("《"):
            return None  # 关于适用《…法》: the name of another text closes the line
        return None if m is None else self.kinds[m["end"]] or None

    def ends_any(self, text: str) -> bool:
        """Whether a text ends as a title or as the heading of a table, form or list."""
        return self.at_end.search(text) is not None


def without_site(title: str) -> str:
    """A page title without the name of the site behind it."""
    return _CUT_OFF.sub("", _SITE_BEHIND.sub("", title))


def unquoted(title: str) -> str:
    """《title》 without its marks, where they close the whole title in."""
    m = _QUOTED.match(title)
    return m[1] if m else title
