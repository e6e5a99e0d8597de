from __future__ import annotations

import pytest

from nlp.structure.numbers import find_numbers, number_key
from nlp.structure.outline import StructureRules
from nlp.types import View
from tests.structure.cases import table

CASES = table("doc-numbers")


@pytest.mark.parametrize(("text", "want", "why"), CASES, ids=[row[0] for row in CASES])
def test_case(rules: StructureRules, text: str, want: str, why: str) -> None:
    found = find_numbers(View(text, text), rules.numbers)
    got = "｜".join("".join(text[n.start : n.end].split()) for n in found) or "-"
    assert got == want, why


@pytest.mark.parametrize(
    ("one", "other"),
    [("国发[2019]第05号", "国发 〔2019〕 5号"), ("某发（2020）9号", "某发【2020】9号"), ("国办发„2009‟3号", "国办发〔2009〕3号")],
)
def test_keys_are_equal_for_all_ways_of_typing(one: str, other: str) -> None:
    assert number_key(one) == number_key(other)


def test_keys_differ_for_other_numbers() -> None:
    assert number_key("国发〔2019〕5号") != number_key("国发〔2019〕15号")
