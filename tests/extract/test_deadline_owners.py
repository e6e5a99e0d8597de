"""Whose deadline it is and what for: the table of cases, and that every task is a quote of the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.kit import Kit
from nlp.pipeline import analyze
from nlp.types import Analysis, Source

CASES = Path(__file__).resolve().parents[1] / "cases" / "deadline-owners.tsv"
GOLD = sorted((Path(__file__).resolve().parents[2] / "corpora" / "gold" / "dev").glob("*.txt"))


def cases() -> list[tuple[str, str]]:
    rows = [line.split("\t") for line in CASES.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [(text, owners) for text, owners in rows[1:]]


def owners(result: Analysis) -> str:
    said = [f"{d.quote}={'、'.join(d.units) or '-'}|{d.task.quote if d.task else '-'}" for d in result.deadlines]
    return "；".join(said) or "-"


@pytest.mark.parametrize(("text", "wanted"), cases())
def test_units_and_task_of_each_deadline(kit: Kit, text: str, wanted: str) -> None:
    body = "某市关于做好2021年有关工作的通知\n各单位：\n" + text.replace("¶", "\n")
    result = analyze(Source("a.txt", body.encode()), kit)
    assert isinstance(result, Analysis)
    assert owners(result) == wanted


@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.name)
def test_tasks_quote_the_text_and_units_are_found_units(kit: Kit, path: Path) -> None:
    result = analyze(Source(str(path)), kit)
    assert isinstance(result, Analysis)
    names = {u.name for u in result.units}
    text = result.outline.document.text
    for d in result.deadlines:
        assert set(d.units) <= names
        if d.task is not None:
            assert text[d.task.start : d.task.end] == d.task.quote
            assert d.task.end <= d.start or d.task.start >= d.end
