"""What happens and is told: a change (清单有调整的, 饭堂因装修需暂停服务的), or what is done with somebody (依法作出处理)."""

from __future__ import annotations

import re

from nlp.draft.phrases import Range

# 首末班车时间临时变动的, 清单有调整的, 计划停水停气的; 变更收费标准的
_CHANGE = (
    "(?:调整|变动|变更|变化|更新|改变|停运|停水停气|停水|停气|停电|停业|停课|停止供水|停止供电|停止供气|停止供热|中断"
    "|暂停|延期|改道|退出|关停撤点|关停|关闭|撤销|撤点|停办|搬迁|迁址|迁移|迁建|歇业|闭馆|闭园|停用|封闭|终止|恢复(?:生产|供应|供水|供电|供气|供热|运营|营业|通行|开放))"
)
_CHANGED = re.compile(
    r"(?P<what>[^，。；因]{2,30}?|(?=因))(?P<why>因[^，。；]{2,50}?)?"
    r"(?:(?:有|发生|出现|确需|需要|需|如有|作出)(?:变动|变化|调整|变更|更新|改变|新变化)"
    rf"|(?:确?需要?)?(?P<own>(?:临时|计划|因故)?{_CHANGE}(?:服务|营业|运营|供应|经营|开放|办公|办理|使用|供水|供热)?))(?:的|时|后)$"
)
_CHANGES = re.compile(
    r"(?:确需|需要|需|拟|要求)?(?P<what>(?:临时|提前)?(?:调整|变更|改变|暂停|停止|中断|取消|新增|退出|关闭|撤销|终止|停办|征收|征用|占用)[^，。；]{2,20}?)(?:的)$"
)
_BARE_CHANGE = re.compile(rf"(?:临时|计划|因故|有|发生|需|需要)?{_CHANGE}(?:的)?$")
_NO_CHANGE = re.compile(r"符合|经(?![营济])|属于|涉及|不得|未|不|擅自|违反|申请|要求(?!提前)|决定|同意|对(?!象|外)|如|批准|期间")


def change_in(masked: str, a: int, b: int) -> tuple[Range, Range | None] | None:
    """The change in a clause that says in which case something is disclosed, and what changes where it stands apart.

    清单|有调整的 gives 清单, 变更收费标准的 the whole, 饭堂|因装修需|暂停服务|的 gives 暂停服务 and 饭堂.
    """
    if masked[b - 1 : b] not in ("的", "时", "后") or _NO_CHANGE.search(masked, a, b):
        return None
    m = _CHANGED.match(masked, a, b)
    if m is not None:
        if m["why"] and m["own"]:
            return m.span("own"), (m.span("what") if m["what"] else None)
        return ((m.start("what"), m.end("own") if m["own"] else m.end("what")), None) if m["what"] else None
    m = _CHANGES.search(masked, a, b)
    return (m.span("what"), None) if m is not None else None


def bare_change(masked: str, a: int, b: int) -> bool:
    """Whether a phrase says only that something changes (调整的): what does stands before."""
    return _BARE_CHANGE.fullmatch(masked, a, b) is not None


# 区分情况依法作出|处理, 依法进行|处罚决定: what is done with somebody, its result is what is shown
_HANDLED = re.compile(
    r"(?:(?:区分情况|分类|分别|依法依规|依法|依规|依纪|及时|严肃|从严|从重|按规定|按照规定|相应|、)*"
    r"(?:作出|做出|进行|予以|给予|实施|采取)(?:相应的?|严肃|行政)?|(?:区分情况|依法依规|依法|及时|严肃|从严)+)"
    r"(?=(?:行政)?(?:处理|处罚|查处|处置|整治|整改|奖励|表彰|惩戒)(?:决定|结果|意见|措施|情况)?$)"
)


def handling(masked: str, a: int, b: int) -> int:
    """Where the act begins in a phrase that does something with somebody (依法作出|处理), else where the phrase begins."""
    m = _HANDLED.match(masked[a:b])
    return a + m.end() if m is not None else a


# 若出现联络员变动时|及时|调整并向社会公布
_ADJUSTED = re.compile(
    r"(?:如|若|凡|当|遇)?(?:有|出现|发生|确需)?(?P<what>[^，。；]{2,24}?)(?P<has>有|发生|出现)?(?P<how>变动|变化|变更)(?:时|后|的)(?:应当?|要|须)?"
    r"(?P<when>及时|立即|随时|第一时间)?(?:进行)?(?:调整|更新|修订|修改)(?:完善)?并"
)


def adjusted(masked: str, a: int, b: int) -> tuple[Range, Range | None] | None:
    """What a clause says to have changed and to be put right before it is shown, and the word that says when."""
    m = _ADJUSTED.match(masked, a, b)
    if m is None:
        return None
    what = m.span("what") if m["has"] else (m.start("what"), m.end("how"))
    return what, (m.span("when") if m["when"] else None)
