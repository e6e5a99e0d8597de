"""The slots of `rules/deadlines.tsv`: what {n}, {span}, {month} … stand for, and how the matched words are read.

Sources are regular expressions without named groups; `compile_pattern` names them. `NEEDS` says which characters a slot cannot
do without, so that a sentence without them is never searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nlp.numerals import read_number
from nlp.rulebook import compile_pattern
from nlp.types import Calendar

_HAN = "一二三四五六七八九"
# 3, 20, 二十, 两, 廿; four digits at most, so that telephone numbers stay out
NUMBER = rf"(?:[0-9]{{1,4}}|[{_HAN}两十百廿卅]{{1,6}})"
# no digit, 第 or month before a number: not 第20个工作日, 9月20日内, 2.5小时内
_NUMBER_EDGE = rf"(?<![0-9.第月/\-零〇{_HAN}十百千])"
_N = f"{NUMBER}[ \n]?"  # word processors leave a blank between digits and Han, broken tables a line end
_SPAN_WORDS = (
    rf"{_N}个?(?:工 ?作[\n ]{{0,3}}[日天]|自然[日天]|日?历[日天])"  # 20个工作日, 七工作日, 7个自然日
    rf"|{_N}[日天]"  # 20日, 七天
    rf"|{_N}个?(?:周|星期|礼拜)"  # 两周, 2个星期
    rf"|{_N}个半?月|半个?月"  # 3个月, 一个半月, 半个月
    rf"|{_N}个季度"  # 一个季度
    rf"|(?:[0-9]{{1,2}} ?|[{_HAN}两十]{{1,3}})年半?|半年"  # 两年, 一年半, 半年
    rf"|{_N}个?半?(?:小时|钟头)|半个?小时"  # 24小时, 1个半小时
    rf"|{_N}分钟|半[天日]"
)
# two-digit years only where more of a date follows: 19年5月, 18年底
_SHORT_YEAR = rf"(?<![0-9])[0-4][0-9]年(?=[0-9{_HAN}十]{{1,2}}月|[底末]|[上下]半年)"

SLOTS: Mapping[str, str] = {
    "n": f"{_NUMBER_EDGE}{NUMBER}",
    "span": rf"{_NUMBER_EDGE}(?:{NUMBER}[至到~～\-—－–])?(?:{_SPAN_WORDS})",
    "wd": rf"{_NUMBER_EDGE}(?:{NUMBER}[至到~～\-—－–])?{_N}个?工作\n?[日天]",
    "year": (
        rf"(?:(?:(?<![0-9])(?:19|20)[0-9]{{2}}|[12一二][0-9〇零○◯OoＯ{_HAN}]{{3}})年度?|{_SHORT_YEAR}"
        rf"|今年度?|本年度?|(?<!应)当年度?|明年度?|次年度?|翌年|来年|下一?年度?|去年|(?<!原则)上年|(?<!原则)上一年度?|前年|后年)"
    ),
    "month": rf"(?<![0-9{_HAN}十个\-—－–~～])(?:1[0-2]|0?[1-9]|十[一二]?|[{_HAN}])月份?",
    "mn": rf"(?<![0-9{_HAN}十])(?:1[0-2]|0?[1-9]|十[一二]?|[{_HAN}])(?![0-9{_HAN}十])",
    "end_month": rf"(?:1[0-2]|0?[1-9]|十[一二]?|[{_HAN}])月份?",
    "day": rf"(?<![0-9])(?:3[01]|[12][0-9]|0?[1-9]|[二三]?十[{_HAN}]?|廿[{_HAN}]?|[{_HAN}])[日号]",
    "bare_day": r"(?<![0-9])(?:3[01]|[12][0-9]|0?[1-9])",
    "iso": r"(?<![0-9.\-/])20[0-9]{2}[.\-/](?:1[0-2]|0?[1-9])[.\-/](?:3[01]|[12][0-9]|0?[1-9])(?![0-9])",
    "end_iso": r"20[0-9]{2}[.\-/](?:1[0-2]|0?[1-9])[.\-/](?:3[01]|[12][0-9]|0?[1-9])(?![0-9])",
    "q": rf"(?<![0-9{_HAN}前])第?[一二三四1-4]",
    "wn": "[一二三四五六日天]",
    "w": r"(?:周|星期|礼拜)[一二三四五六日天]",
    "dow": r"（[本下]?(?:周|星期|礼拜)[一二三四五六日天]）",
    "time": (
        rf"(?:(?:上午|下午|中午|晚上|早上|凌晨|晚|早)?(?:[0-2]?[0-9]|[{_HAN}十]{{1,3}})"
        r"(?:[:：][0-5][0-9]|[时点](?:[0-5]?[0-9]分|半|整|钟)?)|上午|下午|中午|晚上|下班|当[日天])"
    ),
    "time_of_day": "上午|下午|中午|晚上|早上|晚|早",
    "clock": (
        rf"(?<![0-9])(?:[0-2]?[0-9]|(?<=[天日午晚早、])[{_HAN}十]{{1,3}})"
        r"(?:[:：][0-5][0-9]|[时点](?:[0-5]?[0-9]分|整|半|钟)?)"
    ),
    "to": r"(?:[至到~～―─－–—\-]|——|--)",
    "five_year": "[“\"]?十[一二三四五六七]五[”\"]?",
    "festival": "(?:元旦|春节|清明节|清明|[“\"]?五一[”\"]?(?:国际)?(?:劳动节)?|劳动节|端午节|端午|中秋节|中秋|国庆节|国庆)",
    "gap": r"[^，。；：、！？\n\t|]{0,8}",
    "short": r"[^，。；：、！？0-9\n\t|]{1,4}",
    "long_gap": r"[^，。；：！？\n\t|]{0,16}",
    "last": "(?<!原则)(?<!基本)上",  # 上年底, not 原则上年底前
    "aim_gap": r"[^。；！？\n\t|]{0,40}",
    "and": "(?<![予加可得据难])以",  # 时间以及地点, not 予以及时公开
    "money": r"[0-9.一二三四五六七八九十百千万亿]{1,10}元",
    "figure": r"[0-9一二三四五六七八九十百千]+",
    "blank": " ",
    "end": r"$",
    "listed": r"[^，。；：！？\n\t|]{0,10}",
    "is": "(?<![别其凡但于可只还先都总或无不若])是",  # not 特别是
    "long_event": r"[^，。；：！？\n\t|0-9]{9,20}",
    "alone": rf"(?<![当每各逐次上下本往历全去今明同多半{_HAN}十0-9])",  # 年年公布; not 当年年度
    "clause_start": r"(?<![^，。；：、！？\n\t）])",
    "nth": rf"(?<![0-9])[0-9]{{1,2}}|[{_HAN}十]{{1,3}}",  # 第三个工作日
}

NEEDS: Mapping[str, str] = {
    "span": "日天周月年时钟期拜度",
    "wd": "作",
    "year": "年",
    "month": "月",
    "end_month": "月",
    "day": "日号",
    "q": "一二三四1234",
    "w": "周期拜",
    "five_year": "五",
    "festival": "元春清五劳端中国",
    "iso": "2",
    "clock": "时点:：",
}

_SPAN = re.compile(
    rf"(?:{NUMBER}[至到~～\-—－–])?(?:(?P<n>{NUMBER}?)(?P<half>半?)个?(?P<mid>半?)"
    r"(?P<unit>工作[日天]|自然[日天]|日?历[日天]|日|天|周|星期|礼拜|月|季度|年|小时|钟头|分钟)(?P<tail>半?))$"
)
_WEEKDAYS = dict(zip("一二三四五六日天", ("MO", "TU", "WE", "TH", "FR", "SA", "SU", "SU"), strict=True))


@dataclass(frozen=True, slots=True)
class Length:
    """A span of time: `count` units; unit one of D (day), W, M, Y, H (hour), T (minute)."""

    count: int
    unit: str
    calendar: Calendar = "calendar"

    def iso(self, weeks: bool = False) -> str:
        """ISO 8601 duration; weeks as days (P14D, as limits are stated) unless `weeks`.

        >>> Length(2, "W").iso(), Length(24, "H").iso(), Length(30, "T").iso()
        ('P14D', 'PT24H', 'PT30M')
        """
        if self.unit in "HT":
            return f"PT{self.count}{'H' if self.unit == 'H' else 'M'}"
        if self.unit == "W" and not weeks:
            return f"P{7 * self.count}D"
        return f"P{self.count}{self.unit}"


def read_span(words: str) -> Length | None:
    """Length named by the words of {span}; of a range (7至15日) the upper bound.

    >>> read_span("20个工作日")
    Length(count=20, unit='D', calendar='working')
    >>> [read_span(words).iso() for words in ("半个月", "一年半", "7至15日", "24小时")]
    ['P15D', 'P18M', 'P15D', 'PT24H']
    """
    m = _SPAN.match(words.replace(" ", "").replace("\n", ""))
    if m is None:
        return None
    count = read_number(m["n"]) if m["n"] else 0
    if count is None or (len(m["n"]) == 2 and m["n"][0] in "一二两三四五六七八" and m["n"][1] in _HAN):  # 两三天
        return None
    halves = 2 * count + (1 if m["half"] or m["mid"] or m["tail"] else 0)
    unit = m["unit"]
    if unit in ("工作日", "工作天"):
        return Length(count, "D", "working") if halves == 2 * count else None
    if unit[-1] in "日天" or unit in ("周", "星期", "礼拜"):
        if halves == 1:  # 半天
            return Length(12, "H")
        return Length(count, "D" if unit[-1] in "日天" else "W") if halves == 2 * count else None
    if unit == "季度":
        return Length(3 * count, "M")
    if unit == "月":
        return Length(count, "M") if halves % 2 == 0 else Length(15 * halves, "D")
    if unit == "年":
        return Length(count, "Y") if halves % 2 == 0 else Length(6 * halves, "M")
    if unit == "分钟":
        return Length(count, "T")
    return Length(count, "H") if halves % 2 == 0 else Length(30 * halves, "T")


def read_weekday(words: str) -> str:
    """MO … SU of a weekday's name (周五, 星期日)."""
    return _WEEKDAYS[words[-1]]


def read_count(words: str) -> int | None:
    """Number in front of a counting word: 9月份 -> 9, 第二 -> 2, 十四日 -> 14."""
    return read_number(words.strip("第月份日号"))


_GROUP_NAME = re.compile(r"\(\?P<[a-z_0-9]+>")


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Pattern of any of some words in the rule pattern language, the longest first; of nothing where there are none."""
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return re.compile("|".join(_GROUP_NAME.sub("(?:", compile_pattern(w, SLOTS)) for w in ordered) or "(?!)")
