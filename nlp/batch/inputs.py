"""What a batch is given: a folder, a text list of paths, Parquet or JSON lines of documents, gone through one document at a time.

Rows of Parquet and JSON lines have `path` (the name of the document) and one of `bytes` (JSON: base64), `base64`, `text`;
without any of these `path` is a file. Relative paths in a list or in rows start at the folder of the list.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.batch.faults import BatchFault
from nlp.intake.members import is_system_file
from nlp.work.names import shown_path

_LINES = (".jsonl", ".ndjson")
_ROWS = 16  # of a Parquet file at a time: a row may hold a document of 64 MB


@dataclass(frozen=True, slots=True)
class Given:
    """A document of the input. `path`: the file to open, or `data`: its bytes. `fault`: code of a failure known before that.

    `name`: how it is called in rows, fit to be shown; `raw`: the same before what cannot be shown was replaced.
    """

    name: str
    raw: bytes
    path: str | None = None
    data: bytes | None = None
    fault: str | None = None


def documents_in(source: Path) -> Iterator[Given]:
    """Documents of an input, in an order that depends on its names only. Raises BatchFault for what is no input."""
    if source.is_dir():
        shards = _shards(source)
        if shards is None:
            yield from _folder(str(source), "")
            return
        for shard in shards:
            yield from _parquet(shard)
    elif not source.is_file():
        raise BatchFault("input", path=source, reason="not_found")
    elif source.suffix.lower() == ".parquet":
        yield from _parquet(source)
    elif source.suffix.lower() in _LINES:
        yield from _json_lines(source)
    else:
        yield from _list(source)


def _shards(folder: Path) -> list[Path] | None:
    """Files of a folder that holds nothing but Parquet, as other engines write it; None for a folder of documents."""
    found = sorted(p for p in folder.iterdir() if not p.name.startswith((".", "_")))
    return found if found and all(p.suffix.lower() == ".parquet" and p.is_file() for p in found) else None


def _folder(path: str, before: str) -> Iterator[Given]:
    """Everything below a folder, hidden and system files left out; a link is a fault of its own, and is not followed."""
    with os.scandir(path) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        name = before + entry.name
        if entry.name.startswith(".") or is_system_file(f"{entry.name}/x" if entry.is_dir(follow_symlinks=False) else entry.name):
            continue
        if entry.is_symlink():
            yield _file(name, entry.path, "link")
        elif entry.is_dir():
            yield from _folder(entry.path, f"{name}/")
        else:
            yield _file(name, entry.path)


def _file(name: str, path: str, fault: str | None = None) -> Given:
    return Given(shown_path(name), os.fsencode(name), path, fault=fault)


def _list(source: Path) -> Iterator[Given]:
    """One path a line; blank lines left out."""
    with source.open("rb") as file:
        for n, line in enumerate(file):
            line = line.removeprefix(b"\xef\xbb\xbf") if n == 0 else line
            raw = line.rstrip(b"\r\n")
            if not raw.strip():
                continue
            if b"\0" in raw:
                raise BatchFault("input", path=source, reason="not_a_list")
            yield from _named(source, os.fsdecode(raw))


def _named(source: Path, name: str) -> Iterator[Given]:
    path = os.path.join(source.parent, name)
    if os.path.isdir(path):
        yield from _folder(path, f"{name.rstrip('/')}/")
    else:
        yield _file(name, path)


def _json_lines(source: Path) -> Iterator[Given]:
    with source.open("rb") as file:
        for n, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            yield _row(source, n, row, line)


def _parquet(source: Path) -> Iterator[Given]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(source) as file:
            held = file.schema_arrow.names
            if "path" not in held:
                raise BatchFault("no_columns", path=source)
            columns = [name for name in ("path", "bytes", "base64", "text") if name in held]
            n = 0
            for batch in file.iter_batches(_ROWS, columns=columns):
                for row in batch.to_pylist():
                    n += 1
                    yield _row(source, n, row, repr(row).encode("utf-8", "replace"))
    except (OSError, pa.ArrowException) as error:
        raise BatchFault("input", path=source, reason=error) from error


def _row(source: Path, n: int, row: Any, line: bytes) -> Given:
    """The document of a row; one that makes no sense is a document that cannot be read, under the number of its row."""
    bad = f"{source.name}:{n}"
    if not isinstance(row, Mapping) or not isinstance(row.get("path"), str) or not row["path"]:
        return Given(bad, bad.encode(), data=line, fault="bad_row")
    name: str = row["path"]
    raw = name.encode("utf-8", "surrogatepass")
    try:
        data = _content(row)
    except (ValueError, TypeError, binascii.Error):
        return Given(shown_path(name), raw, data=line, fault="bad_row")
    if data is None:
        return Given(shown_path(name), raw, os.path.join(source.parent, name))
    return Given(shown_path(name), raw, data=data)


def _content(row: Mapping[str, Any]) -> bytes | None:
    """Bytes in a row, None where it only names a file. Raises ValueError, TypeError for what is neither text nor base64."""
    held = row.get("bytes")
    if isinstance(held, bytes):
        return held
    encoded = held if held is not None else row.get("base64")
    if encoded is not None:
        return base64.b64decode(encoded, validate=True)
    text = row.get("text")
    if text is None:
        return None
    if not isinstance(text, str):
        raise TypeError
    return text.encode("utf-8")
