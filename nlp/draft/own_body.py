"""The body in whose name a set of rules is written that names no issuer: 青石镇政务公开制度 -> 青石镇人民政府."""

from __future__ import annotations

import re

WHY = "标题所称单位"
_RULES = re.compile(
    r"(?P<body>[\u4e00-\u9fff]{2,16}?)(?:[0-9]{4}年度?)?(?:关于|加强|推进|实施|实行)*"
    r"(?:(?:政|党|村|居|校|院|厂|厅|所|组|社|会|局|司|警|检|站)务|政府)?(?:信息)?公开(?:工作)?(?:管理|实施|暂行)?(?:制度|办法|规定|细则|规则|规程|流程|方案|栏目录|目录|清单|指南)(?:（[^）]*）)?"
)
_NAMED = re.compile(
    r"(?P<town>[\u4e00-\u9fff]+(?:镇|(?<!城)乡))|(?P<street>[\u4e00-\u9fff]+街道)|(?P<village>[\u4e00-\u9fff]+(?<!农)村)"
    r"|(?P<whole>[\u4e00-\u9fff]*(?:人民政府|办事处|居民委员会|居委会|村民委员会|村委会|管委会|管理委员会|[^布结格全大当]局|医院|卫生院|学校|[小中]学|幼儿园|学院|大学|公司|集团|[^和与及]中心|供电所|派出所|法院|检察院))"
)
_NO_NAME = re.compile(r"(?:各|全|本|有关|相关|农村|乡镇|城镇|关于|村镇|建制)|[的和与及、]")
_BEHIND = {"town": "人民政府", "street": "办事处", "village": "村民委员会"}


def body_of_title(title: str) -> str | None:
    """The body with which a title of rules begins, in full; None where it begins with none.

    >>> body_of_title("青石镇政务公开制度")
    '青石镇人民政府'
    """
    m = _RULES.fullmatch(re.sub(r"\s", "", title))
    body = m["body"] if m is not None else ""
    named = _NAMED.fullmatch(body)
    if named is None or _NO_NAME.match(body) or (not named["whole"] and len(body) < 3):
        return None
    kind = named.lastgroup or ""
    return body + _BEHIND.get(kind, "")
