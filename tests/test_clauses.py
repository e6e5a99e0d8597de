"""Sentences and clauses."""

import pytest

from nlp.clauses import clause_at, clauses, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("各局要公开。并报送；好", ["各局要公开。", "并报送；", "好"]),
        ("甲\n乙。", ["甲", "乙。"]),
        ("他说“好。”乙", ["他说“好。”", "乙"]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text, 0, len(text))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("各局要公开，并报县政府。", ["各局要公开", "并报县政府"]),
        ("按照《关于甲，乙的通知》（甲发〔2018〕1号，略）要求，公开", ["按照《关于甲，乙的通知》（甲发〔2018〕1号，略）要求", "公开"]),
        ("责任单位：县财政局；配合", ["责任单位", "县财政局", "配合"]),
        ("（（（（未闭合，好", ["（（（（未闭合", "好"]),
    ],
)
def test_clauses(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in clauses(text, 0, len(text))] == expected


def test_clause_at() -> None:
    text = "一季度公开，二季度报告。"
    assert clause_at(text, 8, 0, len(text)) == (6, 11)
