"""Rows of a partition -> its Parquet files in the staging folder. The same rows give the same bytes."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from nlp.batch.output import TABLES
from nlp.batch.schema import documents_schema, error_row, errors_schema
from nlp.types import Failure

_ROWS = 512  # of a row group
_CHARACTERS = 8_000_000  # of the texts of a row group


class Tables:
    """The tables of one partition. Use it in a `with` block; what was not finished leaves no file."""

    def __init__(self, folder: Path, kit: str) -> None:
        self._written = {table: _Table(folder, schema(kit)) for table, schema in zip(TABLES, (documents_schema, errors_schema), strict=True)}
        self.codes: Counter[str] = Counter()

    def __enter__(self) -> Tables:
        return self

    def __exit__(self, *_: object) -> None:
        for table in self._written.values():
            table.drop()

    def add(self, item: str, member: int, result: Mapping[str, Any] | Failure) -> None:
        """One row: of an analysis, or of why there is none."""
        head = {"item": item, "member": member}
        if isinstance(result, Failure):
            self.codes[result.code] += 1
            self._written["errors"].add({**head, **error_row(result)}, 0)
        else:
            self._written["documents"].add({**head, **result}, len(result["text"]))

    def finish(self, number: str) -> tuple[dict[str, int], dict[str, str]]:
        """Close the files and give them the partition's name; rows and files by table, tables without rows left out."""
        rows = {name: table.rows for name, table in self._written.items() if table.rows}
        files = {name: self._written[name].finish(f"{name}-{number}.parquet") for name in rows}
        return rows, files


class _Table:
    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        self._folder, self._schema = folder, schema
        self._held: list[dict[str, Any]] = []
        self._characters = 0
        self._file: Path | None = None
        self._writer: pq.ParquetWriter | None = None
        self.rows = 0

    def add(self, row: dict[str, Any], characters: int) -> None:
        self._held.append(row)
        self._characters += characters
        self.rows += 1
        if len(self._held) >= _ROWS or self._characters >= _CHARACTERS:
            self._flush()

    def _flush(self) -> None:
        if not self._held:
            return
        if self._writer is None:
            handle, name = tempfile.mkstemp(prefix=".writing-", dir=self._folder)
            os.close(handle)
            self._file = Path(name)
            self._writer = pq.ParquetWriter(name, self._schema, compression="zstd")
        self._writer.write_table(pa.Table.from_pylist(self._held, self._schema))
        self._held, self._characters = [], 0

    def finish(self, name: str) -> str:
        self._flush()
        assert self._writer is not None
        assert self._file is not None
        self._writer.close()
        self._writer = None
        with self._file.open("rb+") as file:
            os.fsync(file.fileno())
        self._file.chmod(0o644)
        target = self._folder / name
        os.replace(self._file, target)  # a partition that is done twice at once writes the same file twice
        return str(target)

    def drop(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        if self._file is not None:
            self._file.unlink(missing_ok=True)
