"""What the parent and a worker say to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Task:
    """A path to work on.

    `shown`: the path as it stands in results, fit for any terminal. `case`: the case that the file belongs to by its name.
    `skip`: documents of it that are done already. `fault`: code of a failure that is known before the file is opened.
    `twin`: another path of the run may hold the same bytes, so that the parent is asked before they are read.
    """

    path: str
    shown: str
    case: str | None = None
    skip: int = 0
    fault: str | None = None
    twin: bool = True


@dataclass(frozen=True, slots=True)
class Ready:
    """A worker has loaded what it needs; or why it could not, with the name of that fault."""

    fault: str | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Started:
    """A worker is about to read a document: the `index`-th of its path. `alone`: nothing follows in the same path.

    `key` is equal for documents that give the same result but for path and case. `asks`: whether the worker waits to be told to go
    on; otherwise it does at once.
    """

    index: int
    path: str
    case: str | None = None
    key: tuple[str, str] | None = None
    media_type: str | None = None
    size: int = 0
    alone: bool = True
    asks: bool = True


@dataclass(frozen=True, slots=True)
class Finished:
    """A result: an Analysis or a Failure, and the sketch of its text by which documents are compared."""

    index: int
    result: Any
    sketch: bytes | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """A path is done. `retires`: the worker has grown and ends now; another takes its place."""

    retires: bool = False


@dataclass(frozen=True, slots=True)
class Broken:
    """A fault of the program itself in a worker."""

    cause: str


Step = Ready | Started | Finished | Ended | Broken
