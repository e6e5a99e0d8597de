"""Rules once for all tests of the package, and outlines of texts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nlp.intake.reader import read
from nlp.rulebook import Rulebook
from nlp.structure.outline import StructureRules, outline_of
from nlp.types import Document, Failure, Limits, Outline, Source
from nlp.view import ScriptRules, build_view


@pytest.fixture(scope="session")
def book() -> Rulebook:
    return Rulebook()


@pytest.fixture(scope="session")
def rules(book: Rulebook) -> StructureRules:
    return StructureRules.load(book)


@pytest.fixture(scope="session")
def outline(book: Rulebook, rules: StructureRules) -> Callable[[str], Outline]:
    """The outline of a text, read as a plain text file."""
    script = ScriptRules.load(book)

    def make(text: str) -> Outline:
        document = read(Source("case.txt", text.encode()), Limits())
        assert not isinstance(document, Failure), document
        return outline_of(document, build_view(document, script), rules)

    return make


@pytest.fixture(scope="session")
def outline_of_document(book: Rulebook, rules: StructureRules) -> Callable[[Document], Outline]:
    """The outline of a document made by the test."""
    script = ScriptRules.load(book)
    return lambda document: outline_of(document, build_view(document, script), rules)
