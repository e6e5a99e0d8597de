"""Where the heading of a numbered item ends: a line of its own, a run-in heading (（一）对象。凡是…), or none.

An item has a heading where its first phrase names a matter (指导思想, 加强组织领导，落实工作责任) and text or further items
follow. It has none where the phrase is a sentence: it obliges or decides (要, 应当, 同意), has a body as its subject, holds a
date or an amount, or is all that the item says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.structure.labels import LAW_FAMILIES
from nlp.structure.runon import run_on
from nlp.view import HAN

_SHORTEST = 2
_LONGEST = 45
_LONGEST_LINE = 60
_LONGEST_COLON = 28
_SHORT_ARTICLE = 24  # 第一条 服务内容: the heading of an article on a line of its own
_CLASS = re.compile(rf"各(?:(?![要应须请将])[{HAN}、（）]){{1,16}}")
_ASKED = re.compile("问：(?=.)")

# The first full stop; a "." counts between Han characters (村级财务.各村要…).
_STOP = re.compile(rf"[。！？；]|(?<=[{HAN}）”])\.(?=[{HAN}“《（]|\Z)")
_BRACKET = re.compile(r"[（(《“][^（）()《》“”]*[）)》”]")

# （市委编办牵头）, （责任单位：县财政局） behind a heading is no part of it.
_UNIT_BRACKET = re.compile(
    r"(?:[（(][^（）()]*(?:责任|牵头|负责|配合|落实|承办|主办|协办|完成时限|时限)[^（）()]*[)）]|[\[［【][^\]］】]{0,4}(?:责任|牵头|承办|主办)[^\]］】]*[\]］】])。?\Z"
)

# （4月下旬）, （2021年5月至9月） behind a heading says when and stays in it.
_TIME_BRACKET = re.compile(r"（[^（）]{0,20}[0-9一二三四五六七八九十](?:年|月|日|季度)[^（）]{0,20}）\Z")

# 各地、各部门要…, 县级财政部门应…: the clause with which the text behind a heading begins that a comma closes.
_BODY_MUST = re.compile(
    r"(?:各[^，。；]{1,24}|[^，。；]{2,20}(?:部门|单位|政府|机构|办事处|街道|乡镇|中心|专班|[局委办厅室科处组会院校队站所]))(?:都|均|也)?(?:要|应|必须|须)(?![求点])"
)

# 第三条【目的】, 第三条（定义）: headings of articles.
_ARTICLE_HEADING = re.compile(r"[【［\[（〔](?P<title>[^】］\]）〕，。；：]{1,24})[】］\]）〕]")

# Words that make a sentence of a phrase: duties and decisions, …
_DUTY = re.compile(
    r"应当|可(?:采取|采用|通过|视)|(?:\A|[，、])[^，。]{0,4}符合|符合[^，。]{0,12}(?:条件|规定|要求|标准|情形)\Z|的，|必须|不得|可以|须(?!知)|予以|给予|是指|是(?:我|全|本)|(?<!分[级工])(?<!逐级)(?<!层层)(?<!属地)(?<!归口)(?<!条块)负责(?![人制])|均(?:不|要|应|可|须|需)"
    r"|(?<![主重需纪摘概首必紧简扼次])要(?![求点素件闻害事务约领义道塞目])"
    r"|(?<![回响适供对效反相答感顺因呼照])应(?![急用对届收付诉税聘答变])(?=[^，。]{2})"
    r"|[需须]由|\A授予|(?<![求于凡但可若还就只总要都])是(?=[^否非，。])|[^主]将(?!军|来)|(?<![原不])同意|批准.{0,6}《|不再|未经|没有|如有|已经?(?!建|婚|有)[^，。]{2,}|尚未"
    r"|按(?:照)?.{1,20}(?:执行|办理|规定)|由[^，。]{2,16}(?:负责|牵头|承担|组织|办理|制定|解释|统一)"
)
# … dates and amounts, …
_AMOUNT = re.compile(
    r"[0-9]+月[0-9]+[日号]|[0-9]+月(?:底|中旬|上旬|下旬|份?前)|[0-9]+[日号]前|(?:个)?工作日"
    r"|[0-9][0-9.]*(?:万元|亿元|元|万人|%|平方|公里|公顷|亩|吨|户|人次|人(?![大才])|(?:小时|天|分钟)[内前后以，])"
    r"|[0-9]{4}年[^工的度]{0,6}(?:以来|前|底|起)|年底前|不(?:少|多|低|高)于|自[^，。]{1,20}起|超过[0-9]"
)
# … and openings that only sentences have.
_SUBJECT = re.compile(
    r"\A(?:凡|请(?!示|销?假)|如(?![何期实])|若(?!干)|对于|因(?!地制宜|势利导|材施教|病|素|企|户|人|村|时)"
    r"|经(?![济营费办验贸纪销常典历信])|各(?:级|有关|相关|部门|单位|乡|镇|街道|县|区|市|地|村|学|责任|成员|填报|牵头)"
    r"|[^，。]{1,14}(?:部门|单位|政府|机构|办事处|委员会|办公室|学校|企业)"
    r"(?:要|按|依|对|会同|实行|主持|牵头|及时|定期|每|于|将|根据|结合|制定|组织(?!奖|架构|形式|机构|结构|体系|关系)|成立|收到|接到|在(?![线职岗建编校读册押])|通过(?!率)|利用)"
    r"|本(?:通知|办法|规定|方案|意见|细则|条例|市|县|区|省)(?:所称|自|由|适用|行政区域)|你[局市县们]|我[局市县们]|任何|其余|本[届次期][^，。]{0,12}(?:采用|采取|分为|设置|面向|接受)"
    r"|[^，。]{3,30}(?<![及按准临小工实平适限])时，|会议(?:听取|审议|研究|讨论|决定|指出|强调|认为|要求|传达|学习|原则|通报|明确)(?!\Z)|具有|符合|属于|涉及(?![^，。；]{2,20}的(?:信息|事项|内容|资料)\Z)|违反|拒不|在[^，。]{2,30}(?:的|时|中|后|前|内|上|下)(?:，|\Z))"
)
# 各地自查, 各部门职责: a heading, where it is all that its line says.
_EACH = re.compile(r"各[^，。；：、]{3,8}")
_CLAUSE_END = re.compile(r"(?:(?<!目)的|等|者|下列.{0,8}|如下|以下.{0,8}|包括|之一|(?<![及按准临小工实平])时)\Z")
_COLON_NO = re.compile(
    r"(?:如下|包括|下列|以下|是|为|指|即|如|之一|认为|指出|强调|要求各|分别是|主要有|有|(?<!目)的|(?:提供|提交|出具|携带)|例如|应当|不得|要)\Z|联系电话|[，。；]"
)
# 第一章总则为提高…, 第三章适用范围本制度适用于…: a chapter on a line that lost its line ends
_CHAPTER_RUN_ON = re.compile(
    "(?:总 ?则|附 ?则|目的|目标|适用范围|基本原则|组织机构|监督管理|法律责任) ?"
    "(?=为(?:了|进|提|加|规|保|促|全|深|推|落|切|健)|本(?:制|办|规|细|条|方)|根据|依据|依照|按照|凡|各[级部单])"
)
_LABEL_FIRST = re.compile("（[一二三四五六七八九十]{1,3}）")  # 二、（一）公开采购: the text of 二 begins with its first item
_COUNT_LAST = re.compile("[0-9]+[多余]?[所处座条个项家株套台场次名辆间栋口眼只头件公里米亩]+\\Z")  # 建校3所。
_NAMES_ONLY = re.compile(r"《[^《》]*》")


@dataclass(frozen=True, slots=True)
class Heading:
    """View range of a heading and where the text of its item begins; `alone`: it is all that its line says."""

    start: int
    end: int
    text_at: int
    alone: bool


def heading_of(text: str, start: int, end: int, family: str, has_more: bool) -> Heading | None:
    """The heading of an item whose first line is text[start:end] (label dropped), None where it has only text.

    `has_more`: items or unnumbered lines follow under it, so that a phrase alone on the line can be a heading with a full stop.
    """
    found = _stopped(text, start, end, family, has_more)
    stop = run_on(text, start, end, family) if found is None or found.alone is False else None
    if stop is not None and (found is None or found.end > stop or text[found.end] == "，"):
        return Heading(start, stop, _skip(text, stop, end), False)
    return found


def _stopped(text: str, start: int, end: int, family: str, has_more: bool) -> Heading | None:
    """A heading that a line end, a full stop or a colon closes."""
    if start >= end:
        return None
    if family == "article":
        m = _ARTICLE_HEADING.match(text, start, end)
        if m is not None:
            return Heading(m.start("title"), m.end("title"), m.end(), False)
        plain = has_more and end - start <= _SHORT_ARTICLE and re.search("[，。；：？！]", text[start:end]) is None
        return Heading(start, end, end, True) if plain and is_heading(text[start:end]) else None
    if family in LAW_FAMILIES:
        return _chapter(text, start, end)
    if m := _ASKED.match(text, start, end):
        start = m.end()
    stop = _STOP.search(text, start, end)
    colon = _colon(text, start, stop.start() if stop is not None else end)
    if colon is not None:
        return _before_colon(text, start, colon, end, has_more)
    if stop is None:
        return _whole_line(text, start, end)
    if text[stop.start()] == "？" and stop.end() >= end and end - start <= _LONGEST_LINE:
        return Heading(start, end, end, True)  # 一、补贴对象有哪些？
    if text[stop.start()] in "；？！" or text.startswith("但", stop.end(), end):
        return None
    if not is_heading(text[start : stop.start()]):
        return _before_comma(text, start, stop.start()) if family != "shi" else None
    rest = text[stop.end() : end].strip(" ）)")
    if not rest and not has_more:
        return None
    if _UNIT_BRACKET.match(text, stop.end(), end) and not has_more:
        return None
    return Heading(start, stop.start(), _skip(text, stop.end(), end), not rest)


def _colon(text: str, start: int, end: int) -> int | None:
    """The first colon of text[start:end] outside brackets."""
    at = text.find("：", start, end)
    while at >= 0:
        closing = next((m.end() for m in _BRACKET.finditer(text, start, min(end, at + 80)) if m.start() < at < m.end()), None)
        if closing is None:
            return at
        at = text.find("：", closing, end)
    return None


def _chapter(text: str, start: int, end: int) -> Heading | None:
    """The heading of 章, 节, 编: the line, up to its first full stop."""
    if m := _CHAPTER_RUN_ON.match(text, start, end):
        return Heading(start, m.end(), m.end(), False)
    stop = re.compile("[。；：]").search(text, start, end)
    finish = stop.start() if stop else end
    if finish - start > _LONGEST_LINE or finish <= start:
        return None
    return Heading(start, finish, _skip(text, stop.end(), end) if stop else end, stop is None or stop.end() >= end)


def _before_colon(text: str, start: int, colon: int, end: int, has_more: bool) -> Heading | None:
    """重大建设项目：主要是指… and 申请材料： with a list below."""
    phrase = text[start:colon]
    rest = text[colon + 1 : end].strip()
    names = is_heading(phrase) or _CLASS.fullmatch(phrase)  # 各乡镇（街道）：负责…
    if len(phrase) > _LONGEST_COLON or _COLON_NO.search(phrase) or not names or not (rest or has_more):
        return None
    return Heading(start, colon, _skip(text, colon + 1, end), not rest)


def _before_comma(text: str, start: int, stop: int) -> Heading | None:
    """举一反三，各地要全面自查。 A comma for a full stop: short clauses before the one that says who must do it."""
    at = start
    for _ in range(2):
        comma = text.find("，", at, min(stop, at + 12))
        if comma < at + 4 or "的" in text[at:comma] or not is_heading(text[start:comma]):
            return None
        if _BODY_MUST.match(text, comma + 1, stop):
            return Heading(start, comma, comma + 1, False)
        at = comma + 1
    return None


def _whole_line(text: str, start: int, end: int) -> Heading | None:
    """A line without a full stop: a heading where it is short and names a matter."""
    bracket = _UNIT_BRACKET.search(text, start, end)
    finish = bracket.start() if bracket and bracket.start() > start else end
    if text[finish - 1] in "及和与或之":
        return None  # 一、法律、法规命令及 ‖ 自治法规。 a line that goes on below
    phrase = text[start:finish].rstrip("，、 |")  # the bar of a cell: 一、加强组织领导 |
    if not phrase or len(phrase) > _LONGEST_LINE or not is_heading(phrase, alone=True):
        return None
    return Heading(start, start + len(phrase), end, True)


def is_heading(phrase: str, alone: bool = False, duties: bool = False) -> bool:
    """Whether a phrase names a matter; `alone` on its line it may be longer and be a clause or two; `duties`: also with words
    that oblige.

    >>> [is_heading(p) for p in ("加强组织领导，落实工作责任", "各单位要在5月底前完成自查", "原则同意《某方案》")]
    [True, False, False]
    """
    bare = _NAMES_ONLY.sub("《》", _TIME_BRACKET.sub("", phrase)).strip()
    if len(bare) < _SHORTEST or len(bare) > (_LONGEST_LINE if alone else _LONGEST):
        return False
    said = _SUBJECT.search(bare) and not (alone and _EACH.fullmatch(bare))
    if said or (not duties and _DUTY.search(bare)) or _AMOUNT.search(bare) or _CLAUSE_END.search(bare):
        return False
    if _LABEL_FIRST.match(bare) or (not alone and _COUNT_LAST.search(bare)):
        return False
    clauses = [c for c in re.split("[，,]", bare) if c]
    if not clauses or len(clauses) > 4:
        return False
    if len(clauses) > 1:
        lengths = [len(c) for c in clauses]
        return max(lengths) <= 18 and max(lengths) <= 3 * min(lengths) + 2
    return True


def _skip(text: str, at: int, end: int) -> int:
    while at < end and text[at] in " ：":
        at += 1
    return at
