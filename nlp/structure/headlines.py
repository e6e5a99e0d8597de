"""What single lines of a head are: furniture of the page, marks, the number, a date, a body with a date, the value of a label."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.structure.labelbox import Field, LabelRules
from nlp.structure.lines import Piece, Sheet
from nlp.structure.marks import MarkRules, mark_words, urgency_of
from nlp.structure.numbers import DocumentNumber
from nlp.structure.titleblock import HeaderRules
from nlp.view import HAN

_FURNITURE = re.compile(
    r"\A(?:(?:您|你)的?浏览器(?:不支|版本)|跳(?:到|至|转到|转至)(?:主要|正文|内容)|文章播报|语音播报|当前位置|(?:您|你)?的?(?:当前|现在|目前)?(?:所在|所处)?的?位置(?:：|\Z)|您(?:当前|现在)?(?:所在)?的?位置|首页|打印|关闭|返回|【?字体|\[?字号|浏览次数|点击数|分享|扫一扫|微信|微博|收藏|相关链接|上一篇|下一篇|"
    r"附件下载|文字版|保存|欢迎|登录|注册|设为首页|加入收藏|无障碍|繁体|English|Normal 0|版权所有|主办单位|网站地图|ICP|.ICP)"
)
# What hosts of documents print around one: 某某文库 - 海量文档,下载即用。 当前文档共16页 2.88 下载后继续阅读 小鱼9 页 120.4 KB下载文档
_HOST = re.compile(
    r"[^《》。；]{0,24}(?:文库|文档网|资料网|范文网|论文网|文档分享|豆丁|道客巴巴|百度文库|原创力)"
    r" ?[-—–_|,，:：][^《》]{0,30}(?:下载|海量|精品|免费|搜索|平台|共享|在线|文档|资料)"
    r"|.{0,24}[0-9]+ ?页 ?[0-9.]+ ?[KMG]B|(?:当前|本|该)文档共 ?[0-9]+ ?页|下载后(?:继续|可|即可)?(?:阅读|编辑|查看)"
    r"|(?:免费|在线|付费|立即|全文)?(?:预览|阅读|下载)全文\Z"
    r"|(?:论文|文档|资料|文章)(?:部分|主要)?内容(?:阅读|介绍|预览|简介|概要)：?\Z|(?:文档|资料|内容)(?:介绍|简介|描述|预览)：?\Z"
)
_SERIAL = re.compile(r"[^《》，。]{0,40}（总第 ?[0-9]{1,4} ?[期号]）\Z")  # 某市人民政府主办2020年第2号（总第55号）
_FILE_NAMES = re.compile(r"(?>[^。；，]{2,120}?\.(?:docx?|pdf|xlsx?|wps|pptx?|txt|ofd))++\Z", re.IGNORECASE)  # a name, again and again
_LONGEST_HOST = 90
_HAN = re.compile(f"[{HAN}]")
_HAN_ONLY = re.compile(f"[{HAN}]+")
_LAST_STEP = re.compile(r"[>»›→] ?(?P<title>[^>»›→]{8,100})\Z")
_SAYS_ABOUT = re.compile("关于|印发|转发")
_CHINESE_NUMBER = re.compile("第?[一二三四五六七八九十百零〇]{1,6}[号期]\\Z")
# 000001, ABCR-2020-01001, 2020-03-01: no Han, yet no furniture.
_KEPT = re.compile(r"(?:№|No\.?)? ?[0-9]{6}|[A-Z]{2,8}[0-9A-Z]{0,6}[-—–][0-9-]{6,14}|[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2}")
_PART_WORDS = frozenset(("文章属性", "正文", "正文内容", "全文"))  # lines between the parts of a page of a law database
_LABELS_ONLY = re.compile(r"(?:第[一二三四五六七八九十百0-9]{1,6}[章节条] ?){2,}")  # the index of an encyclopedia's page
_SITE = re.compile(
    "网(?:站|址|页|[^络格点]{0,4})?\\Z|首页|主页|论坛|博客|微博|微信|邮箱|登[录陆]|注册|站点|导航|客户端|手机版|English"
    "|[繁简]体|无障碍|关怀版|长者|适老|\\A(?:En|EN|RSS|APP|简|繁)\\Z"
)
_SITE_ENDS = re.compile(r"(?:网站?|门户|[a-z0-9]\.(?:cn|com|org|net)/?)[ （(\[【]*\Z")
_LONGEST_STAMP = 120
_LONGEST_TITLE = 110
_LONGEST_LINK = 14
_LANGUAGE = re.compile("English|ENGLISH|英文版|繁体中文|旧版(?:网站|回顾)|手机版")  # a line of links: 学校网站 ENGLISH 旧版回顾
_LONGEST_LINKS = 40
_TOPMOST_LINES, _TITLE_REACH = 6, 14
_STOPPED = re.compile("[，。；：]")
_LEAST_LINKS, _LONGEST_WORD = 4, 8  # 在线展览 出版品 相关法规 作业流程: words that blanks part
_BULLETS = "•·●◆■▪◇○ "
_INDEX_ALONE = re.compile(
    rf"[{_BULLETS}]*(?P<value>[0-9A-Z][0-9A-Z\-]{{5,22}}/(?:[0-9]{{2}}/)?(?:19|20)[0-9]{{2}}[-—–]?[0-9]{{3,10}})[{_BULLETS}]*\Z"
)
# 第711号, 2019年第3期; 某某部令第29: the 号 of an order lost
_NUMBER_ALONE = re.compile(
    r"[（(]?((?:[12][0-9]{3} ?年 ?)?第? ?[0-9一二三四五六七八九十百零〇]{1,6} ?[号期]|[^，。：《》]{2,24}[部委局府署会厅]令 ?第 ?[0-9]{1,4})[）)]?"
)
_QUOTED = re.compile("[<〈《][^<>〈〉《》]{2,80}[>〉》]")  # 《关于印发<某某方案>的通知》: its arrows are no path
_CRUMBS = re.compile(r"\S{2,20} ?(?:>>?|»|›|→) ?\S{2,20}|\A\S{2,20} ?[>»›]\Z")
_MADE_KNOWN = re.compile(r" ?(?:修订)?(?:公布|发布|颁布|发出|令?施行)")
_MOST_MAKERS = 4
_SHORTEST_COPY = 6
_BRACKET = re.compile("（[^（）]{6,60}）")
_SIGNER = re.compile(r" *签发人?：? ?.{2,12}\Z")
_UNIFIED = re.compile(r"[A-Z]{2,8}[0-9A-Z]{0,6}[-—–—][0-9]{4}[-—–—]?[0-9]{3,8}\Z")  # the unified number of a norm beside its own


def is_furniture(words: str, read: Sequence[Field]) -> bool:
    """Whether a line is nothing of the document: buttons, breadcrumbs, a line without a Han character, labels of no use."""
    if len(words) <= _LONGEST_HOST and "关于" not in words and _HOST.match(words):
        return True
    if words.strip("【】[]：:") in _PART_WORDS:
        return True
    if _SERIAL.match(words) and "关于" not in words:
        return True
    if len(words) > _LONGEST_TITLE and _FILE_NAMES.match(words):
        return True
    if (len(words) < 120 and _FURNITURE.match(words)) or (_CRUMBS.search(_QUOTED.sub("", words)) and len(words) < 160 and "。" not in words):
        return True
    if (not _HAN.search(words) and not _KEPT.fullmatch(words)) or _LABELS_ONLY.fullmatch(words):
        return True
    if words.count("|") >= 2 and len(words) < 160 and _is_link_bar(words):
        return True
    if len(words) <= _LONGEST_LINKS and _LANGUAGE.search(words) and not re.search("关于|[《，。：]", words):
        return True
    links = words.split(" ")
    if len(links) >= _LEAST_LINKS and not read and all(2 <= len(w) <= _LONGEST_WORD and _HAN_ONLY.fullmatch(w) for w in links):
        return True
    return bool(read) and all(f.field == "other" for f in read) and len(words) < 100


def site_stamp(sheet: Sheet, i: int, rules: LabelRules) -> Field | None:
    """When a page was published, from a line that the site's own name opens: 某县政府网 www.….gov.cn 发布时间：2020-03-04 10:15."""
    piece = sheet.pieces[i]
    if piece.block == "row" or piece.end - piece.start > _LONGEST_STAMP:
        return None
    for m in rules.names.finditer(sheet.text, piece.start, piece.end):
        if rules.fields[m["name"]] == "published_on" and _SITE_ENDS.search(sheet.text[piece.start : m.start()]):
            hit = next(iter(sheet.dates_in(m.end(), piece.end)), None)
            if hit is not None and not sheet.text[m.end() : hit.start].strip():
                return Field("published_on", m["name"], m.start(), hit.start, hit.end, i)
    return None


def _is_link_bar(words: str) -> bool:
    """Whether a line is a row of links to sites and pages: 热点导航 | 某某资料网 | 论坛 | 会员登录."""
    links = [part.strip() for part in words.split("|") if part.strip()]
    sites = sum(_SITE.search(part) is not None for part in links)
    return len(links) >= 3 and max(map(len, links)) <= _LONGEST_LINK and 2 * sites > len(links)


def label_number_astray(sheet: Sheet, i: int, rules: HeaderRules) -> bool:
    """Whether a short numbered line above the title belongs to the page: its number is not 1 and no list goes on from it."""
    words = sheet.words(i)
    label = rules.numbering.at_start(words) if i < _TOPMOST_LINES and len(words) <= _LONGEST_LINKS // 2 else None
    if label is None or label.family != "num" or label.number == 1 or _STOPPED.search(words):
        return False
    below = [sheet.words(j) for j in range(i + 1, min(i + 1 + _TITLE_REACH, len(sheet.pieces)))]
    follows = any((n := rules.numbering.at_start(w)) is not None and n.family == "num" and n.number == label.number + 1 for w in below)
    return not follows and any(rules.titles.ends_title(w.replace(" ", "")) and rules.numbering.at_start(w) is None for w in below)


def next_value(sheet: Sheet, i: int, fields: list[Field]) -> Field | None:
    """The last label with its value read from this piece, where the label stood alone on the line before and the shape fits."""
    if not fields or fields[-1].piece != i - 1 or fields[-1].end > fields[-1].start:
        return None
    last, piece = fields[-1], sheet.pieces[i]
    if sum(f.piece == i - 1 for f in fields) != 1:
        return None
    words = sheet.words(i)
    fits = {
        "index_number": bool(re.fullmatch(r"[0-9A-Za-z/\-—_]{6,40}", words)),
        "document_number": bool(sheet.numbers_in(piece.start, piece.end)) and len(words) <= 30,
        "issuer": 3 <= len(words) <= 30 and "：" not in words and "。" not in words,
        "title": len(words) >= 6 and "。" not in words,
        "theme": len(words) <= 30 and "：" not in words and "。" not in words,
        "validity": len(words) <= 6,
        "declared_attribute": "公开" in words and len(words) <= 8,
    }
    dates = last.field in ("written_on", "published_on", "effective_on", "valid_until")
    if not (fits.get(last.field, False) or (dates and len(words) <= 25 and sheet.dates_in(piece.start, piece.end))):
        return None
    return Field(last.field, last.name, last.at, piece.start, piece.end, i)


def marks_of(words: str, piece: Piece, rules: MarkRules) -> dict[str, tuple[str, int, int]]:
    """Secrecy mark, urgency and copy number of a line of marks."""
    if len(words) > 30:
        return {}
    at = (piece.start, piece.end)
    found: dict[str, tuple[str, int, int]] = {}
    if secrecy := rules.secrecy_line(words):
        found["classification"] = (secrecy[0], *at)
        if secrecy[1]:
            found["secrecy_period"] = (secrecy[1], *at)
        found |= {k: (v, *at) for k, v in mark_words(words).items()}
    elif urgency := urgency_of(words):
        found["urgency"] = (urgency, *at)
    elif re.fullmatch(r"(?:№|No\.?)? ?[0-9]{6}", words):
        found["copy_number"] = (words, *at)
    return found


def number_line(sheet: Sheet, piece: Piece) -> DocumentNumber | None:
    """The number of a line that holds nothing else (签发人 may stand beside it); 第711号 of an order counts too."""
    words = sheet.text[piece.start : piece.end]
    if len(words) > 60:
        return None
    for number in sheet.numbers_in(piece.start, piece.end):
        before, after = sheet.text[piece.start : number.start].strip(_BULLETS + "（(["), sheet.text[number.end : piece.end].strip("）)] ")
        if not before and (not after or _SIGNER.match(after) or _UNIFIED.match(after)):
            return number
    m = _NUMBER_ALONE.fullmatch(words)
    if m:
        return DocumentNumber(piece.start + m.start(1), piece.start + m.end(1), m[1].replace(" ", ""), True)
    return None


def index_line(sheet: Sheet, piece: Piece) -> tuple[int, int] | None:
    """Range of an index number that stands alone on a line, its label lost: • 000014348/2019-00012."""
    m = _INDEX_ALONE.match(sheet.text, piece.start, piece.end)
    return m.span("value") if m is not None else None


def number_bracket(sheet: Sheet, piece: Piece) -> tuple[DocumentNumber, tuple[str, int, int] | None, int] | None:
    """Own number, date and end of the bracket with which a line begins: （1985年5月4日某政〔1985〕38号）根据…"""
    m = _BRACKET.match(sheet.text, piece.start, piece.end)
    numbers = sheet.numbers_in(piece.start, m.end()) if m is not None else ()
    if m is None or len(numbers) != 1 or sheet.text[numbers[0].end : m.end()].strip("）) 文发布印") or m.end() - piece.start > 50:
        return None
    before = sheet.text[piece.start + 1 : numbers[0].start].strip(" ，、")
    dates = sheet.dates_in(piece.start, numbers[0].start)
    if before and not (len(dates) == 1 and not sheet.text[dates[0].end : numbers[0].start].strip(" ，、以")):
        return None
    day = (dates[0].date.isoformat(), dates[0].start, dates[0].end) if dates and not numbers[0].order else None
    return numbers[0], day, m.end()


def passed_number(sheet: Sheet, pieces: Sequence[int]) -> DocumentNumber | None:
    """The order that made a norm known, in the bracket below its title: （2017年6月26日某省人民政府令第203号公布 自…起施行）."""
    for i in pieces:
        piece = sheet.pieces[i]
        dates = sheet.dates_in(piece.start, piece.end)
        numbers = sheet.numbers_in(piece.start, piece.end)
        if dates and numbers and numbers[0].order and piece.end - piece.start <= _LONGEST_STAMP:
            lead = sheet.text[piece.start : dates[0].start].lstrip("（(") + sheet.text[dates[0].end : numbers[0].start]
            if not lead.strip(" ，、以经") and _MADE_KNOWN.match(sheet.text, numbers[0].end, piece.end):
                return numbers[0]
    return None


def makers_between(sheet: Sheet, pieces: Sequence[int], rules: HeaderRules) -> tuple[tuple[int, int], ...]:
    """Bodies on lines of their own between two copies of the title, as pages of law collections name the issuer.

    A title that begins with its year needs the body above it: 2022年年度报告 ‖ 某镇人民政府 ‖ 2022年年度报告.
    """
    plain = {i: re.sub(r"[《》\s]", "", sheet.words(i)) for i in pieces}
    for at, i in enumerate(pieces):
        if plain[i][:1].isdigit():
            continue
        found: list[tuple[int, int]] = []
        for n in range(at + 1, min(at + 2 + _MOST_MAKERS, len(pieces))):
            j = pieces[n]
            if j != i + n - at:
                break  # a number, a box or a summary between: the head of a letter, whose body belongs to the title
            below = plain[j]
            for k in pieces[n + 1 : n + 4]:  # the copy may stand on several lines
                below = below if len(below) >= len(plain[i]) else below + plain[k]
            if found and len(plain[i]) >= _SHORTEST_COPY and below == plain[i]:
                return tuple(found)
            start = sheet.pieces[j].start
            names = rules.organs.organs(sheet.words(j)) if not rules.titles.is_column(sheet.words(j)) else []
            if not names:
                break
            found += [(start + a, start + b) for a, b in names]
    return ()


def crumb_title(sheet: Sheet, pieces: Sequence[int], rules: HeaderRules) -> tuple[tuple[int, int], ...]:
    """The last step of a path where the page prints the title nowhere else: 首页>通知公告>关于公布…的通知."""
    for i in pieces:
        m = _LAST_STEP.search(sheet.words(i))
        if m is not None and _SAYS_ABOUT.search(m["title"]) and rules.titles.ends_title(m["title"]):
            start = sheet.pieces[i].start
            return ((start + m.start("title"), start + m.end("title")),)
    return ()


def plain_number(sheet: Sheet, value: Field) -> bool:
    """Whether the value of a 文号 label that our number pattern does not know still is a number: 甘政办发2019第5号."""
    words = sheet.text[value.start : value.end]
    return 3 <= len(words) <= 30 and (any(c.isdigit() for c in words) or _CHINESE_NUMBER.search(words) is not None)


def day_of(sheet: Sheet, piece: Piece) -> tuple[str, int, int] | None:
    """The date of a line below the title that holds nothing else: （2015年9月15日）; not one with the time of the day."""
    words = sheet.text[piece.start : piece.end]
    if len(words) > 24 or not re.fullmatch(r"[（(]?[^（）()：]*[日号][）)]?", words):
        return None
    dates = sheet.dates_in(piece.start, piece.end)
    if len(dates) != 1 or sheet.text[piece.start : dates[0].start].strip("（( ") or sheet.text[dates[0].end : piece.end].strip("）) "):
        return None
    return dates[0].date.isoformat(), dates[0].start, dates[0].end


def signed_line(
    sheet: Sheet, piece: Piece, rules: HeaderRules
) -> tuple[tuple[tuple[int, int], ...], tuple[str, int, int]] | None:
    """Body and date of a line that holds nothing else: the head of minutes (某某办公室  2018年8月13日)."""
    dates = sheet.dates_in(piece.start, piece.end)
    if len(dates) != 1 or piece.end - piece.start > 60 or sheet.text[dates[0].end : piece.end].strip():
        return None
    before = sheet.text[piece.start : dates[0].start].rstrip()
    ranges = rules.organs.organs(before)
    if not ranges:
        return None
    names = tuple((piece.start + a, piece.start + b) for a, b in ranges)
    return names, (dates[0].date.isoformat(), dates[0].start, dates[0].end)
