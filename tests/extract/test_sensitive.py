"""Personal information: finds, look-alikes, masks; check characters over thousands of generated layouts; lists of persons."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.extract.sensitive import SensitiveRules, find_in_view, find_sensitive, is_resident_id, mask
from nlp.extract.sensitive_masks import bare, laid_over, masked
from nlp.intake.reader import read
from nlp.rulebook import Rulebook
from nlp.structure.outline import StructureRules, outline_of
from nlp.types import Document, Limits, Source
from nlp.view import ScriptRules, build_view
from tests.build import document_of
from tests.extract.sensitive_layouts import MAKERS, Case, look_alikes, valid_cases

BOOK = Rulebook()
RULES = SensitiveRules.load(BOOK)
SCRIPT = ScriptRules.load(BOOK)
CASES = Path(__file__).parents[1] / "cases" / "sensitive.tsv"


def found(text: str) -> list[tuple[str, str, str]]:
    finds = find_in_view(build_view(document_of(text), SCRIPT), RULES)
    assert all(text[s.start : s.end] == s.quote for s in finds)
    return [(s.kind, s.quote, s.mask) for s in finds]


def cases() -> list[tuple[str, list[tuple[str, ...]]]]:
    rows = [line.split("\t") for line in CASES.read_text("utf-8").splitlines() if line and not line.startswith("#")][1:]
    assert all(len(row) == 3 for row in rows)

    def plain(cell: str) -> str:
        return cell.replace("\\n", "\n").replace("\\t", "\t")

    return [(plain(t), [] if e == "-" else [tuple(plain(x).split("=")) for x in e.split("；；")]) for t, e, _ in rows]


@pytest.mark.parametrize(("text", "expected"), cases())
def test_finds_and_look_alikes(text: str, expected: list[tuple[str, ...]]) -> None:
    assert found(text) == expected


def checked_kinds(case: Case) -> list[tuple[str, str]]:
    return [(k, unicodedata.normalize("NFKC", bare(q)).upper()) for k, q, _ in found(case.text) if k in MAKERS]


def test_numbers_with_check_characters_in_four_thousand_layouts() -> None:
    right, missed, extra = Counter[str](), Counter[str](), Counter[str]()
    for case in [*valid_cases(2_000), *look_alikes(2_000)]:
        got = checked_kinds(case)
        right.update(k for k, n in got if (k, n) in case.expected)
        missed.update(k for k, n in case.expected if (k, n) not in got)
        extra.update(k for k, n in got if (k, n) not in case.expected)
    for kind in MAKERS:
        recall, precision = right[kind] / (right[kind] + missed[kind]), right[kind] / (right[kind] + extra[kind])
        print(f"{kind}: {right[kind]} right, {missed[kind]} missed, {extra[kind]} extra, recall {recall:.4f}, precision {precision:.4f}")
        assert recall >= 0.99
        assert precision >= 0.99


@settings(max_examples=100, deadline=None)
@given(area=st.sampled_from([110105, 371083, 650121]), order=st.integers(1, 999), delta=st.integers(1, 9))
def test_a_wrong_check_digit_is_no_resident_id(area: int, order: int, delta: int) -> None:
    body = f"{area}19800506{order:03d}"
    number = next(body + c for c in "0123456789X" if is_resident_id(body + c))
    wrong = number[:-1] + "0123456789X"[("0123456789X".index(number[-1]) + delta) % 11]
    assert "resident-id" not in [kind for kind, _, _ in found(f"身份证号{wrong}")]


@given(st.text(max_size=30), st.integers(0, 6), st.integers(0, 6))
def test_a_mask_keeps_the_length(text: str, head: int, tail: int) -> None:
    assert len(mask(text, head, tail)) == len(text)


@given(st.text("0123456789 -", min_size=1, max_size=30))
def test_a_mask_lies_over_its_quote(quote: str) -> None:
    shown = masked(bare(quote), "4+4")
    assert bare(laid_over(quote, shown)) == shown


# ---------------------------------------------------------------- lists of persons
STRUCTURE = StructureRules.load(BOOK)


def in_list(text: str) -> list[tuple[str, str, str]]:
    document = read(Source("a.txt", text.encode()), Limits())
    assert isinstance(document, Document)
    outline = outline_of(document, build_view(document, SCRIPT), STRUCTURE)
    return [(s.kind, s.quote, s.mask) for s in find_sensitive(outline, RULES)]


def test_health_columns_and_their_names() -> None:
    got = in_list("困难群众名单\n\n序号\t姓名\t病种\t金额\n1\t张伟明\t肺癌\t500\n2\t李秀英\t无\t600\n3\t王建国\t尿毒症\t700\n")
    assert got == [
        ("hardship-person", "张伟明", "张某某"), ("health", "肺癌", "**"), ("hardship-person", "王建国", "王某某"), ("health", "尿毒症", "***"),
    ]


def test_statistics_of_a_disease_name_nobody() -> None:
    assert in_list("病种统计\n\n序号\t病种\t人数\n1\t肺癌\t12\n2\t尿毒症\t30\n3\t合计\t42\n") == []


def test_a_list_of_benefits_keeps_its_names() -> None:
    text = "补贴发放名单\n\n序号\t姓名\t身份证号\t金额\n1\t张伟明\t11010519491231002X\t500\n2\t李秀英\t/\t600\n3\t王建国\t/\t700\n"
    assert [(k, q) for k, q, _ in in_list(text)] == [("resident-id", "11010519491231002X")]


def test_pupils_are_minors() -> None:
    text = "困难学生资助名单\n\n序号\t姓名\t就读学校\t年级\t监护人\n1\t张小明\t第一小学\t三年级\t张伟明\n2\t李小英\t第一小学\t四年级\t李刚\n3\t王小红\t第二小学\t一年级\t王建国\n"
    kinds = Counter(k for k, _, _ in in_list(text))
    assert kinds == {"minor": 3, "minor-school": 6, "family-member": 3}


def test_teachers_are_none() -> None:
    text = "拟聘教师名单\n\n序号\t姓名\t学校\t任教学科\n1\t张伟明\t第一小学\t语文\n2\t李秀英\t第一小学\t数学\n3\t王建国\t第二小学\t英语\n"
    assert in_list(text) == []


def test_birth_dates_make_minors_at_the_date_of_the_document() -> None:
    text = "救助对象名单（2021年）\n\n序号\t姓名\t出生年月\t金额\n1\t张小明\t2012-03-05\t500\n2\t李秀英\t1960-03-05\t600\n3\t王建国\t1975-01-01\t700\n"
    assert in_list(text) == [("minor", "张小明", "张某某")]


def test_family_members_go_the_head_of_the_house_stays() -> None:
    text = "保障对象家庭\n\n序号\t姓名\t与户主关系\t村组\n1\t张伟明\t户主\t东风村\n2\t李秀英\t妻\t东风村\n3\t张志强\t长子\t东风村\n"
    assert in_list(text) == [("family-member", "李秀英", "***"), ("family-member", "张志强", "***")]


def test_account_columns() -> None:
    text = "发放表\n\n序号\t姓名\t一卡通账号\t家庭住址\n1\t张伟明\t80012345678901\t和平村3组12号\n2\t李秀英\t80012345678902\t和平村\n3\t王刚\t80012345678903\t和平村\n"
    assert [k for k, _, _ in in_list(text)] == ["bank-account", "address-full", "bank-account", "bank-account"]
