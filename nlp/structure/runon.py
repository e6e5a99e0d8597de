"""Headings that run into their text without a stop: 一、总体要求认真落实…, （一）公示制度各行政机关要…

Told are: a heading that many documents share (总体要求, 保障措施) before words with which a sentence begins; a phrase that ends as
names of matters do, or names work to be done, before a subject that obliges (各单位要…) or a demand (要按照…); a phrase whose last
words come again; two tasks of one length (健全机构，落实职责); 关于…问题.
"""

from __future__ import annotations

import re

_FAMILIES = frozenset(("cn", "cn-paren", "num"))
_LEAST_REST = 15

_SHARED = (
    "指导思想|总体要求|总体思路|总体目标|总体安排|基本原则|工作原则|工作目标|目标任务|主要目标|工作任务|主要任务|重点任务|工作要求|有关要求|具体要求|几点要求"
    "|发展目标|任务目标|目标要求|工作内容|实施范围|实施原则|工作机制|职责分工|任务分工|工作分工|时间安排|进度安排|工作计划|组织实施|政策措施|重要意义|重大意义|公开内容|公开范围"
    "|公开方式|公开形式|公开原则|公开要求|公开制度|公开时限|公开程序|公开主体|监督检查|督查考核|考核评价|督导检查|工作原则"
    "|组织领导|组织保障|保障措施|工作措施|主要措施|工作步骤|实施步骤|方法步骤|工作安排|工作重点|重点工作|工作思路"
)
# How sentences begin: 认真落实…, 各单位要…, 以…为指导, 为进一步…, 成立…
_OPENS = (
    "认真|全面(?!工作)|坚持|坚决|深入|按照|根据|围绕|贯彻|为(?:了|进|深|全|认|切|确|加|推|规|贯|保)|各|成立|建立|通过|力争|进一步|切实|充分|严格|高举|紧紧|牢固"
    "|加强|加快|加大|完善|健全|强化|推进|推动|落实|以[^，。]{4}|[到从自在]20|到“|本着|结合|遵循|突出|把|我[省市县区镇乡局]|[省市县区]政府|有关部门|除[^，。]{4}|凡|(?:政务|政府信息|村务|校务|院务|厂务)公开|要[^求点]|实行|实施[^方步]"
)
_STANDARD = re.compile(rf"(?P<title>(?:切实|进一步)?(?:加强|强化|明确|完善)?(?:{_SHARED})) ?(?={_OPENS})")

# 公示制度|各行政机关要…: no sentence goes on from a matter to 各….
_MATTER = re.compile(
    "(?P<title>[^，。；：！？（）各 ]{3,20}(?:制度|机制|体系|管理|建设|责任|措施|力度|监督|考核|保障"
    "|目录|清单|平台|台账|队伍|力量|氛围|合力|培训|宣传|服务|意识|认识|水平|质量|职责|程序|流程)) ?"
    "(?=各(?:级|有关|相关|部门|单位|乡|镇|街道|县|市|区|行政|成员|责任)[^，。；：]{0,24}?(?:要|应当?|必须|须|负责))"
)
_WORK = (
    "加强|加快|加大|强化|抓好|完善|健全|推进|推动|深化|优化|提升|提高|规范|严格|落实|建立|突出|开展|统筹|压实|夯实|细化|聚焦|创新|明确|打造|构建|营造|防止|发挥|探索|引导|拓展|实施|发展|做好"
)
# 明确补贴范围|各级农业部门要…, 加强日常管护|要把…: work that is named, then a body that must or a demand.
_NAMED_WORK = re.compile(
    f"(?P<title>(?:{_WORK})[^，。；：！？（）、各要 ]{{2,14}}?)"
    "(?=各(?:级|地|有关|相关|部门|单位|乡|镇|街道|县|市|区|行政|成员|责任|项目)[^，。；：]{0,30}?(?:要|应当?|必须|须|负责)"
    "|要(?:按照|坚持|把|将|充分|进一步|严格|积极|认真|切实|结合|紧紧|牢固|围绕|根据|以[^，。]{4}))"
)
# 规范现场照片|现场照片是指…: the words with which a heading ends come again. 关于水库移民问题|你县…: what an answer is about.
_SAID_AGAIN = re.compile(f"(?P<title>(?:{_WORK})[^，。；：！？（）、 ]{{0,8}}(?P<again>[\u4e00-\u9fff]{{3,6}}))(?=(?P=again))")
_ABOUT = re.compile("(?P<title>关于[^，。；：！？ ]{2,24}问题)(?=[^的，。、；：和及与])")
# 公开的内容|乡镇机关要从…: a matter named with 的, then a subject that must.
_NAMED_MATTER = re.compile(
    "(?P<title>[^，。；：！？（）、 ]{2,14}的(?:主要|基本|具体)?(?:内容|范围|对象|形式|方式|程序|时间|要求|原则|重点|目标|任务|方法|步骤|措施))"
    "(?=(?:各|全|我|乡|镇|村|县|市|区|省|学校|医院|企业|单位|部门|政府|机关)[^，。；：的]{0,16}(?<![主重需])(?:要(?![求点素])|应当?|必须|须))"
)
# 健全工作机构，落实公开职责|政府信息公开是…: two tasks of one length, then words with which a sentence begins.
_PAIR = re.compile(
    f"(?P<title>(?P<one>(?:{_WORK})[^，。；：！？（）、 ]{{2,8}})，(?P<two>(?:{_WORK})[^，。；：！？（）、 ]{{2,8}}?))"
    f"(?=(?:{_OPENS}|政府信息公开|本|信息公开)(?!制度|工作机制|职责))"
)
_LINK_BEFORE = re.compile("(?:[对向由将与和及经]|按照|根据|通过|作为)[^，。]{0,4}\\Z|(?:督促|指导|组织|要求|推动|引导|支持)\\Z")
_VERB_BEFORE = re.compile("(?:对|向|由|将|与|和|及|经|按照|根据|通过|作为|督促|指导|组织)[^，。]{0,6}\\Z")


def run_on(text: str, start: int, end: int, family: str) -> int | None:
    """Where the heading of the item text[start:end] (label dropped) ends that runs into its text; None where there is none.

    >>> run_on("工作目标力争三年内建成覆盖城乡的公开体系。", 0, 21, "cn")
    4
    """
    if family not in _FAMILIES or end - start < _LEAST_REST:
        return None
    found = (pattern.match(text, start, end) for pattern in (_STANDARD, _MATTER, _NAMED_WORK, _NAMED_MATTER, _PAIR, _SAID_AGAIN, _ABOUT))
    m = next((m for m in found if m is not None and not _goes_on(m)), None)
    return m.end("title") if m is not None and end - m.end() >= _LEAST_REST else None


def _goes_on(m: re.Match[str]) -> bool:
    """Whether the words found lead on to those behind them: 督促|各单位要…, 加强对|各部门…"""
    if m.re is _STANDARD:
        return False
    if m.re is _PAIR:
        return len(m["one"]) != len(m["two"])
    return (_LINK_BEFORE if m.re is _NAMED_WORK else _VERB_BEFORE).search(m["title"]) is not None
