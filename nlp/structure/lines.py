"""Pieces: the lines of the view with what intake said of them; and the sheet that all parts of the stage read."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from nlp.dates import DateHit
from nlp.structure.numbers import DocumentNumber
from nlp.types import BlockKind, Document, View

_ADDRESSEE_WORDS = re.compile(
    "各|组织|董事|监事|股东|政府|部门|单位|委|局|厅|办|院|校|会|司|中心|乡|镇|街道|公司|同志|村|社区|企业|市民|居民|群众|朋友|老师|同学|先生|女士|代表|处|科|室|部|组|所|站"
)
_NOT_ADDRESSEES = re.compile(
    "是指|所称|主要|形式|情形|之一|应当|如下|下列|以下|现将|通知|为了|根据|已经|经.{0,20}(?:同意|研究)|作者|责编|责任编辑|浏览|点击|字体|联系|电话|热线|媒体|网址|附件|索引|文号|日期|时间|来源|要求|原则|包括"
    r"|\A[0-9]|发[文布]单位|注|说明|责任单位|牵头|[。！？；]|[甲乙丙]方\Z|签发人|[〔［][0-9X]"
)
_ADDRESSEE_ENDS = frozenset(
    "府门位委局厅办院校会司心乡镇道志村区业民众友师学生士表处科室部组所站构体等关队行厂户主商人市县员州旗盟）)们面长场馆店社团级地方者家属台库岛港矿段园军协联署你您]〕，、屯寨街"
)
# 全院职工, 各级党组织, 各位董事; not 部门分工, 加强组织
_STAFF = ("职工", "员工", "党组织", "团组织", "社会组织", "各级组织", "董事", "监事", "股东", "干部", "公司领导", "局领导", "院领导")
LONGEST_ADDRESSEES = 420


@dataclass(frozen=True, slots=True)
class Piece:
    """A line or a part of one, view offsets; `gap`: blank lines before it; `cut`: it began inside a line."""

    start: int
    end: int
    block: BlockKind = "text"
    gap: int = 0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What all parts of the structure stage read: the view, its pieces, all numbers and dates in it."""

    document: Document
    view: View
    text: str
    pieces: tuple[Piece, ...]
    numbers: tuple[DocumentNumber, ...]
    dates: tuple[DateHit, ...]

    def written(self, start: int, end: int) -> str:
        """A view range as the document writes it, in its own script; blanks and what the view dropped (pinyin) left out."""
        view = self.view
        if view.starts is None or view.ends is None:
            return "".join(view.source[start:end].split())
        return "".join("".join(view.source[view.starts[i] : view.ends[i]].split()) for i in range(start, end))

    def words(self, index: int) -> str:
        """Text of a piece."""
        piece = self.pieces[index]
        return self.text[piece.start : piece.end]

    def dates_in(self, start: int, end: int) -> tuple[DateHit, ...]:
        """Dates that lie inside a range."""
        first = bisect_right(self.dates, start - 1, key=lambda d: d.start)
        last = bisect_right(self.dates, end, key=lambda d: d.start)
        return tuple(d for d in self.dates[first:last] if d.end <= end)

    def numbers_in(self, start: int, end: int) -> tuple[DocumentNumber, ...]:
        """Numbers that lie inside a range."""
        first = bisect_right(self.numbers, start - 1, key=lambda n: n.start)
        last = bisect_right(self.numbers, end, key=lambda n: n.start)
        return tuple(n for n in self.numbers[first:last] if n.end <= end)


def is_addressees(text: str) -> bool:
    """Whether a text (without its colon) reads like the line that a document is addressed to."""
    return (
        2 <= len(text) <= LONGEST_ADDRESSEES
        and bool(_ADDRESSEE_WORDS.search(text))
        and (text.rstrip()[-1:] in _ADDRESSEE_ENDS or text.rstrip().endswith(_STAFF))
        and not _NOT_ADDRESSEES.search(text)
    )


def plain_pieces(document: Document, view: View) -> list[Piece]:
    """One piece for every line of the view that is not blank; a line of which intake took a part for furniture gives several."""
    marked = [b for b in document.blocks if b.kind != "text" and b.end > b.start]
    starts = [b.start for b in marked]
    pieces: list[Piece] = []
    text, at, gap = view.text, 0, 0
    while at <= len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        first = at if view.starts is None or at >= len(view.starts) else view.starts[at]
        last = stop if view.starts is None or stop >= len(view.starts) else view.starts[stop]
        edges: list[tuple[int, int, BlockKind]] = []
        begin = at
        for n in range(max(0, bisect_right(starts, first) - 1), bisect_right(starts, last)):
            block = marked[n]
            low, high = max(begin, view.locate(block.start)), min(stop, view.locate(block.end))
            if low < high:
                edges += [(begin, low, "text"), (low, high, block.kind)]
                begin = high
        edges.append((begin, stop, "text"))
        parts = [p for a, b, kind in edges if (p := _trimmed(text, a, b, kind, gap)) is not None]
        gap = 0 if parts else gap + 1
        pieces += [parts[0], *(Piece(p.start, p.end, p.block, 0, True) for p in parts[1:])] if parts else []
        at = stop + 1
    return pieces


def _trimmed(text: str, begin: int, end: int, kind: BlockKind, gap: int) -> Piece | None:
    """A piece without blanks at its edges, None for a blank one."""
    while begin < end and text[begin] in " \t":
        begin += 1
    while end > begin and text[end - 1] in " \t":
        end -= 1
    while begin < end and text[begin] in "？? ":  # blanks of a page that came out as ?
        begin += 1
    if text.endswith(("？？？", "???"), begin, end):
        end = begin + len(text[begin:end].rstrip("？? "))
    return Piece(begin, end, kind, gap) if begin < end else None
