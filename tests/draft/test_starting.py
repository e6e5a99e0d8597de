"""First characters of regular expressions: what a look ahead may leave out, it must never leave out wrongly."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.draft.exclusions import REACHES
from nlp.draft.starting import first_characters, starting
from nlp.draft.verbs import VerbRules
from nlp.rulebook import Rulebook


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("公开|公布", "公"), ("(?:主动)?公开", "主公"), ("[一二]个", "一二"), ("(?<!不)公开|(?!公告)公示", "公"), ("a{0,2}b", "ab"),
        ("(?P<v1>发布)|转发", "发转"), ("[0-9]月", "0123456789"), ("a+b", "a"), (r"\.公", "."),
    ],
)  # fmt: skip
def test_first_characters(source: str, found: str) -> None:
    assert first_characters(source) == frozenset(found)


@pytest.mark.parametrize("source", ["[^，]公开", ".公开", "(?:公开)?", r"\s公开", "", "a|", "$", r"(?:\d|公)开"])
def test_what_may_begin_anyhow_is_left_as_it_is(source: str) -> None:
    assert first_characters(source) is None
    assert starting(source) == source


@pytest.fixture(scope="module")
def verbs() -> VerbRules:
    return VerbRules.load(Rulebook())


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="公开示布告发通报解读信息栏目录政务依申请，不得张贴刊登更新", max_size=24))
def test_a_look_ahead_finds_what_the_expression_finds(verbs: VerbRules, text: str) -> None:
    for reach in REACHES:
        rules = getattr(verbs, reach)
        assert bool(rules.likely.search(text)) == any(x.pattern.search(text) for x in rules.rows)
    bare = re.compile(verbs.verb.pattern.split(")", 1)[1]) if verbs.verb.pattern.startswith("(?=") else verbs.verb
    assert [m.span() for m in verbs.verb.finditer(text)] == [m.span() for m in bare.finditer(text)]
