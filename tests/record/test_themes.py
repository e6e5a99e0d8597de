"""主题分类: authored titles, stated classes, and what speaks for none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nlp.record.reading import read_outline
from nlp.record.themes import ThemeRules, classify_theme
from nlp.rulebook import Rulebook
from nlp.types import Label, Span
from tests.build import outline_of

CASES = Path(__file__).parents[1] / "cases" / "record-themes.tsv"
RULES = ThemeRules.load(Rulebook())


def titles(part: str) -> list[tuple[str, str]]:
    lines = [line.split("\t") for line in CASES.read_text("utf-8").splitlines() if line and not line.startswith("#")][1:]
    return [(title, code) for title, code, of in lines if of == part]


def codes(title: str, body: str = "", domains: tuple[Label, ...] = ()) -> list[str]:
    outline = outline_of(f"{title}\n{body}", title=title, evidence={"title": (Span(0, len(title), title),)})
    lines = outline.lines[1:]
    low = len(title) + 1
    return [t.code for t in classify_theme(read_outline(replace(outline, lines=lines, body=(low, low + len(body)))), RULES, domains).found]


def test_the_table_has_all_classes() -> None:
    assert len({c.top for c in RULES.classes.values()}) == 22
    assert len(RULES.classes) == 122  # 121 sub-classes and 其他


def test_all_cases_name_a_class() -> None:
    both = titles("dev") + titles("held")
    assert len(both) >= 150
    assert {code for _, code in both} <= set(RULES.classes)
    assert len({title for title, _ in both}) == len(both)


@pytest.mark.parametrize(("part", "sub", "top"), [("dev", 0.97, 0.97), ("held", 0.85, 0.87)])
def test_titles(part: str, sub: float, top: float) -> None:
    found = [((codes(title) or ["22"])[0], code) for title, code in titles(part)]
    assert sum(got == code for got, code in found) / len(found) >= sub
    assert sum(got[:2] == code[:2] for got, code in found) / len(found) >= top


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("综合政务\\政务公开", "0201"),
        ("综合政务;政务公开", "0201"),
        ("市场监管、安全生产监管/安全生产监管", "0905"),
        ("安全生产监管", "0905"),
        ("城乡建设、环境保护\\其他", "1006"),
        ("社会救助;社会福利;民政", "1703"),
        ("商业、海关、旅游>旅游", "0805"),
        ("领导讲话", None),
        ("2018", None),
    ],
)
def test_stated_class(stated: str, code: str | None) -> None:
    found = RULES.stated(stated)
    assert (found.code if found else None) == code


def test_the_issuer_does_not_speak() -> None:
    assert codes("市教育局关于加强消防安全工作的通知")[0] == "0905"


def test_the_end_of_a_title_counts_more() -> None:
    assert codes("关于加强学校食堂食品安全监督检查的通知")[0] == "0904"
    assert codes("关于加强食品企业职业教育的通知")[0] == "1102"


def test_the_body_speaks_where_the_title_is_silent() -> None:
    body = "现将城乡低保对象复核工作安排如下。各街道要核对特困人员供养对象，发放高龄津贴。"
    assert codes("关于有关事项的通知", body)[0] == "1703"


def test_nothing_speaks() -> None:
    assert codes("关于召开座谈的函", "请准时参加。") == []
    assert codes("") == []


def test_a_domain_leans_but_does_not_speak_alone() -> None:
    assert codes("关于有关事项的通知", "请准时参加。", (Label("budget", "财政预决算", 0.99),)) == []
