"""One document as a page that shows its evidence without the desk: text left, rows right; a field's words light up on a click.

The page holds its style, script and data; it refers to nothing outside and forbids the browser to load anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from nlp.export.difference import FIELDS
from nlp.export.words import ATTRIBUTES

SHOWN = ("item", "parent_item", "content", "deadline", "unit", "basis", "channels", "audience", "mode", "level", "supervision")
WORDS = {
    "title": ("依据查看", "evidence"), "rows": ("条目", "rows"), "text": ("原文", "text"), "default": ("缺省", "default"),
    "review": ("须复核", "check"), "score": ("可信度", "score"), "domain": ("公开领域", "domain"), "section": ("章节", "section"),
    "spoke": ("由哪个版本给出", "which version spoke"), "secret": ("带有密级标志，内容不显示。", "Carries a secrecy mark; its content is not shown."),
    "none": ("这份文档没有建议条目。", "No rows were suggested of this document."),
    "hint": ("点字段看原文；J/K 换条目。", "Click a field to see its words; J/K change the row."),
    "masked": ("个人信息已遮盖", "personal information is masked"),
    "open": ("未审", "not reviewed"), "confirmed": ("已确认", "confirmed"), "rejected": ("已驳回", "rejected"), "split": ("已拆分", "split"),
    "merged": ("已合并", "merged"), "failed": ("未能读取", "not read"),
}


@lru_cache(maxsize=1)
def _template() -> Any:
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).get_template("evidence.html")


def evidence_page(
    record: Mapping[str, Any], names: Mapping[str, str], lang: str, kit: str = "", states: Sequence[tuple[str, str]] | None = None
) -> str:
    """The page of an analysis (a record of the contract as a dict). `names`: domains by code. `kit`: the version that spoke.

    `states`: state and person of each entry, in their order, for a document of the store. Personal information is masked in text and
    rows; of a document with a secrecy mark nothing but that fact is shown.
    """
    n = lang == "en"
    words = {key: pair[n] for key, pair in WORDS.items()}
    failed = record.get("error")
    secret = not failed and ("text" not in record or record["metadata"]["classification"] is not None)
    shown = failed is None and not secret
    masks = Masks(record) if shown else None
    rows = []
    if masks:
        known = states or [("", "")] * len(record["entries"])
        rows = [_row(e, names, n, masks, state) for e, state in zip(record["entries"], known, strict=True)]
    attribute = record["attribute"]["value"] if shown else None
    data = {"lines": _lines(masks.text) if masks else [], "rows": rows}
    rendered: str = _template().render(
        lang="en" if n else "zh-CN", words=words, rows=rows, failed=failed, secret=secret, kit=kit,
        title=masks.cover(record["metadata"]["title"]) if masks else "", facts=_facts(record, names) if shown else [],
        attribute=ATTRIBUTES[attribute][n] if attribute else "", value=attribute or "",
        warnings=record["warnings"] if shown else [], masked=bool(shown and record["sensitive"]),
        data=json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"),
    )
    return rendered


class Masks:
    """The text with personal information masked, each character in its place, so that all spans still hold."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        text = record["text"]
        self.swaps: list[tuple[str, str]] = []
        for s in sorted(record["sensitive"], key=lambda s: (s["start"], -s["end"])):
            quote, mask = record["text"][s["start"] : s["end"]], s["mask"]
            fitting = mask if len(mask) == len(quote) else "*" * len(quote)
            text = text[: s["start"]] + fitting + text[s["end"] :]
            self.swaps.append((quote, mask))
        self.text: str = text
        self.swaps.sort(key=lambda swap: -len(swap[0]))

    def cover(self, words: str) -> str:
        """Words of a row with every masked quotation replaced."""
        for quote, mask in self.swaps:
            if quote:
                words = words.replace(quote, mask)
        return words


def _lines(text: str) -> list[list[Any]]:
    """[offset in code points, line] of every line."""
    out: list[list[Any]] = []
    at = 0
    for line in text.split("\n"):
        out.append([at, line])
        at += len(line) + 1
    return out


def _facts(record: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    meta = record["metadata"]
    domains = "、".join(names.get(d["code"], d["name"]) for d in record["domains"][:3])
    return [f for f in (meta.get("document_number"), "、".join(meta.get("issuer") or ()), meta.get("written_on"), domains) if f]


def _row(entry: Mapping[str, Any], names: Mapping[str, str], n: bool, masks: Masks, state: tuple[str, str]) -> dict[str, Any]:
    """What the page needs of an entry: its fields in words, each with its spans (start, end) or the rule that filled it."""
    fields = [
        {
            "name": FIELDS[name][n], "value": masks.cover(_shown(entry.get(name))),
            "spans": [[s["start"], s["end"]] for s in entry["evidence"].get(name, ())], "rule": entry.get("defaults", {}).get(name, ""),
        }
        for name in SHOWN
        if entry.get(name)
    ]
    return {
        "item": masks.cover(entry["item"]), "domain": names.get(entry["domain"], entry["domain"]), "section": entry["section"],
        "score": f"{entry['score']:.2f}", "review": entry["needs_review"], "fields": fields, "state": state[0], "person": state[1],
    }


def _shown(value: Any) -> str:
    return "；".join(value) if isinstance(value, list) else str(value or "")
