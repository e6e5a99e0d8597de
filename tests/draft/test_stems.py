"""What elements of a list share, and the name of a list whose elements have one owner."""

from __future__ import annotations

import pytest

from nlp.draft.entries import DraftRules
from nlp.draft.objects import matter_of
from nlp.draft.stems import crossed, parted, with_parallel, with_party, with_stem
from nlp.rulebook import Rulebook


@pytest.fixture(scope="module")
def rules() -> DraftRules:
    return DraftRules.load(Rulebook())


@pytest.mark.parametrize(
    ("text", "content"),
    [
        # the stem of the first
        ("抽查依据、主体、内容和方式", ("抽查依据", "抽查主体", "抽查内容", "抽查方式")),
        ("政府采购目录、标准及结果情况", ("政府采购目录", "政府采购标准", "政府采购结果")),
        ("行政、事业性收费项目、依据", ("行政、事业性收费项目", "行政、事业性收费依据")),
        ("工作机构联系人、联系方式", ("工作机构联系人", "工作机构联系方式")),
        ("廉租房建设计划、分配对象和退出情况", ("廉租房建设计划", "廉租房分配对象", "廉租房退出情况")),
        ("危险物品目录和样式", ("危险物品目录", "危险物品样式")),
        ("办事流程和指南", ("办事流程", "办事指南")),
        ("固体废物产生、利用与处置信息", ("固体废物产生信息", "固体废物利用信息", "固体废物处置信息")),
        ("县域经济数据和报告", ("县域经济数据", "县域经济报告")),
        ("用电需求和电力供给情况", ("用电需求情况", "电力供给情况")),
        ("噪声大小、施工时间等相关情况和防护措施", ("噪声大小情况", "施工时间", "防护措施")),
        # what needs none
        ("申请材料、时限", ("申请材料", "时限")),
        ("举报电话、地址", ("举报电话", "地址")),
        ("分配方法和分配结果", ("分配方法", "分配结果")),
        ("重大工程招投标情况和政府采购目录、采购结果", ("重大工程招投标情况", "政府采购目录", "采购结果")),
        # acts in a row
        ("矿产资源开发和利用情况", ("矿产资源开发情况", "矿产资源利用情况")),
        ("药品质量检查和检验的结果", ("药品质量检查的结果", "药品质量检验的结果")),
        ("举报、投诉占道经营行为的方式", ("举报占道经营行为的方式", "投诉占道经营行为的方式")),
        # heads
        ("改制方案，破产方案，职工裁员、分流、安置方案", ("改制方案", "破产方案", "职工裁员方案", "职工分流方案", "职工安置方案")),
        ("职工养老、医疗、工伤等社会保险费缴纳情况", ("职工养老社会保险费缴纳情况", "医疗社会保险费缴纳情况", "工伤社会保险费缴纳情况")),
        ("区级一般公共预算、政府性基金预算执行情况", ("区级一般公共预算执行情况", "政府性基金预算执行情况")),
        ("咨询、投诉、急救电话和地址", ("咨询电话", "投诉电话", "急救电话", "地址")),
        ("土地出让结果公示和供地结果公告", ("土地出让结果公示", "供地结果公告")),
        ("审批、核准、备案等项目批准信息", ("审批信息", "核准信息", "备案信息")),
        ("执法机关、执法对象、执法结论等信息", ("执法机关", "执法对象", "执法结论")),
        ("采购、基建等重大财务事项", ("采购", "基建")),
        ("部门预决算", ("部门预算", "部门决算")),
        ("施工、监理单位", ("施工单位", "监理单位")),
        # owners
        ("养老院、福利院的名称、地址和联系电话", ("名称", "地址", "联系电话")),
        ("食堂、车队的收费标准", ("食堂的收费标准", "车队的收费标准")),
        ("基建项目、物资的采购、干部选拔任用", ("基建项目", "物资的采购", "干部选拔任用")),
        ("村民会议、村民代表会议讨论决定事项的实施情况", ("村民会议、村民代表会议讨论决定事项的实施情况",)),
        ("禁止垂钓、游泳等活动的水域", ("禁止垂钓、游泳等活动的水域",)),
        ("村民会议、村民代表认为应当公开的其他事项", ("村民会议、村民代表认为应当公开的其他事项",)),
        ("从业单位、从业人员的信用信息", ("从业单位的信用信息", "从业人员的信用信息")),
        ("具有运输资质的单位和车辆信息", ("具有运输资质的单位", "具有运输资质的车辆信息")),
    ],
)
def test_elements(text: str, content: tuple[str, ...], rules: DraftRules) -> None:
    assert matter_of(rules.lexicon, [text]).content == content


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("急救中心医疗机构的名录、地址、抢救能力、急诊电话等信息", "急救中心医疗机构信息"),
        ("急救站的名录、地址等信息", "急救站的名录、地址等信息"),
        ("编制或者调整矿山修复规划", "矿山修复规划"),
        ("学校管理和改革方面的事项", "学校管理和改革事项"),
        ("监督举报电话：0000-5200000", "监督举报电话"),
        ("举报电话12345", "举报电话12345"),
        ("举办招聘会的时间、地点", "招聘会的时间、地点"),
        ("抽查计划、抽查结果都", "抽查计划、抽查结果"),
    ],
)
def test_item(text: str, item: str, rules: DraftRules) -> None:
    assert matter_of(rules.lexicon, [text]).item == item


def test_what_a_short_object_is_of_stands_in_its_content_as_well(rules: DraftRules) -> None:
    made = matter_of(rules.lexicon, ["抽查结果"], context="养老机构")
    assert (made.item, made.content) == ("养老机构抽查结果", ("养老机构抽查结果",))


def test_aspects_of_a_policy_are_not_interpreted_one_by_one(rules: DraftRules) -> None:
    made = matter_of(rules.lexicon, ["政策背景、目标任务、涉及范围"], suffix="解读")
    assert made.content == ("政策背景", "目标任务", "涉及范围")
    assert matter_of(rules.lexicon, ["住房补贴、创业补贴"], suffix="解读").content == ("住房补贴解读", "创业补贴解读")


def test_helpers() -> None:
    assert with_stem(["服务项目", "内容", "具体要求"], ()) == ["服务项目", "服务内容", "服务具体要求"]
    assert with_parallel(["财政预算", "财政预算执行情况"]) == ["财政预算", "财政预算执行情况"]
    assert parted(["评议结果和申请人名单", "收支"]) == ["评议结果", "申请人名单", "收支"]
    assert with_party(["业主", "监理单位"]) == ["业主", "监理单位"]
    assert crossed(["养老院", "福利院的名称", "地址"]) == ["养老院", "福利院"]
    assert crossed(["收费标准", "食堂的名称", "地址"]) is None
    assert crossed(["养老院", "福利院的名称"]) is None
