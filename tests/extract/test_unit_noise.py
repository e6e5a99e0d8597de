"""Units in copies that lost their form: cells a line, labels without colons, headings without numbers, brackets left open."""

from __future__ import annotations

from nlp.extract.units import UnitRules, find_units
from nlp.pipeline import analyze
from nlp.rulebook import Rulebook
from nlp.types import Source
from tests.extract.unit_helpers import outline_from
from tests.kits import whole_kit

RULES = UnitRules.load(Rulebook())


def rows(text: str) -> list[tuple[str, str, str]]:
    return [(u.section, u.name, u.role) for u in find_units(outline_from(text), RULES)]


def test_head_cells_broken_over_lines_and_groups_below_them() -> None:
    text = "主要\n任务\n工作措施\n责任单位\n备注\n一、稳定就业\n发放补贴\n县人社局等，各乡、镇政府\n每月\n2.办好招聘会\n县总工会\n每季"
    assert rows(text) == [
        ("一", "县人社局", "lead"),
        ("一", "各乡政府", "lead"),
        ("一", "各镇政府", "lead"),
        ("一", "县总工会", "lead"),
    ]


def test_topics_of_a_catalogue_are_no_units() -> None:
    text = "公开事项\n公开内容\n公开主体\n公开时限\n组织机构\n领导信息\n办公室\n长期\n法规文件\n规范性文件\n法规科\n20个工作日"
    assert [(n, r) for _, n, r in rows(text)] == [("办公室", "lead"), ("法规科", "lead")]


def test_labels_that_ran_into_the_text() -> None:
    text = "1.楼道堆物清理不及时责任单位各社区居委会、城管科配合单位环卫公司\n2.责任单位落实不力的，予以通报。"
    assert rows(text) == [("1", "各社区居委会", "lead"), ("1", "城管科", "lead"), ("1", "环卫公司", "support")]


def test_a_heading_without_a_number_that_names_duties() -> None:
    text = "村务公开监督小组的职责\n1.监督检查村务公开情况\n2.督促整改发现的问题"
    assert [(n, r) for _, n, r in rows(text)] == [("村务公开监督小组", "supervise")]
    assert rows("应急组织机构职责\n一般规定\n下列事项另行通知") == []


def test_a_bracket_left_open_around_names_with_brackets() -> None:
    assert [(n, r) for _, n, r in rows("夯实基础。（县府办〔县数据中心〕牵头，各县〔区〕政府")] == [
        ("县府办〔县数据中心〕", "lead"),
        ("各县〔区〕政府", "lead"),
    ]
    assert [n for _, n, _ in rows("按要求办理（见附件，各村（社区）要按月公布。")] == ["各村（社区）"]


def test_the_head_of_a_table_on_one_line_gives_no_units_and_half_width_stops_end_tasks() -> None:
    text = (
        "附件:2003年政务公开任务分解表 公开任务具体要求牵头单位配合单位一、草原承包公开1.公布草场承包面积,每年6月底前张榜.盟农牧业局各旗县区人民政府"
        "2.公布补助标准.盟财政局盟农牧业局二、水费公开3.公布水价.盟水利局各灌域管理局4.公布水费收缴情况.行署办公室盟审计局"
    )
    found = analyze(Source("表.txt", text.encode()), whole_kit()).units
    assert {u.name for u in found} == {
        "盟农牧业局", "各旗县区人民政府", "盟财政局", "盟水利局", "各灌域管理局", "行署办公室", "盟审计局",
    }  # fmt: skip
