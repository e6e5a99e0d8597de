"""Rows over several documents: one matter one row, contradictions side by side, files of origin."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from nlp.across.clusters import clusters
from nlp.across.matter import MatterRules
from nlp.across.rows import MergedRow, catalogue_rows, document_names
from nlp.across.standing import elsewhere, place_of
from nlp.draft.columns import Layout
from nlp.rulebook import Rulebook
from nlp.types import Analysis, DocumentRecord, Entry
from tests.build import analysis_of, entry_of

BOOK = Rulebook()
LAYOUT, RULES = Layout.load(BOOK), MatterRules.load(BOOK)
NAMES = {r["id"]: r["name"] for r in BOOK.table("domains")}


def document(path: str, *entries: Entry, issuer: str = "某省财政厅", day: str = "2020-01-01", number: str | None = None, case: str | None = None, **meta: Any) -> Analysis:
    made = analysis_of(entries, path=path, issuer=(issuer,) if issuer else (), written_on=day or None, document_number=number, title=f"《{path}》", **meta)
    media = replace(made.outline.document.media, case=case)
    return replace(made, outline=replace(made.outline, document=replace(made.outline.document, media=media)))


def matter(**changes: Any) -> Entry:
    base: dict[str, Any] = {"item": "财政专项资金分配结果", "basis": None, "deadline": "20日内", "deadline_value": "P20D", "unit": "财政厅"}
    return entry_of(**{**base, **changes})


def rows(*documents: Analysis, merge: bool = True) -> list[MergedRow]:
    return catalogue_rows(documents, NAMES, RULES, LAYOUT, merge)


def test_one_matter_of_two_documents_is_one_row_with_both_bases() -> None:
    (row,) = rows(
        document("a.docx", matter(basis="《甲办法》（甲〔2019〕1号）", content=("分配对象", "金额")), number="甲〔2019〕1号"),
        document("b.docx", matter(item="专项资金分配结果", basis="《乙通知》（乙〔2020〕2号）；《预算法》", content=("金额", "使用绩效")), number="乙〔2020〕2号"),
    )
    assert row.cells["basis"] == "1.《甲办法》（甲〔2019〕1号）\n2.《乙通知》（乙〔2020〕2号）\n3.《预算法》"
    assert row.entry.content == ("分配对象", "金额", "使用绩效")
    assert row.cells["document"] == "[1] a.docx\n[2] b.docx"
    assert [s.standing.document for s in row.sources] == ["a.docx", "b.docx"]
    assert (row.conflicts, row.cells["note"]) == ((), "")


def test_no_merge_keeps_them_apart() -> None:
    found = rows(document("a.docx", matter()), document("b.docx", matter()), merge=False)
    assert [(r.cells["seq"], r.document) for r in found] == [("1", "a.docx"), ("2", "b.docx")]


def test_entries_of_one_document_stay_apart() -> None:
    assert len(rows(document("a.docx", matter(), matter(section="三")))) == 2
    assert len(rows(document("a.docx", matter(), matter(section="三")), document("b.docx", matter()))) == 2


def test_different_matters_stay_apart() -> None:
    assert len(rows(document("a.docx", matter()), document("b.docx", matter(item="专项资金管理办法")))) == 2


@pytest.mark.parametrize(
    ("one", "other", "rule", "deadline"),
    [
        ({"day": "2019-01-01"}, {"day": "2021-01-01"}, "later", "10个工作日内"),
        ({"day": "2021-01-01"}, {"day": "2019-01-01"}, "later", "20日内"),
        ({"issuer": "某省财政厅", "day": "2018-01-01"}, {"issuer": "某省甲县财政局", "day": "2021-01-01"}, "higher", "20日内"),
        ({"issuer": "甲县财政局", "day": "2021-01-01"}, {"issuer": "财政部", "day": "2018-01-01"}, "higher", "10个工作日内"),
        ({"day": "2020-01-01"}, {"day": "2020-01-01"}, None, None),
        ({"day": ""}, {"day": "2021-01-01"}, None, None),
        ({"issuer": "市财政局", "day": "2018-01-01"}, {"issuer": "某省财政厅", "day": "2021-01-01"}, None, None),
    ],
)
def test_two_deadlines(one: dict[str, str], other: dict[str, str], rule: str | None, deadline: str | None) -> None:
    (row,) = rows(
        document("a.docx", matter(), **one),
        document("b.docx", matter(deadline="10个工作日内", deadline_value="P10D"), **other),
    )
    (conflict,) = row.conflicts
    assert (conflict.field, conflict.rule) == ("deadline", rule)
    assert {c.words for c in conflict.claims} == {"20日内", "10个工作日内"}
    assert "20日内" in row.cells["note"]
    assert "10个工作日内" in row.cells["note"]
    assert row.entry.needs_review
    if deadline is None:
        assert "须由人决定" in row.cells["note"]
    else:
        assert row.cells["deadline"] == deadline
        assert f"取“{deadline}”" in row.cells["note"]


def test_working_days_and_days_are_two_deadlines() -> None:
    (row,) = rows(document("a.docx", matter()), document("b.docx", matter(deadline="20个工作日内"), day="2021-01-01"))
    assert row.cells["deadline"] == "20个工作日内"
    assert [c.rule for c in row.conflicts] == ["later"]


def test_a_stated_limit_goes_before_a_vague_word() -> None:
    (row,) = rows(
        document("a.docx", matter(deadline="及时", deadline_value="immediate"), day="2022-01-01"), document("b.docx", matter(), day="2020-01-01")
    )
    assert row.cells["deadline"] == "20日内"
    assert [c.rule for c in row.conflicts] == ["exact"]
    assert row.taken["deadline"] == 1
    assert row.entry.evidence["deadline"] == ()


def test_a_default_never_contradicts() -> None:
    (row,) = rows(
        document("a.docx", matter(deadline="自信息形成之日起20个工作日内", deadline_value="P20D", defaults={"deadline": "条例第二十六条"}), day="2022-01-01"),
        document("b.docx", matter(deadline="按月", deadline_value="P1M"), day="2020-01-01"),
    )
    assert row.conflicts == ()
    assert row.cells["deadline"] == "按月"
    assert "deadline" not in row.entry.defaults


def test_units() -> None:
    (same,) = rows(document("a.docx", matter(unit="市财政局")), document("b.docx", matter(unit="财政局、市审计局")))
    assert same.conflicts == ()
    (row,) = rows(document("a.docx", matter(unit="市财政局"), day="2019-01-01"), document("b.docx", matter(unit="市民政局"), day="2021-01-01"))
    assert [(c.field, c.rule) for c in row.conflicts] == [("unit", "later")]
    assert row.cells["unit"] == "市民政局"
    assert "市财政局" in row.cells["note"]


def test_a_document_out_of_force_gives_way() -> None:
    record = DocumentRecord(None, None, None, (), None, None, (), None, "废止", "主动公开", None, (), False, {})
    old = replace(document("a.docx", matter(), issuer="财政部", day="2022-01-01"), record=record)
    (row,) = rows(old, document("b.docx", matter(deadline="5日内", deadline_value="P5D"), issuer="甲县财政局", day="2019-01-01"))
    assert row.cells["deadline"] == "5日内"
    assert [c.rule for c in row.conflicts] == ["force"]
    assert "已失效或废止" in row.cells["note"]


def test_two_counties_keep_rows_of_their_own() -> None:
    found = rows(*(document(f"{p}.docx", matter(), issuer=f"{p}县财政局") for p in ("甲", "乙")), document("c.docx", matter(), issuer="财政部"))
    assert sorted(len(r.sources) for r in found) == [1, 2]


@pytest.mark.parametrize(
    ("issuer", "place"),
    [
        ("某省甲市乙县住房和城乡建设局", "乙县"), ("安丰县住房和城乡建设局", "安丰县"), ("市财政局", None), ("财政部", None),
        ("双河镇人民政府", "双河镇"), ("新市区人民政府", "新市区"), ("乡村振兴局", None), ("区应急管理局", None),
    ],
)
def test_places(issuer: str, place: str | None) -> None:
    found = place_of([issuer])
    assert (found.name if found else None) == place
    assert not elsewhere(found, found)


def test_an_attachment_points_to_its_file_and_counts_like_its_letter() -> None:
    letter = document("信.zip!/通知.docx", matter(item="部门预算"), issuer="某省财政厅", day="2022-01-01", number="财〔2022〕1号", case="信.zip")
    annex = document("信.zip!/附件1.xlsx", matter(), issuer="", day="", case="信.zip")
    older = document("旧.docx", matter(deadline="按月", deadline_value="P1M"), day="2019-01-01")
    found = {r.entry.item: r for r in rows(letter, annex, older)}
    row = found["财政专项资金分配结果"]
    assert row.cells["document"] == "[1] 附件1.xlsx（信.zip）\n[2] 旧.docx"
    assert [s.standing.path for s in row.sources] == ["信.zip!/附件1.xlsx", "旧.docx"]
    assert row.conflicts[0].rule == "later"
    assert row.sources[0].standing.document_number == "财〔2022〕1号"


def test_files_of_one_name_are_told_apart() -> None:
    assert document_names([document("甲/通知.docx"), document("乙/通知.docx"), document("乙/方案.docx")]) == ["甲/通知.docx", "乙/通知.docx", "方案.docx"]


def test_the_order_is_domain_then_document() -> None:
    found = rows(
        document("a.docx", matter(item="审计结果", domain="audit"), matter()),
        document("b.docx", matter(item="重大项目批准结果", domain="major-projects")),
    )
    assert [r.domain for r in found] == ["major-projects", "budget", "audit"]
    assert [r.cells["seq"] for r in found] == ["1", "2", "3"]


def test_a_secret_document_and_what_is_not_published_give_no_row() -> None:
    assert rows(document("a.docx", matter(), classification="秘密"), document("b.docx", matter(mode="不予公开"))) == []


def test_no_group_holds_two_entries_of_a_document_and_none_is_lost() -> None:
    matters = [RULES.matter_of(f"{w}专项资金分配结果", "budget") for w in ("", "财政", "市级", "扶贫", "", "教育", "") for _ in range(3)]
    owners = [i % 4 for i in range(len(matters))]
    groups = clusters(matters, owners)
    assert sorted(i for g in groups for i in g) == list(range(len(matters)))
    assert all(len({owners[i] for i in g}) == len(g) for g in groups)
    assert groups == clusters(matters, owners)


def test_five_thousand_rows_take_seconds() -> None:
    heads = [r["level2"] for r in BOOK.table("catalogue-items")]
    entries = [matter(item=f"{heads[i % len(heads)]}{'甲乙丙丁戊己庚辛壬癸'[i // len(heads) % 10]}", content=()) for i in range(5_000)]
    documents = [document(f"{d}.docx", *entries[d::10]) for d in range(10)]
    begun = time.process_time()
    found = rows(*documents)
    assert time.process_time() - begun < 30
    assert sum(len(r.sources) for r in found) == 5_000


def test_a_limit_of_a_document_out_of_force_does_not_beat_one_in_force() -> None:
    record = DocumentRecord(None, None, None, (), None, None, (), None, "失效", "主动公开", None, (), False, {})
    old = replace(document("a.docx", matter()), record=record)
    (row,) = rows(old, document("b.docx", matter(deadline="及时", deadline_value="immediate"), day="2019-01-01"))
    assert row.cells["deadline"] == "及时"
    assert [c.rule for c in row.conflicts] == ["force"]
