"""What a section discloses, and how disclosure is done: telling the two apart where a text speaks of disclosure itself.

    推进招投标信息公开。公开招标公告、中标结果。   -> the field, once the words of disclosure are taken out
    公开方式：政府网站、公告栏、政务服务中心          -> how it is done, whatever the words name
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from nlp.rulebook import Row, Rulebook, check_examples, compile_pattern
from nlp.types import Section

# Words of disclosure; without them the words of the field speak: 推进|招投标|信息公开
_OF_DISCLOSURE = re.compile(
    r"(?:政府|重点领域)?(?:信息|政务)(?:主动|依法)?公开(?:工作|力度|目录|专栏|内容)?|(?:主动|依法|及时|全面|重点|向社会|对外)?(?:公开|公布|发布|公示|公告|通报|解读|回应)"
    r"(?:透明度|力度|范围|渠道|平台|专栏|制度|机制|工作)?|政务新媒体|政府网站|门户网站|公开栏|新闻发布会"
)
_LONGEST_HEADING = 24
_LONGEST_OPENING = 160  # characters of a text without heading that may say what the paper is for
# A paper whose title says so is about disclosure, whatever field it names: 扶贫资金公告公示管理办法, 重大建设项目领域政府信息公开实施方案
_ABOUT_DISCLOSURE = re.compile(
    r"(?:信息|政务|村务|厂务|校务|院务|居务|事务|党务|内容)公开|预公开|公告公示|信息公示|公示(?:工作|制度|办法|管理|实施|规定|规则|细则)|(?:信息|新闻)发布|政策解读|解读(?:工作|机制)"
)
# 推进招投标信息公开; 污染源环境监管信息公开工作; not 监督企业信息公开, 公开平台建设
_OPENS_A_FIELD = re.compile(
    r"(?:[0-9一二三四五六七八九十（）()、.．]*)(?:(?:继续|进一步|深入|全面|切实|稳步|重点|积极|大力)*(?:推进|推动|深化|加强|做好|加大|扩大|强化|细化|规范|抓好|围绕|实施|促进))?"
    r"(?!监督|指导|组织|编制|健全|完善|建立|落实|审查|考核|培训)[^，。；：\n]{2,30}?(?:信息|领域|政策|情况|结果|项目|数据)?(?:的)?(?:主动)?公开(?:工作|力度)?(?=$|[，。；：\n])"
)


def without_disclosure(text: str) -> str:
    """A text without the words of disclosure themselves.

    >>> without_disclosure("推进招投标信息公开。")
    '推进招投标，。'
    """
    return _OF_DISCLOSURE.sub("，", text)


def names_disclosure(title: str) -> bool:
    """Whether a title says that its paper is about disclosure.

    >>> names_disclosure("扶贫项目资金公告公示管理办法"), names_disclosure("农村危房改造补助对象公示")
    (True, False)
    """
    return _ABOUT_DISCLOSURE.search(title) is not None


def opens_a_field(text: str) -> str | None:
    """The first clause of a section where it says that something is disclosed, without the words of disclosure; else None.

    >>> opens_a_field("（五）推进招投标信息公开。加强……"), opens_a_field("（一）指导思想。坚持……")
    ('（五）推进招投标，', None)
    """
    m = _OPENS_A_FIELD.match(text)
    return without_disclosure(m[0]) if m is not None else None


@dataclass(frozen=True, slots=True)
class _Head:
    reach: str  # "self", "below" (also items without a heading), "text" (the opening of a text without a heading), "paper" (the title)
    always: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class WorkHeads:
    """Headings under which a text tells how disclosure is done."""

    heads: tuple[_Head, ...]

    @classmethod
    def load(cls, book: Rulebook) -> WorkHeads:
        """Read `domain-work-heads.tsv`. Raises RuleError for a faulty pattern or an example that fails."""
        return cls(tuple(_head(row) for row in book.table("domain-work-heads")))

    def is_all_how(self, title: str) -> bool:
        """Whether every section of a paper with this title tells how disclosure is done: an annual report, rules of assessment."""
        return any(h.reach == "paper" and h.pattern.search(title) for h in self.heads)

    def tells_how(self, section: Section, text: str, above: Sequence[Section], about_disclosure: bool) -> bool:
        """Whether a section stands under such a heading, or opens like such an article; `above` are its ancestors, nearest first."""
        if section.title and self._matches(section.title, about_disclosure, below=False):
            return True
        if section.title:
            return False
        opening = text[:_LONGEST_OPENING]
        if about_disclosure and any(h.reach == "text" and h.pattern.search(opening) for h in self.heads):
            return True
        return any(s.title and self._matches(s.title, about_disclosure, below=True) for s in above[:1])

    def _matches(self, heading: str, about_disclosure: bool, *, below: bool) -> bool:
        if len(heading) > _LONGEST_HEADING:
            return False
        reaches = ("below",) if below else ("below", "self")
        return any((h.always or about_disclosure) and h.reach in reaches and h.pattern.search(heading) for h in self.heads)


def _head(row: Row) -> _Head:
    try:
        pattern = re.compile(compile_pattern(row["pattern"], {}) + ("" if row["reach"] in ("text", "paper") else r"(?:$|[和与及、，。：的])"))
    except ValueError as error:
        raise row.fault(f"pattern 有误：{error}。") from error
    check_examples(row, partial(_found, pattern))
    return _Head(row["reach"], row["always"] == "yes", pattern)


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    return [text] if pattern.search(text) else []
