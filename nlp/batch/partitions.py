"""Documents -> partitions: what is new, in pieces that are worked on, written and taken up again as a whole.

A document is its name and its bytes: the same name with other bytes is a new document, a name that stays with its bytes is done
once for a kit version. The number of a partition follows from its documents, so that one that is done twice is the same.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from nlp.batch.inputs import Given
from nlp.intake.messages import Unreadable
from nlp.intake.reader import load
from nlp.types import Limits, Source

MOST_BYTES = 256 * 1024 * 1024  # of documents in a partition
Stamp = tuple[int, int]  # size and time of change of a file


@dataclass(frozen=True, slots=True)
class Item:
    """A document of a partition. `path`: the file; else its bytes are `length` bytes of the partition's bundle from `offset` on.

    `key`: 32 hexadecimal digits over name and bytes. `sha256` is None where the bytes could not be read.
    """

    name: str
    key: str
    sha256: str | None
    size: int
    path: str | None = None
    stamp: Stamp | None = None
    offset: int = 0
    length: int = 0
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Partition:
    """Documents that are worked on as a whole. `bundle`: file with the bytes of those that are no files themselves."""

    number: str
    items: tuple[Item, ...]
    bundle: str | None = None

    def packed(self) -> dict[str, Any]:
        """As plain values, for JSON."""
        return asdict(self)

    @classmethod
    def unpacked(cls, value: dict[str, Any]) -> Partition:
        """What `packed` gave."""
        items = tuple(Item(**{**item, "stamp": tuple(item["stamp"]) if item["stamp"] else None}) for item in value["items"])
        return cls(value["number"], items, value["bundle"])


def identified(given: Given, limits: Limits) -> tuple[Item, bytes]:
    """The item of a document, and its bytes: they are read for the key. What cannot be read is known by its name and the fault."""
    try:
        if given.fault is not None and given.data is None:
            raise Unreadable(given.fault)
        data = given.data if given.data is not None else load(Source(given.path or ""), limits)
        sha256: str | None = hashlib.sha256(data).hexdigest()
        said = f"{sha256}{given.fault or ''}"
    except Unreadable as fault:
        data, sha256, said = given.data or b"", None, f"!{fault.code}"
    key = hashlib.sha256(given.raw + b"\0" + said.encode()).hexdigest()[:32]
    stamp = stamp_of(given.path) if given.path is not None else None
    return Item(given.name, key, sha256, len(data), given.path, stamp, fault=given.fault), data


def stamp_of(path: str) -> Stamp | None:
    """Size and time of change, None where the file is gone."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_size, found.st_mtime_ns


def partitions_of(
    documents: Iterable[Given], known: set[bytes], size: int, limits: Limits, bundle_path: Callable[[str], str]
) -> Iterator[Partition]:
    """Partitions of at most `size` documents that are not `known`, in the order given. `known` grows by their keys.

    Bytes that are in no file of their own are written to the file that `bundle_path` gives for the partition's number.
    """
    items: list[Item] = []
    bundle: list[bytes] = []
    total = offset = 0
    for given in documents:
        item, data = identified(given, limits)
        key = bytes.fromhex(item.key)
        if key in known:
            continue
        known.add(key)
        if given.data is not None:
            item = Item(item.name, item.key, item.sha256, item.size, None, None, offset, len(data), item.fault)
            bundle.append(data)
            offset += len(data)
        items.append(item)
        total += item.size
        if len(items) >= size or total >= MOST_BYTES:
            yield _partition(items, bundle, bundle_path)
            items, bundle, total, offset = [], [], 0, 0
    if items:
        yield _partition(items, bundle, bundle_path)


def _partition(items: list[Item], bundle: list[bytes], bundle_path: Callable[[str], str]) -> Partition:
    number = hashlib.sha256("".join(item.key for item in items).encode()).hexdigest()[:16]
    if not bundle:
        return Partition(number, tuple(items))
    path = bundle_path(number)
    with open(path, "wb") as file:
        file.writelines(bundle)
    return Partition(number, tuple(items), path)
