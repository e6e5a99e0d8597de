"""Which words elements of a list share, and where a list really parts: groups at commas, ways of calling in, a body and its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence

SHARED_HEAD = re.compile(
    r"(?:情况|信息|结果|方案|标准|计划|程序|办法|名单|清单|目录|决定|报告|数据|政策|公告|指南|流程|方式|条件)$"
)
# 举报、投诉渠道: a short way of calling in, shared by the acts before it
_CALLING = re.compile(r"(?:举报|投诉|咨询|监督|申诉|求助|报修|报警|信访|维权|查询|预约|救助|申请|受理|救援|报名)$")
_CALL_HEAD = re.compile(
    r"(?<=举报|投诉|咨询|监督|申诉|求助|报修|报警|信访|维权|查询|预约|救助|申请|受理|救援|报名)(?:渠道|电话|热线|途径|邮箱|信箱|平台|窗口|方式)$"
)
# 区政府|及部门…清单: one body, not an element of the list
_BODIES = re.compile(r"(?:政府|党委|管委会|委员会|办事处|局|本级)$")
_ITS_BODIES = re.compile(r"(?:各|其|所属|有关|相关|工作|组成|下属|直属|派出|职能)*(?:部门|单位|机构|乡镇|街道|科室)")
_LONGEST_BODY = 14


def at_commas(text: str) -> list[str]:
    """Groups that a comma parts where 、 parts the elements within.

    >>> at_commas("岗位工资、奖金分配方案，养老、医疗保险缴纳情况")
    ['岗位工资、奖金分配方案', '养老、医疗保险缴纳情况']
    """
    pieces = [p for p in text.split("，") if p] if "，" in text and "、" in text else []
    whole = len(pieces) > 1 and all(SHARED_HEAD.search(p) for p in pieces[:-1]) and any("、" in p for p in pieces[:-1])
    return pieces if whole else [text]


def with_call(parts: Sequence[str]) -> list[str] | None:
    """Elements with the way of calling in that the last one names (举报、投诉渠道); None where they share none."""
    call = _CALL_HEAD.search(parts[-1])
    if call is None or not _CALLING.search(parts[0]):
        return None
    return [p + call[0] if _CALLING.search(p) else p for p in parts[:-1]] + [parts[-1]]


def is_body_with_its_own(left: str, right: str) -> bool:
    """Whether 和 or 及 joins a body and its own parts (区政府|及部门权责清单), not two elements."""
    return bool(_BODIES.search(left) and _ITS_BODIES.match(right)) and len(left) <= _LONGEST_BODY
