"""Number formats: what Excel and WPS show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.intake.sheets_formats import BUILTIN, general, shown

DAY = 45000.0  # 2023-03-15
MOMENT = 45000.5635416667  # 13:31:30


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (3.0, "General", "3"), (0.1 + 0.2, "General", "0.3"), (4197.16981132075, "General", "4197.169811"),
        (3.0, "G/通用格式", "3"), (3.0, 'G/通用格式"个"', "3个"), (0.000012, "General", "1.2E-05"),
        (1234567.891, "#,##0.00", "1,234,567.89"), (1234567.0, "#,##0", "1,234,567"), (0.0, "#,##0", "0"), (0.0, "#", ""),
        (12.0, "0000", "0012"), (5.0, "#,##0000", "0,005"), (0.285, "0.00", "0.29"), (1.005, "0.00", "1.01"), (2.5, "0", "3"),
        (1.5, "0.##", "1.5"), (1.0, "0.0#", "1.0"), (0.125, "0.0%", "12.5%"), (0.98, "0%", "98%"), (0.98, "0.00%", "98.00%"),
        (-5.0, "0", "-5"), (-1234.5, "#,##0.00;[Red]-#,##0.00", "-1,234.50"), (-12.0, "0;(0)", "(12)"), (0.0, '0;-0;"无"', "无"),
        (0.0, BUILTIN[41], "-"), (12345678.0, '0.0,,"百万"', "12.3百万"), (150000.0, "0!.0,", "15.0"),
        (12345.678, "0.00E+00", "1.23E+04"), (0.25, "# ?/?", "1/4"), (2.75, "# ?/?", "2 3/4"), (-0.5, "# ?/?", "-1/2"),
        (99.0, '"¥"#,##0.00', "¥99.00"), (99.0, "[$¥-804]#,##0.00", "¥99.00"), (99.0, "_ * #,##0_ ", "99"), (60.0, '0"分"', "60分"),
        (50.0, '[>=60]"合格";[<60]"不合格"', "不合格"), (80.0, '[>=60]"合格";[<60]"不合格"', "合格"),
        (13912345678.0, "000-0000-0000", "139-1234-5678"), (110101.0, "@", "110101"), (7.0, ";;;", ""),
        (21.0, "[DBNum1]General", "二十一"), (21.0, "[DBNum1]0", "二一"), (305.0, "[DBNum2]0", "叁零伍"),
        (DAY, "yyyy-mm-dd", "2023-03-15"), (DAY, BUILTIN[14], "2023/3/15"), (DAY, BUILTIN[31], "2023年3月15日"),
        (DAY, 'yyyy"年"m"月";@', "2023年3月"), (DAY, "m/d/yy", "3/15/23"), (DAY, "d-mmm-yy", "15-Mar-23"), (DAY, "[$-804]aaaa", "星期三"),
        (DAY, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二三年三月十五日"), (DAY, "yyyy\\.mm\\.dd", "2023.03.15"), (DAY, "yyyymmdd", "20230315"),
        (MOMENT, "yyyy-mm-dd hh:mm:ss", "2023-03-15 13:31:30"), (MOMENT, "h:mm AM/PM", "1:31 PM"), (MOMENT, '上午/下午h"时"mm"分"', "下午1时31分"),
        (MOMENT, "mm:ss", "31:30"), (1.5, "[h]:mm:ss", "36:00:00"), (0.75, "h:mm", "18:00"), (59.0, "yyyy-m-d", "1900-2-28"),
        (61.0, "yyyy-m-d", "1900-3-1"), (-3.0, "yyyy-m-d", "-3"), (1e12, "yyyy-m-d", "1000000000000"),
    ],
)  # fmt: skip
def test_shown(value, code, expected):
    assert shown(value, code) == expected


def test_dates_since_1904():
    assert shown(43538.0, "yyyy-mm-dd", True) == "2023-03-15"


def test_long_codes_keep_their_digits():
    assert general(110101199003074.0) == "110101199003074"


@given(
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(alphabet='0#?.,%;[]"\\_*yYmdhse@EA+-/一General$<>= 1DBNum', max_size=30),
)
def test_no_format_raises(value, code):
    assert isinstance(shown(value, code), str)
