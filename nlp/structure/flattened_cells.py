"""Cells of a flattened table: how its text falls into atoms, and what each atom looks like (a list of units, a time, a number …).

An atom is the least run of text that lies in one cell: what stands between blanks and line ends. Where cells are glued together
(县财政局县审计局6月底前), units and times are cut out of the run first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from nlp.rulebook import Rulebook
from nlp.types import View
from nlp.view import HAN

GLUED, BLANK, WIDE, LINE = range(4)  # what stands before an atom

_LONGEST_UNITS = 160
_LONGEST_TIME = 32
_LONGEST_LIMIT = 60
# What a number counts, not the first word of a task: 38公里, 260个, 5年; not 1公布, 2人居环境, 3项目
_MEASURE = re.compile(
    r"公[里斤顷分升吨]|平方|平米|立方|[座亿元万％%米里吨亩台套批只头株眼孔度倍份轮届号级楼栋间位种篇字千百类周岁层]|小时|个(?![人体])|项(?!目)|人(?![居才民力口员])"
    r"|户(?![籍外口])|次|天(?!然)|日(?!常)|月(?!度)|年(?!度)|季度|件|家(?![庭政电])|条(?![例件])|处(?![理置罚])|辆|所(?![有需])|名(?![录单称牌])|期|场(?![所地])|床|分(?![类级批析])|点"
)
_LEVELS = "省市县区州旗盟镇乡村"

# What a list of units is cut at. 县教体局牵头，县市场监管局、公安局配合
_BETWEEN = re.compile(r"[、，；,;/\s]|(?<=[局委办厅部站社会]) ?[和及与](?=.{2})")
_ROLE_WORDS = re.compile(
    r"(?:等(?:相关|有关)?(?:部门|单位)?)?(?:按(?:照)?(?:各自)?职责(?:分工)?)?(?:分别)?(?:牵头(?:负责)?|配合|负责|落实|协助|会同|参与|（牵头）|（配合）)?\Z"
)
_NOT_NAME = re.compile(r"[0-9。！？：“”《》]|[是将把被了]|以及|不得|按照|进行|加强|推进")
_PLACES = re.compile(
    r"(?:各|有关|相关|市属|所有)?(?:地市|市州|州市|县区|区县|市县|县市|镇街|乡镇街道)\Z|(?:各|有关|相关)[地省市县区州旗盟]{1,2}\Z"
)
_SURE = re.compile(rf"(?:各|有关|相关|其他|全|市直|县直|区直|省直|州直|[{_LEVELS}]|[{HAN}]{{1,4}}[{_LEVELS}])")

_PERSONS = re.compile(
    rf"[{HAN}·×*]{{2,4}}(?:[、，]?[{HAN}·×*]{{2,4}}){{0,4}}\Z|[0-9×*\-—]{{7,}}\Z"
)  # 王某某、李某; a telephone number
_AMOUNT = re.compile(r"[0-9][0-9，,]*(?:\.[0-9]+)?(?:%|万元|亿元|元|万|亩|户|人|个|米|公里)?\Z")
_EMPTY = re.compile(r"[/\\—–\-－无]{1,3}\Z")
_TICK = re.compile("[√✓✔☑■●▲○vV]{1,3}\\Z")
# ■政府网站 □公告栏; not ●申请材料
_BOXES = re.compile("[■□☑√☐]{1,2}(?=..)|●(?=[^●]{0,8}(?:网站|[告示开]栏|公众号|平台|媒体?|电视|报))")
_SAME = re.compile(r"同上|同前|〃")
_GROUND = re.compile(r"(?:[0-9]{1,2}[.、．])?(?:【[^【】]{2,12}】[0-9]{0,2}[.、．]?)?《")  # 1.《…条例》, 【法律】《…法》
_CHANNELS = re.compile(
    r"网站|网页|门户|公示栏|公开栏|公告栏|公示牌|公众号|微信|微博|平台|公报|新闻|电视|报纸|广播|媒体|APP|显示屏|专栏|便民服务|查阅|会议|入户|现场|张贴|公开查阅点"
)

_CORE = (
    r"[0-9〇零一二两三四五六七八九十]{1,4}(?:个)?(?:工作日|小时|季度|[年月日天周])|[12][0-9]{3}[-./年][0-9]{1,2}|每(?:半)?(?:个)?[年月周季日旬天学]"
    r"|季度|半年|年[底末内中初前]|月[底末]|长期|永久|持续|常年|常态|全年|全程|动态|实时|及时|即时|随时|定期|适时|立即|立行立改|立即整改|已完成|已整改|即知即改|按[年月周季日]|日常|[上中下]旬"
)
_TIME_CORE = re.compile(_CORE)
_TIME_END = re.compile(
    r"(?:前|内|底|末|旬|[年月日天周季]|季度|半年|小时|次|起|止|至今|长期|永久|长效|实时|及时|即时|随时|定期|适时|立即|动态|常态化?|常年|日常|改|[一二三四五六]"
    r"|(?:长期|永久|持续|动态|实时|及时|定期|常态化?|[前内底末旬])(?:坚持|推进|开展|更新|公开|公布|实施|落实|完成|调整|发布|公示|整改|巩固|提升|进行|报送)(?:[^，。；]{0,4})?|[-./][0-9]{1,2})\Z"
)
_POINT = re.compile(r"[二三四五六七八九]是|[②-⑩]|（[2-9二三四五六七八九]）(?=[^\n])|[2-9][.、）](?=[^0-9\n])")
_EVENT = re.compile(r"(?:[前后]|期间|以内|之内|同步|结束时?)\Z")  # 汛期前, 春节期间
_AS_IT_IS = re.compile(r"(?:据实|按需|如实|视情|按实际)[^，。]{0,6}\Z")  # 据实更新
# 时间跨度不超过5个工作日
_LIMITED = re.compile(
    r"(?:不超过|之日起|后|在|于)[^，。；]{0,12}[0-9一二三四五六七八九十]{1,3}个?(?:工作日|日|天|小时)|[0-9]个?工作日"
)
# A time in a run of glued cells: 6月底前, 2021年12月31日前, 每季度, 长期坚持, 20个工作日内
_TIME_INSIDE = re.compile(
    r"(?:(?:(?:19|20)[0-9]{2}年)?(?:(?:1[0-2]|[1-9])月(?:(?:[12][0-9]|3[01]|[1-9])日|[底末]|[上中下]旬)?(?:以?前|之前|内)|[一二三四第]{1,2}季度(?:末|底)?前?|[上下]半年(?:底)?前?)|年[底末]前|年内"
    r"|(?:19|20)[0-9]{2}年(?:底|末)?前|每(?:季度|半年|个?月|年|周)(?:[0-9]{1,2}日前|[底末]前?)?|(?:自[^，。；《》0-9]{2,24}?之日起|(?<=》)[^，。；《》0-9]{2,14}后|信息(?:形成|变更|或者?|（[形成变更]{2,4}）){1,4}(?:后|起)?)?[0-9]{1,3}个?(?:工作日|日|天|月)(?:以?内|(?=公开))(?:予以)?(?:公[开布示])?|长期(?:坚持|推进)?|持续(?:推进|坚持)|常年坚持|常态化(?:推进)?)"
)


# A unit without its level at the end of a task: 公开目录|各股室, 公布进展。|建设股
_OWN_UNIT = re.compile(
    r"(?:(?<=[。；])[\u4e00-\u9fff、]{1,20}?[股科室处办队站所](?:[、，](?=.))?|(?<![府组局委会院门关政区])(?:办公室|党政(?:综合)?办(?:公室)?)|各(?:相关|有关)?(?:股|科|处)室)\Z"
)
_LONGEST_OWN = 24
# In a catalogue: 《…条例》、《…办法》; behind them a limit; ■政府网站 □公告栏, or the first of its channels
_CATALOGUE_CELLS = re.compile(
    r"(?:《[^《》]{2,60}》(?:（[^（）]{2,40}）)?(?:[、，；和]|及(?!时)|(?=《)|(?=[^《》]{0,2}$))?)+|(?<=[》）])(?:及时|实时|即时|长期|定期|常年|动态|随时)(?:公[开布示]|更新|发布)?"
    r"|[■□☑√][^《》0-9]{2,200}|(?<![、和及])[省市县区镇乡]?(?:人民)?(?:政府(?:门户)?网站?|门户网站|公[示告开]栏)(?:[、，；和][^《》0-9、，；]{2,14}){0,6}"
)


@dataclass(frozen=True, slots=True)
class Atom:
    """A run of text with the gap before it, the empty cells that blank lines before it show, and what it would cost in a column.

    `number`: the running number that the atom is, if rows are counted by it. `fresh`: a row begins here (behind a group heading).
    `begins`: a row begins here, for the atom opens with the next running number (2.公布清单), which has no column of its own.
    """

    start: int
    end: int
    gap: int
    empties: int
    costs: dict[str, float]
    number: bool = False
    fresh: bool = False
    begins: bool = False
    point: bool = False  # 二是…, （2）…: it goes on with the list of its cell
    open_before: bool = False  # the atom before it ends in 、 or an open bracket, or this one begins with one that closes


@dataclass(frozen=True, slots=True)
class CellRules:
    """Endings of names of bodies, from `organ-endings.tsv` and `units-suffixes.tsv`."""

    ending: re.Pattern[str]
    inside: re.Pattern[str]

    @classmethod
    def load(cls, book: Rulebook) -> CellRules:
        """Compile the endings."""
        ends = {e for row in book.table("organ-endings") for e in row.items("ends")}
        ends |= {row["suffix"] for row in book.table("units-suffixes")}
        any_end = "(?:" + "|".join(sorted(map(re.escape, ends), key=len, reverse=True)) + ")"
        sure = (
            "(?:"
            + "|".join(sorted((re.escape(e) for e in ends if len(e) > 1 or e in "局厅委办"), key=len, reverse=True))
            + r"|部(?![分门署位])|院(?![长校]))"
        )
        name = rf"[{HAN}]{{0,10}}?{sure}(?:(?![{_LEVELS}各]|团[{_LEVELS}])[{HAN}]{{0,4}}?{sure})*(?:（[^（）]{{1,10}}）)?"
        each = r"各(?:乡镇|镇街|镇|乡|街道|县区|县|区|村)(?:（[^（）]{1,8}）)?(?:人民政府|政府|管委会|办事处|党委)?"
        first = rf"(?:(?<!(?<![安健完齐])全)(?<![我本跨城社地园山矿郊新灾雨])(?:团|中共)?[{_LEVELS}]|各|相关|有关){name}|{each}"
        more = rf"(?:(?:、|，(?=[{_LEVELS}各]))(?:{first}|{name}))*"
        return cls(re.compile(any_end + r"\Z"), re.compile(rf"(?:{first}){more}"))

    def is_units(self, text: str) -> bool:
        """Whether a text is a list of units and nothing else: 县教体局牵头，县市场监管局、公安局配合; 各镇（街道）."""
        if not 2 <= len(text) <= _LONGEST_UNITS:
            return False
        parts = [p for p in _BETWEEN.split(_without_notes(text).rstrip("。；")) if p]
        if not parts:
            return False
        names = [_ROLE_WORDS.sub("", p) or p for p in parts]
        known = [self._is_name(n) for n in names]
        return known[-1] and all(ok or (len(n) <= 8 and not _NOT_NAME.search(n)) for ok, n in zip(known, names, strict=True))

    def _is_name(self, text: str) -> bool:
        if _PLACES.match(text):
            return True
        return 2 <= len(text) <= 24 and self.ending.search(text) is not None and not _NOT_NAME.search(text)

    def costs(self, text: str) -> dict[str, float]:
        """What a text costs in a column that holds text, units, a time, a number or channels; 0 where it is at home."""
        flat = "".join(text.split())
        if _TICK.match(flat):
            return _costs(2.5, 3.0, 3.0, 3.0, 2.0, 3.0, 0.0, 3.0, 3.0)
        if _EMPTY.match(flat):
            return _costs(0.4, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3)
        if _SAME.match(flat) and len(flat) <= 4:
            return _costs(0.3, 0.0, 0.2, 1.0, 0.0, 0.2)
        if is_time(flat):
            return _costs(1.0, 3.0, 0.0, 2.0, 2.0, 2.5)
        if _AMOUNT.match(flat):
            return _costs(0.8, 3.0, 1.5, 0.0, 2.5, 1.0)
        if _BOXES.match(flat):
            return _costs(2.0, 3.0, 3.0, 3.0, 0.0, 3.0, 3.0, 3.0, 3.0)
        if _GROUND.match(flat):
            return _costs(0.3, 3.0, 3.0, 3.0, 2.0, 3.0, 3.0, 0.0, 2.5)
        channel = 0.0 if _CHANNELS.search(flat) and len(flat) <= 60 else 1.0 if len(flat) <= 20 else 2.0
        if self.is_units(flat):
            sure = bool(_SURE.match(flat)) or "、" in flat
            own = 0.0 if sure else 0.2
            return _costs(1.2 if sure else 0.6, own, 3.0, 3.0, channel + 0.2, 2.5 if sure else 0.8)
        long = len(flat) > 15
        late = 0.4 if not long and _EVENT.search(flat) else 1.0 if _TIME_INSIDE.search(flat) else 3.0 if long else 1.5
        if long and len(flat) <= _LONGEST_LIMIT and _LIMITED.search(flat):
            late = min(late, 0.8)
        late = 0.2 if _AS_IT_IS.match(flat) else late
        item = 0.0 if len(flat) <= 8 and "、" not in flat else 0.25 if len(flat) <= 12 and "、" not in flat else 0.6 if len(flat) <= 12 else 2.0
        body = 3.0 if long else 1.0 if flat.startswith("各") and len(flat) <= 8 else 2.0
        return _costs(0.0, body, late, 3.0, channel, 0.0 if _PERSONS.match(flat) else 2.0, item=item)

    def is_whole(self, text: str, start: int, end: int) -> bool:
        """Whether a run is one time, with no unit glued before it: 批复后20日内; not 县妇联9月底前."""
        if not is_time(text[start:end]):
            return False
        return not any(_TIME_INSIDE.match(text, units.end(), end) for units in self.inside.finditer(text, start, end))

    def split(self, text: str, start: int, end: int, numbers: bool, catalogue: bool = False) -> list[tuple[int, int]]:
        """Parts of a run of glued cells: times, with `numbers` also amounts, with `catalogue` grounds and channels, then lists of units."""
        cuts: set[int] = {start, end}
        if catalogue:
            for m in _CATALOGUE_CELLS.finditer(text, start, end):
                cuts |= {m.start(), m.end()}
        for m in _TIME_INSIDE.finditer(text, start, end):
            cuts |= {m.start(), m.end()}
        if numbers:
            for m in re.finditer(r"(?<![0-9.])[0-9]+(?:\.[0-9]+)?(?![0-9.])", text[start:end]):
                if not is_measured(text, start + m.end()):
                    cuts |= {start + m.start(), start + m.end()}
        edges = sorted(cuts)
        for a, b in pairwise(edges):
            for m in self.inside.finditer(text, a, b):
                if (
                    m.start() - a > 4
                    or any(c in "，。；、）" for c in text[a : m.start()])
                    or (m.start() > a and not self.is_units(text[a : m.end()]))
                ):
                    cuts.add(m.start())
                if m.end() < b and text[m.end()] not in "（、，；的）":
                    cuts.add(m.end())
            if b < end and (own := _OWN_UNIT.search(text, max(a, b - _LONGEST_OWN), b)) is not None and own.start() > a:
                cuts.add(own.start())
        edges = sorted(cuts)
        return list(pairwise(edges))


def _costs(
    text: float, unit: float, time: float, number: float, channel: float, person: float, tick: float = 3.0,
    basis: float | None = None, item: float | None = None,
) -> dict[str, float]:
    told = {"text": text, "unit": unit, "time": time, "number": number, "channel": channel, "person": person, "tick": tick}
    return told | {"basis": basis if basis is not None else text + 0.1, "item": item if item is not None else text + 0.4}


def is_time(text: str) -> bool:
    """Whether a cell says when: 6月底前, 长期, 每季度首月10日前, 批复后20日内."""
    if len(text) > _LONGEST_TIME or "。" in text or text.endswith("印发"):
        return False
    core = _TIME_CORE.search(text)
    if core is None or not (_TIME_END.search(text) or (core.start() == 0 and len(text) <= core.end() + 8)):
        return False
    return core.start() <= 14


def gap_before(view: View, at: int) -> tuple[int, int]:
    """What stands before a view offset, in view and source: the kind of gap, and how many line ends."""
    text = view.text
    begin = at
    while begin > 0 and text[begin - 1] in " \t\n":
        begin -= 1
    blank = text[begin:at]
    if view.starts is not None and view.ends is not None and begin > 0 and at < len(text):
        blank = view.source[view.ends[begin - 1] : view.starts[at]]
        blank = "".join(c for c in blank if c.isspace())
    lines = blank.count("\n")
    if lines:
        return LINE, lines
    if not blank:
        return GLUED, 0
    return (WIDE if len(blank) > 1 or blank in "\t\u3000" else BLANK), 0


def tokens_of(view: View, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Runs between blanks and line ends, those of the source that the view dropped too."""
    text, at = view.text, start
    starts, ends = view.starts, view.ends
    begin: int | None = None
    while at < end:
        space = text[at] in " \t\n"
        broken = (
            begin is not None and begin < at and starts is not None and ends is not None
            and starts[at] > ends[at - 1] and view.source[ends[at - 1] : starts[at]].isspace()
        )  # fmt: skip
        if begin is not None and (space or broken):
            yield begin, at
            begin = None
        if begin is None and not space:
            begin = at
        at += 1
    if begin is not None:
        yield begin, end


def is_measured(text: str, at: int) -> bool:
    """Whether a number that ends at `at` counts something: 38公里, 260个."""
    return _MEASURE.match(text, at) is not None


def _without_notes(text: str) -> str:
    """A list without its brackets, innermost first."""
    last = None
    while last != text:
        last, text = text, re.sub(r"（[^（）]{0,30}）", "", text)
    return text


def marked_open(text: str, atoms: list[Atom]) -> list[Atom]:
    """Atoms with `open_before` (县卫健局、|供销社) and `point` (一是开展排查；|二是分类处置)."""
    out: list[Atom] = []
    for n, atom in enumerate(atoms):
        before = text[atoms[n - 1].end - 1] if n and atoms[n - 1].end - atoms[n - 1].start > 1 else ""
        going_on = (before != "" and before in "、，（《“和及与/") or text[atom.start] in "、，；。）》”"
        if n and not going_on and not atom.number:
            last = text[atoms[n - 1].start : atoms[n - 1].end]
            going_on = last.count("《") > last.count("》") or last.count("（") > last.count("）")
        out.append(
            replace(
                atom,
                point=_POINT.match(text, atom.start) is not None or (before != "" and before in "；：" and not atom.number),
                open_before=bool(n) and going_on,
            )
        )
    return out
