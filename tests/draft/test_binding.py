"""Where the days of the 条例 fill a limit, and rows that only repeat another."""

from __future__ import annotations

import pytest

from nlp.draft.binding import Binding, may_fill, of_no_organ
from nlp.draft.entries import DraftRules, draft_entries
from nlp.rulebook import Rulebook
from nlp.types import Attribute
from tests.build import outline_of


@pytest.fixture(scope="module")
def rules() -> DraftRules:
    return DraftRules.load(Rulebook())


@pytest.mark.parametrize(("unit", "bound"), [("县财政局", True), (None, True), ("村民委员会", False), ("县财政局、村民委员会", False)])
def test_binds_organs_alone(unit: str | None, bound: bool) -> None:
    assert Binding.load(Rulebook()).binds(unit) is bound


@pytest.mark.parametrize(
    ("sentence", "shown", "filled"),
    [
        ("县民政局应当公布福利机构名单。", False, True),
        ("县民政局应当定期公布福利机构名单。", False, False),
        ("拟录用人员应当公示。", True, False),
        ("处罚结果应当公示。", True, True),
    ],
)
def test_default_only_where_nothing_is_said_of_time(sentence: str, shown: bool, filled: bool) -> None:
    assert may_fill(sentence, shown) is filled


def test_time_said_beside_the_sentence_bars_the_default() -> None:
    assert not may_fill("县民政局应当公布福利机构名单。", False, ("持续推进",))


@pytest.mark.parametrize(
    ("title", "opening", "free"),
    [("厂务公开办法", "", True), ("政府信息公开规定", "", False), ("信息公开制度", "为规范本公司信息公开", True)],
)
def test_documents_of_no_organ(title: str, opening: str, free: bool) -> None:
    assert of_no_organ(title, opening) is free


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("县教育局应当公布招生计划。招生计划应当公布。", 1),
        ("县教育局应当公布招生计划。县教育局应当公布招生计划。", 1),
        ("县教育局应当公布招生计划。县民政局应当公布招生计划。", 2),
        ("县教育局应当公布招生计划。县教育局应当在每年5月底前公布招生计划。", 2),
    ],
)
def test_a_repeated_row_is_dropped_unless_it_adds_a_limit(text: str, rows: int, rules: DraftRules) -> None:
    assert len(draft_entries(outline_of(text), rules, (), (), Attribute("active", None, 0.9, False), (), ())) == rows
