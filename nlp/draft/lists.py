"""Lists of what is to be disclosed: a lead-in (应当公开下列信息：, heading 公开内容) and its numbered items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.draft.lexicon import Lexicon
from nlp.draft.phrases import Range
from nlp.draft.reading import Disclosure
from nlp.draft.sheet import Sentence, Sheet
from nlp.types import Section

# 公开内容, 公开哪些内容, 主动公开事项, 村务公开的内容, 明确公开范围
_LIST_TITLE = re.compile(
    r"^(?:进一步)?(?:明确|细化|规范|突出|确定|深化|统一|丰富|充实)?(?:主动|重点|应当?|需要?|必须)?(?:[\u4e00-\u9fff]{0,14}?)(?:公开|公示|公布|披露)(?:的)?(?:主要|基本|具体|重点|哪些|什么)?(?:内容|事项|信息|项目|重点|范围|范围和内容|内容和范围|范围及内容)(?:及(?:要求|时限|责任分工|形式|方式)|和(?:要求|时限|形式|方式))?(?:包括|如下|是|为|有|主要有|主要是|主要包括|应当包括|应包括)?[：:]?$"
)
# 村务公开事项参考目录, 主动公开事项清单（试行）: the title of a list of matters
_CATALOGUE_TITLE = re.compile("务公开(?:事项|内容|信息)?(?:参考|基本|标准|指导|建议)*(?:目录|清单)(?:（[^（）]{1,12}）)?$")
TITLE_ABOVE = "^"  # where the lead-in of all sections stands
_SHOWN = re.compile(r"^(?:公示|公告|公布|公开)(?:的)?(?:主要|具体)?(?:内容|事项)[：:]?$")
# 三、解读内容
_EXPLAINED_TITLE = re.compile(
    r"^(?:明确|规范|突出)?(?:政策|文件|政策文件)?解读(?:的)?(?:主要|具体|重点|基本)?(?:内容|要素|重点)[：:]?$"
)
_AFFAIRS_SHOWN = re.compile(r"^[\u4e00-\u9fff]{1,4}务公开的?(?:主要|具体)?(?:内容|事项)[：:]?$")  # 村务公开的内容
_COLON_END = re.compile("[：:]$")
_LEAD_END = re.compile(r"(?:[：:]|如下|包括|下列(?:内容|事项|信息)|以下(?:内容|事项|信息|几个方面))[。，；]?$")
# 应实行预公开制度的事项有：, 下列事项应纳入公开范围：, 需公示的内容包括
_LEAD_LINE = re.compile(
    r"^(?:[^。；：\n]{0,24}[，])?(?:下列|以下)?[^。；：\n，]{0,24}(?:应当?|需要?|须|必须|要|实行|实施|纳入|列入|属于)[^。；：\n，]{0,14}(?:公开|公示|公告|公布|通报)[^。；：\n，]{0,8}"
    r"(?:事项|内容|信息|项目|范围)(?:主要|具体|分别)?(?:有|包括|是|为|如下|包含|[：:]$)(?:以下[^：\n]{0,8})?[：:]?$"
)
# 集团公司公开信息，重点包含下列内容：, 校务公开的主要内容：, 公开目录分两项内容：
_CONTENT_LINE = re.compile(
    r"^(?:[^。；：\n]{0,40}?)(?:公开|公示|公告|公布|披露)(?:的)?[\u4e00-\u9fff、]{0,10}?[，,]?"
    r"(?:(?:的)?(?:主要|具体|重点|基本)*(?:内容|事项|要素)(?:主要|具体|分别)?(?:包括|包含|涵盖|有|为|是|分为|分|如下)?"
    r"|(?:主要|重点|具体|至少|应当?|分)*(?:包括|包含|涵盖|有|为|分为|是|分)(?:但不限于)?"
    r"(?:下列|以下|如下|[一二三四五六七八九十两几]+[个项类])+(?:方面)?(?:的)?(?:主要|具体|重点)?(?:内容|事项|信息|项目|方面))"
    r"(?:主要)?(?:有|如下|包括)?[：:]$"
)
_OPEN_TO_ALL = r"公开(?:招聘|招考|招录|招标|招募|选拔|选聘|选调|遴选|竞聘|竞争|拍卖|出让|出租|竞价|询价|摇号)"  # no disclosure
_NO_CONTENT_LINE = re.compile(_OPEN_TO_ALL + r"|栏|方式|形式|程序|步骤|渠道|途径|原则|时限|期限|要求|报告|申请|答复|不|免予")
# 县府办公室|公开的政府信息
_BY_WHOM = re.compile(
    r"由?(?P<who>[\u4e00-\u9fff〓、]{2,24}?)(?:负责|应当?|需要?|要)?(?:主动|依法|重点)*(?P<verb>公开|发布|公布|公示)的"
    r"(?:主要|具体|重点)?(?:政府|政务|有关|相关)?(?:信息|事项|内容)[：。]?\s*$"
)
_REFERS = re.compile(r"第[（(](?P<n>[一二三四五六七八九十]+)[）)]项")
_NOT_ITEM = re.compile(
    r"^(?:涉及国家秘密|除|未经|不得|(?:法律、法规(?=[^。；，]{0,12}(?:规定|授权|另有|要求|明确))|其他)(?!内容，|[^。；，]{0,8}，(?:包括|如|主要)|[^。；，]{0,6}(?:涉及|关系|事关|影响)[^。；，]{4,}的[^。；，的]{2,}|[^。；]{0,20}(?:应当?|需要?|须|必须|要求|依法)[^。；]{0,12}(?:公开|公示|公布|公告|通报)))|不予公开|不得公开|不公开"
)
_NO_LEAD = re.compile(_OPEN_TO_ALL + r"|不予|不得(?!少于|低于|超过)|不应|不宜|不能|不属于|依申请|方式|程序")
# 通过以下方式进行公开：
_WAYS = re.compile(
    r"(?:下列|以下|如下)[^，。；：\n]{0,6}(?:方式|形式|渠道|途径|载体|媒体|平台|地点|场所|时限|程序|步骤|方法|手段|要求|原则)[^，。；：\n]{0,12}[：:]?$"
)
_OTHER_LEAD = re.compile(
    r"采取(?:下列|以下)[^，。；]{0,10}措施[^。]{0,40}[：:]$|。.*(?:禁止|不得(?!少于|低于)|严禁|不准|行为|活动|情形|条件|措施|义务|职责)[^。]{0,12}[：:]$|(?:禁止|严禁|不准)[^。，]{0,8}(?:下列|以下)"
)
# 按照下列标准确定并公布：; the last clause of a lead: 具体包括：
_OTHERWISE = re.compile(
    r"按照?(?:下列|以下|如下)[^，。；：]{0,8}(?:标准|规定|要求|办法|方式|程序|原则|条件|步骤|分工)[^。；：]{0,24}：?$"
)
# 村民委员会|应当公开的内容有：, 各单位|应主动向社会公开的警务信息：
_WHO_SHALL = re.compile(
    r"(?<![^\n，。；：、 ])(?P<who>[^\n，。；：、 ]{2,30}?)(?:应当?|必须|须|需要?|要|负责)"
    r"(?:依法|主动|及时|定期|重点|按[月季年]|向(?:社会|群众|村民|公众|职工|师生|家长)){0,4}"
    r"(?P<verb>公开|公布|公示|发布)的[^\n。；]{1,30}"
)
_ANNOUNCES = re.compile(r"包括|包含|内容|事项|信息|下列|以下|如下|分为|分别|主要有|情况|资料|材料|范围|重点|即|公开|公示|公布")
_ANSWERS = frozenset({"respond", "clarify", "speak"})
_LONGEST_NAMED, _LONGEST_LEAD = 40, 60
_NO_NAME = re.compile(r"(?<![重主需必纲])要(?![素求点闻件])|应当|必须|不得|除|按照|根据|由(?!来)|的$|公开|公示|公布")
_NOT_LIST = re.compile(r"公示$|公告$|通告$|公示公告$")


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead-in; `said` is its disclosure (None for a heading). `explains`: the items say what an interpretation holds (解读内容)."""

    section: str
    said: Disclosure | None
    place: Range
    explains: bool = False


def lead_of(
    sheet: Sheet, lexicon: Lexicon, section: Section, children: Sequence[Section], text: Range, found: list[Disclosure], notice: bool
) -> Lead | None:
    """The lead-in with which a section opens a list of what is to be disclosed; a chapter of articles opens none."""
    if not children:
        return None
    own = sheet.masked[text[0] : text[1]].strip("\n 。")
    if _WAYS.search(own[-30:]):
        return None
    if own and found and found[-1].row in _ANSWERS:
        return None  # 应当回应下列舆情：
    if own and re.search(_OPEN_TO_ALL, own.rsplit("\n", 1)[-1]):
        return None  # 公开招聘计划主要内容包括：
    if own and found:
        last = found[-1]
        behind = sheet.masked[last.verb[0] : text[1]].strip("\n 。")
        said = "".join(sheet.masked[a:b] for a, b in (*last.objects, *last.extra))
        lists = bool(lexicon.lead.search(said)) or (not last.objects and bool(lexicon.lead.search(behind)))
        if _OTHER_LEAD.search(behind) or _OTHER_LEAD.search(own[-_LONGEST_LEAD:]):
            return None  # …公布保护范围。在保护范围内禁止下列行为：
        if _OTHERWISE.search(own) or (not lists and "，" in behind and not _ANNOUNCES.search(behind.rsplit("，", 1)[-1])):
            if not notice and is_matter_title(section.title) and not _COLON_END.search(own):
                return Lead(section.path, last, last.evidence)  # 二、公开内容 凡群众关心的事项都要向社会公开，接受监督。
            return None  # …公布标准，监督各单位落实措施：
        if (lists and len(behind) < 80) or (_LEAD_END.search(own) and len(behind) < 60):
            return Lead(section.path, last, last.evidence)
    line = own.rsplit("\n", 1)[-1]
    if own and not found and _LEAD_LINE.match(line) and not _NO_LEAD.search(line):
        return Lead(section.path, _whose_line(sheet, lexicon, text), text)
    if not notice and opens_content(line) and not any(d.evidence[1] > text[1] - len(line) - 2 for d in found):
        return Lead(section.path, _whose_line(sheet, lexicon, text), text)
    if not notice and not section.title and own and _LIST_TITLE.match(own.strip("：: ")):
        return Lead(section.path, None, text)
    if notice or not section.title or not section.heading or section.kind in ("part", "division", "annex"):
        return None
    if section.kind == "chapter" and any(c.kind == "article" for c in children):
        return None
    whose = _whose_list(sheet, lexicon, section)
    if whose is not None:
        return whose
    title = re.sub(r"\s", "", section.title)
    if _EXPLAINED_TITLE.match(title):
        return Lead(section.path, None, section.heading, explains=True)
    if _LIST_TITLE.match(title) and "方式" not in title[-3:] and "不予" not in title and "依申请" not in title:
        return Lead(section.path, None, section.heading)
    return None


def announces(line: str, spoken: bool) -> bool:
    """Whether a line with a colon opens a list of what is disclosed; `spoken`: a verb of disclosure speaks in it (应当公开：)."""
    if _NO_LEAD.search(line) or _WAYS.search(line[-30:]):
        return False
    return (
        opens_content(line)
        or bool(_LIST_TITLE.match(line))
        or bool(_LEAD_LINE.match(line))
        or (spoken and bool(_LEAD_END.search(line)))
    )


def opens_content(line: str) -> bool:
    """Whether a line announces what is disclosed (校务公开的主要内容：), not how."""
    return _CONTENT_LINE.match(line) is not None and not _NO_CONTENT_LINE.search(line)


def _whose_list(sheet: Sheet, lexicon: Lexicon, section: Section) -> Lead | None:
    """The lead-in of a heading that names who discloses what stands below it: 县府办公室|公开的政府信息."""
    heading = section.heading
    m = _BY_WHOM.search(sheet.masked, *heading) if heading is not None else None
    if heading is None or m is None or m.start() != heading[0] or not lexicon.is_body(m["who"]):
        return None
    said = Disclosure(heading, heading, m.span("verb"), "open", 0.8, "listed", (), subject=m.span("who"))
    return Lead(section.path, said, heading)


def _whose_line(sheet: Sheet, lexicon: Lexicon, text: Range) -> Disclosure | None:
    """Who discloses what a line of its own text announces: 村民委员会|应当公开的内容有：."""
    found = list(_WHO_SHALL.finditer(sheet.masked, *text))[-1:]
    m = next((m for m in found if lexicon.is_body(m["who"])), None)
    if m is None:
        return None
    return Disclosure(text, text, m.span("verb"), "open", 0.8, "listed", (), subject=m.span("who"))


def catalogue_lead(sheet: Sheet, title: str) -> Lead | None:
    """The title of a document as lead-in, where all its items are matters: 村务公开事项参考目录; None for any other title."""
    plain = re.sub(r"\s", "", title)
    at = sheet.text.find(plain) if _CATALOGUE_TITLE.search(plain) else -1
    return None if at < 0 else Lead(TITLE_ABOVE, None, (at, at + len(plain)))


def is_matter_title(title: str | None) -> bool:
    """Whether a heading of any kind announces what is disclosed (第二章 公开内容)."""
    plain = re.sub(r"\s", "", title or "")
    return bool(_LIST_TITLE.match(plain)) and not _NO_LEAD.search(plain)


def is_list_title(title: str | None) -> bool:
    """Whether a heading announces what is disclosed (公示内容)."""
    plain = re.sub(r"\s", "", title or "")
    return bool(_SHOWN.match(plain) or _AFFAIRS_SHOWN.match(plain))


def is_notice(title: str) -> bool:
    """Whether the document is itself the notice that discloses (公示, 公告): its 公示内容 is no duty."""
    return bool(_NOT_LIST.search(re.sub(r"\s|（.*）$", "", title)))


# documents that tell what was done; what they promise stands behind 要 or 将
_TELLS = re.compile(
    r"(?:报告|总结|简报|公报|解读|新闻|快讯|侧记|综述|答复|问答|图解|年报|汇报|情况|进展|说明|通讯)(?:（[^）]*）)?$"
)


def tells_past(title: str) -> bool:
    """Whether a document of this title tells what was done (报告, 总结)."""
    return bool(_TELLS.search(re.sub(r"\s", "", title)))


# 本报讯（记者…）, 记者从…获悉, 新华社北京5月1日电: news of what was done
_NEWS = re.compile(
    r"本报讯|本网讯|本台讯|记者从[^。，]{2,30}(?:获悉|了解到)|新华[社网][^。，]{2,14}电|(?:中新|人民|央视)网[^。，]{2,14}(?:电|讯)|〓+(?:明确|指出|强调)，|通知(?:明确|指出|强调)，|据[^。，]{2,16}(?:报道|消息)，|(?:见习|通讯)记者"
)


def is_news(text: str) -> bool:
    """Whether a text opens as a news item: it tells what was done."""
    return _NEWS.search(text) is not None


_ABOUT = re.compile(r"关于(?:印发|转发|公布|下发|批转)?|^.{2,20}?(?:人民政府|办公室|办公厅|委员会|局|厅)(?=关于)")
_KIND = re.compile(
    r"(?:的)?(?:(?:实施|工作|试行|暂行|管理|若干|指导|专项|行动|重点)*(?:通知|方案|意见|办法|要点|细则|规定|计划|公告|公示|通告|批复|函|决定|制度|任务分解表|任务分工表|分工方案|分解表|规程|规则|流程|目录|清单|措施))+(?:（[^）]*）)?$"
)
_OPENING = re.compile(
    r"^(?:进一步|全面|深入|积极|推行|实行|实施|切实|扎实|认真|持续|大力|做好|加强|推进|规范|深化|开展|推动|完善|健全|建立|抓好|落实|印发|开展好|[0-9]{4}年度?|全市|全县|全区|全省|拟|[\u4e00-\u9fff]{2,4}[省市县区镇乡](?=20|推进|加强)|第[一二三四五六七八九十]+批)+"
)


# 行政许可|双公示, 扶贫资金|公告公示|制度
_OF_DISCLOSING = re.compile(r"(?<=.{4})(?:双|信息双)?(?:公示|公告)+(?:工作|制)?$|(?<=.{4})双$")


_OF_A_LAW = re.compile(r"(?:实施|贯彻)[^，]{4,}(?:法|条例)$")  # 某省实施中华人民共和国慈善法|办法


def title_matter(title: str) -> str:
    """What the title of a document is about, without frame, verbs and kind; "" when too little is left.

    >>> title_matter("某市人民政府办公室关于推进公共企事业单位信息公开工作的通知")
    '公共企事业单位信息公开工作'
    """
    text = re.sub(r"[\s《》〈〉]", "", title)
    cut = list(_ABOUT.finditer(text))
    text = text[cut[-1].end() :] if cut else text
    for _ in range(3):
        text = _OPENING.sub("", _KIND.sub("", text))
    text = _OF_DISCLOSING.sub("", text)
    if _OF_A_LAW.search(text):
        return ""
    return text if 4 <= len(text) <= 30 else ""


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered item of a list: its name (heading), the phrase that spells it, and the evidence."""

    name: Range | None
    phrase: Range | None
    evidence: Range


def item_of(sheet: Sheet, section: Section, sentences: list[Sentence], found: list[Disclosure]) -> Item | None:
    """What a numbered item lists by itself, before any sentence with a verb of its own; None where the verbs say it all."""
    heading = section.heading
    if heading is not None and _NOT_ITEM.search(sheet.text[heading[0] : heading[1]]):
        return None
    first: Range | None = None
    if sentences:
        part = sentences[0].parts[0]
        place = (part[0][0], part[-1][1])
        spoken = [d for d in found if d.evidence[0] <= place[0] < d.evidence[1]]
        if any(d.use != "changed" for d in spoken):
            return None
        place = place if spoken else (place[0], _last_named(sheet, sentences[0]))
        first = place if not spoken else part[0]  # 专家出诊时间，|调整的提前1天公告
        if spoken and first[0] >= spoken[0].clause[0]:
            return None
    if first is not None and heading is None and _NOT_ITEM.search(sheet.text[first[0] : first[1]]):
        return None
    if heading is None and first is None:
        return None
    start = heading[0] if heading else first[0]  # type: ignore[index]
    end = first[1] if first else heading[1]  # type: ignore[index]
    return Item(heading, first, (start, end))


def _last_named(sheet: Sheet, sentence: Sentence) -> int:
    """Where the last of the parts ends that only go on naming: 批准情况；|实施情况；|验收结果."""
    end = sentence.parts[0][-1][1]
    for part in sentence.parts[1:]:
        a, b = part[0][0], part[-1][1]
        if b - a > _LONGEST_NAMED or _NO_NAME.search(sheet.masked, a, b) or _NOT_ITEM.search(sheet.text[a:b]):
            break
        end = b
    return end


def referred(sheet: Sheet, objects: tuple[Range, ...]) -> tuple[str, ...]:
    """Labels of the items that an object points to: 前款第（三）项规定的信息 -> (三)."""
    out: list[str] = []
    for a, b in objects:
        out += [f"({m['n']})" for m in _REFERS.finditer(sheet.text, a, b)]
    return tuple(out)
