"""Chapters and articles that lost their number on the page."""

from __future__ import annotations

import pytest

from nlp.pipeline import analyze
from nlp.types import Analysis, Source
from tests.kits import whole_kit

COLLEGE = """某职业学院信息公开办法

第一章 总则
第一条 为规范信息公开，制定本办法。
第二条 本办法适用于各系部。
章 公开的内容
条 学院公开以下信息：
（一）学院章程；
（二）年度计划。
第五条 本办法由院长办公室解释。
"""


def paths(text: str) -> list[str]:
    result = analyze(Source("a.txt", text.encode()), whole_kit())
    assert isinstance(result, Analysis)
    return [s.path for s in result.outline.sections if s.path]


def test_they_are_numbered_on_from_the_one_before_and_said() -> None:
    result = analyze(Source("a.txt", COLLEGE.encode()), whole_kit())
    assert isinstance(result, Analysis)
    assert [s.path for s in result.outline.sections if s.path] == [
        "第一章", "第一章/第一条", "第一章/第二条", "第二章", "第二章/第三条", "第二章/第三条/(一)", "第二章/第三条/(二)", "第二章/第五条",
    ]  # fmt: skip
    assert sum("缺序号" in w for w in result.warnings) == 2


def test_all_of_them_may_be_lost() -> None:
    assert paths("某校公开规定\n条 为规范公开，制定本规定。\n条 各科室应当公开收费。\n条 本规定自发布之日起施行。\n") == ["第一条", "第二条", "第三条"]


@pytest.mark.parametrize("text", [
    "关于评选的通知\n条 件：热心公益。\n一、对象\n二、条件\n",  # 条 件 is a word spaced out
    "某办法\n第一条 目的。\n条、款、项的序号不得更改。\n第二条 范围。\n",
    "某通知\n节 约用电从我做起。\n章 程已经通过。\n",
])  # fmt: skip
def test_words_that_begin_alike_are_no_labels(text: str) -> None:
    assert not any("章" in p or "节" in p or p in ("第三条",) for p in paths(text))
