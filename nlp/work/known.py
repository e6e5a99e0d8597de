"""Documents that were read already in this run: identical bytes are analyzed once."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from nlp.types import Analysis, Document, Failure
from nlp.work.lane import Lane
from nlp.work.steps import Finished, Started

Key = tuple[str, str]
_KEPT = 64 * 1024**2


class Known:
    """Messages with results by key, up to a size; who reads a document now, and who waits for that.

    What falls out is analyzed again when it comes again.
    """

    def __init__(self, kept: int = _KEPT) -> None:
        self._results: OrderedDict[Key, bytes] = OrderedDict()
        self._kept, self._held = kept, 0
        self._readers: dict[Key, Lane] = {}
        self._waiting: dict[Key, list[Lane]] = {}

    def get(self, key: Key | None) -> bytes | None:
        """The message with the result of a document with this key."""
        if key is None or key not in self._results:
            return None
        self._results.move_to_end(key)
        return self._results[key]

    def wait_for(self, key: Key | None, lane: Lane) -> bool:
        """Whether another worker reads the same bytes now, and `lane` must wait; otherwise `lane` is the one that reads them."""
        if key is None:
            return False
        if self._readers.get(key, lane) is not lane:
            self._waiting.setdefault(key, []).append(lane)
            return True
        self._readers[key] = lane
        return False

    def learn(self, key: Key | None, data: bytes) -> list[Lane]:
        """Keep a message with a result; the workers that waited for it."""
        if key is None:
            return []
        self._held += len(data) - len(self._results.get(key, b""))
        self._results[key] = data
        while self._held > self._kept:
            self._held -= len(self._results.popitem(last=False)[1])
        self._readers.pop(key, None)
        return self._waiting.pop(key, [])

    def forget(self, lane: Lane) -> None:
        """A worker is gone."""
        for key in [key for key, reader in self._readers.items() if reader is lane]:
            del self._readers[key]
        for waiting in self._waiting.values():
            if lane in waiting:
                waiting.remove(lane)


def again(before: Finished, now: Started) -> Finished:
    """The result of identical bytes under another path."""
    result = before.result
    if isinstance(result, Failure):
        result = replace(result, path=now.path, case=now.case)
    elif isinstance(result, Document):
        result = _renamed(result, now)
    elif isinstance(result, Analysis):
        result = replace(result, outline=replace(result.outline, document=_renamed(result.outline.document, now)))
    return Finished(now.index, result, before.sketch)


def _renamed(document: Document, now: Started) -> Document:
    return replace(document, media=replace(document.media, path=now.path, case=now.case))
