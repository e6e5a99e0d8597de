"""Results kept by identity, and words as a tree: as right as without them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from nlp.caching import by_identity
from nlp.rulebook import literals


def test_a_result_is_made_once_and_the_oldest_goes_first() -> None:
    made: list[tuple[str, ...]] = []

    @by_identity(2)
    def joined(words: tuple[str, ...]) -> str:
        made.append(words)
        return "".join(words)

    first, second, third = (tuple(pair) for pair in ("ab", "cd", "ef"))
    assert [joined(w) for w in (first, second, first, third, second, first)] == ["ab", "cd", "ab", "ef", "cd", "ab"]
    assert made == [first, second, third, first]


def test_equal_words_of_another_identity_are_told_apart() -> None:
    kept = by_identity(4)(lambda words: words)
    one, other = (tuple(pair) for pair in ("公开", "公开"))
    assert kept(one) is one
    assert kept(other) is other


@given(words=st.lists(st.text("公开文件.(|", min_size=1, max_size=4), min_size=1, max_size=12), text=st.text("公开文件.(|乙", max_size=30))
def test_the_tree_finds_what_the_longest_word_first_finds(words: list[str], text: str) -> None:
    plain = "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))
    assert re.findall(literals(words), text) == re.findall(plain, text)


def test_no_words_match_nothing() -> None:
    assert re.findall(literals([]), "公开") == []
