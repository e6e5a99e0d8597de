"""Messages of a worker, read without ever waiting for it and without trusting it.

A worker reads hostile files, so what comes from it is taken in pieces, up to a limit, and unpickled with a list of the few
classes that results are made of: a worker that was taken over cannot run anything in the parent.

A result is some thousand small frozen objects. As pickle does it by itself, each costs two calls of Python and a look at its
fields; here its values are taken and put back by functions made once a class, which is twice as fast on both sides.
"""

from __future__ import annotations

import dataclasses
import gc
import io
import os
import pickle
import struct
from collections.abc import Callable
from functools import cache
from multiprocessing.connection import Connection
from operator import attrgetter
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
            if (module, name) in _CLASSES:
                return found
            if isinstance(found, type) and found.__module__ == module:
                return found if _values_of(found) is None else _maker_of(found)
        raise pickle.UnpicklingError(f"{module}.{name}")


class _Pickler(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        """A frozen object as its class and its values."""
        kind: Any = type(value)
        take = _values_of(kind)
        return NotImplemented if take is None else (kind, take(value))


@cache
def _values_of(kind: Any) -> Callable[[Any], tuple[Any, ...]] | None:
    """What takes the values out of an object of a class of results; None for any other class."""
    if kind.__module__ not in _MODULES or not dataclasses.is_dataclass(kind) or "__slots__" not in kind.__dict__:
        return None
    names = [f.name for f in dataclasses.fields(kind)]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


@cache
def _maker_of(kind: Any) -> Callable[..., Any]:
    """What makes an object of a class of results from its values, without its constructor, which freezes and so is slow."""
    setters = [kind.__dict__[f.name].__set__ for f in dataclasses.fields(kind)]
    new, count = object.__new__, len(setters)

    def make(*values: Any) -> Any:
        if len(values) != count:
            raise pickle.UnpicklingError(kind.__name__)
        made: Any = new(kind)
        for put, value in zip(setters, values):  # noqa: B905 (counted above; this is the hot place)
            put(made, value)
        return made

    return make


def packed(value: object) -> bytes:
    """Bytes of a message."""
    out = io.BytesIO()
    _Pickler(out, pickle.HIGHEST_PROTOCOL).dump(value)
    return out.getvalue()


def unpacked(data: bytes | memoryview) -> Any:
    """The message in `data`. Raises pickle.UnpicklingError and others for what no worker of ours sends."""
    collects = gc.isenabled()
    gc.disable()  # thousands of objects that all stay: the collector would look at them over and over
    try:
        return _Unpickler(io.BytesIO(data)).load()
    finally:
        if collects:
            gc.enable()


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
