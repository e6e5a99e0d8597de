"""What a table cell looks like (a limit, a legal ground, a body, a channel), to tell whether it stands under the head of its column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from nlp.types import Cell
from nlp.view import to_simplified

TIME = re.compile(
    r"[0-9一二三四五六七八九十半两](?:个)?(?:工作日|日|天|个?月|年|小时|周)|及时|实时|随时|即时|定期|适时|立即|每[年月季周日半]|按[年月季]|季度|年[初中底末]|月底"
    r"|长期|之日起|动态|常年|同步|(?:至少)?更新[0-9一二两三]次"
)
_GROUND = re.compile(r"《|〔[0-9]{4}〕|\[[0-9]{4}\]|[0-9]+号|(?:条例|法|办法|规定|细则|意见|通知)(?:》|第|$)")
_BODY = re.compile(
    r"(?:局|委|委员会|办|办公室|厅|政府|街道|镇|乡|中心|部门|单位|公司|科|科室|股|股室|处|处室|支队|大队|院|学校|村委会|居委会|社区|银行|(?<!网)站|所|队|机构|主体|机关|企业)(?:（[^（）]{1,20}）)?(?:等|负责|牵头)?$"
)
_CHANNEL = re.compile(
    r"[■□☑√✓●○]\s*[\u4e00-\u9fff]|网站|公示栏|公开栏|公告栏|公众号|新媒体|平台|两微一端|发布会|电子屏|政府公报|广播电视|纸质媒体|查阅点|^网上$"
)
_LONGEST_LIMIT, _LONGEST_BODY = 60, 80
TYPED = ("basis", "deadline", "publisher", "lead", "support", "channel")
_MOST_LOST, _PROBED = 3, 12


def looks_like(text: str) -> frozenset[str]:
    """The kinds of column whose cells look so; () for words that may stand anywhere.

    >>> sorted(looks_like("半年至少更新1次")), sorted(looks_like("县应急管理局"))
    (['deadline'], ['body'])
    """
    plain = to_simplified(re.sub(r"\s", "", text))
    out = set()
    ground, channel = _GROUND.search(plain), _CHANNEL.search(plain)
    if ground:
        out.add("basis")
    if channel:
        out.add("channel")
    if TIME.search(plain) and len(plain) <= _LONGEST_LIMIT and not ("《" in plain or channel):
        out.add("deadline")
    if not ground and len(plain) <= _LONGEST_BODY and _BODY.search(plain):
        out.add("body")
    return frozenset(out)


def fits(kind: str, text: str) -> bool | None:
    """Whether a cell looks like its column, None where neither it nor anything else can be said."""
    looks = looks_like(text)
    own = "body" if kind in ("publisher", "lead", "support") else kind
    if not looks or not text.strip():
        return None
    return own in looks


def _odd(kind: str, text: str) -> bool:
    """Whether a cell looks out of place: like another column's, or a limit without a word of time."""
    told = fits(kind, text)
    return told is False or (kind == "deadline" and told is None and bool(text.strip()))


def misfits(columns: Mapping[int, str], row: Sequence[Cell]) -> int:
    """How many typed cells of a row look like those of another column, less those that look like their own."""
    typed = [(kind, row[c].text) for c, kind in columns.items() if kind in TYPED and c < len(row)]
    return sum(1 for kind, text in typed if _odd(kind, text)) - sum(1 for kind, text in typed if fits(kind, text))


def realigned(columns: Mapping[int, str], row: tuple[Cell, ...], first: int) -> tuple[Cell, ...]:
    """A row that lost merged cells, moved right from the place where they are missing; the row itself where none is.

    `first`: the column from which cells may be missing. Cells lost at the start are tried before those lost further right.
    """
    if not any(_odd(kind, row[c].text) for c, kind in columns.items() if kind in TYPED and c < len(row)):
        return row
    best, least = row, misfits(columns, row)
    empty = next((n for n, c in enumerate(reversed(row)) if c.text.strip()), len(row))
    for lost in range(1, min(_MOST_LOST, empty) + 1):
        blank = row[len(row) - lost :]
        for at in range(first, len(row) - lost):
            moved = (*row[:at], *blank, *row[at : len(row) - lost])
            bad = misfits(columns, moved)
            if bad < least:
                best, least = moved, bad
    return best


def widened(columns: Mapping[int, str], rows: Sequence[Sequence[Cell]]) -> Mapping[int, str]:
    """The columns with those behind one of them moved a place right, where a head that spans two has lost its second: 公开事项 over 一级, 二级.

    Left as they are where the rows are no wider than their head or do not fit better so.
    """
    last = max(columns, default=0)
    probe = [r for r in rows[:_PROBED] if len(r) > last + 1 and r[last + 1].text.strip()]
    if len(probe) < 2 or len(probe) * 2 < len(rows[:_PROBED]):
        return columns
    best, least = columns, sum(misfits(columns, r) for r in probe)
    for at in sorted(columns)[:-1]:
        moved = {c + (c > at): kind for c, kind in columns.items()}
        if columns[at] in ("item", "level1", "level2", "content"):
            moved[at + 1] = "level2" if columns[at] in ("item", "level1") else "content"
            moved[at] = "level1" if columns[at] == "item" else columns[at]
        bad = sum(misfits(moved, r) for r in probe)
        if bad < least:
            best, least = moved, bad
    return best
