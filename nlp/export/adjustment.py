"""Advice on a catalogue as lines, JSON, a page, a workbook."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from pathlib import Path

from nlp.contract import plain
from nlp.export.catalogue import is_formula_like
from nlp.export.difference import FIELDS
from nlp.review.adjustment import KINDS, Adjustment, Advice

WORDS = {
    "new": ("新增", "new"), "stale": ("过时", "stale"), "missing": ("缺少", "missing"), "contradicted": ("矛盾", "contradicted"),
    "suggested": ("文档中有，目录中没有（建议，未审）", "a document has it, the catalogue not (suggested, not reviewed)"),
    "confirmed": ("文档中有，目录中没有（已确认）", "a document has it, the catalogue not (confirmed)"),
    "ended": ("依据已废止或失效", "its basis is no longer in force"), "expired": ("依据已过有效期", "its basis has expired"),
    "repealed": ("依据被这份文件废止", "this document repeals its basis"),
    "standard": ("国家标准目录列有，本目录没有", "in the national standard, not in the catalogue"),
    "person": ("人工确认的内容不同", "a person confirmed something else"),
}
RULE = ("文档说法不同，规则 {rule}", "the document says otherwise, by rule {rule}")
HEADS = (
    ("建议", "advice"), ("行", "row"), ("公开事项", "item"), ("字段", "field"), ("目录现有", "catalogue"), ("应看", "elsewhere"),
    ("为什么", "why"), ("来源", "source"),
)
_WIDTHS = (8, 6, 28, 10, 32, 36, 30, 36)
_COLORS = {"new": "#D7EFDC", "stale": "#F6D9D5", "missing": "#DCE6F5", "contradicted": "#FBF0CC"}
_STYLE = (
    "body{font:15px/1.6 sans-serif;margin:2em;color:#1c2733}table{border-collapse:collapse;width:100%}"
    "td,th{border:1px solid #888;padding:4px 8px;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#e6ecf2}"
    + "".join(f".{kind} td:first-child{{background:{color}}}" for kind, color in _COLORS.items())
)


def lines_of(found: Adjustment, lang: str) -> Iterator[tuple[str, ...]]:
    """Kind and the cells of HEADS, in words."""
    n = lang == "en"
    for a in found.advice:
        field = FIELDS[a.field][n] if a.field else ""
        yield a.kind, WORDS[a.kind][n], a.place, a.item, field, a.old, a.new, _why(a, n), a.source


def _why(advice: Advice, n: bool) -> str:
    return WORDS[advice.why][n] if advice.why in WORDS else RULE[n].format(rule=advice.why)


def as_table(found: Adjustment, lang: str) -> str:
    """Tab-separated lines below a head."""
    rows = [tuple(h[lang == "en"] for h in HEADS), *(line[1:] for line in lines_of(found, lang))]
    return "".join("\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in rows)


def as_json(found: Adjustment, lang: str) -> str:
    """The advice as an object of lists by kind."""
    by_kind = {kind: [plain(a) for a in found.advice if a.kind == kind] for kind in KINDS}
    return json.dumps({"schema": "gongkai.adjustment/1", **by_kind}, ensure_ascii=False, indent=1) + "\n"


def as_html(found: Adjustment, lang: str) -> str:
    """A page that stands alone."""
    n = lang == "en"
    title = "Adjustment of the catalogue" if n else "目录动态调整建议"
    count = "　".join(f"{WORDS[kind][n]} {found.count(kind)}" for kind in KINDS)
    head = "".join(f"<th scope='col'>{html.escape(h[n])}</th>" for h in HEADS)
    body = "".join(
        f"<tr class='{kind}'>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>" for kind, *cells in lines_of(found, lang)
    )
    return (
        f"<!doctype html><html lang='{'en' if n else 'zh-CN'}'><head><meta charset='utf-8'><title>{title}</title>"
        f"<style>{_STYLE}</style></head><body><h1>{title}</h1><p>{count}</p><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></body></html>\n"
    )


def write_xlsx(found: Adjustment, path: Path, lang: str) -> None:
    """A workbook with one sheet; texts are stored as texts."""
    import xlsxwriter

    n = lang == "en"
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    sheet = book.add_worksheet("adjustment" if n else "动态调整")
    wrap = {"text_wrap": True, "valign": "top", "border": 1}
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#E8E8E8"})
    body, quoted = book.add_format(wrap), book.add_format({**wrap, "quote_prefix": True})
    fills = {kind: book.add_format({**wrap, "bg_color": color}) for kind, color in _COLORS.items()}
    for c, (label, width) in enumerate(zip(HEADS, _WIDTHS, strict=True)):
        sheet.write_string(0, c, label[n], head)
        sheet.set_column(c, c, width)
    for r, (kind, word, *cells) in enumerate(lines_of(found, lang), 1):
        sheet.write_string(r, 0, word, fills[kind])
        for c, cell in enumerate(cells, 1):
            sheet.write_string(r, c, cell, quoted if is_formula_like(cell) else body)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
