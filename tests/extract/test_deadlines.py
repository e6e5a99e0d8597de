"""Deadlines: tables of sentences and of worked due dates, and what must hold for any text."""

from __future__ import annotations

import pickle
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.extract.deadline_due import recurrence_rule
from nlp.extract.deadlines import DeadlineRules, find_deadlines
from nlp.rulebook import RULES_DIR, Rulebook, RuleError
from nlp.types import Deadline, LineKind, Metadata, Outline, Section
from nlp.workdays import Holidays
from tests.extract.deadline_outlines import outline_of_text

CASES = Path(__file__).parent.parent / "cases"
RULES = DeadlineRules.load(Rulebook())
HOLIDAYS = Holidays()


def table(name: str) -> list[dict[str, str]]:
    lines = [line.split("\t") for line in (CASES / name).read_text("utf-8").splitlines() if line and not line.startswith("#")]
    head, *rows = lines
    assert all(len(row) == len(head) for row in rows), f"{name}: a row is not as wide as the head"
    return [dict(zip(head, row, strict=True)) for row in rows]


def find(outline: Outline) -> tuple[Deadline, ...]:
    return find_deadlines(outline, RULES, HOLIDAYS)[0]


def told(deadlines: tuple[Deadline, ...]) -> str:
    """As in the table: quote=value, "working" behind working days."""
    return "；".join(f"{d.quote}={d.value}" + (" working" if d.calendar == "working" else "") for d in deadlines) or "-"


@pytest.mark.parametrize("case", table("deadlines.tsv"), ids=lambda c: c["text"][:24])
def test_sentences(case: dict[str, str]) -> None:
    text = case["text"].replace("\\n", "\n").replace("\\t", "\t")
    found = find(outline_of_text(text, case["written_on"] or None, case["title"]))
    assert told(found) == case["expected"].replace("\\n", "\n"), case["why"]
    if case["anchors"]:
        assert ("|".join(d.anchor for d in found if d.anchor) or "-") == case["anchors"], case["why"]


@pytest.mark.parametrize("case", table("due-dates.tsv"), ids=lambda c: f"{c['written_on']} {c['text'][:20]}")
def test_due_dates(case: dict[str, str]) -> None:
    title = "某地块出让公告" if "公告" in case["text"] else ""
    (found,), warnings = find_deadlines(outline_of_text(case["text"], case["written_on"], title), RULES, HOLIDAYS)
    value = found.value + (" working" if found.calendar == "working" else "")
    due = found.due or ("?" if warnings else "-")
    assert (value, due) == (case["value"], case["due"]), case["why"]


def test_there_are_enough_cases() -> None:
    cases = table("deadlines.tsv")
    assert len(cases) >= 150
    assert sum(c["expected"] == "-" for c in cases) >= 50
    assert len(table("due-dates.tsv")) >= 150


def test_a_due_date_outside_the_holiday_table_is_a_warning() -> None:
    outline = outline_of_text("自本通知印发之日起20个工作日内完成整改。", "2026-12-20")
    (found,), warnings = find_deadlines(outline, RULES, HOLIDAYS)
    assert found.due is None
    assert warnings == ("“自本通知印发之日起20个工作日内”的到期日未算：2027-01-01不在节假日表内（2004—2026年），请人工核定。",)


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("P1D", "FREQ=DAILY"), ("P1W", "FREQ=WEEKLY"), ("P2W", "FREQ=WEEKLY;INTERVAL=2"), ("P1W@FR", "FREQ=WEEKLY;BYDAY=FR"),
        ("P1M", "FREQ=MONTHLY"), ("P1M@05", "FREQ=MONTHLY;BYMONTHDAY=5"), ("P1M@end", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("P3M", "FREQ=MONTHLY;INTERVAL=3"), ("P3M@end", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
        ("P3M@01-10", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10"), ("P3M@03-25", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=25"),
        ("P3M@10", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10"),
        ("P6M", "FREQ=MONTHLY;INTERVAL=6"), ("P6M@end", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1"),
        ("P1Y", "FREQ=YEARLY"), ("P1Y@07-17", "FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=17"),
        ("P1Y@02-28", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"), ("P3Y", "FREQ=YEARLY;INTERVAL=3"),
        ("P10D", "FREQ=MONTHLY;BYMONTHDAY=10,20,-1"), ("PT2H", "FREQ=HOURLY;INTERVAL=2"), ("PT30M", "FREQ=MINUTELY;INTERVAL=30"),
        ("P1D@17:00", "FREQ=DAILY;BYHOUR=17;BYMINUTE=0"), ("immediate", None),
    ],
)  # fmt: skip
def test_recurrence_rules(value: str, rule: str | None) -> None:
    assert recurrence_rule(value) == rule


def test_every_working_day_is_a_weekly_rule() -> None:
    (found,) = find(outline_of_text("每个工作日更新数据。", "2018-09-03"))
    assert (found.value, found.rrule) == ("P1D", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR")


# ---------------------------------------------------------------- places
@pytest.mark.parametrize("kind", ["title", "number", "label", "addressees", "heading", "signature", "date", "annotation",
                                  "colophon", "furniture", "attachments", "annex"])  # fmt: skip
def test_lines_that_state_no_duty_are_not_read(kind: LineKind) -> None:
    assert find(outline_of_text("年底前完成，每月通报。", "2018-09-03", kind=kind)) == ()


def test_the_heading_of_an_item_is_not_read_but_its_body_is() -> None:
    outline = outline_of_text("（四）及时公开信息。要及时公布抽检结果。", "2018-09-03")
    end = len(outline.view.text)
    item = Section("(四)", "及时公开信息", 0, end, end, 10, (3, 10), 1)
    (found,) = find(replace(outline, sections=(*outline.sections, item)))
    assert (found.section, found.start) == ("(四)", 11)


def test_text_outside_the_body_is_not_read() -> None:
    outline = outline_of_text("年底前完成。\n10月底前报送。", "2018-09-03")
    assert told(find(replace(outline, body=(7, len(outline.view.text))))) == "10月底前=2018-10-31"


def test_quotes_are_in_the_document_s_own_script() -> None:
    text = "應當自收到申請之日起20個工作日內答復，並及時公佈結果。"
    outline = outline_of_text(text * 3, "2018-09-03")
    found = find(outline)
    assert found[0].anchor == "自收到申請之日起"
    assert all(outline.document.text[d.start : d.end] == d.quote for d in found)


# ---------------------------------------------------------------- the document's own year
@pytest.mark.parametrize(
    ("metadata", "value"),
    [
        (Metadata("某县2018年工作要点", written_on="2018-03-01"), "2018-12-31"),
        (Metadata("某县2019年工作要点", written_on="2018-12-28"), "2019-12-31"),  # a plan signed before its year begins
        (Metadata("某县2017年工作总结", written_on="2018-01-10"), "2018-12-31"),
        (Metadata("某县2019年工作要点"), "2019-12-31"),
        (Metadata("某县工作要点", published_on="2020-06-01"), "2020-12-31"),
        (Metadata("某县工作要点", printed_on="2021-06-01"), "2021-12-31"),
        (Metadata("某县工作要点"), "2016-12-31"),  # the latest year cited
    ],
)
def test_dates_take_the_document_s_year(metadata: Metadata, value: str) -> None:
    outline = outline_of_text("根据《意见》（某政发〔2016〕3号），到2035年建成，年底前要公开目录。")
    found = [d.value for d in find(replace(outline, metadata=metadata)) if d.quote == "年底前"]
    assert found == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("年底前要公开目录。", "--12-31"), ("请于9月14日前报送。", "--09-14"), ("今年2月底前完成。", "--02-28"), ("元旦前公布。", "--01-01"),
        ("应于春节前公布。", None), ("明年3月底前完成。", None), ("本月底前完成。", None),
    ],
)  # fmt: skip
def test_without_any_year_a_date_has_month_and_day_only(text: str, value: str | None) -> None:
    found = find(outline_of_text(text))
    assert [d.value for d in found] == ([value] if value else [])
    assert all(d.due is None for d in found)


# ---------------------------------------------------------------- rules
def test_rules_can_be_sent_to_a_worker() -> None:
    outline = outline_of_text("自印发之日起5个工作日内公开，每季度末通报。", "2018-09-03")
    assert find_deadlines(outline, pickle.loads(pickle.dumps(RULES)), HOLIDAYS) == find_deadlines(outline, RULES, HOLIDAYS)


def test_every_finding_names_its_row() -> None:
    rows = {row["id"] for row in Rulebook().table("deadlines")}
    for case in table("deadlines.tsv"):
        for d in find(outline_of_text(case["text"], case["written_on"])):
            assert d.reason.source.removeprefix("deadlines:") in rows
            assert 0 < d.reason.score <= 1


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("x\tduration\t{span}\tsure\t\t{span}内\t\t\t\t三日外\t", "第2行：pattern 未找到 finds 中的“三日外”"),
        ("x\tduration\t{span}\tsure\t\t{span}内\t\t\t\t三日内\t五日内", "第2行：pattern 在 leaves 的“五日内”中找到了"),
        ("x\tlimit\t{span}\tsure\t\t{span}内", "第2行：kind 只能是"),
        ("x\tduration\t{span}\tsure\t\t{nothing}内", "第2行：pattern 写法有误：没有名为 {nothing} 的槽"),
        ("x\tduration\t{span}\tsure\t\t", "第2行：pattern 是空的"),
    ],
)
def test_a_fault_in_a_row_is_named(tmp_path: Path, row: str, message: str) -> None:
    head = "id\tkind\tvalue\tneed\tbefore\tpattern\tafter\tunless_before\tunless_after\tfinds\tleaves"
    (tmp_path / "deadlines.tsv").write_text(f"{head}\n{row}\n", "utf-8")
    with pytest.raises(RuleError) as caught:
        DeadlineRules.load(Rulebook((RULES_DIR, tmp_path)))
    assert message in str(caught.value)


def test_an_office_adds_its_own_expression(tmp_path: Path) -> None:
    head = "id\tkind\tvalue\tneed\tbefore\tpattern\tafter\tunless_before\tunless_after\tfinds\tleaves"
    (tmp_path / "deadlines.tsv").write_text(f"{head}\nmarket-day\trecurring\tP5D\tsure\t\t逢集日\t\t\t\t逢集日\t\n", "utf-8")
    rules = DeadlineRules.load(Rulebook((RULES_DIR, tmp_path)))
    (found,), _ = find_deadlines(outline_of_text("逢集日公布价格。", "2018-09-03"), rules, HOLIDAYS)
    assert (found.value, found.reason.source) == ("P5D", "deadlines:market-day")


# ---------------------------------------------------------------- any text
PIECES = ["及时", "定期", "公开", "公布", "年底前", "每月", "5日", "前", "3个工作日", "内", "自", "之日起", "，", "。", "、", "（", "）", "《", "》",
          "2018年", "9月", "至", "每周五", "公示", "7天", "\n", "\t", " ", "一", "十", "0", "9", "|", "第", "春节前", "“十四五”末", "已", "了"]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=80))
def test_any_text_is_survived_and_every_quote_is_a_slice(text: str) -> None:
    outline = outline_of_text(text, "2018-09-03")
    found = find(outline)
    assert all(outline.document.text[d.start : d.end] == d.quote and d.quote for d in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert found == find(outline)


@pytest.mark.parametrize("piece", ["、", "（", "9", "一", "及时", "每月5日、", "3个工作日内、", "2018年9月", "《", "市发改委 县财政局 ", "公示期为"])
def test_long_runs_stay_linear(piece: str) -> None:
    outline = outline_of_text(piece * (30_000 // len(piece)), "2018-09-03")
    begin = time.process_time()
    find(outline)
    assert time.process_time() - begin < 6
