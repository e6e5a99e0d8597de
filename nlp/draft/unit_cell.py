"""The unit of an entry: subject of the duty, else the responsibility clause of its stretch, else the issuer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlp.draft.hidden import hide, show
from nlp.draft.phrases import Range
from nlp.draft.sheet import Duty, Sheet
from nlp.types import Unit

# words of a responsibility clause that are no unit
_ROLES = re.compile(
    r"(?:第一|主要|主责)?(?<!项目)(?<!网站)(?<!工程)(?<!活动)(?<!各)(?:责任|牵头|配合|主办|协办|承办|实施|落实|参与|协同|支持)(?:单位|部门|科室|处室|主体|机构|股室|领导|人)[：:]?|负责人[：:]?"
    r"|按照?(?:各自)?(?:职责|分工|职能|任务|职责分工)+(?:分别|共同)?|根据职责分工|分别|具体|共同|联合(?![国会社体发制])"
    r"|(?<!项目)(?<!网站)(?<!工程)(?<!各)(?:牵头|负责(?!科室|处室|股室|[^，。；、的]{2,24}的(?:部门|机构|单位|组织))|配合|落实|会同|协助|承办|协办|主办|(?<![会善业济党层介务益盟作的级治])组织(?!编制机关|编制单位|编制部门|实施机关|实施单位)|实施|参与|指导|督促|抓好|推进)+(?:单位|部门)?|(?:完成|公开|办理|责任)?(?:时限|时间|期限)[：:][^，。；]*"
)
_PIECES = re.compile(r"[、，,；;：:\s\t\n|]+|以及|(?<![总共和])和(?![谐平])|(?<![普涉])及(?!时)|与|—{1,2}")
# 和 inside a name: 住房和城乡建设局, 发展和改革委员会, 文化和旅游局
AND_INSIDE = re.compile(
    r"(?<=市容|住房|发展|资源|文化|林业|工业|科技|服务|规划|教育|卫生|交通|商务|民族|水利|体育|环境|经济|农业|管理|粮食|技术|机关|食品|药品|财政|民政|劳动|人口|国土|信息|园林|城乡|安全|质量|旅游|宣传|港口)和"
    r"(?=城乡|改革|社会|旅游|草原|信息|规划|经济|大数据|自然|体育|计划|健康|技术|宗教|湖泊|物资|行政|国防|海洋|食品|园林|市政|水务|乡村|畜牧|数字|保障|综合|绿化|建设|电影|药品|审计|国有|应急|人力|家庭|科学|渔业|航运|环境)"
)
# 市、县人民政府; 省、自治区、直辖市人民政府
_LEVELS = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=[门局厅委府关]和)|(?<=[门局厅委府关]与))(?P<levels>(?:(?:省辖市|设区的市|自治区|直辖市|自治州|自治县|民族乡|区县|省|市|县|区|州|旗|乡|镇)[\U000f0000-\U000f0fff]?(?:、|和|或者?|及))+(?:有关|相关|各)?(?:省辖市|设区的市|自治区|直辖市|自治州|自治县|民族乡|区县|省|市|县|区|州|旗|乡|镇)[\U000f0000-\U000f0fff]?)(?P<body>人民政府(?:(?![及和与](?:其|有关|相关|其他|各))[\u4e00-\u9fff])*|[\u4e00-\u9fff]{2,12}(?:部门|主管部门|局|机关|机构))"
)
_SOME_LEVELS = re.compile(r"(?:省|市|县|区|乡|镇|街|村|、|和)+[两三四]级[^、，。；]{0,8}")  # 县、乡两级
_OR = re.compile(r"、|和|或者?|及")
_JOINED = "\U000f1000"  # 和 inside a name
_LISTED = "\U000f1002"  # 、 inside a name: 市直各委、办、局
_OFFICES = re.compile(r"各(?:部|委|办|厅|局|室)(?:、(?:部|委|办|厅|局|室|行|社)(?![\u4e00-\u9fff]))+")
# 承办科室（单位）, 牵头部门, 各责任单位: a class of bodies, not a label
_ROLE_NAME = re.compile(
    r"(?:各|有关|相关|其他|其它)?(?:决策|活动|政策|项目|工程|文件|会议|事项)?(?:承办|主办|牵头|起草|制定|责任|实施|协办|主责|配合|制发|发文|联合|代拟){1,2}(?:科室|单位|部门|机关|机构|处室|股室)(?:（[^（）]{1,8}）)?"
)
# 与群众关系密切、关注事项较多的|区级机关相关单位: what kind of body
_RELATIVE_BODY = re.compile(
    r"^(?:(?:与|对|涉及|承担|负有|具有|列入|未|已|关系|群众|社会)[^。；（）]{4,50}|[^。；（）、]{4,40}(?:较多|密切|集中|有关|相关|职能|职责|任务))的(?=(?!组织$)[^的。；]{2,16}$)"
)
_SAME_BELOW = re.compile(r"（[^（）]{0,30}(?:下同|以下简称|以下统称|简称)[^（）]{0,20}）")  # 起草部门|（代拟部门，下同）
_WITH = re.compile(r"会同|联合(?![国会社体发制])")
_WITH_SUCH = re.compile(
    r"(?<=[部门局委办厅府])会同[^，。；]{2,30}等[^，。；、]{0,10}(?:部门|单位)$"
)  # 市民政部门|会同财政、统计等行政部门
_TIME_ONLY = re.compile(
    r"(?:[0-9]{4}年|[0-9]{1,2}月|年底|每[年月季周]|[0-9]+个?工作日)[^局委办厅部处科]{0,12}$|持续|长期|[\u4e00-\u9fff0-9]{1,10}(?:之?前|之?后|之?内|期间)$"
)  # 2024年6月底前完成
_LONGEST, _LONGEST_SHORT = 40, 6
_REPORTING = re.compile(
    r"(?<=[\u4e00-\u9fff]{2})报(?=[省市县区州旗]|本级|同级|上级|上一级|国务院|主管|有关|原)[^、]{2,}$"
)  # 编制部门|报市人民政府
_ET_CETERA = re.compile(r"^等?(?:有关|相关)?(?:部门|单位)?$")
_TRAILING = re.compile(r"(?:等(?:有关|相关)?(?:部门|单位|各部门)?|要|应当?|须|必须|将|可以?|按职责)$")
_LEADING = re.compile(r"^(?:由|请|并由|会同|联合|与|经(?![营济信发开贸])|和|及|■|□|√|☑|●|各项工作由)+")
_PREFIX = re.compile(
    r"^(?!市场|市政|市容|市民|区域|县域|乡村|镇街|局部|院校|校园)(?:自治区|自治州|省|市|县|区|州|盟|旗|镇|乡|街道|局|校|院|厅|省级|市级|县级|区级)(?!级?以上)(?=[\u4e00-\u9fff]{2})"
)
_NO_PREFIX = re.compile(
    r"^(?:各|全|其|派出|依法|具有|法律|有关|相关|所有|市|县|区|省|州|盟|旗|镇|乡|街道|国家|中央|驻|属地|本|人民银行|人行|国网|中国|其他|其它|[\u4e00-\u9fff]{1,6}(?:省|市|县|区|州|旗|镇|乡|街道))"
)


@dataclass(frozen=True, slots=True)
class Names:
    """Unit names of a document, those of each section first in line."""

    by_section: dict[str, tuple[str, ...]]
    everywhere: tuple[str, ...]

    def whole(self, text: str) -> str:
        """A clause in which the 和 inside a unit's name parts nothing: 市文化广电和旅游局, also without its 市."""
        for name in self.everywhere:
            if "和" in name and not name.startswith(("各", "有关", "相关")):
                for form in (name, name[1:]):
                    if form in text and form.find("和") >= 2:
                        text = text.replace(form, form.replace("和", _JOINED))
        return text

    def full(self, section: str, piece: str) -> str | None:
        """The unit name that `piece` stands for: itself, or the one that ends with it."""
        for names in (self.by_section.get(section, ()), self.everywhere):
            if piece in names:
                return piece
            if len(piece) > _LONGEST_SHORT and "和" not in piece:
                continue  # 市场监督管理部门 is no short form of 市市场监督管理部门
            hits = [n for n in names if n.endswith(piece) and 0 < len(n) - len(piece) <= 4]
            if hits and len(piece) >= 2:
                return min(hits, key=len)
        return None


def names_of(units: Sequence[Unit], simplify: dict[str, str]) -> Names:
    """Names by section; `simplify` maps a name to its form in the view."""
    by_section: dict[str, list[str]] = {}
    for u in units:
        by_section.setdefault(u.section, []).append(simplify.get(u.name, u.name))
    every = dict.fromkeys(n for names in by_section.values() for n in names)
    return Names({k: tuple(v) for k, v in by_section.items()}, tuple(every))


def unit_text(sheet: Sheet, names: Names, section: str, ranges: Iterable[Range]) -> str:
    """Units named in view ranges, joined by 、, prefixes restored."""
    out: list[str] = []
    for start, end in ranges:
        out += pieces_of(sheet.text[start:end], names, section)
    return "、".join(dict.fromkeys(out))


def _each_level(m: re.Match[str]) -> str:
    """市、县人民政府 -> 市人民政府、县人民政府."""
    return "、".join(level + m["body"] for level in _OR.split(m["levels"]))


def pieces_of(text: str, names: Names, section: str) -> list[str]:
    """Unit names in a responsibility clause or subject.

    >>> pieces_of("（市发改委、财政局牵头，会同相关部门落实）", Names({}, ()), "")
    ['市发改委', '市财政局', '相关部门']
    """
    text = text.strip("。；;，,\n\t ")
    if text[:1] in "（(" and text[-1:] in "）)":
        text = text[1:-1]
    if _SOME_LEVELS.fullmatch(text):
        return [text]
    text = _SAME_BELOW.sub("", text)
    kind = _RELATIVE_BODY.sub("", text)
    text = kind if not _ET_CETERA.match(kind) else text  # 事发地政府和负有监管职责的|部门
    text = _WITH_SUCH.sub("", text)
    together = _WITH.split(text)
    if len(together) > 1 and any(_ROLE_NAME.fullmatch(t) for t in together):  # 牵头科室|会同|其他科室
        return list(dict.fromkeys(p for t in together for p in pieces_of(t, names, section)))
    either = text.split("或者")
    if len(either) > 1 and any(_ROLE_NAME.fullmatch(t) for t in either):  # 决策承办单位|或者|组织听证会的其他单位
        return [t for t in either if t]
    hidden, kept = hide(text)
    if _ROLE_NAME.fullmatch(text):
        return [text]
    plain = AND_INSIDE.sub(_JOINED, _ROLES.sub("、", names.whole(hidden)))
    plain = _LEVELS.sub(_each_level, _OFFICES.sub(lambda m: m[0].replace("、", _LISTED), plain))
    prefix = ""
    out: list[str] = []
    for raw in _PIECES.split(plain):
        piece = raw
        for _ in range(3):
            piece = _TRAILING.sub("", _REPORTING.sub("", _LEADING.sub("", piece))).strip("。")
        piece = show(piece, kept).replace(_JOINED, "和").replace(_LISTED, "、")
        if _TIME_ONLY.match(piece):
            continue
        if not 2 <= len(piece) <= _LONGEST or (_ET_CETERA.match(piece) and not piece.startswith(("有关", "相关"))):
            continue
        known = names.full(section, piece)
        if known is not None:
            out.append(known)
        elif prefix and not _NO_PREFIX.match(piece):
            out.append(prefix + piece)
        else:
            out.append(piece)
        m = _PREFIX.match(out[-1])
        prefix = m[0] if m else prefix
    return list(dict.fromkeys(out))


def responsible_for(duties: Sequence[Duty], at: int, high: int) -> tuple[Duty, ...]:
    """The responsibility clause that closes the stretch in which view offset `at` stands, with those that follow it directly.

    None of them begins at or behind `high`.
    """
    behind = [d for d in duties if at <= d.start < high]
    group = behind[:1]
    for d in behind[1:]:
        if d.start - group[-1].end > 3 or group[0].bracket != d.bracket:
            break
        group.append(d)
    return tuple(group)
