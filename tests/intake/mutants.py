"""Mutated files for every reader: cut, overwritten, doubled, bit by bit; the same ones every time."""

from __future__ import annotations

import random
import time
from typing import Any
from unittest.mock import patch

from nlp.intake.reader import read
from nlp.types import Document, Failure, Limits, Source

LIMITS = Limits(file_bytes=8_000_000, unpacked_bytes=32_000_000, table_cells=50_000)


def mutants(data: bytes, count: int = 100, seed: int = 7):
    """`count` damaged copies of a file."""
    rng = random.Random(seed)
    for _ in range(count):
        raw = bytearray(data)
        for _ in range(rng.choice((1, 1, 2, 5, 30))):
            at = rng.randrange(len(raw))
            match rng.randrange(5):
                case 0:
                    raw[at] = rng.randrange(256)
                case 1:
                    raw[at] ^= 1 << rng.randrange(8)
                case 2:
                    raw[at : at + rng.randrange(1, 40)] = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 40)))
                case 3:
                    raw[at : at + 4] = rng.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\xff\xff\xff\x7f", b"{{{{", b"}}}}"))
                case _:
                    raw = raw[:at] if rng.random() < 0.2 and at > 20 else raw + raw[at : at + 64]
        yield bytes(raw)


class Blind:
    """Stands in for the engine of recognition: pages are drawn and looked at, no network spends a second on what pixels show."""

    def find(self, picture: Any, longest: int) -> list[Any]:
        """No line of text."""
        assert picture.ndim == 3
        assert longest > 0
        return []

    def read(self, strip: Any, squeeze: float = 1.0) -> list[Any]:
        """No character."""
        return []


def survive(data: bytes, name: str, count: int = 100) -> dict[str, int]:
    """Read mutated copies: each gives a document or a failure, none takes more than five seconds; returns how many of what."""
    seen: dict[str, int] = {}
    for mutant in mutants(data, count):
        began = time.process_time()
        with patch("nlp.intake.ocr.engine", Blind):
            got = read(Source(name, mutant), LIMITS)
        assert time.process_time() - began < 5
        assert isinstance(got, Document | Failure)
        if isinstance(got, Failure):
            assert "{" not in got.message, got
        key = "read" if isinstance(got, Document) else got.code
        seen[key] = seen.get(key, 0) + 1
    return seen


def taken(source: Source, checked: Any = None, limits: Limits | None = None) -> bool:
    """Whether a damaged file gave a Document; else it gave a typed Failure. Both in less than five seconds; `checked` looks at a Document."""
    began = time.process_time()
    got = read(source, limits or Limits())
    assert isinstance(got, Document | Failure)
    assert "读取时出错" not in getattr(got, "message", "")
    if isinstance(got, Document) and checked is not None:
        checked(got)
    assert time.process_time() - began < 5
    return isinstance(got, Document)
