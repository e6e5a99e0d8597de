"""Where a row belongs: 一级事项 only from a sure standard item, the field of a one-field document, the first domain where none is meant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.classify.items import ItemRules
from nlp.draft.deadline_cell import LAW
from nlp.draft.doubts import DoubtRules
from nlp.draft.placing import place_entries
from nlp.rulebook import Rulebook
from nlp.standard import Standard
from nlp.types import Entry, Label
from tests.build import outline_of

RULES = tuple[Standard, DoubtRules, ItemRules]


@pytest.fixture(scope="module")
def rules() -> RULES:
    book = Rulebook()
    standard = Standard.load(book)
    return standard, DoubtRules.load(book), ItemRules.load(book, standard)


def row(item: str, domain: str, content: tuple[str, ...] = (), parent: str | None = None) -> Entry:
    return Entry(
        "", item, parent, content or (item,), None, "自信息形成或者变更之日起20个工作日内", "P20D", "县局", None, (), "全社会", "主动公开", (),
        domain, 0.7, False, {"item": ()}, {"deadline": LAW},
    )  # fmt: skip


def placed(entry: Entry, rules: RULES, labels: tuple[tuple[str, float], ...] = (), title: str = "") -> Entry:
    domains = tuple(Label(code, code, score, (), ()) for code, score in labels)
    return place_entries([entry], outline_of("正文。", title=title), domains, (), *rules)[0]


def test_a_sure_item_gives_its_field_and_its_limit(rules: RULES) -> None:
    found = placed(row("审计结果公告", "audit"), rules)
    assert found.parent_item == "审计公开"
    assert found.defaults["deadline"].startswith("标准目录“审计公开")


@pytest.mark.parametrize(
    ("item", "domain"),
    [("采暖期起止日期", "municipal-services"), ("考核评估结果", "farm-subsidies"), ("抽查检查结果", "market-credit"), ("合同履行情况", "agriculture")],
)
def test_a_weak_likeness_lends_nothing(item: str, domain: str, rules: RULES) -> None:
    found = placed(row(item, domain), rules)
    assert (found.parent_item, found.defaults["deadline"]) == (None, LAW)


def test_limit_of_the_sentence_is_kept(rules: RULES) -> None:
    said = replace(row("审计结果公告", "audit"), deadline="按月", deadline_value="P1M", defaults={})
    assert placed(said, rules).deadline == "按月"


def test_the_work_of_disclosing_is_only_what_is_that_work(rules: RULES) -> None:
    assert placed(row("政府信息公开指南", "open-government"), rules).domain == "open-government"
    other = placed(row("征兵体检安排", "open-government"), rules)
    assert (other.domain, other.parent_item, other.needs_review) == ("open-government", None, True)
    assert other.score < 0.7


@pytest.mark.parametrize(
    ("labels", "domain"),
    [
        ((("employment", 0.8), ("open-government", 0.7)), "employment"),
        ((("open-government", 0.9), ("employment", 0.7)), "open-government"),
        ((("open-government", 1.0), ("employment", 0.99)), "open-government"),  # one section of a general plan names a field
    ],
)
def test_a_matter_of_no_field_is_held_under_the_first_domain_for_review(
    labels: tuple[tuple[str, float], ...], domain: str, rules: RULES
) -> None:
    other = placed(row("征兵体检安排", "open-government"), rules, labels)
    assert (other.domain, other.parent_item, other.needs_review) == (domain, None, True)
    assert other.score < 0.7


def test_an_affair_that_the_document_names_stands_for_the_field(rules: RULES) -> None:
    assert placed(row("职工评议情况", "open-government"), rules, title="示范公司厂务公开办法").parent_item == "厂务公开"


def test_a_document_of_one_field_keeps_its_rows_there(rules: RULES) -> None:
    labels = (("municipal-services", 0.99), ("fees-charges", 0.62))
    assert placed(row("考核评估结果", "farm-subsidies"), rules, labels).domain == "municipal-services"
    assert placed(row("供热价格", "fees-charges"), rules, labels).domain == "fees-charges"
    many = (("municipal-services", 0.95), ("budget", 0.9))
    assert placed(row("考核评估结果", "farm-subsidies"), rules, many).domain == "farm-subsidies"


def test_the_parent_of_a_table_row_is_kept(rules: RULES) -> None:
    assert placed(row("征兵体检安排", "open-government", parent="兵役"), rules).parent_item == "兵役"


def test_without_items_nothing_changes(rules: RULES) -> None:
    entry = row("审计结果公告", "audit")
    assert place_entries([entry], outline_of("正文。"), (), (), rules[0], rules[1], None) == (entry,)
