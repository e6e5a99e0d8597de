"""The JSON of an analysis: held to its schema, to the contract's fields, and to its own text."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from nlp.contract import json_schema, to_json
from nlp.kit import Kit, load_kit
from nlp.pipeline import analyze
from nlp.types import Failure, Source

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = sorted(p for p in (ROOT / "corpora" / "samples").iterdir() if p.is_file())
GOLD = sorted((ROOT / "corpora" / "gold" / "dev").glob("*.txt"))
SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def spans(value: Any) -> list[dict[str, Any]]:
    """Every object with start, end and quote below a value."""
    if isinstance(value, dict):
        own = [value] if {"start", "end", "quote"} <= value.keys() else []
        return own + [s for v in value.values() for s in spans(v)]
    return [s for v in value for s in spans(v)] if isinstance(value, list) else []


def check(record: dict[str, Any]) -> None:
    errors = sorted(VALIDATOR.iter_errors(record), key=str)
    assert not errors, errors[0].message
    if "error" in record:
        return
    text = record["text"]
    for span in spans(record):
        assert text[span["start"] : span["end"]] == span["quote"], span
    paths = {s["path"] for s in record["sections"]} | {""}
    for field in ("units", "deadlines", "entries", "section_domains", "tables"):
        assert {row["section"] for row in record[field]} <= paths, field
    for section in record["sections"]:
        assert 0 <= section["start"] <= section["end"] <= len(text)


@pytest.mark.parametrize("path", [*SAMPLES, *GOLD], ids=lambda p: p.name)
def test_every_output_holds(kit: Kit, path: Path) -> None:
    check(json.loads(to_json(analyze(Source(str(path)), kit))))


def test_a_failure_holds(kit: Kit) -> None:
    result = analyze(Source("no-such-file.txt"), kit)
    assert isinstance(result, Failure)
    record = json.loads(to_json(result))
    check(record)
    assert record["error"]["code"] == "not_found"


def test_contract_fields_are_all_there(kit: Kit) -> None:
    record = json.loads(to_json(analyze(Source(str(GOLD[0])), kit)))
    assert list(record)[:14] == [
        "schema", "source", "text", "metadata", "sections", "tables", "domains", "section_domains", "attribute", "units", "deadlines",
        "sensitive", "entries", "warnings",
    ]
    wanted = {
        "source": {"path", "sha256", "media_type", "pages", "script"},
        "metadata": {"title", "document_number", "index_number", "issuer", "addressees", "written_on", "published_on", "document_type",
                     "declared_attribute", "classification", "cites"},
        "attribute": {"value", "ground", "score", "needs_review", "basis", "evidence"},
    }
    rows = {
        "sections": {"path", "title", "start", "end"},
        "domains": {"code", "name", "score"},
        "section_domains": {"section", "codes", "scores"},
        "units": {"section", "start", "end", "quote", "name", "full_name", "role", "collective"},
        "deadlines": {"section", "start", "end", "quote", "kind", "value", "calendar", "anchor", "due", "rrule"},
        "entries": {"section", "item", "parent_item", "content", "basis", "deadline", "deadline_value", "unit", "supervision", "channels",
                    "audience", "mode", "level", "domain", "score", "needs_review", "evidence", "defaults"},
    }
    for field, keys in wanted.items():
        assert keys <= record[field].keys()
    for field, keys in rows.items():
        assert record[field], field
        assert keys <= record[field][0].keys()


def test_same_bytes_same_json(kit: Kit) -> None:
    source = Source(str(GOLD[0]))
    again = pickle.loads(pickle.dumps(kit))  # our own bytes: a kit must reach worker processes
    assert to_json(analyze(source, kit)) == to_json(analyze(source, again)) == to_json(analyze(source, load_kit()))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.sampled_from("一二三、（）(1).第条章年月日公开及时向社会布县市财政局部门：；，。\n\t 附件2020〔〕《》"), max_size=200))
def test_any_text_survives(kit: Kit, text: str) -> None:
    check(json.loads(to_json(analyze(Source("a.txt", text.encode()), kit))))
