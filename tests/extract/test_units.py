"""Responsible units: a table of sentences, tables and labels, names and the register, and what must hold for any text."""

from __future__ import annotations

import pickle
import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.extract.unit_follows import Follows, WordTable
from nlp.extract.unit_names import NameRules
from nlp.extract.unit_register import Register
from nlp.extract.units import UnitRules, find_units
from nlp.rulebook import RULES_DIR, Rulebook, RuleError
from nlp.types import Unit
from tests.extract.unit_helpers import outline_from, table_from

CASES = Path(__file__).parent.parent / "cases" / "units.tsv"
RULES = UnitRules.load(Rulebook())


def cases() -> list[tuple[str, str]]:
    rows = [x.split("\t") for x in CASES.read_text("utf-8").splitlines() if x and not x.startswith("#")]
    assert all(len(row) == 2 for row in rows), "units.tsv: a row does not have two cells"
    return [(text, units) for text, units in rows[1:]]


def found(text: str, **options: object) -> tuple[Unit, ...]:
    return find_units(outline_from(text, **options), RULES)  # type: ignore[arg-type]


def shown(units: tuple[Unit, ...]) -> list[str]:
    return sorted(f"{u.name}:{u.role}" + (":c" if u.collective else "") for u in units)


def names(text: str, **options: object) -> list[str]:
    return [u.name for u in found(text, **options)]


@pytest.mark.parametrize(("text", "units"), cases())
def test_case(text: str, units: str) -> None:
    want = [] if units == "-" else units.split("；")
    assert shown(found(text.replace("¶", "\n"))) == sorted(want)


# ---------------------------------------------------------------- sections, quotes, order
def test_one_row_a_unit_and_section_quoting_the_bracket() -> None:
    text = "一、教育\n市教育局要在网站公开学校预算。做好招生公示（市教育局牵头落实）。\n二、卫生\n由市教育局配合。"
    units = found(text)
    assert [(u.section, u.name, u.quote) for u in units] == [
        ("一", "市教育局", "市教育局牵头落实"),
        ("二", "市教育局", "由市教育局配合"),
    ]


def test_best_role_of_several_clauses() -> None:
    assert shown(found("市财政局配合做好资金拨付，市财政局负责资金监管。")) == ["市财政局:lead"]


def test_short_form_beside_the_full_name_has_no_row() -> None:
    text = "市发改、国土、住建等部门，梳理收费项目。（市发改委、财政局牵头）"
    assert names(text) == ["市国土", "市住建", "市发改委", "市财政局"]
    assert names("市人社局要加强督促。（市人力资源和社会保障局负责）") == ["市人力资源和社会保障局"]
    assert names("审计部门要提前介入，市审计局负责抽查。") == ["市审计局"]


def test_rows_stand_in_the_order_of_the_text() -> None:
    units = found("各镇要报送总结。\n（市教育局牵头，各县区配合）\n市财政局负责拨付。")
    assert [u.start for u in units] == sorted(u.start for u in units)


def test_reports_tell_what_was_done() -> None:
    text = "市教育局组织开展安全检查。"
    assert names(text) == ["市教育局"]
    assert names(text, title="2020年工作总结") == []


def test_all_of_a_list_lead_also_where_the_first_is_named_leader() -> None:
    text = "（责任单位：市发改委、市财政局，排在第一位的为牵头单位，下同）\n（责任单位：市住建局、市城管局）"
    assert shown(found(text)) == ["市住建局:lead", "市发改委:lead", "市城管局:lead", "市财政局:lead"]


def test_traditional_names_keep_their_script() -> None:
    units = found("做好資訊公開工作，優化營商環境，強化監督檢查（市發改委牽頭，衛健委、財政局配合，各縣區落實）。")
    assert [(u.name, u.full_name) for u in units][:2] == [
        ("市發改委", "市发展和改革委员会"),
        ("市衛健委", "市卫生健康委员会"),
    ]


# ---------------------------------------------------------------- tables
def test_columns_of_a_table() -> None:
    rows = [
        ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"],
        ["1", "公开部门预算", "县财政局", "县直各部门", "6月底"],
        ["2", "公示低保对象", "县民政局", "财政局、各乡镇", "每季度"],
        ["3", "公开督查结果", "", "县政府督查室", "年底"],
    ]
    text = "\n".join("\t".join(row) for row in rows)
    units = found(text, tables=(table_from(text, rows),))
    assert shown(units) == [
        "县政府督查室:support", "县民政局:lead", "县直各部门:support:c", "县财政局:lead", "各乡镇:support:c",
    ]  # fmt: skip
    assert {u.quote for u in units if u.name == "县民政局"} == {"县民政局"}


def test_label_cell_and_value_cell() -> None:
    rows = [["责任单位", "市城管局"], ["完成时限", "10月底"]]
    text = "\n".join("\t".join(row) for row in rows)
    assert shown(found(text, tables=(table_from(text, rows),))) == ["市城管局:lead"]


def test_names_broken_over_lines_of_a_cell() -> None:
    rows = [["任务", "责任单位"], ["一", "县市场监\n管局、县教育局"]]
    text = "任务 责任单位\n一 县市场监\n管局、县教育局"
    assert names(text, tables=(table_from(text, rows),)) == ["县市场监管局", "县教育局"]


def test_rows_that_lack_cells_on_the_left() -> None:
    rows = [
        ["任务", "要求", "责任科室"],
        ["信息公开", "更新目录", "财务科"],
        ["反馈意见", "办公室牵头，各科室配合", ""],
        ["归档", "按季完成", ""],
    ]
    text = "\n".join("\t".join(row) for row in rows)
    units = found(text, tables=(table_from(text, rows),))
    assert shown(units) == ["办公室:lead", "各科室:support:c", "财务科:lead"]


def test_rows_whose_cells_stand_one_column_too_far_left() -> None:
    rows = [
        ["序号", "任务名称", "任务内容", "牵头部门", "配合部门", "时间节点"],
        ["1", "宣传培训", "召开动员大会。", "区政府办公室", "区教育局、区民政局", "3月"],
        ["2", "完善分类投放点。", "区绿化市容局", "区商务委、区国资委", "", "6月"],
        ["3", "整治市容", "清理广告牌。", "区城管执法局", "", "9月"],
    ]
    text = "\n".join("\t".join(row) for row in rows)
    assert shown(found(text, tables=(table_from(text, rows),))) == [
        "区商务委:support", "区国资委:support", "区城管执法局:lead", "区政府办公室:lead", "区教育局:support", "区民政局:support",
        "区绿化市容局:lead",
    ]  # fmt: skip


def test_the_box_of_labels_above_a_document_names_nobody() -> None:
    rows = [["索引号：", "X/2020-7"], ["信息分类：", "规范性文件"], ["发布机构：", "某区政府（办公室）"], ["发布日期：", "2020-04-09"]]
    text = "\n".join("\t".join(row) for row in rows)
    assert found(text, tables=(table_from(text, rows),)) == ()


def test_lists_of_matters_one_unit_a_line() -> None:
    lines = "县档案局：馆藏目录、利用指南\n县统计局：统计公报、经济数据"
    assert names(f"需要更新的单位\n{lines}") == ["县档案局", "县统计局"]
    assert names(f"咨询电话\n{lines}") == []
    assert names("县档案局：馆藏目录、利用指南") == []
    assert names("县公安局：95.5分\n县财政局：93分") == []


def test_flattened_tables() -> None:
    inline = "序号 任务 牵头单位 配合单位 时限 1 公开决算 县财政局 县直各单位 6月底 2 公示名单 县民政局县残联 各镇 每月"
    assert shown(found(inline)) == sorted(
        ["县民政局:lead", "县残联:lead", "县直各单位:support:c", "县财政局:lead", "各镇:support:c"]
    )
    barred = "\n".join(["序号 |", "目标与任务 |", "分管领导 |", "牵头单位 |", "1 |", "扩建校舍 |", "李某 |", "县教育局 |"])
    assert shown(found(barred)) == ["县教育局:lead"]
    vertical = "\n".join(
        ["序号", "任务", "牵头单位", "配合单位", "1", "公开目录", "州教育局", "州财政局、民政局", "2", "公示", "州水利局"]
    )
    assert shown(found(vertical)) == sorted(["州教育局:lead", "州民政局:support", "州水利局:lead", "州财政局:support"])


# ---------------------------------------------------------------- names and the register
@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("市人社局", "市人力资源和社会保障局"),
        ("奎屯市发改委", "奎屯市发展和改革委员会"),
        ("县委编办", "县委机构编制委员会办公室"),
        ("国家发展改革委", "国家发展和改革委员会"),
        ("市政府办公室", "市人民政府办公室"),
        ("开河乡政府", "开河乡人民政府"),
        ("城关街道办", "城关街道办事处"),
        ("市办扶贫办", "市办扶贫开发办公室"),
        ("七里河管理站", None),
    ],
)
def test_full_name(name: str, full: str | None) -> None:
    register = RULES.names.register
    said = RULES.names.name_of(name, weak=True)
    assert said is not None
    if name == "市办扶贫办":  # a slip of the document: no full name is made of it
        full = None
    assert register.full_name(name, max(said.level, said.party)) == full


def test_successor_after_the_reforms() -> None:
    register = RULES.names.register
    assert register.successor("市环保局", 1) == "市生态环境局"
    assert register.successor("市教育局", 1) is None


OWN = (
    "id\tname\tfull\tsuccessor\tsince\tuntil\n"
    "a\t市行政服务中心\t云溪市行政服务中心\t云溪市政务服务中心\t\t2018-12-31\n"
    "b\t市行政服务中心\t云溪市政务服务和公共资源交易中心\t\t2019-01-01\t\n"
)


@pytest.fixture
def office_rules(tmp_path: Path) -> UnitRules:
    (tmp_path / "units-register.tsv").write_text(OWN, "utf-8")
    return UnitRules.load(Rulebook((RULES_DIR, tmp_path)))


@pytest.mark.parametrize(
    ("written_on", "full"),
    [
        ("2017-05-17", "云溪市行政服务中心"),
        ("2020-05-17", "云溪市政务服务和公共资源交易中心"),
        (None, "云溪市政务服务和公共资源交易中心"),
    ],
)
def test_office_register_goes_first_while_it_holds(office_rules: UnitRules, written_on: str | None, full: str) -> None:
    units = find_units(outline_from("（市行政服务中心牵头）", written_on=written_on), office_rules)
    assert [u.full_name for u in units] == [full]
    assert office_rules.names.register.successor("市行政服务中心", 1, "2017-05-17") == "云溪市政务服务中心"


@pytest.mark.parametrize(
    ("table", "row", "message"),
    [
        ("units-register", "id\tname\tfull\tsince\nx\t甲局\t甲局\t2018年", "since 应写作"),
        ("units-labels", "id\tpattern\trole\tfinds\tleaves\nx\t[牵头\tlead\t\t", "pattern 有误"),
        ("units-labels", "id\tpattern\trole\tfinds\tleaves\nx\t责任组\tboss\t\t", "role 应为"),
        ("units-duties", "id\tpattern\trole\tdirective\tfinds\tleaves\nx\t必须{must}\t\tno\t\t", "没有 {units}"),
        ("units-duties", "id\tpattern\trole\tdirective\tfinds\tleaves\nx\t{units}{act}\t\tno\t甲乙丙\t", "未找到 finds"),
        ("units-suffixes", "suffix\tstrength\tprefix\tclass\tshared\tfinds\tleaves\n府\tweak\tno\tno\tno\t\t市王府", "leaves"),
    ],
)
def test_faults_of_a_rule_table_are_named(tmp_path: Path, table: str, row: str, message: str) -> None:
    (tmp_path / f"{table}.tsv").write_text(row, "utf-8")
    with pytest.raises(RuleError, match=message):
        UnitRules.load(Rulebook((RULES_DIR, tmp_path)))


def test_rules_go_to_workers() -> None:
    copy = pickle.loads(pickle.dumps(RULES))
    outline = outline_from("（市教育局牵头，各镇配合）")
    assert find_units(outline, copy) == find_units(outline, RULES)


# ---------------------------------------------------------------- what must hold for any text
PIECES = st.sampled_from(
    [
        "市",
        "县",
        "各",
        "委",
        "局",
        "办",
        "厅",
        "部门",
        "单位",
        "（",
        "）",
        "、",
        "，",
        "。",
        "；",
        "：",
        "和",
        "及",
        "等",
        "要",
        "应当",
        "负责",
        "牵头",
        "配合",
        "会同",
        "由",
        "请",
        "落实",
        "责任单位：",
        "市委",
        "市发改委",
        "人社局",
        "财政",
        "宣传部",
        "市场监管局",
        "街道",
        "乡",
        "人民政府",
        "有关",
        "《",
        "》",
        "“",
        "”",
        "\n",
        "\t",
        "1",
        "2021年",
        "按职责分工",
        "各有关部门",
        "的",
        "为",
        "序号",
        "牵头单位",
        "配合单位",
        "市、县",
        "各街道、乡",
        "教育部",
    ]
)


def pieces_of(name: str, text: str, most: int = 3) -> bool:
    """Whether a name is made of at most three slices of a text."""
    if not name:
        return True
    if most == 0:
        return False
    return any(name[:n] in text and pieces_of(name[n:], text, most - 1) for n in range(len(name), 0, -1))


def check(text: str) -> None:
    units = found(text)
    assert [u.start for u in units] == sorted(u.start for u in units)
    assert len({(u.section, u.name) for u in units}) == len(units)
    for unit in units:
        assert text[unit.start : unit.end] == unit.quote
        assert unit.quote
        assert unit.role in ("lead", "support", "supervise")
        line = "".join(x for x in text.split("\n") if "".join(unit.quote.split())[:4] in "".join(x.split()) or unit.quote in x)
        line += unit.quote  # which runs over the end of a line where a name is broken
        assert pieces_of(unit.name, "".join((line or text).split())), (unit.name, line)


# ---------------------------------------------------------------- what must follow a unit
WORDS = WordTable(
    {"组": (("组织实施", (), ()), ("组织", ("部",), ())), "公": (("公布", (), ("不",)),), "及": (("及时", (), ()),)}
)
TABLES: dict[str, tuple[WordTable | str, ...]] = {"act": (WORDS,), "when": ("每[月年]", WORDS)}
SLOTS = {"must": "要|应", "text": "[^，。]{0,40}?"}


@pytest.mark.parametrize(
    ("pattern", "text", "end"),
    [
        ("{act}", "组织实施方案", 4),
        ("{act}", "组织部", None),
        ("，{act}", "，公布名单", 3),
        ("，{act}", "公布名单", None),
        ("[{when}|{act}]{text}{must}", "每月结果要", 5),
        ("[{when}|{act}]{text}{must}", "公布结果", None),
        ("为主[，|{act}]", "为主，各镇", 3),
        ("为主[，|{act}]", "为主组织", 4),
        ("{act}{text}的，[{when}|{act}]", "组织活动的，及时公布", 8),
        ("{act}{text}的，[{when}|{act}]", "组织活动的，名单", None),
        ("(主要){text}{must}", "主要工作应", 5),
    ],
)
def test_what_follows(pattern: str, text: str, end: int | None) -> None:
    m = Follows.compile(pattern, SLOTS, TABLES).match(text, 0, len(text))
    assert (m.end() if m else None) == end


def test_a_word_is_not_taken_before_or_behind_what_forbids_it() -> None:
    assert list(WORDS.ends("不公布", 1, 3)) == []
    assert list(WORDS.ends("公布", 0, 2)) == [2]
    assert list(WORDS.ends("组织部", 0, 2)) == [2]  # nothing behind the limit is seen
    assert WORDS.begins("") == 0


def test_items_under_a_heading_that_asks_who_are_units() -> None:
    text = "二、信息公开的主体\n（一）各级人民政府及其工作部门；\n（二）公共企事业单位。\n（三）依法公开的其他情形"
    outline = outline_from(text)
    head, *items = outline.sections[1:]
    items = [replace(s, text_start=s.start + len("（一）")) for s in items]
    named = replace(outline, sections=(outline.sections[0], replace(head, title="信息公开的主体"), *items))
    assert shown(find_units(named, RULES)) == ["公共企事业单位:lead:c", "各级人民政府:lead:c"]
    assert find_units(outline, RULES) == ()


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_text_survives_and_no_name_is_invented(text: str) -> None:
    check(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_characters_survive(text: str) -> None:
    for unit in found(text):
        assert text[unit.start : unit.end] == unit.quote


def test_mutated_cases_invent_no_name() -> None:
    rng = random.Random(7)
    for text, _ in cases():
        line = text.replace("¶", "\n")
        for _ in range(3):
            at = rng.randrange(len(line) + 1)
            change = rng.choice(["、", "，", "市", "各", "（", "）", "", "和", "等", "\n"])
            check(line[:at] + change + line[at + rng.randrange(2) :])


@pytest.mark.parametrize(
    "piece",
    ["、", "（", "）", "（）", "1", "局", "市、", "市局、", "财政、", "由市教育局", "各部门要", "会同", "责任单位：", "责任单位\n", "：", "，",
     "市教育局，", "（市教育局）", "序号 任务 牵头单位 ", "等部门", "一是", "（" * 50 + "）" * 50],
)  # fmt: skip
def test_long_runs_take_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        outline = outline_from(piece * (size // len(piece)))
        began = time.process_time()
        find_units(outline, RULES)
        return time.process_time() - began

    short, long = max(seconds(4_000), 0.02), seconds(16_000)
    assert long < 12 * short, f"{short:.2f} s for 4,000 characters, {long:.2f} s for 16,000"


def test_vocabulary_loads_alone() -> None:
    book = Rulebook()
    assert NameRules.load(book, Register.load(book)).name_of("市教育局") is not None


def test_cells_between_lines_of_bars() -> None:
    head = ["工作任务", "具体内容", "责任部门"]
    rows = [
        ["政策解读", "编制图解材料", "党政办公室"],
        ["集中培训业务人员", "司法所、文化站"],
        ["财政", "公开惠农补贴", "财政所、各村"],
    ]
    text = "|\n" + "\n|\n|\n".join("\n|\n".join(row) for row in [head, *rows]) + "\n|"
    assert shown(found(text)) == sorted(["党政办公室:lead", "司法所:lead", "文化站:lead", "财政所:lead", "各村:lead:c"])


def test_traditional_head_cells() -> None:
    rows = [["公開事項", "公開時限", "公開主體"], ["村級收支", "每季度", "行政村"], ["補貼名單", "每月", "鎮財政所"]]
    text = "\n".join("\t".join(row) for row in rows)
    assert names(text, tables=(table_from(text, rows),)) == ["行政村", "鎮財政所"]


def test_an_area_in_brackets_beside_its_parts_is_no_unit_of_its_own() -> None:
    text = "各区（县级市）要制定细则。（牵头单位：市人社局，配合单位：各区、县级市）"
    assert shown(found(text)) == ["各区:lead:c", "各县级市:lead:c", "市人社局:lead"]


def test_the_same_class_with_and_without_each_is_one_row() -> None:
    assert names("会同配合单位拟定细则，各配合单位要加强衔接。市发改委会同配合单位拟定细则。") == ["各配合单位", "市发改委"]
