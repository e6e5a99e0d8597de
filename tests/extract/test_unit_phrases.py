"""Subjects that no name rule knows: whatever ends like a body straight before its modal, or behind 由 straight before a verb."""

from __future__ import annotations

import pytest

from nlp.extract.units import UnitRules, find_units
from nlp.rulebook import Rulebook
from tests.extract.unit_helpers import outline_from

RULES = UnitRules.load(Rulebook())


def names(text: str) -> list[str]:
    return [u.name for u in find_units(outline_from(text), RULES)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("移民迁入地人民政府应当落实安置政策。", ["移民迁入地人民政府"]),
        ("审理破产重整案件的人民法院应当指定管理人。", ["审理破产重整案件的人民法院"]),
        ("住户、物业服务企业应当配合维修。", ["物业服务企业"]),
        ("承租人、供热企业应当定期检修管网。", ["供热企业"]),
        ("勘探、测绘单位和有关部门应当共享成果。", ["勘探单位", "测绘单位", "有关部门"]),
        ("邮政储蓄银行等金融机构应当公布收费标准。", ["邮政储蓄银行等金融机构"]),
        ("民族文化展示场所应当建立开放制度。", ["民族文化展示场所"]),
        ("省和设区的市人民政府能源主管部门应当编制规划。", ["省人民政府能源主管部门", "设区的市人民政府能源主管部门"]),
        ("县级以上人民政府农业农村、水行政主管部门应当开展监测。", ["县级以上人民政府农业农村主管部门", "县级以上人民政府水行政主管部门"]),
        ("受灾地区人民政府根据受灾情况，应当及时公布救助方案。", ["受灾地区人民政府"]),
        ("水毁路段所在地的乡镇人民政府接到报告后，应当立即核实。", ["水毁路段所在地的乡镇人民政府"]),
        ("违法建设的，由其建设所在地县级以上人民政府城乡规划主管部门责令改正。", ["建设所在地县级以上人民政府城乡规划主管部门"]),
        ("逾期不改的，由核发执照的登记机关给予警告。", ["核发执照的登记机关"]),
    ],
)
def test_bodies_told_by_their_place_alone(text: str, expected: list[str]) -> None:
    assert names("第九条　" + text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "公民、法人或者其他组织应当遵守本办法。",
        "任何单位和个人应当爱护公共设施。",
        "国家、社会、学校及其他教育机构应当关心青少年。",
        "设立民办博物馆应当具备下列条件。",
        "专项规划应当符合国土空间规划。",
        "申请人应当提交下列材料。",
        "城市道路两侧公共厕所应当设置明显标志。",
        "公园、广场、商场等公共场所应当设置母婴室。",
        "监督检查情况应当记录。",
        "对投诉较多的企业应当列入名录。",
        "有关事项由会议主持人决定。",
        "由此产生的费用由会计机构负责人签字。",
    ],
)
def test_persons_things_and_whoever_it_may_be_are_no_units(text: str) -> None:
    assert names("第九条　" + text) == []


def test_a_lead_in_does_not_cut_words() -> None:
    assert "草单位" not in names("第九条　起草单位应当征求意见。")
    assert "他责任单位" not in names("第九条　其他责任单位要配合做好工作。")


def test_a_number_before_the_subject_is_no_part_of_its_name() -> None:
    assert names("第九条　（三）受灾地区人民政府应当组织救助。") == ["受灾地区人民政府"]


def test_what_has_a_name_of_its_own_keeps_it() -> None:
    assert names("第九条　作出处罚决定的市场监督管理部门应当公示决定。") == ["市场监督管理部门"]
    assert names("第九条　代表建议、批评和意见承办单位应当按期答复。") == ["代表建议、批评和意见承办单位"]


def test_a_section_whose_name_begins_like_a_class_and_classes_that_ran_together() -> None:
    assert names("企业服务部负责预案起草。") == ["企业服务部"]
    assert names("企业内部负责人应当签字。") == []
    assert names("各地各高校要强化组织领导。") == ["各地", "各高校"]
