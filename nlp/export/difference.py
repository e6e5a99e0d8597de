"""The difference of two catalogues as lines, JSON, a page, a workbook."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from pathlib import Path

from nlp.contract import plain
from nlp.export.catalogue import is_formula_like
from nlp.review.catalogue_file import Matter
from nlp.review.diff import Difference

FIELDS = {
    "item": ("公开事项", "item"), "parent_item": ("一级事项", "parent item"), "content": ("公开内容", "content"),
    "basis": ("公开依据", "basis"), "deadline": ("公开时限", "time limit"), "unit": ("公开主体", "unit"),
    "supervision": ("监督渠道", "supervision"), "channels": ("公开渠道", "channels"), "audience": ("公开对象", "audience"),
    "mode": ("公开方式", "mode"), "level": ("公开层级", "level"),
}
KINDS = {"added": ("新增", "added"), "changed": ("变更", "changed"), "dropped": ("删除", "dropped")}
HEADS = (("变化", "change"), ("公开事项", "item"), ("字段", "field"), ("原目录", "old"), ("新目录", "new"))
_STYLE = (
    "body{font:15px/1.6 sans-serif;margin:2em}table{border-collapse:collapse;width:100%}"
    "td,th{border:1px solid #888;padding:4px 8px;text-align:left;vertical-align:top}"
    ".added td:first-child{background:#d7efdc}.dropped td:first-child{background:#f6d9d5}.changed td:first-child{background:#fbf0cc}"
)


def lines_of(found: Difference, lang: str) -> Iterator[tuple[str, str, str, str, str]]:
    """(kind, item, field, old, new): one line a changed field, one an added or dropped matter."""
    n = lang == "en"
    for c in found.changed:
        for f in c.fields:
            yield "changed", c.new.item, FIELDS[f.field][n], f.old or "", f.new or ""
    for m in found.added:
        yield "added", m.item, "", "", _summary(m)
    for m in found.dropped:
        yield "dropped", m.item, "", _summary(m), ""


def _summary(m: Matter) -> str:
    return "；".join(filter(None, (m.parent_item, "、".join(m.content), m.deadline, m.unit)))


def as_table(found: Difference, lang: str) -> str:
    """Tab-separated lines below a head."""
    n = lang == "en"
    rows = [tuple(h[n] for h in HEADS), *((KINDS[k][n], *rest) for k, *rest in lines_of(found, lang))]
    return "".join("\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in rows)


def as_json(found: Difference, lang: str) -> str:
    """The difference as an object: added, dropped, changed, same."""
    return json.dumps({"schema": "gongkai.difference/1", **plain(found)}, ensure_ascii=False, indent=1) + "\n"


def as_html(found: Difference, lang: str) -> str:
    """A page that stands alone."""
    n = lang == "en"
    head = "".join(f"<th scope='col'>{html.escape(h[n])}</th>" for h in HEADS)
    body = "".join(
        f"<tr class='{kind}'><td>{KINDS[kind][n]}</td>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in rest) + "</tr>"
        for kind, *rest in lines_of(found, lang)
    )
    title = "Difference of catalogues" if n else "目录变化对照表"
    return (
        f"<!doctype html><html lang='{'en' if n else 'zh-CN'}'><head><meta charset='utf-8'><title>{title}</title>"
        f"<style>{_STYLE}</style></head><body><h1>{title}</h1><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        "</body></html>\n"
    )


def write_xlsx(found: Difference, path: Path, lang: str) -> None:
    """A workbook with one sheet; texts are stored as texts."""
    import xlsxwriter

    n = lang == "en"
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    sheet = book.add_worksheet("differences" if n else "目录变化")
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#E8E8E8"})
    fills = {"added": "#D7EFDC", "changed": "#FBF0CC", "dropped": "#F6D9D5"}
    wrap = {"text_wrap": True, "valign": "top", "border": 1}
    formats = {k: book.add_format({**wrap, "bg_color": color}) for k, color in fills.items()}
    body, quoted = book.add_format(wrap), book.add_format({**wrap, "quote_prefix": True})
    for c, (label, width) in enumerate(zip(HEADS, (8, 28, 12, 44, 44), strict=True)):
        sheet.write_string(0, c, label[n], head)
        sheet.set_column(c, c, width)
    for r, (kind, *rest) in enumerate(lines_of(found, lang), 1):
        sheet.write_string(r, 0, KINDS[kind][n], formats[kind])
        for c, cell in enumerate(rest, 1):
            sheet.write_string(r, c, cell, quoted if is_formula_like(cell) else body)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
