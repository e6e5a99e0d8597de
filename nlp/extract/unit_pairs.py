"""Runs of characters that are two units, joined by 和 or 与: 财政和医保部门, 水利所和各村; not 住房和城乡建设部门."""

from __future__ import annotations

import re

from nlp.extract.unit_names import NameRules

_WHOLE = re.compile(r"(?:业主|消费者|经营者|职工|学校|残联组织|[\u4e00-\u9fff]{2}(?:机构|公司|企业|政府|委员会))\Z")
_PAIRED_NOUNS = frozenset(("部门", "单位", "个人", "组织", "企业", "机构", "团体", "事业单位", "部门单位"))
_PARTY_BODIES = ("党组织", "党支部", "党总支", "党委")
_OFFSHOOTS = ("中心", "公司", "支队", "大队", "总队", "银行")
_LEVELS_JOINED = re.compile(
    r"(?:省|自治区|直辖市|省辖市|设区的?市|[市县区州盟旗])和(?:计划单列市|地级以上市|区县(?!级)|县区|设区的?市|直辖市|自治区|省辖市|[省市县区州盟旗](?![\u4e00-\u9fff]?[区市县]|[场政]))"
)
_LEVELS_AND = re.compile(r"(?:[省市县区州]级?|地级以上市|设区的?市|自治区)及(?=[省市县区州乡镇])")
_PUBLIC = re.compile(r"(?:群众|公众|用户|业主|消费者|经营者|人民|舆论|党员|职工|村民|居民|学生|家长)\Z")
ORGAN = re.compile(
    "公安|工商|消防|城管|执法|综合执法|财政|税务|教育|民政|环保|生态环境|住建|交通|交运|卫生|卫健|市场监管|质监|安监|物价|司法|国土|水利|水务|农业|发改|人社|应急"
)
KINDS_OF_BODIES = ("单位", "企业", "机构", "组织")


def holds_two(candidate: str, names: NameRules, compound: re.Pattern[str]) -> bool:
    """Whether a name is two of them: 财政和医保部门; not 住房和城乡建设部门."""
    stem, joint, _ = candidate.partition("和")
    if joint and candidate.startswith("各", len(stem) + 1):  # 水利所和各村
        return True
    if "及" in candidate and _LEVELS_AND.match(candidate):  # 地级以上市及县级人民政府
        return True
    if joint and _LEVELS_JOINED.match(candidate):  # 直辖市和计划单列市税务局
        return True
    if joint and (stem in names.plain or stem.endswith(_PARTY_BODIES)):  # 村和项目实施单位, 村党组织和村民委员会
        return True
    left, joint_too, right = candidate.partition("与") if "与" in candidate else (stem, joint, candidate[len(stem) + 1 :])
    if joint_too and left.endswith(("费用", "经费", "资金", "情况", "标准")):  # 处置费用与单位
        return True
    if joint_too and _WHOLE.search(left) and right not in names.plain and right not in _PAIRED_NOUNS:
        return True  # 残联组织与康复机构, 业主和供水企业
    if joint_too and _PUBLIC.search(left):  # 国有企业职工与企业
        return True
    if joint and (_PUBLIC.search(stem) or (ORGAN.fullmatch(stem) and candidate.endswith(KINDS_OF_BODIES))):
        return True  # 群众和新闻媒体, 消防和物业服务单位
    if compound.match(candidate):
        return False
    if joint and stem in names.stems and len(candidate) - len(stem) > 6 and candidate.endswith(_OFFSHOOTS):
        return candidate not in names.register.bodies  # 物价和住房公积金管理中心
    return bool(joint) and stem in names.stems and candidate.endswith("部门") and candidate[:-2] not in names.stems
