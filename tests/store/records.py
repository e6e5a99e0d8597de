"""Records of analyses as the pipeline would give them, small and made by hand."""

from __future__ import annotations

import hashlib
from typing import Any


def entry(item: str, **other: Any) -> dict[str, Any]:
    """An entry of the contract with what is not said left at its default."""
    base: dict[str, Any] = {
        "section": "一", "item": item, "parent_item": None, "content": [item], "basis": "《云浦市公开办法》", "deadline": "按月",
        "deadline_value": "P1M", "unit": "云浦市财政局", "supervision": None, "channels": ["政府网站"], "audience": "全社会",
        "mode": "主动公开", "level": ["市级"], "domain": "budget", "score": 0.9, "needs_review": False,
        "evidence": {"item": [{"start": 3, "end": 3 + len(item), "quote": item}]}, "defaults": {},
    }
    return base | other


def record(text: str, entries: list[dict[str, Any]] | None = None, **other: Any) -> dict[str, Any]:
    """An analysis of the contract."""
    base: dict[str, Any] = {
        "schema": "gongkai.analysis/1",
        "source": {"path": "通知.txt", "sha256": hashlib.sha256(text.encode()).hexdigest(), "media_type": "text/plain", "case": None},
        "text": text,
        "metadata": {"title": text.split("\n")[0], "document_number": "云政发〔2026〕3号", "issuer": ["云浦市人民政府"],
                     "written_on": "2026-03-01", "classification": None},
        "sections": [], "tables": [], "domains": [{"code": "budget", "name": "财政预决算", "score": 0.9}], "section_domains": [],
        "attribute": {"value": "active", "ground": None, "score": 0.95, "needs_review": False},
        "units": [], "deadlines": [], "sensitive": [], "entries": entries or [], "warnings": [],
    }
    return base | other


def deadline(quote: str, due: str | None, rrule: str | None = None, unit: str = "云浦市财政局") -> dict[str, Any]:
    """A deadline of the contract."""
    return {"section": "一", "quote": quote, "kind": "date", "value": due or quote, "due": due, "rrule": rrule, "units": [unit],
            "task": {"start": 0, "end": 4, "quote": "公开预算"}}
