"""What all tests share: no test reads or writes the data folder of the person who runs them."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile

import pytest

from nlp.kit import Kit
from tests.kits import whole_kit

_FOLDER = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """Give this run a data folder of its own: a model promoted at somebody's desk must not answer here."""
    config.stash[_FOLDER] = tempfile.mkdtemp(prefix="gk-test-data-")
    os.environ["XDG_DATA_HOME"] = config.stash[_FOLDER]


def pytest_collection_finish() -> None:
    """Modules and thousands of tests stay to the end: the collector of garbage need not look at them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take it away again."""
    shutil.rmtree(config.stash[_FOLDER], ignore_errors=True)


@pytest.fixture(scope="session")
def kit() -> Kit:
    """Our own rules and models, nothing of an office."""
    return whole_kit()
