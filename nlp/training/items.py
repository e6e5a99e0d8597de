"""How often a section gets its right item of the national catalogues: labelled sections against the classifier."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.classify.domain_reading import DomainRules
from nlp.classify.domains import thresholds, yield_to_fields
from nlp.classify.judging import classify_texts
from nlp.classify.predictor import LinearModel
from nlp.training.corpus import CorpusError
from nlp.types import SectionItem

ItemName = tuple[str, str]  # level 1, level 2


@dataclass(frozen=True, slots=True)
class ItemCase:
    """A section with the item that it is about; `item` None where none fits. `heading`: its own, or the title of the document."""

    doc: str
    heading: str
    text: str
    item: ItemName | None


def read_items(paths: Iterable[Path], known: Iterable[ItemName]) -> list[ItemCase]:
    """Cases of JSON-lines files in the order of the paths. Raises CorpusError for a line that is none or names no item."""
    names = set(known)
    out = []
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            where = f"{path.name} 第{number}行"
            try:
                row = json.loads(line)
                item = (row["item"]["level1"], row["item"]["level2"]) if row["item"] else None
                case = ItemCase(row["doc"], row["heading"] or row["title"], row["text"], item)
            except (ValueError, KeyError, TypeError) as error:
                cause = f"{type(error).__name__}: {error}"
                raise CorpusError(f"{where}：不是一条语料（{cause}）。每行应是含 doc、title、heading、text、item 的 JSON。") from error
            if item is not None and item not in names:
                raise CorpusError(f"{where}：标准目录中没有事项“{item[0]}—{item[1]}”，可用事项见 rules/catalogue-items.tsv。")
            out.append(case)
    return out


def items_of(cases: Sequence[ItemCase], rules: DomainRules, model: LinearModel | None) -> list[SectionItem | None]:
    """The item that the classifier gives each case, by the domains that it finds itself."""
    first, later = thresholds(model)
    ranked = classify_texts(["\n".join(x for x in (c.heading, c.text) if x) for c in cases], rules, model)
    return [
        rules.items.match(c.heading, c.text, "", [code for code, _ in yield_to_fields(r, first, later)]) if rules.items else None
        for c, r in zip(cases, ranked, strict=True)
    ]


def measure_items(cases: Sequence[ItemCase], found: Sequence[SectionItem | None]) -> dict[str, Any]:
    """Items right among the sections that have one and among those said; sections without one that were given none."""
    pairs = list(zip(cases, found, strict=True))
    right = sum(f is not None and c.item == (f.level1, f.level2) for c, f in pairs)
    said, there = sum(f is not None for f in found), sum(c.item is not None for c in cases)
    refused = sum(c.item is None and f is None for c, f in pairs)
    return {
        "sections": len(cases), "right": right, "said": said, "there": there,
        "precision": round(right / max(said, 1), 4), "recall": round(right / max(there, 1), 4),
        "refused_right": refused, "refused_of": len(cases) - there,
    }  # fmt: skip
