"""Cells of an entry that are read from words: channels, audience, level, supervision."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.draft.hidden import hide, show
from nlp.draft.lexicon import Lexicon
from nlp.draft.phrases import Range
from nlp.draft.sheet import Sheet
from nlp.rulebook import Rulebook
from nlp.types import Metadata

PUBLIC, GROUP = "全社会", "特定群体"
OTHER = "其他"
_CHANNEL_FRONT = re.compile(
    r"^(?:其(?![他它余])|设立|设置|树立|竖立|悬挂|本(?![级村县镇市区校院单部机局厅委])|各(?!级)|同级|所属|各自|自身|同步|及时|并|要|应|主动|统一|当地|线上线下|多种|适当的|适当)+(?=[\u4e00-\u9fff“”〓]{2})"
)
_CHANNEL_END = re.compile(
    r"告知[^，。；]{2,6}$|等?便于[^，。；]{2,10}(?:知晓|了解|查询|监督)[^，。；]*$|(?:里|上|中)?(?:写明白|写清楚|列清楚|列清|列明)$|(?:的)?(?:等(?:多种|各种|公共|各类|新|主流|有关|相关)?(?:平台|载体|渠道|方式|形式|媒体|途径|媒介|场所|地|地方|处|公共媒体|手段|办法)?|上|中|里|内|(?<![著目显])处|等)$|(?<=[栏网站台])(?:醒目|显著|明显|显眼)(?:位置|地方)$|(?:的)?(?:方式|形式|渠道|途径|载体)$"
)
_PUT_UP = re.compile(r"(?<=.)(?:设立|设置|竖立|悬挂|树立|安装)(?=[^，。；]{0,6}牌$)")  # 排污口|设置|标志牌
_NO_CHANNEL = frozenset(
    {
        "方式",
        "形式",
        "渠道",
        "书面",
        "文件",
        "载体",
        "合理",
        "适当",
        "有效",
        "其他",
        "多种",
        "各种",
        "不同",
        "相应",
        "便捷",
        "规定",
        "法定",
        "同等",
        "相同",
        "以下",
        "下列",
        "如下",
    }
)
_BOARD = re.compile(r"(?:张榜|上榜|上墙|挂网|上网|三榜|挂牌|张贴|悬挂|张挂|粘贴)(?:公布|公示|公开|公告)")
_TIMED = re.compile(r"[日月年天][前后内]|前|按|为序")
_CHANNEL_PIECE = re.compile(r"[、，]|以及|和(?!谐)|及(?!时)|与|或(?:者)?")
_LEVEL_LIST = re.compile(r"(?:(?<=^[省市州县区乡镇村组])|(?<=[、，][省市州县区乡镇村组]))、(?=[省市州县区乡镇村组社])")
_JOINED = "\U000f1000"  # 、 inside a name: 乡、村公告栏
_LEVEL_WORDS = (
    ("村级", re.compile(r"村民委员会|居民委员会|村委会|居委会|村务监督委员会|村党支部|社区居委会")),
    (
        "乡级",
        re.compile(
            r"(?:(?<!乡)镇|乡(?!镇)|街道|苏木)(?:人民政府|党委|党政办|办事处|政府(?!网)|党政综合办|便民服务|财政所|$|(?=[0-9]{4}年?|基层|政务公开|村务))|街道办事处|民族乡人民政府"
        ),
    ),
    (
        "国家级",
        re.compile(
            r"^(?:国务院|中共中央|中华人民共和国|国家|全国|最高人民|财政部|教育部|民政部|公安部|司法部|商务部|审计署|海关总署|中国证监会|中国人民银行|人力资源社会保障部|人力资源和社会保障部|自然资源部|生态环境部|住房和城乡建设部|住房城乡建设部|交通运输部|水利部|农业农村部|农业部|文化和旅游部|文化部|国家卫生|应急管理部|退役军人事务部|科学技术部|科技部|工业和信息化部|外交部|国防部|环境保护部|国土资源部|卫生部|铁道部)"
        ),
    ),
    (
        "省级",
        re.compile(
            r"省(?:人民政府|委|政府|[\u4e00-\u9fff]{2,14}(?:厅|局|委员会|办公室|办))|^[\u4e00-\u9fff]{1,3}省|自治区(?!.*(?:市|县|州|盟))|^(?:北京|上海|天津|重庆)市(?![\u4e00-\u9fff]{1,4}[区县])"
        ),
    ),
    (
        "市级",
        re.compile(
            r"自治州|[\u4e00-\u9fff]盟(?:行政公署|公署|委)|地区行政公署|^[\u4e00-\u9fff]{2,4}州(?:人民政府|[\u4e00-\u9fff]{2,14}(?:局|委|办))"
        ),
    ),
    (
        "县级",
        re.compile(
            r"(?:县|旗)(?:人民政府|委|政府|[\u4e00-\u9fff]{2,16}(?:局|委员会|办公室|办|中心|队)|$|(?=[0-9]{4}年))|市[\u4e00-\u9fff]{1,4}区(?!域)|^[\u4e00-\u9fff]{1,5}(?<![治新发园地社])区(?:人民政府|委|政府|[\u4e00-\u9fff]{2,16}(?:局|委员会|办公室|办))"
        ),
    ),
)
# what a unit cell says of the level: 各县（市、区）人民政府, 各乡镇, 青石镇人民政府, 各村
_LEVEL_OF_BODY = (
    ("省级", re.compile(r"^省(?!内|直)")),
    ("市级", re.compile(r"^各?(?:设区(?:的)?市|地级市|地市|市州|州市|市县|市[\U000f0000-\U000f0fff])")),
    (
        "县级",
        re.compile(
            r"^各?(?:县(?!级?以上)|区县|旗|市县|区(?!域|内|直))|^[\u4e00-\u9fff]{1,6}[县旗](?:人民政府|政府|委|[\u4e00-\u9fff]{2,14}(?:局|办|委|中心|委员会|办公室))"
        ),
    ),
    ("乡级", re.compile(r"^各?(?:乡镇|镇|乡|街道)|(?:镇|(?<!城)乡|街道)(?:人民政府|办事处|党委)$")),
    ("村级", re.compile(r"^各?(?:行政村|村(?!镇)|社区|村居)|(?:村民委员会|村委会|居委会|居民委员会)$")),
)
_PART_OF_BODY = re.compile(r"[^省市县区州旗乡镇]{1,8}[股科组室处]")
_BEFORE_WORK = re.compile(r"转发|批转|关于|贯彻")
_LAW_OF_PROVINCE = re.compile(r"[\u4e00-\u9fff]{2,3}(?:省|自治区)(?:实施)?[^，]*(?:条例|办法|规定)(?:（[^）]*）)?$")
_SUPERVISION = re.compile(
    r"(?:投诉|举报|监督|投诉举报|监督举报|举报投诉|咨询投诉|监督投诉|服务监督)(?:咨询)?(?:电话|热线|方式|渠道|邮箱|信箱)(?:号码)?[：:为]?(?P<n>[^，。；\n]{3,40})"
)
_PHONE = re.compile(r"[0-9]{3,5}[-—－ ]?[0-9]{5,8}|12[0-9]{3}|[0-9]{7,8}|[\w.]+@[\w.]+")
_BLANK = re.compile(r"\s+")
_EVERYBODY = re.compile(r"社会|公众|群众|市民|国内外")
# whom a city writes to tells what city it is: 各县（市、区）, or 各乡镇
_TO_COUNTIES = re.compile(r"各(?:区)?县|各区(?!域)|县（|区县|县市区|市、县|各市县")
_TO_TOWNSHIPS = re.compile(r"乡|镇|街道")


@dataclass(frozen=True, slots=True)
class Channels:
    """Words of documents for the channels of the national check-list: (word, label), longest first.

    `ends` finds the longest word that ends a text, on the text reversed; `by_word` gives the label of a word.
    """

    words: tuple[tuple[str, str], ...]
    labels: tuple[str, ...]
    ends: re.Pattern[str]
    by_word: Mapping[str, str]

    @classmethod
    def load(cls, book: Rulebook) -> Channels:
        """Read `channels.tsv`."""
        rows = book.table("channels")
        pairs = [(w, row["label"]) for row in rows for w in (row["label"], *row.items("words"))]
        words = tuple(sorted(dict.fromkeys(pairs), key=lambda p: (-len(p[0]), p[0])))
        ends = re.compile("|".join(re.escape(w[::-1]) for w, _ in words if len(w) > 1))
        return cls(words, tuple(r["label"] for r in rows), ends, dict(reversed(words)))

    def label(self, word: str) -> str:
        """Label of a channel as a document writes it; 其他 where none fits."""
        end = self.ends.match(word[::-1])
        return self.by_word[end[0][::-1]] if end is not None else next((label for w, label in self.words if w in word), OTHER)


def channel_words(sheet: Sheet, ranges: Sequence[Range]) -> tuple[str, ...]:
    """The channels as the document names them: 村务公开栏, 市政府网站.

    Ends (上, 显著位置, 等载体) are cut off; kinds are parted at 、和及.
    """
    out: list[str] = []
    for a, b in ranges:
        hidden, kept = hide(_LEVEL_LIST.sub(_JOINED, _BLANK.sub("", sheet.text[a:b])))
        board = _BOARD.search(hidden)
        if board is not None and _TIMED.search(hidden, 0, board.start()):
            hidden = board[0]  # 在选举日的五日前按得票多少为序|张榜公布
        for piece in [hidden] if board is not None else _CHANNEL_PIECE.split(hidden):
            word = _CHANNEL_FRONT.sub("", piece)
            for _ in range(2):
                cut = _CHANNEL_END.sub("", word)
                word = cut if len(cut) >= 2 else word
            word = _PUT_UP.sub("", word)
            word = show(word, kept).replace(_JOINED, "、").strip("，。、；")
            if len(word) >= 2 and word not in _NO_CHANNEL:
                out.append(word)
    return tuple(dict.fromkeys(out))


def channel_cell(channels: Channels, words: Sequence[str]) -> tuple[str, ...]:
    """The document's own words that are no label, then the labels of the check-list that they mean."""
    if not words:
        return ()
    labels = dict.fromkeys(channels.label(w) for w in words)
    own = [w for w in words if w not in labels]
    return tuple(dict.fromkeys([*own, *(label for label in channels.labels if label in labels)]))


def audience_of(lexicon: Lexicon, sheet: Sheet, audience: Range | None) -> str:
    """特定群体 where the clause names whom it tells (向从业人员公示), else 全社会."""
    if audience is None:
        return PUBLIC
    words = sheet.masked[audience[0] : audience[1]]
    if words in lexicon.words["public"] or _EVERYBODY.search(words):
        return PUBLIC
    return GROUP if lexicon.person.search(words) or lexicon.is_body(words) else PUBLIC


def levels_of_unit(unit: str) -> tuple[str, ...]:
    """Levels that a unit cell names itself (各乡镇、各村); () where one of its bodies names none.

    >>> levels_of_unit("各县（市、区）人民政府、各乡镇"), levels_of_unit("市财政局")
    (('县级', '乡级'), ())
    """
    hidden, _ = hide(unit)
    pieces = [piece for piece in hidden.split("、") if piece]
    found = [[label for label, pattern in _LEVEL_OF_BODY if pattern.search(piece)] for piece in pieces]
    if any(found):  # a part of the body beside it: 青石旗人民政府办公室、|综合组
        found = [labels for labels, piece in zip(found, pieces, strict=True) if labels or not _PART_OF_BODY.fullmatch(piece)]
    if not found or not all(found):
        return ()
    named = {label for labels in found for label in labels}
    return tuple(label for label, _ in _LEVEL_OF_BODY if label in named)


def levels_of(metadata: Metadata) -> tuple[str, ...]:
    """Level of the issuer as the catalogue has it; () where the names do not say (a 市 may be either)."""
    names = " ".join(metadata.issuer) or metadata.title
    first = (metadata.issuer or (metadata.title,))[0].replace("中共", "")
    if not metadata.issuer and _LAW_OF_PROVINCE.match(first):
        return ("省级",)  # 某省实施村民委员会组织法办法
    if not metadata.issuer:
        first = _BEFORE_WORK.split(first, maxsplit=1)[0] or first  # 某县政府办公室|转发某省…
    for label, pattern in _LEVEL_WORDS:
        if pattern.search(first):
            return (label,)
    if "市" not in names[:8]:
        return ()
    to = metadata.addressees or ""
    if _TO_COUNTIES.search(to):
        return ("市级",)
    return ("县级",) if _TO_TOWNSHIPS.search(to) else ()


def supervision_of(text: str) -> tuple[str, int, int] | None:
    """监督电话 and the like with a number in a range of text: words, start, end."""
    for m in _SUPERVISION.finditer(text):
        if _PHONE.search(m["n"]):
            return m[0], m.start(), m.end()
    return None
