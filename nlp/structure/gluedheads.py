"""Bodies named in the head of a text without line ends, and where their names begin again: behind 签发人, in the signature.

`柳河县人民政府文件柳政〔2021〕8号签发人：张三柳河县人民政府关于…的请示` — nothing parts the signer from the title, nor an attachment
from the signature (`…附件：1.申报表2.情况简介柳河县人民政府2021年3月4日`); what the head called the body tells.
"""

from __future__ import annotations

import re

from nlp.structure.blanks import first_blank
from nlp.structure.organs import OrganRules
from nlp.structure.titles import TitleRules
from nlp.types import View
from nlp.view import HAN

_SIGNER = re.compile(r" {0,8}(?:签发人|签发)： {0,4}")
_MASKED = re.compile(r"[X×*]{1,4}|某[某X×*]{0,2}")
_BODY = re.compile(rf"(?P<name>[{HAN}（）]{{4,40}}?)(?:文件|关于|\n)")
# 柳河县教育局|柳河县教育局关于…, 柳河县保密委员会文件|关于…: a masthead run on to the title
_MASTHEAD = re.compile(
    rf" ?(?P<line>(?P<body>[{HAN}（）]{{4,30}})(?:公文稿纸|发文稿纸|文件)?(?=(?P=body))|[{HAN}（）]{{4,40}}?文件(?=关于))"
)
_TITLE_END = re.compile("的(?:请示|报告|批复|通报|决定|答复|公告|公示|通告|议案|复函|紧急通知|预?通知|意见|函)\\Z")
_FIRST_HEADING = re.compile("[^，。；：、！？ ]{6,60}(?= {0,8}一、[^，。；：、]{2})")  # …会议精神传达提纲|一、会议基本情况
_LONGEST_TITLE = 150
_LONGEST_PERSON = 9  # 张三、欧阳某某
_LEAST_PERSON = 2
_LEAST_NAME = 5
_LEAST_ATTACHED = 4  # characters of an attachment's name before the signature
_HEAD = 500
_CONTACT = re.compile("联系|电话|邮箱|邮编|传真|手机|网址")
_CONTACT_ENDS = re.compile(rf"[0-9A-Za-z×*][.。]?(?=[{HAN}]{{4}})")
_NAME_OPENS = re.compile(rf"中共|中央|国家|国务院|[{HAN}]{{2,3}}(?:省|市|县|区|州|旗|镇|乡)(?![级直区县])")
_ATTACHED = re.compile("[0-9（）]|附件|名单|[简图样]|表")


def head_names(text: str) -> tuple[str, ...]:
    """What the head names before 文件 and 关于, words of other lines that run on to it included; longest first."""
    return tuple(sorted({m["name"].removeprefix("号") for m in _BODY.finditer(text[:_HEAD])}, key=len, reverse=True))


def signer_end(view: View, begin: int, stop: int, names: tuple[str, ...]) -> int:
    """End of 签发人：张三 that stands at `begin`; `begin` where none stands there or nothing tells where the name ends.

    A blank ends it, a mask (XXX), a body that the text before names, 关于.
    """
    text = view.text
    m = _SIGNER.match(text, begin, stop)
    if m is None:
        return begin
    at = m.end()
    masked = _MASKED.match(text, at, stop)
    if masked is not None and masked[0][0] != "某":
        return masked.end()
    if (blank := first_blank(view, at + 1, min(stop, at + _LONGEST_PERSON))) is not None:
        return blank
    heads = [name for name in names if text.find(name, 0, begin) >= 0]
    known = [i for name in heads for i in [_again(text, name, at + _LEAST_PERSON, at + _LONGEST_PERSON)] if i is not None]
    if known:
        return min(known)
    about = text.find("关于", at + _LEAST_PERSON, at + 6)
    return about if about > 0 else begin


def masthead_end(text: str, begin: int, stop: int) -> int:
    """End of a masthead that runs on to the title; `begin` where none stands there."""
    m = _MASTHEAD.match(text, begin, min(stop, begin + _HEAD))
    return m.end("line") if m is not None else begin


def about_end(text: str, begin: int, stop: int, titles: TitleRules) -> int | None:
    """End of 关于…的通知 that begins here, where no addressees tell it; None where a sentence comes before such an end."""
    for m in titles.inside.finditer(text, begin, min(stop, begin + _LONGEST_TITLE)):
        before = text[begin : m.end()]
        if re.search("[。；：]", before):
            break
        if "关于" in before and _TITLE_END.search(before) is not None and before.count("《") == before.count("》"):
            return m.end()
    return None


def first_heading(text: str, begin: int, stop: int) -> int | None:
    """Where 一、 follows a text's first words, its title, without a stop; None where none does."""
    m = _FIRST_HEADING.match(text, begin, stop)
    return m.end() if m is not None else None


def _again(text: str, name: str, low: int, high: int) -> int | None:
    """Where between two offsets the name begins, or the end of it that is long enough to be a body's (…|柳河县人民政府)."""
    for cut in range(max(1, len(name) - _LEAST_NAME + 1)):
        at = text.find(name[cut:], low, high + len(name))
        if low <= at <= high:
            return at
    return None


def behind_kind(tail: str, at: int) -> int:
    """End of the name of an attachment whose kind was read too short: …计划|表."""
    return at + (tail[at : at + 1] in ("表", "单", "册", "图"))


def contact_ends(tail: str) -> list[int]:
    """Where telephone numbers and addresses end that run on to what follows: …电话：5550123|柳河县教育局."""
    return [m.end() for m in _CONTACT_ENDS.finditer(tail)] if _CONTACT.search(tail) else []


def signed_start(
    text: str, begin: int | None, end: int, names: tuple[str, ...], organs: OrganRules, titles: TitleRules, closes: bool = False
) -> int | None:
    """Where the name of the body begins that signs before `end`, by what the head calls it; else `begin`, which was found without it.

    Words before it that name an attachment are cut off: 2.项目简介|柳河县人民政府. With `closes` the date plainly ends the letter
    (（此件公开发布） or an annex follows): the name may stand behind any words then, and one that begins with 中共 or a place is taken, too.
    """
    tail = text[max(0, end - 60) : end].rstrip()
    stop = max(0, end - 60) + len(tail)
    if begin is not None and len(organs.organs(text[begin:stop])) > 1:
        return begin  # several bodies sign
    for name in names:
        size = 0
        while size < min(len(name), len(tail)) and name[-1 - size] == tail[-1 - size]:
            size += 1
        at = stop - size
        if size < _LEAST_NAME or not organs.is_organ(tail[-size:]) or (begin is not None and at <= begin):
            continue
        before = text[max(0, at - 60) if begin is None else begin : at]
        closed = before[-1:].isascii() and before[-1:].isalnum()
        named = any(m.end() == len(before) for m in titles.anywhere.finditer(before))
        whole = size == len(name) and before[-1:] not in "省市县区州盟旗"
        run_on = begin is not None and whole and len(before) >= _LEAST_ATTACHED
        if closed or named or run_on or (closes and (whole or begin is None)) or (begin is not None and _ATTACHED.search(before)):
            return at
    if closes and begin is None:
        again = next((i for i in range(stop - len(tail), stop - _LEAST_NAME) if text.find(text[i:stop], 0, min(i, _HEAD)) >= 0), None)
        if again is not None and organs.organs(text[again:stop]):
            return again
        starts = (stop - len(tail) + m.start() for m in _NAME_OPENS.finditer(tail))
        return next((i for i in starts if organs.organs(text[i:stop])), None)
    return begin
