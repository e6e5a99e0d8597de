"""Cells of an entry that are read from words: channels, audience, supervision."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.draft.hidden import hide, show
from nlp.draft.lexicon import Lexicon
from nlp.draft.phrases import Range
from nlp.draft.sheet import Sheet
from nlp.draft.unit_cell import AND_INSIDE
from nlp.rulebook import Rulebook

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
        "清单",
        "目录",
        "表格",
    }
)
_REACH = re.compile(  # 在全镇通报, 在辖区内公示: how far it is told, not where
    r"(?:全[省市州县区旗镇乡村校院局厅系][内统]?|本?(?:辖区|行政区域|管辖区|区域)|(?:本|全)?系统)(?:内|范围内?)?"
)
_ANY_WAY = re.compile(r".{2,}方面$|(?:便于|方便|易于|有利于)[^，。；]{2,16}$")  # 便于公众知晓的|方式: whatever way
_BOARD = re.compile(r"(?:张榜|上榜|上墙|挂网|上网|三榜|挂牌|张贴|悬挂|张挂|粘贴)(?:公布|公示|公开|公告)")
_TIMED = re.compile(r"[日月年天][前后内]|前|按|为序")
_CHANNEL_PIECE = re.compile(r"[、，]|以及|和(?!谐)|及(?!时)|与|或(?:者)?")
_LEVEL_LIST = re.compile(r"(?:(?<=^[省市州县区乡镇村组])|(?<=[、，；][省市州县区乡镇村组]))、(?=[省市州县区乡镇村组社])")
_JOINED, _AND = "\U000f1000", "\U000f1001"  # 、 and 和 inside a name: 乡、村公告栏, 工业和信息化局网站
_SUPERVISION = re.compile(
    r"(?:投诉|举报|监督|投诉举报|监督举报|举报投诉|咨询投诉|监督投诉|服务监督)(?:咨询)?(?:电话|热线|方式|渠道|邮箱|信箱)(?:号码)?[：:为]?(?P<n>[^，。；\n]{3,40})"
)
_PHONE = re.compile(r"[0-9]{3,5}[-—－ ]?[0-9]{5,8}|12[0-9]{3}|[0-9]{7,8}|[\w.]+@[\w.]+")
_BLANK = re.compile(r"\s+")
_EVERYBODY = re.compile(r"社会|公众|群众|市民|国内外")


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
        hidden, kept = hide(AND_INSIDE.sub(_AND, _LEVEL_LIST.sub(_JOINED, _BLANK.sub("", sheet.text[a:b]))))
        board = _BOARD.search(hidden)
        if board is not None and _TIMED.search(hidden, 0, board.start()):
            hidden = board[0]  # 在选举日的五日前按得票多少为序|张榜公布
        for piece in [hidden] if board is not None else _CHANNEL_PIECE.split(hidden):
            word = _CHANNEL_FRONT.sub("", piece)
            for _ in range(2):
                cut = _CHANNEL_END.sub("", word)
                word = cut if len(cut) >= 2 else word
            word = _PUT_UP.sub("", word)
            word = show(word, kept).replace(_JOINED, "、").replace(_AND, "和").strip("，。、；")
            if len(word) >= 2 and word not in _NO_CHANNEL and not _ANY_WAY.match(word) and not _REACH.fullmatch(word):
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


def supervision_of(text: str) -> tuple[str, int, int] | None:
    """监督电话 and the like with a number in a range of text: words, start, end."""
    for m in _SUPERVISION.finditer(text):
        if _PHONE.search(m["n"]):
            return m[0], m.start(), m.end()
    return None
