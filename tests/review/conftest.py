"""What the tests of reviews share: a store of each kind."""

from __future__ import annotations

from tests.store.conftest import clock, postgres, store

__all__ = ["clock", "postgres", "store"]
