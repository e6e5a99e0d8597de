"""Messages of a worker, read without ever waiting for it and without trusting it.

A worker reads hostile files, so what comes from it is taken in pieces, up to a limit, and unpickled with a list of the few
classes that results are made of: a worker that was taken over cannot run anything in the parent.
"""

from __future__ import annotations

import io
import os
import pickle
import struct
from multiprocessing.connection import Connection
from typing import Any

_HEAD = struct.Struct("!i")  # how multiprocessing writes the length of a message on POSIX systems
_CHUNK = 1 << 20
_MODULES = ("nlp.types", "nlp.work.steps")
_CLASSES = frozenset({("array", "array"), ("array", "_array_reconstructor")})


class TooMuch(Exception):
    """A message is longer than the limit."""


class Gone(Exception):
    """The other end is closed."""


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Only data: the types of results, and arrays."""
        if (module in _MODULES and "." not in name and not name.startswith("_")) or (module, name) in _CLASSES:
            found = super().find_class(module, name)
            if (module, name) in _CLASSES or (isinstance(found, type) and found.__module__ == module):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def packed(value: object) -> bytes:
    """Bytes of a message."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpacked(data: bytes | memoryview) -> Any:
    """The message in `data`. Raises pickle.UnpicklingError and others for what no worker of ours sends."""
    return _Unpickler(io.BytesIO(data)).load()


class Inbox:
    """The parent's end of a worker's messages."""

    def __init__(self, connection: Connection, limit: int) -> None:
        self._connection = connection
        self._limit = limit
        self._held = bytearray()
        self._posix = os.name == "posix"

    def messages(self) -> list[bytes]:
        """Messages that are whole by now; call it when something is there to be read. Raises TooMuch, Gone."""
        if not self._posix:  # pipes of other systems keep messages apart themselves
            try:
                return [self._connection.recv_bytes(self._limit)]
            except EOFError as error:
                raise Gone from error
            except OSError as error:
                raise TooMuch from error
        try:
            got = os.read(self._connection.fileno(), _CHUNK)
        except OSError as error:
            raise Gone from error
        if not got:
            raise Gone
        self._held += got
        return self._whole()

    def _whole(self) -> list[bytes]:
        out: list[bytes] = []
        at = 0
        while len(self._held) - at >= _HEAD.size:
            (length,) = _HEAD.unpack_from(self._held, at)
            if not 0 <= length <= self._limit:
                raise TooMuch
            end = at + _HEAD.size + length
            if len(self._held) < end:
                break
            out.append(bytes(memoryview(self._held)[at + _HEAD.size : end]))
            at = end
        del self._held[:at]
        return out
