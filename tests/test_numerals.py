"""Numerals: every way of writing is read, and reading undoes writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.numerals import read_digits, read_number, write_digits, write_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", 0), ("〇", 0), ("○", 0), ("九", 9), ("两", 2), ("十", 10), ("十二", 12), ("二十", 20), ("二十一", 21),
        ("廿", 20), ("廿一", 21), ("卅", 30), ("卅一", 31), ("一百零五", 105), ("一百一十", 110), ("二百五", 250), ("百二十", 120),
        ("两千零一", 2001), ("一万二", 12_000), ("三千五", 3500), ("十亿零一百万", 1_001_000_000), ("3万5千", 35_000), ("1.5", None),
        ("壹佰贰拾", 120), ("叁", 3), ("二〇一二", 2012), ("二O一二", 2012), ("二0一八", 2018), ("一九九八", 1998),
        ("12", 12), ("１２", 12), (" 7 ", 7), ("", None), ("x", None), ("十几", None), ("二三十", None), ("万", None), ("第三", None),
    ],
)  # fmt: skip
def test_numbers_are_read(text: str, value: int | None) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize(("text", "value"), [("二〇一二", 2012), ("２０１８", 2018), ("二十", None), ("", None), ("0", 0)])
def test_digit_strings_are_read(text: str, value: int | None) -> None:
    assert read_digits(text) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "零"), (10, "十"), (12, "十二"), (21, "二十一"), (100, "一百"), (110, "一百一十"), (1010, "一千零一十"),
     (10_010, "一万零一十"), (100_000_010, "一亿零一十"), (10_000_000, "一千万")],
)  # fmt: skip
def test_numbers_are_written(value: int, text: str) -> None:
    assert write_number(value) == text


@given(st.integers(0, 10**12 - 1))
def test_numbers_go_there_and_back(value: int) -> None:
    assert read_number(write_number(value)) == value


@given(st.integers(0, 10**9))
def test_digits_go_there_and_back(value: int) -> None:
    assert read_digits(write_digits(value)) == value


@given(st.text(max_size=12))
def test_any_text_is_survived(text: str) -> None:
    number = read_number(text)
    assert number is None or number >= 0


@pytest.mark.parametrize("value", [-1, 10**12])
def test_numbers_outside_the_range_are_refused(value: int) -> None:
    with pytest.raises(ValueError, match="write_number"):
        write_number(value)
