"""Heads of two rows: 公开事项 公开对象 公开方式 公开层级 above 一级事项 二级事项 全社会 特定群体 主动 依申请 县级 乡级.

Flattened, the lower row stands behind the upper one. Each lower word takes the place of the upper cell that spans it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.structure.flattened_rows import Column


@dataclass(frozen=True, slots=True)
class Head:
    """A head: its columns, whether its cells are glued together, its view range."""

    columns: tuple[Column, ...]
    glued: bool
    start: int
    end: int

    def same(self, other: Head) -> bool:
        """Whether another head has the same columns: the head repeated behind a page break."""
        return [c.kind for c in self.columns] == [c.kind for c in other.columns]


def _broken(pattern: str) -> re.Pattern[str]:
    """A pattern that also finds its words broken by a blank or a line end between two characters: 公开 对象, 镇¶级."""
    return re.compile(_BETWEEN_HAN.sub(lambda m: m[0] or "[ \\n]?", pattern))


_BETWEEN_HAN = re.compile(r"\[[^\]]*\]|(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")  # classes are passed over
# Upper cell, then the words that may stand below it, longest first.
_SPANS = (
    (
        re.compile("[^，。；]{0,10}(?:事项|事项名称|类别|目录|分类|指标)"),
        _broken("[一二三四][ \n]?级(?:[ \n]?(?:事项|目录|类别|分类|指标|项目))?"), "item", "item",
    ),
    (_broken("公开对象"), _broken("面向全社会|全社会?|社会公众|特定(?:[ \n]?(?:群体|群众|对象|人群))?(?:（[^（）]{1,10}）)?"), "tick", "tick"),
    (_broken("公开方式|公开类型|公开属性"), _broken("主动公开|主动|依申请公开|依申请|不予公开"), "tick", "tick"),
    (_broken("公开层级|层级"), _broken(
        "(?:国家|中央|省|市|县区|区县|县|区|旗|州|乡镇|乡|镇|街道|镇街|镇街乡|村居|村|社区)、?[ \n]?级"
        "|县、市、区级|乡、镇级|乡（镇）级|村（居）级|乡、村级|[\u4e00-\u9fff]{2,3}[市县区旗]级|镇街乡?(?=[ \n|]|\\Z)|街道|社区|部门|村(?=[ \n|]|\\Z)"
    ), "tick", "tick"),
)
_GAP = re.compile(r"[ \t\n|]*")


def with_lower_heads(text: str, head: Head) -> Head:
    """The head with the upper cells that span lower ones replaced by these; the head itself where it has one row."""
    uppers = [(n, span) for n, c in enumerate(head.columns) for span in _SPANS if _spans(span[0], text[c.start : c.end])]
    if not uppers:
        return head
    top = next((n for n, c in enumerate(head.columns) if n > uppers[0][0] and _SPANS[0][1].fullmatch(text, c.start, c.end)), None)
    if top is None or top <= uppers[-1][0]:
        top = len(head.columns)
    at = head.columns[top].start if top < len(head.columns) else head.end
    lower, end = _lower(text, at, [span for n, span in uppers if n < top])
    if sum(len(found) for found in lower) < 2 or (top < len(head.columns) and end < head.end):
        return head
    columns: list[Column] = []
    for n, column in enumerate(head.columns[:top]):
        below = next((found for (k, _), found in zip(uppers, lower, strict=False) if k == n), [])
        below = [replace(c, empty="upper") if c.holds == "item" and c is not below[-1] else c for c in below]
        columns += below or [replace(column, empty="some" if column.kind == "content" else "merged")]
    return replace(head, columns=tuple(columns), end=max(end, head.columns[top - 1].end))


def _spans(upper: re.Pattern[str], name: str) -> bool:
    return upper.fullmatch(name) is not None and not is_lower(name)


def span_words(name: str) -> re.Pattern[str] | None:
    """The words that may stand below an upper head cell; None for a cell that spans none."""
    return next((span[1] for span in _SPANS if _spans(span[0], name)), None)


def is_lower(name: str) -> bool:
    """Whether a head cell is a word of the lower row."""
    return any(words.fullmatch(name) for _, words, _, _ in _SPANS)


def _lower(text: str, at: int, spans: Sequence[tuple[re.Pattern[str], re.Pattern[str], str, str]]) -> tuple[list[list[Column]], int]:
    """The words of the lower row from view offset `at` on, span by span, and where the last of them ends."""
    out: list[list[Column]] = []
    end = at
    for _, words, kind, holds in spans:
        found: list[Column] = []
        while (gap := _GAP.match(text, end)) is not None and (m := words.match(text, gap.end())) is not None:
            found.append(Column(kind, holds, "merged", m.start(), m.end()))
            end = m.end()
        out.append(found)
    return out, end
