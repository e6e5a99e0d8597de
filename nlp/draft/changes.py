"""A clause that says in which case something is disclosed: 清单有调整的, 变更收费标准的, 饭堂因装修需暂停服务的."""

from __future__ import annotations

import re

from nlp.draft.phrases import Range

# 首末班车时间临时变动的, 清单有调整的, 计划停水停气的; 变更收费标准的
_CHANGE = (
    "(?:调整|变动|变更|变化|更新|改变|停运|停水停气|停水|停气|停电|停业|停课|停止供水|停止供电|停止供气|停止供热|中断"
    "|暂停|延期|改道|退出|关停撤点|关停|关闭|撤销|撤点|停办|搬迁|迁址|歇业|终止)"
)
_CHANGED = re.compile(
    r"(?P<what>[^，。；因]{2,30}?)(?P<why>因[^，。；]{2,50}?)?"
    r"(?:(?:有|发生|出现|确需|需要|需|如有|作出)(?:变动|变化|调整|变更|更新|改变|新变化)"
    rf"|(?:确?需要?)?(?P<own>(?:临时|计划|因故)?{_CHANGE}(?:服务|营业|运营|供应|经营|开放|办公|办理|使用|供水|供热)?))(?:的|时|后)$"
)
_CHANGES = re.compile(
    r"(?:确需|需要|需|拟)?(?P<what>(?:临时)?(?:调整|变更|改变|暂停|停止|中断|取消|新增|退出|关闭|撤销|终止|停办)[^，。；的]{2,20})(?:的)$"
)
_BARE_CHANGE = re.compile(rf"(?:临时|计划|因故|有|发生|需|需要)?{_CHANGE}(?:的)?$")
_NO_CHANGE = re.compile(r"符合|经(?![营济])|属于|涉及|不得|未|不|擅自|违反|申请|要求|决定|同意|对(?!象|外)|如|批准|期间")


def change_in(masked: str, a: int, b: int) -> Range | None:
    """The change in a clause that says in which case something is disclosed: 清单|有调整的 gives 清单, 变更收费标准的 the whole."""
    if masked[b - 1 : b] not in ("的", "时", "后") or _NO_CHANGE.search(masked, a, b):
        return None
    m = _CHANGED.match(masked, a, b)
    if m is not None:
        start = m.start("own") if m["why"] and m["own"] else m.start("what")  # 饭堂因装修需|暂停服务|的
        return (start, m.end("own") if m["own"] else m.end("what"))
    m = _CHANGES.search(masked, a, b)
    return m.span("what") if m is not None else None


def bare_change(masked: str, a: int, b: int) -> bool:
    """Whether a phrase says only that something changes (调整的): what does stands before."""
    return _BARE_CHANGE.fullmatch(masked, a, b) is not None
