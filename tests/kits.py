"""The whole kit, loaded once a process: it is frozen, so tests share it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import pytest

from nlp.intake.reader import read
from nlp.kit import Kit, installed_models, load_kit, models_dir
from nlp.pipeline import analyze_document
from nlp.types import Analysis, Failure, Source


@lru_cache(maxsize=1)
def whole_kit() -> Kit:
    """Our own rules and models, nothing of an office."""
    return load_kit()


@contextmanager
def kit_loaded_once() -> Iterator[None]:
    """Inside, commands that load our own kit get the one that tests share; any other (an office's, with promoted models) is loaded as ever."""

    def load(*given: Any, **named: Any) -> Kit:
        other = any(given) or any(named.values()) or models_dir() != installed_models()
        return load_kit(*given, **named) if other else whole_kit()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nlp.kit.load_kit", load)
        yield


def analysed(text: str, kit: Kit | None = None, name: str = "a.txt") -> Analysis:
    """The analysis of a text, read as a plain text file."""
    kit = kit or whole_kit()
    document = read(Source(name, text.encode()), kit.limits, kit.furniture)
    assert not isinstance(document, Failure), document
    return analyze_document(document, kit)
