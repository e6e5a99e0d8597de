"""Titles that begin with the bodies that issue a paper together, each on a line of its own."""

from __future__ import annotations

import pytest

from nlp.pipeline import analyze
from nlp.types import Analysis, Source
from tests.kits import whole_kit

PAIRS = [("中共丰县县委组织部", "丰县民政局"), ("中共丰县大河镇委员会", "丰县大河镇人民政府"), ("丰县教育局", "丰县财政局")]


def title_of(text: str) -> str:
    result = analyze(Source("a.txt", text.encode()), whole_kit())
    assert isinstance(result, Analysis)
    return result.outline.metadata.title


@pytest.mark.parametrize(("first", "second"), PAIRS)
@pytest.mark.parametrize("number", ["", "丰组发〔2021〕6号\n\n"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_all_who_sign_stand_in_the_title(first: str, second: str, number: str, gap: str) -> None:
    text = f"{number}{first}{gap}{second}{gap}关于做好社区换届工作的通知\n\n各镇党委：\n\n请做好工作。\n\n{first}\n{second}\n2021年3月1日\n"
    assert title_of(text) == f"{first}{second}关于做好社区换届工作的通知"


def test_the_owner_of_the_site_does_not() -> None:
    text = "丰县人民政府\n\n丰县民政局\n\n关于做好社区换届工作的通知\n\n各镇：\n\n请做好工作。\n\n丰县民政局\n2021年3月1日\n"
    assert title_of(text) == "丰县民政局关于做好社区换届工作的通知"
