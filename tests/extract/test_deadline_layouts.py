"""Deadlines in whole texts whose layout matters: headings that announce a time, cells torn to lines, lines that look like a page's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nlp.extract.deadlines import DeadlineRules, find_deadlines
from nlp.intake.reader import read
from nlp.rulebook import Rulebook
from nlp.structure.outline import StructureRules, outline_of
from nlp.types import Failure, Limits, Source
from nlp.view import ScriptRules, build_view
from nlp.workdays import Holidays

CASES = {
    "heading-hant": (
        "某鎮2025年政府開放日活動方案\n一、活動目的\n增進了解，接受監督。\n二、活動時間\n2025年8月20日\n三、活動地點\n鎮政府會議室",
        ["2025年8月20日=2025-08-20"],
    ),
    "heading-place": (
        "某鎮2025年政府開放日活動方案\n一、活動目的\n增進了解，接受監督。\n二、活動地點\n鎮政府會議室\n2025年8月20日",
        [],
    ),
    "label-weekday": (
        "某县绿化活动的通知\n各单位：\n现就有关事项通知如下。\n活动时间：2024年3月12日（星期二）上午9:00—11:30。\n活动地点：南山公园。",
        ["2024年3月12日（星期二）上午9:00—11:30=2024-03-12"],
    ),
    "page-stamp": ("某县绿化工作制度\n时间：2024-03-12 09:30\n为做好绿化工作，制定本制度。\n各单位应当管护树木。", []),
    "torn-cells": (
        "标准目录\n\n序号\n\n二级 事项\n\n公开内容\n\n公开 时限\n\n公开 主体\n\n奖励扶助\n\n政策文件\n\n自信息形\n\n成或者变\n\n更之日起"
        "\n\n20个工作\n\n日内予以\n\n公开\n\n街道\n\n办事处",
        ["20个工作\n\n日内=P20D"],
    ),
    "cell-like-a-link": (
        "某局主动公开目录\n目录类别\n公开事项\n内容规范\n公开主体\n公开时限\n组织机构\n机构职能\n公开主要职责。\n综合科"
        "\n相关信息形成或变更之日起20个工作日内\n政府网站\n政策解读\n图文解读\n办公室",
        ["20个工作日内=P20D"],
    ),
    "links": ("某局公开制度\n为做好公开，制定本制度。\n文件公开后3个工作日内发布解读。\n相关链接\n某县2021年报将于3月31日前发布", ["3个工作日内=P3D"]),
}


@pytest.fixture(scope="module")
def find() -> Callable[[str], list[str]]:
    book = Rulebook()
    script, structure, rules, holidays = ScriptRules.load(book), StructureRules.load(book), DeadlineRules.load(book), Holidays()

    def found(text: str) -> list[str]:
        document = read(Source("case.txt", text.encode()), Limits())
        assert not isinstance(document, Failure), document
        outline = outline_of(document, build_view(document, script), structure)
        return [f"{d.quote}={d.value}" for d in find_deadlines(outline, rules, holidays)[0]]

    return found


@pytest.mark.parametrize("name", CASES)
def test_layouts(find: Callable[[str], list[str]], name: str) -> None:
    text, want = CASES[name]
    assert find(text) == want
