"""Personal information: finds, look-alikes, masks; checksums over generated layouts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.extract.sensitive import (
    SensitiveRules,
    find_in_view,
    is_resident_id,
    mask,
    passes_luhn,
)
from nlp.rulebook import Rulebook
from nlp.view import ScriptRules, build_view
from tests.build import document_of

BOOK = Rulebook()
RULES = SensitiveRules.load(BOOK)
SCRIPT = ScriptRules.load(BOOK)


def found(text: str) -> list[tuple[str, str, str]]:
    return [(s.kind, s.quote, s.mask) for s in find_in_view(build_view(document_of(text), SCRIPT), RULES)]


def resident_id(area: int, year: int, month: int, day: int, order: int) -> str:
    body = f"{area:06d}{year:04d}{month:02d}{day:02d}{order:03d}"
    return next(body + c for c in "0123456789X" if is_resident_id(body + c))


def bank_card(body: str) -> str:
    return next(body + c for c in "0123456789" if passes_luhn(body + c))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("身份证号：11010519491231002X", [("resident-id", "11010519491231002X", "1101**********002X")]),
        ("身份证号：11010519491231002x。", [("resident-id", "11010519491231002x", "1101**********002x")]),
        ("身份证号１１０１０５１９４９１２３１００２Ｘ", [("resident-id", "１１０１０５１９４９１２３１００２Ｘ", "1101**********002X")]),
        ("身份证号 110105 19491231 002X", [("resident-id", "110105 19491231 002X", "1101**********002X")]),
        ("联系人王某，电话138 0013 8000", [("mobile", "138 0013 8000", "138****8000")]),
        ("银行卡号：6222021234567890128", [("bank-card", "6222021234567890128", "***************0128")]),
        ("投诉举报电话：0631-6663072、12345", []),
        ("统一社会信用代码11371083004387123X", []),
        ("项目代码2018-371083-47-03-012345", []),
        ("索引号：000014349/2018-00123", []),
        ("合同编号6222021234567890128", []),
        ("家庭住址：幸福镇和平村3组12号", [("address-full", "幸福镇和平村3组12号", "***********")]),
        ("办公地址：幸福路12号", []),
        ("车牌号鲁K12345的小型汽车", [("plate", "鲁K12345", "鲁K1***5")]),
        ("沿国道G12345行驶", []),
        ("信箱bgs@rushan.gov.cn", []),
        ("邮箱rs2019@163.com", [("email", "rs2019@163.com", "rs****@163.com")]),
    ],
)
def test_finds_and_look_alikes(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text) == expected


@settings(max_examples=150, deadline=None)
@given(
    area=st.integers(110000, 659999), year=st.integers(1930, 2015), month=st.integers(1, 12), day=st.integers(1, 28),
    order=st.integers(1, 999), layout=st.sampled_from(["身份证号：{}", "张三 {} 男", "{}", "王某某（{}）", "姓名李四\t{}\t低保"]),
    upper=st.booleans(), wide=st.booleans(),
)
def test_resident_ids_in_any_layout(
    area: int, year: int, month: int, day: int, order: int, layout: str, upper: bool, wide: bool
) -> None:
    number = resident_id(area, year, month, day, order)
    shown = number if upper else number.lower()
    if wide:
        shown = "".join(chr(ord(c) + 0xFEE0) for c in shown)
    text = layout.format(shown)
    assert [(kind, quote) for kind, quote, _ in found(text)] == [("resident-id", shown)]


@settings(max_examples=100, deadline=None)
@given(area=st.integers(110000, 659999), order=st.integers(1, 999), delta=st.integers(1, 9))
def test_a_wrong_check_digit_is_no_resident_id(area: int, order: int, delta: int) -> None:
    number = resident_id(area, 1980, 5, 6, order)
    last = "0123456789X".index(number[-1])
    wrong = number[:-1] + "0123456789X"[(last + delta) % 11]
    assert "resident-id" not in [kind for kind, _, _ in found(f"号码{wrong}")]


@settings(max_examples=100, deadline=None)
@given(body=st.text("0123456789", min_size=10, max_size=13), spaced=st.booleans())
def test_bank_cards(body: str, spaced: bool) -> None:
    card = bank_card("62220" + body)
    shown = " ".join(card[i : i + 4] for i in range(0, len(card), 4)) if spaced else card
    assert [kind for kind, _, _ in found(f"开户行：某银行，卡号：{shown}。")] == ["bank-card"]


@given(st.text(max_size=30), st.integers(0, 6), st.integers(0, 6))
def test_a_mask_keeps_the_length(text: str, head: int, tail: int) -> None:
    assert len(mask(text, head, tail)) == len(text)
