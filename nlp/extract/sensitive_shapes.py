"""Shapes of personal information without a check character, one named pattern a kind; an example of each stands in the rule table.

The view has ASCII digits, so full-width ones need no second pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from nlp.extract.sensitive_checks import is_vehicle_number

_FRONT = r"(?<![0-9A-Za-z])"
_BEHIND = r"(?![0-9A-Za-z])"
_PROVINCE_SIGNS = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"


@dataclass(frozen=True, slots=True)
class Shape:
    """A pattern, a further check of the bare find, words that must not follow it."""

    pattern: re.Pattern[str]
    check: Callable[[str], bool] | None = None
    joined: bool = True  # blanks and hyphens inside are no part of the find


def _shape(pattern: str, check: Callable[[str], bool] | None = None, joined: bool = True) -> Shape:
    return Shape(re.compile(pattern), check, joined)


_PLACE = r"[\u4e00-\u9fff]{2,24}"
_STREET = r"(?:村|组|屯|小区|社区|苑|园|里|弄|胡同|巷|街|路|道|庄|寨|湾|坪|沟)"
# 12号楼3单元502室, 3组12号, 15-2-301
_DOOR = (
    r"[0-9]{1,4}(?:[-—][0-9]{1,4}){0,3}(?:号楼|号院|号|组|社|队|栋|幢|座|室|楼|单元|弄)"
    r"(?:附?[0-9A-Z]{1,5}(?:[-—][0-9]{1,4}){0,2}(?:号楼|单元|室|号|栋|幢|层|楼|户)?){0,4}"
)

SHAPES: dict[str, Shape] = {
    # 13800138000, +86 138-0013-8000, 138 0013 8000; not 13800138000元
    "mobile": _shape(
        r"(?<![0-9A-Za-z.*])(?<![0-9][-/])(?:(?:\+|00)?86[ -]?)?1[3-9](?:[0-9]{9}|[0-9][ -][0-9]{4}[ -][0-9]{4}|[0-9][ -][0-9]{8}"
        r"|[0-9]{5}[ -][0-9]{4}|[0-9]{2}[ -][0-9]{3}[ -][0-9]{4}|[0-9][ -][0-9]{3}[ -][0-9]{5})"
        r"(?![0-9A-Za-z])(?!\.[0-9])(?![-/][0-9])(?! ?(?:元|万|亿|吨|亩|平方|公里|千瓦|册|株))"
    ),
    # 010-12345678, 0631 6663072, 6663072
    "landline-home": _shape(r"(?<![0-9-])(?:0[0-9]{2,3}[ -]?)?[2-8][0-9]{6,7}(?![0-9])"),
    # a number behind 账号 that is no bank card
    "bank-account": _shape(r"(?<![0-9A-Za-z])[0-9](?:[ -]?[0-9]){7,24}(?![0-9A-Za-z])(?!\.[0-9])"),
    # E12345678, EA1234567, G12345678, DE1234567
    "passport": _shape(_FRONT + r"(?:[EG][0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|[DSP]E?[0-9]{7,8})" + _BEHIND),
    # C12345678, CA1234567, H1234567890
    "hk-macao-permit": _shape(_FRONT + r"(?:[CWHM][0-9]{8}(?:[0-9]{2})?|C[A-HJ-NP-Z][0-9]{7})" + _BEHIND),
    # 12345678, T12345678
    "taiwan-permit": _shape(_FRONT + r"(?:[TL][0-9]{8}|[0-9]{8}|[0-9]{10}[A-Z]?)" + _BEHIND),
    # 军字第1234567号
    "officer-id": _shape(r"[军武士文海空政后装参联北南沈兰成济广][\u4e00-\u9fff]{0,2}字第[ ]?[0-9]{6,8}(?=号)"),
    # 鲁K12345, 京A·D12345, 粤B12345D, 沪A1234学
    "plate": _shape(
        rf"[{_PROVINCE_SIGNS}][A-HJ-NP-Z][·. -]?(?:[DF][A-HJ-NP-Z0-9][0-9]{{4}}|[0-9]{{5}}[DF]|[A-HJ-NP-Z0-9]{{5}}"
        r"|[A-HJ-NP-Z0-9]{4}[学警挂港澳领试超])" + _BEHIND,
        lambda n: any(c.isdigit() for c in n[2:]),
    ),
    "vin": _shape(_FRONT + r"[A-HJ-NPR-Z0-9]{17}" + _BEHIND, is_vehicle_number),
    "driver-archive": _shape(_FRONT + r"[0-9]{12}" + _BEHIND),
    "social-security-number": _shape(_FRONT + r"(?:[A-Z][0-9]{8}|[0-9]{8,12})" + _BEHIND),
    "household-number": _shape(_FRONT + r"[0-9]{9,12}" + _BEHIND),
    "medical-record": _shape(_FRONT + r"[A-Z]{0,2}[0-9]{6,12}" + _BEHIND),
    "email": _shape(
        r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}", joined=False
    ),
    # QQ：12345678
    "qq": _shape(r"(?<![0-9A-Za-z])[1-9][0-9]{4,10}(?![0-9A-Za-z])"),
    # 微信号：zhang_san88
    "wechat": _shape(r"(?<![0-9A-Za-z_])[A-Za-z][A-Za-z0-9_-]{5,19}(?![0-9A-Za-z_])", joined=False),
    "address-full": _shape(_PLACE + _STREET + r"?[\u4e00-\u9fff]{0,12}?" + _DOOR, joined=False),
}
