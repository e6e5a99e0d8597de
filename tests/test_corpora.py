"""Corpora: every file is listed with its source and hash, splits do not mix, passages and annotations are well-formed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from nlp.rulebook import Rulebook, read_table
from nlp.training.attribute import read_labelled
from nlp.training.corpus import CorpusError, read_passages, sha256_of
from nlp.training.sources import files_of

ROOT = Path(__file__).resolve().parents[1]
CORPORA = ROOT / "corpora"
CODES = {r["id"] for r in Rulebook().table("domains")}
ROWS = read_table(CORPORA / "SOURCES.tsv")
FILES = files_of(CORPORA)
GOLD = sorted((CORPORA / "gold").rglob("*.gold.json"))


def test_every_file_is_listed_with_its_hash() -> None:
    listed = {r["path"]: r["sha256"] for r in ROWS}
    assert listed == {str(p.relative_to(CORPORA)): sha256_of(p) for p in FILES}


def test_splits_do_not_share_a_text() -> None:
    train = {p.text for p in read_passages(sorted((CORPORA / "domains/train").glob("*.jsonl")), CODES)}
    test = {p.text for p in read_passages(sorted((CORPORA / "domains/test").glob("*.jsonl")), CODES)}
    assert not train & test
    assert len(test) >= 400


def test_every_domain_has_enough_training_texts() -> None:
    passages = read_passages(sorted((CORPORA / "domains/train").glob("*.jsonl")), CODES)
    counts = Counter(p.codes[0] for p in passages if p.codes)
    assert min(counts[c] for c in CODES) >= 120
    tests = read_passages(sorted((CORPORA / "domains/test").glob("*.jsonl")), CODES)
    assert min(Counter(p.codes[0] for p in tests if p.codes)[c] for c in CODES) >= 30
    assert sum(not p.codes for p in (*passages, *tests)) >= 400


def test_attribute_documents_are_sound_and_splits_do_not_mix() -> None:
    grounds = {r["id"] for r in Rulebook().table("attribute-grounds")}
    train = read_labelled(sorted((CORPORA / "attribute/train").glob("*.jsonl")), dict.fromkeys(grounds))
    test = read_labelled(sorted((CORPORA / "attribute/test").glob("*.jsonl")), dict.fromkeys(grounds))
    assert not {x.text for x in train} & {x.text for x in test}
    assert min(Counter(x.label for x in test).values()) >= 8
    assert min(Counter(x.label for x in train).values()) >= 30
    assert not [x.doc for x in (*train, *test) if (x.value in ("withheld", "partial")) != (x.ground is not None) and x.value != "on_request"]


def test_a_faulty_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"doc": "a", "text": "公开", "codes": ["no-such"]}\n', "utf-8")
    with pytest.raises(CorpusError, match=r"a\.jsonl 第1行：没有代码为“no-such”的领域"):
        read_passages([path], CODES)


@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.name)
def test_annotations_quote_their_document(path: Path) -> None:
    gold = json.loads(path.read_text("utf-8"))
    text = path.with_name(path.name.replace(".gold.json", ".txt")).read_text("utf-8")
    rows = [*gold["units"], *gold["deadlines"], *json.loads(path.with_name(path.name.replace(".gold.", ".entries.")).read_text("utf-8"))]
    assert not [r["quote"] for r in rows if r["quote"] not in text]
    assert {c for r in gold["domains"] for c in r["codes"]} <= CODES
