import pytest

from nlp.intake.furniture import FurnitureRules, standard_rules
from nlp.rulebook import RULES_DIR, Rulebook, RuleError


def test_cases(cases):
    rules = standard_rules()
    wrong = []
    for case in cases("furniture"):
        got = rules.classify([case["line"]])[0]
        if got != case["class"]:
            wrong.append((case["line"], got, case["class"]))
    assert wrong == []


def test_everyday_names_count_beside_certain_ones():
    lines = ["索引号：X/2018-1", "名称：关于做好防汛工作的通知", "来源：县水利局", "", "关于做好防汛工作的通知", "各乡镇："]
    assert standard_rules().classify(lines) == ["label", "label", "label", "text", "text", "text"]


def test_value_on_the_next_line():
    lines = ["索引号：", "X/2018-1", "发布日期：2018-01-02", "关于做好防汛工作的通知"]
    assert standard_rules().classify(lines) == ["label", "label", "label", "text"]


def test_a_label_without_value_does_not_eat_the_title():
    lines = ["发布日期：2018-01-02", "主题词：", "关于做好防汛工作的通知", "各乡镇："]
    assert standard_rules().classify(lines)[2:] == ["text", "text"]


def test_related_reading_is_furniture_to_the_end():
    lines = ["通知", "各乡镇：", "请遵照执行。", "县政府", "相关阅读", "关于防汛的解读", "一图读懂防汛"]
    assert standard_rules().classify(lines)[4:] == ["furniture"] * 3
    lines[-1] = "三、认真落实。各单位要加强领导。"
    assert standard_rules().classify(lines)[4:] == ["text"] * 3


def test_labels_of_a_box_on_one_line():
    line = "索 引 号： X/1 有 效 性： 有效 发布时间: 2021-03-04 09:20 来源：某局 字体：大 中 小"
    got = [(x.name, x.value) for x in standard_rules().labels_of(line)]
    assert got == [("索引号", "X/1"), ("有效性", "有效"), ("发布时间", "2021-03-04 09:20"), ("来源", "某局")]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("当前位置： 首页 > 政务公开 > 通知公告 某县关于防汛的通知 各乡镇：", "某县关于防汛的通知 各乡镇："),
        ("注：年底前完成。 责任编辑：政务公开办", "注：年底前完成。"),
        ("请各单位执行。【打印本页】【关闭窗口】", "请各单位执行。"),
        ("请各单位执行【见附件】", "请各单位执行【见附件】"),
    ],
)
def test_trim(line, kept):
    a, b = standard_rules().trim(line)
    assert line[a:b].strip() == kept


def test_a_faulty_row_is_named(tmp_path):
    head = "id\tkind\tpattern\tfinds\tleaves\tnote\n"
    (tmp_path / "furniture.tsv").write_text(head + "mine\tpiece\t点我\t点它\t\t\n", "utf-8")
    with pytest.raises(RuleError, match=r"furniture\.tsv 第2行.*点它"):
        FurnitureRules.load(Rulebook((RULES_DIR, tmp_path)))
    (tmp_path / "furniture.tsv").write_text(head + "mine\tfoo\t点我\t\t\t\n", "utf-8")
    with pytest.raises(RuleError, match="kind 只能是"):
        FurnitureRules.load(Rulebook((RULES_DIR, tmp_path)))


def test_long_runs_stay_linear():
    for hostile in ("-->" * 80, "当前位置：" + "a>" * 100, "微信" * 110 + "文", "（" * 240, "..." * 79 + "x"):
        assert standard_rules().is_furniture(hostile) in (True, False)
