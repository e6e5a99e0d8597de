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

# …制度-某某网站app: any words of a page behind a dash; not -征求意见稿, —2025年.
_TAIL_BEHIND = re.compile(r"(?<![0-9\-—–·|_]) ?[-—–|_] ?(?P<tail>[^\-—–_|《》，。：；（）]{2,24})\Z")
_KEPT_TAIL = re.compile("[稿版篇章]|修订|试行|部分|阶段|节选|摘要|[0-9一二三四五六七八九十]+(?:年|月|号|期|届|批)")

# …公告... - 某县人民政府: a page title that was cut off right behind its end.
_CUT_OFF = re.compile(r" ?(?:\.{2,}|…+)\Z")

# 教育部令第29号
_ORDER_BEHIND = re.compile(r"令 ?第? ?[0-9一二三四五六七八九十百]{1,5} ?号?\Z")

# [通知公告] 关于…的公告 [2022-03-11]: the column and the day that a list of pages prints around a title
_COLUMN_BEFORE = re.compile(r"[【\[［](?P<name>[^【】\[\]［］]{2,10})[】\]］] ?")
_DAY_AFTER = re.compile(r" ?[【\[［(（](?:19|20)[0-9]{2}[-./][0-9]{1,2}[-./][0-9]{1,2}[^【】\[\]［］()（）]{0,10}[】\]］)）]\Z")

# 第一篇：某某办法: what collections of papers put before a title.
_PART_BEFORE = re.compile(r"(?:第[一二三四五六七八九十0-9]{1,3}篇|篇[一二三四五六七八九十0-9]{1,3}|范文[一二三四五六七八九十0-9]{1,3}|标题)： *")

# 1、某某县公示办法（五篇）: the number of the page and the size of the collection, as hosts of documents print them.
_PAGE_BEFORE = re.compile(r"1、 ?(?=(?P<title>[^，。；：、（）]{6,60})(?:（[^（）]{0,4}[0-9一二三四五六七八九十]{1,3}篇）)\Z)")

# 某某工作制度（精选9篇）: the name of a collection.
_COLLECTION = re.compile(
    r"范文\Z|(?:范文|模板|范本|样本)(?:精选|大全|汇总|集锦|参考|合集|推荐|汇编)\Z|(?<!政策)(?:精选|集锦|合集)\Z"
    r"|[（(](?:精选|优选|通用|推荐|热门|最新|合集|汇总)?[0-9一二三四五六七八九十]{1,3}篇[)）]|[0-9]{1,2}篇\Z"
)

# 某某方案.docx: the name of a file.
_FILE_BEHIND = re.compile(r"\.(?:docx?|pdf|xlsx?|wps|et|pptx?|txt|ofd|rtf|html?)\Z", re.IGNORECASE)

# 重磅！《某某方案》发布: a headline about the text below.
_HEADLINE = re.compile(
    r"[^《》。；]{0,24}《(?P<name>[^《》]{4,90}(?:《[^《》]{1,60}》[^《》]{0,30})?)》(?:（[^（）]{1,12}）)?"
    r"(?:今[天日]|近日|现已|已|正式|全文|最新|新鲜){0,2}(?:发布|公布|印发|出台|下发|来了|来啦|出炉|全文)(?:实施)?[！。]?\Z"
)

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
    columns: frozenset[str]

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
            frozenset(name for row in book.table("page-columns") for name in row.items("names")),
        )

    def is_column(self, text: str) -> bool:
        """Whether a line is the name of a site's column or menu: 政务公开, 通知公告."""
        return text.replace(" ", "").strip("：•·>【】[]") in self.columns

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

    def without_page_words(self, title: str) -> str:
        """A title without what a page put behind it: the name of the site, or other words behind a whole title and a dash."""
        title = without_site(title)
        m = _TAIL_BEHIND.search(title)
        if m is None or _KEPT_TAIL.search(m["tail"]) or self.ends_any(m["tail"]) or not self.ends_title(title[: m.start()]):
            return title
        return title[: m.start()]

    def ends_any(self, text: str) -> bool:
        """Whether a text ends as a title or as the heading of a table, form or list."""
        return self.at_end.search(text) is not None


def without_site(title: str) -> str:
    """A page title without the name of the site behind it."""
    return _CUT_OFF.sub("", _SITE_BEHIND.sub("", title))


def title_bounds(words: str, titles: TitleRules) -> tuple[int, int]:
    """Where the title begins and ends in a line: without the number of a collection, the end of a file name, a headline's words.

    >>> title_bounds("第一篇：某县公示办法.docx", titles)  # doctest: +SKIP
    (4, 10)
    """
    part = _PART_BEFORE.match(words)
    begin, end = part.end() if part else 0, len(words)
    end -= len(words) - len(words.rstrip("| ★☆◆◇●▲"))  # the bar of a cell, ornaments
    if not part and (page := _PAGE_BEFORE.match(words)) is not None:
        begin = page.end()
        end = page.end("title")
    while begin < end and words[begin] in "★☆◆◇●▲":
        begin += 1
    if (column := _COLUMN_BEFORE.match(words, begin, end)) is not None and titles.is_column(column["name"]):
        begin = column.end()
    if (day := _DAY_AFTER.search(words, begin, end)) is not None:
        end = day.start()
    if file := _FILE_BEHIND.search(words):
        end = file.start()
    headline = _HEADLINE.match(words, begin, end)
    if headline is not None and "关于" not in words[begin : headline.start("name")] and titles.ends_title(headline["name"]):
        return headline.span("name")
    return begin, end


def is_collection(words: str) -> bool:
    """Whether a line names a collection of papers (某某制度（精选9篇）), no paper of its own."""
    return _COLLECTION.search(words) is not None


def is_file_name(words: str) -> bool:
    """Whether a line ends as names of files do."""
    return _FILE_BEHIND.search(words) is not None


def is_wrapped(words: str, titles: TitleRules) -> bool:
    """Whether a line holds a title inside a headline or behind the number of a collection."""
    words = words.rstrip("| ")
    begin, end = title_bounds(words, titles)
    inside = words[begin:end]
    return (begin, end) != (0, len(words)) and (titles.ends_title(inside) or (begin > 0 and inside.endswith("文件")))


def unquoted(title: str) -> str:
    """《title》 without its marks, where they close the whole title in."""
    m = _QUOTED.match(title)
    return m[1] if m else title
