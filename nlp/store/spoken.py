"""Who said the fields of a suggestion: rules, models, and the laws that filled what the document does not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

DEFAULT = "default:"


def sources_of(record: Mapping[str, Any], entry: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(field, source) of an entry's fields: the rules of the findings that its evidence rests on, the model that gave the domain, and
    the law or standard that filled a field which the document does not say."""
    found: list[tuple[str, str]] = []
    for name, findings in (("deadline", record.get("deadlines", ())), ("unit", record.get("units", ()))):
        for source in sorted(_touching(entry["evidence"].get(name, ()), findings)):
            found.append((name, source))
    domains = next((d for d in record.get("domains", ()) if d["code"] == entry["domain"]), None)
    found += [("domain", r["source"]) for r in (domains or {}).get("reasons", ())]
    found += [(name, f"{DEFAULT}{source}") for name, source in sorted(entry.get("defaults", {}).items())]
    return found


def _touching(spans: Sequence[Mapping[str, Any]], findings: Sequence[Mapping[str, Any]]) -> set[str]:
    return {
        f["reason"]["source"]
        for f in findings
        if f.get("reason", {}).get("source") and any(f["start"] < s["end"] and s["start"] < f["end"] for s in spans)
    }
