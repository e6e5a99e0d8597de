"""Dates: every way in which documents write a full date."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.dates import find_dates
from nlp.numerals import write_digits, write_number


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2018年9月3日", ["2018-09-03"]),
        ("2018 年 9 月 3 日", ["2018-09-03"]),
        ("2018年09月03号", ["2018-09-03"]),
        ("２０１８年９月３日", ["2018-09-03"]),
        ("二〇一二年五月三日", ["2012-05-03"]),
        ("二○一六年四月八日", ["2016-04-08"]),
        ("二O一二年十二月三十一日", ["2012-12-31"]),
        ("二0一九年十月廿八日", ["2019-10-28"]),
        ("二零二〇年二月二十九日", ["2020-02-29"]),
        ("一九九八年三月二十日", ["1998-03-20"]),
        ("2019.5.15，2019-05-15，2019/5/15，2019．5．15", ["2019-05-15"] * 4),
        ("20190515", ["2019-05-15"]),
        ("自2018年9月3日至2018年9月11日", ["2018-09-03", "2018-09-11"]),
        ("2018年2月30日，2018年13月1日，20191332", []),
        ("2018年9月", []),
        ("9月3日", []),
        ("电话05158410221，编号320190515，版本2019.5.15.1，20190515A", []),
        ("〔2018〕3号，3个9月，第3日", []),
        ("", []),
    ],
)
def test_full_dates(text: str, dates: list[str]) -> None:
    assert [h.date.isoformat() for h in find_dates(text)] == dates


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("9月3日", ["2019-09-03"]),
        ("九月三日至十二日", ["2019-09-03"]),
        ("2018年9月3日、10月8日", ["2018-09-03", "2019-10-08"]),
        ("2月29日", []),
        ("3个9月3日", []),
    ],
)
def test_dates_without_a_year_take_the_given_one(text: str, dates: list[str]) -> None:
    assert [h.date.isoformat() for h in find_dates(text, 2019)] == dates


def test_places_are_exact() -> None:
    text = "本办法自二〇一九年五月十五日起施行"
    (hit,) = find_dates(text)
    assert text[hit.start : hit.end] == "二〇一九年五月十五日"


@given(st.dates(date(1949, 10, 1), date(2099, 12, 31)), st.sampled_from(["{0}年{1}月{2}日", "{0}-{1:02d}-{2:02d}", "{0}{1:02d}{2:02d}", "han"]))
def test_written_dates_are_read_back(day: date, form: str) -> None:
    if form == "han":
        text = f"{write_digits(day.year)}年{write_number(day.month)}月{write_number(day.day)}日"
    else:
        text = form.format(day.year, day.month, day.day)
    assert [h.date for h in find_dates(f"（{text}）")] == [day]


@given(st.text(alphabet="0123456789一二三十〇年月日号.-/ ，", max_size=60))
def test_hits_are_in_order_and_apart(text: str) -> None:
    hits = find_dates(text, 2020)
    assert all(a.end <= b.start for a, b in pairwise(hits))
