"""What a clerk must know of a draft as a whole: why there is no row, and which tables were read without their head."""

from __future__ import annotations

import re

from nlp.draft.grading import is_closed
from nlp.draft.lists import is_notice, tells_past
from nlp.draft.table_grid import TableColumns, has_known_head
from nlp.draft.verbs import VerbRules
from nlp.types import Attribute, Entry, Outline

_LEAST_COLUMNS, _LEAST_ROWS = 2, 2
_BLANK = re.compile(r"\s+")


def draft_warnings(
    outline: Outline, verbs: VerbRules, columns: TableColumns, attribute: Attribute, entries: tuple[Entry, ...]
) -> tuple[str, ...]:
    """Warnings in Chinese: one for each table whose head is not known although it speaks of disclosure, and why nothing was drafted."""
    out = [
        f"第{n}个表格的表头未能识别，已将各格按文字读取，请核对其中的公开事项。"
        for n, table in enumerate(outline.tables, 1)
        if len(table.table.cells) >= _LEAST_ROWS
        and max(len(row) for row in table.table.cells) >= _LEAST_COLUMNS
        and not has_known_head(outline, table, columns)
        and any(verbs.quick.search(cell.text) for row in table.table.cells for cell in row)
    ]
    if not entries:
        out.append(f"未起草公开事项：{_why(outline, verbs, attribute)}。")
    return tuple(out)


def _why(outline: Outline, verbs: VerbRules, attribute: Attribute) -> str:
    title = _BLANK.sub("", outline.metadata.title)
    if outline.metadata.classification:
        return "文件标有密级"
    if is_closed(attribute):
        return "文件标明不予公开或者内部使用"
    if not outline.view.text.strip():
        return "文件没有文字"
    if not verbs.quick.search(outline.view.text):
        return "文中没有公开、公示、公布等要求"
    if is_notice(title):
        return "文件本身就是公示、公告，没有规定今后要公开什么"
    if tells_past(title):
        return "文件叙述已经做过的工作，没有规定今后要公开什么"
    return "文中提到公开、公示等词，但没有规定由谁公开什么"
