"""What the tests of reviews share: a store of each kind, and passwords that are hashed without the cost meant for an attacker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from nlp.store import accounts
from tests.store.conftest import clock, postgres, store

__all__ = ["clock", "postgres", "store"]


@pytest.fixture(autouse=True, scope="module")
def _quick_passwords() -> Iterator[None]:
    """Hash with the least that argon2 takes; the cost in force is held by tests/cli/test_office.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield
