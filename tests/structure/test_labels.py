from __future__ import annotations

from pathlib import Path

import pytest

from nlp.rulebook import RULES_DIR, Rulebook, RuleError
from nlp.structure.labels import NumberingRules, label_name, label_number, numbered_name
from nlp.structure.outline import StructureRules
from nlp.types import View


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("一、总体要求", "一"), ("十二、附则", "十二"), ("一 、对象", "一"), ("（一）思想", "(一)"), ("(一)思想", None), ("1.任务", "1"),
        ("1．任务", "1"), ("25、任务", "25"), ("（1）任务", "(1)"), ("⑴任务", "(1)"), ("㈠任务", "(一)"), ("①任务", "①"), ("1）任务", "1)"),
        ("第一章 总则", "第一章"), ("第三条 为了", "第三条"), ("第二十二条之一 违反", "第二十二条之一"), ("第一部分 概况", "第一部分"), ("1.1 目的", "1.1"),
        ("1 总则", "1"), ("01机构", "01"), ("一是加强", "一是"), ("A.方案", "A"), ("IV、附录", "IV"), ("一）加强", "一)"),
        ("2018年全县", None), ("1.5倍", None), ("3.6亿元", None), ("第一，加强", None), ("首先", None), ("一二、三", None),
        ("第三条规定的", None), ("第五条、第六条", None), ("（2018）5号", None), ("30 个单位", None), ("一是否", None),
    ],
)  # fmt: skip
def test_label_at_the_start_of_a_line(rules: StructureRules, text: str, name: str | None) -> None:
    found = rules.numbering.at_start(text)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("甲。（二）乙", ["(二):stop"]), ("甲）（二）乙", ["(二):close"]), ("包括：（一）甲；（二）乙", ["(一):colon", "(二):semicolon"]),
        ("对象（一）对象", ["(一):glued"]), ("第一、二季度", []), ("附件1、2", []), ("图1.流程", []), ("依照第三条规定", []),
    ],
)  # fmt: skip
def test_labels_inside_a_line_say_where_they_stand(rules: StructureRules, text: str, names: list[str]) -> None:
    found = rules.numbering.candidates(View(text, text), 0, len(text), 0)
    assert [f"{c.name}:{c.place}" for c in found] == names


def test_a_blank_that_the_view_dropped_counts(rules: StructureRules) -> None:
    source = "局负责 （二）乙"
    view = View(source, "局负责（二）乙", [0, 1, 2, 4, 5, 6, 7], [1, 2, 3, 5, 6, 7, 8])
    (found,) = rules.numbering.candidates(view, 0, len(view.text), 0)
    assert found.place == "blank"


@pytest.mark.parametrize(
    ("family", "number"), [(f, n) for f in ("cn", "cn-paren", "num", "shi", "circled") for n in (1, 9, 10, 11, 20)]
)
def test_repaired_names_read_back(family: str, number: int) -> None:
    name = numbered_name(family, number)
    assert name is not None
    label = name.replace("(", "（").replace(")", "）")
    assert label_number(label, family) == number
    assert label_name(label) == name


def test_a_row_that_misses_its_example_is_refused(tmp_path: Path) -> None:
    text = (RULES_DIR / "numbering.tsv").read_text("utf-8").replace("①身份证；⑩其他", "甲身份证")
    (tmp_path / "numbering.tsv").write_text(text, "utf-8")
    with pytest.raises(RuleError, match=r"numbering\.tsv 第"):
        NumberingRules.load(Rulebook((RULES_DIR, tmp_path)))
