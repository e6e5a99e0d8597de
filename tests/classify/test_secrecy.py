"""A document with a classification mark is never proposed for publication: marks in many shapes and places, and their look-alikes."""

from __future__ import annotations

import itertools

import pytest

from nlp.kit import Kit
from nlp.pipeline import analyze
from nlp.types import Analysis, Source

BODY = "云台县人民政府关于做好防汛准备工作的通知\n云政发〔2021〕8号\n各乡镇人民政府：\n为做好防汛准备工作，现将有关事项通知如下。请认真贯彻执行。\n云台县人民政府\n2021年4月2日\n（此件公开发布）\n"
MARKS = [
    "机密★20年", "秘密★10年", "绝密★长期", "秘密★6个月", "机密★启用前", "机 密★5年", "秘密★", "機密★二十年", "秘密☆3年", "密级：机密", "密级:秘密",
    "密 级：秘密★1年", "（秘密）", "【机密】", "秘密级文件", "密级等级：绝密",
]  # fmt: skip
PLACES = {
    "first line": lambda mark: f"{mark}\n{BODY}",
    "behind the copy number": lambda mark: f"000012\n{mark}\n特急\n{BODY}",
    "half-width brackets": lambda mark: f"{mark.replace('（', '(').replace('）', ')')}\n{BODY}",
    "behind page furniture": lambda mark: f"首页 > 政务公开\n{mark}\n{BODY}",
    "beside the issuer": lambda mark: f"{mark}    云台县人民政府文件\n{BODY}",
}
STARRED = [m for m in MARKS if "★" in m or "：" in m]


def judged(kit: Kit, text: str) -> Analysis:
    result = analyze(Source("a.txt", text.encode()), kit)
    assert isinstance(result, Analysis)
    return result


@pytest.mark.parametrize(("place", "mark"), list(itertools.product(PLACES, MARKS)))
def test_a_mark_stops_publication(kit: Kit, place: str, mark: str) -> None:
    a = judged(kit, PLACES[place](mark))
    assert a.attribute.value == "withheld", (place, mark)
    assert a.attribute.ground == "state-secret"
    assert a.attribute.needs_review
    assert a.entries == ()


@pytest.mark.parametrize("mark", STARRED)
def test_a_mark_on_an_annex_or_in_glued_text_stops_it_too(kit: Kit, mark: str) -> None:
    for text in (f"{BODY}附件1（{mark}）\n重要目标名录\n一、目标甲", BODY.replace("\n", "").replace("现将", f"{mark}现将")):
        assert judged(kit, text).attribute.ground == "state-secret", text


@pytest.mark.parametrize(
    "sentence",
    [
        "切实保护商业秘密和个人隐私。", "会议以秘密投票方式表决。", "由县政府秘书处负责解释。", "开展国家秘密定密培训，学习绝密、机密、秘密的划分。",
        "密切配合，机密性能良好。", "涉及国家秘密的，不予公开。", "密级标识系统采购项目已完成验收。", "投标文件应当密封。", "严格保守工作秘密。",
    ],
)  # fmt: skip
def test_words_of_secrecy_are_no_mark(kit: Kit, sentence: str) -> None:
    a = judged(kit, BODY.replace("请认真贯彻执行。", sentence))
    assert a.attribute.value == "active"
    assert a.attribute.ground is None
