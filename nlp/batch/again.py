"""Documents that failed, to be tried again: they are taken out of what is done, and the run that follows takes them as new.

A partition loses the rows of these documents and their keys, nothing else. Its manifest is removed first: killed in between, the
partition is one that was never finished, and all of it is done again. No row is ever there twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from nlp.batch.output import TABLES, Output, Staged
from nlp.batch.schema import SECRET

_KEY = "item"


def forget_failed(output: Output) -> int:
    """Take out documents of this kit version that could not be read; how many. One with a secrecy mark did not fail. Raises OSError."""
    count = 0
    for path, held in output.whole():
        failed = _failed(output, path.stem) if set(held["codes"]) - {SECRET} else set()
        if failed:
            count += len(failed)
            _take_out(output, path, held, failed)
    return count


def _failed(output: Output, name: str) -> set[str]:
    """Keys of documents with a row of errors that is no secrecy mark; of an archive one bad file is enough."""
    rows = pq.read_table(output.folder("errors") / f"{name}.parquet", columns=[_KEY, "error"]).to_pylist()
    return {row[_KEY] for row in rows if row["error"]["code"] != SECRET}


def _take_out(output: Output, manifest: Path, held: Mapping[str, Any], failed: Set[str]) -> None:
    keys = tuple(key for key in held["items"] if key not in failed)
    rows: dict[str, int] = {}
    files: dict[str, str] = {}
    codes: Counter[str] = Counter()
    if keys:
        for table in held["files"]:
            target = output.staging / f"kept-{table}-{manifest.name}.parquet"
            left, kept = _written(output.folder(table) / f"{manifest.stem}.parquet", target, failed)
            if left:
                rows[table], files[table] = left, str(target)
                codes.update(kept)
    manifest.unlink()
    for table in set(TABLES) - set(files):
        (output.folder(table) / f"{manifest.stem}.parquet").unlink(missing_ok=True)
    if keys:
        output.commit(Staged(held["partition"], keys, rows, files, dict(sorted(codes.items()))))


def _written(source: Path, target: Path, failed: Set[str]) -> tuple[int, Counter[str]]:
    """Write the rows of other documents to `target`, a row group at a time; how many, and those of errors by code."""
    left, codes = 0, Counter[str]()
    out = pa.array(sorted(failed), pa.string())
    with pq.ParquetFile(source) as file, pq.ParquetWriter(target, file.schema_arrow, compression="zstd") as writer:
        for number in range(file.num_row_groups):
            group = file.read_row_group(number)
            rows = group.filter(pc.invert(pc.is_in(group[_KEY], value_set=out)))
            if rows.num_rows:
                writer.write_table(rows)
                left += rows.num_rows
                if "error" in rows.column_names:
                    codes.update(row["code"] for row in rows["error"].to_pylist())
    return left, codes
