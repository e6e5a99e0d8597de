"""Runs of characters that end like a unit and are none: two classes in one, a time or a heading before a name, a verb at the end."""

from __future__ import annotations

import re

# 各地各部门, 各地区各有关部门: two classes; 3月底前国家卫生健康委: a time before a name.
_NO_NAME = re.compile(
    r"[\u4e00-\u9fff]{2}本(?:机关|单位|部门|局|校|院|系统|地区)\Z|公民|这些|那些|上述|前述|上列|以上|其[他它]任何|全[省市县区州镇乡]以|[希望]各|希望(?:各|有关|相关)|[0-9]+(?:年|个?月|日|天|时|家|万|亿|余?名|个|项|所|次|多|余)|各(?:地|村|社区|乡|县|市|区|州|园区|学校|地区|单位|部门|乡镇|镇|街道|县区|县市|区县|市县|市州|省市)各"
)
# Endings before which a verb is part of the name: 使用单位, 发布机关.
# 汛期各单位, 春节前各镇, 公示制度各执法机关: a time or a heading before a name.
_BEFORE_EACH = re.compile(
    r"[\u4e00-\u9fff]{1,9}?(?:[期季前后初底末夏冬春秋节假日时]|(?<!车)间"
    r"|制度|要求|安排|职责|任务|原则|措施|机制|目标|内容|步骤)各"
)
# 发出预警并组织(实施), 有计划地组织(编制), 县水利部门组织(验收): here 组织 is a verb.
_ORGANISES = re.compile(r"(?:[并地]|部门|政府|[局厅]|具体|委员会|公司)组织\Z")
# 市网信等部门和专家委员会: two units.
_AND_OTHERS = re.compile(r"等(?:各|有关|相关)*(?:部门|单位|机构)[和及与]")


def opens_as_trap(bare: str) -> bool:
    """Whether a run begins as no name does: 3月底前国家卫生健康委, 各地各部门.

    >>> opens_as_trap("各地各部门"), opens_as_trap("各部门")
    (True, False)
    """
    return _NO_NAME.match(bare) is not None


def is_trap(bare: str) -> bool:
    """Whether a run only looks like a name: 汛期各单位, 发出预警并组织.

    >>> is_trap("汛期各单位"), is_trap("县汛期值班室")
    (True, False)
    """
    if opens_as_trap(bare) or (bare.endswith("组织") and _ORGANISES.search(bare)) or ("等" in bare and _AND_OTHERS.search(bare)):
        return True
    return bare.find("各", 2) > 0 and _BEFORE_EACH.match(bare) is not None
