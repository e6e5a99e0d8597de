"""Analyses as a spaCy DocBin, read back with spaCy."""

from __future__ import annotations

from pathlib import Path

from nlp.export.docbin import write_docbin
from nlp.kit import Kit
from nlp.pipeline import analyze
from nlp.types import Analysis, Source

NOTICE = """云浦市人民政府办公室关于公开预算的通知
一、公开预算
市财政局要在2026年3月20日前公开部门预算。联系人手机13800138000。
"""


def test_spans_and_text_go_there_and_back(kit: Kit, tmp_path: Path) -> None:
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    made = analyze(Source("通知.txt", NOTICE.encode()), kit)
    assert isinstance(made, Analysis)
    assert write_docbin([made, made], tmp_path / "a.spacy") == 2
    doc, _ = DocBin().from_disk(tmp_path / "a.spacy").get_docs(Vocab())
    assert doc.text == made.outline.document.text
    assert doc.user_data["path"] == "通知.txt"
    assert [(u.quote, u.role) for u in made.units] == [(s.text, s.label_) for s in doc.spans["units"]]
    assert [s.text for s in doc.spans["deadlines"]] == ["2026年3月20日前"]
    assert len(doc.spans["sections"]) == sum(1 for s in made.outline.sections if s.path)
    assert set(doc.cats) == {label.code for label in made.domains}


def test_nothing_found_gives_empty_groups(kit: Kit, tmp_path: Path) -> None:
    made = analyze(Source("a.txt", "今天天气很好。".encode()), kit)
    assert isinstance(made, Analysis)
    assert write_docbin([made], tmp_path / "b.spacy") == 1
