"""Enumerations inside a paragraph: which of them are tasks of their own (sections) and which the members of one sentence.

`1.身份证；2.户口簿。` names things, `1、各乡镇要修订村规民约，9月底前完成；2、县文明办负责宣传` gives tasks. 一是 … 二是 … may
tell what is to be done (一是加强领导。成立专班) or what is wrong (一是栏目超过两周未更新); only the former open sections.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_LEAST_TASK = 10

# Words that oblige: somebody has to do something.
_DUTY = re.compile(
    "(?<![主重需纪摘概首必紧简扼次])要(?![求点素件闻害事务约领义道塞目])|应(?![急用对届收付诉税聘答变])|须|不得|负责|牵头|将(?!军|来)|确保|由[^，。；]{2,16}(?:组织|办理|承担)|[前底]完成"
)
# What is wrong …
_FAULT = re.compile(
    "未|不够|不足|不到位|不及时|不规范|不准确|不完善|不平衡|不严|不实|不高|不强|不畅|不清|不明|不愿|不熟|不深|缺[乏失少]|缺位|滞后|薄弱|没有|偏[低少小弱高]|较[差低弱慢]|老化"
    "|空白|流于形式|有待|欠缺|脱节|断档|错误|失效|矛盾|困难|漏洞|短板|淡薄|单一|落后"
)
# … and what is done against it.
_REMEDY = re.compile(
    "要|应当|必须|须|加强|加大|加快|完善|健全|建立|强化|落实|推进|推动|开展|督促|组织|严格|严肃|确保|提高|提升|规范[^，。；]|优化|着力|抓好|做好|解决|整治|整改|定期|及时(?!率)"
)
_NOTE_LINE = re.compile(r"(?:备 ?注|附 ?注|注|填表说明|填报说明)[：1(（]")


def are_tasks(bodies: Sequence[str]) -> bool:
    """Whether the members of an enumeration are sentences that oblige, most of them.

    >>> are_tasks(["各乡镇要修订村规民约，9月底前完成；", "县文明办负责移风易俗宣传。"]), are_tasks(["社保卡；", "医保卡。"])
    (True, False)
    """
    if len(bodies) < 2 or any(len(b) < _LEAST_TASK for b in bodies):
        return False
    return sum(_DUTY.search(b) is not None for b in bodies) * 3 >= 2 * len(bodies)


def are_faults(bodies: Sequence[str]) -> bool:
    """Whether the members of an enumeration mostly tell what is wrong, not what is to be done.

    >>> are_faults(["部分医生不愿认；", "设备老化。"]), are_faults(["加强领导，解决经费不足；", "强化考核。"])
    (True, False)
    """
    wrong = sum(_FAULT.search(b) is not None and _REMEDY.search(_first(b)) is None for b in bodies)
    return wrong * 3 >= 2 * len(bodies) > 0


def _first(body: str) -> str:
    """The first clause: 督查不够严格 is a fault though 严格 stands in it, 加强督查，解决…不足 is none."""
    clause = re.split("[，。；：]", body, maxsplit=1)[0]
    return "" if _FAULT.search(clause) and _REMEDY.match(clause) is None else clause


def is_note(line: str) -> bool:
    """Whether a line begins notes on a table: 备注：1.…2.…; their numbers open no sections."""
    return _NOTE_LINE.match(line) is not None
