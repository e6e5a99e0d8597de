"""Disclosure attribute: the order of the rules, look-alikes, contradiction, masking."""

from __future__ import annotations

from typing import Any

import pytest

from nlp.classify.attribute import AttributeRules, Opinion, classify_attribute
from nlp.pipeline import analyze
from nlp.rulebook import Rulebook
from nlp.types import Analysis, Sensitive, Source
from tests.build import outline_of
from tests.kits import whole_kit

RULES = AttributeRules.load(Rulebook())


def decide(text: str = "正文。", sensitive: tuple[Sensitive, ...] = (), **metadata: Any) -> tuple[str, str | None, bool]:
    a = classify_attribute(outline_of(text, **metadata), RULES, (), sensitive)
    return a.value, a.ground, a.needs_review


@pytest.mark.parametrize(
    ("metadata", "text", "expected"),
    [
        ({"classification": "机密", "document_type": "通知"}, "正文。", ("withheld", "state-secret", True)),
        ({"classification": "秘密", "declared_attribute": "active"}, "正文。", ("withheld", "state-secret", True)),
        ({"declared_attribute": "active", "document_type": "通知"}, "正文。", ("active", None, False)),
        ({"declared_attribute": "on_request", "document_type": "通知"}, "正文。", ("on_request", None, False)),
        ({"declared_attribute": "withheld", "document_type": "通知"}, "正文。", ("withheld", "work-secret", True)),
        ({"title": "2023年国庆假期值班安排表", "document_type": "通知"}, "正文。", ("withheld", "internal-affairs", True)),
        ({"title": "某县供水条例（送审稿）", "document_type": "条例"}, "正文。", ("withheld", "process-information", True)),
        ({"title": "某县供水办法（征求意见稿）", "document_type": "办法"}, "正文。", ("active", None, False)),
        ({"title": "关于加强安全生产工作的通知", "document_type": "通知"}, "商业秘密受法律保护，秘书长主持。", ("active", None, False)),
        ({"title": "内部审计工作规定", "document_type": "规定"}, "内部审计机构依法监督。", ("active", None, False)),
        ({"title": "关于某事的通知", "document_type": "通知"}, "内部资料 注意保存\n正文。", ("withheld", "work-secret", True)),
        ({"title": "今日菜单"}, "红烧肉。", ("undecided", None, True)),
        ({"title": "关于商请支持的函", "document_type": "函"}, "请支持。", ("undecided", None, True)),
        ({"title": "关于解决经费的请示", "document_type": "请示"}, "请批示。", ("withheld", "process-information", True)),
        ({"title": "不动产登记公告", "document_type": "公告"}, "现予公告。", ("active", None, False)),
    ],
)
def test_decisions(metadata: dict[str, Any], text: str, expected: tuple[str, str | None, bool]) -> None:
    assert decide(text, **metadata) == expected


def test_personal_information_makes_it_partial() -> None:
    text = "王某11010519491231002X"
    private = (Sensitive(2, 20, text[2:20], "resident-id", "1101**********002X"),)
    assert decide(text, private, document_type="公示", title="低保对象公示名单") == ("partial", "personal-privacy", True)


def test_a_telephone_of_the_office_changes_nothing() -> None:
    private = (Sensitive(4, 15, "13800138000", "mobile", "138****8000"),)
    assert decide("联系电话13800138000", private, document_type="公示", title="低保对象公示名单") == ("active", None, False)


def test_contradiction_asks_for_review() -> None:
    assert decide("内部资料 注意保存", declared_attribute="active") == ("active", None, True)


def test_every_cue_quotes_the_text() -> None:
    text = "内部资料 注意保存\n正文。"
    a = classify_attribute(outline_of(text, document_type="通知"), RULES, (), ())
    assert {c.quote for c in a.evidence} >= {"内部资料", "注意保存"}
    assert all(text[c.start : c.end] == c.quote for c in a.evidence)


@pytest.mark.parametrize(
    ("text", "p", "expected"),
    [
        ("各科室安排好值班。", 0.6, "withheld"),
        ("当前位置：首页 各科室安排好值班。浏览次数：12", 0.6, "undecided"),
        ("当前位置：首页 各科室安排好值班。浏览次数：12", 0.97, "withheld"),
        ("序号 公开事项 公开时限\n1 财务收支 每季度", 0.9, "undecided"),
        ("网站访问量达到百万。各科室安排好值班。", 0.6, "withheld"),
        ("机密★10年\n当前位置：首页 各科室安排好值班。浏览次数：12", 0.2, "withheld"),
    ],
)
def test_withholding_what_stood_on_a_website_takes_near_certainty(
    text: str, p: float, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opinion = Opinion((("withheld/internal-affairs", p), ("active", 1 - p)), (), 0.4)
    monkeypatch.setattr("nlp.classify.attribute.opinion_of", lambda *_: opinion)
    assert decide(text, document_type="通知")[0] == expected


def test_a_statute_in_force_is_not_held_back() -> None:
    """Statutes speak of secrets, minors and case files; that they were passed and are in force says that the public may read them."""
    text = (
        "柳河省预防校园欺凌条例\n（2019年5月8日柳河省第十二届人民代表大会常务委员会第三十次会议通过）\n第一条 为了预防校园欺凌，保护未成年人合法权益，制定本条例。\n"
        "第二条 公安机关、学校对涉及未成年人的案件资料应当保密，不得披露未成年人的姓名、住所、照片。\n第三条 学校应当记录处置过程，档案不得查阅、公开。\n"
        "第四条 违反本条例第二条规定的，由主管部门依法给予处分。\n第五条 本条例自公布之日起施行。\n"
    )
    result = analyze(Source("a.txt", text.encode()), whole_kit())
    assert isinstance(result, Analysis)
    assert result.attribute.value not in ("withheld", "partial")
    assert any("施行" in cue.why or "通过" in cue.why for cue in result.attribute.evidence)
