"""Metadata of small documents: all fields, so that a field too many fails (tests/cases/metadata.tsv)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nlp.types import Metadata, Outline
from tests.structure.cases import table

CASES = table("metadata")


def stated(metadata: Metadata) -> dict[str, str]:
    """Filled fields, lists joined by ＋."""
    names = [n for n in Metadata.__slots__ if n not in ("citations", "evidence")]
    values = {n: getattr(metadata, n) for n in names}
    return {n: "＋".join(v) if isinstance(v, tuple) else v for n, v in values.items() if v}


@pytest.mark.parametrize(("text", "want", "why"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_case(outline: Callable[[str], Outline], text: str, want: str, why: str) -> None:
    wanted = dict(pair.split("=", 1) for pair in want.split("｜"))
    assert stated(outline(text).metadata) == {n: v for n, v in wanted.items() if v}, why


@pytest.mark.parametrize("text", [row[1] for row in CASES], ids=[row[0] for row in CASES])
def test_evidence_quotes_the_source(outline: Callable[[str], Outline], text: str) -> None:
    found = outline(text)
    for spans in found.metadata.evidence.values():
        for span in spans:
            assert found.document.text[span.start : span.end] == span.quote


def test_every_stated_field_has_evidence(outline: Callable[[str], Outline]) -> None:
    text = next(row[1] for row in CASES if row[0] == "notice")
    metadata = outline(text).metadata
    assert set(stated(metadata)) - {"document_type", "cites"} <= set(metadata.evidence)


def test_evidence_of_joint_issue_has_one_span_a_body(outline: Callable[[str], Outline]) -> None:
    text = next(row[1] for row in CASES if row[0] == "joint")
    assert [s.quote for s in outline(text).metadata.evidence["issuer"]] == ["市教育局", "市财政局"]
