"""What the cells of a table row say for the fields of its entry."""

from __future__ import annotations

import re

from nlp.draft.builder import Builder
from nlp.draft.cell_types import TYPED, fits
from nlp.draft.cells import GROUP, PUBLIC
from nlp.draft.cleaning import clean
from nlp.draft.drafts import RowCells
from nlp.draft.table_grid import Grid, Values, plain, span_of
from nlp.types import Cell, Mode, Span

_BLANK = re.compile(r"\s+")
_TICKED = re.compile(r"^[√✓✔☑■●Ｖvt]$|^是$")
_CHOICE = re.compile(r"(?P<mark>[■√☑✓●□☐○〇])\s*(?P<name>[^■√☑✓●□☐○〇\n；;]+)")
_CHOSEN = frozenset("■√☑✓●")
_NUMBERED = re.compile(
    r"^\s*(?:[0-9]{1,2}[.、．](?![0-9])|[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}[.、．]?(?=[\u4e00-\u9fff])(?!公[里斤顷]|[万亿元倍米吨年月日%个级]))\s*"
)
_REMARK = re.compile(r"(?:备注|注|说明)[：:].*", re.DOTALL)
_CHANNELS = re.compile(r"[、，；;\n]|和|及(?!时)")
_OTHER = re.compile(r"^其[他它](?:[：:（(_\s]+|(?=[^，。；]{3}))")  # 其他：微信公众号
_EVERYBODY = re.compile(r"社会|公众|全体|群众")
_WITHHELD = re.compile(r"不予公开|不公开|免予公开")
_MODE_WORDS = re.compile(r"主动|申请|公开(?!栏|网|专)|全文|部分")
_NO_LIMIT = re.compile(
    r"^(?:持续(?:推进|开展|实施|落实|更新)?|(?:长期|永久)(?:坚持|公开|推进)?|全年|常年|常态化|/|—+|-+|无|略|贯穿全年|年度内持续|立行立改"
    r"|按要求|按规定|按时间要求|按上级要求|根据工作进展|视情况)$"
)
_LONGEST_LIMIT, _FARTHEST_SINCE, _LONGEST_NAME = 60, 40, 10
_SINCE = re.compile(r"自[^，。；]{2,30}$")  # 自该信息形成之日起|20个工作日内
LEVELS = {
    "level_state": "国家级",
    "level_province": "省级",
    "level_city": "市级",
    "level_county": "县级",
    "level_township": "乡级",
    "level_village": "村级",
}


def row_cells(builder: Builder, grid: Grid, row: tuple[Cell, ...], values: Values) -> RowCells:
    """The other cells of a row, for the entry or entries that it gives."""
    wrong = {
        k: [c for c in values.get(k, []) if fits(k, c.text) is False or (k == "deadline" and len(c.text) > _LONGEST_LIMIT)]
        for k in TYPED
    }
    values = {k: [c for c in cells if not any(c is w for w in wrong.get(k, ()))] for k, cells in values.items()}
    named = [c for k in ("lead", "publisher", "support") for c in values.get(k, [])]
    deadline, deadline_spans = _joined(builder, values, "deadline")
    if deadline is None and (said := _said_limit(builder, wrong["deadline"])) is not None:
        deadline, deadline_spans = said
        wrong["deadline"] = []
    untimed = deadline is not None and _NO_LIMIT.match(deadline) is not None
    if untimed:
        deadline, deadline_spans = None, ()
    basis, basis_spans = _joined(builder, values, "basis", "；")
    supervision, supervision_spans = _joined(builder, values, "supervision")
    channels, channel_spans = _channels(builder, grid, row, values)
    parent = next((unnumbered(_BLANK.sub("", plain(builder, c))) for c in values.get("level1", [])), None)
    return RowCells(
        unit=builder.unit_words(grid.section.path, [plain(builder, c) for c in named]) or None,
        unit_spans=tuple(dict.fromkeys(span_of(builder, c) for c in named)),
        deadline=deadline,
        deadline_spans=deadline_spans,
        basis=basis,
        basis_spans=basis_spans,
        supervision=supervision,
        supervision_spans=supervision_spans,
        channels=channels,
        channel_spans=channel_spans,
        audience=_audience(values),
        mode=_mode(grid, values),
        level=_level(builder, values),
        misplaced=any(wrong.values()) or _is_joined(grid, values),
        untimed=untimed,
        parent=parent if any(values.get(k) for k in ("level2", "level3", "item")) else None,
    )


def unnumbered(text: str) -> str:
    """A name without its number: 1.公共服务, 1.2图书借阅; not 12345热线, 2024年预算, 1.5万元以下项目.

    >>> unnumbered("1.2图书借阅"), unnumbered("2、公示栏"), unnumbered("1.5万元以下项目")
    ('图书借阅', '公示栏', '1.5万元以下项目')
    """
    return _NUMBERED.sub("", text) or text


def _is_joined(grid: Grid, values: Values) -> bool:
    """Whether the cell that names the matter seems to hold its content too, as where a lost layout leaves nothing between them."""
    if not grid.has("content") or values.get("content"):
        return False
    return any("、" in c.text and len(c.text) > _LONGEST_NAME for k in ("item", "level1", "level2", "level3") for c in values.get(k, []))


def _joined(builder: Builder, values: Values, kind: str, joint: str = "、") -> tuple[str | None, tuple[Span, ...]]:
    cells = values.get(kind, [])
    text = joint.join(dict.fromkeys(_BLANK.sub("", plain(builder, c)) for c in cells))
    return (text or None), tuple(span_of(builder, c) for c in cells)


def _said_limit(builder: Builder, cells: list[Cell]) -> tuple[str, tuple[Span, ...]] | None:
    """The limit that a long cell tells in one of its sentences: …自信息形成之日起20个工作日内公开。法律另有规定的，从其规定。"""
    locate, text = builder.outline.view.locate, builder.sheet.text
    for cell in cells:
        place = (locate(cell.start), locate(cell.end))
        found = builder.deadlines.inside(place)
        if found is not None:
            since = _SINCE.search(text, max(place[0], found.start - _FARTHEST_SINCE), found.start)
            words = (since.start() if since is not None else found.start, found.end)
            return _BLANK.sub("", text[slice(*words)]), (builder.span(words),)
    return None


def _channels(builder: Builder, grid: Grid, row: tuple[Cell, ...], values: Values) -> tuple[tuple[str, ...], tuple[Span, ...]]:
    """Ticked channels, or the words of the cell; a column 公开方式 may hold channels too."""
    words: list[str] = []
    spans: list[Span] = []
    ways = [c for c in values.get("mode", []) if not _MODE_WORDS.search(c.text)]
    for cell in [*values.get("channel", []), *ways]:
        text = _REMARK.sub("", plain(builder, cell))
        choices = [(m["mark"], clean(m["name"])) for m in _CHOICE.finditer(text)]
        if choices:
            words += [_OTHER.sub("", name).strip("_") or name for mark, name in choices if mark in _CHOSEN and name]
        else:
            words += [w for p in _CHANNELS.split(text) if (w := unnumbered(clean(p)))]
        spans.append(span_of(builder, cell))
    words += [label for c, label in grid.channels.items() if c < len(row) and _TICKED.match(row[c].text.strip())]
    return tuple(dict.fromkeys(words)), tuple(spans)


def _level(builder: Builder, values: Values) -> tuple[str, ...]:
    ticked = tuple(label for kind, label in LEVELS.items() if any(_TICKED.match(c.text.strip()) for c in values.get(kind, [])))
    said = "".join(plain(builder, c) for c in values.get("level", []))
    return ticked or tuple(label for label in LEVELS.values() if label in said)


def _audience(values: Values) -> str | None:
    everybody = any(c.text.strip() for c in values.get("audience_all", []))
    if everybody or any(c.text.strip() for c in values.get("audience_specific", [])):
        return PUBLIC if everybody else GROUP
    said = "".join(c.text for c in values.get("audience", []))
    if not said:
        return None
    return PUBLIC if _EVERYBODY.search(said) else GROUP


def _mode(grid: Grid, values: Values) -> Mode | None:
    if grid.negative:
        return "不予公开"
    said = "".join(c.text for c in values.get("mode", []))
    if _WITHHELD.search(said):
        return "不予公开"
    if "主动" in said or any(c.text.strip() for c in values.get("mode_active", [])):
        return "主动公开"
    request = "申请" in said or any(c.text.strip() for c in values.get("mode_request", []))
    return "依申请公开" if request else None
