"""What archives of every kind have in common: their members, and the limits of what comes out of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp.intake import detect
from nlp.intake.messages import Unreadable

DICTIONARY = 256 * 1024 * 1024  # of an LZMA stream; the largest that common packers offer


@dataclass(frozen=True, slots=True)
class Member:
    """An entry of an archive as its directory describes it; `packed` is -1 where it does not say."""

    name: str
    size: int
    packed: int
    folder: bool = False
    link: bool = False
    locked: bool = False


class Archive(ABC):
    """An open archive: its members in order, and their bytes."""

    members: tuple[Member, ...] = ()

    @abstractmethod
    def contents(self, wanted: Sequence[int], limit: int) -> Iterator[tuple[int, bytes | Unreadable]]:
        """Bytes of members by index, in order, each at most `limit`; what cannot be had comes as Unreadable."""


def too_large(size: int, limit: int) -> Unreadable:
    """The fault of a member that unpacks to more than `limit` bytes; a `size` not above it is one that nobody knows."""
    found = detect.readable(size) if size > limit else f"超过 {detect.readable(limit)}"
    return Unreadable("too_large", what="解压后的大小", found=found, limit=detect.readable(limit))
