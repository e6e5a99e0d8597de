"""A kit for masking, and the numbers that the files of these tests carry (made up, with right check characters)."""

from __future__ import annotations

import pytest

from nlp.redact.kit import RedactKit, load_redact_kit

ID = "11010519491231002X"
ID_MASKED = "1101**********002X"
PHONE, PHONE_MASKED = "13800138000", "138****8000"
CARD = "6222021234567890128"


@pytest.fixture(scope="session")
def kit() -> RedactKit:
    """Rules and limits."""
    return load_redact_kit()
