"""The whole kit, loaded once a process: it is frozen, so tests share it."""

from __future__ import annotations

from functools import lru_cache

from nlp.kit import Kit, load_kit


@lru_cache(maxsize=1)
def whole_kit() -> Kit:
    """Our own rules and models, nothing of an office."""
    return load_kit()
