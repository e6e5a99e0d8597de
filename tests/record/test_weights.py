"""Weights of words: every word of the table is found, and no other."""

from __future__ import annotations

from pathlib import Path

import jieba
from hypothesis import given
from hypothesis import strategies as st

from nlp.record.weights import WordWeights

_WORDS = st.text(st.sampled_from("公开信息栏a字"), min_size=1, max_size=4)


@given(st.dictionaries(_WORDS, st.integers(0, 99).map(str), max_size=12), _WORDS)
def test_a_lookup_is_that_of_a_dictionary(weights: dict[str, str], other: str) -> None:
    held = WordWeights.of(weights)
    for word in (*weights, other):
        assert held.get(word, -1.0) == float(weights.get(word, -1.0))


def test_the_table_that_jieba_ships_is_read_whole() -> None:
    parts = (Path(jieba.__file__).parent / "analyse" / "idf.txt").read_text("utf-8").split()
    held = WordWeights.installed()
    words = dict(zip(parts[::2], parts[1::2], strict=True))
    some = list(words)[::97]
    assert len(some) > 2000
    assert [held.get(w, -1.0) for w in some] == [float(words[w]) for w in some]
    assert held.get("没有这样的词", 9.0) == 9.0
