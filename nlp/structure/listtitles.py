"""Headings judged by the list in which they stand: one among items that have none is none; articles may all run in.

Whether a short phrase before a full stop is a heading is seen best beside its siblings: `6.居民收入稳步增长。` among sentences is
a sentence; `第三条 公示的对象。…` beside `第四条 公示的内容。…` is a heading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from nlp.structure.headings import Heading, is_heading
from nlp.structure.numbering import Item

_LEAST_SIBLINGS = 4
_PLAIN_SHARE = 0.6
_LARGEST_SHARE = 0.2
_SAME_OPENING = 3
_LEAST_NAMES = 3
# 1.加强组织领导¶2.抓好队伍建设: headings whose text the page lost.
_WORK = re.compile(
    "加强|加快|加大|强化|抓好|抓实|做好|完善|健全|推进|推动|深化|优化|提升|提高|规范|严格|严肃|落实|建立|坚持|突出|开展|扩大|统筹|压实|夯实|注重|细化|聚焦|创新|明确|精心|认真|高度|广泛"
)
_NAME_FAMILIES = frozenset(("num", "num-paren", "num-half", "circled"))
_LONGEST_ARTICLE = 16
_LEAST_ARTICLES = 2
_ARTICLE_SHARE = 0.25
_IMPERATIVE = re.compile("要(?:[^，。；：！？]{3,16}|[^，。；：！？]{2,12}，[^，。；：！？]{2,10})。(?=[^。]{8})")  # 一、要落实责任。镇村干部必须…
_LEAST_IMPERATIVES = 3
_RUN_IN = re.compile(
    f"[^，、。；：？！]{{3,{_LONGEST_ARTICLE}}}(?P<stop>[。：]|，(?=[^，。；：？！]{{2,30}}(?:是|为|如下|包括|下列[^，。；：]{{0,8}})：))"
)
_BRACKET_BEHIND = re.compile(r"。?（[^（）]*）。?")  # 加强队伍建设，提高质量。（责任单位：县教育局）
_SCORED = re.compile(r"[（(][^（）()]{0,8}[0-9]{1,3} ?分[^（）()]{0,4}[)）]。?(?=\s|\Z|[（(][0-9一二三四五六七八九十])")  # …落实到人。（5分）
_SCORED_SHARE = 0.5
_LAST_OF_ALL = re.compile("(?:其他|其它|其余)[^，。；：]{0,24}(?:信息|情形|事项|内容|行为|材料|条件|情况|职责|工作|资料|文件|项目|费用|方式|措施)$")
_ENDS = "。！？；：）”》"
_LONGEST_RUN_IN = 22
_OBLIGES = re.compile("[要应须将请]|不得|必须|应当|由")
_MATTER = re.compile("(?:事项|内容|范围|情况|对象|形式|方式|程序|时间|时限|要求|原则|责任|机构|职责|制度|机制|标准|条件)$")
_LISTED = re.compile("(?:如下|以下|下列|包括|为|是)$")


def titles_of_lists(
    text: str, items: Sequence[Item], headings: Sequence[Heading | None], ends: Mapping[int, int]
) -> list[Heading | None]:
    """Headings of items, those of single siblings dropped, those of articles that run in added."""
    out = list(headings)
    lists: dict[tuple[int, str], list[int]] = {}
    for n, item in enumerate(items):
        lists.setdefault((id(item.parent), item.label.family), []).append(n)
    for members in lists.values():
        titled = [n for n in members if out[n] is not None]
        if len(members) >= _LEAST_SIBLINGS and 0 < len(titled) <= max(1, _LARGEST_SHARE * len(members)):
            plain = [n for n in members if out[n] is None]
            for n in titled:
                inside = n == members[-1] and items[n].label.place != "line"
                if inside or _is_sentence(text, items[n], out[n], ends[id(items[n])]) or _is_parallel(text, items, n, plain):
                    out[n] = None
        if _is_catch_all(text, items, members, out) or _scored(text, items, members, ends):
            for n in members:
                out[n] = out[n] if items[n].children else None
        if _names_only(text, items, members, out):
            for n in members:
                out[n] = None
        _mend_list(text, items, members, out, ends)
        _title_imperatives(text, items, members, out, ends)
    articles = [n for n, item in enumerate(items) if item.label.family == "article"]
    plain = [n for n in articles if out[n] is None]
    added = [h for n in plain if (h := _article_heading(text, items[n], ends, surely=True)) is not None]
    if len(added) >= max(_LEAST_ARTICLES, _ARTICLE_SHARE * len(articles)):
        for n in plain:
            out[n] = _article_heading(text, items[n], ends, surely=False)
    return out


def _is_catch_all(text: str, items: Sequence[Item], members: Sequence[int], out: Sequence[Heading | None]) -> bool:
    """Whether the only heading of a list is its last item, 法律、法规规定的其他情形。, which names what the list leaves out."""
    last = out[members[-1]]
    lone = len(members) > 1 and last is not None and all(out[n] is None for n in members[:-1])
    return lone and last is not None and _LAST_OF_ALL.search(text, last.start, last.end) is not None


def _scored(text: str, items: Sequence[Item], members: Sequence[int], ends: Mapping[int, int]) -> bool:
    """Whether most items of a list are what points are given for: （1）制订目录，逐项分解，落实到人。（5分）."""
    leaves = [n for n in members if not items[n].children]
    scored = sum(_SCORED.search(text, max(items[n].label.text_at, ends[id(items[n])] - 12), ends[id(items[n])]) is not None for n in leaves)
    return len(leaves) > 1 and scored >= max(2, _SCORED_SHARE * len(leaves))


def _is_sentence(text: str, item: Item, heading: Heading | None, end: int) -> bool:
    """Whether the only heading of a list may be a sentence: its line ends with it, in a full stop or broken off, or 但 follows."""
    if heading is None or item.children:
        return False
    behind = text[heading.end : end].lstrip()
    if _BRACKET_BEHIND.fullmatch(behind):
        return True
    return behind == "。" or behind.startswith("。但") or not text[heading.end :].strip()


def _is_parallel(text: str, items: Sequence[Item], n: int, plain: Sequence[int]) -> bool:
    """Whether an item begins with the very words of most siblings that are sentences: 对获得一等奖的… beside 对获得二等奖的…"""
    opening = text[items[n].label.text_at : items[n].label.text_at + _SAME_OPENING]
    return 2 * sum(text.startswith(opening, items[k].label.text_at) for k in plain) > len(plain)


def _names_only(text: str, items: Sequence[Item], members: Sequence[int], out: Sequence[Heading | None]) -> bool:
    """Whether a numbered list names things and says nothing about any of them: 1.科学类¶2.艺术类¶3.运动类."""
    if len(members) < _LEAST_NAMES or items[members[0]].label.family not in _NAME_FAMILIES or items[members[0]].parent is None:
        return False
    for n in members[:-1]:
        heading = out[n]
        if heading is None or not heading.alone or items[n].children or n + 1 >= len(items) or _WORK.match(text, heading.start):
            return False
        if text[heading.end : items[n + 1].label.start].strip():
            return False
    last = out[members[-1]]
    return last is not None and last.alone and not items[members[-1]].children


def _title_imperatives(
    text: str, items: Sequence[Item], members: Sequence[int], out: list[Heading | None], ends: Mapping[int, int]
) -> None:
    """Items that all begin with a short demand and spell it out behind its full stop: 一、要落实责任。… 二、要加强宣传。…"""
    found = [_IMPERATIVE.match(text, items[n].label.text_at, ends[id(items[n])]) for n in members]
    if len(members) < _LEAST_IMPERATIVES or any(out[n] is not None for n in members):
        return
    matched = [m for m in found if m is not None]
    if len(matched) == len(members) and all(is_heading(m[0][:-1], duties=True) for m in matched):
        for n, m in zip(members, matched, strict=True):
            out[n] = Heading(m.start(), m.end() - 1, m.end(), False)


def _mend_list(
    text: str, items: Sequence[Item], members: Sequence[int], out: list[Heading | None], ends: Mapping[int, int]
) -> None:
    """One item unlike all its siblings: a line that the end of the text cuts off is no heading beside sentences; a short first
    sentence is one beside run-in headings (（一）统一领导，分级负责。 beside （二）以人为本，安全处置。)."""
    plain = [n for n in members if out[n] is None]
    last = members[-1]
    heading = out[last]
    cut = heading is not None and text[heading.end - 1] not in _ENDS and not text[heading.end :].strip()
    inline = heading is not None and heading.alone and items[last].label.place != "line" and len(members) > 2  # ①…。②…。③…。
    lone = len(plain) == len(members) - 1 > 0 or (cut and len(plain) >= _PLAIN_SHARE * (len(members) - 1) >= 2)
    if (cut or inline) and lone and not items[last].children:
        out[last] = None
        return
    if len(plain) == 1 and len(members) >= _LEAST_SIBLINGS and (said := _like_siblings(text, items, members, plain[0], out, ends)) is not None:
        out[plain[0]] = said
        return
    if len(plain) != 1 or len(members) < 3 or any((h := out[n]) is not None and h.alone for n in members):
        return
    start, end = items[plain[0]].label.text_at, ends[id(items[plain[0]])]
    stop = text.find("。", start, min(end, start + _LONGEST_RUN_IN))
    if stop < start + 4 or end - stop < 9 or _OBLIGES.match(text, start) or not is_heading(text[start:stop], duties=True):
        return
    out[plain[0]] = Heading(start, stop, stop + 1, False)


def _like_siblings(
    text: str, items: Sequence[Item], members: Sequence[int], plain: int, out: Sequence[Heading | None], ends: Mapping[int, int]
) -> Heading | None:
    """The heading of an item that looks like a sentence (（四）涉及国家秘密的信息。), where all its siblings stand alone on their
    line with a full stop and text follows on the line below."""
    alone = all((h := out[n]) is not None and h.alone and text[h.end : h.end + 1] == "。" for n in members if n != plain)
    start, end = items[plain].label.text_at, ends[id(items[plain])]
    phrase = text[start : end - 1]
    more = text[end : end + 2].strip() and text[end : end + 1] == "\n"
    if not alone or not more or text[end - 1] != "。" or len(phrase) > _LONGEST_RUN_IN or re.search("[，。；：！？]", phrase):
        return None
    return Heading(start, end - 1, end, True)


def _article_heading(text: str, item: Item, ends: Mapping[int, int], surely: bool) -> Heading | None:
    """第三条 公示的对象。凡是…: a short phrase that names a matter, text behind it on the same line.

    Beside sure ones a phrase that only ends as names of matters do counts too: 涉及职工利益事项。
    """
    end = ends[id(item)]
    m = _RUN_IN.match(text, item.label.text_at, end)
    if m is None or end - m.end() < 8:
        return None
    phrase = text[m.start() : m.start("stop")]
    if _LISTED.search(phrase) or not (is_heading(phrase) or (not surely and _MATTER.search(phrase))):
        return None
    return Heading(m.start(), m.start("stop"), m.end(), False)
