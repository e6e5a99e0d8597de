"""Small repairs of what the network reads: marks and numerals that look alike, told by their neighbours."""

from __future__ import annotations

import re

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_FULL = dict(zip("(),:;?!", "（），：；？！", strict=True))
_MARKS_BY_HAN = re.compile(  # (一） 三)强化 单位: 通知,现
    rf"""
      [(](?=[{_HAN}“《])              # opens before Chinese
    | (?<=[{_HAN}”》。])[)]           # closes behind it
    | (?<=[{_HAN}]) [(] | [)](?=[{_HAN}，。；：、])
    | (?<=[{_HAN}”》）]) [,:;?!] (?![/0-9A-Za-z]{{3}})
    """,
    re.X,
)
_HALF_PAIR = re.compile(r"\((?=[^()（）]{0,24}）)|(?<=（)[^()（）]{0,24}\)")
_NUMERAL = "一二三四五六七八九十百零〇"
_ROUND_ZERO = re.compile(f"(?<=[{_NUMERAL}])[O0o○](?=[{_NUMERAL}O0o○—年])")  # 二O二四年
_ONE = re.compile(  # —、总体要求  （—）推进  第—条  —是  二〇—一年  十—月
    rf"""
      ^[—ー-](?=、) | (?:(?<=[。；：，）])|^)[—ー](?=[是方]) | (?<=[（第])[—ー-](?=[）条章节款项个批次])
    | (?<=[二三四五六七八九十〇])[—ー-](?=[{_NUMERAL}年月日条、）—])
    | (?<=[二三四五六七八九〇]一)[—ー](?=[{_NUMERAL}年月日条])
    """,
    re.X,
)
_RANGE = re.compile("(?<=[0-9])[一ー](?=[0-9])|(?<=[0-9][年月日])[一ー](?=[0-9])")  # 2018一2020年
_LONG_DASH = re.compile(f"ー(?![\u3040-\u30ff])|(?<=[—ー])[-一](?=$|[{_HAN}])")
_DAY = re.compile("(?<=[0-9])曰")  # 6月30曰前
_PAGE_NUMBER = re.compile(r"^[一ー—―_-]{1,2} ?([0-9]{1,4}) ?[一ー—―_-]{1,2}$")  # —1ー, 一 12 一


def tidy(text: str) -> str:
    """A line as it was most likely printed; of the same length.

    >>> tidy("(一）摸清底数"), tidy("二O二四年"), tidy("—1ー"), tidy("—、总体要求"), tidy("2018一2020年"), tidy("30曰前")
    ('（一）摸清底数', '二〇二四年', '—1—', '一、总体要求', '2018—2020年', '30日前')
    """
    if page := _PAGE_NUMBER.match(text):
        a, b = page.span(1)
        return "".join("—" if c != " " and not a <= i < b else c for i, c in enumerate(text))
    for _ in range(2):  # a mark made full width may tell of its partner
        text = _MARKS_BY_HAN.sub(lambda m: _FULL[m[0]], text)
        text = _HALF_PAIR.sub(lambda m: m[0].replace("(", "（").replace(")", "）"), text)
    for _ in range(2):  # the next numeral may be one of these, too
        text = _ONE.sub("一", _ROUND_ZERO.sub("〇", text))
    text = _DAY.sub("日", text)
    return _LONG_DASH.sub("—", _RANGE.sub("—", text))
