"""Characters a second by stage, over the sample and development documents repeated to a good length. Prints; asserts nothing.

    python -m tests.benchmarks.speed [ROUNDS]
"""

from __future__ import annotations

import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nlp.classify.attribute import classify_attribute
from nlp.classify.domains import classify_domains
from nlp.contract import to_json
from nlp.draft.entries import draft_entries
from nlp.extract.deadlines import find_deadlines
from nlp.extract.sensitive import find_sensitive
from nlp.extract.units import find_units
from nlp.intake.reader import read
from nlp.kit import load_kit
from nlp.pipeline import analyze_document
from nlp.structure.outline import outline_of
from nlp.types import Document, Source
from nlp.view import build_view

ROOT = Path(__file__).resolve().parents[2]
PLACES = (ROOT / "corpora" / "gold" / "dev", ROOT / "corpora" / "samples", ROOT.parent / "shared" / "gold")


def main(rounds: int) -> None:
    """Run every stage over all documents `rounds` times and print the table."""
    began = time.perf_counter()
    kit = load_kit()
    print(f"load kit           {time.perf_counter() - began:8.2f} s")
    files = [p for place in PLACES if place.is_dir() for p in sorted(place.iterdir()) if p.suffix in {".txt", ".html", ".docx", ".pdf"}]
    spent: dict[str, float] = defaultdict(float)
    characters = 0

    def timed(stage: str, call: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        result = call()
        spent[stage] += time.perf_counter() - start
        return result

    for _ in range(rounds):
        for path in files:
            document = timed("intake", lambda path=path: read(Source(str(path)), kit.limits, kit.furniture))
            if not isinstance(document, Document):
                continue
            characters += len(document.text)
            view = timed("view", lambda d=document: build_view(d, kit.script))
            outline = timed("structure", lambda d=document, v=view: outline_of(d, v, kit.structure))
            domains, sections, _ = timed("domains", lambda o=outline: classify_domains(o, kit.domains, kit.domain_model))
            deadlines, _ = timed("deadlines", lambda o=outline: find_deadlines(o, kit.deadlines, kit.holidays))
            units = timed("units", lambda o=outline: find_units(o, kit.units))
            sensitive = timed("sensitive", lambda o=outline: find_sensitive(o, kit.sensitive))
            attribute = timed("attribute", lambda o=outline, s=sections, p=sensitive: classify_attribute(o, kit.attribute, s, p))
            timed("draft", lambda o=outline, d=domains, s=sections, a=attribute, u=units, t=deadlines: draft_entries(o, kit.draft, d, s, a, u, t))
            result = timed("all behind intake", lambda d=document: analyze_document(d, kit))
            timed("json", lambda r=result: to_json(r))
    print(f"{len(files)} documents, {characters} characters read")
    for stage, seconds in spent.items():
        print(f"{stage:18} {characters / seconds:12,.0f} characters a second   {seconds:7.2f} s")
    print(f"peak memory        {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
