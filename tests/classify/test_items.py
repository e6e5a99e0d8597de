"""Catalogue items of sections: the right one, none for a list of fields or for work without disclosure, none of a foreign domain."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

from nlp.classify.items import ItemRules
from nlp.contract import plain, record_of
from nlp.pipeline import analyze
from nlp.rulebook import Rulebook
from nlp.types import Source
from tests.kits import whole_kit

RULES = ItemRules.load(Rulebook())
CASES = Path(__file__).parent.parent / "cases" / "items.tsv"


def rows() -> list[list[str]]:
    lines = [x.split("\t") for x in CASES.read_text("utf-8").splitlines() if x and not x.startswith("#")][1:]
    assert all(len(row) == 4 for row in lines), "items.tsv: a row does not have four cells"
    return lines


@pytest.mark.parametrize(("heading", "text", "codes", "item"), rows())
def test_cases(heading: str, text: str, codes: str, item: str) -> None:
    found = RULES.match(heading, text, "", codes.split("、"))
    assert (f"{found.level1}—{found.level2}" if found else "-") == item


def test_cases_are_of_both_kinds() -> None:
    assert sum(r[3] == "-" for r in rows()) >= 8
    assert sum(r[3] != "-" for r in rows()) >= 12


def test_level_1_may_stand_in_the_heading_above() -> None:
    text = "（二）审批信息。公布对象名单。"
    with_it = RULES.match("审批信息", text, "最低生活保障", ["social-assistance"])
    assert with_it is not None
    assert (with_it.level1, with_it.level2) == ("最低生活保障", "审批信息")


def test_nothing_of_nothing() -> None:
    assert RULES.match("", "", "", ["budget"]) is None
    assert RULES.match("债务", "公开政府债务限额", "", []) is None


def test_rules_reach_worker_processes() -> None:
    again = pickle.loads(pickle.dumps(RULES))  # our own bytes
    assert again.match("政府债务", "公布债务限额、债务余额", "", ["budget"]) == RULES.match("政府债务", "公布债务限额、债务余额", "", ["budget"])


def test_the_record_names_the_item_of_a_section() -> None:
    text = "一、推进财政信息公开\n（一）公开政府债务限额、余额和还本付息情况。\n（二）加强组织领导，落实工作责任。\n"
    record = plain(record_of(analyze(Source("a.txt", text.encode()), whole_kit())))
    found = {s["section"]: s["item"] for s in record["section_domains"]}
    assert found["一/(一)"]["level1"] == "财政预决算"
    assert found["一/(一)"]["level2"] == "政府债务信息"
    assert 0.5 <= found["一/(一)"]["score"] <= 1.0
    assert found["一/(二)"] is None
    assert json.dumps(record, ensure_ascii=False)
