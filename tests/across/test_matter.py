"""Whether two entries are one matter: authored pairs, half of them looked at only when rules and threshold stood."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.across.matter import Matter, MatterRules, is_same, likeness
from nlp.rulebook import RULES_DIR, Rulebook, RuleError

CASES = Path(__file__).parents[1] / "cases" / "across-pairs.tsv"
RULES = MatterRules.load(Rulebook())
DOMAINS = {r["id"] for r in Rulebook().table("domains")}


def pairs(part: str) -> list[tuple[Matter, Matter, bool]]:
    lines = [line.split("\t") for line in CASES.read_text("utf-8").splitlines() if line and not line.startswith("#")][1:]
    return [(of(a, da, ca), of(b, db, cb), verdict == "same") for a, da, ca, b, db, cb, verdict, p in lines if p == part]


def of(item: str, domain: str = "budget", content: str = "") -> Matter:
    return RULES.matter_of(item, domain, frozenset(c for c in content.split("；") if c))


def test_there_are_pairs_enough() -> None:
    both = pairs("dev") + pairs("held")
    assert len(both) >= 150
    assert 0.4 < sum(same for _, _, same in both) / len(both) < 0.6


@pytest.mark.parametrize(("part", "precision", "recall"), [("dev", 0.97, 0.95), ("held", 0.88, 0.84)])
def test_pairs(part: str, precision: float, recall: float) -> None:
    found = [(is_same(a, b), same) for a, b, same in pairs(part)]
    right = sum(got and same for got, same in found)
    assert right / sum(got for got, _ in found) >= precision
    assert right / sum(same for _, same in found) >= recall


def test_likeness_is_symmetric_and_whole_for_itself() -> None:
    for a, b, _ in pairs("dev"):
        assert likeness(a, b) == pytest.approx(likeness(b, a), abs=0.02)
        assert is_same(a, b) == is_same(b, a)
        assert likeness(a, a) == 1.0


def test_years_and_empty_words_do_not_count() -> None:
    assert is_same(of("2019年度部门预算"), of("部门预算信息"))
    assert is_same(of("“三公”经费"), of("三公经费情况"))


@pytest.mark.parametrize(
    ("a", "b"), [("部门预算", "部门决算"), ("部门预算", "政府预算"), ("专项资金管理办法", "专项资金分配结果")]
)
def test_told_apart(a: str, b: str) -> None:
    assert is_same(of(a), of(b)) is False


def test_a_vague_name_needs_the_same_elements() -> None:
    assert of("审核结果").vague
    assert not is_same(of("审核结果", "education"), of("审核结果", "education"))
    assert is_same(of("审核结果", "education", "姓名；学校"), of("审核结果", "education", "姓名；班级"))
    assert not is_same(of("审核结果", "education", "姓名"), of("审核结果", "health", "姓名"))


def test_across_domains_only_one_long_name() -> None:
    assert is_same(of("集中式饮用水水源水质状况", "environment"), of("集中式饮用水水源水质状况", "health"))
    assert not is_same(of("医疗服务价格", "fees-charges"), of("医疗服务项目价格", "health"))


def test_a_wrong_row_is_named(tmp_path: Path) -> None:
    (tmp_path / "record-distinctions.tsv").write_text("id\tuse\twords\nx\tother\t甲；乙\n", "utf-8")
    with pytest.raises(RuleError, match=r"record-distinctions.tsv 第2行"):
        MatterRules.load(Rulebook((RULES_DIR, tmp_path)))
